/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Both the library and mvua-decode are made of this file; the latter has no GLib. */

#include "mvua-frame.h"

#include <string.h>

#define SECTION_0_SIZE 16
#define SECTION_1_SIZE 21
#define SECTION_3_SIZE 72
#define SECTION_4_SIZE 34

static void
put_u16 (uint8_t *to, unsigned value)
{
  to[0] = (uint8_t) (value >> 8);
  to[1] = (uint8_t) value;
}

static void
put_u32 (uint8_t *to, uint32_t value)
{
  put_u16 (to, value >> 16);
  put_u16 (to + 2, value & 0xffff);
}

static void
write_origin (uint8_t *section)
{
  put_u32 (section, SECTION_1_SIZE);
  section[4] = 1;
  section[9] = 2; /* master tables; any version has what the packing needs */
  put_u16 (section + 12, 2000);
  section[14] = section[15] = 1;
}

static void
write_grid (uint8_t *section, uint32_t ni, uint32_t nj)
{
  put_u32 (section, SECTION_3_SIZE);
  section[4] = 3;
  put_u32 (section + 6, ni * nj);
  section[14] = 6;
  put_u32 (section + 30, ni);
  put_u32 (section + 34, nj);
  put_u32 (section + 42, UINT32_MAX);
  put_u32 (section + 46, 90000000);
  section[54] = 0x30;
  put_u32 (section + 55, 90000000 | 0x80000000);
  put_u32 (section + 59, 359000000);
  put_u32 (section + 63, 1000000);
  put_u32 (section + 67, 1000000);
}

static void
write_product (uint8_t *section)
{
  put_u32 (section, SECTION_4_SIZE);
  section[4] = 4;
  section[17] = 1;
  section[22] = 1;
  memset (section + 23, 0xff, 5);
  memset (section + 28, 0xff, 6);
}

void
mvua_frame_write (uint8_t *frame, uint32_t ni, uint32_t nj, uint32_t n_octets)
{
  memset (frame, 0, MVUA_FRAME_SIZE);
  memcpy (frame, "GRIB", 4);
  frame[7] = 2;
  put_u32 (frame + 12, n_octets);
  frame += SECTION_0_SIZE;
  write_origin (frame);
  frame += SECTION_1_SIZE;
  write_grid (frame, ni, nj);
  frame += SECTION_3_SIZE;
  write_product (frame);
}
