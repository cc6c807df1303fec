/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-parquet-footer.h"

#include "mvua-parquet-schema.h"

#include <string.h>

/* The magic word, and at the end the footer's length before it. */
#define N_BEFORE MVUA_PARQUET_N_MAGIC
#define N_BEHIND (4 + MVUA_PARQUET_N_MAGIC)

typedef struct
{
  MvuaThriftReader reader;
  MvuaParquetFooter *footer;
  gsize n_data; /* of the file, before the footer */
} Parser;

void
mvua_parquet_footer_free (MvuaParquetFooter *self)
{
  g_array_unref (self->leaves);
  g_array_unref (self->group_rows);
  g_array_unref (self->chunks);
  g_hash_table_unref (self->metadata);
  g_free (self->created_by);
  g_free (self);
}

static MvuaParquetFooter *
new_footer (void)
{
  MvuaParquetFooter *self = g_new0 (MvuaParquetFooter, 1);

  self->leaves = g_array_new (FALSE, FALSE, sizeof (MvuaParquetLeaf));
  g_array_set_clear_func (self->leaves, (GDestroyNotify) mvua_parquet_leaf_clear);
  self->group_rows = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->chunks = g_array_new (FALSE, FALSE, sizeof (MvuaParquetChunk));
  self->metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

static char *
read_text (MvuaThriftReader *reader, MvuaThriftType type)
{
  gsize n;
  const guint8 *text = mvua_thrift_reader_get_binary (reader, type, &n);

  return g_strndup ((const char *) text, n);
}

/* KeyValue.  Of a key that comes twice the first counts. */
static void
read_key_value (Parser *self)
{
  g_autofree char *key = NULL, *value = NULL;
  MvuaThriftType type;
  int id = 0;

  while (mvua_thrift_reader_next (&self->reader, &id, &type))
    {
      char **text = id == 1 ? &key : id == 2 ? &value : NULL;
      if (text != NULL)
        {
          g_free (*text);
          *text = read_text (&self->reader, type);
        }
      else
        mvua_thrift_reader_skip (&self->reader, type);
    }
  if (key != NULL && value != NULL &&
      !g_hash_table_contains (self->footer->metadata, key))
    g_hash_table_insert (self->footer->metadata, g_steal_pointer (&key),
                         g_steal_pointer (&value));
}

/* path_in_schema must be the one name of the column that stands here. */
static void
check_path (Parser *self, MvuaThriftType type, const MvuaParquetLeaf *leaf)
{
  const gsize n = mvua_thrift_reader_get_list (&self->reader, type, MVUA_THRIFT_BINARY);
  gboolean is_same = n == 1;

  for (gsize i = 0; i < n && self->reader.problem == NULL; i++)
    {
      gsize n_part;
      const guint8 *part =
          mvua_thrift_reader_get_binary (&self->reader, MVUA_THRIFT_BINARY, &n_part);
      is_same = is_same && leaf->name != NULL && n_part == strlen (leaf->name) &&
                memcmp (part, leaf->name, n_part) == 0;
    }
  if (leaf->refusal == NULL && !is_same)
    mvua_thrift_reader_fail (&self->reader,
                             "data do not belong to the column of the schema");
}

/* Sets where the chunk's pages are: those of the dictionary come first, if any. */
static void
set_span (
    Parser *self, MvuaParquetChunk *chunk, gint64 data_at, gint64 dictionary_at, gint64 n)
{
  const gint64 end = (gint64) self->n_data;
  const gint64 at = dictionary_at > 0 ? MIN (dictionary_at, data_at) : data_at;

  /* pyarrow puts the nothing of an empty column anywhere. */
  if (chunk->n_values == 0)
    return;
  if (at < N_BEFORE || at > end || n < 0 || n > end - at)
    mvua_thrift_reader_fail (&self->reader, "data of a column lie outside the file");
  else
    {
      chunk->at = (gsize) at;
      chunk->n = (gsize) n;
    }
}

/* ColumnMetaData */
static void
read_chunk_metadata (Parser *self,
                     MvuaThriftType type,
                     const MvuaParquetLeaf *leaf,
                     MvuaParquetChunk *chunk)
{
  gint64 data_at = -1, dictionary_at = 0, n = -1;
  int id = 0;

  mvua_thrift_reader_enter (&self->reader, type);
  while (mvua_thrift_reader_next (&self->reader, &id, &type))
    {
      gint64 *number = id == 1    ? &chunk->physical
                       : id == 4  ? &chunk->codec
                       : id == 5  ? &chunk->n_values
                       : id == 7  ? &n
                       : id == 9  ? &data_at
                       : id == 11 ? &dictionary_at
                                  : NULL;
      if (number != NULL)
        *number = mvua_thrift_reader_get_int (&self->reader, type);
      else if (id == 3)
        check_path (self, type, leaf);
      else
        mvua_thrift_reader_skip (&self->reader, type);
    }
  set_span (self, chunk, data_at, dictionary_at, n);
}

/* ColumnChunk */
static void
read_chunk (Parser *self, const MvuaParquetLeaf *leaf)
{
  MvuaParquetChunk chunk = { .physical = -1, .codec = -1, .n_values = -1 };
  gboolean has_metadata = FALSE;
  MvuaThriftType type;
  int id = 0;

  while (mvua_thrift_reader_next (&self->reader, &id, &type))
    if (id == 3)
      {
        read_chunk_metadata (self, type, leaf, &chunk);
        has_metadata = TRUE;
      }
    else
      {
        if (id == 1)
          chunk.refusal = "its data are in another file";
        if (id == 8 || id == 9)
          chunk.refusal = "it is encrypted";
        mvua_thrift_reader_skip (&self->reader, type);
      }

  if (!has_metadata && chunk.refusal == NULL)
    mvua_thrift_reader_fail (&self->reader, "nothing says where data of a column are");
  if (self->reader.problem == NULL)
    g_array_append_val (self->footer->chunks, chunk);
}

/* RowGroup */
static void
read_group (Parser *self)
{
  GArray *leaves = self->footer->leaves;
  gint64 n_rows = -1;
  gsize n_chunks = G_MAXSIZE;
  MvuaThriftType type;
  int id = 0;

  while (mvua_thrift_reader_next (&self->reader, &id, &type))
    if (id == 1 && n_chunks == G_MAXSIZE)
      {
        n_chunks = mvua_thrift_reader_get_list (&self->reader, type, MVUA_THRIFT_STRUCT);
        if (n_chunks != leaves->len)
          mvua_thrift_reader_fail (&self->reader,
                                   "a row group has other columns than the schema");
        for (guint i = 0; i < leaves->len && self->reader.problem == NULL; i++)
          read_chunk (self, &g_array_index (leaves, MvuaParquetLeaf, i));
      }
    else if (id == 3)
      n_rows = mvua_thrift_reader_get_int (&self->reader, type);
    else
      mvua_thrift_reader_skip (&self->reader, type);

  if (n_chunks == G_MAXSIZE || n_rows < 0)
    mvua_thrift_reader_fail (&self->reader, "a row group has no columns or no rows");
  else
    {
      const guint64 n = (guint64) n_rows;
      g_array_append_val (self->footer->group_rows, n);
    }
}

/* Reads the elements of a list with @read. */
static void
read_list (Parser *self, MvuaThriftType type, void (*read) (Parser *self))
{
  const gsize n = mvua_thrift_reader_get_list (&self->reader, type, MVUA_THRIFT_STRUCT);

  for (gsize i = 0; i < n && self->reader.problem == NULL; i++)
    read (self);
}

/* The rows of all row groups must be those of the file. */
static void
check_rows (Parser *self, gint64 n_rows)
{
  const GArray *groups = self->footer->group_rows;
  guint64 n_left = n_rows < 0 ? 0 : (guint64) n_rows;

  for (guint i = 0; i < groups->len && self->reader.problem == NULL; i++)
    {
      const guint64 n = g_array_index (groups, guint64, i);
      if (n > n_left)
        mvua_thrift_reader_fail (&self->reader,
                                 "row groups have more rows than the file");
      n_left -= n;
    }
  if (n_left > 0 || n_rows < 0)
    mvua_thrift_reader_fail (&self->reader, "row groups have fewer rows than the file");
  self->footer->n_rows = (guint64) n_rows;
}

/* FileMetaData.  Its fields come in the order of their numbers, and each once. */
static void
read_file_metadata (Parser *self)
{
  MvuaThriftReader *reader = &self->reader;
  gint64 n_rows = -1;
  MvuaThriftType type;
  int id = 0, before = 0;

  for (; mvua_thrift_reader_next (reader, &id, &type); before = id)
    {
      if (id <= before)
        mvua_thrift_reader_fail (reader, "its fields are not in order");
      else if (id == 2)
        mvua_parquet_schema_read (reader, type, self->footer->leaves);
      else if (id == 3)
        n_rows = mvua_thrift_reader_get_int (reader, type);
      else if (id == 4)
        read_list (self, type, read_group);
      else if (id == 5)
        read_list (self, type, read_key_value);
      else if (id == 6)
        self->footer->created_by = read_text (reader, type);
      else
        mvua_thrift_reader_skip (reader, type);
    }
  check_rows (self, n_rows);
}

static gboolean
fail (GError **error, MvuaParquetError code, const char *message)
{
  g_set_error_literal (error, MVUA_PARQUET_ERROR, code, message);
  return FALSE;
}

/* Finds the footer.  @n: (out): its length */
static gboolean
find_footer (const guint8 *file, gsize n_file, gsize *n, GError **error)
{
  const guint8 *magic;
  guint32 length;

  if (n_file < N_BEFORE + N_BEHIND)
    return fail (error, MVUA_PARQUET_ERROR_MALFORMED, "Too short for a Parquet file");
  magic = file + n_file - MVUA_PARQUET_N_MAGIC;
  if (memcmp (magic, MVUA_PARQUET_MAGIC_ENCRYPTED, MVUA_PARQUET_N_MAGIC) == 0)
    return fail (error, MVUA_PARQUET_ERROR_UNSUPPORTED, "The Parquet file is encrypted");
  if (memcmp (file, MVUA_PARQUET_MAGIC, MVUA_PARQUET_N_MAGIC) != 0)
    return fail (error, MVUA_PARQUET_ERROR_MALFORMED,
                 "Not a Parquet file: it does not begin with “PAR1”");
  if (memcmp (magic, MVUA_PARQUET_MAGIC, MVUA_PARQUET_N_MAGIC) != 0)
    return fail (error, MVUA_PARQUET_ERROR_MALFORMED,
                 "The Parquet file is cut off: it does not end with “PAR1”");

  memcpy (&length, file + n_file - N_BEHIND, sizeof length);
  *n = GUINT32_FROM_LE (length);
  if (*n <= n_file - N_BEFORE - N_BEHIND)
    return TRUE;
  g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_MALFORMED,
               "The Parquet footer should have %" G_GSIZE_FORMAT
               " bytes in a file of %" G_GSIZE_FORMAT,
               *n, n_file);
  return FALSE;
}

MvuaParquetFooter *
mvua_parquet_footer_read (const guint8 *file, gsize n_file, GError **error)
{
  g_autoptr (MvuaParquetFooter) footer = NULL;
  Parser parser;
  gsize n;

  if (!find_footer (file, n_file, &n, error))
    return NULL;

  footer = new_footer ();
  parser.footer = footer;
  parser.n_data = n_file - N_BEHIND - n;
  parser.reader = mvua_thrift_reader (file + parser.n_data, n);
  read_file_metadata (&parser);
  if (parser.reader.problem != NULL)
    {
      g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_MALFORMED,
                   "Parquet footer, byte %" G_GSIZE_FORMAT ": %s",
                   (gsize) (parser.reader.at - file), parser.reader.problem);
      return NULL;
    }
  return g_steal_pointer (&footer);
}
