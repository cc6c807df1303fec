# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""Where the fields of a store come from, as any reader of Parquet sees it, is true."""

import os
import unittest

import numpy as np
import pyarrow.parquet as pq
import xarray as xr

from test_stores import SCRATCH


def make_table():
    table = []
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ (0x82F63B78 if n & 1 else 0)
        table.append(n)
    return table


TABLE = make_table()


def crc32c(octets):
    """RFC 3720, B.4: nobody's code but this."""
    crc = 0xFFFFFFFF
    for octet in octets:
        crc = crc >> 8 ^ TABLE[(crc ^ octet) & 0xFF]
    return crc ^ 0xFFFFFFFF


class Origins(unittest.TestCase):
    def rows(self, *path):
        path = os.path.join(SCRATCH, *path, ".mvua", "fields.parquet")
        return pq.read_table(path).to_pylist()

    def test_crc32c(self):
        self.assertEqual(crc32c(b"123456789"), 0xE3069283)

    def test_octets(self):
        rows = self.rows("zarr2")
        self.assertGreater(len(rows), 500)
        for row in rows[::97]:
            with open(row["file"], "rb") as file:
                file.seek(row["offset"])
                octets = file.read(row["length"])
            self.assertEqual(octets[:4], b"GRIB")
            self.assertEqual(crc32c(octets), row["crc32c"], row)
            self.assertTrue(row["file"].startswith(os.path.join(SCRATCH, "demo")))
            self.assertIn(row["member"][2:], row["file"])
            self.assertIn("f%03d" % row["step"], row["file"])
            self.assertIsNone(row["etag"])
            self.assertIsNone(row["oddities"])

    def test_values(self):
        path = os.path.join(SCRATCH, "zarr2")
        for row in self.rows("zarr2")[::211]:
            ds = xr.open_zarr(path, group=row["member"], consolidated=False)
            at = list(ds.forecast_hour.values).index(row["step"])
            values = ds[row["variable"]][at].values.astype("<f4")
            octets = np.ascontiguousarray(values).tobytes()
            self.assertEqual(crc32c(octets), row["values_crc32c"], row)

    def test_others(self):
        whole = {(r["member"], r["variable"], r["step"]) for r in self.rows("variables")}
        self.assertGreater(len(whole), 500)
        one = {(r["member"], r["variable"], r["step"]) for r in self.rows("members", "gep02.zarr")}
        self.assertEqual(one, {key for key in whole if key[0] == "gep02"})


if __name__ == "__main__":
    unittest.main()
