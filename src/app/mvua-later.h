/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mvua_later:
 * @context: (nullable): the main context of the thread that is to call @func
 * @destroy: (nullable): called with @data afterwards
 *
 * Has @func called by whoever iterates @context, when nothing else is to be done there.
 * Other than g_main_context_invoke() it never calls @func itself: that does where nobody
 * has the context at the moment, and widgets would be touched in a thread not theirs.
 * Any thread.
 */
void mvua_later (GMainContext *context,
                 GSourceFunc func,
                 gpointer data,
                 GDestroyNotify destroy);

G_END_DECLS
