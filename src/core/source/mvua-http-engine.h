/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-http-budget.h"
#include "mvua-http-queue.h"
#include "mvua-link-meter.h"
#include "mvua-net-watch.h"

#include <curl/curl.h>

G_BEGIN_DECLS

/**
 * MvuaHttp:
 *
 * What callers and the engine's thread share.  The thread alone touches the transfers,
 * and whatever curl calls back runs in it, with nothing locked.
 */
struct _MvuaHttp
{
  /* Never changes after the thread has started. */
  guint n_connections;
  guint connect_timeout_s;
  guint stall_s;
  guint n_retries;
  gint64 patience; /* microseconds */
  char **plain_hosts;
  char *certificates;
  char *certificates_folder;
  CURLM *multi;
  GThread *thread;

  /* The thread's. */
  GPtrArray *transfers;
  GHashTable *rests; /* origin → until when it wants to be left alone */
  GRand *random;
  GHashTable *watches; /* origin → MvuaNetWatch */
  gint64 heard;        /* when anything last came */
  double good;         /* share of answers that were good */

  GMutex lock;
  gboolean is_quitting;
  gboolean is_swept; /* no active task has been cancelled since the last look */
  MvuaHttpQueue queue;
  MvuaLinkMeter meter;
  MvuaHttpBudget budget;
  guint64 n_bytes;
  guint n_active;
  guint n_requests;
  guint n_retried;
  guint n_merged;
};

/* What the thread runs until it is told to quit. */
gpointer mvua_http_engine_run (gpointer http);

G_END_DECLS
