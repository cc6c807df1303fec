/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Exports that are killed at random, with a call that changes the disk or at any time,
 * and again while they are gone on with; and what a power loss leaves of their files.
 * MVUA_KILLS says how many; the seed is GLib's (--seed).
 */

#include "kill-fixture.h"

#include <stdlib.h>

#define USUAL_KILLS 32
#define MOST_IN_A_CHAIN 6
#define N_LOSSES 16

static guint
count_wanted (void)
{
  const char *text = g_getenv ("MVUA_KILLS");

  return text != NULL ? (guint) MAX (atoi (text), 1) : USUAL_KILLS;
}

/* One process of a chain: killed with any of its calls, or after some time; the last one
 * is left alone.  Returns: whether it was done */
static gboolean
run_one (Fixture *self,
         guint way,
         MvuaTestOrder *order,
         gboolean is_last,
         guint *n_reads,
         guint *n_in_flight)
{
  const guint n_calls = (guint) self->told[way].n_calls;
  const gboolean by_time = !is_last && g_test_rand_int_range (0, 4) == 0;
  MvuaTestShared told;

  order->milestone = NULL;
  order->at =
      is_last || by_time ? 0 : (guint) g_test_rand_int_range (1, (gint) n_calls + 1);
  const gboolean done =
      mvua_test_child_run (order, by_time ? g_test_rand_int_range (0, 60000) : -1, &told);

  *n_reads += (guint) told.n_reads;
  if (!done)
    {
      self->n_kills++;
      *n_in_flight += (guint) told.n_in_flight;
    }
  return done;
}

static void
run_chain (Fixture *self, guint way)
{
  g_autofree char *target = g_build_filename (self->out, "target", NULL);
  MvuaTestOrder order = order_of (self, way, target);
  guint n_reads = 0, n_in_flight = 0;

  lay_old (self, way, target);
  for (guint i = 1; order.mode != NULL; i++)
    {
      if (run_one (self, way, &order, i >= MOST_IN_A_CHAIN, &n_reads, &n_in_flight))
        break;
      assert_valid (self, way, target);
      order.mode = next_mode (self, way, target);
    }
  assert_done (self, way, target, n_reads, n_in_flight);
  remove_all (target);
}

static void
test_kills (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const guint n_wanted = count_wanted ();
  guint n_chains = 0;

  for (; self->n_kills < n_wanted; n_chains++)
    run_chain (self, n_chains % G_N_ELEMENTS (ways));
  g_test_message ("%u kills in %u exports: no output that is not valid, no byte that "
                  "differs; %u messages were read again, %u were in flight",
                  self->n_kills, n_chains, self->n_again, self->n_in_flight);
}

/* Every file below a folder; (transfer full) */
static void
list_files (const char *folder, GPtrArray *files)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        list_files (path, files);
      else
        g_ptr_array_add (files, g_steal_pointer (&path));
    }
}

/* What had not reached the disk: a file is gone, empty, short, or has zeros in it. */
static void
lose (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize n = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  const gsize at = n > 0 ? (gsize) g_test_rand_int_range (0, (gint) n) : 0;
  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      g_assert_cmpint (g_unlink (path), ==, 0);
      return;
    case 1:
      n = 0;
      break;
    case 2:
      n = at;
      break;
    default:
      memset (bytes + at, 0, MIN (n - at, 512));
    }
  g_assert_true (g_file_set_contents_full (path, bytes, (gssize) n,
                                           G_FILE_SET_CONTENTS_CONSISTENT, 0666, NULL));
}

static void
lose_some (const char *part)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);

  list_files (part, files);
  for (guint i = 0; i < 3; i++)
    {
      const guint at = (guint) g_test_rand_int_range (0, (gint) files->len);
      const char *path = g_ptr_array_index (files, at);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        lose (path);
    }
}

/* What was noted and is not there is done again, whatever it is. */
static void
test_power_loss (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *target = g_build_filename (self->out, "target", NULL);
  guint n_resumed = 0;

  for (guint i = 0; i < N_LOSSES; i++)
    {
      const guint way = i % G_N_ELEMENTS (ways);
      const guint n_calls = (guint) self->told[way].n_calls;
      MvuaTestOrder order = order_of (self, way, target);
      MvuaTestShared told;

      lay_old (self, way, target);
      order.at = (guint) g_test_rand_int_range ((gint) n_calls / 2, (gint) n_calls);
      g_assert_false (mvua_test_child_run (&order, -1, &told));
      g_autoptr (MvuaExportLeft) left = mvua_export_find_left (target);
      if (left != NULL)
        lose_some (left->part);
      assert_valid (self, way, target);

      order.at = 0;
      order.mode = next_mode (self, way, target);
      n_resumed += order.mode != NULL && strcmp (order.mode, "resume") == 0;
      if (order.mode != NULL)
        g_assert_true (mvua_test_child_run (&order, -1, &told));
      g_assert_true (is_same (target, self->whole[way]));
      g_assert_cmpuint (count_parts (self, target), ==, 0);
      remove_all (target);
    }
  g_assert_cmpuint (n_resumed, >, 0);
}

int
main (int argc, char **argv)
{
  choose_scratch ();
  mvua_test_child_begin (argc, argv);
  g_setenv ("SOURCE_DATE_EPOCH", "1758153600", FALSE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/export-random-kill/kills", Fixture, NULL, set_up, test_kills, tear_down);
  g_test_add ("/export-random-kill/power-loss", Fixture, NULL, set_up, test_power_loss,
              tear_down);
  return g_test_run ();
}
