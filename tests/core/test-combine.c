/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Joining members: the same store as an export of the messages, byte for byte. */

#include "mvua-combine.h"
#include "store-fixture.h"
#include "top-up-fixture.h"

#include <string.h>

/* Rain without contradictions, and t2m, no two alike. */
static void
arrive_plain (Fixture *self, guint number, int step)
{
  const MvuaMember member =
      number > 0 ? perturbed (number) : (MvuaMember){ MVUA_MEMBER_CONTROL, 0 };
  const int start = (step - 1) / 6 * 6;
  const int first = (int) (number * 7 + (guint) start * 3) % 90;
  const int second = (int) (number * 13 + (guint) start * 5) % 110;
  g_autofree char *name = noaa_name (member, step);

  file_add (&self->folder, "t2m", member, step, step,
            2700 + (int) (number * 31) + step * 7 % 101);
  if (step > 0)
    file_add (&self->folder, "tp", member, start, step,
              step % 6 == 0 ? first + second : first);
  file_write (&self->folder, name, TRUE);
}

/* Lines of the table of a store that are of chunks: all values, with their checksums;
 * @but: what is left out, or NULL. */
static char *
values_of (const char *store, const char *but)
{
  g_autofree char *table = table_of (store);
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], ".z") == NULL && strstr (lines[i], "zarr.json") == NULL &&
        strstr (lines[i], ".mvua") == NULL &&
        (but == NULL || strstr (lines[i], but) == NULL) &&
        !g_str_has_prefix (lines[i], "end"))
      g_string_append_printf (text, "%s\n", lines[i]);
  return g_string_free (text, FALSE);
}

/* Joins what lies at @source.  Returns: (transfer full): the store */
static char *
combine (Fixture *self, const char *source, MvuaExportFormat format, guint n_gaps)
{
  static guint n_stores;
  g_autofree char *name = g_strdup_printf ("joined-%u.zarr", n_stores++);
  char *target = g_build_filename (self->out, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaEnsemble) ensemble = mvua_ensemble_open (source, NULL, NULL, &error);
  g_assert_no_error (error);
  g_auto (MvuaExportOptions) options = mvua_combine_options_new (ensemble);
  g_auto (MvuaExportReport) report = { 0 };

  options.format = format;
  options.n_threads = 2;
  g_assert_true (
      mvua_export_run (ensemble, target, &options, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.gaps->len, ==, n_gaps);
  g_assert_cmpint (mvua_file_table_verify (target, NULL, NULL, NULL, NULL, NULL), ==, 0);
  return target;
}

/* Exports members, joins them, and holds that against an export as a tree; then joins the
 * joined store again. */
static void
check_round_trip (Fixture *self, MvuaExportFormat format, const char *but)
{
  self->options.region = (MvuaRegion){ .whole = TRUE };
  self->options.format = format;
  run_export (self);
  g_autofree char *direct = g_steal_pointer (&self->store);
  const guint n_gaps = self->report.gaps->len;
  self->options.layout = MVUA_EXPORT_MEMBERS;
  run_export (self);
  g_autofree char *expected = values_of (direct, but);
  g_autofree char *joined = combine (self, self->store, format, n_gaps);
  g_autofree char *found = values_of (joined, but);
  g_assert_cmpstr (found, ==, expected);
  g_autofree char *again = combine (self, joined, format, n_gaps);
  g_autofree char *found_again = values_of (again, but);
  g_assert_cmpstr (found_again, ==, expected);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  for (guint number = 1; number <= 3; number++)
    for (int step = 0; step <= 54; step += 3)
      arrive_plain (fixture, number, step);
  check_round_trip (fixture, GPOINTER_TO_INT (data), NULL);
}

/* With files that never came, and a control. */
static void
test_gaps (Fixture *fixture, gconstpointer data)
{
  for (guint number = 0; number <= 3; number++)
    for (int step = 0; step <= 54; step += 3)
      if (step != 12 * (int) number || number == 0)
        arrive_plain (fixture, number, step);
  fixture->options.members = mvua_member_list_parse ("gec00,gep01-gep04", NULL);
  check_round_trip (fixture, GPOINTER_TO_INT (data), NULL);
}

/* Where a bucket of 6 h contradicts its first half, or that is not there, a day's total
 * is another when it is made of the rain of 3 h; all else is the same. */
static void
test_contradictions (Fixture *fixture, gconstpointer data)
{
  arrive_all (fixture, 3, 0, 54);
  lose (fixture, 2, 21);
  check_round_trip (fixture, GPOINTER_TO_INT (data), "probabilities/daily");
}

/* Members with different steps: each step that any has, and nothing in between. */
static void
test_different_steps (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *name;
    double steps[3];
  } members[] = { { "gep01.zarr", { 3, 6, 9 } }, { "gep02.zarr", { 6, 9, 12 } } };
  static const double values[] = { 280, 281, 282 };
  g_autofree char *said = g_strdup ("{\"model_date\":\"2025-09-18\",\"run_hour\":0}");

  for (guint m = 0; m < G_N_ELEMENTS (members); m++)
    {
      const ForeignArray arrays[] = {
        { "t2m", NULL, MVUA_ZARR_FLOAT32, 3, values, "{\"units\":\"K\"}" },
        { "step", "step", MVUA_ZARR_INT64, 3, members[m].steps, "{\"units\":\"hours\"}" },
      };
      g_free (foreign_store (&fixture->folder, members[m].name, said, "step", arrays,
                             G_N_ELEMENTS (arrays)));
    }
  fixture->store = combine (fixture, fixture->folder.folder, MVUA_EXPORT_ZARR2, 2);
  assert_statuses (fixture, "gep01/t2m_status", "0003");
  assert_statuses (fixture, "gep02/t2m_status", "3000");
  g_autoptr (MvuaEnsemble) joined = mvua_ensemble_open (fixture->store, NULL, NULL, NULL);
  g_assert_cmpuint (mvua_ensemble_get_steps (joined)->len, ==, 4);
  g_assert_cmpfloat (field_value (joined, "t2m", 1, 6), ==, 281);
  g_assert_cmpfloat (field_value (joined, "t2m", 2, 6), ==, 280);
  g_assert_true (isnan (field_value (joined, "t2m", 1, 12)));
  const gint16 n_valid[] = { 1, 2, 2, 1 };
  assert_n_valid (fixture, "ensemble_stats/mean/t2m_n_valid", n_valid, 4);
}

/* Longitudes are written as the stores have them. */
static void
test_west_of_greenwich (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaRegion region = { .north = 10, .west = -330, .south = 3, .east = -325 };

  arrive_plain (fixture, 1, 3);
  arrive_plain (fixture, 2, 3);
  fixture->options.region = region;
  fixture->options.layout = MVUA_EXPORT_MEMBERS;
  run_export (fixture);
  g_autofree char *joined = combine (fixture, fixture->store, MVUA_EXPORT_ZARR2, 0);
  g_autofree char *single = g_build_filename (fixture->store, "gep01.zarr", NULL);
  g_free (fixture->store);
  fixture->store = g_strdup (single);
  gsize n = 0, n_joined = 0;
  g_autofree char *was = load_file (fixture, "longitude/0", &n);
  g_free (fixture->store);
  fixture->store = g_strdup (joined);
  g_autofree char *is = load_file (fixture, "gep01/longitude/0", &n_joined);
  double first = 0;
  memcpy (&first, was, sizeof first);
  g_assert_cmpfloat (first, ==, -330);
  g_assert_cmpmem (is, n_joined, was, n);
}

#define ADD(name, func, data)                                                            \
  g_test_add ("/combine/" name, Fixture, GINT_TO_POINTER (data), set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip/v2", test_round_trip, MVUA_EXPORT_ZARR2);
  ADD ("round-trip/v3", test_round_trip, MVUA_EXPORT_ZARR3);
  ADD ("gaps/v2", test_gaps, MVUA_EXPORT_ZARR2);
  ADD ("gaps/v3", test_gaps, MVUA_EXPORT_ZARR3);
  ADD ("contradictions/v2", test_contradictions, MVUA_EXPORT_ZARR2);
  ADD ("contradictions/v3", test_contradictions, MVUA_EXPORT_ZARR3);
  ADD ("different-steps", test_different_steps, 0);
  ADD ("west-of-greenwich", test_west_of_greenwich, 0);
  return g_test_run ();
}
