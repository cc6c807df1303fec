/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-zarr-writer.h"

G_BEGIN_DECLS

/**
 * MvuaZarrReader:
 *
 * A whole store that #MvuaZarrWriter wrote, read back.  Every file that is read is held
 * against the table of lengths and checksums first, the whole of a shard too, so that a
 * value is what was written or an error.  A store that something else wrote is refused.
 *
 * All errors are %MVUA_ZARR_ERROR and name the file.  After it was opened, any thread.
 */
typedef struct _MvuaZarrReader MvuaZarrReader;

/* An array of a store; owned by its reader. */
typedef struct _MvuaZarrStored MvuaZarrStored;

/**
 * mvua_zarr_reader_open:
 *
 * Reads the table and the consolidated metadata.
 *
 * Returns: (transfer full) (nullable): %NULL with @error set
 */
MvuaZarrReader *mvua_zarr_reader_open (const char *folder,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_zarr_reader_free (MvuaZarrReader *self);

MvuaZarrFormat mvua_zarr_reader_get_format (const MvuaZarrReader *self);

/* (element-type utf8): paths of all groups and arrays but the root, sorted. */
const GPtrArray *mvua_zarr_reader_list (const MvuaZarrReader *self);

/* (transfer none) (nullable): an object; %NULL where there is no such group or array.
 * "" is the root. */
json_object *mvua_zarr_reader_get_attributes (const MvuaZarrReader *self,
                                              const char *path);

/* (transfer none) (nullable): %NULL where there is no such array */
MvuaZarrStored *mvua_zarr_reader_get_array (const MvuaZarrReader *self, const char *path);

/* (transfer full) (nullable): a file that mvua_zarr_writer_add_file() wrote, and a NUL
 * after it.  @n: (out): its length */
char *mvua_zarr_reader_load_file (const MvuaZarrReader *self,
                                  const char *name,
                                  gsize *n,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the store's table has it. */
gboolean mvua_zarr_reader_has_file (const MvuaZarrReader *self, const char *name);

/* (transfer none) */
const MvuaZarrArraySpec *mvua_zarr_stored_get_spec (const MvuaZarrStored *self);

/**
 * mvua_zarr_stored_read:
 * @first: [n_dims] (nullable for 0 dimensions): any place in the array
 * @count: [n_dims]: any number of values from there, within the array
 * @values: (out caller-allocates): [count[0]][count[1]]…, C order, in the array's type
 *
 * Chunks that never came are the fill value.  Holds one chunk in memory.  Any thread,
 * several at once.
 */
gboolean mvua_zarr_stored_read (MvuaZarrStored *self,
                                const gsize *first,
                                const gsize *count,
                                void *values,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_zarr_array_keep:
 * @from: an array of the same type, chunks and compression
 * @first: [n_dims], @count: as for mvua_zarr_array_write()
 *
 * As mvua_zarr_array_write() of what @from has there, of which each chunk is taken over
 * byte for byte and not decompressed.  Both arrays must have the same extent within
 * these chunks.
 */
gboolean mvua_zarr_array_keep (MvuaZarrArray *array,
                               MvuaZarrStored *from,
                               const gsize *first,
                               const gsize *count,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaZarrReader, mvua_zarr_reader_free)

G_END_DECLS
