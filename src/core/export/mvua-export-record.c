/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-record.h"

#include "mvua-steps.h"

#include <json-c/json.h>
#include <string.h>

#define VERSION_KEY "mvua_export"
#define VERSION 1

static const char *const formats[] = { "zarr2", "zarr3", "netcdf" };
static const char *const layouts[] = { "tree", "members", "variables" };

static void
append_item (GString *list, const char *item)
{
  g_string_append_printf (list, "%s%s", list->len > 0 ? "," : "", item);
}

/* (transfer full): an empty list is "none" */
static char *
finish_list (GString *list)
{
  if (list->len == 0)
    g_string_append (list, "none");
  return g_string_free (list, FALSE);
}

static char *
members_text (const MvuaExportOptions *options)
{
  char name[MVUA_MEMBER_NAME_SIZE];
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < options->members->len; i++)
    append_item (
        list, mvua_member_name (g_array_index (options->members, MvuaMember, i), name));
  return finish_list (list);
}

static char *
variables_text (const MvuaExportOptions *options)
{
  guint n_known = 0;
  GString *list = g_string_new (NULL);

  mvua_variable_table (&n_known);
  if (options->variables->len == n_known)
    g_string_append (list, "all");
  for (guint i = 0; options->variables->len < n_known && i < options->variables->len; i++)
    append_item (
        list, ((const MvuaVariable *) g_ptr_array_index (options->variables, i))->name);
  return finish_list (list);
}

static char *
steps_text (const MvuaExportOptions *options)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < options->steps->len; i++)
    g_string_append_printf (list, "%s%d", i > 0 ? "," : "",
                            g_array_index (options->steps, int, i));
  return finish_list (list);
}

static char *
region_text (const MvuaExportOptions *options)
{
  const MvuaRegion *region = &options->region;
  const double degrees[] = { region->north, region->west, region->south, region->east };
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  GString *list = g_string_new (region->whole ? "global" : NULL);

  for (guint i = 0; !region->whole && i < G_N_ELEMENTS (degrees); i++)
    append_item (list, g_ascii_dtostr (number, sizeof number, degrees[i]));
  return finish_list (list);
}

static char *
format_text (const MvuaExportOptions *options)
{
  return g_strdup (formats[options->format]);
}

static char *
layout_text (const MvuaExportOptions *options)
{
  return g_strdup (layouts[options->layout]);
}

static char *
statistics_text (const MvuaExportOptions *options)
{
  char name[MVUA_STATISTIC_NAME_SIZE];
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < options->statistics->len; i++)
    append_item (list, mvua_statistic_name (
                           g_array_index (options->statistics, MvuaStatistic, i), name));
  return finish_list (list);
}

static char *
numbers_text (const GArray *numbers)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < numbers->len; i++)
    append_item (
        list, g_ascii_dtostr (number, sizeof number, g_array_index (numbers, double, i)));
  return finish_list (list);
}

static char *
thresholds_text (const MvuaExportOptions *options)
{
  return numbers_text (options->thresholds);
}

static char *
daily_thresholds_text (const MvuaExportOptions *options)
{
  return numbers_text (options->daily_thresholds);
}

static char *
daily_window_text (const MvuaExportOptions *options)
{
  if (options->daily_hour == MVUA_DAILY_FROM_RUN)
    return g_strdup ("run");
  return g_strdup_printf ("%02d", options->daily_hour);
}

/* Index of a name, or -1. */
static int
find_name (const char *text, const char *const *names, guint n_names)
{
  for (guint i = 0; i < n_names; i++)
    if (strcmp (text, names[i]) == 0)
      return (int) i;
  return -1;
}

static gboolean
parse_members (const char *text, MvuaExportOptions *options)
{
  return (options->members = mvua_member_list_parse (text, NULL)) != NULL;
}

static gboolean
parse_variables (const char *text, MvuaExportOptions *options)
{
  return (options->variables = mvua_variable_list_parse (text, NULL)) != NULL;
}

static gboolean
parse_steps (const char *text, MvuaExportOptions *options)
{
  return (options->steps = mvua_steps_parse (text, 3, NULL)) != NULL;
}

static gboolean
parse_region (const char *text, MvuaExportOptions *options)
{
  return mvua_region_parse (text, &options->region, NULL);
}

static gboolean
parse_format (const char *text, MvuaExportOptions *options)
{
  const int found = find_name (text, formats, G_N_ELEMENTS (formats));

  options->format = (MvuaExportFormat) MAX (found, 0);
  return found >= 0;
}

static gboolean
parse_layout (const char *text, MvuaExportOptions *options)
{
  const int found = find_name (text, layouts, G_N_ELEMENTS (layouts));

  options->layout = (MvuaExportLayout) MAX (found, 0);
  return found >= 0;
}

static gboolean
parse_statistics (const char *text, MvuaExportOptions *options)
{
  return (options->statistics = mvua_statistics_parse (text, NULL)) != NULL;
}

static gboolean
parse_thresholds (const char *text, MvuaExportOptions *options)
{
  return (options->thresholds = mvua_thresholds_parse (text, NULL)) != NULL;
}

static gboolean
parse_daily_thresholds (const char *text, MvuaExportOptions *options)
{
  return (options->daily_thresholds = mvua_thresholds_parse (text, NULL)) != NULL;
}

static gboolean
parse_daily_window (const char *text, MvuaExportOptions *options)
{
  guint64 hour = 0;

  if (strcmp (text, "run") == 0)
    options->daily_hour = MVUA_DAILY_FROM_RUN;
  else if (g_ascii_string_to_unsigned (text, 10, 0, 21, &hour, NULL))
    options->daily_hour = (int) hour;
  else
    return FALSE;
  return TRUE;
}

/* The options by the names that they are typed with; @open: what stands for one that was
 * left open, or NULL where that cannot be. */
static const struct
{
  const char *name;
  const char *open;
  char *(*format) (const MvuaExportOptions *options);
  gboolean (*parse) (const char *text, MvuaExportOptions *options);
} entries[] = {
  { "members", "(all perturbed members)", members_text, parse_members },
  { "variables", "(the everyday ones)", variables_text, parse_variables },
  { "steps", "(all)", steps_text, parse_steps },
  { "region", NULL, region_text, parse_region },
  { "format", NULL, format_text, parse_format },
  { "layout", NULL, layout_text, parse_layout },
  { "stats", NULL, statistics_text, parse_statistics },
  { "thresholds", NULL, thresholds_text, parse_thresholds },
  { "daily-thresholds", NULL, daily_thresholds_text, parse_daily_thresholds },
  { "daily-window", NULL, daily_window_text, parse_daily_window },
};

/* (transfer full) (nullable): NULL for one that was left open */
static char *
entry_text (guint entry, const MvuaExportOptions *options)
{
  if ((entries[entry].format == members_text && options->members == NULL) ||
      (entries[entry].format == variables_text && options->variables == NULL) ||
      (entries[entry].format == steps_text && options->steps == NULL))
    return NULL;
  return entries[entry].format (options);
}

char *
mvua_export_record_format (const MvuaExportOptions *options)
{
  json_object *json = json_object_new_object ();

  json_object_object_add (json, VERSION_KEY, json_object_new_int (VERSION));
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *text = entry_text (i, options);
      json_object_object_add (json, entries[i].name,
                              text != NULL ? json_object_new_string (text) : NULL);
    }
  g_autofree char *record =
      g_strconcat (json_object_to_json_string_ext (
                       json, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE),
                   "\n", NULL);
  json_object_put (json);
  return g_steal_pointer (&record);
}

static gboolean
parse_entries (json_object *json, MvuaExportOptions *options)
{
  json_object *value = NULL;

  if (!json_object_is_type (json, json_type_object) ||
      !json_object_object_get_ex (json, VERSION_KEY, &value) ||
      json_object_get_int (value) != VERSION)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      if (!json_object_object_get_ex (json, entries[i].name, &value) ||
          (value == NULL && entries[i].open == NULL))
        return FALSE;
      if (value != NULL && (!json_object_is_type (value, json_type_string) ||
                            !entries[i].parse (json_object_get_string (value), options)))
        return FALSE;
    }
  return TRUE;
}

gboolean
mvua_export_record_parse (const char *text, MvuaExportOptions *options, GError **error)
{
  json_object *json = json_tokener_parse (text);

  *options = (MvuaExportOptions){ 0 };
  const gboolean ok = parse_entries (json, options);
  json_object_put (json);
  if (ok)
    return TRUE;
  mvua_export_options_clear (options);
  g_set_error_literal (
      error, MVUA_ERROR, MVUA_ERROR_SOURCE,
      "it has no record of what was asked for, as this version keeps it");
  return FALSE;
}

static gboolean
has_all_steps (const GArray *wanted, const GArray *steps)
{
  guint at = 0;

  for (guint i = 0; i < wanted->len && at < steps->len; i++)
    at += g_array_index (wanted, int, i) == g_array_index (steps, int, at);
  return at == steps->len;
}

gboolean
mvua_export_record_check (const char *store,
                          const MvuaExportOptions *recorded,
                          const GArray *steps,
                          const MvuaExportOptions *options,
                          GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *asked = entry_text (i, options);
      g_autofree char *was = entry_text (i, recorded);

      if (g_strcmp0 (asked, was) == 0 || entries[i].format == steps_text)
        continue;
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "--%s %s is not what %s was made with: --%s %s; a top-up leaves that "
                   "as it is",
                   entries[i].name, asked != NULL ? asked : entries[i].open, store,
                   entries[i].name, was != NULL ? was : entries[i].open);
      return FALSE;
    }
  if (options->steps == NULL || has_all_steps (options->steps, steps))
    return TRUE;

  g_autofree char *asked = mvua_steps_format (options->steps);
  g_autofree char *has = mvua_steps_format (steps);
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "--steps %s does not hold all steps of %s, which has %s; a top-up only "
               "adds to them",
               asked, store, has);
  return FALSE;
}

gboolean
mvua_export_record_equal (const MvuaExportOptions *options,
                          const MvuaExportOptions *recorded,
                          char **option,
                          char **asked,
                          char **was)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *now = entry_text (i, options);
      g_autofree char *then = entry_text (i, recorded);

      if (g_strcmp0 (now, then) == 0)
        continue;
      *option = g_strdup (entries[i].name);
      *asked = g_strdup (now != NULL ? now : entries[i].open);
      *was = g_strdup (then != NULL ? then : entries[i].open);
      return FALSE;
    }
  return TRUE;
}
