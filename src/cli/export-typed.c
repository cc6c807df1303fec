/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "export-typed.h"

#include "export-decode.h"

#include <string.h>

void
mvua_export_typed_clear (MvuaExportTyped *self)
{
  g_free (self->members);
  g_free (self->variables);
  g_free (self->steps);
  g_free (self->region);
  g_free (self->format);
  g_free (self->layout);
  g_free (self->statistics);
  g_free (self->thresholds);
  g_free (self->daily_thresholds);
  g_free (self->daily_window);
  mvua_cli_source_clear (&self->source);
  g_free (self->way);
  g_free (self->subsetter_url);
  g_free (self->decode);
  g_free (self->rest);
  g_free (self->url);
}

gboolean
mvua_export_typed_choose (const char *option,
                          const char *text,
                          const char *const *names,
                          guint n_names,
                          guint *choice,
                          GError **error)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; i < n_names; i++)
    {
      if (strcmp (text, names[i]) == 0)
        {
          *choice = i;
          return TRUE;
        }
      g_string_append_printf (expected, "%s%s", i > 0 ? ", " : "", names[i]);
    }
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "“%s” is not for --%s; expected %s",
               text, option, expected->str);
  return FALSE;
}

static gboolean
parse_format (const MvuaExportTyped *typed, MvuaExportOptions *options, GError **error)
{
  static const char *const formats[] = { "zarr2", "zarr3", "netcdf" };
  static const char *const layouts[] = { "tree", "members", "variables" };
  guint choice = 0;

  if (typed->format != NULL)
    {
      if (!mvua_export_typed_choose ("format", typed->format, formats,
                                     G_N_ELEMENTS (formats), &choice, error))
        return FALSE;
      options->format = (MvuaExportFormat) choice;
    }
  if (typed->layout != NULL)
    {
      if (!mvua_export_typed_choose ("layout", typed->layout, layouts,
                                     G_N_ELEMENTS (layouts), &choice, error))
        return FALSE;
      options->layout = (MvuaExportLayout) choice;
    }
  return TRUE;
}

static gboolean
parse_daily_window (const char *text, int *hour, GError **error)
{
  guint64 value = 0;

  if (strcmp (text, "run") == 0)
    *hour = MVUA_DAILY_FROM_RUN;
  else if (g_ascii_string_to_unsigned (text, 10, 0, 21, &value, NULL) && value % 3 == 0)
    *hour = (int) value;
  else
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "“%s” is not an hour at which a day begins; expected 00, 03, 06 … 21 "
                   "(UTC) or run",
                   text);
      return FALSE;
    }
  return TRUE;
}

/* Replaces a list of the options if one was typed. */
static gboolean
parse_list (GArray **list,
            const char *text,
            GArray *(*parse) (const char *text, GError **error),
            GError **error)
{
  if (text == NULL)
    return TRUE;
  g_clear_pointer (list, g_array_unref);
  *list = parse (text, error);
  return *list != NULL;
}

static GArray *
parse_steps (const char *text, GError **error)
{
  return mvua_steps_parse (text, 3, error);
}

gboolean
mvua_export_typed_parse (const MvuaExportTyped *typed,
                         MvuaExportOptions *options,
                         GError **error)
{
  if (typed->n_jobs < 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "--jobs %d: expected a number of threads", typed->n_jobs);
      return FALSE;
    }
  options->n_threads = MIN ((guint) typed->n_jobs, g_get_num_processors ());
  options->overwrite = options->overwrite || typed->overwrite;
  options->stops_offline = TRUE;
  if (!parse_list (&options->members, typed->members, mvua_member_list_parse, error) ||
      !parse_list (&options->steps, typed->steps, parse_steps, error) ||
      !parse_list (&options->statistics, typed->statistics, mvua_statistics_parse,
                   error) ||
      !parse_list (&options->thresholds, typed->thresholds, mvua_thresholds_parse,
                   error) ||
      !parse_list (&options->daily_thresholds, typed->daily_thresholds,
                   mvua_thresholds_parse, error))
    return FALSE;
  if (typed->variables != NULL)
    {
      g_clear_pointer (&options->variables, g_ptr_array_unref);
      options->variables = mvua_variable_list_parse (typed->variables, error);
      if (options->variables == NULL)
        return FALSE;
    }
  return (typed->region == NULL ||
          mvua_region_parse (typed->region, &options->region, error)) &&
         (typed->daily_window == NULL ||
          parse_daily_window (typed->daily_window, &options->daily_hour, error)) &&
         parse_format (typed, options, error) &&
         mvua_export_decode_parse (typed->decode, typed->rest, typed->url, options,
                                   error);
}
