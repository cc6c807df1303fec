/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-http-head.h"
#include "mvua-http.h"

#include <curl/curl.h>

G_BEGIN_DECLS

/**
 * MvuaHttpAsked:
 * @is_whole: no range
 * @first: of the range
 * @past: the first byte after it
 * @most: of a whole object
 * @etag: (nullable): what If-Match said
 * @modified: what If-Unmodified-Since said; 0: nothing
 * @has_size: @size is known from earlier answers
 *
 * What a request was for.
 */
typedef struct
{
  const char *url;
  gboolean is_whole;
  guint64 first;
  guint64 past;
  gsize most;
  const char *etag;
  gint64 modified;
  gboolean has_size;
  guint64 size;
} MvuaHttpAsked;

/**
 * MvuaHttpVerdict:
 * @error: (nullable): %NULL if all is well
 * @is_transient: another try may go better
 * @is_link: no server was reached at all
 * @may_be_range: another range of the same object may go better
 * @wait_s: how long the server wants to be left alone, -1 if it says nothing
 *
 * What became of a request.
 */
typedef struct
{
  GError *error;
  gboolean is_transient;
  gboolean is_link;
  gboolean may_be_range;
  gint64 wait_s;
} MvuaHttpVerdict;

#define MVUA_HTTP_VERDICT_INIT                                                           \
  {                                                                                      \
    .wait_s = -1                                                                         \
  }

/**
 * mvua_http_verdict_judge_head:
 * @head: complete
 *
 * Whether the body that follows is what was asked for.  Status 416 is left to
 * mvua_http_verdict_judge_416().
 *
 * Returns: %FALSE with the error of @verdict set
 */
gboolean mvua_http_verdict_judge_head (MvuaHttpVerdict *verdict,
                                       const MvuaHttpAsked *asked,
                                       const MvuaHttpHead *head);

/**
 * mvua_http_verdict_judge_416:
 * @body: what the server says to it, as far as it was kept
 * @size: (out): of the object, which ends before the range begins
 *
 * Returns: %FALSE with the error of @verdict set
 */
gboolean mvua_http_verdict_judge_416 (MvuaHttpVerdict *verdict,
                                      const MvuaHttpAsked *asked,
                                      const MvuaHttpHead *head,
                                      const char *body,
                                      guint64 *size);

/* What curl says of a transfer that failed.  @is_connected: a request could be sent;
 * @is_reset: the connection was reset. */
void mvua_http_verdict_judge_failure (MvuaHttpVerdict *verdict,
                                      const MvuaHttpAsked *asked,
                                      CURLcode code,
                                      gboolean is_connected,
                                      gboolean is_reset,
                                      const char *details);

/* The server broke off after @n of the bytes that it had promised. */
void mvua_http_verdict_set_short (MvuaHttpVerdict *verdict,
                                  const MvuaHttpAsked *asked,
                                  guint64 n);

/* Refused, for what came: an answer that contradicts itself or what was asked. */
void mvua_http_verdict_refuse (MvuaHttpVerdict *verdict,
                               const MvuaHttpAsked *asked,
                               const char *format,
                               ...) G_GNUC_PRINTF (3, 4);

void mvua_http_verdict_no_memory (MvuaHttpVerdict *verdict, const MvuaHttpAsked *asked);

/* (transfer full): "URL bytes 0-9", for messages */
char *mvua_http_asked_dup_name (const MvuaHttpAsked *asked);

G_END_DECLS
