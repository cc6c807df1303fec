/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stdbool.h>
#include <stddef.h>

/**
 * MvuaWatch:
 * @n_outside: values below the lowest that is plausible, or above the highest
 * @n_alike: valid values up to the first that is another than they are; 0 if there is no
 *   valid one
 * @is_varied: whether there is another
 * @n_changes: places where a value is not, bit for bit, the one before it; counted as far
 *   as was asked for
 *
 * What the values of a field tell at a glance.
 */
typedef struct
{
  size_t n_outside;
  size_t n_alike;
  size_t n_changes;
  bool is_varied;
} MvuaWatch;

/**
 * mvua_kernel_watch:
 * @values: [n_points], less than 2^32; NaN is missing
 * @lowest: plausible; @highest: too
 * @enough: changes after which no more are counted
 * @watch: (out caller-allocates): overwritten
 *
 * Only looks, and at most fields but once.  Cannot fail, allocates nothing, safe from any
 * thread.
 */
void mvua_kernel_watch (const float *values,
                        size_t n_points,
                        float lowest,
                        float highest,
                        size_t enough,
                        MvuaWatch *watch);
