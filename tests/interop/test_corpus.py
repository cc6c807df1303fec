# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""Real messages of GEFS, GFS and GDAS, each its own folder, against ecCodes."""

import os
import shutil
import subprocess
import tempfile
import unittest

import numpy as np
import xarray as xr

import oracle
from test_stores import SCRATCH

CORPUS = os.environ.get("MVUA_CORPUS")

# File, node, variables and what is done to the messages in between.
FOLDERS = [
    ("gdas_0p25_f000_TMP2m_5p3.grib2", "det", ["t2m"]),
    ("gfs_0p25_f044_TMAX_5p3.grib2", "det", ["tmax"]),
    ("gfs_0p25_f006_APCP_twice_5p3.grib2", "det", []),
    ("gefs_gep01_0p25s_f003_APCP_nomads25x25.grib2", "gep01", ["tp"]),
    ("gefs_gec00_0p50_f003_SOILW_bitmap_5p3.grib2", "gec00", ["soilw"]),
    ("gfs_1p00_UV10_5p0.grib2", "det", ["u10", "v10"]),
    ("gfs_1p00_UV10_5p2.grib2", "det", ["u10", "v10"]),
    ("gfs_1p00_UV10_5p3.grib2", "det", ["u10", "v10"]),
    (
        "gfs_0p50_f003_8msg_RH_TMAX_UV_APCP_TCC_DSWRF_5p3.grib2",
        "det",
        ["r2", "tmax", "tmin", "u10", "v10", "tp", "dswrf"],
    ),
]

KEYS = {
    "r2": (0, 1, 1, 103),
    "tmax": (0, 0, 4, 103),
    "tmin": (0, 0, 5, 103),
    "soilw": (2, 0, 192, 106),
    "dswrf": (0, 4, 192, 1),
}
KEYS.update({name: key for key, name in oracle.PARAMETERS.items()})


@unittest.skipUnless(CORPUS, "skipped: no corpus")
class Corpus(unittest.TestCase):
    def test_stores_equal_eccodes(self):
        for name, node, variables in FOLDERS:
            with self.subTest(name), tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
                source = os.path.join(folder, "source")
                target = os.path.join(folder, "out.zarr")
                os.mkdir(source)
                shutil.copy(os.path.join(CORPUS, "grib", name), source)
                listed = subprocess.run([os.environ["MVUA"], "ls", source])
                self.assertEqual(listed.returncode, 0)
                command = [os.environ["MVUA"], "export", source, target]
                command += ["--region", "global", "--variables", "all"]
                done = subprocess.run(command, stderr=subprocess.DEVNULL)
                self.assertIn(done.returncode, (0, 3))
                self.compare(os.path.join(source, name), target, node, variables)

    def compare(self, path, target, node, variables):
        messages = list(oracle.messages(path))
        tree = xr.open_datatree(target, engine="zarr")
        for variable in variables:
            ds = tree[node].ds
            expected = [m for m in messages if m["key"] == KEYS[variable]]
            self.assertTrue(expected, variable)
            step = list(ds.forecast_hour.values).index(expected[0]["end"])
            self.assertEqual(ds[variable + "_status"].values[step], 0, variable)
            stored = ds[variable].values[step]
            np.testing.assert_array_equal(stored, expected[0]["values"], variable)
