/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-store.h"
#include "mvua-zarr-array.h"
#include "mvua-zarr-placement.h"

G_BEGIN_DECLS

/* Private to the room: the writer, which mvua-zarr-reopen.c fills again. */

/* A group or an array. */
typedef struct
{
  char *path;
  MvuaZarrArray *array; /* NULL: a group */
  json_object *attributes;
} MvuaZarrWriterNode;

struct _MvuaZarrWriter
{
  MvuaStore store;
  const MvuaZarrPlacement *placement;
  GPtrArray *nodes;    /* (element-type MvuaZarrWriterNode), parents first */
  GHashTable *by_path; /* keys and values are those of the nodes */
  gboolean is_finished;
};

G_END_DECLS
