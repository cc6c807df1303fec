# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""What readers see of the exports that run has made: checks.py ENVIRONMENT"""

import os
import sys
import unittest

from test_corpus import *  # noqa: F403
from test_gaps import *  # noqa: F403
from test_hybrid import *  # noqa: F403
from test_listing import *  # noqa: F403
from test_origins import *  # noqa: F403
from test_parquet import *  # noqa: F403
from test_read_stores import *  # noqa: F403
from test_refs import *  # noqa: F403
from test_stores import *  # noqa: F403
from test_values import *  # noqa: F403

if __name__ == "__main__":
    os.environ["ENVIRONMENT"] = sys.argv.pop(1)
    program = unittest.main(exit=False, verbosity=1)
    result = program.result
    bad = len(result.failures) + len(result.errors)
    good = result.testsRun - bad - len(result.skipped)
    print(f"{good} checks passed, {bad} failed, {len(result.skipped)} skipped")
    sys.exit(1 if bad or not good else 0)
