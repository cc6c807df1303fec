/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Zarr v2 as anybody writes it: what stands in .zarray. */

#include "mvua-error.h"
#include "mvua-zarr-json.h"
#include "mvua-zarr-meta.h"

#include <string.h>

gboolean
mvua_zarr_number_parse (MvuaZarrNumber *self, const char *name, gboolean *is_big_endian)
{
  static const struct
  {
    char name[3];
    MvuaZarrNumber type;
  } types[] = {
    { "f4", { MVUA_ZARR_NUMBER_FLOAT, 4 } },
    { "f8", { MVUA_ZARR_NUMBER_FLOAT, 8 } },
    { "i1", { MVUA_ZARR_NUMBER_SIGNED, 1 } },
    { "i2", { MVUA_ZARR_NUMBER_SIGNED, 2 } },
    { "i4", { MVUA_ZARR_NUMBER_SIGNED, 4 } },
    { "i8", { MVUA_ZARR_NUMBER_SIGNED, 8 } },
    { "u1", { MVUA_ZARR_NUMBER_UNSIGNED, 1 } },
    { "u2", { MVUA_ZARR_NUMBER_UNSIGNED, 2 } },
    { "u4", { MVUA_ZARR_NUMBER_UNSIGNED, 4 } },
    { "u8", { MVUA_ZARR_NUMBER_UNSIGNED, 8 } },
    { "b1", { MVUA_ZARR_NUMBER_BOOL, 1 } },
  };

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (types); i++)
    if (strchr ("<>|", name[0]) != NULL && name[0] != '\0' &&
        strcmp (name + 1, types[i].name) == 0 &&
        (types[i].type.size == 1 || name[0] != '|'))
      {
        *self = types[i].type;
        *is_big_endian = name[0] == '>';
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_type (MvuaZarrMeta *self, const char *name, char **complaint)
{
  if (mvua_zarr_number_parse (&self->type, name, &self->codecs.is_big_endian))
    return TRUE;
  g_autofree char *shown = mvua_error_dup_quoted (name, 64);
  return mvua_zarr_meta_complain (complaint, "is of the type “%s”, which is not read",
                                  shown);
}

static gboolean
parse_codecs (MvuaZarrMeta *self, json_object *json, char **complaint)
{
  json_object *compressor = mvua_zarr_json_dig (json, "compressor", NULL);
  json_object *filters = mvua_zarr_json_dig (json, "filters", NULL);

  if (filters != NULL && !(json_object_is_type (filters, json_type_array) &&
                           json_object_array_length (filters) == 0))
    {
      json_object *first = json_object_is_type (filters, json_type_array)
                               ? json_object_array_get_idx (filters, 0)
                               : NULL;
      const char *name = mvua_zarr_json_get_text (mvua_zarr_json_dig (first, "id", NULL));
      g_autofree char *shown = mvua_error_dup_quoted (name, 64);
      return mvua_zarr_meta_complain (complaint, "has the filter “%s”, which is not read",
                                      shown);
    }
  return compressor == NULL ||
         mvua_zarr_meta_add_codec (
             &self->codecs,
             mvua_zarr_json_get_text (mvua_zarr_json_dig (compressor, "id", NULL)),
             complaint);
}

static gboolean
parse_names (MvuaZarrMeta *self, json_object *json, char **complaint)
{
  json_object *separator = mvua_zarr_json_dig (json, "dimension_separator", NULL);
  const char *text = separator != NULL ? mvua_zarr_json_get_text (separator) : ".";

  if (g_strcmp0 (text, ".") != 0 && g_strcmp0 (text, "/") != 0)
    return mvua_zarr_meta_complain (complaint, "has names of chunks with neither “.” nor "
                                               "“/” in them");
  self->separator = text[0];
  return TRUE;
}

gboolean
mvua_zarr_meta_parse_v2 (MvuaZarrMeta *self,
                         json_object *json,
                         json_object *attributes,
                         char **complaint)
{
  json_object *shape = mvua_zarr_json_dig (json, "shape", NULL);
  const gsize n_dims =
      json_object_is_type (shape, json_type_array) ? json_object_array_length (shape) : 0;
  const char *order = mvua_zarr_json_get_text (mvua_zarr_json_dig (json, "order", NULL));

  *complaint = NULL;
  *self = (MvuaZarrMeta){ .format = MVUA_ZARR_V2, .n_dims = (guint) MIN (n_dims, 99) };
  if (json_object_get_int (mvua_zarr_json_dig (json, "zarr_format", NULL)) != 2)
    return mvua_zarr_meta_complain (complaint, "is not an array of Zarr 2");
  if (n_dims > MVUA_ZARR_MAX_DIMS)
    return mvua_zarr_meta_complain (complaint, "has more than %d dimensions",
                                    MVUA_ZARR_MAX_DIMS);
  if (!mvua_zarr_meta_parse_shape (shape, self->n_dims, self->shape, 0) ||
      !mvua_zarr_meta_parse_shape (mvua_zarr_json_dig (json, "chunks", NULL),
                                   self->n_dims, self->chunk, 1))
    return mvua_zarr_meta_complain (complaint, "has no shape, or chunks of no shape");
  memcpy (self->shard, self->chunk, sizeof self->shard);
  if (self->n_dims > 1 && g_strcmp0 (order, "C") != 0)
    {
      g_autofree char *shown = mvua_error_dup_quoted (order, 8);
      return mvua_zarr_meta_complain (
          complaint, "has its values in the order “%s”; only C is read", shown);
    }
  mvua_zarr_meta_parse_dims (self,
                             mvua_zarr_json_dig (attributes, "_ARRAY_DIMENSIONS", NULL));
  return parse_type (self,
                     mvua_zarr_json_get_text (mvua_zarr_json_dig (json, "dtype", NULL)),
                     complaint) &&
         parse_codecs (self, json, complaint) && parse_names (self, json, complaint) &&
         mvua_zarr_meta_parse_fill (self, mvua_zarr_json_dig (json, "fill_value", NULL),
                                    complaint) &&
         mvua_zarr_meta_measure (self, complaint);
}
