/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-cache-name.h"

#include <dirent.h>

G_BEGIN_DECLS

/*
 * The cache's folder and its up to 256 folders, as files: knows nothing of what is in
 * them. The folder itself may be a link; below it none is followed.
 */

/* Makes the folder and, where it is new or empty, the file that tells backup programs not
 * to bother.  FALSE with errno set. */
gboolean mvua_cache_folder_make (const char *root);

/* (transfer full) */
char *mvua_cache_folder_path (const char *root, guint number);

/* A descriptor of one of its folders, which is made if @make.  Returns: -1 with errno set
 */
int mvua_cache_folder_open (const char *root, guint number, gboolean make);

/* The same, to be read; %NULL if it is not there. */
DIR *mvua_cache_folder_list (const char *root, guint number);

/**
 * mvua_cache_folder_store:
 * @folder: a descriptor
 * @name: an earlier file of that name is replaced
 * @now: when it is used, unix microseconds
 * @replaced: (out): the size of the earlier one, or 0
 *
 * At any time there is a whole file under the name, or none.
 *
 * Returns: %FALSE with errno set
 */
gboolean mvua_cache_folder_store (int folder,
                                  const char *name,
                                  const GByteArray *head,
                                  const guint8 *bytes,
                                  gsize length,
                                  gint64 now,
                                  guint64 *replaced);

typedef struct
{
  guint number; /* of the folder */
  int folder;   /* a descriptor, during the call */
  const char *name;
  guint64 n_bytes;
  gint64 used;      /* unix microseconds */
  gboolean is_part; /* somebody is writing it, or was */
} MvuaCacheFile;

typedef void (*MvuaCacheFileFunc) (const MvuaCacheFile *file, gpointer data);

/* Calls @func for every file that is the cache's own by name and kind.  Returns: errno of
 * the first folder that is there and could not be looked into, or 0 */
int mvua_cache_folder_walk (const char *root, MvuaCacheFileFunc func, gpointer data);

G_END_DECLS
