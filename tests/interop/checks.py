# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""What readers see of the exports that run has made: checks.py ENVIRONMENT"""

import os
import sys
import unittest

READERS = ["test_hybrid", "test_origins", "test_read_stores", "test_refs", "test_stores"]
OTHERS = ["test_corpus", "test_gaps", "test_listing", "test_parquet", "test_values"]

if __name__ == "__main__":
    environment = os.environ["ENVIRONMENT"] = sys.argv[1]
    names = READERS + (OTHERS if environment != "middle" else [])
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    bad = len(result.failures) + len(result.errors)
    good = result.testsRun - bad - len(result.skipped)
    print(f"{good} checks passed, {bad} failed, {len(result.skipped)} skipped")
    sys.exit(1 if bad or not good else 0)
