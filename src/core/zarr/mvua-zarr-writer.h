/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>
#include <json-c/json.h>

#include "mvua-zarr-piece.h"

G_BEGIN_DECLS

#define MVUA_ZARR_ERROR (mvua_zarr_error_quark ())
GQuark mvua_zarr_error_quark (void);

/**
 * MvuaZarrError:
 * @MVUA_ZARR_ERROR_IO: the file system refused; the text names the path and what helps
 * @MVUA_ZARR_ERROR_NO_MEMORY: a buffer could not be had
 * @MVUA_ZARR_ERROR_INVALID: a store or its table is not what it should be
 * @MVUA_ZARR_ERROR_UNSUPPORTED: an array uses something that is not read here
 */
typedef enum
{
  MVUA_ZARR_ERROR_IO,
  MVUA_ZARR_ERROR_NO_MEMORY,
  MVUA_ZARR_ERROR_INVALID,
  MVUA_ZARR_ERROR_UNSUPPORTED,
} MvuaZarrError;

typedef enum
{
  MVUA_ZARR_V2 = 2,
  MVUA_ZARR_V3 = 3,
} MvuaZarrFormat;

typedef enum
{
  MVUA_ZARR_INT8,
  MVUA_ZARR_INT16,
  MVUA_ZARR_INT32,
  MVUA_ZARR_INT64,
  MVUA_ZARR_FLOAT32,
  MVUA_ZARR_FLOAT64,
} MvuaZarrType;

#define MVUA_ZARR_MAX_DIMS 4

/**
 * MvuaZarrArraySpec:
 * @path: "gep01/tp", below a group that was added before.  Names may come from data: what
 *   would leave the store, or is a name of zarr's own, is %MVUA_ZARR_ERROR_INVALID
 * @dims: names of the dimensions
 * @chunk: shape of what is written at once and addressed as one: a chunk file of v2,
 *   an inner chunk of a v3 shard (a whole v3 chunk if @sharded is false)
 * @sharded: v3 only: all chunks lie in one shard file; v2 takes no notice, nor do arrays
 *   of 0 dimensions
 * @compressed: blosc-zstd, level 1, shuffle; otherwise raw little-endian
 *
 * Floats have the fill value NaN, integers null in v2 and 0 in v3 (where xarray does
 * not take it for a mask).
 */
typedef struct
{
  const char *path;
  MvuaZarrType type;
  guint n_dims;
  const char *dims[MVUA_ZARR_MAX_DIMS];
  gsize shape[MVUA_ZARR_MAX_DIMS];
  gsize chunk[MVUA_ZARR_MAX_DIMS];
  gboolean sharded;
  gboolean compressed;
} MvuaZarrArraySpec;

typedef struct _MvuaZarrWriter MvuaZarrWriter;
typedef struct _MvuaZarrArray MvuaZarrArray; /* owned by its writer */

/**
 * mvua_zarr_writer_new:
 * @folder: made by this call; must not exist, its parent must
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ZARR_ERROR set
 */
MvuaZarrWriter *mvua_zarr_writer_new (const char *folder,
                                      MvuaZarrFormat format,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_zarr_writer_reopen:
 * @folder: of a store that an earlier writer did not finish; made if it is not there
 *
 * Goes on where an earlier writer was cut short.  The same groups and arrays are added as
 * then; what it wrote counts only where it is adopted, piece by piece:
 *
 *   1. mvua_zarr_writer_has() tells of each piece of the log whether it is there;
 *   2. mvua_zarr_writer_adopt() takes it over, in the order of the log;
 *   3. mvua_zarr_writer_sweep() removes all other files.
 *
 * The finished store is the same to the byte as one that was written in one go, if what
 * is written next is what would have been.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ZARR_ERROR set
 */
MvuaZarrWriter *mvua_zarr_writer_reopen (const char *folder,
                                         MvuaZarrFormat format,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @func: (nullable): is told of each piece from now on, until the store is finished */
void
mvua_zarr_writer_set_log (MvuaZarrWriter *self, MvuaZarrPieceFunc func, gpointer data);

/* Whether the bytes of a piece lie in the store as they were logged.  Any thread, before
 * the first write. */
gboolean mvua_zarr_writer_has (MvuaZarrWriter *self, const MvuaZarrPiece *piece);

/* Takes a piece over.  One thread, before the first write.  Returns: %FALSE if it is not
 * there, or, of a chunk in a shard, if not just those before it were adopted */
gboolean mvua_zarr_writer_adopt (MvuaZarrWriter *self, const MvuaZarrPiece *piece);

/* Removes every file that was not adopted. */
gboolean mvua_zarr_writer_sweep (MvuaZarrWriter *self,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Closes what is open and frees; the files stay as they are, finished or not. */
void mvua_zarr_writer_free (MvuaZarrWriter *self);

/**
 * mvua_zarr_writer_add_group:
 * @path: "" is the root, "ensemble_stats/mean" a group below; parents come first
 * @attributes: (transfer none) (nullable): a JSON object; kept by reference and written
 *   by mvua_zarr_writer_finish(), so it may still be filled until then.  It is not
 *   changed.  Doubles are written so that they read back exactly, NaN and infinities
 *   as strings
 */
gboolean mvua_zarr_writer_add_group (MvuaZarrWriter *self,
                                     const char *path,
                                     json_object *attributes,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_zarr_writer_add_array:
 * @attributes: as for groups
 *
 * Groups and arrays are added by one thread, before the first write.
 *
 * Returns: (transfer none) (nullable): %NULL with %MVUA_ZARR_ERROR set
 */
MvuaZarrArray *mvua_zarr_writer_add_array (MvuaZarrWriter *self,
                                           const MvuaZarrArraySpec *spec,
                                           json_object *attributes,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_zarr_array_write:
 * @first: [n_dims] (nullable for 0 dimensions): a multiple of the chunk in each
 *   dimension
 * @count: [n_dims]: a multiple of the chunk, or up to the edge of the array
 * @data: [count[0]][count[1]]…, C order, in the array's type and native byte order
 *
 * Compresses and writes the chunks of a box, each of them once in the life of the
 * writer, or again after a failure.  Chunks that never come read as the fill value, with
 * which edge chunks are padded.  A chunk is written beside its name and renamed, so that
 * a chunk that has its name is whole (a shard has its name only after
 * mvua_zarr_writer_finish()).
 *
 * Any thread, several at once.
 */
gboolean mvua_zarr_array_write (MvuaZarrArray *array,
                                const gsize *first,
                                const gsize *count,
                                const void *data,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_zarr_writer_add_file:
 * @name: one segment, not "files"
 *
 * Writes a file that is no zarr, such as where each message came from, as `.mvua/NAME`;
 * the table covers it.  Any thread, before mvua_zarr_writer_finish().
 */
gboolean mvua_zarr_writer_add_file (MvuaZarrWriter *self,
                                    const char *name,
                                    const void *data,
                                    gsize length,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a file of the store, such as that of a chunk, was written.  Any thread. */
gboolean mvua_zarr_writer_has_file (MvuaZarrWriter *self, const char *path);

/**
 * mvua_zarr_writer_take_files:
 * @path: a file, or a folder with all that is in it, that somebody else wrote in the
 *   store's folder
 *
 * Reads them, so that the table covers them.  Before mvua_zarr_writer_finish().
 */
gboolean mvua_zarr_writer_take_files (MvuaZarrWriter *self,
                                      const char *path,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_zarr_writer_finish:
 *
 * Closes the shards, writes the metadata (consolidated metadata last of it) and the
 * table of every file's length and CRC-32C, and makes all of it durable.  The store is
 * then whole.  One thread, after all writes have returned; after a failure it may be
 * called again, as when there is room on the disk at last.
 */
gboolean mvua_zarr_writer_finish (MvuaZarrWriter *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Bytes written so far, for progress.  Any thread. */
guint64 mvua_zarr_writer_get_n_bytes (MvuaZarrWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaZarrWriter, mvua_zarr_writer_free)

G_END_DECLS
