/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-parquet-chunk.h"

#include <string.h>

typedef struct
{
  char *name;
  MvuaParquetType type;
  MvuaParquetValues values;
  guint8 *is_null; /* (nullable) [n_rows] */
} Column;

struct _MvuaParquetTable
{
  GBytes *file;     /* pages that are stored as they are lie in it */
  GPtrArray *pages; /* and others here */
  GArray *columns;
  MvuaParquetFooter *footer;
};

static void
clear_column (Column *column)
{
  g_clear_pointer (&column->name, g_free);
  mvua_parquet_values_clear (&column->values);
  g_clear_pointer (&column->is_null, g_free);
}

static void
clear_table (MvuaParquetTable *self)
{
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_pointer (&self->footer, mvua_parquet_footer_free);
  g_clear_pointer (&self->file, g_bytes_unref);
}

MvuaParquetTable *
mvua_parquet_table_ref (MvuaParquetTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
mvua_parquet_table_unref (MvuaParquetTable *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear_table);
}

gboolean
mvua_parquet_is_parquet (GBytes *file)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (file, &n);

  return n >= (gsize) 3 * MVUA_PARQUET_N_MAGIC &&
         memcmp (data, MVUA_PARQUET_MAGIC, MVUA_PARQUET_N_MAGIC) == 0 &&
         memcmp (data + n - MVUA_PARQUET_N_MAGIC, MVUA_PARQUET_MAGIC,
                 MVUA_PARQUET_N_MAGIC) == 0;
}

/* Errors of a column say which it is; a name may be long. */
static void
prefix_name (GError **error, const char *name)
{
  g_autofree char *shown = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), 60));

  g_prefix_error (error, "Parquet column “%s”: ", shown);
}

/* Decodes column @i of the file, a row group after the other. */
static gboolean
read_column (MvuaParquetTable *self, guint i, MvuaParquetBudget *budget, GError **error)
{
  const MvuaParquetFooter *footer = self->footer;
  const MvuaParquetLeaf *leaf = &g_array_index (footer->leaves, MvuaParquetLeaf, i);
  const guint8 *file = g_bytes_get_data (self->file, NULL);
  guint64 first = 0;
  Column *column;

  g_array_set_size (self->columns, self->columns->len + 1);
  column = &g_array_index (self->columns, Column, self->columns->len - 1);
  column->name = g_strdup (leaf->name);
  column->type = leaf->type;
  if (!mvua_parquet_values_init (&column->values, leaf->physical, leaf->is_unsigned,
                                 footer->n_rows, budget, error))
    return FALSE;
  if (leaf->is_optional)
    {
      column->is_null = mvua_parquet_budget_allocate (budget, footer->n_rows, 1, error);
      if (column->is_null == NULL)
        return FALSE;
    }

  for (guint g = 0; g < footer->group_rows->len; g++)
    {
      const guint64 n_rows = g_array_index (footer->group_rows, guint64, g);
      const MvuaParquetChunk *chunk =
          &g_array_index (footer->chunks, MvuaParquetChunk, g * footer->leaves->len + i);
      if (!mvua_parquet_chunk_read (chunk, file, leaf, first, n_rows, &column->values,
                                    column->is_null, self->pages, budget, error))
        {
          g_prefix_error (error, "row group %u: ", g + 1);
          return FALSE;
        }
      first += n_rows;
    }
  return TRUE;
}

/* Whether the column is to be read; an @error is set if it was asked for and cannot be.
 */
static gboolean
is_wanted (const MvuaParquetLeaf *leaf, const char *const *columns, GError **error)
{
  const gboolean is_asked =
      leaf->name != NULL && columns != NULL && g_strv_contains (columns, leaf->name);

  if (leaf->refusal != NULL && is_asked)
    g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_UNSUPPORTED,
                 "this column is not read: %s", leaf->refusal);
  return leaf->refusal == NULL && (columns == NULL || is_asked);
}

static gboolean
read_columns (MvuaParquetTable *self, const char *const *columns, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  MvuaParquetBudget budget = mvua_parquet_budget (g_bytes_get_size (self->file));
  const GArray *leaves = self->footer->leaves;

  for (guint i = 0; i < leaves->len; i++)
    {
      const MvuaParquetLeaf *leaf = &g_array_index (leaves, MvuaParquetLeaf, i);
      g_autoptr (GError) problem = NULL;
      if (is_wanted (leaf, columns, &problem))
        {
          if (!g_hash_table_add (names, leaf->name))
            g_set_error_literal (&problem, MVUA_PARQUET_ERROR,
                                 MVUA_PARQUET_ERROR_UNSUPPORTED,
                                 "there are two columns of this name");
          else
            read_column (self, i, &budget, &problem);
        }
      if (problem != NULL)
        {
          prefix_name (&problem, leaf->name);
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
  return TRUE;
}

MvuaParquetTable *
mvua_parquet_read (GBytes *file, const char *const *columns, GError **error)
{
  g_autoptr (MvuaParquetTable) self = g_atomic_rc_box_new0 (MvuaParquetTable);
  gsize n_file;
  const guint8 *data = g_bytes_get_data (file, &n_file);

  self->file = g_bytes_ref (file);
  self->pages = g_ptr_array_new_with_free_func (g_free);
  self->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  g_array_set_clear_func (self->columns, (GDestroyNotify) clear_column);
  self->footer = mvua_parquet_footer_read (data, n_file, error);
  if (self->footer == NULL || !read_columns (self, columns, error))
    return NULL;
  return g_steal_pointer (&self);
}

guint64
mvua_parquet_table_get_n_rows (const MvuaParquetTable *self)
{
  return self->footer->n_rows;
}

guint
mvua_parquet_table_get_n_columns (const MvuaParquetTable *self)
{
  return self->columns->len;
}

static const Column *
get_column (const MvuaParquetTable *self, guint column)
{
  g_assert (column < self->columns->len);
  return &g_array_index (self->columns, Column, column);
}

int
mvua_parquet_table_find (const MvuaParquetTable *self, const char *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (strcmp (get_column (self, i)->name, name) == 0)
      return (int) i;
  return -1;
}

const char *
mvua_parquet_table_get_name (const MvuaParquetTable *self, guint column)
{
  return get_column (self, column)->name;
}

MvuaParquetType
mvua_parquet_table_get_column_type (const MvuaParquetTable *self, guint column)
{
  return get_column (self, column)->type;
}

gboolean
mvua_parquet_table_is_null (const MvuaParquetTable *self, guint column, guint64 row)
{
  const Column *it = get_column (self, column);

  g_assert (row < it->values.n);
  return it->is_null != NULL && it->is_null[row] != 0;
}

/* The column, which must be of that type and have that row. */
static const Column *
get_typed (const MvuaParquetTable *self, guint column, guint64 row, MvuaParquetType type)
{
  const Column *it = get_column (self, column);

  g_assert (it->type == type && row < it->values.n);
  return it;
}

const guint8 *
mvua_parquet_table_get_bytes (const MvuaParquetTable *self,
                              guint column,
                              guint64 row,
                              gsize *n)
{
  const Column *it = get_column (self, column);

  g_assert (it->type == MVUA_PARQUET_BYTES || it->type == MVUA_PARQUET_TEXT);
  g_assert (row < it->values.n);
  *n = it->values.bytes[row].n;
  return it->values.bytes[row].data;
}

gint64
mvua_parquet_table_get_int64 (const MvuaParquetTable *self, guint column, guint64 row)
{
  return get_typed (self, column, row, MVUA_PARQUET_INT64)->values.int64s[row];
}

double
mvua_parquet_table_get_double (const MvuaParquetTable *self, guint column, guint64 row)
{
  return get_typed (self, column, row, MVUA_PARQUET_DOUBLE)->values.doubles[row];
}

gboolean
mvua_parquet_table_get_boolean (const MvuaParquetTable *self, guint column, guint64 row)
{
  return get_typed (self, column, row, MVUA_PARQUET_BOOLEAN)->values.booleans[row];
}

const char *
mvua_parquet_table_get_metadata (const MvuaParquetTable *self, const char *key)
{
  return g_hash_table_lookup (self->footer->metadata, key);
}

const char *
mvua_parquet_table_get_created_by (const MvuaParquetTable *self)
{
  return self->footer->created_by;
}
