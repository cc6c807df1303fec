/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-demo.h"

G_BEGIN_DECLS

/**
 * MvuaDemoWork:
 *
 * What all helper processes together must do: members @first_member to
 * @first_member + @n_members - 1, 0 being the control, shared out in runs of
 * neighbours over @n_jobs.  The truth of job N goes to @truth_stem and `.N`.
 */
typedef struct
{
  const char *helper;
  const char *directory; /* where the files go; it exists */
  const char *truth_stem;
  const char *run;   /* YYYYMMDDHH */
  const char *steps; /* hours with commas between */
  const char *grid;
  guint64 seed;
  int first_member, n_members;
  int n_jobs;    /* 1 to n_members */
  guint n_files; /* for the progress */
} MvuaDemoWork;

/* The name of job @job's part of the truth.  Returns: (transfer full) */
char *mvua_demo_work_truth (const MvuaDemoWork *work, int job);

/**
 * mvua_demo_work_run:
 *
 * Blocks until all helpers have ended.  The first one that fails ends the others, and
 * so does @cancellable.
 */
gboolean mvua_demo_work_run (const MvuaDemoWork *work,
                             MvuaDemoProgress func,
                             gpointer data,
                             GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
