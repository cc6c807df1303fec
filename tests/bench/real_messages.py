# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""Real messages of the 0.25 degree grid as a file of GEFS in a bucket.

Their values are as NOAA packed them, to the bit.  They are of one forecast and not of a
member, and of several runs and steps: sections 1 and 4 are written anew, so that they
claim to be of one run, of gep01 and to end at one step.
"""

import datetime
import os
import struct

RUN = (2025, 9, 18, 0)
STEP = 6

# File, of which the first message is taken, the hour from which it is, and what its
# index says of it.
MESSAGES = [
    ("gdas_0p25_f000_TMP2m_5p3.grib2", 6, "TMP:2 m above ground:6 hour fcst"),
    ("gfs_0p25_f006_APCP_twice_5p3.grib2", 0, "APCP:surface:0-6 hour acc fcst"),
    ("gfs_0p25_f044_TMAX_5p3.grib2", 0, "TMAX:2 m above ground:0-6 hour max fcst"),
]


def split(message):
    """The sections of one message, the first and the last left out."""
    at, sections = 16, []
    while message[at : at + 4] != b"7777":
        (length,) = struct.unpack(">I", message[at : at + 4])
        sections.append(bytearray(message[at : at + length]))
        at += length
    return sections


def as_member(message, member, start):
    """The same values as those of a member of the run."""
    sections = split(message)
    for section in sections:
        if section[4] == 1:
            section[12:19] = struct.pack(">HBBBBB", *RUN, 0, 0)
        elif section[4] == 4:
            (template,) = struct.unpack(">H", section[7:9])
            new = {0: 1, 8: 11}[template]
            section[18:22] = struct.pack(">I", start)
            # Kind of ensemble forecast, number of the member, size of the ensemble.
            section[34:34] = bytes([3, member, 30])
            section[7:9] = struct.pack(">H", new)
            section[0:4] = struct.pack(">I", len(section))
            if new == 11:
                end = datetime.datetime(*RUN) + datetime.timedelta(hours=STEP)
                section[37:44] = struct.pack(">HBBBBB", *end.timetuple()[:6])
                section[52:56] = struct.pack(">I", STEP - start)
    body = b"".join(sections) + b"7777"
    head = bytearray(message[:16])
    head[8:16] = struct.pack(">Q", 16 + len(body))
    return bytes(head) + body


def lay_out(corpus, folder):
    """Writes them below the folder; returns how many bytes they have."""
    below = os.path.join(folder, "gefs.%04d%02d%02d" % RUN[:3], "%02d" % RUN[3])
    below = os.path.join(below, "atmos", "pgrb2sp25")
    os.makedirs(below)
    path = os.path.join(below, f"gep01.t{RUN[3]:02d}z.pgrb2s.0p25.f{STEP:03d}")
    offset = 0
    with open(path, "wb") as file, open(path + ".idx", "w") as index:
        for number, (name, start, line) in enumerate(MESSAGES, 1):
            with open(os.path.join(corpus, "grib", name), "rb") as source:
                data = source.read()
            (length,) = struct.unpack(">Q", data[8:16])
            message = as_member(data[:length], 1, start)
            file.write(message)
            index.write(f"{number}:{offset}:d=%04d%02d%02d%02d:{line}:ENS=+1\n" % RUN)
            offset += len(message)
    return offset
