/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-http.h"
#include "mvua-test-server.h"

#include <string.h>

/* What the tests of the HTTP source share: objects whose every byte tells where it is. */
static inline GBytes *
make_object (gsize n, guint8 seed)
{
  guint8 *bytes = g_malloc (n);

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) (i * 131 + (i >> 8) * 17 + (i >> 16) * 7 + seed);
  return g_bytes_new_take (bytes, n);
}

/* What the environment of the tests says of proxies is not about their own servers. */
static inline void
forget_proxies (void)
{
  static const char *const names[] = { "http_proxy", "https_proxy", "all_proxy",
                                       "no_proxy",   "HTTP_PROXY",  "HTTPS_PROXY",
                                       "ALL_PROXY",  "NO_PROXY" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_unsetenv (names[i]);
}

/* Some faults on the loopback are told apart from slowness by the second. */
static inline MvuaHttp *
make_http (guint n_retries)
{
  const MvuaHttpOptions options = {
    .connect_timeout_s = 2,
    .stall_s = 1,
    .n_retries = n_retries > 0 ? n_retries : G_MAXUINT,
  };

  return mvua_http_new (&options);
}

static inline gboolean
fetch (MvuaHttp *http,
       const char *url,
       guint64 offset,
       gsize length,
       const char *etag,
       MvuaHttpResponse *response,
       GError **error)
{
  const MvuaHttpRequest request = {
    .url = url,
    .offset = offset,
    .length = length,
    .most = 1 << 20,
    .etag = etag,
    .priority = MVUA_PRIORITY_PICKED,
  };

  return mvua_http_fetch (http, &request, response, NULL, error);
}

/* @bytes are those of @object from @offset on. */
static inline void
assert_part (GBytes *bytes, GBytes *object, guint64 offset, gsize length)
{
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                   (const guint8 *) g_bytes_get_data (object, NULL) + offset, length);
}
