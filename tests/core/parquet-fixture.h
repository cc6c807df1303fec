/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Parquet files put together by hand, which knows nothing of our own writer: what is
 * true of them and what is not stands in a table. */

#pragma once

#include "mvua-parquet.h"

#include <string.h>
#include <zlib.h>

/* Numbers of the format, by their names there. */
enum
{
  BOOLEAN = 0,
  INT32 = 1,
  INT64 = 2,
  INT96 = 3,
  FLOAT = 4,
  DOUBLE = 5,
  BYTE_ARRAY = 6,
  FIXED = 7,

  REQUIRED = 0,
  OPTIONAL = 1,
  REPEATED = 2,

  UTF8 = 0,
  DECIMAL = 5,
  UINT_32 = 13,
  UINT_64 = 14,

  PLAIN = 0,
  PLAIN_DICTIONARY = 2,
  RLE = 3,
  BIT_PACKED = 4,
  DELTA_BINARY_PACKED = 5,
  RLE_DICTIONARY = 8,

  UNCOMPRESSED = 0,
  SNAPPY = 1,
  GZIP = 2,
  ZSTD = 6,

  DATA = 0,
  INDEX = 1,
  DICTIONARY = 2,
  DATA_V2 = 3,
};

/* A page; what is 0 is as it should be. */
typedef struct
{
  int type;
  gint64 n_values;
  int encoding;
  const char *data; /* what is stored */
  gsize n_data;
  gint64 n;            /* without compression; 0: @n_data */
  gint64 n_stored;     /* 0: @n_data */
  int level_encoding;  /* 0: RLE */
  int crc;             /* 1: right, 2: wrong */
  gint64 n_nulls;      /* v2 */
  gint64 n_definition; /* v2 */
  gint64 n_repetition; /* v2 */
  int stored_plain;    /* v2: not compressed */
  gint64 n_other_rows; /* v2: more rows than values */
} HandPage;

/* A file of one column "x", with a group "g" before it if @is_nested. */
typedef struct
{
  const char *name;
  int physical;
  int repetition;
  int converted; /* 0: none; -1: UTF8 */
  int codec;
  gint64 n_rows;
  const HandPage *pages;
  guint n_pages;
  gboolean is_nested;
  const char *path;      /* path_in_schema; NULL: "x" */
  int other_physical;    /* of the data, if not 0 */
  gint64 n_values;       /* of the data, if not 0 */
  gint64 n_group_rows;   /* of the row group, if not 0 */
  gint64 shift;          /* of the data's offset */
  gint64 longer;         /* than the data are */
  gboolean is_elsewhere; /* data in another file */
} HandFile;

#define PAGE(type_, n, encoding_, text, ...)                                             \
  {                                                                                      \
    .type = type_, .n_values = n, .encoding = encoding_, .data = text,                   \
    .n_data = sizeof (text) - 1, __VA_ARGS__                                             \
  }
#define PAGES(...)                                                                       \
  (const HandPage[]){ __VA_ARGS__ },                                                     \
      sizeof ((const HandPage[]){ __VA_ARGS__ }) / sizeof (HandPage)

/* Levels of four rows, of which the third is missing: length, then one group of bits. */
#define LEVELS "\2\0\0\0\3\13"

static inline void
hand_varint (GByteArray *out, guint64 value)
{
  for (;; value >>= 7)
    {
      const guint8 octet = (guint8) ((value & 0x7f) | (value >= 0x80 ? 0x80 : 0));
      g_byte_array_append (out, &octet, 1);
      if (value < 0x80)
        return;
    }
}

static inline void
hand_octet (GByteArray *out, guint octet)
{
  const guint8 narrow = (guint8) octet;

  g_byte_array_append (out, &narrow, 1);
}

/* A field @delta after the one before, of a type of Thrift's compact protocol. */
static inline void
hand_number (GByteArray *out, guint delta, guint type, gint64 value)
{
  hand_octet (out, delta << 4 | type);
  hand_varint (out, (guint64) value << 1 ^ (guint64) (value >> 63));
}

static inline void
hand_text (GByteArray *out, guint delta, const char *text)
{
  if (delta > 0)
    hand_octet (out, delta << 4 | 8);
  hand_varint (out, strlen (text));
  g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text));
}

static inline void
hand_page_v1_body (GByteArray *out, const HandPage *page)
{
  hand_number (out, 1, 5, page->n_values);
  hand_number (out, 1, 5, page->encoding);
  if (page->type == DATA)
    {
      hand_number (out, 1, 5, page->level_encoding != 0 ? page->level_encoding : RLE);
      hand_number (out, 1, 5, RLE);
    }
}

static inline void
hand_page_v2_body (GByteArray *out, const HandPage *page)
{
  hand_number (out, 1, 5, page->n_values);
  hand_number (out, 1, 5, page->n_nulls);
  hand_number (out, 1, 5, page->n_values + page->n_other_rows);
  hand_number (out, 1, 5, page->encoding);
  hand_number (out, 1, 5, page->n_definition);
  hand_number (out, 1, 5, page->n_repetition);
  hand_octet (out, 1 << 4 | (page->stored_plain ? 2 : 1));
}

static inline void
hand_page (GByteArray *out, const HandPage *page)
{
  const guint32 crc =
      (guint32) crc32 (0, (const Bytef *) page->data, (uInt) page->n_data);
  guint last = 3;

  hand_number (out, 1, 5, page->type);
  hand_number (out, 1, 5, page->n != 0 ? page->n : (gint64) page->n_data);
  hand_number (out, 1, 5, page->n_stored != 0 ? page->n_stored : (gint64) page->n_data);
  if (page->crc != 0)
    {
      hand_number (out, 1, 5, (gint32) (crc + (page->crc == 2)));
      last = 4;
    }
  if (page->type != INDEX)
    {
      const guint id = page->type == DATA ? 5 : page->type == DICTIONARY ? 7 : 8;
      hand_octet (out, (id - last) << 4 | 12);
      if (page->type == DATA_V2)
        hand_page_v2_body (out, page);
      else
        hand_page_v1_body (out, page);
      hand_octet (out, 0);
    }
  hand_octet (out, 0);
  g_byte_array_append (out, (const guint8 *) page->data, (guint) page->n_data);
}

static inline void
hand_schema (GByteArray *out, const HandFile *file)
{
  hand_octet (out, 1 << 4 | 9);                          /* a list … */
  hand_octet (out, (file->is_nested ? 4 : 2) << 4 | 12); /* … of structs */
  hand_text (out, 4, "root");
  hand_number (out, 1, 5, file->is_nested ? 2 : 1);
  hand_octet (out, 0);
  if (file->is_nested)
    {
      hand_number (out, 3, 5, OPTIONAL);
      hand_text (out, 1, "g");
      hand_number (out, 1, 5, 1);
      hand_octet (out, 0);
      hand_number (out, 1, 5, BYTE_ARRAY);
      hand_number (out, 2, 5, REPEATED);
      hand_text (out, 1, "leaf");
      hand_octet (out, 0);
    }
  hand_number (out, 1, 5, file->physical);
  hand_number (out, 2, 5, file->repetition);
  hand_text (out, 1, file->name != NULL ? file->name : "x");
  if (file->converted != 0)
    hand_number (out, 2, 5, file->converted == -1 ? UTF8 : file->converted);
  hand_octet (out, 0);
}

static inline void
hand_chunk (GByteArray *out, const HandFile *file, const char *path, gint64 at, gint64 n)
{
  if (file->is_elsewhere)
    hand_text (out, 1, "other.parquet");
  hand_number (out, file->is_elsewhere ? 1 : 2, 6, at);
  hand_octet (out, 1 << 4 | 12);
  hand_number (out, 1, 5,
               file->other_physical != 0 ? file->other_physical : file->physical);
  hand_octet (out, 1 << 4 | 9);
  hand_octet (out, 1 << 4 | 5);
  hand_varint (out, PLAIN);
  hand_octet (out, 1 << 4 | 9);
  hand_octet (out, 1 << 4 | 8);
  hand_text (out, 0, path);
  hand_number (out, 1, 5, file->codec);
  hand_number (out, 1, 6, file->n_values != 0 ? file->n_values : file->n_rows);
  hand_number (out, 1, 6, n);
  hand_number (out, 1, 6, n + file->longer);
  hand_number (out, 2, 6, at + file->shift);
  hand_octet (out, 0);
  hand_octet (out, 0);
}

static inline void
hand_footer (GByteArray *out, const HandFile *file, gint64 n_pages)
{
  const guint start = out->len;
  guint32 length;

  hand_number (out, 1, 5, 1);
  hand_schema (out, file);
  hand_number (out, 1, 6, file->n_rows);
  hand_octet (out, 1 << 4 | 9);
  hand_octet (out, 1 << 4 | 12);
  hand_octet (out, 1 << 4 | 9);
  hand_octet (out, (file->is_nested ? 2 : 1) << 4 | 12);
  if (file->is_nested)
    hand_chunk (out, file, "leaf", 4, 0);
  hand_chunk (out, file, file->path != NULL ? file->path : "x", 4, n_pages);
  hand_number (out, 1, 6, n_pages);
  hand_number (out, 1, 6, file->n_group_rows != 0 ? file->n_group_rows : file->n_rows);
  hand_octet (out, 0);
  hand_octet (out, 0);
  length = GUINT32_TO_LE (out->len - start);
  g_byte_array_append (out, (const guint8 *) &length, 4);
  g_byte_array_append (out, (const guint8 *) "PAR1", 4);
}

static inline GBytes *
hand_file (const HandFile *file)
{
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, (const guint8 *) "PAR1", 4);
  for (guint i = 0; i < file->n_pages; i++)
    hand_page (out, &file->pages[i]);
  hand_footer (out, file, out->len - 4);
  return g_byte_array_free_to_bytes (out);
}

/* What stands in a row, as text: "-" where nothing does. */
static inline char *
show_value (const MvuaParquetTable *table, guint column, guint64 row)
{
  const guint8 *octets;
  gsize n;

  if (mvua_parquet_table_is_null (table, column, row))
    return g_strdup ("-");
  switch (mvua_parquet_table_get_column_type (table, column))
    {
    case MVUA_PARQUET_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT,
                              mvua_parquet_table_get_int64 (table, column, row));
    case MVUA_PARQUET_DOUBLE:
      return g_strdup_printf ("%g", mvua_parquet_table_get_double (table, column, row));
    case MVUA_PARQUET_BOOLEAN:
      return g_strdup (mvua_parquet_table_get_boolean (table, column, row) ? "T" : "F");
    case MVUA_PARQUET_BYTES:
    case MVUA_PARQUET_TEXT:
    default:
      octets = mvua_parquet_table_get_bytes (table, column, row, &n);
      return g_strdup_printf ("“%.*s”", (int) n, (const char *) octets);
    }
}

/* A column, its values with a blank between them. */
static inline char *
show_column (const MvuaParquetTable *table, guint column)
{
  GString *shown = g_string_new (NULL);

  for (guint64 row = 0; row < mvua_parquet_table_get_n_rows (table); row++)
    {
      g_autofree char *value = show_value (table, column, row);
      g_string_append_printf (shown, "%s%s", row > 0 ? " " : "", value);
    }
  return g_string_free (shown, FALSE);
}
