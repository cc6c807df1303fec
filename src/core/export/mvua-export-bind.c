/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What a store has, laid beside what its successor shall have. */

#include "mvua-export-base.h"

#include <string.h>

static void
mark_changed (MvuaExportBase *self)
{
  g_atomic_int_set (&self->is_changed, TRUE);
}

static char *
path_of (const MvuaSchemaGroup *group, const MvuaSchemaArray *array)
{
  return g_strconcat (group->path, "/", array->name, NULL);
}

/* Where the steps and days of the plan are in the store. */
static void
bind_axes (MvuaExportBase *self, const MvuaExportPlan *plan)
{
  self->step_at = g_new (int, plan->steps->len);
  for (guint s = 0; s < plan->steps->len; s++)
    {
      self->step_at[s] = -1;
      for (guint i = 0; i < self->have.steps->len; i++)
        if (g_array_index (self->have.steps, int, i) == mvua_export_plan_step (plan, s))
          self->step_at[s] = (int) i;
      if (self->step_at[s] != (int) s)
        mark_changed (self);
    }
  self->day_at = g_new (int, plan->days->len + 1);
  for (guint d = 0; d < plan->days->len; d++)
    {
      const MvuaHours *day = &g_array_index (plan->days, MvuaHours, d);
      self->day_at[d] = -1;
      for (guint i = 0; i < self->days->len; i++)
        if (g_array_index (self->days, MvuaHours, i).start == day->start &&
            g_array_index (self->days, MvuaHours, i).end == day->end)
          self->day_at[d] = (int) i;
      if (self->day_at[d] != (int) d)
        mark_changed (self);
    }
}

static gboolean
bind_field (MvuaExportBase *self,
            const MvuaSchemaGroup *group,
            MvuaSchemaArray *array,
            GError **error)
{
  g_autofree char *path = path_of (group, array);
  MvuaZarrStored *stored = mvua_zarr_reader_get_array (self->reader, path);
  const gboolean is_daily = strcmp (array->dims[0], "day") == 0;
  const gsize n_first = is_daily ? self->days->len : self->have.steps->len;

  if (stored == NULL)
    {
      mark_changed (self);
      return TRUE;
    }
  const MvuaZarrArraySpec *spec = mvua_zarr_stored_get_spec (stored);
  if (spec->type != array->type || spec->n_dims != array->n_dims ||
      spec->shape[0] != n_first || spec->shape[1] != array->shape[1] ||
      spec->shape[2] != array->shape[2])
    {
      g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID,
                   "“%s/%s” is not of the size that the others are", self->path, path);
      return FALSE;
    }
  array->stored = stored;
  return TRUE;
}

/* A series by step or day: what the store has of it, each value in its place. */
static gboolean
bind_series (MvuaExportBase *self,
             const MvuaSchemaGroup *group,
             MvuaSchemaArray *array,
             GError **error)
{
  const gboolean is_daily = strcmp (array->dims[0], "day") == 0;
  const int *at = is_daily ? self->day_at : self->step_at;
  const gsize n = is_daily ? self->days->len : self->have.steps->len;
  const gsize size = mvua_schema_type_size (array->type);
  g_autofree char *path = path_of (group, array);

  if (mvua_zarr_reader_get_array (self->reader, path) == NULL)
    return TRUE;
  g_autofree guint8 *values = mvua_export_base_load (self, path, array->type, n, error);
  if (values == NULL)
    return FALSE;
  for (gsize i = 0; i < array->shape[0]; i++)
    if (at[i] >= 0)
      memcpy ((guint8 *) array->data + i * size, values + (gsize) at[i] * size, size);
  return TRUE;
}

/* What says where the points are must say the same. */
static gboolean
check_axis (MvuaExportBase *self,
            const MvuaSchemaGroup *group,
            const MvuaSchemaArray *array,
            GError **error)
{
  g_autofree char *path = path_of (group, array);
  MvuaZarrStored *stored = mvua_zarr_reader_get_array (self->reader, path);
  const gsize n = array->shape[0];

  if (stored == NULL)
    return TRUE;
  if (mvua_zarr_stored_get_spec (stored)->shape[0] == n)
    {
      g_autofree double *degrees =
          mvua_export_base_load (self, path, MVUA_ZARR_FLOAT64, n, error);
      if (degrees == NULL)
        return FALSE;
      if (memcmp (degrees, array->data, n * sizeof *degrees) == 0)
        return TRUE;
    }
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "%s is on another grid than the source: its %s is not that of the same "
               "region there",
               self->path, array->name);
  return FALSE;
}

static gboolean
is_series (const MvuaSchemaArray *array)
{
  return array->n_dims == 1 &&
         (array->type == MVUA_ZARR_INT8 || array->type == MVUA_ZARR_INT16);
}

/* Coordinates by step or day are made of the plan, like the plan's own. */
static gboolean
bind_array (MvuaExportBase *self,
            const MvuaSchemaGroup *group,
            MvuaSchemaArray *array,
            GError **error)
{
  if (array->data == NULL)
    return bind_field (self, group, array, error);
  if (is_series (array))
    return bind_series (self, group, array, error);
  if (array->type == MVUA_ZARR_FLOAT64)
    return check_axis (self, group, array, error);
  return TRUE;
}

static gboolean
bind_group (MvuaExportBase *self, MvuaSchemaGroup *group, GError **error)
{
  for (guint a = 0; a < group->arrays->len; a++)
    {
      MvuaSchemaArray *array = g_ptr_array_index (group->arrays, a);
      if (!bind_array (self, group, array, error))
        return FALSE;
    }
  return TRUE;
}

/* When and by what it was written, and what was odd about its fields, follows from the
 * rest. */
static gboolean
is_plan (const char *name)
{
  return strcmp (name, "created") != 0 && strcmp (name, "mvua_version") != 0 &&
         !g_str_has_prefix (name, MVUA_PHYSICS_PREFIX);
}

static guint
count_plan (json_object *attributes)
{
  guint n = 0;

  json_object_object_foreach (attributes, name, value)
  {
    (void) value;
    n += (guint) is_plan (name);
  }
  return n;
}

/* Whether a group says anything else than it said. */
static gboolean
says_the_same (json_object *now, json_object *before)
{
  if (before == NULL || count_plan (now) != count_plan (before))
    return FALSE;
  json_object_object_foreach (now, name, value)
  {
    json_object *was = NULL;
    if (is_plan (name) && (!json_object_object_get_ex (before, name, &was) ||
                           !json_object_equal (value, was)))
      return FALSE;
  }
  return TRUE;
}

/* Statuses as they were, before anything is added to them. */
static gboolean
keep_statuses (MvuaExportBase *self, const MvuaSchema *schema, GError **error)
{
  const MvuaExportPlan *plan = schema->plan;
  const gsize n_steps = plan->steps->len;
  const gsize n_arrays = (gsize) plan->members->len * plan->variables->len;

  self->was = g_new (gint8, n_arrays * n_steps);
  for (gsize i = 0; i < n_arrays; i++)
    for (gsize s = 0; s < n_steps; s++)
      {
        const gint8 status = ((const gint8 *) schema->statuses[i]->data)[s];
        const gboolean is_there =
            schema->fields[i]->stored != NULL && self->step_at[s] >= 0;

        if (is_there && (status < 0 || status >= MVUA_N_STATUSES))
          {
            g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID,
                         "“%s”: %d is not a status of a field", self->path, status);
            return FALSE;
          }
        self->was[i * n_steps + s] = (gint8) (is_there ? status : MVUA_EXPORT_NEW);
      }
  return TRUE;
}

static void
keep_days (MvuaExportBase *self, const MvuaSchema *schema)
{
  const guint n = schema->plan->days->len;

  self->day_valid = g_new (int, n + 1);
  for (guint d = 0; d < n; d++)
    self->day_valid[d] =
        self->day_at[d] >= 0 ? ((const gint16 *) schema->daily_valid->data)[d] : -1;
}

/* What the store says of its rain, in any of its members. */
static void
keep_clamps (MvuaExportBase *self, const MvuaExportPlan *plan)
{
  char name[MVUA_MEMBER_NAME_SIZE];
  json_object *value = NULL;

  if (plan->rain == NULL)
    return;
  mvua_member_name (g_array_index (self->have.members, MvuaMember, 0), name);
  g_autofree char *path = g_strconcat (name, "/", plan->rain->name, NULL);
  json_object *attributes = mvua_zarr_reader_get_attributes (self->reader, path);
  if (json_object_object_get_ex (attributes, "clamped_values_of_all_members", &value))
    self->n_clamped = (guint64) MAX (json_object_get_int64 (value), 0);
  if (json_object_object_get_ex (attributes, "lowest_difference_of_all_members", &value))
    self->lowest_rain = json_object_get_double (value);
}

/* Whether the record of what was asked for has to be another one. */
static gboolean
asks_for_more (const MvuaExportBase *self, const MvuaExportPlan *plan)
{
  g_autofree char *before = mvua_export_record_format (&self->options);
  g_autofree char *now = mvua_export_record_format (plan->options);

  return strcmp (before, now) != 0;
}

gboolean
mvua_export_base_bind (MvuaExportBase *self, MvuaSchema *schema, GError **error)
{
  const MvuaExportPlan *plan = schema->plan;

  bind_axes (self, plan);
  for (guint g = 0; g < schema->groups->len; g++)
    {
      MvuaSchemaGroup *group = g_ptr_array_index (schema->groups, g);

      if (!bind_group (self, group, error))
        return FALSE;
      if (!says_the_same (group->attributes,
                          mvua_zarr_reader_get_attributes (self->reader, group->path)))
        mark_changed (self);
    }
  if (asks_for_more (self, plan))
    mark_changed (self);
  if (!keep_statuses (self, schema, error))
    return FALSE;
  keep_days (self, schema);
  keep_clamps (self, plan);
  self->bucket_failed = g_new0 (guint8, (gsize) plan->members->len * plan->steps->len);
  self->step_changes = g_new0 (guint8, plan->block);
  self->member_changes = g_new0 (guint8, plan->members->len);
  self->day_states = g_new0 (guint8, mvua_export_plan_most_days (plan) + 1);
  return TRUE;
}

gboolean
mvua_export_base_can_sum (const MvuaExportBase *self,
                          const MvuaExportPlan *plan,
                          MvuaLoader *loader,
                          guint member,
                          MvuaHours day)
{
  const MvuaMember id = mvua_export_plan_member (plan, member);
  const guint8 *failed = self->bucket_failed + (gsize) member * plan->steps->len;
  g_autoptr (GArray) needed = mvua_rain_window_steps (loader, plan->rain, id, day);
  guint n = 0;

  for (guint i = 0; i < needed->len; i++)
    {
      const int step = g_array_index (needed, int, i);

      if (!mvua_loader_choose (loader, plan->rain, id, step, mvua_rain_usual_start (step),
                               &n) &&
          !mvua_loader_choose (loader, plan->rain, id, step, step - 3, &n))
        return FALSE;
      for (guint s = 0; s < plan->steps->len; s++)
        if (mvua_export_plan_step (plan, s) == step && failed[s])
          return FALSE;
    }
  return TRUE;
}

gboolean
mvua_export_base_makes_day (const MvuaExportBase *self,
                            const MvuaExportPlan *plan,
                            MvuaLoader *loader,
                            guint day)
{
  const MvuaHours hours = g_array_index (plan->days, MvuaHours, day);
  int n = 0;

  for (guint i = 0; i < plan->perturbed->len; i++)
    n += mvua_export_base_can_sum (self, plan, loader,
                                   g_array_index (plan->perturbed, guint, i), hours);
  return self->day_valid[day] < 0 || n > self->day_valid[day];
}
