/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ref-variable.h"

#include <string.h>

/* Where ecCodes has another name than the table of variables, and where one name stands
 * for several levels.  @level: (nullable): ecCodes' typeOfLevel.  The first row of a name
 * whose level fits counts, and after them all the table's own name. */
static const struct
{
  const char *name;
  const char *level;
  const char *variable;
} others[] = {
  { "2t", NULL, "t2m" },
  { "2d", NULL, "d2m" },
  { "2r", NULL, "r2" },
  { "10u", NULL, "u10" },
  { "10v", NULL, "v10" },
  { "st", "depthBelowLandLayer", "tsoil" },
  { "sdwe", "surface", "weasd" },
  { "sd", "surface", "weasd" },
  { "sde", "surface", "snod" },
  { "ishf", "surface", "shtfl" },
  { "slhtf", "surface", "lhtfl" },
  { "msl", "meanSea", "prmsl" },
  { "gh", "cloudCeiling", "ceil" },
  { "cape", "pressureFromGroundLayer", "cape180" },
  { "cin", "pressureFromGroundLayer", "cin180" },
  { "ulwrf", "nominalTop", "ulwrf_toa" },
};

/* Code table 4.5 as ecCodes names it. */
static const struct
{
  const char *name;
  guint8 type;
} levels[] = {
  { "surface", 1 },
  { "nominalTop", 8 },
  { "atmosphere", 10 },
  { "meanSea", 101 },
  { "heightAboveGround", 103 },
  { "heightAboveGroundLayer", 103 },
  { "depthBelowLand", 106 },
  { "depthBelowLandLayer", 106 },
  { "pressureFromGroundLayer", 108 },
  { "atmosphereSingleLayer", 200 },
  { "cloudCeiling", 215 },
};

static const struct
{
  const char *name;
  MvuaKind kind;
} statistics[] = {
  { "instant", MVUA_KIND_INSTANT }, { "accum", MVUA_KIND_ACCUMULATION },
  { "avg", MVUA_KIND_AVERAGE },     { "max", MVUA_KIND_MAXIMUM },
  { "min", MVUA_KIND_MINIMUM },
};

static gboolean
has_level (const MvuaVariable *variable, const char *level)
{
  for (guint i = 0; level != NULL && i < G_N_ELEMENTS (levels); i++)
    if (strcmp (levels[i].name, level) == 0)
      return levels[i].type == variable->first.type;
  return level == NULL;
}

/* What is told of the statistic must be so; "unknown" and the like tell nothing. */
static gboolean
has_statistic (const MvuaVariable *variable, const char *statistic)
{
  for (guint i = 0; statistic != NULL && i < G_N_ELEMENTS (statistics); i++)
    if (strcmp (statistics[i].name, statistic) == 0)
      return statistics[i].kind == variable->kind;
  return TRUE;
}

static const MvuaVariable *
find_by (const char *name, const char *level, const char *statistic)
{
  const MvuaVariable *variable = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (others) && variable == NULL; i++)
    if (strcmp (others[i].name, name) == 0 &&
        (others[i].level == NULL || g_strcmp0 (others[i].level, level) == 0))
      variable = mvua_variable_by_name (others[i].variable);
  if (variable == NULL)
    variable = mvua_variable_by_name (strcmp (name, MVUA_REF_RAIN) == 0 ? "tp" : name);
  return variable != NULL && has_level (variable, level) &&
                 has_statistic (variable, statistic)
             ? variable
             : NULL;
}

/* A segment of the path that is one of the names, as in "tp/accum/surface/tp". */
static const char *
find_in_path (char **segments, gboolean is_level)
{
  for (guint s = 0; segments[s] != NULL; s++)
    {
      for (guint i = 0; is_level && i < G_N_ELEMENTS (levels); i++)
        if (strcmp (segments[s], levels[i].name) == 0)
          return levels[i].name;
      for (guint i = 0; !is_level && i < G_N_ELEMENTS (statistics); i++)
        if (strcmp (segments[s], statistics[i].name) == 0)
          return statistics[i].name;
    }
  return NULL;
}

const MvuaVariable *
mvua_ref_variable_find (const MvuaRefArray *array)
{
  g_auto (GStrv) segments = g_strsplit (array->path, "/", -1);
  const guint n = g_strv_length (segments);
  const char *level = mvua_ref_array_get_text (array, "GRIB_typeOfLevel");
  const char *statistic = mvua_ref_array_get_text (array, "GRIB_stepType");
  const char *const names[] = {
    n > 0 ? segments[n - 1] : NULL,
    mvua_ref_array_get_text (array, "GRIB_shortName"),
    array->grib,
  };

  if (level == NULL)
    level = find_in_path (segments, TRUE);
  if (statistic == NULL)
    statistic = find_in_path (segments, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const MvuaVariable *variable =
          names[i] != NULL ? find_by (names[i], level, statistic) : NULL;
      if (variable != NULL)
        return variable;
    }
  return NULL;
}

char *
mvua_ref_variable_name (const MvuaVariable *variable)
{
  return g_strdup (mvua_variable_is_rain (variable) ? MVUA_REF_RAIN : variable->name);
}
