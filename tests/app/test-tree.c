/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The tree beside the map, walked with the keyboard alone. */

#include "input-fixture.h"
#include "main-fixture.h"
#include "mvua-closer.h"
#include "mvua-test-reader.h"

static GListModel *
get_rows (void)
{
  return mvua_tree_panel_get_rows (mvua_main_window_get_tree (mvua_test_get_window ()));
}

static MvuaNode *
get_node (guint i)
{
  g_autoptr (GObject) item = g_list_model_get_item (get_rows (), i);

  g_assert_nonnull (item);
  return GTK_IS_TREE_LIST_ROW (item)
             ? gtk_tree_list_row_get_item (GTK_TREE_LIST_ROW (item))
             : MVUA_NODE (g_object_ref (item));
}

/* "gep01 gep02* t2m": names of the rows, with a star at the one that is selected. */
static char *
describe_rows (void)
{
  GListModel *rows = get_rows ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (MvuaNode) node = get_node (i);
      const gboolean is_selected =
          GTK_IS_SINGLE_SELECTION (rows) &&
          gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (rows)) == i;
      g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", mvua_node_get_name (node),
                              is_selected ? "*" : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_rows (const char *expected)
{
  g_autofree char *rows = describe_rows ();

  g_assert_cmpstr (rows, ==, expected);
}

/* What the map on the screen is of. */
static void
assert_shown (const char *expected)
{
  mvua_test_wait_drawn ();
  g_autofree char *shown = mvua_test_dup_shown ();
  g_assert_cmpstr (shown, ==, expected);
}

/* Ctrl+F, then Tab: into the list. */
static void
go_to_list (void)
{
  mvua_test_focus_window (GTK_WINDOW (mvua_test_get_window ()));
  mvua_test_press ("<Ctrl>f");
  mvua_test_press ("Tab");
  mvua_test_press ("Home");
}

static void
test_walk (void)
{
  mvua_test_pick ("gep02", "t2m", 12);
  go_to_list ();
  assert_rows ("gep01* gep02 gep03 ensemble_stats probabilities");
  assert_shown ("gep01 t2m 12");

  /* Into a member, and down its variables: each is shown as it is come to. */
  mvua_test_press ("Right");
  assert_rows ("gep01* mslet sp t2m u10 v10 tp cape pwat gep02 gep03 ensemble_stats "
               "probabilities");
  mvua_test_press ("Right");
  assert_shown ("gep01 mslet 12");
  mvua_test_press ("Down");
  assert_rows ("gep01 mslet sp* t2m u10 v10 tp cape pwat gep02 gep03 ensemble_stats "
               "probabilities");
  assert_shown ("gep01 sp 12");
  mvua_test_press ("Down");
  assert_shown ("gep01 t2m 12");
  /* Back to the member, and close it. */
  mvua_test_press ("Left");
  assert_rows ("gep01* mslet sp t2m u10 v10 tp cape pwat gep02 gep03 ensemble_stats "
               "probabilities");
  mvua_test_press ("Left");
  assert_rows ("gep01* gep02 gep03 ensemble_stats probabilities");

  /* To the statistics, and one of them. */
  mvua_test_press ("End");
  mvua_test_press ("Up");
  mvua_test_press ("Right");
  assert_rows ("gep01 gep02 gep03 ensemble_stats* mean std min max p10 p25 p50 p75 p90 "
               "probabilities");
  mvua_test_press ("Down");
  mvua_test_press ("Down");
  assert_shown ("ensemble_stats/std t2m 12");
  mvua_test_press ("Right");
  mvua_test_press ("Down");
  mvua_test_press ("Down");
  assert_shown ("ensemble_stats/std sp 12");
  mvua_test_save_picture (GTK_WINDOW (mvua_test_get_window ()), "tree");

  mvua_test_press ("End");
  assert_shown ("probabilities sp 12");
  /* Enter opens and closes. */
  mvua_test_press ("Return");
  mvua_test_press ("End");
  assert_shown ("probabilities pwat 12");
  mvua_test_pick ("gep02", "t2m", 12);
}

/* From the tree back to the map, where the arrows go through time again. */
static void
test_back (void)
{
  mvua_test_pick ("gep02", "t2m", 12);
  go_to_list ();
  mvua_test_assert_pick ("gep01 t2m 12");
  mvua_test_press ("Down");
  mvua_test_assert_pick ("gep02 t2m 12");
  mvua_test_press ("Escape");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (mvua_test_get_window ())) ==
                 GTK_WIDGET (mvua_test_get_map ()));
  mvua_test_press ("Right");
  mvua_test_assert_pick ("gep02 t2m 15");
}

static gboolean
is_found (gpointer expected)
{
  g_autofree char *rows = describe_rows ();

  return g_str_equal (rows, expected);
}

static gboolean
is_tree (gpointer beginning)
{
  g_autofree char *rows = describe_rows ();

  return g_str_has_prefix (rows, beginning);
}

static void
wait_rows (const char *expected)
{
  if (!mvua_test_wait (is_found, (gpointer) expected))
    assert_rows (expected);
}

/* Words in any order find variables of members and statistics; Enter picks the first. */
static void
test_find (void)
{
  mvua_test_pick ("gep02", "t2m", 12);
  mvua_test_focus_window (GTK_WINDOW (mvua_test_get_window ()));
  mvua_test_press ("<Ctrl>f");
  mvua_test_type ("temp mean");
  wait_rows ("t2m");
  mvua_test_press ("Return");
  assert_shown ("ensemble_stats/mean t2m 12");

  mvua_test_press ("<Ctrl>a");
  mvua_test_type ("WIND gep03");
  wait_rows ("u10 v10");
  mvua_test_press ("Tab");
  mvua_test_press ("Down");
  mvua_test_press ("Return");
  assert_shown ("gep03 v10 12");
  /* Escape shows the tree again, where what was found is selected. */
  mvua_test_press ("<Ctrl>f");
  mvua_test_press ("Escape");
  g_assert_true (mvua_test_wait (is_tree, (gpointer) "gep01 gep02 gep03* "));
}

/* What loads says so in its row, until it is there. */
static void
test_loading (void)
{
  MvuaTestReader *reader = mvua_test_reader_new ();
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .reader = mvua_test_reader_get (reader) };
  g_autoptr (GError) error = NULL;

  MvuaEnsemble *ensemble =
      mvua_ensemble_open (mvua_test_demo_path (), &options, NULL, &error);
  g_assert_no_error (error);
  mvua_browser_set_ensemble (mvua_test_get_browser (), ensemble);
  mvua_test_wait_drawn ();
  mvua_test_reader_hold_after (reader, 0);
  const MvuaProduct mean =
      mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_MEAN, 0 });
  const MvuaVariable *variable = mvua_variable_by_name ("cape");
  mvua_browser_pick (mvua_test_get_browser (), &mean, variable);
  MvuaNode *node =
      mvua_node_find (mvua_browser_get_tree (mvua_test_get_browser ()), &mean, variable);
  g_assert_true (mvua_node_get_is_loading (node));
  g_assert_false (mvua_test_is_drawn (NULL));
  mvua_test_reader_release (reader);
  mvua_test_wait_drawn ();
  g_assert_false (mvua_node_get_is_loading (node));

  mvua_browser_set_ensemble (mvua_test_get_browser (), NULL);
  mvua_closer_wait_for_all ();
  mvua_test_reader_free (reader);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  mvua_test_new_window ();
  mvua_test_open_demo ();
  g_test_add_func ("/tree/walk", test_walk);
  g_test_add_func ("/tree/back", test_back);
  g_test_add_func ("/tree/find", test_find);
  g_test_add_func ("/tree/loading", test_loading);
  const int status = g_test_run ();
  mvua_test_end_application ();
  return status;
}
