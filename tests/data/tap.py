# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""What the tests of data files share: checks that print TAP.

A check that lacks a tool is skipped, but fails where everything must run (CI=true).
"""

import os
import pathlib
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("MVUA_BUILD", SOURCE / "build-test"))
APP_ID = "org.mvua.Mvua"


class Lacking(Exception):
    """A tool that a check needs is not installed."""


def tool(name):
    """The path of a program, for run()."""
    path = shutil.which(name)
    if path is None:
        raise Lacking(name)
    return path


def run(name, *arguments, **options):
    """Runs a program, which must succeed; returns what it prints."""
    done = subprocess.run(
        [tool(name), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"},
        **options,
    )
    assert done.returncode == 0, f"{name} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def project_files(*patterns):
    """Files of the project below its folder, as it names them."""
    return sorted(
        path.relative_to(SOURCE).as_posix()
        for pattern in patterns
        for path in SOURCE.glob(pattern)
        if path.is_file()
    )


def main(*checks):
    """Runs functions named check_…; the first line of their docstrings says what they hold."""
    failed = 0
    print(f"1..{len(checks)}")
    for number, check in enumerate(checks, 1):
        name = check.__doc__.splitlines()[0]
        try:
            check()
            print(f"ok {number} - {name}")
        except Lacking as lacking:
            must = os.environ.get("CI") == "true"
            failed += must
            what = f"{lacking} is not installed"
            print(f"not ok {number} - {name}" if must else f"ok {number} - {name} # SKIP {what}")
            print(f"# {what}")
        except (AssertionError, OSError, ValueError, SyntaxError, KeyError) as error:
            failed += 1
            print(f"not ok {number} - {name}")
            for line in f"{type(error).__name__}: {error}".splitlines():
                print(f"# {line}", file=sys.stderr)
    sys.exit(1 if failed else 0)
