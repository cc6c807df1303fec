/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-http-check.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <string.h>

#define LONGEST_URL 4096
#define LONGEST_ETAG 256
#define LONGEST_PRINTED 160

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURLU, curl_url_cleanup)

char *
mvua_http_dup_printable (const char *text)
{
  g_autofree char *printable = g_strndup (text, LONGEST_PRINTED);

  for (char *c = printable; *c != '\0'; c++)
    if (!g_ascii_isprint (*c))
      *c = '?';
  return strlen (text) > LONGEST_PRINTED ? g_strconcat (printable, "…", NULL)
                                         : g_steal_pointer (&printable);
}

static gboolean
refuse (const char *url, const char *why, GError **error)
{
  g_autofree char *printable = mvua_http_dup_printable (url);

  g_set_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_REFUSED, "%s: %s", printable, why);
  return FALSE;
}

gboolean
mvua_http_is_strong_etag (const char *etag)
{
  const gsize n = strlen (etag);

  if (n < 2 || n > LONGEST_ETAG || etag[0] != '"' || etag[n - 1] != '"')
    return FALSE;
  for (gsize i = 1; i < n - 1; i++)
    if (!g_ascii_isgraph (etag[i]) || etag[i] == '"')
      return FALSE;
  return TRUE;
}

/* Only what can be nothing else: a name that resolves to 127.0.0.1 is not enough. */
static gboolean
is_loopback (const char *host)
{
  struct in_addr four;
  struct in6_addr six;
  char bare[INET6_ADDRSTRLEN] = "";
  const gsize n = strlen (host);

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  if (inet_pton (AF_INET, host, &four) == 1)
    return (ntohl (four.s_addr) >> 24) == 127;
  if (n < 3 || n - 2 >= sizeof bare || host[0] != '[')
    return FALSE;
  memcpy (bare, host + 1, n - 2);
  return inet_pton (AF_INET6, bare, &six) == 1 && IN6_IS_ADDR_LOOPBACK (&six);
}

static gboolean
is_plain_host (const char *host, const char *const *plain_hosts)
{
  for (; plain_hosts != NULL && *plain_hosts != NULL; plain_hosts++)
    if (g_ascii_strcasecmp (host, *plain_hosts) == 0)
      return TRUE;
  return is_loopback (host);
}

static char *
dup_part (CURLU *url, CURLUPart part, unsigned int flags)
{
  char *text = NULL;

  if (curl_url_get (url, part, &text, flags) != CURLUE_OK)
    return NULL;
  char *copy = g_strdup (text);
  curl_free (text);
  return copy;
}

static gboolean
check_url (const char *text,
           const char *const *plain_hosts,
           char **origin,
           GError **error)
{
  g_autoptr (CURLU) url = curl_url ();
  const gsize length = strlen (text);

  if (length > LONGEST_URL)
    return refuse (text, "the URL is too long", error);
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return refuse (text, "the URL has a space or a character beyond ASCII", error);
  /* What is checked is what curl itself makes of the text. */
  const CURLUcode code = curl_url_set (url, CURLUPART_URL, text, CURLU_DISALLOW_USER);
  if (code == CURLUE_USER_NOT_ALLOWED)
    return refuse ("URL", "it has a user's name in it, which is not allowed", error);
  if (code != CURLUE_OK)
    return refuse (text, curl_url_strerror (code), error);

  g_autofree char *scheme = dup_part (url, CURLUPART_SCHEME, 0);
  g_autofree char *host = dup_part (url, CURLUPART_HOST, 0);
  g_autofree char *port = dup_part (url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  g_autofree char *fragment = dup_part (url, CURLUPART_FRAGMENT, 0);

  /* Of three slashes curl makes two. */
  if (g_str_has_prefix (text + strcspn (text, ":"), ":///") || scheme == NULL ||
      host == NULL || *host == '\0' || port == NULL)
    return refuse (text, "the URL names no host", error);
  if (fragment != NULL)
    return refuse (text, "the URL has a fragment", error);
  if (strcmp (scheme, "https") != 0 &&
      (strcmp (scheme, "http") != 0 || !is_plain_host (host, plain_hosts)))
    return refuse (text, "only https is allowed for this host", error);
  *origin = g_strdup_printf ("%s://%s:%s", scheme, host, port);
  return TRUE;
}

gboolean
mvua_http_check_request (const MvuaHttpRequest *request,
                         const char *const *plain_hosts,
                         char **origin,
                         GError **error)
{
  if (request->offset > (guint64) G_MAXINT64 ||
      request->length > (guint64) G_MAXINT64 - request->offset)
    return refuse (request->url, "the range lies beyond any object", error);
  if (request->etag != NULL && !mvua_http_is_strong_etag (request->etag))
    return refuse (request->url, "the ETag is not a strong one in quotes", error);
  return check_url (request->url, plain_hosts, origin, error);
}

const char *
mvua_http_format_date (gint64 seconds, char text[MVUA_HTTP_DATE_SIZE])
{
  static const char days[][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  const gint64 last = G_GINT64_CONSTANT (253402300799); /* of the year 9999 */
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (CLAMP (seconds, 0, last));

  g_snprintf (text, MVUA_HTTP_DATE_SIZE, "%s, %02d %s %04d %02d:%02d:%02d GMT",
              days[g_date_time_get_day_of_week (time) - 1],
              g_date_time_get_day_of_month (time),
              months[g_date_time_get_month (time) - 1], g_date_time_get_year (time),
              g_date_time_get_hour (time), g_date_time_get_minute (time),
              g_date_time_get_second (time));
  return text;
}
