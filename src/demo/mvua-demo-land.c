/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-demo-land.h"

#include <math.h>
#include <stdbool.h>

typedef struct
{
  float latitude, longitude; /* degrees; east is positive, -180..180 */
} Vertex;

typedef struct
{
  const Vertex *vertices;
  size_t n;
} Outline;

typedef struct
{
  float latitude, longitude;
  float height_m;
  float half_lat, half_lon; /* degrees to where it is down to 1/e */
} Mountain;

static const Vertex africa[] = {
  { 30, 32.5F },     { 27.3F, 33.8F },  { 24, 35.5F },    { 22, 36.9F },
  { 19.6F, 37.2F },  { 18, 38.5F },     { 15.6F, 39.5F }, { 13, 42.7F },
  { 11.6F, 43.1F },  { 10.5F, 44.5F },  { 11.2F, 47.5F }, { 11.8F, 51.2F },
  { 10.4F, 51.1F },  { 8, 50 },         { 5, 48.5F },     { 2, 45.5F },
  { 0, 43 },         { -1.8F, 41.5F },  { -3, 40.2F },    { -5, 39.1F },
  { -7, 39.5F },     { -10.5F, 40.5F }, { -15, 40.6F },   { -17.8F, 37 },
  { -20, 34.8F },    { -24, 35.4F },    { -26, 32.8F },   { -29, 31.8F },
  { -33.8F, 26.5F }, { -34.7F, 20 },    { -33, 18 },      { -28.5F, 16.3F },
  { -22, 14.4F },    { -17, 11.8F },    { -12, 13.7F },   { -6, 12.3F },
  { -1, 8.8F },      { 4, 9.5F },       { 4.4F, 6 },      { 6.3F, 2 },
  { 4.5F, -2 },      { 4.4F, -7.5F },   { 8.5F, -13.2F }, { 14.7F, -17.4F },
  { 21, -17 },       { 28, -12.5F },    { 33.5F, -8 },    { 35.8F, -5.8F },
  { 37, 10 },        { 33, 11 },        { 30.5F, 19 },    { 32.5F, 22 },
  { 31, 30 },        { 31.2F, 32.3F },
};
static const Vertex eurasia[] = {
  { 30, 32.6F },    { 28, 34.6F },    { 24, 38 },    { 21, 39.2F }, { 17, 42.3F },
  { 12.7F, 43.5F }, { 13.5F, 46 },    { 15.2F, 51 }, { 17, 55.5F }, { 20, 58 },
  { 22.5F, 59.8F }, { 26, 56.3F },    { 24, 52 },    { 27, 50 },    { 30, 48.5F },
  { 26.5F, 54.5F }, { 25.3F, 61 },    { 25, 67 },    { 21, 72 },    { 8, 77.5F },
  { 15, 80.2F },    { 21.5F, 87.5F }, { 16, 95 },    { 8, 98.5F },  { 1.3F, 104 },
  { 13, 100.5F },   { 9, 105 },       { 21, 108 },   { 30, 122 },   { 40, 120 },
  { 35, 127 },      { 43, 132 },      { 54, 137 },   { 60, 155 },   { 51, 157 },
  { 61, 170 },      { 66, 180 },      { 70, 180 },   { 73, 140 },   { 77, 105 },
  { 68, 70 },       { 68, 40 },       { 71, 25 },    { 62, 5 },     { 58, 8 },
  { 56, 13 },       { 65, 22 },       { 60, 28 },    { 55, 20 },    { 54, 9 },
  { 48, -5 },       { 43.5F, -2 },    { 43, -9 },    { 37, -9 },    { 36.5F, -4 },
  { 41, 2 },        { 44, 8 },        { 38, 16 },    { 45, 13 },    { 40, 19 },
  { 37, 22 },       { 41, 28 },       { 36.5F, 28 }, { 36.7F, 36 }, { 31.5F, 34.5F },
};
static const Vertex north_america[] = {
  { 71, -156 }, { 61, -166 }, { 58, -156 }, { 60, -145 }, { 49, -125 }, { 40, -124 },
  { 23, -110 }, { 31, -113 }, { 20, -105 }, { 15, -93 },  { 8, -82 },   { 9, -77 },
  { 15, -84 },  { 21, -87 },  { 19, -95 },  { 29, -95 },  { 30, -84 },  { 25, -80.5F },
  { 35, -76 },  { 45, -65 },  { 52, -56 },  { 60, -65 },  { 52, -79 },  { 60, -94 },
  { 68, -85 },  { 70, -125 },
};
static const Vertex south_america[] = {
  { 8, -78 },      { 12, -72 },     { 10, -62 },  { 0, -50 },   { -6, -35 },
  { -13, -38.5F }, { -23, -42 },    { -34, -53 }, { -41, -63 }, { -55, -67 },
  { -46, -75 },    { -18, -70.5F }, { -5, -81 },
};
static const Vertex australia[] = {
  { -11, 142.5F }, { -17, 140 }, { -12, 136 }, { -14, 127 }, { -22, 114 },
  { -35, 116 },    { -32, 132 }, { -39, 146 }, { -28, 153 }, { -19, 146.5F },
};
static const Vertex greenland[] = {
  { 83, -30 }, { 76, -20 }, { 70, -22 }, { 60, -44 }, { 70, -54 }, { 78, -72 },
};
static const Vertex antarctica[] = {
  { -70, -180 }, { -73, -100 }, { -63, -58 }, { -77, -40 },  { -70, 0 },
  { -67, 90 },   { -70, 180 },  { -91, 180 }, { -91, -180 },
};
static const Vertex victoria[] = {
  { 0.3F, 32.5F }, { 0, 34 },        { -1, 34.2F },
  { -2.4F, 33 },   { -2.2F, 31.8F }, { -0.8F, 31.7F },
};
static const Vertex tanganyika[] = {
  { -3.4F, 29.4F }, { -5.5F, 29.9F }, { -8.6F, 31.2F },
  { -8.7F, 30.5F }, { -5.5F, 29.3F },
};
static const Vertex malawi[] = {
  { -9.5F, 34.2F }, { -11.5F, 34.9F }, { -14.3F, 35.3F },
  { -13, 34.3F },   { -10.5F, 33.9F },
};

#define OUTLINE(name)                                                                    \
  {                                                                                      \
    (name), sizeof (name) / sizeof *(name)                                               \
  }

static const Outline continents[] = {
  OUTLINE (africa),        OUTLINE (eurasia),   OUTLINE (north_america),
  OUTLINE (south_america), OUTLINE (australia), OUTLINE (greenland),
  OUTLINE (antarctica),
};
static const Outline lakes[] = {
  OUTLINE (victoria),
  OUTLINE (tanganyika),
  OUTLINE (malawi),
};

static const Mountain mountains[] = {
  { 9.5F, 38.2F, 1900, 3.6F, 2.4F },   /* Ethiopian highlands */
  { 13, 38, 1200, 1.2F, 1 },           /* Simien */
  { 7, 39.8F, 1400, 1.3F, 1.6F },      /* Bale */
  { 10, 47, 800, 1, 2 },               /* Somalia's north */
  { 0.2F, 35.8F, 1300, 1.8F, 1.2F },   /* Kenyan highlands */
  { -0.15F, 37.3F, 2100, .4F, .4F },   /* Mount Kenya */
  { -3.1F, 37.35F, 2600, .35F, .35F }, /* Kilimanjaro */
  { 0.4F, 29.9F, 1700, .5F, .4F },     /* Ruwenzori */
  { -2.2F, 29.4F, 1000, 2.5F, .9F },   /* Albertine rift */
  { -4, 33, 1000, 7, 5 },              /* East African plateau */
  { -8.8F, 34.3F, 900, 1.3F, 1.6F },   /* southern highlands */
  { -10, 27, 700, 4, 4 },              /* Katanga */
  { 13, 24.3F, 900, 1, 1 },            /* Jebel Marra */
  { 14.8F, 44.2F, 1700, 2, .9F },      /* Yemen */
  { 18.5F, 42.3F, 1400, 2.5F, .9F },   /* Asir */
  { -29.5F, 28.5F, 1700, 3, 2 },       /* Drakensberg */
  { 33, 88, 4400, 5, 14 },             /* Tibet */
  { 42, -110, 1800, 12, 7 },           /* Rocky Mountains */
  { -20, -68.5F, 3400, 20, 2.5F },     /* Andes */
  { 73, -40, 2400, 8, 14 },            /* Greenland */
  { -85, 0, 3000, 12, 400 },           /* Antarctica */
};
static const float plain_m = 120;

/* Odd numbers of sides to the east: inside. */
static bool
is_inside (const Outline *outline, float latitude, float longitude)
{
  bool inside = false;

  for (size_t a = 0, b = outline->n - 1; a < outline->n; b = a++)
    {
      const Vertex p = outline->vertices[a], q = outline->vertices[b];

      if ((p.latitude > latitude) == (q.latitude > latitude))
        continue;
      const float part = (latitude - p.latitude) / (q.latitude - p.latitude);
      if (longitude < p.longitude + part * (q.longitude - p.longitude))
        inside = !inside;
    }
  return inside;
}

static bool
is_inside_any (const Outline *outlines, size_t n, float latitude, float longitude)
{
  for (size_t o = 0; o < n; o++)
    if (is_inside (&outlines[o], latitude, longitude))
      return true;
  return false;
}

static float
height_at (float latitude, float longitude)
{
  float height = plain_m;

  for (size_t m = 0; m < sizeof mountains / sizeof *mountains; m++)
    {
      const Mountain *hill = &mountains[m];
      const float y = (latitude - hill->latitude) / hill->half_lat;
      const float x = (longitude - hill->longitude) / hill->half_lon;

      if (x * x + y * y < 9)
        height += hill->height_m * expf (-x * x - y * y);
    }
  return height;
}

void
mvua_demo_land_fill (const MvuaDemoGrid *grid, float *land, float *height_m)
{
  for (size_t j = 0; j < grid->nj; j++)
    for (size_t i = 0; i < grid->ni; i++)
      {
        const size_t p = j * grid->ni + i;
        const float latitude = (float) (grid->north - (double) j * grid->spacing);
        const double east = grid->west + (double) i * grid->spacing;
        const float longitude = (float) (east >= 180 ? east - 360 : east);
        const bool dry = is_inside_any (
            continents, sizeof continents / sizeof *continents, latitude, longitude);
        const bool lake =
            is_inside_any (lakes, sizeof lakes / sizeof *lakes, latitude, longitude);

        land[p] = dry && !lake ? 1 : 0;
        height_m[p] = dry ? height_at (latitude, longitude) : 0;
      }
}

/* One line of @n values that lie @stride apart; at the ends, of those that there are. */
static void
smooth_line (const float *from, float *to, size_t n, size_t stride, size_t cells)
{
  double sum = 0;
  size_t first = 0, past = 0;

  for (size_t i = 0; i < n; i++)
    {
      for (; past < n && past <= i + cells; past++)
        sum += (double) from[past * stride];
      for (; first + cells < i; first++)
        sum -= (double) from[first * stride];
      to[i * stride] = (float) (sum / (double) (past - first));
    }
}

void
mvua_demo_land_smooth (const MvuaDemoGrid *grid,
                       size_t cells,
                       const float *field,
                       float *scratch,
                       float *smooth)
{
  for (size_t j = 0; j < grid->nj; j++)
    smooth_line (field + j * grid->ni, scratch + j * grid->ni, grid->ni, 1, cells);
  for (size_t i = 0; i < grid->ni; i++)
    smooth_line (scratch + i, smooth + i, grid->nj, grid->ni, cells);
}
