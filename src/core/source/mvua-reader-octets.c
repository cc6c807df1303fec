/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-error.h"
#include "mvua-reader.h"

/* Sections 0 to 6 of a message without a bitmap lie within one page. */
#define PAGE 1024
#define LARGEST_PIECE (1 << 20)

struct _MvuaReaderOctets
{
  MvuaOctets octets;
  MvuaReader *reader;
  const MvuaReading *reading;
  char *path;
  guint64 size;
  guint64 at;
  gsize n;
  gsize room;
  guint8 *buffer;
  GError *error;
};

static const guint8 *
get_through_reader (const MvuaOctets *octets, guint64 offset, gsize n)
{
  /* The interface promises not to change what is read, not where it is kept. */
  MvuaReaderOctets *self = (MvuaReaderOctets *) (gpointer) octets;

  if (self->error != NULL || n > LARGEST_PIECE || offset > self->size ||
      n > self->size - offset)
    return NULL;
  if (offset >= self->at && offset + n <= self->at + self->n)
    return self->buffer + (offset - self->at);

  const gsize wanted = MIN (MAX (n, PAGE), self->size - offset);
  if (wanted > self->room)
    {
      guint8 *buffer = g_try_realloc (self->buffer, wanted);
      if (buffer == NULL)
        {
          g_set_error (&self->error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                       "Not enough memory for %" G_GSIZE_FORMAT " bytes of %s", wanted,
                       self->path);
          return NULL;
        }
      self->buffer = buffer;
      self->room = wanted;
    }
  self->at = offset;
  self->n = 0;
  if (!mvua_reader_read (self->reader, self->path, offset, wanted, self->buffer, &self->n,
                         self->reading, &self->error))
    return NULL;
  return self->n >= n ? self->buffer : NULL;
}

MvuaReaderOctets *
mvua_reader_octets_open (MvuaReader *reader,
                         const char *path,
                         const MvuaReading *reading,
                         GError **error)
{
  guint64 size = 0;

  if (!mvua_reader_get_size (reader, path, &size, reading, error))
    return NULL;
  MvuaReaderOctets *self = g_new0 (MvuaReaderOctets, 1);
  self->octets.get = get_through_reader;
  self->reader = reader;
  self->reading = reading;
  self->path = g_strdup (path);
  self->size = size;
  return self;
}

void
mvua_reader_octets_close (MvuaReaderOctets *self)
{
  g_free (self->path);
  g_free (self->buffer);
  g_clear_error (&self->error);
  g_free (self);
}

const MvuaOctets *
mvua_reader_octets_get (MvuaReaderOctets *self)
{
  return &self->octets;
}

guint64
mvua_reader_octets_get_size (const MvuaReaderOctets *self)
{
  return self->size;
}

const GError *
mvua_reader_octets_get_error (const MvuaReaderOctets *self)
{
  return self->error;
}
