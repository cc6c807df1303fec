/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of the demo share: a scratch folder, and a demo made in it. */

#include "mvua-demo.h"

#include <glib/gstdio.h>
#include <string.h>

#define MARK "DEMO, NOT A FORECAST"
#define RUN_FOLDER "gefs.20250918/00"
#define DATA_FOLDER RUN_FOLDER "/atmos/pgrb2sp25"

typedef struct
{
  char *root; /* a scratch folder */
  char *directory;
  MvuaDemoOptions options;
} Fixture;

static inline void
remove_tree (const char *path)
{
  const char *name;

  if (g_unlink (path) == 0)
    return;
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_rmdir (path);
}

static inline void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->root = g_dir_make_tmp ("mvua-demo-XXXXXX", NULL);
  fixture->directory = g_build_filename (fixture->root, "demo", NULL);
  fixture->options = (MvuaDemoOptions) MVUA_DEMO_OPTIONS_INIT;
  fixture->options.directory = fixture->directory;
  fixture->options.count = 2;
  fixture->options.steps = "0-12";
}

static inline void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  remove_tree (fixture->root);
  g_free (fixture->directory);
  g_free (fixture->root);
}

static inline void
make (const MvuaDemoOptions *options)
{
  g_autoptr (GError) error = NULL;
  const gboolean ok = mvua_demo_make (options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static inline char *
read_all (const char *directory, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;

  g_file_get_contents (path, &bytes, length, &error);
  g_assert_no_error (error);
  return bytes;
}

static inline char *
data_name (const char *member, int step)
{
  return g_strdup_printf (DATA_FOLDER "/%s.t00z.pgrb2s.0p25.f%03d", member, step);
}
