/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-reader.h"

G_BEGIN_DECLS

/**
 * MvuaPool:
 *
 * The decoding threads.  Runs the parts of one piece of work at a time on all of them,
 * the calling thread included.
 */
typedef struct _MvuaPool MvuaPool;

/* @n_threads: 0 for as many as there are cores */
MvuaPool *mvua_pool_new (guint n_threads);

/* As many threads as keep a source busy: of a remote one more are waiting than there are
 * cores. */
MvuaPool *mvua_pool_new_for (const MvuaReader *reader, guint n_threads);
guint mvua_pool_threads_for (const MvuaReader *reader, guint n_threads);
void mvua_pool_free (MvuaPool *self);
guint mvua_pool_get_n_threads (MvuaPool *self);

/**
 * MvuaPoolFunc:
 * @part: from 0 to below the number of parts
 *
 * Any thread of the pool.  Returns: %FALSE with @error set to stop the whole
 */
typedef gboolean (*MvuaPoolFunc) (guint part, gpointer data, GError **error);

/**
 * mvua_pool_run:
 *
 * Calls @func for each part and returns when all have returned.  After an error or a
 * cancellation no further part is begun.  One thread at a time.
 *
 * Returns: %FALSE with the first error, or %G_IO_ERROR_CANCELLED
 */
gboolean mvua_pool_run (MvuaPool *self,
                        guint n_parts,
                        MvuaPoolFunc func,
                        gpointer data,
                        GCancellable *cancellable,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaPool, mvua_pool_free)

G_END_DECLS
