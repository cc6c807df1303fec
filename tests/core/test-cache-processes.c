/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Several processes on one folder, and processes that are killed. */

#include "cache-fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define BOUND 2000000
#define N_URLS 20
#define N_KILLS 100
#define URL "https://noaa.example/%u"
#define SEED_CLEARED 3 /* of one whose files are taken away while it writes them */

/* In a process of its own: @n times something at random, every byte of which is verified.
 */
static void
use_at_random (const Place *place, guint32 seed, guint n)
{
  g_autoptr (MvuaCache) cache = place_open (place, BOUND);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint i = 0; i < n; i++)
    {
      const guint number = (guint) g_rand_int_range (rand, 0, N_URLS);
      const guint64 offset = 100000 * (guint64) g_rand_int_range (rand, 0, 3);
      const gsize length = (gsize) g_rand_int_range (rand, 1, 200000);
      g_autofree char *url = g_strdup_printf (URL, number);
      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          object_write (cache, number, url, "e", offset, length);
          break;
        case 1:
          object_put (cache, number, url, "e", length);
          break;
        case 2:
          object_get (cache, number, url, NULL);
          break;
        default:
          object_read (cache, number, url, "e", offset, length);
          break;
        }
    }
  const MvuaCacheUsage usage = mvua_cache_measure (cache);
  g_assert_cmpuint (usage.n_damaged, ==, 0);
  g_assert_cmpuint (usage.n_refused, <=, seed == SEED_CLEARED ? n / 20 : 0);
  g_assert_cmpstr (usage.complaint, ==, "");
}

static pid_t
spawn_user (const Place *place, guint32 seed, guint n)
{
  const pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      use_at_random (place, seed, n);
      _exit (0);
    }
  return pid;
}

/* How many of the pieces are there; each must be right. */
static guint
count_there (MvuaCache *cache)
{
  guint n_there = 0;

  for (guint number = 0; number < N_URLS; number++)
    {
      g_autofree char *url = g_strdup_printf (URL, number);
      n_there += object_read (cache, number, url, "e", 0, 400000) > 0;
      n_there += object_get (cache, number, url, "e") > 0;
    }
  return n_there;
}

static void
test_two (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  const pid_t users[] = { spawn_user (place, 1, 3000), spawn_user (place, 2, 3000) };
  g_autoptr (MvuaCache) cache = place_open (place, BOUND);
  guint64 peak = 0;
  guint n_ended = 0;
  int status;

  while (n_ended < G_N_ELEMENTS (users))
    {
      peak = MAX (peak, mvua_cache_measure (cache).n_bytes);
      count_there (cache);
      if (waitpid (users[n_ended], &status, WNOHANG) == 0)
        continue;
      g_assert_cmpint (status, ==, 0);
      n_ended++;
    }
  g_test_message ("at most %" G_GUINT64_FORMAT " bytes", peak);
  g_assert_cmpuint (peak, >, BOUND / 2);
  /* Measured while files come and go, of which some are counted before and after. */
  g_assert_cmpuint (peak, <=, BOUND + BOUND / 2);
  g_assert_cmpuint (mvua_cache_measure (cache).n_bytes, <=, BOUND + BOUND / 5);
  g_assert_cmpuint (count_there (cache), >, 0);

  object_write (cache, 1, "another", "e", 0, 10);
  const MvuaCacheUsage usage = mvua_cache_measure (cache);
  g_assert_cmpuint (usage.n_bytes, <=, BOUND);
  g_assert_cmpuint (usage.n_damaged + usage.n_refused, ==, 0);
}

/* Killed at any moment of writing and evicting: what is there is whole. */
static void
test_kill (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (MvuaCache) cache = place_open (place, BOUND);
  guint n_there = 0;

  for (guint32 i = 0; i < N_KILLS; i++)
    {
      const pid_t pid = spawn_user (place, 100 + i, G_MAXUINT);
      int status;
      g_usleep ((gulong) g_rand_int_range (rand, 500, 30000));
      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
      n_there += count_there (cache);
      g_assert_cmpuint (mvua_cache_measure (cache).n_damaged, ==, 0);
    }
  g_assert_cmpuint (n_there, >, N_KILLS);

  /* What they left half-written goes when it is old. */
  const struct timespec old[] = { { .tv_sec = 1758153600 }, { .tv_sec = 1758153600 } };
  g_autoptr (GPtrArray) parts = place_find (place->folder, ".part-");
  g_test_message ("%u were killed while they wrote", parts->len);
  g_assert_cmpuint (parts->len, >, 0);
  for (guint i = 0; i < parts->len; i++)
    g_assert_cmpint (utimensat (AT_FDCWD, g_ptr_array_index (parts, i), old, 0), ==, 0);
  object_write (cache, 1, "another", "e", 0, 10);
  g_autoptr (GPtrArray) left = place_find (place->folder, ".part-");
  g_assert_cmpuint (left->len, ==, 0);
  g_assert_cmpuint (mvua_cache_measure (cache).n_bytes, <=, BOUND);
}

/* One clears while another writes. */
static void
test_clear (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  const pid_t pid = spawn_user (place, SEED_CLEARED, 2000);
  g_autoptr (MvuaCache) cache = place_open (place, BOUND);
  g_autoptr (GError) error = NULL;
  guint n_cleared = 0;
  int status;

  while (waitpid (pid, &status, WNOHANG) == 0)
    {
      g_assert_true (mvua_cache_clear (cache, &error));
      g_assert_no_error (error);
      n_cleared++;
      g_usleep (1000);
    }
  g_assert_cmpuint (n_cleared, >, 10);
  g_assert_cmpint (status, ==, 0);
  g_assert_true (mvua_cache_clear (cache, &error));
  g_assert_cmpuint (mvua_cache_measure (cache).n_entries, ==, 0);
  g_assert_cmpuint (count_there (cache), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                  \
  g_test_add ("/cache-processes/" path, Place, NULL, place_set_up, func, place_tear_down)
  ADD ("two", test_two);
  ADD ("kill", test_kill);
  ADD ("clear", test_clear);
  return g_test_run ();
}
