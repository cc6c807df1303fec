/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "faults-place.h"

#include <fcntl.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_DESCRIPTORS 16
#define MEMORY_FOLDER "/dev/shm"
#define SECONDS 120 /* longer is a hang, on the busiest of machines */

char *
faults_place_new (void)
{
  /* In memory where that is possible: a disk that others keep busy is slow. */
  g_autofree char *made = g_strdup_printf (
      "%s/mvua-faults-XXXXXX",
      g_access (MEMORY_FOLDER, W_OK) == 0 ? MEMORY_FOLDER : g_get_tmp_dir ());

  g_assert_nonnull (g_mkdtemp (made));
  char *place = realpath (made, NULL);
  g_assert_nonnull (place);
  char *copy = g_strdup (place);
  free (place);
  g_assert_cmpint (g_chdir (copy), ==, 0);
  return copy;
}

static int
remove_entry (const char *path,
              const struct stat *status G_GNUC_UNUSED,
              int type G_GNUC_UNUSED,
              struct FTW *walk G_GNUC_UNUSED)
{
  return remove (path);
}

void
faults_place_remove (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    g_assert_cmpint (nftw (path, remove_entry, MAX_DESCRIPTORS, FTW_DEPTH | FTW_PHYS), ==,
                     0);
}

void
faults_place_free (char *place)
{
  g_assert_cmpint (g_chdir ("/"), ==, 0);
  faults_place_remove (place);
  g_free (place);
}

/* What hangs is ended by a signal, and told apart from what ends by itself. */
static void
limit_time (gpointer data G_GNUC_UNUSED)
{
  alarm (SECONDS);
}

static char **
set_fault (char **environment, const char *place, const FaultsFault *fault)
{
  g_autofree char *at = g_strdup_printf ("%u", fault->at);
  g_autofree char *under = g_build_filename (place, fault->under, NULL);
  g_autofree char *counts = g_build_filename (place, "counts", NULL);
  const char *asan = g_getenv ("ASAN_OPTIONS");
  /* What is found by a sanitizer has a status of its own.  HDF5 and netCDF leave open on
   * purpose what cannot be written. */
  g_autofree char *options = g_strdup_printf (
      "%s:verify_asan_link_order=0:exitcode=99:allocator_may_return_null=1%s",
      asan != NULL ? asan : "",
      strstr (fault->under, "netcdf") != NULL ? ":detect_leaks=0" : "");
  const char *const pairs[][2] = {
    { "LD_PRELOAD", g_getenv ("MVUA_FAULTS_LIBRARY") },
    { "MVUA_FAULT_UNDER", under },
    { "MVUA_FAULT_KIND", fault->kind != NULL ? fault->kind : "" },
    { "MVUA_FAULT_ERROR", fault->error != NULL ? fault->error : "EIO" },
    { "MVUA_FAULT_AT", at },
    { "MVUA_FAULT_STAYS", fault->stays ? "1" : "0" },
    { "MVUA_FAULT_COUNTS", counts },
    /* netCDF-C and HDF5 crash there, whoever calls. */
    { "MVUA_FAULT_SPARES", "NC_create" },
    { "ASAN_OPTIONS", options },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    environment = g_environ_setenv (environment, pairs[i][0], pairs[i][1], TRUE);
  return environment;
}

FaultsRun
faults_place_run (const char *place, const char *arguments, const FaultsFault *fault)
{
  g_autofree char *line = g_strconcat ("mvua ", arguments, NULL);
  g_autofree char *cache = g_build_filename (place, "caches", NULL);
  g_auto (GStrv) argv = NULL;
  g_auto (GStrv) environment =
      g_environ_setenv (g_get_environ (), "XDG_CACHE_HOME", cache, TRUE);
  g_autoptr (GError) error = NULL;
  FaultsRun run = { 0 };

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_free (argv[0]);
  argv[0] = g_strdup (g_getenv ("MVUA"));
  if (fault != NULL)
    environment = set_fault (g_steal_pointer (&environment), place, fault);
  g_assert_true (g_spawn_sync (place, argv, environment, G_SPAWN_STDOUT_TO_DEV_NULL,
                               limit_time, NULL, NULL, &run.complaints, &run.status,
                               &error));
  return run;
}

void
faults_run_clear (FaultsRun *self)
{
  g_free (self->complaints);
}

guint
faults_place_count (const char *place, const char *kind)
{
  g_autofree char *path = g_build_filename (place, "counts", NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], kind) && lines[i][strlen (kind)] == ' ')
      return (guint) g_ascii_strtoull (lines[i] + strlen (kind) + 1, NULL, 10);
  return 0;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

void
faults_place_copy (const char *from, const char *to)
{
  g_autofree char *text = NULL;
  gsize n = 0;

  if (!g_file_test (from, G_FILE_TEST_IS_DIR))
    {
      g_assert_true (g_file_get_contents (from, &text, &n, NULL));
      const int fd = g_open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
      g_assert_cmpint (write (fd, text, n), ==, (gssize) n);
      g_assert_cmpint (close (fd), ==, 0);
      return;
    }
  g_autoptr (GPtrArray) names = list (from);
  g_assert_cmpint (g_mkdir (to, 0777), ==, 0);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *old = g_build_filename (from, g_ptr_array_index (names, i), NULL);
      g_autofree char *new = g_build_filename (to, g_ptr_array_index (names, i), NULL);
      faults_place_copy (old, new);
    }
}

static void
add_to_digest (GChecksum *sum, const char *path, const char *name)
{
  g_autofree char *text = NULL;
  gsize n = 0;

  g_checksum_update (sum, (const guchar *) name, (gssize) strlen (name) + 1);
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_assert_true (g_file_get_contents (path, &text, &n, NULL));
      g_checksum_update (sum, (const guchar *) text, (gssize) n);
      return;
    }
  g_autoptr (GPtrArray) names = list (path);
  for (guint i = 0; i < names->len; i++)
    {
      const char *below = g_ptr_array_index (names, i);
      g_autofree char *full = g_build_filename (path, below, NULL);
      add_to_digest (sum, full, below);
    }
}

char *
faults_place_digest (const char *path)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_strdup ("");
  add_to_digest (sum, path, "");
  return g_strdup (g_checksum_get_string (sum));
}

char *
faults_place_find_other (const char *folder, const char *but)
{
  g_autoptr (GPtrArray) names = list (folder);

  for (guint i = 0; i < names->len; i++)
    if (strcmp (g_ptr_array_index (names, i), but) != 0)
      return g_strdup (g_ptr_array_index (names, i));
  return NULL;
}
