/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MvuaGate:
 *
 * What work has to pass between its parts: while it is closed, every thread of the work
 * waits there, and none does anything else.  Any thread may open and close it.
 */
typedef struct _MvuaGate MvuaGate;

/* It is open. */
MvuaGate *mvua_gate_new (void);

/* No thread may be waiting. */
void mvua_gate_free (MvuaGate *self);

void mvua_gate_set_closed (MvuaGate *self, gboolean closed);

/**
 * mvua_gate_pass:
 * @self: (nullable): always open if %NULL
 * @cancellable: (nullable): is noticed within a tenth of a second
 *
 * Blocks while the gate is closed.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED set
 */
gboolean mvua_gate_pass (MvuaGate *self,
                         GCancellable *cancellable,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaGate, mvua_gate_free)

G_END_DECLS
