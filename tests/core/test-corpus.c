/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Real messages, in the folder that MVUA_CORPUS names: what becomes of each file is a
 * row of a table.  Without that variable the tests are skipped; with it, a file that is
 * not there fails them. */

#include "mvua-decoder.h"
#include "mvua-scan.h"
#include "mvua-test-oracle.h"

#include <math.h>
#include <string.h>

#define NONE (-1) /* no field is refused */

/**
 * @n_messages: whole ones that mvua_scan() finds
 * @n_fields: and the fields in them
 * @n_equal: fields that are decoded, and are ecCodes' bit for bit
 * @code: with which all others are refused
 * @word: and a word of the message
 * @first: (nullable): the first field, as scanned
 */
typedef struct
{
  const char *file;
  guint n_messages;
  guint n_fields;
  guint n_equal;
  int code;
  const char *word;
  const char *first;
} Row;

/* clang-format off */
static const Row rows[] = {
  { "grib/gdas_0p25_f000_RH_constant0bits_5p3.grib2", 1, 1, 1, NONE, "", "det - 0-0" },
  { "grib/gdas_0p25_f000_TMP2m_5p3.grib2", 1, 1, 1, NONE, "", "det t2m 0-0" },
  { "grib/gefs_geavg_0p50a_f006_85msg_nomads29x21.grib2",
    85, 85, 85, NONE, "", "geavg - 6-6" },
  { "grib/gefs_gec00_0p50_f003_SOILW_bitmap_5p3.grib2",
    1, 1, 1, NONE, "", "gec00 soilw 3-3" },
  { "grib/gefs_gep01_0p25s_f003_APCP_nomads25x25.grib2",
    1, 1, 1, NONE, "", "gep01 tp 0-3" },
  { "grib/gefs_gep08_0p50a_f012_TMP_APCP_nomads29x21.grib2",
    2, 2, 2, NONE, "", "gep08 - 12-12" },
  { "grib/gefs_m5_PRMSL_2006_jpeg.grib2", 1, 1, 1, NONE, "", "gep05 prmsl 72-72" },
  { "grib/gefs_m5_PRMSL_2006_simple.grib2", 1, 1, 1, NONE, "", "gep05 prmsl 72-72" },
  { "grib/gfs_0p25_f006_APCP_twice_5p3.grib2", 2, 2, 2, NONE, "", "det tp 0-6" },
  { "grib/gfs_0p25_f023_TMP_PV_missing1_5p3.grib2", 1, 1, 1, NONE, "", "det - 23-23" },
  { "grib/gfs_0p25_f044_TMAX_5p3.grib2", 1, 1, 1, NONE, "", "det tmax 42-44" },
  { "grib/gfs_0p50_f003_8msg_RH_TMAX_UV_APCP_TCC_DSWRF_5p3.grib2",
    8, 8, 8, NONE, "", "det r2 3-3" },
  { "grib/gfs_1p00_UV10_5p0.grib2", 2, 2, 2, NONE, "", "det u10 6-6" },
  { "grib/gfs_1p00_UV10_5p2.grib2", 2, 2, 2, NONE, "", "det u10 6-6" },
  { "grib/gfs_1p00_UV10_5p3.grib2", 2, 2, 2, NONE, "", "det u10 6-6" },
  { "grib-odd/bad_9bytes.grib",
    0, 0, 0, MVUA_GRIB_ERROR_UNSUPPORTED, "edition 55", NULL },
  { "grib-odd/bad_empty.grib", 0, 0, 0, MVUA_GRIB_ERROR_TRUNCATED, "cut off", NULL },
  { "grib-odd/bad_truncated_2000bytes.grib2",
    0, 1, 0, MVUA_GRIB_ERROR_UNSUPPORTED, "3.30", NULL },
  { "grib-odd/odd_2x2.grib2", 1, 1, 0, MVUA_GRIB_ERROR_MALFORMED, "latitudes", NULL },
  { "grib-odd/odd_5p3_missing_values.grib2", 1, 1, 1, NONE, "", "det - 0-0" },
  { "grib-odd/odd_5p3_wave_missing.grib2", 1, 1, 1, NONE, "", "det - 0-0" },
  { "grib-odd/odd_5p4_ieee32.grib2", 1, 1, 1, NONE, "", "det - 0-0" },
  { "grib-odd/odd_constant_field.grib2",
    1, 1, 0, MVUA_GRIB_ERROR_UNSUPPORTED, "3.1;", NULL },
  { "grib-odd/odd_gdt_albers.grib2",
    1, 1, 0, MVUA_GRIB_ERROR_UNSUPPORTED, "3.31;", NULL },
  { "grib-odd/odd_gdt_lambert.grib2",
    1, 1, 0, MVUA_GRIB_ERROR_UNSUPPORTED, "3.30;", NULL },
  { "grib-odd/odd_grib1_12msg.grib1",
    0, 0, 0, MVUA_GRIB_ERROR_UNSUPPORTED, "edition 1;", NULL },
  { "grib-odd/odd_gts_bulletin_headers.grib1",
    0, 0, 0, MVUA_GRIB_ERROR_MALFORMED, "expected “GRIB”", NULL },
  { "grib-odd/odd_jpeg_0bits_dscale.grib2", 1, 1, 1, NONE, "", "det - 0-0" },
  { "grib-odd/odd_missing.grib2", 1, 1, 1, NONE, "", "det - 0-0" },
  { "grib-odd/odd_one_one.grib2", 2, 2, 2, NONE, "", "det u10 0-0" },
  { "grib-odd/odd_one_value_plus_nodata.grib2", 1, 1, 1, NONE, "", "det - 7-7" },
  { "grib-odd/odd_pdt4_12_spread.grib2",
    1, 1, 0, MVUA_GRIB_ERROR_UNSUPPORTED, "3.20;", NULL },
  { "grib-odd/odd_pdt4_15.grib2",
    1, 1, 0, MVUA_GRIB_ERROR_UNSUPPORTED, "product definition template 15", NULL },
  { "grib-odd/odd_pdt9_10_12_prob.grib2",
    10, 10, 2, MVUA_GRIB_ERROR_UNSUPPORTED, "product definition template", NULL },
  { "grib-odd/odd_scan_ineg_jneg.grib2", 1, 1, 1, NONE, "", "det - -1-6477" },
  { "grib-odd/odd_scan_ineg_jpos.grib2", 1, 1, 1, NONE, "", "det - -1-6477" },
  { "grib-odd/odd_scan_ipos_jneg.grib2", 1, 1, 1, NONE, "", "det - -1-6477" },
  { "grib-odd/odd_scan_ipos_jpos.grib2", 1, 1, 1, NONE, "", "det - -1-6477" },
  { "grib-odd/odd_scanmode_bitmap_pygrib.grib2", 1, 1, 1, NONE, "", "det - 0-0" },
  { "grib-odd/odd_scanmode_pygrib.grib2", 1, 1, 1, NONE, "", "det - 0-0" },
  { "grib-odd/odd_simple_0bits_dscale.grib2", 1, 1, 1, NONE, "", "det - 0-0" },
  { "grib-odd/odd_submsg.grib2", 1, 2, 0, MVUA_GRIB_ERROR_UNSUPPORTED, "3.12;", NULL },
  { "grib-odd/odd_submsg_multi.grib2", 1, 21, 21, NONE, "", "gec00 - 0-0" },
  { "grib-odd/odd_wrong_grid_origin_lat.grib2",
    1, 1, 0, MVUA_GRIB_ERROR_UNSUPPORTED, "3.30;", NULL },
};
/* clang-format on */

static const char *
corpus (void)
{
  const char *folder = g_getenv ("MVUA_CORPUS");

  if (folder == NULL)
    g_test_skip ("no corpus");
  return folder;
}

static char *
load (const char *folder, const char *file, gsize *n_bytes)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;

  if (!g_file_get_contents (path, &bytes, n_bytes, &error))
    g_error ("%s", error->message);
  return bytes;
}

/* All that a message says of itself, so that the values are what is tested. */
static MvuaExpectation
expectation_of (const MvuaIdentity *identity)
{
  return (MvuaExpectation){ .run = identity->run,
                            .variable = identity->variable,
                            .member = identity->member,
                            .start = MVUA_HOUR_UNKNOWN,
                            .end = MVUA_HOUR_UNKNOWN,
                            .grid = &identity->grid };
}

static gboolean
read_identity (const MvuaMemoryOctets *memory,
               guint field,
               MvuaIdentity *identity,
               GError **error)
{
  MvuaSections sections;

  if (!mvua_sections_open (&sections, &memory->octets, 0, error))
    return FALSE;
  for (guint f = 0; f <= field; f++)
    if (mvua_sections_next (&sections, error) <= 0)
      return FALSE;
  return mvua_identity_read (&sections, identity, error);
}

/* East Africa where the grid has it, otherwise something in the middle. */
static MvuaWindow
window_of (const MvuaGrid *grid)
{
  MvuaWindow window;

  if (mvua_grid_cut (grid, &mvua_region_east_africa, &window, NULL))
    return window;
  return (MvuaWindow){ .row = grid->n_rows / 3,
                       .n_rows = (grid->n_rows + 2) / 3,
                       .column = grid->n_columns / 3,
                       .n_columns = (grid->n_columns + 2) / 3 };
}

static void
check_window (MvuaDecoder *decoder,
              const MvuaMemoryOctets *memory,
              guint field,
              const MvuaIdentity *identity,
              const double *all,
              const MvuaWindow *window)
{
  const gsize n = mvua_window_n_points (window);
  const MvuaExpectation expectation = expectation_of (identity);
  g_autofree float *values = g_new0 (float, n);
  g_autofree float *expected = g_new (float, n);
  g_autoptr (GError) error = NULL;
  MvuaDecoded decoded;

  if (!mvua_decoder_decode (decoder, memory->bytes, memory->n_bytes, field, &expectation,
                            window, values, &decoded, &error))
    g_error ("%s", error->message);
  mvua_test_pick (all, identity->ni, identity->nj, identity->scanning, window, expected);
  g_assert_cmpuint (mvua_test_first_difference (values, expected, n), ==, n);
  g_assert_cmpuint (decoded.n_used, <=, memory->n_bytes);
}

/* Returns: whether the field was decoded, and right; otherwise it was refused as the
 * row says */
static gboolean
check_field (MvuaDecoder *decoder,
             const Row *row,
             const MvuaMemoryOctets *memory,
             guint field)
{
  g_autoptr (GError) error = NULL;
  MvuaIdentity identity;
  gsize n = 0;

  if (!read_identity (memory, field, &identity, &error))
    {
      g_assert_error (error, MVUA_GRIB_ERROR, row->code);
      g_assert_nonnull (strstr (error->message, row->word));
      return FALSE;
    }

  const MvuaWindow whole = { .n_rows = identity.nj, .n_columns = identity.ni };
  const MvuaWindow window = window_of (&identity.grid);
  g_autofree double *all =
      mvua_test_oracle_unpack (memory->bytes, memory->n_bytes, field, &n);
  g_assert_nonnull (all);
  g_assert_cmpuint (n, ==, mvua_window_n_points (&whole));
  check_window (decoder, memory, field, &identity, all, &whole);
  check_window (decoder, memory, field, &identity, all, &window);
  return TRUE;
}

/* "gep01 tp 0-3", or "-" for what the table of variables does not have. */
static char *
describe (const MvuaIdxRecord *record)
{
  char name[MVUA_MEMBER_NAME_SIZE];

  return g_strdup_printf ("%s %s %d-%d", mvua_member_name (record->member, name),
                          record->variable ? record->variable->name : "-", record->start,
                          record->end);
}

/* Where no field is found, decoding the file as it is says why. */
static void
check_unread (MvuaDecoder *decoder,
              const Row *row,
              const MvuaMemoryOctets *file,
              guint n_fields)
{
  const MvuaWindow window = { .n_rows = 1, .n_columns = 1 };
  const MvuaExpectation expectation = { .run = MVUA_RUN_UNKNOWN };
  g_autoptr (GError) error = NULL;
  MvuaDecoded decoded;
  float value;

  if (n_fields > 0)
    return;
  g_assert_false (mvua_decoder_decode (decoder, file->bytes, file->n_bytes, 0,
                                       &expectation, &window, &value, &decoded, &error));
  g_assert_error (error, MVUA_GRIB_ERROR, row->code);
  g_assert_nonnull (strstr (error->message, row->word));
}

static void
check_file (gconstpointer data)
{
  const Row *row = data;
  const char *folder = corpus ();
  gsize n_bytes = 0;

  if (folder == NULL)
    return;

  g_autofree char *bytes = load (folder, row->file, &n_bytes);
  const MvuaMemoryOctets file = mvua_memory_octets ((const guint8 *) bytes, n_bytes);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (MvuaScanned));
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  MvuaScanReport report;
  guint n_equal = 0;

  mvua_scan (&file.octets, n_bytes, NULL, records, &report);
  for (guint r = 0; r < records->len; r++)
    {
      const MvuaIdxRecord *record = &g_array_index (records, MvuaScanned, r).record;
      const MvuaMemoryOctets message =
          mvua_memory_octets (file.bytes + record->offset, record->length);

      n_equal += check_field (decoder, row, &message, record->submessage);
    }
  g_autofree char *first =
      records->len > 0 ? describe (&g_array_index (records, MvuaScanned, 0).record)
                       : NULL;
  g_assert_cmpuint (report.n_messages, ==, row->n_messages);
  g_assert_cmpuint (records->len, ==, row->n_fields);
  g_assert_cmpuint (n_equal, ==, row->n_equal);
  if (row->first != NULL)
    g_assert_cmpstr (first, ==, row->first);
  check_unread (decoder, row, &file, records->len);
  mvua_scan_report_clear (&report);
}

/* All values of field @field of a file of one-field messages. */
static float *
decode_nth (const char *folder, const char *name, guint nth, gsize *n_values)
{
  gsize n_bytes = 0;
  g_autofree char *bytes = load (folder, name, &n_bytes);
  const MvuaMemoryOctets file = mvua_memory_octets ((const guint8 *) bytes, n_bytes);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (MvuaScanned));
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GError) error = NULL;
  MvuaScanReport report;
  MvuaIdentity identity;
  MvuaDecoded decoded;

  mvua_scan (&file.octets, n_bytes, NULL, records, &report);
  g_assert_cmpuint (nth, <, records->len);
  const MvuaIdxRecord *record = &g_array_index (records, MvuaScanned, nth).record;
  const MvuaMemoryOctets message =
      mvua_memory_octets (file.bytes + record->offset, record->length);
  g_assert_true (read_identity (&message, 0, &identity, &error));

  const MvuaExpectation expectation = expectation_of (&identity);
  const MvuaWindow whole = { .n_rows = identity.nj, .n_columns = identity.ni };
  *n_values = mvua_window_n_points (&whole);
  float *values = g_new (float, *n_values);
  if (!mvua_decoder_decode (decoder, message.bytes, message.n_bytes, 0, &expectation,
                            &whole, values, &decoded, &error))
    g_error ("%s", error->message);
  mvua_scan_report_clear (&report);
  return values;
}

/* A number a line, in the digits of "%g". */
static void
check_csv (const char *text, gsize n_bytes, const float *values, gsize n)
{
  const char *end = text + n_bytes;

  for (gsize p = 0; p < n; p++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      const char *newline = memchr (text, '\n', (gsize) (end - text));
      const gsize length = (gsize) ((newline ? newline : end) - text);

      g_ascii_formatd (number, sizeof number, "%g", (double) values[p]);
      g_assert_cmpmem (number, strlen (number), text, length);
      text += MIN (length + 1, (gsize) (end - text));
    }
  g_assert_true (text == end);
}

/* The same wind in three packings, against the values that another program wrote. */
static void
test_wind_csv (void)
{
  static const char *const packings[] = { "5p0", "5p2", "5p3" };
  static const char *const expected[] = { "u", "v" };
  const char *folder = corpus ();

  for (guint i = 0; folder != NULL && i < 6; i++)
    {
      g_autofree char *name =
          g_strdup_printf ("grib/gfs_1p00_UV10_%s.grib2", packings[i / 2]);
      g_autofree char *csv =
          g_strdup_printf ("grib/gfs_1p00_UV10.expected_%s.csv", expected[i % 2]);
      gsize n_bytes = 0;
      gsize n = 0;
      g_autofree char *text = load (folder, csv, &n_bytes);
      g_autofree float *values = decode_nth (folder, name, i % 2, &n);

      check_csv (text, n_bytes, values, n);
    }
}

/* The child's JPEG 2000 and the kernel's simple packing: the same field. */
static void
test_jpeg_is_simple (void)
{
  const char *folder = corpus ();
  gsize n = 0;
  gsize n_other = 0;

  if (folder == NULL)
    return;
  g_autofree float *simple =
      decode_nth (folder, "grib/gefs_m5_PRMSL_2006_simple.grib2", 0, &n);
  g_autofree float *jpeg =
      decode_nth (folder, "grib/gefs_m5_PRMSL_2006_jpeg.grib2", 0, &n_other);
  g_assert_cmpuint (n, ==, 65160);
  g_assert_cmpmem (simple, n * sizeof *simple, jpeg, n_other * sizeof *jpeg);
}

/**
 * @n_known: lines whose variable the table has
 * @rain: the members and windows of APCP, in order
 */
typedef struct
{
  const char *file;
  guint n_records;
  guint n_known;
  const char *rain;
} IdxRow;

static const IdxRow idx_rows[] = {
  { "idx/gdal_subgrids.grib2.idx", 2, 0, "" },
  { "idx/geavg.t00z.pgrb2s.0p25.f000.idx", 26, 26, "" },
  { "idx/geavg.t00z.pgrb2s.0p25.f009.idx", 38, 38, "geavg tp 6-9;" },
  { "idx/gec00.t00z.pgrb2a.0p50.f432.idx", 85, 29, "gec00 tp 426-432;" },
  { "idx/gec00.t00z.pgrb2b.0p50.f003.idx", 505, 10, "" },
  { "idx/gep01.t00z.pgrb2s.0p25.f015.idx", 38, 38, "gep01 tp 12-15;" },
  { "idx/gfs.t00z.pgrb2.0p25.f000.idx", 696, 24, "" },
  { "idx/gfs.t00z.pgrb2.0p25.f007.idx", 743, 40, "det tp 6-7;det tp 0-7;" },
};

/* To the next greater offset, looked for anew from each record. */
static guint64
expected_length (const GArray *records, guint index, guint64 file_size)
{
  const guint64 offset = g_array_index (records, MvuaIdxRecord, index).offset;
  guint64 end = file_size;

  for (guint r = 0; r < records->len; r++)
    if (g_array_index (records, MvuaIdxRecord, r).offset > offset)
      end = MIN (end, g_array_index (records, MvuaIdxRecord, r).offset);
  return end - offset;
}

static void
check_idx (gconstpointer data)
{
  const guint64 file_size = G_GUINT64_CONSTANT (600000000);
  const IdxRow *row = data;
  const char *folder = corpus ();
  gsize n_bytes = 0;

  if (folder == NULL)
    return;

  g_autofree char *text = load (folder, row->file, &n_bytes);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (MvuaIdxRecord));
  g_autoptr (GString) rain = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint n_known = 0;

  g_assert_true (mvua_idx_parse (text, n_bytes, file_size, records, &error));
  g_assert_no_error (error);
  for (guint r = 0; r < records->len; r++)
    {
      const MvuaIdxRecord *record = &g_array_index (records, MvuaIdxRecord, r);

      g_assert_cmpuint (record->length, ==, expected_length (records, r, file_size));
      n_known += record->variable != NULL;
      if (record->variable == NULL || !mvua_variable_is_rain (record->variable))
        continue;
      g_autofree char *line = describe (record);
      g_string_append_printf (rain, "%s;", line);
    }
  g_assert_cmpuint (records->len, ==, row->n_records);
  g_assert_cmpstr (rain->str, ==, row->rain);
  g_assert_cmpuint (n_known, ==, row->n_known);
}

/* GDAL's index of sub-messages: 1.1 and 1.2, both at 0 and as long as the file. */
static void
test_idx_submessages (void)
{
  const char *folder = corpus ();
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (MvuaIdxRecord));
  gsize n_bytes = 0;

  if (folder == NULL)
    return;
  g_autofree char *text = load (folder, "grib-odd/odd_submsg.grib2.idx", &n_bytes);
  g_assert_true (mvua_idx_parse (text, n_bytes, 1062, records, NULL));
  g_assert_cmpuint (records->len, ==, 2);
  for (guint r = 0; r < records->len; r++)
    {
      const MvuaIdxRecord *record = &g_array_index (records, MvuaIdxRecord, r);

      g_assert_cmpuint (record->submessage, ==, r);
      g_assert_cmpuint (record->offset, ==, 0);
      g_assert_cmpuint (record->length, ==, 1062);
      g_assert_cmpint (record->run, ==, mvua_run_from_digits ("20200926", "00"));
      g_assert_cmpint (record->end, ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      g_autofree char *path = g_strdup_printf ("/corpus/%s", rows[r].file);
      g_test_add_data_func (path, &rows[r], check_file);
    }
  g_test_add_func ("/corpus/wind-csv", test_wind_csv);
  g_test_add_func ("/corpus/jpeg-is-simple", test_jpeg_is_simple);
  for (guint r = 0; r < G_N_ELEMENTS (idx_rows); r++)
    {
      g_autofree char *path = g_strdup_printf ("/corpus/%s", idx_rows[r].file);
      g_test_add_data_func (path, &idx_rows[r], check_idx);
    }
  g_test_add_func ("/corpus/idx-submessages", test_idx_submessages);
  return g_test_run ();
}
