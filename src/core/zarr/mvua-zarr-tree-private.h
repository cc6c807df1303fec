/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-zarr-stored.h"
#include "mvua-zarr-tree.h"

G_BEGIN_DECLS

/* Private to the room. */

struct _MvuaZarrTree
{
  char *folder;
  MvuaZarrPlace place; /* its table may be NULL, and it has no placement */
  MvuaZarrFormat format;
  MvuaZarrChunks *chunks;
  GHashTable *nodes; /* of path */
  GPtrArray *paths;  /* sorted; of the keys of @nodes */
  GPtrArray *texts;  /* metadata files: what the nodes point into */

  GMutex mutex;        /* guards @checked */
  GHashTable *checked; /* (element-type utf8): shards that were held against the table */
};

/**
 * mvua_zarr_tree_open_file:
 * @fd: (out): to be closed; -1 if there is no such file
 *
 * A file that the store's table knows of and that is not there is an error.
 */
gboolean mvua_zarr_tree_open_file (MvuaZarrTree *self,
                                   const char *path,
                                   int *fd,
                                   guint64 *length,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Holds what was read of a whole file against the table, if that has it. */
gboolean mvua_zarr_tree_check (const MvuaZarrTree *self,
                               const char *path,
                               const void *bytes,
                               gsize n,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of a file that is not read as a whole, once. */
gboolean mvua_zarr_tree_check_once (MvuaZarrTree *self,
                                    const char *path,
                                    int fd,
                                    guint64 length,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @tree: borrowed; @meta: copied */
MvuaZarrLeaf *
mvua_zarr_leaf_new (MvuaZarrTree *tree, const char *path, const MvuaZarrMeta *meta);

/* Finds all nodes where the metadata is not consolidated. */
gboolean mvua_zarr_tree_walk (MvuaZarrTree *self,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A metadata file, kept by the tree.  @text: (out) (nullable): %NULL if there is none */
gboolean mvua_zarr_tree_load_text (MvuaZarrTree *self,
                                   const char *path,
                                   const char **text,
                                   gsize *n,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes a piece of metadata in: of an array (@is_array), of a group, or (both FALSE) its
 * attributes in v2.  What lies outside of the store is passed over. */
void mvua_zarr_tree_add (
    MvuaZarrTree *self, const char *path, const char *name, const char *text, gsize n);

/* Nodes that a store may have. */
#define MVUA_ZARR_TREE_MAX_NODES 200000

G_END_DECLS
