/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-child-protocol.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaChild:
 *
 * One process that decodes, mvua-decode.  Private to the room; one thread at a time.
 */
typedef struct _MvuaChild MvuaChild;

/* How long a child may take for a message, and how long it lives on after one. */
typedef struct
{
  guint patience_ms;
  guint idle_ms;
} MvuaChildTimes;

typedef enum
{
  MVUA_CHILD_VERDICT_VALUES,
  MVUA_CHILD_VERDICT_REFUSED, /* it says why */
  MVUA_CHILD_VERDICT_UNKNOWN, /* a packing that is not read */
  MVUA_CHILD_VERDICT_GONE,    /* it died, or what it says makes no sense */
  MVUA_CHILD_VERDICT_LATE,    /* no answer in time */
} MvuaChildVerdict;

/* Starts a process, which then has to say that it is locked down.
 * Returns: (nullable): %NULL with %MVUA_ERROR_HELPER set, which names @program and says
 *   what helps */
MvuaChild *mvua_child_start (const char *program,
                             const MvuaChildTimes *times,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the process, if it has not ended. */
void mvua_child_free (MvuaChild *self);

/* Whether it has not been asked anything yet. */
gboolean mvua_child_is_fresh (const MvuaChild *self);

/* Whether it has ended while nobody asked it. */
gboolean mvua_child_has_ended (const MvuaChild *self);

/* The window @cut of a message, wrapped, into @values; of all verdicts but that of
 * values, @text says more. */
MvuaChildVerdict mvua_child_ask (MvuaChild *self,
                                 const guint8 *message,
                                 gsize n_bytes,
                                 const MvuaCut *cut,
                                 const MvuaChildTimes *times,
                                 float *values,
                                 char text[MVUA_CHILD_TEXT_SIZE]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaChild, mvua_child_free)

G_END_DECLS
