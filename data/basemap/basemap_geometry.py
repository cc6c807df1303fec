# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""Plane geometry in degrees: joining, clipping, simplifying and rounding lines and rings.

A box is (west, south, east, north).
"""

import math

UNITS = 1000  # a degree in the file's units


def join(lines):
    """Joins lines at ends that exactly two of them share; order and direction may change."""
    lines = [line for line in lines if len(line) > 1]
    ends = {}
    for i, line in enumerate(lines):
        for end in (line[0], line[-1]):
            ends.setdefault(end, []).append(i)
    unused = dict.fromkeys(range(len(lines)))
    joined = []
    while unused:
        first = next(iter(unused))
        del unused[first]
        chain = list(lines[first])
        for _ in range(2):
            while True:
                here = ends[chain[-1]]
                following = [i for i in here if i in unused]
                if len(here) != 2 or not following:
                    break
                del unused[following[0]]
                piece = lines[following[0]]
                chain.extend((piece if piece[0] == chain[-1] else piece[::-1])[1:])
            chain.reverse()
        joined.append(chain)
    return joined


def clip_line(line, box):
    """The parts of a line that lie in the box."""
    parts, part = [], []
    for a, b in zip(line, line[1:]):
        piece = _clip_segment(a, b, box)
        if piece is None:
            continue
        if part and part[-1] == piece[0]:
            part.append(piece[1])
        else:
            part = list(piece)
            parts.append(part)
    return [p for p in parts if len(p) > 1]


def _clip_segment(a, b, box):
    enter, leave = 0.0, 1.0
    for axis in (0, 1):
        step = b[axis] - a[axis]
        for bound, sign in ((box[axis], 1), (box[axis + 2], -1)):
            distance = sign * (bound - a[axis])
            if step == 0:
                if distance > 0:
                    return None
            elif sign * step > 0:
                enter = max(enter, distance / (sign * step))
            else:
                leave = min(leave, distance / (sign * step))
    if enter >= leave:
        return None

    def at(t):
        return (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))
    return (a if enter == 0 else at(enter), b if leave == 1 else at(leave))


def clip_ring(ring, box):
    """A ring cut to the box (Sutherland and Hodgman): parts of it may be joined by lines
    along the box, which enclose nothing."""
    for axis in (0, 1):
        for bound, sign in ((box[axis], 1), (box[axis + 2], -1)):
            cut = []
            for a, b in zip(ring, ring[1:] + ring[:1]):
                a_inside = sign * (a[axis] - bound) >= 0
                b_inside = sign * (b[axis] - bound) >= 0
                if a_inside:
                    cut.append(a)
                if a_inside != b_inside:
                    t = (bound - a[axis]) / (b[axis] - a[axis])
                    across = a[1 - axis] + t * (b[1 - axis] - a[1 - axis])
                    cut.append((bound, across) if axis == 0 else (across, bound))
            ring = cut
            if not ring:
                return []
    return ring


def simplify(line, tolerance):
    """Douglas and Peucker: what is left out lies within @tolerance of what stays."""
    keep = [False] * len(line)
    keep[0] = keep[-1] = True
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        worst, at = tolerance * tolerance, None
        (x0, y0), (x1, y1) = line[first], line[last]
        dx, dy = x1 - x0, y1 - y0
        length = dx * dx + dy * dy
        for i in range(first + 1, last):
            x, y = line[i][0] - x0, line[i][1] - y0
            t = min(1, max(0, (x * dx + y * dy) / length)) if length > 0 else 0
            x, y = x - t * dx, y - t * dy
            if x * x + y * y > worst:
                worst, at = x * x + y * y, i
        if at is not None:
            keep[at] = True
            stack += [(first, at), (at, last)]
    return [point for point, kept in zip(line, keep) if kept]


def simplify_ring(ring, tolerance):
    far = max(range(len(ring)), key=lambda i: math.dist(ring[0], ring[i]))
    return (simplify(ring[:far + 1], tolerance)[:-1]
            + simplify(ring[far:] + ring[:1], tolerance)[:-1])


def round_line(line):
    """In the file's units, without points that became the same."""
    rounded = []
    for x, y in line:
        point = (round(x * UNITS), round(y * UNITS))
        if not rounded or rounded[-1] != point:
            rounded.append(point)
    return rounded


def bounds(line):
    xs, ys = [p[0] for p in line], [p[1] for p in line]
    return min(xs), min(ys), max(xs), max(ys)


def area(ring):
    """In square degrees; above 0 if the ring goes round against the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1])) / 2


def overlaps(a, b):
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def outline(ring, is_cut):
    """The lines of a ring without those edges that a clip made."""
    n = len(ring)
    cut = [is_cut(ring[i], ring[(i + 1) % n]) for i in range(n)]
    if not any(cut):
        return [ring + ring[:1]]
    lines, start = [], cut.index(True)
    for k in range(1, n + 1):
        i = (start + k) % n
        if cut[i]:
            continue
        if cut[i - 1] or not lines:
            lines.append([ring[i]])
        lines[-1].append(ring[(i + 1) % n])
    return lines


def chop(line, most):
    """Pieces of at most @most edges, each of which begins where the last one ends."""
    return [line[i:i + most + 1] for i in range(0, len(line) - 1, most)]


class Near:
    """Tells which points lie near any of some lines."""

    def __init__(self, lines, distance):
        self.distance = distance
        self.cells = {}
        for line in lines:
            for a, b in zip(line, line[1:]):
                n = math.ceil(2 * math.dist(a, b) / distance) or 1
                for i in range(n + 1):
                    p = (a[0] + (b[0] - a[0]) * i / n, a[1] + (b[1] - a[1]) * i / n)
                    self.cells.setdefault(self._cell(p), []).append(p)

    def _cell(self, p):
        return math.floor(p[0] / self.distance), math.floor(p[1] / self.distance)

    def has(self, p):
        x, y = self._cell(p)
        return any(math.dist(p, q) <= self.distance
                   for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1)
                   for q in self.cells.get((i, j), ()))

    def far_parts(self, line):
        """The parts of a line that are not near, with the points where they become so."""
        parts, part = [], []
        near = [self.has(p) for p in line]
        for i, p in enumerate(line):
            if not near[i]:
                if not part and i > 0:
                    part.append(line[i - 1])
                part.append(p)
            elif part:
                parts.append(part + [p])
                part = []
        if part:
            parts.append(part)
        return [p for p in parts if len(p) > 1]


def length(line):
    return sum(math.dist(a, b) for a, b in zip(line, line[1:]))


def longest_edge(line):
    return max((math.dist(a, b) for a, b in zip(line, line[1:])), default=0)
