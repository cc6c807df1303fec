/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MvuaFileTable:
 *
 * The length and CRC-32C of every file of a store, kept in it as `.mvua/files`: text,
 * one line a file sorted by path, first a line with the format's name, last one with
 * the number of files and the checksum of all that stands above it.  Zarr readers take
 * no notice of it.
 */
typedef struct _MvuaFileTable MvuaFileTable;

MvuaFileTable *mvua_file_table_new (void);
void mvua_file_table_free (MvuaFileTable *self);

/* Any thread.  @path is relative to the store, with "/"; a later entry replaces. */
void mvua_file_table_add (MvuaFileTable *self,
                          const char *path,
                          guint64 length,
                          guint32 crc32c);

/* Any thread.  @length, @crc32c: (out) (optional).  Returns: whether @path is there */
gboolean mvua_file_table_lookup (MvuaFileTable *self,
                                 const char *path,
                                 guint64 *length,
                                 guint32 *crc32c);

/* Any thread.  Returns: (transfer full) (element-type utf8): all paths, sorted */
GPtrArray *mvua_file_table_list (MvuaFileTable *self);

/* Writes `.mvua/files` below @folder (beside, renamed). */
gboolean mvua_file_table_write (MvuaFileTable *self,
                                const char *folder,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_file_table_read:
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ZARR_ERROR_INVALID or
 *   %MVUA_ZARR_ERROR_IO set, naming the file, the line and what was expected there
 */
MvuaFileTable *mvua_file_table_read (const char *folder,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaVerifyFunc:
 * @path: relative to the store
 * @complaint: (nullable): what is wrong with it, or %NULL if it is as it should be
 *
 * Called once a file of the table or of the folder, sorted by path.
 */
typedef void (*MvuaVerifyFunc) (const char *path, const char *complaint, gpointer data);

/**
 * mvua_file_table_verify:
 * @n_bytes: (out) (optional): bytes read
 *
 * Reads every file of a store back and compares length and checksum with the table;
 * files that the table lacks are complaints too.
 *
 * Returns: the number of complaints, or -1 with @error set where there is nothing to
 *   compare with (no table, a broken table) or @cancellable was cancelled
 */
gint64 mvua_file_table_verify (const char *folder,
                               MvuaVerifyFunc func,
                               gpointer data,
                               guint64 *n_bytes,
                               GCancellable *cancellable,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaFileTable, mvua_file_table_free)

G_END_DECLS
