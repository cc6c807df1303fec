/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-schema.h"

G_BEGIN_DECLS

/* Private to the schema: its building blocks. */

MvuaSchemaGroup *mvua_schema_add_group (MvuaSchema *self, const char *path);

/* An array over the named dimensions (%NULL ends them), with @data taken over. */
MvuaSchemaArray *mvua_schema_add_array (MvuaSchemaGroup *group,
                                        const char *name,
                                        MvuaZarrType type,
                                        const char *const *dims,
                                        const gsize *shape,
                                        gpointer data);

/* A field (step or day, latitude, longitude) of float32. */
MvuaSchemaArray *mvua_schema_add_field (MvuaSchema *self,
                                        MvuaSchemaGroup *group,
                                        const char *name,
                                        const char *first_dim,
                                        gsize n_first);

/* int8 or int16 by step or day, all 0. */
MvuaSchemaArray *mvua_schema_add_series (MvuaSchemaGroup *group,
                                         const char *name,
                                         MvuaZarrType type,
                                         const char *dim,
                                         gsize n);

/* latitude, longitude and time, and with them step and what goes with it, or day. */
void mvua_schema_add_step_coordinates (MvuaSchema *self, MvuaSchemaGroup *group);
void mvua_schema_add_day_coordinates (MvuaSchema *self, MvuaSchemaGroup *group);

/* Attributes: text (%NULL is left out), numbers, lists. */
void mvua_attribute_text (json_object *to, const char *name, const char *text);
void mvua_attribute_int (json_object *to, const char *name, gint64 value);
void mvua_attribute_double (json_object *to, const char *name, double value);
void mvua_attribute_members (json_object *to,
                             const char *name,
                             const MvuaExportPlan *plan,
                             gboolean absent_only);

/* What every group says of itself: the run, and that it is made up if it is. */
void mvua_schema_describe_run (const MvuaExportPlan *plan, json_object *attributes);

/* What the root of an output says of the whole. */
void mvua_schema_describe_root (const MvuaExportPlan *plan, json_object *attributes);

/* Names, units and the rest of a member's field. */
void mvua_schema_describe_field (const MvuaExportPlan *plan,
                                 const MvuaVariable *variable,
                                 json_object *attributes);

/* "2.5" */
const char *mvua_number_text (double number, char text[G_ASCII_DTOSTR_BUF_SIZE]);

G_END_DECLS
