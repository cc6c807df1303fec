/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-error.h"

G_BEGIN_DECLS

/**
 * MvuaRefKind:
 * @MVUA_REF_INLINE: the octets themselves
 * @MVUA_REF_RANGE: a piece of what lies at a URL
 * @MVUA_REF_WHOLE: all of what lies at a URL
 */
typedef enum
{
  MVUA_REF_INLINE,
  MVUA_REF_RANGE,
  MVUA_REF_WHOLE,
} MvuaRefKind;

/**
 * MvuaRef:
 * @key: path of the file of a Zarr store that it stands for: "gep01/t2m/3.0.0"
 * @bytes: [n_bytes], of %MVUA_REF_INLINE; any octets, and none follows them
 * @url: index of the URL, of the others
 * @offset: of %MVUA_REF_RANGE
 * @length: of %MVUA_REF_RANGE; @offset + @length is at most %G_MAXINT64
 *
 * One entry of a set, whose strings it borrows.
 */
typedef struct
{
  MvuaRefKind kind;
  const char *key;
  const guint8 *bytes;
  gsize n_bytes;
  guint url;
  guint64 offset;
  guint64 length;
} MvuaRef;

/**
 * MvuaRefSet:
 *
 * A reference set: the files of a Zarr store, of which small ones are in the set itself
 * and chunks are pieces of other files.  It is immutable, so any thread may read it; ref
 * and unref are atomic.  Each entry takes 24 bytes and its key; a URL is kept once.
 */
typedef struct _MvuaRefSet MvuaRefSet;

MvuaRefSet *mvua_ref_set_ref (MvuaRefSet *self);
void mvua_ref_set_unref (MvuaRefSet *self);

/* Entries are in the order of strcmp() of their keys, each of which is there once. */
guint mvua_ref_set_get_n (const MvuaRefSet *self);
void mvua_ref_set_get (const MvuaRefSet *self, guint index, MvuaRef *ref);

/* FALSE, and @ref untouched, if there is no such key. */
gboolean mvua_ref_set_find (const MvuaRefSet *self, const char *key, MvuaRef *ref);

/* Index of the first entry whose key is not less than @key; the number of entries if
 * there is none. */
guint mvua_ref_set_seek (const MvuaRefSet *self, const char *key);

/* URLs as the set has them: "s3://…", "https://…", or paths; (transfer none). */
guint mvua_ref_set_get_n_urls (const MvuaRefSet *self);
const char *mvua_ref_set_get_url (const MvuaRefSet *self, guint url);

/* Memory that it takes. */
gsize mvua_ref_set_get_size (const MvuaRefSet *self);

/**
 * MvuaRefBuilder:
 *
 * A set while it is put together; one thread.
 */
typedef struct _MvuaRefBuilder MvuaRefBuilder;

MvuaRefBuilder *mvua_ref_builder_new (void);
void mvua_ref_builder_free (MvuaRefBuilder *self);

/**
 * mvua_ref_builder_add_bytes:
 * @key: a relative path without "." and ".."; in UTF-8
 * @bytes: [n_bytes], copied; (nullable) if there are none
 *
 * A key that is there already gets the new value.
 *
 * Returns: %FALSE with %MVUA_ERROR_SOURCE set if @key may not be one, or all of it
 *   together passes what a set may take (1 GiB)
 */
gboolean mvua_ref_builder_add_bytes (MvuaRefBuilder *self,
                                     const char *key,
                                     const void *bytes,
                                     gsize n_bytes,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a piece of what lies at @url; also %FALSE if there is no such piece. */
gboolean mvua_ref_builder_add_range (MvuaRefBuilder *self,
                                     const char *key,
                                     const char *url,
                                     guint64 offset,
                                     guint64 length,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean mvua_ref_builder_add_whole (MvuaRefBuilder *self,
                                     const char *key,
                                     const char *url,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): the set; the builder is empty after. */
MvuaRefSet *mvua_ref_builder_end (MvuaRefBuilder *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaRefSet, mvua_ref_set_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaRefBuilder, mvua_ref_builder_free)

G_END_DECLS
