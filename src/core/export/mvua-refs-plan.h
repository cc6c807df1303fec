/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-plan.h"
#include "mvua-export-refs.h"

G_BEGIN_DECLS

/**
 * MvuaRefsField:
 * @status: ok if @reference, whose place is known, is set
 * @complaint: (nullable): why it is not
 */
typedef struct
{
  MvuaReference reference;
  MvuaStatus status;
  char *complaint;
} MvuaRefsField;

/**
 * MvuaRefsPlan:
 * @form: how files are named; never %MVUA_REF_URL_AUTO for made-up messages far away
 * @export: members, variables, steps and the window, which is the whole grid
 * @fields: [n_members][n_steps][n_variables]
 *
 * Which messages a set refers to, and where they lie.  Private to the room.
 */
typedef struct
{
  MvuaEnsemble *ensemble;
  MvuaExportOptions options;
  MvuaExportPlan *export;
  MvuaRefUrlForm form;
  MvuaRefsField *fields;
  gsize n_fields;
} MvuaRefsPlan;

/* All but where messages lie; no place is known yet. */
MvuaRefsPlan *mvua_refs_plan_new (MvuaEnsemble *ensemble,
                                  const MvuaRefsOptions *options,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_refs_plan_free (MvuaRefsPlan *self);

MvuaRefsField *
mvua_refs_plan_get (const MvuaRefsPlan *self, guint member, guint step, guint variable);

/* Files whose index has to be fetched. */
guint mvua_refs_plan_count_indexes (const MvuaRefsPlan *self);

/* Finds the places, reading the indexes that have not been read. */
gboolean mvua_refs_plan_locate (MvuaRefsPlan *self,
                                MvuaRefsProgress progress,
                                gpointer data,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaRefsPlan, mvua_refs_plan_free)

G_END_DECLS
