# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""What is missing is said, marked, and never a value."""

import glob
import json
import os
import shutil
import subprocess
import tempfile
import unittest

import numpy as np
import xarray as xr

from test_stores import SCRATCH


def mvua(*arguments):
    return subprocess.run(
        [os.environ["MVUA"], *arguments], capture_output=True, text=True
    )


class Gaps(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(dir=SCRATCH)
        self.addCleanup(shutil.rmtree, self.folder)
        self.demo = os.path.join(self.folder, "demo")
        shutil.copytree(os.path.join(SCRATCH, "demo"), self.demo)
        self.store = os.path.join(self.folder, "out.zarr")

    def file(self, member, step):
        pattern = f"gefs.*/*/atmos/*/{member}.t00z.*.f{step:03d}"
        return glob.glob(os.path.join(self.demo, pattern))[0]

    def export(self, status=3):
        options = ("--variables", "t2m,tp", "--json")
        done = mvua("export", self.demo, self.store, *options)
        self.assertEqual(done.returncode, status, done.stderr)
        self.report = json.loads(done.stdout)
        return xr.open_datatree(self.store, engine="zarr")

    def gaps(self):
        return [
            (gap["member"], gap["step"], gap["variable"], gap["status"])
            for gap in self.report["gaps"]
        ]

    def test_missing_file(self):
        os.unlink(self.file("gep02", 9))
        dt = self.export()
        self.assertIn(("gep02", 9, "t2m", "missing"), self.gaps())
        ds = dt["gep02"].ds
        self.assertEqual(list(ds.t2m_status.values[2:5]), [0, 3, 0])
        self.assertTrue(np.isnan(ds.t2m.values[3]).all())
        # The bucket 6-12 h is known, but not the half of it that ends at 12 h.
        self.assertEqual(list(ds.tp_status.values[2:6]), [0, 3, 3, 0])
        self.assertTrue(np.isnan(ds.tp.values[4]).all())
        self.assertEqual(dt["ensemble_stats/mean"].ds.t2m_n_valid.values[3], 4)
        self.assertFalse(np.isnan(dt["ensemble_stats/mean"].ds.t2m.values[3]).any())
        # The total of the day is whole all the same.
        self.assertEqual(list(dt["probabilities/daily"].ds.n_valid.values), [5, 5])

    def test_missing_member(self):
        for path in glob.glob(os.path.join(self.demo, "gefs.*/*/atmos/*/gep03*")):
            os.unlink(path)
        dt = self.export()
        self.assertTrue((dt["gep03"].ds.t2m_status.values == 3).all())
        self.assertEqual(dt.attrs["missing_members"], ["gep03"])
        self.assertEqual(set(dt["probabilities"].ds.n_valid.values[1:]), {4})
        listed = mvua("ls", self.demo)
        self.assertEqual(listed.returncode, 3)
        self.assertIn("gep03 all variables: 0-54/3", listed.stdout)

    def test_truncated_file(self):
        path = self.file("gep01", 12)
        os.truncate(path, os.path.getsize(path) // 3)
        self.export()
        self.assertEqual({gap[3] for gap in self.gaps()}, {"missing"})
        self.assertIn("gep01", {gap[0] for gap in self.gaps()})

    def test_members_swapped(self):
        for ending in ("", ".idx"):
            shutil.copy(self.file("gep04", 15) + ending, self.file("gep05", 15) + ending)
        dt = self.export()
        self.assertIn(("gep05", 15, "t2m", "rejected"), self.gaps())
        self.assertTrue(np.isnan(dt["gep05"].ds.t2m.values[5]).all())
        self.assertIn("gep04, not gep05", self.report["gaps"][0]["why"])

    def test_stale_index_heals(self):
        path = self.file("gep01", 6)
        with open(path, "rb") as file:
            content = file.read()
        with open(path, "wb") as file:
            file.write(b"\0" * 100 + content)
        dt = self.export(status=0)
        with xr.open_datatree(os.path.join(SCRATCH, "zarr2"), engine="zarr") as good:
            np.testing.assert_array_equal(
                dt["gep01"].ds.t2m.values, good["gep01"].ds.t2m.values
            )

    def test_corrupt_message(self):
        path = self.file("gep02", 3)
        with open(path, "r+b") as file:
            content = bytearray(file.read())
            at = content.index(b"GRIB", 100)
            content[at + 16 : at + 200] = b"\xff" * 184
            file.seek(0)
            file.write(content)
        done = mvua("export", self.demo, self.store, "--variables", "sp,mslet")
        self.assertIn(done.returncode, (0, 3))
        self.assertEqual(mvua("verify", self.store).returncode, 0)

    def test_flipped_bit_is_found(self):
        self.export(status=0)
        self.assertEqual(mvua("verify", self.store).returncode, 0)
        path = os.path.join(self.store, "gep01", "t2m", "0.0.0")
        with open(path, "r+b") as file:
            file.seek(1000)
            byte = file.read(1)[0]
            file.seek(1000)
            file.write(bytes([byte ^ 4]))
        done = mvua("verify", self.store)
        self.assertEqual(done.returncode, 1)
        self.assertIn("gep01/t2m/0.0.0 differs", done.stdout)

    def test_targets_and_usage(self):
        self.export(status=0)
        again = mvua("export", self.demo, self.store)
        self.assertEqual(again.returncode, 2)
        self.assertIn("exists", again.stderr)
        for wrong in (
            ["--format", "tiff"],
            ["--steps", "3-1"],
            ["--members", "gep99-gep01"],
            ["--region", "1,2,3"],
            ["--variables", "snowball"],
            ["--stats", "median"],
            ["--daily-window", "5"],
            ["--nonsense"],
        ):
            done = mvua("export", self.demo, self.store + "2", *wrong)
            self.assertEqual(done.returncode, 2, wrong)
            self.assertTrue(done.stderr, wrong)
        empty = tempfile.mkdtemp(dir=self.folder)
        self.assertEqual(mvua("ls", empty).returncode, 1)
        self.assertEqual(sorted(os.listdir(self.folder))[-1], os.path.basename(empty))

    def test_interrupt_leaves_nothing(self):
        folder = tempfile.mkdtemp(dir=self.folder)
        target = os.path.join(folder, "out.zarr")
        command = [os.environ["MVUA"], "export", self.demo, target]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while not os.listdir(folder):
            if process.poll() is not None:
                self.skipTest("it was done before it could be interrupted")
        process.send_signal(2)
        self.assertEqual(process.wait(), 130)
        self.assertEqual(os.listdir(folder), [])
