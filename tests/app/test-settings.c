/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "window-fixture.h"

#include "mvua-map-style.h"
#include "mvua-rain-window.h"

/* What the schema promises to the viewer. */

static const struct
{
  const char *name;
  const char *value; /* the default, as text of a GVariant with its type */
} keys[] = {
  { "cache-megabytes", "32" },
  { "export-folder", "''" },
  { "export-rate", "0.0" },
  { "isolines", "false" },
  { "last-camera", "(0.0, 0.0, 0.0)" },
  { "last-node", "''" },
  { "last-run", "''" },
  { "last-source", "''" },
  { "last-step", "0" },
  { "last-variable", "''" },
  { "map-fill", "'smooth'" },
  { "network-cache-megabytes", "2000" },
  { "network-daily-megabytes", "0" },
  { "noaa-url", "''" },
  { "overlays", "@as []" },
  { "playback-milliseconds", "700" },
  { "prefetch", "true" },
  { "prefetch-metered", "false" },
  { "rain-day-hour", "6" },
  { "rain-days", "1" },
  { "rain-window", "'3h'" },
  { "recent-sources", "@as []" },
  { "refresh-minutes", "5" },
  { "restore-session", "true" },
  { "running-exports", "@as []" },
  { "scales", "@a{ss} {}" },
  { "show-borders", "true" },
  { "show-divisions", "false" },
  { "show-graticule", "false" },
  { "show-lakes", "true" },
  { "show-places", "true" },
  { "show-point-panel", "true" },
  { "show-rivers", "false" },
  { "show-sidebar", "true" },
  { "subsetter-url", "''" },
  { "thresholds", "@a{sd} {}" },
  { "time-zone", "'eat'" },
  { "units", "@a{ss} {}" },
  { "wind", "'none'" },
  { "window-height", "800" },
  { "window-maximized", "false" },
  { "window-width", "1200" },
};

static GSettingsSchema *
lookup_schema (void)
{
  return g_settings_schema_source_lookup (g_settings_schema_source_get_default (),
                                          "org.mvua.Mvua", FALSE);
}

/* All of them, none besides. */
static void
test_keys (void)
{
  g_autoptr (GSettingsSchema) schema = lookup_schema ();
  g_assert_nonnull (schema);
  g_assert_cmpstr (g_settings_schema_get_path (schema), ==, "/org/mvua/Mvua/");
  g_auto (GStrv) names = g_settings_schema_list_keys (schema);
  g_assert_cmpuint (g_strv_length (names), ==, G_N_ELEMENTS (keys));

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_assert_true (g_settings_schema_has_key (schema, keys[i].name));
      g_autoptr (GSettingsSchemaKey) key =
          g_settings_schema_get_key (schema, keys[i].name);
      g_autoptr (GVariant) value = g_settings_schema_key_get_default_value (key);
      g_autofree char *text = g_variant_print (value, TRUE);
      g_assert_cmpstr (text, ==, keys[i].value);
    }
}

/* The values of enumerated keys are those of the enumerations of the core. */
static void
test_enums (void)
{
  static const struct
  {
    const char *key;
    const char *nick;
    int value;
  } rows[] = {
    { "time-zone", "eat", 0 },
    { "time-zone", "utc", 1 },
    { "rain-window", "3h", MVUA_RAIN_WINDOW_3_HOURS },
    { "rain-window", "published", MVUA_RAIN_WINDOW_PUBLISHED },
    { "rain-window", "days", MVUA_RAIN_WINDOW_DAYS },
    { "map-fill", "nearest", MVUA_MAP_FILL_NEAREST },
    { "map-fill", "smooth", MVUA_MAP_FILL_SMOOTH },
    { "map-fill", "contours", MVUA_MAP_FILL_CONTOURS },
    { "map-fill", "none", MVUA_MAP_FILL_NONE },
    { "wind", "none", MVUA_MAP_WIND_NONE },
    { "wind", "arrows", MVUA_MAP_WIND_ARROWS },
    { "wind", "barbs", MVUA_MAP_WIND_BARBS },
  };
  g_autoptr (GSettings) settings = g_settings_new ("org.mvua.Mvua");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (g_settings_set_string (settings, rows[i].key, rows[i].nick));
      g_assert_cmpint (g_settings_get_enum (settings, rows[i].key), ==, rows[i].value);
      g_settings_reset (settings, rows[i].key);
    }
}

static gboolean
is_in_range (const char *name, int value)
{
  g_autoptr (GSettingsSchema) schema = lookup_schema ();
  g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, name);
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_int32 (value));
  return g_settings_schema_key_range_check (key, variant);
}

static void
test_ranges (void)
{
  g_assert_true (is_in_range ("rain-day-hour", MVUA_DAILY_FROM_RUN));
  g_assert_true (is_in_range ("rain-day-hour", 21));
  g_assert_false (is_in_range ("rain-day-hour", 22));
  g_assert_false (is_in_range ("rain-day-hour", -2));
  g_assert_true (is_in_range ("rain-days", 7));
  g_assert_false (is_in_range ("rain-days", 0));
  g_assert_false (is_in_range ("rain-days", 8));
  g_assert_false (is_in_range ("cache-megabytes", 0));
  g_assert_false (is_in_range ("playback-milliseconds", 0));
  g_assert_false (is_in_range ("window-width", 0));
  g_assert_false (is_in_range ("window-height", 0));
  g_assert_false (is_in_range ("last-step", -1));
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_test_add_func ("/settings/keys", test_keys);
  g_test_add_func ("/settings/enums", test_enums);
  g_test_add_func ("/settings/ranges", test_ranges);
  return g_test_run ();
}
