/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The members' series at a place. */

#include "ensemble-fixture.h"
#include "mvua-point.h"

/* Three members, of which gep02 lacks f003 and gep03 has no rain at f009. */
static void
set_up (Folder *self, gconstpointer data)
{
  folder_set_up (self, data);
  for (guint number = 1; number <= 3; number++)
    for (int step = 0; step <= 12; step += 3)
      {
        const MvuaMember member = perturbed (number);
        if (number == 3 && step == 9)
          {
            file_add (self, "t2m", member, step, step, 2839);
            file_write (self, "gep03.t00z.pgrb2s.0p25.f009", TRUE);
          }
        else if (number != 2 || step != 3)
          write_member_step (self, member, step, 2800 + 10 * (int) number + step);
      }
}

static MvuaPoint *
read_point (MvuaEnsemble *ensemble, const char *variable, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  MvuaPoint *point = mvua_point_new (ensemble, mvua_variable_by_name (variable), 5.4,
                                     -324.6, n_threads, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (point->members->len, ==, 3);
  g_assert_cmpuint (point->steps->len, ==, 5);
  g_assert_cmpfloat (point->latitude, ==, 5);
  g_assert_cmpfloat (point->longitude, ==, -325);
  return point;
}

static void
assert_value (
    const MvuaPoint *point, guint member, guint step, MvuaStatus status, float value)
{
  const guint at = member * point->steps->len + step;

  g_assert_cmpint (point->statuses[at], ==, status);
  g_assert_true (status == MVUA_STATUS_OK ? point->values[at] == value
                                          : isnan (point->values[at]));
}

static void
test_instant (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  for (guint n_threads = 1; n_threads <= 2; n_threads++)
    {
      g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
      g_autoptr (MvuaPoint) point = read_point (ensemble, "t2m", n_threads);

      for (guint m = 0; m < 3; m++)
        for (guint s = 0; s < 5; s++)
          assert_value (point, m, s,
                        m == 1 && s == 1 ? MVUA_STATUS_MISSING : MVUA_STATUS_OK,
                        (float) ((2800 + 10 * (m + 1) + 3 * s) / 10.0));
      g_assert_cmpuint (point->n_gaps, ==, 1);
      g_assert_cmpstr (point->complaint, ==, "no file of gep02 f003");
    }
}

/* Rain of 3 h; that of the run's own step is no gap. */
static void
test_rain (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaStatus statuses[3][5] = {
    { MVUA_STATUS_NOT_DEFINED, MVUA_STATUS_OK, MVUA_STATUS_OK, MVUA_STATUS_OK,
      MVUA_STATUS_OK },
    { MVUA_STATUS_NOT_DEFINED, MVUA_STATUS_MISSING, MVUA_STATUS_MISSING, MVUA_STATUS_OK,
      MVUA_STATUS_OK },
    { MVUA_STATUS_NOT_DEFINED, MVUA_STATUS_OK, MVUA_STATUS_OK, MVUA_STATUS_NOT_PUBLISHED,
      MVUA_STATUS_MISSING },
  };
  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaPoint) point = read_point (ensemble, "tp", 2);

  for (guint m = 0; m < 3; m++)
    for (guint s = 0; s < 5; s++)
      assert_value (point, m, s, statuses[m][s], 3);
  g_assert_cmpuint (point->n_gaps, ==, 4);
}

static void
test_refused (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  const MvuaVariable *t2m = mvua_variable_by_name ("t2m");

  g_assert_null (
      mvua_point_new (ensemble, mvua_variable_by_name ("cape"), 5, 35, 1, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "has no cape"));
  g_clear_error (&error);
  g_assert_null (mvua_point_new (ensemble, t2m, -1.3, 36.8, 1, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "-1.3°N 36.8°E lies outside the grid"));
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (mvua_point_new (ensemble, t2m, 5, 35, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/point/instant", Folder, NULL, set_up, test_instant, folder_tear_down);
  g_test_add ("/point/rain", Folder, NULL, set_up, test_rain, folder_tear_down);
  g_test_add ("/point/refused", Folder, NULL, set_up, test_refused, folder_tear_down);
  return g_test_run ();
}
