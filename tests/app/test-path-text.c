/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-path-text.h"

#include "window-fixture.h"

/* Only what lies below the home is told from there. */
static void
test_path (void)
{
  g_autofree char *below = g_build_filename (g_get_home_dir (), "gefs", "00", NULL);
  g_autofree char *beside = g_strconcat (g_get_home_dir (), "-old/gefs", NULL);
  g_autofree char *odd = g_build_filename (g_get_home_dir (), "a\377b", NULL);
  g_autofree char *text = mvua_path_text (below);
  g_autofree char *home = mvua_path_text (g_get_home_dir ());
  g_autofree char *other = mvua_path_text (beside);
  g_autofree char *away = mvua_path_text ("/data/gefs");
  g_autofree char *no_utf8 = mvua_path_text (odd);

  g_assert_cmpstr (text, ==, "~/gefs/00");
  g_assert_cmpstr (home, ==, "~");
  g_assert_cmpstr (other, ==, beside);
  g_assert_cmpstr (away, ==, "/data/gefs");
  g_assert_true (g_utf8_validate (no_utf8, -1, NULL));
  g_assert_true (g_str_has_prefix (no_utf8, "~/a"));
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_test_add_func ("/path-text/home", test_path);
  return g_test_run ();
}
