/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-idx.h"

#include "mvua-grib-error.h"

#include <string.h>

/* A piece of a line; not terminated. */
typedef struct
{
  const char *text;
  gsize length;
} Piece;

enum
{
  FIELD_NUMBER,
  FIELD_OFFSET,
  FIELD_DATE,
  FIELD_VARIABLE,
  FIELD_LEVEL,
  FIELD_WHEN,
  FIELD_ENSEMBLE,
  N_FIELDS
};

static gboolean
piece_is (Piece piece, const char *text)
{
  return strlen (text) == piece.length && memcmp (piece.text, text, piece.length) == 0;
}

/* Takes the digits at the front of @piece.  FALSE if there are none or too many. */
static gboolean
take_number (Piece *piece, guint64 *number)
{
  gsize n = 0;

  *number = 0;
  for (; n < piece->length && g_ascii_isdigit (piece->text[n]); n++)
    {
      if (n >= 18)
        return FALSE;
      *number = *number * 10 + (guint64) (piece->text[n] - '0');
    }
  piece->text += n;
  piece->length -= n;
  return n > 0;
}

static gboolean
take_text (Piece *piece, const char *text)
{
  const gsize n = strlen (text);

  if (piece->length < n || memcmp (piece->text, text, n) != 0)
    return FALSE;
  piece->text += n;
  piece->length -= n;
  return TRUE;
}

/* What follows the field before last belongs to the last. */
static gboolean
split_line (Piece line, Piece fields[N_FIELDS])
{
  for (guint f = 0; f < N_FIELDS; f++)
    {
      const char *colon = memchr (line.text, ':', line.length);
      const gsize n =
          colon && f < N_FIELDS - 1 ? (gsize) (colon - line.text) : line.length;

      if (colon == NULL && f < FIELD_WHEN)
        return FALSE;
      fields[f] = (Piece){ line.text, n };
      line.text += MIN (n + 1, line.length);
      line.length -= MIN (n + 1, line.length);
    }
  return TRUE;
}

static gboolean
parse_statistic (Piece piece, MvuaKind *kind)
{
  static const struct
  {
    const char *text;
    MvuaKind kind;
  } statistics[] = {
    { " acc fcst", MVUA_KIND_ACCUMULATION },
    { " ave fcst", MVUA_KIND_AVERAGE },
    { " max fcst", MVUA_KIND_MAXIMUM },
    { " min fcst", MVUA_KIND_MINIMUM },
  };

  for (guint i = 0; i < G_N_ELEMENTS (statistics); i++)
    if (piece_is (piece, statistics[i].text))
      {
        *kind = statistics[i].kind;
        return TRUE;
      }
  return FALSE;
}

/* Hours of "15" or "12-15", hours or days.  FALSE for what is neither: minutes, months,
 * or text of other products, none of which is in the table of variables. */
static gboolean
parse_when (Piece piece, MvuaIdxRecord *record, MvuaKind *kind)
{
  guint64 first = 0;
  guint64 last = 0;

  *kind = MVUA_KIND_INSTANT;
  if (piece_is (piece, "anl"))
    return TRUE;
  if (!take_number (&piece, &first))
    return FALSE;

  const gboolean is_window = take_text (&piece, "-");
  if (is_window ? !take_number (&piece, &last) : FALSE)
    return FALSE;
  const guint64 unit = take_text (&piece, " hour")  ? 1
                       : take_text (&piece, " day") ? 24
                                                    : 0;
  if (unit == 0 || MAX (first, last) * unit > G_MAXINT16)
    return FALSE;

  record->start = record->end = (gint16) (first * unit);
  if (!is_window)
    return piece_is (piece, " fcst");

  record->end = (gint16) (last * unit);
  if (first >= last)
    record->start = MVUA_HOUR_UNKNOWN; /* a window shorter than its unit */
  return first <= last && parse_statistic (piece, kind);
}

static gboolean
parse_member (Piece piece, MvuaMember *member)
{
  static const struct
  {
    const char *text;
    MvuaMemberKind kind;
  } names[] = {
    { "", MVUA_MEMBER_DETERMINISTIC },         { "ENS=low-res ctl", MVUA_MEMBER_CONTROL },
    { "ENS=hi-res ctl", MVUA_MEMBER_CONTROL }, { "ens mean", MVUA_MEMBER_MEAN },
    { "ens spread", MVUA_MEMBER_SPREAD },      { "ens std dev", MVUA_MEMBER_SPREAD },
  };
  guint64 number = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (piece_is (piece, names[i].text))
      {
        *member = (MvuaMember){ .kind = (guint8) names[i].kind };
        return TRUE;
      }
  if (!take_text (&piece, "ENS=+") || !take_number (&piece, &number) ||
      piece.length > 0 || number < 1 || number > 255)
    return FALSE;
  *member = (MvuaMember){ .kind = MVUA_MEMBER_PERTURBED, .number = (guint8) number };
  return TRUE;
}

static gboolean
parse_run (Piece piece, MvuaRun *run)
{
  if (!take_text (&piece, "d=") || piece.length != 10)
    return FALSE;
  *run = mvua_run_from_digits (piece.text, piece.text + 8);
  return *run != MVUA_RUN_UNKNOWN;
}

static gboolean
parse_line (Piece line, MvuaIdxRecord *record)
{
  Piece fields[N_FIELDS];
  guint64 number = 0;
  guint64 part = 1;
  MvuaKind kind;

  *record = (MvuaIdxRecord){ 0 };
  if (!split_line (line, fields) || !take_number (&fields[FIELD_NUMBER], &number))
    return FALSE;
  if (take_text (&fields[FIELD_NUMBER], ".") &&
      !take_number (&fields[FIELD_NUMBER], &part))
    return FALSE;
  if (fields[FIELD_NUMBER].length > 0 || part < 1 || part > G_MAXUINT16 ||
      !take_number (&fields[FIELD_OFFSET], &record->offset) ||
      fields[FIELD_OFFSET].length > 0 || !parse_run (fields[FIELD_DATE], &record->run))
    return FALSE;

  record->submessage = (guint16) (part - 1);
  if (parse_when (fields[FIELD_WHEN], record, &kind) &&
      parse_member (fields[FIELD_ENSEMBLE], &record->member))
    record->variable =
        mvua_variable_by_idx (fields[FIELD_VARIABLE].text, fields[FIELD_VARIABLE].length,
                              fields[FIELD_LEVEL].text, fields[FIELD_LEVEL].length, kind);
  return TRUE;
}

/* A message ends at the next greater offset, the last one with the file. */
static void
set_lengths (GArray *records, guint first, guint64 file_size)
{
  guint64 end = file_size;
  guint64 start = file_size;

  for (guint i = records->len; i-- > first;)
    {
      MvuaIdxRecord *record = &g_array_index (records, MvuaIdxRecord, i);
      if (record->offset < start)
        {
          end = start;
          start = record->offset;
        }
      record->length = end - record->offset;
    }
}

static gboolean
parse_lines (
    const char *text, gsize length, guint64 file_size, GArray *records, GError **error)
{
  const char *end = length > 0 ? text + length : text; /* which may be NULL then */
  guint64 last_offset = 0;

  for (guint line_number = 1; text < end; line_number++)
    {
      const char *newline = memchr (text, '\n', (gsize) (end - text));
      Piece line = { text, (gsize) ((newline ? newline : end) - text) };
      MvuaIdxRecord record;

      text += line.length + 1;
      if (line.length > 0 && line.text[line.length - 1] == '\r')
        line.length--;
      if (line.length == 0)
        continue;
      if (!parse_line (line, &record))
        {
          g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
                       "Line %u of the index is not of the form "
                       "N:OFFSET:d=YYYYMMDDHH:VARIABLE:LEVEL:WHEN:ENSEMBLE",
                       line_number);
          return FALSE;
        }
      if (record.offset >= file_size || record.offset < last_offset)
        {
          g_set_error (
              error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
              "Line %u of the index does not fit the file: its offset %" G_GUINT64_FORMAT
              " %s",
              line_number, record.offset,
              record.offset < last_offset ? "is less than the one before"
                                          : "lies past the end");
          return FALSE;
        }
      last_offset = record.offset;
      g_array_append_val (records, record);
    }
  return TRUE;
}

gboolean
mvua_idx_parse (
    const char *text, gsize length, guint64 file_size, GArray *records, GError **error)
{
  const guint first = records->len;

  if (!parse_lines (text, length, file_size, records, error))
    {
      g_array_set_size (records, first);
      return FALSE;
    }
  set_lengths (records, first, file_size);
  return TRUE;
}
