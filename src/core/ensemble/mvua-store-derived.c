/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store-derived.h"

#include "mvua-store-fields.h"

#include <string.h>

#define STEP_HOURS 3 /* of rain in a store */

/* Statistics, or probabilities: groups that share coordinates and members. */
typedef struct
{
  char *group; /* the first of them, which was looked at */
  GArray *members;
  GArray *steps;
  GHashTable *n_valid; /* name of a variable → [n_steps] of double */
} Family;

struct _MvuaStoreDerived
{
  MvuaZarrTree *tree;
  MvuaGrid grid;
  Family statistics;
  Family probabilities;

  GMutex mutex; /* guards what follows */
  GHashTable *leaves;
};

static void
family_clear (Family *self)
{
  g_clear_pointer (&self->group, g_free);
  g_clear_pointer (&self->members, g_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->n_valid, g_hash_table_unref);
}

void
mvua_store_derived_free (MvuaStoreDerived *self)
{
  family_clear (&self->statistics);
  family_clear (&self->probabilities);
  g_hash_table_unref (self->leaves);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Whom the group says that it is of; (nullable) */
static GArray *
read_members (const MvuaZarrTree *tree, const char *group)
{
  json_object *attributes = mvua_zarr_tree_load_attributes (tree, group, NULL);
  json_object *names = NULL;
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  gboolean ok = json_object_object_get_ex (attributes, "members", &names) &&
                json_object_is_type (names, json_type_array);

  for (gsize i = 0; ok && i < json_object_array_length (names); i++)
    {
      json_object *name = json_object_array_get_idx (names, i);
      MvuaMember member;
      ok = json_object_is_type (name, json_type_string) &&
           mvua_member_from_name (json_object_get_string (name), &member);
      if (ok)
        g_array_append_val (members, member);
    }
  json_object_put (attributes);
  return ok ? g_steal_pointer (&members) : NULL;
}

static gboolean
read_n_valid (const MvuaStoreDerived *self,
              Family *family,
              const char *path,
              const char *name)
{
  gsize n = 0;

  if (!mvua_zarr_tree_has_array (self->tree, path))
    return FALSE;
  g_autoptr (MvuaZarrLeaf) leaf =
      mvua_zarr_tree_open_array (self->tree, path, NULL, NULL);
  g_autofree double *values =
      leaf != NULL ? mvua_zarr_leaf_read_all (leaf, &n, NULL) : NULL;
  if (values == NULL || n != family->steps->len)
    return FALSE;
  g_hash_table_insert (family->n_valid, g_strdup (name), g_steal_pointer (&values));
  return TRUE;
}

/* @above: the group that says of which members it is */
static gboolean
read_family (MvuaStoreDerived *self, Family *family, const char *above, const char *group)
{
  g_autofree char *step = mvua_store_path (group, "step");
  g_autoptr (MvuaStoreNotes) notes = mvua_store_notes_new ();
  MvuaRun run = mvua_store_find_run (self->tree, group);
  MvuaStoreSteps steps = { 0 };
  MvuaStoreGrid grid;

  if (!mvua_zarr_tree_has_array (self->tree, step) || run == MVUA_RUN_UNKNOWN)
    return FALSE;
  g_autoptr (MvuaZarrLeaf) leaf =
      mvua_zarr_tree_open_array (self->tree, step, NULL, NULL);
  if (leaf == NULL || mvua_zarr_leaf_get_meta (leaf)->n_dims != 1 ||
      !mvua_store_read_grid (self->tree, group, "latitude", "longitude", &grid, NULL) ||
      !mvua_grid_equal (&grid.grid, &self->grid) || grid.is_upside_down ||
      !mvua_store_read_steps (self->tree, group, "step",
                              mvua_zarr_leaf_get_meta (leaf)->shape[0], &run, &steps,
                              notes, NULL))
    return FALSE;
  family->steps = steps.hours;
  family->group = g_strdup (group);
  family->members = read_members (self->tree, above);
  family->n_valid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return family->members != NULL && !steps.are_numbers && !steps.are_times;
}

/* The numbers of members are the same for each of the statistics. */
static gboolean
read_statistics (MvuaStoreDerived *self)
{
  const GPtrArray *paths = mvua_zarr_tree_list (self->tree);
  guint n = 0, n_read = 0;
  const MvuaVariable *table = mvua_variable_table (&n);

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      MvuaStatistic statistic;
      if (!g_str_has_prefix (path, "ensemble_stats/") ||
          !mvua_statistic_from_name (path + strlen ("ensemble_stats/"), &statistic))
        continue;
      if (!read_family (self, &self->statistics, "ensemble_stats", path))
        return FALSE;
      for (guint v = 0; v < n; v++)
        {
          g_autofree char *valid = g_strdup_printf ("%s/%s_n_valid", path, table[v].name);
          n_read += read_n_valid (self, &self->statistics, valid, table[v].name);
        }
      return n_read > 0;
    }
  return FALSE;
}

MvuaStoreDerived *
mvua_store_derived_new (MvuaZarrTree *tree, const MvuaGrid *grid)
{
  MvuaStoreDerived *self = g_new0 (MvuaStoreDerived, 1);

  self->tree = tree;
  self->grid = *grid;
  self->leaves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) mvua_zarr_leaf_free);
  g_mutex_init (&self->mutex);
  const gboolean has_statistics = read_statistics (self);
  if (!has_statistics)
    family_clear (&self->statistics);
  const gboolean has_probabilities =
      read_family (self, &self->probabilities, "probabilities", "probabilities") &&
      read_n_valid (self, &self->probabilities, "probabilities/n_valid", "tp");
  if (!has_probabilities)
    family_clear (&self->probabilities);
  if (has_statistics || has_probabilities)
    return self;
  mvua_store_derived_free (self);
  return NULL;
}

static const Family *
family_of (const MvuaStoreDerived *self, const MvuaFieldKey *key)
{
  return key->product.kind == MVUA_PRODUCT_STATISTIC ? &self->statistics
                                                     : &self->probabilities;
}

/* "ensemble_stats/mean/t2m", "probabilities/prob_gt_5mm" */
static char *
path_of (const MvuaFieldKey *key)
{
  g_autofree char *group = mvua_product_path (&key->product);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (key->product.kind == MVUA_PRODUCT_STATISTIC)
    return mvua_store_path (group, key->variable->name);
  g_ascii_formatd (number, sizeof number, "%.7g", (double) key->product.threshold);
  return g_strdup_printf ("%s/prob_gt_%smm", group, number);
}

static int
index_of_step (const Family *family, int step)
{
  for (guint s = 0; s < family->steps->len; s++)
    if (g_array_index (family->steps, int, s) == step)
      return (int) s;
  return -1;
}

static gboolean
are_members (const Family *family, const GArray *members)
{
  if (family->members->len != members->len)
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    if (mvua_member_compare (g_array_index (family->members, MvuaMember, i),
                             g_array_index (members, MvuaMember, i)) != 0)
      return FALSE;
  return TRUE;
}

gboolean
mvua_store_derived_has (const MvuaStoreDerived *self,
                        const MvuaFieldKey *key,
                        const GArray *members)
{
  const Family *family = family_of (self, key);
  const gboolean is_rain = mvua_variable_is_rain (key->variable);

  if (key->product.kind == MVUA_PRODUCT_MEMBER || family->steps == NULL ||
      !are_members (family, members) ||
      (key->product.kind == MVUA_PRODUCT_PROBABILITY && !is_rain) ||
      (is_rain ? key->start != key->end - STEP_HOURS || key->start < 0
               : key->start != MVUA_HOUR_UNKNOWN))
    return FALSE;
  const int step = index_of_step (family, key->end);
  const double *n_valid = g_hash_table_lookup (family->n_valid, key->variable->name);
  g_autofree char *path = path_of (key);
  /* With fewer it is the members who tell which those were. */
  return step >= 0 && n_valid != NULL && n_valid[step] == (double) members->len &&
         mvua_zarr_tree_has_array (self->tree, path);
}

/* (transfer none) (nullable): opened when it is wanted first */
static MvuaZarrLeaf *
get_leaf (MvuaStoreDerived *self, const char *path, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  MvuaZarrLeaf *leaf = g_hash_table_lookup (self->leaves, path);

  if (leaf != NULL)
    return leaf;
  leaf = mvua_zarr_tree_open_array (self->tree, path, NULL, error);
  if (leaf != NULL)
    g_hash_table_insert (self->leaves, g_strdup (path), leaf);
  return leaf;
}

static gboolean
read_field (MvuaStoreDerived *self,
            const MvuaFieldKey *key,
            const char *path,
            float *values,
            MvuaZarrLeafRead *read,
            GError **error)
{
  const Family *family = family_of (self, key);
  const MvuaWindow *window = &key->window;
  const MvuaCfPacking plain = { .scale = 1 };
  const gsize first[] = { (gsize) index_of_step (family, key->end), window->row,
                          window->column };
  const gsize count[] = { 1, window->n_rows, window->n_columns };
  MvuaZarrLeaf *leaf = get_leaf (self, path, error);

  if (leaf == NULL)
    return FALSE;
  const MvuaZarrMeta *meta = mvua_zarr_leaf_get_meta (leaf);
  if (meta->n_dims != 3 || meta->type.kind != MVUA_ZARR_NUMBER_FLOAT ||
      meta->shape[0] != family->steps->len || meta->shape[1] != self->grid.n_rows ||
      meta->shape[2] != self->grid.n_columns ||
      window->n_columns > self->grid.n_columns - window->column)
    {
      g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID,
                   "“%s/%s” is not of the shape of its coordinates",
                   mvua_zarr_tree_get_folder (self->tree), path);
      return FALSE;
    }
  return mvua_zarr_leaf_read_floats (leaf, &plain, first, count, values, read, error);
}

gboolean
mvua_store_derived_load (MvuaStoreDerived *self,
                         const MvuaFieldKey *key,
                         float *values,
                         MvuaLoaded *loaded,
                         guint64 *n_read,
                         GError **error)
{
  g_autofree char *path = path_of (key);
  g_auto (MvuaZarrLeafRead) read = { 0 };
  GError *local_error = NULL;

  const gboolean is_read = read_field (self, key, path, values, &read, &local_error);
  *n_read += read.n_bytes;
  if (!is_read)
    return mvua_store_settle_error (local_error, loaded, error);
  if (read.n_absent == 0)
    return TRUE;
  loaded->status = MVUA_STATUS_MISSING;
  loaded->complaint = g_strdup_printf (
      "%s/%s is not there", mvua_zarr_tree_get_folder (self->tree), read.absent);
  return TRUE;
}
