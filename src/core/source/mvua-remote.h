/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-cache.h"
#include "mvua-http.h"
#include "mvua-noaa.h"
#include "mvua-reader.h"

G_BEGIN_DECLS

/**
 * MvuaRemoteOptions:
 * @base_url: (nullable): of the bucket, or of a mirror laid out as it is; %NULL for
 * NOAA's.  Plain http is allowed for its host: somebody has named it.
 * @cache_folder: (nullable): %NULL to keep nothing
 * @cache_bytes: 0 for %MVUA_CACHE_DEFAULT_BYTES
 * @traffic_path: (nullable): where a day's bytes are counted, for the limit of @http:
 *   all processes that name the same file have one limit together, which they may pass by
 *   what is under way.  %NULL to count this process alone
 */
typedef struct
{
  const char *base_url;
  const char *cache_folder;
  guint64 cache_bytes;
  const char *traffic_path;
  MvuaHttpOptions http;
} MvuaRemoteOptions;

/**
 * MvuaRemote:
 *
 * A bucket of runs somewhere else: one engine that fetches, and one cache on disk.  Any
 * thread.  Ref and unref are atomic.
 */
typedef struct _MvuaRemote MvuaRemote;

/* Returns: (nullable): %NULL with %MVUA_ERROR_USAGE or %MVUA_ERROR_IO set */
MvuaRemote *mvua_remote_new (const MvuaRemoteOptions *options,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
MvuaRemote *mvua_remote_ref (MvuaRemote *self);
void mvua_remote_unref (MvuaRemote *self);

MvuaBucket *mvua_remote_get_bucket (MvuaRemote *self);
MvuaHttp *mvua_remote_get_http (MvuaRemote *self);
/* (nullable): %NULL if nothing is kept */
MvuaCache *mvua_remote_get_cache (MvuaRemote *self);

/* Before and after a fetch by mvua_remote_get_http() itself: so that the day's count
 * has it.  Looks at the disk once a second at most. */
void mvua_remote_note_traffic (MvuaRemote *self);

/**
 * mvua_remote_set_is_held:
 *
 * While it is held nothing new is fetched: what is kept is read as ever, anything else is
 * %MVUA_HTTP_ERROR_LIMIT at once.  What is under way comes to its end.
 */
void mvua_remote_set_is_held (MvuaRemote *self, gboolean is_held);

/**
 * MvuaRemoteReader:
 *
 * The objects of a bucket as they were when they were listed: paths are URLs.  All that
 * is read of an object is of the version that the listing named, or that came first; when
 * there is another by then, it is an error and never a mixture.  Another listing is for
 * another reader.  Of a server that gives no strong ETags the length can tell, and the
 * time of modification where it gives that.  Any thread.
 */
typedef struct _MvuaRemoteReader MvuaRemoteReader;

MvuaRemoteReader *mvua_remote_reader_new (MvuaRemote *remote);
void mvua_remote_reader_free (MvuaRemoteReader *self);
/* (transfer none) */
MvuaReader *mvua_remote_reader_get (MvuaRemoteReader *self);

/* (transfer full): length and ETag of the version that is meant of an object, "" where it
 * is not known yet */
char *mvua_remote_reader_dup_version (MvuaRemoteReader *self, const char *url);

/**
 * mvua_remote_list_run:
 * @reader: (nullable): a new one, which reads what is listed
 * @run: (inout): or %MVUA_NOAA_LATEST, and then which that is
 * @members: (nullable) (element-type MvuaMember): those to look for, %NULL for all; the
 *   latest is that of mvua_noaa_find_latest() either way
 *
 * What the bucket has of a run.
 * Without a network it is what the cache knows of it.
 *
 * Returns: (transfer full) (element-type MvuaNoaaFile) (nullable): %NULL with
 *   %MVUA_ERROR_SOURCE, %MVUA_HTTP_ERROR or %G_IO_ERROR_CANCELLED set
 */
GArray *mvua_remote_list_run (MvuaRemote *self,
                              MvuaRemoteReader *reader,
                              MvuaRun *run,
                              const GArray *members,
                              const MvuaReading *reading,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaRemoteCount:
 * @n_requests: sent
 * @n_fetched: bytes that came over the network
 * @n_cached: bytes that came out of the cache instead
 * @offline_since: when the network was first found away, seconds since 1970; 0 if it is
 *   there as far as is known
 * @listed_at: when the oldest listing in use was fetched, seconds since 1970; 0: none
 */
typedef struct
{
  guint n_requests;
  guint64 n_fetched;
  guint64 n_cached;
  gint64 offline_since;
  gint64 listed_at;
} MvuaRemoteCount;

MvuaRemoteCount mvua_remote_count (MvuaRemote *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaRemote, mvua_remote_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaRemoteReader, mvua_remote_reader_free)

G_END_DECLS
