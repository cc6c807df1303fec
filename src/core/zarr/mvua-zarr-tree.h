/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-zarr-leaf.h"

G_BEGIN_DECLS

/**
 * MvuaZarrTree:
 *
 * A store that anybody may have written: v2 or v3, consolidated or not.  Opening it reads
 * its metadata; an array's is parsed when that is opened.  Where the store has a table of
 * lengths and checksums (mvua-file-table.h) each file in it is held against it, so that
 * what was damaged is an error.
 *
 * All errors are %MVUA_ZARR_ERROR and name the file.  Any thread.
 */

/* Whether there is a file at @path that makes a folder a store. */
gboolean mvua_zarr_tree_is_store (const char *path);

/**
 * mvua_zarr_tree_open:
 * @chunks: where decoded chunks are kept; many stores may share it
 *
 * Returns: (transfer full) (nullable): %NULL with @error set
 */
MvuaZarrTree *mvua_zarr_tree_open (const char *folder,
                                   MvuaZarrChunks *chunks,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_zarr_tree_free (MvuaZarrTree *self);

const char *mvua_zarr_tree_get_folder (const MvuaZarrTree *self);
MvuaZarrFormat mvua_zarr_tree_get_format (const MvuaZarrTree *self);

/* (element-type utf8): paths of all groups and arrays but the root, sorted. */
const GPtrArray *mvua_zarr_tree_list (const MvuaZarrTree *self);

/* Whether there is an array, or anything at all, at @path. */
gboolean mvua_zarr_tree_has_array (const MvuaZarrTree *self, const char *path);
gboolean mvua_zarr_tree_has (const MvuaZarrTree *self, const char *path);

/**
 * mvua_zarr_tree_load_attributes:
 * @path: "" is the root
 *
 * Returns: (transfer full) (nullable): an object; %NULL where there is no such group or
 *   array, or nothing is said of it; %NULL with %MVUA_ZARR_ERROR_INVALID set where what
 * is said is not JSON
 */
json_object *mvua_zarr_tree_load_attributes (const MvuaZarrTree *self,
                                             const char *path,
                                             GError **error);

/**
 * mvua_zarr_tree_load_own_file:
 * @name: of a file that mvua_zarr_writer_add_file() wrote
 *
 * Returns: (transfer full) (nullable): %NULL without an error where the store's table
 * does not have it, so that nobody vouches for it
 */
GBytes *
mvua_zarr_tree_load_own_file (const MvuaZarrTree *self, const char *name, GError **error);

/**
 * mvua_zarr_tree_open_array:
 * @attributes: (out) (optional) (transfer full) (nullable): as of
 *   mvua_zarr_tree_load_attributes()
 *
 * Returns: (transfer full) (nullable): to be freed before the tree; %NULL with
 *   %MVUA_ZARR_ERROR_UNSUPPORTED set if it uses something that is not read, or
 *   %MVUA_ZARR_ERROR_INVALID
 */
MvuaZarrLeaf *mvua_zarr_tree_open_array (MvuaZarrTree *self,
                                         const char *path,
                                         json_object **attributes,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaZarrTree, mvua_zarr_tree_free)

G_END_DECLS
