/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of killed exports share: a source, what an export of it is if nothing
 * kills it, and chains of exports that are killed and resumed. */

#include "ensemble-fixture.h"
#include "mvua-file-table.h"
#include "mvua-test-child.h"

#include <unistd.h>

#define N_STEPS 60 /* three blocks, the last one short */

/* A way to export, and what it makes. */
typedef struct
{
  const char *name;
  const char *mode;
  MvuaExportFormat format;
  MvuaExportLayout layout;
  gboolean has_rest;
} Way;

static const Way ways[] = {
  { "v2", "new", MVUA_EXPORT_ZARR2, MVUA_EXPORT_TREE, FALSE },
  { "v3", "new", MVUA_EXPORT_ZARR3, MVUA_EXPORT_TREE, FALSE },
  { "members", "new", MVUA_EXPORT_ZARR3, MVUA_EXPORT_MEMBERS, FALSE },
  { "overwrite", "overwrite", MVUA_EXPORT_ZARR2, MVUA_EXPORT_TREE, FALSE },
  { "top-up-v2", "top-up", MVUA_EXPORT_ZARR2, MVUA_EXPORT_TREE, FALSE },
  { "top-up-v3", "top-up", MVUA_EXPORT_ZARR3, MVUA_EXPORT_TREE, FALSE },
  { "hybrid", "new", MVUA_EXPORT_ZARR2, MVUA_EXPORT_TREE, TRUE },
};

typedef struct
{
  Folder folder; /* the source, whole */
  Folder early;  /* and as it was before the rest of it came */
  char *out;
  char *old[G_N_ELEMENTS (ways)];           /* (nullable): what the target is at first */
  char *whole[G_N_ELEMENTS (ways)];         /* what it is in the end */
  MvuaTestShared told[G_N_ELEMENTS (ways)]; /* of an export that is not killed */
  guint n_kills;
  guint n_in_flight; /* reads that were done again for nothing, at most */
  guint n_again;     /* and how many were */
} Fixture;

/* Rain of some members fails now and then, so that there are gaps to be carried over. */
static inline gboolean
is_there (guint number, int step, gboolean is_early)
{
  if (number == 2 && (step == 9 || step == 84))
    return FALSE;
  return !is_early || (step < 3 * N_STEPS / 2 && !(number == 3 && step == 30));
}

static inline void
write_source (Folder *folder, gboolean is_early)
{
  for (guint number = 1; number <= 3; number++)
    for (int step = 0; step < 3 * N_STEPS; step += 3)
      if (is_there (number, step, is_early))
        write_member_step (folder, perturbed (number), step,
                           2800 + step + (int) (10 * number));
}

/* Every file of both folders, to the byte. */
static inline gboolean
is_same (const char *a, const char *b)
{
  g_autoptr (GDir) dir = g_dir_open (a, 0, NULL);
  g_autoptr (GDir) other = g_dir_open (b, 0, NULL);
  const char *name;
  int balance = 0;

  if (dir == NULL || other == NULL)
    return FALSE;
  while (g_dir_read_name (other) != NULL)
    balance--;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *one = g_build_filename (a, name, NULL);
      g_autofree char *two = g_build_filename (b, name, NULL);
      g_autofree char *bytes = NULL;
      g_autofree char *expected = NULL;
      gsize n = 0, n_expected = 0;

      balance++;
      if (g_file_test (one, G_FILE_TEST_IS_DIR))
        {
          if (!is_same (one, two))
            return FALSE;
          continue;
        }
      if (!g_file_get_contents (one, &bytes, &n, NULL) ||
          !g_file_get_contents (two, &expected, &n_expected, NULL) || n != n_expected ||
          memcmp (bytes, expected, n) != 0)
        return FALSE;
    }
  return balance == 0;
}

static inline void
copy_tree (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir (to, 0777), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *one = g_build_filename (from, name, NULL);
      g_autofree char *two = g_build_filename (to, name, NULL);
      g_autofree char *bytes = NULL;
      gsize n = 0;

      if (g_file_test (one, G_FILE_TEST_IS_DIR))
        copy_tree (one, two);
      else
        {
          g_assert_true (g_file_get_contents (one, &bytes, &n, NULL));
          g_assert_true (g_file_set_contents_full (
              two, bytes, (gssize) n, G_FILE_SET_CONTENTS_CONSISTENT, 0666, NULL));
        }
    }
}

static inline MvuaTestOrder
order_of (const Fixture *self, guint way, const char *target)
{
  return (MvuaTestOrder){ .mode = ways[way].mode,
                          .source = self->folder.folder,
                          .target = target,
                          .format = ways[way].format,
                          .layout = ways[way].layout,
                          .has_rest = ways[way].has_rest };
}

/* What the target of a way is before it is exported to. */
static inline void
lay_old (const Fixture *self, guint way, const char *target)
{
  if (self->old[way] != NULL)
    copy_tree (self->old[way], target);
}

static inline void
make_old (Fixture *self, guint way)
{
  g_autofree char *name = g_strconcat (ways[way].name, ".old", NULL);
  MvuaTestOrder order = order_of (self, way, NULL);
  MvuaTestShared told;

  if (strcmp (ways[way].mode, "new") == 0)
    return;
  self->old[way] = g_build_filename (self->out, name, NULL);
  order.mode = "new";
  order.source = self->early.folder;
  order.target = self->old[way];
  g_assert_true (mvua_test_child_run (&order, -1, &told));
}

static inline void
make_whole (Fixture *self, guint way)
{
  g_autofree char *name = g_strconcat (ways[way].name, ".whole", NULL);

  g_autofree char *target = g_build_filename (self->out, "target", NULL);

  /* A hybrid names itself in its references. */
  self->whole[way] = g_build_filename (self->out, name, NULL);
  lay_old (self, way, target);
  const MvuaTestOrder order = order_of (self, way, target);
  g_assert_true (mvua_test_child_run (&order, -1, &self->told[way]));
  g_assert_cmpint (g_rename (target, self->whole[way]), ==, 0);
  g_assert_cmpint (self->told[way].n_reads, >, 0);
  if (ways[way].layout == MVUA_EXPORT_TREE)
    g_assert_cmpint (
        mvua_file_table_verify (self->whole[way], NULL, NULL, NULL, NULL, NULL), ==, 0);
}

/* Thousands of small files: memory does for them where there is a place in it. */
static inline void
choose_scratch (void)
{
  if (g_access ("/dev/shm", W_OK | X_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", FALSE);
}

static inline void
set_up (Fixture *self, gconstpointer data)
{
  folder_set_up (&self->folder, data);
  folder_set_up (&self->early, data);
  write_source (&self->folder, FALSE);
  write_source (&self->early, TRUE);
  self->out = g_dir_make_tmp ("mvua-kill-XXXXXX", NULL);
  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    {
      make_old (self, way);
      make_whole (self, way);
    }
}

static inline void
tear_down (Fixture *self, gconstpointer data)
{
  remove_all (self->out);
  g_free (self->out);
  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    {
      g_free (self->old[way]);
      g_free (self->whole[way]);
    }
  folder_tear_down (&self->early, data);
  folder_tear_down (&self->folder, data);
}

/* Entries beside the outputs that are kept: what is left of a chain. */
static inline guint
count_parts (const Fixture *self, const char *target)
{
  g_autoptr (GPtrArray) left = mvua_export_list_left (target);
  g_autoptr (GDir) dir = g_dir_open (self->out, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += name[0] == '.';
  g_assert_cmpuint (n, ==, left->len);
  return n;
}

/* Under its name there is what was there before, or the whole of what shall be. */
static inline void
assert_valid (const Fixture *self, guint way, const char *target)
{
  if (!g_file_test (target, G_FILE_TEST_EXISTS))
    g_assert_true (self->old[way] == NULL);
  else if (self->old[way] == NULL || !is_same (target, self->old[way]))
    g_assert_true (is_same (target, self->whole[way]));
}

/* An export that was killed is begun anew where it left nothing to go on with. */
static inline const char *
next_mode (const Fixture *self, guint way, const char *target)
{
  g_autoptr (GPtrArray) list = mvua_export_list_left (target);
  g_autoptr (MvuaExportLeft) left = mvua_export_find_left (target);

  for (guint i = 0; i < list->len; i++)
    {
      const MvuaExportLeft *one = g_ptr_array_index (list, i);
      g_assert_cmpint (one->state, !=, MVUA_EXPORT_LEFT_ALIVE);
      g_assert_cmpint (one->state, !=, MVUA_EXPORT_LEFT_UNKNOWN);
      if (one->state == MVUA_EXPORT_LEFT_ORPHAN)
        g_assert_true (mvua_export_discard (one, NULL));
    }
  if (left != NULL)
    return "resume";
  return is_same (target, self->whole[way]) ? NULL : ways[way].mode;
}

/* The target is whole, nothing else is left, and no more was read than what was not
 * noted as done when it was killed. */
static inline void
assert_done (
    Fixture *self, guint way, const char *target, guint n_reads, guint n_in_flight)
{
  const guint n_needed = (guint) self->told[way].n_reads;

  g_assert_true (is_same (target, self->whole[way]));
  g_assert_cmpuint (count_parts (self, target), ==, 0);
  g_assert_cmpuint (n_reads, >=, n_needed);
  g_assert_cmpuint (n_reads - n_needed, <=, n_in_flight);
  self->n_in_flight += n_in_flight;
  self->n_again += n_reads - n_needed;
}
