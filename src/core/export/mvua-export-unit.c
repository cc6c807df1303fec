/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What a unit of an export leaves besides its chunks: statuses, numbers of members, gaps
 * and counts, written down and brought back. */

#include "mvua-export-unit.h"

#include "mvua-json-text.h"
#include "mvua-steps.h"

#include <string.h>

/* Counts of the report that a unit adds to. */
static const struct
{
  const char *name;
  gsize offset;
  gsize size;
} counts[] = {
#define COUNT(name)                                                                      \
  {                                                                                      \
#name, G_STRUCT_OFFSET(MvuaExportReport, name),                                      \
        sizeof(((MvuaExportReport *) NULL)->name)                                        \
  }
  COUNT (n_fields),
  COUNT (n_kept),
  COUNT (n_rain_values),
  COUNT (n_rain_clamped),
#undef COUNT
};

static guint64
get_count (const MvuaExportReport *report, guint count)
{
  const void *place = (const char *) report + counts[count].offset;

  return counts[count].size == sizeof (guint64) ? *(const guint64 *) place
                                                : *(const guint *) place;
}

static void
add_count (MvuaExportReport *report, guint count, guint64 n)
{
  void *place = (char *) report + counts[count].offset;

  if (counts[count].size == sizeof (guint64))
    *(guint64 *) place += n;
  else
    *(guint *) place += (guint) n;
}

static MvuaSchemaArray *
statuses_of (const MvuaExportWork *work, guint member)
{
  return work->schema->statuses[member * work->plan->variables->len + work->variable];
}

/* Small numbers as one digit each. */
static json_object *
format_digits (const void *bytes, gsize n)
{
  const guint8 *numbers = bytes;
  g_autofree char *text = g_malloc (n + 1);

  for (gsize i = 0; i < n; i++)
    text[i] = (char) ('0' + numbers[i]);
  text[n] = '\0';
  return json_object_new_string (text);
}

static gboolean
parse_digits (json_object *json, void *bytes, gsize n, int most)
{
  guint8 *numbers = bytes;
  const char *text =
      json_object_is_type (json, json_type_string) ? json_object_get_string (json) : "";

  if (strlen (text) != n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      if (text[i] < '0' || text[i] > '0' + most)
        return FALSE;
      numbers[i] = (guint8) (text[i] - '0');
    }
  return TRUE;
}

static json_object *
format_numbers (const gint16 *numbers, gsize n)
{
  json_object *list = json_object_new_array ();

  for (gsize i = 0; i < n; i++)
    json_object_array_add (list, json_object_new_int (numbers[i]));
  return list;
}

static gboolean
parse_numbers (json_object *list, gint16 *numbers, gsize n)
{
  if (!json_object_is_type (list, json_type_array) ||
      json_object_array_length (list) != n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    numbers[i] = (gint16) json_object_get_int (json_object_array_get_idx (list, i));
  return TRUE;
}

/* The arrays of how many took part that a unit fills, and where; (nullable) */
static gint16 *
valid_at (const MvuaExportWork *work, guint index, guint *n)
{
  const MvuaExportPlan *plan = work->plan;
  const guint n_statistics = work->statistics ? plan->statistics->len : 0;
  const gboolean at_rain = mvua_export_work_at_rain (work);

  *n = work->n_steps;
  if (index < n_statistics)
    return (gint16 *) work->schema->valid[index * plan->variables->len + work->variable]
               ->data +
           work->first;
  index -= n_statistics;
  if (at_rain && work->probabilities != NULL && index-- == 0)
    return (gint16 *) work->schema->probabilities_valid->data + work->first;
  *n = work->n_days;
  if (at_rain && plan->days->len > 0 && index == 0)
    return (gint16 *) work->schema->daily_valid->data + work->first_day;
  return NULL;
}

static json_object *
format_gaps (const GArray *gaps, guint first)
{
  json_object *list = json_object_new_array ();

  for (guint i = first; i < gaps->len; i++)
    {
      const MvuaGap *gap = &g_array_index (gaps, MvuaGap, i);
      json_object *row = json_object_new_object ();
      char name[MVUA_MEMBER_NAME_SIZE];

      json_object_object_add (
          row, "member", json_object_new_string (mvua_member_name (gap->member, name)));
      json_object_object_add (row, "step", json_object_new_int (gap->step));
      json_object_object_add (row, "status", json_object_new_int ((int) gap->status));
      if (gap->complaint != NULL)
        json_object_object_add (row, "why", json_object_new_string (gap->complaint));
      json_object_array_add (list, row);
    }
  return list;
}

static gboolean
parse_gap (const MvuaExportWork *work, json_object *row, MvuaGap *gap)
{
  const char *name = mvua_json_text (row, "member");
  const gint64 status = mvua_json_int (row, "status");

  if (name == NULL || !mvua_member_from_name (name, &gap->member) || status < 0 ||
      status >= MVUA_N_STATUSES)
    return FALSE;
  gap->variable = mvua_export_work_variable_at_hand (work);
  gap->step = (int) CLAMP (mvua_json_int (row, "step"), 0, MVUA_MAX_STEP_HOURS);
  gap->status = (MvuaStatus) status;
  gap->complaint = g_strdup (mvua_json_text (row, "why"));
  return TRUE;
}

/* Arrays of fields of the variable at hand, in a fixed order; (nullable) */
static MvuaSchemaArray *
array_at (const MvuaExportWork *work, guint index)
{
  const MvuaExportPlan *plan = work->plan;
  const MvuaSchema *schema = work->schema;
  const guint n_variables = plan->variables->len;
  const guint n_statistics = work->statistics ? plan->statistics->len : 0;
  const gboolean at_rain = mvua_export_work_at_rain (work);

  if (index < plan->members->len)
    return schema->fields[index * n_variables + work->variable];
  index -= plan->members->len;
  if (index < n_statistics)
    return schema->statistics[index * n_variables + work->variable];
  index -= n_statistics;
  if (at_rain && work->probabilities != NULL)
    {
      if (index < plan->options->thresholds->len)
        return schema->probabilities[index];
      index -= plan->options->thresholds->len;
    }
  if (at_rain && plan->days->len > 0 && index < plan->options->daily_thresholds->len)
    return schema->daily[index];
  return NULL;
}

/* Of a store that is added to. */
static void
format_base (MvuaExportWork *work, json_object *results)
{
  const MvuaExportPlan *plan = work->plan;
  json_object *settled = json_object_new_array ();
  json_object *failed = json_object_new_array ();
  MvuaSchemaArray *array;

  for (guint i = 0; (array = array_at (work, i)) != NULL; i++)
    json_object_array_add (settled, json_object_new_int64 ((gint64) array->settled));
  for (guint m = 0; m < plan->members->len; m++)
    json_object_array_add (failed,
                           format_digits (work->base->bucket_failed +
                                              (gsize) m * plan->steps->len + work->first,
                                          work->n_steps));
  json_object_object_add (results, "settled", settled);
  json_object_object_add (results, "failed", failed);
  json_object_object_add (
      results, "changed",
      json_object_new_boolean (g_atomic_int_get (&work->base->is_changed)));
}

static gboolean
parse_base (MvuaExportWork *work, json_object *results)
{
  const MvuaExportPlan *plan = work->plan;
  guint n = 0;

  while (array_at (work, n) != NULL)
    n++;
  json_object *settled = mvua_json_list (results, "settled", n);
  json_object *failed = mvua_json_list (results, "failed", plan->members->len);
  if (settled == NULL || failed == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      MvuaSchemaArray *array = array_at (work, i);
      const gint64 at = json_object_get_int64 (json_object_array_get_idx (settled, i));
      array->settled = (gsize) CLAMP (at, 0, (gint64) array->shape[0]);
    }
  for (guint m = 0; m < plan->members->len; m++)
    if (!parse_digits (json_object_array_get_idx (failed, m),
                       work->base->bucket_failed + (gsize) m * plan->steps->len +
                           work->first,
                       work->n_steps, 1))
      return FALSE;
  if (mvua_json_int (results, "changed") != 0)
    g_atomic_int_set (&work->base->is_changed, TRUE);
  return TRUE;
}

json_object *
mvua_export_unit_format (MvuaExportWork *work, const MvuaExportUnitStart *start)
{
  const MvuaExportReport *report = work->report;
  json_object *results = json_object_new_object ();
  json_object *statuses = json_object_new_array ();
  json_object *valid = json_object_new_array ();
  gint16 *numbers;
  guint n = 0;

  json_object_object_add (results, "first", json_object_new_int64 (work->first));
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    json_object_object_add (
        results, counts[i].name,
        json_object_new_int64 (
            (gint64) (get_count (report, i) - get_count (&start->report, i))));
  json_object_object_add (results, "lowest_rain",
                          json_object_new_double (report->lowest_rain));
  for (guint m = 0; m < work->plan->members->len; m++)
    json_object_array_add (
        statuses,
        format_digits ((const guint8 *) statuses_of (work, m)->data + work->first,
                       work->n_steps));
  for (guint i = 0; (numbers = valid_at (work, i, &n)) != NULL; i++)
    json_object_array_add (valid, format_numbers (numbers, n));
  json_object_object_add (results, "statuses", statuses);
  json_object_object_add (results, "valid", valid);
  json_object_object_add (results, "gaps", format_gaps (report->gaps, start->n_gaps));
  if (work->base != NULL)
    format_base (work, results);
  return results;
}

static gboolean
parse_series (MvuaExportWork *work, json_object *results)
{
  const guint n_members = work->plan->members->len;
  json_object *statuses = mvua_json_list (results, "statuses", n_members);
  json_object *valid = mvua_json_get (results, "valid");
  gint16 *numbers;
  guint n = 0;
  guint i = 0;

  if (statuses == NULL || !json_object_is_type (valid, json_type_array))
    return FALSE;
  for (guint m = 0; m < n_members; m++)
    if (!parse_digits (json_object_array_get_idx (statuses, m),
                       (guint8 *) statuses_of (work, m)->data + work->first,
                       work->n_steps, MVUA_N_STATUSES - 1))
      return FALSE;
  for (; (numbers = valid_at (work, i, &n)) != NULL; i++)
    if (!parse_numbers (json_object_array_get_idx (valid, i), numbers, n))
      return FALSE;
  return json_object_array_length (valid) == i;
}

gboolean
mvua_export_unit_restore (MvuaExportWork *work, json_object *results, GError **error)
{
  MvuaExportReport *report = work->report;
  json_object *gaps = mvua_json_get (results, "gaps");
  const gsize n_gaps =
      json_object_is_type (gaps, json_type_array) ? json_object_array_length (gaps) : 0;
  gboolean ok = mvua_json_int (results, "first") == work->first &&
                parse_series (work, results) &&
                (work->base == NULL || parse_base (work, results));

  for (gsize i = 0; ok && i < n_gaps; i++)
    {
      MvuaGap gap = { 0 };
      ok = parse_gap (work, json_object_array_get_idx (gaps, i), &gap);
      if (ok)
        g_array_append_val (report->gaps, gap);
    }
  if (!ok)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "The journal in %s does not fit the export that it is of", work->part);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    add_count (report, i, (guint64) MAX (mvua_json_int (results, counts[i].name), 0));
  report->n_resumed += (guint) mvua_json_int (results, "n_fields");
  report->lowest_rain =
      MIN (report->lowest_rain, mvua_json_double (results, "lowest_rain"));
  const guint n = work->plan->members->len * work->n_steps;
  work->n_restored += n;
  g_atomic_int_add (&work->n_loaded, (gint) n);
  return TRUE;
}

MvuaExportUnitStart
mvua_export_unit_start (const MvuaExportWork *work)
{
  return (MvuaExportUnitStart){ .report = *work->report,
                                .n_gaps = work->report->gaps->len };
}
