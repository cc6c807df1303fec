/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-octets.h"

G_BEGIN_DECLS

/**
 * mvua_file_read:
 * @path: of a file that may change or go away at any time
 * @buffer: (out caller-allocates): [length]
 * @n_read: (out): less than @length where the file ends before
 *
 * Returns: %FALSE with %MVUA_ERROR_IO set, naming the path
 */
gboolean mvua_file_read (const char *path,
                         guint64 offset,
                         gsize length,
                         guint8 *buffer,
                         gsize *n_read,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: %FALSE with %MVUA_ERROR_IO set if @path is no regular file that can be read */
gboolean mvua_file_get_size (const char *path,
                             guint64 *size,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_file_read_text:
 * @most: a longer file is refused, before anything is allocated for it
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_IO set
 */
char *mvua_file_read_text (const char *path, gsize most, gsize *length, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Whether @path still leads to the file that was opened as @fd: of one that is locked,
 * who held it may have removed it, or put another one in its place. */
gboolean mvua_file_has_name (int fd, const char *path);

/**
 * MvuaFileOctets:
 *
 * A file that is read a page at a time, for walking over its headers.  One thread.
 */
typedef struct _MvuaFileOctets MvuaFileOctets;

MvuaFileOctets *mvua_file_octets_open (const char *path,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_file_octets_close (MvuaFileOctets *self);

/* Borrowed from @self; pieces of up to 1 MiB can be asked for. */
const MvuaOctets *mvua_file_octets_get (MvuaFileOctets *self);
guint64 mvua_file_octets_get_size (const MvuaFileOctets *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaFileOctets, mvua_file_octets_close)

G_END_DECLS
