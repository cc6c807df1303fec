/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Requests to NOAA's subsetter: URLs, turns, answers, estimates; and what it gave once,
 * in the folder that MVUA_CORPUS names. */

#include "mvua-decoder.h"
#include "mvua-error.h"
#include "mvua-subsetter.h"
#include "mvua-test-oracle.h"
#include "mvua-test-server.h"

#include <string.h>

#define HOUR 3600
#define RUN 1758153600 /* 2025-09-18 00Z */
#define SECOND G_GINT64_CONSTANT (1000000)
#define MINUTE (60 * SECOND)

static GPtrArray *
variables_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *variables = mvua_variable_list_parse (text, &error);

  g_assert_no_error (error);
  return variables;
}

static void
test_urls (void)
{
  static const struct
  {
    const char *variables;
    const char *region;
    const char *tail; /* behind the file */
  } rows[] = {
    { "t2m", "east-africa",
      "&var_TMP=on&lev_2_m_above_ground=on"
      "&subregion=&toplat=23&leftlon=21&rightlon=53&bottomlat=-12" },
    { "u10,v10,sp", "east-africa",
      "&var_PRES=on&var_UGRD=on&var_VGRD=on&lev_surface=on&lev_10_m_above_ground=on"
      "&subregion=&toplat=23&leftlon=21&rightlon=53&bottomlat=-12" },
    { "pwat", "global",
      "&var_PWAT=on&lev_entire_atmosphere_(considered_as_a_single_layer)=on" },
    { "cape180", "10.3,-20.1,-5.05,9.9", /* only points of the grid are asked for */
      "&var_CAPE=on&lev_180-0_mb_above_ground=on"
      "&subregion=&toplat=10.25&leftlon=-20&rightlon=9.75&bottomlat=-5" },
    { "tsoil", "0,0,0,0",
      "&var_TSOIL=on&lev_0-0.1_m_below_ground=on"
      "&subregion=&toplat=0&leftlon=0&rightlon=0&bottomlat=0" },
  };
  static const char head[] =
      MVUA_SUBSETTER_URL "?dir=%2Fgefs.20250918%2F00%2Fatmos%2Fpgrb2sp25"
                         "&file=gep01.t00z.pgrb2s.0p25.f003";
  const MvuaMember member = { MVUA_MEMBER_PERTURBED, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) variables = variables_of (rows[i].variables);
      g_autofree char *expected = g_strconcat (head, rows[i].tail, NULL);
      MvuaRegion region;
      g_assert_true (mvua_region_parse (rows[i].region, &region, NULL));
      g_autofree char *url = mvua_subsetter_url (MVUA_SUBSETTER_URL, RUN, member, 3,
                                                 variables, &region, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (url, ==, expected);
    }
}

static void
test_no_points (void)
{
  const MvuaMember member = { MVUA_MEMBER_CONTROL, 0 };
  const MvuaRegion region = { .north = 0.2, .west = 0.1, .south = 0.1, .east = 0.2 };
  g_autoptr (GPtrArray) variables = variables_of ("tp");
  g_autoptr (GError) error = NULL;

  g_assert_null (mvua_subsetter_url (MVUA_SUBSETTER_URL, RUN, member, 3, variables,
                                     &region, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_assert_cmpuint (mvua_subsetter_estimate (1, variables, &region, 0, 1).n_requests, ==,
                    0);
}

/* Each variable of the table can be asked for, by characters that a URL may have. */
static void
test_whole_table (void)
{
  const MvuaMember member = { MVUA_MEMBER_SPREAD, 0 };
  guint n_variables;
  const MvuaVariable *table = mvua_variable_table (&n_variables);

  for (guint i = 0; i < n_variables; i++)
    {
      g_autoptr (GPtrArray) variables = variables_of (table[i].name);
      g_autofree char *url =
          mvua_subsetter_url ("https://x/y.pl", RUN + 18 * HOUR, member, 240, variables,
                              &mvua_region_east_africa, NULL);
      g_assert_nonnull (strstr (url, "file=gespr.t18z.pgrb2s.0p25.f240&var_"));
      g_assert_cmpuint (strspn (url,
                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789-._~:/?&=%()"),
                        ==, strlen (url));
    }
}

static void
test_dates (void)
{
  static const struct
  {
    int age_hours;
    const char *word; /* NULL: it is there */
  } rows[] = {
    { 0, NULL },
    { 4 * 24, NULL },
    { 4 * 24 + 1, "4 days old" },
    { 400 * 24, "400 days old" },
    { -1, "has not begun" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      const gboolean is_there =
          mvua_subsetter_has_run (RUN, RUN + rows[i].age_hours * HOUR, &error);
      g_assert_true (is_there == (rows[i].word == NULL));
      if (is_there)
        continue;
      g_assert_error (error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_ABSENT);
      g_assert_nonnull (strstr (error->message, rows[i].word));
      g_assert_nonnull (strstr (error->message, "2025-09-18 00Z"));
    }
}

static void
test_answers (void)
{
  static const struct
  {
    guint status;
    const char *body;
    int code; /* -1: it may be messages */
  } rows[] = {
    { 200, "GRIB", -1 },
    { 200, "", MVUA_SUBSETTER_ERROR_REFUSED },
    { 200, "<html>", MVUA_SUBSETTER_ERROR_REFUSED },
    { 200, "\n<!DOCTYPE", MVUA_SUBSETTER_ERROR_REFUSED },
    { 302, "<html>", MVUA_SUBSETTER_ERROR_THROTTLED },
    { 302, "GRIB", MVUA_SUBSETTER_ERROR_THROTTLED },
    { 404, "", MVUA_SUBSETTER_ERROR_ABSENT },
    { 403, "", MVUA_SUBSETTER_ERROR_REFUSED },
    { 500, "GRIB", MVUA_SUBSETTER_ERROR_REFUSED },
    { 206, "GRIB", MVUA_SUBSETTER_ERROR_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      const gboolean is_good = mvua_subsetter_check (
          rows[i].status, (const guint8 *) rows[i].body, strlen (rows[i].body), &error);
      g_assert_true (is_good == (rows[i].code < 0));
      if (!is_good)
        g_assert_error (error, MVUA_SUBSETTER_ERROR, rows[i].code);
    }
}

static GBytes *
serve (const char *path, gpointer data)
{
  GPtrArray *paths = data;

  g_ptr_array_add (paths, g_strdup (path));
  return g_bytes_new_static ("GRIB 7777", 9);
}

/* Over HTTP: what is asked for, and what a redirect and others come to, at once. */
static void
test_fetch (void)
{
  static const struct
  {
    MvuaTestFault fault;
    int code;
  } rows[] = {
    { { .status = 302, .extra = "Location: /limit.html\r\n" },
      MVUA_SUBSETTER_ERROR_THROTTLED },
    { { .status = 302 }, MVUA_SUBSETTER_ERROR_THROTTLED },
    { { .status = 404 }, MVUA_SUBSETTER_ERROR_ABSENT },
    { { .body = "<html></html>", .length = "13" }, MVUA_SUBSETTER_ERROR_REFUSED },
  };
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  g_autoptr (MvuaHttp) http = mvua_http_new (NULL);
  g_autofree char *script = mvua_test_server_dup_url (server, "/cgi-bin/f.pl");
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) variables = variables_of ("pwat");
  const MvuaMember member = { MVUA_MEMBER_PERTURBED, 1 };
  g_autofree char *url = mvua_subsetter_url (script, RUN, member, 3, variables,
                                             &mvua_region_east_africa, NULL);
  g_autoptr (GError) error = NULL;

  mvua_test_server_set_handler (server, serve, paths);
  g_autoptr (GBytes) bytes =
      mvua_subsetter_fetch (http, url, 100, MVUA_PRIORITY_EXPORT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "GRIB 7777",
                   9);
  g_assert_cmpstr (g_ptr_array_index (paths, 0), ==,
                   "/cgi-bin/f.pl?dir=%2Fgefs.20250918%2F00%2Fatmos%2Fpgrb2sp25"
                   "&file=gep01.t00z.pgrb2s.0p25.f003&var_PWAT=on"
                   "&lev_entire_atmosphere_(considered_as_a_single_layer)=on"
                   "&subregion=&toplat=23&leftlon=21&rightlon=53&bottomlat=-12");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      mvua_test_server_fail (server, &rows[i].fault, 1);
      g_assert_null (
          mvua_subsetter_fetch (http, url, 100, MVUA_PRIORITY_EXPORT, NULL, &error));
      g_assert_error (error, MVUA_SUBSETTER_ERROR, rows[i].code);
      g_clear_error (&error);
    }
  g_assert_cmpuint (mvua_test_server_count (server).n_requests, ==,
                    1 + G_N_ELEMENTS (rows));
}

/* Whatever the moments at which turns are asked for, no minute has more than 100. */
static void
test_pace (void)
{
  for (guint round = 0; round < 50; round++)
    {
      gint64 sent[1000];
      gint64 now = 5 * SECOND;
      MvuaPacer pacer;

      mvua_subsetter_pacer (&pacer);
      for (guint i = 0; i < G_N_ELEMENTS (sent); i++)
        {
          /* In haste, then slowly, then both. */
          now += round == 0   ? 0
                 : round == 1 ? SECOND
                              : g_test_rand_int_range (0, 2 * (gint32) SECOND);
          sent[i] = mvua_pacer_take (&pacer, now);
          g_assert_cmpint (sent[i], >=, now);
          if (i > 0)
            g_assert_cmpint (sent[i], >=, sent[i - 1]);
          if (i >= 100)
            g_assert_cmpint (sent[i], >=, sent[i - 100] + MINUTE);
          if (round == 1)
            g_assert_cmpint (sent[i], ==, now); /* nobody waits for nothing */
        }
      if (round == 0)
        g_assert_cmpint (sent[999], ==, 5 * SECOND + 9 * MINUTE);
    }
}

static void
test_throttle (void)
{
  static const int pauses[] = { 1, 2, 4, 8, 10, 10 };
  MvuaPacer pacer;
  gint64 now = 0;

  mvua_subsetter_pacer (&pacer);
  g_assert_cmpint (mvua_pacer_take (&pacer, now), ==, now);
  for (guint i = 0; i < G_N_ELEMENTS (pauses); i++)
    {
      mvua_pacer_throttle (&pacer, now);
      /* Those that were on their way are refused too, and are no more than one. */
      mvua_pacer_throttle (&pacer, now + SECOND);
      now += pauses[i] * MINUTE;
      g_assert_cmpint (mvua_pacer_take (&pacer, now - SECOND), ==, now);
    }
  mvua_pacer_succeed (&pacer);
  mvua_pacer_throttle (&pacer, now);
  g_assert_cmpint (mvua_pacer_take (&pacer, now), ==, now + MINUTE);
}

/* The eight everyday variables of a run for East Africa, by hand: 18,189 points of 12
 * bits; 5,078,000 octets a file, of which a quarter and 409 of 721 rows' share of the
 * rest. */
static void
test_estimate (void)
{
  g_autoptr (GPtrArray) variables = variables_of ("t2m,tp,u10,v10,cape,sp,mslet,pwat");
  g_autoptr (GPtrArray) pair = variables_of ("cape180,t2m,cin");
  const MvuaSubsetterEstimate run =
      mvua_subsetter_estimate (2430, variables, &mvua_region_east_africa, 0, 100000);

  g_assert_cmpuint (run.n_requests, ==, 2430);
  g_assert_cmpuint (run.subset_bytes, ==, 2430 * 8 * (205 + 27284));
  g_assert_cmpfloat_with_epsilon ((double) run.range_bytes,
                                  2430 * 5078000.0 * (0.25 + 0.75 * 409 / 721), 2430);
  g_assert_cmpfloat_with_epsilon (run.subset_seconds, 5343.86, 0.1);
  g_assert_cmpfloat_with_epsilon (run.range_seconds, 83347.5, 1);
  g_assert_cmpfloat (5078000.0 * 2430 / (double) run.subset_bytes, >, 20);

  /* On a fast link, turns are what takes the time. */
  const MvuaSubsetterEstimate fast =
      mvua_subsetter_estimate (2430, variables, &mvua_region_east_africa, 7, 1e9);
  g_assert_cmpfloat (fast.subset_seconds, ==, 24 * 60);
  g_assert_cmpuint (fast.range_bytes, ==, 7);
  g_assert_cmpfloat (
      mvua_subsetter_estimate (1, pair, &mvua_region_east_africa, 0, 0).subset_seconds,
      ==, -1);

  /* CAPE and CIN at the surface and above it, whichever were meant, and TMP. */
  g_assert_cmpuint (
      mvua_subsetter_estimate (1, pair, &mvua_region_east_africa, 0, 0).subset_bytes, ==,
      5 * (205 + 27284));
}

/* The four numbers of its URL are the corners of the grid that came. */
static void
check_request (const MvuaIdentity *identity, const GPtrArray *variables, gsize n_bytes)
{
  const MvuaGrid *grid = &identity->grid;
  const MvuaRegion region = { .north = grid->north / 1e6,
                              .west = grid->west / 1e6,
                              .south = grid->south / 1e6,
                              .east = (grid->west + grid->width) / 1e6 };
  g_autofree char *expected =
      g_strdup_printf ("&toplat=%g&leftlon=%g&rightlon=%g&bottomlat=%g", region.north,
                       region.west, region.east, region.south);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = mvua_subsetter_url (
      MVUA_SUBSETTER_URL, identity->run, identity->member, 3, variables, &region, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (url, expected));
  g_assert_cmpuint (mvua_subsetter_estimate (1, variables, &region, 0, 0).subset_bytes, >,
                    n_bytes);
}

/* Any window of it is decoded as ecCodes does, from south to north as it is. */
static void
check_windows (const MvuaMemoryOctets *message,
               const MvuaIdentity *identity,
               const MvuaVariable *variable)
{
  const MvuaExpectation expectation = { .run = identity->run,
                                        .variable = variable,
                                        .member = { MVUA_MEMBER_PERTURBED, 1 },
                                        .start = 0,
                                        .end = 3,
                                        .grid = &identity->grid };
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GError) error = NULL;
  gsize n = 0;
  g_autofree double *all =
      mvua_test_oracle_unpack (message->bytes, message->n_bytes, 0, &n);

  g_assert_cmpuint (n, ==, 625);
  for (guint i = 0; i < 200; i++)
    {
      const guint row = (guint) g_test_rand_int_range (0, 25);
      const guint column = (guint) g_test_rand_int_range (0, 25);
      const MvuaWindow window = {
        .row = row,
        .n_rows = (guint) g_test_rand_int_range (1, 26 - (gint32) row),
        .column = column,
        .n_columns = (guint) g_test_rand_int_range (1, 26 - (gint32) column),
      };
      float values[625];
      float right[625];
      MvuaDecoded decoded;
      if (!mvua_decoder_decode (decoder, message->bytes, message->n_bytes, 0,
                                &expectation, &window, values, &decoded, &error))
        g_error ("%s", error->message);
      g_assert_cmpuint (decoded.data_template, ==, 0);
      mvua_test_pick (all, 25, 25, 64, &window, right);
      g_assert_cmpuint (
          mvua_test_first_difference (values, right, mvua_window_n_points (&window)), ==,
          mvua_window_n_points (&window));
    }
}

/* A real answer is what its request says, and is decoded. */
static void
test_real_answer (void)
{
  static const char name[] = "grib/gefs_gep01_0p25s_f003_APCP_nomads25x25.grib2";
  const char *folder = g_getenv ("MVUA_CORPUS");
  g_autoptr (GPtrArray) variables = variables_of ("tp");
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  MvuaSections sections;
  MvuaIdentity identity;
  gsize n_bytes = 0;

  if (folder == NULL)
    {
      g_test_skip ("no corpus");
      return;
    }
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  const MvuaMemoryOctets message = mvua_memory_octets ((const guint8 *) bytes, n_bytes);
  g_assert_true (mvua_subsetter_check (200, message.bytes, n_bytes, &error));
  g_assert_true (mvua_sections_open (&sections, &message.octets, 0, &error));
  g_assert_cmpint (mvua_sections_next (&sections, &error), >, 0);
  g_assert_true (mvua_identity_read (&sections, &identity, &error));
  g_assert_cmpuint (identity.scanning, ==, 64);

  check_request (&identity, variables, n_bytes);
  check_windows (&message, &identity, g_ptr_array_index (variables, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/subsetter/urls", test_urls);
  g_test_add_func ("/subsetter/no-points", test_no_points);
  g_test_add_func ("/subsetter/whole-table", test_whole_table);
  g_test_add_func ("/subsetter/dates", test_dates);
  g_test_add_func ("/subsetter/answers", test_answers);
  g_test_add_func ("/subsetter/fetch", test_fetch);
  g_test_add_func ("/subsetter/pace", test_pace);
  g_test_add_func ("/subsetter/throttle", test_throttle);
  g_test_add_func ("/subsetter/estimate", test_estimate);
  g_test_add_func ("/subsetter/real-answer", test_real_answer);
  return g_test_run ();
}
