/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Index files: lines good and bad, whole and cut off. */

#include "mvua-grib-error.h"
#include "mvua-idx.h"

#include <string.h>

#define FILE_SIZE 1000

static GArray *
parse (const char *text, gsize length, GError **error)
{
  GArray *records = g_array_new (FALSE, FALSE, sizeof (MvuaIdxRecord));
  g_autofree char *copy = g_memdup2 (text, length);

  if (mvua_idx_parse (copy, length, FILE_SIZE, records, error))
    return records;
  g_assert_cmpuint (records->len, ==, 0);
  g_array_unref (records);
  return NULL;
}

static GArray *
parse_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  GArray *records = parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return records;
}

static const MvuaIdxRecord *
nth (const GArray *records, guint index)
{
  g_assert_cmpuint (index, <, records->len);
  return &g_array_index (records, MvuaIdxRecord, index);
}

/* What the last three fields of a line come to. */
static const struct
{
  const char *rest;
  const char *variable;
  int start;
  int end;
  const char *member;
} lines[] = {
  { "TMP:2 m above ground:15 hour fcst:ENS=+1", "t2m", 15, 15, "gep01" },
  { "TMP:2 m above ground:anl:ENS=+30", "t2m", 0, 0, "gep30" },
  { "TMP:2 m above ground:10 day fcst:ENS=low-res ctl", "t2m", 240, 240, "gec00" },
  { "TMP:2 m above ground:3 hour fcst:ens mean", "t2m", 3, 3, "geavg" },
  { "TMP:2 m above ground:3 hour fcst:ens spread", "t2m", 3, 3, "gespr" },
  { "TMP:2 m above ground:3 hour fcst:", "t2m", 3, 3, "det" },
  { "TMP:2 m above ground:3 hour fcst", "t2m", 3, 3, "det" },
  { "APCP:surface:12-15 hour acc fcst:ENS=+1", "tp", 12, 15, "gep01" },
  { "APCP:surface:0-6 hour acc fcst:ENS=+1", "tp", 0, 6, "gep01" },
  { "APCP:surface:0-1 day acc fcst:ENS=+1", "tp", 0, 24, "gep01" },
  { "APCP:surface:426-432 hour acc fcst:ENS=low-res ctl", "tp", 426, 432, "gec00" },
  /* Shorter than a day, so rounded down to none: the message has to be asked. */
  { "TMAX:2 m above ground:0-0 day max fcst:ens mean", "tmax", -1, 0, "geavg" },
  { "TMIN:2 m above ground:0-0 day min fcst:ens mean", "tmin", -1, 0, "geavg" },
  { "CSNOW:surface:6-9 hour ave fcst:ens mean", "csnow", 6, 9, "geavg" },
  /* Known parameters of another kind, or at another level, are other variables. */
  { "APCP:surface:6 hour fcst:ENS=+1", NULL, 6, 6, "gep01" },
  { "APCP:surface:6-9 hour ave fcst:ENS=+1", NULL, 6, 9, "gep01" },
  { "TMP:surface:6 hour fcst:ENS=+1", NULL, 6, 6, "gep01" },
  { "TMP:2 m above groun:6 hour fcst:ENS=+1", NULL, 6, 6, "gep01" },
  { "CAPE:180-0 mb above ground:6 hour fcst:ENS=+1", "cape180", 6, 6, "gep01" },
  /* Lines that are in order, of what is not read. */
  { "TMP:2 m above ground:6 hour fcst:ENS=-1", NULL, 6, 6, NULL },
  { "TMP:2 m above ground:6 hour fcst:ENS=+0", NULL, 6, 6, NULL },
  { "TMP:2 m above ground:6 hour fcst:ENS=+256", NULL, 6, 6, NULL },
  { "TMP:2 m above ground:6 hour fcst:ENS=+1:more", NULL, 6, 6, NULL },
  { "TMP:2 m above ground:6 hour fcst:prob >300", NULL, 6, 6, NULL },
  { "TMP:2 m above ground:90 min fcst:ENS=+1", NULL, 0, 0, NULL },
  { "TMP:2 m above ground:6 hour:ENS=+1", NULL, 6, 6, NULL },
  { "TMP:2 m above ground:99999 hour fcst:ENS=+1", NULL, 0, 0, NULL },
  { "APCP:surface:9-6 hour acc fcst:ENS=+1", NULL, -1, 6, NULL },
  { "APCP:surface:6- hour acc fcst:ENS=+1", NULL, 0, 0, NULL },
  { "::", NULL, 0, 0, NULL },
};

static void
test_lines (void)
{
  for (guint l = 0; l < G_N_ELEMENTS (lines); l++)
    {
      g_autofree char *text = g_strdup_printf ("7:40:d=2025091806:%s\n", lines[l].rest);
      g_autoptr (GArray) records = parse_text (text);
      const MvuaIdxRecord *record = nth (records, 0);
      char name[MVUA_MEMBER_NAME_SIZE];

      g_test_message ("%s", lines[l].rest);
      g_assert_cmpuint (records->len, ==, 1);
      g_assert_cmpuint (record->offset, ==, 40);
      g_assert_cmpuint (record->length, ==, FILE_SIZE - 40);
      g_assert_cmpint (record->run, ==, mvua_run_from_digits ("20250918", "06"));
      g_assert_cmpstr (record->variable ? record->variable->name : NULL, ==,
                       lines[l].variable);
      g_assert_cmpint (record->start, ==, lines[l].start);
      g_assert_cmpint (record->end, ==, lines[l].end);
      if (lines[l].member != NULL)
        g_assert_cmpstr (mvua_member_name (record->member, name), ==, lines[l].member);
    }
}

#define REST "d=2025091806:TMP:surface:anl:\n"

static const char *const malformed[] = {
  "x",
  ":",
  "1",
  "1:",
  "1:0",
  "1:0:d=2025091806:TMP:surface\n",      /* no time */
  "1:0 d=2025091806:TMP:surface:anl:\n", /* no colon */
  ":0:" REST,
  "a:0:" REST,
  "1a:0:" REST,
  "1.:0:" REST,
  "1.0:0:" REST,
  "1.x:0:" REST,
  "1.65536:0:" REST,
  "-1:0:" REST,
  " 1:0:" REST,
  "1::" REST,
  "1:-1:" REST,
  "1:0x10:" REST,
  "1:0 :" REST,
  "1:1e2:" REST,
  "1:1000:" REST,                 /* the end of the file */
  "1:1001:" REST,                 /* past it */
  "1:99999999999999999999:" REST, /* more than any file */
  "1:18446744073709551616:" REST,
  "1:500:" REST "2:499:" REST, /* backwards */
  "1:0:2025091806:TMP:surface:anl:\n",
  "1:0:d=20250918:TMP:surface:anl:\n",
  "1:0:d=202509180600:TMP:surface:anl:\n",
  "1:0:d=2025093106:TMP:surface:anl:\n",
  "1:0:d=2025091824:TMP:surface:anl:\n",
  "1:0:d=2025091 06:TMP:surface:anl:\n",
  "1:0:" REST "<Error><Code>NoSuchKey</Code></Error>\n",
  "<!DOCTYPE html>\n<html></html>\n",
};

/* Whatever is wrong with one line, nothing of the others is kept. */
static void
test_malformed (void)
{
  for (guint m = 0; m < G_N_ELEMENTS (malformed); m++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", malformed[m]);
      g_assert_null (parse (malformed[m], strlen (malformed[m]), &error));
      g_assert_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED);
      g_assert_nonnull (strstr (error->message, "Line "));
    }
}

/* Records that were there before stay. */
static void
test_appends (void)
{
  static const char text[] = "1:0:" REST "2:300:" REST;
  static const char bad[] = "1:0:" REST "2:3000:" REST;
  g_autoptr (GArray) records = parse_text (text);

  g_assert_true (mvua_idx_parse (text, strlen (text), 400, records, NULL));
  g_assert_cmpuint (records->len, ==, 4);
  g_assert_false (mvua_idx_parse (bad, strlen (bad), 400, records, NULL));
  g_assert_cmpuint (records->len, ==, 4);
  g_assert_cmpuint (nth (records, 1)->length, ==, 700);
  g_assert_cmpuint (nth (records, 3)->length, ==, 100);
}

/* Sub-messages and copies share an offset, and end at the next greater one. */
static void
test_lengths (void)
{
  g_autoptr (GArray) records =
      parse_text ("1:0:" REST "2.1:100:" REST "2.2:100:" REST "3:250:" REST "4:250:" REST
                  "5.1:900:" REST "5.65535:900:" REST);
  const guint64 lengths[] = { 100, 150, 150, 650, 650, 100, 100 };
  const guint submessages[] = { 0, 0, 1, 0, 0, 0, 65534 };

  for (guint r = 0; r < G_N_ELEMENTS (lengths); r++)
    {
      g_assert_cmpuint (nth (records, r)->length, ==, lengths[r]);
      g_assert_cmpuint (nth (records, r)->submessage, ==, submessages[r]);
    }
}

static void
test_line_ends (void)
{
  static const char *const texts[] = {
    "1:0:d=2025091806:TMP:2 m above ground:anl:ens mean\n2:9:" REST,
    "1:0:d=2025091806:TMP:2 m above ground:anl:ens mean\r\n2:9:" REST,
    "\n\n1:0:d=2025091806:TMP:2 m above ground:anl:ens mean\n\r\n\n2:9:" REST "\n\n",
    "1:0:d=2025091806:TMP:2 m above ground:anl:ens "
    "mean\n2:9:d=2025091806:TMP:surface:anl",
  };

  for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
    {
      g_autoptr (GArray) records = parse_text (texts[t]);

      g_assert_cmpuint (records->len, ==, 2);
      g_assert_nonnull (nth (records, 0)->variable);
      g_assert_cmpuint (nth (records, 0)->length, ==, 9);
    }
  g_autoptr (GArray) none = parse_text ("");
  g_assert_cmpuint (none->len, ==, 0);
}

/* Cut at every octet, an index is refused or is the beginning of itself. */
static void
test_cut_at_every_byte (void)
{
  static const char text[] = "1:0:d=2025091806:TMP:2 m above ground:3 hour fcst:ENS=+1\n"
                             "2.1:120:d=2025091806:UGRD:10 m above ground:3 hour fcst:\n"
                             "2.2:120:d=2025091806:APCP:surface:0-3 hour acc fcst:\r\n";
  g_autoptr (GArray) all = parse_text (text);

  for (gsize n = 0; n < strlen (text); n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) records = parse (text, n, &error);

      g_assert_cmpint (records == NULL, ==, error != NULL);
      if (records == NULL)
        continue;
      g_assert_cmpuint (records->len, <=, all->len);
      for (guint r = 0; r < records->len; r++)
        g_assert_cmpuint (nth (records, r)->submessage, ==, nth (all, r)->submessage);
    }
}

static void
test_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  static const char alphabet[] = "0123456789:.-+=d\r\n anlfcsthour";

  for (guint trial = 0; trial < 20000; trial++)
    {
      char text[] = "1:0:d=2025091806:TMP:2 m above ground:0-6 hour max fcst:ENS=+1\n"
                    "2.1:120:d=2025091806:UGRD:10 m above ground:3 hour fcst:\n";
      g_autoptr (GError) error = NULL;

      for (gint32 i = g_rand_int_range (rand, 1, 6); i > 0; i--)
        text[g_rand_int_range (rand, 0, sizeof text - 1)] =
            alphabet[g_rand_int_range (rand, 0, sizeof alphabet)];
      g_autoptr (GArray) records = parse (text, sizeof text - 1, &error);
      g_assert_cmpint (records == NULL, ==, error != NULL);
      for (guint r = 0; records != NULL && r < records->len; r++)
        g_assert_cmpuint (nth (records, r)->offset + nth (records, r)->length, <=,
                          FILE_SIZE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/idx/lines", test_lines);
  g_test_add_func ("/idx/malformed", test_malformed);
  g_test_add_func ("/idx/appends", test_appends);
  g_test_add_func ("/idx/lengths", test_lengths);
  g_test_add_func ("/idx/line-ends", test_line_ends);
  g_test_add_func ("/idx/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/idx/noise", test_noise);
  return g_test_run ();
}
