/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* An index, after four octets of the length of the file that it is of. */

#include "mvua-fuzz.h"
#include "mvua-idx.h"

#include <string.h>

gboolean
mvua_fuzz_one (const guint8 *data, gsize n)
{
  g_autoptr (GArray) records = g_array_new (FALSE, TRUE, sizeof (MvuaIdxRecord));
  g_autoptr (GError) error = NULL;
  guint32 size;

  if (n < sizeof size)
    return FALSE;
  memcpy (&size, data, sizeof size);
  size = GUINT32_FROM_LE (size);
  g_array_set_size (records, 1);
  if (!mvua_idx_parse ((const char *) data + sizeof size, n - sizeof size, size, records,
                       &error))
    {
      g_assert_nonnull (error);
      g_assert_cmpuint (records->len, ==, 1);
      return FALSE;
    }
  for (guint i = 1; i < records->len; i++)
    {
      const MvuaIdxRecord *record = &g_array_index (records, MvuaIdxRecord, i);
      g_assert_cmpuint (record->offset, <, size);
      g_assert_cmpuint (record->length, >, 0);
      g_assert_cmpuint (record->length, <=, size - record->offset);
      g_assert_true (record->end >= 0 || record->end == MVUA_HOUR_UNKNOWN);
      g_assert_true (record->start <= record->end || record->variable == NULL);
    }
  return TRUE;
}
