/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-network.h"

G_BEGIN_DECLS

/**
 * mvua_opener_open_async:
 * @network: (nullable): through which references to what is not here are followed
 * @path: a folder, a store, a reference set; or a file, whose folder is opened
 * @run: the one that is wanted where a folder has several, or %MVUA_RUN_UNKNOWN
 *
 * mvua_ensemble_open() in a thread of its own.
 */
void mvua_opener_open_async (MvuaNetwork *network,
                             const char *path,
                             MvuaRun run,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
/* Returns: (transfer full) (nullable) */
MvuaEnsemble *mvua_opener_open_finish (GAsyncResult *result, GError **error);

/* The tree of a run that was opened, made beside it in the same thread, which takes
 * longer than a window may stand still; (transfer full) (nullable): once, and not of a
 * folder. */
MvuaNode *mvua_opener_take_tree (GAsyncResult *result);

/**
 * MvuaOpenerPick:
 * @variable: (nullable)
 * @step: hours; 0 where it does not matter
 *
 * What will be looked at first.
 */
typedef struct
{
  MvuaProduct product;
  const MvuaVariable *variable;
  int step;
} MvuaOpenerPick;

/**
 * mvua_opener_get_first_member:
 *
 * Whether one member alone makes a first map of a product: of a member itself, of a mean
 * and a spread NOAA's own; of what takes all members there is no first map before they
 * have come.
 */
gboolean mvua_opener_get_first_member (const MvuaProduct *product, MvuaMember *member);

/**
 * mvua_opener_open_run_async:
 * @source: "noaa:latest", "noaa:20250918/00"
 * @only: (nullable): looks for the one member of mvua_opener_get_first_member() alone,
 *   which takes a request where all take some six; mvua_opener_open_finish()
 *
 * Opens a run that is somewhere else, in a thread of its own.
 */
void mvua_opener_open_run_async (MvuaNetwork *network,
                                 const char *source,
                                 const MvuaOpenerPick *pick,
                                 const MvuaMember *only,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);

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
