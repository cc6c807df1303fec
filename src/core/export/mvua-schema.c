/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-schema.h"

#include "mvua-schema-parts.h"

#define CONVENTIONS "CF-1.10"
#define MISSING_TREATMENT                                                                \
  "members without a value at a point are left out there; NaN where none has one"

gboolean
mvua_schema_has_probabilities (const MvuaExportPlan *plan)
{
  return plan->options->layout == MVUA_EXPORT_TREE && plan->perturbed->len > 0 &&
         plan->rain != NULL && plan->options->thresholds->len > 0;
}

void
mvua_schema_free (MvuaSchema *self)
{
  g_ptr_array_unref (self->groups);
  g_clear_pointer (&self->hidden, g_ptr_array_unref);
  g_free (self->fields);
  g_free (self->statuses);
  g_free (self->statistics);
  g_free (self->valid);
  g_free (self->probabilities);
  g_free (self->daily);
  g_free (self);
}

static void
add_region (const MvuaExportPlan *plan, json_object *attributes)
{
  const MvuaGrid *grid = mvua_ensemble_get_grid (plan->ensemble);
  const MvuaWindow *window = &plan->window;
  char texts[4][G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *region = g_strdup_printf (
      "%s,%s,%s,%s", mvua_number_text (mvua_window_latitude (grid, window, 0), texts[0]),
      mvua_number_text (mvua_window_longitude (grid, window, 0), texts[1]),
      mvua_number_text (mvua_window_latitude (grid, window, window->n_rows - 1),
                        texts[2]),
      mvua_number_text (mvua_window_longitude (grid, window, window->n_columns - 1),
                        texts[3]));

  mvua_attribute_text (attributes, "region", region);
}

void
mvua_schema_describe_root (const MvuaExportPlan *plan, json_object *attributes)
{
  const gboolean is_demo = mvua_ensemble_is_demo (plan->ensemble);
  char created[MVUA_RUN_TEXT_SIZE];

  mvua_attribute_text (attributes, "title",
                       is_demo ? "DEMO, NOT A FORECAST: made-up ensemble"
                               : "GEFS Ensemble Forecast Data");
  mvua_attribute_text (attributes, "institution",
                       is_demo ? "none: made up by mvua demo" : "NOAA/NCEP");
  mvua_attribute_text (attributes, "source",
                       is_demo ? "mvua demo"
                               : "GEFS, the Global Ensemble Forecast System");
  mvua_attribute_text (attributes, "product",
                       mvua_ensemble_get_product (plan->ensemble)[0] != '\0'
                           ? mvua_ensemble_get_product (plan->ensemble)
                           : NULL);
  mvua_schema_describe_run (plan, attributes);
  mvua_attribute_int (attributes, "n_members", plan->perturbed->len);
  mvua_attribute_members (attributes, "members", plan, FALSE);
  if (plan->n_absent > 0)
    mvua_attribute_members (attributes, "missing_members", plan, TRUE);
  add_region (plan, attributes);
  mvua_attribute_text (attributes, "created", mvua_time_iso (plan->created, created));
  mvua_attribute_text (attributes, "mvua_version", MVUA_VERSION);
  mvua_attribute_text (attributes, "Conventions", CONVENTIONS);
}

static MvuaSchemaArray *
add_status (MvuaSchemaGroup *group, const MvuaVariable *variable, gsize n_steps)
{
  g_autofree char *name = g_strdup_printf ("%s_status", variable->name);
  g_autofree char *long_name = g_strdup_printf ("what became of %s", variable->name);
  g_autoptr (GString) meanings = g_string_new (NULL);
  json_object *values = json_object_new_array ();
  MvuaSchemaArray *array =
      mvua_schema_add_series (group, name, MVUA_ZARR_INT8, "step", n_steps);

  for (guint status = 0; status < MVUA_N_STATUSES; status++)
    {
      json_object_array_add (values, json_object_new_int ((int) status));
      g_string_append_printf (meanings, "%s%s", status > 0 ? " " : "",
                              mvua_status_name ((MvuaStatus) status));
    }
  mvua_attribute_text (array->attributes, "long_name", long_name);
  json_object_object_add (array->attributes, "flag_values", values);
  mvua_attribute_text (array->attributes, "flag_meanings", meanings->str);
  return array;
}

static void
add_member (MvuaSchema *self, guint index)
{
  const MvuaExportPlan *plan = self->plan;
  char name[MVUA_MEMBER_NAME_SIZE];
  MvuaSchemaGroup *group = mvua_schema_add_group (
      self, mvua_member_name (mvua_export_plan_member (plan, index), name));

  mvua_attribute_text (group->attributes, "member", name);
  if (plan->options->layout == MVUA_EXPORT_MEMBERS)
    mvua_schema_describe_root (plan, group->attributes);
  else
    mvua_schema_describe_run (plan, group->attributes);

  for (guint v = 0; v < plan->variables->len; v++)
    {
      const MvuaVariable *variable = g_ptr_array_index (plan->variables, v);
      const guint at = index * plan->variables->len + v;
      MvuaSchemaArray *field =
          mvua_schema_add_field (self, group, variable->name, "step", plan->steps->len);

      mvua_schema_describe_field (plan, variable, field->attributes);
      self->fields[at] = field;
      self->statuses[at] = add_status (group, variable, plan->steps->len);
      mvua_attribute_text (field->attributes, "ancillary_variables",
                           self->statuses[at]->name);
    }
  mvua_schema_add_step_coordinates (self, group);
}

/* Members that are not written are loaded all the same, and what became of their fields
 * is kept. */
static void
add_members (MvuaSchema *self)
{
  GPtrArray *shown = self->groups;

  if (self->plan->options->only_statistics)
    self->groups = NULL;
  for (guint m = 0; m < self->plan->members->len; m++)
    add_member (self, m);
  if (!self->plan->options->only_statistics)
    return;
  self->hidden = self->groups;
  self->groups = shown;
}

static char *
statistic_text (MvuaStatistic statistic, const char **cell_method)
{
  static const struct
  {
    const char *text;
    const char *cell_method;
  } texts[] = {
    [MVUA_STATISTIC_MEAN] = { "Mean", "realization: mean" },
    [MVUA_STATISTIC_STD] = { "Standard deviation (ddof 0)",
                             "realization: standard_deviation" },
    [MVUA_STATISTIC_MIN] = { "Minimum", "realization: minimum" },
    [MVUA_STATISTIC_MAX] = { "Maximum", "realization: maximum" },
    [MVUA_STATISTIC_PERCENTILE] = { "percentile (linear)", NULL },
  };

  *cell_method = texts[statistic.kind].cell_method;
  if (statistic.kind == MVUA_STATISTIC_PERCENTILE)
    return g_strdup_printf ("%u. %s", statistic.percent, texts[statistic.kind].text);
  return g_strdup (texts[statistic.kind].text);
}

static MvuaSchemaArray *
add_valid (MvuaSchemaGroup *group, const char *name, const char *dim, gsize n)
{
  MvuaSchemaArray *array = mvua_schema_add_series (group, name, MVUA_ZARR_INT16, dim, n);

  mvua_attribute_text (array->attributes, "long_name", "members that took part");
  return array;
}

/* CF lists the methods in the order in which they were applied. */
static void
add_cell_method (json_object *attributes, const char *method)
{
  json_object *first = json_object_object_get (attributes, "cell_methods");
  g_autofree char *both = g_strconcat (json_object_get_string (first), " ", method, NULL);

  mvua_attribute_text (attributes, "cell_methods", both);
}

static void
add_statistic (MvuaSchema *self, guint index)
{
  const MvuaExportPlan *plan = self->plan;
  const MvuaStatistic statistic = g_array_index (plan->statistics, MvuaStatistic, index);
  char name[MVUA_STATISTIC_NAME_SIZE];
  const char *cell_method = NULL;
  g_autofree char *text = statistic_text (statistic, &cell_method);
  g_autofree char *path =
      g_strconcat ("ensemble_stats/", mvua_statistic_name (statistic, name), NULL);
  MvuaSchemaGroup *group = mvua_schema_add_group (self, path);

  mvua_attribute_text (group->attributes, "statistic", text);
  mvua_schema_describe_run (plan, group->attributes);
  mvua_attribute_int (group->attributes, "n_members", plan->perturbed->len);

  for (guint v = 0; v < plan->variables->len; v++)
    {
      const MvuaVariable *variable = g_ptr_array_index (plan->variables, v);
      const guint at = index * plan->variables->len + v;
      g_autofree char *valid = g_strdup_printf ("%s_n_valid", variable->name);
      g_autofree char *long_name =
          g_strdup_printf ("%s over the members: %s", text, variable->long_name);
      MvuaSchemaArray *field =
          mvua_schema_add_field (self, group, variable->name, "step", plan->steps->len);

      mvua_schema_describe_field (plan, variable, field->attributes);
      mvua_attribute_text (field->attributes, "long_name", long_name);
      if (cell_method != NULL)
        add_cell_method (field->attributes, cell_method);
      mvua_attribute_text (field->attributes, "ancillary_variables", valid);
      /* A spread is no temperature. */
      if (statistic.kind == MVUA_STATISTIC_STD)
        json_object_object_del (field->attributes, "standard_name");
      self->statistics[at] = field;
      self->valid[at] = add_valid (group, valid, "step", plan->steps->len);
    }
  mvua_schema_add_step_coordinates (self, group);
}

static void
add_statistics (MvuaSchema *self)
{
  const MvuaExportPlan *plan = self->plan;
  MvuaSchemaGroup *group = mvua_schema_add_group (self, "ensemble_stats");

  mvua_schema_describe_run (plan, group->attributes);
  mvua_attribute_int (group->attributes, "n_members", plan->perturbed->len);
  mvua_attribute_members (group->attributes, "members", plan, FALSE);
  mvua_attribute_int (group->attributes, "ddof", 0);
  mvua_attribute_text (group->attributes, "missing", MISSING_TREATMENT);
  for (guint s = 0; s < plan->statistics->len; s++)
    add_statistic (self, s);
}

static MvuaSchemaArray *
add_probability (MvuaSchema *self,
                 MvuaSchemaGroup *group,
                 double threshold,
                 const char *dim,
                 gsize n,
                 const char *window)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *name =
      g_strdup_printf ("prob_gt_%smm", mvua_number_text (threshold, number));
  g_autofree char *long_name =
      g_strdup_printf ("Probability of more than %s mm of rain %s", number, window);
  MvuaSchemaArray *field = mvua_schema_add_field (self, group, name, dim, n);

  mvua_attribute_text (field->attributes, "long_name", long_name);
  mvua_attribute_text (field->attributes, "units", "%");
  mvua_attribute_double (field->attributes, "threshold", threshold);
  mvua_attribute_text (field->attributes, "threshold_units", "mm");
  mvua_attribute_text (field->attributes, "comparison", ">");
  mvua_attribute_int (field->attributes, "n_members", self->plan->perturbed->len);
  mvua_attribute_text (field->attributes, "ancillary_variables", "n_valid");
  return field;
}

static json_object *
list_thresholds (const GArray *thresholds)
{
  json_object *list = json_object_new_array ();

  for (guint i = 0; i < thresholds->len; i++)
    json_object_array_add (
        list, json_object_new_double (g_array_index (thresholds, double, i)));
  return list;
}

static MvuaSchemaGroup *
add_probability_group (MvuaSchema *self, const char *path, const GArray *thresholds)
{
  MvuaSchemaGroup *group = mvua_schema_add_group (self, path);

  mvua_schema_describe_run (self->plan, group->attributes);
  mvua_attribute_int (group->attributes, "n_members", self->plan->perturbed->len);
  mvua_attribute_members (group->attributes, "members", self->plan, FALSE);
  mvua_attribute_text (group->attributes, "comparison", "strictly greater");
  json_object_object_add (group->attributes, "thresholds", list_thresholds (thresholds));
  mvua_attribute_text (group->attributes, "missing", MISSING_TREATMENT);
  return group;
}

static void
add_probabilities (MvuaSchema *self)
{
  const MvuaExportPlan *plan = self->plan;
  const GArray *thresholds = plan->options->thresholds;
  MvuaSchemaGroup *group = add_probability_group (self, "probabilities", thresholds);

  for (guint t = 0; t < thresholds->len; t++)
    self->probabilities[t] =
        add_probability (self, group, g_array_index (thresholds, double, t), "step",
                         plan->steps->len, "in the 3 h that end at the step");
  self->probabilities_valid = add_valid (group, "n_valid", "step", plan->steps->len);
  mvua_schema_add_step_coordinates (self, group);
}

static void
add_daily (MvuaSchema *self)
{
  const MvuaExportPlan *plan = self->plan;
  const GArray *thresholds = plan->options->daily_thresholds;
  const MvuaHours *first = &g_array_index (plan->days, MvuaHours, 0);
  const int hour =
      (mvua_run_hour (mvua_ensemble_get_run (plan->ensemble)) + first->start) % 24;
  g_autofree char *window =
      g_strdup_printf ("in the 24 h from %02d to %02d UTC", hour, hour);

  if (!mvua_schema_has_probabilities (plan))
    add_probability_group (self, "probabilities", thresholds);
  MvuaSchemaGroup *group =
      add_probability_group (self, "probabilities/daily", thresholds);
  mvua_attribute_text (group->attributes, "window", window);
  for (guint t = 0; t < thresholds->len; t++)
    self->daily[t] = add_probability (self, group, g_array_index (thresholds, double, t),
                                      "day", plan->days->len, window);
  self->daily_valid = add_valid (group, "n_valid", "day", plan->days->len);
  mvua_schema_add_day_coordinates (self, group);
}

MvuaSchema *
mvua_schema_new (const MvuaExportPlan *plan)
{
  const MvuaExportOptions *options = plan->options;
  const guint n_variables = plan->variables->len;
  const guint n_fields = plan->members->len * n_variables;
  MvuaSchema *self = g_new0 (MvuaSchema, 1);

  self->plan = plan;
  self->fields = g_new0 (MvuaSchemaArray *, n_fields);
  self->statuses = g_new0 (MvuaSchemaArray *, n_fields);
  self->statistics = g_new0 (MvuaSchemaArray *, plan->statistics->len * n_variables + 1);
  self->valid = g_new0 (MvuaSchemaArray *, plan->statistics->len * n_variables + 1);
  self->probabilities = g_new0 (MvuaSchemaArray *, options->thresholds->len + 1);
  self->daily = g_new0 (MvuaSchemaArray *, options->daily_thresholds->len + 1);

  if (options->layout != MVUA_EXPORT_MEMBERS)
    mvua_schema_describe_root (plan, mvua_schema_add_group (self, "")->attributes);
  add_members (self);
  if (plan->statistics->len > 0)
    add_statistics (self);
  if (mvua_schema_has_probabilities (plan))
    add_probabilities (self);
  if (plan->days->len > 0)
    add_daily (self);
  return self;
}
