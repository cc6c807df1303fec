/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What stands in the store after an export of an ensemble whose values are known: read
 * back. */

#include "export-fixture.h"

/* Rain of @number mm an hour in gep0@number, t2m 280 K and a tenth an hour and member. */
static void
write_ensemble (Fixture *self, guint n_members, int last)
{
  for (guint number = 1; number <= n_members; number++)
    for (int step = 0; step <= last; step += 3)
      {
        const int start = (step - 1) / 6 * 6;
        const MvuaMember member = perturbed (number);
        g_autofree char *name = noaa_name (member, step);
        file_add (&self->folder, "t2m", member, step, step,
                  2800 + 10 * (int) number + step);
        if (step > 0)
          file_add (&self->folder, "tp", member, start, step,
                    10 * (int) number * (step - start));
        file_write (&self->folder, name, TRUE);
      }
}

/* More steps than a block: the rain of a block's first step needs the bucket of the
 * last step of the one before, in one order or the other. */
static void
test_blocks (Fixture *self, gconstpointer data)
{
  const char *text = data;
  g_autoptr (GArray) steps = mvua_steps_parse (text, 3, NULL);

  write_ensemble (self, 3, 174);
  set_steps (self, text);
  run_export (self);
  g_assert_cmpuint (steps->len, >, BLOCK);
  g_assert_cmpuint (self->report.gaps->len, ==, 0);
  for (guint s = 0; s < steps->len; s++)
    {
      const int step = g_array_index (steps, int, s);
      assert_value (self, "gep02/t2m", BLOCK, s, (2820 + step) / 10.0);
      assert_value (self, "gep01/tp", BLOCK, s, step > 0 ? 3 : NAN);
      assert_value (self, "gep03/tp", BLOCK, s, step > 0 ? 9 : NAN);
      assert_value (self, "ensemble_stats/mean/tp", BLOCK, s, step > 0 ? 6 : NAN);
      assert_value (self, "probabilities/prob_gt_5mm", BLOCK, s,
                    step > 0 ? 200 / 3.0 : NAN);
    }
  /* 24, 48 and 72 mm a day; from 06 to 06 there are seven whole days up to 174 h. */
  g_assert_cmpuint (self->report.n_days, ==, 7);
  for (guint day = 0; day < self->report.n_days; day++)
    {
      assert_value (self, "probabilities/daily/prob_gt_5mm", 1, day, 100);
      assert_value (self, "probabilities/daily/prob_gt_25mm", 1, day, 200 / 3.0);
      assert_value (self, "probabilities/daily/prob_gt_50mm", 1, day, 100 / 3.0);
      assert_value (self, "probabilities/daily/prob_gt_75mm", 1, day, 0);
    }
}

static void
test_statistics (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *name;
    double value;
  } expected[] = {
    { "mean", 282.3 }, { "std", 0.81649658 }, { "min", 281.3 },
    { "max", 283.3 },  { "p00", 281.3 },      { "p25", 281.8 },
    { "p33", 281.96 }, { "p50", 282.3 },      { "p100", 283.3 },
  };

  write_ensemble (self, 3, 6);
  g_array_unref (self->options.statistics);
  self->options.statistics =
      mvua_statistics_parse ("p100,p33,mean,std,min,max,p0,p25,p50,mean", NULL);
  set_thresholds (self, "2.5,3,9,0", "none");
  run_export (self);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *array =
          g_strdup_printf ("ensemble_stats/%s/t2m", expected[i].name);
      assert_value (self, array, 3, 1, expected[i].value);
    }
  assert_value (self, "probabilities/prob_gt_0mm", 3, 1, 100);
  assert_value (self, "probabilities/prob_gt_2.5mm", 3, 1, 100);
  assert_value (self, "probabilities/prob_gt_3mm", 3, 1, 200 / 3.0); /* not equal */
  assert_value (self, "probabilities/prob_gt_9mm", 3, 1, 0);
  g_assert_false (has_file (self, "ensemble_stats/p90"));
  g_assert_false (has_file (self, "probabilities/daily"));
  g_assert_cmpuint (self->report.n_days, ==, 0);
}

static const struct
{
  const char *member;
  int step;
  const char *variable;
  MvuaStatus status;
  const char *why;
} gaps[] = {
  { "gep01", 6, "t2m", MVUA_STATUS_REJECTED, "it is of gep02, not gep01" },
  { "gep01", 6, "tp", MVUA_STATUS_REJECTED, "gep01.t00z.pgrb2s.0p25.f006 at offset" },
  { "gep02", 9, "t2m", MVUA_STATUS_MISSING, "no file of gep02 f009" },
  { "gep02", 9, "tp", MVUA_STATUS_MISSING, "no file of gep02 f009" },
  { "gep02", 12, "tp", MVUA_STATUS_MISSING, "6-12 h is known, but not" },
  { "gep05", 9, "t2m", MVUA_STATUS_MISSING, "the packed values end before" },
  { "gep05", 9, "tp", MVUA_STATUS_NOT_PUBLISHED, "the file does not have it" },
  { "gep05", 12, "tp", MVUA_STATUS_MISSING, "6-12 h is known, but not" },
};

static void
assert_gaps (const Fixture *self)
{
  g_assert_cmpuint (self->report.gaps->len, ==, G_N_ELEMENTS (gaps));
  g_assert_cmpuint (self->report.n_fields, ==, 4 * (5 + 4));
  for (guint i = 0; i < G_N_ELEMENTS (gaps); i++)
    {
      const MvuaGap *gap = &g_array_index (self->report.gaps, MvuaGap, i);
      char name[MVUA_MEMBER_NAME_SIZE];
      g_assert_cmpstr (mvua_member_name (gap->member, name), ==, gaps[i].member);
      g_assert_cmpint (gap->step, ==, gaps[i].step);
      g_assert_cmpstr (gap->variable->name, ==, gaps[i].variable);
      g_assert_cmpint (gap->status, ==, gaps[i].status);
      if (strstr (gap->complaint, gaps[i].why) == NULL)
        g_error ("“%s” does not say “%s”", gap->complaint, gaps[i].why);
    }
}

/* Every kind of gap, each with its reason, and none of them a value. */
static void
test_gaps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const gint16 t2m_valid[] = { 4, 4, 3, 2, 4 };
  static const gint16 tp_valid[] = { 0, 4, 3, 2, 2 };
  g_autofree char *missing =
      g_build_filename (self->folder.folder, "gep02.t00z.pgrb2s.0p25.f009", NULL);

  write_ensemble (self, 5, 12);
  /* gep01 f006 has what is gep02's; gep05 f009 is cut off in its first message. */
  file_add (&self->folder, "t2m", perturbed (2), 6, 6, 2826);
  file_add (&self->folder, "tp", perturbed (2), 0, 6, 120);
  file_write (&self->folder, "gep01.t00z.pgrb2s.0p25.f006", TRUE);
  g_assert_cmpint (g_remove (missing), ==, 0);
  file_add (&self->folder, "t2m", perturbed (5), 9, 9, 2826);
  self->folder.bytes->len -= 30;
  file_write (&self->folder, "gep05.t00z.pgrb2s.0p25.f009", TRUE);
  self->options.members = mvua_member_list_parse ("gep01-gep03,gep05", NULL);
  run_export (self);

  assert_gaps (self);
  assert_statuses (self, "gep01/t2m_status", "00400");
  assert_statuses (self, "gep01/tp_status", "10400");
  assert_statuses (self, "gep02/t2m_status", "00030");
  assert_statuses (self, "gep02/tp_status", "10033");
  assert_statuses (self, "gep03/tp_status", "10000");
  assert_statuses (self, "gep05/t2m_status", "00030");
  assert_statuses (self, "gep05/tp_status", "10023");
  assert_value (self, "gep01/t2m", 5, 2, NAN);
  assert_value (self, "gep02/tp", 5, 4, NAN);
  assert_value (self, "gep05/t2m", 5, 3, NAN);
  assert_n_valid (self, "ensemble_stats/mean/t2m_n_valid", t2m_valid, 5);
  assert_n_valid (self, "ensemble_stats/mean/tp_n_valid", tp_valid, 5);
  assert_n_valid (self, "probabilities/n_valid", tp_valid, 5);
  /* gep01 and gep03 have rain at 12 h, of 3 and 9 mm. */
  assert_value (self, "ensemble_stats/mean/tp", 5, 4, 6);
  assert_value (self, "probabilities/prob_gt_5mm", 5, 4, 50);
}

/* A member that the numbering skips is there, and nothing of it is a value. */
static void
test_absent_member (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const gint16 valid[] = { 2, 2, 2, 2, 2, 2, 2, 2, 2 };

  for (int step = 0; step <= 24; step += 3)
    {
      write_member_step (&self->folder, perturbed (1), step, 2810);
      write_member_step (&self->folder, perturbed (3), step, 2830);
    }
  self->options.daily_hour = 0;
  run_export (self);
  g_assert_cmpuint (self->report.gaps->len, ==, 9 + 8);
  assert_statuses (self, "gep02/t2m_status", "333333333");
  assert_statuses (self, "gep02/tp_status", "133333333");
  assert_value (self, "gep02/t2m", 9, 4, NAN);
  assert_value (self, "ensemble_stats/mean/t2m", 9, 4, 282);
  assert_n_valid (self, "ensemble_stats/mean/t2m_n_valid", valid, 9);
  assert_value (self, "probabilities/daily/prob_gt_5mm", 1, 0, 100);
  assert_n_valid (self, "probabilities/daily/n_valid", valid, 1);
  g_assert_true (says (self, ".zattrs", "\"missing_members\":[\"gep02\"]"));
  g_assert_true (says (self, ".zattrs", "\"n_members\":3"));
}

/* The control is in the store and in no statistic. */
static void
test_control (Fixture *self, gconstpointer data)
{
  const gboolean alone = data != NULL;
  const MvuaMember control = { .kind = MVUA_MEMBER_CONTROL };

  for (int step = 0; step <= 6; step += 3)
    {
      write_member_step (&self->folder, control, step, 2900);
      if (!alone)
        write_member_step (&self->folder, perturbed (1), step, 2810);
    }
  if (!alone)
    self->options.members = mvua_member_list_parse ("gep01,gec00", NULL);
  run_export (self);
  assert_value (self, "gec00/t2m", 3, 1, 290);
  assert_value (self, "gec00/tp", 3, 2, 3);
  g_assert_true (has_file (self, "ensemble_stats") == !alone);
  g_assert_true (has_file (self, "probabilities") == !alone);
  g_assert_true (says (self, ".zattrs", alone ? "\"n_members\":0" : "\"n_members\":1"));
  if (!alone)
    assert_value (self, "ensemble_stats/max/t2m", 3, 1, 281);
}

/* Steps that nobody has, or that rain cannot be at, among those that there are. */
static void
test_odd_steps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_ensemble (self, 1, 30);
  set_steps (self, "0,5,6,7,24,30,33");
  self->options.daily_hour = 6;
  run_export (self);
  assert_statuses (self, "gep01/t2m_status", "0303003");
  assert_statuses (self, "gep01/tp_status", "1101003");
  assert_value (self, "gep01/tp", 7, 2, 3);
  assert_value (self, "gep01/tp", 7, 4, 3);
  assert_value (self, "gep01/tp", 7, 5, 3);
  assert_value (self, "gep01/t2m", 7, 5, 284);
  g_assert_cmpuint (self->report.n_days, ==, 1);
  assert_value (self, "probabilities/daily/prob_gt_5mm", 1, 0, 100);
}

/* A day with a bucket that is missing is no day of that member. */
static void
test_days_with_gaps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const gint16 valid[] = { 2, 1, 2 };
  static const int missing[] = { 9, 36 }; /* half a bucket, and a whole one */

  write_ensemble (self, 2, 72);
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      g_autofree char *name = noaa_name (perturbed (1), missing[i]);
      g_autofree char *path = g_build_filename (self->folder.folder, name, NULL);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  self->options.daily_hour = MVUA_DAILY_FROM_RUN;
  run_export (self);
  g_assert_cmpuint (self->report.n_days, ==, 3);
  assert_n_valid (self, "probabilities/daily/n_valid", valid, 3);
  assert_value (self, "probabilities/daily/prob_gt_25mm", 1, 0, 50);
  assert_value (self, "probabilities/daily/prob_gt_25mm", 1, 1, 100);
  g_assert_true (says (self, "probabilities/daily/.zattrs", "inthe24hfrom00to00UTC"));
}

/* One store a member. */
static void
test_members_layout (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "gep01", "gep02", "gep03" };

  write_ensemble (self, 3, 6);
  self->options.layout = MVUA_EXPORT_MEMBERS;
  for (guint format = 0; format < 2; format++)
    {
      self->options.format = format == 0 ? MVUA_EXPORT_ZARR2 : MVUA_EXPORT_ZARR3;
      run_export (self);
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_autofree char *name = g_strconcat (names[i], ".zarr", NULL);
          g_autofree char *store = g_build_filename (self->store, name, NULL);
          g_autofree char *array = g_build_filename (name, "t2m", NULL);
          g_assert_cmpint (mvua_file_table_verify (store, NULL, NULL, NULL, NULL, NULL),
                           ==, 0);
          if (format == 0)
            assert_value (self, array, 3, 1, (2803 + 10 * (i + 1)) / 10.0);
        }
      g_assert_false (has_file (self, "ensemble_stats"));
      g_assert_false (has_file (self, ".zgroup"));
    }
}

/* What looks wrong is counted, and stored as it is. */
static void
test_odd_values (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_member_step (&self->folder, perturbed (1), 3, 100); /* 10 K */
  write_member_step (&self->folder, perturbed (1), 9, 2900);
  file_add (&self->folder, "t2m", perturbed (1), 6, 6, 2900);
  file_add (&self->folder, "tp", perturbed (1), 0, 6, 5); /* less than in 0-3 h */
  file_write (&self->folder, "gep01.t00z.pgrb2s.0p25.f006", TRUE);
  run_export (self);
  g_assert_cmpuint (self->report.n_implausible, ==, N_POINTS);
  assert_value (self, "gep01/t2m", 3, 0, 10);
  g_assert_cmpuint (self->report.n_rain_values, ==, N_POINTS);
  g_assert_cmpuint (self->report.n_rain_clamped, ==, N_POINTS);
  g_assert_cmpuint (self->report.n_rain_suspect, ==, 1);
  g_assert_cmpfloat_with_epsilon (self->report.lowest_rain, -2.5, 1e-6);
  assert_value (self, "gep01/tp", 3, 1, 0);
  g_assert_true (says (self, "gep01/tp/.zattrs", "\"clamped_values_of_all_members\":96"));
  g_assert_cmpuint (self->report.gaps->len, ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
    const char *data;
  } tests[] = {
    { "/export-store/blocks/from-0", test_blocks, "0-174" },
    { "/export-store/blocks/from-3", test_blocks, "3-174" },
    { "/export-store/blocks/by-6", test_blocks, "0-174/6" },
    { "/export-store/blocks/by-6-from-3", test_blocks, "3-171/6,174" },
    { "/export-store/statistics", test_statistics, NULL },
    { "/export-store/gaps", test_gaps, NULL },
    { "/export-store/absent-member", test_absent_member, NULL },
    { "/export-store/control", test_control, NULL },
    { "/export-store/control-alone", test_control, "alone" },
    { "/export-store/odd-steps", test_odd_steps, NULL },
    { "/export-store/days-with-gaps", test_days_with_gaps, NULL },
    { "/export-store/members-layout", test_members_layout, NULL },
    { "/export-store/odd-values", test_odd_values, NULL },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].data, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
