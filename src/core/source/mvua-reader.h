/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaReader:
 * @read: as mvua_reader_read(); any thread, several at once
 *
 * Where the bytes of messages come from.  Whoever has another place than files puts this
 * at the beginning of a structure of its own.
 */
typedef struct _MvuaReader MvuaReader;

struct _MvuaReader
{
  gboolean (*read) (MvuaReader *self,
                    const char *path,
                    guint64 offset,
                    gsize length,
                    guint8 *buffer,
                    gsize *n_read,
                    GError **error);
};

/* Reads files; (transfer none), never freed. */
MvuaReader *mvua_reader_files (void);

/**
 * mvua_reader_read:
 * @path: of what may change or go away at any time
 * @buffer: (out caller-allocates): [length]
 * @n_read: (out): less than @length where it ends before
 *
 * Blocks.  Any thread, several at once.
 *
 * Returns: %FALSE with %MVUA_ERROR_IO set, naming the path
 */
gboolean mvua_reader_read (MvuaReader *self,
                           const char *path,
                           guint64 offset,
                           gsize length,
                           guint8 *buffer,
                           gsize *n_read,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
