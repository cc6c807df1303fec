/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Folders of what a subsetter cut out: who may fetch, who removes them, what becomes of
 * those that nobody comes back to. */

#include "mvua-cut-outs.h"
#include "mvua-error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#define PATTERN                                                                          \
  "https://noaa.example/f.pl?dir=%2Fgefs.20250918%2F00%2Fatmos%2Fpgrb2sp25&file=*"       \
  "&var_TMP=on"
#define ONE "2025-09-18-00-0123456789abcdef"
#define OTHER "2025-09-18-06-0123456789abcdef"
#define NOW G_GINT64_CONSTANT (1758300000)
#define HOUR 3600

typedef struct
{
  char *parent;
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->parent = g_dir_make_tmp ("mvua-cut-out-XXXXXX", NULL);
  self->folder = g_build_filename (self->parent, ONE, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) left = mvua_cut_outs_list (self->parent);

  for (guint i = 0; i < left->len; i++)
    {
      gboolean is_held;
      g_assert_true (mvua_cut_out_discard (
          ((MvuaCutOutItem *) g_ptr_array_index (left, i))->folder, &is_held));
    }
  g_assert_cmpint (g_rmdir (self->parent), ==, 0);
  g_free (self->parent);
  g_free (self->folder);
}

static MvuaCutOut *
take (const char *folder)
{
  g_autoptr (GError) error = NULL;
  MvuaCutOut *taken = mvua_cut_out_take (folder, PATTERN, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (mvua_cut_out_get_folder (taken), ==, folder);
  return taken;
}

/* A file of @n bytes two folders below. */
static void
put_file (const char *folder, const char *name, gsize n)
{
  g_autofree char *below = g_build_filename (folder, "gefs.20250918", "00", NULL);
  g_autofree char *path = g_build_filename (below, name, NULL);
  g_autofree char *text = g_strnfill (n, 'x');

  g_assert_cmpint (g_mkdir_with_parents (below, 0755), ==, 0);
  g_assert_true (g_file_set_contents (path, text, (gssize) n, NULL));
}

/* All of a folder was used last at a time. */
static void
set_age (const char *path, gint64 time)
{
  const struct utimbuf times = { time, time };
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      set_age (child, time);
    }
  g_assert_cmpint (utime (path, &times), ==, 0);
}

static gboolean
is_there (const char *folder)
{
  return g_file_test (folder, G_FILE_TEST_EXISTS);
}

static void
test_alone (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaCutOut *taken = take (self->folder);

  put_file (self->folder, "gep01", 10);
  mvua_cut_out_set_is_fetched (taken);
  mvua_cut_out_free (taken);
  g_assert_true (is_there (self->folder));
  g_autofree char *pattern = mvua_cut_out_dup_pattern (self->folder);
  g_assert_cmpstr (pattern, ==, PATTERN);
  taken = take (self->folder);
  mvua_cut_out_remove (taken);
  g_assert_false (is_there (self->folder));
}

/* The second one, in a thread. */
typedef struct
{
  const char *folder;
  MvuaCutOut *taken;
  GError *error;
  GCancellable *cancellable;
  gint n_waited; /* atomic */
  gint is_taken; /* atomic */
} Second;

static void
note_waiting (gpointer data)
{
  Second *second = data;

  g_atomic_int_inc (&second->n_waited);
}

static gpointer
take_second (gpointer data)
{
  Second *second = data;

  second->taken = mvua_cut_out_take (second->folder, PATTERN, note_waiting, second,
                                     second->cancellable, &second->error);
  g_atomic_int_set (&second->is_taken, TRUE);
  return NULL;
}

static void
wait_until (gint *flag)
{
  while (!g_atomic_int_get (flag))
    g_usleep (1000);
}

/* While one fetches the other waits; then they read together, and the last one removes
 * it. */
static void
test_two (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  Second second = { .folder = self->folder };
  MvuaCutOut *first = take (self->folder);
  GThread *thread = g_thread_new ("second", take_second, &second);

  wait_until (&second.n_waited);
  g_usleep (G_USEC_PER_SEC / 5);
  g_assert_false (g_atomic_int_get (&second.is_taken));
  put_file (self->folder, "gep01", 10);
  mvua_cut_out_set_is_fetched (first);
  g_thread_join (thread);
  g_assert_no_error (second.error);
  mvua_cut_out_remove (first);
  g_assert_true (is_there (self->folder));
  MvuaCutOut *reader = mvua_cut_out_hold (self->folder);
  mvua_cut_out_remove (second.taken);
  g_assert_true (is_there (self->folder));
  mvua_cut_out_remove (reader);
  g_assert_false (is_there (self->folder));
  g_assert_null (mvua_cut_out_hold (self->folder));
}

static void
test_cancelled (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Second second = { .folder = self->folder, .cancellable = cancellable };
  MvuaCutOut *first = take (self->folder);
  GThread *thread = g_thread_new ("second", take_second, &second);

  wait_until (&second.n_waited);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (second.taken);
  g_clear_error (&second.error);
  mvua_cut_out_remove (first);
  g_assert_false (is_there (self->folder));
}

/* Another process that is killed has let go. */
static void
test_killed (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  Second second = { .folder = self->folder };
  int ends[2];
  char byte = 0;

  g_assert_cmpint (pipe (ends), ==, 0);
  const pid_t child = fork ();
  if (child == 0)
    {
      MvuaCutOut *taken =
          mvua_cut_out_take (self->folder, PATTERN, NULL, NULL, NULL, NULL);
      if (taken == NULL || write (ends[1], "x", 1) != 1)
        _exit (1);
      for (;;)
        pause ();
    }
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  GThread *thread = g_thread_new ("second", take_second, &second);
  wait_until (&second.n_waited);
  g_assert_false (g_atomic_int_get (&second.is_taken));
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  g_thread_join (thread);
  g_assert_nonnull (second.taken);
  mvua_cut_out_remove (second.taken);
  close (ends[0]);
  close (ends[1]);
}

/* What a folder says is anybody's. */
static void
test_patterns (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const broken[] = {
    "",
    "mvua-cut-out 1\n",
    "mvua-cut-out 1\n\n",
    "mvua-cut-out 2\n" PATTERN "\n",
    "mvua-cut-out 1\n" PATTERN,
    "mvua-cut-out 1\n" PATTERN "\n\n",
    "mvua-cut-out 1\nfile:///etc/passwd?dir=%2Fgefs.20250918%2F00&file=*\n",
    "mvua-cut-out 1\nhttps://noaa.example/f.pl?dir=%2Fgefs.20250918%2F00&file=x\n",
    "mvua-cut-out 1\nhttps://noaa.example/f.pl?dir=%2Fgefs.20259918%2F00&file=*\n",
    "mvua-cut-out 1\nhttps://noaa.example/f.pl?dir=%2Fgefs.20250918%2F00&file=*&file=*\n",
    "mvua-cut-out 1\nhttps://noaa.example/\x1b[f.pl?dir=%2Fgefs.20250918%2F00&file=*\n",
  };
  g_autofree char *path = g_build_filename (self->folder, MVUA_CUT_OUT_FILE, NULL);
  g_autofree char *padding = g_strnfill (5000, 'x');
  g_autofree char *longest =
      g_strconcat ("mvua-cut-out 1\n" PATTERN, padding, "\n", NULL);

  mvua_cut_out_free (take (self->folder));
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_test_message ("%s", broken[i]);
      g_assert_true (g_file_set_contents (path, broken[i], -1, NULL));
      g_assert_null (mvua_cut_out_dup_pattern (self->folder));
    }
  g_assert_true (g_file_set_contents (path, longest, -1, NULL));
  g_assert_null (mvua_cut_out_dup_pattern (self->folder));
  mvua_cut_out_free (take (self->folder)); /* says it again */
  g_autofree char *pattern = mvua_cut_out_dup_pattern (self->folder);
  g_assert_cmpstr (pattern, ==, PATTERN);
}

/* A day after it was used last it goes, unless somebody is at it; and sooner where they
 * take too much. */
static void
test_sweep (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *other = g_build_filename (self->parent, OTHER, NULL);
  g_autofree char *letters = g_build_filename (self->parent, "letters", NULL);

  mvua_cut_out_free (take (self->folder));
  put_file (self->folder, "gep01", 1000);
  put_file (other, "gep01", 1000); /* as an earlier version left it */
  g_assert_cmpint (g_mkdir (letters, 0755), ==, 0);
  set_age (self->parent, NOW - 23 * HOUR);
  mvua_cut_outs_sweep (self->parent, NOW, 1000000);
  g_assert_true (is_there (self->folder));
  g_assert_true (is_there (other));
  set_age (other, NOW - 25 * HOUR);
  mvua_cut_outs_sweep (self->parent, NOW, 1000000);
  g_assert_true (is_there (self->folder));
  g_assert_false (is_there (other));

  MvuaCutOut *held = take (self->folder);
  set_age (self->parent, NOW - 25 * HOUR);
  mvua_cut_outs_sweep (self->parent, NOW, 1000000);
  g_assert_true (is_there (self->folder));
  put_file (other, "gep01", 1000);
  set_age (self->parent, NOW - HOUR);
  set_age (other, NOW - 2 * HOUR);
  mvua_cut_outs_sweep (self->parent, NOW, 3000);
  g_assert_true (is_there (other));
  mvua_cut_out_free (held);
  mvua_cut_outs_sweep (self->parent, NOW, 1900);
  g_assert_false (is_there (other));
  g_assert_true (is_there (self->folder));
  g_assert_cmpint (g_rmdir (letters), ==, 0);
}

static void
test_list (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *other = g_build_filename (self->parent, OTHER, NULL);
  g_autofree char *letters = g_build_filename (self->parent, "letters", NULL);
  g_autofree char *said = g_build_filename (self->folder, MVUA_CUT_OUT_FILE, NULL);
  GStatBuf status;
  g_autoptr (GError) error = NULL;

  mvua_cut_out_free (take (self->folder));
  put_file (self->folder, "gep01", 1000);
  put_file (self->folder, "gep02", 500);
  put_file (other, "gep01", 70);
  put_file (letters, "mine", 5);
  set_age (self->folder, NOW);
  set_age (other, NOW - HOUR);
  g_assert_cmpint (g_stat (said, &status), ==, 0);

  g_autoptr (GPtrArray) list = mvua_cut_outs_list (self->parent);
  g_assert_cmpuint (list->len, ==, 2);
  const MvuaCutOutItem *first = g_ptr_array_index (list, 0);
  const MvuaCutOutItem *second = g_ptr_array_index (list, 1);
  g_assert_cmpstr (first->url, ==, other);
  g_assert_cmpuint (first->n_bytes, ==, 70);
  g_assert_cmpint (first->last_used, ==, NOW - HOUR);
  g_assert_cmpstr (second->url, ==, PATTERN);
  g_assert_cmpuint (second->n_files, ==, 2);
  g_assert_cmpuint (second->n_bytes, ==, 1500 + (guint64) status.st_size);
  g_assert_cmpint (second->last_used, ==, NOW);

  MvuaCutOut *held = mvua_cut_out_hold (self->folder);
  g_assert_true (mvua_cut_outs_clear (self->parent, &error));
  g_assert_no_error (error);
  g_assert_false (is_there (other));
  g_assert_true (is_there (self->folder));
  mvua_cut_out_free (held);
  g_assert_true (mvua_cut_outs_clear (self->parent, &error));
  g_assert_false (is_there (self->folder));
  g_assert_true (is_there (letters));
  g_rename (letters, other); /* for the end of the test */
}

/* An export that was begun from what has gone since cannot be gone on with. */
static void
test_gone (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *parent = mvua_cut_outs_default_folder ();
  g_autofree char *gone = g_build_filename (parent, ONE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_cut_outs_check (self->folder, &error));
  g_assert_true (mvua_cut_outs_check ("noaa:20250918/00", &error));
  g_assert_false (mvua_cut_outs_check (gone, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/cut-out/alone", test_alone },         { "/cut-out/two", test_two },
    { "/cut-out/cancelled", test_cancelled }, { "/cut-out/killed", test_killed },
    { "/cut-out/patterns", test_patterns },   { "/cut-out/sweep", test_sweep },
    { "/cut-out/list", test_list },           { "/cut-out/gone", test_gone },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
