/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-http-task.h"
#include "mvua-http-verdict.h"

G_BEGIN_DECLS

typedef struct _MvuaHttpTransfer MvuaHttpTransfer;

/**
 * MvuaHttpSetup:
 * @certificates: (nullable): a file of those that are trusted
 * @certificates_folder: (nullable): a folder of them
 * @is_retry: on a new connection, to an address that was looked up anew
 *
 * What transfers have in common.
 */
typedef struct
{
  const char *certificates;
  const char *certificates_folder;
  guint connect_timeout_s;
  guint stall_s;
  gboolean is_retry;
} MvuaHttpSetup;

/**
 * MvuaHttpWatch:
 * @accepted: the answer's head is good, what follows is the body
 * @received: @n bytes of any body, @n_expected of them asked for.  Returns: %FALSE if
 *   they are too many for today
 * @is_full: all of @task is there; the transfer has let go of it
 *
 * What a transfer tells, in the thread of the engine.
 */
typedef struct
{
  void (*accepted) (gpointer data, double latency_s);
  gboolean (*received) (gpointer data, gsize n, gsize n_expected);
  void (*is_full) (gpointer data, MvuaHttpTask *task);
  gpointer data;
} MvuaHttpWatch;

/**
 * mvua_http_transfer_new:
 * @tasks: (transfer full): of one object; one, or several ranges
 *
 * One request and its answer.  All in the thread of the engine.
 *
 * Returns: (transfer full) (nullable): %NULL, with @tasks left to the caller, if curl
 *   has no memory
 */
MvuaHttpTransfer *
mvua_http_transfer_new (GPtrArray *tasks,
                        const MvuaHttpSetup *setup,
                        const MvuaHttpWatch *watch) G_GNUC_WARN_UNUSED_RESULT;

/* It must be in no multi handle any more. */
void mvua_http_transfer_free (MvuaHttpTransfer *self);

CURL *mvua_http_transfer_get_easy (MvuaHttpTransfer *self);
MvuaHttpTransfer *mvua_http_transfer_from_easy (CURL *easy);

/* (element-type MvuaHttpTask): those that are not full yet */
GPtrArray *mvua_http_transfer_get_tasks (MvuaHttpTransfer *self);

/* It began with more than one. */
const char *mvua_http_transfer_get_origin (const MvuaHttpTransfer *self);
/* When it did, by g_get_monotonic_time(). */
gint64 mvua_http_transfer_get_began (const MvuaHttpTransfer *self);
gboolean mvua_http_transfer_is_merged (const MvuaHttpTransfer *self);

/* Bytes that it asked for and that have not come; 0 for a whole object. */
guint64 mvua_http_transfer_get_expected (const MvuaHttpTransfer *self);

/* Its head was accepted. */
gboolean mvua_http_transfer_is_accepted (const MvuaHttpTransfer *self);

/* A server has answered, whatever. */
gboolean mvua_http_transfer_is_answered (const MvuaHttpTransfer *self);

/**
 * mvua_http_transfer_finish:
 * @code: what curl says
 * @verdict: (out): the caller frees its error
 *
 * Tells of all tasks that are full now.  Those that remain have failed with @verdict.
 */
void mvua_http_transfer_finish (MvuaHttpTransfer *self,
                                CURLcode code,
                                MvuaHttpVerdict *verdict);

G_END_DECLS
