/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/**
 * mvua_opener_open_async:
 * @path: a folder; or a file, whose folder is opened
 * @run: the one that is wanted where a folder has several, or %MVUA_RUN_UNKNOWN
 *
 * mvua_ensemble_open() in a thread of its own.
 */
void mvua_opener_open_async (const char *path,
                             MvuaRun run,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
/* Returns: (transfer full) (nullable) */
MvuaEnsemble *mvua_opener_open_finish (GAsyncResult *result, GError **error);

/**
 * MvuaOpenerProgress:
 *
 * Called in the main context that mvua_opener_make_demo_async() was called in.
 */
typedef void (*MvuaOpenerProgress) (guint n_done, guint n_total, gpointer data);

/**
 * mvua_opener_make_demo_async:
 * @progress: (scope async): called with @data
 *
 * Makes the demo ensemble in the user's cache folder, unless it is there, and opens it.
 */
void mvua_opener_make_demo_async (MvuaOpenerProgress progress,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
/* Returns: (transfer full) (nullable) */
MvuaEnsemble *mvua_opener_make_demo_finish (GAsyncResult *result, GError **error);

/* Folder of the demo ensemble; (transfer full). */
char *mvua_opener_demo_path (void);

G_END_DECLS
