/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-unpack.h"

/**
 * mvua_kernel_pick:
 * @all: [ni × nj] values in the order of the message
 * @missing: the value that stands for a missing one
 * @cut: the window that is wanted; it must lie within the grid
 * @values: (out caller-allocates): [n_rows][n_columns], north to south and west to
 *   east; NaN is missing
 *
 * The window of a field that something else has unpacked, rounded to float.
 */
void mvua_kernel_pick (const double *all,
                       double missing,
                       const MvuaCut *cut,
                       float *restrict values);
