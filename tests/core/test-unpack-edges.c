/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Values done by hand, constant fields, and messages that are wrong. */

#include "mvua-decoder.h"
#include "mvua-test-encoder.h"
#include "mvua-test-oracle.h"
#include "mvua-unpack.h"

#include <math.h>
#include <string.h>

#define N_POINTS 96 /* of mvua_test_message_defaults() */

static const MvuaWindow whole = { .n_rows = 8, .n_columns = 12 };

/* Decodes all of a message, whatever it is, into @values. */
static gboolean
decode (const GByteArray *bytes,
        gsize n_bytes,
        guint field,
        float *values,
        MvuaDecoded *decoded,
        GError **error)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  g_autofree guint8 *copy = g_memdup2 (bytes->data, n_bytes);
  const MvuaExpectation expectation = {
    .run = MVUA_RUN_UNKNOWN,
    .variable = mvua_variable_by_name ("t2m"),
    .member = { MVUA_MEMBER_PERTURBED, 1 },
    .start = MVUA_HOUR_UNKNOWN,
    .end = MVUA_HOUR_UNKNOWN,
  };

  /* A changed octet may make the packing one for the child process, which is not what
   * is tested here. */
  mvua_decoder_set_helper (decoder, "/nonexistent/mvua-decode");
  return mvua_decoder_decode (decoder, copy, n_bytes, field, &expectation, &whole, values,
                              decoded, error);
}

static void
assert_refused (const GByteArray *bytes, int code)
{
  float values[N_POINTS];
  MvuaDecoded decoded;
  g_autoptr (GError) error = NULL;

  g_assert_false (decode (bytes, bytes->len, 0, values, &decoded, &error));
  g_assert_error (error, MVUA_GRIB_ERROR, code);
}

static MvuaTestMessage
complex_message (void)
{
  MvuaTestMessage message = mvua_test_message_defaults ();

  message.data_template = 3;
  message.bits = 9;
  return message;
}

/* 3 × 2 values of 8 bits, E = 1, D = 1, R = 10: (2 X + 10) / 10. */
static void
test_simple_by_hand (void)
{
  static const guint8 data[] = { 0, 5, 10, 45, 255, 1 };
  const MvuaPacking packing = { .reference = 10,
                                .binary_scale = 1,
                                .decimal_scale = 1,
                                .bits = 8,
                                .n_packed = 6,
                                .data = data,
                                .n_data = 6 };
  const MvuaCut cut = { .ni = 3, .nj = 2, .n_rows = 2, .n_columns = 3 };
  const float expected[] = { 1, 2, 3, 10, 52, 1.2f };
  float values[6];
  gint64 scratch[3];
  gsize n_used = 0;

  g_assert_cmpint (mvua_kernel_unpack (&packing, &cut, scratch, values, &n_used), ==,
                   MVUA_UNPACK_OK);
  g_assert_cmpmem (values, sizeof values, expected, sizeof expected);
  g_assert_cmpuint (n_used, ==, 6);
}

/* X = 5 7 10 14 14 -1: second differences 1 1 -4 -15; least -15; less that, 16 16 11 0.
 * Two groups of three: reference 0 with 5 bits (0 0 16), reference 0 with 5 bits
 * (16 11 0).  One octet a descriptor, 3 bits a reference and a width (5 = 4 + 1),
 * lengths 3 + 0 · 1. */
static void
test_second_order_by_hand (void)
{
  static const guint8 data[] = {
    5,    7,    0x8f,       /* the first two values, -15 */
    0x00,                   /* references: 000 000 */
    0x24,                   /* widths less 4: 001 001 */
    0x00, 0x21, 0x05, 0x80, /* 00000 00000 10000 10000 01011 00000, 2 bits to spare */
  };
  const MvuaPacking packing = {
    .data_template = 3,
    .reference = -2,
    .bits = 3,
    .n_groups = 2,
    .width_reference = 4,
    .width_bits = 3,
    .length_reference = 3,
    .length_increment = 1,
    .last_length = 3,
    .order = 2,
    .extra_octets = 1,
    .n_packed = 6,
    .data = data,
    .n_data = sizeof data,
  };
  const MvuaCut cut = { .ni = 3, .nj = 2, .n_rows = 2, .n_columns = 3 };
  const float expected[] = { 3, 5, 8, 12, 12, -3 };
  float values[6];
  gint64 scratch[3];
  gsize n_used = 0;

  g_assert_cmpint (mvua_kernel_unpack (&packing, &cut, scratch, values, &n_used), ==,
                   MVUA_UNPACK_OK);
  g_assert_cmpmem (values, sizeof values, expected, sizeof expected);
  g_assert_cmpuint (n_used, ==, sizeof data);
}

/* Constant fields as GEFS.md has it, with D = -1 and 2: 0 bits of template 0 are R;
 * no groups of template 3 are R at NOAA (7) and R · 10^-D elsewhere. */
static void
test_constant (void)
{
  static const struct
  {
    guint data_template;
    guint centre;
    int decimal_scale;
    float expected;
  } table[] = {
    { 0, 7, -1, 25 }, { 0, 7, 2, 25 }, { 0, 161, -1, 25 },  { 2, 7, -1, 25 },
    { 3, 7, -1, 25 }, { 3, 7, 2, 25 }, { 3, 161, -1, 250 }, { 3, 161, 2, 0.25f },
  };

  for (guint t = 0; t < G_N_ELEMENTS (table); t++)
    {
      MvuaTestMessage message = mvua_test_message_defaults ();
      float values[N_POINTS];
      MvuaDecoded decoded;
      g_autoptr (GError) error = NULL;

      message.data_template = table[t].data_template;
      message.centre = table[t].centre;
      message.decimal_scale = table[t].decimal_scale;
      message.reference = 25;
      message.bits = 0;
      message.no_groups = TRUE;
      g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
      g_assert_true (decode (bytes, bytes->len, 0, values, &decoded, &error));
      g_assert_no_error (error);
      for (guint i = 0; i < N_POINTS; i++)
        g_assert_cmpfloat (values[i], ==, table[t].expected);
    }
}

/* R · d is rounded once, and not as a float: 2731.5 · 0.1 … */
static void
test_rounding (void)
{
  MvuaTestMessage message = mvua_test_message_defaults ();
  float values[N_POINTS];
  MvuaDecoded decoded;

  message.reference = 2731.5f;
  message.decimal_scale = 3;
  g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
  g_assert_true (decode (bytes, bytes->len, 0, values, &decoded, NULL));
  for (guint i = 0; i < N_POINTS; i++)
    g_assert_cmpfloat (values[i], ==, (float) ((i + 2731.5) * (1. / 10 / 10 / 10)));
  g_assert_cmpint (decoded.decimals, ==, G_MININT);

  message.reference = 2731;
  g_autoptr (GByteArray) exact = mvua_test_message_encode (&message);
  g_assert_true (decode (exact, exact->len, 0, values, &decoded, NULL));
  g_assert_cmpint (decoded.decimals, ==, 3);
}

/* Around the numbers where the kernel goes from one way of making doubles to another,
 * and where doubles get coarse. */
static void
test_large_numbers (void)
{
  static const gint64 middles[] = { 0,
                                    G_GINT64_CONSTANT (1) << 32,
                                    G_GINT64_CONSTANT (1) << 51,
                                    -(G_GINT64_CONSTANT (1) << 51),
                                    G_GINT64_CONSTANT (1) << 52,
                                    G_GINT64_CONSTANT (1) << 53,
                                    -(G_GINT64_CONSTANT (1) << 53),
                                    G_GINT64_CONSTANT (1) << 61 };

  for (guint m = 0; m < G_N_ELEMENTS (middles); m++)
    {
      MvuaTestMessage message = complex_message ();
      gint64 packed[N_POINTS];
      float values[N_POINTS];
      float expected[N_POINTS];
      MvuaDecoded decoded;
      gsize n = 0;

      for (gint64 i = 0; i < N_POINTS; i++)
        packed[i] = middles[m] + i - N_POINTS / 2 + (i % 5);
      /* The second, as sums of a reference and a value that pass 32 bits. */
      message.data_template = m == 1 ? 2 : 3;
      message.bits = m == 1 ? 32 : 9;
      message.order = 1 + m % 2;
      message.extra_octets = 8;
      message.packed = packed;
      message.reference = (float) -middles[m];
      g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
      g_autofree double *all = mvua_test_oracle_unpack (bytes->data, bytes->len, 0, &n);
      g_assert_cmpuint (n, ==, N_POINTS);
      mvua_test_pick (all, 12, 8, 0, &whole, expected);
      g_assert_true (decode (bytes, bytes->len, 0, values, &decoded, NULL));
      g_assert_cmpmem (values, sizeof values, expected, sizeof expected);
    }
}

/* ecCodes shifts an int by 31, so that 32 bits with managed missing values come out as
 * anything there; here they are refused. */
static void
test_32_bits_managed (void)
{
  MvuaTestMessage message = mvua_test_message_defaults ();

  message.data_template = 3;
  message.missing_management = 1;
  message.bits = 31;
  g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
  mvua_test_section (bytes, 5, 0)[19] = 32;
  assert_refused (bytes, MVUA_GRIB_ERROR_UNSUPPORTED);

  message.width_bits = 0;
  g_autoptr (GByteArray) wide = mvua_test_message_encode (&message);
  mvua_test_section (wide, 5, 0)[35] = 32; /* every group is 32 bits wide */
  assert_refused (wide, MVUA_GRIB_ERROR_UNSUPPORTED);
}

/* What is changed in section 5 of a good message of template 3, order 2, and what must
 * come of it. */
static const struct
{
  const char *what;
  guint offset;
  guint n_octets;
  guint64 value;
  MvuaGribError code;
} wrongs[] = {
  { "the reference is NaN", 11, 4, 0x7fc00000, MVUA_GRIB_ERROR_MALFORMED },
  { "the reference is infinite", 11, 4, 0xff800000, MVUA_GRIB_ERROR_MALFORMED },
  { "33 bits a reference", 19, 1, 33, MVUA_GRIB_ERROR_UNSUPPORTED },
  { "255 bits a reference", 19, 1, 255, MVUA_GRIB_ERROR_UNSUPPORTED },
  { "missing-value management 3", 22, 1, 3, MVUA_GRIB_ERROR_UNSUPPORTED },
  { "one group", 31, 4, 1, MVUA_GRIB_ERROR_MALFORMED },
  { "more groups than values", 31, 4, N_POINTS + 1, MVUA_GRIB_ERROR_MALFORMED },
  { "all the groups there can be", 31, 4, 0xffffffff, MVUA_GRIB_ERROR_MALFORMED },
  { "a width of more than 32", 35, 1, 33, MVUA_GRIB_ERROR_UNSUPPORTED },
  { "the widest", 35, 1, 255, MVUA_GRIB_ERROR_UNSUPPORTED },
  { "33 bits a width", 36, 1, 33, MVUA_GRIB_ERROR_UNSUPPORTED },
  { "longer groups", 37, 4, 2, MVUA_GRIB_ERROR_MALFORMED },
  { "the longest groups", 37, 4, 0xffffffff, MVUA_GRIB_ERROR_MALFORMED },
  { "another increment", 41, 1, 255, MVUA_GRIB_ERROR_MALFORMED },
  { "a last group of none", 42, 4, 0, MVUA_GRIB_ERROR_MALFORMED },
  { "a last group of all", 42, 4, 0xffffffff, MVUA_GRIB_ERROR_MALFORMED },
  { "33 bits a length", 46, 1, 33, MVUA_GRIB_ERROR_UNSUPPORTED },
  { "order 0", 47, 1, 0, MVUA_GRIB_ERROR_UNSUPPORTED },
  { "order 3", 47, 1, 3, MVUA_GRIB_ERROR_UNSUPPORTED },
  { "no octets a descriptor", 48, 1, 0, MVUA_GRIB_ERROR_UNSUPPORTED },
  { "nine octets a descriptor", 48, 1, 9, MVUA_GRIB_ERROR_UNSUPPORTED },
  { "one value less", 5, 4, N_POINTS - 1, MVUA_GRIB_ERROR_MALFORMED },
  { "one value more", 5, 4, N_POINTS + 1, MVUA_GRIB_ERROR_MALFORMED },
  { "no value", 5, 4, 0, MVUA_GRIB_ERROR_MALFORMED },
};

static void
test_wrong_numbers (void)
{
  const MvuaTestMessage message = complex_message ();

  for (guint w = 0; w < G_N_ELEMENTS (wrongs); w++)
    {
      g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
      g_test_message ("%s", wrongs[w].what);
      mvua_test_put (mvua_test_section (bytes, 5, 0) + wrongs[w].offset,
                     wrongs[w].n_octets, wrongs[w].value);
      assert_refused (bytes, wrongs[w].code);
    }
}

/* Cuts @n octets out of the end of a section, and keeps all lengths right. */
static void
shorten (GByteArray *bytes, guint number, guint n)
{
  guint8 *section = mvua_test_section (bytes, number, 0);
  const guint size = (guint) mvua_test_get (section, 4);
  const guint at = (guint) (section - bytes->data);

  mvua_test_put (section, 4, size - n);
  g_byte_array_remove_range (bytes, at + size - n, n);
  mvua_test_put (bytes->data + 8, 8, bytes->len);
}

static void
test_wrong_sizes (void)
{
  MvuaTestMessage message = complex_message ();
  g_autoptr (GByteArray) no_octets = mvua_test_message_encode (&message);
  g_autoptr (GByteArray) short_5 = mvua_test_message_encode (&message);

  shorten (no_octets, 7, 1); /* all of it is there, and too short: no more can come */
  assert_refused (no_octets, MVUA_GRIB_ERROR_MALFORMED);
  shorten (short_5, 5, 1);
  assert_refused (short_5, MVUA_GRIB_ERROR_MALFORMED);

  message.bitmap = MVUA_TEST_BITMAP_OWN;
  g_autoptr (GByteArray) short_bitmap = mvua_test_message_encode (&message);
  g_autoptr (GByteArray) more_bits = mvua_test_message_encode (&message);
  g_autoptr (GByteArray) other_bitmap = mvua_test_message_encode (&message);
  shorten (short_bitmap, 6, 1);
  assert_refused (short_bitmap, MVUA_GRIB_ERROR_MALFORMED);
  mvua_test_section (more_bits, 6, 0)[8] = 0x7f; /* one value without a bit */
  assert_refused (more_bits, MVUA_GRIB_ERROR_MALFORMED);
  mvua_test_section (other_bitmap, 6, 0)[5] = 1;
  assert_refused (other_bitmap, MVUA_GRIB_ERROR_UNSUPPORTED);
  mvua_test_section (other_bitmap, 6, 0)[5] = 254;
  assert_refused (other_bitmap, MVUA_GRIB_ERROR_MALFORMED);
}

/* A bitmap that the first and the last of three fields share; the second has none.  As
 * ecCodes 2.28 gets that wrong, it is asked for each field as a message of its own. */
static void
test_shared_bitmap (void)
{
  gint64 packed[N_POINTS];
  MvuaTestMessage fields[3];
  float values[N_POINTS];
  float expected[N_POINTS];
  MvuaDecoded decoded;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_POINTS; i++)
    packed[i] = i % 5 == 2 ? MVUA_TEST_ABSENT : (gint64) (i * i % 251);
  for (guint f = 0; f < G_N_ELEMENTS (fields); f++)
    fields[f] = complex_message ();
  fields[0].packed = fields[2].packed = packed;
  fields[0].bitmap = MVUA_TEST_BITMAP_OWN;
  fields[2].bitmap = MVUA_TEST_BITMAP_EARLIER;
  g_autoptr (GByteArray) bytes =
      mvua_test_message_encode_fields (fields, G_N_ELEMENTS (fields));

  for (guint f = 0; f < G_N_ELEMENTS (fields); f++)
    {
      gsize n = 0;
      fields[f].bitmap = f == 1 ? MVUA_TEST_BITMAP_NONE : MVUA_TEST_BITMAP_OWN;
      g_autoptr (GByteArray) alone = mvua_test_message_encode (&fields[f]);
      g_autofree double *all = mvua_test_oracle_unpack (alone->data, alone->len, 0, &n);

      g_assert_cmpuint (n, ==, N_POINTS);
      mvua_test_pick (all, 12, 8, 0, &whole, expected);
      g_assert_true (decode (bytes, bytes->len, f, values, &decoded, &error));
      g_assert_cmpuint (mvua_test_first_difference (values, expected, N_POINTS), ==,
                        N_POINTS);
      g_assert_cmpint (isnan (values[2]), ==, f != 1);
    }
  g_assert_false (decode (bytes, bytes->len, 3, values, &decoded, &error));
  g_assert_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MISMATCH);
}

/* Small messages of each kind, to be spoilt. */
static GByteArray *
small_message (guint kind)
{
  MvuaTestMessage message = complex_message ();
  MvuaTestMessage fields[2];
  gint64 packed[N_POINTS];

  for (guint i = 0; i < N_POINTS; i++)
    packed[i] = i % 7 == 3 ? MVUA_TEST_ABSENT : (gint64) (i * 37 % 200);
  message.data_template = (guint[]){ 0, 2, 3, 3 }[kind];
  message.bits = 8;
  message.order = kind == 2 ? 1 : 2;
  message.extra_octets = 2;
  message.missing_management = kind == 2 ? 1 : kind == 3 ? 2 : 0;
  message.local = "some local text";
  message.packed = packed;
  message.bitmap = MVUA_TEST_BITMAP_OWN;
  if (kind != 3)
    return mvua_test_message_encode (&message);
  fields[0] = fields[1] = message;
  fields[1].repeat_from = 2;
  return mvua_test_message_encode_fields (fields, 2);
}

static void
decode_whatever (const GByteArray *bytes, gsize n_bytes)
{
  float values[N_POINTS];
  MvuaDecoded decoded;

  for (guint field = 0; field < 2; field++)
    {
      g_autoptr (GError) error = NULL;

      if (decode (bytes, n_bytes, field, values, &decoded, &error))
        g_assert_cmpuint (decoded.n_used, <=, n_bytes);
      else
        g_assert_nonnull (error);
    }
}

static void
test_every_bit_flipped (void)
{
  for (guint kind = 0; kind < 4; kind++)
    {
      g_autoptr (GByteArray) bytes = small_message (kind);

      for (guint at = 0; at < bytes->len; at++)
        for (guint bit = 0; bit <= 8; bit++)
          {
            const guint8 change = bit < 8 ? (guint8) (1 << bit) : 0xff;

            bytes->data[at] ^= change;
            decode_whatever (bytes, bytes->len);
            bytes->data[at] ^= change;
          }
    }
}

static void
test_truncated_at_every_byte (void)
{
  for (guint kind = 0; kind < 4; kind++)
    {
      g_autoptr (GByteArray) bytes = small_message (kind);
      float values[N_POINTS];
      MvuaDecoded decoded;

      g_assert_true (decode (bytes, bytes->len, 0, values, &decoded, NULL));
      const gsize n_used = decoded.n_used;
      for (gsize n = 0; n < bytes->len; n++)
        {
          g_autoptr (GError) error = NULL;
          g_assert_cmpint (decode (bytes, n, 0, values, &decoded, &error), ==,
                           n >= n_used);
          if (n < n_used)
            g_assert_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_TRUNCATED);
          decode_whatever (bytes, n);
        }
    }
}

/* Several octets at random at once, cut off at random. */
static void
test_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  for (guint trial = 0; trial < 20000; trial++)
    {
      g_autoptr (GByteArray) bytes = small_message (trial % 4);
      const gint32 n = (gint32) bytes->len;

      for (gint32 i = g_rand_int_range (rand, 1, 8); i > 0; i--)
        bytes->data[g_rand_int_range (rand, 16, n)] =
            (guint8) g_rand_int_range (rand, 0, 256);
      decode_whatever (bytes, g_rand_boolean (rand)
                                  ? bytes->len
                                  : (gsize) g_rand_int_range (rand, 0, n));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unpack/simple-by-hand", test_simple_by_hand);
  g_test_add_func ("/unpack/second-order-by-hand", test_second_order_by_hand);
  g_test_add_func ("/unpack/constant", test_constant);
  g_test_add_func ("/unpack/rounding", test_rounding);
  g_test_add_func ("/unpack/large-numbers", test_large_numbers);
  g_test_add_func ("/unpack/32-bits-managed", test_32_bits_managed);
  g_test_add_func ("/unpack/wrong-numbers", test_wrong_numbers);
  g_test_add_func ("/unpack/wrong-sizes", test_wrong_sizes);
  g_test_add_func ("/unpack/shared-bitmap", test_shared_bitmap);
  g_test_add_func ("/unpack/every-bit-flipped", test_every_bit_flipped);
  g_test_add_func ("/unpack/truncated-at-every-byte", test_truncated_at_every_byte);
  g_test_add_func ("/unpack/noise", test_noise);
  return g_test_run ();
}
