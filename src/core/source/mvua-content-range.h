/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaContentRange:
 * @has_range: %FALSE for an answer that says only how long the object is (status 416)
 * @first: of the bytes that follow
 * @last: of them; not below @first, and within the object
 * @has_total: %FALSE for `*`
 * @total: bytes of the object, at most 2^63 - 1
 *
 * What the field Content-Range of an answer says (RFC 9110, 14.4).
 */
typedef struct
{
  gboolean has_range;
  guint64 first;
  guint64 last;
  gboolean has_total;
  guint64 total;
} MvuaContentRange;

/**
 * mvua_content_range_parse:
 * @text: (array length=n): the field's value, without the spaces around it
 *
 * Any thread; allocates nothing.
 *
 * Returns: %FALSE, @range untouched, if @text is not exactly of the form that the
 *   standard gives for bytes, or contradicts itself
 */
gboolean mvua_content_range_parse (const char *text,
                                   gsize n,
                                   MvuaContentRange *range) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
