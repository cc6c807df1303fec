/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cache-name.h"

#include <string.h>

#define DIGITS 16
#define PART ".part-"

static void
hash (const char *text, char *digits, gsize size)
{
  g_autofree char *all = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  g_strlcpy (digits, all, size);
}

void
mvua_cache_key_make (MvuaCacheKey *key, const char *url, const char *etag)
{
  hash (url, key->url, sizeof key->url);
  hash (etag != NULL ? etag : "", key->etag, sizeof key->etag);
}

guint
mvua_cache_key_folder (const MvuaCacheKey *key)
{
  return (guint) (g_ascii_xdigit_value (key->url[0]) * 16 +
                  g_ascii_xdigit_value (key->url[1]));
}

void
mvua_cache_name_format (const MvuaCacheName *name, char text[MVUA_CACHE_NAME_SIZE])
{
  g_snprintf (text, MVUA_CACHE_NAME_SIZE,
              "%s-%s-%c%016" G_GINT64_MODIFIER "x-%016" G_GINT64_MODIFIER "x",
              name->key.url, name->key.etag, name->kind == MVUA_CACHE_OBJECT ? 'o' : 'r',
              name->offset, name->length);
}

/* Lower-case digits alone: another spelling would be another file of the same piece. */
static gboolean
are_digits (const char *text, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isdigit (text[i]) && !(text[i] >= 'a' && text[i] <= 'f'))
      return FALSE;
  return TRUE;
}

static guint64
number (const char *digits)
{
  guint64 value = 0;

  for (gsize i = 0; i < DIGITS; i++)
    value = value << 4 | (guint64) g_ascii_xdigit_value (digits[i]);
  return value;
}

gboolean
mvua_cache_name_parse (const char *text, MvuaCacheName *name)
{
  const char *etag = text + MVUA_CACHE_URL_DIGITS + 1;
  const char *kind = etag + MVUA_CACHE_ETAG_DIGITS + 1;
  const char *offset = kind + 1;
  const char *length = offset + DIGITS + 1;

  if (strlen (text) != MVUA_CACHE_NAME_LENGTH ||
      !are_digits (text, MVUA_CACHE_URL_DIGITS) || etag[-1] != '-' ||
      !are_digits (etag, MVUA_CACHE_ETAG_DIGITS) || kind[-1] != '-' ||
      (*kind != 'r' && *kind != 'o') || !are_digits (offset, DIGITS) ||
      length[-1] != '-' || !are_digits (length, DIGITS))
    return FALSE;

  g_strlcpy (name->key.url, text, sizeof name->key.url);
  g_strlcpy (name->key.etag, etag, sizeof name->key.etag);
  name->kind = *kind == 'o' ? MVUA_CACHE_OBJECT : MVUA_CACHE_RANGE;
  name->offset = number (offset);
  name->length = number (length);
  return name->kind == MVUA_CACHE_OBJECT
             ? name->offset == 0 && name->length == 0
             : name->length > 0 && name->offset <= G_MAXUINT64 - name->length;
}

void
mvua_cache_part_format (guint64 serial, char text[MVUA_CACHE_PART_SIZE])
{
  g_snprintf (text, MVUA_CACHE_PART_SIZE, PART "%016" G_GINT64_MODIFIER "x", serial);
}

gboolean
mvua_cache_part_is (const char *text)
{
  return strlen (text) == MVUA_CACHE_PART_SIZE - 1 && g_str_has_prefix (text, PART) &&
         are_digits (text + strlen (PART), DIGITS);
}
