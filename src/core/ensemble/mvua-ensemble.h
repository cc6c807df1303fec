/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-error.h"
#include "mvua-grid.h"
#include "mvua-reader.h"
#include "mvua-reference.h"
#include "mvua-remote.h"

G_BEGIN_DECLS

/**
 * MvuaEnsemble:
 *
 * One run of one ensemble, whatever it is kept in: a folder of GRIB files, flat or laid
 * out as NOAA's bucket, with or without .idx files; a run in that bucket, of which the
 * listing is read and the indexes are when something in their files is wanted; a Zarr
 * store with a group a member, the store of one member, or a folder of such; or a set of
 * references to messages, wherever they lie; or a hybrid of these two.  What
 * there is to read is settled when it is opened; it does not change after, so any thread
 * may use it: of a run that is being published another opening tells more. Ref and unref
 * are atomic.
 */
typedef struct _MvuaEnsemble MvuaEnsemble;

/**
 * MvuaEnsembleOptions:
 * @run: the one that is wanted where a folder has several, or %MVUA_RUN_UNKNOWN
 * @reader: (nullable): what the bytes of messages are read through, %NULL for files; it
 *   must outlive the ensemble.  What there is to read is looked up in files all the same.
 * @remote: (nullable): what a run in a bucket is read through, and what a reference set
 *   refers to that is not here; the ensemble keeps it
 * @only_members: (nullable) (element-type MvuaMember): of a run in a bucket only these
 * are looked for: a request each, where all members cost about six
 * @first_variable: (nullable): what will be looked at first, at @first_step: of a run in
 * a bucket opening it fetches what that needs and little else
 */
typedef struct
{
  MvuaRun run;
  MvuaReader *reader;
  MvuaRemote *remote;
  const GArray *only_members;
  const MvuaVariable *first_variable;
  int first_step;
} MvuaEnsembleOptions;

/**
 * mvua_ensemble_open:
 * @path: a folder, a file, a store, a run in a bucket ("noaa:20250918/00",
 *   "noaa:latest"), or a reference set, which is known by what it is and not by its name
 * @options: (nullable)
 *
 * Reads .idx files, or walks over the messages of files that have none or one that does
 * not fit, or the metadata of stores; decodes no field.  Blocks.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE, %MVUA_ERROR_IO,
 *   %MVUA_ERROR_USAGE, %MVUA_HTTP_ERROR or %G_IO_ERROR_CANCELLED set
 */
MvuaEnsemble *mvua_ensemble_open (const char *path,
                                  const MvuaEnsembleOptions *options,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @path is a Zarr store, or a folder with stores of members in it. */
gboolean mvua_ensemble_is_store (const char *path);
/* Whether it would be opened as a reference set: kerchunk's JSON, a Parquet file, or a
 * folder of them.  Looks into the file. */
gboolean mvua_ensemble_is_reference_set (const char *path);

MvuaEnsemble *mvua_ensemble_ref (MvuaEnsemble *self);
void mvua_ensemble_unref (MvuaEnsemble *self);

const char *mvua_ensemble_get_path (const MvuaEnsemble *self);
MvuaRun mvua_ensemble_get_run (const MvuaEnsemble *self);
const MvuaGrid *mvua_ensemble_get_grid (const MvuaEnsemble *self);

/* Order of the values in messages of that grid, as one of them has it: flag table 3.4 */
guint mvua_ensemble_get_scanning (const MvuaEnsemble *self);

/* What it is fetched through; (nullable): %NULL if all of it is here */
MvuaRemote *mvua_ensemble_get_remote (const MvuaEnsemble *self);

/* All of its grid, with longitudes as the source writes them. */
MvuaRegion mvua_ensemble_get_region (const MvuaEnsemble *self);

/* (element-type MvuaMember): of which the source has a place, and maybe no field. */
const GArray *mvua_ensemble_get_claimed (const MvuaEnsemble *self);

/* "pgrb2s.0p25", or "" where the files are not named as NOAA names them. */
const char *mvua_ensemble_get_product (const MvuaEnsemble *self);

/* Whether a message says that it is made up. */
gboolean mvua_ensemble_is_demo (const MvuaEnsemble *self);

/* (element-type MvuaMember): those that have at least one message, in order. */
const GArray *mvua_ensemble_get_members (const MvuaEnsemble *self);

/* (element-type int): hours, ascending, at which any member has any message. */
const GArray *mvua_ensemble_get_steps (const MvuaEnsemble *self);

/* (element-type MvuaVariable): in the order of the table. */
const GPtrArray *mvua_ensemble_get_variables (const MvuaEnsemble *self);

/* Whether it is kept in stores: what else are messages are fields there, and files are
 * arrays. */
gboolean mvua_ensemble_is_of_fields (const MvuaEnsemble *self);

/* Whether it is kept in a store and in references to messages beside it; of those the
 * fields that are in the store, and the files that the messages are in. */
gboolean mvua_ensemble_is_hybrid (const MvuaEnsemble *self);
guint mvua_ensemble_get_n_fields (const MvuaEnsemble *self);
guint mvua_ensemble_get_n_message_files (const MvuaEnsemble *self);

/* How many stores it was opened from: one, or as many as a folder of members has; 0 of
 * messages, and where some of it is messages. */
guint mvua_ensemble_get_n_stores (const MvuaEnsemble *self);

/* Messages of known variables, and of others, which take no part. */
guint mvua_ensemble_get_n_messages (const MvuaEnsemble *self);
guint mvua_ensemble_get_n_unknown (const MvuaEnsemble *self);
guint mvua_ensemble_get_n_files (const MvuaEnsemble *self);

/* (element-type utf8): what was wrong with files, or left out, a sentence each. */
const GPtrArray *mvua_ensemble_get_notes (const MvuaEnsemble *self);

/* Whether it is a run in a bucket, whole or not, which may grow and of which there is
 * more than what was fetched; a reference set is none, wherever its messages lie. */
gboolean mvua_ensemble_is_bucket_run (const MvuaEnsemble *self);

/* Whether it is a whole run as NOAA publishes it, of which is known what is to come:
 * members 1 to %MVUA_PRODUCT_N_MEMBERS, and %MVUA_PRODUCT_N_STEPS steps. */
gboolean mvua_ensemble_is_published_run (const MvuaEnsemble *self);

/* Whether there is any message of @member at @step. */
gboolean mvua_ensemble_has_file (const MvuaEnsemble *self, MvuaMember member, int step);

/**
 * mvua_ensemble_find:
 * @n_found: (out): how many
 *
 * All references to a variable of a member whose time window ends at @step; the
 * longest window first.
 *
 * Returns: (transfer none) (nullable) (array length=n_found)
 */
const MvuaReference *mvua_ensemble_find (const MvuaEnsemble *self,
                                         const MvuaVariable *variable,
                                         MvuaMember member,
                                         int step,
                                         guint *n_found);

/* What messages are read through; never %NULL. */
MvuaReader *mvua_ensemble_get_reader (const MvuaEnsemble *self);

/* Path, or URL, of the file that a reference is to; (transfer none). */
const char *mvua_ensemble_get_file (const MvuaEnsemble *self, guint file);

/* (transfer full): how that is found again later, wherever one is then: a URL, a whole
 * path, or of what a subsetter cut out the URL that it was the answer to */
char *mvua_ensemble_dup_origin (const MvuaEnsemble *self, guint file);

/* (transfer full): by what that file is known again, if it is the same still: its length
 * and time, or the version that the listing names; "" where nothing is known of it */
char *mvua_ensemble_dup_mark (const MvuaEnsemble *self, guint file);

/**
 * mvua_ensemble_locate:
 * @reference: one whose offset is %MVUA_OFFSET_UNKNOWN
 * @reading: (nullable)
 *
 * Reads the index of its file, once a file.  Any thread.
 *
 * Returns: (transfer full) (element-type MvuaReference) (nullable): where the messages of
 *   that window lie, none if the file does not have it; %NULL with an error of
 *   mvua_reader_read() set
 */
GArray *mvua_ensemble_locate (MvuaEnsemble *self,
                              const MvuaReference *reference,
                              const MvuaReading *reading,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_ensemble_is_kept:
 *
 * Whether a field can be shown without a network, as far as its index and the beginning
 * of its message tell: of a folder everything can.  Reads the disk.  Any thread.
 */
gboolean mvua_ensemble_is_kept (MvuaEnsemble *self,
                                const MvuaVariable *variable,
                                MvuaMember member,
                                int step);

/**
 * mvua_ensemble_relocate:
 * @reference: one that led to something else than it should
 *
 * Walks over the file of a reference, once a file, and looks for the message itself:
 * the cure for an index that is out of date.  Any thread.
 *
 * Returns: (transfer full) (element-type MvuaReference) (nullable): where the message and
 *   others of its window lie; %NULL if the file does not have it, or has it where the
 *   reference says, or with @error set, as mvua_reader_read() does
 */
GArray *mvua_ensemble_relocate (MvuaEnsemble *self,
                                const MvuaReference *reference,
                                const MvuaReading *reading,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Files whose index was found to be out of date after opening, in order; paths,
 * (transfer container). */
GPtrArray *mvua_ensemble_dup_healed (MvuaEnsemble *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaEnsemble, mvua_ensemble_unref)

G_END_DECLS
