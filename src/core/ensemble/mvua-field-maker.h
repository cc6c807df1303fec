/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-field.h"
#include "mvua-loader.h"

G_BEGIN_DECLS

/* Private to the room: what a field is made of, and making it.  Nothing here waits, keeps
 * or knows of threads. */

/**
 * MvuaMakeKey:
 * @is_published: a member's field as a message has it: the rain of a bucket, whose start
 *   is %MVUA_HOUR_UNKNOWN if it is the one that is taken for want of another; else rain
 *   of a window, a statistic or a probability, which is made of others
 *
 * One thing to make.  A plain value.
 */
typedef struct
{
  MvuaFieldKey field;
  gboolean is_published;
} MvuaMakeKey;

guint mvua_make_key_hash (gconstpointer key);
gboolean mvua_make_key_equal (gconstpointer a, gconstpointer b);

/**
 * MvuaMade:
 * @field: (nullable)
 * @decimals: of a message: values are whole multiples of 10^-@decimals, or %G_MININT
 * @is_lasting: whether it would come out the same again; not if a file could not be read
 */
typedef struct
{
  MvuaField *field;
  int decimals;
  gboolean is_lasting;
} MvuaMade;

void mvua_made_clear (MvuaMade *self);

typedef struct _MvuaFieldMaker MvuaFieldMaker;

/* @ensemble: borrowed; must outlive it */
MvuaFieldMaker *mvua_field_maker_new (MvuaEnsemble *ensemble);
void mvua_field_maker_free (MvuaFieldMaker *self);
MvuaLoader *mvua_field_maker_get_loader (MvuaFieldMaker *self);

/* See mvua_fields_members(). */
const GArray *mvua_field_maker_get_members (const MvuaFieldMaker *self);

/* Returns: %FALSE with %MVUA_ERROR_USAGE set if there cannot be such a field. */
gboolean mvua_field_maker_check (const MvuaFieldMaker *self,
                                 const MvuaFieldKey *key,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

MvuaMakeKey mvua_make_key_of (const MvuaFieldKey *key);

/* Whether it is a message, and there is one to be read. */
gboolean mvua_field_maker_is_message (MvuaFieldMaker *self, const MvuaMakeKey *key);

/**
 * mvua_field_maker_list_parts:
 *
 * Returns: (transfer full) (element-type MvuaMakeKey): what it is made of; nothing if it
 *   is published, or kept as it is.  Another statistic has a part for each of the
 * members, in order.
 */
GArray *mvua_field_maker_list_parts (MvuaFieldMaker *self, const MvuaMakeKey *key);

/**
 * mvua_field_maker_make:
 * @parts: [n_parts]: those that were listed, in that order; only those of a statistic may
 *   lack their field, of which it is then not made
 * @reading: for whom, and until when
 * @made: (out caller-allocates): to be cleared
 *
 * Blocks.  Any thread, several at once.
 *
 * Returns: %FALSE with %MVUA_ERROR_NO_MEMORY or %G_IO_ERROR_CANCELLED set
 */
gboolean mvua_field_maker_make (MvuaFieldMaker *self,
                                const MvuaMakeKey *key,
                                const MvuaMade *parts,
                                guint n_parts,
                                const MvuaReading *reading,
                                MvuaMade *made,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaFieldMaker, mvua_field_maker_free)

G_END_DECLS
