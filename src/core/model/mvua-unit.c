/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-unit.h"

#include <string.h>

static const MvuaUnit celsius = { "celsius", "°C", 1, -273.15, 1 };
static const MvuaUnit kelvin = { "kelvin", "K", 1, 0, 1 };
static const MvuaUnit hectopascal = { "hectopascal", "hPa", 0.01, 0, 1 };
static const MvuaUnit pascal = { "pascal", "Pa", 1, 0, 0 };
static const MvuaUnit millimetre = { "millimetre", "mm", 1, 0, 1 };
static const MvuaUnit mass = { "kilogram-per-square-metre", "kg/m²", 1, 0, 1 };
static const MvuaUnit metre_per_second = { "metre-per-second", "m/s", 1, 0, 1 };
static const MvuaUnit knot = { "knot", "kt", 3600 / 1852.0, 0, 1 };
static const MvuaUnit kilometre_per_hour = { "kilometre-per-hour", "km/h", 3.6, 0, 1 };
static const MvuaUnit kilometre = { "kilometre", "km", 0.001, 0, 1 };
static const MvuaUnit centimetre = { "centimetre", "cm", 100, 0, 1 };
static const MvuaUnit metre = { "metre", "m", 1, 0, 0 };
static const MvuaUnit percent = { "percent", "%", 1, 0, 0 };
static const MvuaUnit percent_of_share = { "percent", "%", 100, 0, 0 };
static const MvuaUnit share = { "share", "1", 1, 0, 2 };
static const MvuaUnit energy = { "joule-per-kilogram", "J/kg", 1, 0, 0 };
static const MvuaUnit flux = { "watt-per-square-metre", "W/m²", 1, 0, 0 };
static const MvuaUnit helicity = { "square-metre-per-square-second", "m²/s²", 1, 0, 0 };

#define MOST_CHOICES 3

/* By the unit of what is stored, or by the name of a variable that people measure
 * otherwise; the first row that fits. */
static const struct
{
  const char *variable;
  const char *units;
  const MvuaUnit *choices[MOST_CHOICES + 1];
} table[] = {
  { "vis", "m", { &kilometre, &metre } },
  { "snod", "m", { &centimetre, &metre } },
  { NULL, "K", { &celsius, &kelvin } },
  { NULL, "Pa", { &hectopascal, &pascal } },
  { NULL, "mm", { &millimetre } },
  { NULL, "kg m-2", { &millimetre, &mass } },
  { NULL, "m s-1", { &metre_per_second, &knot, &kilometre_per_hour } },
  { NULL, "m", { &metre } },
  { NULL, "%", { &percent } },
  { NULL, "1", { &percent_of_share, &share } },
  { NULL, "J kg-1", { &energy } },
  { NULL, "W m-2", { &flux } },
  { NULL, "m2 s-2", { &helicity } },
};

static const MvuaUnit *const of_probability[] = { &percent };
static const MvuaUnit *const of_difference[] = { &kelvin };

/* A difference of temperatures has no zero of its own. */
static gboolean
is_difference (const MvuaProduct *product)
{
  return (product->kind == MVUA_PRODUCT_STATISTIC &&
          product->statistic.kind == MVUA_STATISTIC_STD) ||
         (product->kind == MVUA_PRODUCT_MEMBER &&
          product->member.kind == MVUA_MEMBER_SPREAD);
}

const MvuaUnit *const *
mvua_unit_choices (const MvuaVariable *variable,
                   const MvuaProduct *product,
                   guint *n_units)
{
  *n_units = 1;
  if (product != NULL && product->kind == MVUA_PRODUCT_PROBABILITY)
    return of_probability;
  if (product != NULL && is_difference (product) && strcmp (variable->units, "K") == 0)
    return of_difference;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if ((table[i].variable == NULL || strcmp (table[i].variable, variable->name) == 0) &&
        strcmp (table[i].units, variable->units) == 0)
      {
        while (table[i].choices[*n_units] != NULL)
          (*n_units)++;
        return table[i].choices;
      }
  /* A row of the table of variables whose unit has no row here. */
  g_assert_not_reached ();
}

const MvuaUnit *
mvua_unit_choose (const MvuaVariable *variable,
                  const MvuaProduct *product,
                  const char *id)
{
  guint n = 0;
  const MvuaUnit *const *choices = mvua_unit_choices (variable, product, &n);

  for (guint i = 0; id != NULL && i < n; i++)
    if (strcmp (choices[i]->id, id) == 0)
      return choices[i];
  return choices[0];
}
