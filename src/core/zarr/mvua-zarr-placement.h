/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-zarr-writer.h"

G_BEGIN_DECLS

/* A group or an array of a store, as metadata is made from it. */
typedef struct
{
  const char *path;              /* "" is the root */
  const MvuaZarrArraySpec *spec; /* NULL: a group */
  json_object *attributes;       /* may be NULL; is not changed */
  /* v2 only, may be NULL: chunks are GRIB messages, which kerchunk's filter “grib”
   * decodes as the variable of this name. */
  const char *grib;
} MvuaZarrNode;

/* One metadata file. */
typedef struct
{
  char *path;
  json_object *json;
} MvuaZarrFile;

void mvua_zarr_file_free (MvuaZarrFile *self);

/**
 * MvuaZarrPlacement:
 * @has_shards: whether many chunks can lie in one file
 * @dup_chunk_name: (transfer full): the file of a chunk, or of a shard, below its array's
 *   folder; @index is [n_dims]
 * @compare: a GCompareFunc of MvuaZarrNode: the order of consolidated metadata, which
 *   has the root first, shallow before deep, and the children of one parent in a row.
 *   zarr-python loses nodes of other orders: it sorts by depth, then takes each run of
 *   one parent for all of its children
 * @list_files: the metadata of a whole store from all of its nodes, sorted by @compare.
 *   Returns: (transfer full) (element-type MvuaZarrFile): in the order in which they are
 *   written, consolidated metadata last
 *
 * What the two formats differ in.  Nothing here touches a disk.
 */
typedef struct
{
  gboolean has_shards;
  char *(*dup_chunk_name) (guint n_dims, const gsize *index);
  GCompareFunc compare;
  GPtrArray *(*list_files) (const MvuaZarrNode *nodes, gsize n_nodes);
} MvuaZarrPlacement;

extern const MvuaZarrPlacement mvua_zarr_placement_v2;
extern const MvuaZarrPlacement mvua_zarr_placement_v3;

/* Appends what a writer has to @nodes (element-type MvuaZarrNode), whose strings are the
 * writer's. */
void mvua_zarr_writer_add_nodes (MvuaZarrWriter *self, GArray *nodes);

/* Whether @path may be the path of a group or an array: below the store, and no segment
 * that either format keeps for itself (".zgroup", "__x", "zarr.json"). */
gboolean mvua_zarr_placement_is_path (const char *path);

/* By the number of "/" in the path; a GCompareFunc of MvuaZarrNode. */
int mvua_zarr_placement_compare_depth (gconstpointer a, gconstpointer b);

/* (transfer full): the shape as a JSON array, each length rounded up to a multiple of
 * @multiple (nullable) */
json_object *
mvua_zarr_placement_new_shape (guint n_dims, const gsize *shape, const gsize *multiple);

/* (transfer full): names of the dimensions */
json_object *mvua_zarr_placement_new_dims (const MvuaZarrArraySpec *spec);

/* (transfer full): "NaN" for floats, otherwise @otherwise, which is taken */
json_object *mvua_zarr_placement_new_fill (const MvuaZarrArraySpec *spec,
                                           json_object *otherwise);

/**
 * mvua_zarr_placement_copy_attributes:
 * @attributes: (nullable): none are an empty object
 *
 * Copies what is to be written: doubles get the shortest text that reads back as the
 * same number (with a point whatever the locale), and what is not a number in JSON, such
 * as NaN, becomes a string.
 *
 * Returns: (transfer full)
 */
json_object *mvua_zarr_placement_copy_attributes (json_object *attributes);

/* Adds "@path/@name" (or "@name" at the root) to @files; @json is taken. */
void mvua_zarr_placement_add_file (GPtrArray *files,
                                   const char *path,
                                   const char *name,
                                   json_object *json);

G_END_DECLS
