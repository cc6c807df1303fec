/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-base.h"
#include "mvua-export-log.h"
#include "mvua-export.h"
#include "mvua-pool.h"
#include "mvua-sink.h"
#include "mvua-target.h"

G_BEGIN_DECLS

/* Private to the room: one export while it runs, and the parts of its work that the
 * threads of the pool share. */

/* The rain of a member over the whole export, from block to block. */
typedef struct
{
  MvuaRainSeries *series;
  guint next;     /* into the work's rain_steps */
  guint next_day; /* the day that is being summed, or will be */
  float *spare;   /* rain of steps that are not wanted for themselves */

  /* What its walk was kept as at the end of a block. */
  gsize n_saved;
  gsize n_packed;
  guint32 crc32c;
} MvuaMemberRain;

/* One export while it runs.  Parts of the work run in several threads; each writes to
 * its own piece of the buffers, and to what the mutex guards. */
typedef struct
{
  const MvuaExportPlan *plan;
  MvuaSchema *schema;
  MvuaSink *sink;
  const char *part;     /* the folder that all of it is in */
  const char *partial;  /* where the output grows */
  gboolean is_open;     /* whether it does yet */
  MvuaExportLog *log;   /* (nullable): of an output that can be resumed */
  guint n_restored;     /* fields that an earlier process did */
  guint n_units;        /* noted by this process */
  gint64 synced;        /* when all of it was last made durable; monotonic */
  MvuaExportBase *base; /* (nullable): what is added to */
  MvuaLoader *loader;
  MvuaOrigins *origins;
  GHashTable *used;  /* of buckets of rain at steps that are not wanted; by the mutex */
  MvuaPool *pool;    /* for what is made here */
  MvuaPool *loaders; /* for what is read; the same, or more threads for a remote source */
  MvuaReading reading;

  MvuaExportProgress progress;
  gpointer progress_data;
  GThread *thread;
  gint64 last_progress;
  const MvuaVariable *told; /* the field that is told of; the thread's own */
  MvuaMember told_member;
  int told_step;
  gint n_loaded;
  guint n_fields;
  MvuaRemoteCount traffic; /* before it began */
  gint is_cut_off;         /* atomic: the network was lost while it ran */

  /* What is at hand: a kind of part, the block and the variable. */
  MvuaPoolFunc func;
  guint first;          /* step of the block */
  guint n_steps;        /* of the block */
  guint variable;       /* index */
  float *fields;        /* [n_members][block][n_points] */
  float *statistics;    /* [n_statistics][block][n_points] */
  float *probabilities; /* [n_thresholds][block][n_points] */
  guint first_day;      /* days that end in the block */
  guint n_days;
  guint most_days;
  float *days;     /* [n_perturbed][most_days][n_points] */
  guint8 *days_ok; /* [n_perturbed][most_days] */
  float *daily;    /* [n_daily_thresholds][most_days][n_points] */

  GArray *rain_steps;   /* of int */
  MvuaMemberRain *rain; /* [n_members] */

  GMutex mutex; /* guards the report, and what follows */
  guint n_own;  /* messages decoded for the fields that they are */
  MvuaExportReport *report;
} MvuaExportWork;

static inline const MvuaVariable *
mvua_export_work_variable_at_hand (const MvuaExportWork *work)
{
  return g_ptr_array_index (work->plan->variables, work->variable);
}

static inline float *
mvua_export_work_field (const MvuaExportWork *work, guint member, guint step)
{
  return work->fields +
         ((gsize) member * work->plan->block + step) * work->plan->n_points;
}

static inline gboolean
mvua_export_work_at_rain (const MvuaExportWork *work)
{
  return work->plan->rain != NULL &&
         mvua_export_work_variable_at_hand (work) == work->plan->rain;
}

/* Tells how far the work is, in the thread that asked for it and now and then. */
void mvua_export_work_tell_progress (MvuaExportWork *self);

/* The same, with the field of the block that was loaded. */
void mvua_export_work_tell_field (MvuaExportWork *self, guint member, guint step);

/* Waits while the export is paused.  Returns: %FALSE with %G_IO_ERROR_CANCELLED */
gboolean mvua_export_work_pass_gate (MvuaExportWork *self, GError **error);

/* Whether the network is there, as far as it must be.  Returns: %FALSE with
 * %MVUA_HTTP_ERROR_OFFLINE */
gboolean mvua_export_work_check_network (MvuaExportWork *self, GError **error);

/* #MvuaPoolFunc: one field of the block, any variable but rain: member and step. */
gboolean mvua_export_work_load_field (guint part, gpointer data, GError **error);

/* #MvuaPoolFunc: the rain of one member through the block. */
gboolean mvua_export_work_load_rain (guint part, gpointer data, GError **error);

/*
 * Where the fields come from, and what is odd about them.
 */

/* Before anything is loaded: what a store that is added to has is taken over. */
gboolean mvua_export_work_begin_origins (MvuaExportWork *self, GError **error);

/* Looks at a field of the block that was loaded.  @clamps: (nullable): of rain */
void mvua_export_work_watch (MvuaExportWork *self,
                             guint member,
                             guint step,
                             const float *values,
                             const MvuaRainClamps *clamps);

/* Notes that the total of a member on a day went into the output. */
void mvua_export_work_use_day (MvuaExportWork *self, guint member, MvuaHours day);

/* Before a unit ends: what came with it is noted in the journal, if there is one. */
gboolean mvua_export_work_log_origins (MvuaExportWork *self, GError **error);

/* Of an export that is resumed: brings that back of all units that count. */
gboolean mvua_export_work_restore_origins (MvuaExportWork *self, GError **error);

/* When all fields are there: tells the report and the schema. */
void mvua_export_work_finish_origins (MvuaExportWork *self);

/* Whether statistics and probabilities of one step of the block are to be made. */
static inline gboolean
mvua_export_work_makes_step (const MvuaExportWork *work, guint step)
{
  return work->base == NULL || work->base->step_changes[step];
}

/* #MvuaPoolFunc: statistics and probabilities of one step of the block. */
gboolean mvua_export_work_derive_step (guint part, gpointer data, GError **error);

/* #MvuaPoolFunc: the probabilities of one of the days that end in the block. */
gboolean mvua_export_work_derive_day (guint part, gpointer data, GError **error);

/* When all is made. */
void mvua_export_work_describe_clamps (MvuaExportWork *self);

/*
 * Of work on a store that is added to.  What it has is left out, block by block; a chunk
 * that gets new fields is read back and completed; the rest is taken over as it is.
 */

/* #MvuaPoolFunc: the rain of one member at the steps of the block that the store lacks.
 */
gboolean mvua_export_work_complete_rain (guint part, gpointer data, GError **error);

/* After the fields of the block are loaded.  Returns: whether any array of the variable
 * at hand is to be written in the block */
gboolean mvua_export_work_settle_block (MvuaExportWork *self);

/* #MvuaPoolFunc: reads one of the arrays back that are written, as write_array() counts
 * them. */
gboolean mvua_export_work_read_back (guint part, gpointer data, GError **error);

/* Whether write_array() is to write an array. */
gboolean mvua_export_work_writes (const MvuaExportWork *self, guint part);

/* After the rain of the block is loaded: which of its days are to be made. */
void mvua_export_work_find_days (MvuaExportWork *self);

/* #MvuaPoolFunc: the total of one member on one day: perturbed member and day. */
gboolean mvua_export_work_load_day (guint part, gpointer data, GError **error);

/* After those are loaded.  Returns: whether any day is to be written */
gboolean mvua_export_work_settle_days (MvuaExportWork *self);

/* #MvuaPoolFunc: days of one threshold that only move. */
gboolean mvua_export_work_move_days (guint part, gpointer data, GError **error);

/* Takes over what an array has up to a step or day. */
gboolean mvua_export_work_keep_until (MvuaExportWork *self,
                                      MvuaSchemaArray *array,
                                      gsize end,
                                      GError **error);

/* #MvuaPoolFunc: the rest of one group's arrays, after all blocks. */
gboolean mvua_export_work_keep_rest (guint part, gpointer data, GError **error);

/* Empty. */
void mvua_export_report_init (MvuaExportReport *report);
/* Buffers, and the rain of each member.  Returns: %FALSE with %MVUA_ERROR_NO_MEMORY */
gboolean mvua_export_work_prepare (MvuaExportWork *self, GError **error);
void mvua_export_work_clear (MvuaExportWork *self);

/* Over a network, so far. */
MvuaRemoteCount mvua_export_work_count_traffic (const MvuaExportWork *self);

/* The output is made when there is something to be written. */
gboolean mvua_export_work_open_output (MvuaExportWork *self, GError **error);

/* Runs parts of the work, each after the gate. */
gboolean mvua_export_work_in_parallel (MvuaExportWork *self,
                                       MvuaPool *pool,
                                       guint n_parts,
                                       MvuaPoolFunc func,
                                       GError **error);

/* Days that end within the block at hand. */
void mvua_export_work_find_days_of_block (MvuaExportWork *self);

/* One variable of the block at hand, with all that is made of it. */
gboolean mvua_export_work_process (MvuaExportWork *self, GError **error);

/* What is left to do when all units are done. */
gboolean
mvua_export_work_finish (MvuaExportWork *self, MvuaTarget *target, GError **error);

/* Of an export that is resumed, before its first block: finds out which units are there
 * as the journal says, takes them over, and removes all else. */
gboolean mvua_export_work_resume (MvuaExportWork *self, GError **error);

/**
 * mvua_export_work_run:
 * @base: (nullable): what is added to
 * @part: (nullable): the folder of an interrupted export that is resumed, with @log, its
 *   journal; @log is taken
 *
 * As mvua_export_run().
 */
gboolean mvua_export_work_run (MvuaEnsemble *ensemble,
                               MvuaExportBase *base,
                               const char *part,
                               MvuaExportLog *log,
                               const char *target,
                               const MvuaExportOptions *options,
                               MvuaExportProgress progress,
                               gpointer data,
                               MvuaExportReport *report,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaExportWork, mvua_export_work_clear)

G_END_DECLS
