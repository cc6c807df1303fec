/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-statistics.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

enum
{
  MEMBERS = MVUA_KERNEL_MAX_MEMBERS,
  POINTS = 200, /* three tiles and a bit */
  QUANTILES = 7,
  ROWS = 4 + QUANTILES
};

static const double quantiles[QUANTILES] = { 0, 0.1, 0.25, 0.5, 0.75, 0.9, 1 };

/* One guard point past the end of each row, which nothing may write to. */
typedef struct
{
  float values[MEMBERS][POINTS];
  const float *members[MEMBERS];
  float results[ROWS][POINTS + 1];
  float *percentiles[QUANTILES];
  MvuaStatistics out;
} Case;

static Case *
case_new (void)
{
  Case *self = g_new0 (Case, 1);

  for (size_t m = 0; m < MEMBERS; m++)
    self->members[m] = self->values[m];
  for (size_t row = 0; row < ROWS; row++)
    for (size_t p = 0; p <= POINTS; p++)
      self->results[row][p] = -77;
  for (size_t q = 0; q < QUANTILES; q++)
    self->percentiles[q] = self->results[4 + q];

  self->out = (MvuaStatistics){ .mean = self->results[0],
                                .std = self->results[1],
                                .min = self->results[2],
                                .max = self->results[3],
                                .n_quantiles = QUANTILES,
                                .quantiles = quantiles,
                                .percentiles = self->percentiles };
  return self;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Case, g_free)

/* Rain-like: many zeros, many duplicates; @gaps of the values are missing. */
static void
case_fill (Case *self, double gaps)
{
  for (size_t m = 0; m < MEMBERS; m++)
    for (size_t p = 0; p < POINTS; p++)
      {
        const double v = g_test_rand_double_range (-20, 100);

        self->values[m][p] = v < 0 ? 0 : (float) (p % 2 == 0 ? v : floor (v / 8));
        if (g_test_rand_double () < gaps)
          self->values[m][p] = NAN;
      }
}

static gboolean
is_same (float a, float b)
{
  return a == b || (isnan (a) && isnan (b));
}

/* g_assert_cmpfloat_with_epsilon() does not get past -Wdouble-promotion. */
static gboolean
is_near (float a, float b, double epsilon)
{
  return fabs ((double) a - (double) b) < epsilon;
}

static int
compare_floats (const void *a, const void *b)
{
  const float x = *(const float *) a;
  const float y = *(const float *) b;

  return (x > y) - (x < y);
}

/* numpy.percentile (method="linear"), one point at a time. */
static float
naive_percentile (const float *sorted, size_t n, double quantile)
{
  const double position = (double) (n - 1) * quantile;
  const double t = position - floor (position);
  const double a = (double) sorted[(size_t) floor (position)];
  const double b = (double) sorted[(size_t) ceil (position)];

  return (float) (t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t);
}

/* The ROWS results of one point. */
static void
naive (const Case *self, size_t n_members, size_t p, float *results)
{
  float sorted[MEMBERS];
  size_t n = 0;
  double sum = 0;
  double squares = 0;

  for (size_t m = 0; m < n_members; m++)
    if (!isnan (self->values[m][p]))
      sorted[n++] = self->values[m][p];
  for (size_t row = 0; row < ROWS; row++)
    results[row] = NAN;
  if (n == 0)
    return;

  for (size_t i = 0; i < n; i++)
    sum += (double) sorted[i];
  for (size_t i = 0; i < n; i++)
    squares += pow ((double) sorted[i] - sum / (double) n, 2);
  qsort (sorted, n, sizeof *sorted, compare_floats);

  results[0] = (float) (sum / (double) n);
  results[1] = (float) sqrt (squares / (double) n);
  results[2] = sorted[0];
  results[3] = sorted[n - 1];
  for (size_t q = 0; q < QUANTILES; q++)
    results[4 + q] = naive_percentile (sorted, n, quantiles[q]);
}

static void
check_rows (const Case *self, size_t p, const float *expected)
{
  for (size_t row = 0; row < ROWS; row++)
    if (!is_same (self->results[row][p], expected[row]))
      g_error ("point %zu, row %zu: %.9g, not %.9g", p, row,
               (double) self->results[row][p], (double) expected[row]);
}

static void
check_against_naive (Case *self, size_t n_members, size_t n_points)
{
  mvua_kernel_statistics (self->members, n_members, n_points, &self->out);

  for (size_t p = 0; p < n_points; p++)
    {
      float expected[ROWS];

      naive (self, n_members, p, expected);
      check_rows (self, p, expected);
    }
  for (size_t row = 0; row < ROWS; row++)
    g_assert_cmpfloat (self->results[row][n_points], ==, -77);
}

/* By hand: 1, 2, 6 has the deviations -2, -1, 3; 4 and 8 with one missing. */
static void
test_by_hand (void)
{
  const float values[3][2] = { { 6, 4 }, { 1, NAN }, { 2, 8 } };
  const float expected[2][ROWS] = {
    { 3, (float) sqrt (14 / 3.0), 1, 6, 1, 1.2f, 1.5f, 2, 4, 5.2f, 6 },
    { 6, 2, 4, 8, 4, 4.4f, 5, 6, 7, 7.6f, 8 },
  };
  g_autoptr (Case) self = case_new ();

  for (size_t m = 0; m < 3; m++)
    self->members[m] = values[m];
  mvua_kernel_statistics (self->members, 3, 2, &self->out);

  for (size_t p = 0; p < 2; p++)
    check_rows (self, p, expected[p]);
}

/* What numpy 2.4.6 makes of these floats in float64, then rounded to float32: mean and
 * std, min and max, percentiles; then without the 2nd and the 8th. */
static void
test_numpy (void)
{
  static const float values[] = {
    0.1f, 3.7f, 12.4f, 0, 0, 25.3f, 1.9f, 8.8f, 0.4f, 61.2f
  };
  static const float expected[2][ROWS] = {
    { 11.3800001f, 18.2733574f, 0, 61.2f, 0, 0, 0.174999997f, 2.79999995f, 11.5f,
      28.8899994f, 61.2f },
    { 12.6625004f, 20.1877403f, 0, 61.2f, 0, 0, 0.075000003f, 1.14999998f, 15.625f,
      36.0699997f, 61.2f },
  };
  g_autoptr (Case) self = case_new ();

  for (size_t m = 0; m < G_N_ELEMENTS (values); m++)
    {
      self->values[m][0] = values[m];
      self->values[m][1] = m == 1 || m == 7 ? NAN : values[m];
    }
  mvua_kernel_statistics (self->members, G_N_ELEMENTS (values), 2, &self->out);

  for (size_t p = 0; p < 2; p++)
    check_rows (self, p, expected[p]);
}

static void
test_one_member (void)
{
  g_autoptr (Case) self = case_new ();

  self->values[0][0] = 4.5f;
  self->values[0][1] = NAN;
  mvua_kernel_statistics (self->members, 1, 2, &self->out);

  for (size_t row = 0; row < ROWS; row++)
    {
      g_assert_cmpfloat (self->results[row][0], ==, row == 1 ? 0 : 4.5f);
      g_assert_true (isnan (self->results[row][1]));
    }
}

/* Every missing result is the same bit pattern, so that chunks of them look alike. */
static void
test_all_missing (void)
{
  const float missing = NAN;
  g_autoptr (Case) self = case_new ();
  float percent[POINTS];

  for (size_t m = 0; m < MEMBERS; m++)
    for (size_t p = 0; p < POINTS; p++)
      self->values[m][p] = NAN;
  mvua_kernel_statistics (self->members, 30, POINTS, &self->out);
  mvua_kernel_exceedance (self->members, 30, POINTS, 0, percent);

  for (size_t p = 0; p < POINTS; p++)
    {
      for (size_t row = 0; row < ROWS; row++)
        g_assert_cmpmem (&self->results[row][p], sizeof (float), &missing,
                         sizeof missing);
      g_assert_cmpmem (&percent[p], sizeof (float), &missing, sizeof missing);
    }
}

/* Infinity is a value: it is counted, and it is not taken for a missing one.  Each
 * point alone, too, since a tile with equal counts takes another way. */
static void
test_infinities (void)
{
  const float inf = INFINITY;
  const float values[5][3] = {
    { 1, inf, 2 }, { inf, inf, inf }, { -inf, 1, 2 }, { inf, NAN, 7 }, { -inf, inf, NAN },
  };
  const float expected[5][ROWS] = {
    { inf, NAN, 1, inf, 1, 1.2f, 1.5f, 2, inf, inf, inf },
    { inf, NAN, inf, inf, inf, inf, inf, inf, inf, inf, inf },
    { -inf, NAN, -inf, 2, -inf, -inf, -inf, 1, 1.5f, 1.8f, 2 },
    { inf, NAN, 7, inf, 7, inf, inf, inf, inf, inf, inf },
    { NAN, NAN, -inf, inf, -inf, NAN, NAN, NAN, NAN, NAN, inf },
  };
  g_autoptr (Case) self = case_new ();

  for (size_t p = 0; p < 5; p++)
    {
      const float *const members[] = { &values[p][0], &values[p][1], &values[p][2] };

      for (size_t m = 0; m < 3; m++)
        self->values[m][p] = values[p][m];
      mvua_kernel_statistics (members, 3, 1, &self->out);
      check_rows (self, 0, expected[p]);
    }

  mvua_kernel_statistics (self->members, 3, 5, &self->out);
  for (size_t p = 0; p < 5; p++)
    check_rows (self, p, expected[p]);
}

/* All sizes round the ends of tiles, whole, with gaps, and one member wholly missing. */
static void
test_sizes (void)
{
  static const size_t n_points[] = { 1, 2, 3, 4, 5, 63, 64, 65, 127, 128, 129, 199 };
  static const double gaps[] = { 0, 0.1, 0.95 };

  for (size_t g = 0; g < G_N_ELEMENTS (gaps); g++)
    for (size_t i = 0; i < G_N_ELEMENTS (n_points); i++)
      {
        g_autoptr (Case) self = case_new ();

        case_fill (self, gaps[g]);
        if (i % 2 == 0)
          for (size_t p = 0; p < POINTS; p++)
            self->values[4][p] = NAN;
        check_against_naive (self, 30, n_points[i]);
      }
}

static void
test_member_counts (void)
{
  for (size_t n_members = 1; n_members <= MEMBERS; n_members++)
    {
      g_autoptr (Case) whole = case_new ();
      g_autoptr (Case) with_gaps = case_new ();

      case_fill (whole, 0);
      case_fill (with_gaps, 0.2);
      check_against_naive (whole, n_members, 70);
      check_against_naive (with_gaps, n_members, 70);
    }
}

/* A network that sorts every sequence of zeros and ones sorts every sequence (Knuth,
 * The Art of Computer Programming 3, 5.3.4, theorem Z). */
static void
test_zero_one (void)
{
  enum
  {
    MAX = 12
  };
  static float values[MAX][1 << MAX];
  static float sorted[MAX][1 << MAX];

  for (size_t n = 2; n <= MAX; n++)
    {
      const size_t n_points = (size_t) 1 << n;
      const float *members[MAX];
      float *percentiles[MAX];
      double ranks[MAX];

      for (size_t m = 0; m < n; m++)
        {
          members[m] = values[m];
          percentiles[m] = sorted[m];
          ranks[m] = (double) m / (double) (n - 1);
          for (size_t p = 0; p < n_points; p++)
            values[m][p] = (p >> m & 1) != 0;
        }
      mvua_kernel_statistics (members, n, n_points,
                              &(MvuaStatistics){ .n_quantiles = n,
                                                 .quantiles = ranks,
                                                 .percentiles = percentiles });

      for (size_t p = 0; p < n_points; p++)
        {
          size_t n_ones = 0;

          for (size_t m = 0; m < n; m++)
            n_ones += p >> m & 1;
          for (size_t m = 0; m < n; m++)
            g_assert_true (is_near (sorted[m][p], m + n_ones >= n, 1e-6));
        }
    }
}

/* What is not asked for is not touched, and what is asked for does not change. */
static void
test_one_by_one (void)
{
  g_autoptr (Case) all = case_new ();
  g_autoptr (Case) single = case_new ();
  float *const *rows = (float *[]){ single->results[0], single->results[1],
                                    single->results[2], single->results[3] };

  case_fill (all, 0.1);
  mvua_kernel_statistics (all->members, 30, POINTS, &all->out);

  for (size_t row = 0; row < ROWS; row++)
    {
      const MvuaStatistics out = {
        .mean = row == 0 ? rows[0] : NULL,
        .std = row == 1 ? rows[1] : NULL,
        .min = row == 2 ? rows[2] : NULL,
        .max = row == 3 ? rows[3] : NULL,
        .n_quantiles = row >= 4 ? 1 : 0,
        .quantiles = row >= 4 ? &quantiles[row - 4] : NULL,
        .percentiles = row >= 4 ? &single->percentiles[row - 4] : NULL,
      };

      g_assert_cmpfloat (single->results[row][0], ==, -77);
      mvua_kernel_statistics (all->members, 30, POINTS, &out);
      g_assert_cmpmem (single->results[row], sizeof single->results[row],
                       all->results[row], sizeof all->results[row]);
    }
}

static void
test_nothing (void)
{
  g_autoptr (Case) self = case_new ();
  float percent = -77;

  mvua_kernel_statistics (self->members, 30, 0, &self->out);
  mvua_kernel_statistics (self->members, 30, POINTS, &(MvuaStatistics){ 0 });
  mvua_kernel_exceedance (self->members, 30, 0, 1, &percent);

  for (size_t row = 0; row < ROWS; row++)
    g_assert_cmpfloat (self->results[row][0], ==, -77);
  g_assert_cmpfloat (percent, ==, -77);
}

/* Laws: statistics are in order, and the order of members is none of their business. */
static void
test_laws (void)
{
  g_autoptr (Case) self = case_new ();
  g_autoptr (Case) shuffled = case_new ();

  case_fill (self, 0.05);
  for (size_t m = 0; m < 30; m++)
    shuffled->members[m] = self->members[m * 7 % 30];
  mvua_kernel_statistics (self->members, 30, POINTS, &self->out);
  mvua_kernel_statistics (shuffled->members, 30, POINTS, &shuffled->out);

  for (size_t p = 0; p < POINTS; p++)
    {
      g_assert_cmpfloat (self->out.min[p], ==, self->percentiles[0][p]);
      g_assert_cmpfloat (self->out.max[p], ==, self->percentiles[QUANTILES - 1][p]);
      for (size_t q = 1; q < QUANTILES; q++)
        g_assert_cmpfloat (self->percentiles[q - 1][p], <=, self->percentiles[q][p]);
      g_assert_cmpfloat (self->out.min[p], <=, self->out.mean[p]);
      g_assert_cmpfloat (self->out.mean[p], <=, self->out.max[p]);
      g_assert_cmpfloat (self->out.std[p], >=, 0);

      for (size_t row = 2; row < ROWS; row++)
        g_assert_cmpfloat (shuffled->results[row][p], ==, self->results[row][p]);
      for (size_t row = 0; row < 2; row++) /* sums round in another order */
        g_assert_true (is_near (shuffled->results[row][p], self->results[row][p], 1e-5));
    }
}

/* Whole numbers, so that the shift is exact: all but the spread move with it.  One
 * pass over squares would lose the spread of pressures in Pa. */
static void
test_shift (void)
{
  const float shift = 1 << 17;
  g_autoptr (Case) self = case_new ();
  g_autoptr (Case) shifted = case_new ();

  for (size_t m = 0; m < 32; m++)
    for (size_t p = 0; p < POINTS; p++)
      {
        self->values[m][p] = (float) g_test_rand_int_range (-20, 20);
        shifted->values[m][p] = self->values[m][p] + shift;
      }
  mvua_kernel_statistics (self->members, 32, POINTS, &self->out);
  mvua_kernel_statistics (shifted->members, 32, POINTS, &shifted->out);

  for (size_t p = 0; p < POINTS; p++)
    {
      g_assert_cmpfloat (shifted->out.mean[p], ==, self->out.mean[p] + shift);
      g_assert_cmpfloat (shifted->out.std[p], ==, self->out.std[p]);
      g_assert_cmpfloat (shifted->percentiles[3][p], ==, self->percentiles[3][p] + shift);
    }
}

/* By hand: 2 of 3 above 10; one missing, 1 of 2; 10 is not above 10, infinity is. */
static void
test_exceedance (void)
{
  const float a[] = { 11, NAN, 10 };
  const float b[] = { 9, 10, INFINITY };
  const float c[] = { 12, 20, -INFINITY };
  float percent[3];

  mvua_kernel_exceedance ((const float *[]){ a, b, c }, 3, 3, 10, percent);

  g_assert_cmpfloat (percent[0], ==, (float) (200 / 3.0));
  g_assert_cmpfloat (percent[1], ==, 50);
  g_assert_cmpfloat (percent[2], ==, (float) (100 / 3.0));
}

/* Laws: above and not above share out the valid members; exact against a plain count. */
static void
test_exceedance_laws (void)
{
  g_autoptr (Case) self = case_new ();
  g_autoptr (Case) negated = case_new ();
  float above[POINTS];
  float below[POINTS];

  case_fill (self, 0.1);
  for (size_t m = 0; m < 51; m++)
    for (size_t p = 0; p < POINTS; p++)
      negated->values[m][p] = -self->values[m][p];
  mvua_kernel_exceedance (self->members, 51, POINTS, 4.5f, above);
  mvua_kernel_exceedance (negated->members, 51, POINTS, -4.5f, below);

  for (size_t p = 0; p < POINTS; p++)
    {
      size_t n_valid = 0;
      size_t n_above = 0;

      for (size_t m = 0; m < 51; m++)
        {
          n_valid += !isnan (self->values[m][p]);
          n_above += self->values[m][p] > 4.5f;
        }
      g_assert_cmpfloat (above[p], ==,
                         (float) (100 * (double) n_above / (double) n_valid));
      g_assert_true (is_near (above[p] + below[p], 100, 1e-4));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernel/statistics/by-hand", test_by_hand);
  g_test_add_func ("/kernel/statistics/numpy", test_numpy);
  g_test_add_func ("/kernel/statistics/one-member", test_one_member);
  g_test_add_func ("/kernel/statistics/all-missing", test_all_missing);
  g_test_add_func ("/kernel/statistics/infinities", test_infinities);
  g_test_add_func ("/kernel/statistics/sizes", test_sizes);
  g_test_add_func ("/kernel/statistics/member-counts", test_member_counts);
  g_test_add_func ("/kernel/statistics/zero-one", test_zero_one);
  g_test_add_func ("/kernel/statistics/one-by-one", test_one_by_one);
  g_test_add_func ("/kernel/statistics/nothing", test_nothing);
  g_test_add_func ("/kernel/statistics/laws", test_laws);
  g_test_add_func ("/kernel/statistics/shift", test_shift);
  g_test_add_func ("/kernel/exceedance/by-hand", test_exceedance);
  g_test_add_func ("/kernel/exceedance/laws", test_exceedance_laws);
  return g_test_run ();
}
