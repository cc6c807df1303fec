/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is left of outputs that have no journal, or none yet, when they are killed: it is
 * found, and can be discarded unless somebody is at work on it. */

#include "ensemble-fixture.h"
#include "mvua-target.h"
#include "mvua-test-child.h"

#include <glib/gstdio.h>

typedef struct
{
  Folder source;
  Folder out;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  folder_set_up (&self->source, data);
  folder_set_up (&self->out, data);
  for (int step = 0; step < 12; step += 3)
    write_member_step (&self->source, perturbed (1), step, 2900);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  folder_tear_down (&self->out, data);
  folder_tear_down (&self->source, data);
}

/* How many entries there are beside @target and at its place. */
static guint
count_entries (const Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->out.folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* The only one; (transfer full). */
static MvuaExportLeft *
find (const char *target, MvuaExportLeftState state)
{
  g_autoptr (GPtrArray) list = mvua_export_list_left (target);

  g_assert_cmpuint (list->len, ==, 1);
  MvuaExportLeft *left = g_ptr_array_steal_index (list, 0);
  g_assert_cmpint (left->state, ==, state);
  if (state != MVUA_EXPORT_LEFT_DEAD && state != MVUA_EXPORT_LEFT_NETCDF)
    g_assert_null (mvua_export_find_left (target));
  return left;
}

static void
discard (const char *target, MvuaExportLeftState state)
{
  g_autoptr (MvuaExportLeft) left = find (target, state);
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_export_discard (left, &error));
  g_assert_no_error (error);
}

static void
kill_at (Fixture *self,
         const char *mode,
         MvuaExportFormat format,
         const char *target,
         const char *milestone)
{
  const MvuaTestOrder order = { .mode = mode,
                                .source = self->source.folder,
                                .target = target,
                                .format = format,
                                .layout = MVUA_EXPORT_TREE,
                                .milestone = milestone,
                                .at = 1 };
  MvuaTestShared told;

  g_assert_false (mvua_test_child_run (&order, -1, &told));
}

static void
test_killed (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *mode;
    MvuaExportFormat format;
    const char *name;
    const char *milestone;
    guint n_named; /* entries that are the output */
  } kills[] = {
    { "refs", MVUA_EXPORT_ZARR2, "out.json", "part-made", 0 },
    { "refs", MVUA_EXPORT_ZARR2, "out.par", "part-made", 0 },
    { "refs", MVUA_EXPORT_ZARR2, "out.parq", "named", 1 },
    { "new", MVUA_EXPORT_ZARR2, "out.zarr", "part-made", 0 },
    { "new", MVUA_EXPORT_ZARR3, "out.zarr", "journal-made", 0 },
    { "new", MVUA_EXPORT_NETCDF, "out.nc", "part-made", 0 },
    { "new", MVUA_EXPORT_NETCDF, "out.nc", "journal-made", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kills); i++)
    {
      g_autofree char *target = g_build_filename (self->out.folder, kills[i].name, NULL);

      kill_at (self, kills[i].mode, kills[i].format, target, kills[i].milestone);
      g_assert_cmpuint (count_entries (self), ==, kills[i].n_named + 1);
      discard (target, MVUA_EXPORT_LEFT_ORPHAN);
      g_assert_cmpuint (count_entries (self), ==, kills[i].n_named);
      if (kills[i].n_named > 0)
        remove_all (target);
    }
}

/* While a process of whichever kind holds the lock nobody removes anything. */
static void
test_alive (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (self->out.folder, "out.json", NULL);
  g_autoptr (GError) error = NULL;
  MvuaTarget *target = mvua_target_new (path, FALSE, &error);

  g_assert_no_error (error);
  g_autoptr (MvuaExportLeft) left = find (path, MVUA_EXPORT_LEFT_ALIVE);
  g_assert_false (mvua_export_discard (left, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_clear_error (&error);
  /* Even if it had been found dead before. */
  left->state = MVUA_EXPORT_LEFT_ORPHAN;
  g_assert_false (mvua_export_discard (left, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_assert_true (g_file_set_contents (mvua_target_get_partial (target), "{}", -1, NULL));
  g_assert_true (mvua_target_commit (target, NULL));
  mvua_target_free (target);
  g_assert_cmpuint (count_entries (self), ==, 1);
}

/* Killed between two renames, the old output is no part of what is discarded. */
static void
test_old (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (self->out.folder, "out.json", NULL);
  g_autofree char *text = NULL;

  kill_at (self, "refs", MVUA_EXPORT_ZARR2, path, "part-made");
  g_autoptr (MvuaExportLeft) left = find (path, MVUA_EXPORT_LEFT_ORPHAN);
  g_autofree char *old = g_build_filename (left->part, ".old", NULL);
  g_assert_true (g_file_set_contents (old, "old", -1, NULL));
  discard (path, MVUA_EXPORT_LEFT_ORPHAN);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpuint (count_entries (self), ==, 1);
}

/* What has neither journal nor lock is told of, and nobody's to remove; if it is empty,
 * nothing is lost with it. */
static void
test_unknown (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (self->out.folder, "out", NULL);
  g_autoptr (GError) error = NULL;

  folder_write_text (&self->out, ".out.part-0badcafe/letter.txt", "Dear …");
  folder_write_text (&self->out, ".outs.part-0badcafe/letter.txt", "Dear …");
  g_autoptr (MvuaExportLeft) left = find (path, MVUA_EXPORT_LEFT_UNKNOWN);
  g_assert_false (mvua_export_discard (left, &error));
  g_autofree char *letter = g_build_filename (left->part, "letter.txt", NULL);
  g_assert_true (g_file_test (letter, G_FILE_TEST_EXISTS));

  g_assert_cmpint (g_remove (letter), ==, 0);
  g_assert_cmpuint (count_entries (self), ==, 2);
  discard (path, MVUA_EXPORT_LEFT_ORPHAN);
  g_assert_cmpuint (count_entries (self), ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/export-orphan/killed", test_killed },
    { "/export-orphan/alive", test_alive },
    { "/export-orphan/old", test_old },
    { "/export-orphan/unknown", test_unknown },
  };

  mvua_test_child_begin (argc, argv);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
