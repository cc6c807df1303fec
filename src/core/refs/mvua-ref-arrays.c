/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ref-arrays.h"

#include "mvua-ref-json.h"
#include "mvua-run.h"

#include <math.h>
#include <string.h>

#define ZARRAY ".zarray"

/* So much is said of what is wrong. */
#define MOST_NOTES 20

/* More values than any coordinate has. */
#define LONGEST_COORDINATE 1000000

void
mvua_ref_array_free (MvuaRefArray *self)
{
  g_free (self->path);
  for (guint d = 0; d < self->n_dims; d++)
    g_free (self->dims[d]);
  g_free (self->grib);
  json_object_put (self->attributes);
  g_free (self);
}

static gboolean
fail (const char *path, const char *what, GError **error)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE, "“%s/.zarray”: %s", path, what);
  return FALSE;
}

static json_object *
get (json_object *object, const char *name)
{
  json_object *value = NULL;

  if (json_object_get_type (object) == json_type_object)
    json_object_object_get_ex (object, name, &value);
  return value;
}

/* A list of at most as many lengths as there are dimensions. */
static gboolean
read_lengths (json_object *list, guint64 *lengths, guint *n, gint64 least)
{
  if (json_object_get_type (list) != json_type_array ||
      json_object_array_length (list) > MVUA_REF_MAX_DIMS)
    return FALSE;
  *n = (guint) json_object_array_length (list);
  for (guint d = 0; d < *n; d++)
    {
      json_object *value = json_object_array_get_idx (list, d);
      if (json_object_get_type (value) != json_type_int ||
          json_object_get_int64 (value) < least ||
          json_object_get_int64 (value) > G_MAXINT32)
        return FALSE;
      lengths[d] = (guint64) json_object_get_int64 (value);
    }
  return TRUE;
}

/* What is in another byte order is no number here. */
static void
read_type (MvuaRefArray *self, json_object *dtype)
{
  gboolean is_big_endian = FALSE;

  self->is_number = json_object_get_type (dtype) == json_type_string &&
                    mvua_zarr_number_parse (&self->number, json_object_get_string (dtype),
                                            &is_big_endian) &&
                    !is_big_endian;
}

/* Kerchunk's filter of a GRIB message, which stands alone. */
static void
read_filters (MvuaRefArray *self, json_object *zarray)
{
  json_object *filters = get (zarray, "filters");
  const gboolean has_filters = json_object_get_type (filters) == json_type_array &&
                               json_object_array_length (filters) > 0;
  json_object *first = has_filters ? json_object_array_get_idx (filters, 0) : NULL;
  json_object *id = get (first, "id");
  json_object *var = get (first, "var");
  const gboolean is_compressed = get (zarray, "compressor") != NULL;

  self->is_plain = !is_compressed && !has_filters;
  if (!is_compressed && has_filters && json_object_array_length (filters) == 1 &&
      json_object_get_type (id) == json_type_string &&
      strcmp (json_object_get_string (id), "grib") == 0)
    self->grib = g_strdup (json_object_get_type (var) == json_type_string
                               ? json_object_get_string (var)
                               : "");
}

static void
read_dims (MvuaRefArray *self)
{
  json_object *dims = get (self->attributes, "_ARRAY_DIMENSIONS");
  const gboolean is_told = json_object_get_type (dims) == json_type_array &&
                           json_object_array_length (dims) == self->n_dims;

  for (guint d = 0; d < self->n_dims; d++)
    {
      json_object *name = is_told ? json_object_array_get_idx (dims, d) : NULL;
      self->dims[d] = g_strdup (json_object_get_type (name) == json_type_string
                                    ? json_object_get_string (name)
                                    : "");
    }
}

static gboolean
read_zarray (MvuaRefArray *self, json_object *zarray, GError **error)
{
  json_object *separator = get (zarray, "dimension_separator");
  json_object *format = get (zarray, "zarr_format");
  guint n_chunk = 0;
  guint n_dims = 0;

  if (json_object_get_type (format) != json_type_int ||
      json_object_get_int64 (format) != 2)
    return fail (self->path, "it is not of Zarr format 2", error);
  if (!read_lengths (get (zarray, "shape"), self->shape, &n_dims, 0) ||
      !read_lengths (get (zarray, "chunks"), self->chunk, &n_chunk, 1) ||
      n_dims != n_chunk)
    return fail (self->path, "its shape and chunks are not lists of as many lengths",
                 error);
  self->separator = '.';
  if (json_object_get_type (separator) == json_type_string)
    {
      self->separator = json_object_get_string (separator)[0];
      if (self->separator != '.' && self->separator != '/')
        return fail (self->path, "its dimension_separator is neither “.” nor “/”", error);
    }
  self->n_dims = n_dims;
  read_type (self, get (zarray, "dtype"));
  read_filters (self, zarray);
  return TRUE;
}

MvuaRefArray *
mvua_ref_array_new (const char *path,
                    const char *zarray,
                    gsize n_zarray,
                    const char *zattrs,
                    gsize n_zattrs,
                    GError **error)
{
  g_autoptr (MvuaRefArray) self = g_new0 (MvuaRefArray, 1);
  g_autofree char *name = g_strdup_printf ("“%s/.zarray”", path);
  g_autofree char *attributes_name = g_strdup_printf ("“%s/.zattrs”", path);

  self->path = g_strdup (path);
  json_object *json = mvua_ref_json_parse (zarray, n_zarray, name, error);
  if (json == NULL)
    {
      if (error != NULL && *error == NULL)
        fail (path, "it is no object", error);
      return NULL;
    }
  const gboolean is_read = read_zarray (self, json, error);
  json_object_put (json);
  if (!is_read)
    return NULL;
  if (zattrs != NULL)
    {
      g_autoptr (GError) local_error = NULL;
      self->attributes =
          mvua_ref_json_parse (zattrs, n_zattrs, attributes_name, &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  read_dims (self);
  return g_steal_pointer (&self);
}

guint64
mvua_ref_array_n_along (const MvuaRefArray *self, guint dim)
{
  return MAX ((self->shape[dim] + self->chunk[dim] - 1) / self->chunk[dim], 1);
}

guint64
mvua_ref_array_n_chunks (const MvuaRefArray *self)
{
  guint64 n = 1;

  for (guint d = 0; d < self->n_dims; d++)
    if (!g_uint64_checked_mul (&n, n, mvua_ref_array_n_along (self, d)))
      return G_MAXUINT64;
  return n;
}

char *
mvua_ref_array_chunk_key (const MvuaRefArray *self, guint64 number)
{
  GString *key = g_string_new (self->path);
  guint64 index[MVUA_REF_MAX_DIMS] = { 0 };

  for (guint d = self->n_dims; d-- > 0;)
    {
      const guint64 n = mvua_ref_array_n_along (self, d);
      index[d] = number % n;
      number /= n;
    }
  if (key->len > 0)
    g_string_append_c (key, '/');
  if (self->n_dims == 0)
    g_string_append_c (key, '0');
  for (guint d = 0; d < self->n_dims; d++)
    {
      if (d > 0)
        g_string_append_c (key, self->separator);
      g_string_append_printf (key, "%" G_GUINT64_FORMAT, index[d]);
    }
  return g_string_free (key, FALSE);
}

/* Digits as they are written: no sign, no leading zero. */
static gboolean
take_index (const char **cursor, guint64 *index)
{
  const char *start = *cursor;

  *index = 0;
  while (g_ascii_isdigit (**cursor) && *cursor - start < 11)
    *index = *index * 10 + (guint64) (*(*cursor)++ - '0');
  return *cursor > start && !g_ascii_isdigit (**cursor) &&
         (start[0] != '0' || *cursor == start + 1);
}

gboolean
mvua_ref_array_parse_key (const MvuaRefArray *self,
                          const char *key,
                          guint64 index[MVUA_REF_MAX_DIMS])
{
  const gsize n_path = strlen (self->path);

  if (n_path > 0 && (strncmp (key, self->path, n_path) != 0 || key[n_path] != '/'))
    return FALSE;
  const char *cursor = key + n_path + (n_path > 0 ? 1 : 0);
  if (self->n_dims == 0)
    return strcmp (cursor, "0") == 0;
  for (guint d = 0; d < self->n_dims; d++)
    {
      if (d > 0 && *cursor++ != self->separator)
        return FALSE;
      if (!take_index (&cursor, &index[d]) ||
          index[d] >= mvua_ref_array_n_along (self, d))
        return FALSE;
    }
  return *cursor == '\0';
}

guint64
mvua_ref_array_chunk_number (const MvuaRefArray *self,
                             const guint64 index[MVUA_REF_MAX_DIMS])
{
  guint64 number = 0;

  for (guint d = 0; d < self->n_dims; d++)
    number = number * mvua_ref_array_n_along (self, d) + index[d];
  return number;
}

const char *
mvua_ref_array_get_text (const MvuaRefArray *self, const char *name)
{
  json_object *value = get (self->attributes, name);

  return json_object_get_type (value) == json_type_string ? json_object_get_string (value)
                                                          : NULL;
}

/* The array whose .zarray is that entry; %NULL and a note if it is none. */
static MvuaRefArray *
take_array (const MvuaRefSet *set, const MvuaRef *zarray, GPtrArray *notes)
{
  const gsize n_key = strlen (zarray->key);
  const gsize n_path = n_key - strlen (ZARRAY);
  g_autofree char *path = g_strndup (zarray->key, n_path > 0 ? n_path - 1 : 0);
  g_autofree char *attributes =
      n_path > 0 ? g_strconcat (path, "/.zattrs", NULL) : g_strdup (".zattrs");
  g_autoptr (GError) error = NULL;
  MvuaRef zattrs = { 0 };
  const gboolean has_attributes =
      mvua_ref_set_find (set, attributes, &zattrs) && zattrs.kind == MVUA_REF_INLINE;
  MvuaRefArray *array = mvua_ref_array_new (
      path, (const char *) zarray->bytes, zarray->n_bytes,
      has_attributes ? (const char *) zattrs.bytes : NULL, zattrs.n_bytes, &error);

  if (array == NULL && notes->len < MOST_NOTES)
    g_ptr_array_add (notes, g_strdup (error->message));
  return array;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(MvuaRefArray *const *) a)->path, (*(MvuaRefArray *const *) b)->path);
}

GPtrArray *
mvua_ref_arrays_list (const MvuaRefSet *set, GPtrArray *notes)
{
  GPtrArray *arrays =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_ref_array_free);

  for (guint i = 0; i < mvua_ref_set_get_n (set); i++)
    {
      MvuaRef ref;
      mvua_ref_set_get (set, i, &ref);
      if (ref.kind != MVUA_REF_INLINE || !g_str_has_suffix (ref.key, ZARRAY) ||
          (strlen (ref.key) > strlen (ZARRAY) &&
           ref.key[strlen (ref.key) - strlen (ZARRAY) - 1] != '/'))
        continue;
      MvuaRefArray *array = take_array (set, &ref, notes);
      if (array != NULL)
        g_ptr_array_add (arrays, array);
    }
  g_ptr_array_sort (arrays, compare_paths);
  return arrays;
}

const MvuaRefArray *
mvua_ref_arrays_find (const GPtrArray *arrays, const char *path)
{
  guint low = 0;
  guint high = arrays->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      const MvuaRefArray *array = g_ptr_array_index (arrays, middle);
      const int order = strcmp (array->path, path);
      if (order == 0)
        return array;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

GArray *
mvua_ref_array_read (const MvuaRefSet *set, const MvuaRefArray *array)
{
  guint64 n = 1;
  guint64 chunk = 1;

  for (guint d = 0; d < array->n_dims; d++)
    if (!g_uint64_checked_mul (&n, n, array->shape[d]) ||
        !g_uint64_checked_mul (&chunk, chunk, array->chunk[d]))
      return NULL;
  if (array->n_dims > 2 || (array->n_dims == 2 && n != chunk) || !array->is_number ||
      !array->is_plain || n > LONGEST_COORDINATE || chunk > LONGEST_COORDINATE)
    return NULL;
  GArray *values = g_array_sized_new (FALSE, FALSE, sizeof (double), (guint) n);
  for (guint64 first = 0; first < n; first += chunk)
    {
      g_autofree char *key = mvua_ref_array_chunk_key (array, first / chunk);
      MvuaRef ref;
      const gboolean is_there = mvua_ref_set_find (set, key, &ref);

      if (is_there &&
          (ref.kind != MVUA_REF_INLINE || ref.n_bytes != chunk * array->number.size))
        {
          g_array_unref (values);
          return NULL;
        }
      for (guint64 i = first; i < MIN (first + chunk, n); i++)
        {
          const double value =
              is_there ? mvua_zarr_number_get (
                             &array->number, ref.bytes + (i - first) * array->number.size)
                       : (double) NAN;
          g_array_append_val (values, value);
        }
    }
  return values;
}

gboolean
mvua_ref_array_time_unit (const MvuaRefArray *self, MvuaCfTime *unit)
{
  const char *text = mvua_ref_array_get_text (self, "units");

  return text != NULL &&
         mvua_cf_time_parse (unit, text, mvua_ref_array_get_text (self, "calendar"));
}
