/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-field.h"
#include "mvua-loader.h"

G_BEGIN_DECLS

/**
 * MvuaFieldSource:
 * @load: the field that a reference leads to: fills @values, all of them, and in @loaded
 *   what became of it; adds to @n_read what it read.  %FALSE with @error set only for
 *   what is not the field's fault: %MVUA_ERROR_NO_MEMORY or %G_IO_ERROR_CANCELLED
 * @get_absence: what is known of a field to which there is no reference.  %FALSE if
 *   nothing is; else @status is set and @complaint (transfer full) (nullable)
 * @note_origin: adds to @origins what is known of where the field comes from that
 *   @reference leads to.  %FALSE with %MVUA_ERROR_NO_MEMORY set
 * @has_derived: whether it has a statistic or a probability that is of all of @members
 *   and no others; blocks on nothing
 * @load_derived: reads one that it has; otherwise as @load
 *
 * Where the fields of an ensemble come from, if not out of GRIB messages.  Whoever has
 * such puts this at the beginning of a structure of its own.  Any thread, several at
 * once.  Private to the room.
 */
typedef struct _MvuaFieldSource MvuaFieldSource;

struct _MvuaFieldSource
{
  gboolean (*load) (MvuaFieldSource *self,
                    const MvuaReference *reference,
                    const MvuaWindow *window,
                    float *values,
                    MvuaLoaded *loaded,
                    guint64 *n_read,
                    GError **error);
  gboolean (*get_absence) (MvuaFieldSource *self,
                           const MvuaVariable *variable,
                           MvuaMember member,
                           int step,
                           MvuaStatus *status,
                           char **complaint);
  gboolean (*note_origin) (MvuaFieldSource *self,
                           const MvuaReference *reference,
                           MvuaOrigins *origins,
                           GError **error);
  gboolean (*has_derived) (MvuaFieldSource *self,
                           const MvuaFieldKey *key,
                           const GArray *members);
  gboolean (*load_derived) (MvuaFieldSource *self,
                            const MvuaFieldKey *key,
                            float *values,
                            MvuaLoaded *loaded,
                            guint64 *n_read,
                            GError **error);
  void (*free) (MvuaFieldSource *self);
};

/* (nullable): %NULL of an ensemble of messages */
MvuaFieldSource *mvua_ensemble_get_field_source (const MvuaEnsemble *self);

G_END_DECLS
