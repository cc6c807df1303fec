/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Promise 8: children that are killed, idle, hang, or are no decoders. */

#include "child-fixture.h"
#include "mvua-error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* The processes whose parent this one is, and that have not ended, get a signal, or
 * none if it is 0.  Returns: how many, with those that have ended where @counts_ended */
static guint
signal_children (int number, gboolean counts_ended)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  guint n = 0;

  for (const char *name; (name = g_dir_read_name (proc)) != NULL;)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
      g_autofree char *stat = NULL;

      if (!g_ascii_isdigit (name[0]) || !g_file_get_contents (path, &stat, NULL, NULL))
        continue;
      /* "PID (NAME) STATE PARENT …", and NAME is ours, without a bracket */
      const char *state = strstr (stat, ") ");
      if (state == NULL || strlen (state) < 5 || strstr (stat, "(mvua-decode)") == NULL ||
          (state[2] == 'Z' && !counts_ended) ||
          g_ascii_strtoll (state + 4, NULL, 10) != getpid ())
        continue;
      n += kill ((pid_t) g_ascii_strtoll (name, NULL, 10), number) == 0;
    }
  return n;
}

static guint
kill_children (void)
{
  return signal_children (SIGKILL, FALSE);
}

static guint
count_children (void)
{
  return signal_children (0, FALSE);
}

/* Whoever kills an idle child, a message does not pay for it. */
static void
test_killed (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GByteArray) bytes = ieee_message ();
  g_autoptr (GError) error = NULL;

  for (guint round = 1; round <= 3; round++)
    {
      g_assert_true (decode (decoder, bytes, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, round);
      g_assert_cmpuint (kill_children (), ==, 1);
    }
}

typedef struct
{
  MvuaDecoder *decoder;
  gint is_done;
} Killer;

/* Kills each child some time after it was ready, later and later. */
static gpointer
kill_at_work (gpointer data)
{
  Killer *self = data;

  for (guint n_killed = 0; !g_atomic_int_get (&self->is_done);)
    {
      if (mvua_decoder_get_n_children (self->decoder) <= n_killed)
        {
          g_usleep (1000);
          continue;
        }
      n_killed = mvua_decoder_get_n_children (self->decoder);
      g_usleep (1000 * n_killed);
      kill_children ();
    }
  return NULL;
}

/* Nor for one that is killed while it decodes. */
static void
test_killed_at_work (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GByteArray) bytes = ieee_message ();
  Killer killer = { .decoder = decoder };
  GThread *thread = g_thread_new ("killer", kill_at_work, &killer);
  guint n_decoded = 0;

  while (mvua_decoder_get_n_children (decoder) < 20)
    {
      g_autoptr (GError) error = NULL;
      float values[N_POINTS];

      if (!decode_window (decoder, bytes, 0, &whole, values, &error))
        {
          /* Twice within one message is once too often. */
          g_assert_nonnull (strstr (error->message, "died"));
          continue;
        }
      g_assert_cmpfloat (values[N_POINTS - 1], ==, N_POINTS - 1);
      n_decoded++;
    }
  g_atomic_int_set (&killer.is_done, 1);
  g_thread_join (thread);
  g_test_message ("%u messages decoded by 20 children", n_decoded);
  g_assert_cmpuint (n_decoded, >, 0);
}

/* One that has nothing to do ends, and the next message starts another. */
static void
test_idle (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GByteArray) bytes = ieee_message ();
  g_autoptr (GError) error = NULL;

  mvua_decoder_set_times (decoder, 30000, 50);
  for (guint round = 1; round <= 2; round++)
    {
      g_assert_true (decode (decoder, bytes, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, round);
      while (count_children () > 0)
        g_usleep (10000);
    }
}

static gboolean
all_are_reaped (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      if (signal_children (0, TRUE) == 0)
        return TRUE;
      g_usleep (10000);
    }
  return FALSE;
}

/* No zombie waits for a next message that may never come, whether a child has ended in
 * its own time or was killed before. */
static void
test_reaped (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GByteArray) bytes = ieee_message ();
  g_autoptr (GError) error = NULL;

  for (guint round = 0; round < 4; round++)
    {
      mvua_decoder_set_times (decoder, 30000, round % 2 == 0 ? 50 : 300);
      g_assert_true (decode (decoder, bytes, &error));
      g_assert_no_error (error);
      if (round % 2 == 1)
        kill_children ();
      g_assert_true (all_are_reaped ());
    }
}

/* A decoder whose child is a script in a scratch folder. */
typedef struct
{
  MvuaDecoder *decoder;
  char *folder;
  char *script;
} Scripted;

static void
scripted_init (Scripted *self, const char *text, int mode)
{
  self->folder = g_dir_make_tmp ("mvua-child-XXXXXX", NULL);
  self->script = g_build_filename (self->folder, "child", NULL);
  self->decoder = mvua_decoder_new ();
  g_assert_true (g_file_set_contents (self->script, text, -1, NULL));
  g_assert_cmpint (g_chmod (self->script, mode), ==, 0);
  mvua_decoder_set_helper (self->decoder, self->script);
}

static void
scripted_clear (Scripted *self)
{
  mvua_decoder_free (self->decoder);
  g_unlink (self->script);
  g_rmdir (self->folder);
  g_free (self->script);
  g_free (self->folder);
}

/* No message is to blame. */
static void
assert_cannot_start (MvuaDecoder *decoder, const GByteArray *bytes, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (decode (decoder, bytes, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_HELPER);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, word));
}

#define READY                                                                            \
  "printf '\\002\\304\\166\\115\\0\\0\\0\\0\\004\\0\\0\\0\\0\\0\\0\\0\\017\\0\\0\\0'\n"
#define TAKE "head -c 400 >/dev/null\n" /* the request, and some of the message */

/* Programs that are no decoders. */
static void
test_no_decoders (void)
{
  static const struct
  {
    const char *script;
    const char *complaint;
  } programs[] = {
    { "exit 0\n", "before it was ready" },
    { "exit 7\n", "before it was ready" },
    { "kill -ABRT $$\n", "died (Aborted) before it was ready" },
    { "kill -KILL $$\n", "before it was ready" },
    { "echo hello, who is there?\n", "before it was ready" },
    { "exec cat /dev/zero\n", "before it was ready" },
    { "exec <&- >&-; sleep 2\n", "before it was ready" },
    { "printf '\\002\\304\\166\\115\\1\\0\\0\\0\\004\\0\\0\\0\\0\\0\\0\\0open'\n",
      "cannot lock itself down, and decodes nothing then: open" },
  };
  g_autoptr (GByteArray) bytes = ieee_message ();

  for (guint p = 0; p < G_N_ELEMENTS (programs); p++)
    {
      g_autofree char *text = g_strconcat ("#!/bin/sh\n", programs[p].script, NULL);
      Scripted scripted;

      g_test_message ("%s", programs[p].script);
      scripted_init (&scripted, text, 0700);
      assert_cannot_start (scripted.decoder, bytes, programs[p].complaint);
      assert_cannot_start (scripted.decoder, bytes, scripted.script);
      g_assert_cmpuint (mvua_decoder_get_n_children (scripted.decoder), ==, 0);
      scripted_clear (&scripted);
    }
}

/* What a child says goes into reports, whatever it is made of. */
static void
test_bad_text (void)
{
  g_autoptr (GByteArray) bytes = ieee_message ();
  Scripted scripted;

  scripted_init (&scripted,
                 "#!/bin/sh\n" READY TAKE
                 "printf '\\002\\304\\166\\115\\1\\0\\0\\0\\005\\0\\0\\0\\0\\0\\0\\0'\n"
                 "printf '\\033[\\0\\377\\n'; sleep 10\n",
                 0700);
  assert_fails (scripted.decoder, bytes, MVUA_GRIB_ERROR_MALFORMED, ": ?[???");
  scripted_clear (&scripted);
}

/* Children that go wrong on a message: it is tried once more, and then costs itself. */
static void
test_bad_children (void)
{
  static const char *const scripts[] = {
    READY TAKE "exit 0\n",
    READY TAKE "kill -ABRT $$\n",
    READY TAKE "echo hello, who is there?\n",
    READY "exec cat\n", /* the request comes back as an answer */
    READY TAKE "exec cat /dev/zero\n",
    READY "head -c 40 >/dev/null; exit 1\n",
    READY TAKE "printf 'mvua'\n",
    READY "exec <&- >&-; sleep 2\n",
    /* a good answer's head, and then not what it says */
    READY TAKE "printf '\\002\\304\\166\\115\\0\\0\\0\\0\\200\\001\\0\\0'\n"
               "printf '\\0\\0\\0\\0short'\n",
    /* a text that is longer than a text can be */
    READY TAKE "printf '\\002\\304\\166\\115\\1\\0\\0\\0\\0\\001\\0\\0'\n"
               "printf '\\0\\0\\0\\0'; exec cat /dev/zero\n",
  };
  g_autoptr (GByteArray) bytes = ieee_message ();

  for (guint s = 0; s < G_N_ELEMENTS (scripts); s++)
    {
      g_autofree char *text = g_strconcat ("#!/bin/sh\n", scripts[s], NULL);
      Scripted scripted;

      g_test_message ("%s", scripts[s]);
      scripted_init (&scripted, text, 0700);
      assert_fails (scripted.decoder, bytes, MVUA_GRIB_ERROR_MALFORMED, "died");
      assert_fails (scripted.decoder, bytes, MVUA_GRIB_ERROR_MALFORMED, "died");
      g_assert_cmpuint (mvua_decoder_get_n_children (scripted.decoder), ==, 4);
      scripted_clear (&scripted);
    }
}

static void
test_no_program (void)
{
  g_autoptr (GByteArray) bytes = ieee_message ();
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  Scripted scripted;

  mvua_decoder_set_helper (decoder, "/nonexistent/mvua-decode");
  assert_cannot_start (decoder, bytes,
                       "Cannot start /nonexistent/mvua-decode: No such file");
  assert_cannot_start (decoder, bytes, "install Mvua anew");
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 0);

  scripted_init (&scripted, "#!/bin/sh\n", 0600);
  assert_cannot_start (scripted.decoder, bytes, scripted.script);
  assert_cannot_start (scripted.decoder, bytes, "install Mvua anew");
  scripted_clear (&scripted);
}

/* For want of descriptors, as for want of memory or processes, no child can be started;
 * the program is not to blame either, and decodes when there are some again. */
static void
test_no_descriptors (void)
{
  g_autoptr (GByteArray) bytes = ieee_message ();
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GError) error = NULL;
  struct rlimit limit = { 0 };

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  const rlim_t usual = limit.rlim_cur;
  limit.rlim_cur = 3;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  assert_cannot_start (decoder, bytes, "mvua-decode: Too many open files");
  assert_cannot_start (decoder, bytes, "end other programs, and try again");
  limit.rlim_cur = usual;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  g_assert_true (decode (decoder, bytes, &error));
  g_assert_no_error (error);
}

/* Children that are not ready, or do not answer, in time; they are not tried again. */
static void
test_hanging (void)
{
  g_autoptr (GByteArray) bytes = ieee_message ();
  const gint64 before = g_get_monotonic_time ();
  Scripted scripted;

  scripted_init (&scripted, "#!/bin/sh\nexec sleep 300\n", 0700);
  mvua_decoder_set_times (scripted.decoder, 500, 1000);
  assert_cannot_start (scripted.decoder, bytes, "was not ready in 0.5 seconds");
  scripted_clear (&scripted);

  scripted_init (&scripted, "#!/bin/sh\n" READY "exec sleep 300\n", 0700);
  mvua_decoder_set_times (scripted.decoder, 2000, 1000);
  assert_fails (scripted.decoder, bytes, MVUA_GRIB_ERROR_MALFORMED,
                "no answer in 2 seconds");
  g_assert_cmpuint (mvua_decoder_get_n_children (scripted.decoder), ==, 1);
  scripted_clear (&scripted);
  g_assert_cmpint (g_get_monotonic_time () - before, >=, 2500 * 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/child-faults/killed", test_killed);
  g_test_add_func ("/child-faults/killed-at-work", test_killed_at_work);
  g_test_add_func ("/child-faults/idle", test_idle);
  g_test_add_func ("/child-faults/reaped", test_reaped);
  g_test_add_func ("/child-faults/no-decoders", test_no_decoders);
  g_test_add_func ("/child-faults/bad-children", test_bad_children);
  g_test_add_func ("/child-faults/bad-text", test_bad_text);
  g_test_add_func ("/child-faults/no-program", test_no_program);
  g_test_add_func ("/child-faults/no-descriptors", test_no_descriptors);
  g_test_add_func ("/child-faults/hanging", test_hanging);
  return g_test_run ();
}
