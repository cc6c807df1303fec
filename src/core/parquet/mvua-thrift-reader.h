/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Thrift's compact protocol, as far as Parquet's footers and page headers use it. */

/* Types as they stand in the octets.  As a field, a boolean is its own value. */
typedef enum
{
  MVUA_THRIFT_STOP = 0,
  MVUA_THRIFT_TRUE = 1,
  MVUA_THRIFT_FALSE = 2,
  MVUA_THRIFT_BYTE = 3,
  MVUA_THRIFT_I16 = 4,
  MVUA_THRIFT_I32 = 5,
  MVUA_THRIFT_I64 = 6,
  MVUA_THRIFT_DOUBLE = 7,
  MVUA_THRIFT_BINARY = 8,
  MVUA_THRIFT_LIST = 9,
  MVUA_THRIFT_SET = 10,
  MVUA_THRIFT_MAP = 11,
  MVUA_THRIFT_STRUCT = 12,
  MVUA_THRIFT_UUID = 13,
} MvuaThriftType;

/**
 * MvuaThriftReader:
 * @problem: (nullable): what was wrong first, at @at
 *
 * A place in octets that are borrowed.  Once something was wrong, all that is read is 0
 * and empty, and no field follows: it is enough to look at @problem in the end.
 */
typedef struct
{
  const guint8 *start;
  const guint8 *at;
  const guint8 *end;
  const char *problem;
} MvuaThriftReader;

MvuaThriftReader mvua_thrift_reader (const guint8 *data, gsize n);

/* Says what is wrong, if nothing was before. */
void mvua_thrift_reader_fail (MvuaThriftReader *self, const char *problem);

/**
 * mvua_thrift_reader_next:
 * @id: (inout): 0 at the beginning of a struct, then the number of the field
 * @type: (out): of its value, which is to be read or skipped
 *
 * Returns: %FALSE at the end of the struct
 */
gboolean mvua_thrift_reader_next (MvuaThriftReader *self, int *id, MvuaThriftType *type);

/* The value of a field or of a list's element, which must be of that kind. */
gint64 mvua_thrift_reader_get_int (MvuaThriftReader *self, MvuaThriftType type);
gboolean mvua_thrift_reader_get_boolean (MvuaThriftReader *self, MvuaThriftType type);

/* Returns: (transfer none): @n octets of those that are read */
const guint8 *
mvua_thrift_reader_get_binary (MvuaThriftReader *self, MvuaThriftType type, gsize *n);

/**
 * mvua_thrift_reader_get_list:
 * @of: what its elements must be
 *
 * Returns: how many follow; not more than there are octets left
 */
gsize mvua_thrift_reader_get_list (MvuaThriftReader *self,
                                   MvuaThriftType type,
                                   MvuaThriftType of);

/* A struct as a field or an element: its fields follow. */
void mvua_thrift_reader_enter (MvuaThriftReader *self, MvuaThriftType type);

/* Passes over a value of any kind, up to 16 deep. */
void mvua_thrift_reader_skip (MvuaThriftReader *self, MvuaThriftType type);

G_END_DECLS
