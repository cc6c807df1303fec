/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-browser-private.h"
#include "mvua-closer.h"

#include <glib/gi18n.h>
#include <math.h>

#define MEGABYTE ((gsize) 1024 * 1024)

G_DEFINE_FINAL_TYPE (MvuaBrowser, mvua_browser, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* Thresholds that a variable's probabilities begin with, in the unit of what is stored:
 * 25 mm, 35 °C, 10 m/s … */
static const struct
{
  const char *name;
  double threshold;
} first_thresholds[] = {
  { "tp", 25 },        { "t2m", 308.15 }, { "tmax", 308.15 },  { "tmin", 293.15 },
  { "d2m", 293.15 },   { "gust", 15 },    { "u10", 10 },       { "v10", 10 },
  { "cape", 1000 },    { "pwat", 50 },    { "r2", 80 },        { "tcc", 80 },
  { "mslet", 101000 }, { "sp", 90000 },   { "prmsl", 101000 },
};

void
mvua_browser_changed (MvuaBrowser *self, MvuaBrowserChanges changes)
{
  g_signal_emit (self, signals[CHANGED], 0, (guint) changes);
}

MvuaLook *
mvua_browser_get_look (MvuaBrowser *self)
{
  return self->look;
}

MvuaEnsemble *
mvua_browser_get_ensemble (MvuaBrowser *self)
{
  return self->ensemble;
}

MvuaFields *
mvua_browser_get_fields (MvuaBrowser *self)
{
  return self->fields;
}

MvuaNode *
mvua_browser_get_tree (MvuaBrowser *self)
{
  return self->tree;
}

const MvuaProduct *
mvua_browser_get_product (MvuaBrowser *self)
{
  return &self->product;
}

const MvuaVariable *
mvua_browser_get_variable (MvuaBrowser *self)
{
  return self->variable;
}

int
mvua_browser_get_step (MvuaBrowser *self)
{
  return self->step;
}

gint64
mvua_browser_get_valid_time (MvuaBrowser *self)
{
  return mvua_ensemble_get_run (self->ensemble) + self->step * G_GINT64_CONSTANT (3600);
}

MvuaRainWindow
mvua_browser_get_rain_window (MvuaBrowser *self)
{
  return self->rain;
}

MvuaField *
mvua_browser_get_field (MvuaBrowser *self)
{
  return self->field;
}

MvuaField *
mvua_browser_get_u (MvuaBrowser *self)
{
  return self->u;
}

MvuaField *
mvua_browser_get_v (MvuaBrowser *self)
{
  return self->v;
}

gboolean
mvua_browser_is_loading (MvuaBrowser *self)
{
  return self->is_loading;
}

const char *
mvua_browser_get_problem (MvuaBrowser *self)
{
  return self->problem;
}

gboolean
mvua_browser_is_playing (MvuaBrowser *self)
{
  return self->play_source != 0;
}

/* Of the field that is drawn rather than of the pick, which may not have come. */
MvuaMapStyle
mvua_browser_get_style (MvuaBrowser *self)
{
  const MvuaVariable *variable = self->field ? self->field->key.variable : self->variable;
  const MvuaProduct *product = self->field != NULL && !self->is_stand_in
                                   ? &self->field->key.product
                                   : &self->product;
  MvuaHours hours = { 0 };

  if (self->field != NULL)
    hours = (MvuaHours){ self->field->start, self->field->end };
  else if (!mvua_browser_get_hours (self, &hours) || hours.start == MVUA_HOUR_UNKNOWN)
    hours = (MvuaHours){ 0 };
  return mvua_look_get_style (self->look, variable, product, hours.end - hours.start);
}

/* What the basemap has in detail is what forecasters look at; the whole of a global grid
 * costs thirty times as much and is decoded when it is seen. */
static void
cut_windows (MvuaBrowser *self)
{
  const MvuaMapBox box = mvua_basemap_get_region (mvua_map_basemap ());
  const MvuaRegion region = { FALSE, box.north, box.west, box.south, box.east };
  const MvuaRegion all = { .whole = TRUE };
  const MvuaGrid *grid = mvua_ensemble_get_grid (self->ensemble);

  if (!mvua_grid_cut (grid, &all, &self->whole, NULL))
    g_assert_not_reached ();
  if (!mvua_grid_cut (grid, &region, &self->region, NULL))
    self->region = self->whole;
}

static void
clear_source (MvuaBrowser *self)
{
  self->is_stand_in = FALSE;
  mvua_browser_set_playing (self, FALSE);
  mvua_browser_forget_requests (self);
  if (self->fields != NULL)
    mvua_browser_forget_pin_requests (self);
  g_array_set_size (self->pin_values, 0);
  g_clear_pointer (&self->field, mvua_field_unref);
  g_clear_pointer (&self->u, mvua_field_unref);
  g_clear_pointer (&self->v, mvua_field_unref);
  g_clear_pointer (&self->problem, g_free);
  g_clear_object (&self->tree);
  if (self->fields != NULL)
    mvua_closer_close (g_steal_pointer (&self->fields),
                       g_steal_pointer (&self->ensemble));
}

static double
stored_threshold (MvuaBrowser *self, const MvuaVariable *variable)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "thresholds");
  double threshold = 0;

  if (g_variant_lookup (all, variable->name, "d", &threshold) && isfinite (threshold))
    return threshold;
  for (guint i = 0; i < G_N_ELEMENTS (first_thresholds); i++)
    if (g_str_equal (first_thresholds[i].name, variable->name))
      return first_thresholds[i].threshold;
  return 0;
}

/* The pick of before where the new ensemble has it. */
void
mvua_browser_keep_pick (MvuaBrowser *self)
{
  const GPtrArray *variables = mvua_ensemble_get_variables (self->ensemble);
  const MvuaVariable *rain = mvua_variable_by_name ("tp");
  const GArray *members = mvua_fields_members (self->fields);

  if (self->variable == NULL ||
      !g_ptr_array_find ((GPtrArray *) variables, self->variable, NULL))
    self->variable = g_ptr_array_find ((GPtrArray *) variables, rain, NULL)
                         ? rain
                         : g_ptr_array_index (variables, 0);
  self->product = self->wished;
  if (mvua_node_find (self->tree, &self->product, NULL) == NULL)
    self->product = mvua_product_member (g_array_index (members, MvuaMember, 0));
  if (mvua_browser_has_whole_run (self))
    self->wished = self->product;
  if (self->product.kind == MVUA_PRODUCT_PROBABILITY)
    self->product.threshold = (float) stored_threshold (self, self->variable);
  self->member = self->product.kind == MVUA_PRODUCT_MEMBER
                     ? self->product.member
                     : g_array_index (members, MvuaMember, 0);
}

/* The step of before or the nearest that there is; if there is no such field at it, as of
 * rain at the time of the run, the first at which there is. */
static void
find_step (MvuaBrowser *self)
{
  const GArray *steps = mvua_ensemble_get_steps (self->ensemble);
  MvuaHours hours = { 0 };

  self->step = mvua_browser_nearest_step (self, self->step);
  if (mvua_browser_get_hours (self, &hours))
    return;
  for (guint i = 0; i < steps->len; i++)
    {
      self->step = g_array_index (steps, int, i);
      if (mvua_browser_get_hours (self, &hours))
        return;
    }
  self->step = g_array_index (steps, int, 0);
}

void
mvua_browser_settle_source (MvuaBrowser *self, MvuaNode *tree)
{
  const gsize cache = (gsize) g_settings_get_int (self->settings, "cache-megabytes");

  self->fields = mvua_fields_new (self->ensemble, cache * MEGABYTE, 0);
  self->tree = tree != NULL ? tree : mvua_node_new_tree (self->ensemble);
  cut_windows (self);
  mvua_browser_keep_pick (self);
}

void
mvua_browser_set_ensemble (MvuaBrowser *self, MvuaEnsemble *ensemble)
{
  mvua_browser_set_run (self, ensemble, NULL);
}

void
mvua_browser_set_run (MvuaBrowser *self, MvuaEnsemble *ensemble, MvuaNode *tree)
{
  const gboolean had_one = self->ensemble != NULL;
  const gint64 valid = had_one ? mvua_browser_get_valid_time (self) : 0;

  clear_source (self);
  self->ensemble = ensemble;
  if (ensemble != NULL)
    {
      self->sees_whole = FALSE;
      mvua_browser_settle_source (self, tree);
      if (had_one)
        self->step = (int) CLAMP ((valid - mvua_ensemble_get_run (ensemble)) / 3600, 0,
                                  MVUA_MAX_STEP_HOURS);
      find_step (self);
      mvua_browser_changed (self, MVUA_BROWSER_SOURCE | MVUA_BROWSER_FIELD);
      mvua_browser_picked (self);
    }
  else
    {
      self->variable = NULL;
      mvua_browser_changed (self, MVUA_BROWSER_SOURCE | MVUA_BROWSER_FIELD |
                                      MVUA_BROWSER_LOADING | MVUA_BROWSER_POINT);
    }
}

void
mvua_browser_changed_pick (MvuaBrowser *self)
{
  mvua_browser_changed (self, MVUA_BROWSER_PICK);
}

void
mvua_browser_prepare (MvuaBrowser *self,
                      const MvuaProduct *product,
                      const MvuaVariable *variable)
{
  g_return_if_fail (self->ensemble == NULL);

  self->product = *product;
  self->wished = *product;
  self->variable = variable;
}

void
mvua_browser_picked (MvuaBrowser *self)
{
  mvua_browser_changed (self, MVUA_BROWSER_PICK);
  mvua_browser_refresh (self);
}

void
mvua_browser_pick (MvuaBrowser *self,
                   const MvuaProduct *product,
                   const MvuaVariable *variable)
{
  MvuaProduct wanted = *product;

  if (self->ensemble == NULL)
    return;
  if (wanted.kind == MVUA_PRODUCT_PROBABILITY)
    wanted.threshold = (float) stored_threshold (self, variable);
  else if (wanted.kind == MVUA_PRODUCT_STATISTIC)
    self->statistic = wanted.statistic;
  else
    self->member = wanted.member;
  self->wished = wanted;
  if (variable == self->variable && mvua_product_equal (&wanted, &self->product))
    return;
  self->product = wanted;
  self->variable = variable;
  mvua_browser_picked (self);
}

static void
store_rain_window (MvuaBrowser *self)
{
  g_settings_set_enum (self->settings, "rain-window", (int) self->rain.kind);
  if (self->rain.kind != MVUA_RAIN_WINDOW_DAYS)
    return;
  g_settings_set_int (self->settings, "rain-days", self->rain.n_days);
  g_settings_set_int (self->settings, "rain-day-hour", self->rain.day_hour);
}

void
mvua_browser_set_rain_window (MvuaBrowser *self, MvuaRainWindow window)
{
  if (mvua_rain_window_equal (&window, &self->rain))
    return;
  self->rain = window;
  store_rain_window (self);
  mvua_browser_picked (self);
}

float
mvua_browser_get_threshold (MvuaBrowser *self)
{
  if (self->variable == NULL)
    return 0;
  return self->product.kind == MVUA_PRODUCT_PROBABILITY
             ? self->product.threshold
             : (float) stored_threshold (self, self->variable);
}

void
mvua_browser_set_threshold (MvuaBrowser *self, float threshold)
{
  g_autoptr (GVariant) old = g_settings_get_value (self->settings, "thresholds");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name = NULL;
  double value = 0;

  if (self->product.kind != MVUA_PRODUCT_PROBABILITY || !isfinite (threshold))
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sd}"));
  g_variant_iter_init (&iter, old);
  while (g_variant_iter_next (&iter, "{&sd}", &name, &value))
    if (!g_str_equal (name, self->variable->name))
      g_variant_builder_add (&builder, "{sd}", name, value);
  g_variant_builder_add (&builder, "{sd}", self->variable->name, (double) threshold);
  g_settings_set_value (self->settings, "thresholds", g_variant_builder_end (&builder));

  const MvuaProduct product = mvua_product_probability (threshold);
  if (mvua_product_equal (&product, &self->product))
    return;
  self->product = product;
  self->wished = product;
  mvua_browser_picked (self);
}

void
mvua_browser_set_view (MvuaBrowser *self, const MvuaMapBox *box)
{
  const MvuaMapBox region = mvua_basemap_get_region (mvua_map_basemap ());
  /* A margin, so that a small pan over the edge does not decode the globe. */
  const double margin = 2;
  const gboolean is_inside =
      box->west >= region.west - margin && box->east <= region.east + margin &&
      box->south >= region.south - margin && box->north <= region.north + margin;
  /* A much larger view stays inside if most of it is the region. */
  const double share = (region.east - region.west) * (region.north - region.south) /
                       ((box->east - box->west) * (box->north - box->south));
  const gboolean sees_whole = !is_inside && share < 0.75;

  if (self->ensemble == NULL || sees_whole == self->sees_whole)
    return;
  self->sees_whole = sees_whole;
  if (self->whole.n_rows != self->region.n_rows ||
      self->whole.n_columns != self->region.n_columns)
    mvua_browser_refresh (self);
}

char *
mvua_browser_dup_description (MvuaBrowser *self)
{
  if (self->variable == NULL)
    return g_strdup ("");
  /* What the tree calls it; the tree may lack what a session brought back. */
  MvuaNode *node =
      self->tree != NULL ? mvua_node_find (self->tree, &self->product, NULL) : NULL;
  g_autofree char *product = node != NULL ? g_strdup (mvua_node_get_title (node))
                                          : mvua_product_path (&self->product);
  return g_strdup_printf (_ ("%s, %s, %d h"), _ (self->variable->long_name), product,
                          self->step);
}

char *
mvua_browser_dup_provenance (MvuaBrowser *self)
{
  g_autofree char *name = NULL;

  if (self->ensemble == NULL)
    return g_strdup ("");
  name = mvua_ensemble_is_bucket_run (self->ensemble)
             ? g_strdup (mvua_ensemble_get_path (self->ensemble))
             : g_path_get_basename (mvua_ensemble_get_path (self->ensemble));
  return mvua_ensemble_is_demo (self->ensemble)
             ? g_strdup_printf (_ ("Made-up data in “%s” · Mvua %s"), name, MVUA_VERSION)
             : g_strdup_printf (_ ("NOAA GEFS, from “%s” · Mvua %s"), name, MVUA_VERSION);
}

static void
on_look (MvuaLook *look G_GNUC_UNUSED, gpointer data)
{
  MvuaBrowser *self = data;

  if (self->ensemble != NULL &&
      (self->u != NULL || self->wind_requests[0] != 0) != mvua_look_has_wind (self->look))
    mvua_browser_refresh_wind (self);
  mvua_browser_changed (self, MVUA_BROWSER_LOOK);
}

static void
mvua_browser_finalize (GObject *object)
{
  MvuaBrowser *self = MVUA_BROWSER (object);

  clear_source (self);
  g_array_unref (self->pin_values);
  g_free (self->pin_problem);
  g_array_unref (self->pin_requests);
  g_object_unref (self->look);
  g_object_unref (self->settings);
  G_OBJECT_CLASS (mvua_browser_parent_class)->finalize (object);
}

static void
mvua_browser_class_init (MvuaBrowserClass *class)
{
  G_OBJECT_CLASS (class)->finalize = mvua_browser_finalize;
  signals[CHANGED] = g_signal_new ("changed", MVUA_TYPE_BROWSER, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
mvua_browser_init (MvuaBrowser *self)
{
  self->pin_values = g_array_new (FALSE, FALSE, sizeof (MvuaPinValue));
  self->pin_requests = g_array_new (FALSE, FALSE, sizeof (guint));
  self->may_prefetch = TRUE;
}

MvuaBrowser *
mvua_browser_new (GSettings *settings)
{
  MvuaBrowser *self = g_object_new (MVUA_TYPE_BROWSER, NULL);

  self->settings = g_object_ref (settings);
  self->look = mvua_look_new (settings);
  self->rain = (MvuaRainWindow){
    .kind = (MvuaRainWindowKind) g_settings_get_enum (settings, "rain-window"),
    .n_days = g_settings_get_int (settings, "rain-days"),
    .day_hour = g_settings_get_int (settings, "rain-day-hour"),
  };
  g_signal_connect_object (self->look, "changed", G_CALLBACK (on_look), self, 0);
  return self;
}
