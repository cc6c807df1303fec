/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A file of the cache that is not as it was written is absent, and gone after. */

#include "cache-fixture.h"

#include "mvua-crc32c.h"

#include <unistd.h>

#define URL "https://noaa.example/gep01.f003"
#define ETAG "\"1\""
#define SMALL 200 /* bytes; a file of some 280 */
#define LARGE 200000

typedef struct
{
  MvuaCache *cache;
  char *path;
  guint8 *bytes;
  gsize n;
  guint n_damaged;
  gboolean is_object;
  gsize length;
} Victim;

static void
victim_init (Victim *victim, const Place *place, gboolean is_object, gsize length)
{
  *victim = (Victim){ .cache = place_open (place, 0),
                      .is_object = is_object,
                      .length = length };
  if (is_object)
    object_put (victim->cache, 1, URL, ETAG, length);
  else
    object_write (victim->cache, 1, URL, ETAG, 5000, length);
  victim->path = place_only_file (place);
  g_assert_true (
      g_file_get_contents (victim->path, (char **) &victim->bytes, &victim->n, NULL));
}

static void
victim_clear (Victim *victim)
{
  mvua_cache_close (victim->cache);
  g_free (victim->path);
  g_free (victim->bytes);
}

static gboolean
is_there (Victim *victim)
{
  if (victim->is_object)
    return object_get (victim->cache, 1, URL, ETAG) == (gssize) victim->length;
  const gsize n = object_read (victim->cache, 1, URL, ETAG, 5000, victim->length);
  g_assert_true (n == 0 || n == victim->length);
  return n > 0;
}

static void
save (const char *path, const guint8 *bytes, gsize n)
{
  FILE *file = g_fopen (path, "we");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, n, file), ==, n);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* With these @n bytes in its file the piece is absent, and then the file is. */
static void
assert_absent (Victim *victim, const guint8 *bytes, gsize n)
{
  save (victim->path, bytes, n);
  g_assert_false (is_there (victim));
  g_assert_false (g_file_test (victim->path, G_FILE_TEST_EXISTS));
  victim->n_damaged++;
}

static void
test_every_bit (Place *place, gconstpointer is_object)
{
  Victim victim;

  victim_init (&victim, place, is_object != NULL, SMALL);
  g_assert_true (is_there (&victim));
  for (gsize bit = 0; bit < victim.n * 8; bit++)
    {
      victim.bytes[bit / 8] ^= (guint8) (1 << bit % 8);
      assert_absent (&victim, victim.bytes, victim.n);
      victim.bytes[bit / 8] ^= (guint8) (1 << bit % 8);
    }
  g_assert_cmpuint (mvua_cache_measure (victim.cache).n_damaged, ==, victim.n_damaged);
  save (victim.path, victim.bytes, victim.n);
  g_assert_true (is_there (&victim));
  victim_clear (&victim);
}

static void
test_every_cut (Place *place, gconstpointer is_object)
{
  Victim victim;

  victim_init (&victim, place, is_object != NULL, SMALL);
  for (gsize n = 0; n < victim.n; n++)
    assert_absent (&victim, victim.bytes, n);
  g_autofree guint8 *longer = g_malloc0 (victim.n + 1);
  memcpy (longer, victim.bytes, victim.n);
  assert_absent (&victim, longer, victim.n + 1);

  /* As a file system leaves it that had not written all of it: zeros at the end. */
  for (gsize n = 0; n < victim.n; n++)
    {
      memset (longer + n, 0, victim.n - n);
      assert_absent (&victim, longer, victim.n);
      memcpy (longer, victim.bytes, victim.n);
    }
  victim_clear (&victim);
}

/* Several blocks: what is asked for in others may be given, and is right. */
static void
test_blocks (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  Victim victim;
  guint n_right = 0;

  victim_init (&victim, place, FALSE, LARGE);
  for (guint i = 0; i < 500; i++)
    {
      const gsize at = (gsize) g_rand_int_range (rand, 0, (int) victim.n);
      const guint8 bit = (guint8) (1 << g_rand_int_range (rand, 0, 8));
      const gsize from = (gsize) g_rand_int_range (rand, 0, LARGE);
      victim.bytes[at] ^= bit;
      save (victim.path, victim.bytes, victim.n);
      const gsize n = object_read (victim.cache, 1, URL, ETAG, 5000 + from, 1000);
      g_assert_true (n == 0 || n == MIN (1000, LARGE - from));
      n_right += n > 0;
      if (n > 0)
        g_assert_false (is_there (&victim));
      g_assert_false (g_file_test (victim.path, G_FILE_TEST_EXISTS));
      victim.bytes[at] ^= bit;
    }
  g_assert_cmpuint (n_right, >, 200);
  g_assert_cmpuint (mvua_cache_measure (victim.cache).n_damaged, ==, 500);
  victim_clear (&victim);
}

/* A joined read ends where the damaged piece was, or goes on with another that is whole.
 */
static void
test_joined (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaCache) cache = place_open (place, 0);

  object_write (cache, 1, URL, ETAG, 0, 100);
  object_write (cache, 1, URL, ETAG, 100, 50);
  object_write (cache, 1, URL, ETAG, 100, 100);
  object_write (cache, 1, URL, ETAG, 200, 100);
  g_autoptr (GPtrArray) paths = place_find (place->folder, "");
  g_assert_cmpuint (paths->len, ==, 4);
  for (guint i = 0; i < paths->len; i++)
    if (g_str_has_suffix (g_ptr_array_index (paths, i),
                          "r0000000000000064-0000000000000064"))
      g_assert_cmpint (truncate (g_ptr_array_index (paths, i), 60), ==, 0);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 300), ==, 150);
  object_write (cache, 1, URL, ETAG, 150, 50);
  g_assert_cmpuint (object_read (cache, 1, URL, ETAG, 0, 300), ==, 300);
}

/* A good file under the name of another: of another place, ETag, URL, kind. */
static void
test_swapped (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) paths = NULL;

  {
    g_autoptr (MvuaCache) cache = place_open (place, 0);
    object_write (cache, 1, URL, ETAG, 0, 100);
    object_write (cache, 1, URL, ETAG, 1000, 100);
    object_write (cache, 2, URL, "\"2\"", 0, 100);
    object_write (cache, 3, URL "2", ETAG, 0, 100);
    object_put (cache, 4, URL, ETAG, 100);
    paths = place_find (place->folder, "");
  }
  g_assert_cmpuint (paths->len, ==, 5);
  for (guint from = 0; from < paths->len; from++)
    for (guint to = 0; to < paths->len; to++)
      {
        g_autoptr (MvuaCache) cache = place_open (place, 0);
        g_autofree char *good = NULL, *old = NULL;
        gsize n, n_old;
        g_assert_true (
            g_file_get_contents (g_ptr_array_index (paths, from), &good, &n, NULL));
        g_assert_true (
            g_file_get_contents (g_ptr_array_index (paths, to), &old, &n_old, NULL));
        save (g_ptr_array_index (paths, to), (guint8 *) good, n);
        const guint n_there = (object_read (cache, 1, URL, ETAG, 0, 100) > 0) +
                              (object_read (cache, 1, URL, ETAG, 1000, 100) > 0) +
                              (object_read (cache, 2, URL, "\"2\"", 0, 100) > 0) +
                              (object_read (cache, 3, URL "2", ETAG, 0, 100) > 0) +
                              (object_get (cache, 4, URL, ETAG) > 0);
        g_assert_cmpuint (n_there, ==, from == to ? 5 : 4);
        g_assert_cmpuint (mvua_cache_measure (cache).n_damaged, ==, from == to ? 0 : 1);
        save (g_ptr_array_index (paths, to), (guint8 *) old, n_old);
      }
}

/* What nobody wrote though its sum is right: no length is believed. */
static void
test_crafted (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    gsize at, n;
    guint64 value;
  } lies[] = {
    { 8, 4, 2 },
    { 8, 4, 0 },
    { 12, 4, 1 },
    { 12, 4, 2 },
    { 12, 4, G_MAXUINT32 },
    { 16, 4, 0 },
    { 16, 4, 30 },
    { 16, 4, 4097 },
    { 16, 4, G_MAXUINT32 },
    { 20, 4, 0 },
    { 20, 4, 1025 },
    { 20, 4, G_MAXUINT32 },
    { 24, 8, 0 },
    { 24, 8, 5001 },
    { 24, 8, G_MAXUINT64 },
    { 32, 8, 0 },
    { 32, 8, SMALL - 1 },
    { 32, 8, SMALL + 1 },
    { 32, 8, 1u << 30 },
    { 32, 8, (1u << 30) + 1 },
    { 32, 8, G_MAXINT64 },
    { 32, 8, G_MAXUINT64 },
    { 52, 1, 0 },
    { 52, 1, 'x' },
  };
  Victim victim;

  victim_init (&victim, place, FALSE, SMALL);
  const gsize n_head = victim.n - SMALL;
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autofree guint8 *crafted = g_memdup2 (victim.bytes, victim.n);
      const guint64 value = GUINT64_TO_LE (lies[i].value);
      memcpy (crafted + lies[i].at, &value, lies[i].n);
      const guint32 sum = GUINT32_TO_LE (
          mvua_crc32c (mvua_crc32c (0, crafted, 48), crafted + 52, n_head - 52));
      memcpy (crafted + 48, &sum, sizeof sum);
      assert_absent (&victim, crafted, victim.n);
    }

  /* The same with a file of the size that it tells, which is mostly a hole. */
  g_autofree guint8 *crafted = g_memdup2 (victim.bytes, victim.n);
  const guint64 length = GUINT64_TO_LE ((guint64) 1 << 40);
  memcpy (crafted + 32, &length, sizeof length);
  save (victim.path, crafted, victim.n);
  g_assert_cmpint (truncate (victim.path, (off_t) (n_head + (((guint64) 1 << 40) >> 14) +
                                                   ((guint64) 1 << 40))),
                   ==, 0);
  g_assert_false (is_there (&victim));
  g_assert_false (g_file_test (victim.path, G_FILE_TEST_EXISTS));
  victim_clear (&victim);
}

/* What is no file in the place of one: absent, and left alone. */
static void
test_no_file (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  Victim victim;

  victim_init (&victim, place, FALSE, SMALL);
  g_assert_cmpint (g_unlink (victim.path), ==, 0);
  g_assert_cmpint (mkfifo (victim.path, 0600), ==, 0);
  g_assert_false (is_there (&victim)); /* without waiting for who writes into it */
  g_assert_cmpint (g_unlink (victim.path), ==, 0);
  g_assert_cmpint (g_mkdir (victim.path, 0700), ==, 0);
  g_assert_false (is_there (&victim));
  g_assert_true (g_file_test (victim.path, G_FILE_TEST_IS_DIR));
  g_assert_true (mvua_cache_clear (victim.cache, NULL));
  g_assert_true (g_file_test (victim.path, G_FILE_TEST_IS_DIR));
  g_assert_cmpuint (mvua_cache_measure (victim.cache).n_damaged, ==, 0);
  victim_clear (&victim);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, func)                                                            \
  g_test_add ("/cache-damage/" path, Place, data, place_set_up, func, place_tear_down)
  ADD ("every-bit/range", NULL, test_every_bit);
  ADD ("every-bit/object", "object", test_every_bit);
  ADD ("every-cut/range", NULL, test_every_cut);
  ADD ("every-cut/object", "object", test_every_cut);
  ADD ("blocks", NULL, test_blocks);
  ADD ("joined", NULL, test_joined);
  ADD ("swapped", NULL, test_swapped);
  ADD ("crafted", NULL, test_crafted);
  ADD ("no-file", NULL, test_no_file);
  return g_test_run ();
}
