/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store-member.h"

#include "mvua-store-unit.h"
#include "mvua-zarr-json.h"

#include <string.h>

#define N_DIMS 3 /* step, latitude, longitude */

/* The pipeline whose stores these corrections are for said “m” where it had mm. */
#define WRONG_RAIN_UNIT "m"

static void
clear_variable (gpointer data)
{
  MvuaStoreVariable *self = data;

  g_clear_pointer (&self->leaf, mvua_zarr_leaf_free);
  g_clear_pointer (&self->statuses, g_free);
}

void
mvua_store_member_free (MvuaStoreMember *self)
{
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->variables, g_array_unref);
  g_free (self->group);
  g_free (self);
}

gboolean
mvua_store_member_is_group (const MvuaZarrTree *tree, const char *group)
{
  guint n = 0;
  const MvuaVariable *table = mvua_variable_table (&n);

  for (guint v = 0; v < n; v++)
    {
      g_autofree char *path = mvua_store_path (group, table[v].name);
      if (mvua_zarr_tree_has_array (tree, path))
        return TRUE;
    }
  return FALSE;
}

gboolean
mvua_store_says_demo (const MvuaZarrTree *tree, const char *group)
{
  json_object *attributes = mvua_zarr_tree_load_attributes (tree, group, NULL);
  const char *title = mvua_zarr_json_get_text_of (attributes, "title");
  json_object *demo = NULL;

  json_object_object_get_ex (attributes, "demo", &demo);
  const gboolean is_demo = json_object_get_boolean (demo) ||
                           (title != NULL && g_str_has_prefix (title, "DEMO"));
  json_object_put (attributes);
  return is_demo;
}

/* What is said of a group and its store must be readable: it may be that it is made up.
 */
static gboolean
check_attributes (const MvuaZarrTree *tree, const char *group, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  json_object_put (mvua_zarr_tree_load_attributes (tree, "", &local_error));
  if (local_error == NULL)
    json_object_put (mvua_zarr_tree_load_attributes (tree, group, &local_error));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* An array of a group while it is looked at. */
typedef struct
{
  MvuaStoreMember *member;
  char *path;
  json_object *attributes;
  MvuaStoreVariable variable;
  MvuaStoreNotes *notes;
} Candidate;

static void
candidate_clear (Candidate *self)
{
  json_object_put (self->attributes);
  g_free (self->path);
  clear_variable (&self->variable);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Candidate, candidate_clear)

/* The statuses beside a variable, if they are the ones that are known here. */
static gboolean
read_statuses (Candidate *self, GError **error)
{
  static const char meanings[] = "ok not_defined not_published missing rejected";
  g_autofree char *path = g_strconcat (self->path, "_status", NULL);
  const gsize n_steps = mvua_zarr_leaf_get_meta (self->variable.leaf)->shape[0];
  json_object *attributes = NULL;
  gsize n = 0;

  if (!mvua_zarr_tree_has_array (self->member->tree, path))
    return TRUE;
  g_autoptr (MvuaZarrLeaf) leaf =
      mvua_zarr_tree_open_array (self->member->tree, path, &attributes, error);
  if (leaf == NULL)
    return FALSE;
  const gboolean is_ours =
      g_strcmp0 (mvua_zarr_json_get_text_of (attributes, "flag_meanings"), meanings) ==
          0 &&
      mvua_zarr_leaf_get_meta (leaf)->n_dims == 1 &&
      mvua_zarr_leaf_get_meta (leaf)->shape[0] == n_steps;
  json_object_put (attributes);
  if (!is_ours)
    {
      mvua_store_notes_add (self->notes, path,
                            "it is not what became of the fields, as its name says");
      return TRUE;
    }
  g_autofree double *values = mvua_zarr_leaf_read_all (leaf, &n, error);
  if (values == NULL)
    return FALSE;
  self->variable.statuses = g_new (guint8, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    self->variable.statuses[i] = values[i] >= 0 && values[i] < MVUA_N_STATUSES
                                     ? (guint8) values[i]
                                     : MVUA_STATUS_REJECTED;
  return TRUE;
}

/* Returns: FALSE if its unit is none of the variable's, which is noted */
static gboolean
find_unit (Candidate *self, const MvuaStoreSteps *steps)
{
  MvuaStoreVariable *v = &self->variable;
  const char *units = mvua_zarr_json_get_text_of (self->attributes, "units");

  v->factor = 1;
  if (units == NULL)
    mvua_store_notes_add (self->notes, self->path, "it has no unit; it was taken for %s",
                          v->variable->units);
  else if (v->is_bucket && steps->are_numbers && strcmp (units, WRONG_RAIN_UNIT) == 0)
    mvua_store_notes_add (self->notes, self->path,
                          "its unit is not “%s”, as it says; the values are mm", units);
  else if (!mvua_store_unit_find (v->variable, units, &v->factor, &v->offset))
    {
      g_autofree char *shown = mvua_error_dup_quoted (units, 64);
      mvua_store_notes_add (self->notes, self->path,
                            "it was left out: its unit is “%s”; expected “%s”", shown,
                            v->variable->units);
      return FALSE;
    }
  else if (v->factor != 1 || v->offset != 0)
    mvua_store_notes_add (self->notes, self->path, "it was converted from “%s” to “%s”",
                          units, v->variable->units);
  return TRUE;
}

/* Rain is that of the 3 h that end at the step, unless something tells otherwise. */
static void
find_kind_of_rain (Candidate *self, const MvuaStoreSteps *steps)
{
  const char *type = mvua_zarr_json_get_text_of (self->attributes, "GRIB_stepType");

  if (!mvua_variable_is_rain (self->variable.variable))
    return;
  self->variable.is_bucket =
      steps->are_numbers || steps->are_times || g_strcmp0 (type, "accum") == 0;
  if (self->variable.is_bucket)
    mvua_store_notes_add (self->notes, self->path,
                          "it is the rain since the last multiple of 6 h, as NOAA "
                          "publishes it, and not that of 3 h; the rain of 3 h was made "
                          "of it");
}

/* Opens an array.  Returns: FALSE if it is not there or cannot be taken, which is noted,
 * or with @error set */
static gboolean
open_candidate (Candidate *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!mvua_zarr_tree_has_array (self->member->tree, self->path))
    return FALSE;
  self->variable.leaf = mvua_zarr_tree_open_array (self->member->tree, self->path,
                                                   &self->attributes, &local_error);
  if (g_error_matches (local_error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_UNSUPPORTED))
    mvua_store_notes_add (self->notes, self->path, "it was left out: %s",
                          local_error->message);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return self->variable.leaf != NULL;
}

static gboolean
parse_packing (Candidate *self)
{
  g_autofree char *complaint = NULL;

  if (mvua_cf_packing_parse (&self->variable.packing,
                             mvua_zarr_leaf_get_meta (self->variable.leaf),
                             self->attributes, &complaint))
    return TRUE;
  mvua_store_notes_add (self->notes, self->path, "it was left out: it %s", complaint);
  return FALSE;
}

/* The first of a member's variables tells the coordinates, which all others share. */
static gboolean
read_axes (Candidate *self, MvuaStoreSteps *steps, GError **error)
{
  MvuaStoreMember *member = self->member;
  const MvuaZarrMeta *meta = mvua_zarr_leaf_get_meta (self->variable.leaf);

  if (member->variables->len > 0)
    return TRUE;
  g_clear_pointer (&steps->hours, g_array_unref);
  g_clear_pointer (&member->steps, g_array_unref);
  if (!mvua_store_read_grid (member->tree, member->group, meta->dims[1], meta->dims[2],
                             &member->grid, error) ||
      !mvua_store_read_steps (member->tree, member->group, meta->dims[0], meta->shape[0],
                              &member->run, steps, self->notes, error))
    return FALSE;
  member->steps = g_array_ref (steps->hours);
  return TRUE;
}

/* Whether an array has the dimensions that it should. */
static gboolean
fits (Candidate *self)
{
  const MvuaStoreMember *member = self->member;
  const MvuaZarrMeta *meta = mvua_zarr_leaf_get_meta (self->variable.leaf);
  const gboolean has_names = meta->n_dims == N_DIMS && meta->dims[0][0] != '\0' &&
                             meta->dims[1][0] != '\0' && meta->dims[2][0] != '\0';

  if (has_names &&
      (member->variables->len == 0 || (meta->shape[0] == member->steps->len &&
                                       meta->shape[1] == member->grid.grid.n_rows &&
                                       meta->shape[2] == member->grid.grid.n_columns)))
    return TRUE;
  mvua_store_notes_add (self->notes, self->path,
                        has_names ? "it was left out: it is not of the size that the "
                                    "others are"
                                  : "it was left out: its dimensions are not step, "
                                    "latitude and longitude");
  return FALSE;
}

/* Returns: FALSE with @error set if the whole group is of no use */
static gboolean
consider (MvuaStoreMember *member,
          const MvuaVariable *variable,
          MvuaStoreSteps *steps,
          MvuaStoreNotes *notes,
          GError **error)
{
  g_auto (Candidate) self = { .member = member,
                              .path = mvua_store_path (member->group, variable->name),
                              .variable.variable = variable,
                              .notes = notes };
  g_autoptr (GError) local_error = NULL;

  if (!open_candidate (&self, &local_error))
    {
      if (local_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!fits (&self) || !parse_packing (&self))
    return TRUE;
  if (!read_axes (&self, steps, error))
    return FALSE;
  if (!fits (&self))
    return TRUE;
  find_kind_of_rain (&self, steps);
  if (!find_unit (&self, steps))
    return TRUE;
  if (!read_statuses (&self, error))
    return FALSE;
  g_array_append_val (member->variables, self.variable);
  self.variable.leaf = NULL;
  self.variable.statuses = NULL;
  return TRUE;
}

MvuaStoreMember *
mvua_store_member_open (MvuaZarrTree *tree,
                        const char *group,
                        MvuaMember member,
                        MvuaStoreNotes *notes,
                        GError **error)
{
  MvuaStoreSteps steps = { 0 };
  gboolean ok = TRUE;
  guint n = 0;
  const MvuaVariable *table = mvua_variable_table (&n);

  if (!check_attributes (tree, group, error))
    return NULL;
  g_autoptr (MvuaStoreMember) self = g_new0 (MvuaStoreMember, 1);
  self->tree = tree;
  self->group = g_strdup (group);
  self->member = member;
  self->run = mvua_store_find_run (tree, group);
  self->is_demo = mvua_store_says_demo (tree, group) || mvua_store_says_demo (tree, "");
  self->variables = g_array_new (FALSE, FALSE, sizeof (MvuaStoreVariable));
  g_array_set_clear_func (self->variables, clear_variable);
  for (guint v = 0; ok && v < n; v++)
    ok = consider (self, &table[v], &steps, notes, error);
  g_clear_pointer (&steps.hours, g_array_unref);
  if (!ok)
    return NULL;
  if (self->variables->len > 0 && self->run != MVUA_RUN_UNKNOWN)
    return g_steal_pointer (&self);
  mvua_store_complain (
      tree, group, error, "%s",
      self->variables->len == 0
          ? "has no variable that can be read"
          : "does not say of which run it is: it has no attributes model_date and "
            "run_hour, no time of the run, and no name such as 20250918_00");
  return NULL;
}

MvuaStatus
mvua_store_variable_get_status (const MvuaStoreVariable *self, guint index, int step)
{
  if (self->statuses != NULL)
    return (MvuaStatus) self->statuses[index];
  /* There is no time before the first step. */
  return self->variable->kind != MVUA_KIND_INSTANT && step == 0 ? MVUA_STATUS_NOT_DEFINED
                                                                : MVUA_STATUS_OK;
}
