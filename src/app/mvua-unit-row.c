/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-unit-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _MvuaUnitRow
{
  AdwComboRow parent_instance;
  GSettings *settings;
  const MvuaVariable *variable;
  const MvuaUnit *const *units;
  guint n_units;
  gboolean is_showing; /* the row is being set to what the settings say */
};

G_DEFINE_FINAL_TYPE (MvuaUnitRow, mvua_unit_row, ADW_TYPE_COMBO_ROW)

/* What is measured in a unit that variables are stored in; those that people measure
 * otherwise have names of their own. */
static const struct
{
  const char *variable;
  const char *units;
  const char *name;
} quantities[] = {
  { "vis", "m", N_ ("Visibility") },
  { "snod", "m", N_ ("Snow Depth") },
  { NULL, "K", N_ ("Temperature") },
  { NULL, "Pa", N_ ("Pressure") },
  { NULL, "m s-1", N_ ("Wind") },
  { NULL, "kg m-2", N_ ("Water in the Air and in Snow") },
  { NULL, "1", N_ ("Shares") },
};

static const char *
name_quantity (const MvuaVariable *variable)
{
  for (guint i = 0; i < G_N_ELEMENTS (quantities); i++)
    if (strcmp (quantities[i].units, variable->units) == 0 &&
        (quantities[i].variable == NULL ||
         strcmp (quantities[i].variable, variable->name) == 0))
      return _ (quantities[i].name);
  return _ (variable->long_name);
}

static void
show_choice (MvuaUnitRow *self)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "units");
  const char *id = NULL;

  g_variant_lookup (all, self->variable->name, "&s", &id);
  const MvuaUnit *unit = mvua_unit_choose (self->variable, NULL, id);
  self->is_showing = TRUE;
  for (guint i = 0; i < self->n_units; i++)
    if (self->units[i] == unit)
      adw_combo_row_set_selected (ADW_COMBO_ROW (self), i);
  self->is_showing = FALSE;
}

/* The usual unit is not kept, so that it may be another one some day. */
static void
store (MvuaUnitRow *self, const MvuaUnit *unit)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "units");
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("a{ss}"));
  GVariantIter iter;
  const char *name, *id;
  guint n = 0;
  const MvuaVariable *table = mvua_variable_table (&n);

  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &id))
    g_variant_dict_insert (&dict, name, "s", id);
  for (guint i = 0; i < n; i++)
    {
      guint n_units = 0;
      if (mvua_unit_choices (&table[i], NULL, &n_units) != self->units)
        continue;
      g_variant_dict_remove (&dict, table[i].name);
      if (unit != self->units[0])
        g_variant_dict_insert (&dict, table[i].name, "s", unit->id);
    }
  g_autoptr (GVariant) changed = g_variant_ref_sink (g_variant_dict_end (&dict));
  GVariant *value;
  g_variant_iter_init (&iter, changed);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      g_variant_builder_add (builder, "{ss}", name, g_variant_get_string (value, NULL));
      g_variant_unref (value);
    }
  g_settings_set_value (self->settings, "units", g_variant_builder_end (builder));
}

static void
on_selected (MvuaUnitRow *self)
{
  const guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (!self->is_showing && selected < self->n_units)
    store (self, self->units[selected]);
}

static void
mvua_unit_row_dispose (GObject *object)
{
  g_clear_object (&MVUA_UNIT_ROW (object)->settings);
  G_OBJECT_CLASS (mvua_unit_row_parent_class)->dispose (object);
}

static void
mvua_unit_row_class_init (MvuaUnitRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = mvua_unit_row_dispose;
}

static void
mvua_unit_row_init (MvuaUnitRow *self G_GNUC_UNUSED)
{
}

GtkWidget *
mvua_unit_row_new (GSettings *settings, const MvuaVariable *variable)
{
  MvuaUnitRow *self = g_object_new (MVUA_TYPE_UNIT_ROW, NULL);
  g_autoptr (GtkStringList) symbols = gtk_string_list_new (NULL);

  self->settings = g_object_ref (settings);
  self->variable = variable;
  self->units = mvua_unit_choices (variable, NULL, &self->n_units);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name_quantity (variable));
  for (guint i = 0; i < self->n_units; i++)
    gtk_string_list_append (symbols, self->units[i]->symbol);
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (symbols));
  show_choice (self);
  g_signal_connect (self, "notify::selected", G_CALLBACK (on_selected), NULL);
  g_signal_connect_object (settings, "changed::units", G_CALLBACK (show_choice), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
