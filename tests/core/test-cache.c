/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cache-fixture.h"

#include "mvua-cache-name.h"
#include "mvua-error.h"

#include <unistd.h>

#define URL "https://noaa.example/gefs.20250918/00/gep01.t00z.pgrb2s.0p25.f003"
#define ETAG "\"9b2cf535f27731c974343645a3985328\""

static void
test_hit_and_miss (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaCache) cache = place_open (place, 0);

  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 100), ==, 0);
  g_assert_false (g_file_test (place->folder, G_FILE_TEST_EXISTS));
  object_write (cache, 1, URL, ETAG, 1000, 300000);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 1000, 300000), ==, 300000);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 1000, 1), ==, 1);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 1000, 400000), ==, 300000);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 300999, 2), ==, 1);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 301000, 2), ==, 0);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 999, 2), ==, 0);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 1000, 0), ==, 0);
  g_assert_cmpuint (object_read (cache, 1, URL ".idx", ETAG, 1000, 300000), ==, 0);
  g_assert_cmpint (object_get (cache, 1, URL, ETAG), ==, -1);

  /* Another that opens the folder finds it. */
  g_autoptr (MvuaCache) other = place_open (place, 0);
  g_assert_cmpuint (object_read (other, 1, URL, ETAG, 1000, 300000), ==, 300000);
}

/* All places in and around the blocks that have sums. */
static void
test_parts (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  static const guint edges[] = {
    0, 1, 65535, 65536, 65537, 131071, 131072, 199999, 200000
  };
  g_autoptr (MvuaCache) cache = place_open (place, 0);

  object_write (cache, 1, URL, ETAG, 7, 200000);
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    for (guint j = i; j < G_N_ELEMENTS (edges); j++)
      g_assert_cmpuint (
          object_read (cache, 1, URL, ETAG, 7 + edges[i], edges[j] - edges[i]), ==,
          edges[j] - edges[i]);
}

static void
test_join (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaCache) cache = place_open (place, 0);

  object_write (cache, 1, URL, ETAG, 100, 100); /* a prefix, and its remainder */
  object_write (cache, 1, URL, ETAG, 200, 50);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 100, 200), ==, 150);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 150, 100), ==, 100);

  object_write (cache, 1, URL, ETAG, 240, 60); /* overlaps */
  object_write (cache, 1, URL, ETAG, 301, 10); /* after a hole of one byte */
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 100, 400), ==, 200);
  object_write (cache, 1, URL, ETAG, 300, 1);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 100, 400), ==, 211);

  object_write (cache, 1, URL, ETAG, 0, 1000); /* covers all, and others begin later */
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 305, 600), ==, 600);
  object_write (cache, 1, URL, ETAG, 0, 10); /* does not hide what is longer */
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 2000), ==, 1000);

  /* To the last byte that an offset can name. */
  object_write (cache, 1, URL, ETAG, G_MAXUINT64 - 10, 10);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, G_MAXUINT64 - 4, 10), ==, 4);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, G_MAXUINT64, 10), ==, 0);
}

static void
test_etags (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaCache) cache = place_open (place, 0);

  object_write (cache, 1, URL, ETAG, 0, 100);
  object_write (cache, 2, URL, "\"2\"", 0, 50);
  object_write (cache, 2, URL, "\"2\"", 100, 50);
  object_write (cache, 3, URL, NULL, 0, 10);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 200), ==, 100);
  g_assert_cmpuint (object_read (cache, 2, URL, "\"2\"", 0, 200), ==, 50);
  g_assert_cmpuint (object_read (cache, 2, URL, "\"2\"", 100, 100), ==, 50);
  g_assert_cmpuint (object_read (cache, 3, URL, NULL, 0, 200), ==, 10);
  g_assert_cmpuint (object_read (cache, 3, URL, "", 0, 200), ==, 10);
  g_assert_cmpuint (object_read (cache, 0, URL, "\"3\"", 0, 200), ==, 0);
}

static void
test_objects (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaCache) cache = place_open (place, 0);

  g_assert_cmpint (object_get (cache, 1, URL, NULL), ==, -1);
  object_put (cache, 1, URL, ETAG, 5000);
  g_assert_cmpint (object_get (cache, 1, URL, ETAG), ==, 5000);
  g_assert_cmpint (object_get (cache, 1, URL, NULL), ==, 5000);
  g_assert_cmpint (object_get (cache, 1, URL, ""), ==, -1);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 5000), ==, 0);

  /* Whichever was stored last, whatever was used last. */
  object_put (cache, 2, URL, "\"2\"", 6000);
  g_assert_cmpint (object_get (cache, 1, URL, ETAG), ==, 5000);
  g_assert_cmpint (object_get (cache, 2, URL, NULL), ==, 6000);
  object_put (cache, 3, URL, NULL, 0);
  g_assert_cmpint (object_get (cache, 3, URL, NULL), ==, 0);
  g_assert_cmpint (object_get (cache, 3, URL, ""), ==, 0);

  /* One of the same URL and ETag takes its place, of any length. */
  object_put (cache, 4, URL, "", 70000);
  object_put (cache, 5, URL, "", 123);
  g_assert_cmpint (object_get (cache, 5, URL, ""), ==, 123);
  object_put (cache, 1, URL, ETAG, 4000);
  g_assert_cmpint (object_get (cache, 1, URL, NULL), ==, 4000);
  g_assert_cmpuint (mvua_cache_measure (cache).n_entries, ==, 3);

  /* Of those that are damaged the next is taken. */
  g_autoptr (GPtrArray) paths = place_find (place->folder, "");
  for (guint i = 0; i < paths->len; i++)
    {
      struct stat status;
      g_assert_cmpint (stat (g_ptr_array_index (paths, i), &status), ==, 0);
      if (status.st_size > 3000 && status.st_size < 5000)
        g_assert_cmpint (truncate (g_ptr_array_index (paths, i), 1000), ==, 0);
    }
  g_assert_cmpint (object_get (cache, 5, URL, NULL), ==, 123);
  g_assert_cmpuint (mvua_cache_measure (cache).n_damaged, ==, 1);
}

static void
test_too_long (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaCache) cache = place_open (place, 1000000);
  g_autofree char *long_url = g_strnfill (MVUA_CACHE_MOST_URL + 1, 'u');
  g_autofree char *long_etag = g_strnfill (MVUA_CACHE_MOST_ETAG + 1, 'e');

  object_write (cache, 1, long_url, ETAG, 0, 10);
  object_write (cache, 1, URL, long_etag, 0, 10);
  object_write (cache, 1, URL, ETAG, G_MAXUINT64 - 5, 10);
  object_write (cache, 1, URL, ETAG, 0, 0);
  object_write (cache, 1, URL, ETAG, 0, 250000); /* with its head more than a quarter */
  object_put (cache, 1, long_url, ETAG, 10);
  object_put (cache, 1, URL, ETAG, 250000);
  g_assert_false (g_file_test (place->folder, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (object_read (cache, 1, long_url, ETAG, 0, 10), ==, 0);

  long_url[MVUA_CACHE_MOST_URL] = '\0';
  long_etag[MVUA_CACHE_MOST_ETAG] = '\0';
  object_write (cache, 1, long_url, long_etag, 0, 10);
  object_write (cache, 1, URL, ETAG, 0, 249000);
  g_assert_cmpuint (object_read (cache, 1, long_url, long_etag, 0, 20), ==, 10);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 250000), ==, 249000);
  g_assert_cmpuint (mvua_cache_measure (cache).n_refused, ==, 0);
}

static void
test_usage (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaCache) cache = place_open (place, 0);
  MvuaCacheUsage usage = mvua_cache_measure (cache);

  g_assert_cmpuint (usage.n_entries + usage.n_bytes, ==, 0);
  g_assert_cmpuint (usage.most_bytes, ==, MVUA_CACHE_DEFAULT_BYTES);
  g_assert_cmpint (usage.oldest, ==, 0);
  g_assert_cmpint (usage.newest, ==, 0);
  g_assert_cmpstr (usage.complaint, ==, "");

  object_write (cache, 1, URL, ETAG, 0, 1000);
  g_autofree char *path = place_only_file (place);
  const struct timespec times[] = { { .tv_sec = 1758153600 }, { .tv_sec = 1758153600 } };
  g_assert_cmpint (utimensat (-1, path, times, 0), ==, 0);
  object_put (cache, 1, URL ".idx", ETAG, 500);
  object_write (cache, 1, URL, "\"2\"", 0, 100);

  usage = mvua_cache_measure (cache);
  g_assert_cmpuint (usage.n_entries, ==, 3);
  g_assert_cmpuint (usage.n_bytes, >, 1600);
  g_assert_cmpuint (usage.n_bytes, <, 2500);
  g_assert_cmpint (usage.oldest, ==, 1758153600);
  g_assert_cmpint (ABS (usage.newest - g_get_real_time () / G_USEC_PER_SEC), <, 300);

  g_autoptr (GPtrArray) list = mvua_cache_list (cache);
  g_assert_cmpuint (list->len, ==, 2);
  const MvuaCacheItem *first = g_ptr_array_index (list, 0);
  const MvuaCacheItem *second = g_ptr_array_index (list, 1);
  g_assert_cmpstr (first->url, ==, URL);
  g_assert_cmpuint (first->n_pieces, ==, 2);
  g_assert_cmpint (first->last_used, ==, usage.newest);
  g_assert_cmpstr (second->url, ==, URL ".idx");
  g_assert_cmpuint (second->n_pieces, ==, 1);
  g_assert_cmpuint (first->n_bytes + second->n_bytes, ==, usage.n_bytes);
}

static guint
mode_of (const char *path)
{
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

/* Nobody else may look at it, and backups may leave it out. */
static void
test_folder (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  const mode_t mask = umask (0);
  g_autoptr (MvuaCache) cache = place_open (place, 0);
  g_autofree char *tag = g_build_filename (place->folder, "CACHEDIR.TAG", NULL);
  g_autofree char *text = NULL;

  object_write (cache, 1, URL, ETAG, 0, 10);
  umask (mask);
  g_autofree char *path = place_only_file (place);
  g_autofree char *folder = g_path_get_dirname (path);
  g_assert_cmpint (mode_of (place->folder), ==, 0700);
  g_assert_cmpint (mode_of (folder), ==, 0700);
  g_assert_cmpint (mode_of (path), ==, 0600);
  g_assert_true (g_file_get_contents (tag, &text, NULL, NULL));
  g_assert_true (
      g_str_has_prefix (text, "Signature: 8a477f597d28d172789f06886806bc55\n"));

  /* Removed as a whole, it is made again. */
  g_assert_cmpint (nftw (place->folder, place_remove, 16, FTW_DEPTH | FTW_PHYS), ==, 0);
  object_write (cache, 1, URL, ETAG, 0, 10);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 10), ==, 10);
  g_assert_true (g_file_test (tag, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (mvua_cache_measure (cache).complaint, ==, "");

  /* A file is no folder; and the default one is the user's. */
  g_autoptr (GError) error = NULL;
  g_assert_null (mvua_cache_open (tag, 0, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, tag));
  g_autofree char *expected =
      g_build_filename (g_get_user_cache_dir (), "mvua", "remote", NULL);
  g_autofree char *own = mvua_cache_default_folder ();
  g_assert_cmpstr (own, ==, expected);
}

static void
save (const char *folder, const char *name, char **path)
{
  *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (*path, "mine", 4, NULL));
}

/* Clearing takes the cache's own and nothing else, and never through a link. */
static void
test_clear (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaCache) cache = place_open (place, 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *letter = NULL, *note = NULL, *part = NULL, *target = NULL;

  g_assert_true (mvua_cache_clear (cache, &error)); /* where there is nothing */
  g_assert_cmpint (g_mkdir_with_parents (place->folder, 0755), ==, 0);
  save (place->folder, "letter", &letter);
  object_write (cache, 1, URL, ETAG, 0, 10);
  object_put (cache, 1, URL "2", ETAG, 10);
  g_autoptr (GPtrArray) paths = place_find (place->folder, "");
  g_assert_cmpuint (paths->len, ==, 3);
  g_autofree char *tag = g_build_filename (place->folder, "CACHEDIR.TAG", NULL);
  g_assert_false (g_file_test (tag, G_FILE_TEST_EXISTS)); /* it was somebody's folder */

  /* Beside an entry: a note, what is being written, a link that has an entry's name. */
  const char *entry = g_ptr_array_index (paths, 0);
  if (strcmp (entry, letter) == 0)
    entry = g_ptr_array_index (paths, 1);
  g_autofree char *folder = g_path_get_dirname (entry);
  g_autofree char *base = g_path_get_basename (entry);
  save (folder, "note", &note);
  save (folder, ".part-0123456789abcdef", &part);
  save (place->scratch, base, &target);
  g_autofree char *link_name = g_strdup (base);
  link_name[MVUA_CACHE_URL_DIGITS + 1] ^= 1;
  g_autofree char *link = g_build_filename (folder, link_name, NULL);
  g_assert_cmpint (symlink (target, link), ==, 0);

  /* And a folder that is a link to one that has a file with an entry's name. */
  g_autofree char *other = NULL;
  for (guint number = 0; other == NULL || g_file_test (other, G_FILE_TEST_EXISTS);
       number++)
    {
      g_free (other);
      other = g_strdup_printf ("%s/%02x", place->folder, number);
    }
  g_assert_cmpint (symlink (place->scratch, other), ==, 0);

  g_assert_true (mvua_cache_clear (cache, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mvua_cache_measure (cache).n_entries, ==, 0);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 10), ==, 0);
  g_assert_false (g_file_test (entry, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (letter, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (note, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (target, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (other, G_FILE_TEST_IS_SYMLINK));

  object_write (cache, 1, URL, ETAG, 0, 10); /* and it goes on */
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 10), ==, 10);
}

/* Nothing is read, written or evicted through a link in the place of an entry or a
 * folder. */
static void
test_links (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaCache) cache = place_open (place, 0);

  object_write (cache, 1, URL, ETAG, 0, 10);
  g_autofree char *path = place_only_file (place);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *away = g_build_filename (place->scratch, "away", NULL);
  g_assert_cmpint (g_rename (path, away), ==, 0);
  g_assert_cmpint (symlink (away, path), ==, 0);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 10), ==, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_SYMLINK));

  object_write (cache, 1, URL, ETAG, 0, 10); /* in the place of the link */
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 10), ==, 10);
  g_assert_false (g_file_test (path, G_FILE_TEST_IS_SYMLINK));

  g_autofree char *moved = g_build_filename (place->scratch, "moved", NULL);
  g_assert_cmpint (g_rename (folder, moved), ==, 0);
  g_assert_cmpint (symlink (moved, folder), ==, 0);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 10), ==, 0);
  g_assert_cmpuint (mvua_cache_measure (cache).n_entries, ==, 0);
  object_write (cache, 1, URL, ETAG, 20, 10);
  g_assert_cmpuint (mvua_cache_measure (cache).n_refused, ==, 1);
  g_autoptr (GPtrArray) paths = place_find (moved, "");
  g_assert_cmpuint (paths->len, ==, 1);
}

static void
test_names (void)
{
  MvuaCacheName name = { .kind = MVUA_CACHE_RANGE, .offset = 0xabc, .length = 16 },
                parsed;
  char text[MVUA_CACHE_NAME_SIZE];

  /* The digests are those of sha256sum. */
  mvua_cache_key_make (&name.key, "https://a.example/b", NULL);
  mvua_cache_name_format (&name, text);
  g_assert_cmpstr (text, ==,
                   "daa1944644c377b3cf4807d9426a106d-e3b0c44298fc1c14-"
                   "r0000000000000abc-0000000000000010");
  g_assert_true (mvua_cache_name_parse (text, &parsed));
  g_assert_cmpuint (parsed.offset, ==, 0xabc);
  g_assert_cmpuint (parsed.length, ==, 16);
  g_assert_cmpint (parsed.kind, ==, MVUA_CACHE_RANGE);
  g_assert_cmpstr (parsed.key.url, ==, name.key.url);
  g_assert_cmpstr (parsed.key.etag, ==, name.key.etag);

  /* What is parsed is formatted to the same again, whatever letter is changed or cut. */
  for (guint i = 0; i < MVUA_CACHE_NAME_LENGTH; i++)
    {
      g_autofree char *cut = g_strndup (text, i);
      g_assert_false (mvua_cache_name_parse (cut, &parsed));
      for (guint c = 1; c < 256; c++)
        {
          char changed[MVUA_CACHE_NAME_SIZE], again[MVUA_CACHE_NAME_SIZE];
          g_strlcpy (changed, text, sizeof changed);
          changed[i] = (char) c;
          if (!mvua_cache_name_parse (changed, &parsed))
            continue;
          mvua_cache_name_format (&parsed, again);
          g_assert_cmpstr (again, ==, changed);
          g_assert_cmpuint (parsed.offset + parsed.length, >=, parsed.offset);
        }
    }
  g_autofree char *longer = g_strconcat (text, "0", NULL);
  g_assert_false (mvua_cache_name_parse (longer, &parsed));

  char part[MVUA_CACHE_PART_SIZE];
  mvua_cache_part_format (G_MAXUINT64, part);
  g_assert_cmpstr (part, ==, ".part-ffffffffffffffff");
  g_assert_true (mvua_cache_part_is (part));
  g_assert_false (mvua_cache_part_is (".part-fffffffffffffff"));
  g_assert_false (mvua_cache_part_is (".part-fffffffffffffffg"));
  g_assert_false (mvua_cache_part_is (".port-ffffffffffffffff"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                  \
  g_test_add ("/cache/" path, Place, NULL, place_set_up, func, place_tear_down)
  ADD ("hit-and-miss", test_hit_and_miss);
  ADD ("parts", test_parts);
  ADD ("join", test_join);
  ADD ("etags", test_etags);
  ADD ("objects", test_objects);
  ADD ("too-long", test_too_long);
  ADD ("usage", test_usage);
  ADD ("folder", test_folder);
  ADD ("clear", test_clear);
  ADD ("links", test_links);
  g_test_add_func ("/cache/names", test_names);
  return g_test_run ();
}
