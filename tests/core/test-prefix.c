/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* How much of a message is asked for at first, and what is learnt from what was needed.
 */

#include "mvua-prefix.h"

#define LENGTH 500000

static const MvuaGrid grid = { .n_rows = 721, .n_columns = 1440 };
static const MvuaWindow window = {
  .row = 268, .n_rows = 141, .column = 84, .n_columns = 129
};

static guint64
expect (MvuaPrefixes *prefixes, const char *variable)
{
  return mvua_prefixes_expect (prefixes, mvua_variable_by_name (variable), &grid, &window,
                               LENGTH);
}

static void
learn (MvuaPrefixes *prefixes, const char *variable, double share)
{
  mvua_prefixes_learn (prefixes, mvua_variable_by_name (variable), &window, LENGTH,
                       (guint64) (share * LENGTH));
}

/* What is asked for covers @share and has at most one part in a hundred besides. */
static void
assert_share (guint64 asked, double share)
{
  g_assert_cmpfloat ((double) asked, >, share * LENGTH);
  g_assert_cmpfloat ((double) asked, <, (share + 0.01) * LENGTH);
}

static void
test_guess (void)
{
  guint64 last = 0;

  for (int percent = 0; percent <= 100; percent++)
    {
      const guint64 asked = mvua_prefix_guess (percent / 100.0, LENGTH);
      g_assert_cmpuint (asked, <=, LENGTH);
      g_assert_cmpuint (asked, >=, last);
      last = asked;
    }
  g_assert_cmpuint (last, ==, LENGTH);
  /* Real messages of the everyday grid need 66.8 to 67.9 % for East Africa. */
  assert_share (mvua_prefix_guess (409.0 / 721.0, LENGTH), 0.679);
}

/* Of what is short all is asked for, and never more than there is. */
static void
test_bounds (void)
{
  g_autoptr (MvuaPrefixes) prefixes = mvua_prefixes_new ();
  const MvuaVariable *variable = mvua_variable_by_name ("t2m");

  for (guint64 length = 0; length <= 4096; length += 64)
    g_assert_cmpuint (mvua_prefix_guess (0.1, length), ==, length);
  for (guint64 length = 1; length < (guint64) 1 << 40; length *= 3)
    {
      g_assert_cmpuint (mvua_prefix_guess (0.5, length), <=, length);
      g_assert_cmpuint (mvua_prefix_guess (0.5, length), >, 0);
    }
  learn (prefixes, "t2m", 1);
  g_assert_cmpuint (expect (prefixes, "t2m"), ==, LENGTH);
  /* A message of no length has no share that anything follows from. */
  mvua_prefixes_learn (prefixes, variable, &window, 0, 0);
  g_assert_cmpuint (expect (prefixes, "t2m"), <=, LENGTH);
}

static void
test_learn (void)
{
  g_autoptr (MvuaPrefixes) prefixes = mvua_prefixes_new ();

  g_assert_cmpuint (expect (prefixes, "cape"), ==,
                    mvua_prefix_guess (409.0 / 721.0, LENGTH));
  learn (prefixes, "cape", 0.9);
  assert_share (expect (prefixes, "cape"), 0.9);
  learn (prefixes, "t2m", 0.3);
  assert_share (expect (prefixes, "t2m"), 0.3);
  assert_share (expect (prefixes, "cape"), 0.9);
  g_assert_cmpuint (expect (prefixes, "sp"), ==,
                    mvua_prefix_guess (409.0 / 721.0, LENGTH));
}

/* Another last row is another thing to know; where the window begins does not matter. */
static void
test_windows (void)
{
  g_autoptr (MvuaPrefixes) prefixes = mvua_prefixes_new ();
  const MvuaVariable *variable = mvua_variable_by_name ("t2m");
  const MvuaWindow lower = { .row = 268, .n_rows = 341, .n_columns = 129 };
  const MvuaWindow line = { .row = 408, .n_rows = 1, .n_columns = 1 };

  learn (prefixes, "t2m", 0.6);
  g_assert_cmpuint (mvua_prefixes_expect (prefixes, variable, &grid, &lower, LENGTH), ==,
                    mvua_prefix_guess (609.0 / 721.0, LENGTH));
  g_assert_cmpuint (mvua_prefixes_expect (prefixes, variable, &grid, &line, LENGTH), ==,
                    expect (prefixes, "t2m"));
}

/* Up at once, and down bit by bit. */
static void
test_forget (void)
{
  g_autoptr (MvuaPrefixes) prefixes = mvua_prefixes_new ();

  learn (prefixes, "tp", 0.6);
  learn (prefixes, "tp", 0.8);
  assert_share (expect (prefixes, "tp"), 0.8);
  guint64 last = expect (prefixes, "tp");
  for (guint i = 0; i < 30; i++)
    {
      learn (prefixes, "tp", 0.6);
      const guint64 now = expect (prefixes, "tp");
      g_assert_cmpuint (now, <, last);
      /* Never by more than a quarter of what is between. */
      g_assert_cmpfloat ((double) (last - now), <, 0.25 * ((double) last - 0.6 * LENGTH));
      last = now;
    }
  assert_share (last, 0.6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prefix/guess", test_guess);
  g_test_add_func ("/prefix/bounds", test_bounds);
  g_test_add_func ("/prefix/learn", test_learn);
  g_test_add_func ("/prefix/windows", test_windows);
  g_test_add_func ("/prefix/forget", test_forget);
  return g_test_run ();
}
