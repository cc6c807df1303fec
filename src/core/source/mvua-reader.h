/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-octets.h"
#include "mvua-urgency.h"

G_BEGIN_DECLS

/**
 * MvuaReading:
 * @priority: what it begins with
 * @urgency: (nullable): may become more urgent than that while it is under way
 * @cancellable: (nullable): a slow source returns at once when it is cancelled
 * @only_kept: fails rather than to fetch what is not on this computer
 *
 * How something is read: for whom, and until when.  A plain value.
 */
typedef struct
{
  MvuaPriority priority;
  MvuaUrgency *urgency;
  GCancellable *cancellable;
  gboolean only_kept;
} MvuaReading;

/* As urgent as it is now; @reading: (nullable): somebody looks at it and waits. */
MvuaPriority mvua_reading_get_priority (const MvuaReading *reading);

/**
 * MvuaReader:
 * @is_remote: each read costs the time of a request, and bytes cost more than requests:
 *   whoever reads asks for the beginning of a message first, and for several at once
 * @read: as mvua_reader_read(); any thread, several at once
 * @get_size: (nullable): as mvua_reader_get_size(); %NULL for that of a file
 * @read_all: (nullable): as mvua_reader_read_all(); %NULL for a file
 * @count_kept: (nullable): as mvua_reader_count_kept(); %NULL if nothing is kept
 * @dup_etag: (nullable): as mvua_reader_dup_etag(); %NULL where there are no versions
 *
 * Where the bytes of messages come from.  Whoever has another place than files puts this
 * at the beginning of a structure of its own.
 */
typedef struct _MvuaReader MvuaReader;

struct _MvuaReader
{
  gboolean is_remote;
  gboolean (*read) (MvuaReader *self,
                    const char *path,
                    guint64 offset,
                    gsize length,
                    guint8 *buffer,
                    gsize *n_read,
                    const MvuaReading *reading,
                    GError **error);
  gboolean (*get_size) (MvuaReader *self,
                        const char *path,
                        guint64 *size,
                        const MvuaReading *reading,
                        GError **error);
  GBytes *(*read_all) (MvuaReader *self,
                       const char *path,
                       gsize most,
                       const MvuaReading *reading,
                       GError **error);
  gsize (*count_kept) (MvuaReader *self, const char *path, guint64 offset, gsize length);
  char *(*dup_etag) (MvuaReader *self, const char *path);
};

/* Reads files; (transfer none), never freed. */
MvuaReader *mvua_reader_files (void);

/**
 * mvua_reader_read:
 * @path: of what may change or go away at any time: a file, or a URL
 * @buffer: (out caller-allocates): [length]
 * @n_read: (out): less than @length where it ends before
 * @reading: (nullable): %NULL for somebody who looks at it and waits
 *
 * Blocks.  Any thread, several at once.
 *
 * Returns: %FALSE with %MVUA_ERROR_IO, %MVUA_HTTP_ERROR or %G_IO_ERROR_CANCELLED set,
 *   naming the path
 */
gboolean mvua_reader_read (MvuaReader *self,
                           const char *path,
                           guint64 offset,
                           gsize length,
                           guint8 *buffer,
                           gsize *n_read,
                           const MvuaReading *reading,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Length of the whole of @path; the same errors. */
gboolean mvua_reader_get_size (MvuaReader *self,
                               const char *path,
                               guint64 *size,
                               const MvuaReading *reading,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_reader_read_all:
 * @most: what is longer is refused
 *
 * Returns: (transfer full) (nullable): the whole of @path; %NULL with the same errors set
 */
GBytes *mvua_reader_read_all (MvuaReader *self,
                              const char *path,
                              gsize most,
                              const MvuaReading *reading,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many bytes from @offset on, up to @length, are probably had without a request. */
gsize
mvua_reader_count_kept (MvuaReader *self, const char *path, guint64 offset, gsize length);

/* (transfer full) (nullable): the ETag of the version that is read of @path, if that has
 * one and it is known. */
char *mvua_reader_dup_etag (MvuaReader *self, const char *path);

/**
 * MvuaReaderOctets:
 *
 * Something that is read a page at a time through a reader, for walking over its
 * headers.  One thread.
 */
typedef struct _MvuaReaderOctets MvuaReaderOctets;

/* @reader, @reading: borrowed; must outlive it */
MvuaReaderOctets *mvua_reader_octets_open (MvuaReader *reader,
                                           const char *path,
                                           const MvuaReading *reading,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_reader_octets_close (MvuaReaderOctets *self);

/* Borrowed from @self; pieces of up to 1 MiB can be asked for. */
const MvuaOctets *mvua_reader_octets_get (MvuaReaderOctets *self);
guint64 mvua_reader_octets_get_size (const MvuaReaderOctets *self);

/* (nullable): why a piece could not be had, if it was not that it is not there */
const GError *mvua_reader_octets_get_error (const MvuaReaderOctets *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaReaderOctets, mvua_reader_octets_close)

G_END_DECLS
