/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-order.h"
#include "mvua-journal.h"
#include "mvua-zarr-piece.h"

G_BEGIN_DECLS

/*
 * The journal of an export.  Kinds of lines:
 *
 *   order {…}                       what is to be made of what: #MvuaExportOrder
 *   file ["name","known by"]        of the source, one a line
 *   begun
 *   piece CRC LENGTH OFFSET NUMBER PATH    something was written: #MvuaZarrPiece; NUMBER
 * is
 *                                   - of a file of its own; PATH is below the output
 *   note KIND TEXT                  a record of somebody's own: mvua_export_log_note()
 *   unit {…}                        one variable of one block is done: all pieces and
 *                                   notes since the unit before are its own
 *   again {"t2m":2,…}               it was resumed: only so many units of each variable
 *                                   count of those above
 *   commit DEVICE INODE             the output is whole, and gets its name now
 *
 * A unit is what is done again if it is not whole: the fields of one variable in one
 * block of steps, and all that is made of them.  Nothing waits for the disk, for a piece
 * whose bytes are not what its line says is done again, and so is what has no line.
 * Private to the room.
 */
typedef struct _MvuaExportLog MvuaExportLog;

/**
 * MvuaExportUnit:
 * @results: a JSON object, as it was given to mvua_export_log_end_unit()
 * @pieces: (element-type MvuaZarrPiece)
 * @notes: (element-type utf8): kind and text, one after the other
 */
typedef struct
{
  json_object *results;
  GArray *pieces;
  GPtrArray *notes;
} MvuaExportUnit;

/* Begins the journal of an output in @folder; @order is taken.
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ZARR_ERROR_IO set */
MvuaExportLog *mvua_export_log_begin (const char *folder,
                                      MvuaExportOrder *order,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the journal in @folder, and takes its lock; as mvua_journal_open(). */
MvuaExportLog *mvua_export_log_open (const char *folder,
                                     gboolean *is_held,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_export_log_free (MvuaExportLog *self);

const MvuaExportOrder *mvua_export_log_get_order (const MvuaExportLog *self);

/* Whether the output of this inode is the one that was made. */
gboolean mvua_export_log_is_of (const MvuaExportLog *self, const char *path);

/* Units of a variable, from its first block on; those of earlier processes count. */
guint mvua_export_log_get_n_units (const MvuaExportLog *self, const char *variable);
guint mvua_export_log_get_n_all_units (const MvuaExportLog *self);
const MvuaExportUnit *
mvua_export_log_get_unit (const MvuaExportLog *self, const char *variable, guint block);

/* Forgets units of a variable from @n on; mvua_export_log_go_on() writes that down. */
void mvua_export_log_cut (MvuaExportLog *self, const char *variable, guint n);
gboolean mvua_export_log_go_on (MvuaExportLog *self,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An #MvuaZarrPieceFunc, with the log as its data. */
gboolean mvua_export_log_piece (const MvuaZarrPiece *piece, gpointer log, GError **error);

/**
 * mvua_export_log_note:
 * @self: (nullable): nothing is noted of an output that cannot be resumed
 * @kind: a word: whose record it is
 * @text: without a line's end, such as JSON
 *
 * Keeps a record of the unit at hand, such as where one of its fields came from, for
 * whoever resumes the export: mvua_export_log_get_notes() has those of all units that
 * count, and none of those that are done again.  Any thread.
 */
gboolean mvua_export_log_note (MvuaExportLog *self,
                               const char *kind,
                               const char *text,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer container) (element-type utf8): texts of all units that count, in order */
GPtrArray *mvua_export_log_get_notes (const MvuaExportLog *self, const char *kind);

/* Ends the unit at hand; @results is taken. */
gboolean mvua_export_log_end_unit (MvuaExportLog *self,
                                   const char *variable,
                                   json_object *results,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The output at @path is whole; durable when this returns. */
gboolean mvua_export_log_commit (MvuaExportLog *self,
                                 const char *path,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaExportLog, mvua_export_log_free)

G_END_DECLS
