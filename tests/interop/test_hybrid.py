# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""Hybrids open as one tree: what is decoded out of its chunks, the rest through kerchunk."""

import contextlib
import json
import os

import fsspec
import numpy as np
import xarray as xr

from test_refs import FORMS, MEMBERS, Quiet, open_refs, read_rows
from test_stores import SCRATCH, is_new, open_tree

DECODED = ("t2m", "tp")
RAW = ("t2m", "tp_bucket", "u10", "v10", "cape", "sp", "mslet", "pwat")


@contextlib.contextmanager
def inside(folder):
    """Paths of chunks begin where the set lies, and fsspec takes them from where it runs."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def folder_of(form):
    return os.path.join(SCRATCH, "hybrid-" + form)


class Hybrid(Quiet):
    def check(self, tree, stored):
        """Two grids, never in one group; values of both are those of the whole store."""
        self.assertEqual(
            sorted(tree.children), sorted(MEMBERS + ["ensemble_stats", "probabilities", "raw"])
        )
        self.assertEqual(sorted(tree["raw"].children), MEMBERS)
        for member in MEMBERS:
            decoded, raw, whole = (t.ds for t in (tree[member], tree["raw"][member], stored[member]))
            self.assertEqual(sorted(n for n in decoded if "_status" not in n), list(DECODED))
            self.assertEqual(sorted(raw), sorted(RAW))
            self.assertEqual(decoded.sizes["step"], 9)
            self.assertEqual(raw.sizes, whole.sizes)
            self.assertLess(decoded.sizes["latitude"], raw.sizes["latitude"])
            part = whole.sel(
                step=decoded.step, latitude=decoded.latitude, longitude=decoded.longitude
            )
            for name in DECODED:
                np.testing.assert_array_equal(decoded[name].values, part[name].values, name)
            for name in ("t2m", "cape"):
                values = raw[name].values.astype("f4")
                np.testing.assert_array_equal(values, whole[name].values, name)
        mean = tree["ensemble_stats/mean"].ds.t2m
        expected = stored["ensemble_stats/mean"].ds.t2m.sel(
            step=mean.step, latitude=mean.latitude, longitude=mean.longitude
        )
        np.testing.assert_array_equal(mean.values, expected.values)

    def test_one_tree(self):
        stored = open_tree("zarr2")
        for form in FORMS:
            with inside(folder_of(form)):
                self.check(open_refs(os.path.join(folder_of(form), "refs." + form)), stored)

    def test_store_alone(self):
        """What is decoded needs no kerchunk."""
        tree = open_tree("hybrid-json")
        stored = open_tree("zarr2")
        self.assertNotIn("raw", tree.children)
        values = tree["gep01"].ds.t2m
        part = stored["gep01"].ds.t2m.sel(
            step=values.step, latitude=values.latitude, longitude=values.longitude
        )
        np.testing.assert_array_equal(values.values, part.values)

    def test_statistics_alone(self):
        folder = os.path.join(SCRATCH, "hybrid-stats")
        with inside(folder):
            tree = open_refs(os.path.join(folder, "refs.json"))
            self.assertEqual(sorted(tree.children), ["ensemble_stats", "probabilities", "raw"])
            mean = tree["ensemble_stats/mean"].ds.pwat.values
        np.testing.assert_array_equal(mean, open_tree("zarr2")["ensemble_stats/mean"].ds.pwat.values)

    def test_messages_elsewhere(self):
        """As of a run in a bucket: paths of chunks, and other addresses of messages."""
        memory = fsspec.filesystem("memory")
        with inside(folder_of("json")), open("refs.json") as file:
            refs = json.load(file)
            for value in refs["refs"].values():
                if isinstance(value, list) and len(value) == 3:
                    if not memory.exists(value[0]):
                        memory.put_file(value[0], value[0])
                    value[0] = "memory:/" + value[0]
            if is_new():
                import zarr
                from fsspec.implementations.asyn_wrapper import AsyncFileSystemWrapper

                here, there = (
                    AsyncFileSystemWrapper(fs, asynchronous=True)
                    for fs in (fsspec.filesystem("file"), memory)
                )
                fs = fsspec.filesystem(
                    "reference", fo=refs, fs={None: here, "memory": there}, asynchronous=True
                )
                store = zarr.storage.FsspecStore(fs, read_only=True, path="")
            else:
                fs = fsspec.filesystem("reference", fo=refs, fs={"memory": memory})
                store = fs.get_mapper("")
            self.check(xr.open_datatree(store, engine="zarr", consolidated=True), open_tree("zarr2"))

    def test_rows(self):
        """The table has the same as the JSON, but for what names it."""
        with inside(folder_of("json")), open("refs.json") as file:
            expected = json.load(file)["refs"]
        rows = read_rows(os.path.join(folder_of("par"), "refs.par"))
        self.assertEqual(sorted(rows), sorted(expected))
        for key in ("gep01/t2m/0.0.0", "raw/gep01/t2m/3.0.0"):
            self.assertEqual(rows[key], expected[key])
        self.assertEqual(expected["gep01/t2m/0.0.0"], ["gep01/t2m/0.0.0"])
