/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Promise 8: what is not ours to decode is decoded in a child process, to the bit as
 * ecCodes does, and what ecCodes makes of bad messages is an error of one message. */

#include "child-fixture.h"
#include "mvua-test-oracle.h"

#include <math.h>

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

/* A message that ecCodes refuses costs an error, and its child, which may have been
 * damaged by it.  One that has decoded others before is not believed. */
static void
test_refused (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GByteArray) good = ieee_message ();
  g_autoptr (GByteArray) bad = ieee_message ();
  g_autoptr (GError) error = NULL;

  mvua_test_section (bad, 5, 0)[11] = 3; /* 128-bit floats */
  assert_fails (decoder, bad, MVUA_GRIB_ERROR_MALFORMED, "ecCodes cannot decode it");
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 1);
  g_assert_true (decode (decoder, good, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 2);
  assert_fails (decoder, bad, MVUA_GRIB_ERROR_MALFORMED, "ecCodes cannot decode it");
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 3);
}

/* A packing that no child was warmed up for costs no child. */
static void
test_unknown_packings (void)
{
  static const guint16 templates[] = { 1, 6, 50, 51, 53, 61, 200, 50000, 65535 };
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GByteArray) bytes = ieee_message ();
  guint8 *section = mvua_test_section (bytes, 5, 0);

  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      section[9] = (guint8) (templates[i] >> 8);
      section[10] = (guint8) templates[i];
      g_autofree char *complaint =
          g_strdup_printf ("packed by template 5.%u, which is not read", templates[i]);
      assert_fails (decoder, bytes, MVUA_GRIB_ERROR_UNSUPPORTED, complaint);
    }
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 1);
}

/* Where the picture begins in a message. */
static guint8 *
find_octets (GByteArray *bytes, const char *start, gsize n)
{
  for (gsize i = 0; i + n <= bytes->len; i++)
    if (memcmp (bytes->data + i, start, n) == 0)
      return bytes->data + i;
  g_assert_not_reached ();
}

/* One bit makes ecCodes 2.28 abort: the picture is one of signed numbers.  That costs a
 * message, and two children, since the first might have died of something else. */
static void
test_abort (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autoptr (GByteArray) good = repacked_message ("grid_jpeg");
  g_autoptr (GByteArray) bad = repacked_message ("grid_jpeg");
  g_autoptr (GError) error = NULL;

  find_octets (bad, "\xff\x4f\xff\x51", 4)[42] |= 0x80;
  assert_fails (decoder, bad, MVUA_GRIB_ERROR_MALFORMED, "Aborted");
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 2);
  g_assert_true (decode (decoder, good, &error));
  g_assert_no_error (error);
}

/* Pictures of more or fewer points than there are values: ecCodes 2.28 writes past its
 * buffer, or gives what was in it. */
static void
test_picture_sizes (void)
{
  static const struct
  {
    const char *packing;
    const char *start;
    guint width; /* where the width is, behind @start; the height comes next */
  } pictures[] = {
    { "grid_jpeg", "\xff\x4f\xff\x51", 8 },
    { "grid_png", "IHDR", 4 },
  };
  static const guint8 sizes[][2] = { { 12, 7 }, { 11, 8 }, { 12, 9 }, { 200, 200 } };
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();

  for (guint p = 0; p < G_N_ELEMENTS (pictures); p++)
    {
      g_autoptr (GByteArray) bytes = repacked_message (pictures[p].packing);
      guint8 *at = find_octets (bytes, pictures[p].start, 4) + pictures[p].width;

      g_assert_cmpuint (at[3], ==, 12);
      g_assert_cmpuint (at[7], ==, 8);
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          at[3] = sizes[i][0];
          at[7] = sizes[i][1];
          assert_fails (decoder, bytes, MVUA_GRIB_ERROR_MALFORMED,
                        "as many points as values");
        }
    }
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

/* More than a child may use at first: its parent grants it what the grid needs. */
static void
test_large (void)
{
  const guint32 ni = 3000, nj = 1800; /* 22 MB, of which ecCodes makes 43 */
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  const MvuaWindow window = { .row = nj - 1, .n_rows = 1, .n_columns = ni };
  MvuaTestMessage message = mvua_test_message_defaults ();
  g_autofree gint64 *packed = g_new (gint64, (gsize) ni * nj);
  g_autofree float *values = g_new (float, ni);
  g_autoptr (GError) error = NULL;

  mvua_test_message_set_grid (&message, ni, nj, 0, 89950000, -89950000, 0, 299900000);
  message.data_template = 4;
  for (gsize i = 0; i < (gsize) ni * nj; i++)
    packed[i] = (gint64) (i % 1001);
  message.packed = packed;
  g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
  g_assert_true (decode_window (decoder, bytes, 0, &window, values, &error));
  g_assert_no_error (error);
  for (guint32 column = 0; column < ni; column++)
    g_assert_cmpfloat (values[column], ==, packed[(gsize) (nj - 1) * ni + column]);
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 1);

  /* And takes it back for a message that needs less. */
  g_autoptr (GByteArray) small = ieee_message ();
  g_assert_true (decode (decoder, small, &error));
  g_assert_cmpuint (mvua_decoder_get_n_children (decoder), ==, 1);
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
  g_test_add_func ("/child/scannings", test_scannings);
  g_test_add_func ("/child/shared-bitmap", test_shared_bitmap);
  g_test_add_func ("/child/other-packings", test_other_packings);
  g_test_add_func ("/child/refused", test_refused);
  g_test_add_func ("/child/unknown-packings", test_unknown_packings);
  g_test_add_func ("/child/abort", test_abort);
  g_test_add_func ("/child/picture-sizes", test_picture_sizes);
  g_test_add_func ("/child/truncated", test_truncated);
  g_test_add_func ("/child/large", test_large);
  g_test_add_func ("/child/threads", test_threads);
  return g_test_run ();
}
