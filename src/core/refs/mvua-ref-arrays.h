/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-cf-time.h"
#include "mvua-ref-set.h"
#include "mvua-zarr-meta.h"

#include <json-c/json.h>

G_BEGIN_DECLS

#define MVUA_REF_MAX_DIMS 8

/**
 * MvuaRefArray:
 * @path: "gep01/t2m"; "" of a store that is one array
 * @dims: [n_dims] names, "" where the set does not tell them
 * @chunk: at least 1 each
 * @is_number: values are little-endian numbers, as @number says
 * @separator: between the indices of a chunk's key
 * @is_plain: chunks are the values as they are: neither compressed nor filtered
 * @grib: (nullable): each chunk is a GRIB message, of what kerchunk calls the variable
 * @attributes: (nullable): a JSON object
 *
 * An array of Zarr v2, as the metadata in a set describe it.
 */
typedef struct
{
  char *path;
  guint n_dims;
  char *dims[MVUA_REF_MAX_DIMS];
  guint64 shape[MVUA_REF_MAX_DIMS];
  guint64 chunk[MVUA_REF_MAX_DIMS];
  gboolean is_number;
  MvuaZarrNumber number;
  char separator;
  gboolean is_plain;
  char *grib;
  json_object *attributes;
} MvuaRefArray;

void mvua_ref_array_free (MvuaRefArray *self);

/**
 * mvua_ref_array_new:
 * @zarray: text of a .zarray; [n_zarray]
 * @zattrs: (nullable): text of its .zattrs; [n_zattrs]
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE set
 */
MvuaRefArray *mvua_ref_array_new (const char *path,
                                  const char *zarray,
                                  gsize n_zarray,
                                  const char *zattrs,
                                  gsize n_zattrs,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Chunks along one dimension, of which there is at least one; of all dimensions, which is
 * G_MAXUINT64 where it is that or more. */
guint64 mvua_ref_array_n_along (const MvuaRefArray *self, guint dim);
guint64 mvua_ref_array_n_chunks (const MvuaRefArray *self);

/* (transfer full): key of the chunk of that number in C order. */
char *mvua_ref_array_chunk_key (const MvuaRefArray *self,
                                guint64 number) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE if @key is not that of a chunk of the array; @index: [n_dims] (out). */
gboolean mvua_ref_array_parse_key (const MvuaRefArray *self,
                                   const char *key,
                                   guint64 index[MVUA_REF_MAX_DIMS]);

/* Number of that chunk in C order. */
guint64 mvua_ref_array_chunk_number (const MvuaRefArray *self,
                                     const guint64 index[MVUA_REF_MAX_DIMS]);

/* (nullable) (transfer none): text of an attribute; %NULL if there is none. */
const char *mvua_ref_array_get_text (const MvuaRefArray *self, const char *name);

/**
 * mvua_ref_arrays_list:
 * @notes: (element-type utf8): to which is added what was wrong with metadata, up to 20
 *
 * Returns: (transfer full) (element-type MvuaRefArray): in the order of strcmp() of
 *   their paths
 */
GPtrArray *mvua_ref_arrays_list (const MvuaRefSet *set,
                                 GPtrArray *notes) G_GNUC_WARN_UNUSED_RESULT;

/* (nullable) (transfer none): the array of that path out of such a list. */
const MvuaRefArray *mvua_ref_arrays_find (const GPtrArray *arrays, const char *path);

/**
 * mvua_ref_array_read:
 * @array: of 0 or 1 dimensions, or of 2 in one chunk, whose chunks are in the set itself
 *
 * The values of a coordinate; NaN where a chunk is missing.
 *
 * Returns: (transfer full) (element-type double) (nullable): %NULL if it cannot be read
 *   that way
 */
GArray *mvua_ref_array_read (const MvuaRefSet *set,
                             const MvuaRefArray *array) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_ref_array_time_unit:
 *
 * What the attributes "units" and "calendar" say of a coordinate of time.
 *
 * Returns: %FALSE if they say nothing of the kind
 */
gboolean mvua_ref_array_time_unit (const MvuaRefArray *self, MvuaCfTime *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaRefArray, mvua_ref_array_free)

G_END_DECLS
