/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-member.h"
#include "mvua-rain.h"
#include "mvua-variable.h"
#include "mvua-watch.h"

G_BEGIN_DECLS

/* What a store keeps the table as: `.mvua/fields.parquet`. */
#define MVUA_ORIGINS_FILE "fields.parquet"

/**
 * MvuaOddity:
 * @MVUA_ODDITY_CONSTANT: all values are the same
 * @MVUA_ODDITY_ABSENT: there is no value at all
 * @MVUA_ODDITY_EQUAL: another member has the same values
 * @MVUA_ODDITY_OUTSIDE: values lie outside of what the table of variables has as
 *   plausible
 * @MVUA_ODDITY_RAIN: two buckets of rain contradict each other by more than their
 *   packing explains
 *
 * What makes a field doubtful, as it was decoded.
 */
typedef enum
{
  MVUA_ODDITY_CONSTANT = 1 << 0,
  MVUA_ODDITY_ABSENT = 1 << 1,
  MVUA_ODDITY_EQUAL = 1 << 2,
  MVUA_ODDITY_OUTSIDE = 1 << 3,
  MVUA_ODDITY_RAIN = 1 << 4,
} MvuaOddity;

#define MVUA_N_ODDITIES 5

/* "constant", "all_missing", "equal_to_another", "out_of_range", "negative_rain"; by the
 * number of the bit. */
const char *mvua_oddity_name (guint bit);

/**
 * MvuaOrigin:
 * @step: hours: the end of the message's time window, and the step of the field
 * @start: hours: the start of the message's time window
 * @file: a path, or a URL, which may be a request to a subsetter (with a query, see
 *   mvua_subsetter_url()): then what follows is of its answer; what is no message is an
 *   array of a store
 * @etag: (nullable): of @file, where it has one
 * @offset: of the message in @file
 * @length: octets from there of which the values were made: all that stands above the
 *   last row of the window.  0 if it is no message.
 * @crc32c: of those octets
 * @read_at: seconds since 1970
 * @is_field: whether there is a field at this step in the store; a bucket of rain may be
 *   a part of others only.  What follows is of that field.
 * @values_crc32c: of its values, little-endian floats, north to south and west to east
 * @has_detail: whether equal values of another member would be a sign
 * @oddities: of #MvuaOddity
 * @equal_to: the first member that has the same values, with %MVUA_ODDITY_EQUAL
 * @n_outside: values
 * @n_negative: of rain: differences of two buckets that were below 0, and are 0 now
 *
 * Where a field comes from, and what is to be said of it.  Texts are borrowed: from the
 * table, or of whoever adds it to one.
 */
typedef struct
{
  const MvuaVariable *variable;
  MvuaMember member;
  int step;
  int start;
  const char *file;
  const char *etag;
  guint64 offset;
  guint64 length;
  guint32 crc32c;
  gint64 read_at;

  gboolean is_field;
  guint32 values_crc32c;
  gboolean has_detail;
  guint oddities;
  MvuaMember equal_to;
  guint64 n_outside;
  guint64 n_negative;
} MvuaOrigin;

/**
 * MvuaOrigins:
 *
 * A table of them, one a variable, member and step, which grows while an output is made.
 * Kept in stores as a Parquet file, so that any tool can ask it where a value comes from;
 * a path that is no UTF-8, or has a control character, stands there as a file:// URI.
 * Any thread.
 */
typedef struct _MvuaOrigins MvuaOrigins;

MvuaOrigins *mvua_origins_new (void);
void mvua_origins_free (MvuaOrigins *self);

/* Notes a message, or an array of a store, at @origin's variable, member and step.  What
 * is known of a field there stays, and so does what it was made of.  Of the field that
 * @origin is of only what was odd about its buckets is taken over. */
void mvua_origins_add (MvuaOrigins *self, const MvuaOrigin *origin);

/* The same with all that @origin says. */
void mvua_origins_put (MvuaOrigins *self, const MvuaOrigin *origin);

/**
 * mvua_origins_watch:
 * @values: [n_points], as they are stored
 * @clamps: (nullable): of rain that is a difference; %NULL leaves what is known of that
 *
 * Looks at a field of which the message was added, and notes what is odd.
 *
 * Returns: values outside of the plausible
 */
guint64 mvua_origins_watch (MvuaOrigins *self,
                            const MvuaVariable *variable,
                            MvuaMember member,
                            int step,
                            const float *values,
                            gsize n_points,
                            const MvuaRainClamps *clamps);

/* @origin: (out) (optional).  Returns: whether there is one */
gboolean mvua_origins_lookup (MvuaOrigins *self,
                              const MvuaVariable *variable,
                              MvuaMember member,
                              int step,
                              MvuaOrigin *origin);

/* Takes one out, if it is there. */
void mvua_origins_remove (MvuaOrigins *self,
                          const MvuaVariable *variable,
                          MvuaMember member,
                          int step);

/* When all are there: notes which members have equal fields. */
void mvua_origins_settle (MvuaOrigins *self);

/* (transfer full) (element-type MvuaOrigin): by member, step and variable; valid as long
 * as @self */
GArray *mvua_origins_list (MvuaOrigins *self);

/* (transfer full) (element-type MvuaOrigin): of those, the ones that were added, put or
 * watched since the last call */
GArray *mvua_origins_take_changed (MvuaOrigins *self);

/**
 * mvua_origins_format:
 * @member: (nullable): only those of this one
 *
 * The same rows give the same octets.
 *
 * Returns: (transfer full) (nullable): a Parquet file; %NULL with %MVUA_PARQUET_ERROR set
 */
GBytes *mvua_origins_format (MvuaOrigins *self,
                             const MvuaMember *member,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of some rows of a table. */
GBytes *mvua_origins_format_rows (const GArray *rows,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts all rows of @from in. */
void mvua_origins_put_all (MvuaOrigins *self, MvuaOrigins *from);

/**
 * mvua_origins_parse:
 * @bytes: of anybody's file
 *
 * Rows of variables that are not known are left out.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_PARQUET_ERROR set, or
 *   %MVUA_ERROR_SOURCE if it is a table of something else
 */
MvuaOrigins *mvua_origins_parse (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaOrigins, mvua_origins_free)

G_END_DECLS
