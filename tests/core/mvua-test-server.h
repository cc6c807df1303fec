/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-test-answer.h"
#include "mvua-test-objects.h"

G_BEGIN_DECLS

/**
 * MvuaTestServer:
 *
 * A small HTTP/1.1 server on the loopback for tests: ranges, ETags, If-Match, connections
 * that stay, one thread each.  All connections share one link, whose latency and rate can
 * be set, and any answer can be spoilt.  Any thread may call.
 */
typedef struct _MvuaTestServer MvuaTestServer;

MvuaTestServer *mvua_test_server_new (void);
void mvua_test_server_free (MvuaTestServer *self);

/* (transfer none): "http://127.0.0.1:PORT", to which a path with its slash is added */
const char *mvua_test_server_get_url (MvuaTestServer *self);

/* (transfer full) */
char *mvua_test_server_dup_url (MvuaTestServer *self, const char *path);

/* An object, or another one in its place: its ETag is that of its bytes. */
void mvua_test_server_put (MvuaTestServer *self, const char *path, GBytes *bytes);

/* (transfer full): that of @bytes, with its quotes */
static inline char *
mvua_test_server_dup_etag (GBytes *bytes)
{
  return mvua_test_objects_dup_etag (bytes);
}

/* What is no object is looked for in @folder; its ETag is of its bytes too. */
void mvua_test_server_set_folder (MvuaTestServer *self, const char *folder);

/**
 * MvuaTestHandler:
 * @path: with its query
 *
 * Called in any thread, before anything else.
 *
 * Returns: (transfer full) (nullable): a whole object for this request; %NULL to go on
 */
typedef GBytes *(*MvuaTestHandler) (const char *path, gpointer data);
void mvua_test_server_set_handler (MvuaTestServer *self,
                                   MvuaTestHandler handler,
                                   gpointer data);

/**
 * MvuaTestSpoil:
 * @index: 0 for the first request of all
 *
 * Called in any thread, several at once, before a request is answered; it may put other
 * objects in place.
 *
 * Returns: (transfer none) (nullable): %NULL to answer as it should be
 */
typedef const MvuaTestFault *(*MvuaTestSpoil) (guint index,
                                               const char *path,
                                               gpointer data);
void
mvua_test_server_set_spoil (MvuaTestServer *self, MvuaTestSpoil spoil, gpointer data);

/**
 * MvuaTestWatch:
 * @n: octets that have just gone over the link
 * @is_body: whether they are of a body, and not of the lines before it
 *
 * Called in any thread, several at once, after each piece of an answer.  To be set before
 * the first request.
 */
typedef void (*MvuaTestWatch) (const char *path,
                               gsize n,
                               gboolean is_body,
                               gpointer data);
void
mvua_test_server_set_watch (MvuaTestServer *self, MvuaTestWatch watch, gpointer data);

/* The next @n_times requests are answered with @fault, which must stay; 0: all. */
void
mvua_test_server_fail (MvuaTestServer *self, const MvuaTestFault *fault, guint n_times);

/* @latency_s: before each answer, and before a connection's first request is read;
 * @bytes_per_s: of all connections together, 0 without limit */
void
mvua_test_server_set_link (MvuaTestServer *self, double latency_s, double bytes_per_s);

/* Its connections are closed and new ones refused, until it is back at the same port.
 * One thread. */
void mvua_test_server_set_away (MvuaTestServer *self, gboolean is_away);

typedef struct
{
  guint n_requests;
  guint n_connections;    /* ever */
  guint most_connections; /* open at once */
  guint64 n_bytes;        /* of bodies, sent */
} MvuaTestCount;

MvuaTestCount mvua_test_server_count (MvuaTestServer *self);

/* (transfer full): "PATH RANGE ETAG" of each request, with "-" for none; the time
 * of If-Unmodified-Since where there is no ETag */
GStrv mvua_test_server_dup_log (MvuaTestServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaTestServer, mvua_test_server_free)

G_END_DECLS
