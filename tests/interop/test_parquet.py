# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""Parquet files: those of pyarrow, fastparquet, pandas and DuckDB as Mvua reads them, and
Mvua's as they do."""

import datetime
import decimal
import itertools
import json
import math
import os
import subprocess
import tempfile
import unittest

import duckdb
import fastparquet
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

TOOL = os.environ["PARQUET_TOOL"]
EPOCH = datetime.datetime(1970, 1, 1)


def shown(value):
    """A value as parquet-tool shows it; of doubles, the value."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.encode().hex()
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if isinstance(value, (float, np.floating)):
        return "nan" if math.isnan(value) else float(value)
    return str(int(value))


def run(*arguments):
    return subprocess.run([TOOL, *arguments], capture_output=True, text=True)


def dump(path, *columns):
    done = run("dump", path, *columns)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    table = json.loads(done.stdout)["columns"]
    for column in table.values():
        if column["type"] == "double":
            values = column["values"]
            column["values"] = [v if v is None or v == "nan" else float(v) for v in values]
    return {name: column["values"] for name, column in table.items()}


def key(i):
    return "" if i % 7 == 0 else f"gep{i % 30:02}/tp/{i}.0.0 é"


def octets(i):
    return bytes((i * 31 + j * 7) % 256 for j in range(i % 11))


def every_fifth(values):
    return [None if i % 5 == 4 else value for i, value in enumerate(values)]


def rule(n):
    """What parquet-tool writes."""
    columns = {
        "key": [key(i) for i in range(n)],
        "value": [octets(i) for i in range(n)],
        "offset": [i * 1000003 * (1 if i % 2 == 0 else -1) for i in range(n)],
        "double": [i / 8 - 1000 for i in range(n)],
        "flag": [i % 3 == 0 for i in range(n)],
    }
    return {
        name: values
        for column, all_values in columns.items()
        for name, values in (
            (column, all_values),
            (column + "_or_null", every_fifth(all_values)),
        )
    }


def arrow_table(n):
    numbers = range(n)
    times = [EPOCH + datetime.timedelta(hours=3 * i) for i in numbers]
    columns = [
        ("key", pa.string(), False, [key(i) for i in numbers]),
        ("key_or_null", pa.string(), True, every_fifth(key(i) for i in numbers)),
        ("few", pa.string(), True, every_fifth(f"gep{i % 30:02}" for i in numbers)),
        ("value", pa.binary(), True, every_fifth(octets(i) for i in numbers)),
        ("large", pa.large_binary(), True, [octets(i) * 50 for i in numbers]),
        ("int64", pa.int64(), True, every_fifth(i * -(10**14) for i in numbers)),
        ("int32", pa.int32(), False, [i - 500 for i in numbers]),
        ("int8", pa.int8(), True, [i % 256 - 128 for i in numbers]),
        ("uint32", pa.uint32(), True, [2**32 - 1 - i for i in numbers]),
        ("uint64", pa.uint64(), True, [2**63 - 1 - i for i in numbers]),
        ("float", pa.float32(), True, every_fifth(i / 4 for i in numbers)),
        ("double", pa.float64(), False, [math.nan if i % 9 == 0 else i / 3 for i in numbers]),
        ("flag", pa.bool_(), True, every_fifth(i % 3 == 0 for i in numbers)),
        ("flag_required", pa.bool_(), False, [i % 3 == 0 for i in numbers]),
        ("nothing", pa.string(), True, [None] * n),
        ("time", pa.timestamp("ms"), True, every_fifth(times)),
        # What is left out.
        ("list", pa.list_(pa.int64()), True, [[i] * (i % 3) for i in numbers]),
        (
            "struct",
            pa.struct([("a", pa.int32()), ("b", pa.list_(pa.string()))]),
            True,
            [{"a": i, "b": ["x"]} for i in numbers],
        ),
        ("decimal", pa.decimal128(20, 2), True, [decimal.Decimal(i) / 4 for i in numbers]),
        ("fixed", pa.binary(3), True, [b"abc" for i in numbers]),
        ("last", pa.int64(), False, list(numbers)),
    ]
    schema = pa.schema([pa.field(name, type_, null) for name, type_, null, _ in columns])
    return pa.table([pa.array(v, type_) for _, type_, _, v in columns], schema=schema)


LEFT_OUT = {"list", "struct", "decimal", "fixed"}


def expected_of(table):
    """The columns of an Arrow table as parquet-tool shows them."""
    columns = {}
    for name in table.column_names:
        if name not in LEFT_OUT:
            column = table.column(name)
            if pa.types.is_timestamp(column.type):
                column = column.cast(pa.int64())
            columns[name] = [shown(value) for value in column.to_pylist()]
    return columns


class Parquet(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(dir=os.environ["SCRATCH"])
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "table.parquet")

    def assert_read(self, expected, *columns):
        found = dump(self.path, *columns)
        self.assertEqual(list(found), list(expected))
        for name, values in expected.items():
            self.assertEqual(found[name], values, name)

    def test_pyarrow_writes(self):
        table = arrow_table(2000)
        expected = expected_of(table)
        ways = itertools.product(
            ("none", "snappy", "zstd", "gzip"), (True, False), ("1.0", "2.0"), (2000, 300, 1)
        )
        for compression, dictionary, version, rows in ways:
            if rows == 1 and compression != "snappy":
                continue
            with self.subTest(f"{compression} {dictionary} {version} {rows}"):
                part = table if rows > 1 else table.slice(0, 50)
                pq.write_table(
                    part,
                    self.path,
                    compression=compression,
                    use_dictionary=dictionary,
                    data_page_version=version,
                    row_group_size=rows,
                    data_page_size=4000,
                    dictionary_pagesize_limit=9000,
                    write_page_checksum=True,
                )
                self.assert_read(expected if rows > 1 else expected_of(part))
        self.assert_read({n: expected_of(part)[n] for n in ("key", "last")}, "last", "key")

    def test_pyarrow_default_of_many_rows(self):
        table = arrow_table(30000).select(["key", "few", "value", "int64"])
        pq.write_table(table, self.path)
        self.assert_read(expected_of(table))

    def test_pyarrow_empty(self):
        table = arrow_table(0)
        pq.write_table(table, self.path)
        self.assert_read(expected_of(table))

    def assert_refused(self, word, *columns):
        done = run("dump", self.path, *columns)
        self.assertEqual(done.returncode, 1)
        self.assertIn(word, done.stderr)

    def test_refused(self):
        table = pa.table({"n": [1, 2, 3], "list": [[1], [2], [3]]})
        for encoding in ("DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"):
            pq.write_table(
                table.select(["n"]),
                self.path,
                use_dictionary=False,
                column_encoding={"n": encoding},
            )
            self.assert_refused(encoding)
        for compression in ("brotli", "lz4"):
            pq.write_table(table, self.path, compression=compression)
            self.assert_refused(compression.upper())
        pq.write_table(table, self.path)
        self.assert_refused("“list”", "list")
        pq.write_table(pa.table({"n": pa.array([2**63], pa.uint64())}), self.path)
        self.assert_refused("above 2⁶³")

    def test_fastparquet_writes(self):
        n = 500
        numbers = range(n)
        frame = pd.DataFrame(
            {
                "key": [key(i) for i in numbers],
                "value": [octets(i) for i in numbers],
                "offset": np.arange(n, dtype="i8") * 10**10,
                "narrow": np.arange(n, dtype="i4"),
                "double": np.arange(n) / 8,
                "flag": np.arange(n) % 3 == 0,
                "kind": pd.Categorical([f"gep{i % 30:02}" for i in numbers]),
                "or_null": pd.array(every_fifth(numbers), dtype="Int64"),
                "key_or_null": every_fifth(key(i) for i in numbers),
            }
        )
        frame["key"] = frame["key"].astype(object)
        frame["key_or_null"] = frame["key_or_null"].astype(object)
        expected = {name: [shown(value) for value in frame[name]] for name in frame}
        expected["key_or_null"] = every_fifth(expected["key"])
        encoding = {"key": "utf8", "value": "bytes", "key_or_null": "utf8", "kind": "utf8"}
        for compression, nulls, rows in itertools.product(
            (None, "SNAPPY", "GZIP", "ZSTD"), (True, ["key_or_null", "or_null"]), (n, 77)
        ):
            with self.subTest(f"{compression} {nulls} {rows}"):
                fastparquet.write(
                    self.path,
                    frame,
                    compression=compression,
                    has_nulls=nulls,
                    row_group_offsets=rows,
                    object_encoding=encoding,
                )
                self.assert_read(expected)

    def test_pandas_writes_keys_and_values(self):
        rows = [("version", b"1")] + [(key(i), octets(i)) for i in range(100)]
        frame = pd.DataFrame(rows, columns=["key", "value"])
        frame.index = frame.index + 5
        for engine in ("pyarrow", "fastparquet"):
            with self.subTest(engine):
                frame.to_parquet(self.path, engine=engine, index=True)
                expected = {name: [shown(value) for value in frame[name]] for name in frame}
                self.assert_read(expected, "value", "key")
                self.assertEqual(len(dump(self.path)), 3)

    def test_duckdb_writes(self):
        columns = rule(3000)
        source = pa.table(columns)  # noqa: F841 (DuckDB finds it by its name)
        expected = {name: [shown(v) for v in values] for name, values in columns.items()}
        for compression, rows in itertools.product(
            ("uncompressed", "snappy", "zstd", "gzip"), (2048, 100000)
        ):
            with self.subTest(f"{compression} {rows}"):
                duckdb.sql(
                    f"copy source to '{self.path}'"
                    f" (format parquet, compression {compression}, row_group_size {rows})"
                )
                self.assert_read(expected)

    def test_ours_is_read(self):
        for compression, n in itertools.product(("snappy", "zstd", "plain"), (0, 1, 8, 20000)):
            with self.subTest(f"{compression} {n}"):
                done = run("write", self.path, compression, str(n))
                self.assertEqual(done.returncode, 0, done.stderr)
                expected = rule(n)
                self.assert_read({name: [shown(v) for v in expected[name]] for name in expected})
                self.compare_pyarrow(expected, n)
                self.compare_duckdb(expected, n)
                self.compare_fastparquet(expected, n)

    def compare_pyarrow(self, expected, n):
        file = pq.ParquetFile(self.path, page_checksum_verification=True)
        self.assertEqual(file.metadata.metadata[b"note"].decode(), "jambo, «Mvua»")
        self.assertEqual(file.metadata.metadata[b"empty"], b"")
        table = file.read()
        self.assertEqual(table.num_rows, n)
        for name, values in expected.items():
            self.assertEqual(table.column(name).to_pylist(), values, name)
            nullable = name.endswith("null") or name == "value"
            self.assertEqual(table.schema.field(name).nullable, nullable, name)
        self.assertEqual(table.schema.field("key").type, pa.string())
        self.assertEqual(table.schema.field("value").type, pa.binary())
        frame = pd.read_parquet(self.path, engine="pyarrow")
        pd.testing.assert_frame_equal(frame, table.to_pandas())

    def compare_duckdb(self, expected, n):
        found = duckdb.sql(f"select * from '{self.path}'")
        self.assertEqual(found.columns, list(expected))
        self.assertEqual(found.fetchall(), list(zip(*expected.values())))

    def compare_fastparquet(self, expected, n):
        frame = fastparquet.ParquetFile(self.path).to_pandas()
        self.assertEqual(list(frame.columns), list(expected))
        self.assertEqual(len(frame), n)
        for name, values in expected.items():
            found = [
                None if isinstance(v, float) and math.isnan(v) else shown(v) for v in frame[name]
            ]
            wanted = [shown(v) for v in values]
            if name == "offset_or_null":  # which it makes doubles of
                found = [v if v is None else str(int(v)) for v in found]
            self.assertEqual(found, wanted, name)

    def test_row_groups_of_ours_are_read(self):
        n = 1100000
        self.assertEqual(run("write", self.path, "zstd", str(n)).returncode, 0)
        file = pq.ParquetFile(self.path)
        self.assertGreater(file.num_row_groups, 1)
        offsets = file.read(["offset"]).column(0).to_numpy()
        wanted = np.arange(n) * 1000003
        wanted[1::2] *= -1
        np.testing.assert_array_equal(offsets, wanted)
        last = duckdb.sql(f"select key, flag_or_null from '{self.path}' offset {n - 1}")
        self.assertEqual(last.fetchall(), [(key(n - 1), None)])
        frame = fastparquet.ParquetFile(self.path).to_pandas(columns=["offset"])
        np.testing.assert_array_equal(frame["offset"].to_numpy(), wanted)


if __name__ == "__main__":
    unittest.main()
