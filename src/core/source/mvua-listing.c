/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-listing.h"

#include <string.h>

void
mvua_object_free (MvuaObject *self)
{
  g_free (self->key);
  g_free (self->etag);
  g_free (self);
}

static void
free_object (gpointer object)
{
  mvua_object_free (object);
}

MvuaListing *
mvua_listing_new (void)
{
  MvuaListing *self = g_new0 (MvuaListing, 1);

  self->objects = g_ptr_array_new_with_free_func (free_object);
  self->prefixes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
mvua_listing_free (MvuaListing *self)
{
  g_ptr_array_unref (self->objects);
  g_ptr_array_unref (self->prefixes);
  g_free (self->token);
  g_free (self);
}

static gboolean
is_dots (const char *segment, gsize length)
{
  return (length == 1 && segment[0] == '.') ||
         (length == 2 && segment[0] == '.' && segment[1] == '.');
}

gboolean
mvua_listing_is_key (const char *text)
{
  const gsize length = strlen (text);

  if (length == 0 || length > MVUA_LISTING_MOST_KEY || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  for (const char *segment = text; segment != NULL;)
    {
      const char *slash = strchr (segment, '/');
      if (is_dots (segment, slash ? (gsize) (slash - segment) : strlen (segment)))
        return FALSE;
      segment = slash ? slash + 1 : NULL;
    }
  return TRUE;
}

/* Past what may stand before the first element: white space, a byte order mark,
 * declarations and comments.  Returns: (nullable): at the name of that element */
static const char *
find_root (const char *text, const char *end)
{
  const char *c = text;

  if (end - c >= 3 && memcmp (c, "\xEF\xBB\xBF", 3) == 0)
    c += 3;
  while (c < end)
    {
      const char *close = NULL;
      if (g_ascii_isspace (*c))
        {
          c++;
          continue;
        }
      if (*c != '<' || end - c < 2)
        return NULL;
      if (c[1] != '?' && c[1] != '!')
        return c + 1;
      close = end - c >= 4 && memcmp (c, "<!--", 4) == 0
                  ? g_strstr_len (c, end - c, "-->")
                  : memchr (c, '>', (gsize) (end - c));
      if (close == NULL)
        return NULL;
      c = close + (*close == '>' ? 1 : 3);
    }
  return NULL;
}

MvuaListingKind
mvua_listing_recognise (const char *text, gsize length)
{
  const char *end = text + length;
  const char *name = find_root (text, end);
  const char *c = name;

  if (name == NULL)
    return MVUA_LISTING_KIND_NONE;
  while (c < end && !g_ascii_isspace (*c) && strchr (">/<", *c) == NULL)
    if (*c++ == ':')
      name = c;

  g_autofree char *root = g_strndup (name, (gsize) (c - name));
  if (strcmp (root, "ListBucketResult") == 0 || strcmp (root, "Error") == 0)
    return MVUA_LISTING_KIND_S3;
  return g_ascii_strcasecmp (root, "html") == 0 ? MVUA_LISTING_KIND_PAGE
                                                : MVUA_LISTING_KIND_NONE;
}

static void
append_object (GString *page, const MvuaObject *object)
{
  g_autofree char *key = g_markup_escape_text (object->key, -1);

  g_string_append_printf (page, "<Contents><Key>%s</Key>", key);
  if (object->modified != 0)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (object->modified);
      g_autofree char *date = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
      g_string_append_printf (page, "<LastModified>%s</LastModified>", date);
    }
  if (object->etag != NULL)
    {
      g_autofree char *etag = g_markup_escape_text (object->etag, -1);
      g_string_append_printf (page, "<ETag>%s</ETag>", etag);
    }
  g_string_append_printf (page, "<Size>%" G_GUINT64_FORMAT "</Size></Contents>",
                          object->size);
}

GBytes *
mvua_listing_join (const GPtrArray *objects, const GPtrArray *prefixes)
{
  g_autoptr (GString) page = g_string_new ("<ListBucketResult>");

  if (objects->len + prefixes->len > MVUA_LISTING_MOST_ENTRIES)
    return NULL;
  for (guint i = 0; i < objects->len; i++)
    append_object (page, g_ptr_array_index (objects, i));
  for (guint i = 0; i < prefixes->len; i++)
    {
      g_autofree char *prefix =
          g_markup_escape_text (g_ptr_array_index (prefixes, i), -1);
      g_string_append_printf (
          page, "<CommonPrefixes><Prefix>%s</Prefix></CommonPrefixes>", prefix);
    }
  g_string_append (page, "<IsTruncated>false</IsTruncated></ListBucketResult>");
  return page->len <= MVUA_LISTING_MOST_BYTES ? g_bytes_new (page->str, page->len) : NULL;
}
