/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A message that makes the decoding process compute, or take memory, without end costs
 * its field, which is told and marked as rejected, and no other; the command goes on to
 * its end.  The process is one that is built for this test: two marks make it do so. MVUA
 * names the command, MVUA_TEST_HANG the folder of that process. */

#include "export-fixture.h"
#include "hang/mvua-test-hang.h"
#include "mvua-child-protocol.h"

#include <sys/wait.h>

#define N_STEPS 5
#define PATIENCE "3" /* seconds; much more than a child needs, on a busy computer too */

static int
value_of (guint number, int step)
{
  return (int) number * 100 + step;
}

/* Three members of 32-bit floats; gep02 has the marked message at 6 h. */
static void
write_run (Folder *folder, int mark)
{
  const MvuaVariable *t2m = mvua_variable_by_name ("t2m");

  for (guint number = 1; number <= 3; number++)
    for (int step = 0; step < 3 * N_STEPS; step += 3)
      {
        const MvuaMember member = perturbed (number);
        MvuaTestMessage message = mvua_test_message_defaults ();
        g_autofree char *name = noaa_name (member, step);
        gint64 packed[N_POINTS];

        for (guint i = 0; i < N_POINTS; i++)
          packed[i] = number == 2 && step == 6 ? mark : value_of (number, step);
        mvua_test_message_set_field (&message, t2m, member, step, step);
        message.data_template = 4;
        message.packed = packed;
        message.bits = 32;
        add_index_line (folder, 0, t2m, step, step, member, "1");
        file_add_message (folder, &message);
        file_write (folder, name, TRUE);
      }
}

/* Returns: how the command ends; @out, @err: (out): what it said */
static int
run (const char *const *argv, char **out, char **err)
{
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  int status = 0;

  environment = g_environ_setenv (environment, "MVUA_LIBEXECDIR",
                                  g_getenv ("MVUA_TEST_HANG"), TRUE);
  environment = g_environ_setenv (environment, "MVUA_DECODE_SECONDS", PATIENCE, TRUE);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, environment, 0, NULL, NULL, out, err,
                               &status, &error));
  g_assert_no_error (error);
  g_test_message ("%s%s", *out, *err);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

typedef struct
{
  int mark;
  const char *complaint;
} Poison;

static const Poison hangs = { MVUA_TEST_MARK_HANG,
                              "The decoding process gave no answer in 3 seconds on a "
                              "message of " };
static const Poison runs_away = {
  MVUA_TEST_MARK_RUNAWAY, "The decoding process died (Aborted) on a message of "
};

/* All but the one field is there, exactly. */
static void
assert_store (const Fixture *self)
{
  const gint16 n_valid[N_STEPS] = { 3, 3, 2, 3, 3 };

  assert_statuses (self, "gep01/t2m_status", "00000");
  assert_statuses (self, "gep02/t2m_status", "00400");
  assert_statuses (self, "gep03/t2m_status", "00000");
  assert_n_valid (self, "ensemble_stats/mean/t2m_n_valid", n_valid, N_STEPS);
  for (guint number = 1; number <= 3; number++)
    for (guint s = 0; s < N_STEPS; s++)
      {
        g_autofree char *array = g_strdup_printf ("gep%02u/t2m", number);
        assert_value (self, array, N_STEPS, s,
                      number == 2 && s == 2 ? (double) NAN
                                            : value_of (number, 3 * (int) s));
      }
  assert_value (self, "ensemble_stats/mean/t2m", N_STEPS, 2,
                (value_of (1, 6) + value_of (3, 6)) / 2.0);
}

static void
test_export (Fixture *self, gconstpointer data)
{
  const Poison *poison = data;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  write_run (&self->folder, poison->mark);
  self->store = g_build_filename (self->out, "out.zarr", NULL);
  const char *const argv[] = {
    g_getenv ("MVUA"), "export", self->folder.folder, self->store, "--region",
    "global",          NULL
  };
  g_assert_cmpint (run (argv, &out, &err), ==, 3);
  g_assert_nonnull (strstr (err, "Gaps: 1 "));
  g_assert_nonnull (strstr (err, "  gep02 f006 t2m: rejected: "));
  g_assert_nonnull (strstr (err, poison->complaint));
  assert_store (self);
}

static void
test_point (Fixture *self, gconstpointer data)
{
  const Poison *poison = data;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  write_run (&self->folder, poison->mark);
  const char *const argv[] = {
    g_getenv ("MVUA"), "point", self->folder.folder, "t2m", "5", "35", "--csv", NULL
  };
  g_assert_cmpint (run (argv, &out, &err), ==, 3);
  g_assert_true (g_str_has_prefix (err, "mvua point: 1 value is not there: "));
  g_assert_nonnull (strstr (err, poison->complaint));
  g_assert_nonnull (strstr (out, "2025-09-18 06:00 EAT,103,203,303\n"));
  g_assert_nonnull (strstr (out, "2025-09-18 09:00 EAT,106,,306\n"));
  g_assert_nonnull (strstr (out, "2025-09-18 15:00 EAT,112,212,312\n"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/child-hang/export", Fixture, &hangs, set_up, test_export, tear_down);
  g_test_add ("/child-hang/point", Fixture, &hangs, set_up, test_point, tear_down);
  /* AddressSanitizer lets no memory be limited. */
  if (MVUA_CHILD_IS_SANITIZED)
    return g_test_run ();
  g_test_add ("/child-hang/export-runaway", Fixture, &runs_away, set_up, test_export,
              tear_down);
  g_test_add ("/child-hang/point-runaway", Fixture, &runs_away, set_up, test_point,
              tear_down);
  return g_test_run ();
}
