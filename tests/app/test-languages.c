/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "window-fixture.h"

#include <glib/gi18n.h>

/* The catalogues are found and used; which messages they lack is the matter of
 * tests/data. */

static void
test_language (gconstpointer data)
{
  const char *const *language = data;

  if (g_test_subprocess ())
    {
      g_assert_cmpstr (_ ("New Window"), ==, language[1]);
      return;
    }
  /* gettext keeps what it has looked up, so each language has its own process. */
  g_setenv ("LANGUAGE", language[0], TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

/* Names that are the same in every language. */
static gboolean
is_proper (const char *title)
{
  return g_strv_contains ((const char *const[]){ "Batlow", "Lapaz", "Viridis", NULL },
                          title);
}

/* What tables have for people is in the catalogues, too. */
static void
test_tables (gconstpointer data)
{
  guint n = 0;

  if (!g_test_subprocess ())
    {
      g_setenv ("LANGUAGE", data, TRUE);
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  const MvuaVariable *variables = mvua_variable_table (&n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (_ (variables[i].long_name), !=, variables[i].long_name);
  const MvuaColourScale *scales = mvua_colour_scale_table (&n);
  for (guint i = 0; i < n; i++)
    if (!is_proper (scales[i].title))
      g_assert_cmpstr (_ (scales[i].title), !=, scales[i].title);
}

int
main (int argc, char **argv)
{
  static const char *const english[] = { "en", "New Window" };
  static const char *const french[] = { "fr", "Nouvelle fenêtre" };
  static const char *const swahili[] = { "sw", "Dirisha jipya" };

  mvua_test_window_init (&argc, &argv);
  g_test_add_data_func ("/languages/english", english, test_language);
  g_test_add_data_func ("/languages/french", french, test_language);
  g_test_add_data_func ("/languages/swahili", swahili, test_language);
  g_test_add_data_func ("/languages/tables/french", "fr", test_tables);
  g_test_add_data_func ("/languages/tables/swahili", "sw", test_tables);
  return g_test_run ();
}
