/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-field-maker.h"
#include "mvua-fields.h"

G_BEGIN_DECLS

/* Private to the room. */

typedef struct _MvuaFieldJob MvuaFieldJob;

/**
 * MvuaFieldWaiter:
 * @wants_partial: whether to be told of a statistic while members are on their way
 * @job: (nullable): what it waits for; private
 *
 * Someone who waits for a field: put this at the beginning of a structure.
 */
typedef struct
{
  MvuaFieldsPriority priority;
  gboolean wants_partial;
  MvuaFieldJob *job;
} MvuaFieldWaiter;

/**
 * MvuaFieldTell:
 * @field: (nullable) (transfer none)
 * @error: (nullable): why there is none
 * @is_final: nothing more will come; the waiter is forgotten
 */
typedef void (*MvuaFieldTell) (MvuaFieldWaiter *waiter,
                               MvuaField *field,
                               const GError *error,
                               gboolean is_final,
                               gpointer data);

/**
 * MvuaFieldJobs:
 *
 * What is to be made, of what, for whom, and in which order; and the cache of what was
 * made.  Each thing is made once however many want it.  Makes nothing itself and knows no
 * threads: whoever has it guards it, takes a job, makes it unguarded and brings it back.
 */
typedef struct _MvuaFieldJobs MvuaFieldJobs;

/* @maker: borrowed; must outlive it.  @n_threads: of those who take jobs */
MvuaFieldJobs *mvua_field_jobs_new (MvuaFieldMaker *maker,
                                    gsize cache_bytes,
                                    guint n_threads,
                                    MvuaFieldTell tell,
                                    gpointer data);

/* Nobody may wait any more, and no job be out. */
void mvua_field_jobs_free (MvuaFieldJobs *self);

/* Returns: (transfer none) (nullable): out of the cache; valid while it is guarded */
MvuaField *mvua_field_jobs_peek (MvuaFieldJobs *self, const MvuaMakeKey *key);

/* Has a field made that is not in the cache; the waiter is told later. */
void mvua_field_jobs_want (MvuaFieldJobs *self,
                           const MvuaMakeKey *key,
                           MvuaFieldWaiter *waiter);

/* The waiter is told nothing more; what only it waited for and was not begun is dropped.
 */
void mvua_field_jobs_forget (MvuaFieldJobs *self, MvuaFieldWaiter *waiter);

/**
 * MvuaFieldTask:
 *
 * A job that is out: what mvua_field_maker_make() is to be called with.  Its reading is
 * cancelled when nobody wants it any more.
 */
typedef struct
{
  MvuaFieldJob *job;
  MvuaMakeKey key;
  MvuaMade *parts;
  guint n_parts;
  MvuaReading reading;
} MvuaFieldTask;

/* The next thing to make.  Returns: %FALSE if there is nothing to do */
gboolean mvua_field_jobs_take (MvuaFieldJobs *self, MvuaFieldTask *task);

/**
 * mvua_field_jobs_finish:
 * @task: cleared
 * @made: (nullable): cleared; %NULL if @error says why it could not be made
 *
 * Tells those who wait for it, and gets on with what is made of it.  What was cancelled
 * and is wanted again by then is made anew.
 */
void mvua_field_jobs_finish (MvuaFieldJobs *self,
                             MvuaFieldTask *task,
                             MvuaMade *made,
                             const GError *error);

/**
 * mvua_field_jobs_take_partial:
 * @now: monotonic time
 * @due: (out): when to ask again, %G_MAXINT64 if nothing is in sight
 *
 * A statistic that has got more members since it was last told of, and has not all.
 *
 * Returns: %FALSE if there is none that is due
 */
gboolean mvua_field_jobs_take_partial (MvuaFieldJobs *self,
                                       gint64 now,
                                       MvuaFieldTask *task,
                                       gint64 *due);

/* @task and @made: (nullable): cleared */
void
mvua_field_jobs_show_partial (MvuaFieldJobs *self, MvuaFieldTask *task, MvuaMade *made);

/* Messages that are to be decoded, and memory of the cache. */
guint mvua_field_jobs_get_n_messages (const MvuaFieldJobs *self);
gsize mvua_field_jobs_get_n_bytes (const MvuaFieldJobs *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaFieldJobs, mvua_field_jobs_free)

G_END_DECLS
