/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Which messages are read and decoded for what, and what stays in the cache. */

#include "fields-fixture.h"

#include <unistd.h>

/* How many messages were decoded, and that bytes were read for them, since the last call.
 */
static void
assert_read (Fixture *self, guint n_messages)
{
  const MvuaFieldsCount count = mvua_fields_count (self->fields);

  g_assert_cmpuint (count.n_decoded - self->n_decoded, ==, n_messages);
  g_assert_cmpuint (count.n_waiting, ==, 0);
  g_assert_cmpuint (count.n_decoded, ==, mvua_test_reader_get_n_reads (self->reader));
  g_assert_cmpuint (count.n_bytes, ==, mvua_test_reader_get_n_bytes (self->reader));
  g_assert_true ((count.n_bytes > self->n_bytes) == (n_messages > 0));
  self->n_decoded = count.n_decoded;
  self->n_bytes = count.n_bytes;
}

static void
test_member (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_ensemble (self, 3, 12);
  fixture_open (self, CACHE_BYTES, 2);
  assert_read (self, 0);

  g_autoptr (MvuaField) field = load_member (self, 2, "t2m", MVUA_HOUR_UNKNOWN, 6);
  assert_read (self, 1);
  g_autofree char *log = mvua_test_reader_take_log (self->reader);
  g_assert_cmpstr (log, ==, "gep02.t00z.pgrb2s.0p25.f006");
  g_assert_cmpint (field->status, ==, MVUA_STATUS_OK);
  g_assert_cmpint (field->start, ==, 6);
  g_assert_cmpuint (field->n_wanted, ==, 1);
  g_assert_cmpuint (field->n_members, ==, 1);
  g_assert_cmpuint (field->absent->len, ==, 0);
  g_assert_true (field->highest > field->lowest);

  g_autoptr (MvuaField) again = load_member (self, 2, "t2m", MVUA_HOUR_UNKNOWN, 6);
  g_assert_true (again == field);
  g_autoptr (MvuaField) peeked = mvua_fields_peek (self->fields, &field->key);
  g_assert_true (peeked == field);
  assert_read (self, 0);

  MvuaFieldKey key = field->key;
  key.end = 9;
  g_assert_null (mvua_fields_peek (self->fields, &key));
}

/* A part of the grid is another field than the whole. */
static void
test_window (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_ensemble (self, 1, 3);
  fixture_open (self, CACHE_BYTES, 1);
  g_autoptr (MvuaField) whole = load_member (self, 1, "t2m", MVUA_HOUR_UNKNOWN, 3);
  MvuaFieldKey key = whole->key;

  key.window = (MvuaWindow){ .row = 2, .n_rows = 3, .column = 4, .n_columns = 5 };
  g_autoptr (MvuaField) part = mvua_fields_load (self->fields, &key, NULL, NULL);
  for (guint row = 0; row < 3; row++)
    g_assert_cmpmem (part->values + row * 5, 5 * sizeof (float),
                     whole->values + (row + 2) * 12 + 4, 5 * sizeof (float));
  assert_read (self, 2);
}

/* How many messages each window of rain takes, of a series that has decoded none. */
static void
test_rain_windows (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    int start, end;
    guint n_messages;
  } cases[] = {
    { MVUA_HOUR_UNKNOWN, 6, 1 },
    { MVUA_HOUR_UNKNOWN, 9, 1 },
    { 3, 6, 2 },
    { 6, 9, 1 },
    { 6, 30, 4 }, /* 06-06 UTC: 12, 18, 24, 30 */
    { 0, 24, 4 },
    { 21, 45, 6 }, /* 21, 24, 30, 36, 42, 45 */
    { 6, 78, 12 },
    { 3, 27, 6 },
    { 6, 12, 1 },
  };
  char name[] = "f000";

  write_ensemble (self, 1, 78);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_clear_pointer (&self->fields, mvua_fields_free);
      g_clear_pointer (&self->ensemble, mvua_ensemble_unref);
      mvua_test_reader_free (self->reader);
      self->reader = mvua_test_reader_new ();
      fixture_open (self, CACHE_BYTES, 2);
      g_autoptr (MvuaField) field =
          load_member (self, 1, "tp", cases[i].start, cases[i].end);
      g_assert_cmpint (field->status, ==, MVUA_STATUS_OK);
      g_assert_cmpuint (mvua_test_reader_get_n_reads (self->reader), ==,
                        cases[i].n_messages);
      g_assert_cmpuint (mvua_fields_count (self->fields).n_decoded, ==,
                        cases[i].n_messages);
      if (cases[i].start != 6 || cases[i].end != 30)
        continue;
      g_autofree char *log = mvua_test_reader_take_log (self->reader);
      for (int step = 12; step <= 30; step += 6)
        {
          g_snprintf (name, sizeof name, "f%03d", step);
          g_assert_nonnull (strstr (log, name));
        }
    }
}

/* What one window has decoded serves the next. */
static void
test_shared_buckets (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_ensemble (self, 1, 30);
  fixture_open (self, CACHE_BYTES, 2);
  assert_ok (load_member (self, 1, "tp", 6, 30));
  assert_read (self, 4);
  g_autoptr (MvuaField) published = load_member (self, 1, "tp", MVUA_HOUR_UNKNOWN, 18);
  g_assert_cmpint (published->start, ==, 12);
  g_autoptr (MvuaField) bucket = load_member (self, 1, "tp", 12, 18);
  assert_same_values (bucket->values, published->values);
  assert_read (self, 0);
  g_autoptr (MvuaField) three = load_member (self, 1, "tp", 15, 18);
  assert_read (self, 1);
  g_autoptr (MvuaField) first = load_member (self, 1, "tp", 12, 15);
  assert_read (self, 0);
  for (guint i = 0; i < N_POINTS; i++)
    g_assert_cmpfloat_with_epsilon (first->values[i] + three->values[i],
                                    MAX (published->values[i], first->values[i]), 0.06);
}

/* The members are decoded for the first statistic; no other one decodes anything. */
static void
test_statistics (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "std", "min", "max", "p10", "p90", "p37" };

  write_ensemble (self, 5, 30);
  fixture_open (self, CACHE_BYTES, 2);
  g_autoptr (MvuaField) mean =
      load (self, statistic ("mean"), "t2m", MVUA_HOUR_UNKNOWN, 9);
  assert_read (self, 5);
  g_assert_cmpuint (mean->n_wanted, ==, 5);
  g_assert_cmpuint (mean->n_members, ==, 5);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (MvuaField) other =
          load (self, statistic (names[i]), "t2m", MVUA_HOUR_UNKNOWN, 9);
      g_assert_cmpint (other->status, ==, MVUA_STATUS_OK);
    }
  assert_ok (load_member (self, 4, "t2m", MVUA_HOUR_UNKNOWN, 9));
  assert_read (self, 0);

  assert_ok (load (self, mvua_product_probability (25), "tp", 6, 30));
  assert_read (self, 20);
  for (int threshold = 1; threshold < 200; threshold++)
    {
      g_autoptr (MvuaField) other =
          load (self, mvua_product_probability ((float) threshold), "tp", 6, 30);
      g_assert_cmpint (other->status, ==, MVUA_STATUS_OK);
      g_assert_true (other->lowest >= 0 && other->highest <= 100);
    }
  assert_ok (load (self, statistic ("mean"), "tp", 6, 24));
  assert_read (self, 0);
}

/* Rain at the step of the run is not defined; of a statistic neither. */
static void
test_not_defined (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_ensemble (self, 3, 6);
  fixture_open (self, CACHE_BYTES, 2);
  g_autoptr (MvuaField) member = load_member (self, 1, "tp", MVUA_HOUR_UNKNOWN, 0);
  g_assert_cmpint (member->status, ==, MVUA_STATUS_NOT_DEFINED);
  g_autoptr (MvuaField) window = load_member (self, 1, "tp", -3, 0);
  g_assert_cmpint (window->status, ==, MVUA_STATUS_NOT_DEFINED);
  g_autoptr (MvuaField) mean = load (self, statistic ("mean"), "tp", -3, 0);
  g_assert_cmpint (mean->status, ==, MVUA_STATUS_NOT_DEFINED);
  g_assert_cmpuint (mean->n_members, ==, 0);
  g_assert_cmpuint (mean->absent->len, ==, 3);
  assert_read (self, 0);
}

/* gep02 has no file, gep04 half a one: the statistic is of the others, and names them. */
static void
test_absent (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const guint8 absent[] = { 2, 4 };

  for (guint m = 1; m <= 5; m++)
    if (m != 2)
      for (int step = 0; step <= 6; step += 3)
        write_file (self, perturbed (m), step);
  g_autofree char *cut =
      g_build_filename (self->folder.folder, "gep04.t00z.pgrb2s.0p25.f006", NULL);
  g_autofree char *bytes = NULL;
  g_assert_true (g_file_get_contents (cut, &bytes, NULL, NULL));
  fixture_open (self, CACHE_BYTES, 2);
  g_assert_cmpint (truncate (cut, 100), ==, 0);

  g_autoptr (MvuaField) mean =
      load (self, statistic ("mean"), "t2m", MVUA_HOUR_UNKNOWN, 6);
  g_assert_cmpint (mean->status, ==, MVUA_STATUS_OK);
  g_assert_cmpuint (mvua_fields_members (self->fields)->len, ==, 5);
  g_assert_cmpuint (mean->n_wanted, ==, 5);
  g_assert_cmpuint (mean->n_members, ==, 3);
  g_assert_cmpuint (mean->absent->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (g_array_index (mean->absent, MvuaMember, i).number, ==, absent[i]);

  g_autoptr (MvuaField) none = load_member (self, 2, "t2m", MVUA_HOUR_UNKNOWN, 6);
  g_assert_cmpint (none->status, ==, MVUA_STATUS_MISSING);
  g_assert_cmpstr (none->complaint, ==, "no file of gep02 f006");
  g_autoptr (MvuaField) half = load_member (self, 4, "t2m", MVUA_HOUR_UNKNOWN, 6);
  g_assert_cmpint (half->status, ==, MVUA_STATUS_MISSING);
  g_assert_nonnull (strstr (half->complaint, cut));
  g_autoptr (MvuaField) nothing =
      load (self, statistic ("mean"), "t2m", MVUA_HOUR_UNKNOWN, 9);
  g_assert_cmpint (nothing->status, ==, MVUA_STATUS_MISSING);
  g_assert_cmpstr (nothing->complaint, ==, "no file of gep01 f009");
}

/* Files go away while they are open: what is cached stays, the rest says which file, and
 * is there again when the file is. */
static void
test_disappearing (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_ensemble (self, 2, 6);
  fixture_open (self, CACHE_BYTES, 2);
  g_autoptr (MvuaField) kept = load_member (self, 1, "t2m", MVUA_HOUR_UNKNOWN, 6);
  g_autofree char *one =
      g_build_filename (self->folder.folder, "gep02.t00z.pgrb2s.0p25.f006", NULL);
  g_autofree char *other = g_strconcat (one, ".away", NULL);

  g_assert_cmpint (g_rename (one, other), ==, 0);
  g_autoptr (MvuaField) lost = load_member (self, 2, "t2m", MVUA_HOUR_UNKNOWN, 6);
  g_assert_cmpint (lost->status, ==, MVUA_STATUS_MISSING);
  g_assert_nonnull (strstr (lost->complaint, one));
  g_assert_cmpuint (lost->n_missing, ==, N_POINTS);
  g_autoptr (MvuaField) mean =
      load (self, statistic ("mean"), "t2m", MVUA_HOUR_UNKNOWN, 6);
  g_assert_cmpuint (mean->n_members, ==, 1);
  assert_same_values (mean->values, kept->values);

  g_assert_cmpint (g_rename (other, one), ==, 0);
  g_autoptr (MvuaField) back =
      load (self, statistic ("mean"), "t2m", MVUA_HOUR_UNKNOWN, 6);
  g_assert_cmpuint (back->n_members, ==, 2);
}

/* The cache stays within its bound, and lets go of what was used longest ago. */
static void
test_bound (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const gsize bound = 8 * 1024;

  write_ensemble (self, 6, 30);
  fixture_open (self, bound, 2);
  g_autoptr (MvuaField) often = load_member (self, 1, "t2m", MVUA_HOUR_UNKNOWN, 0);
  for (guint m = 1; m <= 6; m++)
    for (int step = 3; step <= 30; step += 3)
      {
        assert_ok (load_member (self, m, "t2m", MVUA_HOUR_UNKNOWN, step));
        g_autoptr (MvuaField) again = load_member (self, 1, "t2m", MVUA_HOUR_UNKNOWN, 0);
        g_assert_true (again == often);
        g_assert_cmpuint (mvua_fields_count (self->fields).n_cached_bytes, <=, bound);
      }
  g_assert_cmpuint (mvua_fields_count (self->fields).n_cached_bytes, >, bound / 2);
  assert_read (self, 61);
  assert_ok (load_member (self, 1, "t2m", MVUA_HOUR_UNKNOWN, 3));
  assert_read (self, 1);
}

/* A statistic whose members do not all fit in the cache, or none of them. */
static void
test_tiny_cache (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const gsize bounds[] = { 0, 100, 2000 };
  g_autoptr (MvuaField) expected = NULL;

  write_ensemble (self, 8, 30);
  fixture_open (self, CACHE_BYTES, 2);
  expected = load (self, statistic ("p90"), "tp", 6, 30);
  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      g_clear_pointer (&self->fields, mvua_fields_free);
      self->fields = mvua_fields_new (self->ensemble, bounds[i], 2);
      g_autoptr (MvuaField) field = load (self, statistic ("p90"), "tp", 6, 30);
      assert_same_values (field->values, expected->values);
      g_assert_cmpuint (mvua_fields_count (self->fields).n_decoded, ==, 32);
      g_assert_cmpuint (mvua_fields_count (self->fields).n_cached_bytes, <=, bounds[i]);
    }
}

static void
assert_usage (Fixture *self, const MvuaFieldKey *key)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mvua_fields_load (self->fields, key, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
}

static void
take_error (MvuaField *field, const GError *error, gpointer data)
{
  g_assert_null (field);
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  *(guint *) data += 1;
}

static void
test_usage (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const int windows[][2] = { { 1, 6 }, { 3, 7 }, { 6, 6 }, { 9, 6 }, { -3, 3 } };
  guint n_errors = 0;

  write_ensemble (self, 2, 6);
  fixture_open (self, CACHE_BYTES, 1);
  const MvuaFieldKey right =
      make_key (self, mvua_product_member (perturbed (1)), "tp", 3, 6);
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      MvuaFieldKey key = right;
      key.start = windows[i][0];
      key.end = windows[i][1];
      assert_usage (self, &key);
    }
  MvuaFieldKey key = right;
  key.variable = mvua_variable_by_name ("t2m");
  assert_usage (self, &key);
  key = right;
  key.window.n_rows++;
  assert_usage (self, &key);
  key = right;
  key.window.column = 1;
  assert_usage (self, &key);
  key = right;
  key.window.n_columns = 0;
  assert_usage (self, &key);
  mvua_fields_request (self->fields, &key, MVUA_FIELDS_PICKED, take_error, &n_errors);
  g_assert_cmpuint (n_errors, ==, 0);
  while (n_errors == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_read (self, 0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/fields/member", test_member },
    { "/fields/window", test_window },
    { "/fields/rain-windows", test_rain_windows },
    { "/fields/shared-buckets", test_shared_buckets },
    { "/fields/statistics", test_statistics },
    { "/fields/not-defined", test_not_defined },
    { "/fields/absent", test_absent },
    { "/fields/disappearing", test_disappearing },
    { "/fields/bound", test_bound },
    { "/fields/tiny-cache", test_tiny_cache },
    { "/fields/usage", test_usage },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test,
                fixture_tear_down);
  return g_test_run ();
}
