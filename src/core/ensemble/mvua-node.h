/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-ensemble.h"
#include "mvua-product.h"

G_BEGIN_DECLS

/**
 * MvuaNodeKind:
 * @MVUA_NODE_ROOT: the run
 * @MVUA_NODE_MEMBER: "gep01"
 * @MVUA_NODE_STATISTICS: "ensemble_stats"
 * @MVUA_NODE_STATISTIC: "mean" below it
 * @MVUA_NODE_PROBABILITIES: "probabilities"
 * @MVUA_NODE_VARIABLE: below a member, a statistic or the probabilities: what can be
 * shown
 */
typedef enum
{
  MVUA_NODE_ROOT,
  MVUA_NODE_MEMBER,
  MVUA_NODE_STATISTICS,
  MVUA_NODE_STATISTIC,
  MVUA_NODE_PROBABILITIES,
  MVUA_NODE_VARIABLE,
} MvuaNodeKind;

/**
 * MvuaNodeState:
 * @MVUA_NODE_THERE: all that is expected is there
 * @MVUA_NODE_GAPS: some steps, or some of what is below, are missing
 * @MVUA_NODE_MISSING: nothing of it is there: a member that the numbering skips, a
 * variable that only other members have
 */
typedef enum
{
  MVUA_NODE_THERE,
  MVUA_NODE_GAPS,
  MVUA_NODE_MISSING,
} MvuaNodeState;

#define MVUA_TYPE_NODE (mvua_node_get_type ())
/**
 * MvuaNode:
 *
 * A node of the tree of an ensemble: root → members, ensemble_stats, probabilities →
 * variables.  It is the #GListModel of its children (of #MvuaNode); a variable has none.
 * Main thread only.
 *
 * Properties, to be read: "name", "title", "state" (#MvuaNodeState as uint); with
 * notification: "is-loading" (boolean), "detail" (string).
 */
G_DECLARE_FINAL_TYPE (MvuaNode, mvua_node, MVUA, NODE, GObject)

/**
 * mvua_node_new_tree:
 * @ensemble: is only read in this call
 *
 * Returns: (transfer full): the root; all of the tree is made, nothing is decoded
 */
MvuaNode *mvua_node_new_tree (MvuaEnsemble *ensemble);

MvuaNodeKind mvua_node_get_kind (MvuaNode *self);
MvuaNode *mvua_node_get_parent (MvuaNode *self); /* (transfer none) (nullable) */

/* As in a store: "gep01", "ensemble_stats", "mean", "t2m"; of the root the run. */
const char *mvua_node_get_name (MvuaNode *self);
/* For people: "Temperature at 2 m", "Member 1", "Mean". */
const char *mvua_node_get_title (MvuaNode *self);
/* What it belongs to, of member, statistic, probabilities and of variables below them;
 * %NULL of others.  The threshold of probabilities is 0 and for the caller to set. */
const MvuaProduct *mvua_node_get_product (MvuaNode *self);
const MvuaVariable *mvua_node_get_variable (MvuaNode *self); /* %NULL if it is none */

MvuaNodeState mvua_node_get_state (MvuaNode *self);
/* What is missing, in words: "no file at 6, 9 h", "steps 0-72/3"; "" if there is nothing
 * to say. */
const char *mvua_node_get_detail (MvuaNode *self);

gboolean mvua_node_get_is_loading (MvuaNode *self);
void mvua_node_set_is_loading (MvuaNode *self, gboolean is_loading);

/* Replaces the detail: what came out of loading it ("17/30").  %NULL brings back what the
 * inventory tells. */
void mvua_node_set_detail (MvuaNode *self, const char *detail);

/**
 * mvua_node_find:
 * @variable: (nullable): %NULL for the node of the product itself
 *
 * Returns: (transfer none) (nullable): below @self, a root
 */
MvuaNode *
mvua_node_find (MvuaNode *self, const MvuaProduct *product, const MvuaVariable *variable);

G_END_DECLS
