/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-bucket.h"

static GBytes *
fetch (gpointer data,
       const char *url,
       gsize most,
       MvuaPriority priority,
       MvuaBucketAnswer *answer,
       GCancellable *cancellable,
       GError **error)
{
  const MvuaHttpRequest request = { .url = url, .most = most, .priority = priority };
  g_auto (MvuaHttpResponse) response = { 0 };
  g_autoptr (GError) own = NULL;

  if (mvua_http_fetch (data, &request, &response, cancellable, &own))
    return g_steal_pointer (&response.bytes);
  answer->is_absent = g_error_matches (own, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_NOT_FOUND);
  g_propagate_error (error, g_steal_pointer (&own));
  return NULL;
}

MvuaBucket *
mvua_bucket_new (MvuaHttp *http, const char *base_url, GError **error)
{
  return mvua_bucket_new_with (fetch, http, base_url, error);
}
