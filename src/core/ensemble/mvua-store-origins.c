/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store-origins.h"

#include "mvua-error.h"
#include "mvua-parquet.h"
#include "mvua-run.h"

#define STEP_HOURS 3

struct _MvuaStoreOrigins
{
  GMutex mutex;       /* guards what follows */
  GHashTable *tables; /* (element-type MvuaZarrTree MvuaOrigins) */
};

MvuaStoreOrigins *
mvua_store_origins_new (void)
{
  MvuaStoreOrigins *self = g_new0 (MvuaStoreOrigins, 1);

  g_mutex_init (&self->mutex);
  self->tables = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL,
                                        (GDestroyNotify) mvua_origins_free);
  return self;
}

void
mvua_store_origins_free (MvuaStoreOrigins *self)
{
  g_hash_table_unref (self->tables);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
is_of_memory (const GError *error)
{
  return g_error_matches (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_NO_MEMORY) ||
         g_error_matches (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE);
}

/* The table is there, and the system does not let it be read at the moment. */
static gboolean
is_of_system (const MvuaZarrTree *tree, const GError *error)
{
  g_autofree char *path = g_build_filename (mvua_zarr_tree_get_folder (tree), ".mvua",
                                            MVUA_ORIGINS_FILE, NULL);

  return g_error_matches (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_IO) &&
         g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A table that is not there, or is damaged, has nothing in it: the fields are what their
 * own checksums make sure of all the same.
 * Returns: (nullable): NULL with %MVUA_ERROR_NO_MEMORY or %MVUA_ERROR_IO set */
static MvuaOrigins *
get_table (MvuaStoreOrigins *self, const MvuaZarrTree *tree, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  MvuaOrigins *table = g_hash_table_lookup (self->tables, tree);
  g_autoptr (GError) local_error = NULL;

  if (table != NULL)
    return table;
  g_autoptr (GBytes) bytes =
      mvua_zarr_tree_load_own_file (tree, MVUA_ORIGINS_FILE, &local_error);
  if (bytes != NULL)
    table = mvua_origins_parse (bytes, &local_error);
  if (is_of_memory (local_error))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY, "%s/.mvua/%s: %s",
                   mvua_zarr_tree_get_folder (tree), MVUA_ORIGINS_FILE,
                   local_error->message);
      return NULL;
    }
  if (is_of_system (tree, local_error))
    {
      g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_IO, local_error->message);
      return NULL;
    }
  if (table == NULL)
    table = mvua_origins_new ();
  g_hash_table_insert (self->tables, (gpointer) tree, table);
  return table;
}

static gboolean
copy_row (MvuaOrigins *from, const MvuaReference *reference, int step, MvuaOrigins *to)
{
  MvuaOrigin origin;

  if (!mvua_origins_lookup (from, reference->variable, reference->member, step,
                            &origin) ||
      origin.file == NULL || origin.file[0] == '\0')
    return FALSE;
  mvua_origins_add (to, &origin);
  return TRUE;
}

gboolean
mvua_store_origins_note (MvuaStoreOrigins *self,
                         const MvuaZarrTree *tree,
                         const char *array,
                         const MvuaReference *reference,
                         MvuaOrigins *to,
                         GError **error)
{
  MvuaOrigins *table = get_table (self, tree, error);
  MvuaOrigin origin;

  if (table == NULL)
    return FALSE;
  if (copy_row (table, reference, reference->end, to))
    {
      /* Rain of 3 h that a bucket of 6 h was a part of has its first half in it, too. */
      if (mvua_origins_lookup (table, reference->variable, reference->member,
                               reference->end, &origin) &&
          mvua_variable_is_rain (reference->variable) &&
          origin.start < reference->end - STEP_HOURS)
        copy_row (table, reference, reference->end - STEP_HOURS, to);
      return TRUE;
    }
  g_autofree char *path =
      g_build_filename (mvua_zarr_tree_get_folder (tree), array, NULL);
  g_autofree char *file = g_canonicalize_filename (path, NULL);
  origin = (MvuaOrigin){ .variable = reference->variable,
                         .member = reference->member,
                         .step = reference->end,
                         .start = reference->start,
                         .file = file,
                         .read_at = mvua_time_to_note () };
  mvua_origins_add (to, &origin);
  return TRUE;
}
