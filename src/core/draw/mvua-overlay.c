/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-overlay.h"

#include "mvua-error.h"

#include <json-c/json.h>
#include <string.h>

/* The deepest that GeoJSON goes by itself is 8; collections in collections add two. */
#define MOST_DEPTH 32
/* Edges in a piece of a line, so that what is out of sight is skipped. */
#define MOST_EDGES 64

struct _MvuaOverlay
{
  GArray *points; /* of all lines */
  GArray *lines;
  GArray *places;
  GStringChunk *names;
};

/* @feature: counted from 1; 0 outside of features */
typedef struct
{
  MvuaOverlay *overlay;
  GArray *firsts; /* of each line, in the points: those move while they grow */
  const char *path;
  guint feature;
  const char *name;
  GError **error;
} Reader;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_object, json_object_put)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_tokener, json_tokener_free)

typedef gboolean (*ReadFunc) (Reader *reader, json_object *json);

static gboolean read_geometry (Reader *reader, json_object *geometry);

static gboolean G_GNUC_PRINTF (2, 3) fail (Reader *reader, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  if (reader->feature > 0)
    g_set_error (reader->error, MVUA_ERROR, MVUA_ERROR_SOURCE, "“%s”, feature %u: %s",
                 reader->path, reader->feature, text);
  else
    g_set_error (reader->error, MVUA_ERROR, MVUA_ERROR_SOURCE, "“%s”: %s", reader->path,
                 text);
  return FALSE;
}

/* Returns: (nullable): the member if @json is an object that has it */
static json_object *
get_member (json_object *json, const char *key)
{
  json_object *member = NULL;

  if (json_object_is_type (json, json_type_object))
    json_object_object_get_ex (json, key, &member);
  return member;
}

/* Returns: the text of a member, "" if there is no such text */
static const char *
get_text (json_object *json, const char *key)
{
  json_object *member = get_member (json, key);

  return json_object_is_type (member, json_type_string) ? json_object_get_string (member)
                                                        : "";
}

static gboolean
read_position (Reader *reader, json_object *json, MvuaMapPoint *point)
{
  double values[2];

  if (!json_object_is_type (json, json_type_array) || json_object_array_length (json) < 2)
    return fail (reader, "expected a position: [longitude, latitude]");
  for (gsize i = 0; i < 2; i++)
    {
      json_object *number = json_object_array_get_idx (json, i);

      if (!json_object_is_type (number, json_type_double) &&
          !json_object_is_type (number, json_type_int))
        return fail (reader, "expected numbers in a position");
      values[i] = json_object_get_double (number);
    }
  /* Written so that NaN fails. */
  if (!(values[0] >= -180 && values[0] <= 180 && values[1] >= -90 && values[1] <= 90))
    {
      char lon[G_ASCII_DTOSTR_BUF_SIZE], lat[G_ASCII_DTOSTR_BUF_SIZE];
      return fail (reader,
                   "expected longitudes of -180 to 180 and latitudes of -90 to 90, found "
                   "[%s, %s]: the file may have another coordinate system; save it in "
                   "WGS 84 (EPSG:4326)",
                   g_ascii_formatd (lon, sizeof lon, "%.10g", values[0]),
                   g_ascii_formatd (lat, sizeof lat, "%.10g", values[1]));
    }
  *point = (MvuaMapPoint){ .lon = (float) values[0], .lat = (float) values[1] };
  return TRUE;
}

/* Appends the positions to the points, without those that repeat the one before. */
static gboolean
read_positions (Reader *reader, json_object *json)
{
  GArray *points = reader->overlay->points;
  const guint first = points->len;

  if (!json_object_is_type (json, json_type_array))
    return fail (reader, "expected an array of positions");
  const gsize n = json_object_array_length (json);
  for (gsize i = 0; i < n; i++)
    {
      MvuaMapPoint point;
      if (!read_position (reader, json_object_array_get_idx (json, i), &point))
        return FALSE;

      if (points->len > first)
        {
          const MvuaMapPoint *last =
              &g_array_index (points, MvuaMapPoint, points->len - 1);
          if (last->lon == point.lon && last->lat == point.lat)
            continue;
        }
      g_array_append_val (points, point);
    }
  return TRUE;
}

static void
add_line (Reader *reader, guint first, guint n_points, MvuaMapLineFlags flags)
{
  const MvuaMapLine line = { .n_points = n_points,
                             .flags = (guint8) flags,
                             .name = reader->name,
                             .left = "",
                             .right = "" };

  g_array_append_val (reader->overlay->lines, line);
  g_array_append_val (reader->firsts, first);
}

static gboolean
read_point (Reader *reader, json_object *json)
{
  MvuaMapPlace place = { .name = reader->name, .other = "", .country = "" };

  if (!read_position (reader, json, &place.at))
    return FALSE;
  g_array_append_val (reader->overlay->places, place);
  return TRUE;
}

static gboolean
read_line (Reader *reader, json_object *json)
{
  GArray *points = reader->overlay->points;
  guint first = points->len;

  if (!read_positions (reader, json))
    return FALSE;
  if (points->len - first < 2)
    {
      if (json_object_array_length (json) == 0)
        return TRUE;
      return fail (reader, "expected a line of two different positions or more");
    }
  /* Pieces share the point at which they meet. */
  for (; first + 1 < points->len; first += MOST_EDGES)
    add_line (reader, first, MIN (points->len - first, MOST_EDGES + 1), 0);
  return TRUE;
}

static gboolean
read_ring (Reader *reader, json_object *json)
{
  GArray *points = reader->overlay->points;
  const guint first = points->len;

  if (!read_positions (reader, json))
    return FALSE;
  if (points->len - first > 1)
    {
      const MvuaMapPoint *ring = &g_array_index (points, MvuaMapPoint, first);
      const MvuaMapPoint *last = &g_array_index (points, MvuaMapPoint, points->len - 1);
      if (ring->lon == last->lon && ring->lat == last->lat)
        g_array_set_size (points, points->len - 1);
    }
  if (points->len - first < 3)
    return fail (reader, "expected a ring of three different positions or more");
  add_line (reader, first, points->len - first, MVUA_MAP_LINE_CLOSED);
  return TRUE;
}

static gboolean
read_each (Reader *reader, json_object *json, const char *what, ReadFunc read)
{
  if (!json_object_is_type (json, json_type_array))
    return fail (reader, "expected an array of %s", what);
  const gsize n = json_object_array_length (json);
  for (gsize i = 0; i < n; i++)
    if (!read (reader, json_object_array_get_idx (json, i)))
      return FALSE;
  return TRUE;
}

static gboolean
read_points (Reader *reader, json_object *json)
{
  return read_each (reader, json, "positions", read_point);
}

static gboolean
read_lines (Reader *reader, json_object *json)
{
  return read_each (reader, json, "lines", read_line);
}

static gboolean
read_polygon (Reader *reader, json_object *json)
{
  return read_each (reader, json, "rings", read_ring);
}

static gboolean
read_polygons (Reader *reader, json_object *json)
{
  return read_each (reader, json, "polygons", read_polygon);
}

static gboolean
read_geometries (Reader *reader, json_object *json)
{
  return read_each (reader, json, "geometries", read_geometry);
}

static const struct
{
  const char *type;
  const char *key;
  ReadFunc read;
} geometry_types[] = {
  { "Point", "coordinates", read_point },
  { "MultiPoint", "coordinates", read_points },
  { "LineString", "coordinates", read_line },
  { "MultiLineString", "coordinates", read_lines },
  { "Polygon", "coordinates", read_polygon },
  { "MultiPolygon", "coordinates", read_polygons },
  { "GeometryCollection", "geometries", read_geometries },
};

/* Depth is bounded by that of the parser. */
static gboolean
read_geometry (Reader *reader, json_object *geometry)
{
  const char *type = get_text (geometry, "type");

  for (gsize i = 0; i < G_N_ELEMENTS (geometry_types); i++)
    if (g_str_equal (type, geometry_types[i].type))
      return geometry_types[i].read (reader,
                                     get_member (geometry, geometry_types[i].key));
  g_autofree char *shown = mvua_error_dup_quoted (type, 40);
  return fail (reader,
               "expected a FeatureCollection, a Feature or a geometry such as "
               "“MultiPolygon”, found the type “%s”",
               shown);
}

/* A label in one line: names of shapefiles come with line breaks and padding. */
static const char *
store_name (Reader *reader, json_object *properties)
{
  json_object *value = NULL;

  if (json_object_is_type (properties, json_type_object))
    {
      json_object_object_foreach (properties, key, member)
      {
        if (g_ascii_strcasecmp (key, "name") == 0 &&
            json_object_is_type (member, json_type_string) && value == NULL)
          value = member;
      }
    }
  if (value == NULL)
    return "";

  g_autofree char *name = g_strdup (json_object_get_string (value));
  for (char *c = name; *c != '\0'; c++)
    if ((guchar) *c < ' ' || *c == 0x7f)
      *c = ' ';
  return g_string_chunk_insert_const (reader->overlay->names, g_strstrip (name));
}

static gboolean
read_feature (Reader *reader, json_object *feature)
{
  json_object *geometry = NULL;

  reader->feature++;
  if (!g_str_equal (get_text (feature, "type"), "Feature"))
    return fail (reader, "expected an object of the type “Feature”");
  if (!json_object_object_get_ex (feature, "geometry", &geometry))
    return fail (reader, "expected a “geometry”");
  reader->name = store_name (reader, get_member (feature, "properties"));
  return geometry == NULL || read_geometry (reader, geometry);
}

/* The older GeoJSON of 2008 could name a coordinate system. */
static gboolean
check_crs (Reader *reader, json_object *root)
{
  json_object *crs = get_member (root, "crs");

  if (crs == NULL)
    return TRUE;
  const char *name = get_text (get_member (crs, "properties"), "name");
  if (g_str_has_suffix (name, "CRS84") || g_str_has_suffix (name, ":4326"))
    return TRUE;
  g_autofree char *shown = mvua_error_dup_quoted (name, 60);
  return fail (reader,
               "expected degrees in WGS 84, found the coordinate system “%s”; save it "
               "in WGS 84 (EPSG:4326)",
               shown);
}

static gboolean
read_root (Reader *reader, json_object *root)
{
  const char *type = get_text (root, "type");

  if (!check_crs (reader, root))
    return FALSE;
  if (g_str_equal (type, "FeatureCollection"))
    {
      if (!read_each (reader, get_member (root, "features"), "features", read_feature))
        return FALSE;
    }
  else if (!(g_str_equal (type, "Feature") ? read_feature : read_geometry) (reader, root))
    return FALSE;

  reader->feature = 0;
  if (reader->overlay->lines->len == 0 && reader->overlay->places->len == 0)
    return fail (reader, "expected at least one point, line or polygon");
  return TRUE;
}

static json_object *
parse (Reader *reader, GBytes *bytes)
{
  gsize n;
  const char *text = g_bytes_get_data (bytes, &n);

  if (n > MVUA_OVERLAY_MOST_BYTES)
    {
      fail (reader,
            "expected no more than %d MiB, found %" G_GSIZE_FORMAT ": simplify it",
            MVUA_OVERLAY_MOST_BYTES >> 20, n >> 20);
      return NULL;
    }
  /* Some editors begin with a byte order mark. */
  const gsize skip = n >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  g_autoptr (json_tokener) tokener = json_tokener_new_ex (MOST_DEPTH);
  json_tokener_set_flags (tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
  g_autoptr (json_object) root = NULL;
  if (n > skip)
    root = json_tokener_parse_ex (tokener, text + skip, (int) (n - skip));
  const enum json_tokener_error status = json_tokener_get_error (tokener);
  if (n == skip || status == json_tokener_continue)
    fail (reader, "expected a JSON text, and it ends too early");
  else if (status != json_tokener_success)
    fail (reader, "expected a JSON text, but byte %" G_GSIZE_FORMAT " is none: %s",
          skip + json_tokener_get_parse_end (tokener), json_tokener_error_desc (status));
  else if (!json_object_is_type (root, json_type_object))
    fail (reader, "expected a JSON object");
  else
    return g_steal_pointer (&root);
  return NULL;
}

static void
mvua_overlay_clear (MvuaOverlay *self)
{
  g_array_unref (self->points);
  g_array_unref (self->lines);
  g_array_unref (self->places);
  g_string_chunk_free (self->names);
}

MvuaOverlay *
mvua_overlay_new (GBytes *bytes, const char *path, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  g_autoptr (MvuaOverlay) self = g_atomic_rc_box_new0 (MvuaOverlay);
  self->points = g_array_new (FALSE, FALSE, sizeof (MvuaMapPoint));
  self->lines = g_array_new (FALSE, FALSE, sizeof (MvuaMapLine));
  self->places = g_array_new (FALSE, FALSE, sizeof (MvuaMapPlace));
  self->names = g_string_chunk_new (1024);
  g_autoptr (GArray) firsts = g_array_new (FALSE, FALSE, sizeof (guint));
  Reader reader = {
    .overlay = self, .firsts = firsts, .path = path, .name = "", .error = error
  };

  g_autoptr (json_object) root = parse (&reader, bytes);
  if (root == NULL || !read_root (&reader, root))
    return NULL;
  for (guint i = 0; i < self->lines->len; i++)
    {
      MvuaMapLine *line = &g_array_index (self->lines, MvuaMapLine, i);

      line->points =
          &g_array_index (self->points, MvuaMapPoint, g_array_index (firsts, guint, i));
      mvua_map_box_around (line->points, line->n_points, &line->box);
    }
  return g_steal_pointer (&self);
}

MvuaOverlay *
mvua_overlay_ref (MvuaOverlay *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
mvua_overlay_unref (MvuaOverlay *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) mvua_overlay_clear);
}

const MvuaMapLine *
mvua_overlay_get_lines (const MvuaOverlay *self, gsize *n_lines)
{
  *n_lines = self->lines->len;
  return (const MvuaMapLine *) (const void *) self->lines->data;
}

const MvuaMapPlace *
mvua_overlay_get_places (const MvuaOverlay *self, gsize *n_places)
{
  *n_places = self->places->len;
  return (const MvuaMapPlace *) (const void *) self->places->data;
}
