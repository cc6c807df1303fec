/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Zarr v3 as anybody writes it: what stands in the zarr.json of an array. */

#include "mvua-error.h"
#include "mvua-zarr-json.h"
#include "mvua-zarr-meta.h"

#include <string.h>

/* {"name": …, "configuration": {…}}, or the name alone */
static const char *
name_of (json_object *json)
{
  return mvua_zarr_json_get_text (json_object_is_type (json, json_type_string)
                                      ? json
                                      : mvua_zarr_json_dig (json, "name", NULL));
}

static gboolean
parse_type (MvuaZarrMeta *self, json_object *json, char **complaint)
{
  static const struct
  {
    const char *name;
    MvuaZarrNumber type;
  } types[] = {
    { "float32", { MVUA_ZARR_NUMBER_FLOAT, 4 } },
    { "float64", { MVUA_ZARR_NUMBER_FLOAT, 8 } },
    { "int8", { MVUA_ZARR_NUMBER_SIGNED, 1 } },
    { "int16", { MVUA_ZARR_NUMBER_SIGNED, 2 } },
    { "int32", { MVUA_ZARR_NUMBER_SIGNED, 4 } },
    { "int64", { MVUA_ZARR_NUMBER_SIGNED, 8 } },
    { "uint8", { MVUA_ZARR_NUMBER_UNSIGNED, 1 } },
    { "uint16", { MVUA_ZARR_NUMBER_UNSIGNED, 2 } },
    { "uint32", { MVUA_ZARR_NUMBER_UNSIGNED, 4 } },
    { "uint64", { MVUA_ZARR_NUMBER_UNSIGNED, 8 } },
    { "bool", { MVUA_ZARR_NUMBER_BOOL, 1 } },
  };
  const char *name = name_of (json);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (name, types[i].name) == 0)
      {
        self->type = types[i].type;
        return TRUE;
      }
  g_autofree char *shown = mvua_error_dup_quoted (name, 64);
  return mvua_zarr_meta_complain (complaint, "is of the type “%s”, which is not read",
                                  shown);
}

/* A transposition that leaves everything where it is. */
static gboolean
check_transpose (const MvuaZarrMeta *self, json_object *configuration, char **complaint)
{
  json_object *order = mvua_zarr_json_dig (configuration, "order", NULL);
  gboolean is_same = json_object_is_type (order, json_type_array) &&
                     json_object_array_length (order) == self->n_dims;

  if (g_strcmp0 (mvua_zarr_json_get_text (order), "C") == 0)
    return TRUE;
  for (guint d = 0; is_same && d < self->n_dims; d++)
    is_same = json_object_get_int64 (json_object_array_get_idx (order, d)) == d;
  return is_same || mvua_zarr_meta_complain (
                        complaint, "has its values transposed; only C order is read");
}

static gboolean
parse_endian (json_object *configuration, gsize size, gboolean *is_big, char **complaint)
{
  const char *endian =
      mvua_zarr_json_get_text (mvua_zarr_json_dig (configuration, "endian", NULL));

  *is_big = g_strcmp0 (endian, "big") == 0;
  return *is_big || g_strcmp0 (endian, "little") == 0 || (endian == NULL && size == 1) ||
         mvua_zarr_meta_complain (complaint, "does not tell the order of its bytes");
}

/* The codecs of a chunk: [transpose,] bytes, then those of bytes. */
static gboolean
parse_chain (MvuaZarrMeta *self, json_object *codecs, char **complaint)
{
  gboolean has_bytes = FALSE;

  for (gsize i = 0; i < json_object_array_length (codecs); i++)
    {
      json_object *codec = json_object_array_get_idx (codecs, i);
      json_object *configuration = mvua_zarr_json_dig (codec, "configuration", NULL);
      const char *name = name_of (codec);

      if (g_strcmp0 (name, "transpose") == 0 && !has_bytes)
        {
          if (!check_transpose (self, configuration, complaint))
            return FALSE;
        }
      else if (g_strcmp0 (name, "bytes") == 0 && !has_bytes)
        {
          has_bytes = TRUE;
          if (!parse_endian (configuration, self->type.size, &self->codecs.is_big_endian,
                             complaint))
            return FALSE;
        }
      else if (!mvua_zarr_meta_add_codec (&self->codecs,
                                          name != NULL &&
                                                  g_str_has_prefix (name, "numcodecs.")
                                              ? name + strlen ("numcodecs.")
                                              : name,
                                          complaint))
        return FALSE;
      else if (!has_bytes)
        return mvua_zarr_meta_complain (complaint,
                                        "has codecs that do not begin with “bytes”");
    }
  return has_bytes ||
         mvua_zarr_meta_complain (complaint, "has no codec that makes bytes of values");
}

/* Of a shard's index: little-endian, with or without a checksum. */
static gboolean
parse_index_codecs (MvuaZarrMeta *self, json_object *codecs, char **complaint)
{
  const gsize n = json_object_is_type (codecs, json_type_array)
                      ? json_object_array_length (codecs)
                      : 0;
  gboolean is_big = FALSE;

  if (n < 1 || n > 2 ||
      g_strcmp0 (name_of (json_object_array_get_idx (codecs, 0)), "bytes") != 0 ||
      !parse_endian (mvua_zarr_json_dig (json_object_array_get_idx (codecs, 0),
                                         "configuration", NULL),
                     8, &is_big, complaint) ||
      is_big)
    {
      g_free (*complaint);
      return mvua_zarr_meta_complain (complaint,
                                      "has an index of its shards that is not plain");
    }
  self->index_has_crc = n == 2;
  return n == 1 ||
         g_strcmp0 (name_of (json_object_array_get_idx (codecs, 1)), "crc32c") == 0 ||
         mvua_zarr_meta_complain (complaint,
                                  "has an index of its shards that is compressed");
}

static gboolean
parse_shard (MvuaZarrMeta *self, json_object *configuration, char **complaint)
{
  json_object *codecs = mvua_zarr_json_dig (configuration, "codecs", NULL);
  const char *location = mvua_zarr_json_get_text (
      mvua_zarr_json_dig (configuration, "index_location", NULL));

  self->is_sharded = TRUE;
  self->index_is_first = g_strcmp0 (location, "start") == 0;
  if (!mvua_zarr_meta_parse_shape (
          mvua_zarr_json_dig (configuration, "chunk_shape", NULL), self->n_dims,
          self->chunk, 1) ||
      !json_object_is_type (codecs, json_type_array))
    return mvua_zarr_meta_complain (complaint, "has shards of no shape, or no codecs");
  return parse_index_codecs (
             self, mvua_zarr_json_dig (configuration, "index_codecs", NULL), complaint) &&
         parse_chain (self, codecs, complaint);
}

static gboolean
parse_codecs (MvuaZarrMeta *self, json_object *json, char **complaint)
{
  json_object *codecs = mvua_zarr_json_dig (json, "codecs", NULL);

  if (!json_object_is_type (codecs, json_type_array) ||
      json_object_array_length (codecs) == 0)
    return mvua_zarr_meta_complain (complaint, "has no codecs");
  json_object *first = json_object_array_get_idx (codecs, 0);
  if (g_strcmp0 (name_of (first), "sharding_indexed") != 0)
    return parse_chain (self, codecs, complaint);
  if (json_object_array_length (codecs) > 1)
    return mvua_zarr_meta_complain (complaint,
                                    "has shards that are compressed as a whole");
  return parse_shard (self, mvua_zarr_json_dig (first, "configuration", NULL), complaint);
}

static gboolean
parse_names (MvuaZarrMeta *self, json_object *json, char **complaint)
{
  json_object *encoding = mvua_zarr_json_dig (json, "chunk_key_encoding", NULL);
  json_object *separator =
      mvua_zarr_json_dig (encoding, "configuration", "separator", NULL);
  const char *name = name_of (encoding);

  self->has_prefix = g_strcmp0 (name, "default") == 0;
  const char *text = separator != NULL  ? mvua_zarr_json_get_text (separator)
                     : self->has_prefix ? "/"
                                        : ".";
  if ((!self->has_prefix && g_strcmp0 (name, "v2") != 0) ||
      (g_strcmp0 (text, "/") != 0 && g_strcmp0 (text, ".") != 0))
    return mvua_zarr_meta_complain (complaint, "has chunks with unknown names");
  self->separator = text[0];
  return TRUE;
}

static gboolean
parse_grid (MvuaZarrMeta *self, json_object *json, char **complaint)
{
  json_object *grid = mvua_zarr_json_dig (json, "chunk_grid", NULL);

  if (g_strcmp0 (name_of (grid), "regular") != 0)
    return mvua_zarr_meta_complain (complaint, "has chunks of many shapes");
  if (!mvua_zarr_meta_parse_shape (mvua_zarr_json_dig (json, "shape", NULL), self->n_dims,
                                   self->shape, 0) ||
      !mvua_zarr_meta_parse_shape (
          mvua_zarr_json_dig (grid, "configuration", "chunk_shape", NULL), self->n_dims,
          self->shard, 1))
    return mvua_zarr_meta_complain (complaint, "has no shape, or chunks of no shape");
  memcpy (self->chunk, self->shard, sizeof self->chunk);
  return TRUE;
}

static gboolean
has_transformers (json_object *json)
{
  json_object *list = mvua_zarr_json_dig (json, "storage_transformers", NULL);

  return list != NULL && !(json_object_is_type (list, json_type_array) &&
                           json_object_array_length (list) == 0);
}

gboolean
mvua_zarr_meta_parse_v3 (MvuaZarrMeta *self, json_object *json, char **complaint)
{
  json_object *shape = mvua_zarr_json_dig (json, "shape", NULL);
  const gsize n_dims =
      json_object_is_type (shape, json_type_array) ? json_object_array_length (shape) : 0;

  *complaint = NULL;
  *self = (MvuaZarrMeta){ .format = MVUA_ZARR_V3, .n_dims = (guint) MIN (n_dims, 99) };
  if (json_object_get_int (mvua_zarr_json_dig (json, "zarr_format", NULL)) != 3 ||
      g_strcmp0 (mvua_zarr_json_get_text (mvua_zarr_json_dig (json, "node_type", NULL)),
                 "array") != 0)
    return mvua_zarr_meta_complain (complaint, "is not an array of Zarr 3");
  if (n_dims > MVUA_ZARR_MAX_DIMS)
    return mvua_zarr_meta_complain (complaint, "has more than %d dimensions",
                                    MVUA_ZARR_MAX_DIMS);
  if (has_transformers (json))
    return mvua_zarr_meta_complain (complaint,
                                    "has storage transformers, which are not read");
  mvua_zarr_meta_parse_dims (self, mvua_zarr_json_dig (json, "dimension_names", NULL));
  return parse_grid (self, json, complaint) &&
         parse_type (self, mvua_zarr_json_dig (json, "data_type", NULL), complaint) &&
         parse_codecs (self, json, complaint) && parse_names (self, json, complaint) &&
         mvua_zarr_meta_parse_fill (self, mvua_zarr_json_dig (json, "fill_value", NULL),
                                    complaint) &&
         mvua_zarr_meta_measure (self, complaint);
}
