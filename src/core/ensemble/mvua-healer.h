/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-reader.h"
#include "mvua-reference.h"

G_BEGIN_DECLS

/**
 * MvuaHealer:
 *
 * Finds messages where an index leads astray, and remembers in which files: each is
 * walked over once.  Any thread.  Private to the room.
 */
typedef struct _MvuaHealer MvuaHealer;

/* @reader: borrowed.  @run, @grid: of the messages that are looked for */
MvuaHealer *mvua_healer_new (MvuaReader *reader, MvuaRun run, const MvuaGrid *grid);
void mvua_healer_free (MvuaHealer *self);

/**
 * mvua_healer_find:
 * @path: of the file of @reference
 *
 * Returns: (transfer full) (element-type MvuaReference) (nullable): where the message and
 *   others of its window lie; %NULL if the file does not have it, or has it where the
 *   reference says, or with @error set, as mvua_reader_read() does
 */
GArray *mvua_healer_find (MvuaHealer *self,
                          const char *path,
                          const MvuaReference *reference,
                          const MvuaReading *reading,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full) (element-type guint32): files in which something was found,
 * ascending */
GArray *mvua_healer_list_files (MvuaHealer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaHealer, mvua_healer_free)

G_END_DECLS
