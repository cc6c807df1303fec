/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-content-range.h"

G_BEGIN_DECLS

/* Of the lines of one answer, what comes before it (100 Continue) included. */
#define MVUA_HTTP_LARGEST_HEAD (64 << 10)

/**
 * MvuaHttpHead:
 * @status: 0 before the first line
 * @is_complete: the empty line has come; what follows is the body
 * @n_bytes: of all lines
 * @fault: (nullable): why it cannot be relied upon, static
 * @etag: (nullable): as it came, with its quotes
 * @encoding: (nullable): Content-Encoding, unless it is `identity`
 * @transfer: (nullable): Transfer-Encoding, unless it is `chunked` or `identity`
 * @date: of the answer, unix seconds; 0 unknown
 * @modified: the object's, unix seconds; 0 unknown
 *
 * The lines before the body of an answer, as far as they matter.
 */
typedef struct
{
  guint status;
  gboolean is_complete;
  gsize n_bytes;
  const char *fault;
  gboolean has_range;
  MvuaContentRange range;
  gboolean has_length;
  guint64 length;
  char *etag;
  char *location;
  char *retry_after;
  char *encoding;
  char *transfer;
  gint64 date;
  gint64 modified;
} MvuaHttpHead;

/**
 * mvua_http_head_take:
 * @line: (array length=n): one line with its end, whatever a server sent
 *
 * A new status line begins anew: what came before was an interim answer.  What comes
 * after the empty line (trailers) is counted and ignored.
 *
 * Returns: %FALSE if it is too much
 */
gboolean mvua_http_head_take (MvuaHttpHead *self,
                              const char *line,
                              gsize n) G_GNUC_WARN_UNUSED_RESULT;
void mvua_http_head_clear (MvuaHttpHead *self);

G_END_DECLS
