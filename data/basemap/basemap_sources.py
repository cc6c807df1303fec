# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""Readers of the files that the basemap is built from.

A point is a pair (longitude, latitude) in degrees, a line is a list of points, and a ring
is a line whose last point is not its first again.
"""

import struct

import netCDF4
import numpy

BIN = 2  # degrees: GSHHG for GMT is cut into bins of this size
N_BINS_ACROSS = 360 // BIN


def read_table(path):
    """The rows of a dBase file as dictionaries of stripped text."""
    with open(path, "rb") as file:
        data = file.read()
    n_rows, header, width = struct.unpack_from("<IHH", data, 4)
    fields, at = [], 32
    while data[at] != 0x0D:
        fields.append((data[at:at + 11].split(b"\0")[0].decode(), data[at + 16]))
        at += 32
    rows = []
    for i in range(n_rows):
        at, row = header + i * width + 1, {}
        for name, size in fields:
            text = data[at:at + size].split(b"\0")[0]
            row[name] = _decode(text).strip()
            at += size
        rows.append(row)
    return rows


def _decode(text):
    """Natural Earth's tables of these editions are UTF-8 in one and Latin-1 in another."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def read_shapes(path):
    """For each record of a shapefile the list of its lines; a point is a line of one."""
    with open(path + ".shp", "rb") as file:
        data = file.read()
    with open(path + ".shx", "rb") as file:
        index = file.read()
    shapes = []
    for entry in range(100, len(index), 8):
        at = struct.unpack_from(">I", index, entry)[0] * 2 + 8
        kind = struct.unpack_from("<I", data, at)[0]
        if kind == 0:
            shapes.append([])
            continue
        if kind == 1:
            shapes.append([[struct.unpack_from("<dd", data, at + 4)]])
            continue
        n_parts, n_points = struct.unpack_from("<II", data, at + 36)
        parts = struct.unpack_from(f"<{n_parts}I", data, at + 44) + (n_points,)
        flat = struct.unpack_from(f"<{2 * n_points}d", data, at + 44 + 4 * n_parts)
        points = list(zip(flat[::2], flat[1::2]))
        shapes.append([points[a:b] for a, b in zip(parts, parts[1:])])
    return shapes


def read_features(folder, scale, name):
    """Pairs of attributes and lines of one Natural Earth file."""
    path = f"{folder}/{scale}/ne_{scale}_{name}"
    return list(zip(read_table(path + ".dbf"), read_shapes(path)))


def read_edition(folder, scale, name):
    with open(f"{folder}/{scale}/ne_{scale}_{name}.VERSION.txt", encoding="ascii") as file:
        return file.read().strip()


class Bins:
    """The points of a netCDF file of GSHHG, which is cut into bins and segments."""

    def __init__(self, path):
        self.file = netCDF4.Dataset(path)
        self.edition = self.file.version
        self.first = self.array("Id_of_first_point_in_a_segment").tolist()
        x = self.array("Relative_longitude_from_SW_corner_of_bin")
        y = self.array("Relative_latitude_from_SW_corner_of_bin")
        # The 65535 steps of a bin go from edge to edge, so neighbours share the edge, and
        # integers in these steps say whether two ends are the same.
        self.x = x.astype(numpy.uint16).astype(numpy.int64).tolist()
        self.y = y.astype(numpy.uint16).astype(numpy.int64).tolist()
        first = self.array("Id_of_first_segment_in_a_bin").tolist()
        count = self.array("N_segments_in_a_bin").tolist()
        self.bin_of = {}
        for number, (start, n) in enumerate(zip(first, count)):
            for segment in range(start, start + n):
                self.bin_of[segment] = number

    def array(self, name):
        return numpy.asarray(self.file.variables[name][:])

    def corner(self, segment):
        number = self.bin_of[segment]
        return (number % N_BINS_ACROSS * BIN,
                90 - (number // N_BINS_ACROSS + 1) * BIN)

    def points(self, segment, n):
        """Exact points: whole steps of 1/65535 of a bin from 0° E and 90° S."""
        west, south = self.corner(segment)
        across, up = west // BIN * 65535, (south + 90) // BIN * 65535
        start = self.first[segment]
        return [(across + self.x[i], up + self.y[i]) for i in range(start, start + n)]


def to_degrees(points):
    return [(x * BIN / 65535, y * BIN / 65535 - 90) for x, y in points]


def read_lines(path, box=None):
    """Pairs of level and line of a GSHHG file of borders or rivers, cut at the bins."""
    bins = Bins(path)
    n = bins.array("N_points_for_a_segment").tolist()
    level = bins.array("Hierarchial_level_of_a_segment").tolist()
    lines = []
    for segment in sorted(bins.bin_of):
        west, south = bins.corner(segment)
        if box is None or (box[0] - BIN < west < box[2] and box[1] - BIN < south < box[3]):
            lines.append((level[segment], to_degrees(bins.points(segment, n[segment]))))
    return lines


def read_rings(path, level, min_km2):
    """The rings of a level of GSHHG's shores, put together again over the bins.

    Yields ring and area in km². Longitude is continuous along a ring, so that a ring over
    Greenwich or the antimeridian leaves 0 to 360.
    """
    bins = Bins(path)
    info = bins.array("Embedded_npts_levels_exit_entry_for_a_segment").tolist()
    polygon = bins.array("Id_of_GSHHS_ID").tolist()
    area = bins.array("The_km_squared_area_of_polygons").tolist()
    pieces = {}
    for segment in sorted(bins.bin_of):
        packed = info[segment]
        owner = polygon[segment]
        if (packed >> 6) & 7 == level and abs(area[owner]) >= min_km2:
            points = bins.points(segment, (packed >> 9) & 0x7FFFFF)
            pieces.setdefault(owner, []).append(points)
    for owner in sorted(pieces):
        for ring in _close(pieces[owner]):
            yield to_degrees(ring), abs(area[owner])


def _close(pieces):
    """Chains pieces end to start; all of GSHHG's pieces of a ring go the same way round."""
    whole = 360 // BIN * 65535
    starts = {}
    for i, piece in enumerate(pieces):
        starts.setdefault((piece[0][0] % whole, piece[0][1]), []).append(i)
    unused = set(range(len(pieces)))
    for i in range(len(pieces)):
        if i not in unused:
            continue
        ring, at = [], i
        while at is not None:
            unused.discard(at)
            piece = pieces[at]
            shift = 0
            if ring:
                shift = round((ring[-1][0] - piece[0][0]) / whole) * whole
            ring.extend((x + shift, y) for x, y in piece[1 if ring else 0:])
            end = (ring[-1][0] % whole, ring[-1][1])
            at = next((j for j in starts.get(end, ()) if j in unused), None)
        if (ring[0][0] % whole, ring[0][1]) != (ring[-1][0] % whole, ring[-1][1]):
            raise ValueError(f"a ring that begins at {to_degrees(ring[:1])} stays open at "
                             f"{to_degrees(ring[-1:])}")
        yield ring[:-1]
