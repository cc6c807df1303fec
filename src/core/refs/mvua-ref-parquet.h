/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ref-set.h"

G_BEGIN_DECLS

/* Tables of keys and values, and kerchunk's folders of tables.  Private to the room. */

/* The largest Parquet file that is read. */
#define MVUA_REF_PARQUET_LARGEST (512u << 20)

/**
 * mvua_ref_parquet_read:
 * @file: a whole file with the columns "key" and "value", a row for each key; values are
 *   octets: those of the entry, "base64:…", or the JSON of [url, offset, length]
 * @path: what errors call it
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE set: also for the
 *   older form of one row that holds all of it as a Python literal, and for other tables
 */
MvuaRefSet *mvua_ref_parquet_read (GBytes *file,
                                   const char *path,
                                   GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Such a file of a set; %NULL with %MVUA_ERROR_SOURCE set if it is too large. */
GBytes *mvua_ref_parquet_write (const MvuaRefSet *set,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the room of Parquet says, as an error of a source that names @path.  Takes
 * @parquet.  Returns: %FALSE */
gboolean mvua_ref_parquet_fail (const char *path, GError *parquet, GError **error);

G_END_DECLS
