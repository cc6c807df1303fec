/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-child.h"
#include "mvua-error.h"
#include "mvua-grib-error.h"
#include "mvua-unpack.h"

G_BEGIN_DECLS

/**
 * MvuaChildren:
 *
 * The processes that decode what the kernel does not.  Private to the room; any thread.
 * One that has been idle for its time is ended, if it has not ended, and reaped by a
 * thread, which there is from the first idle one on.
 */
typedef struct _MvuaChildren MvuaChildren;

MvuaChildren *mvua_children_new (void);
void mvua_children_free (MvuaChildren *self);
void mvua_children_set_program (MvuaChildren *self, const char *path);
void mvua_children_set_times (MvuaChildren *self, const MvuaChildTimes *times);
guint mvua_children_get_n_started (MvuaChildren *self);

/* The window of a whole message of one field, wrapped.  What a message comes to does not
 * depend on those before it: a child that ecCodes has complained to is not asked again,
 * and what one fails at that has been asked before, or that dies, is tried once more in a
 * new one.
 *
 * A message that a new child dies of or refuses, or that any hangs on, is
 * %MVUA_GRIB_ERROR_MALFORMED; a packing that is not read %MVUA_GRIB_ERROR_UNSUPPORTED. Of
 * a child that cannot be started, or is not ours, no message is to blame:
 * %MVUA_ERROR_HELPER. */
gboolean mvua_children_decode (MvuaChildren *self,
                               const guint8 *message,
                               gsize n_bytes,
                               const MvuaCut *cut,
                               float *values,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
