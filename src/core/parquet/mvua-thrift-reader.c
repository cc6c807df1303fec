/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-thrift-reader.h"

#define MAX_DEPTH 16

static const guint8 nothing[1];

MvuaThriftReader
mvua_thrift_reader (const guint8 *data, gsize n)
{
  if (n == 0)
    data = nothing; /* so that no pointer here is ever NULL */
  return (MvuaThriftReader){ .start = data, .at = data, .end = data + n };
}

void
mvua_thrift_reader_fail (MvuaThriftReader *self, const char *problem)
{
  if (self->problem == NULL)
    self->problem = problem;
}

static gsize
get_n_left (const MvuaThriftReader *self)
{
  return (gsize) (self->end - self->at);
}

/* Returns: @n octets that are passed, or %NULL */
static const guint8 *
take (MvuaThriftReader *self, gsize n)
{
  const guint8 *taken = self->at;

  if (self->problem == NULL && n > get_n_left (self))
    mvua_thrift_reader_fail (self, "it is cut off");
  if (self->problem != NULL)
    return NULL;
  self->at += n;
  return taken;
}

static guint8
take_octet (MvuaThriftReader *self)
{
  const guint8 *octet = take (self, 1);

  return octet != NULL ? *octet : 0;
}

static guint64
take_varint (MvuaThriftReader *self)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 64; shift += 7)
    {
      const guint8 octet = take_octet (self);
      if (shift == 63 && octet > 1)
        break;
      value |= (guint64) (octet & 0x7f) << shift;
      if (octet < 0x80)
        return value;
    }
  mvua_thrift_reader_fail (self, "a number has too many digits");
  return 0;
}

static gint64
take_zigzag (MvuaThriftReader *self)
{
  const guint64 value = take_varint (self);

  return (gint64) (value >> 1) ^ -(gint64) (value & 1);
}

gboolean
mvua_thrift_reader_next (MvuaThriftReader *self, int *id, MvuaThriftType *type)
{
  const guint8 octet = take_octet (self);
  const guint delta = octet >> 4;
  gint64 next;

  *type = (MvuaThriftType) (octet & 0x0f);
  if (self->problem != NULL || octet == MVUA_THRIFT_STOP)
    return FALSE;
  next = delta != 0 ? *id + (gint64) delta : take_zigzag (self);
  if (*type == MVUA_THRIFT_STOP || *type > MVUA_THRIFT_UUID || next < G_MININT16 ||
      next > G_MAXINT16)
    mvua_thrift_reader_fail (self, "a field has no type or number that there is");
  *id = (int) next;
  return self->problem == NULL;
}

gint64
mvua_thrift_reader_get_int (MvuaThriftReader *self, MvuaThriftType type)
{
  if (type == MVUA_THRIFT_BYTE)
    return (gint8) take_octet (self);
  if (type == MVUA_THRIFT_I16 || type == MVUA_THRIFT_I32 || type == MVUA_THRIFT_I64)
    return take_zigzag (self);
  mvua_thrift_reader_fail (self, "a number was expected");
  return 0;
}

gboolean
mvua_thrift_reader_get_boolean (MvuaThriftReader *self, MvuaThriftType type)
{
  if (type != MVUA_THRIFT_TRUE && type != MVUA_THRIFT_FALSE)
    mvua_thrift_reader_fail (self, "true or false was expected");
  return self->problem == NULL && type == MVUA_THRIFT_TRUE;
}

const guint8 *
mvua_thrift_reader_get_binary (MvuaThriftReader *self, MvuaThriftType type, gsize *n)
{
  const guint8 *octets = NULL;
  guint64 length = 0;

  if (type == MVUA_THRIFT_BINARY)
    {
      length = take_varint (self);
      octets = take (self, length);
    }
  else
    mvua_thrift_reader_fail (self, "a text was expected");
  *n = octets != NULL ? length : 0;
  return octets != NULL ? octets : nothing;
}

/* Returns: how many elements follow, of the type @of (out) */
static gsize
take_list (MvuaThriftReader *self, MvuaThriftType *of)
{
  const guint8 octet = take_octet (self);
  const guint64 n = octet >> 4 != 0x0f ? octet >> 4 : take_varint (self);

  *of = (MvuaThriftType) (octet & 0x0f);
  /* Each element takes an octet at least, so this bounds what is made of them. */
  if (n > get_n_left (self))
    mvua_thrift_reader_fail (self, "a list is longer than what is left");
  return self->problem == NULL ? n : 0;
}

gsize
mvua_thrift_reader_get_list (MvuaThriftReader *self,
                             MvuaThriftType type,
                             MvuaThriftType of)
{
  MvuaThriftType found;
  gsize n;

  if (type != MVUA_THRIFT_LIST)
    {
      mvua_thrift_reader_fail (self, "a list was expected");
      return 0;
    }
  n = take_list (self, &found);
  if (n > 0 && found != of)
    {
      mvua_thrift_reader_fail (self, "a list is of another type than was expected");
      return 0;
    }
  return n;
}

void
mvua_thrift_reader_enter (MvuaThriftReader *self, MvuaThriftType type)
{
  if (type != MVUA_THRIFT_STRUCT)
    mvua_thrift_reader_fail (self, "a structure was expected");
}

static void skip (MvuaThriftReader *self, MvuaThriftType type, guint depth);

static void
skip_list (MvuaThriftReader *self, guint depth)
{
  MvuaThriftType of;
  const gsize n = take_list (self, &of);

  for (gsize i = 0; i < n && self->problem == NULL; i++)
    {
      /* Here a boolean is an octet, unlike in a field. */
      if (of == MVUA_THRIFT_TRUE || of == MVUA_THRIFT_FALSE)
        take_octet (self);
      else
        skip (self, of, depth);
    }
}

static void
skip_struct (MvuaThriftReader *self, guint depth)
{
  MvuaThriftType type;
  int id = 0;

  while (mvua_thrift_reader_next (self, &id, &type))
    skip (self, type, depth);
}

/* Parquet has no maps in its headers, so one is as wrong as a type that there is not. */
static void
skip (MvuaThriftReader *self, MvuaThriftType type, guint depth)
{
  gsize n;

  if (depth == 0)
    mvua_thrift_reader_fail (self, "it is nested too deeply");
  else if (type == MVUA_THRIFT_TRUE || type == MVUA_THRIFT_FALSE)
    return;
  else if (type >= MVUA_THRIFT_BYTE && type <= MVUA_THRIFT_I64)
    mvua_thrift_reader_get_int (self, type);
  else if (type == MVUA_THRIFT_DOUBLE)
    take (self, 8);
  else if (type == MVUA_THRIFT_UUID)
    take (self, 16);
  else if (type == MVUA_THRIFT_BINARY)
    mvua_thrift_reader_get_binary (self, type, &n);
  else if (type == MVUA_THRIFT_LIST || type == MVUA_THRIFT_SET)
    skip_list (self, depth - 1);
  else if (type == MVUA_THRIFT_STRUCT)
    skip_struct (self, depth - 1);
  else
    mvua_thrift_reader_fail (self, "a value is of no type that Parquet has");
}

void
mvua_thrift_reader_skip (MvuaThriftReader *self, MvuaThriftType type)
{
  skip (self, type, MAX_DEPTH);
}
