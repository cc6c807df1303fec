# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""GRIB messages as ecCodes decodes them: the oracle."""

import glob
import os

import eccodes
import numpy as np

PARAMETERS = {
    (0, 0, 0, 103): "t2m",
    (0, 1, 8, 1): "tp",
    (0, 2, 2, 103): "u10",
    (0, 2, 3, 103): "v10",
    (0, 7, 6, 1): "cape",
    (0, 3, 0, 1): "sp",
    (0, 3, 192, 101): "mslet",
    (0, 1, 3, 200): "pwat",
}


def messages(path):
    """Identity and float32 values, north to south, of each message of a file."""
    with open(path, "rb") as file:
        while True:
            handle = eccodes.codes_grib_new_from_file(file)
            if handle is None:
                return
            get = lambda key: eccodes.codes_get(handle, key)  # noqa: E731
            eccodes.codes_set(handle, "missingValue", 1e300)
            values = eccodes.codes_get_array(handle, "values")
            values = np.where(values == 1e300, np.nan, values).astype("f4")
            values = values.reshape(get("Nj"), get("Ni"))
            if get("jScansPositively"):
                values = values[::-1]
            key = tuple(
                eccodes.codes_get_long(handle, name)
                for name in (
                    "discipline",
                    "parameterCategory",
                    "parameterNumber",
                    "typeOfFirstFixedSurface",
                )
            )
            yield {
                "key": key,
                "variable": PARAMETERS.get(key),
                "range": eccodes.codes_get_string(handle, "stepRange"),
                "end": eccodes.codes_get_long(handle, "endStep"),
                "values": values,
            }
            eccodes.codes_release(handle)


def member_fields(demo, member):
    """{(variable, end): (start, values)} of one member of a demo."""
    fields = {}
    pattern = os.path.join(demo, "gefs.*", "*", "atmos", "*", member + ".*.f???")
    for path in sorted(glob.glob(pattern)):
        for message in messages(path):
            start = int(message["range"].split("-")[0])
            fields[message["variable"], message["end"]] = (start, message["values"])
    return fields
