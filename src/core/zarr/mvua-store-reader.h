/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Reads a store that may be anybody's.  No symbolic link below its folder is followed,
 * nothing but plain files is opened.  Any thread.
 */

/* Opens @path below the folder that @folder_fd is.
 * Returns: a descriptor that the caller closes, or -1 with errno set: ELOOP for a link,
 *   EINVAL for what is no plain file */
int mvua_store_reader_open (int folder_fd, const char *path, guint64 *length);

/* Reads just @length bytes at @offset of a file that is open; @folder and @path are its
 * names, for errors. */
gboolean mvua_store_reader_read_at (int fd,
                                    const char *folder,
                                    const char *path,
                                    void *bytes,
                                    gsize length,
                                    guint64 offset,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_store_reader_load:
 * @n: (out): length of the file
 *
 * Returns: (transfer full) (nullable): the file's bytes, and a NUL after them; %NULL with
 *   %MVUA_ZARR_ERROR set, also if it is longer than @max
 */
char *mvua_store_reader_load (const char *folder,
                              const char *path,
                              gsize max,
                              gsize *n,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of a folder that is open; @folder is its name, for errors. */
char *mvua_store_reader_load_at (int folder_fd,
                                 const char *folder,
                                 const char *path,
                                 gsize max,
                                 gsize *n,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full) (nullable): what is wrong with a file of which there is something else
 * than was written; %NULL if it is as it should be */
char *mvua_store_reader_dup_complaint (guint64 length,
                                       guint64 expected_length,
                                       guint32 crc32c,
                                       guint32 expected_crc32c);

/* (transfer full) (element-type utf8): names of the folders right below @path, "" for the
 * store itself, sorted; none if it cannot be read */
GPtrArray *mvua_store_reader_list_folders (int folder_fd, const char *path);

/* Called for all that is not a folder, in no order, and for folders that cannot be
 * read; @path is the file system's, which need not be UTF-8; @complaint is nullable. */
typedef void (*MvuaStoreReaderFunc) (const char *path,
                                     const char *complaint,
                                     gpointer data);

/* Goes through all folders below. */
void mvua_store_reader_walk (int folder_fd, MvuaStoreReaderFunc func, gpointer data);

/* The same of a folder that is not open. */
gboolean mvua_store_reader_walk_path (const char *folder,
                                      MvuaStoreReaderFunc func,
                                      gpointer data,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
