/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-preferences.h"

#include "mvua-control-names.h"
#include "mvua-network-page.h"
#include "mvua-overlay-list.h"
#include "mvua-rain-choices.h"
#include "mvua-unit-row.h"

#include <glib/gi18n.h>

struct _MvuaPreferences
{
  AdwPreferencesWindow parent_instance;
  GSettings *settings;
  GArray *rain_choices; /* of MvuaRainWindow, as the row has them */
  gboolean is_showing;  /* rows are being set to what the settings say */

  AdwComboRow *time_zone_row;
  AdwComboRow *rain_row;
  GtkSwitch *restore_switch;
  GtkSpinButton *playback_spin;
  GtkSpinButton *cache_spin;
  GtkSwitch *prefetch_switch;
  AdwPreferencesGroup *units_group;
  AdwComboRow *fill_row;
  AdwComboRow *wind_row;
  GtkSwitch *isolines_switch;
  GtkSwitch *borders_switch;
  GtkSwitch *divisions_switch;
  GtkSwitch *rivers_switch;
  GtkSwitch *lakes_switch;
  GtkSwitch *places_switch;
  GtkSwitch *graticule_switch;
  MvuaOverlayList *overlays;
  MvuaNetworkPage *network_page;
};

G_DEFINE_FINAL_TYPE (MvuaPreferences, mvua_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* Values of enumerated keys, in the order of the rows. */
static const char *const time_zones[] = { "eat", "utc", NULL };
static const char *const fills[] = { "smooth", "nearest", "contours", "none", NULL };
static const char *const winds[] = { "none", "arrows", "barbs", NULL };

static gboolean
get_choice (GValue *value, GVariant *variant, gpointer data)
{
  const char *const *names = data;

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], g_variant_get_string (variant, NULL)))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
set_choice (const GValue *value, const GVariantType *type G_GNUC_UNUSED, gpointer data)
{
  const char *const *names = data;
  const guint selected = g_value_get_uint (value);

  return selected < g_strv_length ((GStrv) names) ? g_variant_new_string (names[selected])
                                                  : NULL;
}

static void
bind_choice (MvuaPreferences *self,
             const char *key,
             AdwComboRow *row,
             const char *const *names)
{
  g_settings_bind_with_mapping (self->settings, key, row, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_choice, set_choice,
                                (gpointer) names, NULL);
}

static void
bind_rows (MvuaPreferences *self)
{
  const struct
  {
    const char *key;
    gpointer object;
    const char *property;
  } rows[] = {
    { "restore-session", self->restore_switch, "active" },
    { "playback-milliseconds", self->playback_spin, "value" },
    { "cache-megabytes", self->cache_spin, "value" },
    { "prefetch", self->prefetch_switch, "active" },
    { "isolines", self->isolines_switch, "active" },
    { "show-borders", self->borders_switch, "active" },
    { "show-divisions", self->divisions_switch, "active" },
    { "show-rivers", self->rivers_switch, "active" },
    { "show-lakes", self->lakes_switch, "active" },
    { "show-places", self->places_switch, "active" },
    { "show-graticule", self->graticule_switch, "active" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_settings_bind (self->settings, rows[i].key, rows[i].object, rows[i].property,
                     G_SETTINGS_BIND_DEFAULT);
  bind_choice (self, "time-zone", self->time_zone_row, time_zones);
  bind_choice (self, "map-fill", self->fill_row, fills);
  bind_choice (self, "wind", self->wind_row, winds);
}

/* The window of rain is three keys. */
static void
show_rain (MvuaPreferences *self)
{
  const MvuaRainWindow present = {
    .kind = (MvuaRainWindowKind) g_settings_get_enum (self->settings, "rain-window"),
    .n_days = g_settings_get_int (self->settings, "rain-days"),
    .day_hour = g_settings_get_int (self->settings, "rain-day-hour"),
  };
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  if (self->is_showing)
    return;
  g_clear_pointer (&self->rain_choices, g_array_unref);
  self->rain_choices = mvua_rain_choices (&present);
  for (guint i = 0; i < self->rain_choices->len; i++)
    {
      const MvuaRainWindow *choice =
          &g_array_index (self->rain_choices, MvuaRainWindow, i);
      g_autofree char *name = mvua_rain_choice_name (choice);
      gtk_string_list_append (names, name);
      if (mvua_rain_window_equal (choice, &present))
        selected = i;
    }
  self->is_showing = TRUE;
  adw_combo_row_set_model (self->rain_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->rain_row, selected);
  self->is_showing = FALSE;
}

static void
on_rain_selected (MvuaPreferences *self)
{
  const guint selected = adw_combo_row_get_selected (self->rain_row);

  if (self->is_showing || self->rain_choices == NULL ||
      selected >= self->rain_choices->len)
    return;
  const MvuaRainWindow *choice =
      &g_array_index (self->rain_choices, MvuaRainWindow, selected);
  self->is_showing = TRUE;
  g_settings_set_enum (self->settings, "rain-window", (int) choice->kind);
  if (choice->kind == MVUA_RAIN_WINDOW_DAYS)
    {
      g_settings_set_int (self->settings, "rain-days", choice->n_days);
      g_settings_set_int (self->settings, "rain-day-hour", choice->day_hour);
    }
  self->is_showing = FALSE;
}

/* A row for each quantity that has several units. */
static void
fill_units (MvuaPreferences *self)
{
  guint n = 0;
  const MvuaVariable *table = mvua_variable_table (&n);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < n; i++)
    {
      guint n_units = 0;
      const MvuaUnit *const *units = mvua_unit_choices (&table[i], NULL, &n_units);
      if (n_units > 1 && g_hash_table_add (seen, (gpointer) units))
        adw_preferences_group_add (self->units_group,
                                   mvua_unit_row_new (self->settings, &table[i]));
    }
}

static void
mvua_preferences_dispose (GObject *object)
{
  MvuaPreferences *self = MVUA_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->rain_choices, g_array_unref);
  G_OBJECT_CLASS (mvua_preferences_parent_class)->dispose (object);
}

#define BIND(child)                                                                      \
  gtk_widget_class_bind_template_child (widget_class, MvuaPreferences, child)

static void
mvua_preferences_class_init (MvuaPreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_preferences_dispose;
  g_type_ensure (MVUA_TYPE_OVERLAY_LIST);
  g_type_ensure (MVUA_TYPE_NETWORK_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-preferences.ui");
  BIND (time_zone_row);
  BIND (rain_row);
  BIND (restore_switch);
  BIND (playback_spin);
  BIND (cache_spin);
  BIND (prefetch_switch);
  BIND (units_group);
  BIND (fill_row);
  BIND (wind_row);
  BIND (isolines_switch);
  BIND (borders_switch);
  BIND (divisions_switch);
  BIND (rivers_switch);
  BIND (lakes_switch);
  BIND (places_switch);
  BIND (graticule_switch);
  BIND (overlays);
  BIND (network_page);
  gtk_widget_class_bind_template_callback (widget_class, on_rain_selected);
}

static void
mvua_preferences_init (MvuaPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
mvua_preferences_new (GtkWindow *parent, GSettings *settings, MvuaNetwork *network)
{
  MvuaPreferences *self =
      g_object_new (MVUA_TYPE_PREFERENCES, "transient-for", parent, NULL);

  self->settings = g_object_ref (settings);
  bind_rows (self);
  fill_units (self);
  show_rain (self);
  g_signal_connect_object (settings, "changed::rain-window", G_CALLBACK (show_rain), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::rain-days", G_CALLBACK (show_rain), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::rain-day-hour", G_CALLBACK (show_rain),
                           self, G_CONNECT_SWAPPED);
  mvua_overlay_list_set_settings (self->overlays, settings);
  mvua_network_page_set_settings (self->network_page, settings, network);
  mvua_control_names_add (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
