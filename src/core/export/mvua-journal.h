/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Its file in the folder that an output grows in. */
#define MVUA_JOURNAL_NAME "journal"

/**
 * MvuaJournal:
 *
 * What was done, line by line, while it is being done:
 *
 *   mvua-journal 1
 *   5d1b8a0e unit {"first":0,"variable":"t2m"}     checksum of the rest, kind, text
 *
 * A line counts if it is whole; the first that is not ends the journal, for what a power
 * loss leaves of a file is its beginning, or that and rubbish.  Whoever has a journal
 * open holds its lock: the output of one that is not locked has no process that works on
 * it any more.  Nothing here waits for the disk but mvua_journal_sync().  Private to the
 * room.
 */
typedef struct _MvuaJournal MvuaJournal;

/* A line: a word, and what follows it. */
typedef struct
{
  char *kind;
  char *text;
} MvuaJournalLine;

/* A new journal in @folder, locked.
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ZARR_ERROR_IO set */
MvuaJournal *mvua_journal_create (const char *folder,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_journal_open:
 * @is_held: (out): another process, or another part of this one, holds it
 *
 * Takes the lock of a journal and reads it; what follows its last whole line is cut off
 * when something is appended.
 *
 * Returns: (transfer full) (nullable): %NULL where it is held, or with
 * %MVUA_ZARR_ERROR_IO or %MVUA_ERROR_SOURCE (it is none) set
 */
MvuaJournal *mvua_journal_open (const char *folder,
                                gboolean *is_held,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Lets go of the lock. */
void mvua_journal_free (MvuaJournal *self);

/* (element-type MvuaJournalLine): of a journal that was opened, those that were there. */
const GPtrArray *mvua_journal_get_lines (const MvuaJournal *self);

/**
 * mvua_journal_append:
 * @kind: a word
 * @text: without a line's end
 *
 * Any thread; a line is written in one go.
 *
 * Returns: %FALSE with %MVUA_ZARR_ERROR_IO set
 */
gboolean mvua_journal_append (MvuaJournal *self,
                              const char *kind,
                              const char *text,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Waits until all that was appended is on the disk. */
gboolean mvua_journal_sync (MvuaJournal *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaJournal, mvua_journal_free)

G_END_DECLS
