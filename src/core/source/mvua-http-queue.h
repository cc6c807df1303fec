/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-http-task.h"

G_BEGIN_DECLS

/**
 * MvuaHttpQueue:
 *
 * The fetches that wait: for a connection, by priority and then in the order in which
 * they came, or for a time.  It holds a reference to each.  The caller sees to it that
 * one thread at a time uses it.
 */
typedef struct
{
  GQueue waiting[MVUA_N_PRIORITIES];
  GQueue sleeping;
  guint64 serial;
} MvuaHttpQueue;

/* As a range of several fetches may grow. */
typedef struct
{
  guint64 most_gap;
  guint64 most_bytes;
} MvuaHttpMerge;

void mvua_http_queue_clear (MvuaHttpQueue *self);

/* One that was in the queue before gets its old place. */
void mvua_http_queue_push (MvuaHttpQueue *self, MvuaHttpTask *task);

/* @due: of g_get_monotonic_time() */
void mvua_http_queue_sleep (MvuaHttpQueue *self, MvuaHttpTask *task, gint64 due);

/* @task must be in the queue. */
void mvua_http_queue_remove (MvuaHttpQueue *self, MvuaHttpTask *task);

/* @task becomes more urgent; where it waits it moves to where it would be if it always
 * had been. */
void
mvua_http_queue_raise (MvuaHttpQueue *self, MvuaHttpTask *task, MvuaPriority priority);

/* Wakes all whose time has come. */
void mvua_http_queue_wake (MvuaHttpQueue *self, gint64 now);

/* When the next one's time comes, or G_MAXINT64. */
gint64 mvua_http_queue_get_due (const MvuaHttpQueue *self);

/**
 * mvua_http_queue_take:
 * @last: the last priority that may be taken
 *
 * Takes what is first, and with it other ranges of the same object and priority, if they
 * lie near enough.
 *
 * Returns: (transfer full) (nullable) (element-type MvuaHttpTask): one or more, all of
 *   them active; %NULL if none waits
 */
GPtrArray *mvua_http_queue_take (MvuaHttpQueue *self,
                                 MvuaPriority last,
                                 const MvuaHttpMerge *merge) G_GNUC_WARN_UNUSED_RESULT;

/* Where the range of @tasks begins and ends. */
void mvua_http_queue_get_span (GPtrArray *tasks, guint64 *first, guint64 *past);

guint mvua_http_queue_count (const MvuaHttpQueue *self);

G_END_DECLS
