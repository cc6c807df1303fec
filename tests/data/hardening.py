# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""The programs that are installed are hardened as Debian hardens its own.

They are installed into a scratch folder, and what their ELF files say is looked at there:
a flag that was given to the compiler and had no effect is not enough.
"""

import json
import platform
import re
import tempfile
from pathlib import Path

from tap import BUILD, main, run

# Where an indirect branch may land on x86; the objects of the C library that are in every
# program bring two.
ENDBR64 = b"\xf3\x0f\x1e\xfa"
LANDINGS_OF_OTHERS = 2

EXPECTED = {"mvua", "mvua-decode", "mvua-demo-encode"}


def build_option(name):
    options = json.loads((BUILD / "meson-info/intro-buildoptions.json").read_text())
    return next(option["value"] for option in options if option["name"] == name)


class Program:
    """An ELF file, as readelf tells of it."""

    def __init__(self, path):
        self.name = path.name
        self.header = run("readelf", "--wide", "--file-header", path)
        self.segments = run("readelf", "--wide", "--program-headers", path)
        self.dynamic = run("readelf", "--wide", "--dynamic", path)
        self.symbols = run("readelf", "--wide", "--dyn-syms", path)
        self.n_landings = path.read_bytes().count(ENDBR64)

    def flags_of(self, kind):
        """Flags of all segments of a kind: "RW", "R E" …"""
        line = rf"^ *{kind} +(?:0x[0-9a-f]+ +){{5}}([RWE ]+?) +(?:0x)?[0-9a-f]+$"
        return re.findall(line, self.segments, re.MULTILINE)


def install():
    with tempfile.TemporaryDirectory() as folder:
        run("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", folder)
        paths = [path for path in sorted(Path(folder).rglob("*")) if is_elf(path)]
        return [Program(path) for path in paths]


def is_elf(path):
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


PROGRAMS = []


def programs():
    if not PROGRAMS:
        PROGRAMS.extend(install())
    return PROGRAMS


def without(has):
    """Names of the programs that lack something."""
    return [program.name for program in programs() if not has(program)]


def holds(has):
    lacking = without(has)
    assert not lacking, ", ".join(lacking)


def check_programs():
    """all programs are installed, and no library of ours"""
    names = {program.name for program in programs()}
    assert EXPECTED <= names <= EXPECTED | {"mvua-viewer"}, names


def check_pie():
    """they can be loaded anywhere (PIE), and their code is not written to for that"""
    holds(lambda p: re.search(r"Type: +DYN", p.header) and "PIE" in p.dynamic)
    holds(lambda p: "TEXTREL" not in p.dynamic)


def check_relro():
    """what the linker fills in is read-only from the start (RELRO, BIND_NOW)"""
    holds(lambda p: p.flags_of("GNU_RELRO"))
    holds(lambda p: "BIND_NOW" in p.dynamic)


def check_no_execution():
    """no memory can be both written and run; the stack cannot be run"""
    holds(lambda p: p.flags_of("GNU_STACK") == ["RW"])
    holds(lambda p: len(p.flags_of("LOAD")) >= 2)
    holds(lambda p: not any(set("WE") <= set(f) for f in p.flags_of("LOAD")))


def check_stack_protector():
    """a stack that was written over is noticed"""
    holds(lambda p: "__stack_chk_fail" in p.symbols)


def check_fortified():
    """functions that are given too little room end the program"""
    if build_option("optimization") in ("plain", "0", "g") or build_option("b_sanitize") != "none":
        return  # there it has no effect, or is in the way of what sees more
    # A program none of whose calls can be too much shows nothing of it.
    commands = json.loads((BUILD / "compile_commands.json").read_text())
    ours = [c for c in commands if re.search(r"(^|/)src/\w+/", c["file"])]
    assert len(ours) > 100, len(ours)
    assert all(re.search(r"-D_FORTIFY_SOURCE=[23]", c["command"]) for c in ours)
    lacking = without(lambda p: re.search(r"__(?!stack)\w+_chk@", p.symbols))
    assert set(lacking) <= {"mvua-decode", "mvua-demo-encode"}, lacking


def check_branches():
    """indirect branches go where the compiler meant them to (x86)"""
    # Debian 12's C library is not marked for it, so that no program is, but code is there.
    if platform.machine() == "x86_64":
        holds(lambda p: p.n_landings > LANDINGS_OF_OTHERS)


def check_paths():
    """no library is looked for where they were built"""
    holds(lambda p: not re.search(r"\((RPATH|RUNPATH)\)", p.dynamic))


main(
    check_programs,
    check_pie,
    check_relro,
    check_no_execution,
    check_stack_protector,
    check_fortified,
    check_branches,
    check_paths,
)
