/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-parquet-page.h"

#include "mvua-parquet.h"
#include "mvua-thrift-reader.h"

#include <zlib.h>

/* Numbers of a header as they stand there; -1 where they do not. */
typedef struct
{
  gint64 type;
  gint64 n, n_stored;
  gint64 crc;
  gboolean has_crc;
  gboolean has_body; /* the structure that belongs to its type */
  gint64 n_values, encoding, level_encoding;
  gint64 n_nulls, n_rows, n_definition, n_repetition;
  gboolean is_compressed;
} Header;

/* DataPageHeader and DictionaryPageHeader: the first two fields are the same. */
static void
read_body (MvuaThriftReader *reader, MvuaThriftType type, Header *header)
{
  int id = 0;

  mvua_thrift_reader_enter (reader, type);
  while (mvua_thrift_reader_next (reader, &id, &type))
    if (id == 1)
      header->n_values = mvua_thrift_reader_get_int (reader, type);
    else if (id == 2)
      header->encoding = mvua_thrift_reader_get_int (reader, type);
    else if (id == 3 && header->type == MVUA_PAGE_DATA)
      header->level_encoding = mvua_thrift_reader_get_int (reader, type);
    else
      mvua_thrift_reader_skip (reader, type);
}

/* DataPageHeaderV2 */
static void
read_body_v2 (MvuaThriftReader *reader, MvuaThriftType type, Header *header)
{
  int id = 0;

  mvua_thrift_reader_enter (reader, type);
  while (mvua_thrift_reader_next (reader, &id, &type))
    {
      gint64 *number = id == 1   ? &header->n_values
                       : id == 2 ? &header->n_nulls
                       : id == 3 ? &header->n_rows
                       : id == 4 ? &header->encoding
                       : id == 5 ? &header->n_definition
                       : id == 6 ? &header->n_repetition
                                 : NULL;
      if (number != NULL)
        *number = mvua_thrift_reader_get_int (reader, type);
      else if (id == 7)
        header->is_compressed = mvua_thrift_reader_get_boolean (reader, type);
      else
        mvua_thrift_reader_skip (reader, type);
    }
}

/* PageHeader */
static void
read_header (MvuaThriftReader *reader, Header *header)
{
  MvuaThriftType type;
  int id = 0;

  *header = (Header){ .type = -1, .n = -1, .n_stored = -1, .is_compressed = TRUE };
  while (mvua_thrift_reader_next (reader, &id, &type))
    {
      const gboolean is_body = (id == 5 && header->type == MVUA_PAGE_DATA) ||
                               (id == 7 && header->type == MVUA_PAGE_DICTIONARY) ||
                               (id == 8 && header->type == MVUA_PAGE_DATA_V2);
      gint64 *number = id == 1   ? &header->type
                       : id == 2 ? &header->n
                       : id == 3 ? &header->n_stored
                       : id == 4 ? &header->crc
                                 : NULL;
      if (number != NULL)
        *number = mvua_thrift_reader_get_int (reader, type);
      else if (is_body && id == 8)
        read_body_v2 (reader, type, header);
      else if (is_body)
        read_body (reader, type, header);
      else
        mvua_thrift_reader_skip (reader, type);
      header->has_crc = header->has_crc || id == 4;
      header->has_body = header->has_body || is_body;
    }
}

static gboolean
is_size (gint64 n)
{
  return n >= 0 && n <= G_MAXINT32;
}

/* Returns: (nullable): what is impossible about it */
static const char *
find_fault (const Header *header, gsize n_left)
{
  if (header->type < MVUA_PAGE_DATA || header->type > MVUA_PAGE_DATA_V2)
    return "it is of no kind that there is";
  if (!is_size (header->n) || !is_size (header->n_stored))
    return "its size is impossible";
  if ((guint64) header->n_stored > n_left)
    return "it is longer than what is left of its column";
  if (header->type == MVUA_PAGE_INDEX)
    return NULL;
  if (!header->has_body || !is_size (header->n_values))
    return "it does not say how many values it has";
  if (header->type != MVUA_PAGE_DATA_V2)
    return NULL;
  if (header->n_rows != header->n_values)
    return "it has other rows than values";
  if (!is_size (header->n_definition) || !is_size (header->n_repetition) ||
      header->n_definition + header->n_repetition > MIN (header->n, header->n_stored))
    return "its levels are longer than it is";
  return NULL;
}

gboolean
mvua_parquet_page_read (
    MvuaParquetPage *self, const guint8 *file, gsize *at, gsize end, GError **error)
{
  MvuaThriftReader reader = mvua_thrift_reader (file + *at, end - *at);
  Header header;
  const char *fault;

  read_header (&reader, &header);
  fault = reader.problem;
  if (fault == NULL)
    fault = find_fault (&header, (gsize) (reader.end - reader.at));
  if (fault == NULL && header.has_crc &&
      crc32_z (0, reader.at, (gsize) header.n_stored) != (guint32) header.crc)
    fault = "its checksum is wrong";
  if (fault != NULL)
    {
      g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_MALFORMED,
                   "page at byte %" G_GSIZE_FORMAT ": %s", *at, fault);
      return FALSE;
    }

  *self = (MvuaParquetPage){
    .at = *at,
    .type = (MvuaParquetPageType) header.type,
    .data = reader.at,
    .n_stored = (gsize) header.n_stored,
    .n = (gsize) header.n,
    .n_values = (gsize) header.n_values,
    .encoding = header.encoding,
    .level_encoding = header.level_encoding,
    .n_nulls = header.n_nulls,
    .n_definition = (gsize) header.n_definition,
    .n_repetition = (gsize) header.n_repetition,
    .is_uncompressed = !header.is_compressed,
  };
  *at = (gsize) (reader.at - file) + self->n_stored;
  return TRUE;
}
