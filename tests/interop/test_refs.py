# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""References of ours open with kerchunk's codec, and kerchunk's open with ours."""

import functools
import glob
import json
import os
import subprocess
import unittest
import warnings

import numpy as np
import pandas as pd
import xarray as xr

import oracle
from test_stores import SCRATCH, is_new, open_tree

DEMO = os.path.join(SCRATCH, "demo")
FORMS = ["json", "par", "parq"]
MEMBERS = ["gec00"] + ["gep%02d" % number for number in range(1, 6)]
MVUA = os.environ["MVUA"]


def scratch(name):
    """A path that each environment has to itself."""
    return os.path.join(SCRATCH, os.environ["ENVIRONMENT"] + "-" + name)


def read_rows(path):
    """A table of keys and values as the pipelines that write such tables read it."""
    table = pd.read_parquet(path)
    refs = {}
    for key, value in zip(table["key"], table["value"]):
        text = value.decode("utf-8") if isinstance(value, bytes) else value
        refs[key] = json.loads(text) if text[:1] in ("[", "{") else text
    return refs


def open_refs(path, **options):
    # fsspec looks for the protocol in a folder's references itself, and trips over groups.
    storage_options = {
        "fo": read_rows(path) if path.endswith(".par") else path,
        "remote_protocol": "file",
    }
    return xr.open_datatree(
        "reference://",
        engine="zarr",
        backend_kwargs={"consolidated": True, "storage_options": storage_options},
        **options,
    )


def export(source, out, *options):
    subprocess.run(
        [MVUA, "export", source, out, "--overwrite", "--stats", "none", "--thresholds", "none"]
        + ["--daily-thresholds", "none", *options],
        check=True,
        capture_output=True,
    )
    return open_tree(os.path.basename(out))


@functools.lru_cache(maxsize=None)
def scanned():
    """What kerchunk finds in the files of two members."""
    import kerchunk.grib2

    sets = []
    pattern = os.path.join(DEMO, "gefs.*", "*", "atmos", "*", "gep0[12].*.f???")
    for path in sorted(glob.glob(pattern)):
        sets += kerchunk.grib2.scan_grib(path)
    return sets


def dump(refs, path):
    """As JSON, where newer kerchunks have bytes."""
    with open(path, "w") as file:
        json.dump(refs, file, default=lambda octets: octets.decode("ascii"))
    return path


class Quiet(unittest.TestCase):
    """What the libraries say of each other is not about references."""

    def setUp(self):
        catcher = warnings.catch_warnings()
        catcher.__enter__()
        self.addCleanup(catcher.__exit__, None, None, None)
        warnings.simplefilter("ignore")


class Ours(Quiet):
    def test_values_equal_ours(self):
        stored = open_tree("zarr2")
        for form in FORMS:
            tree = open_refs(os.path.join(SCRATCH, "refs." + form))
            self.assertEqual(sorted(tree.children), MEMBERS, form)
            n = 0
            for member in MEMBERS:
                ds, expected = tree[member].ds, stored[member].ds
                for name in ("step", "latitude", "longitude", "time", "valid_time"):
                    np.testing.assert_array_equal(ds[name].values, expected[name].values, name)
                self.assertEqual(ds.step.dtype.kind, "m")
                self.assertNotIn("tp", ds)
                for name in ("t2m", "u10", "v10", "cape", "sp", "mslet", "pwat"):
                    values = ds[name].values.astype("f4")
                    np.testing.assert_array_equal(values, expected[name].values, form)
                    n += 1
            self.assertEqual(n, 6 * 7)

    def test_rain_is_the_bucket(self):
        fields = oracle.member_fields(DEMO, "gep03")
        hour = np.timedelta64(1, "h")
        for form in FORMS:
            ds = open_refs(os.path.join(SCRATCH, "refs." + form))["gep03"].ds
            hours = (ds.step.values / hour).astype(int)
            for index, step in enumerate(hours[1:], 1):
                start, values = fields["tp", step]
                bucket = ds.tp_bucket.isel(step=index).values.astype("f4")
                np.testing.assert_array_equal(bucket, values)
                bounds = (ds.step_bounds.values[index] / hour).astype(int)
                self.assertEqual(list(bounds), [start, step])

    def test_what_is_not_there_is_missing(self):
        for form in FORMS:
            # Of this form pandas 3 hands fsspec a path of NaN, which it does not expect.
            if form == "parq" and int(pd.__version__.split(".")[0]) >= 3:
                continue
            ds = open_refs(os.path.join(SCRATCH, "refs." + form))["gep03"].ds
            self.assertTrue(np.isnan(ds.tp_bucket.isel(step=0).values).all(), form)

    def test_as_the_old_pipeline_opens_it(self):
        if is_new():
            self.skipTest("zarr 3 cannot list the groups of a reference filesystem")
        import fsspec

        fs = fsspec.filesystem("reference", fo=read_rows(os.path.join(SCRATCH, "refs.par")))
        tree = xr.open_datatree(fs.get_mapper(""), engine="zarr", consolidated=False)
        values = tree["gep02"].ds.t2m.isel(step=3).values.astype("f4")
        expected = open_tree("zarr2")["gep02"].ds.t2m.isel(step=3).values
        np.testing.assert_array_equal(values, expected)

    def test_folder_has_kerchunks_columns(self):
        path = os.path.join(SCRATCH, "refs.parq", "gep01", "t2m", "refs.0.parq")
        table = pd.read_parquet(path, engine="fastparquet")
        self.assertEqual(list(table.columns), ["path", "offset", "size", "raw"])
        self.assertEqual(str(table["offset"].dtype), "int64")


class Theirs(Quiet):
    def check(self, source, members, names):
        tree = export(source, scratch("theirs"), "--members", ",".join(members))
        stored = open_tree("zarr2")
        for member in members:
            for name in names:
                np.testing.assert_array_equal(
                    tree[member].ds[name].values, stored[member].ds[name].values, source
                )
                status = tree[member].ds[name + "_status"].values
                self.assertTrue((status[1:] == 0).all(), (source, member, name))

    def combined(self):
        import kerchunk.combine

        sets = [s for s in scanned() if "t2m/.zarray" in s["refs"]]
        self.assertEqual(len(sets), 2 * 19)
        return kerchunk.combine.MultiZarrToZarr(
            sets,
            concat_dims=["number", "step"],
            identical_dims=["latitude", "longitude"],
            remote_protocol="file",
        ).translate()

    def tree(self):
        import kerchunk.grib2

        first = [s for s in scanned() if "/gep01." in s["templates"]["u"]]
        return kerchunk.grib2.grib_tree(first)

    def test_sets_of_messages(self):
        path = dump(scanned(), scratch("scanned.json"))
        self.check(path, ["gep01", "gep02"], ["t2m", "tp", "mslet", "u10"])

    def test_combined_set(self):
        path = dump(self.combined(), scratch("combined.json"))
        self.check(path, ["gep01", "gep02"], ["t2m"])
        # The bare map is version 0.
        path = dump(self.combined()["refs"], scratch("combined-0.json"))
        self.check(path, ["gep01", "gep02"], ["t2m"])

    def test_tree(self):
        path = dump(self.tree(), scratch("tree.json"))
        self.check(path, ["gep01"], ["t2m", "tp", "cape", "v10"])

    def test_lazy_folder(self):
        from kerchunk.df import refs_to_dataframe

        for name, record_size in (("lazy.parq", 10000), ("short.parq", 7)):
            path = scratch(name)
            refs_to_dataframe(self.combined(), path, record_size=record_size)
            self.check(path, ["gep01", "gep02"], ["t2m"])

    def test_table_of_rows(self):
        rows = []
        with open(dump(self.tree(), scratch("rows.json"))) as file:
            refs = json.load(file)["refs"]
        for key, value in refs.items():
            text = json.dumps(value) if isinstance(value, (list, dict)) else value
            rows.append((key, text.encode("utf-8")))
        for engine in ("pyarrow", "fastparquet"):
            path = scratch("rows-" + engine + ".parquet")
            pd.DataFrame(rows, columns=["key", "value"]).to_parquet(path, engine=engine)
            self.check(path, ["gep01"], ["t2m", "tp"])

    def test_literal_is_refused(self):
        refs = str(self.tree()["refs"]).encode("utf-8")
        path = scratch("literal.parquet")
        pd.DataFrame([("refs", refs), ("version", b"1")], columns=["key", "value"]).to_parquet(path)
        done = subprocess.run([MVUA, "ls", path], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Python literal", done.stderr)
