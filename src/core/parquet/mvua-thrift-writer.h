/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-thrift-reader.h"

G_BEGIN_DECLS

#define MVUA_THRIFT_WRITER_MAX_DEPTH 8

/**
 * MvuaThriftWriter:
 * @octets: what was written
 *
 * Writes structs field by field, in the order of their numbers.
 */
typedef struct
{
  GByteArray *octets;
  int last[MVUA_THRIFT_WRITER_MAX_DEPTH]; /* the number before, in each open struct */
  guint depth;
} MvuaThriftWriter;

void mvua_thrift_writer_init (MvuaThriftWriter *self);
void mvua_thrift_writer_clear (MvuaThriftWriter *self);

/* Fields of the struct that is open.  At first it is the outermost. */
void mvua_thrift_writer_put_i16 (MvuaThriftWriter *self, int id, gint64 value);
void mvua_thrift_writer_put_i32 (MvuaThriftWriter *self, int id, gint64 value);
void mvua_thrift_writer_put_i64 (MvuaThriftWriter *self, int id, gint64 value);
void mvua_thrift_writer_put_text (MvuaThriftWriter *self, int id, const char *text);

/* A struct as a field, or as an element of a list (@id 0); then its fields, and its end.
 */
void mvua_thrift_writer_begin (MvuaThriftWriter *self, int id);
void mvua_thrift_writer_end (MvuaThriftWriter *self);

/* A list of @n elements, which follow: structs, or those below. */
void
mvua_thrift_writer_put_list (MvuaThriftWriter *self, int id, MvuaThriftType of, gsize n);
void mvua_thrift_writer_add_i32 (MvuaThriftWriter *self, gint64 value);
void mvua_thrift_writer_add_text (MvuaThriftWriter *self, const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaThriftWriter, mvua_thrift_writer_clear)

G_END_DECLS
