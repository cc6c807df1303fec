/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MVUA_CACHE_DEFAULT_BYTES ((guint64) 2000000000)

/* A longer URL or ETag, a longer whole object or longer range is not kept. */
#define MVUA_CACHE_MOST_URL 4096
#define MVUA_CACHE_MOST_ETAG 1024
#define MVUA_CACHE_MOST_OBJECT ((gsize) 64 << 20)
#define MVUA_CACHE_MOST_RANGE ((gsize) 1 << 30)

/**
 * MvuaCache:
 *
 * What was fetched, kept in a folder: ranges of bytes and whole objects, by URL and ETag.
 * What it gives is what was written, by checksum; anything else counts as absent and is
 * removed.  Nothing that happens to the disk is an error for who reads or writes: what
 * cannot be kept is fetched again.
 *
 * All functions block on the disk.  Any thread; any number of processes on one folder.
 * An ETag of %NULL is that of an object that has none, except where another meaning is
 * given.  Nothing waits for the disk's own cache: after a power cut some is absent.
 */
typedef struct _MvuaCache MvuaCache;

/* $XDG_CACHE_HOME/mvua/remote; (transfer full) */
char *mvua_cache_default_folder (void);

/**
 * mvua_cache_open:
 * @folder: is made, for its owner alone, by the first that is written
 * @most_bytes: what the files may take together, or 0 for %MVUA_CACHE_DEFAULT_BYTES.
 *   What was used least recently goes when there is no more room, until 90 % are left.
 *   A file of more than a quarter is not kept.
 *
 * Reads nothing, however much there is.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_IO set if @folder is
 *   something else than a folder
 */
MvuaCache *mvua_cache_open (const char *folder,
                            guint64 most_bytes,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_cache_close (MvuaCache *self);
guint64 mvua_cache_get_most_bytes (const MvuaCache *self);

/**
 * mvua_cache_read:
 * @buffer: (out caller-allocates): [length]; beyond what is returned its contents are
 *   undefined
 *
 * Pieces that touch or overlap are joined.
 *
 * Returns: how many bytes from @offset on are there, at most @length
 */
gsize mvua_cache_read (MvuaCache *self,
                       const char *url,
                       const char *etag,
                       guint64 offset,
                       gsize length,
                       guint8 *buffer);

/* How many of those bytes mvua_cache_read() would give, as far as the names of files tell
 * without reading them. */
gsize mvua_cache_measure_range (
    MvuaCache *self, const char *url, const char *etag, guint64 offset, gsize length);

/* Keeps @length bytes that begin at @offset of the object. */
void mvua_cache_write (MvuaCache *self,
                       const char *url,
                       const char *etag,
                       guint64 offset,
                       const guint8 *bytes,
                       gsize length);

/**
 * mvua_cache_get:
 * @etag: (nullable): %NULL for whichever was stored last, as when offline; "" for that
 *   of an object that has none
 * @stored: (out) (optional): when, unix seconds
 *
 * Returns: (transfer full) (nullable): a whole object that was put, %NULL if it is absent
 */
GBytes *
mvua_cache_get (MvuaCache *self, const char *url, const char *etag, gint64 *stored);

/* Keeps a whole object, in the place of an earlier one of the same URL and ETag. */
void mvua_cache_put (MvuaCache *self, const char *url, const char *etag, GBytes *bytes);

#define MVUA_CACHE_COMPLAINT_SIZE 128

/**
 * MvuaCacheUsage:
 * @n_bytes: of the files, which is a little more than what they keep
 * @oldest: when what was used least recently was used, unix seconds; 0 if there is
 * nothing. Use within a minute of the last is not noted.
 * @newest: the same of what was used last
 * @n_refused: by this #MvuaCache: what could not be written or had no room
 * @n_damaged: by this #MvuaCache: what was not as it had been written
 * @complaint: why nothing is being kept, one line; "" if nothing stands in the way
 */
typedef struct
{
  guint n_entries;
  guint64 n_bytes;
  guint64 most_bytes;
  gint64 oldest;
  gint64 newest;
  guint n_refused;
  guint n_damaged;
  char complaint[MVUA_CACHE_COMPLAINT_SIZE];
} MvuaCacheUsage;

/* Looks at every file: 10,000 take some 20 ms. */
MvuaCacheUsage mvua_cache_measure (MvuaCache *self);

/**
 * MvuaCacheItem:
 * @n_bytes: of its files
 * @n_pieces: ranges and whole objects, of all ETags
 * @last_used: unix seconds
 */
typedef struct
{
  char *url;
  guint64 n_bytes;
  guint n_pieces;
  gint64 last_used;
} MvuaCacheItem;

/* Sorted by URL; (transfer full) (element-type MvuaCacheItem).  Opens every file. */
GPtrArray *mvua_cache_list (MvuaCache *self);

/**
 * mvua_cache_clear:
 *
 * Removes what the cache wrote and nothing else.  Links are not followed.
 *
 * Returns: %FALSE with %MVUA_ERROR_IO set if some of it could not be removed
 */
gboolean mvua_cache_clear (MvuaCache *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaCache, mvua_cache_close)

G_END_DECLS
