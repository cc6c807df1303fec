/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-grid-section.h"

#include <math.h>

#define TURN 360000000.0 /* microdegrees */
#define MISSING G_MAXUINT32

/* What section 3 says of a latitude/longitude grid, angles in microdegrees. */
typedef struct
{
  guint32 ni;
  guint32 nj;
  double first_latitude;
  double first_longitude;
  double last_latitude;
  double last_longitude;
  double i_step; /* 0 if it is not given */
  guint scanning;
} GridSection;

static gboolean
refuse (const MvuaSections *sections, int code, const char *what, GError **error)
{
  g_set_error (error, MVUA_GRIB_ERROR, code,
               "The grid of the message at offset %" G_GUINT64_FORMAT ": %s",
               sections->start, what);
  return FALSE;
}

static GridSection
read_section (const guint8 *octets)
{
  const guint32 basic = mvua_octets_u32 (octets + 38);
  const guint32 parts = mvua_octets_u32 (octets + 42);
  /* Angles are in microdegrees unless the message has a unit of its own. */
  const double unit = basic == 0 || basic == MISSING || parts == 0 || parts == MISSING
                          ? 1
                          : 1e6 * basic / parts;
  const gboolean has_i_step =
      (octets[54] & 0x20) != 0 && mvua_octets_u32 (octets + 63) != MISSING;

  return (GridSection){
    .ni = mvua_octets_u32 (octets + 30),
    .nj = mvua_octets_u32 (octets + 34),
    .first_latitude = unit * (double) mvua_octets_s32 (octets + 46),
    .first_longitude = unit * (double) mvua_octets_s32 (octets + 50),
    .last_latitude = unit * (double) mvua_octets_s32 (octets + 55),
    .last_longitude = unit * (double) mvua_octets_s32 (octets + 59),
    .i_step = has_i_step ? unit * mvua_octets_u32 (octets + 63) : 0,
    .scanning = octets[71],
  };
}

static double
within_turn (double angle)
{
  const double turned = fmod (angle, TURN);

  return turned < 0 ? turned + TURN : turned;
}

static const char *
set_latitudes (const GridSection *section, MvuaGrid *grid)
{
  const gboolean northward = (section->scanning & 0x40) != 0;
  const double north = northward ? section->last_latitude : section->first_latitude;
  const double south = northward ? section->first_latitude : section->last_latitude;

  if (fabs (north) > 90e6 || fabs (south) > 90e6)
    return "a latitude lies beyond a pole";
  if (section->nj > 1 ? north <= south : fabs (north - south) > 1)
    return "the latitudes contradict the scanning mode";
  grid->north = (gint32) lround (north);
  grid->south = (gint32) lround (south);
  return NULL;
}

static const char *
set_longitudes (const GridSection *section, MvuaGrid *grid)
{
  const gboolean westward = (section->scanning & 0x80) != 0;
  const double west = westward ? section->last_longitude : section->first_longitude;
  const double east = westward ? section->first_longitude : section->last_longitude;
  const guint32 n_steps = section->ni - 1;
  double width = within_turn (east - west);

  /* First and last may name the same meridian of a grid that ends where it began. */
  if (n_steps > 0 && width < 1)
    width = TURN;
  /* Increments from single precision are off by a few microdegrees each, so only
   * half a column is too much. */
  if (n_steps > 0 && section->i_step > 0 &&
      fabs (width - section->i_step * n_steps) > section->i_step / 2)
    return "the longitudes contradict their increment";

  grid->west = (gint32) lround (within_turn (west));
  grid->width = (gint32) lround (n_steps > 0 ? width : 0);
  const double step = n_steps > 0 ? width / n_steps : 0;
  grid->wraps = fabs (width + step - TURN) < step / 100;
  return NULL;
}

gboolean
mvua_grid_section_read (const MvuaSections *sections,
                        MvuaIdentity *identity,
                        GError **error)
{
  const guint8 *octets = mvua_sections_get (sections, 3, 14, error);
  if (octets == NULL)
    return FALSE;

  const guint definition = mvua_octets_u16 (octets + 12);
  if (octets[5] != 0 || definition != 0)
    {
      g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_UNSUPPORTED,
                   "The message at offset %" G_GUINT64_FORMAT
                   " is on a grid of template 3.%u; only regular latitude/longitude "
                   "grids (3.0) are read",
                   sections->start, definition);
      return FALSE;
    }
  octets = mvua_sections_get (sections, 3, 72, error);
  if (octets == NULL)
    return FALSE;

  const GridSection section = read_section (octets);
  if (octets[10] != 0 || section.ni == MISSING || section.nj == MISSING)
    return refuse (sections, MVUA_GRIB_ERROR_UNSUPPORTED, "it is quasi-regular", error);

  const guint64 n_points = (guint64) section.ni * section.nj;
  if (n_points == 0 || n_points != mvua_octets_u32 (octets + 6))
    return refuse (sections, MVUA_GRIB_ERROR_MALFORMED,
                   "rows times columns is not the number of points", error);
  if (n_points > MVUA_GRIB_MAX_POINTS ||
      MAX (section.ni, section.nj) > MVUA_GRIB_MAX_LINE)
    return refuse (sections, MVUA_GRIB_ERROR_UNSUPPORTED, "it has too many points",
                   error);

  MvuaGrid grid = { .n_rows = section.nj, .n_columns = section.ni };
  const char *complaint = set_latitudes (&section, &grid);
  if (complaint == NULL)
    complaint = set_longitudes (&section, &grid);
  if (complaint != NULL)
    return refuse (sections, MVUA_GRIB_ERROR_MALFORMED, complaint, error);

  identity->grid = grid;
  identity->ni = section.ni;
  identity->nj = section.nj;
  identity->scanning = section.scanning;
  return TRUE;
}
