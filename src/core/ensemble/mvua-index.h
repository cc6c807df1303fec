/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-reader.h"
#include "mvua-scan.h"

G_BEGIN_DECLS

/* Private to the room. */

/* Real ones are at most some tens of KB. */
#define MVUA_INDEX_LARGEST (8 << 20)

/**
 * mvua_index_scan:
 *
 * Walks over a file from message to message, reading headers only.
 *
 * Returns: (transfer full) (element-type MvuaScanned) (nullable): %NULL with an error of
 *   mvua_reader_read() set
 */
GArray *mvua_index_scan (MvuaReader *reader,
                         const char *path,
                         const MvuaReading *reading,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaIndexes:
 *
 * Indexes of remote files, each read when something in its file is wanted, and kept.  Any
 * thread; several that want the same index wait for one reading of it.
 */
typedef struct _MvuaIndexes MvuaIndexes;

/* @reader: borrowed; must outlive it */
MvuaIndexes *mvua_indexes_new (MvuaReader *reader);
void mvua_indexes_free (MvuaIndexes *self);

/**
 * mvua_indexes_get:
 * @file: a number that is the file's own
 * @path: of the GRIB file; its index has `.idx` at the end
 * @has_index: whether there is one; without one that can be read the file is walked over
 *
 * Returns: (transfer full) (element-type MvuaIdxRecord) (nullable): %NULL with an error
 * of mvua_reader_read() set; the next call tries again
 */
GArray *mvua_indexes_get (MvuaIndexes *self,
                          guint file,
                          const char *path,
                          gboolean has_index,
                          const MvuaReading *reading,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether its index was read and is not that of the file, which was walked over then. */
gboolean mvua_indexes_is_unfit (MvuaIndexes *self, guint file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaIndexes, mvua_indexes_free)

G_END_DECLS
