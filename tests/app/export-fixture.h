/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of exports in the viewer share: a small demo, a folder for outputs, and
 * waiting for a job. */

#include "window-fixture.h"

#include "mvua-export-job.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *out;
  MvuaEnsemble *ensemble;
} Fixture;

/* A file, or a folder and all below it. */
static inline void
remove_all (const char *path)
{
  const char *name;
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_all (child);
    }
  g_remove (path);
}

static char *shared_source; /* made once, and only read */

static inline void
make_source (void)
{
  MvuaDemoOptions options = MVUA_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  if (shared_source != NULL)
    return;
  shared_source = g_dir_make_tmp ("mvua-source-XXXXXX", NULL);
  options.directory = shared_source;
  options.count = 3;
  options.steps = "0-90";
  g_assert_true (mvua_demo_make (&options, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

/* At the end of main(). */
static inline void
remove_source (void)
{
  if (shared_source != NULL)
    remove_all (shared_source);
  g_clear_pointer (&shared_source, g_free);
}

static inline void
fixture_set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  make_source ();
  self->out = g_dir_make_tmp ("mvua-out-XXXXXX", NULL);
  self->ensemble = mvua_ensemble_open (shared_source, NULL, NULL, &error);
  g_assert_no_error (error);
}

static inline void
fixture_tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_clear_pointer (&self->ensemble, mvua_ensemble_unref);
  remove_all (self->out);
  g_free (self->out);
}

static inline char *
fixture_path (const Fixture *self, const char *name)
{
  return g_build_filename (self->out, name, NULL);
}

static inline guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* All of a folder, hidden files too. */
static inline guint64
count_bytes (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GStatBuf status = { 0 };
  const char *name;
  guint64 n = 0;

  if (dir == NULL)
    return g_stat (path, &status) == 0 ? (guint64) status.st_size : 0;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      n += count_bytes (child);
    }
  return n;
}

/* Two folders have the same files with the same bytes. */
static inline void
assert_same_tree (const char *a, const char *b)
{
  g_autoptr (GDir) dir = g_dir_open (a, 0, NULL);
  const char *name;

  if (dir == NULL)
    {
      g_autofree char *first = NULL, *second = NULL;
      gsize n_first = 0, n_second = 0;
      g_assert_true (g_file_get_contents (a, &first, &n_first, NULL));
      g_assert_true (g_file_get_contents (b, &second, &n_second, NULL));
      g_assert_cmpmem (first, n_first, second, n_second);
      return;
    }
  g_assert_cmpuint (count_entries (a), ==, count_entries (b));
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *first = g_build_filename (a, name, NULL);
      g_autofree char *second = g_build_filename (b, name, NULL);
      assert_same_tree (first, second);
    }
}

static inline gboolean
is_over (gpointer job)
{
  return mvua_export_job_is_over (job);
}

static inline gboolean
has_begun (gpointer job)
{
  return mvua_export_job_get_fraction (job) > 0.02;
}

static inline void
wait_for_end (MvuaExportJob *job, MvuaExportJobState expected)
{
  g_assert_true (mvua_test_wait (is_over, job));
  if (mvua_export_job_get_error (job) != NULL)
    g_test_message ("%s", mvua_export_job_get_error (job)->message);
  g_assert_cmpint (mvua_export_job_get_state (job), ==, expected);
}
