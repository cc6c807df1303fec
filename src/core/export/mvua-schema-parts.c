/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-schema-parts.h"

/* Inner chunks of a shard: small, for a point's series as much as for a map. */
#define INNER_STEPS 9
#define INNER_POINTS 48

#define STEP_COORDINATES "forecast_hour step_bounds time valid_time"
#define DAY_COORDINATES "day_bounds forecast_hour_bounds time"

static void
free_array (gpointer data)
{
  MvuaSchemaArray *self = data;

  g_free (self->name);
  g_free (self->data);
  json_object_put (self->attributes);
  g_free (self);
}

static void
free_group (gpointer data)
{
  MvuaSchemaGroup *self = data;

  g_free (self->path);
  g_ptr_array_unref (self->arrays);
  json_object_put (self->attributes);
  g_free (self);
}

gsize
mvua_schema_type_size (MvuaZarrType type)
{
  static const gsize sizes[] = {
    [MVUA_ZARR_INT8] = 1,  [MVUA_ZARR_INT16] = 2,   [MVUA_ZARR_INT32] = 4,
    [MVUA_ZARR_INT64] = 8, [MVUA_ZARR_FLOAT32] = 4, [MVUA_ZARR_FLOAT64] = 8,
  };

  return sizes[type];
}

gsize
mvua_schema_array_size (const MvuaSchemaArray *array)
{
  gsize size = mvua_schema_type_size (array->type);

  for (guint d = 0; d < array->n_dims; d++)
    size *= array->shape[d];
  return size;
}

MvuaSchemaGroup *
mvua_schema_add_group (MvuaSchema *self, const char *path)
{
  MvuaSchemaGroup *group = g_new (MvuaSchemaGroup, 1);

  if (self->groups == NULL)
    self->groups = g_ptr_array_new_with_free_func (free_group);
  *group = (MvuaSchemaGroup){ .path = g_strdup (path),
                              .attributes = json_object_new_object (),
                              .arrays = g_ptr_array_new_with_free_func (free_array) };
  g_ptr_array_add (self->groups, group);
  return group;
}

MvuaSchemaArray *
mvua_schema_add_array (MvuaSchemaGroup *group,
                       const char *name,
                       MvuaZarrType type,
                       const char *const *dims,
                       const gsize *shape,
                       gpointer data)
{
  MvuaSchemaArray *array = g_new0 (MvuaSchemaArray, 1);

  array->name = g_strdup (name);
  array->type = type;
  array->attributes = json_object_new_object ();
  array->data = data;
  for (guint d = 0; dims[d] != NULL; d++)
    {
      array->dims[d] = dims[d];
      array->shape[d] = array->chunk[d] = array->inner[d] = shape[d];
      array->n_dims++;
    }
  g_ptr_array_add (group->arrays, array);
  return array;
}

static gsize
inner_size (gsize n)
{
  const gsize n_parts = (n + INNER_POINTS - 1) / INNER_POINTS;

  return (n + n_parts - 1) / n_parts;
}

MvuaSchemaArray *
mvua_schema_add_field (MvuaSchema *self,
                       MvuaSchemaGroup *group,
                       const char *name,
                       const char *first_dim,
                       gsize n_first)
{
  const MvuaExportPlan *plan = self->plan;
  const gboolean is_daily = strcmp (first_dim, "day") == 0;
  const char *const dims[] = { first_dim, "latitude", "longitude", NULL };
  const gsize shape[] = { n_first, plan->window.n_rows, plan->window.n_columns };
  MvuaSchemaArray *array =
      mvua_schema_add_array (group, name, MVUA_ZARR_FLOAT32, dims, shape, NULL);

  /* A day is written when it is whole; steps come in blocks, of which the inner chunk
   * of a shard must be an even part. */
  array->chunk[0] = is_daily ? 1 : plan->block;
  array->chunk[1] = plan->chunk_rows;
  array->inner[0] = array->chunk[0] % INNER_STEPS == 0 ? INNER_STEPS : array->chunk[0];
  array->inner[1] = inner_size (shape[1]);
  array->inner[2] = inner_size (shape[2]);
  mvua_attribute_text (array->attributes, "coordinates",
                       is_daily ? DAY_COORDINATES : STEP_COORDINATES);
  return array;
}

MvuaSchemaArray *
mvua_schema_add_series (
    MvuaSchemaGroup *group, const char *name, MvuaZarrType type, const char *dim, gsize n)
{
  const char *const dims[] = { dim, NULL };

  return mvua_schema_add_array (group, name, type, dims, &n,
                                g_malloc0 (MAX (n * mvua_schema_type_size (type), 1)));
}

void
mvua_attribute_text (json_object *to, const char *name, const char *text)
{
  if (text != NULL)
    json_object_object_add (to, name, json_object_new_string (text));
}

void
mvua_attribute_int (json_object *to, const char *name, gint64 value)
{
  json_object_object_add (to, name, json_object_new_int64 (value));
}

void
mvua_attribute_double (json_object *to, const char *name, double value)
{
  json_object_object_add (to, name, json_object_new_double (value));
}

const char *
mvua_number_text (double number, char text[G_ASCII_DTOSTR_BUF_SIZE])
{
  return g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, "%.10g", number);
}

static void
add_axis (MvuaSchemaGroup *group,
          const char *name,
          const char *axis,
          const char *units,
          double *degrees,
          gsize n)
{
  const char *const dims[] = { name, NULL };
  MvuaSchemaArray *array =
      mvua_schema_add_array (group, name, MVUA_ZARR_FLOAT64, dims, &n, degrees);

  mvua_attribute_text (array->attributes, "long_name", name);
  mvua_attribute_text (array->attributes, "standard_name", name);
  mvua_attribute_text (array->attributes, "units", units);
  mvua_attribute_text (array->attributes, "axis", axis);
}

static void
describe_time (json_object *attributes, const char *long_name, const char *standard_name)
{
  mvua_attribute_text (attributes, "long_name", long_name);
  mvua_attribute_text (attributes, "standard_name", standard_name);
  mvua_attribute_text (attributes, "units", "seconds since 1970-01-01 00:00:00");
  mvua_attribute_text (attributes, "calendar", "proleptic_gregorian");
}

static void
add_place_and_run (MvuaSchema *self, MvuaSchemaGroup *group)
{
  const MvuaExportPlan *plan = self->plan;
  const MvuaGrid *grid = mvua_ensemble_get_grid (plan->ensemble);
  const MvuaWindow *window = &plan->window;
  const char *const no_dims[] = { NULL };
  double *latitudes = g_new (double, window->n_rows);
  double *longitudes = g_new (double, window->n_columns);
  gint64 *run = g_new (gint64, 1);

  for (guint32 row = 0; row < window->n_rows; row++)
    latitudes[row] = mvua_window_latitude (grid, window, row);
  for (guint32 column = 0; column < window->n_columns; column++)
    longitudes[column] = mvua_window_longitude (grid, window, column);
  *run = mvua_ensemble_get_run (plan->ensemble);

  add_axis (group, "latitude", "Y", "degrees_north", latitudes, window->n_rows);
  add_axis (group, "longitude", "X", "degrees_east", longitudes, window->n_columns);
  MvuaSchemaArray *time =
      mvua_schema_add_array (group, "time", MVUA_ZARR_INT64, no_dims, NULL, run);
  describe_time (time->attributes, "initial time of the run", "forecast_reference_time");
}

/* A plain count of hours is decoded as a time difference only where this says so; xarray
 * before 2025.06 goes by the unit, later ones by the attribute dtype. */
static void
describe_hours (json_object *attributes, const char *long_name)
{
  mvua_attribute_text (attributes, "long_name", long_name);
  mvua_attribute_text (attributes, "units", "hours");
  mvua_attribute_text (attributes, "dtype", "timedelta64[ns]");
}

void
mvua_schema_add_step_coordinates (MvuaSchema *self, MvuaSchemaGroup *group)
{
  const MvuaExportPlan *plan = self->plan;
  const gsize n = plan->steps->len;
  const gsize bounds_shape[] = { n, 2 };
  const char *const bounds_dims[] = { "step", "bounds", NULL };
  MvuaSchemaArray *step =
      mvua_schema_add_series (group, "step", MVUA_ZARR_INT64, "step", n);
  MvuaSchemaArray *hour =
      mvua_schema_add_series (group, "forecast_hour", MVUA_ZARR_INT32, "step", n);
  MvuaSchemaArray *valid =
      mvua_schema_add_series (group, "valid_time", MVUA_ZARR_INT64, "step", n);
  MvuaSchemaArray *bounds =
      mvua_schema_add_array (group, "step_bounds", MVUA_ZARR_INT64, bounds_dims,
                             bounds_shape, g_new0 (gint64, 2 * n));

  for (gsize i = 0; i < n; i++)
    {
      const int hours = mvua_export_plan_step (plan, (guint) i);
      ((gint64 *) step->data)[i] = hours;
      ((gint32 *) hour->data)[i] = hours;
      ((gint64 *) valid->data)[i] =
          mvua_ensemble_get_run (plan->ensemble) + hours * G_GINT64_CONSTANT (3600);
      ((gint64 *) bounds->data)[2 * i] = MAX (hours - 3, 0);
      ((gint64 *) bounds->data)[2 * i + 1] = hours;
    }
  describe_hours (step->attributes, "forecast step");
  mvua_attribute_text (step->attributes, "standard_name", "forecast_period");
  mvua_attribute_text (step->attributes, "bounds", "step_bounds");
  mvua_attribute_text (hour->attributes, "long_name", "hours from the run to the step");
  describe_time (valid->attributes, "time at which the step is valid", "time");
  describe_hours (bounds->attributes, "the 3 h of rain that end at the step");
  add_place_and_run (self, group);
}

void
mvua_schema_add_day_coordinates (MvuaSchema *self, MvuaSchemaGroup *group)
{
  const MvuaExportPlan *plan = self->plan;
  const gsize n = plan->days->len;
  const gsize bounds_shape[] = { n, 2 };
  const char *const dims[] = { "day", "bounds", NULL };
  const gint64 run = mvua_ensemble_get_run (plan->ensemble);
  MvuaSchemaArray *day = mvua_schema_add_series (group, "day", MVUA_ZARR_INT32, "day", n);
  MvuaSchemaArray *bounds = mvua_schema_add_array (
      group, "day_bounds", MVUA_ZARR_INT64, dims, bounds_shape, g_new0 (gint64, 2 * n));
  MvuaSchemaArray *hours =
      mvua_schema_add_array (group, "forecast_hour_bounds", MVUA_ZARR_INT32, dims,
                             bounds_shape, g_new0 (gint32, 2 * n));

  for (gsize i = 0; i < n; i++)
    {
      const MvuaHours *total = &g_array_index (plan->days, MvuaHours, i);
      ((gint32 *) day->data)[i] = (gint32) i + 1;
      ((gint64 *) bounds->data)[2 * i] = run + total->start * G_GINT64_CONSTANT (3600);
      ((gint64 *) bounds->data)[2 * i + 1] = run + total->end * G_GINT64_CONSTANT (3600);
      ((gint32 *) hours->data)[2 * i] = total->start;
      ((gint32 *) hours->data)[2 * i + 1] = total->end;
    }
  mvua_attribute_text (day->attributes, "long_name", "whole day of the forecast");
  mvua_attribute_text (day->attributes, "bounds", "day_bounds");
  describe_time (bounds->attributes, "start and end of the 24 h", NULL);
  mvua_attribute_text (hours->attributes, "long_name",
                       "hours from the run to the start and end of the 24 h");
  add_place_and_run (self, group);
}

void
mvua_schema_describe_run (const MvuaExportPlan *plan, json_object *attributes)
{
  char date[MVUA_RUN_TEXT_SIZE];
  const MvuaRun run = mvua_ensemble_get_run (plan->ensemble);

  mvua_attribute_text (attributes, "model_date", mvua_run_date (run, date));
  mvua_attribute_int (attributes, "run_hour", mvua_run_hour (run));
  if (mvua_ensemble_is_demo (plan->ensemble))
    {
      mvua_attribute_int (attributes, "demo", 1);
      mvua_attribute_text (attributes, "warning", "DEMO, NOT A FORECAST");
    }
}

void
mvua_attribute_members (json_object *to,
                        const char *name,
                        const MvuaExportPlan *plan,
                        gboolean absent_only)
{
  json_object *names = json_object_new_array ();

  for (guint i = 0; i < plan->perturbed->len; i++)
    {
      const MvuaMember member =
          mvua_export_plan_member (plan, g_array_index (plan->perturbed, guint, i));
      char text[MVUA_MEMBER_NAME_SIZE];

      if (!absent_only || mvua_export_plan_is_absent (plan, member))
        json_object_array_add (names,
                               json_object_new_string (mvua_member_name (member, text)));
    }
  json_object_object_add (to, name, names);
}

static const char *
cell_method (const MvuaVariable *variable)
{
  switch (variable->kind)
    {
    case MVUA_KIND_AVERAGE:
      return "step: mean";
    case MVUA_KIND_ACCUMULATION:
      return "step: sum";
    case MVUA_KIND_MAXIMUM:
      return "step: maximum";
    case MVUA_KIND_MINIMUM:
      return "step: minimum";
    case MVUA_KIND_INSTANT:
    default:
      return "step: point";
    }
}

void
mvua_schema_describe_field (const MvuaExportPlan *plan,
                            const MvuaVariable *variable,
                            json_object *attributes)
{
  const gboolean is_rain = variable == plan->rain;

  mvua_attribute_text (attributes, "long_name", variable->long_name);
  mvua_attribute_text (attributes, "units", variable->units);
  mvua_attribute_text (attributes, "standard_name", variable->standard_name);
  mvua_attribute_text (attributes, "cell_methods", cell_method (variable));
  if (is_rain)
    mvua_attribute_text (attributes, "comment",
                         "Rain of the 3 h that end at the step (step_bounds), made from "
                         "the accumulations that NOAA publishes, which start again every "
                         "6 h");
  else if (variable->kind != MVUA_KIND_INSTANT)
    mvua_attribute_text (attributes, "comment",
                         "As published: over the time since the last multiple of 6 h of "
                         "the forecast, which is 3 h or 6 h");
}
