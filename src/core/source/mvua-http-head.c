/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-http-head.h"

#include <curl/curl.h>
#include <string.h>

typedef void (*TakeValue) (MvuaHttpHead *self, const char *value, gsize n);

static void
take_text (MvuaHttpHead *self, char **text, const char *value, const char *twice)
{
  if (*text == NULL)
    *text = g_strdup (value);
  else if (strcmp (*text, value) != 0)
    self->fault = twice;
}

static void
take_etag (MvuaHttpHead *self, const char *value, gsize n G_GNUC_UNUSED)
{
  take_text (self, &self->etag, value, "two different ETags");
}

static void
take_location (MvuaHttpHead *self, const char *value, gsize n G_GNUC_UNUSED)
{
  take_text (self, &self->location, value, "two different Locations");
}

static void
take_retry_after (MvuaHttpHead *self, const char *value, gsize n G_GNUC_UNUSED)
{
  if (self->retry_after == NULL)
    self->retry_after = g_strdup (value);
}

static void
take_encoding (MvuaHttpHead *self, const char *value, gsize n G_GNUC_UNUSED)
{
  if (g_ascii_strcasecmp (value, "identity") != 0)
    take_text (self, &self->encoding, value, "two different Content-Encodings");
}

static void
take_transfer (MvuaHttpHead *self, const char *value, gsize n G_GNUC_UNUSED)
{
  if (g_ascii_strcasecmp (value, "identity") != 0 &&
      g_ascii_strcasecmp (value, "chunked") != 0)
    take_text (self, &self->transfer, value, "two different Transfer-Encodings");
}

static void
take_length (MvuaHttpHead *self, const char *value, gsize n)
{
  /* 18 digits are less than 2^63. */
  if (n == 0 || n > 18 || strspn (value, "0123456789") != n)
    {
      self->fault = "a malformed Content-Length";
      return;
    }
  const guint64 length = g_ascii_strtoull (value, NULL, 10);
  if (self->has_length && self->length != length)
    self->fault = "two different Content-Lengths";
  self->has_length = TRUE;
  self->length = length;
}

static void
take_range (MvuaHttpHead *self, const char *value, gsize n)
{
  if (self->has_range)
    self->fault = "two Content-Ranges";
  else if (!mvua_content_range_parse (value, n, &self->range))
    self->fault = "a malformed Content-Range";
  self->has_range = TRUE;
}

static void
take_date (MvuaHttpHead *self, const char *value, gsize n G_GNUC_UNUSED)
{
  self->date = MAX (curl_getdate (value, NULL), 0);
}

static void
take_modified (MvuaHttpHead *self, const char *value, gsize n G_GNUC_UNUSED)
{
  self->modified = MAX (curl_getdate (value, NULL), 0);
}

static const struct
{
  const char *name;
  TakeValue take;
} fields[] = {
  { "content-encoding", take_encoding },
  { "content-length", take_length },
  { "content-range", take_range },
  { "date", take_date },
  { "etag", take_etag },
  { "last-modified", take_modified },
  { "location", take_location },
  { "retry-after", take_retry_after },
  { "transfer-encoding", take_transfer },
};

void
mvua_http_head_clear (MvuaHttpHead *self)
{
  g_free (self->etag);
  g_free (self->location);
  g_free (self->retry_after);
  g_free (self->encoding);
  g_free (self->transfer);
  *self = (MvuaHttpHead){ .status = 0 };
}

static void
take_status (MvuaHttpHead *self, const char *line, gsize n)
{
  const char *space = memchr (line, ' ', n);
  const gsize n_bytes = self->n_bytes;

  mvua_http_head_clear (self);
  self->n_bytes = n_bytes;
  if (space == NULL || (gsize) (line + n - space) < 4)
    return;
  for (int i = 1; i <= 3; i++)
    {
      if (!g_ascii_isdigit (space[i]))
        {
          self->status = 0;
          return;
        }
      self->status = self->status * 10 + (guint) (space[i] - '0');
    }
}

static void
take_field (MvuaHttpHead *self, const char *line, gsize n)
{
  const char *colon = memchr (line, ':', n);

  if (colon == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strlen (fields[i].name) == (gsize) (colon - line) &&
        g_ascii_strncasecmp (fields[i].name, line, (gsize) (colon - line)) == 0)
      {
        g_autofree char *value = g_strndup (colon + 1, (gsize) (line + n - colon - 1));
        /* A NUL within ends it here, and the rest is not believed. */
        if (strlen (value) != (gsize) (line + n - colon - 1))
          self->fault = "a NUL in a field";
        g_strstrip (value);
        fields[i].take (self, value, strlen (value));
        return;
      }
}

gboolean
mvua_http_head_take (MvuaHttpHead *self, const char *line, gsize n)
{
  if (n > MVUA_HTTP_LARGEST_HEAD - self->n_bytes)
    return FALSE;
  self->n_bytes += n;
  if (self->is_complete)
    return TRUE;
  while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
    n--;
  if (n >= 5 && memcmp (line, "HTTP/", 5) == 0)
    take_status (self, line, n);
  else if (n == 0)
    /* 101 ends HTTP, which nobody has asked for; other interim answers are followed. */
    self->is_complete = self->status >= 200 || self->status == 101;
  else
    take_field (self, line, n);
  return TRUE;
}
