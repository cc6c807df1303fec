/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-reader.h"

G_BEGIN_DECLS

/**
 * MvuaOnce:
 *
 * What is read of files when it is wanted, once a file, and kept: arrays by the numbers
 * of the files.  Several that want the same wait for one reading of it, unless theirs is
 * more urgent; each can let go at once.  Any thread.  Private to the room.
 */
typedef struct _MvuaOnce MvuaOnce;

MvuaOnce *mvua_once_new (void);
void mvua_once_free (MvuaOnce *self);

/* Returns: (transfer full) (nullable): %NULL with @error set */
typedef GArray *(*MvuaOnceFunc) (gpointer data,
                                 const MvuaReading *reading,
                                 GError **error);

/**
 * mvua_once_get:
 * @func: called with @data, in this thread, if it is not there yet
 * @reading: (nullable): as for mvua_reader_read()
 *
 * Returns: (transfer full) (nullable): %NULL with the error of @func set, or
 *   %G_IO_ERROR_CANCELLED; the next call tries again, but for %MVUA_ERROR_SOURCE, which
 *   is of the file itself
 */
GArray *mvua_once_get (MvuaOnce *self,
                       guint file,
                       MvuaOnceFunc func,
                       gpointer data,
                       const MvuaReading *reading,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaOnce, mvua_once_free)

G_END_DECLS
