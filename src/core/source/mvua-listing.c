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
