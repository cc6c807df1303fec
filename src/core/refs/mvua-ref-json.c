/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ref-json.h"

#include <string.h>

/* Metadata nest four deep; what comes near this is made to break a parser. */
#define DEEPEST 64

/* What templates may make of a URL: no server and no file system takes a longer one, and
 * a small set could ask for terabytes. */
#define LONGEST_URL (64u << 10)

#define BASE64 "base64:"

/* What unpacking begins with. */
#define LEAST_ROOM ((gsize) 1 << 16)

G_GNUC_PRINTF (2, 3)
static gboolean
fail (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_SOURCE, text);
  return FALSE;
}

json_object *
mvua_ref_json_parse (const char *text, gsize length, const char *name, GError **error)
{
  json_tokener *tokener = json_tokener_new_ex (DEEPEST);
  json_object *json = NULL;

  if (tokener == NULL || length > MVUA_REF_JSON_LARGEST)
    {
      fail (error, "%s: %" G_GSIZE_FORMAT " bytes of JSON are too many", name, length);
      g_clear_pointer (&tokener, json_tokener_free);
      return NULL;
    }
  json_tokener_set_flags (tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
  json = json_tokener_parse_ex (tokener, text, (int) length);
  enum json_tokener_error status = json_tokener_get_error (tokener);
  /* A number at the very end is only complete with what follows it. */
  if (status == json_tokener_continue)
    {
      json = json_tokener_parse_ex (tokener, "", 1);
      status = json_tokener_get_error (tokener);
      if (status == json_tokener_success && json == NULL && length == 0)
        status = json_tokener_continue;
    }
  if (status != json_tokener_success)
    {
      if (status == json_tokener_continue || status == json_tokener_error_parse_eof)
        fail (error, "%s: the JSON ends too early", name);
      else
        fail (error, "%s: no JSON at byte %" G_GSIZE_FORMAT ": %s", name,
              json_tokener_get_parse_end (tokener), json_tokener_error_desc (status));
      g_clear_pointer (&json, json_object_put);
    }
  /* The parser takes a zero byte for the end. */
  else if (json_tokener_get_parse_end (tokener) < length &&
           memchr (text, 0, length) != NULL)
    {
      fail (error, "%s: there is a zero byte in the JSON", name);
      g_clear_pointer (&json, json_object_put);
    }
  json_tokener_free (tokener);
  return json;
}

gboolean
mvua_ref_json_is_metadata (const char *key)
{
  const char *slash = strrchr (key, '/');
  const char *name = slash != NULL ? slash + 1 : key;

  return g_str_has_prefix (name, ".z");
}

gboolean
mvua_ref_json_add_text (MvuaRefBuilder *builder,
                        const char *key,
                        const char *text,
                        gsize length,
                        GError **error)
{
  const gsize n_prefix = strlen (BASE64);

  if (length < n_prefix || memcmp (text, BASE64, n_prefix) != 0)
    return mvua_ref_builder_add_bytes (builder, key, text, length, error);

  const gsize n_coded = length - n_prefix;
  g_autofree char *coded = g_strndup (text + n_prefix, n_coded);
  gsize n = 0;
  /* GLib's decoder leaves out what it does not know. */
  const gsize n_digits = strspn (coded, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
                                        "wxyz0123456789+/");
  const gsize n_pads = strspn (coded + n_digits, "=");
  if (n_digits + n_pads != n_coded || n_coded % 4 != 0 || n_pads > 2)
    return fail (error, "“%s”: what follows base64: is not base64", key);
  if (n_coded == 0)
    return mvua_ref_builder_add_bytes (builder, key, NULL, 0, error);
  g_base64_decode_inplace (coded, &n);
  return mvua_ref_builder_add_bytes (builder, key, coded, n, error);
}

/* Puts templates in a URL: “{{u}}/a” → “s3://bucket/a”.  (transfer full) (nullable) */
static char *
expand (const char *url, json_object *templates, const char *key, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *open;

  while ((open = strstr (url, "{{")) != NULL)
    {
      const char *close = strstr (open, "}}");
      if (close == NULL)
        break;
      g_autofree char *name =
          g_strstrip (g_strndup (open + 2, (gsize) (close - open - 2)));
      json_object *value = NULL;
      if (!json_object_object_get_ex (templates, name, &value) ||
          json_object_get_type (value) != json_type_string)
        {
          g_autofree char *shown = mvua_error_dup_quoted (name, 100);
          fail (error, "“%s”: there is no template “%s”", key, shown);
          return NULL;
        }
      g_string_append_len (text, url, open - url);
      g_string_append (text, json_object_get_string (value));
      url = close + 2;
      if (text->len > LONGEST_URL)
        {
          fail (error, "“%s”: its URL has more than %u bytes", key, LONGEST_URL);
          return NULL;
        }
    }
  g_string_append (text, url);
  return g_strdup (text->str);
}

static gboolean
get_number (json_object *array, guint index, guint64 *number)
{
  json_object *value = json_object_array_get_idx (array, index);

  if (json_object_get_type (value) != json_type_int || json_object_get_int64 (value) < 0)
    return FALSE;
  *number = (guint64) json_object_get_int64 (value);
  return TRUE;
}

gboolean
mvua_ref_json_add_array (MvuaRefBuilder *builder,
                         const char *key,
                         json_object *array,
                         json_object *templates,
                         GError **error)
{
  const gsize n = json_object_array_length (array);
  json_object *first = n > 0 ? json_object_array_get_idx (array, 0) : NULL;
  g_autofree char *expanded = NULL;
  guint64 offset = 0;
  guint64 length = 0;

  if (json_object_get_type (first) != json_type_string || (n != 1 && n != 3) ||
      (n == 3 && (!get_number (array, 1, &offset) || !get_number (array, 2, &length))))
    return fail (error, "“%s”: expected [URL] or [URL, offset, length]", key);
  const char *url = json_object_get_string (first);
  if (strlen (url) != (gsize) json_object_get_string_len (first))
    return fail (error, "“%s”: its URL has a zero byte in it", key);
  if (templates != NULL && strstr (url, "{{") != NULL)
    {
      expanded = expand (url, templates, key, error);
      if (expanded == NULL)
        return FALSE;
      url = expanded;
    }
  return n == 1 ? mvua_ref_builder_add_whole (builder, key, url, error)
                : mvua_ref_builder_add_range (builder, key, url, offset, length, error);
}

static gboolean
add_value (MvuaRefBuilder *builder,
           const char *key,
           json_object *value,
           json_object *templates,
           GError **error)
{
  gsize length = 0;
  const char *text;

  switch (json_object_get_type (value))
    {
    case json_type_string:
      return mvua_ref_json_add_text (builder, key, json_object_get_string (value),
                                     (gsize) json_object_get_string_len (value), error);
    case json_type_array:
      return mvua_ref_json_add_array (builder, key, value, templates, error);
    case json_type_object:
      text = json_object_to_json_string_length (
          value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);
      return mvua_ref_builder_add_bytes (builder, key, text, length, error);
    case json_type_null:
    case json_type_boolean:
    case json_type_int:
    case json_type_double:
    default:
      return fail (error, "“%s”: expected text, [URL] or [URL, offset, length], found %s",
                   key, json_type_to_name (json_object_get_type (value)));
    }
}

static gboolean
add_refs (MvuaRefBuilder *builder,
          const char *prefix,
          json_object *refs,
          json_object *templates,
          GCancellable *cancellable,
          GError **error)
{
  guint n = 0;

  json_object_object_foreach (refs, key, value)
  {
    g_autofree char *longer = prefix[0] != '\0' ? g_strconcat (prefix, key, NULL) : NULL;

    if (n++ % 1024 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (!add_value (builder, longer != NULL ? longer : key, value, templates, error))
      return FALSE;
  }
  return TRUE;
}

/* What would have to be computed is not read. */
static gboolean
check_templates (json_object *set, json_object **templates, GError **error)
{
  json_object *gen = NULL;

  *templates = NULL;
  if (json_object_object_get_ex (set, "gen", &gen) &&
      !(json_object_get_type (gen) == json_type_array &&
        json_object_array_length (gen) == 0) &&
      gen != NULL)
    return fail (error, "its “gen” generates references by formulas, which is not read; "
                        "have kerchunk write the references out");
  if (!json_object_object_get_ex (set, "templates", templates) || *templates == NULL)
    return TRUE;
  if (json_object_get_type (*templates) != json_type_object)
    return fail (error, "its “templates” are no object");
  json_object_object_foreach (*templates, name, value)
  {
    if (json_object_get_type (value) != json_type_string)
      return fail (error, "its template “%s” is no text", name);
    if (strstr (json_object_get_string (value), "{{") != NULL)
      return fail (error, "its template “%s” is a function, which is not read", name);
  }
  return TRUE;
}

static gboolean
add_version_1 (MvuaRefBuilder *builder,
               const char *prefix,
               json_object *set,
               GCancellable *cancellable,
               GError **error)
{
  json_object *version = NULL;
  json_object *refs = NULL;
  json_object *templates = NULL;

  json_object_object_get_ex (set, "version", &version);
  if (json_object_get_type (version) != json_type_int ||
      json_object_get_int64 (version) != 1)
    return fail (error, "it is of version %s; 0 and 1 are read",
                 json_object_to_json_string (version));
  if (!json_object_object_get_ex (set, "refs", &refs) ||
      json_object_get_type (refs) != json_type_object)
    return fail (error, "it has no object “refs”");
  return check_templates (set, &templates, error) &&
         add_refs (builder, prefix, refs, templates, cancellable, error);
}

/* As kerchunk's scan_grib gives them: a set for each message of a file. */
static gboolean
add_list (MvuaRefBuilder *builder,
          json_object *list,
          GCancellable *cancellable,
          GError **error)
{
  const gsize n = json_object_array_length (list);

  if (n == 0)
    return fail (error, "it is an empty list");
  for (gsize i = 0; i < n; i++)
    {
      json_object *set = json_object_array_get_idx (list, i);
      g_autofree char *prefix = g_strdup_printf ("%" G_GSIZE_FORMAT "/", i);

      if (json_object_get_type (set) != json_type_object ||
          !json_object_object_get_ex (set, "refs", NULL))
        return fail (error,
                     "it is a list, and number %" G_GSIZE_FORMAT
                     " in it is not a set of references",
                     i);
      if (!add_version_1 (builder, prefix, set, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_json (MvuaRefBuilder *builder,
          json_object *json,
          GCancellable *cancellable,
          GError **error)
{
  json_object *version = NULL;

  if (json_object_get_type (json) == json_type_array)
    return add_list (builder, json, cancellable, error);
  if (json_object_get_type (json) != json_type_object)
    return fail (error, "it is no reference set: expected an object");
  /* The bare map has no such key, for there is no file of that name in a store. */
  if (json_object_object_get_ex (json, "version", &version))
    return add_version_1 (builder, "", json, cancellable, error);
  if (!json_object_object_get_ex (json, ".zgroup", NULL) &&
      !json_object_object_get_ex (json, ".zmetadata", NULL) &&
      !json_object_object_get_ex (json, ".zarray", NULL))
    return fail (error, "it is no reference set: it has neither “version” and “refs” nor "
                        "“.zgroup”");
  return add_refs (builder, "", json, NULL, cancellable, error);
}

/* Text of a compressed file, which may not become absurdly long. */
static GBytes *
inflate (GBytes *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GConverter) converter =
      G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GInputStream) packed = g_memory_input_stream_new_from_bytes (file);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (packed, converter);
  g_autofree guint8 *text = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length = 0, room = 0;
  gssize n = 1;

  while (n > 0)
    {
      if (length > MVUA_REF_JSON_LARGEST)
        {
          fail (error, "it unpacks to more than %u MiB", MVUA_REF_JSON_LARGEST >> 20);
          return NULL;
        }
      if (length == room)
        {
          room = MAX (2 * room, LEAST_ROOM);
          guint8 *larger = g_try_realloc (text, room);
          if (larger == NULL)
            {
              g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                           "Not enough memory to unpack it (%" G_GSIZE_FORMAT " bytes)",
                           room);
              return NULL;
            }
          text = larger;
        }
      n = g_input_stream_read (stream, text + length, room - length, cancellable,
                               &local_error);
      length += n > 0 ? (gsize) n : 0;
    }
  if (n < 0)
    {
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        fail (error, "it cannot be unpacked: %s", local_error->message);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&text), length);
}

MvuaRefSet *
mvua_ref_json_read (GBytes *file,
                    const char *path,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (MvuaRefBuilder) builder = mvua_ref_builder_new ();
  g_autoptr (GBytes) text = NULL;
  gsize n = 0;
  const guint8 *bytes = g_bytes_get_data (file, &n);

  text = n >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
             ? inflate (file, cancellable, error)
             : g_bytes_ref (file);
  if (text == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  bytes = g_bytes_get_data (text, &n);
  json_object *json = mvua_ref_json_parse ((const char *) bytes, n, path, error);
  if (json == NULL)
    {
      if (error != NULL && *error == NULL)
        fail (error, "%s: it is no reference set: expected an object", path);
      return NULL;
    }
  const gboolean is_read = add_json (builder, json, cancellable, error);
  json_object_put (json);
  if (!is_read)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return mvua_ref_builder_end (builder);
}

/* @text is UTF-8. */
static void
append_quoted (GString *to, const char *text, gsize length)
{
  g_string_append_c (to, '"');
  for (gsize i = 0; i < length; i++)
    {
      const char c = text[i];
      if (c == '"' || c == '\\')
        {
          g_string_append_c (to, '\\');
          g_string_append_c (to, c);
        }
      else if ((guchar) c < 0x20)
        g_string_append_printf (to, "\\u%04x", (guint) c);
      else
        g_string_append_c (to, c);
    }
  g_string_append_c (to, '"');
}

void
mvua_ref_json_value (GString *text,
                     const MvuaRefSet *set,
                     const MvuaRef *ref,
                     gboolean is_bare)
{
  const char *bytes = (const char *) ref->bytes;

  if (ref->kind != MVUA_REF_INLINE)
    {
      const char *url = mvua_ref_set_get_url (set, ref->url);
      g_string_append_c (text, '[');
      append_quoted (text, url, strlen (url));
      if (ref->kind == MVUA_REF_RANGE)
        g_string_append_printf (text, ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT,
                                ref->offset, ref->length);
      g_string_append_c (text, ']');
    }
  else if (mvua_ref_json_is_metadata (ref->key) &&
           g_utf8_validate_len (bytes, ref->n_bytes, NULL) &&
           !(ref->n_bytes >= strlen (BASE64) &&
             memcmp (bytes, BASE64, strlen (BASE64)) == 0))
    {
      if (is_bare)
        g_string_append_len (text, bytes, (gssize) ref->n_bytes);
      else
        append_quoted (text, bytes, ref->n_bytes);
    }
  else
    {
      g_autofree char *coded = g_base64_encode (ref->bytes, ref->n_bytes);
      g_string_append_printf (text, is_bare ? BASE64 "%s" : "\"" BASE64 "%s\"", coded);
    }
}

GBytes *
mvua_ref_json_write (const MvuaRefSet *set)
{
  GString *text = g_string_new ("{\"version\":1,\"refs\":{");

  for (guint i = 0; i < mvua_ref_set_get_n (set); i++)
    {
      MvuaRef ref;
      mvua_ref_set_get (set, i, &ref);
      g_string_append (text, i > 0 ? ",\n" : "\n");
      append_quoted (text, ref.key, strlen (ref.key));
      g_string_append_c (text, ':');
      mvua_ref_json_value (text, set, &ref, FALSE);
    }
  g_string_append (text, "\n}}\n");
  return g_string_free_to_bytes (text);
}
