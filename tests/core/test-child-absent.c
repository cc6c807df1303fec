/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A decoding process that cannot be started says nothing of any message: no field is
 * rejected for it.  The command says once which program it is and what helps, and an
 * export that has got somewhere is kept.  MVUA names the command. */

#include "export-fixture.h"
#include "packed-fixture.h"

#include <sys/wait.h>

typedef struct
{
  Fixture fixture;
  char *nowhere; /* a folder without the program */
  char *complaint;
  char *out; /* of the command: what it printed */
  char *err;
} Desk;

static void
desk_set_up (Desk *self, gconstpointer data)
{
  set_up (&self->fixture, data);
  write_packed_run (&self->fixture.folder);
  self->nowhere = g_build_filename (self->fixture.out, "nowhere", NULL);
  self->fixture.store = g_build_filename (self->fixture.out, "out.zarr", NULL);
  self->complaint =
      g_strdup_printf ("Cannot start %s/mvua-decode: No such file or directory; it "
                       "belongs to Mvua and decodes what is packed in other ways than "
                       "GEFS is; install Mvua anew, or let MVUA_LIBEXECDIR name its "
                       "folder\n",
                       self->nowhere);
}

static void
desk_tear_down (Desk *self, gconstpointer data)
{
  tear_down (&self->fixture, data);
  g_free (self->nowhere);
  g_free (self->complaint);
  g_free (self->out);
  g_free (self->err);
}

/* Runs the command without the program, or with it.  Returns: how it ends */
static int
run (Desk *self, gboolean has_program, const char *const *argv)
{
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  int status = 0;

  environment = g_environ_setenv (environment, "LC_ALL", "C.UTF-8", TRUE);
  if (!has_program)
    environment = g_environ_setenv (environment, "MVUA_LIBEXECDIR", self->nowhere, TRUE);
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, environment, 0, NULL, NULL,
                               &self->out, &self->err, &status, &error));
  g_assert_no_error (error);
  g_test_message ("%s%s", self->out, self->err);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

#define RUN(self, has_program, ...)                                                      \
  run (self, has_program, (const char *const[]){ g_getenv ("MVUA"), __VA_ARGS__, NULL })

/* One line, and nothing else. */
static void
assert_said (const Desk *self, const char *command)
{
  g_autofree char *expected = g_strdup_printf ("mvua %s: %s", command, self->complaint);

  g_assert_cmpstr (self->err, ==, expected);
  g_assert_cmpstr (self->out, ==, "");
}

/* Listing decodes nothing. */
static void
test_ls (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_cmpint (RUN (self, FALSE, "ls", self->fixture.folder.folder), ==, 0);
  g_assert_cmpstr (self->err, ==, "");
}

static void
test_point (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  const char *source = self->fixture.folder.folder;

  g_assert_cmpint (RUN (self, FALSE, "point", source, "u10", "5", "35"), ==, 1);
  assert_said (self, "point");
  /* What is ours to decode does not miss it. */
  g_assert_cmpint (RUN (self, FALSE, "point", source, "t2m", "5", "35"), ==, 0);
  g_assert_cmpstr (self->err, ==, "");
  g_assert_cmpint (RUN (self, TRUE, "point", source, "u10", "5", "35"), ==, 0);
}

static void
test_show (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *picture = g_build_filename (self->fixture.out, "map.png", NULL);

  g_assert_cmpint (RUN (self, FALSE, "show", self->fixture.folder.folder, "mean", "u10",
                        "3", "-o", picture),
                   ==, 1);
  assert_said (self, "show");
  g_assert_false (g_file_test (picture, G_FILE_TEST_EXISTS));
}

/* Nothing was done, and nothing is left. */
static void
test_export_at_once (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GDir) dir = NULL;

  g_assert_cmpint (RUN (self, FALSE, "export", self->fixture.folder.folder,
                        self->fixture.store, "--variables", "u10", "--region", "global"),
                   ==, 1);
  assert_said (self, "export");
  dir = g_dir_open (self->fixture.out, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

/* What was done before it is kept, and is gone on with once the program is there. */
static void
test_export_resumed (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  const char *target = self->fixture.store;

  g_assert_cmpint (RUN (self, FALSE, "export", self->fixture.folder.folder, target,
                        "--region", "global"),
                   ==, 1);
  g_assert_nonnull (strstr (self->err, self->complaint));
  g_assert_nonnull (strstr (self->err, "what was done is kept"));
  g_assert_null (strstr (self->err, "rejected"));
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));

  g_assert_cmpint (RUN (self, FALSE, "export", "--resume", target), ==, 1);
  g_assert_nonnull (strstr (self->err, self->complaint));
  g_assert_nonnull (strstr (self->err, "what was done is kept"));

  g_assert_cmpint (RUN (self, TRUE, "export", "--resume", target), ==, 0);
  g_assert_cmpint (RUN (self, TRUE, "verify", target), ==, 0);
  for (guint number = 1; number <= 3; number++)
    {
      g_autofree char *t2m = g_strdup_printf ("gep%02u/t2m_status", number);
      g_autofree char *u10 = g_strdup_printf ("gep%02u/u10_status", number);
      assert_statuses (&self->fixture, t2m, "00000");
      assert_statuses (&self->fixture, u10, "00000");
    }
}

/* A top-up is no less an export: the store stays as it was. */
static void
test_top_up (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  const char *source = self->fixture.folder.folder;
  const char *target = self->fixture.store;
  g_autofree char *name = noaa_name (perturbed (2), 6);
  g_autofree char *path = g_build_filename (source, name, NULL);
  g_autofree char *away = g_strconcat (self->fixture.out, "/away", NULL);

  g_assert_cmpint (g_rename (path, away), ==, 0);
  g_assert_cmpint (RUN (self, TRUE, "export", source, target, "--region", "global"), ==,
                   3);
  assert_statuses (&self->fixture, "gep02/u10_status", "00300");
  g_assert_cmpint (g_rename (away, path), ==, 0);
  g_assert_cmpint (RUN (self, FALSE, "export", source, target, "--top-up"), ==, 1);
  g_assert_nonnull (strstr (self->err, self->complaint));
  assert_statuses (&self->fixture, "gep02/u10_status", "00300");
  g_assert_cmpint (RUN (self, TRUE, "export", source, target, "--top-up", "--resume"), ==,
                   0);
  assert_statuses (&self->fixture, "gep02/u10_status", "00000");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/child-absent/ls", Desk, NULL, desk_set_up, test_ls, desk_tear_down);
  g_test_add ("/child-absent/point", Desk, NULL, desk_set_up, test_point, desk_tear_down);
  g_test_add ("/child-absent/show", Desk, NULL, desk_set_up, test_show, desk_tear_down);
  g_test_add ("/child-absent/export-at-once", Desk, NULL, desk_set_up,
              test_export_at_once, desk_tear_down);
  g_test_add ("/child-absent/export-resumed", Desk, NULL, desk_set_up,
              test_export_resumed, desk_tear_down);
  g_test_add ("/child-absent/top-up", Desk, NULL, desk_set_up, test_top_up,
              desk_tear_down);
  return g_test_run ();
}
