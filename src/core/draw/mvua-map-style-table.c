/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-style-table.h"

#include <string.h>

#define OPEN MVUA_ENDS_OPEN
#define LEAST MVUA_ENDS_LEAST
#define MOST MVUA_ENDS_MOST
#define BOTH MVUA_ENDS_BOTH

/* Every variable of the model's table; a test holds the one against the other. */
/* clang-format off */
static const MvuaMapStyleRow table[] = {
  /* variable   scale     reversed low  high step  ends  lines spread and its step */
  { "vis",       "lapaz",   TRUE,    0,   24,   2, LEAST,   0,   12, 1 },
  { "gust",      "batlow",  FALSE,   0,   30,   2, LEAST,   0,    6, 0.5 },
  { "mslet",     "batlow",  FALSE, 996, 1032,   2, OPEN,    2,    4, 0.5 },
  { "sp",        "batlow",  FALSE, 600, 1040,  20, OPEN,    0,    4, 0.5 },
  { "orog",      "lapaz",   TRUE,    0, 4000, 200, OPEN,  500,  100, 10 },
  { "tsoil",     "batlow",  FALSE,  10,   44,   2, OPEN,    0,  5.5, 0.5 },
  { "soilw",     "lapaz",   TRUE,    0,   50,   5, LEAST,   0,   12, 1 },
  { "weasd",     "lapaz",   TRUE,    0,  100,  10, LEAST,   0,   50, 5 },
  { "snod",      "lapaz",   TRUE,    0,  100,  10, LEAST,   0,   50, 5 },
  { "icetk",     "lapaz",   TRUE,    0,    4, 0.5, LEAST,   0,    2, 0.25 },
  { "t2m",       "batlow",  FALSE,  10,   44,   2, OPEN,    4,  5.5, 0.5 },
  { "d2m",       "batlow",  FALSE,  -4,   28,   2, OPEN,    4,  5.5, 0.5 },
  { "r2",        "lapaz",   TRUE,    0,  100,  10, BOTH,    0,   24, 2 },
  { "tmax",      "batlow",  FALSE,  10,   44,   2, OPEN,    4,  5.5, 0.5 },
  { "tmin",      "batlow",  FALSE,   0,   34,   2, OPEN,    4,  5.5, 0.5 },
  { "u10",       "vik",     FALSE, -16,   16,   2, OPEN,    0,    6, 0.5 },
  { "v10",       "vik",     FALSE, -16,   16,   2, OPEN,    0,    6, 0.5 },
  { "cpofp",     "lapaz",   TRUE,    0,  100,  10, MOST,    0,   50, 5 },
  { "tp",        "rain",    FALSE,   0,  100,  10, LEAST,   0,   30, 2.5 },
  { "csnow",     "lapaz",   TRUE,    0,  100,  10, BOTH,    0,   50, 5 },
  { "cicep",     "lapaz",   TRUE,    0,  100,  10, BOTH,    0,   50, 5 },
  { "cfrzr",     "lapaz",   TRUE,    0,  100,  10, BOTH,    0,   50, 5 },
  { "crain",     "lapaz",   TRUE,    0,  100,  10, BOTH,    0,   50, 5 },
  { "lhtfl",     "vik",     FALSE, -500, 500,  50, OPEN,    0,  100, 10 },
  { "shtfl",     "vik",     FALSE, -500, 500,  50, OPEN,    0,  100, 10 },
  { "cape",      "lapaz",   TRUE,    0, 4000, 250, LEAST,   0, 1500, 125 },
  { "cin",       "lapaz",   FALSE, -300,   0,  25, OPEN,    0,  120, 10 },
  { "pwat",      "lapaz",   TRUE,    0,   70,   5, LEAST,   0,   12, 1 },
  { "tcc",       "lapaz",   TRUE,    0,  100,  10, BOTH,    0,   50, 5 },
  { "ceil",      "lapaz",   FALSE,   0, 12000, 1000, OPEN,  0, 5000, 500 },
  { "dswrf",     "batlow",  FALSE,   0, 1100, 100, LEAST,   0,  240, 20 },
  { "dlwrf",     "batlow",  FALSE, 250,  500,  25, OPEN,    0,   60, 5 },
  { "uswrf",     "batlow",  FALSE,   0,  500,  50, LEAST,   0,  120, 10 },
  { "ulwrf",     "batlow",  FALSE, 300,  700,  25, OPEN,    0,   60, 5 },
  { "ulwrf_toa", "lapaz",   FALSE, 100,  340,  20, OPEN,    0,   60, 5 },
  { "hlcy",      "vik",     FALSE, -400, 400,  50, OPEN,    0,  120, 10 },
  { "cape180",   "lapaz",   TRUE,    0, 4000, 250, LEAST,   0, 1500, 125 },
  { "cin180",    "lapaz",   FALSE, -300,   0,  25, OPEN,    0,  120, 10 },
  { "prmsl",     "batlow",  FALSE, 996, 1032,   2, OPEN,    2,    4, 0.5 },
};
/* clang-format on */

/* Those of a day are the classes in use in Kenya. */
static const MvuaRainClasses rain[] = {
  { 3, 12, { 0, 0.5, 1, 2, 5, 10, 15, 20, 25, 30, 40, 50 } },
  { 6, 13, { 0, 0.5, 1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 75 } },
  { 24, 15, { 0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 50, 60, 70, 80, 100 } },
  { G_MAXINT, 15, { 0, 1, 10, 20, 30, 40, 50, 75, 100, 125, 150, 200, 250, 300, 400 } },
};

const MvuaMapStyleRow *
mvua_map_style_row (const char *variable)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (table[i].variable, variable) == 0)
      return &table[i];
  return NULL;
}

const MvuaRainClasses *
mvua_map_style_rain (int hours)
{
  const MvuaRainClasses *row = rain;

  while (hours > row->most_hours)
    row++;
  return row;
}
