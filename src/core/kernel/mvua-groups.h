/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-unpack.h"

/* Private to the kernel: the values of templates 5.2 and 5.3, one run after another. */

#define MVUA_PACKED_MISSING INT64_MAX

/* Where the walk through the groups of a message stands. */
typedef struct
{
  const MvuaPacking *packing;
  bool is_open;        /* the tables are there, and add up */
  uint64_t references; /* bits from the start of the data to each table */
  uint64_t widths;
  uint64_t lengths;
  uint64_t values; /* … and to the next packed value */

  uint64_t n_taken; /* values so far */
  uint32_t group;   /* the next one */
  uint32_t left;    /* values of the present one that were not read yet */
  unsigned width;
  uint32_t reference;

  unsigned n_firsts; /* how many of the first values are given as they are */
  uint64_t firsts[2];
  uint64_t minimum;
  uint64_t last; /* the sums wrap as ecCodes' do */
  uint64_t difference;
} MvuaGroups;

/* Checks the packing's numbers, the tables' place and the sum of the lengths. */
MvuaUnpackStatus mvua_groups_open (MvuaGroups *self, const MvuaPacking *packing);

/* The next @n values with their differences undone; managed missing ones are
 * MVUA_PACKED_MISSING. */
MvuaUnpackStatus mvua_groups_read (MvuaGroups *self, int64_t *restrict values, size_t n);

/* Passes over the next @n values, which need not be there; only the tables are read. */
MvuaUnpackStatus mvua_groups_skip (MvuaGroups *self, uint64_t n);
