/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-file-list.h"
#include "mvua-scan.h"

G_BEGIN_DECLS

/**
 * MvuaInventoryGroup:
 * @product: of NOAA's naming, or "" for files that are not so named
 * @grid: %MvuaInventory.entries of one group are on one grid where @has_grid
 *
 * What belongs together: messages of one run and one product (or one grid, where names
 * tell no product).
 */
typedef struct
{
  MvuaRun run;
  char product[MVUA_PRODUCT_SIZE];
  MvuaGrid grid;
  gboolean has_grid;
  guint n_entries;
} MvuaInventoryGroup;

typedef struct
{
  MvuaIdxRecord record;
  guint32 file;
  guint32 group;
} MvuaInventoryEntry;

/**
 * MvuaInventory:
 *
 * Everything that the files of a folder say they hold, before one ensemble is chosen.
 * Private to the room.
 */
typedef struct
{
  GArray *files;   /* of MvuaListedFile */
  GArray *entries; /* of MvuaInventoryEntry */
  GArray *groups;  /* of MvuaInventoryGroup */
  GPtrArray *notes;
} MvuaInventory;

/* Takes over @files. */
MvuaInventory *mvua_inventory_read (GArray *files,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_inventory_free (MvuaInventory *self);

/* Identity of the message at @offset of @path, if it can be read. */
gboolean mvua_inventory_peek (const char *path, guint64 offset, MvuaIdentity *identity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaInventory, mvua_inventory_free)

G_END_DECLS
