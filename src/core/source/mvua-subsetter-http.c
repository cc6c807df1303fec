/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-subsetter.h"

#include <string.h>

/* To HTTP, a redirect is one refusal of many; here it alone means something else. */
static guint
status_of (const GError *error)
{
  /* Who is kept out is not told what is there. */
  if (g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_NOT_FOUND))
    return strstr (error->message, "status 403") != NULL ? 0 : 404;
  return g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_REFUSED) &&
                 strstr (error->message, "status 302") != NULL
             ? 302
             : 0;
}

GBytes *
mvua_subsetter_fetch (MvuaHttp *http,
                      const char *url,
                      gsize most,
                      MvuaPriority priority,
                      GCancellable *cancellable,
                      GError **error)
{
  const MvuaHttpRequest request = { .url = url, .most = most, .priority = priority };
  g_auto (MvuaHttpResponse) response = { 0 };
  g_autoptr (GError) own = NULL;
  guint status = 200;
  const guint8 *bytes = NULL;
  gsize n_bytes = 0;

  if (mvua_http_fetch (http, &request, &response, cancellable, &own))
    bytes = g_bytes_get_data (response.bytes, &n_bytes);
  else
    status = status_of (own);
  if (status == 0)
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return NULL;
    }
  return mvua_subsetter_check (status, bytes, n_bytes, error)
             ? g_steal_pointer (&response.bytes)
             : NULL;
}
