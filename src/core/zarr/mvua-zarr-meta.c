/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-meta.h"

#include "mvua-error.h"
#include "mvua-zarr-json.h"

#include <math.h>
#include <string.h>

/* A shard of more chunks than that has an index of 16 MiB. */
#define MAX_INNER ((gsize) 1 << 20)

gboolean
mvua_zarr_meta_complain (char **complaint, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  *complaint = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return FALSE;
}

double
mvua_zarr_number_get (const MvuaZarrNumber *self, const void *bytes)
{
  union
  {
    gint8 i1;
    gint16 i2;
    gint32 i4;
    gint64 i8;
    guint8 u1;
    guint16 u2;
    guint32 u4;
    guint64 u8;
    float f4;
    double f8;
  } value;

  memcpy (&value, bytes, self->size);
  switch (self->kind)
    {
    case MVUA_ZARR_NUMBER_FLOAT:
      return self->size == 4 ? (double) value.f4 : value.f8;
    case MVUA_ZARR_NUMBER_SIGNED:
      return self->size == 1   ? value.i1
             : self->size == 2 ? value.i2
             : self->size == 4 ? value.i4
                               : (double) value.i8;
    case MVUA_ZARR_NUMBER_UNSIGNED:
      return self->size == 1   ? value.u1
             : self->size == 2 ? value.u2
             : self->size == 4 ? value.u4
                               : (double) value.u8;
    case MVUA_ZARR_NUMBER_BOOL:
    default:
      return value.u1 != 0;
    }
}

gboolean
mvua_zarr_meta_parse_shape (json_object *json, guint n_dims, gsize *shape, gsize least)
{
  if (!json_object_is_type (json, json_type_array) ||
      json_object_array_length (json) != n_dims)
    return FALSE;
  for (guint d = 0; d < n_dims; d++)
    {
      json_object *length = json_object_array_get_idx (json, d);
      if (!json_object_is_type (length, json_type_int) ||
          json_object_get_int64 (length) < (gint64) least ||
          json_object_get_int64 (length) > G_MAXINT32)
        return FALSE;
      shape[d] = (gsize) json_object_get_int64 (length);
    }
  return TRUE;
}

void
mvua_zarr_meta_parse_dims (MvuaZarrMeta *self, json_object *json)
{
  for (guint d = 0; d < self->n_dims; d++)
    {
      const char *name = NULL;
      if (json_object_is_type (json, json_type_array) &&
          json_object_array_length (json) == self->n_dims)
        name = mvua_zarr_json_get_text (json_object_array_get_idx (json, d));
      self->dims[d] = g_intern_string (name != NULL && strlen (name) < 256 ? name : "");
    }
}

static void
set_float (MvuaZarrMeta *self, double value)
{
  const float single = (float) value;

  if (self->type.size == 4)
    memcpy (self->fill, &single, sizeof single);
  else
    memcpy (self->fill, &value, sizeof value);
}

/* An integer, as far as it fits the type. */
static gboolean
set_integer (MvuaZarrMeta *self, json_object *json)
{
  const gint64 is = json_object_get_int64 (json);
  const guint64 is_unsigned = json_object_get_uint64 (json);
  const guint bits = 8 * (guint) self->type.size;

  if (self->type.kind == MVUA_ZARR_NUMBER_UNSIGNED)
    {
      if (is < 0 || (bits < 64 && is_unsigned >> bits != 0))
        return FALSE;
      memcpy (self->fill, &is_unsigned, self->type.size);
      return TRUE;
    }
  if (bits < 64 && (is < -(G_GINT64_CONSTANT (1) << (bits - 1)) ||
                    is >= G_GINT64_CONSTANT (1) << (bits - 1)))
    return FALSE;
  memcpy (self->fill, &is, self->type.size);
  return TRUE;
}

/* The bits of a value as hexadecimal digits, which v3 has for odd floats. */
static gboolean
set_bits (MvuaZarrMeta *self, const char *digits)
{
  guint64 bits = 0;

  if (strlen (digits) != 2 * self->type.size ||
      !g_ascii_string_to_unsigned (digits, 16, 0, G_MAXUINT64, &bits, NULL))
    return FALSE;
  memcpy (self->fill, &bits, self->type.size);
  return TRUE;
}

/* xarray has the bytes of a double, whatever the type; others those of the type. */
static gboolean
set_base64 (MvuaZarrMeta *self, const char *text)
{
  gsize n = 0;
  g_autofree guchar *bytes = strlen (text) <= 16 ? g_base64_decode (text, &n) : NULL;
  double value;

  if (bytes == NULL || (n != self->type.size && n != sizeof value))
    return FALSE;
  if (n == self->type.size)
    {
      memcpy (self->fill, bytes, n);
      return TRUE;
    }
  memcpy (&value, bytes, sizeof value);
  if (self->type.kind != MVUA_ZARR_NUMBER_FLOAT)
    return FALSE;
  set_float (self, value);
  return TRUE;
}

static gboolean
set_text (MvuaZarrMeta *self, const char *text)
{
  static const struct
  {
    const char *name;
    double value;
  } names[] = { { "NaN", (double) NAN },
                { "Infinity", (double) INFINITY },
                { "-Infinity", (double) -INFINITY } };

  if (text == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (text, names[i].name) == 0)
      {
        set_float (self, names[i].value);
        return self->type.kind == MVUA_ZARR_NUMBER_FLOAT;
      }
  if (g_str_has_prefix (text, "0x"))
    return set_bits (self, text + 2);
  return set_base64 (self, text);
}

gboolean
mvua_zarr_meta_parse_fill (MvuaZarrMeta *self, json_object *json, char **complaint)
{
  const gboolean is_float = self->type.kind == MVUA_ZARR_NUMBER_FLOAT;
  gboolean ok = FALSE;

  memset (self->fill, 0, sizeof self->fill);
  self->has_fill = json != NULL;
  switch (json_object_get_type (json))
    {
    case json_type_null:
      ok = TRUE;
      break;
    case json_type_boolean:
      self->fill[0] = json_object_get_boolean (json) != 0;
      ok = self->type.kind == MVUA_ZARR_NUMBER_BOOL;
      break;
    case json_type_int:
      ok = is_float || set_integer (self, json);
      if (is_float)
        set_float (self, json_object_get_double (json));
      break;
    case json_type_double:
      ok = is_float;
      if (is_float)
        set_float (self, json_object_get_double (json));
      break;
    case json_type_string:
      ok = set_text (self, mvua_zarr_json_get_text (json));
      break;
    case json_type_object:
    case json_type_array:
    default:
      break;
    }
  return ok || mvua_zarr_meta_complain (complaint, "has a fill value that is none of its "
                                                   "type");
}

gboolean
mvua_zarr_meta_measure (MvuaZarrMeta *self, char **complaint)
{
  gsize n = self->type.size, n_inner = 1, n_all = 1;

  for (guint d = 0; d < self->n_dims; d++)
    {
      if (self->shard[d] % self->chunk[d] != 0)
        return mvua_zarr_meta_complain (complaint, "has chunks that do not fill a shard");
      if (!g_size_checked_mul (&n, n, self->chunk[d]) || n > MVUA_ZARR_META_MAX_CHUNK)
        return mvua_zarr_meta_complain (complaint,
                                        "has chunks of more than %" G_GSIZE_FORMAT
                                        " MiB, which are not read",
                                        MVUA_ZARR_META_MAX_CHUNK >> 20);
      if (!g_size_checked_mul (&n_inner, n_inner, self->shard[d] / self->chunk[d]) ||
          n_inner > MAX_INNER)
        return mvua_zarr_meta_complain (complaint, "has too many chunks in a shard");
      if (!g_size_checked_mul (&n_all, n_all, self->shape[d] / self->chunk[d] + 1))
        return mvua_zarr_meta_complain (complaint, "has too many chunks");
    }
  self->n_chunk = n;
  self->n_inner = n_inner;
  return TRUE;
}

gboolean
mvua_zarr_meta_add_codec (MvuaZarrCodecs *self, const char *name, char **complaint)
{
  static const struct
  {
    const char *name;
    MvuaZarrCodecKind kind;
  } names[] = {
    { "blosc", MVUA_ZARR_CODEC_BLOSC }, { "zstd", MVUA_ZARR_CODEC_ZSTD },
    { "zlib", MVUA_ZARR_CODEC_ZLIB },   { "gzip", MVUA_ZARR_CODEC_GZIP },
    { "lz4", MVUA_ZARR_CODEC_LZ4 },     { "crc32c", MVUA_ZARR_CODEC_CRC32C }
  };
  guint n_compressors = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i].name) == 0 && self->n < MVUA_ZARR_MAX_CODECS)
      {
        self->kinds[self->n++] = names[i].kind;
        for (guint k = 0; k < self->n; k++)
          n_compressors += self->kinds[k] != MVUA_ZARR_CODEC_CRC32C;
        return n_compressors <= 1 ||
               mvua_zarr_meta_complain (
                   complaint,
                   "is compressed twice, in the end with “%s”, which is not "
                   "read",
                   name);
      }
  g_autofree char *shown = mvua_error_dup_quoted (name, 64);
  return mvua_zarr_meta_complain (
      complaint,
      "has the codec “%s”, which is not read; there are blosc, zstd, zlib, "
      "gzip, lz4 and crc32c",
      shown);
}

char *
mvua_zarr_meta_dup_chunk_name (const MvuaZarrMeta *self, const gsize *index)
{
  GString *name = g_string_new (self->has_prefix ? "c" : NULL);

  for (guint d = 0; d < self->n_dims; d++)
    {
      if (name->len > 0)
        g_string_append_c (name, self->separator);
      g_string_append_printf (name, "%" G_GSIZE_FORMAT, index[d]);
    }
  if (name->len == 0)
    g_string_append_c (name, '0');
  return g_string_free (name, FALSE);
}
