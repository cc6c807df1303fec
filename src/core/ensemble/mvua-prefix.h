/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-grid.h"
#include "mvua-reference.h"

G_BEGIN_DECLS

/**
 * MvuaPrefixes:
 *
 * How much of a message a window needs: headers, tables of groups and the bits down to
 * the window's last row, which are a similar share of all messages of a variable.  Learnt
 * from those that were decoded.  Any thread.  Private to the room.
 */
typedef struct _MvuaPrefixes MvuaPrefixes;

MvuaPrefixes *mvua_prefixes_new (void);
void mvua_prefixes_free (MvuaPrefixes *self);

/**
 * mvua_prefix_guess:
 * @rows: the share of the grid's rows down to the window's last one
 *
 * Returns: what is worth asking for of a message of which nothing is known
 */
guint64 mvua_prefix_guess (double rows, guint64 length);

/**
 * mvua_prefixes_expect:
 * @grid: of the message
 * @window: of it
 * @length: of the message
 *
 * Returns: octets from its start that are worth asking for; @length at most
 */
guint64 mvua_prefixes_expect (MvuaPrefixes *self,
                              const MvuaVariable *variable,
                              const MvuaGrid *grid,
                              const MvuaWindow *window,
                              guint64 length);

/* @n_used: octets of a message of @length that the window did need */
void mvua_prefixes_learn (MvuaPrefixes *self,
                          const MvuaVariable *variable,
                          const MvuaWindow *window,
                          guint64 length,
                          guint64 n_used);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaPrefixes, mvua_prefixes_free)

G_END_DECLS
