/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/**
 * MvuaPriority:
 * @MVUA_PRIORITY_PICKED: somebody looks at it
 * @MVUA_PRIORITY_BESIDE: wanted beside what is looked at: wind arrows, members at a point
 * @MVUA_PRIORITY_PREFETCH: might be looked at next
 * @MVUA_PRIORITY_EXPORT: work in the background
 *
 * What is done first, of all that waits for the same link.
 */
typedef enum
{
  MVUA_PRIORITY_PICKED,
  MVUA_PRIORITY_BESIDE,
  MVUA_PRIORITY_PREFETCH,
  MVUA_PRIORITY_EXPORT,
} MvuaPriority;

#define MVUA_N_PRIORITIES 4
