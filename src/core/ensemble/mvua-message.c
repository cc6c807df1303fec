/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-message.h"

#include "mvua-error.h"
#include "mvua-grib-error.h"

#include <string.h>

/* No message of a grid that is read comes near; a length of an index is not trusted. */
#define LARGEST_MESSAGE (256u << 20)

void
mvua_message_clear (MvuaMessage *self)
{
  g_clear_pointer (&self->bytes, g_free);
  self->n = 0;
}

gboolean
mvua_message_read (MvuaMessage *self,
                   MvuaReader *reader,
                   const char *path,
                   const MvuaReference *reference,
                   guint64 length,
                   const MvuaReading *reading,
                   GError **error)
{
  gsize n = 0;

  if (self->n > 0 && length <= self->n)
    return TRUE;
  if (reference->length > LARGEST_MESSAGE)
    {
      g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
                   "its index gives it %" G_GUINT64_FORMAT " bytes", reference->length);
      return FALSE;
    }
  if (self->bytes != NULL && length <= self->n)
    return TRUE;
  guint8 *bytes = g_try_realloc (self->bytes, MAX (length, 1));
  if (bytes == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                   "No memory for a message of %" G_GUINT64_FORMAT " bytes of %s", length,
                   path);
      return FALSE;
    }
  self->bytes = bytes;
  if (!mvua_reader_read (reader, path, reference->offset + self->n, length - self->n,
                         bytes + self->n, &n, reading, error))
    return FALSE;
  self->n += n;
  self->n_read += n;
  return TRUE;
}

gboolean
mvua_message_begins (const MvuaMessage *self)
{
  return self->n >= 4 && memcmp (self->bytes, "GRIB", 4) == 0;
}

gboolean
mvua_message_fits (const MvuaMessage *self, const MvuaReference *reference)
{
  guint64 length = 0;

  if (self->n < 16 || !mvua_message_begins (self))
    return FALSE;
  memcpy (&length, self->bytes + 8, sizeof length);
  return GUINT64_FROM_BE (length) == reference->length;
}
