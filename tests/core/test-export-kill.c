/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* An export that is killed at each place that has a name, and gone on with: the output is
 * to the byte what it is if nothing kills it. */

#include "kill-fixture.h"

/* Killed where it passes a milestone for the so-many-th time, and then resumed. */
static void
kill_at (Fixture *self, guint way, const char *milestone, guint at)
{
  g_autofree char *target = g_build_filename (self->out, "target", NULL);
  MvuaTestOrder order = order_of (self, way, target);
  guint n_reads = 0, n_in_flight = 0;
  MvuaTestShared told;

  order.milestone = milestone;
  order.at = at;
  lay_old (self, way, target);
  g_assert_false (mvua_test_child_run (&order, -1, &told));
  self->n_kills++;
  n_reads += (guint) told.n_reads;
  n_in_flight += (guint) told.n_in_flight;
  assert_valid (self, way, target);

  order.at = 0;
  order.mode = next_mode (self, way, target);
  if (order.mode != NULL)
    {
      g_assert_true (mvua_test_child_run (&order, -1, &told));
      n_reads += (guint) told.n_reads;
    }
  assert_done (self, way, target, n_reads, n_in_flight);
  remove_all (target);
}

static void
test_named (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  guint n_points = 0;

  for (guint i = 0; mvua_test_milestones[i] != NULL; i++)
    {
      gboolean is_passed = FALSE;

      for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
        {
          const guint n = (guint) self->told[way].n_passes[i];
          if (n == 0)
            continue;
          is_passed = TRUE;
          n_points++;
          /* The first, the last, or one in between. */
          kill_at (self, way, mvua_test_milestones[i], 1 + (n - 1) * (way % 3) / 2);
        }
      if (!is_passed)
        g_error ("no export passes %s", mvua_test_milestones[i]);
    }
  g_test_message ("%u kills at %u points; %u messages were read again, %u at most",
                  self->n_kills, n_points, self->n_again, self->n_in_flight);
}

static char *
read_metadata (const char *store)
{
  g_autofree char *path = g_build_filename (store, ".zmetadata", NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* It was made when it was begun; that a field was read later is said of the field. */
static void
test_created (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *epoch = g_strdup (g_getenv ("SOURCE_DATE_EPOCH"));
  g_autofree char *target = g_build_filename (self->out, "target", NULL);
  MvuaTestOrder order = order_of (self, 0, target);
  MvuaTestShared told;

  order.milestone = "unit-noted";
  order.at = 2;
  g_assert_false (mvua_test_child_run (&order, -1, &told));
  g_setenv ("SOURCE_DATE_EPOCH", "1234567890", TRUE);
  order.at = 0;
  order.mode = "resume";
  g_assert_true (mvua_test_child_run (&order, -1, &told));
  if (epoch != NULL)
    g_setenv ("SOURCE_DATE_EPOCH", epoch, TRUE);
  else
    g_unsetenv ("SOURCE_DATE_EPOCH");
  g_autofree char *is = read_metadata (target);
  g_autofree char *shall = read_metadata (self->whole[0]);
  g_assert_cmpstr (is, ==, shall);
}

int
main (int argc, char **argv)
{
  choose_scratch ();
  mvua_test_child_begin (argc, argv);
  g_setenv ("SOURCE_DATE_EPOCH", "1758153600", FALSE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/export-kill/named", Fixture, NULL, set_up, test_named, tear_down);
  g_test_add ("/export-kill/created", Fixture, NULL, set_up, test_created, tear_down);
  return g_test_run ();
}
