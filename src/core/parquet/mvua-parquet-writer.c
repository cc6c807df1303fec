/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-parquet-budget.h"
#include "mvua-parquet-codec.h"
#include "mvua-parquet-encode.h"
#include "mvua-thrift-writer.h"

#include <string.h>
#include <zlib.h>

#define MAX_VALUE ((gsize) 512 << 20)
#define MAX_ALL ((guint64) 1 << 30)
#define N_GROUP ((guint64) 64 << 20)
#define N_GROUP_ROWS ((guint64) 1 << 20)

/* Where a column's pages of a row group have come to lie. */
typedef struct
{
  gsize at;
  gsize n_stored;
  gsize n; /* without compression, headers included as in the above */
} Chunk;

typedef struct
{
  guint64 n_rows;
  gsize at;
} Group;

typedef struct
{
  const MvuaParquetColumn *columns;
  guint n_columns;
  MvuaParquetCodec codec;
  MvuaParquetBuffer file;
  MvuaParquetBuffer page;   /* one, as it is … */
  MvuaParquetBuffer stored; /* … and compressed */
  GArray *groups;
  GArray *chunks; /* n_columns a group */
} Writer;

static void
clear_writer (Writer *self)
{
  mvua_parquet_buffer_clear (&self->file);
  mvua_parquet_buffer_clear (&self->page);
  mvua_parquet_buffer_clear (&self->stored);
  g_clear_pointer (&self->groups, g_array_unref);
  g_clear_pointer (&self->chunks, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, clear_writer)

static const MvuaParquetCodec codecs[] = {
  [MVUA_PARQUET_SNAPPY] = MVUA_CODEC_SNAPPY,
  [MVUA_PARQUET_ZSTD] = MVUA_CODEC_ZSTD,
  [MVUA_PARQUET_PLAIN] = MVUA_CODEC_UNCOMPRESSED,
};

/* PageHeader */
static void
write_page_header (MvuaThriftWriter *thrift, const Writer *self, guint64 n_values)
{
  const uLong crc = crc32_z (0, self->stored.data, self->stored.n);

  mvua_thrift_writer_put_i32 (thrift, 1, MVUA_PAGE_DATA);
  mvua_thrift_writer_put_i32 (thrift, 2, (gint64) self->page.n);
  mvua_thrift_writer_put_i32 (thrift, 3, (gint64) self->stored.n);
  mvua_thrift_writer_put_i32 (thrift, 4, (gint32) (guint32) crc);
  mvua_thrift_writer_begin (thrift, 5);
  mvua_thrift_writer_put_i32 (thrift, 1, (gint64) n_values);
  mvua_thrift_writer_put_i32 (thrift, 2, MVUA_ENCODING_PLAIN);
  mvua_thrift_writer_put_i32 (thrift, 3, MVUA_ENCODING_RLE);
  mvua_thrift_writer_put_i32 (thrift, 4, MVUA_ENCODING_RLE);
  mvua_thrift_writer_end (thrift);
  mvua_thrift_writer_end (thrift);
}

/* Adds the page that was encoded to the file. */
static gboolean
write_page (Writer *self, guint64 n_values, Chunk *chunk, GError **error)
{
  const gsize bound = mvua_parquet_codec_get_bound (self->codec, self->page.n);
  g_auto (MvuaThriftWriter) header;

  mvua_thrift_writer_init (&header);
  self->stored.n = 0;
  if (mvua_parquet_buffer_reserve (&self->stored, bound, error) == NULL ||
      !mvua_parquet_codec_compress (self->codec, self->page.data, self->page.n,
                                    self->stored.data, &self->stored.n, error))
    return FALSE;

  write_page_header (&header, self, n_values);
  chunk->n += header.octets->len + self->page.n;
  chunk->n_stored += header.octets->len + self->stored.n;
  return mvua_parquet_buffer_append (&self->file, header.octets->data, header.octets->len,
                                     error) &&
         mvua_parquet_buffer_append (&self->file, self->stored.data, self->stored.n,
                                     error);
}

/* Returns: the row after the last of the row group that begins at @first */
static guint64
find_group_end (const Writer *self, guint64 first, guint64 n_rows)
{
  const guint64 end = MIN (n_rows, first + N_GROUP_ROWS);
  guint64 n = 0, row;

  for (row = first; row < end && n < N_GROUP; row++)
    for (guint i = 0; i < self->n_columns; i++)
      n += mvua_parquet_column_get_cost (&self->columns[i], row);
  return row;
}

static gboolean
write_group (Writer *self, guint64 first, guint64 end, GError **error)
{
  const Group group = { .n_rows = end - first, .at = self->file.n };

  g_array_append_val (self->groups, group);
  for (guint i = 0; i < self->n_columns; i++)
    {
      Chunk chunk = { .at = self->file.n };
      for (guint64 row = first; row < end;)
        {
          const guint64 next = mvua_parquet_column_encode (&self->columns[i], row, end,
                                                           &self->page, error);
          if (next == 0 || !write_page (self, next - row, &chunk, error))
            return FALSE;
          row = next;
        }
      g_array_append_val (self->chunks, chunk);
    }
  return TRUE;
}

/* SchemaElement of a column.  Both marks of text are there, for old readers and new. */
static void
write_element (MvuaThriftWriter *thrift, const MvuaParquetColumn *column)
{
  mvua_thrift_writer_begin (thrift, 0);
  mvua_thrift_writer_put_i32 (thrift, 1, mvua_parquet_column_get_physical (column));
  mvua_thrift_writer_put_i32 (thrift, 3,
                              column->is_optional ? MVUA_REPETITION_OPTIONAL
                                                  : MVUA_REPETITION_REQUIRED);
  mvua_thrift_writer_put_text (thrift, 4, column->name);
  if (column->type == MVUA_PARQUET_TEXT)
    {
      mvua_thrift_writer_put_i32 (thrift, 6, MVUA_CONVERTED_UTF8);
      mvua_thrift_writer_begin (thrift, 10);
      mvua_thrift_writer_begin (thrift, MVUA_LOGICAL_STRING);
      mvua_thrift_writer_end (thrift);
      mvua_thrift_writer_end (thrift);
    }
  mvua_thrift_writer_end (thrift);
}

static void
write_schema (MvuaThriftWriter *thrift, const Writer *self)
{
  mvua_thrift_writer_put_list (thrift, 2, MVUA_THRIFT_STRUCT, self->n_columns + 1);
  mvua_thrift_writer_begin (thrift, 0);
  mvua_thrift_writer_put_text (thrift, 4, "schema");
  mvua_thrift_writer_put_i32 (thrift, 5, self->n_columns);
  mvua_thrift_writer_end (thrift);
  for (guint i = 0; i < self->n_columns; i++)
    write_element (thrift, &self->columns[i]);
}

/* ColumnChunk and, in it, ColumnMetaData */
static void
write_chunk_metadata (MvuaThriftWriter *thrift,
                      const Writer *self,
                      const MvuaParquetColumn *column,
                      const Chunk *chunk,
                      guint64 n_rows)
{
  mvua_thrift_writer_begin (thrift, 0);
  mvua_thrift_writer_put_i64 (thrift, 2, (gint64) chunk->at);
  mvua_thrift_writer_begin (thrift, 3);
  mvua_thrift_writer_put_i32 (thrift, 1, mvua_parquet_column_get_physical (column));
  mvua_thrift_writer_put_list (thrift, 2, MVUA_THRIFT_I32, 2);
  mvua_thrift_writer_add_i32 (thrift, MVUA_ENCODING_PLAIN);
  mvua_thrift_writer_add_i32 (thrift, MVUA_ENCODING_RLE);
  mvua_thrift_writer_put_list (thrift, 3, MVUA_THRIFT_BINARY, 1);
  mvua_thrift_writer_add_text (thrift, column->name);
  mvua_thrift_writer_put_i32 (thrift, 4, self->codec);
  mvua_thrift_writer_put_i64 (thrift, 5, (gint64) n_rows);
  mvua_thrift_writer_put_i64 (thrift, 6, (gint64) chunk->n);
  mvua_thrift_writer_put_i64 (thrift, 7, (gint64) chunk->n_stored);
  mvua_thrift_writer_put_i64 (thrift, 9, (gint64) chunk->at);
  mvua_thrift_writer_end (thrift);
  mvua_thrift_writer_end (thrift);
}

/* RowGroup */
static void
write_group_metadata (MvuaThriftWriter *thrift, const Writer *self, guint g)
{
  const Group *group = &g_array_index (self->groups, Group, g);
  const Chunk *chunks = &g_array_index (self->chunks, Chunk, (gsize) g * self->n_columns);
  guint64 n = 0, n_stored = 0;

  mvua_thrift_writer_begin (thrift, 0);
  mvua_thrift_writer_put_list (thrift, 1, MVUA_THRIFT_STRUCT, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    {
      write_chunk_metadata (thrift, self, &self->columns[i], &chunks[i], group->n_rows);
      n += chunks[i].n;
      n_stored += chunks[i].n_stored;
    }
  mvua_thrift_writer_put_i64 (thrift, 2, (gint64) n);
  mvua_thrift_writer_put_i64 (thrift, 3, (gint64) group->n_rows);
  mvua_thrift_writer_put_i64 (thrift, 5, (gint64) group->at);
  mvua_thrift_writer_put_i64 (thrift, 6, (gint64) n_stored);
  mvua_thrift_writer_put_i16 (thrift, 7, (gint16) g);
  mvua_thrift_writer_end (thrift);
}

static void
write_metadata (MvuaThriftWriter *thrift, const char *const *metadata)
{
  const guint n = metadata != NULL ? g_strv_length ((char **) metadata) : 0;

  if (n == 0)
    return;
  g_assert (n % 2 == 0);
  mvua_thrift_writer_put_list (thrift, 5, MVUA_THRIFT_STRUCT, n / 2);
  for (guint i = 0; i < n; i += 2)
    {
      mvua_thrift_writer_begin (thrift, 0);
      mvua_thrift_writer_put_text (thrift, 1, metadata[i]);
      mvua_thrift_writer_put_text (thrift, 2, metadata[i + 1]);
      mvua_thrift_writer_end (thrift);
    }
}

/* FileMetaData, its length and the magic word. */
static gboolean
write_footer (Writer *self, guint64 n_rows, const char *const *metadata, GError **error)
{
  g_auto (MvuaThriftWriter) thrift;
  guint32 length;

  mvua_thrift_writer_init (&thrift);
  mvua_thrift_writer_put_i32 (&thrift, 1, 1);
  write_schema (&thrift, self);
  mvua_thrift_writer_put_i64 (&thrift, 3, (gint64) n_rows);
  mvua_thrift_writer_put_list (&thrift, 4, MVUA_THRIFT_STRUCT, self->groups->len);
  for (guint g = 0; g < self->groups->len; g++)
    write_group_metadata (&thrift, self, g);
  write_metadata (&thrift, metadata);
  mvua_thrift_writer_put_text (&thrift, 6, "mvua version " MVUA_VERSION);
  mvua_thrift_writer_end (&thrift);

  length = thrift.octets->len;
  return mvua_parquet_buffer_append (&self->file, thrift.octets->data, length, error) &&
         mvua_parquet_buffer_append (&self->file, &length, sizeof length, error) &&
         mvua_parquet_buffer_append (&self->file, MVUA_PARQUET_MAGIC,
                                     MVUA_PARQUET_N_MAGIC, error);
}

/* What was asked for, and whether it can be read again. */
static gboolean
check_sizes (const Writer *self, guint64 n_rows, GError **error)
{
  guint64 n = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      const MvuaParquetColumn *column = &self->columns[i];
      const MvuaParquetPhysical physical = mvua_parquet_column_get_physical (column);
      g_assert (column->name != NULL && column->name[0] != '\0');
      g_assert (column->is_null == NULL || column->is_optional);
      for (guint64 row = 0; row < n_rows && n <= MAX_ALL; row++)
        {
          const gboolean is_null = column->is_null != NULL && column->is_null[row];
          if (physical == MVUA_PHYSICAL_BYTE_ARRAY && !is_null &&
              column->bytes[row].n > MAX_VALUE)
            n = MAX_ALL + 1;
          else
            n += mvua_parquet_column_get_cost (column, row);
        }
      if (n > MAX_ALL)
        {
          g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE,
                       "Parquet column “%s”: more values than a file may have",
                       column->name);
          return FALSE;
        }
    }
  return TRUE;
}

/* Whether mvua_parquet_read () would take the file: it may be packed too well. */
static gboolean
can_be_read (const Writer *self, guint64 n_rows)
{
  guint64 n = 0;

  for (guint i = 0; i < self->chunks->len; i++)
    n += g_array_index (self->chunks, Chunk, i).n;
  for (guint i = 0; i < self->n_columns; i++)
    n += n_rows * mvua_parquet_column_get_n_memory (&self->columns[i]);
  return n <= mvua_parquet_budget (self->file.n).left;
}

/* @is_readable: (out): whether what is returned can be read again */
static GBytes *
write_file (const MvuaParquetColumn *columns,
            guint n_columns,
            guint64 n_rows,
            MvuaParquetCompression compression,
            const char *const *metadata,
            gboolean *is_readable,
            GError **error)
{
  g_auto (Writer) self = {
    .columns = columns,
    .n_columns = n_columns,
    .codec = codecs[compression],
    .groups = g_array_new (FALSE, FALSE, sizeof (Group)),
    .chunks = g_array_new (FALSE, FALSE, sizeof (Chunk)),
  };
  gsize n;

  if (!check_sizes (&self, n_rows, error) ||
      !mvua_parquet_buffer_append (&self.file, MVUA_PARQUET_MAGIC, MVUA_PARQUET_N_MAGIC,
                                   error))
    return NULL;
  for (guint64 row = 0; row < n_rows;)
    {
      const guint64 end = find_group_end (&self, row, n_rows);
      if (!write_group (&self, row, end, error))
        return NULL;
      row = end;
    }
  if (!write_footer (&self, n_rows, metadata, error))
    return NULL;

  *is_readable = can_be_read (&self, n_rows);
  n = self.file.n;
  return g_bytes_new_take (g_steal_pointer (&self.file.data), n);
}

GBytes *
mvua_parquet_write (const MvuaParquetColumn *columns,
                    guint n_columns,
                    guint64 n_rows,
                    MvuaParquetCompression compression,
                    const char *const *metadata,
                    GError **error)
{
  g_autoptr (GBytes) file = NULL;
  gboolean is_readable = FALSE;

  g_assert (n_columns > 0);
  file =
      write_file (columns, n_columns, n_rows, compression, metadata, &is_readable, error);
  if (file != NULL && !is_readable && compression == MVUA_PARQUET_ZSTD)
    {
      g_clear_pointer (&file, g_bytes_unref);
      file = write_file (columns, n_columns, n_rows, MVUA_PARQUET_SNAPPY, metadata,
                         &is_readable, error);
    }
  if (file != NULL && !is_readable)
    {
      g_set_error_literal (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE,
                           "The Parquet file would be too small for what it holds");
      return NULL;
    }
  return g_steal_pointer (&file);
}
