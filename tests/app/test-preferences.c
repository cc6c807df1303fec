/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Preferences are the settings, both ways; overlays are read before they are taken.  The
 * windows of the shortcuts and of what Mvua is. */

#include "window-fixture.h"

#include "mvua-about.h"
#include "mvua-overlay-list.h"
#include "mvua-preferences.h"
#include "mvua-shortcuts.h"
#include "mvua-unit-row.h"

#include <glib/gstdio.h>

typedef struct
{
  GSettings *settings;
  GtkWidget *window;
  char *scratch;
} Fixture;

static void
reset (GSettings *settings)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
}

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->settings = g_settings_new ("org.mvua.Mvua");
  reset (self->settings);
  self->scratch = g_dir_make_tmp ("mvua-preferences-XXXXXX", NULL);
  self->window = mvua_preferences_new (NULL, self->settings, NULL);
  mvua_test_present (GTK_WINDOW (self->window), 640, 620);
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GDir) dir = g_dir_open (self->scratch, 0, NULL);
  const char *name;

  gtk_window_destroy (GTK_WINDOW (self->window));
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->scratch, name, NULL);
      g_remove (path);
    }
  g_rmdir (self->scratch);
  g_free (self->scratch);
  g_object_unref (self->settings);
}

static gpointer
child_of (Fixture *self, const char *name)
{
  GObject *child =
      gtk_widget_get_template_child (self->window, MVUA_TYPE_PREFERENCES, name);

  g_assert_nonnull (child);
  return child;
}

static void
test_switches (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *child;
    const char *key;
  } rows[] = {
    { "restore_switch", "restore-session" },  { "prefetch_switch", "prefetch" },
    { "isolines_switch", "isolines" },        { "borders_switch", "show-borders" },
    { "divisions_switch", "show-divisions" }, { "rivers_switch", "show-rivers" },
    { "lakes_switch", "show-lakes" },         { "places_switch", "show-places" },
    { "graticule_switch", "show-graticule" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkSwitch *toggle = child_of (self, rows[i].child);
      const gboolean before = g_settings_get_boolean (self->settings, rows[i].key);
      g_assert_cmpint (gtk_switch_get_active (toggle), ==, before);
      gtk_switch_set_active (toggle, !before);
      g_assert_cmpint (g_settings_get_boolean (self->settings, rows[i].key), ==, !before);
      g_settings_set_boolean (self->settings, rows[i].key, before);
      g_assert_cmpint (gtk_switch_get_active (toggle), ==, before);
    }
}

static void
test_choices (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *child;
    const char *key;
    const char *names[5];
  } rows[] = {
    { "time_zone_row", "time-zone", { "eat", "utc" } },
    { "fill_row", "map-fill", { "smooth", "nearest", "contours", "none" } },
    { "wind_row", "wind", { "none", "arrows", "barbs" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AdwComboRow *row = child_of (self, rows[i].child);
      const guint n = g_strv_length ((GStrv) rows[i].names);
      g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (row)), ==, n);
      g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 0);
      for (guint k = n; k-- > 0;)
        {
          adw_combo_row_set_selected (row, k);
          g_autofree char *value = g_settings_get_string (self->settings, rows[i].key);
          g_assert_cmpstr (value, ==, rows[i].names[k]);
        }
    }
}

static void
test_numbers (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  GtkSpinButton *cache = child_of (self, "cache_spin");
  GtkSpinButton *playback = child_of (self, "playback_spin");

  g_assert_cmpfloat (gtk_spin_button_get_value (cache), ==, 32);
  gtk_spin_button_set_value (cache, 256);
  gtk_spin_button_set_value (playback, 300);
  g_assert_cmpint (g_settings_get_int (self->settings, "cache-megabytes"), ==, 256);
  g_assert_cmpint (g_settings_get_int (self->settings, "playback-milliseconds"), ==, 300);
}

static char *
selected_name (AdwComboRow *row)
{
  return g_strdup (gtk_string_object_get_string (adw_combo_row_get_selected_item (row)));
}

static void
test_rain (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  AdwComboRow *row = child_of (self, "rain_row");

  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 0);
  adw_combo_row_set_selected (row, 4); /* a day from 21 UTC */
  g_autofree char *kind = g_settings_get_string (self->settings, "rain-window");
  g_assert_cmpstr (kind, ==, "days");
  g_assert_cmpint (g_settings_get_int (self->settings, "rain-days"), ==, 1);
  g_assert_cmpint (g_settings_get_int (self->settings, "rain-day-hour"), ==, 21);

  g_settings_set_int (self->settings, "rain-days", 5);
  g_autofree char *name = selected_name (row);
  g_assert_nonnull (strstr (name, "5 days"));
  g_assert_nonnull (strstr (name, "21"));
  g_settings_reset (self->settings, "rain-window");
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 0);
}

/* The row of a unit, wherever it lies. */
static AdwComboRow *
find_unit_row (GtkWidget *widget, const char *title)
{
  if (MVUA_IS_UNIT_ROW (widget) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return ADW_COMBO_ROW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AdwComboRow *found = find_unit_row (child, title);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static char *
get_unit (Fixture *self, const char *variable)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "units");
  char *id = NULL;

  g_variant_lookup (all, variable, "s", &id);
  return id;
}

/* One choice is that of all variables of the quantity; the usual one is not kept. */
static void
test_units (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  AdwComboRow *wind = find_unit_row (child_of (self, "units_group"), "Wind");

  g_assert_nonnull (wind);
  g_assert_nonnull (find_unit_row (child_of (self, "units_group"), "Temperature"));
  g_assert_nonnull (find_unit_row (child_of (self, "units_group"), "Pressure"));
  g_settings_set_value (self->settings, "units",
                        g_variant_new_parsed ("{'t2m': 'kelvin'}"));
  adw_combo_row_set_selected (wind, 1);
  g_autofree char *u10 = get_unit (self, "u10");
  g_autofree char *gust = get_unit (self, "gust");
  g_autofree char *t2m = get_unit (self, "t2m");
  g_assert_cmpstr (u10, ==, "knot");
  g_assert_cmpstr (gust, ==, "knot");
  g_assert_cmpstr (t2m, ==, "kelvin");
  adw_combo_row_set_selected (wind, 0);
  g_autofree char *usual = get_unit (self, "u10");
  g_autofree char *kept = get_unit (self, "t2m");
  g_assert_null (usual);
  g_assert_cmpstr (kept, ==, "kelvin");
}

static gboolean
is_idle (gpointer list)
{
  return !mvua_overlay_list_is_busy (list);
}

static char *
add_overlay (Fixture *self, const char *name, const char *text)
{
  MvuaOverlayList *list = child_of (self, "overlays");
  char *path = g_build_filename (self->scratch, name, NULL);

  if (text != NULL)
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  mvua_overlay_list_add (list, path);
  g_assert_true (mvua_test_wait (is_idle, list));
  return path;
}

static void
assert_overlays (Fixture *self, const char *first, const char *second)
{
  g_auto (GStrv) paths = g_settings_get_strv (self->settings, "overlays");
  const char *const expected[] = { first, second, NULL };

  g_assert_true (g_strv_equal ((const char *const *) paths, expected));
}

static GtkWidget *
find_button (GtkWidget *widget, const char *tooltip)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, tooltip);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_overlays (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char line[] = "{\"type\":\"LineString\",\"coordinates\":[[36,-1],[37,0]]}";
  MvuaOverlayList *list = child_of (self, "overlays");

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self->window),
                                                "map");
  g_autofree char *first = add_overlay (self, "counties & co.geojson", line);
  assert_overlays (self, first, NULL);
  g_assert_null (mvua_overlay_list_get_complaint (list));
  g_autofree char *second = add_overlay (self, "basins.json", line);
  assert_overlays (self, first, second);
  g_free (add_overlay (self, "basins.json", NULL));
  assert_overlays (self, first, second);

  g_autofree char *bad = add_overlay (self, "bad.geojson", "{\"type\":\"Circle\"}");
  assert_overlays (self, first, second);
  g_assert_nonnull (strstr (mvua_overlay_list_get_complaint (list), bad));
  mvua_test_run_for (300);
  mvua_test_save_picture (GTK_WINDOW (self->window), "preferences-map");
  g_free (add_overlay (self, "missing.geojson", NULL));
  g_assert_nonnull (mvua_overlay_list_get_complaint (list));
  assert_overlays (self, first, second);

  g_signal_emit_by_name (find_button (GTK_WIDGET (list), "Remove counties & co.geojson"),
                         "clicked");
  assert_overlays (self, second, NULL);
  g_assert_null (find_button (GTK_WIDGET (list), "Remove counties & co.geojson"));
}

/* More than is ever drawn is not even read. */
static void
test_large_overlay (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaOverlayList *list = child_of (self, "overlays");
  g_autofree char *text = g_strnfill (MVUA_OVERLAY_MOST_BYTES + 1, ' ');
  g_free (add_overlay (self, "large.geojson", text));

  assert_overlays (self, NULL, NULL);
  g_assert_nonnull (strstr (mvua_overlay_list_get_complaint (list), "larger than 16 MB"));
}

static void
test_pictures (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  mvua_test_run_for (300);
  mvua_test_save_picture (GTK_WINDOW (self->window), "preferences");
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self->window),
                                                "units");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  mvua_test_run_for (400);
  mvua_test_save_picture (GTK_WINDOW (self->window), "preferences-units-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

/* Closing it while a file is read is nothing to fear. */
static void
test_close_while_reading (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaOverlayList *list = child_of (self, "overlays");
  g_autofree char *text = g_strnfill (1 << 20, ' ');
  g_autofree char *path = g_build_filename (self->scratch, "slow.geojson", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  mvua_overlay_list_add (list, path);
  gtk_window_destroy (GTK_WINDOW (self->window));
  self->window = mvua_preferences_new (NULL, self->settings, NULL);
  mvua_test_run_for (300);
  assert_overlays (self, NULL, NULL);
}

static gboolean
is_mapped (gpointer window)
{
  return gtk_widget_get_mapped (window);
}

static guint
count_shortcuts (GtkWidget *widget)
{
  guint n = GTK_IS_SHORTCUTS_SHORTCUT (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_shortcuts (child);
  return n;
}

static void
test_shortcuts (Fixture *self G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
  GtkShortcutsWindow *window = mvua_shortcuts_new ();

  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (mvua_test_wait (is_mapped, window));
  mvua_test_run_for (300);
  g_assert_cmpuint (count_shortcuts (GTK_WIDGET (window)), >=, 45);
  mvua_test_save_picture (GTK_WINDOW (window), "shortcuts");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_about (Fixture *self G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
  GtkWidget *window = mvua_about_present (NULL);
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (window);

  g_assert_true (mvua_test_wait (is_mapped, window));
  mvua_test_run_for (300);
  g_assert_cmpint (adw_about_window_get_license_type (about), ==, GTK_LICENSE_APACHE_2_0);
  g_assert_nonnull (adw_about_window_get_version (about));
  mvua_test_save_picture (GTK_WINDOW (window), "about");
  gtk_window_destroy (GTK_WINDOW (window));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  ADD ("/preferences/switches", test_switches);
  ADD ("/preferences/choices", test_choices);
  ADD ("/preferences/numbers", test_numbers);
  ADD ("/preferences/rain", test_rain);
  ADD ("/preferences/units", test_units);
  ADD ("/preferences/overlays", test_overlays);
  ADD ("/preferences/large-overlay", test_large_overlay);
  ADD ("/preferences/close-while-reading", test_close_while_reading);
  ADD ("/preferences/pictures", test_pictures);
  ADD ("/shortcuts", test_shortcuts);
  ADD ("/about", test_about);
  return g_test_run ();
}
