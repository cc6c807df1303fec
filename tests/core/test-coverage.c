/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What one would expect of an ensemble and is not there. */

#include "ensemble-fixture.h"
#include "mvua-coverage.h"

static char *
describe (const MvuaEnsemble *ensemble)
{
  g_autoptr (GArray) absences = mvua_ensemble_absences (ensemble);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < absences->len; i++)
    {
      const MvuaAbsence *absence = &g_array_index (absences, MvuaAbsence, i);
      char name[MVUA_MEMBER_NAME_SIZE];
      g_string_append_printf (text, "%s%s f%03d %s", i > 0 ? ", " : "",
                              mvua_member_name (absence->member, name), absence->step,
                              absence->variable ? absence->variable->name : "file");
    }
  return g_string_free (text, FALSE);
}

static void
assert_lack (const Folder *self, guint n_members, const char *expected)
{
  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (GArray) members = mvua_ensemble_expected_members (ensemble);
  g_autofree char *text = describe (ensemble);

  g_assert_cmpuint (members->len, ==, n_members);
  g_assert_cmpstr (text, ==, expected);
}

/* Rain at the step of the run is expected of nobody. */
static void
test_whole (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  for (guint number = 1; number <= 3; number++)
    for (int step = 0; step <= 12; step += 3)
      write_member_step (self, perturbed (number), step, 2900);
  assert_lack (self, 3, "");
}

static void
test_missing_files (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  for (guint number = 1; number <= 4; number++)
    for (int step = 0; step <= 6; step += 3)
      if (number != 3 && (number != 2 || step != 3))
        write_member_step (self, perturbed (number), step, 2900);
  /* One member is left out by the numbering; none is expected after the last. */
  assert_lack (self, 4,
               "gep02 f003 file, gep03 f000 file, gep03 f003 file, "
               "gep03 f006 file");
}

static void
test_missing_variables (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  write_member_step (self, perturbed (1), 3, 2900);
  file_add (self, "t2m", perturbed (2), 3, 3, 2900);
  file_write (self, "gep02.t00z.pgrb2s.0p25.f003", TRUE);
  file_add (self, "sp", perturbed (2), 6, 6, 9000);
  file_write (self, "gep02.t00z.pgrb2s.0p25.f006", TRUE);
  file_add (self, "tp", perturbed (1), 0, 6, 60);
  file_write (self, "gep01.t00z.pgrb2s.0p25.f006", TRUE);
  assert_lack (self, 2, "gep01 f006 sp, gep02 f003 tp, gep02 f006 tp");
}

/* One file of a member is not an ensemble that lacks the seven before it; nor does the
 * control make it one. */
static void
test_single_member (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaMember control = { .kind = MVUA_MEMBER_CONTROL };

  write_member_step (self, perturbed (8), 3, 2900);
  assert_lack (self, 1, "");
  write_member_step (self, control, 3, 2900);
  assert_lack (self, 2, "");
  write_member_step (self, control, 6, 2900);
  assert_lack (self, 2, "gep08 f006 file");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Folder *self, gconstpointer data);
  } tests[] = {
    { "/coverage/whole", test_whole },
    { "/coverage/missing-files", test_missing_files },
    { "/coverage/missing-variables", test_missing_variables },
    { "/coverage/single-member", test_single_member },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Folder, NULL, folder_set_up, tests[i].test,
                folder_tear_down);
  return g_test_run ();
}
