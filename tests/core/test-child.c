/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Promise 8: what is not ours to decode is decoded in a child process, and whatever
 * becomes of that is an error of one message.  MVUA_LIBEXECDIR names the folder of
 * mvua-decode. */

#include "mvua-decoder.h"
#include "mvua-test-encoder.h"
#include "mvua-test-oracle.h"

#include <eccodes.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_POINTS 96 /* of mvua_test_message_defaults() */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (codes_handle, codes_handle_delete)

static const MvuaWindow whole = { .n_rows = 8, .n_columns = 12 };

static gboolean
decode_window (MvuaDecoder *decoder,
               const GByteArray *bytes,
               guint field,
               const MvuaWindow *window,
               float *values,
               GError **error)
{
  const MvuaExpectation expectation = {
    .run = MVUA_RUN_UNKNOWN,
    .variable = mvua_variable_by_name ("t2m"),
    .member = { MVUA_MEMBER_PERTURBED, 1 },
    .start = MVUA_HOUR_UNKNOWN,
    .end = MVUA_HOUR_UNKNOWN,
  };
  MvuaDecoded decoded;

  return mvua_decoder_decode (decoder, bytes->data, bytes->len, field, &expectation,
                              window, values, &decoded, error);
}

static gboolean
decode (MvuaDecoder *decoder, const GByteArray *bytes, GError **error)
{
  float values[N_POINTS];

  return decode_window (decoder, bytes, 0, &whole, values, error);
}

static void
assert_fails (MvuaDecoder *decoder, const GByteArray *bytes, int code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (decode (decoder, bytes, &error));
  g_assert_error (error, MVUA_GRIB_ERROR, code);
  g_assert_nonnull (strstr (error->message, word));
}

/* Template 5.4, 32-bit floats: 0, 1, 2 … */
static GByteArray *
ieee_message (void)
{
  MvuaTestMessage message = mvua_test_message_defaults ();

  message.data_template = 4;
  return mvua_test_message_encode (&message);
}

/* The same field as ecCodes packs it. */
static GByteArray *
repacked_message (const char *packing)
{
  g_autoptr (GByteArray) plain = ieee_message ();
  g_autoptr (codes_handle) handle =
      codes_handle_new_from_message_copy (NULL, plain->data, plain->len);
  double values[N_POINTS];
  size_t size = strlen (packing);
  const void *bytes = NULL;
  GByteArray *message = g_byte_array_new ();

  for (guint i = 0; i < N_POINTS; i++)
    values[i] = 273.5 + i * i % 97;
  g_assert_cmpint (codes_set_string (handle, "packingType", "grid_simple", &size), ==, 0);
  g_assert_cmpint (codes_set_long (handle, "bitsPerValue", 12), ==, 0);
  g_assert_cmpint (codes_set_double_array (handle, "values", values, N_POINTS), ==, 0);
  g_assert_cmpint (codes_set_string (handle, "packingType", packing, &size), ==, 0);
  g_assert_cmpint (codes_set_double_array (handle, "values", values, N_POINTS), ==, 0);
  g_assert_cmpint (codes_get_message (handle, &bytes, &size), ==, 0);
  g_byte_array_append (message, bytes, (guint) size);
  return message;
}

static void
test_scannings (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  const MvuaWindow seam = { .row = 2, .n_rows = 4, .column = 9, .n_columns = 7 };

  for (guint scanning = 0; scanning <= 0xf0; scanning += 0x10)
    {
      MvuaTestMessage message = mvua_test_message_defaults ();
      double all[N_POINTS];
      float values[28];
      float expected[28];
      g_autoptr (GError) error = NULL;

      mvua_test_message_set_grid (&message, 12, 8, scanning, 10000000, 3000000, 0,
                                  330000000);
      message.data_template = 4;
      g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
      for (guint i = 0; i < N_POINTS; i++)
        all[i] = i;
      mvua_test_pick (all, 12, 8, scanning, &seam, expected);
      g_assert_true (decode_window (decoder, bytes, 0, &seam, values, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (values, sizeof values, expected, sizeof expected);
    }
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 1);
}

/* The second field has the bitmap of the first, and goes to the child with it. */
static void
test_shared_bitmap (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  MvuaTestMessage fields[2] = { mvua_test_message_defaults (),
                                mvua_test_message_defaults () };
  gint64 packed[N_POINTS];
  float values[N_POINTS];

  for (guint i = 0; i < N_POINTS; i++)
    packed[i] = i % 3 == 1 ? MVUA_TEST_ABSENT : i;
  fields[0].packed = fields[1].packed = packed;
  fields[0].bitmap = MVUA_TEST_BITMAP_OWN;
  fields[1].bitmap = MVUA_TEST_BITMAP_EARLIER;
  fields[1].data_template = 4;
  g_autoptr (GByteArray) bytes = mvua_test_message_encode_fields (fields, 2);
  g_assert_true (decode_window (decoder, bytes, 1, &whole, values, NULL));
  for (guint i = 0; i < N_POINTS; i++)
    if (i % 3 == 1)
      g_assert_true (isnan (values[i]));
    else
      g_assert_cmpfloat (values[i], ==, i);
}

static void
test_other_packings (void)
{
  static const char *const packings[] = { "grid_jpeg", "grid_ccsds", "grid_ieee" };
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();

  for (guint p = 0; p < G_N_ELEMENTS (packings); p++)
    {
      g_autoptr (GByteArray) bytes = repacked_message (packings[p]);
      gsize n = 0;
      g_autofree double *all = mvua_test_oracle_unpack (bytes->data, bytes->len, 0, &n);
      float values[N_POINTS];
      float expected[N_POINTS];
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (n, ==, N_POINTS);
      mvua_test_pick (all, 12, 8, 0, &whole, expected);
      g_assert_true (decode_window (decoder, bytes, 0, &whole, values, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (values, sizeof values, expected, sizeof expected);
    }
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 1);
}

/* A message that ecCodes refuses costs an error, and the same child decodes the next. */
static void
test_refused (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GByteArray) good = ieee_message ();
  g_autoptr (GByteArray) bad = ieee_message ();
  g_autoptr (GError) error = NULL;

  mvua_test_section (bad, 5, 0)[11] = 3; /* 128-bit floats */
  assert_fails (decoder, bad, MVUA_GRIB_ERROR_MALFORMED, "ecCodes cannot decode it");
  g_assert_true (decode (decoder, good, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 1);
}

/* Cut off, such a message is not even shown to a child. */
static void
test_truncated (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GByteArray) bytes = ieee_message ();

  /* Without its last four octets, “7777”, it is still whole. */
  for (guint n = bytes->len - 5; n > 0; n--)
    {
      g_byte_array_set_size (bytes, n);
      assert_fails (decoder, bytes, MVUA_GRIB_ERROR_TRUNCATED, "cut off");
    }
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 0);
}

/* Kills the processes whose parent this one is.  Returns: how many */
static guint
kill_children (void)
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
          g_ascii_strtoll (state + 4, NULL, 10) != getpid ())
        continue;
      kill ((pid_t) g_ascii_strtoll (name, NULL, 10), SIGKILL);
      n++;
    }
  return n;
}

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
      assert_fails (decoder, bytes, MVUA_GRIB_ERROR_MALFORMED, "died");
    }
  g_assert_true (decode (decoder, bytes, &error));
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 4);
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

/* Children that are no decoders: each costs a message, and the next gets a new one. */
static void
test_bad_children (void)
{
  static const char *const scripts[] = {
    "exit 0\n",
    "exit 7\n",
    "kill -ABRT $$\n",
    "kill -KILL $$\n",
    "echo hello\n",
    "exec cat\n", /* the request comes back as an answer */
    "exec cat /dev/zero\n",
    "head -c 40 >/dev/null; exit 1\n",
    "head -c 500 >/dev/null; printf 'mvua'\n",
    "exec <&- >&-; sleep 2\n",
    /* a good answer's head, and then not what it says */
    "head -c 500 >/dev/null; printf '\\001\\304\\166\\115\\0\\0\\0\\0\\200\\001\\0\\0'; "
    "printf '\\0\\0\\0\\0short'\n",
    /* a text that is longer than a text can be */
    "head -c 500 >/dev/null; printf '\\001\\304\\166\\115\\1\\0\\0\\0\\0\\001\\0\\0'; "
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
      g_assert_cmpuint (mvua_decoder_get_n_children (scripted.decoder), ==, 2);
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
  assert_fails (decoder, bytes, MVUA_GRIB_ERROR_DECODER, "/nonexistent/mvua-decode");
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 0);

  scripted_init (&scripted, "#!/bin/sh\n", 0600);
  assert_fails (scripted.decoder, bytes, MVUA_GRIB_ERROR_DECODER, scripted.script);
  scripted_clear (&scripted);
}

/* A child that takes everything and never answers.  The wait is half a minute, so it
 * runs beside the other tests. */
static gpointer
decode_with_hanging_child (gpointer data G_GNUC_UNUSED)
{
  g_autoptr (GByteArray) bytes = ieee_message ();
  const gint64 before = g_get_monotonic_time ();
  Scripted scripted;

  scripted_init (&scripted, "#!/bin/sh\nexec sleep 300\n", 0700);
  assert_fails (scripted.decoder, bytes, MVUA_GRIB_ERROR_MALFORMED, "no answer");
  scripted_clear (&scripted);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 60 * G_USEC_PER_SEC);
  return NULL;
}

static void
test_hanging (gconstpointer thread)
{
  g_thread_join ((GThread *) thread);
}

/* Changes some octets of sections 5 to 7, which is what a child gets to see. */
static void
spoil (GByteArray *bytes, GRand *rand)
{
  const gint32 from = (gint32) (mvua_test_section (bytes, 5, 0) - bytes->data) + 5;
  const gint32 data = (gint32) (mvua_test_section (bytes, 7, 0) - bytes->data) + 5;
  const gboolean early = g_rand_int_range (rand, 0, 3) == 0;

  for (gint32 n = g_rand_int_range (rand, 1, 9); n > 0; n--)
    {
      const gint32 at = early ? g_rand_int_range (rand, from, data)
                              : g_rand_int_range (rand, data, (gint32) bytes->len - 4);
      bytes->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
    }
}

static void
test_corrupted (void)
{
  static const char *const packings[] = { "grid_jpeg", "grid_ccsds", "grid_ieee" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();

  for (guint p = 0; p < G_N_ELEMENTS (packings); p++)
    {
      g_autoptr (GByteArray) good = repacked_message (packings[p]);
      const guint n_before = mvua_decoder_get_n_children (decoder);
      guint n_decoded = 0;

      for (guint trial = 0; trial < 700; trial++)
        {
          g_autoptr (GByteArray) bytes = g_byte_array_new ();
          g_autoptr (GError) error = NULL;

          g_byte_array_append (bytes, good->data, good->len);
          spoil (bytes, rand);
          if (decode (decoder, bytes, &error))
            n_decoded++;
          else
            g_assert_true (error->domain == MVUA_GRIB_ERROR &&
                           error->code != MVUA_GRIB_ERROR_DECODER);
        }
      g_test_message ("%s: 700 corrupted messages, %u decoded all the same, %u children "
                      "died, 0 exits of the parent",
                      packings[p], n_decoded,
                      mvua_decoder_get_n_children (decoder) - n_before);

      g_autoptr (GError) error = NULL;
      g_assert_true (decode (decoder, good, &error));
      g_assert_no_error (error);
    }
}

static gpointer
decode_many (gpointer data)
{
  g_autoptr (GByteArray) bytes = ieee_message ();

  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (GError) error = NULL;
      float values[N_POINTS];

      g_assert_true (decode_window (data, bytes, 0, &whole, values, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat (values[N_POINTS - 1], ==, N_POINTS - 1);
    }
  return NULL;
}

/* As many children as threads at once, and no more. */
static void
test_threads (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  GThread *threads[4];

  for (guint t = 0; t < G_N_ELEMENTS (threads); t++)
    threads[t] = g_thread_new ("decode", decode_many, decoder);
  for (guint t = 0; t < G_N_ELEMENTS (threads); t++)
    g_thread_join (threads[t]);
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), >=, 1);
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), <=, 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  GThread *hanging = g_thread_new ("hanging", decode_with_hanging_child, NULL);

  g_test_add_func ("/child/scannings", test_scannings);
  g_test_add_func ("/child/shared-bitmap", test_shared_bitmap);
  g_test_add_func ("/child/other-packings", test_other_packings);
  g_test_add_func ("/child/refused", test_refused);
  g_test_add_func ("/child/truncated", test_truncated);
  g_test_add_func ("/child/killed", test_killed);
  g_test_add_func ("/child/bad-children", test_bad_children);
  g_test_add_func ("/child/no-program", test_no_program);
  g_test_add_func ("/child/corrupted", test_corrupted);
  g_test_add_func ("/child/threads", test_threads);
  g_test_add_data_func ("/child/hanging", hanging, test_hanging);
  return g_test_run ();
}
