/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store-unit.h"

#include <string.h>

/* Other ways to write the units of the table of variables, without spaces, "^", "**" and
 * "."; and other units. */
static const struct
{
  const char *units;
  const char *text;
  double factor;
  double offset;
} table[] = {
  { "K", "kelvin", 1, 0 },
  { "K", "Kelvin", 1, 0 },
  { "K", "degK", 1, 0 },
  { "K", "C", 1, 273.15 },
  { "K", "°C", 1, 273.15 },
  { "K", "degC", 1, 273.15 },
  { "K", "celsius", 1, 273.15 },
  { "K", "Celsius", 1, 273.15 },
  { "K", "degrees_Celsius", 1, 273.15 },
  { "Pa", "pascal", 1, 0 },
  { "Pa", "hPa", 100, 0 },
  { "Pa", "mb", 100, 0 },
  { "Pa", "mbar", 100, 0 },
  { "Pa", "millibar", 100, 0 },
  { "mm", "kgm-2", 1, 0 },
  { "mm", "kg/m2", 1, 0 },
  { "mm", "millimeter", 1, 0 },
  { "mm", "millimetre", 1, 0 },
  { "mm", "m", 1000, 0 },
  { "kg m-2", "kg/m2", 1, 0 },
  { "kg m-2", "mm", 1, 0 },
  { "m s-1", "m/s", 1, 0 },
  { "m s-1", "meters/second", 1, 0 },
  { "J kg-1", "J/kg", 1, 0 },
  { "W m-2", "W/m2", 1, 0 },
  { "m2 s-2", "m2/s2", 1, 0 },
  { "m", "gpm", 1, 0 },
  { "m", "meter", 1, 0 },
  { "m", "metre", 1, 0 },
  { "%", "percent", 1, 0 },
  { "1", "(0-1)", 1, 0 },
  { "1", "proportion", 1, 0 },
  { "1", "Proportion", 1, 0 },
  { "1", "fraction", 1, 0 },
  { "1", "dimensionless", 1, 0 },
  { "1", "%", 0.01, 0 },
};

/* What is written in different ways and means the same; (transfer full) */
static char *
simplify (const char *units)
{
  GString *text = g_string_new (NULL);

  for (const char *at = units; *at != '\0'; at++)
    if (strchr (" ^*.", *at) == NULL)
      g_string_append_c (text, *at);
  return g_string_free (text, FALSE);
}

gboolean
mvua_store_unit_find (const MvuaVariable *variable,
                      const char *units,
                      double *factor,
                      double *offset)
{
  g_autofree char *text = simplify (units);
  g_autofree char *own = simplify (variable->units);

  *factor = 1;
  *offset = 0;
  if (strcmp (text, own) == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (table[i].units, variable->units) == 0 &&
        strcmp (table[i].text, text) == 0)
      {
        *factor = table[i].factor;
        *offset = table[i].offset;
        return TRUE;
      }
  return FALSE;
}
