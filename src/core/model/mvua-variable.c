/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-variable.h"

#include "mvua-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Level types of code table 4.5, with the scale of MvuaLevel. */
#define NONE                                                                             \
  {                                                                                      \
    255, 0                                                                               \
  }
#define SURFACE                                                                          \
  {                                                                                      \
    1, 0                                                                                 \
  }
#define CEILING                                                                          \
  {                                                                                      \
    215, 0                                                                               \
  }
#define TOP                                                                              \
  {                                                                                      \
    8, 0                                                                                 \
  }
#define ATMOSPHERE                                                                       \
  {                                                                                      \
    10, 0                                                                                \
  }
#define COLUMN                                                                           \
  {                                                                                      \
    200, 0                                                                               \
  }
#define SEA_LEVEL                                                                        \
  {                                                                                      \
    101, 0                                                                               \
  }
#define METRES(m)                                                                        \
  {                                                                                      \
    103, (m) *1000LL                                                                     \
  }
#define DEPTH_MM(mm)                                                                     \
  {                                                                                      \
    106, (mm)                                                                            \
  }
#define PASCAL(pa)                                                                       \
  {                                                                                      \
    108, (pa) *1000LL                                                                    \
  }

#define NOTHING 0
#define MAY_BE_CONSTANT MVUA_HABIT_CONSTANT
#define MAY_BE_ABSENT MVUA_HABIT_ABSENT
#define MAY_BE_SHARED MVUA_HABIT_SHARED

#define WHOLE_COLUMN "entire atmosphere (considered as a single layer)"

/* The 38 messages of a GEFS 0.25° file in their order there, and the orography that
 * only its first step has.  Source: real .idx files, and NOAA's GRIB2 tables for the
 * numbers of 192 and above. */
/* clang-format off */
static const MvuaVariable table[] = {
  { "vis", N_ ("Visibility"), "m", "visibility_in_air", "VIS", "surface",
    0, 19, 0, MVUA_KIND_INSTANT, SURFACE, NONE, 0, 1e6f, FALSE,
    MAY_BE_CONSTANT },
  { "gust", N_ ("Wind gust"), "m s-1", "wind_speed_of_gust", "GUST", "surface",
    0, 2, 22, MVUA_KIND_INSTANT, SURFACE, NONE, 0, 150, FALSE,
    NOTHING },
  { "mslet", N_ ("Mean sea level pressure (Eta model reduction)"), "Pa",
    "air_pressure_at_mean_sea_level", "MSLET", "mean sea level",
    0, 3, 192, MVUA_KIND_INSTANT, SEA_LEVEL, NONE, 85000, 110000, TRUE,
    NOTHING },
  { "sp", N_ ("Surface pressure"), "Pa", "surface_air_pressure", "PRES", "surface",
    0, 3, 0, MVUA_KIND_INSTANT, SURFACE, NONE, 40000, 110000, TRUE,
    NOTHING },
  { "orog", N_ ("Surface height"), "m", "surface_altitude", "HGT", "surface",
    0, 3, 5, MVUA_KIND_INSTANT, SURFACE, NONE, -500, 9000, FALSE,
    MAY_BE_SHARED },
  { "tsoil", N_ ("Soil temperature, 0-0.1 m"), "K", "soil_temperature", "TSOIL",
    "0-0.1 m below ground",
    2, 0, 2, MVUA_KIND_INSTANT, DEPTH_MM (0), DEPTH_MM (100), 180, 350, FALSE,
    MAY_BE_ABSENT | MAY_BE_SHARED },
  { "soilw", N_ ("Volumetric soil moisture, 0-0.1 m"), "1",
    "volume_fraction_of_condensed_water_in_soil", "SOILW", "0-0.1 m below ground",
    2, 0, 192, MVUA_KIND_INSTANT, DEPTH_MM (0), DEPTH_MM (100), 0, 1, FALSE,
    MAY_BE_ABSENT | MAY_BE_SHARED },
  { "weasd", N_ ("Water equivalent of snow depth"), "kg m-2", "surface_snow_amount",
    "WEASD", "surface", 0, 1, 13, MVUA_KIND_INSTANT, SURFACE, NONE, 0, 1e5f, FALSE,
    MAY_BE_CONSTANT | MAY_BE_ABSENT | MAY_BE_SHARED },
  { "snod", N_ ("Snow depth"), "m", "surface_snow_thickness", "SNOD", "surface",
    0, 1, 11, MVUA_KIND_INSTANT, SURFACE, NONE, 0, 500, FALSE,
    MAY_BE_CONSTANT | MAY_BE_ABSENT | MAY_BE_SHARED },
  { "icetk", N_ ("Ice thickness"), "m", "sea_ice_thickness", "ICETK", "surface",
    10, 2, 1, MVUA_KIND_INSTANT, SURFACE, NONE, 0, 100, FALSE,
    MAY_BE_CONSTANT | MAY_BE_ABSENT | MAY_BE_SHARED },
  { "t2m", N_ ("Temperature at 2 m"), "K", "air_temperature", "TMP", "2 m above ground",
    0, 0, 0, MVUA_KIND_INSTANT, METRES (2), NONE, 180, 340, TRUE,
    NOTHING },
  { "d2m", N_ ("Dew point at 2 m"), "K", "dew_point_temperature", "DPT",
    "2 m above ground",
    0, 0, 6, MVUA_KIND_INSTANT, METRES (2), NONE, 150, 320, FALSE,
    NOTHING },
  { "r2", N_ ("Relative humidity at 2 m"), "%", "relative_humidity", "RH",
    "2 m above ground",
    0, 1, 1, MVUA_KIND_INSTANT, METRES (2), NONE, 0, 110, FALSE,
    NOTHING },
  { "tmax", N_ ("Maximum temperature at 2 m"), "K", "air_temperature", "TMAX",
    "2 m above ground",
    0, 0, 4, MVUA_KIND_MAXIMUM, METRES (2), NONE, 180, 340, FALSE,
    NOTHING },
  { "tmin", N_ ("Minimum temperature at 2 m"), "K", "air_temperature", "TMIN",
    "2 m above ground",
    0, 0, 5, MVUA_KIND_MINIMUM, METRES (2), NONE, 180, 340, FALSE,
    NOTHING },
  { "u10", N_ ("Eastward wind at 10 m"), "m s-1", "eastward_wind", "UGRD",
    "10 m above ground",
    0, 2, 2, MVUA_KIND_INSTANT, METRES (10), NONE, -150, 150, TRUE,
    NOTHING },
  { "v10", N_ ("Northward wind at 10 m"), "m s-1", "northward_wind", "VGRD",
    "10 m above ground",
    0, 2, 3, MVUA_KIND_INSTANT, METRES (10), NONE, -150, 150, TRUE,
    NOTHING },
  { "cpofp", N_ ("Percent of frozen precipitation (negative: no precipitation)"), "%",
    NULL, "CPOFP", "surface",
    0, 1, 39, MVUA_KIND_INSTANT, SURFACE, NONE, -100, 100, FALSE,
    MAY_BE_CONSTANT },
  { "tp", N_ ("Total precipitation"), "mm", "lwe_thickness_of_precipitation_amount",
    "APCP", "surface",
    0, 1, 8, MVUA_KIND_ACCUMULATION, SURFACE, NONE, 0, 1000, TRUE,
    MAY_BE_CONSTANT },
  { "csnow", N_ ("Categorical snow, share of the time"), "1", NULL, "CSNOW", "surface",
    0, 1, 195, MVUA_KIND_AVERAGE, SURFACE, NONE, 0, 1, FALSE,
    MAY_BE_CONSTANT },
  { "cicep", N_ ("Categorical ice pellets, share of the time"), "1", NULL, "CICEP",
    "surface",
    0, 1, 194, MVUA_KIND_AVERAGE, SURFACE, NONE, 0, 1, FALSE,
    MAY_BE_CONSTANT },
  { "cfrzr", N_ ("Categorical freezing rain, share of the time"), "1", NULL, "CFRZR",
    "surface",
    0, 1, 193, MVUA_KIND_AVERAGE, SURFACE, NONE, 0, 1, FALSE,
    MAY_BE_CONSTANT },
  { "crain", N_ ("Categorical rain, share of the time"), "1", NULL, "CRAIN", "surface",
    0, 1, 192, MVUA_KIND_AVERAGE, SURFACE, NONE, 0, 1, FALSE,
    MAY_BE_CONSTANT },
  { "lhtfl", N_ ("Latent heat net flux"), "W m-2", "surface_upward_latent_heat_flux",
    "LHTFL", "surface",
    0, 0, 10, MVUA_KIND_AVERAGE, SURFACE, NONE, -2000, 2000, FALSE,
    NOTHING },
  { "shtfl", N_ ("Sensible heat net flux"), "W m-2", "surface_upward_sensible_heat_flux",
    "SHTFL", "surface",
    0, 0, 11, MVUA_KIND_AVERAGE, SURFACE, NONE, -2000, 2000, FALSE,
    NOTHING },
  { "cape", N_ ("Convective available potential energy"), "J kg-1",
    "atmosphere_convective_available_potential_energy", "CAPE", "surface",
    0, 7, 6, MVUA_KIND_INSTANT, SURFACE, NONE, 0, 15000, TRUE,
    MAY_BE_CONSTANT },
  { "cin", N_ ("Convective inhibition"), "J kg-1",
    "atmosphere_convective_inhibition", "CIN", "surface",
    0, 7, 7, MVUA_KIND_INSTANT, SURFACE, NONE, -10000, 10, FALSE,
    MAY_BE_CONSTANT },
  { "pwat", N_ ("Precipitable water"), "kg m-2", "atmosphere_mass_content_of_water_vapor",
    "PWAT", WHOLE_COLUMN,
    0, 1, 3, MVUA_KIND_INSTANT, COLUMN, NONE, 0, 150, TRUE,
    NOTHING },
  { "tcc", N_ ("Total cloud cover"), "%", "cloud_area_fraction", "TCDC",
    "entire atmosphere",
    0, 6, 1, MVUA_KIND_AVERAGE, ATMOSPHERE, NONE, 0, 100, FALSE,
    MAY_BE_CONSTANT },
  { "ceil", N_ ("Height of the cloud ceiling (about 20,000 m: none)"), "m", NULL, "HGT",
    "cloud ceiling",
    0, 3, 5, MVUA_KIND_INSTANT, CEILING, NONE, -500, 25000, FALSE,
    MAY_BE_CONSTANT | MAY_BE_ABSENT },
  { "dswrf", N_ ("Downward short-wave radiation flux"), "W m-2",
    "surface_downwelling_shortwave_flux_in_air", "DSWRF", "surface",
    0, 4, 192, MVUA_KIND_AVERAGE, SURFACE, NONE, 0, 1500, FALSE,
    MAY_BE_CONSTANT },
  { "dlwrf", N_ ("Downward long-wave radiation flux"), "W m-2",
    "surface_downwelling_longwave_flux_in_air", "DLWRF", "surface",
    0, 5, 192, MVUA_KIND_AVERAGE, SURFACE, NONE, 0, 1000, FALSE,
    NOTHING },
  { "uswrf", N_ ("Upward short-wave radiation flux"), "W m-2",
    "surface_upwelling_shortwave_flux_in_air", "USWRF", "surface",
    0, 4, 193, MVUA_KIND_AVERAGE, SURFACE, NONE, 0, 1500, FALSE,
    MAY_BE_CONSTANT },
  { "ulwrf", N_ ("Upward long-wave radiation flux"), "W m-2",
    "surface_upwelling_longwave_flux_in_air", "ULWRF", "surface",
    0, 5, 193, MVUA_KIND_AVERAGE, SURFACE, NONE, 0, 1500, FALSE,
    NOTHING },
  { "ulwrf_toa", N_ ("Upward long-wave radiation flux at the top of the atmosphere"),
    "W m-2", "toa_outgoing_longwave_flux", "ULWRF", "top of atmosphere",
    0, 5, 193, MVUA_KIND_AVERAGE, TOP, NONE, 0, 1000, FALSE,
    NOTHING },
  { "hlcy", N_ ("Storm relative helicity, 3000-0 m"), "m2 s-2", NULL, "HLCY",
    "3000-0 m above ground",
    0, 7, 8, MVUA_KIND_INSTANT, METRES (3000), METRES (0), -1e6f, 1e6f, FALSE,
    NOTHING },
  { "cape180", N_ ("Convective available potential energy, lowest 180 hPa"), "J kg-1",
    NULL, "CAPE", "180-0 mb above ground",
    0, 7, 6, MVUA_KIND_INSTANT, PASCAL (18000), PASCAL (0), 0, 15000, FALSE,
    MAY_BE_CONSTANT },
  { "cin180", N_ ("Convective inhibition, lowest 180 hPa"), "J kg-1", NULL, "CIN",
    "180-0 mb above ground",
    0, 7, 7, MVUA_KIND_INSTANT, PASCAL (18000), PASCAL (0), -10000, 10, FALSE,
    MAY_BE_CONSTANT },
  { "prmsl", N_ ("Mean sea level pressure"), "Pa", "air_pressure_at_mean_sea_level",
    "PRMSL", "mean sea level",
    0, 3, 1, MVUA_KIND_INSTANT, SEA_LEVEL, NONE, 85000, 110000, FALSE,
    NOTHING },
};
/* clang-format on */

const MvuaVariable *
mvua_variable_table (guint *n_variables)
{
  *n_variables = G_N_ELEMENTS (table);
  return table;
}

guint
mvua_variable_index (const MvuaVariable *variable)
{
  g_assert (variable >= table && variable < table + G_N_ELEMENTS (table));
  return (guint) (variable - table);
}

const MvuaVariable *
mvua_variable_by_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (table[i].name, name) == 0)
      return &table[i];
  return NULL;
}

/* @text may have a NUL within its @length. */
static gboolean
same_text (const char *whole, const char *text, gsize length)
{
  return strlen (whole) == length && memcmp (whole, text, length) == 0;
}

const MvuaVariable *
mvua_variable_by_idx (const char *name,
                      gsize name_length,
                      const char *level,
                      gsize level_length,
                      MvuaKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].kind == kind && same_text (table[i].idx_name, name, name_length) &&
        same_text (table[i].idx_level, level, level_length))
      return &table[i];
  return NULL;
}

gboolean
mvua_variable_is_rain (const MvuaVariable *variable)
{
  return variable->discipline == 0 && variable->category == 1 && variable->number == 8;
}

static gboolean
mark_wanted (const char *text, gboolean wanted[G_N_ELEMENTS (table)], GError **error)
{
  /* An empty list is one of an empty name, which there is not. */
  g_auto (GStrv) names = g_strsplit (text[0] != '\0' ? text : " ", ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const MvuaVariable *variable = mvua_variable_by_name (g_strstrip (names[i]));
      if (variable == NULL)
        {
          g_autoptr (GString) known = g_string_new (NULL);
          for (guint v = 0; v < G_N_ELEMENTS (table); v++)
            g_string_append_printf (known, "%s%s", v > 0 ? " " : "", table[v].name);
          g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                       "“%s” is not a variable; there are: %s", names[i], known->str);
          return FALSE;
        }
      wanted[variable - table] = TRUE;
    }
  return TRUE;
}

GPtrArray *
mvua_variable_list_parse (const char *text, GError **error)
{
  gboolean wanted[G_N_ELEMENTS (table)] = { FALSE };
  const gboolean all = strcmp (text, "all") == 0;

  if (!all && !mark_wanted (text, wanted, error))
    return NULL;

  GPtrArray *variables = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (all || wanted[i])
      g_ptr_array_add (variables, (gpointer) &table[i]);
  return variables;
}
