/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-urgency.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define MVUA_HTTP_ERROR (mvua_http_error_quark ())
GQuark mvua_http_error_quark (void);

/**
 * MvuaHttpError:
 * @MVUA_HTTP_ERROR_OFFLINE: no name, no route, refused, reset or timed out, and not
 *   mended by the retries: the net is not there
 * @MVUA_HTTP_ERROR_NOT_FOUND: 404 and 410; 403 as well, which is how S3 says it where
 *   listing is not allowed
 * @MVUA_HTTP_ERROR_CHANGED: the object is not the one whose ETag or time was given: 412,
 *   or an answer with another one
 * @MVUA_HTTP_ERROR_BUSY: 429, 500, 502, 503, 504 or 408 until the retries ended, or a
 *   Retry-After of more than a minute: the message says when to come back
 * @MVUA_HTTP_ERROR_REFUSED: a server that does not keep to the protocol (200 for 206, a
 *   Content-Range or length that is not what was asked for …) or that does what is not
 *   allowed: a redirect, a certificate that is not verified, plain http, a malformed URL
 * @MVUA_HTTP_ERROR_LIMIT: the day's limit on bytes would be passed
 *
 * One code for each reaction.  The message names the URL, the range, what was expected
 * and what came.  Where memory for what comes cannot be had, it is
 * %MVUA_ERROR_NO_MEMORY.
 */
typedef enum
{
  MVUA_HTTP_ERROR_OFFLINE,
  MVUA_HTTP_ERROR_NOT_FOUND,
  MVUA_HTTP_ERROR_CHANGED,
  MVUA_HTTP_ERROR_BUSY,
  MVUA_HTTP_ERROR_REFUSED,
  MVUA_HTTP_ERROR_LIMIT,
} MvuaHttpError;

/**
 * MvuaHttp:
 *
 * Fetches objects and ranges of them over HTTP/1.1: one thread of its own, which starts
 * with the first fetch, a queue by priority, and connections that are used again.
 * Verified https only; plain http for this computer itself and for hosts that are named.
 * No redirects, no cookies, no decoding.  Proxies are as the environment says
 * (https_proxy, http_proxy, no_proxy …), and so are the certificates that are trusted
 * (CURL_CA_BUNDLE, SSL_CERT_DIR, SSL_CERT_FILE; otherwise the system's).
 *
 * What fails for a while is tried again a few times on a new connection, after a random
 * wait that doubles; a range that broke off is continued where it did if a strong ETag
 * holds it together.  Ranges of one object that wait in the same priority are fetched as
 * one where the gaps between them cost less than a request does.
 *
 * While a server cannot be reached, it is tried from time to time.  What else somebody
 * looks at fails at once then; work in the background waits, and after its patience it
 * fails at once too, however much of it there is.
 *
 * Any thread may call; several at once.
 */
typedef struct _MvuaHttp MvuaHttp;

/**
 * MvuaHttpOptions:
 * @n_connections: at most, 8 by default.  Prefetch and export leave one of them free for
 *   what somebody looks at.
 * @plain_hosts: (nullable): names of hosts for which `http://` is allowed besides
 *   `localhost`, 127.0.0.0/8 and `[::1]`
 * @most_bytes_per_day: the limit on bodies, retries and gaps included; none by default.
 *   A range that would pass it is not asked for; a whole object, whose length is not
 *   known before, is broken off.
 * @connect_timeout_s: until a connection stands, TLS included; 10 by default
 * @stall_s: slower than 1 KB/s for so long is a failure; 20 by default
 * @n_retries: after the first try; 4 by default, and up to twice as many at a server
 *   most of whose answers are good.  G_MAXUINT: none.
 * @patience_s: how long work in the background waits for the network to come back when it
 *   was there before; 45 by default.  G_MAXUINT: not at all.
 *
 * 0 is the default of each.
 */
typedef struct
{
  guint n_connections;
  GStrv plain_hosts;
  guint64 most_bytes_per_day;
  guint connect_timeout_s;
  guint stall_s;
  guint n_retries;
  guint patience_s;
} MvuaHttpOptions;

/**
 * mvua_http_new:
 * @options: (nullable): copied
 *
 * Returns: (transfer full)
 */
MvuaHttp *mvua_http_new (const MvuaHttpOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/* Every fetch must have returned. */
void mvua_http_free (MvuaHttp *self);

/**
 * MvuaHttpRequest:
 * @url: ASCII, percent-encoded where need be, without credentials and fragment
 * @offset: in bytes; 0 for a whole object
 * @length: in bytes; 0 for the whole object
 * @most: the largest whole object that is accepted, at least 1; unused for a range
 * @etag: (nullable): the object must be this one: a strong ETag with its quotes
 * @unmodified_since: unix seconds, 0 for none: where there is no @etag, the object must
 *   have been modified then and not since, as far as the server says when that was
 * @priority: what goes first; within one, first come, first served
 * @urgency: (nullable): what waits gets another place when this is raised
 * @status: (nullable) (out): of the last answer, whether it was good or not; 0 if there
 *   was none.  For what a server means by its statuses beyond #MvuaHttpError
 */
typedef struct
{
  const char *url;
  guint64 offset;
  gsize length;
  gsize most;
  const char *etag;
  gint64 unmodified_since;
  MvuaPriority priority;
  MvuaUrgency *urgency;
  guint *status;
} MvuaHttpRequest;

/**
 * MvuaHttpResponse:
 * @bytes: (transfer full): fewer than asked for only where the object ends before; none
 *   if it ends before the range begins
 * @etag: (transfer full) (nullable): the object's strong ETag with its quotes; %NULL if
 *   the server gives none, or a weak one
 * @size: bytes of the whole object
 * @modified: when the object was modified: unix seconds; 0 unknown
 * @date: when the server answered, or else when the object was modified: unix seconds;
 *   0 unknown
 *
 * A body without a Content-Length that ends with the connection (HTTP/1.0) is taken for
 * whole: nothing tells if it is not.  A range is always of the length that was promised.
 */
typedef struct
{
  GBytes *bytes;
  char *etag;
  guint64 size;
  gint64 modified;
  gint64 date;
} MvuaHttpResponse;

void mvua_http_response_clear (MvuaHttpResponse *response);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaHttpResponse, mvua_http_response_clear)

/**
 * mvua_http_fetch:
 * @response: (out caller-allocates): untouched on failure
 * @cancellable: (nullable): returns at once with %G_IO_ERROR_CANCELLED
 *
 * Blocks until it is there, has failed for good, or is cancelled.
 *
 * Returns: %FALSE with @error set, as #MvuaHttpError says
 */
gboolean mvua_http_fetch (MvuaHttp *self,
                          const MvuaHttpRequest *request,
                          MvuaHttpResponse *response,
                          GCancellable *cancellable,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_http_try_again:
 *
 * Forgets that servers could not be reached, so that the next fetch asks them at once:
 * somebody has reason to think that the network is back.
 */
void mvua_http_try_again (MvuaHttp *self);

/**
 * mvua_http_set_today:
 * @n_bytes: that have come today, to whichever program
 * @n_own: of mvua_http_count(): those bytes of @self that are among them
 *
 * What the limit counts from; what has come to @self since is added.
 */
void mvua_http_set_today (MvuaHttp *self, guint64 n_bytes, guint64 n_own);

/* Another limit on bytes a day from now on; 0 for none. */
void mvua_http_set_limit (MvuaHttp *self, guint64 most_bytes_per_day);

/**
 * MvuaHttpCount:
 * @n_bytes: of bodies that have come, whatever became of them
 * @n_today: the same since midnight by the local clock, and what mvua_http_set_today()
 * said
 * @n_requests: sent, retries included
 * @n_retries: of them
 * @n_merged: fetches that went along in the range of another
 * @n_active: requests that are under way
 * @n_waiting: fetches that wait for a connection or for their next try
 * @bytes_per_s: the link's speed while it was in use, of late; 0 unknown
 * @latency_s: from a request to the first byte of its answer, smoothed; 0 unknown
 * @busy: the share of the last ten seconds or so in which something was received
 * @receiving_s: all the time in which something was received
 */
typedef struct
{
  guint64 n_bytes;
  guint64 n_today;
  guint n_requests;
  guint n_retries;
  guint n_merged;
  guint n_active;
  guint n_waiting;
  double bytes_per_s;
  double latency_s;
  double busy;
  double receiving_s;
} MvuaHttpCount;

MvuaHttpCount mvua_http_count (MvuaHttp *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaHttp, mvua_http_free)

G_END_DECLS
