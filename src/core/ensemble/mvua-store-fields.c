/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store-fields.h"

#include "mvua-error.h"
#include "mvua-store-derived.h"
#include "mvua-store-origins.h"

#include <math.h>
#include <string.h>

/* One array of one member. */
typedef struct
{
  const MvuaStoreMember *member;
  const MvuaStoreVariable *variable;
} Binding;

struct _MvuaStoreFields
{
  MvuaFieldSource source; /* first */
  MvuaGrid grid;
  MvuaZarrChunks *chunks;
  GPtrArray *trees;
  GPtrArray *members;
  GArray *bindings;          /* of Binding, by file */
  MvuaStoreDerived *derived; /* (nullable) */
  MvuaStoreOrigins *origins;
};

/* One field that is loaded. */
typedef struct
{
  const Binding *binding;
  const MvuaGrid *grid;
  guint64 index; /* of the step */
  const MvuaWindow *window;
  float *values;
  MvuaZarrLeafRead read;
} Load;

/* Columns of the window that lie in a row in the array. */
static gboolean
read_columns (
    Load *self, guint32 column, guint32 n_columns, float *values, GError **error)
{
  const MvuaStoreMember *member = self->binding->member;
  const MvuaWindow *window = self->window;
  const gsize row = member->grid.is_upside_down
                        ? self->grid->n_rows - window->row - window->n_rows
                        : window->row;
  const gsize first[] = { (gsize) self->index, row, column };
  const gsize count[] = { 1, window->n_rows, n_columns };

  return mvua_zarr_leaf_read_floats (self->binding->variable->leaf,
                                     &self->binding->variable->packing, first, count,
                                     values, &self->read, error);
}

static void
swap_rows (float *values, gsize n_rows, gsize n_columns)
{
  for (gsize row = 0; row < n_rows / 2; row++)
    for (gsize i = 0; i < n_columns; i++)
      {
        float *one = values + row * n_columns + i;
        float *other = values + (n_rows - 1 - row) * n_columns + i;
        const float value = *one;
        *one = *other;
        *other = value;
      }
}

/* A window over the seam of a grid that goes round is two pieces. */
static gboolean
read_over_seam (Load *self, guint32 n_first, GError **error)
{
  const MvuaWindow *window = self->window;
  const guint32 n_rest = window->n_columns - n_first;
  g_autofree float *piece =
      g_try_new (float, (gsize) window->n_rows *MAX (n_first, n_rest));

  if (piece == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                   "No memory for %u columns of a field", window->n_columns);
      return FALSE;
    }
  for (guint part = 0; part < 2; part++)
    {
      const guint32 n = part == 0 ? n_first : n_rest;
      const guint32 to = part == 0 ? 0 : n_first;

      if (!read_columns (self, part == 0 ? window->column : 0, n, piece, error))
        return FALSE;
      for (guint32 row = 0; row < window->n_rows; row++)
        memcpy (self->values + (gsize) row * window->n_columns + to,
                piece + (gsize) row * n, n * sizeof *piece);
    }
  return TRUE;
}

static gboolean
read_window (Load *self, GError **error)
{
  const MvuaWindow *window = self->window;
  const MvuaStoreVariable *variable = self->binding->variable;
  const gsize n = mvua_window_n_points (window);
  const guint32 column = window->column % self->grid->n_columns;
  const guint32 n_first = MIN (window->n_columns, self->grid->n_columns - column);

  if (!(n_first == window->n_columns
            ? read_columns (self, column, n_first, self->values, error)
            : read_over_seam (self, n_first, error)))
    return FALSE;
  if (self->binding->member->grid.is_upside_down)
    swap_rows (self->values, window->n_rows, window->n_columns);
  if (variable->factor != 1 || variable->offset != 0)
    for (gsize i = 0; i < n; i++)
      self->values[i] =
          (float) ((double) self->values[i] * variable->factor + variable->offset);
  return TRUE;
}

/* What has no value at all is not there, whatever the store says of it: absent is never
 * 0. */
static void
settle (const Load *self, MvuaLoaded *loaded)
{
  const gsize n = mvua_window_n_points (self->window);
  const char *folder = mvua_zarr_tree_get_folder (self->binding->member->tree);

  if (self->binding->variable->statuses != NULL && self->read.n_absent == 0)
    return;
  for (gsize i = 0; i < n; i++)
    if (!isnan (self->values[i]))
      return;
  loaded->status = MVUA_STATUS_MISSING;
  loaded->complaint =
      self->read.absent != NULL
          ? g_strdup_printf ("%s/%s is not there", folder, self->read.absent)
          : g_strdup_printf ("%s/%s has no value there", folder,
                             mvua_zarr_leaf_get_path (self->binding->variable->leaf));
}

gboolean
mvua_store_settle_error (GError *local_error, MvuaLoaded *loaded, GError **error)
{
  if (g_error_matches (local_error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY) ||
      g_error_matches (local_error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_NO_MEMORY))
    {
      g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY, local_error->message);
      g_error_free (local_error);
      return FALSE;
    }
  loaded->status = g_error_matches (local_error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_IO)
                       ? MVUA_STATUS_MISSING
                       : MVUA_STATUS_REJECTED;
  loaded->complaint = mvua_error_dup_quoted (local_error->message, G_MAXSIZE);
  g_error_free (local_error);
  return TRUE;
}

static gboolean
load (MvuaFieldSource *source,
      const MvuaReference *reference,
      const MvuaWindow *window,
      float *values,
      MvuaLoaded *loaded,
      guint64 *n_read,
      GError **error)
{
  MvuaStoreFields *self = (MvuaStoreFields *) source;
  Load field = { .binding = &g_array_index (self->bindings, Binding, reference->file),
                 .grid = &self->grid,
                 .index = reference->offset,
                 .window = window,
                 .values = values };
  GError *local_error = NULL;

  const gboolean is_read = read_window (&field, &local_error);
  *n_read += field.read.n_bytes;
  loaded->start = reference->start;
  if (is_read)
    settle (&field, loaded);
  mvua_zarr_leaf_read_clear (&field.read);
  return is_read || mvua_store_settle_error (local_error, loaded, error);
}

static const MvuaStoreVariable *
find_variable (const MvuaStoreMember *member, const MvuaVariable *variable)
{
  for (guint v = 0; v < member->variables->len; v++)
    if (g_array_index (member->variables, MvuaStoreVariable, v).variable == variable)
      return &g_array_index (member->variables, MvuaStoreVariable, v);
  return NULL;
}

/* What the store says of a field that it does not have. */
static gboolean
get_absence (MvuaFieldSource *source,
             const MvuaVariable *variable,
             MvuaMember id,
             int step,
             MvuaStatus *status,
             char **complaint)
{
  const MvuaStoreFields *self = (const MvuaStoreFields *) source;

  for (guint m = 0; m < self->members->len; m++)
    {
      const MvuaStoreMember *member = g_ptr_array_index (self->members, m);
      const MvuaStoreVariable *found = mvua_member_compare (member->member, id) == 0
                                           ? find_variable (member, variable)
                                           : NULL;

      for (guint s = 0; found != NULL && s < member->steps->len; s++)
        if (g_array_index (member->steps, int, s) == step)
          {
            *status = mvua_store_variable_get_status (found, s, step);
            if (*status == MVUA_STATUS_OK) /* another window of it is wanted */
              *status = MVUA_STATUS_NOT_PUBLISHED;
            *complaint = *status == MVUA_STATUS_NOT_DEFINED
                             ? NULL
                             : g_strdup_printf ("%s/%s has it as %s",
                                                mvua_zarr_tree_get_folder (member->tree),
                                                mvua_zarr_leaf_get_path (found->leaf),
                                                mvua_status_name (*status));
            return TRUE;
          }
    }
  return FALSE;
}

static gboolean
has_derived (MvuaFieldSource *source, const MvuaFieldKey *key, const GArray *members)
{
  const MvuaStoreFields *self = (const MvuaStoreFields *) source;

  return self->derived != NULL && mvua_store_derived_has (self->derived, key, members);
}

static gboolean
load_derived (MvuaFieldSource *source,
              const MvuaFieldKey *key,
              float *values,
              MvuaLoaded *loaded,
              guint64 *n_read,
              GError **error)
{
  const MvuaStoreFields *self = (const MvuaStoreFields *) source;

  return mvua_store_derived_load (self->derived, key, values, loaded, n_read, error);
}

static gboolean
note_origin (MvuaFieldSource *source,
             const MvuaReference *reference,
             MvuaOrigins *to,
             GError **error)
{
  const MvuaStoreFields *self = (const MvuaStoreFields *) source;
  const Binding *binding = &g_array_index (self->bindings, Binding, reference->file);

  return mvua_store_origins_note (self->origins, binding->member->tree,
                                  mvua_zarr_leaf_get_path (binding->variable->leaf),
                                  reference, to, error);
}

static void
free_source (MvuaFieldSource *source)
{
  MvuaStoreFields *self = (MvuaStoreFields *) source;

  mvua_store_origins_free (self->origins);
  g_clear_pointer (&self->derived, mvua_store_derived_free);
  g_array_unref (self->bindings);
  g_ptr_array_unref (self->members);
  g_ptr_array_unref (self->trees);
  mvua_zarr_chunks_unref (self->chunks);
  g_free (self);
}

MvuaStoreFields *
mvua_store_fields_new (const MvuaGrid *grid, MvuaZarrChunks *chunks)
{
  MvuaStoreFields *self = g_new0 (MvuaStoreFields, 1);

  self->source = (MvuaFieldSource){ .load = load,
                                    .get_absence = get_absence,
                                    .note_origin = note_origin,
                                    .has_derived = has_derived,
                                    .load_derived = load_derived,
                                    .free = free_source };
  self->grid = *grid;
  self->chunks = chunks;
  self->trees = g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_zarr_tree_free);
  self->members =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_store_member_free);
  self->bindings = g_array_new (FALSE, FALSE, sizeof (Binding));
  self->origins = mvua_store_origins_new ();
  return self;
}

MvuaFieldSource *
mvua_store_fields_get_source (MvuaStoreFields *self)
{
  return &self->source;
}

void
mvua_store_fields_take_tree (MvuaStoreFields *self, MvuaZarrTree *tree)
{
  g_ptr_array_add (self->trees, tree);
  g_clear_pointer (&self->derived, mvua_store_derived_free);
  /* Of several stores none has what all are made into. */
  if (self->trees->len == 1)
    self->derived = mvua_store_derived_new (tree, &self->grid);
}

guint
mvua_store_fields_take_member (MvuaStoreFields *self, MvuaStoreMember *member)
{
  const guint first = self->bindings->len;

  g_ptr_array_add (self->members, member);
  for (guint v = 0; v < member->variables->len; v++)
    {
      const Binding binding = { member, &g_array_index (member->variables,
                                                        MvuaStoreVariable, v) };
      g_array_append_val (self->bindings, binding);
    }
  return first;
}
