/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-placement.h"

#include "mvua-store-file.h"
#include "mvua-zarr-type.h"

#include <math.h>
#include <string.h>

void
mvua_zarr_file_free (MvuaZarrFile *self)
{
  json_object_put (self->json);
  g_free (self->path);
  g_free (self);
}

gboolean
mvua_zarr_placement_is_path (const char *path)
{
  if (!mvua_store_file_is_path (path))
    return FALSE;

  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  for (gsize i = 0; segments[i] != NULL; i++)
    if (segments[i][0] == '.' || g_str_has_prefix (segments[i], "__") ||
        g_str_equal (segments[i], "zarr.json"))
      return FALSE;
  return TRUE;
}

static guint
count_slashes (const char *path)
{
  guint n = 0;

  for (const char *p = path; *p != '\0'; p++)
    n += *p == '/';
  return n;
}

int
mvua_zarr_placement_compare_depth (gconstpointer a, gconstpointer b)
{
  const MvuaZarrNode *left = a, *right = b;
  const guint n_left = count_slashes (left->path), n_right = count_slashes (right->path);

  return (n_left > n_right) - (n_left < n_right);
}

json_object *
mvua_zarr_placement_new_shape (guint n_dims, const gsize *shape, const gsize *multiple)
{
  json_object *array = json_object_new_array_ext ((int) n_dims);

  for (guint d = 0; d < n_dims; d++)
    {
      gsize length = shape[d];
      if (multiple != NULL)
        length = MAX (1, (length + multiple[d] - 1) / multiple[d]) * multiple[d];
      json_object_array_add (array, json_object_new_uint64 (length));
    }
  return array;
}

json_object *
mvua_zarr_placement_new_dims (const MvuaZarrArraySpec *spec)
{
  json_object *array = json_object_new_array_ext ((int) spec->n_dims);

  for (guint d = 0; d < spec->n_dims; d++)
    json_object_array_add (array, json_object_new_string (spec->dims[d]));
  return array;
}

json_object *
mvua_zarr_placement_new_fill (const MvuaZarrArraySpec *spec, json_object *otherwise)
{
  if (!mvua_zarr_type_get_info (spec->type)->is_float)
    return otherwise;

  json_object_put (otherwise);
  return json_object_new_string ("NaN");
}

static json_object *
copy_double (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    return json_object_new_string ("NaN");
  if (isinf (value))
    return json_object_new_string (value > 0 ? "Infinity" : "-Infinity");

  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  /* A reader that tells 5 from 5.0 shall see a float. */
  if (strpbrk (text, ".e") == NULL)
    g_strlcat (text, ".0", sizeof text);
  return json_object_new_double_s (value, text);
}

static json_object *
copy_json (json_object *json)
{
  json_object *copy;

  switch (json_object_get_type (json))
    {
    case json_type_object:
      copy = json_object_new_object ();
      json_object_object_foreach (json, key, value)
      {
        json_object_object_add (copy, key, copy_json (value));
      }
      return copy;
    case json_type_array:
      copy = json_object_new_array ();
      for (gsize i = 0; i < json_object_array_length (json); i++)
        json_object_array_add (copy, copy_json (json_object_array_get_idx (json, i)));
      return copy;
    case json_type_double:
      return copy_double (json_object_get_double (json));
    case json_type_null:
    case json_type_boolean:
    case json_type_int:
    case json_type_string:
    default:
      return json_object_get (json);
    }
}

json_object *
mvua_zarr_placement_copy_attributes (json_object *attributes)
{
  return attributes != NULL ? copy_json (attributes) : json_object_new_object ();
}

void
mvua_zarr_placement_add_file (GPtrArray *files,
                              const char *path,
                              const char *name,
                              json_object *json)
{
  MvuaZarrFile *file = g_new (MvuaZarrFile, 1);

  file->path = path[0] != '\0' ? g_strconcat (path, "/", name, NULL) : g_strdup (name);
  file->json = json;
  g_ptr_array_add (files, file);
}
