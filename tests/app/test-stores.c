/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The same ensemble as messages, as one store and as the stores of its members, in a
 * window, in the language of LANGUAGE: it looks the same, and stores are joined as mvua
 * combine joins them.  Pictures stores-LANGUAGE-STYLE-STATE.png are to be looked at. */

#include "desk-fixture.h"
#include "export-fixture.h"
#include "main-fixture.h"
#include "mvua-export-dialog.h"
#include "mvua-map-text.h"
#include "screen-fixture.h"

#include <adwaita.h>

static char *scratch;
static char *prefix;

enum
{
  MESSAGES,
  STORE,
  STORES,
  N_SOURCES,
};

static const char *const names[N_SOURCES] = { "demo", "demo.zarr", "members" };
static char *paths[N_SOURCES];

static void
run_mvua (const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  va_list list;
  int status = 0;

  g_ptr_array_add (argv, (gpointer) g_getenv ("MVUA"));
  va_start (list, first);
  for (const char *word = first; word != NULL; word = va_arg (list, const char *))
    g_ptr_array_add (argv, (gpointer) word);
  va_end (list);
  g_ptr_array_add (argv, NULL);
  g_assert_true (g_spawn_sync (NULL, (char **) argv->pdata, NULL,
                               G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                               NULL, NULL, NULL, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
}

static void
make_sources (void)
{
  scratch = g_dir_make_tmp ("mvua-stores-XXXXXX", NULL);
  for (guint i = 0; i < N_SOURCES; i++)
    paths[i] = g_build_filename (scratch, names[i], NULL);
  run_mvua ("demo", paths[MESSAGES], "--count", "3", "--steps", "0-48", "--control",
            NULL);
  run_mvua ("export", paths[MESSAGES], paths[STORE], NULL);
  run_mvua ("export", paths[MESSAGES], paths[STORES], "--layout", "members", "--members",
            "gep01-gep03,gec00", NULL);
}

static void
save (GtkWindow *top, const char *state)
{
  g_autofree char *name = g_strconcat (prefix, "-", state, NULL);

  mvua_test_run_for (450); /* until transitions are over */
  mvua_test_assert_texts_fit (GTK_WIDGET (top), name);
  mvua_test_save_screen (top, name);
}

static void
open_source (guint i)
{
  mvua_browser_set_ensemble (mvua_test_get_browser (), NULL);
  mvua_main_window_open (mvua_test_get_window (), paths[i]);
  mvua_test_wait_drawn ();
  g_assert_cmpstr (
      mvua_ensemble_get_path (mvua_browser_get_ensemble (mvua_test_get_browser ())), ==,
      paths[i]);
}

/* What the window shows of one thing: its title, and values at some places. */
static char *
look (const char *node, const char *variable, int step)
{
  static const double places[][2] = {
    { 36.75, -1.25 }, { 32.5, 0.25 }, { 38.75, 9 }, { 45.3, 2.1 }, { 21, 23 }
  };
  MvuaMapArea *map = mvua_test_get_map ();
  GString *text = g_string_new (NULL);

  mvua_test_pick (node, variable, step);
  g_assert_null (mvua_map_area_get_message (map));
  const MvuaMapScene *scene = mvua_map_area_get_picture (map)->scene;
  g_auto (GStrv) lines = mvua_map_title (scene);
  g_autofree char *title = g_strjoinv ("\n", lines);
  g_string_append (text, title);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *value = mvua_map_text_readout (scene, places[i][0], places[i][1]);
      g_string_append_printf (text, "\n%s", value);
    }
  return g_string_free (text, FALSE);
}

static void
test_same (void)
{
  static const struct
  {
    const char *node;
    const char *variable;
    int step;
  } rows[] = {
    { "gep02", "t2m", 12 },
    { "ensemble_stats/mean", "tp", 24 },
    { "ensemble_stats/p90", "cape", 24 },
    { "probabilities", "tp", 36 },
  };
  char *shown[G_N_ELEMENTS (rows)];

  for (guint i = 0; i < N_SOURCES; i++)
    {
      g_autofree char *state = g_strdup_printf ("%u-%s", i, names[i]);
      open_source (i);
      for (guint k = 0; k < G_N_ELEMENTS (rows); k++)
        {
          g_autofree char *one = look (rows[k].node, rows[k].variable, rows[k].step);
          if (i == MESSAGES)
            shown[k] = g_steal_pointer (&one);
          else
            g_assert_cmpstr (one, ==, shown[k]);
        }
      g_assert_nonnull (strstr (shown[0], "2025-09-18 15:00 EAT"));
      mvua_map_area_set_pin (mvua_test_get_map (), -1.25, 36.75);
      mvua_test_wait_drawn ();
      save (GTK_WINDOW (mvua_test_get_window ()), state);
      mvua_map_area_clear_pin (mvua_test_get_map ());
    }
  for (guint k = 0; k < G_N_ELEMENTS (rows); k++)
    g_free (shown[k]);
}

static gpointer
find_dialog (void)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) other = g_list_model_get_item (all, i);
      if (MVUA_IS_EXPORT_DIALOG (other) && gtk_widget_get_visible (other))
        return other; /* the list holds it */
    }
  return NULL;
}

static gboolean
has_dialog (gpointer data G_GNUC_UNUSED)
{
  return find_dialog () != NULL;
}

static gpointer
child_of (gpointer dialog, const char *name)
{
  GObject *child = gtk_widget_get_template_child (dialog, MVUA_TYPE_EXPORT_DIALOG, name);

  g_assert_nonnull (child);
  return child;
}

static gboolean
can_export (gpointer dialog)
{
  return gtk_widget_get_sensitive (child_of (dialog, "export_button"));
}

static gboolean
has_job (gpointer exports)
{
  return g_list_model_get_n_items (exports) > 0;
}

/* As many clicks as there are: the menu, and the button. */
static char *
export_with_defaults (const char *state)
{
  MvuaExports *exports = mvua_application_get_exports (mvua_test_get_application ());

  mvua_test_act ("win.export");
  g_assert_true (mvua_test_wait (has_dialog, NULL));
  gpointer dialog = find_dialog ();
  mvua_export_dialog_set_folder (dialog, scratch);
  g_assert_true (mvua_test_wait (can_export, dialog));
  if (state != NULL)
    save (dialog, state);
  g_signal_emit_by_name (child_of (dialog, "export_button"), "clicked");
  g_assert_true (mvua_test_wait (has_job, exports));
  g_autoptr (MvuaExportJob) job = g_list_model_get_item (G_LIST_MODEL (exports), 0);
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  char *target = g_strdup (mvua_export_job_get_target (job));
  mvua_exports_remove (exports, job);
  return target;
}

/* Folder of member stores, and a store: with the defaults the same bytes as the command,
 * control and all. */
static void
test_combine (void)
{
  for (guint i = STORE; i < N_SOURCES; i++)
    {
      g_autofree char *theirs = g_build_filename (scratch, "theirs.zarr", NULL);

      open_source (i);
      g_autofree char *ours = export_with_defaults (i == STORES ? "combine" : NULL);
      g_assert_true (g_str_has_suffix (ours, "/demo_20250918_00z_ensemble.zarr"));
      run_mvua ("combine", paths[i], theirs, NULL);
      assert_same_tree (theirs, ours);
      run_mvua ("verify", ours, NULL);
      remove_all (ours);
      remove_all (theirs);
    }
}

/* It is told of the stores of members alone. */
static void
test_words (void)
{
  for (guint i = 0; i < N_SOURCES; i++)
    {
      g_autoptr (GError) error = NULL;
      MvuaEnsemble *ensemble = mvua_ensemble_open (paths[i], NULL, NULL, &error);
      g_assert_no_error (error);
      GtkWidget *dialog = mvua_export_dialog_new (NULL, ensemble, NULL, NULL);
      const char *told =
          adw_preferences_group_get_description (child_of (dialog, "fields_group"));
      g_assert_cmpuint (mvua_ensemble_get_n_stores (ensemble), ==,
                        i == MESSAGES ? 0
                        : i == STORE  ? 1
                                      : 4);
      g_assert_true ((told != NULL && told[0] != '\0') == (i == STORES));
      gtk_window_destroy (GTK_WINDOW (dialog));
      mvua_ensemble_unref (ensemble);
    }
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  const gboolean is_dark = argc > 1 && strcmp (argv[1], "dark") == 0;

  prefix =
      g_strconcat ("stores-", g_getenv ("LANGUAGE"), is_dark ? "-dark" : "-light", NULL);
  mvua_test_offer_notifications ();
  make_sources ();
  mvua_test_get_application ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      is_dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                              : ADW_COLOR_SCHEME_FORCE_LIGHT);
  mvua_test_new_window ();
  g_test_add_func ("/stores/same", test_same);
  g_test_add_func ("/stores/combine", test_combine);
  g_test_add_func ("/stores/words", test_words);
  const int status = g_test_run ();
  mvua_test_end_application ();
  remove_all (scratch);
  for (guint i = 0; i < N_SOURCES; i++)
    g_free (paths[i]);
  g_free (scratch);
  g_free (prefix);
  return status;
}
