/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stddef.h>
#include <stdint.h>

/**
 * MvuaWatch:
 * @first: the first valid value; NaN if there is none
 * @n_valid: values that are not NaN
 * @n_alike: of those, values that are @first
 * @n_outside: values below the lowest that is plausible, or above the highest
 * @n_changes: places where a value is not, bit for bit, the one before it
 *
 * What the values of a field tell at a glance.
 */
typedef struct
{
  float first;
  uint32_t n_valid;
  uint32_t n_alike;
  uint32_t n_outside;
  uint32_t n_changes;
} MvuaWatch;

/**
 * mvua_kernel_watch:
 * @values: [n_points], at most 2^32 - 1; NaN is missing
 * @lowest: plausible; @highest: too
 * @watch: (out caller-allocates): overwritten
 *
 * Only looks.  Cannot fail, allocates nothing, safe from any thread.
 */
void mvua_kernel_watch (
    const float *values, size_t n_points, float lowest, float highest, MvuaWatch *watch);
