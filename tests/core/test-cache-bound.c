/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The cache stays as large as it may be, and what goes is what was used least recently.
 */

#include "cache-fixture.h"

#include <fcntl.h>

#define N_ENTRIES 10

static char *
url_of (guint number)
{
  return g_strdup_printf ("https://noaa.example/%u", number);
}

static gboolean
is_there (MvuaCache *cache, guint number, gsize n)
{
  g_autofree char *url = url_of (number);

  return object_read (cache, number, url, "e", 0, n) == n;
}

static void
write_numbered (MvuaCache *cache, guint number, gsize n)
{
  g_autofree char *url = url_of (number);

  object_write (cache, number, url, "e", 0, n);
}

static void
set_used (const char *path, gint64 seconds)
{
  const struct timespec times[] = { { .tv_sec = seconds }, { .tv_sec = seconds } };

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

static gint64
get_used (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mtim.tv_sec;
}

static void
test_order (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  static const guint hours_ago[N_ENTRIES] = { 5, 9, 2, 7, 1, 10, 4, 8, 3, 6 };
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (MvuaCache) cache = place_open (place, 1000000);
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < N_ENTRIES; i++)
    {
      write_numbered (cache, i, 95000);
      g_autoptr (GPtrArray) paths = place_find (place->folder, "");
      g_assert_cmpuint (paths->len, ==, i + 1);
      for (guint p = 0; p < paths->len; p++)
        if (g_hash_table_add (seen, g_strdup (g_ptr_array_index (paths, p))))
          set_used (g_ptr_array_index (paths, p), now - 3600 * hours_ago[i]);
    }

  /* Entry 5, of ten hours ago, is used again.  For another 95 kB to fit into 900 kB two
   * have to go: those of nine and eight hours ago. */
  g_assert_true (is_there (cache, 5, 95000));
  write_numbered (cache, 10, 95000);
  for (guint i = 0; i <= N_ENTRIES; i++)
    g_assert_cmpint (is_there (cache, i, 95000), ==, i != 1 && i != 7);
  g_assert_cmpuint (mvua_cache_measure (cache).n_entries, ==, 9);
  g_assert_cmpuint (mvua_cache_measure (cache).n_bytes, <=, 900000);
}

/* Use is noted once a minute, and a clock that was wrong does not make an entry stay. */
static void
test_touch (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (MvuaCache) cache = place_open (place, 0);

  write_numbered (cache, 1, 100);
  g_autofree char *path = place_only_file (place);
  g_assert_cmpint (ABS (get_used (path) - now), <=, 30);
  set_used (path, now - 30);
  g_assert_true (is_there (cache, 1, 100));
  g_assert_cmpint (get_used (path), ==, now - 30);
  set_used (path, now - 90);
  g_assert_true (is_there (cache, 1, 100));
  g_assert_cmpint (get_used (path), >=, now);
  set_used (path, now + 86400);
  g_assert_true (is_there (cache, 1, 100));
  g_assert_cmpint (get_used (path), <=, now + 30);

  set_used (path, now - 90);
  g_autofree guint8 *none = g_malloc (10);
  g_assert_cmpuint (mvua_cache_read (cache, "https://noaa.example/1", "e", 100, 10, none),
                    ==, 0);
  g_assert_cmpint (get_used (path), ==, now - 90); /* a miss is no use */
}

/* What a program that was killed left behind goes after an hour. */
static void
test_leftovers (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/%02x", place->folder, 100 * i);
      g_autofree char *old = g_build_filename (folder, ".part-000000000000000a", NULL);
      g_autofree char *new = g_build_filename (folder, ".part-000000000000000b", NULL);
      g_autofree char *foreign = g_build_filename (folder, ".part-a", NULL);
      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (old, "half", 4, NULL));
      g_assert_true (g_file_set_contents (new, "half", 4, NULL));
      g_assert_true (g_file_set_contents (foreign, "half", 4, NULL));
      set_used (old, now - 3700);
      set_used (new, now - 3500);
      set_used (foreign, now - 3700);
    }
  g_autoptr (MvuaCache) cache = place_open (place, 0);
  g_assert_cmpuint (mvua_cache_measure (cache).n_entries, ==, 0);
  write_numbered (cache, 1, 100);
  g_autoptr (GPtrArray) parts = place_find (place->folder, ".part-");
  g_assert_cmpuint (parts->len, ==, 6);
  for (guint i = 0; i < parts->len; i++)
    g_assert_false (
        g_str_has_suffix (g_ptr_array_index (parts, i), ".part-000000000000000a"));
}

/* A cache that was larger is brought down by the first write, whoever wrote the rest. */
static void
test_smaller_bound (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaCache) large = place_open (place, 1000000);
  g_autoptr (MvuaCache) small = place_open (place, 400000);

  for (guint i = 0; i < 9; i++)
    write_numbered (large, i, 90000);
  g_assert_cmpuint (mvua_cache_measure (large).n_bytes, >, 800000);
  write_numbered (small, 20, 90000);
  g_assert_true (is_there (small, 20, 90000));
  g_assert_cmpuint (mvua_cache_measure (small).n_bytes, <=, 360000);

  /* Each counts what it wrote itself; both look again before it is much. */
  guint64 peak = 0;
  for (guint i = 0; i < 200; i++)
    {
      write_numbered (i % 2 ? large : small, 100 + i, 20000);
      peak = MAX (peak, mvua_cache_measure (i % 4 < 2 ? large : small).n_bytes);
    }
  g_assert_cmpuint (peak, <=, 440000);
}

/* Whatever is asked for, by one thread: never above the bound, never a wrong byte. */
static void
use_at_random (MvuaCache *cache, GRand *rand, guint *n_hits)
{
  const guint number = (guint) g_rand_int_range (rand, 0, 12);
  const guint version = (guint) g_rand_int_range (rand, 0, 3);
  const guint64 offset = 20000 * (guint64) g_rand_int_range (rand, 0, 4);
  const gsize n =
      (gsize) g_rand_int_range (rand, 1, g_rand_boolean (rand) ? 80000 : 20001);
  g_autofree char *url = url_of (number);
  g_autofree char *etag = g_strdup_printf ("\"%u\"", version);
  const guint seed = number * 3 + version;

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      object_write (cache, seed, url, etag, offset, n);
      break;
    case 1:
      *n_hits += object_read (cache, seed, url, etag, offset + n % 100, n) > 0;
      break;
    case 2:
      object_put (cache, seed, url, etag, n);
      break;
    default:
      *n_hits += object_get (cache, seed, url, etag) > 0;
      break;
    }
}

static void
test_random (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (MvuaCache) cache = place_open (place, 300000);
  guint n_hits = 0;

  for (guint i = 0; i < 5000; i++)
    {
      use_at_random (cache, rand, &n_hits);
      g_assert_cmpuint (mvua_cache_measure (cache).n_bytes, <=, 300000);
    }
  const MvuaCacheUsage usage = mvua_cache_measure (cache);
  g_assert_cmpuint (n_hits, >, 100);
  g_assert_cmpuint (usage.n_entries, >, 3);
  g_assert_cmpuint (usage.n_damaged + usage.n_refused, ==, 0);
}

typedef struct
{
  MvuaCache *cache;
  guint seed;
  guint n_hits;
} User;

static gpointer
use_in_thread (gpointer data)
{
  User *user = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (user->seed);

  for (guint i = 0; i < 1500; i++)
    {
      use_at_random (user->cache, rand, &user->n_hits);
      if (i % 500 == 250 && user->seed == 0)
        g_assert_true (mvua_cache_clear (user->cache, NULL));
      if (i % 50 == 0)
        g_assert_cmpuint (mvua_cache_measure (user->cache).n_bytes, <=, 600000);
    }
  return NULL;
}

static void
test_threads (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaCache) cache = place_open (place, 600000);
  User users[8] = { 0 };
  GThread *threads[8];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      users[i] = (User){ .cache = cache, .seed = i };
      threads[i] = g_thread_new ("user", use_in_thread, &users[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (users[i].n_hits, >, 0);
    }
  const MvuaCacheUsage usage = mvua_cache_measure (cache);
  g_assert_cmpuint (usage.n_damaged + usage.n_refused, ==, 0);
  g_assert_cmpuint (usage.n_bytes, <=, 600000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                  \
  g_test_add ("/cache-bound/" path, Place, NULL, place_set_up, func, place_tear_down)
  ADD ("order", test_order);
  ADD ("touch", test_touch);
  ADD ("leftovers", test_leftovers);
  ADD ("smaller-bound", test_smaller_bound);
  ADD ("random", test_random);
  ADD ("threads", test_threads);
  return g_test_run ();
}
