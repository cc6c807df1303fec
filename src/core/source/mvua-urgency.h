/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-priority.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaUrgency:
 *
 * How urgent a reading is while it is under way: what was to be there beforehand may
 * become what somebody looks at.  To a priority what a #GCancellable is to a
 * cancellation.  Any thread.  Ref and unref are atomic.
 */
typedef struct _MvuaUrgency MvuaUrgency;

/* The least urgent there is, until it is raised. */
MvuaUrgency *mvua_urgency_new (void);
MvuaUrgency *mvua_urgency_ref (MvuaUrgency *self);
void mvua_urgency_unref (MvuaUrgency *self);

/* @self: (nullable): the least urgent there is */
MvuaPriority mvua_urgency_get (MvuaUrgency *self);

/* Tells those who are connected, in this thread; nothing where it is as urgent already.
 * They may ask mvua_urgency_get(), and nothing else of it. */
void mvua_urgency_raise (MvuaUrgency *self, MvuaPriority priority);

typedef void (*MvuaUrgencyFunc) (MvuaPriority priority, gpointer data);

/**
 * mvua_urgency_connect:
 * @self: (nullable): then nothing is connected
 * @func: called whenever it is raised from now on
 *
 * Returns: what to disconnect; 0 if @self is %NULL
 */
guint mvua_urgency_connect (MvuaUrgency *self,
                            MvuaUrgencyFunc func,
                            gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* Once it returns nothing is being told any more; so none of the locks that @func takes
 * may be held. */
void mvua_urgency_disconnect (MvuaUrgency *self, guint id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaUrgency, mvua_urgency_unref)

G_END_DECLS
