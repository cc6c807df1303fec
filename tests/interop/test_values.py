# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""Every value is what ecCodes decodes, and what numpy makes of it."""

import csv
import glob
import json
import os
import subprocess
import unittest

import numpy as np

import oracle
from test_stores import SCRATCH, open_tree

DEMO = os.path.join(SCRATCH, "demo")
MEMBERS = ["gep%02d" % number for number in range(1, 6)]


def true_rain(fields, step):
    """Rain of the 3 h that end at a step, from the buckets, by the book."""
    start, bucket = fields["tp", step]
    if start == step - 3:
        return bucket
    first_start, first = fields["tp", step - 3]
    assert first_start == start
    difference = bucket.astype("f8") - first.astype("f8")
    return np.maximum(np.round(difference, 2), 0).astype("f4")


class Values(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = open_tree("zarr2")
        cls.fields = {member: oracle.member_fields(DEMO, member) for member in MEMBERS}
        cls.hours = [int(hour) for hour in cls.tree["gep01"].ds.forecast_hour]

    def stack(self, variable):
        return np.stack([self.tree[m].ds[variable].values for m in MEMBERS])

    def test_fields_equal_eccodes(self):
        n = 0
        for member in MEMBERS:
            ds = self.tree[member].ds
            for (variable, step), (_, values) in self.fields[member].items():
                if variable == "tp":
                    values = true_rain(self.fields[member], step)
                stored = ds[variable].values[self.hours.index(step)]
                np.testing.assert_array_equal(stored, values, f"{member} {variable} {step}")
                n += 1
        self.assertEqual(n, 5 * (19 * 8 - 1))

    def test_control_is_apart(self):
        control = self.tree["gec00"].ds.t2m.values
        fields = oracle.member_fields(DEMO, "gec00")
        np.testing.assert_array_equal(control[3], fields["t2m", 9][1])
        mean = self.stack("t2m").astype("f8").mean(0).astype("f4")
        stored = self.tree["ensemble_stats/mean"].ds.t2m.values
        np.testing.assert_array_equal(stored, mean)

    def test_statistics_equal_numpy(self):
        quantiles = {"p10": 10, "p25": 25, "p50": 50, "p75": 75, "p90": 90}
        for variable in ("t2m", "cape", "tp", "u10"):
            members = self.stack(variable)[:, 1:].astype("f8")
            expected = {
                "mean": members.mean(0),
                "std": members.std(0),
                "min": members.min(0),
                "max": members.max(0),
            }
            for name, percent in quantiles.items():
                expected[name] = np.percentile(members, percent, axis=0)
            for name, values in expected.items():
                stored = self.tree["ensemble_stats/" + name].ds[variable].values[1:]
                np.testing.assert_array_max_ulp(stored, values.astype("f4"), maxulp=1)

    def test_probabilities(self):
        members = self.stack("tp")[:, 1:]
        ds = self.tree["probabilities"].ds
        for threshold in (5, 10, 15, 20, 25):
            expected = 100 * (members > threshold).mean(0)
            stored = ds[f"prob_gt_{threshold}mm"].values[1:]
            np.testing.assert_allclose(stored, expected, rtol=1e-6)
        self.assertEqual(list(ds.n_valid.values[:2]), [0, 5])

    def test_days_from_buckets(self):
        ds = self.tree["probabilities/daily"].ds
        bounds = ds.forecast_hour_bounds.values.tolist()
        self.assertEqual(bounds, [[6, 30], [30, 54]])
        for day, (start, end) in enumerate(bounds):
            totals = np.stack(
                [
                    sum(
                        self.fields[member]["tp", hour][1].astype("f8")
                        for hour in range(start + 6, end + 1, 6)
                    ).astype("f4")
                    for member in MEMBERS
                ]
            )
            for threshold in (5, 25, 50, 75, 100, 125):
                expected = 100 * (totals > threshold).mean(0)
                stored = ds[f"prob_gt_{threshold}mm"].values[day]
                np.testing.assert_allclose(stored, expected, rtol=1e-6)

    def test_eight_steps_are_a_day(self):
        for member in MEMBERS:
            day = self.tree[member].ds.tp.isel(step=slice(1, 9)).sum("step").values
            fields = self.fields[member]
            expected = sum(fields["tp", hour][1].astype("f8") for hour in (6, 12, 18, 24))
            np.testing.assert_allclose(day, expected, atol=0.06)

    def test_true_rain_of_the_demo(self):
        path = glob.glob(os.path.join(DEMO, "gefs.*", "*", "demo_true_rain.csv"))[0]
        n = 0
        with open(path) as file:
            for row in csv.DictReader(file):
                if row["member"] not in MEMBERS:
                    continue
                tp = self.tree[row["member"]].ds.tp
                stored = tp.values[
                    self.hours.index(int(row["step"])),
                    round((23 - float(row["latitude"])) * 4),
                    round((float(row["longitude"]) - 21) * 4),
                ]
                self.assertAlmostEqual(float(stored), float(row["rain_mm"]), delta=0.011)
                n += 1
        self.assertEqual(n, 5 * 18 * 25)

    def test_point_equals_store(self):
        command = [os.environ["MVUA"], "point", DEMO, "tp", "-1.29", "36.82", "--json"]
        done = subprocess.run(command, capture_output=True, check=True)
        series = json.loads(done.stdout)
        ds = self.tree["gep02"].ds.sel(
            latitude=series["latitude"], longitude=series["longitude"]
        )
        values = np.array(series["members"]["gep02"], dtype="f4")
        np.testing.assert_allclose(values, ds.tp.values, rtol=1e-6)
