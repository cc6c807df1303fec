/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-node.h"

G_BEGIN_DECLS

/* Private to the room: for who makes the tree, before anyone else sees it. */

/* @parent: (nullable): of which it becomes the last child and has the product.
 * Returns: (transfer full) without a parent, else (transfer none) */
MvuaNode *
mvua_node_new (MvuaNodeKind kind, MvuaNode *parent, const char *name, const char *title);
void mvua_node_set_product (MvuaNode *self, MvuaProduct product);
void mvua_node_set_variable (MvuaNode *self, const MvuaVariable *variable);

/* @detail: (transfer full) */
void mvua_node_take_state (MvuaNode *self, MvuaNodeState state, char *detail);

G_END_DECLS
