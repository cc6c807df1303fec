/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-look.h"

/* What the user changed for one variable and sort of product. */
typedef struct
{
  gboolean flags[MVUA_LOOK_N_FLAGS];
  gboolean has_limits;
  const MvuaUnit *unit; /* of the limits */
  double lowest;
  double highest;
} Choice;

struct _MvuaLook
{
  GObject parent_instance;
  GSettings *settings;
  GHashTable *choices; /* of key → Choice */
};

G_DEFINE_FINAL_TYPE (MvuaLook, mvua_look, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* A spread has other limits than the values, a probability has its own: "t2m/std". */
static char *
make_key (const MvuaVariable *variable, const MvuaProduct *product)
{
  if (product->kind == MVUA_PRODUCT_PROBABILITY)
    return g_strconcat (variable->name, "/probability", NULL);
  if (product->kind == MVUA_PRODUCT_STATISTIC &&
      product->statistic.kind == MVUA_STATISTIC_STD)
    return g_strconcat (variable->name, "/std", NULL);
  return g_strdup (variable->name);
}

static Choice *
get_choice (MvuaLook *self, const MvuaVariable *variable, const MvuaProduct *product)
{
  g_autofree char *key = make_key (variable, product);
  Choice *choice = g_hash_table_lookup (self->choices, key);

  if (choice == NULL)
    {
      choice = g_new0 (Choice, 1);
      g_hash_table_insert (self->choices, g_steal_pointer (&key), choice);
    }
  return choice;
}

static void
changed (MvuaLook *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* One entry of a setting that is a dictionary of texts; (transfer full). */
static char *
look_up (MvuaLook *self, const char *setting, const char *key)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, setting);
  char *value = NULL;

  g_variant_lookup (all, key, "s", &value);
  return value;
}

static void
store (MvuaLook *self, const char *setting, const char *key, const char *value)
{
  g_autoptr (GVariant) old = g_settings_get_value (self->settings, setting);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name = NULL;
  const char *text = NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, old);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &text))
    if (!g_str_equal (name, key))
      g_variant_builder_add (&builder, "{ss}", name, text);
  if (value != NULL)
    g_variant_builder_add (&builder, "{ss}", key, value);
  g_settings_set_value (self->settings, setting, g_variant_builder_end (&builder));
}

static void
apply_layers (MvuaLook *self, MvuaMapStyle *style)
{
  GSettings *settings = self->settings;

  style->fill = (MvuaMapFill) g_settings_get_enum (settings, "map-fill");
  style->wind = (MvuaMapWind) g_settings_get_enum (settings, "wind");
  style->borders = g_settings_get_boolean (settings, "show-borders");
  style->divisions = g_settings_get_boolean (settings, "show-divisions");
  style->rivers = g_settings_get_boolean (settings, "show-rivers");
  style->lakes = g_settings_get_boolean (settings, "show-lakes");
  style->places = g_settings_get_boolean (settings, "show-places");
  style->graticule = g_settings_get_boolean (settings, "show-graticule");
  style->utc_first = g_settings_get_enum (settings, "time-zone") != 0;
  if (!g_settings_get_boolean (settings, "isolines"))
    style->isoline_interval = 0;
}

/* The user's limits make a ramp of colours, or as many classes as there were. */
static void
apply_limits (const Choice *choice, MvuaMapStyle *style)
{
  MvuaMapLimits *limits = &style->limits;
  const double low = mvua_unit_to_stored (choice->unit, choice->lowest);
  const double high = mvua_unit_to_stored (choice->unit, choice->highest);

  limits->lowest = mvua_unit_from_stored (style->unit, low);
  limits->highest = mvua_unit_from_stored (style->unit, high);
  for (guint i = 0; limits->n_levels > 1 && i < limits->n_levels; i++)
    limits->levels[i] =
        limits->lowest + (limits->highest - limits->lowest) * i / (limits->n_levels - 1);
}

MvuaMapStyle
mvua_look_get_style (MvuaLook *self,
                     const MvuaVariable *variable,
                     const MvuaProduct *product,
                     int hours)
{
  const Choice *choice = get_choice (self, variable, product);
  g_autofree char *key = make_key (variable, product);
  g_autofree char *unit = look_up (self, "units", variable->name);
  g_autofree char *scale = look_up (self, "scales", key);
  const MvuaColourScale *own = scale ? mvua_colour_scale_by_name (scale) : NULL;
  MvuaMapStyle style = mvua_map_style_new (variable, product, hours,
                                           mvua_unit_choose (variable, product, unit));

  apply_layers (self, &style);
  if (own != NULL)
    style.scale = own;
  style.reversed = choice->flags[MVUA_LOOK_REVERSED] ? !style.reversed : style.reversed;
  style.automatic = choice->flags[MVUA_LOOK_AUTOMATIC];
  style.symmetric = choice->flags[MVUA_LOOK_SYMMETRIC] || style.symmetric;
  if (choice->has_limits)
    apply_limits (choice, &style);
  return style;
}

void
mvua_look_set_scale (MvuaLook *self,
                     const MvuaVariable *variable,
                     const MvuaProduct *product,
                     const MvuaColourScale *scale)
{
  g_autofree char *key = make_key (variable, product);

  store (self, "scales", key, scale->name);
}

void
mvua_look_next_scale (MvuaLook *self,
                      const MvuaVariable *variable,
                      const MvuaProduct *product,
                      int hours)
{
  const MvuaMapStyle style = mvua_look_get_style (self, variable, product, hours);
  guint n = 0;
  const MvuaColourScale *table = mvua_colour_scale_table (&n);

  for (guint i = 0; i < n; i++)
    if (&table[i] == style.scale)
      {
        mvua_look_set_scale (self, variable, product, &table[(i + 1) % n]);
        return;
      }
}

void
mvua_look_set_unit (MvuaLook *self, const MvuaVariable *variable, const MvuaUnit *unit)
{
  store (self, "units", variable->name, unit->id);
}

void
mvua_look_set_limits (MvuaLook *self,
                      const MvuaVariable *variable,
                      const MvuaProduct *product,
                      const MvuaUnit *unit,
                      double lowest,
                      double highest)
{
  Choice *choice = get_choice (self, variable, product);

  choice->has_limits = TRUE;
  choice->flags[MVUA_LOOK_AUTOMATIC] = FALSE;
  choice->unit = unit;
  choice->lowest = lowest;
  choice->highest = highest;
  changed (self);
}

gboolean
mvua_look_get_flag (MvuaLook *self,
                    const MvuaVariable *variable,
                    const MvuaProduct *product,
                    MvuaLookFlag flag)
{
  return get_choice (self, variable, product)->flags[flag];
}

void
mvua_look_set_flag (MvuaLook *self,
                    const MvuaVariable *variable,
                    const MvuaProduct *product,
                    MvuaLookFlag flag,
                    gboolean is_set)
{
  get_choice (self, variable, product)->flags[flag] = is_set;
  changed (self);
}

void
mvua_look_reset (MvuaLook *self, const MvuaVariable *variable, const MvuaProduct *product)
{
  g_autofree char *key = make_key (variable, product);

  g_hash_table_remove (self->choices, key);
  store (self, "scales", key, NULL);
  changed (self);
}

gboolean
mvua_look_has_wind (MvuaLook *self)
{
  return g_settings_get_enum (self->settings, "wind") != MVUA_MAP_WIND_NONE;
}

/* Only some of the settings are about how a map looks. */
static void
on_setting (GSettings *settings G_GNUC_UNUSED, const char *key, gpointer data)
{
  static const char *const ours[] = {
    "map-fill",     "wind",       "isolines",    "time-zone",      "units", "scales",
    "show-borders", "show-lakes", "show-places", "show-divisions", NULL,
  };

  if (g_strv_contains (ours, key) || g_str_equal (key, "show-rivers") ||
      g_str_equal (key, "show-graticule"))
    changed (MVUA_LOOK (data));
}

static void
mvua_look_finalize (GObject *object)
{
  MvuaLook *self = MVUA_LOOK (object);

  g_object_unref (self->settings);
  g_hash_table_unref (self->choices);
  G_OBJECT_CLASS (mvua_look_parent_class)->finalize (object);
}

static void
mvua_look_class_init (MvuaLookClass *class)
{
  G_OBJECT_CLASS (class)->finalize = mvua_look_finalize;
  signals[CHANGED] = g_signal_new ("changed", MVUA_TYPE_LOOK, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
mvua_look_init (MvuaLook *self)
{
  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

MvuaLook *
mvua_look_new (GSettings *settings)
{
  MvuaLook *self = g_object_new (MVUA_TYPE_LOOK, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed", G_CALLBACK (on_setting), self, 0);
  return self;
}
