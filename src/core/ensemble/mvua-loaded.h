/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-loader.h"

G_BEGIN_DECLS

/* Private to the room: why a field is not there, and where one comes from that is. */

/* Whether it is not about what the source holds, so that looking for that elsewhere in it
 * does not help; @error: (nullable) */
gboolean mvua_loaded_is_of_source (const GError *error);

/* The index has no such message. */
void mvua_loaded_set_absent (MvuaLoaded *self,
                             const MvuaEnsemble *ensemble,
                             const MvuaVariable *variable,
                             MvuaMember member,
                             int step);

/**
 * mvua_loaded_settle_error:
 * @local_error: (transfer full): what became of @reference
 *
 * What a source or a message is to blame for becomes the status and the complaint.
 *
 * Returns: %FALSE with @error set for what is nobody's fault
 */
gboolean mvua_loaded_settle_error (MvuaLoaded *self,
                                   const MvuaEnsemble *ensemble,
                                   const MvuaReference *reference,
                                   GError *local_error,
                                   GError **error);

/* Of the windows that a file has, the shortest where none was asked for.
 * @located: (element-type MvuaReference) */
void mvua_loaded_keep_window (GArray *located, int start);

/* Adds the message of @reference, of which @n_used octets were needed, to @origins, if
 * those are wanted. */
void mvua_loaded_note_origin (const MvuaLoaded *self,
                              const MvuaEnsemble *ensemble,
                              const MvuaReference *reference,
                              const guint8 *message,
                              gsize n_used,
                              MvuaOrigins *origins);

G_END_DECLS
