/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-image.h"

#include "mvua-frame.h"

#include <string.h>

static const char no_sections[] = "its sections are not whole";
static const char other_size[] = "its picture does not have as many points as values";

static uint32_t
get_u32 (const uint8_t *from)
{
  return (uint32_t) from[0] << 24 | (uint32_t) from[1] << 16 | (uint32_t) from[2] << 8 |
         from[3];
}

/* ISO/IEC 15444-1, A.5.1: the codestream begins with SOC and SIZ.  One component, each
 * point of it there. */
static int
is_jpeg_of (const uint8_t *data, size_t n, uint64_t n_values)
{
  static const uint8_t start[] = { 0xff, 0x4f, 0xff, 0x51 };

  if (n < 45 || memcmp (data, start, sizeof start) != 0)
    return 0;

  const uint32_t width = get_u32 (data + 8), height = get_u32 (data + 12);
  const uint32_t left = get_u32 (data + 16), top = get_u32 (data + 20);
  return data[40] == 0 && data[41] == 1 && data[43] == 1 && data[44] == 1 &&
         left < width && top < height &&
         (uint64_t) (width - left) * (height - top) == n_values;
}

/* ISO/IEC 15948, 11.2.2: the first chunk is IHDR. */
static int
is_png_of (const uint8_t *data, size_t n, uint64_t n_values)
{
  static const uint8_t start[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";

  return n >= 24 && memcmp (data, start, 16) == 0 &&
         (uint64_t) get_u32 (data + 16) * get_u32 (data + 20) == n_values;
}

const char *
mvua_image_check (const uint8_t *message, size_t n_octets)
{
  const uint8_t *section_5 = message + MVUA_FRAME_SIZE;
  size_t at = MVUA_FRAME_SIZE;

  if (n_octets < at + 20)
    return no_sections;
  const unsigned data_template = section_5[9] * 256u + section_5[10];
  const int is_jpeg = data_template == 40 || data_template == 40000;
  const int is_png = data_template == 41 || data_template == 40010;
  if ((!is_jpeg && !is_png) || section_5[19] == 0) /* 0 bits: there is no picture */
    return NULL;

  for (int number = 5; number < 7; number++)
    {
      at += get_u32 (message + at);
      if (at + 5 > n_octets)
        return no_sections;
    }
  const uint32_t size = get_u32 (message + at);
  if (size < 5 || size > n_octets - at)
    return no_sections;

  const uint64_t n_values = get_u32 (section_5 + 5);
  const uint8_t *data = message + at + 5;
  return (is_jpeg ? is_jpeg_of (data, size - 5, n_values)
                  : is_png_of (data, size - 5, n_values))
             ? NULL
             : other_size;
}
