/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-remote.h"

G_BEGIN_DECLS

/* Private to the room: what the reader and the listings of a remote share. */

/* Behind the URL of an object: what the cache keeps of the version that was read, where a
 * listing does not tell it.  No request has such a URL. */
#define MVUA_REMOTE_VERSION_MARK "#version"

struct _MvuaRemote
{
  gatomicrefcount n_refs;
  MvuaHttp *http;
  MvuaCache *cache; /* (nullable) */
  MvuaBucket *bucket;
  char *traffic_path; /* (nullable) */

  GMutex mutex; /* guards what follows */
  guint64 n_cached;
  gint64 offline_since;
  gint64 listed_at;
  gboolean is_held;

  GMutex traffic_mutex; /* guards what follows; the disk is waited for with it */
  guint64 n_noted;      /* bytes that are in the day's count */
  gint64 noted_at;      /* monotonic */
};

/* After a fetch: whether the network is there.  @error: (nullable): of the fetch */
void mvua_remote_note_network (MvuaRemote *self, const GError *error);

/* Whether anything may be fetched now. */
gboolean mvua_remote_may_fetch (MvuaRemote *self,
                                const char *url,
                                gboolean only_kept,
                                GError **error);

void mvua_remote_count_cached (MvuaRemote *self, guint64 n);

/* A listing says which version is meant.  Before anything is read.  @etag: (nullable):
 * not known; @size: 0: not known */
void mvua_remote_reader_set_version (MvuaRemoteReader *self,
                                     const char *url,
                                     const char *etag,
                                     guint64 size);

/* An #MvuaBucketFetch of a #MvuaRemote: a page of a listing. */
GBytes *mvua_remote_fetch_page (gpointer data,
                                const char *url,
                                gsize most,
                                MvuaPriority priority,
                                MvuaBucketAnswer *answer,
                                GCancellable *cancellable,
                                GError **error);

/* An #MvuaBucketKeep of a #MvuaRemote. */
void mvua_remote_keep_listing (gpointer data, const char *url, GBytes *listing);

G_END_DECLS
