/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-http-retry.h"

#include <curl/curl.h>
#include <string.h>

#define FIRST_DELAY (G_USEC_PER_SEC / 4)
#define LONGEST_DELAY ((gint64) 8 * G_USEC_PER_SEC)
#define LEAST_GOOD 0.5

gint64
mvua_http_retry_get_delay (guint n_failed, double random)
{
  const guint n_doubled = MIN (n_failed, 6) - (n_failed > 0);
  const gint64 longest = MIN ((gint64) FIRST_DELAY << n_doubled, LONGEST_DELAY);

  return (gint64) ((double) longest * random);
}

gboolean
mvua_http_retry_is_allowed (guint n_failed, guint n_retries, double good)
{
  return n_failed <= (good > LEAST_GOOD ? 2 * n_retries : n_retries);
}

gint64
mvua_http_retry_parse_after (const char *text, gint64 now)
{
  const gsize n = strlen (text);

  if (n > 0 && strspn (text, "0123456789") == n)
    return n > 9 ? G_MAXINT32 : (gint64) g_ascii_strtoull (text, NULL, 10);
  const gint64 date = curl_getdate (text, NULL);
  if (date < 0)
    return -1;
  return MAX (date - now, 0);
}
