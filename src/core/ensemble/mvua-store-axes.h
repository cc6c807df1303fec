/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-error.h"
#include "mvua-grid.h"
#include "mvua-run.h"
#include "mvua-store-notes.h"
#include "mvua-zarr-tree.h"

G_BEGIN_DECLS

/*
 * What the coordinates of a group say.  @group: its path, "" for the root.  All errors
 * are %MVUA_ERROR_SOURCE, or %MVUA_ZARR_ERROR where something cannot be read.  Private to
 * the room.
 */

/* "gep01/tp"; (transfer full) */
char *mvua_store_path (const char *group, const char *name);

/* Sets an error that names the store and what in it is meant.  Returns: %FALSE */
G_GNUC_PRINTF (4, 5)
gboolean mvua_store_complain (
    const MvuaZarrTree *tree, const char *path, GError **error, const char *format, ...);

/**
 * mvua_store_find_run:
 *
 * Of the attributes model_date and run_hour of the group or the store, of a time without
 * dimension, or of the names of the store and the folders that it is in: "20250918_00".
 *
 * Returns: %MVUA_RUN_UNKNOWN if nothing says it
 */
MvuaRun mvua_store_find_run (MvuaZarrTree *tree, const char *group);

/**
 * MvuaStoreGrid:
 * @is_upside_down: the first row is the southernmost
 * @west: degrees, the first longitude as it is written
 */
typedef struct
{
  MvuaGrid grid;
  gboolean is_upside_down;
  double west;
} MvuaStoreGrid;

/**
 * mvua_store_grid_of_axes:
 * @latitudes: degrees, from -90 to 90; @longitudes: from -720 to 720; both are changed
 *
 * Returns: whether that is a regular grid
 */
gboolean mvua_store_grid_of_axes (double *latitudes,
                                  gsize n_rows,
                                  double *longitudes,
                                  gsize n_columns,
                                  MvuaStoreGrid *grid) G_GNUC_WARN_UNUSED_RESULT;

/* @rows, @columns: names of the dimensions */
gboolean mvua_store_read_grid (MvuaZarrTree *tree,
                               const char *group,
                               const char *rows,
                               const char *columns,
                               MvuaStoreGrid *grid,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaStoreSteps:
 * @hours: (element-type int): in the order of the store, each once
 * @are_numbers: it had 0, 1, 2 … and called them hours, as the pipeline did that numbered
 *   the files of a run; corrected
 * @are_times: it had times of validity, as that pipeline's joined stores have
 */
typedef struct
{
  GArray *hours;
  gboolean are_numbers;
  gboolean are_times;
} MvuaStoreSteps;

/**
 * mvua_store_read_steps:
 * @dim: name of the dimension
 * @n: its length
 * @run: (inout): found out by way of the hours if it is not known
 */
gboolean mvua_store_read_steps (MvuaZarrTree *tree,
                                const char *group,
                                const char *dim,
                                gsize n,
                                MvuaRun *run,
                                MvuaStoreSteps *steps,
                                MvuaStoreNotes *notes,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
