/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The file may be a user's, and the checksum only says that it is whole: each count is
 * held against the bytes that are left before anything is made for it. */

#include "mvua-basemap.h"

#include "mvua-error.h"

#include <string.h>

#define MAGIC "MVUAMAP\n"
#define VERSION 1
#define HEADER_SIZE 48
#define DIGEST_AT 16
#define DIGEST_SIZE 32
#define MOST_BYTES (64 << 20)
#define UNITS 1000L

/* What the shortest string, line, place and country take. */
#define LEAST_STRING 1
#define LEAST_LINE 10
#define LEAST_PLACE 8
#define LEAST_COUNTRY 6
#define LEAST_POINT 2

/* As they are in the file. */
#define FILE_DISPUTED 1
#define FILE_INTERMITTENT 2
#define FILE_CAPITAL 1

typedef struct
{
  MvuaMapLine *lines;
  gsize n_lines;
  gboolean is_there;
} Section;

struct _MvuaBasemap
{
  GPtrArray *strings;
  MvuaMapPoint *points; /* of all lines */
  MvuaMapBox region;
  Section sections[MVUA_BASEMAP_N_LEVELS][MVUA_BASEMAP_N_LAYERS];
  MvuaMapPlace *places;
  gsize n_places;
  MvuaMapCountry *countries;
  gsize n_countries;
};

/* Reading stops at what is wrong first; then @expected says what should have been at
 * @at, and all further values are 0. */
typedef struct
{
  const guint8 *bytes;
  gsize at;
  gsize n_bytes;
  const char *expected;
  gint64 lon;
  gint64 lat;
  MvuaBasemap *map;
  gsize n_points;
} Reader;

static gboolean
expect (Reader *reader, gboolean is_so, const char *expected)
{
  if (reader->expected == NULL && !is_so)
    reader->expected = expected;
  return reader->expected == NULL;
}

static guint32
read_unsigned (Reader *reader, guint32 most, const char *expected)
{
  const gsize start = reader->at;
  guint64 value = 0;

  for (guint shift = 0; shift < 35; shift += 7)
    {
      if (!expect (reader, reader->at < reader->n_bytes, expected))
        return 0;

      const guint8 byte = reader->bytes[reader->at++];
      value |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        {
          if (value <= most)
            return (guint32) value;
          break;
        }
    }
  reader->at = start;
  expect (reader, FALSE, expected);
  return 0;
}

static gint64
read_signed (Reader *reader, const char *expected)
{
  const guint32 value = read_unsigned (reader, G_MAXUINT32, expected);

  return (value & 1) != 0 ? -(gint64) (value >> 1) - 1 : (gint64) (value >> 1);
}

/* A count of things that take at least @least bytes each. */
static gsize
read_count (Reader *reader, gsize least, const char *expected)
{
  const gsize start = reader->at;
  const gsize count = read_unsigned (reader, G_MAXUINT32, expected);

  if (count <= (reader->n_bytes - reader->at) / least)
    return count;
  reader->at = start;
  expect (reader, FALSE, expected);
  return 0;
}

/* A string without control characters: it may be drawn. */
static gboolean
is_legible (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < ' ' || *text == 0x7f)
      return FALSE;
  return TRUE;
}

static void
read_strings (Reader *reader)
{
  const gsize n = read_count (reader, LEAST_STRING, "a count of strings");

  for (gsize i = 0; i < n && reader->expected == NULL; i++)
    {
      const gsize length = read_count (reader, 1, "the length of a string");
      const char *text = (const char *) reader->bytes + reader->at;

      /* g_utf8_validate_len() takes NUL for an error. */
      if (!expect (reader, g_utf8_validate_len (text, length, NULL), "a string in UTF-8"))
        return;
      char *copy = g_strndup (text, length);
      g_ptr_array_add (reader->map->strings, copy);
      if (!expect (reader, is_legible (copy), "a string without control characters"))
        return;
      reader->at += length;
    }
  expect (reader, n > 0, "at least one string");
}

static const char *
read_string (Reader *reader)
{
  const GPtrArray *strings = reader->map->strings;
  const guint32 number =
      read_unsigned (reader, strings->len - 1, "the number of a string");

  return g_ptr_array_index (strings, number);
}

static MvuaMapPoint
read_point (Reader *reader)
{
  const gsize start = reader->at;
  reader->lon += read_signed (reader, "a longitude");
  reader->lat += read_signed (reader, "a latitude");
  if (reader->lon < -180 * UNITS || reader->lon > 180 * UNITS ||
      reader->lat < -90 * UNITS || reader->lat > 90 * UNITS)
    {
      reader->at = reader->expected == NULL ? start : reader->at;
      expect (reader, FALSE, "a point on the globe");
      reader->lon = reader->lat = 0;
    }
  return (MvuaMapPoint){ .lon = (float) ((double) reader->lon / UNITS),
                         .lat = (float) ((double) reader->lat / UNITS) };
}

static MvuaMapBox
read_box (Reader *reader)
{
  MvuaMapBox box = { 0 };

  read_point (reader);
  box.west = (double) reader->lon / UNITS;
  box.south = (double) reader->lat / UNITS;
  read_point (reader);
  box.east = (double) reader->lon / UNITS;
  box.north = (double) reader->lat / UNITS;
  expect (reader, box.west < box.east && box.south < box.north, "a box");
  return box;
}

static MvuaMapLine
read_line (Reader *reader, gboolean is_ring)
{
  MvuaMapLine line = { .flags = is_ring ? MVUA_MAP_LINE_CLOSED : 0 };
  line.rank = (guint8) read_unsigned (reader, G_MAXUINT8, "a rank");
  const guint32 flags =
      read_unsigned (reader, FILE_DISPUTED | FILE_INTERMITTENT, "flags");
  if ((flags & FILE_DISPUTED) != 0)
    line.flags |= MVUA_MAP_LINE_DISPUTED;
  if ((flags & FILE_INTERMITTENT) != 0)
    line.flags |= MVUA_MAP_LINE_INTERMITTENT;
  line.name = read_string (reader);
  line.left = read_string (reader);
  line.right = read_string (reader);

  const gsize n = read_count (reader, LEAST_POINT, "a count of points");
  if (!expect (reader, n >= (is_ring ? 3 : 2), "enough points for a line"))
    return line;

  MvuaMapPoint *points = reader->map->points + reader->n_points;
  for (gsize i = 0; i < n; i++)
    points[i] = read_point (reader);
  line.points = points;
  line.n_points = (guint32) n;
  mvua_map_box_around (points, n, &line.box);
  reader->n_points += n;
  return line;
}

static void
read_sections (Reader *reader)
{
  const guint32 n = read_unsigned (reader, MVUA_BASEMAP_N_LEVELS * MVUA_BASEMAP_N_LAYERS,
                                   "a count of layers");

  for (guint32 i = 0; i < n && reader->expected == NULL; i++)
    {
      const guint32 level = read_unsigned (reader, MVUA_BASEMAP_N_LEVELS - 1, "a level");
      const guint32 layer = read_unsigned (reader, MVUA_BASEMAP_N_LAYERS - 1, "a layer");
      const gboolean is_ring = layer == MVUA_BASEMAP_LAND || layer == MVUA_BASEMAP_LAKE;
      Section *section = &reader->map->sections[level][layer];

      if (!expect (reader, !section->is_there, "a layer only once"))
        return;
      section->is_there = TRUE;
      section->n_lines = read_count (reader, LEAST_LINE, "a count of lines");
      section->lines = g_new0 (MvuaMapLine, section->n_lines);
      for (gsize j = 0; j < section->n_lines && reader->expected == NULL; j++)
        section->lines[j] = read_line (reader, is_ring);
    }
}

static void
read_places (Reader *reader)
{
  MvuaBasemap *map = reader->map;

  map->n_places = read_count (reader, LEAST_PLACE, "a count of places");
  map->places = g_new0 (MvuaMapPlace, map->n_places);
  for (gsize i = 0; i < map->n_places && reader->expected == NULL; i++)
    {
      MvuaMapPlace *place = &map->places[i];

      place->name = read_string (reader);
      place->other = read_string (reader);
      place->country = read_string (reader);
      place->rank = (guint8) read_unsigned (reader, G_MAXUINT8, "a rank");
      place->is_capital = read_unsigned (reader, FILE_CAPITAL, "flags") == FILE_CAPITAL;
      place->population = read_unsigned (reader, G_MAXUINT32, "a population");
      place->at = read_point (reader);
    }
}

static void
read_countries (Reader *reader)
{
  MvuaBasemap *map = reader->map;

  map->n_countries = read_count (reader, LEAST_COUNTRY, "a count of countries");
  map->countries = g_new0 (MvuaMapCountry, map->n_countries);
  for (gsize i = 0; i < map->n_countries && reader->expected == NULL; i++)
    {
      map->countries[i].code = read_string (reader);
      map->countries[i].name = read_string (reader);
      map->countries[i].box = read_box (reader);
    }
}

static void
read_body (Reader *reader)
{
  MvuaBasemap *map = reader->map;

  /* Each point takes two bytes or more, so that there is room for all that can come,
   * and lines may point into it from the start. */
  map->points = g_new (MvuaMapPoint, reader->n_bytes / LEAST_POINT);
  read_strings (reader);
  if (reader->expected != NULL)
    return;
  map->region = read_box (reader);
  read_sections (reader);
  read_places (reader);
  read_countries (reader);
  expect (reader, reader->at == reader->n_bytes, "nothing more");
}

static gboolean
fail (GError **error, gsize offset, const char *expected)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "The basemap, byte %" G_GSIZE_FORMAT ": expected %s", offset, expected);
  return FALSE;
}

static guint32
read_fixed (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_LE (value);
}

static gboolean
check_header (const guint8 *bytes, gsize n_bytes, GError **error)
{
  if (n_bytes < HEADER_SIZE || memcmp (bytes, MAGIC, strlen (MAGIC)) != 0)
    return fail (error, 0, "a file that begins with “MVUAMAP”");
  if (read_fixed (bytes + 8) != VERSION)
    return fail (error, 8, "version 1 of the format");
  if (n_bytes > MOST_BYTES)
    return fail (error, MOST_BYTES, "no more than 64 MiB");
  if (read_fixed (bytes + 12) != n_bytes - HEADER_SIZE)
    return fail (error, 12, "the length of the rest of the file: it is cut off");

  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[DIGEST_SIZE];
  gsize length = sizeof digest;
  g_checksum_update (checksum, bytes + HEADER_SIZE, (gssize) (n_bytes - HEADER_SIZE));
  g_checksum_get_digest (checksum, digest, &length);
  if (memcmp (digest, bytes + DIGEST_AT, DIGEST_SIZE) != 0)
    return fail (error, DIGEST_AT, "the checksum of the rest of the file: it is damaged");
  return TRUE;
}

static void
mvua_basemap_clear (MvuaBasemap *self)
{
  for (int level = 0; level < MVUA_BASEMAP_N_LEVELS; level++)
    for (int layer = 0; layer < MVUA_BASEMAP_N_LAYERS; layer++)
      g_free (self->sections[level][layer].lines);
  g_free (self->places);
  g_free (self->countries);
  g_free (self->points);
  g_ptr_array_unref (self->strings);
}

MvuaBasemap *
mvua_basemap_new (GBytes *bytes, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  if (!check_header (data, n_bytes, error))
    return NULL;

  g_autoptr (MvuaBasemap) self = g_atomic_rc_box_new0 (MvuaBasemap);
  self->strings = g_ptr_array_new_with_free_func (g_free);
  Reader reader = { .bytes = data, .at = HEADER_SIZE, .n_bytes = n_bytes, .map = self };
  read_body (&reader);
  if (reader.expected != NULL)
    {
      fail (error, reader.at, reader.expected);
      return NULL;
    }
  return g_steal_pointer (&self);
}

MvuaBasemap *
mvua_basemap_ref (MvuaBasemap *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
mvua_basemap_unref (MvuaBasemap *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) mvua_basemap_clear);
}

MvuaMapBox
mvua_basemap_get_region (const MvuaBasemap *self)
{
  return self->region;
}

const MvuaMapLine *
mvua_basemap_get_lines (const MvuaBasemap *self,
                        MvuaBasemapLevel level,
                        MvuaBasemapLayer layer,
                        gsize *n_lines)
{
  g_return_val_if_fail (level < MVUA_BASEMAP_N_LEVELS, NULL);
  g_return_val_if_fail (layer < MVUA_BASEMAP_N_LAYERS, NULL);

  *n_lines = self->sections[level][layer].n_lines;
  return self->sections[level][layer].lines;
}

const MvuaMapPlace *
mvua_basemap_get_places (const MvuaBasemap *self, gsize *n_places)
{
  *n_places = self->n_places;
  return self->places;
}

const MvuaMapCountry *
mvua_basemap_get_countries (const MvuaBasemap *self, gsize *n_countries)
{
  *n_countries = self->n_countries;
  return self->countries;
}
