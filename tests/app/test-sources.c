/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Sources that are dropped, bad, slow, or gone while they are open: the window says what
 * happened, and shows no map under a title that is not its own. */

#include "main-fixture.h"
#include "mvua-closer.h"
#include "mvua-test-reader.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* A copy of the demo that may be spoilt; with the runs' layout of folders. */
static char *
copy_demo (void)
{
  char *copy = g_dir_make_tmp ("mvua-copy-XXXXXX", NULL);
  g_autofree char *from = g_strconcat (mvua_test_demo_path (), "/.", NULL);
  const char *const arguments[] = { "cp", "-r", from, copy, NULL };
  int status = -1;

  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL,
                               NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  return copy;
}

/* Removes what has @part in its path, below a folder; "" for all. */
static void
remove_below (const char *path, const char *part)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_below (child, part);
    }
  if (strstr (path, part) != NULL)
    g_remove (path);
}

static void
close_source (void)
{
  mvua_browser_set_ensemble (mvua_test_get_browser (), NULL);
  mvua_closer_wait_for_all ();
}

static const char *
get_problem (void)
{
  return adw_status_page_get_description (mvua_test_get_child ("problem"));
}

/* The dialog over the window, if there is one. */
static AdwMessageDialog *
find_dialog (void)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (all, i);
      if (ADW_IS_MESSAGE_DIALOG (other) && gtk_widget_get_visible (GTK_WIDGET (other)))
        return ADW_MESSAGE_DIALOG (other);
    }
  return NULL;
}

static gboolean
has_dialog (gpointer data G_GNUC_UNUSED)
{
  return find_dialog () != NULL;
}

/* Lets go of files over the window, as a file manager does. */
static gboolean
drop (const char *path)
{
  GListModel *controllers =
      gtk_widget_observe_controllers (GTK_WIDGET (mvua_test_get_window ()));
  GValue value = G_VALUE_INIT;
  gboolean is_taken = FALSE;
  gboolean is_found = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  GSList *files = g_slist_append (NULL, g_file_new_for_path (path));
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  g_slist_free_full (files, g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) target = g_list_model_get_item (controllers, i);
      if (!GTK_IS_DROP_TARGET (target))
        continue;
      is_found = TRUE;
      g_assert_true (gdk_content_formats_contain_gtype (
          gtk_drop_target_get_formats (GTK_DROP_TARGET (target)), GDK_TYPE_FILE_LIST));
      g_signal_emit_by_name (target, "drop", &value, 10.0, 10.0, &is_taken);
    }
  g_object_unref (controllers);
  g_value_unset (&value);
  g_assert_true (is_found);
  return is_taken;
}

/* A folder, or a file of one, that is dropped is opened, and is what comes back. */
static void
test_drop (void)
{
  g_assert_true (drop (mvua_test_demo_path ()));
  mvua_test_wait_drawn ();
  g_autofree char *last =
      g_settings_get_string (mvua_test_get_settings (), "last-source");
  g_assert_cmpstr (last, ==, mvua_test_demo_path ());
  AdwWindowTitle *title = mvua_test_get_child ("title");
  g_assert_cmpstr (adw_window_title_get_title (title), ==, "GEFS 2025-09-18 00Z");
  close_source ();
}

/* Writes the demo as stores.  Returns: (transfer full): path of them */
static char *
export_demo (const char *folder, MvuaExportLayout layout)
{
  g_autoptr (MvuaEnsemble) demo =
      mvua_ensemble_open (mvua_test_demo_path (), NULL, NULL, NULL);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };
  char *path = g_build_filename (
      folder, layout == MVUA_EXPORT_TREE ? "tree.zarr" : "members", NULL);

  options.layout = layout;
  g_assert_true (mvua_export_run (demo, path, &options, NULL, NULL, &report, NULL, NULL));
  return path;
}

/* A store, or a folder of them, that is dropped opens like a folder of messages. */
static void
test_stores (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mvua-stores-XXXXXX", NULL);

  for (guint layout = MVUA_EXPORT_TREE; layout <= MVUA_EXPORT_MEMBERS; layout++)
    {
      g_autofree char *path = export_demo (folder, layout);

      g_assert_true (drop (path));
      mvua_test_wait_drawn ();
      g_assert_cmpstr (mvua_main_window_get_page (mvua_test_get_window ()), ==, "main");
      mvua_test_pick ("gep02", "t2m", 12);
      g_autofree char *member = mvua_test_dup_shown ();
      g_assert_cmpstr (member, ==, "gep02 t2m 12");
      mvua_test_pick ("ensemble_stats/mean", "tp", 24);
      g_autofree char *mean = mvua_test_dup_shown ();
      g_assert_cmpstr (mean, ==, "ensemble_stats/mean tp 24");
      g_assert_true (
          mvua_ensemble_is_demo (mvua_browser_get_ensemble (mvua_test_get_browser ())));
      mvua_test_run_for (200);
      mvua_test_save_picture (GTK_WINDOW (mvua_test_get_window ()),
                              layout == MVUA_EXPORT_TREE ? "store" : "stores");
      close_source ();
    }
  remove_below (folder, "");
}

/* So does a set of references to messages, whichever way it is written. */
static void
test_reference_sets (void)
{
  const char *const names[] = { "set.json", "set.par", "set.parq" };
  g_autofree char *folder = g_dir_make_tmp ("mvua-sets-XXXXXX", NULL);
  g_autoptr (MvuaEnsemble) demo =
      mvua_ensemble_open (mvua_test_demo_path (), NULL, NULL, NULL);
  const MvuaRefsOptions options = { .urls = MVUA_REF_URL_ABSOLUTE };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_auto (MvuaRefsReport) report = { 0 };

      g_assert_true (
          mvua_export_refs (demo, path, &options, NULL, NULL, &report, NULL, NULL));
      g_assert_true (drop (path));
      mvua_test_wait_drawn ();
      mvua_test_pick ("gep02", "t2m", 12);
      g_autofree char *member = mvua_test_dup_shown ();
      g_assert_cmpstr (member, ==, "gep02 t2m 12");
      mvua_test_pick ("ensemble_stats/mean", "tp", 24);
      g_autofree char *mean = mvua_test_dup_shown ();
      g_assert_cmpstr (mean, ==, "ensemble_stats/mean tp 24");
      close_source ();
    }
  remove_below (folder, "");
}

/* What holds no GRIB, is not there, is a store, or is a broken one: a page says so. */
static void
test_refused (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mvua-bad-XXXXXX", NULL);
  g_autofree char *store = g_build_filename (folder, "a.zarr", NULL);
  g_autofree char *group = g_build_filename (store, ".zgroup", NULL);
  g_autofree char *notes = g_build_filename (folder, "notes.txt", NULL);
  const char *const rows[][2] = {
    { "/no/such/folder", "It cannot be read" },
    { folder, "It holds nothing that can be shown" },
    { notes, "It holds nothing that can be shown" },
    { store, "It holds nothing that can be shown" },
  };

  g_assert_true (g_file_set_contents (notes, "not a forecast", -1, NULL));
  g_assert_cmpint (g_mkdir (store, 0777), ==, 0);
  g_assert_true (g_file_set_contents (group, "{ \"zarr_fo", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      mvua_main_window_open (mvua_test_get_window (), rows[i][0]);
      mvua_test_wait_page ("problem");
      g_assert_true (g_str_has_prefix (get_problem (), rows[i][1]));
      if (i == 1)
        {
          mvua_test_run_for (200);
          mvua_test_save_picture (GTK_WINDOW (mvua_test_get_window ()), "problem");
        }
    }
  remove_below (folder, "");
}

/* Over what is shown, a dialog says what did not work; the map stays with its title. */
static void
test_refused_beside (void)
{
  mvua_test_open_demo ();
  mvua_test_pick ("gep02", "t2m", 12);
  g_assert_true (drop ("/no/such/folder"));
  g_assert_true (mvua_test_wait (has_dialog, NULL));
  g_assert_nonnull (
      strstr (adw_message_dialog_get_body (find_dialog ()), "/no/such/folder"));
  gtk_window_close (GTK_WINDOW (find_dialog ()));
  g_assert_cmpstr (mvua_main_window_get_page (mvua_test_get_window ()), ==, "main");
  mvua_test_assert_pick ("gep02 t2m 12");
  g_autofree char *shown = mvua_test_dup_shown ();
  g_assert_cmpstr (shown, ==, "gep02 t2m 12");
  close_source ();
}

/* Half of a run: what is there is shown; what is not is named. */
static void
test_half_a_run (void)
{
  g_autofree char *folder = copy_demo ();

  remove_below (folder, "gep02.t00z.pgrb2s.0p25.f012");
  remove_below (folder, "gep03.t00z.pgrb2s.0p25.f0");
  mvua_main_window_open (mvua_test_get_window (), folder);
  mvua_test_wait_drawn ();
  mvua_test_pick ("gep02", "t2m", 12);
  MvuaMapArea *map = mvua_test_get_map ();
  g_assert_cmpstr (mvua_map_area_get_message (map), ==, "There is no map of this");
  mvua_test_run_for (200);
  mvua_test_save_picture (GTK_WINDOW (mvua_test_get_window ()), "missing-field");
  /* A screen reader is told of the message, not of a map. */
  g_assert_null (strstr (mvua_map_area_get_label (map), "Highest"));

  mvua_test_pick ("mean", "t2m", 12);
  g_assert_null (mvua_map_area_get_message (map));
  const MvuaField *field = mvua_browser_get_field (mvua_test_get_browser ());
  g_assert_cmpuint (field->n_members, ==, 1);
  g_assert_nonnull (strstr (mvua_map_area_get_label (map), "members 1/2, without gep02"));

  MvuaNode *tree = mvua_browser_get_tree (mvua_test_get_browser ());
  const MvuaProduct second =
      mvua_product_member ((MvuaMember){ MVUA_MEMBER_PERTURBED, 2 });
  MvuaNode *node = mvua_node_find (tree, &second, NULL);
  g_assert_cmpint (mvua_node_get_state (node), ==, MVUA_NODE_GAPS);
  g_assert_nonnull (strstr (mvua_node_get_detail (node), "12"));
  close_source ();
  remove_below (folder, "");
}

/* A source that goes away while it is open: a message, and never the old map under a new
 * title.  What was seen is remembered; what comes back is read again. */
static void
test_disappears (void)
{
  g_autofree char *folder = copy_demo ();
  g_autofree char *elsewhere = g_strconcat (folder, ".gone", NULL);
  MvuaMapArea *map = mvua_test_get_map ();

  g_settings_set_boolean (mvua_test_get_settings (), "prefetch", FALSE);
  mvua_main_window_open (mvua_test_get_window (), folder);
  mvua_test_wait_drawn ();
  mvua_test_pick ("gep02", "t2m", 12);
  g_assert_cmpint (g_rename (folder, elsewhere), ==, 0);

  mvua_test_pick ("gep02", "t2m", 15);
  g_assert_cmpstr (mvua_map_area_get_message (map), ==, "There is no map of this");
  g_autofree char *shown = mvua_test_dup_shown ();
  g_assert_null (shown);
  g_assert_true (
      g_str_has_prefix (mvua_map_area_get_label (map),
                        "There is no map of this. Temperature at 2 m, Member 2, "
                        "15 h"));
  mvua_test_save_picture (GTK_WINDOW (mvua_test_get_window ()), "disappeared");
  mvua_test_pick ("mean", "cape", 15);
  g_assert_cmpstr (mvua_map_area_get_message (map), ==, "There is no map of this");

  mvua_test_pick ("gep02", "t2m", 12);
  g_assert_null (mvua_map_area_get_message (map));
  g_autofree char *again = mvua_test_dup_shown ();
  g_assert_cmpstr (again, ==, "gep02 t2m 12");

  g_assert_cmpint (g_rename (elsewhere, folder), ==, 0);
  mvua_test_pick ("gep02", "t2m", 15);
  g_assert_null (mvua_map_area_get_message (map));
  close_source ();
  g_settings_reset (mvua_test_get_settings (), "prefetch");
  remove_below (folder, "");
}

static MvuaEnsemble *
open_slow (MvuaTestReader *reader)
{
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .reader = mvua_test_reader_get (reader) };
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble =
      mvua_ensemble_open (mvua_test_demo_path (), &options, NULL, &error);

  g_assert_no_error (error);
  return ensemble;
}

/* While a slow source reads, the old map is dimmed and keeps its own title. */
static void
test_slow (void)
{
  MvuaTestReader *reader = mvua_test_reader_new ();

  g_settings_set_boolean (mvua_test_get_settings (), "prefetch", FALSE);
  mvua_browser_set_ensemble (mvua_test_get_browser (), open_slow (reader));
  mvua_test_wait_drawn ();
  mvua_test_pick ("gep01", "cape", 9);
  mvua_test_reader_hold_after (reader, 0);
  mvua_test_act ("win.step(1)");
  mvua_test_run_for (300);
  g_assert_true (mvua_map_area_get_dimmed (mvua_test_get_map ()));
  g_autofree char *shown = mvua_test_dup_shown ();
  g_assert_cmpstr (shown, ==, "gep01 cape 9");
  g_assert_nonnull (strstr (mvua_map_area_get_label (mvua_test_get_map ()), "step 9 h"));
  mvua_test_save_picture (GTK_WINDOW (mvua_test_get_window ()), "loading");

  /* Another look at what is there does not pass it for what is awaited. */
  mvua_test_act ("win.show-graticule");
  mvua_test_run_for (300);
  g_assert_true (mvua_map_area_get_dimmed (mvua_test_get_map ()));
  mvua_test_reader_release (reader);
  mvua_test_wait_drawn ();
  g_assert_false (mvua_map_area_get_dimmed (mvua_test_get_map ()));
  close_source ();
  mvua_test_reader_free (reader);
  mvua_test_act ("win.show-graticule");
  g_settings_reset (mvua_test_get_settings (), "prefetch");
}

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

/* Another source, and then the end of the window, wait for no read that is under way. */
static void
test_close (void)
{
  MvuaTestReader *reader = mvua_test_reader_new ();

  for (guint i = 0; i < 2; i++)
    {
      mvua_browser_set_ensemble (mvua_test_get_browser (), open_slow (reader));
      mvua_test_wait_drawn ();
      mvua_test_pick ("gep01", "t2m", 12);
      mvua_test_reader_hold_after (reader, 0);
      mvua_test_act ("win.product::mean");
      mvua_test_reader_wait_for_held (reader, 1);
      const gint64 begun = now_ms ();
      if (i == 0)
        mvua_browser_set_ensemble (mvua_test_get_browser (), NULL);
      else
        gtk_window_close (GTK_WINDOW (mvua_test_get_window ()));
      const gint64 took = now_ms () - begun;
      g_test_message ("closing took %d ms", (int) took);
      g_assert_cmpint (took, <, 250);
      mvua_test_run_for (50);
      if (i == 1)
        g_assert_null (mvua_test_get_window ());
      mvua_test_reader_release (reader);
      mvua_closer_wait_for_all ();
    }
  mvua_test_reader_free (reader);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  mvua_test_new_window ();
  g_test_add_func ("/sources/refused", test_refused);
  g_test_add_func ("/sources/stores", test_stores);
  g_test_add_func ("/sources/reference-sets", test_reference_sets);
  g_test_add_func ("/sources/drop", test_drop);
  g_test_add_func ("/sources/refused-beside", test_refused_beside);
  g_test_add_func ("/sources/half-a-run", test_half_a_run);
  g_test_add_func ("/sources/disappears", test_disappears);
  g_test_add_func ("/sources/slow", test_slow);
  g_test_add_func ("/sources/close", test_close);
  const int status = g_test_run ();
  mvua_test_end_application ();
  return status;
}
