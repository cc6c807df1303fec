/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cli-line.h"
#include "mvua-cli.h"

#include <json-c/json.h>
#include <math.h>
#include <stdio.h>

static gboolean
parse_degrees (
    const char *text, double most, const char *what, double *degrees, GError **error)
{
  char *end = NULL;

  *degrees = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && fabs (*degrees) <= most)
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "“%s” is not a %s in degrees from -%g to %g", text, what, most, most);
  return FALSE;
}

static float
value_at (const MvuaPoint *point, guint member, guint step)
{
  return point->values[(gsize) member * point->steps->len + step];
}

static gint64
valid_time (const MvuaEnsemble *ensemble, const MvuaPoint *point, guint step)
{
  return mvua_ensemble_get_run (ensemble) +
         g_array_index (point->steps, int, step) * G_GINT64_CONSTANT (3600);
}

/* A float as people and machines read it back; @missing where there is none. */
static const char *
number (float value, const char *missing, char text[G_ASCII_DTOSTR_BUF_SIZE])
{
  if (isnan (value))
    return missing;
  return g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, "%.7g", (double) value);
}

static void
print_rows (const MvuaEnsemble *ensemble,
            const MvuaPoint *point,
            const char *separator,
            int width,
            const char *missing)
{
  char name[MVUA_MEMBER_NAME_SIZE];
  char utc[MVUA_RUN_TEXT_SIZE];
  char eat[MVUA_RUN_TEXT_SIZE];
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint m = 0; m < point->members->len; m++)
    printf ("%s%*s", separator, width,
            mvua_member_name (g_array_index (point->members, MvuaMember, m), name));
  printf ("\n");
  for (guint s = 0; s < point->steps->len; s++)
    {
      const gint64 valid = valid_time (ensemble, point, s);
      printf ("%*d%s%s%s%s", width > 0 ? 4 : 0, g_array_index (point->steps, int, s),
              separator, mvua_time_utc (valid, utc), separator,
              mvua_time_eat (valid, eat));
      for (guint m = 0; m < point->members->len; m++)
        printf ("%s%*s", separator, width,
                number (value_at (point, m, s), missing, text));
      printf ("\n");
    }
}

static void
print_text (const MvuaEnsemble *ensemble, const MvuaPoint *point)
{
  char run[MVUA_RUN_TEXT_SIZE];

  if (mvua_ensemble_is_demo (ensemble))
    printf ("DEMO, NOT A FORECAST\n");
  printf ("%s (%s)%s at %g°N %g°E, run %s\n", point->variable->long_name,
          point->variable->units,
          mvua_variable_is_rain (point->variable) ? " in the 3 h that end at the step"
                                                  : "",
          point->latitude, point->longitude,
          mvua_run_label (mvua_ensemble_get_run (ensemble), run));
  printf ("%4s %-20s %-20s", "step", "valid (UTC)", "valid (EAT)");
  print_rows (ensemble, point, " ", 8, "-");
}

static void
print_csv (const MvuaEnsemble *ensemble, const MvuaPoint *point)
{
  if (mvua_ensemble_is_demo (ensemble))
    printf ("# DEMO, NOT A FORECAST\n");
  printf ("# %s, %s, latitude %g, longitude %g\n", point->variable->name,
          point->variable->units, point->latitude, point->longitude);
  printf ("step,valid_utc,valid_eat");
  print_rows (ensemble, point, ",", 0, "");
}

static json_object *
list_series (const MvuaPoint *point, guint member)
{
  json_object *list = json_object_new_array ();

  for (guint s = 0; s < point->steps->len; s++)
    {
      const float value = value_at (point, member, s);
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      json_object_array_add (list, isnan (value)
                                       ? NULL
                                       : json_object_new_double_s (
                                             (double) value, number (value, "", text)));
    }
  return list;
}

static void
print_json (const MvuaEnsemble *ensemble, const MvuaPoint *point)
{
  json_object *root = json_object_new_object ();
  json_object *steps = json_object_new_array ();
  json_object *members = json_object_new_object ();
  char run[MVUA_RUN_TEXT_SIZE];

  for (guint s = 0; s < point->steps->len; s++)
    json_object_array_add (steps,
                           json_object_new_int (g_array_index (point->steps, int, s)));
  for (guint m = 0; m < point->members->len; m++)
    {
      char name[MVUA_MEMBER_NAME_SIZE];
      mvua_member_name (g_array_index (point->members, MvuaMember, m), name);
      json_object_object_add (members, name, list_series (point, m));
    }
  json_object_object_add (root, "demo",
                          json_object_new_boolean (mvua_ensemble_is_demo (ensemble)));
  json_object_object_add (
      root, "run",
      json_object_new_string (mvua_time_iso (mvua_ensemble_get_run (ensemble), run)));
  json_object_object_add (root, "variable",
                          json_object_new_string (point->variable->name));
  json_object_object_add (root, "units", json_object_new_string (point->variable->units));
  json_object_object_add (root, "latitude", json_object_new_double (point->latitude));
  json_object_object_add (root, "longitude", json_object_new_double (point->longitude));
  json_object_object_add (root, "steps", steps);
  json_object_object_add (root, "members", members);
  printf ("%s\n", json_object_to_json_string_ext (
                      root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put (root);
}

static MvuaPoint *
read_point (MvuaEnsemble *ensemble, char **argv, GError **error)
{
  const MvuaVariable *variable = mvua_variable_by_name (argv[2]);
  double latitude = 0;
  double longitude = 0;

  if (variable == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "“%s” is not a variable; “mvua ls” lists those of a source", argv[2]);
      return NULL;
    }
  if (!parse_degrees (argv[3], 90, "latitude", &latitude, error) ||
      !parse_degrees (argv[4], 360, "longitude", &longitude, error))
    return NULL;
  return mvua_point_new (ensemble, variable, latitude, longitude, 0,
                         mvua_cli_interruptible (), error);
}

int
mvua_command_point (int argc, char **argv)
{
  g_auto (MvuaCliSource) source = { 0 };
  gboolean json = FALSE;
  gboolean csv = FALSE;
  int status = MVUA_EXIT_FAILED;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    MVUA_CLI_SOURCE_ENTRIES (&source),
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, "Print the series as CSV", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print the series as JSON", NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!mvua_cli_parse (&argc, &argv, "SOURCE VARIABLE LAT LON",
                       "Prints the members’ time series of a variable at the grid point "
                       "nearest to a place.",
                       entries, 4))
    return MVUA_EXIT_USAGE;

  g_autoptr (MvuaEnsemble) ensemble =
      mvua_cli_open ("point", argv[1], &source, mvua_cli_interruptible (), &status);
  if (ensemble == NULL)
    return status;
  g_autoptr (MvuaPoint) point = read_point (ensemble, argv, &error);
  if (point == NULL)
    return mvua_cli_fail ("point", error);

  (json ? print_json : csv ? print_csv : print_text) (ensemble, point);
  (void) fflush (stdout);
  if (point->n_gaps > 0)
    mvua_cli_line (stderr, "mvua point: %u %s: %s", point->n_gaps,
                   mvua_cli_word (point->n_gaps, "value is not there",
                                  "values are not there; the first"),
                   point->complaint ? point->complaint : "unknown");
  mvua_cli_tell_traffic ("point", ensemble);
  return point->n_gaps > 0 ? MVUA_EXIT_GAPS : MVUA_EXIT_DONE;
}
