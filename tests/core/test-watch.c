/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-watch.h"

#include <glib.h>
#include <math.h>

static void
assert_watch (const float *values,
              size_t n,
              size_t enough,
              size_t n_outside,
              size_t n_alike,
              size_t n_changes,
              bool is_varied)
{
  MvuaWatch watch;

  mvua_kernel_watch (values, n, -1, 10, enough, &watch);
  g_assert_cmpuint (watch.n_outside, ==, n_outside);
  g_assert_cmpuint (watch.n_alike, ==, n_alike);
  g_assert_cmpuint (watch.n_changes, ==, n_changes);
  g_assert_true (watch.is_varied == is_varied);
}

/* Counted by hand: the bounds themselves are plausible, and NaN is nothing at all. */
static void
test_by_hand (void)
{
  const float values[] = { NAN, 2, 2, NAN, 2, -1, -1.001F, 10, 10.001F, INFINITY, 2 };

  assert_watch (values, G_N_ELEMENTS (values), 99, 3, 3, 9, true);
  assert_watch (values, G_N_ELEMENTS (values), 4, 3, 3, 4, true);
  assert_watch (values, 5, 99, 0, 3, 3, false);
}

static void
test_edges (void)
{
  const float nothing[] = { NAN, NAN, NAN };
  const float zeros[] = { 0.0F, -0.0F, 0.0F }; /* the same value, other bits */
  const float below[] = { -INFINITY };

  assert_watch (nothing, 0, 9, 0, 0, 0, false);
  assert_watch (nothing, 3, 9, 0, 0, 0, false);
  assert_watch (zeros, 3, 9, 0, 3, 2, false);
  assert_watch (below, 1, 9, 1, 1, 0, false);
}

/* Whatever the length, and so the place in a vector, one value is found. */
static void
test_every_place (void)
{
  float values[67];

  for (size_t n = 1; n <= G_N_ELEMENTS (values); n++)
    for (size_t at = 0; at < n; at++)
      {
        for (size_t i = 0; i < n; i++)
          values[i] = 5;
        values[at] = 11;
        assert_watch (values, n, 99, 1, at > 0 ? at : MIN (n, 1),
                      (size_t) (at > 0) + (size_t) (at + 1 < n), n > 1);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/watch/by-hand", test_by_hand);
  g_test_add_func ("/watch/edges", test_edges);
  g_test_add_func ("/watch/every-place", test_every_place);
  return g_test_run ();
}
