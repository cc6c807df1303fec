/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The pages that web servers make of folders.  Only links are looked at: all servers
 * that make such pages agree on those, and on nothing else. */

#include "mvua-listing.h"

#include "mvua-error.h"

#include <string.h>

#define MOST_ENTRIES 50000
/* An escaped name: each byte in percent, and each percent sign as an entity. */
#define MOST_LINK (8 * MVUA_LISTING_MOST_KEY)

static const struct
{
  const char *text;
  char character;
} entities[] = {
  { "&amp;", '&' },  { "&lt;", '<' },   { "&gt;", '>' },
  { "&#39;", '\'' }, { "&quot;", '"' }, { "&#34;", '"' },
};

/* Returns: (transfer full) (nullable): %NULL if there is an entity of another kind */
static char *
without_entities (const char *text, gsize length)
{
  g_autoptr (GString) plain = g_string_sized_new (length);

  for (gsize i = 0; i < length;)
    {
      guint e = 0;
      if (text[i] != '&')
        {
          g_string_append_c (plain, text[i++]);
          continue;
        }
      while (e < G_N_ELEMENTS (entities) &&
             strncmp (text + i, entities[e].text,
                      MIN (strlen (entities[e].text), length - i)) != 0)
        e++;
      if (e == G_N_ELEMENTS (entities) || strlen (entities[e].text) > length - i)
        return NULL;
      g_string_append_c (plain, entities[e].character);
      i += strlen (entities[e].text);
    }
  return g_strdup (plain->str);
}

/* What a link leads to, if that lies in the folder itself.  Others, such as the one to
 * the folder above and those that sort the page, are no business of ours. */
static void
add_link (MvuaListing *listing, const char *link, gsize length)
{
  g_autofree char *escaped = length <= MOST_LINK ? without_entities (link, length) : NULL;
  const char *name = escaped;

  if (name == NULL)
    return;
  if (g_str_has_prefix (name, "./"))
    name += 2;
  const char *slash = strchr (name, '/');
  if (strpbrk (name, "?#:") != NULL || (slash != NULL && slash[1] != '\0') ||
      slash == name)
    return;

  g_autofree char *plain = g_uri_unescape_string (name, NULL);
  if (plain == NULL || !mvua_listing_is_key (plain))
    return;
  /* A slash in percent is no slash between folders. */
  if (strchr (plain, '/') != (slash ? plain + strlen (plain) - 1 : NULL))
    return;
  if (slash != NULL)
    g_ptr_array_add (listing->prefixes, g_steal_pointer (&plain));
  else
    {
      MvuaObject *object = g_new0 (MvuaObject, 1);
      object->key = g_steal_pointer (&plain);
      g_ptr_array_add (listing->objects, object);
    }
}

/* The value of an attribute at @c, in quotes of either kind.  Returns: past it, or
 * %NULL if there is none */
static const char *
take_value (const char *c, const char *end, const char **value, gsize *length)
{
  const char quote = (char) (c < end ? *c : '\0');

  if (quote != '"' && quote != '\'')
    return NULL;
  *value = c + 1;
  const char *close = memchr (*value, quote, (gsize) (end - *value));
  if (close == NULL)
    return NULL;
  *length = (gsize) (close - *value);
  return close + 1;
}

/* Attributes of an element, from past its name.  Returns: past the element, or where it
 * stopped making sense */
static const char *
read_attributes (MvuaListing *listing, const char *c, const char *end, gboolean is_link)
{
  while (c < end && *c != '>' && *c != '<')
    {
      const char *name = c;
      const char *value = NULL;
      gsize length = 0;

      while (c < end && (g_ascii_isalnum (*c) || *c == '-'))
        c++;
      const gsize n = (gsize) (c - name);
      if (n == 0)
        {
          c++;
          continue;
        }
      if (c == end || *c != '=')
        continue;
      const char *next = take_value (c + 1, end, &value, &length);
      if (next == NULL)
        {
          c++;
          continue;
        }
      if (is_link && n == 4 && g_ascii_strncasecmp (name, "href", 4) == 0)
        add_link (listing, value, length);
      c = next;
    }
  return c;
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "The server's page is no listing of a folder: %s", why);
  return FALSE;
}

/* A page to log in with must not pass for an empty folder, nor half a page for all. */
static gboolean
is_index (const char *text, gsize length, GError **error)
{
  static const char *const marks[] = { "<title>index of",
                                       "<title>directory listing for" };
  g_autofree char *lower = g_ascii_strdown (text, (gssize) length);
  gsize n = strlen (lower);

  if (n != length)
    return refuse (error, "it holds NUL");
  while (n > 0 && g_ascii_isspace (lower[n - 1]))
    lower[--n] = '\0';
  if (!g_str_has_suffix (lower, "</html>"))
    return refuse (error, "it is cut off");
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (strstr (lower, marks[i]) != NULL)
      return TRUE;
  return refuse (error, "it has another title");
}

MvuaListing *
mvua_listing_parse_page (const char *text, gsize length, GError **error)
{
  g_autoptr (MvuaListing) listing = mvua_listing_new ();
  const char *end = text + length;
  const char *c = text;

  if (length > MVUA_LISTING_MOST_BYTES)
    return refuse (error, "it is too long"), NULL;
  if (!is_index (text, length, error))
    return NULL;
  while (c < end && (c = memchr (c, '<', (gsize) (end - c))) != NULL)
    {
      if (end - c >= 4 && memcmp (c, "<!--", 4) == 0)
        {
          const char *close = g_strstr_len (c, end - c, "-->");
          if (close == NULL)
            return refuse (error, "a comment does not end"), NULL;
          c = close + 3;
          continue;
        }
      c++;
      const gboolean is_link =
          end - c >= 2 && (*c == 'a' || *c == 'A') && g_ascii_isspace (c[1]);
      c = read_attributes (listing, c + (is_link ? 1 : 0), end, is_link);
      if (listing->objects->len + listing->prefixes->len > MOST_ENTRIES)
        return refuse (error, "it has too many entries"), NULL;
    }
  return g_steal_pointer (&listing);
}
