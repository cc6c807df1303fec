/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The table as a Parquet file: one row a field, in the columns below. */

#include "mvua-error.h"
#include "mvua-origins.h"
#include "mvua-parquet.h"

#include <string.h>

#define FILE_SCHEME "file:///"
/* Thrice the longest path there is. */
#define MOST_TEXT ((gsize) 3 * 4096 + 16)
#define NOTE_KEY "mvua_fields"
#define NOTE                                                                             \
  "1: where each field comes from; times are hours from the run, read_at seconds since " \
  "1970"

enum
{
  MEMBER,
  VARIABLE,
  STEP,
  START,
  FILE_NAME,
  ETAG,
  OFFSET,
  LENGTH,
  CRC32C,
  READ_AT,
  VALUES_CRC32C,
  HAS_DETAIL,
  ODDITIES,
  EQUAL_TO,
  N_OUTSIDE,
  N_NEGATIVE,
  N_COLUMNS,
};

static const struct
{
  const char *name;
  MvuaParquetType type;
  gboolean is_optional;
} columns[N_COLUMNS] = {
  [MEMBER] = { "member", MVUA_PARQUET_TEXT, FALSE },
  [VARIABLE] = { "variable", MVUA_PARQUET_TEXT, FALSE },
  [STEP] = { "step", MVUA_PARQUET_INT64, FALSE },
  [START] = { "start", MVUA_PARQUET_INT64, FALSE },
  [FILE_NAME] = { "file", MVUA_PARQUET_TEXT, FALSE },
  [ETAG] = { "etag", MVUA_PARQUET_TEXT, TRUE },
  [OFFSET] = { "offset", MVUA_PARQUET_INT64, TRUE },
  [LENGTH] = { "length", MVUA_PARQUET_INT64, TRUE },
  [CRC32C] = { "crc32c", MVUA_PARQUET_INT64, TRUE },
  [READ_AT] = { "read_at", MVUA_PARQUET_INT64, FALSE },
  [VALUES_CRC32C] = { "values_crc32c", MVUA_PARQUET_INT64, TRUE },
  [HAS_DETAIL] = { "has_detail", MVUA_PARQUET_BOOLEAN, FALSE },
  [ODDITIES] = { "oddities", MVUA_PARQUET_TEXT, TRUE },
  [EQUAL_TO] = { "equal_to", MVUA_PARQUET_TEXT, TRUE },
  [N_OUTSIDE] = { "n_out_of_range", MVUA_PARQUET_INT64, FALSE },
  [N_NEGATIVE] = { "n_negative", MVUA_PARQUET_INT64, FALSE },
};

/* Whether it can be shown to people. */
static gboolean
is_text (const char *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_ascii_iscntrl (bytes[i]))
      return FALSE;
  return g_utf8_validate (bytes, (gssize) n, NULL);
}

/* The columns while they are filled. */
typedef struct
{
  guint n_rows;
  GStringChunk *texts;
  gpointer values[N_COLUMNS]; /* [n_rows] of the column's type */
  guint8 *nulls[N_COLUMNS];   /* [n_rows] */
} Filling;

static void
filling_clear (Filling *self)
{
  for (guint c = 0; c < N_COLUMNS; c++)
    {
      g_free (self->values[c]);
      g_free (self->nulls[c]);
    }
  g_string_chunk_free (self->texts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filling, filling_clear)

static void
set_text (Filling *self, guint column, guint row, const char *text)
{
  MvuaParquetBytes *to = (MvuaParquetBytes *) self->values[column] + row;

  self->nulls[column][row] = text == NULL;
  *to = (MvuaParquetBytes){ text, text != NULL ? strlen (text) : 0 };
}

static void
set_number (Filling *self, guint column, guint row, gboolean is_there, guint64 number)
{
  self->nulls[column][row] = !is_there;
  ((gint64 *) self->values[column])[row] = is_there ? (gint64) number : 0;
}

static const char *
name_of (Filling *self, MvuaMember member)
{
  char name[MVUA_MEMBER_NAME_SIZE];

  return g_string_chunk_insert_const (self->texts, mvua_member_name (member, name));
}

/* (nullable): "constant,out_of_range" */
static const char *
oddities_text (Filling *self, guint oddities)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
    if ((oddities & 1u << bit) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "",
                              mvua_oddity_name (bit));
  return text->len > 0 ? g_string_chunk_insert_const (self->texts, text->str) : NULL;
}

/* A path that is no text, such as one out of a disk in Latin-1, as the URI that has its
 * octets; of the others none begins like one. */
static const char *
file_text (Filling *self, const char *file)
{
  g_autofree char *uri = NULL;

  if (file == NULL)
    return "";
  if (is_text (file, strlen (file)))
    return file;
  uri = g_filename_to_uri (file, NULL, NULL);
  return uri != NULL ? g_string_chunk_insert_const (self->texts, uri) : file;
}

static void
fill_row (Filling *self, guint row, const MvuaOrigin *origin)
{
  const gboolean is_message = origin->length > 0;
  const gboolean is_equal = (origin->oddities & MVUA_ODDITY_EQUAL) != 0;

  set_text (self, MEMBER, row, name_of (self, origin->member));
  set_text (self, VARIABLE, row, origin->variable->name);
  set_number (self, STEP, row, TRUE, (guint64) origin->step);
  set_number (self, START, row, TRUE, (guint64) origin->start);
  set_text (self, FILE_NAME, row, file_text (self, origin->file));
  set_text (self, ETAG, row, origin->etag);
  set_number (self, OFFSET, row, is_message, origin->offset);
  set_number (self, LENGTH, row, is_message, origin->length);
  set_number (self, CRC32C, row, is_message, origin->crc32c);
  set_number (self, READ_AT, row, TRUE, (guint64) origin->read_at);
  set_number (self, VALUES_CRC32C, row, origin->is_field, origin->values_crc32c);
  ((guint8 *) self->values[HAS_DETAIL])[row] = (guint8) (origin->has_detail != 0);
  set_text (self, ODDITIES, row, oddities_text (self, origin->oddities));
  set_text (self, EQUAL_TO, row, is_equal ? name_of (self, origin->equal_to) : NULL);
  set_number (self, N_OUTSIDE, row, TRUE, origin->n_outside);
  set_number (self, N_NEGATIVE, row, TRUE, origin->n_negative);
}

static gsize
size_of (MvuaParquetType type)
{
  if (type == MVUA_PARQUET_TEXT)
    return sizeof (MvuaParquetBytes);
  return type == MVUA_PARQUET_BOOLEAN ? sizeof (guint8) : sizeof (gint64);
}

static void
prepare (Filling *self, guint n_rows)
{
  self->texts = g_string_chunk_new (1024);
  for (guint c = 0; c < N_COLUMNS; c++)
    {
      self->values[c] = g_malloc0 (MAX (n_rows, 1) * size_of (columns[c].type));
      self->nulls[c] = g_malloc0 (MAX (n_rows, 1));
    }
}

static GBytes *
write_columns (const Filling *self, GError **error)
{
  static const char *const metadata[] = { NOTE_KEY, NOTE, NULL };
  MvuaParquetColumn written[N_COLUMNS];

  for (guint c = 0; c < N_COLUMNS; c++)
    written[c] =
        (MvuaParquetColumn){ .name = columns[c].name,
                             .type = columns[c].type,
                             .is_optional = columns[c].is_optional,
                             .is_null = columns[c].is_optional ? self->nulls[c] : NULL,
                             .bytes = self->values[c] };
  return mvua_parquet_write (written, N_COLUMNS, self->n_rows, MVUA_PARQUET_ZSTD,
                             metadata, error);
}

/* @member: (nullable): only those of this one */
static GBytes *
format_rows (const GArray *rows, const MvuaMember *member, GError **error)
{
  g_auto (Filling) filling = { 0 };

  prepare (&filling, rows->len);
  for (guint i = 0; i < rows->len; i++)
    {
      const MvuaOrigin *origin = &g_array_index (rows, MvuaOrigin, i);
      if (member == NULL || mvua_member_compare (origin->member, *member) == 0)
        fill_row (&filling, filling.n_rows++, origin);
    }
  return write_columns (&filling, error);
}

GBytes *
mvua_origins_format_rows (const GArray *rows, GError **error)
{
  return format_rows (rows, NULL, error);
}

GBytes *
mvua_origins_format (MvuaOrigins *self, const MvuaMember *member, GError **error)
{
  g_autoptr (GArray) rows = mvua_origins_list (self);

  return format_rows (rows, member, error);
}

/* A table that is read, row by row. */
typedef struct
{
  const MvuaParquetTable *table;
  guint at[N_COLUMNS];
  guint64 row;
  GStringChunk *texts;
  gboolean is_wrong; /* something in the row is */
} Reading;

/* (nullable): NULL where there is none; what is no plain text is wrong: it is shown to
 * people, and opened */
static const char *
get_text (Reading *self, guint column)
{
  gsize n = 0;
  const char *bytes = (const char *) mvua_parquet_table_get_bytes (
      self->table, self->at[column], self->row, &n);

  if (bytes == NULL)
    return NULL;
  if (n > MOST_TEXT || !is_text (bytes, n))
    self->is_wrong = TRUE;
  if (self->is_wrong)
    return NULL;
  g_autofree char *text = g_strndup (bytes, n);
  return g_string_chunk_insert_const (self->texts, text);
}

/* The URL or path as file_text() was given it. */
static const char *
get_file (Reading *self)
{
  const char *text = get_text (self, FILE_NAME);
  g_autofree char *path = NULL;

  if (text == NULL || !g_str_has_prefix (text, FILE_SCHEME))
    return text;
  path = g_filename_from_uri (text, NULL, NULL);
  self->is_wrong = self->is_wrong || path == NULL;
  return path != NULL ? g_string_chunk_insert_const (self->texts, path) : NULL;
}

static gint64
get_number (Reading *self, guint column, gint64 most)
{
  const gint64 number =
      mvua_parquet_table_get_int64 (self->table, self->at[column], self->row);

  if (number < 0 || number > most)
    self->is_wrong = TRUE;
  return self->is_wrong ? 0 : number;
}

static MvuaMember
get_member (Reading *self, guint column)
{
  const char *name = get_text (self, column);
  MvuaMember member = { 0 };

  if (name == NULL || !mvua_member_from_name (name, &member))
    self->is_wrong = TRUE;
  return member;
}

/* Names that are not known are of a later version. */
static guint
get_oddities (Reading *self)
{
  const char *text = get_text (self, ODDITIES);
  g_auto (GStrv) names = g_strsplit (text != NULL ? text : "", ",", -1);
  guint oddities = 0;

  for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
    if (g_strv_contains ((const char *const *) names, mvua_oddity_name (bit)))
      oddities |= 1u << bit;
  return oddities;
}

static gboolean
is_there (const Reading *self, guint column)
{
  return !mvua_parquet_table_is_null (self->table, self->at[column], self->row);
}

/* Returns: whether the row is one that is known */
static gboolean
read_row (Reading *self, MvuaOrigin *origin)
{
  const char *variable = get_text (self, VARIABLE);

  *origin = (MvuaOrigin){
    .variable = variable != NULL ? mvua_variable_by_name (variable) : NULL,
    .member = get_member (self, MEMBER),
    .step = (int) get_number (self, STEP, G_MAXINT16),
    .start = (int) get_number (self, START, G_MAXINT16),
    .file = get_file (self),
    .etag = get_text (self, ETAG),
    .offset = (guint64) get_number (self, OFFSET, G_MAXINT64),
    .length = (guint64) get_number (self, LENGTH, G_MAXINT64),
    .crc32c = (guint32) get_number (self, CRC32C, G_MAXUINT32),
    .read_at = get_number (self, READ_AT, G_MAXINT64),
    .is_field = is_there (self, VALUES_CRC32C),
    .values_crc32c = (guint32) get_number (self, VALUES_CRC32C, G_MAXUINT32),
    .has_detail =
        mvua_parquet_table_get_boolean (self->table, self->at[HAS_DETAIL], self->row),
    .oddities = get_oddities (self),
    .n_outside = (guint64) get_number (self, N_OUTSIDE, G_MAXINT64),
    .n_negative = (guint64) get_number (self, N_NEGATIVE, G_MAXINT64),
  };
  if ((origin->oddities & MVUA_ODDITY_EQUAL) != 0)
    origin->equal_to = get_member (self, EQUAL_TO);
  return origin->variable != NULL;
}

static gboolean
find_columns (Reading *self, GError **error)
{
  for (guint c = 0; c < N_COLUMNS; c++)
    {
      const int found = mvua_parquet_table_find (self->table, columns[c].name);

      if (found < 0 || mvua_parquet_table_get_column_type (self->table, (guint) found) !=
                           columns[c].type)
        {
          g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                       "the table of fields has no column “%s” as this version knows it",
                       columns[c].name);
          return FALSE;
        }
      self->at[c] = (guint) found;
    }
  return TRUE;
}

static gboolean
read_rows (Reading *self, MvuaOrigins *to, GError **error)
{
  const guint64 n = mvua_parquet_table_get_n_rows (self->table);

  for (self->row = 0; self->row < n; self->row++)
    {
      MvuaOrigin origin;
      const gboolean is_known = read_row (self, &origin);

      if (self->is_wrong)
        {
          g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                       "row %" G_GUINT64_FORMAT " of the table of fields makes no sense",
                       self->row);
          return FALSE;
        }
      if (is_known)
        mvua_origins_put (to, &origin);
    }
  return TRUE;
}

MvuaOrigins *
mvua_origins_parse (GBytes *bytes, GError **error)
{
  const char *names[N_COLUMNS + 1] = { NULL };

  for (guint c = 0; c < N_COLUMNS; c++)
    names[c] = columns[c].name;
  g_autoptr (MvuaParquetTable) table = mvua_parquet_read (bytes, names, error);
  if (table == NULL)
    return NULL;

  g_autoptr (MvuaOrigins) self = mvua_origins_new ();
  Reading reading = { .table = table, .texts = g_string_chunk_new (4096) };
  const gboolean ok = find_columns (&reading, error) && read_rows (&reading, self, error);
  g_string_chunk_free (reading.texts);
  return ok ? g_steal_pointer (&self) : NULL;
}
