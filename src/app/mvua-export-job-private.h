/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-job.h"

G_BEGIN_DECLS

/* Private to the job, whose parts are: what the main context sees, and its thread. */

struct _MvuaExportJob
{
  GObject parent_instance;

  MvuaEnsemble
      *ensemble; /* (nullable): of one that is resumed it is opened in the thread */
  MvuaExportLeft *left; /* (nullable): what is resumed */
  MvuaNetwork *network; /* (nullable) */
  char *target;
  char *title;
  MvuaExportOptions options;
  MvuaGate *gate;
  GCancellable *cancellable;
  gint keeps; /* atomic: what was done stays when it is cancelled */
  GMainContext *context;
  gboolean is_refs; /* and nothing else */
  guint n_ref_files;
  gboolean is_cut; /* by the subsetter */
  char *script;    /* (nullable): of another one than NOAA's */

  MvuaExportJobState state;
  double fraction;
  char *message;
  GError *error;
  double work;
  gint64 begun;   /* of the present stretch without a pause; 0 if there is none */
  double seconds; /* of the stretches before */
  MvuaExportReport report; /* the thread's until it has ended */
  GStrv details;

  GMutex mutex; /* guards what follows */
  MvuaExportMoment moment;
  MvuaSubsetReport cutting;
  gboolean is_told; /* a source is on its way to the main context */
};

/* Shows how far it is, in the main context; @data: the job.  A GSourceFunc. */
gboolean mvua_export_job_show_moment (gpointer data);

/* The export itself, in the job's thread.  A GTaskThreadFunc. */
void mvua_export_job_run (GTask *task,
                          gpointer source,
                          gpointer data,
                          GCancellable *cancellable);

G_END_DECLS
