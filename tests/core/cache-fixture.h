/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of the cache share: a scratch folder, and objects whose every byte is
 * known by its place. */

#include "mvua-cache.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char *scratch;
  char *folder; /* in it; not there yet */
} Place;

static inline int
place_remove (const char *path,
              const struct stat *status G_GNUC_UNUSED,
              int type G_GNUC_UNUSED,
              struct FTW *walk G_GNUC_UNUSED)
{
  return remove (path);
}

static inline void
place_set_up (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  place->scratch = g_dir_make_tmp ("mvua-XXXXXX", &error);
  g_assert_no_error (error);
  place->folder = g_build_filename (place->scratch, "cache", "remote", NULL);
}

static inline void
place_tear_down (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_cmpint (nftw (place->scratch, place_remove, 16, FTW_DEPTH | FTW_PHYS), ==, 0);
  g_free (place->folder);
  g_free (place->scratch);
}

static inline MvuaCache *
place_open (const Place *place, guint64 most_bytes)
{
  g_autoptr (GError) error = NULL;
  MvuaCache *cache = mvua_cache_open (place->folder, most_bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (cache);
  return cache;
}

/* The files below @folder whose name begins so; (transfer full) */
static inline GPtrArray *
place_find (const char *folder, const char *prefix)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_extend_and_steal (paths, place_find (path, prefix));
      else if (g_str_has_prefix (name, prefix) && strcmp (name, "CACHEDIR.TAG") != 0)
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
  return paths;
}

/* The one file of the cache. */
static inline char *
place_only_file (const Place *place)
{
  g_autoptr (GPtrArray) paths = place_find (place->folder, "");

  g_assert_cmpuint (paths->len, ==, 1);
  return g_strdup (g_ptr_array_index (paths, 0));
}

/* The byte at @at of the object @seed. */
static inline guint8
object_byte (guint seed, guint64 at)
{
  const guint64 mixed = (at + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) ^
                        (seed + 1) * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f);

  return (guint8) (mixed >> 29 ^ mixed >> 53);
}

static inline void
object_fill (guint seed, guint64 offset, guint8 *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    bytes[i] = object_byte (seed, offset + i);
}

static inline gboolean
object_is (guint seed, guint64 offset, const guint8 *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (bytes[i] != object_byte (seed, offset + i))
      return FALSE;
  return TRUE;
}

static inline void
object_write (MvuaCache *cache,
              guint seed,
              const char *url,
              const char *etag,
              guint64 offset,
              gsize n)
{
  g_autofree guint8 *bytes = g_malloc (MAX (n, 1));

  object_fill (seed, offset, bytes, n);
  mvua_cache_write (cache, url, etag, offset, bytes, n);
}

/* How much there is; what there is must be right. */
static inline gsize
object_read (MvuaCache *cache,
             guint seed,
             const char *url,
             const char *etag,
             guint64 offset,
             gsize n)
{
  g_autofree guint8 *bytes = g_malloc (MAX (n, 1));
  const gsize got = mvua_cache_read (cache, url, etag, offset, n, bytes);

  g_assert_cmpuint (got, <=, n);
  g_assert_true (object_is (seed, offset, bytes, got));
  return got;
}

static inline void
object_put (MvuaCache *cache, guint seed, const char *url, const char *etag, gsize n)
{
  guint8 *all = g_malloc (MAX (n, 1));

  object_fill (seed, 0, all, n);
  g_autoptr (GBytes) bytes = g_bytes_new_take (all, n);
  mvua_cache_put (cache, url, etag, bytes);
}

/* The size of an object that is there whole, or -1. */
static inline gssize
object_get (MvuaCache *cache, guint seed, const char *url, const char *etag)
{
  gint64 stored = 0;
  g_autoptr (GBytes) bytes = mvua_cache_get (cache, url, etag, &stored);

  if (bytes == NULL)
    return -1;
  g_assert_cmpint (ABS (stored - g_get_real_time () / G_USEC_PER_SEC), <, 300);
  g_assert_true (
      object_is (seed, 0, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
  return (gssize) g_bytes_get_size (bytes);
}
