# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""The same job in Python: peer.py MVUA DEMO OUT

Every message of a folder is decoded with gribberish, East Africa is cut out, and all of
it is written as one Zarr store with xarray, by as many processes as Mvua has threads.
Imports and the start of the processes are not in the time; values are compared.
"""

import glob
import multiprocessing
import os
import shutil
import subprocess
import sys
import time
import warnings

import gribberish
import numpy as np
import xarray as xr

warnings.simplefilter("ignore")
ROWS = slice(268, 409)
COLUMNS = slice(84, 213)
NAMES = {
    "MSLET": "mslet",
    "PRES": "sp",
    "TMP": "t2m",
    "UGRD": "u10",
    "VGRD": "v10",
    "APCP": "tp",
    "CAPE": "cape",
    "PWAT": "pwat",
}


def decode_file(path):
    """{variable: window} of one file, by its index."""
    with open(path, "rb") as file:
        data = file.read()
    fields = {}
    with open(path + ".idx") as lines:
        for line in lines:
            _, offset, _, name, *_ = line.split(":")
            whole = gribberish.parse_grib_array(data, int(offset))
            fields[NAMES[name]] = whole.reshape(721, 1440)[ROWS, COLUMNS].astype("f4")
    return path, fields


def peer(pool, paths, out):
    start = time.perf_counter()
    decoded = pool.map(decode_file, paths) if pool else map(decode_file, paths)
    members = {}
    for path, fields in decoded:
        name = os.path.basename(path)
        step = int(name[-3:])
        for variable, values in fields.items():
            members.setdefault(name[:5], {}).setdefault(variable, {})[step] = values
    empty = np.full((141, 129), np.nan, "f4")
    tree = xr.DataTree()
    for member, variables in members.items():
        steps = sorted(variables["t2m"])
        tree[member] = xr.DataTree(
            xr.Dataset(
                {
                    variable: (
                        ("step", "latitude", "longitude"),
                        np.stack([fields.get(step, empty) for step in steps]),
                    )
                    for variable, fields in variables.items()
                },
                coords={"step": steps},
            )
        )
    tree.to_zarr(out)
    return time.perf_counter() - start


def mvua(program, demo, out, jobs):
    start = time.perf_counter()
    command = [program, "export", demo, out, "--jobs", str(jobs)]
    command += ["--stats", "none", "--thresholds", "none", "--daily-thresholds", "none"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(ours, theirs):
    a = xr.open_datatree(ours, engine="zarr")
    b = xr.open_datatree(theirs, engine="zarr")
    worst = 0.0
    for member in b.children:
        for variable in b[member].ds.data_vars:
            if variable != "tp":  # stored as 3 h of rain, not as the bucket
                x = a[member].ds[variable].values
                worst = max(worst, np.abs(x - b[member].ds[variable].values).max())
    return worst


def main(program, demo, out):
    pattern = os.path.join(demo, "gefs.*", "*", "atmos", "*", "gep*.f???")
    paths = sorted(glob.glob(pattern))
    print(
        f"{'Decode %d global files, cut, write one Zarr' % len(paths):44s}"
        f" {'gribberish':>12s} {'Mvua':>10s} {'ratio':>10s}"
    )
    for jobs in (1, 2):
        pool = multiprocessing.Pool(jobs) if jobs > 1 else None
        times = []
        for _ in range(3):
            shutil.rmtree(out, ignore_errors=True)
            shutil.rmtree(out + "-peer", ignore_errors=True)
            times.append((peer(pool, paths, out + "-peer"), mvua(program, demo, out, jobs)))
        theirs, ours = (min(column) for column in zip(*times))
        label = f"{jobs} process{'es' if jobs > 1 else ''}"
        print(f"{label:44s} {theirs:10.2f} s {ours:8.2f} s {theirs / ours:8.1f} x")
        if pool:
            pool.close()
    print(f"Greatest difference of values: {compare(out, out + '-peer'):g}")
    shutil.rmtree(out + "-peer")


if __name__ == "__main__":
    main(*sys.argv[1:])
