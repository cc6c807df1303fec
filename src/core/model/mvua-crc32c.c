/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-crc32c.h"

#include <isa-l/crc.h>

guint32
mvua_crc32c (guint32 crc, const void *data, gsize length)
{
  const guint8 *bytes = data;

  /* The library keeps the register, which the standard inverts before and after; and it
   * counts in int. */
  crc = ~crc;
  while (length > 0)
    {
      const gsize n = MIN (length, (gsize) 1 << 30);
      crc = crc32_iscsi ((unsigned char *) bytes, (int) n, crc);
      bytes += n;
      length -= n;
    }
  return ~crc;
}
