/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-schema.h"

G_BEGIN_DECLS

/**
 * MvuaNetcdfFile:
 *
 * One netCDF-4 file while it is written.  netCDF-C is not thread-safe: one lock for the
 * whole process stands around all of it, so any thread may call.  Private to the room.
 */
typedef struct _MvuaNetcdfFile MvuaNetcdfFile;

MvuaNetcdfFile *mvua_netcdf_file_new (const char *path,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Closes it, whole or not. */
void mvua_netcdf_file_free (MvuaNetcdfFile *self);

/* A group by its path, "" for the root, with its attributes; parents come first. */
gboolean mvua_netcdf_file_add_group (MvuaNetcdfFile *self,
                                     const char *path,
                                     json_object *attributes,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_netcdf_file_add_array:
 * @group: path of one that was added
 *
 * A variable and the dimensions that its group lacks.  Fields (no data of their own) are
 * compressed in the schema's chunks and read as NaN where nothing is written.
 *
 * Returns: a number for mvua_netcdf_file_write(), or -1 with @error set
 */
int mvua_netcdf_file_add_array (MvuaNetcdfFile *self,
                                const char *group,
                                const MvuaSchemaArray *array,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Attributes that came, or changed, since the array was added; @array: -1 is the root. */
gboolean mvua_netcdf_file_describe (MvuaNetcdfFile *self,
                                    int array,
                                    json_object *attributes,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean mvua_netcdf_file_write (MvuaNetcdfFile *self,
                                 int array,
                                 const gsize *first,
                                 const gsize *count,
                                 const void *data,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Closes the file and makes it durable. */
gboolean mvua_netcdf_file_finish (MvuaNetcdfFile *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* On disk so far. */
guint64 mvua_netcdf_file_get_n_bytes (MvuaNetcdfFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaNetcdfFile, mvua_netcdf_file_free)

G_END_DECLS
