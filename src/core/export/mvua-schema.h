/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-plan.h"
#include "mvua-zarr-reader.h"
#include "mvua-zarr-writer.h"

G_BEGIN_DECLS

/* What the attributes begin with that tell what is odd about the fields. */
#define MVUA_PHYSICS_PREFIX "physics_"

/**
 * MvuaSchemaArray:
 * @name: without the group
 * @dims: names; the sizes are @shape
 * @chunk: see #MvuaZarrArraySpec; @inner is that of a Zarr v3 shard
 * @attributes: a JSON object
 * @data: (nullable): the whole array, in C order, where it is small enough to be kept;
 *   written when the export ends.  %NULL for fields, which are written block by block.
 * @handle: the sink's own
 * @stored: (nullable): of a field: what the store has of it that is added to
 * @settled: steps or days, from the first, that are in the output already
 *
 * An array of the output, whatever its format.
 */
typedef struct
{
  char *name;
  MvuaZarrType type;
  guint n_dims;
  const char *dims[MVUA_ZARR_MAX_DIMS];
  gsize shape[MVUA_ZARR_MAX_DIMS];
  gsize chunk[MVUA_ZARR_MAX_DIMS];
  gsize inner[MVUA_ZARR_MAX_DIMS];
  json_object *attributes;
  gpointer data;
  gpointer handle;
  MvuaZarrStored *stored;
  gsize settled;
} MvuaSchemaArray;

/**
 * MvuaSchemaGroup:
 * @path: "" for the root, "ensemble_stats/mean"; parents come before children
 * @arrays: (element-type MvuaSchemaArray)
 */
typedef struct
{
  char *path;
  json_object *attributes;
  GPtrArray *arrays;
} MvuaSchemaGroup;

/**
 * MvuaSchema:
 * @groups: (element-type MvuaSchemaGroup): the output, in order
 * @hidden: (element-type MvuaSchemaGroup) (nullable): members that are not written
 * @fields: [n_members × n_variables]: arrays of the members' fields
 * @statuses: [n_members × n_variables]: of int8, by step
 * @statistics: [n_statistics × n_variables]
 * @valid: [n_statistics × n_variables]: of int16, by step: members that took part
 * @probabilities: [n_thresholds]
 * @probabilities_valid: (nullable): of int16, by step
 * @daily: [n_daily_thresholds]
 * @daily_valid: (nullable): of int16, by day
 * @origins: (nullable): borrowed: where the fields come from, when all are there
 *
 * What a plan's output looks like: groups, arrays, attributes and coordinates; all that
 * the writers of the formats have in common.  Private to the room.
 */
typedef struct
{
  const MvuaExportPlan *plan;
  GPtrArray *groups;
  GPtrArray *hidden;
  MvuaSchemaArray **fields;
  MvuaSchemaArray **statuses;
  MvuaSchemaArray **statistics;
  MvuaSchemaArray **valid;
  MvuaSchemaArray **probabilities;
  MvuaSchemaArray *probabilities_valid;
  MvuaSchemaArray **daily;
  MvuaSchemaArray *daily_valid;
  MvuaOrigins *origins;
} MvuaSchema;

MvuaSchema *mvua_schema_new (const MvuaExportPlan *plan);
void mvua_schema_free (MvuaSchema *self);

/* Size in bytes of all of an array, and of one of its values. */
gsize mvua_schema_array_size (const MvuaSchemaArray *array);
gsize mvua_schema_type_size (MvuaZarrType type);

/* Whether probabilities by step are made of this plan. */
gboolean mvua_schema_has_probabilities (const MvuaExportPlan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaSchema, mvua_schema_free)

G_END_DECLS
