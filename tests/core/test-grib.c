/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What a message says that it is, and whether that is what was asked for. */

#include "mvua-identity.h"
#include "mvua-test-encoder.h"

#include <string.h>

#define HOUR 3600

static gboolean
read_bytes (const GByteArray *bytes, guint field, MvuaIdentity *identity, GError **error)
{
  const MvuaMemoryOctets memory = mvua_memory_octets (bytes->data, bytes->len);
  MvuaSections sections;

  if (!mvua_sections_open (&sections, &memory.octets, 0, error))
    return FALSE;
  for (guint f = 0; f <= field; f++)
    {
      const int found = mvua_sections_next (&sections, error);
      if (found < 0)
        return FALSE;
      g_assert_cmpint (found, ==, 1);
    }
  return mvua_identity_read (&sections, identity, error);
}

static MvuaIdentity
identity_of (const MvuaTestMessage *message)
{
  g_autoptr (GByteArray) bytes = mvua_test_message_encode (message);
  g_autoptr (GError) error = NULL;
  MvuaIdentity identity;

  if (!read_bytes (bytes, 0, &identity, &error))
    g_error ("%s", error->message);
  return identity;
}

static void
assert_unread (const MvuaTestMessage *message, int code, const char *word)
{
  g_autoptr (GByteArray) bytes = mvua_test_message_encode (message);
  g_autoptr (GError) error = NULL;
  MvuaIdentity identity;

  g_assert_false (read_bytes (bytes, 0, &identity, &error));
  g_assert_error (error, MVUA_GRIB_ERROR, code);
  g_assert_nonnull (strstr (error->message, word));
}

/* Every row of the table, of every kind of member, comes back as itself. */
static void
test_all_variables (void)
{
  static const MvuaMember members[] = {
    { MVUA_MEMBER_DETERMINISTIC, 0 }, { MVUA_MEMBER_CONTROL, 0 },
    { MVUA_MEMBER_PERTURBED, 1 },     { MVUA_MEMBER_PERTURBED, 255 },
    { MVUA_MEMBER_MEAN, 0 },          { MVUA_MEMBER_SPREAD, 0 },
  };
  guint n_variables = 0;
  const MvuaVariable *table = mvua_variable_table (&n_variables);

  for (guint v = 0; v < n_variables; v++)
    for (guint m = 0; m < G_N_ELEMENTS (members); m++)
      {
        const gboolean instant = table[v].kind == MVUA_KIND_INSTANT;
        MvuaTestMessage message = mvua_test_message_defaults ();

        mvua_test_message_set_field (&message, &table[v], members[m], 6, 12);
        const MvuaIdentity identity = identity_of (&message);
        g_assert_true (identity.variable == &table[v]);
        g_assert_cmpint (mvua_member_compare (identity.member, members[m]), ==, 0);
        g_assert_cmpint (identity.start, ==, (instant ? 12 : 6) * HOUR);
        g_assert_cmpint (identity.end, ==, 12 * HOUR);
        g_assert_cmpint (identity.run, ==, mvua_run_from_digits ("20250918", "00"));
        g_assert_cmpuint (identity.centre, ==, 7);
        g_assert_cmpint (identity.is_demo, ==, FALSE);
      }
}

/* One surface may be written in many ways; units of MvuaLevel are thousandths. */
static void
test_levels (void)
{
  static const struct
  {
    MvuaTestLevel level;
    gint64 value;
  } table[] = {
    { { 103, 0, 2 }, 2000 },
    { { 103, 1, 20 }, 2000 },
    { { 103, 3, 2000 }, 2000 },
    { { 103, 5, 200000 }, 2000 },
    { { 103, -1, 2 }, 20000 },
    { { 108, 0, 18000 }, 18000000 },
    { { 108, -2, 180 }, 18000000 },
    { { 106, 1, 1 }, 100 },
    { { 106, 2, 10 }, 100 },
    { { 100, 0, 85000 }, 85000000 },
    { { 1, 0, 0 }, 0 },
    { { 1, 0, -1 }, 0 },
    { { 101, -127, 0 }, 0 },
    { { 109, 9, 2000 }, 0 },
    { { 109, 0, -2000 }, -2000000 },
  };

  for (guint t = 0; t < G_N_ELEMENTS (table); t++)
    {
      MvuaTestMessage message = mvua_test_message_defaults ();

      message.first = table[t].level;
      const MvuaIdentity identity = identity_of (&message);
      g_assert_cmpuint (identity.first.type, ==, table[t].level.type);
      g_assert_cmpint (identity.first.value, ==, table[t].value);
      g_assert_cmpint (identity.variable != NULL, ==,
                       table[t].level.type == 103 && table[t].value == 2000);
    }

  /* So far up that there is no thousandth of it: any number, and no crash. */
  MvuaTestMessage message = mvua_test_message_defaults ();
  message.first = (MvuaTestLevel){ 103, -127, 2000000000 };
  g_assert_null (identity_of (&message).variable);
}

static void
test_windows (void)
{
  static const struct
  {
    guint time_unit;
    gint32 forecast_time;
    guint window_unit;
    guint32 window_length;
    gint64 start;
    gint64 end;
  } table[] = {
    { 1, 6, 1, 6, 6 * HOUR, 12 * HOUR },
    { 0, 360, 1, 6, 6 * HOUR, 12 * HOUR },
    { 1, 0, 2, 1, 0, 24 * HOUR },
    { 2, 1, 1, 3, 24 * HOUR, 27 * HOUR },
    { 10, 2, 10, 1, 6 * HOUR, 9 * HOUR },
    { 11, 1, 11, 1, 6 * HOUR, 12 * HOUR },
    { 12, 1, 0, 90, 12 * HOUR, 48600 },
    { 13, 60, 13, 60, 60, 120 },
    { 1, 240, 1, 0, 240 * HOUR, 240 * HOUR },
    { 1, -3, 1, 3, -3 * HOUR, 0 },
  };
  const MvuaMember member = { MVUA_MEMBER_PERTURBED, 3 };

  for (guint t = 0; t < G_N_ELEMENTS (table); t++)
    {
      MvuaTestMessage message = mvua_test_message_defaults ();

      mvua_test_message_set_field (&message, mvua_variable_by_name ("tp"), member, 0, 3);
      message.time_unit = table[t].time_unit;
      message.forecast_time = table[t].forecast_time;
      message.window_unit = table[t].window_unit;
      message.window_length = table[t].window_length;
      const MvuaIdentity identity = identity_of (&message);
      g_assert_cmpint (identity.start, ==, table[t].start);
      g_assert_cmpint (identity.end, ==, table[t].end);
      g_assert_cmpint (identity.kind, ==, MVUA_KIND_ACCUMULATION);
    }
}

static void
test_unread_products (void)
{
  const MvuaMember member = { MVUA_MEMBER_PERTURBED, 3 };
  MvuaTestMessage rain = mvua_test_message_defaults ();
  mvua_test_message_set_field (&rain, mvua_variable_by_name ("tp"), member, 0, 3);

  MvuaTestMessage message = rain;
  message.window_end = 4 * HOUR;
  assert_unread (&message, MVUA_GRIB_ERROR_MALFORMED, "contradicts its end");
  message = rain;
  message.statistic = 4;
  assert_unread (&message, MVUA_GRIB_ERROR_UNSUPPORTED, "statistical process 4");
  message = rain;
  message.window_unit = 3;
  assert_unread (&message, MVUA_GRIB_ERROR_UNSUPPORTED, "unit of time 3");
  message = rain;
  message.time_unit = 255;
  assert_unread (&message, MVUA_GRIB_ERROR_UNSUPPORTED, "unit of time 255");
  message = rain;
  message.ensemble_type = 2;
  assert_unread (&message, MVUA_GRIB_ERROR_UNSUPPORTED, "type of ensemble forecast 2");
  message = rain;
  message.perturbation = 0;
  assert_unread (&message, MVUA_GRIB_ERROR_UNSUPPORTED, "type of ensemble forecast 3");
  message = rain;
  message.product_template = 12;
  message.derived = 5;
  assert_unread (&message, MVUA_GRIB_ERROR_UNSUPPORTED, "derived forecast 5");
  message.product_template = 15;
  assert_unread (&message, MVUA_GRIB_ERROR_UNSUPPORTED, "product definition template 15");
}

/* Octets that the encoder would not write. */
static const struct
{
  guint section;
  guint offset;
  guint n_octets;
  guint64 value;
  MvuaGribError code;
  const char *word;
} wrongs[] = {
  { 1, 14, 1, 13, MVUA_GRIB_ERROR_MALFORMED, "reference time" },
  { 1, 15, 1, 31, MVUA_GRIB_ERROR_MALFORMED, "reference time" }, /* of September */
  { 1, 16, 1, 24, MVUA_GRIB_ERROR_MALFORMED, "reference time" },
  { 1, 17, 1, 60, MVUA_GRIB_ERROR_MALFORMED, "reference time" },
  { 1, 18, 1, 60, MVUA_GRIB_ERROR_MALFORMED, "reference time" },
  { 1, 12, 2, 0, MVUA_GRIB_ERROR_MALFORMED, "reference time" },
  { 3, 5, 1, 1, MVUA_GRIB_ERROR_UNSUPPORTED, "3.0" },
  { 3, 12, 2, 30, MVUA_GRIB_ERROR_UNSUPPORTED, "3.30" },
  { 3, 10, 1, 4, MVUA_GRIB_ERROR_UNSUPPORTED, "quasi-regular" },
  { 3, 30, 4, 0xffffffff, MVUA_GRIB_ERROR_UNSUPPORTED, "quasi-regular" },
  { 3, 6, 4, 95, MVUA_GRIB_ERROR_MALFORMED, "number of points" },
  { 3, 30, 4, 13, MVUA_GRIB_ERROR_MALFORMED, "number of points" },
  { 3, 30, 4, 0, MVUA_GRIB_ERROR_MALFORMED, "number of points" },
  { 3, 46, 4, 90000001, MVUA_GRIB_ERROR_MALFORMED, "pole" },
  { 3, 46, 4, 3000000, MVUA_GRIB_ERROR_MALFORMED, "scanning mode" },
  { 3, 71, 1, 0x40, MVUA_GRIB_ERROR_MALFORMED, "scanning mode" },
  { 3, 71, 1, 0x80, MVUA_GRIB_ERROR_MALFORMED, "increment" },
  { 3, 59, 4, 50000000, MVUA_GRIB_ERROR_MALFORMED, "increment" },
  { 4, 7, 2, 0xffff, MVUA_GRIB_ERROR_UNSUPPORTED, "65535" },
};

static void
test_wrong_octets (void)
{
  const MvuaTestMessage message = mvua_test_message_defaults ();

  for (guint w = 0; w < G_N_ELEMENTS (wrongs); w++)
    {
      g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
      g_autoptr (GError) error = NULL;
      MvuaIdentity identity;

      mvua_test_put (mvua_test_section (bytes, wrongs[w].section, 0) + wrongs[w].offset,
                     wrongs[w].n_octets, wrongs[w].value);
      g_assert_false (read_bytes (bytes, 0, &identity, &error));
      g_assert_error (error, MVUA_GRIB_ERROR, (int) wrongs[w].code);
      g_assert_nonnull (strstr (error->message, wrongs[w].word));
    }
}

/* The grid has north up and begins in the west, however the message is scanned. */
static void
test_grids (void)
{
  for (guint scanning = 0; scanning <= 0xf0; scanning += 0x10)
    {
      MvuaTestMessage message = mvua_test_message_defaults ();

      mvua_test_message_set_grid (&message, 29, 21, scanning, 5000000, -5000000,
                                  355000000, 9000000);
      const MvuaIdentity identity = identity_of (&message);
      const MvuaGrid expected = { 5000000, -5000000, 355000000, 14000000, 21, 29, FALSE };
      g_assert_true (mvua_grid_equal (&identity.grid, &expected));
      g_assert_cmpuint (identity.scanning, ==, scanning);

      mvua_test_message_set_grid (&message, 1440, 1, scanning, 0, 0, 0, 359750000);
      g_assert_true (identity_of (&message).grid.wraps);
      mvua_test_message_set_grid (&message, 1440, 1, scanning, 0, 0, 180000000,
                                  179750000);
      const MvuaGrid grid = identity_of (&message).grid;
      g_assert_true (grid.wraps);
      g_assert_cmpint (grid.west, ==, 180000000);
      mvua_test_message_set_grid (&message, 1439, 1, scanning, 0, 0, 0, 359500000);
      g_assert_false (identity_of (&message).grid.wraps);
    }
}

/* A real grid of the UK Met Office, whose 95 increments from single precision are 98
 * microdegrees short of its width, was refused. */
static void
test_grid_of_single_precision (void)
{
  MvuaTestMessage message = mvua_test_message_defaults ();

  mvua_test_message_set_grid (&message, 96, 73, 0, 89999983, -89999938, 0, 356249908);
  g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
  mvua_test_put (mvua_test_section (bytes, 3, 0) + 63, 4, 3749998);
  MvuaIdentity identity;
  g_assert_true (read_bytes (bytes, 0, &identity, NULL));
  g_assert_true (identity.grid.wraps);
}

/* More points, or more of them in a line, than there is room for. */
static void
test_large_grids (void)
{
  static const struct
  {
    guint32 ni, nj;
    gboolean is_read;
  } grids[] = { { 1000000, 100, TRUE },
                { 1000001, 1, FALSE },
                { 1, 1000001, FALSE },
                { 10001, 10000, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (grids); i++)
    {
      MvuaTestMessage message = mvua_test_message_defaults ();
      g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
      guint8 *section = mvua_test_section (bytes, 3, 0);
      g_autoptr (GError) error = NULL;
      MvuaIdentity identity;

      mvua_test_put (section + 6, 4, grids[i].ni * grids[i].nj);
      mvua_test_put (section + 30, 4, grids[i].ni);
      mvua_test_put (section + 34, 4, grids[i].nj);
      section[54] = 0; /* no increments, which would contradict */
      g_assert_cmpint (read_bytes (bytes, 0, &identity, &error), ==, grids[i].is_read);
      if (grids[i].is_read)
        continue;
      g_assert_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, "too many points"));
    }
}

/* Angles in halves of a degree: basic angle 1, subdivided in 2. */
static void
test_grid_with_its_own_unit (void)
{
  MvuaTestMessage message = mvua_test_message_defaults ();

  mvua_test_message_set_grid (&message, 12, 8, 0, 20, 6, 60, 82);
  g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
  mvua_test_put (mvua_test_section (bytes, 3, 0) + 38, 4, 1);
  mvua_test_put (mvua_test_section (bytes, 3, 0) + 42, 4, 2);
  const MvuaGrid expected = { 10000000, 3000000, 30000000, 11000000, 8, 12, FALSE };
  MvuaIdentity identity;
  g_assert_true (read_bytes (bytes, 0, &identity, NULL));
  g_assert_true (mvua_grid_equal (&identity.grid, &expected));
}

static void
test_demo_mark (void)
{
  MvuaTestMessage message = mvua_test_message_defaults ();

  message.local = MVUA_DEMO_MARK;
  g_assert_true (identity_of (&message).is_demo);
  message.local = MVUA_DEMO_MARK ", made up by mvua demo";
  g_assert_true (identity_of (&message).is_demo);
  message.local = "DEMO, NOT A FORECAS";
  g_assert_false (identity_of (&message).is_demo);
  message.local = "";
  g_assert_false (identity_of (&message).is_demo);
}

/* Numbers of 192 and above are NOAA's own. */
static void
test_local_numbers (void)
{
  const MvuaMember member = { MVUA_MEMBER_CONTROL, 0 };
  MvuaTestMessage message = mvua_test_message_defaults ();

  mvua_test_message_set_field (&message, mvua_variable_by_name ("mslet"), member, 3, 3);
  g_assert_nonnull (identity_of (&message).variable);
  message.centre = 98;
  g_assert_null (identity_of (&message).variable);
}

/* Checks @expectation of the default message; the error must have @word, if not NULL,
 * and be the only complaint. */
static void
assert_complaint (const MvuaExpectation *expectation, const char *word)
{
  const MvuaTestMessage message = mvua_test_message_defaults ();
  const MvuaIdentity identity = identity_of (&message);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mvua_identity_check (&identity, expectation, &error), ==,
                   word == NULL);
  if (word == NULL)
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_null (strchr (error->message, ';'));
}

static void
test_check (void)
{
  const MvuaTestMessage message = mvua_test_message_defaults ();
  const MvuaIdentity identity = identity_of (&message);
  MvuaGrid other = identity.grid;
  const MvuaExpectation right = { .run = identity.run,
                                  .variable = mvua_variable_by_name ("t2m"),
                                  .member = { MVUA_MEMBER_PERTURBED, 1 },
                                  .start = 3,
                                  .end = 3,
                                  .grid = &identity.grid };
  MvuaExpectation wrong = right;

  assert_complaint (&right, NULL);
  wrong.variable = mvua_variable_by_name ("d2m");
  assert_complaint (&wrong, "it is t2m, not d2m");
  wrong = right;
  wrong.member.number = 2;
  assert_complaint (&wrong, "it is of gep01, not gep02");
  wrong.member = (MvuaMember){ MVUA_MEMBER_CONTROL, 0 };
  assert_complaint (&wrong, "it is of gep01, not gec00");
  wrong = right;
  wrong.start = wrong.end = 6;
  assert_complaint (&wrong, "its time is 3 h, not 6 h");
  wrong.start = 0;
  wrong.end = 3;
  assert_complaint (&wrong, "its time is 3 h, not 0-3 h");
  wrong = right;
  wrong.run += 6 * HOUR;
  assert_complaint (&wrong, "of the run 2025-09-18 00Z, not 2025-09-18 06Z");
  wrong = right;
  other.west += 1;
  wrong.grid = &other;
  assert_complaint (&wrong, "its grid is 8 × 12 points");
}

/* What is not known is not compared; several differences are all named. */
static void
test_check_partly (void)
{
  const MvuaTestMessage message = mvua_test_message_defaults ();
  const MvuaIdentity identity = identity_of (&message);
  g_autoptr (GError) error = NULL;
  MvuaExpectation expectation = { .run = MVUA_RUN_UNKNOWN,
                                  .variable = mvua_variable_by_name ("t2m"),
                                  .member = { MVUA_MEMBER_PERTURBED, 1 },
                                  .start = MVUA_HOUR_UNKNOWN,
                                  .end = MVUA_HOUR_UNKNOWN };

  assert_complaint (&expectation, NULL);
  expectation.variable = mvua_variable_by_name ("tp");
  expectation.member.number = 9;
  expectation.end = 240;
  g_assert_false (mvua_identity_check (&identity, &expectation, &error));
  g_assert_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "not tp"));
  g_assert_nonnull (strstr (error->message, "not gep09"));
  g_assert_nonnull (strstr (error->message, "240 h"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grib/all-variables", test_all_variables);
  g_test_add_func ("/grib/levels", test_levels);
  g_test_add_func ("/grib/windows", test_windows);
  g_test_add_func ("/grib/unread-products", test_unread_products);
  g_test_add_func ("/grib/wrong-octets", test_wrong_octets);
  g_test_add_func ("/grib/grids", test_grids);
  g_test_add_func ("/grib/grid-of-single-precision", test_grid_of_single_precision);
  g_test_add_func ("/grib/grid-with-its-own-unit", test_grid_with_its_own_unit);
  g_test_add_func ("/grib/large-grids", test_large_grids);
  g_test_add_func ("/grib/demo-mark", test_demo_mark);
  g_test_add_func ("/grib/local-numbers", test_local_numbers);
  g_test_add_func ("/grib/check", test_check);
  g_test_add_func ("/grib/check-partly", test_check_partly);
  return g_test_run ();
}
