/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "show-options.h"

#include <math.h>
#include <string.h>

#define PROBABILITY_PREFIX "prob_gt_"
#define DAY_PREFIX "day"
#define LEAST_PIXELS 64
#define MOST_PIXELS 8192

static gboolean
usage (GError **error, const char *text, const char *expected)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "“%s”: expected %s", text, expected);
  return FALSE;
}

/* "prob_gt_25mm": the rain, and the threshold of its probability. */
static gboolean
parse_probability (const char *text, const MvuaVariable **variable, double *threshold)
{
  char *end = NULL;

  if (!g_str_has_prefix (text, PROBABILITY_PREFIX))
    return FALSE;
  *threshold = g_ascii_strtod (text + strlen (PROBABILITY_PREFIX), &end);
  *variable = mvua_variable_by_name ("tp");
  return end != text + strlen (PROBABILITY_PREFIX) && strcmp (end, "mm") == 0 &&
         isfinite (*threshold);
}

static gboolean
parse_number (const char *text, int *number)
{
  gint64 value = 0;

  if (!g_ascii_string_to_signed (text, 10, 0, MVUA_MAX_STEP_HOURS, &value, NULL))
    return FALSE;
  *number = (int) value;
  return TRUE;
}

static gboolean
parse_day (MvuaEnsemble *ensemble,
           const char *text,
           int day_hour,
           MvuaHours *hours,
           GError **error)
{
  const GArray *steps = mvua_ensemble_get_steps (ensemble);
  const int last = g_array_index (steps, int, steps->len - 1);
  g_autoptr (GArray) days =
      mvua_rain_window_days (day_hour, mvua_ensemble_get_run (ensemble), last);
  int day = 0;

  if (!parse_number (text + strlen (DAY_PREFIX), &day) || day < 1 ||
      (guint) day > days->len)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "“%s” is not a whole day of the run, which has %u", text, days->len);
      return FALSE;
    }
  *hours = g_array_index (days, MvuaHours, day - 1);
  return TRUE;
}

static gboolean
parse_hours (MvuaEnsemble *ensemble,
             const MvuaVariable *variable,
             const char *text,
             int day_hour,
             MvuaHours *hours,
             GError **error)
{
  const gboolean is_rain = mvua_variable_is_rain (variable);
  g_auto (GStrv) parts = g_strsplit (text, "-", 2);

  if (g_str_has_prefix (text, DAY_PREFIX) && is_rain)
    return parse_day (ensemble, text, day_hour, hours, error);
  if (parts[0] != NULL && parts[1] != NULL && is_rain)
    {
      if (parse_number (parts[0], &hours->start) &&
          parse_number (parts[1], &hours->end) && hours->start < hours->end &&
          hours->start % 3 == 0 && hours->end % 3 == 0)
        return TRUE;
      return usage (error, text, "a total of rain such as 0-72, in multiples of 3 h");
    }
  if (!parse_number (text, &hours->end))
    return usage (error, text,
                  is_rain ? "a step in hours (12), a day (day2) or a total (0-72)"
                          : "a step in hours such as 12");
  hours->start = is_rain ? hours->end - 3 : MVUA_HOUR_UNKNOWN;
  return TRUE;
}

static gboolean
has_step (MvuaEnsemble *ensemble, int step)
{
  const GArray *steps = mvua_ensemble_get_steps (ensemble);

  for (guint i = 0; i < steps->len; i++)
    if (g_array_index (steps, int, i) == step)
      return TRUE;
  return FALSE;
}

gboolean
mvua_show_parse_key (MvuaEnsemble *ensemble,
                     const char *node,
                     const char *variable,
                     const char *step,
                     int day_hour,
                     double threshold,
                     const MvuaRegion *region,
                     MvuaFieldKey *key,
                     GError **error)
{
  const GPtrArray *there = mvua_ensemble_get_variables (ensemble);
  MvuaHours hours = { 0 };

  *key = (MvuaFieldKey){ 0 };
  if (!parse_probability (variable, &key->variable, &threshold))
    key->variable = mvua_variable_by_name (variable);
  if (key->variable == NULL ||
      !g_ptr_array_find ((GPtrArray *) there, key->variable, NULL))
    return usage (error, variable, "a variable that “mvua ls” lists of the source");
  if (!mvua_product_parse (node, (float) threshold, &key->product, error))
    return FALSE;
  if (key->product.kind == MVUA_PRODUCT_PROBABILITY && isnan (threshold))
    return usage (error, variable,
                  "prob_gt_25mm or the like, or a variable with --threshold");
  if (!parse_hours (ensemble, key->variable, step, day_hour, &hours, error))
    return FALSE;
  if (!has_step (ensemble, hours.end))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "%s has no step of %d h",
                   mvua_ensemble_get_path (ensemble), hours.end);
      return FALSE;
    }
  key->start = hours.start;
  key->end = hours.end;
  return mvua_grid_cut (mvua_ensemble_get_grid (ensemble), region, &key->window, error);
}

gboolean
mvua_show_parse_size (const char *text, int *width, int *height, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "x", 2);

  if (parts[0] != NULL && parts[1] != NULL && parse_number (parts[0], width) &&
      parse_number (parts[1], height) && MIN (*width, *height) >= LEAST_PIXELS &&
      MAX (*width, *height) <= MOST_PIXELS)
    return TRUE;
  return usage (error, text, "a size such as 1200x900, from 64 to 8192");
}

gboolean
mvua_show_parse_format (const char *path, MvuaMapFormat *format, GError **error)
{
  static const char *const endings[] = {
    [MVUA_MAP_PNG] = ".png",
    [MVUA_MAP_PDF] = ".pdf",
    [MVUA_MAP_SVG] = ".svg",
  };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (path, endings[i]))
      {
        *format = (MvuaMapFormat) i;
        return TRUE;
      }
  return usage (error, path, "a name that ends in .png, .pdf or .svg");
}
