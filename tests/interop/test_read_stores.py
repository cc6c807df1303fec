# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""Zarr stores as zarr-python and xarray write them, read by Mvua: equal values."""

import itertools
import json
import os
import shutil
import subprocess
import tempfile
import unittest
import warnings

import numcodecs
import numpy as np
import xarray as xr
import zarr

TOOL = os.environ["ZARR_TOOL"]
MVUA = os.environ["MVUA"]
HAS_V3 = int(zarr.__version__.split(".")[0]) >= 3
FORMATS = (2, 3) if HAS_V3 else (2,)
DTYPES = ["f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]
RUN = np.datetime64("2025-09-18T00:00:00")

def run(*arguments):
    return subprocess.run(arguments, capture_output=True, text=True)


def read(how, store, array, *boxes):
    done = run(TOOL, how, store, array, *boxes)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    answer = json.loads(done.stdout)
    return np.array(answer["values"], "f8").reshape(answer["shape"])


def mvua_json(*arguments):
    done = run(MVUA, *arguments, "--json")
    if done.returncode not in (0, 3):
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


def some_values(dtype, shape, seed=1):
    random = np.random.default_rng(seed)
    if dtype == "b1":
        return random.integers(0, 2, shape).astype("b1")
    if dtype[0] == "f":
        values = random.gamma(0.5, 4, shape).round(2).astype(dtype)
        values[random.random(shape) < 0.1] = np.nan
        return values
    info = np.iinfo(dtype)
    # A double, through which the tool shows them, holds whole numbers up to 2^53.
    low, high = max(info.min, -(2**53)), min(info.max, 2**53)
    return random.integers(low, high, shape, endpoint=True).astype(dtype)


class Scratch(unittest.TestCase):
    def setUp(self):
        # What the libraries say of their own formats is not what is tried.
        self.enterContext(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        self.folder = tempfile.mkdtemp()
        self.count = 0

    def tearDown(self):
        shutil.rmtree(self.folder)

    def path(self):
        self.count += 1
        return os.path.join(self.folder, f"{self.count}.zarr")

    def same(self, found, expected, what):
        np.testing.assert_array_equal(found, np.asarray(expected).astype("f8"), str(what))


def v2_compressors():
    yield None
    yield numcodecs.Zlib(level=1)
    yield numcodecs.GZip(level=1)
    yield numcodecs.Zstd(level=3)
    yield numcodecs.LZ4(acceleration=1)
    for cname, shuffle in itertools.product(
        ("blosclz", "lz4", "lz4hc", "zlib", "zstd"), (0, 1, 2)
    ):
        yield numcodecs.Blosc(cname=cname, clevel=5, shuffle=shuffle)


def v3_compressors():
    from zarr.codecs import BloscCodec, Crc32cCodec, GzipCodec, ZstdCodec

    yield None
    yield [GzipCodec(level=1)]
    yield [ZstdCodec(level=0, checksum=False)]
    yield [ZstdCodec(level=3, checksum=True)]
    yield [Crc32cCodec()]
    yield [ZstdCodec(level=1), Crc32cCodec()]
    for cname, shuffle in itertools.product(
        ("blosclz", "lz4", "lz4hc", "zlib", "zstd"),
        ("noshuffle", "shuffle", "bitshuffle"),
    ):
        yield [BloscCodec(cname=cname, clevel=5, shuffle=shuffle, typesize=4)]


def write_v2(path, values, chunks, compressor, **more):
    if HAS_V3:
        if "dimension_separator" in more:
            separator = more.pop("dimension_separator")
            more["chunk_key_encoding"] = {"name": "v2", "separator": separator}
        group = zarr.open_group(path, mode="w", zarr_format=2)
        array = group.create_array(
            "a",
            shape=values.shape,
            dtype=values.dtype,
            chunks=chunks,
            compressors=compressor,
            **more,
        )
    else:
        group = zarr.open_group(path, mode="w")
        array = group.create_dataset(
            "a",
            shape=values.shape,
            dtype=values.dtype,
            chunks=chunks,
            compressor=compressor,
            **more,
        )
    array[...] = values
    return array


def write_v3(path, values, chunks, compressors=None, **more):
    group = zarr.open_group(path, mode="w", zarr_format=3)
    array = group.create_array(
        "a",
        shape=values.shape,
        dtype=values.dtype,
        chunks=chunks,
        compressors=compressors,
        **more,
    )
    array[...] = values
    return array


class Arrays(Scratch):
    def test_types(self):
        for dtype, order in itertools.product(DTYPES, "<>"):
            values = some_values(dtype, (5, 7)).astype(np.dtype(dtype).newbyteorder(order))
            path = self.path()
            write_v2(path, values, (2, 3), None)
            self.same(read("stored", path, "a"), values, ("v2", dtype, order))
            if not HAS_V3:
                continue
            path = self.path()
            endian = "little" if order == "<" else "big"
            serializer = zarr.codecs.BytesCodec(endian=endian)
            write_v3(path, values.astype(dtype), (2, 3), serializer=serializer)
            self.same(read("stored", path, "a"), values, ("v3", dtype, order))

    def test_compressors_of_v2(self):
        values = some_values("f4", (40, 30))
        for compressor in v2_compressors():
            path = self.path()
            write_v2(path, values, (16, 30), compressor)
            self.same(read("stored", path, "a"), values, compressor)

    @unittest.skipUnless(HAS_V3, "no Zarr 3")
    def test_compressors_of_v3(self):
        values = some_values("f4", (40, 30))
        for compressors in v3_compressors():
            path = self.path()
            write_v3(path, values, (16, 30), compressors)
            self.same(read("stored", path, "a"), values, compressors)

    def test_shapes_of_chunks(self):
        for shape, chunks in (
            ((), ()),
            ((7,), (3,)),
            ((1,), (5,)),
            ((6, 5), (6, 5)),
            ((6, 5), (1, 5)),
            ((6, 5), (4, 2)),
            ((5, 4, 3), (2, 3, 2)),
            ((2, 3, 4, 5), (2, 2, 3, 2)),
        ):
            values = some_values("f4", shape) if shape else np.array(2.5, "f4")
            for separator in "./":
                path = self.path()
                write_v2(path, values, chunks, None, dimension_separator=separator)
                self.same(read("stored", path, "a"), values, (2, shape, separator))
            if HAS_V3:
                path = self.path()
                write_v3(path, values, chunks)
                self.same(read("stored", path, "a"), values, (3, shape))

    def test_boxes(self):
        values = some_values("f4", (9, 20, 30))
        paths = [self.path()]
        # A fill value of 0 would make all 0 missing in v2, as it does in xarray.
        write_v2(paths[0], values, (4, 7, 11), numcodecs.Zlib(level=1), fill_value=np.nan)
        if HAS_V3:
            paths.append(self.path())
            write_v3(paths[1], values, (2, 4, 6), shards=(4, 8, 12))
        for path, (i, j, k) in itertools.product(
            paths, (((0, 9), (0, 20), (0, 30)), ((3, 2), (6, 3), (10, 13)), ((8, 1), (19, 1), (29, 1)))
        ):
            boxes = [f"{a}:{n}" for a, n in (i, j, k)]
            part = values[i[0] : sum(i), j[0] : sum(j), k[0] : sum(k)]
            self.same(read("values", path, "a", *boxes), part, (path, boxes))

    @unittest.skipUnless(HAS_V3, "no Zarr 3")
    def test_shards(self):
        from zarr.codecs import BloscCodec, Crc32cCodec, ZstdCodec

        values = some_values("f4", (20, 30))
        for compressors, location in itertools.product(
            (None, [ZstdCodec()], [BloscCodec(typesize=4)], [ZstdCodec(), Crc32cCodec()]),
            ("start", "end"),
        ):
            path = self.path()
            shards = {"shape": (8, 16), "index_location": location}
            write_v3(path, values, (4, 8), compressors, shards=shards)
            self.same(read("stored", path, "a"), values, (compressors, location))
        path = self.path()
        write_v3(path, values, (4, 8), shards=(8, 16), fill_value=np.nan)
        array = zarr.open_array(os.path.join(path, "a"))
        array[0:8, 0:16] = np.nan  # a shard that is taken away
        array[8:12, 16:24] = np.nan  # and a chunk of one
        self.same(read("stored", path, "a"), array[...], "chunks that are not there")

    def test_chunks_that_are_not_there(self):
        for fill, dtype in ((0, "f4"), (np.nan, "f4"), (7, "i2"), (np.inf, "f8"), (-1, "i8")):
            for version in FORMATS:
                path = self.path()
                values = np.full((6, 6), fill, dtype)
                values[0:2, 0:2] = 3
                if version == 2:
                    write_v2(path, values, (2, 2), None, fill_value=fill)
                else:
                    write_v3(path, values, (2, 2), fill_value=fill)
                name = "2.2" if version == 2 else "c/2/2"
                chunk = os.path.join(path, "a", name)
                if os.path.exists(chunk):  # zarr 2 writes what is only fill
                    os.remove(chunk)
                self.same(read("stored", path, "a"), values, (version, fill))
                found = read("values", path, "a", "4:2", "4:2")
                self.assertTrue(np.isnan(found).all(), "absent is not a value")

    def test_refused_by_name(self):
        values = some_values("f4", (6, 6))
        expected = []
        path = self.path()
        filters = [numcodecs.Delta(dtype="f4")]
        write_v2(path, values, (3, 3), None, filters=filters)
        expected.append((path, "filter “delta”"))
        path = self.path()
        write_v2(path, values, (3, 3), None, order="F")
        expected.append((path, "order “F”"))
        path = self.path()
        write_v2(path, values, (3, 3), numcodecs.BZ2(level=1))
        expected.append((path, "codec “bz2”"))
        path = self.path()
        write_v2(path, values.astype("f2"), (3, 3), None)
        expected.append((path, "type “<f2”"))
        if HAS_V3:
            path = self.path()
            transposed = [zarr.codecs.TransposeCodec(order=(1, 0))]
            write_v3(path, values, (3, 3), filters=transposed)
            expected.append((path, "transposed"))
            path = self.path()
            write_v3(path, values.astype("f2"), (3, 3))
            expected.append((path, "type “float16”"))
        for path, text in expected:
            done = run(TOOL, "stored", path, "a")
            self.assertEqual(done.returncode, 1, text)
            self.assertIn(text, done.stderr)


def grid(n_rows=15, n_columns=13):
    return {
        "latitude": 23 - 0.25 * np.arange(n_rows),
        "longitude": 21 + 0.25 * np.arange(n_columns),
    }


def save(ds, path, version, **more):
    if HAS_V3:
        more["zarr_format"] = version
    ds.to_zarr(path, **more)


def member_dataset(hours, seed, **attrs):
    """As people write a member: steps as time differences, the run as a time."""
    axes = grid()
    shape = (len(hours), len(axes["latitude"]), len(axes["longitude"]))
    random = np.random.default_rng(seed)
    t2m = (290 + 5 * random.standard_normal(shape)).round(1).astype("f4")
    tp = random.gamma(0.5, 4, shape).round(1).astype("f4")
    tp[0] = np.nan
    dims = ("step", "latitude", "longitude")
    return xr.Dataset(
        {
            "t2m": (dims, t2m, {"units": "K"}),
            "tp": (dims, tp, {"units": "mm"}),
        },
        {
            "step": np.array(hours) * np.timedelta64(1, "h").astype("m8[ns]"),
            "time": RUN.astype("M8[ns]"),
            **axes,
        },
        attrs,
    )


class Datasets(Scratch):
    def test_packed(self):
        values = np.round(np.random.default_rng(3).normal(280, 20, (4, 15, 13)), 2)
        values[0, 0, :5] = np.nan
        ds = xr.Dataset({"t2m": (("step", "latitude", "longitude"), values.astype("f4"))}, grid())
        encodings = (
            {"dtype": "i2", "scale_factor": 0.01, "add_offset": 280.0, "_FillValue": -32768},
            {"dtype": "i4", "scale_factor": 0.001, "_FillValue": -1},
            {"dtype": "u2", "scale_factor": 0.01, "add_offset": 200.0, "_FillValue": 65535},
            {"dtype": "f4", "_FillValue": -9999.0},
            {"dtype": "f8", "_FillValue": -1e30, "missing_value": -1e30},
            {"dtype": ">f4", "_FillValue": np.nan},
        )
        for encoding, version in itertools.product(encodings, FORMATS):
            if version == 3 and encoding["dtype"].startswith(">"):
                continue
            path = self.path()
            save(ds, path, version, encoding={"t2m": encoding})
            with xr.open_zarr(path) as opened:
                expected = opened.t2m.values
            found = read("values", path, "t2m")
            np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))
            np.testing.assert_allclose(found, expected, rtol=2e-7, err_msg=str(encoding))

    def ensemble(self, version, consolidated=True, **more):
        path = self.path()
        for m in (1, 2, 3):
            ds = member_dataset(range(0, 27, 3), m)
            group = f"gep{m:02}"
            save(ds, path, version, group=group, mode="a", consolidated=False, **more)
        if consolidated:
            zarr.consolidate_metadata(path)
        elif version == 2 and not os.path.exists(os.path.join(path, ".zgroup")):
            self.fail("no root")
        return path

    def check(self, path, seeds, hours):
        listing = mvua_json("ls", path)
        self.assertEqual(listing["run"], "2025-09-18T00:00:00Z")
        self.assertEqual(listing["members"], [f"gep{m:02}" for m in seeds])
        self.assertEqual(listing["steps"], list(hours))
        for name in ("t2m", "tp"):
            point = mvua_json("point", path, name, "22", "23")
            for m in seeds:
                ds = member_dataset(hours, m)
                expected = ds[name].sel(latitude=22, longitude=23).values
                found = np.array(
                    [np.nan if v is None else v for v in point["members"][f"gep{m:02}"]], "f4"
                )
                np.testing.assert_array_equal(found, expected, (path, name, m))
        return listing

    def test_groups(self):
        for version, consolidated in itertools.product(FORMATS, (True, False)):
            self.check(self.ensemble(version, consolidated), (1, 2, 3), range(0, 27, 3))

    def test_chunks_and_shards(self):
        for chunks in ((1, 15, 13), (4, 5, 7), (9, 15, 13)):
            for version in FORMATS:
                encoding = {name: {"chunks": chunks} for name in ("t2m", "tp")}
                path = self.ensemble(version, encoding=encoding)
                self.check(path, (1, 2, 3), range(0, 27, 3))
        if HAS_V3:
            encoding = {n: {"chunks": (3, 5, 7), "shards": (9, 15, 14)} for n in ("t2m", "tp")}
            self.check(self.ensemble(3, encoding=encoding), (1, 2, 3), range(0, 27, 3))

    def test_units_of_time(self):
        for unit in ("seconds", "minutes", "hours", "days", "nanoseconds"):
            dtype = "f8" if unit == "days" else "i8"
            encoding = {
                "step": {"units": unit, "dtype": dtype},
                "time": {"units": "hours since 2025-09-01", "dtype": "i8"},
            }
            self.check(self.ensemble(2, encoding=encoding), (1, 2, 3), range(0, 27, 3))

    def test_folder_of_stores(self):
        folder = os.path.join(self.folder, "stores")
        os.mkdir(folder)
        for m, hours in ((1, range(0, 27, 3)), (2, range(0, 27, 3)), (7, range(0, 27, 3))):
            path = os.path.join(folder, f"gep{m:02}_somewhere.zarr")
            save(member_dataset(hours, m), path, FORMATS[m % len(FORMATS)])
        self.check(folder, (1, 2, 7), range(0, 27, 3))
        self.check(os.path.join(folder, "gep07_somewhere.zarr"), (7,), range(0, 27, 3))

    def test_upside_down_and_west(self):
        ds = member_dataset(range(0, 9, 3), 1)
        ds = ds.assign_coords(longitude=ds.longitude.values - 30).sortby("latitude")
        path = os.path.join(self.folder, "gep01.zarr")
        save(ds, path, 2)
        point = mvua_json("point", path, "t2m", "22", "-7")
        expected = ds.t2m.sel(latitude=22, longitude=-7).values
        np.testing.assert_array_equal(np.array(point["members"]["gep01"], "f4"), expected)

    def test_units_of_values(self):
        ds = member_dataset(range(0, 9, 3), 1)
        ds["t2m"] = ds.t2m - np.float32(273.15)
        ds.t2m.attrs["units"] = "degC"
        ds["tp"] = ds.tp / 1000
        ds.tp.attrs["units"] = "m"
        path = os.path.join(self.folder, "gep01.zarr")
        save(ds, path, 2)
        notes = " ".join(mvua_json("ls", path)["notes"])
        self.assertIn("converted from “degC” to “K”", notes)
        self.assertIn("converted from “m” to “mm”", notes)
        point = mvua_json("point", path, "t2m", "22", "23")
        expected = ds.t2m.sel(latitude=22, longitude=23).values + 273.15
        np.testing.assert_allclose(point["members"]["gep01"], expected, rtol=3e-7)
        ds.t2m.attrs["units"] = "furlongs"
        shutil.rmtree(path)
        save(ds, path, 2)
        listing = mvua_json("ls", path)
        self.assertIn("its unit is “furlongs”", " ".join(listing["notes"]))
        self.assertEqual([v["name"] for v in listing["variables"]], ["tp"])


def buckets(rain):
    """What NOAA publishes of rain of 3 h: it starts again after each multiple of 6 h."""
    raw = rain.copy()
    for i in range(2, len(rain), 2):
        raw[i] = (rain[i - 1].astype("f8") + rain[i]).astype("f4")
    return raw


class OldPipeline(Scratch):
    """Stores as the pipeline before Mvua made them, with their mistakes."""

    N = 9

    def rain(self, m):
        shape = (self.N, 15, 13)
        # Multiples of 1/8, so that sums and differences are exact.
        rain = np.random.default_rng(m).integers(0, 80, shape).astype("f4") / 8
        rain[0] = np.nan
        return rain

    def check_rain(self, path, seeds):
        point = mvua_json("point", path, "tp", "22", "23")
        self.assertEqual(point["units"], "mm")
        self.assertEqual(point["steps"], list(range(0, 3 * self.N, 3)))
        for m in seeds:
            expected = self.rain(m)[:, 4, 8]
            found = [np.nan if v is None else v for v in point["members"][f"gep{m:02}"]]
            np.testing.assert_array_equal(np.array(found, "f4"), expected)

    def test_member_stores(self):
        folder = os.path.join(self.folder, "zarr_stores", "20250918_00")
        os.makedirs(folder)
        for m in (1, 2, 30):
            ds = xr.Dataset(
                {
                    "tp": (
                        ("step", "latitude", "longitude"),
                        buckets(self.rain(m)),
                        {"units": "m", "long_name": "Total precipitation"},
                    )
                },
                {"step": ("step", np.arange(self.N), {"units": "hours"}), **grid()},
            )
            path = os.path.join(folder, f"gep{m:02}_gribberish_east_africa.zarr")
            save(ds, path, 2, encoding={"tp": {"_FillValue": np.float32(np.nan)}})
        notes = " ".join(mvua_json("ls", folder)["notes"])
        self.assertIn("numbers of files and not hours", notes)
        self.assertIn("its unit is not “m”", notes)
        self.assertIn("rain since the last multiple of 6 h", notes)
        self.check_rain(folder, (1, 2, 30))
        out = os.path.join(self.folder, "joined.zarr")
        done = run(MVUA, "combine", folder, out)
        self.assertEqual(done.returncode, 3, done.stderr)  # gep03 to gep29 are missing
        with xr.open_zarr(out, group="gep30") as ds:
            np.testing.assert_array_equal(ds.tp.values, self.rain(30))
        self.check_rain(out, (1, 2, 30))

    def test_joined_store(self):
        path = os.path.join(self.folder, "ensemble_datatree_20250918_00z.zarr")
        attrs = {"model_date": "2025-09-18", "run_hour": 0}
        times = RUN.astype("M8[ns]") + np.arange(self.N) * np.timedelta64(3, "h")
        groups = {"/": xr.Dataset(attrs={"title": "GEFS", "n_members": 2, **attrs})}
        for m in (1, 2):
            groups[f"/gep{m:02}"] = xr.Dataset(
                {
                    "tp": (
                        ("time", "latitude", "longitude"),
                        buckets(self.rain(m)),
                        {"units": "mm", "standard_name": "precipitation_amount"},
                    )
                },
                {
                    "time": times,
                    "forecast_hour": ("time", 3 * np.arange(self.N)),
                    **grid(),
                },
                {"member": f"gep{m:02}", **attrs},
            )
        groups["/ensemble_stats"] = xr.Dataset({"mean": (("latitude",), np.zeros(15))})
        xr.DataTree.from_dict(groups).to_zarr(path)
        self.check_rain(path, (1, 2))
        self.assertIn("as NOAA publishes it", " ".join(mvua_json("ls", path)["notes"]))

    def test_only_statistics(self):
        path = self.path()
        groups = {"/ensemble_stats": xr.Dataset({"mean": (("latitude",), np.zeros(15))})}
        xr.DataTree.from_dict(groups).to_zarr(path)
        done = run(MVUA, "ls", path)
        self.assertEqual(done.returncode, 1)
        self.assertIn("no member", done.stderr)


class Ours(Scratch):
    def test_written_again_by_xarray(self):
        source = os.path.join(os.environ["SCRATCH"], "zarr2")
        path = self.path()
        tree = xr.open_datatree(source, engine="zarr")
        for node in tree.subtree:
            for variable in node.variables.values():
                variable.encoding.pop("compressor", None)
                variable.encoding.pop("compressors", None)
                variable.encoding.pop("filters", None)
        tree.to_zarr(path)
        for name in ("tp", "t2m", "cape"):
            was = mvua_json("point", source, name, "-1.3", "36.8")
            found = mvua_json("point", path, name, "-1.3", "36.8")
            self.assertEqual(found, was)
