/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-http.h"

G_BEGIN_DECLS

/**
 * MvuaHttpTaskState:
 * @MVUA_HTTP_TASK_WAITING: for a connection
 * @MVUA_HTTP_TASK_SLEEPING: until its next try
 * @MVUA_HTTP_TASK_ACTIVE: part of a transfer
 * @MVUA_HTTP_TASK_DONE: what has come, or an error, is its caller's
 */
typedef enum
{
  MVUA_HTTP_TASK_WAITING,
  MVUA_HTTP_TASK_SLEEPING,
  MVUA_HTTP_TASK_ACTIVE,
  MVUA_HTTP_TASK_DONE,
} MvuaHttpTaskState;

/**
 * MvuaHttpTask:
 *
 * One fetch: what was asked for, and what has come of it.  It belongs to its caller and,
 * until it is done, to the engine; either may let go of it first.
 */
typedef struct
{
  gatomicrefcount n_refs;

  /* Never changes. */
  char *url;
  char *origin;
  char *etag; /* nullable */
  gint64 unmodified_since;
  guint64 offset;
  gsize length; /* 0: whole */
  gsize most;

  /* Under the engine's lock. */
  MvuaPriority priority;
  guint64 serial; /* 0: it was in no queue yet */
  gint64 due;
  MvuaHttpTaskState state;
  gboolean is_cancelled;
  GCond done;

  /* The engine's thread's until it is done, then the caller's. */
  guint8 *buffer;
  gsize n_room;
  gsize n_got;
  guint status; /* of the last answer; 0: none */
  char *seen;   /* the strong ETag of what has come; nullable */
  gboolean has_size;
  guint64 size;
  gint64 modified;
  gint64 date;
  guint n_failed;
  gboolean is_alone; /* not to be merged any more */
  GError *error;
} MvuaHttpTask;

MvuaHttpTask *mvua_http_task_new (const MvuaHttpRequest *request,
                                  const char *origin) G_GNUC_WARN_UNUSED_RESULT;
MvuaHttpTask *mvua_http_task_ref (MvuaHttpTask *self);
void mvua_http_task_unref (MvuaHttpTask *self);

/* The ETag that the next request must name. */
const char *mvua_http_task_get_etag (const MvuaHttpTask *self);

/* Where the next request of a range begins, and where the range ends. */
guint64 mvua_http_task_get_first (const MvuaHttpTask *self);
guint64 mvua_http_task_get_past (const MvuaHttpTask *self);

/**
 * mvua_http_task_take:
 * @at: offset in the object of the first of @bytes
 *
 * Keeps what of @bytes the task wants.  All before them has been taken already.
 *
 * Returns: %FALSE if there is no memory for it
 */
gboolean mvua_http_task_take (MvuaHttpTask *self,
                              guint64 at,
                              const guint8 *bytes,
                              gsize n) G_GNUC_WARN_UNUSED_RESULT;

/* All of a range is there: as much as was asked for, or as the object has. */
gboolean mvua_http_task_is_full (const MvuaHttpTask *self);

/* Lets go of what has come: the next try starts from the beginning. */
void mvua_http_task_reset (MvuaHttpTask *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaHttpTask, mvua_http_task_unref)

G_END_DECLS
