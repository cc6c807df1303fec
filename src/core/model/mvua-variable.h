/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaKind:
 *
 * What a value is of its time window: code table 4.10, and the instant besides.
 */
typedef enum
{
  MVUA_KIND_AVERAGE = 0,
  MVUA_KIND_ACCUMULATION = 1,
  MVUA_KIND_MAXIMUM = 2,
  MVUA_KIND_MINIMUM = 3,
  MVUA_KIND_INSTANT = 255,
} MvuaKind;

/**
 * MvuaLevel:
 * @type: code table 4.5; 255 is missing
 * @value: in units of 1/1000 of the type's unit, so that the usual ones are exact;
 *   0 for types without a value
 *
 * One fixed surface.
 */
typedef struct
{
  guint8 type;
  gint64 value;
} MvuaLevel;

/**
 * MvuaHabit:
 * @MVUA_HABIT_CONSTANT: a whole field of one value is no wonder: no rain, no sun
 * @MVUA_HABIT_ABSENT: neither is one without any: there is no soil in the sea
 * @MVUA_HABIT_SHARED: members may have the same field: the ground, and what lies on it
 *   when a run begins
 *
 * What is usual in a variable and would be a sign of something wrong in others.
 */
typedef enum
{
  MVUA_HABIT_CONSTANT = 1 << 0,
  MVUA_HABIT_ABSENT = 1 << 1,
  MVUA_HABIT_SHARED = 1 << 2,
} MvuaHabit;

/**
 * MvuaVariable:
 * @name: in stores and on the command line
 * @units: of what is stored, as UDUNITS writes them
 * @standard_name: (nullable): CF
 * @idx_name: as .idx files call the parameter
 * @idx_level: as .idx files call the level
 * @first: first fixed surface
 * @second: second fixed surface, or type 255
 * @lowest: values below are flagged as implausible; never changed
 * @highest: values above are flagged
 * @everyday: one of those that an export takes when none are named
 * @habits: of #MvuaHabit
 *
 * A row of the table of all variables that Mvua knows.  Rows are static: compare by
 * address.  Adding a variable is adding a row.
 */
typedef struct
{
  const char *name;
  const char *long_name;
  const char *units;
  const char *standard_name;
  const char *idx_name;
  const char *idx_level;
  guint8 discipline;
  guint8 category;
  guint8 number;
  MvuaKind kind;
  MvuaLevel first;
  MvuaLevel second;
  float lowest;
  float highest;
  gboolean everyday;
  guint habits;
} MvuaVariable;

const MvuaVariable *mvua_variable_table (guint *n_variables);

/* Index of a row in the table. */
guint mvua_variable_index (const MvuaVariable *variable);

/* %NULL if there is none. */
const MvuaVariable *mvua_variable_by_name (const char *name);
const MvuaVariable *mvua_variable_by_idx (const char *name,
                                          gsize name_length,
                                          const char *level,
                                          gsize level_length,
                                          MvuaKind kind);

/* Rain is stored otherwise than it is published; see mvua-rain.h and GEFS. */
gboolean mvua_variable_is_rain (const MvuaVariable *variable);

/**
 * mvua_variable_list_parse:
 * @text: names, such as "t2m,tp", or "all"
 *
 * Returns: (transfer container) (element-type MvuaVariable) (nullable): in the order of
 *   the table; %NULL with %MVUA_ERROR_USAGE set
 */
GPtrArray *mvua_variable_list_parse (const char *text,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
