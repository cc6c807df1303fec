/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The files below the folder that say what it is, and what the rain truly was. */
#define MVUA_DEMO_MARK_FILE "DEMO-NOT-A-FORECAST.txt"
#define MVUA_DEMO_TRUTH_FILE "demo_true_rain.csv"

/**
 * MvuaDemoOptions:
 * @directory: made if it is not there
 * @run: `YYYYMMDD/HH` with HH 00, 06, 12 or 18
 * @steps: hours in threes up to 240, as `12`, `0-72`, `0-72/6` or several of these
 *   with commas between
 * @grid: `east-africa` or `global`
 * @count: perturbed members, gep01 to gep30: 1 to 30
 * @with_control: gec00 besides
 * @overwrite: replace the same run of an earlier demo
 * @n_jobs: helper processes, never more than cores; 0 is one a core
 * @helper: (nullable): path of mvua-demo-encode; %NULL for the installed one
 */
typedef struct
{
  const char *directory;
  const char *run;
  const char *steps;
  const char *grid;
  guint64 seed;
  int count;
  int n_jobs;
  gboolean with_control;
  gboolean overwrite;
  const char *helper;
} MvuaDemoOptions;

/* The date is fixed so that the same options make the same bytes on any day. */
#define MVUA_DEMO_OPTIONS_INIT                                                           \
  {                                                                                      \
    .run = "20250918/00", .steps = "0-72", .grid = "east-africa", .seed = 1, .count = 30 \
  }

/**
 * MvuaDemoProgress:
 * @name: of the file that is ready, without its folder
 *
 * Called once a GRIB file in the thread that called mvua_demo_make().
 */
typedef void (*MvuaDemoProgress) (guint n_done,
                                  guint n_total,
                                  const char *name,
                                  gpointer data);

/**
 * mvua_demo_make:
 * @func: (nullable) (scope call):
 *
 * Makes an ensemble of made-up weather laid out as NOAA's bucket is:
 *
 *     DIR/DEMO-NOT-A-FORECAST.txt
 *     DIR/gefs.YYYYMMDD/HH/atmos/pgrb2sp25/gepNN.tHHz.pgrb2s.0p25.fFFF and .idx
 *     DIR/gefs.YYYYMMDD/HH/demo_true_rain.csv
 *
 * The last has the rain of each 3 h that goes into a bucket, at 25 points of the grid,
 * before it was packed: `member,step,latitude,longitude,rain_mm`, the 3 h being those
 * that end at the step.  The same options make the same bytes, however many helpers
 * share the work.
 *
 * Blocks.  The run gets its name when it is whole; cancelled or failed it leaves
 * nothing behind.  A folder that holds a run of GEFS but not the file that says DEMO
 * is not touched.
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE (an option cannot be met, or the run is there
 *   already), %MVUA_ERROR_SOURCE (the folder holds other data), %MVUA_ERROR_IO,
 *   %MVUA_ERROR_HELPER (which also tells of a full disk) or %G_IO_ERROR_CANCELLED set
 */
gboolean mvua_demo_make (const MvuaDemoOptions *options,
                         MvuaDemoProgress func,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
