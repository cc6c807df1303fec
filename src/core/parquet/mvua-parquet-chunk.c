/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-parquet-chunk.h"

#include "mvua-parquet-codec.h"
#include "mvua-parquet-page.h"
#include "mvua-parquet-runs.h"

#include <string.h>

#define N_BATCH 1024

/* What is kept from page to page. */
typedef struct
{
  const MvuaParquetChunk *chunk;
  const MvuaParquetLeaf *leaf;
  MvuaParquetValues *values;
  guint8 *is_null;
  guint64 row; /* the next to be filled */
  guint64 end; /* and where the rows of this group end */
  MvuaParquetValues dictionary;
  gboolean has_dictionary;
  GPtrArray *pages;
  MvuaParquetBudget *budget;
} Reading;

static const char *const encoding_names[] = {
  [MVUA_ENCODING_PLAIN] = "PLAIN",
  [1] = "GROUP_VAR_INT",
  [MVUA_ENCODING_PLAIN_DICTIONARY] = "PLAIN_DICTIONARY",
  [MVUA_ENCODING_RLE] = "RLE",
  [MVUA_ENCODING_BIT_PACKED] = "BIT_PACKED",
  [MVUA_ENCODING_DELTA_BINARY_PACKED] = "DELTA_BINARY_PACKED",
  [MVUA_ENCODING_DELTA_LENGTH_BYTE_ARRAY] = "DELTA_LENGTH_BYTE_ARRAY",
  [MVUA_ENCODING_DELTA_BYTE_ARRAY] = "DELTA_BYTE_ARRAY",
  [MVUA_ENCODING_RLE_DICTIONARY] = "RLE_DICTIONARY",
  [MVUA_ENCODING_BYTE_STREAM_SPLIT] = "BYTE_STREAM_SPLIT",
};

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_MALFORMED, message);
  return FALSE;
}

static gboolean
refuse_encoding (gint64 encoding, const char *what, GError **error)
{
  const gboolean is_known =
      encoding >= 0 && encoding < (gint64) G_N_ELEMENTS (encoding_names);

  g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_UNSUPPORTED,
               "%s in the encoding %s (%" G_GINT64_FORMAT ") are not read", what,
               is_known ? encoding_names[encoding] : "of a later kind", encoding);
  return FALSE;
}

/**
 * unpack:
 * @n_raw: octets at the beginning that are never compressed
 * @owned: (out) (nullable) (transfer full): what @data points to if that is not the file
 * @data: (out): the @page->n octets of the page
 */
static gboolean
unpack (Reading *self,
        const MvuaParquetPage *page,
        gsize n_raw,
        guint8 **owned,
        const guint8 **data,
        GError **error)
{
  const gint64 codec =
      page->is_uncompressed ? MVUA_CODEC_UNCOMPRESSED : self->chunk->codec;
  const gsize n_in = page->n_stored - n_raw, n_out = page->n - n_raw;

  *owned = NULL;
  *data = page->data;
  if (!mvua_parquet_codec_is_plausible (codec, n_in, n_out))
    return fail (error, "it is larger than its compression can make it");
  if (codec == MVUA_CODEC_UNCOMPRESSED)
    return n_in == n_out || fail (error, "it is stored as it is, but with another size");

  *owned = mvua_parquet_budget_allocate (self->budget, page->n, 1, error);
  if (*owned == NULL)
    return FALSE;
  memcpy (*owned, page->data, n_raw);
  *data = *owned;
  return mvua_parquet_codec_decompress (codec, page->data + n_raw, n_in, *owned + n_raw,
                                        n_out, error);
}

/* Levels of a flat column are 1 where there is a value and 0 where there is none. */
static gboolean
read_levels (Reading *self, const guint8 *data, gsize n_data, gsize n, GError **error)
{
  MvuaParquetRuns runs = mvua_parquet_runs (data, n_data, 1);
  guint8 *is_null = self->is_null + self->row;
  guint32 batch[N_BATCH];

  for (gsize i = 0; i < n;)
    {
      const gsize n_batch = MIN (n - i, N_BATCH);
      if (!mvua_parquet_runs_read (&runs, batch, n_batch))
        return fail (error, "levels end too early");
      for (gsize j = 0; j < n_batch; j++, i++)
        {
          if (batch[j] > 1)
            return fail (error, "a level is neither 0 nor 1");
          is_null[i] = batch[j] == 0;
        }
    }
  return TRUE;
}

/* v1: the length of the levels stands before them.  @data, @n: (inout): what follows */
static gboolean
pass_levels (Reading *self,
             const MvuaParquetPage *page,
             const guint8 **data,
             gsize *n,
             GError **error)
{
  guint32 length;

  if (!self->leaf->is_optional)
    return TRUE;
  if (page->level_encoding != MVUA_ENCODING_RLE)
    return refuse_encoding (page->level_encoding, "levels", error);
  if (*n < sizeof length)
    return fail (error, "it ends before its levels");
  memcpy (&length, *data, sizeof length);
  if (length > *n - sizeof length)
    return fail (error, "its levels are longer than it is");
  if (!read_levels (self, *data + sizeof length, length, page->n_values, error))
    return FALSE;
  *data += sizeof length + length;
  *n -= sizeof length + length;
  return TRUE;
}

/* v2: the header has their length, and says how many values are missing. */
static gboolean
pass_levels_v2 (Reading *self,
                const MvuaParquetPage *page,
                const guint8 **data,
                gsize *n,
                GError **error)
{
  gint64 n_nulls = 0;

  if (self->leaf->is_optional)
    {
      if (!read_levels (self, *data + page->n_repetition, page->n_definition,
                        page->n_values, error))
        return FALSE;
      for (gsize i = 0; i < page->n_values; i++)
        n_nulls += self->is_null[self->row + i];
    }
  if (n_nulls != page->n_nulls)
    return fail (error, "it has not as many missing values as it says");
  *data += page->n_repetition + page->n_definition;
  *n -= page->n_repetition + page->n_definition;
  return TRUE;
}

static gboolean
read_values (Reading *self,
             const MvuaParquetPage *page,
             const guint8 *data,
             gsize n,
             GError **error)
{
  const guint8 *is_null = self->is_null != NULL ? self->is_null + self->row : NULL;
  const gboolean is_indexed = page->encoding == MVUA_ENCODING_PLAIN_DICTIONARY ||
                              page->encoding == MVUA_ENCODING_RLE_DICTIONARY;

  if (page->encoding == MVUA_ENCODING_PLAIN)
    return mvua_parquet_values_read_plain (self->values, self->row, page->n_values,
                                           is_null, data, n, error);
  if (is_indexed && !self->has_dictionary)
    return fail (error, "its values are those of a dictionary that there is not");
  if (is_indexed)
    return mvua_parquet_values_read_indexes (self->values, self->row, page->n_values,
                                             is_null, &self->dictionary, data, n, error);
  if (page->encoding == MVUA_ENCODING_RLE &&
      self->leaf->physical == MVUA_PHYSICAL_BOOLEAN)
    return mvua_parquet_values_read_runs (self->values, self->row, page->n_values,
                                          is_null, data, n, error);
  return refuse_encoding (page->encoding, "values", error);
}

/* What byte values point to is kept as long as they are. */
static void
keep (Reading *self, guint8 **owned)
{
  if (self->leaf->physical == MVUA_PHYSICAL_BYTE_ARRAY && *owned != NULL)
    g_ptr_array_add (self->pages, g_steal_pointer (owned));
}

static gboolean
read_data (Reading *self, const MvuaParquetPage *page, GError **error)
{
  const gboolean is_v2 = page->type == MVUA_PAGE_DATA_V2;
  g_autofree guint8 *owned = NULL;
  const guint8 *data;
  gsize n = page->n;

  if (page->n_values > self->end - self->row)
    return fail (error, "it has more values than its row group has rows");
  if (!unpack (self, page, is_v2 ? page->n_definition + page->n_repetition : 0, &owned,
               &data, error))
    return FALSE;
  if (!(is_v2 ? pass_levels_v2 : pass_levels) (self, page, &data, &n, error) ||
      !read_values (self, page, data, n, error))
    return FALSE;
  keep (self, &owned);
  self->row += page->n_values;
  return TRUE;
}

static gboolean
read_dictionary (Reading *self, const MvuaParquetPage *page, GError **error)
{
  g_autofree guint8 *owned = NULL;
  const guint8 *data;

  if (self->has_dictionary)
    return fail (error, "it is a second dictionary");
  if (page->encoding != MVUA_ENCODING_PLAIN &&
      page->encoding != MVUA_ENCODING_PLAIN_DICTIONARY)
    return refuse_encoding (page->encoding, "dictionaries", error);
  if (self->leaf->physical == MVUA_PHYSICAL_BOOLEAN)
    return fail (error, "there are no dictionaries of booleans");
  if (mvua_parquet_values_get_least (self->leaf->physical, page->n_values) > page->n)
    return fail (error, "it is too short for the values that it should have");

  if (!unpack (self, page, 0, &owned, &data, error) ||
      !mvua_parquet_values_init (&self->dictionary, self->leaf->physical,
                                 self->leaf->is_unsigned, page->n_values, self->budget,
                                 error))
    return FALSE;
  self->has_dictionary = TRUE;
  if (!mvua_parquet_values_read_plain (&self->dictionary, 0, page->n_values, NULL, data,
                                       page->n, error))
    return FALSE;
  keep (self, &owned);
  return TRUE;
}

static gboolean
read_pages (Reading *self, const guint8 *file, GError **error)
{
  const gsize end = self->chunk->at + self->chunk->n;
  gsize at = self->chunk->at;

  while (self->row < self->end)
    {
      MvuaParquetPage page;
      gboolean is_read = TRUE;
      if (at == end)
        return fail (error, "there are fewer values than rows");
      if (!mvua_parquet_page_read (&page, file, &at, end, error))
        return FALSE;
      if (page.type == MVUA_PAGE_DICTIONARY)
        is_read = read_dictionary (self, &page, error);
      else if (page.type != MVUA_PAGE_INDEX)
        is_read = read_data (self, &page, error);
      if (!is_read)
        {
          g_prefix_error (error, "page at byte %" G_GSIZE_FORMAT ": ", page.at);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_chunk (const MvuaParquetChunk *self,
             const MvuaParquetLeaf *leaf,
             guint64 n_rows,
             GError **error)
{
  if (self->refusal != NULL)
    {
      g_set_error_literal (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_UNSUPPORTED,
                           self->refusal);
      return FALSE;
    }
  if (self->physical != (gint64) leaf->physical)
    return fail (error, "its data are of another type than the schema says");
  if (self->n_values < 0 || (guint64) self->n_values != n_rows)
    return fail (error, "it has not one value a row");
  return mvua_parquet_codec_check (self->codec, error);
}

gboolean
mvua_parquet_chunk_read (const MvuaParquetChunk *self,
                         const guint8 *file,
                         const MvuaParquetLeaf *leaf,
                         guint64 first,
                         guint64 n_rows,
                         MvuaParquetValues *values,
                         guint8 *is_null,
                         GPtrArray *pages,
                         MvuaParquetBudget *budget,
                         GError **error)
{
  Reading reading = {
    .chunk = self,
    .leaf = leaf,
    .values = values,
    .is_null = is_null,
    .row = first,
    .end = first + n_rows,
    .pages = pages,
    .budget = budget,
  };
  const gboolean is_read =
      check_chunk (self, leaf, n_rows, error) && read_pages (&reading, file, error);

  mvua_parquet_values_clear (&reading.dictionary);
  return is_read;
}
