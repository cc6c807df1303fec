/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Several processes on one cache, and processes that are killed while they fetch: what
 * the cache gives is right, or it is nothing. */

#include "remote-fixture.h"

#include <signal.h>

#define N_KILLS 50

static const char *const variables[] = { "t2m", "cape", "sp", "u10", "pwat" };

/* `mvua ARGUMENTS` with its cache below the scratch folder. */
static GSubprocess *
start (Fixture *self, const char *command, ...)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  const char *argument;
  va_list list;

  g_ptr_array_add (arguments, (gpointer) g_getenv ("MVUA"));
  g_ptr_array_add (arguments, (gpointer) command);
  g_ptr_array_add (arguments, (gpointer) RUN);
  va_start (list, command);
  while ((argument = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (list);
  g_ptr_array_add (arguments, (gpointer) "--base-url");
  g_ptr_array_add (arguments, (gpointer) mvua_test_bucket_get_url (self->bucket));
  g_ptr_array_add (arguments, NULL);
  g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", self->scratch, TRUE);
  GSubprocess *process = g_subprocess_launcher_spawnv (
      launcher, (const char *const *) arguments->pdata, &error);
  g_assert_no_error (error);
  return process;
}

static char *
folder_of (const Fixture *self)
{
  return g_build_filename (self->scratch, "mvua", "remote", NULL);
}

/* What is read of @object from @offset on, if anything, is so.  Returns: how much */
static gsize
check_piece (
    MvuaCache *cache, const char *url, const char *etag, GBytes *object, gsize offset)
{
  gsize n = 0;
  const guint8 *bytes = g_bytes_get_data (object, &n);
  g_autofree guint8 *found = g_malloc (n - offset);
  const gsize n_found = mvua_cache_read (cache, url, etag, offset, n - offset, found);

  g_assert_cmpuint (n_found, <=, n - offset);
  g_assert_cmpmem (found, n_found, bytes + offset, n_found);
  return n_found;
}

/* All that is kept of the bucket's files, from each message's beginning and from places
 * where none begins.  Returns: how much there is */
static gsize
check_cache (Fixture *self)
{
  g_autofree char *folder = folder_of (self);
  g_autoptr (MvuaCache) cache = mvua_cache_open (folder, 0, NULL);
  g_auto (GStrv) keys = mvua_test_bucket_dup_keys (self->bucket);
  gsize n_kept = 0;

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GBytes) object = mvua_test_bucket_dup (self->bucket, keys[i]);
      g_autofree char *etag = mvua_test_server_dup_etag (object);
      g_autofree char *url =
          g_strconcat (mvua_test_bucket_get_url (self->bucket), "/", keys[i], NULL);
      const gsize n = g_bytes_get_size (object);
      const guint8 *bytes = g_bytes_get_data (object, NULL);

      for (gsize at = 0; at + 4 < n; at++)
        if (memcmp (bytes + at, "GRIB", 4) == 0)
          n_kept += check_piece (cache, url, etag, object, at);
      for (gsize at = 777; at < n; at += 50021)
        check_piece (cache, url, etag, object, at);
      g_autoptr (GBytes) whole = mvua_cache_get (cache, url, etag, NULL);
      g_assert_true (whole == NULL || g_bytes_equal (whole, object));
    }
  g_assert_cmpuint (mvua_cache_measure (cache).n_damaged, ==, 0);
  return n_kept;
}

static void
assert_ends_well (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_subprocess_wait (process, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  /* Of a whole run most members are not there, which is told. */
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 3);
}

static void
test_two (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *map = g_build_filename (self->scratch, "map.png", NULL);
  g_autofree char *other_map = g_build_filename (self->scratch, "other.png", NULL);
  g_autofree char *store = g_build_filename (self->scratch, "out.zarr", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      g_autoptr (GSubprocess) one =
          start (self, "show", "mean", variables[i], "12", "-o", map, NULL);
      g_autoptr (GSubprocess) other =
          start (self, "show", "mean", variables[i], "12", "-o", other_map, NULL);
      g_autoptr (GSubprocess) third =
          start (self, "export", store, "--overwrite", "--steps", "0-6", "--variables",
                 variables[i], NULL);
      assert_ends_well (one);
      assert_ends_well (other);
      assert_ends_well (third);
      g_autofree char *first_bytes = NULL, *other_bytes = NULL;
      gsize n = 0, n_other = 0;
      g_assert_true (g_file_get_contents (map, &first_bytes, &n, NULL));
      g_assert_true (g_file_get_contents (other_map, &other_bytes, &n_other, NULL));
      g_assert_cmpmem (first_bytes, n, other_bytes, n_other);
    }
  g_assert_cmpuint (check_cache (self), >, 100000);

  /* All of it is there for a third one, which fetches the listing alone. */
  take_count (self);
  g_autoptr (GSubprocess) last =
      start (self, "show", "mean", "cape", "12", "-o", map, NULL);
  assert_ends_well (last);
  g_assert_cmpuint (take_count (self), ==, 1);
}

static void
test_killed (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *map = g_build_filename (self->scratch, "map.png", NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_auto (Truth) truth = open_truth (usual_demo ());
  guint n_in_time = 0;

  mvua_test_server_set_link (self->server, 0.005, 600000);
  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autofree char *step = g_strdup_printf ("%u", 3 * (i % 9));
      take_count (self);
      g_autoptr (GSubprocess) process =
          start (self, "show", "mean", variables[i % G_N_ELEMENTS (variables)], step,
                 "-o", map, NULL);

      /* Some time after its first request, wherever that finds it. */
      const gint64 began = g_get_monotonic_time ();
      while (take_count (self) == 0 &&
             g_get_monotonic_time () - began < 10 * G_USEC_PER_SEC)
        g_usleep (500);
      g_usleep ((gulong) g_rand_int_range (random, 0, 300000));
      g_subprocess_send_signal (process, SIGKILL);
      g_subprocess_wait (process, NULL, NULL);
      n_in_time += g_subprocess_get_if_signaled (process);
      check_cache (self);
    }
  g_test_message ("%u of %u were killed while they worked; %" G_GSIZE_FORMAT
                  " bytes are kept",
                  n_in_time, N_KILLS, check_cache (self));
  g_assert_cmpuint (n_in_time, >, N_KILLS / 2);

  mvua_test_server_set_link (self->server, 0, 0);
  g_autofree char *folder = folder_of (self);
  g_autoptr (MvuaRemote) remote = new_remote (self, folder);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  assert_all_there (&truth, ensemble, NULL);
  g_assert_cmpuint (mvua_remote_count (remote).n_cached, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_getenv ("MVUA"));
#define ADD(name, data, func)                                                            \
  g_test_add ("/remote-processes/" name, Fixture, data, set_up, func, tear_down)
  ADD ("two", NULL, test_two);
  ADD ("killed", NULL, test_killed);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
