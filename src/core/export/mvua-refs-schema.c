/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-refs-schema.h"

#include "mvua-ref-variable.h"

#include <math.h>

/* Bits of flag table 3.4: rows from south to north, and what a filter that takes values
 * as they come cannot mend. */
#define SCANS_NORTHWARD 0x40
#define SCANS_OTHERWISE 0xb0

#define BOUNDS "step_bounds"
#define BUCKET_NAME "Total precipitation since the start of its bucket"
#define BUCKET_COMMENT                                                                   \
  "As published: the rain since the last multiple of 6 h of the forecast "               \
  "(step_bounds); "                                                                      \
  "values of steps must not be summed up"

#define MESSAGES_COMMENT                                                                 \
  "References to the messages as they were published, on their whole grid"

static MvuaSchemaArray *
find_array (const MvuaSchemaGroup *group, const char *name)
{
  for (guint i = 0; i < group->arrays->len; i++)
    {
      MvuaSchemaArray *array = g_ptr_array_index (group->arrays, i);
      if (strcmp (array->name, name) == 0)
        return array;
    }
  return NULL;
}

/* Starts and ends of the windows of a variable; NaN where there is no message, or its
 * index does not tell. */
static double *
list_bounds (const MvuaRefsPlan *plan, guint member, guint variable)
{
  const gsize n = plan->export->steps->len;
  double *bounds = g_new (double, 2 * n);

  for (guint s = 0; s < n; s++)
    {
      const MvuaRefsField *field = mvua_refs_plan_get (plan, member, s, variable);
      const int start =
          field->status == MVUA_STATUS_OK ? field->reference.start : MVUA_HOUR_UNKNOWN;
      double *both = bounds + (gsize) 2 * s;
      both[0] = start != MVUA_HOUR_UNKNOWN ? start : (double) NAN;
      both[1] = start != MVUA_HOUR_UNKNOWN ? mvua_export_plan_step (plan->export, s)
                                           : (double) NAN;
    }
  return bounds;
}

/* Takes @from into @into unless the two know different things of a step. */
static gboolean
merge_bounds (double *into, const double *from, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isnan (into[i]) && !isnan (from[i]) && into[i] != from[i])
      return FALSE;
  for (gsize i = 0; i < n; i++)
    if (isnan (into[i]))
      into[i] = from[i];
  return TRUE;
}

static void
describe_bounds (MvuaSchemaArray *array)
{
  mvua_attribute_text (array->attributes, "long_name",
                       "time over which the values of a step are");
  mvua_attribute_text (array->attributes, "units", "hours");
  mvua_attribute_text (array->attributes, "dtype", "timedelta64[ns]");
}

/* Of windows that are not those of most variables. */
static void
add_own_bounds (MvuaSchemaGroup *group, MvuaSchemaArray *field, double *bounds, gsize n)
{
  const gsize shape[] = { n, 2 };
  const char *const dims[] = { "step", "bounds", NULL };
  g_autofree char *name = g_strdup_printf ("%s_bounds", field->name);

  describe_bounds (
      mvua_schema_add_array (group, name, MVUA_ZARR_FLOAT64, dims, shape, bounds));
  mvua_attribute_text (field->attributes, MVUA_REF_BOUNDS, name);
}

/* One array of bounds for the group, which rain has the first word in. */
static void
add_bounds (const MvuaRefsPlan *plan, MvuaSchemaGroup *group, guint member)
{
  const GPtrArray *variables = plan->export->variables;
  const gsize n = plan->export->steps->len;
  MvuaSchemaArray *shared = find_array (group, BOUNDS);
  double *all = g_new (double, 2 * n);
  gboolean has_any = FALSE;

  for (gsize i = 0; i < 2 * n; i++)
    all[i] = (double) NAN;
  for (guint pass = 0; pass < 2; pass++)
    for (guint v = 0; v < variables->len; v++)
      {
        const MvuaVariable *variable = g_ptr_array_index (variables, v);
        MvuaSchemaArray *field = g_ptr_array_index (group->arrays, v);
        if (variable->kind == MVUA_KIND_INSTANT ||
            mvua_variable_is_rain (variable) != (pass == 0))
          continue;
        double *bounds = list_bounds (plan, member, v);
        has_any = TRUE;
        if (merge_bounds (all, bounds, 2 * n))
          {
            mvua_attribute_text (field->attributes, MVUA_REF_BOUNDS, BOUNDS);
            g_free (bounds);
          }
        else
          add_own_bounds (group, field, bounds, n);
      }
  g_free (shared->data);
  shared->data = all;
  shared->type = MVUA_ZARR_FLOAT64;
  describe_bounds (shared);
  if (!has_any)
    {
      json_object_object_del (find_array (group, "step")->attributes, "bounds");
      g_ptr_array_remove (group->arrays, shared);
    }
}

static void
turn_latitudes (MvuaSchemaGroup *group)
{
  MvuaSchemaArray *latitude = find_array (group, "latitude");
  double *degrees = latitude->data;

  for (gsize i = 0, k = latitude->shape[0] - 1; i < k; i++, k--)
    {
      const double swapped = degrees[i];
      degrees[i] = degrees[k];
      degrees[k] = swapped;
    }
}

static void
add_field (const MvuaRefsPlan *plan, MvuaSchemaGroup *group, const MvuaVariable *variable)
{
  const MvuaWindow *window = &plan->export->window;
  const char *const dims[] = { "step", "latitude", "longitude", NULL };
  const gsize shape[] = { plan->export->steps->len, window->n_rows, window->n_columns };
  g_autofree char *name = mvua_ref_variable_name (variable);
  MvuaSchemaArray *array =
      mvua_schema_add_array (group, name, MVUA_ZARR_FLOAT64, dims, shape, NULL);

  array->chunk[0] = 1;
  mvua_schema_describe_field (plan->export, variable, array->attributes);
  mvua_attribute_text (array->attributes, "coordinates",
                       variable->kind == MVUA_KIND_INSTANT
                           ? "forecast_hour time valid_time"
                           : "forecast_hour " BOUNDS " time valid_time");
  if (!mvua_variable_is_rain (variable))
    return;
  mvua_attribute_text (array->attributes, "long_name", BUCKET_NAME);
  mvua_attribute_text (array->attributes, "comment", BUCKET_COMMENT);
}

static void
add_member (MvuaSchema *self, const MvuaRefsPlan *plan, const char *below, guint member)
{
  char name[MVUA_MEMBER_NAME_SIZE];
  mvua_member_name (mvua_export_plan_member (plan->export, member), name);
  g_autofree char *path =
      below != NULL ? g_strconcat (below, "/", name, NULL) : g_strdup (name);
  MvuaSchemaGroup *group = mvua_schema_add_group (self, path);

  mvua_attribute_text (group->attributes, "member", name);
  mvua_schema_describe_run (plan->export, group->attributes);
  for (guint v = 0; v < plan->export->variables->len; v++)
    add_field (plan, group, g_ptr_array_index (plan->export->variables, v));
  mvua_schema_add_step_coordinates (self, group);
  add_bounds (plan, group, member);
  if (mvua_ensemble_get_scanning (plan->ensemble) & SCANS_NORTHWARD)
    turn_latitudes (group);
}

MvuaSchema *
mvua_refs_schema_new (const MvuaRefsPlan *plan, const char *below, GError **error)
{
  const guint scanning = mvua_ensemble_get_scanning (plan->ensemble);

  if (scanning & SCANS_OTHERWISE)
    {
      g_set_error (
          error, MVUA_ERROR, MVUA_ERROR_SOURCE,
          "%s: the values of its messages are in an order (scanning mode %u) that "
          "references cannot be made of",
          mvua_ensemble_get_path (plan->ensemble), scanning);
      return NULL;
    }
  MvuaSchema *self = g_new0 (MvuaSchema, 1);
  self->plan = plan->export;
  MvuaSchemaGroup *top = mvua_schema_add_group (self, below != NULL ? below : "");
  mvua_schema_describe_root (plan->export, top->attributes);
  if (below != NULL)
    mvua_attribute_text (top->attributes, "comment", MESSAGES_COMMENT);
  for (guint m = 0; m < plan->export->members->len; m++)
    add_member (self, plan, below, m);
  return self;
}
