/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-reference.h"
#include "mvua-store-axes.h"

G_BEGIN_DECLS

/**
 * MvuaStoreVariable:
 * @leaf: (step, latitude, longitude)
 * @factor: an unpacked value times this …
 * @offset: … plus this, is in the unit that the variable is kept in
 * @statuses: (nullable): [n_steps] what became of each field, as the store says
 * @is_bucket: it is rain as it was published, and not that of 3 h
 */
typedef struct
{
  const MvuaVariable *variable;
  MvuaZarrLeaf *leaf;
  MvuaCfPacking packing;
  double factor;
  double offset;
  guint8 *statuses;
  gboolean is_bucket;
} MvuaStoreVariable;

/**
 * MvuaStoreMember:
 * @group: its path in the store, "" for the root
 * @steps: (element-type int): hours, in the order of the store
 * @variables: (element-type MvuaStoreVariable)
 *
 * One member of an ensemble as a group of a store has it.  It does not change, so any
 * thread may use it.  Private to the room.
 */
typedef struct
{
  MvuaZarrTree *tree;
  char *group;
  MvuaMember member;
  MvuaRun run;
  gboolean is_demo;
  MvuaStoreGrid grid;
  GArray *steps;
  GArray *variables;
} MvuaStoreMember;

/* Whether a group has any variable that is known. */
gboolean mvua_store_member_is_group (const MvuaZarrTree *tree, const char *group);

/**
 * mvua_store_member_open:
 * @tree: borrowed; must outlive it
 * @notes: gets what was left out or corrected
 *
 * Reads coordinates and statuses, and no field.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE or %MVUA_ZARR_ERROR
 *   set
 */
MvuaStoreMember *mvua_store_member_open (MvuaZarrTree *tree,
                                         const char *group,
                                         MvuaMember member,
                                         MvuaStoreNotes *notes,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_store_member_free (MvuaStoreMember *self);

/* Whether a group says that it is made up; "" is the root. */
gboolean mvua_store_says_demo (const MvuaZarrTree *tree, const char *group);

/* What the store says of a field, or takes for granted. */
MvuaStatus
mvua_store_variable_get_status (const MvuaStoreVariable *self, guint index, int step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaStoreMember, mvua_store_member_free)

G_END_DECLS
