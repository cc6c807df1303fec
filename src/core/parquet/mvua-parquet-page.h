/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-parquet-format.h"

G_BEGIN_DECLS

/**
 * MvuaParquetPage:
 * @at: where its header is in the file
 * @data: (not owned): what follows the header, @n_stored octets of it
 * @n: how many those are without compression
 * @n_values: with those that are missing
 * @n_levels: octets before the values that are never compressed (v2)
 * @level_encoding: of the levels (v1)
 *
 * A page as it stands in a file: its sizes are possible and its checksum, where it has
 * one, is right; nothing else was looked at.
 */
typedef struct
{
  gsize at;
  MvuaParquetPageType type;
  const guint8 *data;
  gsize n_stored;
  gsize n;
  gsize n_values;
  gint64 encoding;
  gint64 level_encoding;
  gint64 n_nulls;           /* v2 alone, and so are those below */
  gsize n_definition;       /* octets of definition levels, after … */
  gsize n_repetition;       /* … those of repetition levels */
  gboolean is_uncompressed; /* whatever the codec of the chunk */
} MvuaParquetPage;

/**
 * mvua_parquet_page_read:
 * @at: (inout): where the page begins, then where the next one would
 * @end: where the last page ends
 *
 * Returns: %FALSE with %MVUA_PARQUET_ERROR set
 */
gboolean mvua_parquet_page_read (MvuaParquetPage *self,
                                 const guint8 *file,
                                 gsize *at,
                                 gsize end,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
