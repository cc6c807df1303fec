# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""A run in a bucket behind a slow link: network.py MVUA SERVER SCRATCH DEMO WHOLE

DEMO is a demo of few members on the global grid, WHOLE one of thirty members.  SERVER
counts what goes over its link.  Beside it the same messages are fetched whole by the
ranges of their indexes with fsspec, decoded with gribberish and cut to East Africa.
"""

import concurrent.futures
import contextlib
import glob
import json
import os
import shutil
import subprocess
import sys
import time
import warnings

import fsspec
import gribberish
import numpy as np
import xarray as xr

import real_messages

warnings.simplefilter("ignore")
RUN = "noaa:20250918/00"
# Name, latency in ms, rate in Mbit/s, and how much of the demo is exported there: what
# takes some time, and not too long.
LINKS = [
    ("30 ms, 50 Mbit/s", 30, 50, 3, 18),
    ("250 ms, 4 Mbit/s", 250, 4, 2, 12),
]
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


class Server:
    def __init__(self, program, folder, *options):
        self.process = subprocess.Popen(
            [program, folder, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()

    def ask(self, line):
        print(line, file=self.process.stdin, flush=True)
        return self.process.stdout.readline()

    def link(self, latency_ms, mbits):
        self.ask(f"link {latency_ms} {mbits}")

    def count(self):
        return json.loads(self.ask("count"))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


@contextlib.contextmanager
def serving(program, folder, *options):
    server = Server(program, folder, *options)
    try:
        yield server
    finally:
        server.close()


class Mvua:
    def __init__(self, program, scratch):
        self.program = program
        self.scratch = scratch
        self.out = os.path.join(scratch, "out.zarr")

    def forget(self):
        """Nothing is in the cache and nothing was written."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        os.makedirs(self.scratch)

    def run(self, server, *words):
        """What it printed, seconds, and the most memory in MB."""
        environment = dict(os.environ)
        environment["MVUA_NOAA_URL"] = server.url
        environment["XDG_CACHE_HOME"] = os.path.join(self.scratch, "cache")
        log = os.path.join(self.scratch, "time")
        # A small program starts it: memory is counted from the fork on.
        command = ["time", "-q", "-f", "%e %M", "-o", log, self.program, *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode not in (0, 3):
            sys.exit(f"mvua {' '.join(words)}: {done.stderr}")
        with open(log) as text:
            seconds, resident = text.read().split()
        return done.stdout, float(seconds), float(resident) / 1000


def row(label, budget, used, ratio):
    print(f"{label:60s} {budget:>10s} {used:>11s} {ratio:>8s}", flush=True)


def at_most(label, budget, used, unit, form=".1f"):
    ratio = budget / used if used > 0 else float("inf")
    row(label, f"{budget:g} {unit}", f"{used:{form}} {unit}", f"{ratio:.2f} x")


def show_maps(mvua, server):
    for label, options in (("cache", []), ("no cache", ["--no-cache"])):
        mvua.forget()
        server.count()
        picture = os.path.join(mvua.scratch, "map.png")
        words = ["show", RUN, "gep01", "t2m", "12", "-o", picture, *options]
        _, seconds, _ = mvua.run(server, *words)
        count = server.count()
        label = f"First map of a cold run, {label}, {seconds:.2f} s"
        at_most(label, 4, count["requests"], "requests", "d")


def show_tree(mvua, server):
    mvua.forget()
    server.count()
    _, seconds, _ = mvua.run(server, "ls", RUN)
    label = f"Tree of 33 members x 81 steps, {seconds:.2f} s"
    at_most(label, 8, server.count()["requests"], "requests", "d")


def export(mvua, server, *options):
    """The report, what the server counted, seconds and the most memory in MB."""
    mvua.forget()
    server.count()
    command = ["export", RUN, mvua.out, "--json", *options]
    text, seconds, resident = mvua.run(server, *command)
    return json.loads(text), server.count(), seconds, resident


def tell_bytes(what, share, report, count):
    """Of the bytes that a server sent of messages."""
    whole = report["bytes_of_messages"]
    fetched = 100 * count["message_bytes"] / whole
    ideal = 100 * report["bytes_needed"] / whole
    at_most(f"{what}: of {whole / 1e6:.1f} MB", share, fetched, "%")
    label = f"  above the ideal, which is {ideal:.1f} %, in {count['requests']} requests"
    at_most(label, 4, fetched - ideal, "points", ".2f")


def tell_busy(count):
    busy = 100 * count["busy"]
    row("  link busy", ">= 85 %", f"{busy:.1f} %", f"{busy / 85:.2f} x")


def wanted_of(text):
    """(variable, start, end or None) of each line of an index."""
    lines = [line.split(":") for line in text.splitlines()]
    starts = [int(fields[1]) for fields in lines] + [None]
    return [
        (NAMES[fields[3]], starts[i], starts[i + 1]) for i, fields in enumerate(lines)
    ]


def decode(job):
    name, variable, data = job
    whole = gribberish.parse_grib_array(data, 0)
    return name, variable, whole.reshape(721, 1440)[ROWS, COLUMNS].astype("f4")


def paths_of(demo, n_members, last_step):
    pattern = os.path.join(demo, "gefs.*", "*", "atmos", "*", "gep*.f???")
    return [
        os.path.relpath(path, demo)
        for path in sorted(glob.glob(pattern))
        if int(os.path.basename(path)[3:5]) <= n_members and int(path[-3:]) <= last_step
    ]


def peer(server, paths):
    """{(file, variable): window}, seconds."""
    fs = fsspec.filesystem("http", skip_instance_cache=True)
    start = time.perf_counter()
    urls = [f"{server.url}/{path}" for path in paths]
    indexes = fs.cat([url + ".idx" for url in urls])
    texts = [indexes[url + ".idx"].decode() for url in urls]
    jobs = [(url, *job) for url, text in zip(urls, texts) for job in wanted_of(text)]
    pieces = fs.cat_ranges(
        [job[0] for job in jobs], [job[2] for job in jobs], [job[3] for job in jobs]
    )
    fields = {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        names = [os.path.basename(job[0]) for job in jobs]
        parts = list(zip(names, (job[1] for job in jobs), pieces))
        for name, variable, values in pool.map(decode, parts):
            fields[name, variable] = values
    return fields, time.perf_counter() - start


def compare(fields, store):
    """The greatest difference, rain apart: it is stored as that of 3 h."""
    tree = xr.open_datatree(store, engine="zarr")
    worst = 0.0
    for (name, variable), values in fields.items():
        if variable == "tp":
            continue
        ours = tree[name[:5]].ds
        step = list(ours.forecast_hour.values).index(int(name[-3:]))
        worst = max(worst, np.abs(ours[variable].values[step] - values).max())
    return worst


def export_demo(mvua, server, demo, n_members, last_step):
    options = ["--members", f"gep01-gep{n_members:02d}", "--steps", f"0-{last_step}"]
    report, count, seconds, resident = export(mvua, server, *options)
    assert not report["gaps"], report["gaps"][:3]
    what = f"Export, {n_members} members x 8 variables x {last_step // 3 + 1} steps"
    tell_bytes(what, 76, report, count)
    tell_busy(count)
    at_most("  peak memory", 200, resident, "MB", ".0f")
    fields, theirs = peer(server, paths_of(demo, n_members, last_step))
    its = server.count()
    row(
        "  fsspec and gribberish: time",
        f"{theirs:.1f} s",
        f"{seconds:.1f} s",
        f"{theirs / seconds:.2f} x",
    )
    row(
        f"  the same: bytes of bodies, busy {100 * its['busy']:.0f} %",
        f"{its['bytes'] / 1e6:.1f} MB",
        f"{count['bytes'] / 1e6:.1f} MB",
        f"{its['bytes'] / count['bytes']:.2f} x",
    )
    row("  greatest difference of values", "0", f"{compare(fields, mvua.out):g}", "")


def export_real(mvua, program, corpus, scratch, link):
    folder = scratch + "-real"
    shutil.rmtree(folder, ignore_errors=True)
    real_messages.lay_out(corpus, folder)
    with serving(program, folder) as server:
        server.link(*link)
        options = ["--members", "gep01", "--variables", "t2m,tp,tmax"]
        report, count, seconds, _ = export(mvua, server, *options)
        n = len(real_messages.MESSAGES)
        assert report["n_decoded"] == n, report["gaps"]
        what = f"Export, {n} real messages in {seconds:.1f} s"
        tell_bytes(what, 72, report, count)
    shutil.rmtree(folder)


def main(program, server_program, scratch, demo, whole):
    mvua = Mvua(program, scratch)
    corpus = os.environ.get("MVUA_CORPUS")
    for name, *link, n_members, last_step in LINKS:
        row(name, "budget", "used", "ratio")
        with serving(server_program, demo, "--whole-run") as server:
            server.link(*link)
            show_maps(mvua, server)
            show_tree(mvua, server)
        with serving(server_program, demo) as server:
            server.link(*link)
            export_demo(mvua, server, demo, n_members, last_step)
        if corpus:
            export_real(mvua, server_program, corpus, scratch, link)
        else:
            print("Real messages: skipped, MVUA_CORPUS names no folder of them")
        print()
    with serving(server_program, whole) as server:
        row("No latency, no limit", "budget", "used", "ratio")
        report, count, seconds, resident = export(mvua, server)
        label = f"Export of {report['n_fields']} fields in {seconds:.1f} s: peak memory"
        at_most(label, 200, resident, "MB", ".0f")
    shutil.rmtree(scratch)


if __name__ == "__main__":
    main(*sys.argv[1:])
