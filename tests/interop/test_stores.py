# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""Stores open, without a warning, as what they are."""

import json
import os
import unittest
import warnings

import numpy as np
import xarray as xr

SCRATCH = os.environ["SCRATCH"]


def is_new():
    return os.environ["ENVIRONMENT"] != "old"


def is_middle():
    return os.environ["ENVIRONMENT"] == "middle"


def open_tree(name, **options):
    path = os.path.join(SCRATCH, name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # What the libraries say of each other is not about the store.
        warnings.filterwarnings("ignore", module="(deprecated|zarr|netCDF4|numcodecs).*")
        warnings.filterwarnings("ignore", message="numpy.ndarray size changed")
        engine = "netcdf4" if name.endswith(".nc") else "zarr"
        return xr.open_datatree(path, engine=engine, **options)


class Trees(unittest.TestCase):
    def names(self):
        names = ["zarr2"] + (["zarr3"] if is_new() else [])
        # xarray 2025.6 does not let a netCDF step say that it is a time difference.
        return names if is_middle() else names + ["tree.nc"]

    def test_groups_and_attributes(self):
        for name in self.names():
            dt = open_tree(name)
            members = [child for child in dt.children if child.startswith("gep")]
            self.assertEqual(len(members), 5, name)
            self.assertEqual(int(dt.attrs["n_members"]), 5)
            self.assertEqual(dt.attrs["model_date"], "2025-09-18")
            self.assertEqual("%02d" % dt.attrs["run_hour"], "00")
            self.assertIn("DEMO, NOT A FORECAST", dt.attrs["title"])
            self.assertEqual(
                set(dt["ensemble_stats"].children),
                {"mean", "std", "min", "max", "p10", "p25", "p50", "p75", "p90"},
            )
            self.assertIn("daily", dt["probabilities"].children)

    def test_step_is_a_time_difference(self):
        for name in self.names():
            ds = open_tree(name)["gep01"].ds
            self.assertEqual(ds.step.dtype.kind, "m", name)
            self.assertEqual(ds.step.values[-1], np.timedelta64(54, "h"))
            self.assertEqual(int(ds.forecast_hour[1]), 3)
            self.assertTrue((ds.valid_time.values == (ds.time + ds.step).values).all())
            self.assertEqual(float(ds.latitude[0]), 23)
            self.assertEqual(float(ds.longitude[-1]), 53)

    def test_zero_stays_zero(self):
        for name in self.names():
            dt = open_tree(name)
            tp = dt["gep01"].ds.tp.values
            self.assertTrue(np.isnan(tp[0]).all())
            self.assertFalse(np.isnan(tp[1:]).any(), name)
            self.assertTrue((tp[1:] == 0).any())
            self.assertTrue((dt["probabilities"].ds.prob_gt_5mm.values[1:] == 0).any())
            self.assertIn(0.0, dt["gep01"].ds.latitude.values)
            self.assertEqual(dt["gep01"].ds.forecast_hour.dtype.kind, "i")
            self.assertEqual(list(dt["gep01"].ds.tp_status.values[:2]), [1, 0])

    def test_anomaly(self):
        for name in self.names():
            dt = open_tree(name)
            anomaly = dt["gep01"].ds - dt["ensemble_stats/mean"].ds
            self.assertEqual(len(anomaly.data_vars), 8, name)
            mean = dt["ensemble_stats/mean"].ds.t2m.values
            expected = dt["gep01"].ds.t2m.values - mean
            np.testing.assert_array_equal(anomaly.t2m.values, expected)

    def test_formats_agree(self):
        first = open_tree("zarr2")
        for name in self.names()[1:]:
            other = open_tree(name)
            for path in ("gep03", "ensemble_stats/p90", "probabilities/daily"):
                for variable in other[path].ds.data_vars:
                    np.testing.assert_array_equal(
                        first[path].ds[variable].values, other[path].ds[variable].values
                    )

    def test_layouts_agree(self):
        tree = open_tree("zarr2")
        path = os.path.join(SCRATCH, "members", "gep02.zarr")
        with xr.open_dataset(path, engine="zarr") as ds:
            np.testing.assert_array_equal(ds.tp.values, tree["gep02"].ds.tp.values)
            self.assertEqual(ds.attrs["run_hour"], 0)
        if is_middle():
            return
        path = os.path.join(SCRATCH, "variables", "ensemble_u10.nc")
        with xr.open_dataset(path) as ds:
            self.assertEqual(ds.u10.dims, ("member", "step", "latitude", "longitude"))
            np.testing.assert_array_equal(
                ds.u10.sel(member=4).values, tree["gep04"].ds.u10.values
            )
        path = os.path.join(SCRATCH, "variables", "ensemble_std_cape.nc")
        with xr.open_dataset(path) as ds:
            np.testing.assert_array_equal(
                ds.cape.values, tree["ensemble_stats/std"].ds.cape.values
            )

    def test_lazy_reading_of_one_step(self):
        dt = open_tree("zarr2", chunks={})
        step = dt["gep01"].ds.t2m.isel(step=0)
        self.assertEqual(type(step.data).__module__.split(".")[0], "dask")
        self.assertEqual(step.data.npartitions, 1)
        self.assertFalse(np.isnan(step.compute().values).any())

    def test_values_for_others(self):
        """Some values for readers that are not in Python."""
        dt = open_tree("zarr2")
        values = {}
        for name in ("gep01/tp", "gep05/t2m", "ensemble_stats/p75/u10"):
            group, _, variable = name.rpartition("/")
            field = dt[group].ds[variable].values
            for step, row, column in ((1, 0, 0), (7, 70, 64), (18, 140, 128)):
                value = float(field[step, row, column])
                values[name] = dict(step=step, row=row, column=column, value=value)
        with open(os.path.join(SCRATCH, "values.json"), "w") as file:
            json.dump(values, file)
