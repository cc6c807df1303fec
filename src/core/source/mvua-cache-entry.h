/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-cache-name.h"

G_BEGIN_DECLS

/*
 * A piece's file, little-endian:
 *
 *    0  "MvuaKept"
 *    8  u32 version, 1          12  u32 kind, 0 a range, 1 an object
 *   16  u32 length of the URL   20  u32 length of the ETag
 *   24  u64 offset              32  u64 length of the bytes
 *   40  i64 when it was stored, unix microseconds
 *   48  u32 CRC-32C of the 48 above and of what follows until the bytes begin
 *   52  URL, ETag, the CRC-32C of every 64 KiB of the bytes, the bytes
 *
 * With a sum a block, a part of a long piece costs its blocks and not the whole.
 */

typedef struct
{
  const char *url;
  const char *etag;
  MvuaCacheKind kind;
  guint64 offset;
  guint64 length;
  gint64 stored; /* unix microseconds */
} MvuaCacheHead;

/* FALSE if it is too long in any way to be kept. */
gboolean mvua_cache_head_is_bounded (const MvuaCacheHead *head);

/* How long the file is. */
guint64 mvua_cache_head_file_size (const MvuaCacheHead *head);

/* What stands before the bytes; (transfer full) */
GByteArray *mvua_cache_head_format (const MvuaCacheHead *head, const guint8 *bytes);

typedef enum
{
  MVUA_CACHE_ENTRY_FINE,
  MVUA_CACHE_ENTRY_ABSENT,  /* or it cannot be read */
  MVUA_CACHE_ENTRY_DAMAGED, /* it is not as anybody wrote it */
} MvuaCacheEntryState;

/* One thread. */
typedef struct
{
  int fd; /* -1 if it is not open */
  MvuaCacheHead head;
  gint64 used; /* unix microseconds */
  guint64 n_bytes;

  /* private */
  char *texts;
  guint8 *sums;
  guint64 start;
} MvuaCacheEntry;

/**
 * mvua_cache_entry_open:
 * @folder: a descriptor
 * @name: of a file in it; links and what is no file count as absent
 *
 * All but the bytes is verified, and that it is the file of that name.  Nothing is
 * allocated before it is known to be bounded.
 */
MvuaCacheEntryState
mvua_cache_entry_open (MvuaCacheEntry *self, int folder, const char *name);
void mvua_cache_entry_close (MvuaCacheEntry *self);

/* Whether it is of that URL and, unless @etag is %NULL, that ETag. */
gboolean
mvua_cache_entry_is_of (const MvuaCacheEntry *self, const char *url, const char *etag);

/**
 * mvua_cache_entry_read:
 * @at: from the first byte of the piece
 * @n: at most what there is from there
 * @buffer: (out caller-allocates): [n], undefined unless all is fine
 */
MvuaCacheEntryState
mvua_cache_entry_read (const MvuaCacheEntry *self, guint64 at, gsize n, guint8 *buffer);

/* Notes that it was used @now, unix microseconds, unless it was within the last minute.
 */
void mvua_cache_entry_touch (const MvuaCacheEntry *self, gint64 now);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaCacheEntry, mvua_cache_entry_close)

G_END_DECLS
