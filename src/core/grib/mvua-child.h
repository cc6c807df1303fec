/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-grib-error.h"
#include "mvua-unpack.h"

G_BEGIN_DECLS

/**
 * MvuaChildren:
 *
 * The processes that decode what the kernel does not.  Private to the room; any thread.
 */
typedef struct _MvuaChildren MvuaChildren;

MvuaChildren *mvua_children_new (void);
void mvua_children_free (MvuaChildren *self);
void mvua_children_set_program (MvuaChildren *self, const char *path);
guint mvua_children_get_n_started (MvuaChildren *self);

/* The window of a whole message of one field.  A child that dies or hangs costs this
 * message: %MVUA_GRIB_ERROR_MALFORMED; one that cannot be started, or is not ours,
 * %MVUA_GRIB_ERROR_DECODER. */
gboolean mvua_children_decode (MvuaChildren *self,
                               const guint8 *message,
                               gsize n_bytes,
                               const MvuaCut *cut,
                               float *values,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
