/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

#include "mvua-member.h"

G_BEGIN_DECLS

/* The member in a name: "gep01.zarr", "gep01_gribberish_east_africa.zarr".  Private to
 * the room. */
gboolean mvua_store_member_of_name (const char *path, MvuaMember *member);

/* (transfer full) (element-type utf8): paths of the stores of members that lie right in a
 * folder, sorted */
GPtrArray *mvua_store_list_folder (const char *folder);

G_END_DECLS
