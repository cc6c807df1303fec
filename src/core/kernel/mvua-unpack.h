/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * MvuaPacking:
 * @data_template: GRIB2 data representation template: 0 (simple), 2 (complex) or 3
 *   (complex with spatial differencing)
 * @reference: R, as the IEEE float of section 5
 * @binary_scale: E
 * @decimal_scale: D
 * @bits: bits of a packed value (0), or of a group's reference (2 and 3); 0..32, and
 *   0..31 where missing values are managed
 * @missing_management: 0 none, 1 primary, 2 primary and secondary (2 and 3 only)
 * @constant_is_scaled: whether a field without groups (3) holds R·10^-D; see below
 * @n_packed: values in section 7, managed missing ones included (section 5)
 * @bitmap: (nullable): one bit a grid point in the message's own order, 1 is present;
 *   %NULL if all are
 * @data: section 7 from its sixth octet on, as much of it as is at hand
 *
 * How the values of one message are packed: sections 5 to 7, parsed.
 *
 * Constant fields: with 0 bits, template 0 holds R itself, unscaled (what ecCodes and
 * NOAA's g2c give; the WMO's formula would be R·10^-D).  Templates 2 and 3 without
 * groups hold R unscaled where @constant_is_scaled is false, which is how NOAA's
 * encoder writes them and ecCodes ≥ 2.42 reads them, and R·10^-D otherwise.
 */
typedef struct
{
  int data_template;
  double reference;
  int binary_scale;
  int decimal_scale;
  unsigned bits;
  bool constant_is_scaled;

  unsigned missing_management;
  uint32_t n_groups;
  uint32_t width_reference;
  unsigned width_bits;
  uint32_t length_reference;
  uint32_t length_increment;
  uint32_t last_length;
  unsigned length_bits;
  unsigned order;
  unsigned extra_octets;

  uint32_t n_packed;
  const uint8_t *bitmap;
  size_t n_bitmap;
  const uint8_t *data;
  size_t n_data;
} MvuaPacking;

/* Flag table 3.4; any other bit of the octet is not supported. */
enum
{
  MVUA_SCAN_I_NEGATIVE = 0x80,
  MVUA_SCAN_J_POSITIVE = 0x40,
  MVUA_SCAN_J_CONSECUTIVE = 0x20,
  MVUA_SCAN_ALTERNATE = 0x10,
  MVUA_SCAN_ALL = 0xf0,
};

/**
 * MvuaCut:
 * @ni: points along a parallel
 * @nj: points along a meridian
 * @scanning: flags of %MVUA_SCAN_ALL: the order of the values in the message
 * @row: first row of the window, 0 is the northernmost of the grid
 * @column: first column of the window, 0 is the westernmost of the grid
 *
 * The window that is wanted of a grid.  Columns wrap at @ni (the grid goes round the
 * globe, or the caller sees to it that @column + @n_columns stays within @ni).
 */
typedef struct
{
  uint32_t ni;
  uint32_t nj;
  unsigned scanning;
  uint32_t row;
  uint32_t n_rows;
  uint32_t column;
  uint32_t n_columns;
} MvuaCut;

typedef enum
{
  MVUA_UNPACK_OK,
  MVUA_UNPACK_TRUNCATED,   /* @data ends before the window does */
  MVUA_UNPACK_MALFORMED,   /* the numbers contradict each other */
  MVUA_UNPACK_UNSUPPORTED, /* a value out of the ranges above */
} MvuaUnpackStatus;

/**
 * mvua_kernel_unpack:
 * @scratch: [max (ni, nj)], room for one line of packed values
 * @values: (out caller-allocates): [n_rows][n_columns], north to south and west to
 *   east whatever the scanning mode, in the unit of code table 4.2; NaN is missing.
 *   Undefined unless %MVUA_UNPACK_OK is returned.
 * @n_used: (out): octets of @data that the window needed, from the first on; where
 *   %MVUA_UNPACK_TRUNCATED is returned, how many it needs: exactly if the tables of
 * groups are there, and otherwise those of the tables
 *
 * Unpacks a window.  v = ((double) X · 2^E + R) · d in double, d being 1 divided by 10
 * D times (multiplied for D < 0), then rounded to float once: bit for bit the float of
 * ecCodes' double.
 *
 * Source: WMO-No. 306 I.2, FM 92, templates 5.0, 5.2, 5.3 and 7.0, 7.2, 7.3.
 * Allocates nothing, reads no octet past the given lengths, safe from any thread.
 */
MvuaUnpackStatus mvua_kernel_unpack (const MvuaPacking *packing,
                                     const MvuaCut *cut,
                                     int64_t *restrict scratch,
                                     float *restrict values,
                                     size_t *n_used);
