/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaCacheSum:
 * @oldest, @newest: when they were used, unix microseconds; 0 if there is none
 * @refused: errno, where there may be more than this since a folder could not be looked
 *   into, or where there is more than there may be since nothing could be removed; or 0
 */
typedef struct
{
  guint n_files;
  guint64 n_bytes;
  gint64 oldest;
  gint64 newest;
  int refused;
} MvuaCacheSum;

MvuaCacheSum mvua_cache_sum (const char *root);

/**
 * mvua_cache_evict:
 * @most: if the files take more,
 * @least: those that were used least recently go until they take no more than this
 * @now: unix microseconds; what began to be written more than an hour ago goes in any
 * case
 *
 * Several may do this at once: they remove the same.
 *
 * Returns: what is left
 */
MvuaCacheSum mvua_cache_evict (const char *root, guint64 most, guint64 least, gint64 now);

/**
 * mvua_cache_empty:
 *
 * Removes the cache's files and those of its folders that are empty then.
 *
 * Returns: %FALSE with %MVUA_ERROR_IO set if something could not be removed
 */
gboolean mvua_cache_empty (const char *root, GError **error);

G_END_DECLS
