/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What the controls of the main window change, as it can be read in it; and what a screen
 * reader is told. */

#include "main-fixture.h"
#include "mvua-choice-bar.h"
#include "mvua-closer.h"
#include "mvua-export-dialog.h"
#include "mvua-point-panel.h"
#include "mvua-preferences.h"
#include "mvua-test-reader.h"

static MvuaTestReader *reader;

static gpointer
get_choice (const char *name)
{
  GObject *child = gtk_widget_get_template_child (mvua_test_get_child ("choices"),
                                                  MVUA_TYPE_CHOICE_BAR, name);

  g_assert_nonnull (child);
  return child;
}

/* What is said of the map; titles on the screen are of the same text. */
static const char *
get_map_text (void)
{
  return mvua_map_area_get_label (mvua_test_get_map ());
}

static gboolean
says (gpointer text)
{
  return strstr (get_map_text (), text) != NULL;
}

static void
wait_says (const char *text)
{
  if (!mvua_test_wait (says, (gpointer) text))
    g_error ("“%s” does not say “%s”", get_map_text (), text);
}

/* The row of a drop-down with that text. */
static void
choose (const char *name, const char *text)
{
  GtkDropDown *drop_down = get_choice (name);
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (drop_down));
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (names));

  for (guint i = 0; i < n; i++)
    if (g_str_equal (gtk_string_list_get_string (names, i), text))
      {
        gtk_drop_down_set_selected (drop_down, i);
        return;
      }
  g_error ("%s has no “%s”", name, text);
}

static const char *
get_panel (const char *name)
{
  GObject *label = gtk_widget_get_template_child (mvua_test_get_child ("point"),
                                                  MVUA_TYPE_POINT_PANEL, name);

  return gtk_label_get_text (GTK_LABEL (label));
}

static gboolean
panel_has (gpointer text)
{
  return strstr (get_panel ("what"), text) != NULL &&
         g_str_has_prefix (get_panel ("summary"), "members 3/3");
}

/* A unit is one for map, readout, panel and colours. */
static void
test_units (void)
{
  mvua_test_pick ("gep02", "t2m", 12);
  mvua_map_area_set_pin (mvua_test_get_map (), -1.25, 36.75);
  wait_says ("Temperature at 2 m (°C)");
  g_assert_true (mvua_test_wait (panel_has, (gpointer) "(°C)"));
  g_autofree char *celsius = mvua_map_area_dup_readout (mvua_test_get_map ());
  choose ("unit", "K");
  wait_says ("Temperature at 2 m (K)");
  g_assert_true (mvua_test_wait (panel_has, (gpointer) "(K)"));
  g_autofree char *kelvin = mvua_map_area_dup_readout (mvua_test_get_map ());
  g_assert_nonnull (strstr (celsius, " °C"));
  g_assert_nonnull (strstr (kelvin, " K"));
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (kelvin, NULL) - 273.15,
                                  g_ascii_strtod (celsius, NULL), 0.11);
  choose ("unit", "°C");
  wait_says ("(°C)");
  mvua_map_area_clear_pin (mvua_test_get_map ());
}

/* Both zones are always there; the switch says which one comes first. */
static void
test_time_zone (void)
{
  GtkButton *label = mvua_test_get_child ("time_label");

  mvua_test_pick ("gep02", "t2m", 12);
  wait_says ("valid 2025-09-18 15:00 EAT · 2025-09-18 12:00 UTC");
  g_assert_cmpstr (gtk_button_get_label (label), ==,
                   "2025-09-18 15:00 EAT\n2025-09-18 12:00 UTC · +12 h");
  gtk_widget_activate (GTK_WIDGET (label));
  wait_says ("valid 2025-09-18 12:00 UTC · 2025-09-18 15:00 EAT");
  g_assert_cmpstr (gtk_button_get_label (label), ==,
                   "2025-09-18 12:00 UTC\n2025-09-18 15:00 EAT · +12 h");
  mvua_test_run_for (300); /* a button that was pressed is let go */
  gtk_widget_activate (GTK_WIDGET (label));
  wait_says ("valid 2025-09-18 15:00 EAT");
}

/* The slider changes the map of probabilities, and no message is read for it. */
static void
test_threshold (void)
{
  GtkRange *slider = get_choice ("threshold");

  mvua_test_pick ("probabilities", "tp", 12);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (slider)));
  wait_says ("> 25 mm");
  const guint before = mvua_test_reader_get_n_reads (reader);
  const MvuaField *field = mvua_browser_get_field (mvua_test_get_browser ());
  const float highest = field->highest;
  gtk_range_set_value (slider, 5);
  wait_says ("> 5 mm");
  g_assert_cmpstr (gtk_label_get_text (get_choice ("threshold_label")), ==, "P > 5.0 mm");
  mvua_test_wait_drawn ();
  field = mvua_browser_get_field (mvua_test_get_browser ());
  g_assert_cmpfloat (field->key.product.threshold, ==, 5);
  g_assert_cmpfloat (field->highest, >=, highest);
  for (int i = 6; i < 30; i++)
    gtk_range_set_value (slider, i);
  wait_says ("> 29 mm");
  g_assert_cmpuint (mvua_test_reader_get_n_reads (reader), ==, before);
  gtk_range_set_value (slider, 25);
  mvua_test_wait_drawn ();
  mvua_test_pick ("gep02", "t2m", 12);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (slider)));
}

/* One choice for members, statistics and probabilities; each map says its own hours. */
static void
test_rain_window (void)
{
  static const char *const nodes[] = { "gep02", "mean", "probabilities" };

  mvua_test_pick ("gep02", "tp", 24);
  wait_says ("Total precipitation, 3 h");
  choose ("rain", "24 h, 06–06 UTC (09–09 EAT)");
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      mvua_test_pick (nodes[i], "tp", 24);
      wait_says ("Total precipitation, 24 h");
      wait_says ("2025-09-18 09:00 EAT to 2025-09-19 09:00 EAT");
      wait_says ("2025-09-18 06:00 UTC to 2025-09-19 06:00 UTC");
    }
  choose ("rain", "6 h, as published");
  wait_says ("Total precipitation, 6 h");
  choose ("rain", "3 h");
  wait_says ("Total precipitation, 3 h");
  mvua_test_pick ("gep02", "t2m", 12);
  g_assert_false (gtk_widget_get_mapped (get_choice ("rain")));
}

static gboolean
is_at_24 (gpointer data G_GNUC_UNUSED)
{
  return mvua_browser_get_step (mvua_test_get_browser ()) >= 24;
}

/* Playing shows one step after the other; a day is 24 hours; the ends are ends. */
static void
test_time (void)
{
  mvua_test_pick ("gep02", "t2m", 12);
  for (guint i = 0; i < 6; i++)
    mvua_test_act ("win.faster");
  mvua_test_act ("win.play");
  g_assert_true (mvua_test_wait (is_at_24, NULL));
  mvua_test_act ("win.play");
  mvua_test_wait_drawn ();
  g_autofree char *pick = mvua_test_dup_pick ();
  g_autofree char *shown = mvua_test_dup_shown ();
  g_assert_cmpstr (pick, ==, shown);
  g_settings_reset (mvua_test_get_settings (), "playback-milliseconds");

  mvua_test_pick ("gep02", "t2m", 12);
  mvua_test_act_and_wait ("win.day(1)");
  mvua_test_assert_pick ("gep02 t2m 36");
  mvua_test_act_and_wait ("win.day(1)");
  mvua_test_assert_pick ("gep02 t2m 48");
  mvua_test_act_and_wait ("win.step(1)");
  mvua_test_assert_pick ("gep02 t2m 48");
}

static void
test_presets (void)
{
  mvua_test_act ("win.region::KEN");
  const MvuaMapBox kenya = mvua_map_area_get_box (mvua_test_get_map ());
  g_assert_cmpfloat (kenya.west, <, 34);
  g_assert_cmpfloat (kenya.east, >, 41.8);
  g_assert_cmpfloat (kenya.north - kenya.south, <, 25);
  mvua_test_act ("win.region::");
  const MvuaMapBox all = mvua_map_area_get_box (mvua_test_get_map ());
  g_assert_cmpfloat (all.west, <=, 21);
  g_assert_cmpfloat (all.east, >=, 53);
  mvua_test_wait_drawn ();
}

/* A map is an image with a label: field, time, member, highest value and where. */
static void
test_map_label (void)
{
  GtkAccessible *map = GTK_ACCESSIBLE (mvua_test_get_map ());

  mvua_test_pick ("gep02", "t2m", 12);
  wait_says ("member gep02");
  gtk_test_accessible_assert_role (map, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (map, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       get_map_text ());
  const char *const parts[] = { "Map. Temperature at 2 m (°C) · member gep02. ",
                                "valid 2025-09-18 15:00 EAT · 2025-09-18 12:00 UTC",
                                "GEFS run 2025-09-18 00Z · step 12 h",
                                "DEMO, NOT A FORECAST",
                                "Highest in what is seen: ",
                                " °C, ",
                                "near " };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (get_map_text (), parts[i]) == NULL)
      g_error ("“%s” does not say “%s”", get_map_text (), parts[i]);

  GtkAccessible *bar =
      GTK_ACCESSIBLE (mvua_main_window_get_time_bar (mvua_test_get_window ()));
  gtk_test_accessible_assert_role (bar, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 12.0);
  gtk_test_accessible_assert_property (
      bar, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
      "step 12 h, valid 2025-09-18 15:00 EAT, 2025-09-18 12:00 UTC");
}

/* What the user can do something with; not the parts that GTK makes controls of. */
static gboolean
is_control (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  const gboolean is_list = GTK_IS_LIST_VIEW (widget) || GTK_IS_LIST_BOX (widget);

  /* Those of libadwaita that rows are in, and its search of preferences. */
  if (is_list && gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_GROUP) != NULL)
    return FALSE;
  if (ADW_IS_CLAMP (parent))
    return FALSE;
  if (GTK_IS_SCROLLBAR (parent) || GTK_IS_SEARCH_ENTRY (parent) ||
      GTK_IS_SPIN_BUTTON (parent) || GTK_IS_WINDOW_CONTROLS (parent))
    return FALSE;
  return GTK_IS_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_RANGE (widget) ||
         GTK_IS_EDITABLE (widget) || GTK_IS_LIST_VIEW (widget) ||
         GTK_IS_LIST_BOX (widget) || GTK_IS_SWITCH (widget) || MVUA_IS_MAP_AREA (widget);
}

/* GTK says that a button with an icon is labelled by that icon, which says nothing. */
static gboolean
has_label (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  const gboolean is_icon =
      GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)) ||
      (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         (!is_icon && gtk_test_accessible_has_relation (
                          accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY));
}

static guint
check_labels (GtkWidget *widget)
{
  guint n = 0;

  /* Menus are made of their texts. */
  if (GTK_IS_POPOVER_MENU (widget))
    return 0;
  if (is_control (widget))
    {
      n++;
      if (!has_label (widget))
        {
          g_test_message ("%s in %s, “%s”, has no label", G_OBJECT_TYPE_NAME (widget),
                          G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)),
                          gtk_widget_get_tooltip_text (widget));
          g_test_fail ();
        }
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && !GTK_IS_DROP_DOWN (widget);
       child = gtk_widget_get_next_sibling (child))
    n += check_labels (child);
  return n;
}

/* Each control of the window has a label that a screen reader reads. */
static void
test_labels (void)
{
  mvua_test_pick ("probabilities", "tp", 12);
  g_assert_cmpuint (check_labels (GTK_WIDGET (mvua_test_get_window ())), >, 20);
}

static void
check_dialog (GtkWidget *dialog, guint n_least)
{
  gtk_window_present (GTK_WINDOW (dialog));
  mvua_test_run_for (200);
  g_assert_cmpuint (check_labels (dialog), >=, n_least);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The same of the windows that it opens. */
static void
test_dialogs (void)
{
  GtkWindow *window = GTK_WINDOW (mvua_test_get_window ());
  MvuaNetwork *network = mvua_application_get_network (mvua_test_get_application ());
  GSettings *settings = mvua_test_get_settings ();

  check_dialog (
      mvua_export_dialog_new (
          window, mvua_browser_get_ensemble (mvua_test_get_browser ()), NULL, settings),
      10);
  check_dialog (mvua_preferences_new (window, settings, network), 10);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  mvua_test_window_init (&argc, &argv);
  reader = mvua_test_reader_new ();
  mvua_test_new_window ();
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .reader = mvua_test_reader_get (reader) };
  MvuaEnsemble *ensemble =
      mvua_ensemble_open (mvua_test_demo_path (), &options, NULL, &error);
  g_assert_no_error (error);
  g_settings_set_boolean (mvua_test_get_settings (), "prefetch", FALSE);
  mvua_browser_set_ensemble (mvua_test_get_browser (), ensemble);
  mvua_test_wait_drawn ();
  g_test_add_func ("/controls/units", test_units);
  g_test_add_func ("/controls/time-zone", test_time_zone);
  g_test_add_func ("/controls/threshold", test_threshold);
  g_test_add_func ("/controls/rain-window", test_rain_window);
  g_test_add_func ("/controls/time", test_time);
  g_test_add_func ("/controls/presets", test_presets);
  g_test_add_func ("/controls/map-label", test_map_label);
  g_test_add_func ("/controls/labels", test_labels);
  g_test_add_func ("/controls/dialogs", test_dialogs);
  const int status = g_test_run ();
  mvua_test_end_application ();
  mvua_test_reader_free (reader);
  return status;
}
