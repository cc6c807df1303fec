/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A file of GRIB messages: walked over, and one field of the message at its start decoded
 * in a window, whole and from a prefix.  Six octets before it say which field and window,
 * and where the message is cut.
 */

#include "mvua-data-section.h"
#include "mvua-decoder.h"
#include "mvua-fuzz.h"
#include "mvua-scan.h"
#include "mvua-wrap.h"

#include <string.h>

typedef struct
{
  guint8 submessage;
  guint8 row;
  guint8 n_rows;
  guint8 column;
  guint8 n_columns;
  guint8 missing; /* octets of the prefix that the window needs */
} Options;

static void
scan (const guint8 *data, gsize n)
{
  const MvuaMemoryOctets memory = mvua_memory_octets (data, n);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (MvuaScanned));
  MvuaScanReport report;

  mvua_scan (&memory.octets, n, NULL, records, &report);
  g_assert_cmpuint (report.n_skipped, <=, n);
  for (guint i = 0; i < records->len; i++)
    {
      const MvuaIdxRecord *record = &g_array_index (records, MvuaScanned, i).record;
      g_assert_cmpuint (record->offset, <=, n);
      g_assert_cmpuint (record->length, <=, n - record->offset);
    }
  mvua_scan_report_clear (&report);
}

static gboolean
find_field (MvuaSections *sections, const MvuaOctets *octets, guint submessage)
{
  if (!mvua_sections_open (sections, octets, 0, NULL))
    return FALSE;
  for (guint field = 0; field <= submessage; field++)
    if (mvua_sections_next (sections, NULL) != 1)
      return FALSE;
  return TRUE;
}

static MvuaWindow
window_of (const MvuaGrid *grid, const Options *options)
{
  MvuaWindow window = { .row = options->row % grid->n_rows,
                        .column = options->column % grid->n_columns };
  const guint32 columns = grid->wraps ? grid->n_columns : grid->n_columns - window.column;

  window.n_rows = 1 + options->n_rows % (grid->n_rows - window.row);
  window.n_columns = 1 + options->n_columns % columns;
  return window;
}

/* What a decoding is asked for. */
typedef struct
{
  MvuaDecoder *decoder;
  guint submessage;
  MvuaExpectation expectation;
  MvuaWindow window;
  gsize n_values;
} Asked;

/* (transfer full) (nullable): the values of a message of which @n octets are there */
static float *
decode (const Asked *asked, const guint8 *data, gsize n, MvuaDecoded *decoded, int *code)
{
  g_autofree guint8 *prefix = g_memdup2 (data, MAX (n, 1));
  g_autofree float *values = g_new (float, asked->n_values);
  g_autoptr (GError) error = NULL;

  memset (values, 0x5a, asked->n_values * sizeof *values);
  if (mvua_decoder_decode (asked->decoder, prefix, n, asked->submessage,
                           &asked->expectation, &asked->window, values, decoded, &error))
    return g_steal_pointer (&values);
  g_assert_nonnull (error);
  *code = error->domain == MVUA_GRIB_ERROR ? error->code : -1;
  return NULL;
}

/* What the window was said to need of a message is enough for the same values, and less
 * is not. */
static void
check_prefixes (const Asked *asked,
                const guint8 *data,
                gsize n_used,
                const float *values,
                gsize n_missing)
{
  MvuaDecoded decoded;
  int code = -1;
  g_autofree float *again = decode (asked, data, n_used, &decoded, &code);

  g_assert_nonnull (again);
  g_assert_cmpuint (decoded.n_used, ==, n_used);
  g_assert_true (memcmp (again, values, asked->n_values * sizeof *values) == 0);

  const gsize n_less = n_used - n_missing;
  g_autofree float *none = decode (asked, data, n_less, &decoded, &code);
  g_assert_null (none);
  g_assert_cmpint (code, ==, MVUA_GRIB_ERROR_TRUNCATED);
  g_assert_true (decoded.n_used == 0 ||
                 (decoded.n_used > n_less && decoded.n_used <= n_used));
}

static gboolean
decode_here (const MvuaIdentity *identity,
             const Options *options,
             const guint8 *data,
             gsize n)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  const MvuaWindow window = window_of (&identity->grid, options);
  const Asked asked = { .decoder = decoder,
                        .submessage = options->submessage,
                        .expectation = { .run = identity->run,
                                         .variable = identity->variable,
                                         .member = identity->member,
                                         .start = MVUA_HOUR_UNKNOWN,
                                         .end = MVUA_HOUR_UNKNOWN,
                                         .grid = &identity->grid },
                        .window = window,
                        .n_values = (gsize) window.n_rows * window.n_columns };
  MvuaDecoded decoded;
  int code = -1;
  g_autofree float *values = decode (&asked, data, n, &decoded, &code);

  if (values == NULL)
    {
      g_assert_true (code != MVUA_GRIB_ERROR_TRUNCATED || decoded.n_used == 0 ||
                     decoded.n_used > n);
      return FALSE;
    }
  g_assert_cmpuint (decoded.n_used, <=, n);
  check_prefixes (&asked, data, decoded.n_used, values,
                  1 + options->missing % decoded.n_used);
  return TRUE;
}

/* What ecCodes is to decode is only put into another message here: ecCodes is not ours.
 */
static gboolean
wrap (const MvuaSections *sections, const MvuaIdentity *identity)
{
  const MvuaCut cut = { .ni = identity->ni, .nj = identity->nj };
  g_autoptr (GByteArray) message = mvua_wrap (sections, &cut, NULL);

  return message != NULL;
}

gboolean
mvua_fuzz_one (const guint8 *data, gsize n)
{
  MvuaSections sections;
  MvuaIdentity identity;
  Options options;
  guint data_template = 0;

  if (n < sizeof options)
    return FALSE;
  memcpy (&options, data, sizeof options);
  data += sizeof options;
  n -= sizeof options;
  options.submessage %= 4;
  scan (data, n);

  const MvuaMemoryOctets memory = mvua_memory_octets (data, n);
  if (!find_field (&sections, &memory.octets, options.submessage) ||
      !mvua_identity_read (&sections, &identity, NULL) ||
      !mvua_data_section_template (&sections, &data_template, NULL))
    return FALSE;
  return mvua_data_template_is_ours (data_template)
             ? decode_here (&identity, &options, data, n)
             : wrap (&sections, &identity);
}
