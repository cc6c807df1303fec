/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-network.h"

G_BEGIN_DECLS

/**
 * MvuaExportJobState:
 * @MVUA_EXPORT_JOB_WAITING: it was not started
 * @MVUA_EXPORT_JOB_DONE: the output is there, whole; there may be gaps in it
 * @MVUA_EXPORT_JOB_FAILED: see mvua_export_job_get_error()
 * @MVUA_EXPORT_JOB_CANCELLED: on demand
 *
 * Of the last two nothing is left, unless mvua_export_job_is_kept().
 */
typedef enum
{
  MVUA_EXPORT_JOB_WAITING,
  MVUA_EXPORT_JOB_RUNNING,
  MVUA_EXPORT_JOB_PAUSED,
  MVUA_EXPORT_JOB_DONE,
  MVUA_EXPORT_JOB_FAILED,
  MVUA_EXPORT_JOB_CANCELLED,
} MvuaExportJobState;

#define MVUA_TYPE_EXPORT_JOB (mvua_export_job_get_type ())
/**
 * MvuaExportJob:
 *
 * One export that runs in a thread of its own: the same that the command runs.  It keeps
 * its ensemble, so that may be closed meanwhile.  Knows no widget; its methods are for
 * the thread whose main context it was started in, and its properties change there:
 * "state" (a #MvuaExportJobState), "fraction" (0 to 1) and "message".
 */
G_DECLARE_FINAL_TYPE (MvuaExportJob, mvua_export_job, MVUA, EXPORT_JOB, GObject)

/**
 * mvua_export_job_new:
 * @target: path of the output
 * @options: copied
 */
MvuaExportJob *mvua_export_job_new (MvuaEnsemble *ensemble,
                                    const char *target,
                                    const MvuaExportOptions *options);

/**
 * mvua_export_job_new_refs:
 * @target: its name says in which form
 * @options: copied; members, variables, steps and whether to overwrite
 *
 * References to messages, of which none is decoded: see mvua_export_refs().
 */
MvuaExportJob *mvua_export_job_new_refs (MvuaEnsemble *ensemble,
                                         const char *target,
                                         const MvuaExportOptions *options);

/**
 * mvua_export_job_new_resumed:
 * @left: (transfer full): what is left of an export that was interrupted; the thread
 *   opens its source
 * @network: what a run that is somewhere else is opened through
 */
MvuaExportJob *mvua_export_job_new_resumed (MvuaExportLeft *left, MvuaNetwork *network);

/**
 * mvua_export_job_use_subsetter:
 * @script: (nullable): of the server, instead of NOAA's
 *
 * While it waits: what it wants of a run in a bucket is to be cut out by NOAA's own
 * server first, see mvua_export_subset_open().  What has been fetched when it is
 * cancelled goes; when it fails it stays in the cache for another try.
 */
void mvua_export_job_use_subsetter (MvuaExportJob *self, const char *script);

/* Once, while it waits. */
void mvua_export_job_start (MvuaExportJob *self);

/* All threads of the export stand still soon after; nothing is lost. */
void mvua_export_job_pause (MvuaExportJob *self);
void mvua_export_job_resume (MvuaExportJob *self);

/* Ends it in any state but the last three; what was written is removed. */
void mvua_export_job_cancel (MvuaExportJob *self);

/* The same, and what was done stays, to be resumed another time. */
void mvua_export_job_interrupt (MvuaExportJob *self);

/* Whether it has ended before it was done, and can be resumed. */
gboolean mvua_export_job_is_kept (MvuaExportJob *self);

MvuaExportJobState mvua_export_job_get_state (MvuaExportJob *self);

/* Whether it has ended, well or not. */
gboolean mvua_export_job_is_over (MvuaExportJob *self);
double mvua_export_job_get_fraction (MvuaExportJob *self);

/* A line for people: how far it is, what it made, or why it failed. */
const char *mvua_export_job_get_message (MvuaExportJob *self);
const char *mvua_export_job_get_target (MvuaExportJob *self);

/* The last part of the target's path, in UTF-8. */
const char *mvua_export_job_get_title (MvuaExportJob *self);

/* Why it failed; %NULL in other states. */
const GError *mvua_export_job_get_error (MvuaExportJob *self);

/* Fields that are missing in the output, and lines that name them, with what else there
 * is to know of it; (transfer none) (array zero-terminated=1). */
guint mvua_export_job_get_n_gaps (MvuaExportJob *self);
const char *const *mvua_export_job_get_details (MvuaExportJob *self);

guint64 mvua_export_job_get_n_bytes_written (MvuaExportJob *self);

/* Of the time that it ran, pauses left out. */
double mvua_export_job_get_seconds (MvuaExportJob *self);

/* Work a second, as #MvuaExportEstimate has it, once it is done; 0 before, and where it
 * was a network that it waited for. */
double mvua_export_job_get_rate (MvuaExportJob *self);

G_END_DECLS
