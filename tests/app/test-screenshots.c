/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What the viewer looks like in its main states, in the language of LANGUAGE, light and
 * dark, small and large: pictures to be looked at.  That no text is cut short is
 * asserted. Each picture is LANGUAGE-SIZE-STYLE-STATE.png in the build folder.  With the
 * argument "metainfo", those of the metainfo. */

#include "mvua-export-button.h"
#include "mvua-export-dialog.h"
#include "mvua-main-window.h"
#include "mvua-preferences.h"
#include "mvua-shortcuts.h"
#include "mvua-test-reader.h"
#include "screen-fixture.h"
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_MEMBERS 30
#define N_COME 17

static MvuaApplication *app;
static GSettings *settings;
static MvuaMainWindow *window;
static MvuaTestReader *reader;
static char *scratch;
static char *demo;
static char *prefix; /* of the names of pictures */

static MvuaBrowser *
browser (void)
{
  return mvua_main_window_get_browser (window);
}

static gboolean
is_drawn (gpointer data G_GNUC_UNUSED)
{
  MvuaMapPicture *picture = mvua_map_area_get_picture (mvua_main_window_get_map (window));

  return !mvua_browser_is_loading (browser ()) && picture != NULL &&
         picture->scene->field == mvua_browser_get_field (browser ());
}

static void
pick (const MvuaProduct *product, const char *variable, int step)
{
  mvua_browser_set_step (browser (), step);
  mvua_browser_pick (browser (), product, mvua_variable_by_name (variable));
  g_assert_true (mvua_test_wait (is_drawn, NULL));
}

static void
pick_member (const char *variable, int step)
{
  const MvuaProduct product =
      mvua_product_member ((MvuaMember){ MVUA_MEMBER_PERTURBED, 3 });

  pick (&product, variable, step);
}

/* @top: the window of it, which may be another than the main one */
static void
save (GtkWindow *top, const char *state)
{
  g_autofree char *name = g_strconcat (prefix, "-", state, NULL);

  /* Until transitions are over. */
  mvua_test_run_for (450);
  mvua_test_assert_texts_fit (GTK_WIDGET (top), name);
  mvua_test_save_screen (top, name);
}

static void
save_main (const char *state)
{
  save (GTK_WINDOW (window), state);
}

static gboolean
is_problem (gpointer data G_GNUC_UNUSED)
{
  return strcmp (mvua_main_window_get_page (window), "problem") == 0;
}

/* A folder that is not there, one without GRIB files, and a file that is none. */
static void
show_problems (void)
{
  g_autofree char *empty = g_build_filename (scratch, "empty", NULL);
  g_autofree char *away = g_build_filename (scratch, "not-there", NULL);

  save_main ("empty");
  g_mkdir (empty, 0777);
  mvua_main_window_open (window, empty);
  g_assert_true (mvua_test_wait (is_problem, NULL));
  save_main ("problem-no-grib");
  mvua_main_window_open (window, away);
  mvua_test_run_for (300);
  g_assert_true (mvua_test_wait (is_problem, NULL));
  save_main ("problem-not-there");
}

static void
open_demo (void)
{
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .reader = mvua_test_reader_get (reader) };
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_ensemble_open (demo, &options, NULL, &error);

  g_assert_no_error (error);
  mvua_browser_set_ensemble (browser (), ensemble);
  g_assert_true (mvua_test_wait (is_drawn, NULL));
}

static gboolean
has_come (gpointer data G_GNUC_UNUSED)
{
  const MvuaField *field = mvua_browser_get_field (browser ());
  MvuaMapPicture *picture = mvua_map_area_get_picture (mvua_main_window_get_map (window));

  return field != NULL && field->n_members == N_COME && picture->scene->field == field;
}

/* The source stands still after so many members. */
static void
show_filling (void)
{
  const MvuaProduct mean =
      mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_MEAN, 0 });

  mvua_browser_set_step (browser (), 30);
  g_assert_true (mvua_test_wait (is_drawn, NULL));
  mvua_test_reader_hold_after (reader, N_COME);
  mvua_browser_pick (browser (), &mean, mvua_variable_by_name ("pwat"));
  g_assert_true (mvua_test_wait (has_come, NULL));
  save_main ("filling");
  mvua_test_reader_release (reader);
  g_assert_true (mvua_test_wait (is_drawn, NULL));
}

static gboolean
has_message (gpointer data G_GNUC_UNUSED)
{
  return mvua_map_area_get_message (mvua_main_window_get_map (window)) != NULL;
}

/* A file that cannot be read, and rain at the time of the run. */
static void
show_missing (void)
{
  mvua_test_reader_set_failing (reader, "gep03");
  const MvuaProduct product =
      mvua_product_member ((MvuaMember){ MVUA_MEMBER_PERTURBED, 3 });
  mvua_browser_set_step (browser (), 33);
  mvua_browser_pick (browser (), &product, mvua_variable_by_name ("cape"));
  mvua_test_run_for (500);
  save_main ("missing");
  mvua_test_reader_set_failing (reader, NULL);
  pick_member ("tp", 12);
  mvua_browser_set_step (browser (), 0);
  g_assert_true (mvua_test_wait (has_message, NULL));
  save_main ("not-defined");
  mvua_browser_set_step (browser (), 12);
}

static void
show_maps (void)
{
  const MvuaProduct mean =
      mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_MEAN, 0 });
  const MvuaProduct probability = mvua_product_probability (25);
  const MvuaRainWindow day = { MVUA_RAIN_WINDOW_DAYS, 1, 6 };

  pick_member ("t2m", 12);
  save_main ("member-t2m");
  mvua_browser_set_rain_window (browser (), day);
  pick_member ("tp", 36);
  save_main ("rain-24h");
  pick (&mean, "tp", 36);
  save_main ("mean-24h");
  pick (&probability, "tp", 36);
  save_main ("probability-24h");
  mvua_map_area_set_pin (mvua_main_window_get_map (window), -1.25, 36.75);
  save_main ("pinned");
  mvua_map_area_clear_pin (mvua_main_window_get_map (window));
}

/* What is found in the tree, and places by name. */
static void
show_searches (void)
{
  GtkWidget *tree = GTK_WIDGET (mvua_main_window_get_tree (window));
  GtkEditable *entry = GTK_EDITABLE (mvua_test_find (tree, GTK_TYPE_SEARCH_ENTRY));
  GtkMenuButton *button = GTK_MENU_BUTTON (gtk_widget_get_template_child (
      GTK_WIDGET (window), MVUA_TYPE_MAIN_WINDOW, "region_button"));

  gtk_editable_set_text (entry, "wind");
  save_main ("search-tree");
  gtk_editable_set_text (entry, "hail");
  save_main ("search-nothing");
  gtk_editable_set_text (entry, "");
  gtk_menu_button_popup (button);
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  GtkWidget *field = mvua_test_find (popover, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (field), "ki");
  save_main ("search-place");
  gtk_menu_button_popdown (button);
}

static void
show_menus (void)
{
  static const char *const names[] = { "source_button", "menu_button" };
  const char *const recent[] = { demo, "/home/amina/gefs/20250917/18", NULL };

  g_settings_set_strv (settings, "recent-sources", recent);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkMenuButton *button = GTK_MENU_BUTTON (gtk_widget_get_template_child (
          GTK_WIDGET (window), MVUA_TYPE_MAIN_WINDOW, names[i]));
      gtk_menu_button_popup (button);
      save_main (names[i]);
      gtk_menu_button_popdown (button);
    }
  g_settings_reset (settings, "recent-sources");
}

static gboolean
is_over (gpointer job)
{
  return mvua_export_job_is_over (job);
}

static gboolean
has_begun (gpointer job)
{
  return mvua_export_job_get_fraction (job) > 0.02;
}

static void
show_export (void)
{
  g_autofree char *target = g_build_filename (scratch, "ensemble.zarr", NULL);
  const MvuaMapBox view = mvua_map_area_get_box (mvua_main_window_get_map (window));
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (browser ());
  GtkWidget *dialog =
      mvua_export_dialog_new (GTK_WINDOW (window), ensemble, &view, settings);

  mvua_export_dialog_set_folder (MVUA_EXPORT_DIALOG (dialog), scratch);
  gtk_window_present (GTK_WINDOW (dialog));
  mvua_test_run_for (500);
  save (GTK_WINDOW (dialog), "export-dialog");
  gtk_window_destroy (GTK_WINDOW (dialog));

  MvuaExports *exports = mvua_application_get_exports (app);
  g_autoptr (MvuaExportJob) job = mvua_export_job_new (ensemble, target, &options);
  mvua_exports_add (exports, job);
  g_assert_true (mvua_test_wait (has_begun, job));
  mvua_export_job_pause (job);
  GtkWidget *button = mvua_test_find (GTK_WIDGET (window), MVUA_TYPE_EXPORT_BUTTON);
  GtkWidget *menu_button = mvua_test_find (button, GTK_TYPE_MENU_BUTTON);
  gtk_menu_button_popup (GTK_MENU_BUTTON (menu_button));
  save_main ("export-progress");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (menu_button));
  mvua_export_job_cancel (job);
  g_assert_true (mvua_test_wait (is_over, job));
  mvua_exports_remove (exports, job);
}

static void
show_window (GtkWindow *other, const char *state)
{
  gtk_window_set_transient_for (other, GTK_WINDOW (window));
  gtk_window_present (other);
  mvua_test_run_for (300);
  save (other, state);
  gtk_window_destroy (other);
}

static void
show_windows (void)
{
  GtkWidget *preferences = mvua_preferences_new (GTK_WINDOW (window), settings, NULL);
  static const char *const pages[] = { "map", "units" };

  gtk_window_present (GTK_WINDOW (preferences));
  save (GTK_WINDOW (preferences), "preferences");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *state = g_strconcat ("preferences-", pages[i], NULL);
      adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (preferences),
                                                    pages[i]);
      save (GTK_WINDOW (preferences), state);
    }
  gtk_window_destroy (GTK_WINDOW (preferences));
  show_window (GTK_WINDOW (mvua_shortcuts_new ()), "shortcuts");
}

typedef struct
{
  int width;
  int height;
  gboolean is_dark;
} Look;

/* On the screen, with the border that a window without a manager draws itself. */
static void
assert_size (const Look *look)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  g_assert_cmpint (gdk_surface_get_width (surface), ==, look->width);
  g_assert_cmpint (gdk_surface_get_height (surface), ==, look->height);
}

static void
show_look (const Look *look, const char *language)
{
  prefix = g_strdup_printf ("%s-%d-%s", language, look->width,
                            look->is_dark ? "dark" : "light");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      look->is_dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                    : ADW_COLOR_SCHEME_FORCE_LIGHT);
  window = mvua_main_window_new (app);
  gtk_window_set_default_size (GTK_WINDOW (window), look->width, look->height);
  gtk_window_present (GTK_WINDOW (window));
  mvua_test_run_for (300);
  assert_size (look);
  show_problems ();
  open_demo ();
  show_maps ();
  show_filling ();
  show_missing ();
  show_searches ();
  show_menus ();
  show_export ();
  show_windows ();
  /* Nothing has pushed the window wider than it was. */
  assert_size (look);
  gtk_window_destroy (GTK_WINDOW (window));
  mvua_test_run_for (50);
  g_free (prefix);
}

/* Those of the metainfo, which data/screenshots/make asks for. */
static void
test_metainfo (void)
{
  const MvuaProduct mean =
      mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_MEAN, 0 });
  const MvuaProduct probability = mvua_product_probability (25);
  AdwStyleManager *style = adw_style_manager_get_default ();

  window = mvua_main_window_new (app);
  gtk_window_set_default_size (GTK_WINDOW (window), 1120, 700);
  gtk_window_present (GTK_WINDOW (window));
  open_demo ();
  mvua_browser_set_rain_window (browser (),
                                (MvuaRainWindow){ MVUA_RAIN_WINDOW_DAYS, 1, 6 });
  pick (&mean, "tp", 36);
  mvua_map_area_set_pin (mvua_main_window_get_map (window), 0.25, 32.5);
  mvua_test_run_for (600);
  mvua_test_save_screen (GTK_WINDOW (window), "main-light");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  mvua_test_run_for (600);
  mvua_test_save_screen (GTK_WINDOW (window), "main-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_LIGHT);
  pick (&probability, "tp", 36);
  mvua_test_run_for (600);
  mvua_test_save_screen (GTK_WINDOW (window), "probability");

  GtkWidget *dialog = mvua_export_dialog_new (
      GTK_WINDOW (window), mvua_browser_get_ensemble (browser ()), NULL, settings);
  mvua_export_dialog_set_folder (MVUA_EXPORT_DIALOG (dialog), g_get_home_dir ());
  gtk_window_present (GTK_WINDOW (dialog));
  mvua_test_run_for (600);
  mvua_test_save_screen (GTK_WINDOW (dialog), "export");
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_look (gconstpointer data)
{
  const char *language = g_getenv ("LANGUAGE");

  show_look (data, language != NULL && language[0] != '\0' ? language : "en");
}

static void
make_demo (gboolean is_home)
{
  MvuaDemoOptions options = MVUA_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  scratch = g_dir_make_tmp ("mvua-screenshots-XXXXXX", NULL);
  demo = g_build_filename (is_home ? g_get_home_dir () : scratch, "gefs.20250918", NULL);
  options.directory = demo;
  options.count = N_MEMBERS;
  options.steps = "0-72";
  g_assert_true (mvua_demo_make (&options, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
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

int
main (int argc, char **argv)
{
  static const Look looks[] = {
    { 1000, 700, FALSE }, { 1000, 700, TRUE }, { 1920, 1080, FALSE }, { 1920, 1080, TRUE }
  };

  mvua_test_window_init (&argc, &argv);
  const gboolean is_metainfo = argc > 1 && g_str_equal (argv[1], "metainfo");
  make_demo (is_metainfo);
  reader = mvua_test_reader_new ();
  settings = g_settings_new (MVUA_APPLICATION_ID);
  /* What is read is what is picked. */
  g_settings_set_boolean (settings, "prefetch", FALSE);
  app = mvua_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
  if (is_metainfo)
    g_test_add_func ("/screenshots/metainfo", test_metainfo);
  for (guint i = 0; !is_metainfo && i < G_N_ELEMENTS (looks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/screenshots/%d-%s", looks[i].width,
                                               looks[i].is_dark ? "dark" : "light");
      g_test_add_data_func (path, &looks[i], test_look);
    }
  const int status = g_test_run ();
  g_object_unref (app);
  g_object_unref (settings);
  mvua_test_reader_free (reader);
  remove_all (scratch);
  remove_all (demo);
  return status;
}
