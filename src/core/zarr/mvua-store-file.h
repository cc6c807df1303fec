/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Files of a store, as the operating system sees them.  Everywhere here @folder is the
 * store's folder and @path a file or folder below it, with "/".  All errors are
 * %MVUA_ZARR_ERROR, made by mvua_store_file_fail().  Any thread.
 */

/* Whether @path stays below the store: no empty, "." or ".." segment, no leading "/",
 * no control characters, UTF-8.  All that comes from names or from disk asks here. */
gboolean mvua_store_file_is_path (const char *path);

/* (nullable): what helps against an error, such as "free space or choose another folder"
 */
const char *mvua_store_file_get_help (int number);

/**
 * mvua_store_file_fail:
 * @number: an errno
 * @verb: what could not be done: "write", "rename"
 * @n_bytes: how much was to be written, 0 if that is not the point
 *
 * Sets an error that names the path and says what helps.
 *
 * Returns: %FALSE
 */
gboolean mvua_store_file_fail (GError **error,
                               int number,
                               const char *verb,
                               const char *folder,
                               const char *path,
                               guint64 n_bytes);

/* (transfer full): where a file lies until it is whole: "tp/0.0.0" → "tp/.0.0.0.part" */
char *mvua_store_file_dup_part (const char *path);

/* Makes @path and what lies between it and @folder; @folder itself must exist. */
gboolean mvua_store_file_make_folders (const char *folder,
                                       const char *path,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens a file for writing, made if needed, with the folders above it.
 * Returns: a descriptor that the caller closes with mvua_store_file_close(), or -1 */
int mvua_store_file_open (const char *folder,
                          const char *path,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean mvua_store_file_put (int fd,
                              const void *data,
                              gsize length,
                              guint64 offset,
                              const char *folder,
                              const char *path,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @ok: whether all went well so far, with @error set if not.
 * Returns: whether it still does: some file systems report a full disk only here */
gboolean mvua_store_file_close (int fd,
                                gboolean ok,
                                const char *folder,
                                const char *path,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives the file that lies at @path's part name its own name. */
gboolean mvua_store_file_rename (const char *folder,
                                 const char *path,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_store_file_write:
 * @durable: whether it must be on the disk, with its name, before this returns
 *
 * Writes a whole file beside its name and renames it.  A failure leaves no file.
 */
gboolean mvua_store_file_write (const char *folder,
                                const char *path,
                                const void *data,
                                gsize length,
                                gboolean durable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full) (nullable): g_dir_open(), which itself keeps no errno, with one in
 * @number where there is no folder */
GDir *mvua_store_file_list (const char *path, int *number);

/* Waits until all that was written in the file system of @folder is on the disk. */
gboolean mvua_store_file_sync_all (const char *folder,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* 1234567 → "1,234,567", whatever the locale.  Returns: (transfer full) */
char *mvua_store_file_dup_count (guint64 count);

G_END_DECLS
