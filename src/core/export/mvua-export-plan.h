/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export.h"
#include "mvua-rain-series.h"

G_BEGIN_DECLS

/**
 * MvuaExportHave:
 * @members: (element-type MvuaMember)
 * @filled: (element-type MvuaMember): those of them that have any field
 * @variables: (element-type MvuaVariable)
 * @steps: (element-type int)
 *
 * What a store has already that is added to; all of it stays.
 */
typedef struct
{
  GArray *members;
  GArray *filled;
  GPtrArray *variables;
  GArray *steps;
} MvuaExportHave;

/**
 * MvuaExportPlan:
 * @have: (nullable): what is added to
 * @members: of MvuaMember, sorted; those without any message too, where the numbering
 *   or the options say that there should be one
 * @n_absent: members of which there is no message at all, and no field in @have
 * @perturbed: indexes into @members of those that statistics and probabilities are of
 * @statistics: of MvuaStatistic: those of the options that the layout has a place for
 * @rain: (nullable): the variable that probabilities are of
 * @days: of MvuaHours: the whole days
 * @block: steps that are held in memory at once, and the length of a chunk
 * @chunk_rows: rows of a chunk
 * @created: seconds since 1970: when the output says that it was made
 *
 * What an export comes to, settled before anything is read.  Private to the room.
 */
typedef struct
{
  const MvuaEnsemble *ensemble;
  const MvuaExportOptions *options;
  const MvuaExportHave *have;
  MvuaWindow window;
  gsize n_points;
  GArray *members;
  guint n_absent;
  GArray *perturbed;
  GPtrArray *variables;
  GArray *statistics;
  const MvuaVariable *rain;
  GArray *steps;
  GArray *days;
  guint block;
  guint chunk_rows;
  gint64 created;
} MvuaExportPlan;

MvuaExportPlan *mvua_export_plan_new (const MvuaEnsemble *ensemble,
                                      const MvuaExportOptions *options,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, to be added to what a store has.  @have: borrowed */
MvuaExportPlan *mvua_export_plan_new_on (const MvuaEnsemble *ensemble,
                                         const MvuaExportOptions *options,
                                         const MvuaExportHave *have,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_export_plan_free (MvuaExportPlan *self);

/* Whether there is no message of a member, and no field in a store that is added to. */
gboolean mvua_export_plan_is_absent (const MvuaExportPlan *self, MvuaMember member);

/* The most days that end in one block. */
guint mvua_export_plan_most_days (const MvuaExportPlan *self);

static inline MvuaMember
mvua_export_plan_member (const MvuaExportPlan *self, guint index)
{
  return g_array_index (self->members, MvuaMember, index);
}

static inline int
mvua_export_plan_step (const MvuaExportPlan *self, guint index)
{
  return g_array_index (self->steps, int, index);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaExportPlan, mvua_export_plan_free)

G_END_DECLS
