/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Values of 32-bit floats that mark a message: the child of this folder computes without
 * end, or uses memory without end, where ecCodes would be given it. */
#define MVUA_TEST_MARK_HANG 7654321
#define MVUA_TEST_MARK_RUNAWAY 7654323
