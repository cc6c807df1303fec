/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-subsetter.h"

/* To HTTP these are refusals and absences like others; here they mean something of their
 * own.  Who is kept out (403) is not told what is there. */
static gboolean
is_of_server (guint status)
{
  return status == 302 || status == 404 || status == 410;
}

GBytes *
mvua_subsetter_fetch (MvuaHttp *http,
                      const char *url,
                      gsize most,
                      MvuaPriority priority,
                      GCancellable *cancellable,
                      GError **error)
{
  guint status = 0;
  const MvuaHttpRequest request = {
    .url = url, .most = most, .priority = priority, .status = &status
  };
  g_auto (MvuaHttpResponse) response = { 0 };
  g_autoptr (GError) own = NULL;
  const guint8 *bytes = NULL;
  gsize n_bytes = 0;

  if (mvua_http_fetch (http, &request, &response, cancellable, &own))
    bytes = g_bytes_get_data (response.bytes, &n_bytes);
  else if (!is_of_server (status))
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return NULL;
    }
  return mvua_subsetter_check (status, bytes, n_bytes, error)
             ? g_steal_pointer (&response.bytes)
             : NULL;
}
