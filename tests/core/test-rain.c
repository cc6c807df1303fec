/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-rain.h"

#include <glib.h>
#include <math.h>

/* By hand: 8.2 - 3.1 = 5.1; a bucket that did not grow; one that shrank by 0.1. */
static void
test_by_hand (void)
{
  const float later[] = { 8.2f, 4, 2.3f };
  const float earlier[] = { 3.1f, 4, 2.4f };
  float rain[3];
  MvuaRainClamps clamps = { 9, 9, 9 };

  mvua_kernel_rain_difference (later, earlier, 3, 1, rain, &clamps);

  g_assert_cmpfloat (rain[0], ==, 5.1f);
  g_assert_cmpfloat (rain[1], ==, 0);
  g_assert_cmpfloat (rain[2], ==, 0);
  g_assert_false (signbit (rain[1]) || signbit (rain[2]));
  g_assert_cmpuint (clamps.n_valid, ==, 3);
  g_assert_cmpuint (clamps.n_clamped, ==, 1);
  g_assert_cmpfloat (clamps.lowest, ==, -0.1f);
}

/* The trap of GEFS.md: 1 mm/h comes as buckets of 3, 6, 3, 6 … mm, which a plain sum
 * makes 36 mm a day of. */
static void
test_steady_rain (void)
{
  const float buckets[] = { 3, 6, 3, 6, 3, 6, 3, 6 };
  double day_of_steps = 0;
  double day_of_buckets = 0;

  for (size_t step = 0; step < G_N_ELEMENTS (buckets); step++)
    {
      float rain = buckets[step];
      MvuaRainClamps clamps;

      if (step % 2 == 1)
        {
          mvua_kernel_rain_difference (&buckets[step], &buckets[step - 1], 1, 0, &rain,
                                       &clamps);
          mvua_kernel_rain_accumulate (&day_of_buckets, &buckets[step], 1);
        }
      g_assert_cmpfloat (rain, ==, 3);
      mvua_kernel_rain_accumulate (&day_of_steps, &rain, 1);
    }

  g_assert_cmpfloat (day_of_steps, ==, 24);
  g_assert_cmpfloat (day_of_buckets, ==, 24);
}

static void
test_clamps (void)
{
  const float later[] = { 1, 1, NAN, 1, NAN, 5 };
  const float earlier[] = { 1.5f, 3, 9, NAN, NAN, 1 };
  float rain[6];
  MvuaRainClamps clamps;

  mvua_kernel_rain_difference (later, earlier, 6, MVUA_RAIN_UNROUNDED, rain, &clamps);

  g_assert_cmpfloat (rain[0], ==, 0);
  g_assert_cmpfloat (rain[1], ==, 0);
  g_assert_true (isnan (rain[2]) && isnan (rain[3]) && isnan (rain[4]));
  g_assert_cmpfloat (rain[5], ==, 4);
  g_assert_cmpuint (clamps.n_valid, ==, 3);
  g_assert_cmpuint (clamps.n_clamped, ==, 2);
  g_assert_cmpfloat (clamps.lowest, ==, -2);
}

/* Without points or valid ones the counts are zeros, not what was there before. */
static void
test_nothing (void)
{
  const float missing = NAN;
  float rain = 7;
  MvuaRainClamps clamps = { 9, 9, 9 };

  mvua_kernel_rain_difference (NULL, NULL, 0, 1, NULL, &clamps);
  g_assert_cmpuint (clamps.n_valid, ==, 0);
  g_assert_cmpuint (clamps.n_clamped, ==, 0);
  g_assert_cmpfloat (clamps.lowest, ==, 0);

  mvua_kernel_rain_difference (&missing, &missing, 1, 1, &rain, &clamps);
  g_assert_true (isnan (rain));
  g_assert_cmpuint (clamps.n_valid, ==, 0);
  g_assert_cmpfloat (clamps.lowest, ==, 0);
}

static float
difference (float later, float earlier, int decimals)
{
  float rain;
  MvuaRainClamps clamps;

  mvua_kernel_rain_difference (&later, &earlier, 1, decimals, &rain, &clamps);
  return rain;
}

static void
test_decimals (void)
{
  g_assert_cmpfloat (difference (7.3456f, 1, 2), ==, 6.35f);
  g_assert_cmpfloat (difference (7.3456f, 1, 0), ==, 6);
  g_assert_cmpfloat (difference (187, 20, -1), ==, 170);
  g_assert_cmpfloat (difference (187, 20, -2), ==, 200);
  g_assert_cmpfloat (difference (187, 20, -3), ==, 0);

  /* Far out of range: there is nothing to round, or nothing is left. */
  g_assert_cmpfloat (difference (187, 20, 22), ==, 167);
  g_assert_cmpfloat (difference (187, 20, 23), ==, 167);
  g_assert_cmpfloat (difference (187, 20, INT_MAX), ==, 167);
  g_assert_cmpfloat (difference (G_MAXFLOAT, 0, -39), ==, 0);
  g_assert_cmpfloat (difference (G_MAXFLOAT, 0, INT_MIN + 1), ==, 0);
}

/* 100.1 and 100.2 are no floats: their difference is 0.1 only if it is rounded. */
static void
test_unrounded (void)
{
  const float exact = (float) ((double) 100.2f - (double) 100.1f);

  g_assert_cmpfloat (exact, !=, 0.1f);
  g_assert_cmpfloat (difference (100.2f, 100.1f, MVUA_RAIN_UNROUNDED), ==, exact);
  g_assert_cmpfloat (difference (100.2f, 100.1f, 1), ==, 0.1f);
}

/* What rounding takes away is no clamp. */
static void
test_noise (void)
{
  const float later = 8.2f;
  const float earlier = 8.2001f;
  float rain;
  MvuaRainClamps clamps;

  mvua_kernel_rain_difference (&later, &earlier, 1, 1, &rain, &clamps);

  g_assert_cmpfloat (rain, ==, 0);
  g_assert_false (signbit (rain));
  g_assert_cmpuint (clamps.n_valid, ==, 1);
  g_assert_cmpuint (clamps.n_clamped, ==, 0);
  g_assert_cmpfloat (clamps.lowest, ==, 0);
}

/* Laws: in place makes no odds; what is n tenths of a millimetre stays the very float
 * that n tenths are; the bucket is the sum of its halves. */
static void
test_laws (void)
{
  enum
  {
    POINTS = 1000
  };
  float first[POINTS];
  float bucket[POINTS];
  float rain[POINTS];
  MvuaRainClamps clamps;
  MvuaRainClamps clamps_in_place;

  for (size_t p = 0; p < POINTS; p++)
    {
      const int a = g_test_rand_int_range (0, 1000);
      const int b = g_test_rand_int_range (0, 1000);

      first[p] = (float) (a / 10.0);
      bucket[p] = (float) ((a + b) / 10.0);
    }

  mvua_kernel_rain_difference (bucket, first, POINTS, 1, rain, &clamps);
  g_assert_cmpuint (clamps.n_valid, ==, POINTS);
  g_assert_cmpuint (clamps.n_clamped, ==, 0);

  for (size_t p = 0; p < POINTS; p++)
    {
      double total = 0;

      g_assert_cmpfloat (rain[p], ==, (float) (rint ((double) rain[p] * 10) / 10));
      mvua_kernel_rain_accumulate (&total, &first[p], 1);
      mvua_kernel_rain_accumulate (&total, &rain[p], 1);
      g_assert_cmpfloat (fabs (total - (double) bucket[p]), <, 2e-5);
    }

  mvua_kernel_rain_difference (bucket, first, POINTS, 1, bucket, &clamps_in_place);
  g_assert_cmpmem (bucket, sizeof bucket, rain, sizeof rain);
  g_assert_cmpuint (clamps_in_place.n_valid, ==, clamps.n_valid);
}

/* Missing once is missing for good; a float's worth of digits is not lost on the way. */
static void
test_accumulate (void)
{
  const float parts[][3] = { { 16777216, 1, 2 }, { 1, NAN, 3 }, { 1, 4, 5 } };
  double total[] = { 0, 0, 0.5 };

  for (size_t i = 0; i < G_N_ELEMENTS (parts); i++)
    mvua_kernel_rain_accumulate (total, parts[i], 3);
  mvua_kernel_rain_accumulate (total, parts[0], 0);

  g_assert_cmpfloat (total[0], ==, 16777218);
  g_assert_true (isnan (total[1]));
  g_assert_cmpfloat (total[2], ==, 10.5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernel/rain/by-hand", test_by_hand);
  g_test_add_func ("/kernel/rain/steady", test_steady_rain);
  g_test_add_func ("/kernel/rain/clamps", test_clamps);
  g_test_add_func ("/kernel/rain/nothing", test_nothing);
  g_test_add_func ("/kernel/rain/decimals", test_decimals);
  g_test_add_func ("/kernel/rain/unrounded", test_unrounded);
  g_test_add_func ("/kernel/rain/noise", test_noise);
  g_test_add_func ("/kernel/rain/laws", test_laws);
  g_test_add_func ("/kernel/rain/accumulate", test_accumulate);
  return g_test_run ();
}
