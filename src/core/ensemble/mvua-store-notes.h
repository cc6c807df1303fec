/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaStoreNotes:
 *
 * What is to be said of a source that is many stores or groups: the same of thirty
 * members is said once.  Private to the room.
 */
typedef struct _MvuaStoreNotes MvuaStoreNotes;

MvuaStoreNotes *mvua_store_notes_new (void);
void mvua_store_notes_free (MvuaStoreNotes *self);

/* @where: "gep01/tp"; @format: what is to be said of it, which begins after a colon */
G_GNUC_PRINTF (3, 4)
void
mvua_store_notes_add (MvuaStoreNotes *self, const char *where, const char *format, ...);

/* Appends all to @notes, in the order in which they came: "gep01/tp and 29 others: …" */
void mvua_store_notes_tell (const MvuaStoreNotes *self, GPtrArray *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaStoreNotes, mvua_store_notes_free)

G_END_DECLS
