/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-layout.h"
#include "mvua-ref-set.h"
#include "mvua-reference.h"

G_BEGIN_DECLS

/**
 * MvuaRefMessage:
 * @reference: its file is the index of a URL of the set, and its length 0 where the whole
 *   of that is meant
 * @run: or %MVUA_RUN_UNKNOWN
 */
typedef struct
{
  MvuaReference reference;
  MvuaRun run;
} MvuaRefMessage;

/**
 * MvuaRefInventory:
 * @messages: (element-type MvuaRefMessage): of known variables
 * @notes: (element-type utf8): what was wrong or left out
 * @n_unknown: messages of other variables
 * @product: of NOAA's naming, if all files are named so; otherwise ""
 *
 * Every GRIB message that a reference set refers to, and what the set says that it is.
 * Private to the room.
 */
typedef struct
{
  GArray *messages;
  GPtrArray *notes;
  guint n_unknown;
  char product[MVUA_PRODUCT_SIZE];
} MvuaRefInventory;

/**
 * mvua_ref_inventory_new:
 *
 * The variable is told by an array's name, attributes and path; the member by a group
 * of the path, else by a coordinate "number", else by the name of the file; the step by a
 * coordinate, else by the name of the file.  Reads nothing but the set.
 */
MvuaRefInventory *mvua_ref_inventory_new (const MvuaRefSet *set);
void mvua_ref_inventory_free (MvuaRefInventory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaRefInventory, mvua_ref_inventory_free)

G_END_DECLS
