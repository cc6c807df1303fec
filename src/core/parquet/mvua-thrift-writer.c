/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-thrift-writer.h"

#include <string.h>

void
mvua_thrift_writer_init (MvuaThriftWriter *self)
{
  *self = (MvuaThriftWriter){ .octets = g_byte_array_new () };
}

void
mvua_thrift_writer_clear (MvuaThriftWriter *self)
{
  g_clear_pointer (&self->octets, g_byte_array_unref);
}

static void
put_octet (MvuaThriftWriter *self, guint octet)
{
  const guint8 narrow = (guint8) octet;

  g_byte_array_append (self->octets, &narrow, 1);
}

static void
put_varint (MvuaThriftWriter *self, guint64 value)
{
  for (; value >= 0x80; value >>= 7)
    put_octet (self, (value & 0x7f) | 0x80);
  put_octet (self, (guint) value);
}

static void
put_zigzag (MvuaThriftWriter *self, gint64 value)
{
  put_varint (self, ((guint64) value << 1) ^ (value < 0 ? G_MAXUINT64 : 0));
}

/* Numbers that rise by 1 to 15, as all that are written here do, take one octet. */
static void
put_field (MvuaThriftWriter *self, int id, MvuaThriftType type)
{
  const int delta = id - self->last[self->depth];

  g_assert (delta >= 1 && delta <= 15);
  put_octet (self, (guint) delta << 4 | type);
  self->last[self->depth] = id;
}

void
mvua_thrift_writer_put_i16 (MvuaThriftWriter *self, int id, gint64 value)
{
  put_field (self, id, MVUA_THRIFT_I16);
  put_zigzag (self, value);
}

void
mvua_thrift_writer_put_i32 (MvuaThriftWriter *self, int id, gint64 value)
{
  put_field (self, id, MVUA_THRIFT_I32);
  put_zigzag (self, value);
}

void
mvua_thrift_writer_put_i64 (MvuaThriftWriter *self, int id, gint64 value)
{
  put_field (self, id, MVUA_THRIFT_I64);
  put_zigzag (self, value);
}

void
mvua_thrift_writer_put_text (MvuaThriftWriter *self, int id, const char *text)
{
  put_field (self, id, MVUA_THRIFT_BINARY);
  mvua_thrift_writer_add_text (self, text);
}

void
mvua_thrift_writer_begin (MvuaThriftWriter *self, int id)
{
  if (id != 0)
    put_field (self, id, MVUA_THRIFT_STRUCT);
  g_assert (self->depth + 1 < MVUA_THRIFT_WRITER_MAX_DEPTH);
  self->last[++self->depth] = 0;
}

void
mvua_thrift_writer_end (MvuaThriftWriter *self)
{
  put_octet (self, MVUA_THRIFT_STOP);
  if (self->depth > 0)
    self->depth--;
}

void
mvua_thrift_writer_put_list (MvuaThriftWriter *self, int id, MvuaThriftType of, gsize n)
{
  put_field (self, id, MVUA_THRIFT_LIST);
  put_octet (self, (guint) MIN (n, 15) << 4 | of);
  if (n >= 15)
    put_varint (self, n);
}

void
mvua_thrift_writer_add_i32 (MvuaThriftWriter *self, gint64 value)
{
  put_zigzag (self, value);
}

void
mvua_thrift_writer_add_text (MvuaThriftWriter *self, const char *text)
{
  const gsize n = strlen (text);

  put_varint (self, n);
  g_byte_array_append (self->octets, (const guint8 *) text, (guint) n);
}
