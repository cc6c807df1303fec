/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-network.h"

G_BEGIN_DECLS

#define MVUA_TYPE_RUN_ITEM (mvua_run_item_get_type ())
/**
 * MvuaRunItem:
 *
 * A cycle that the bucket has something of.  Signal "changed": how far it has come.
 */
G_DECLARE_FINAL_TYPE (MvuaRunItem, mvua_run_item, MVUA, RUN_ITEM, GObject)

MvuaRun mvua_run_item_get_run (MvuaRunItem *self);

/* (nullable) (transfer none): %NULL until it has been measured */
const MvuaNoaaCycle *mvua_run_item_get_cycle (MvuaRunItem *self);
gboolean mvua_run_item_is_being_measured (MvuaRunItem *self);

#define MVUA_TYPE_RUN_LIST (mvua_run_list_get_type ())
/**
 * MvuaRunList:
 *
 * The recent cycles of the bucket, newest first, as a #GListModel of #MvuaRunItem.  Days
 * are listed in a request each; how far a cycle has come takes some six requests, so that
 * is found out one at a time, newest first, for those that somebody wants to see.  What
 * is complete stays so; what is not is measured again with each refresh.  Main thread;
 * nothing blocks.
 *
 * Signal "changed": whether it is being listed, or the problem.
 */
G_DECLARE_FINAL_TYPE (MvuaRunList, mvua_run_list, MVUA, RUN_LIST, GObject)

MvuaRunList *mvua_run_list_new (MvuaNetwork *network);

/* Lists anew, and measures what is not complete; what is there stays until then. */
void mvua_run_list_refresh (MvuaRunList *self);

/* Somebody sees @item: it is to be measured. */
void mvua_run_list_want (MvuaRunList *self, MvuaRunItem *item);

gboolean mvua_run_list_is_listing (MvuaRunList *self);

/* (nullable) (transfer none): why there is no list, or an old one */
const GError *mvua_run_list_get_error (MvuaRunList *self);

/* Whether something of it may be more in a minute. */
gboolean mvua_run_list_may_grow (MvuaRunList *self);

/* Lets go of all that is under way; before the last reference goes. */
void mvua_run_list_stop (MvuaRunList *self);

G_END_DECLS
