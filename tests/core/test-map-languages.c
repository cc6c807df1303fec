/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What pictures say is said in the language of whoever looks at them. */

#include "map-fixture.h"

#include "mvua-colour-table.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

static const char *const languages[] = { "sw", "fr" };

/* The catalogues look at the variable again when the locale is set again. */
static void
speak (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  g_assert_nonnull (setlocale (LC_ALL, ""));
}

static char *
title_of (MvuaField *field)
{
  const MvuaMapScene scene = bare_scene (field);
  g_auto (GStrv) lines = mvua_map_title (&scene);

  return g_strjoinv ("\n", lines);
}

/* The first line of a title in a language, with the name of the variable in it. */
static char *
check_title (const MvuaVariable *variable, const char *language)
{
  g_autoptr (MvuaField) field = new_field (variable->name, member (), 1, 0);

  speak (language);
  g_autofree char *title = title_of (field);
  if (strcmp (language, "en") != 0)
    {
      g_assert_cmpstr (_ (variable->long_name), !=, variable->long_name);
      g_assert_null (strstr (title, variable->long_name));
    }
  g_assert_true (g_str_has_prefix (title, _ (variable->long_name)));
  g_assert_true (g_utf8_validate (title, -1, NULL));
  return g_steal_pointer (&title);
}

/* Each variable has a name in each language; what is stored stays English. */
static void
test_variables (void)
{
  guint n = 0;
  const MvuaVariable *table = mvua_variable_table (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *english = check_title (&table[i], "en");
      g_assert_nonnull (strstr (english, table[i].long_name));
      g_assert_true (g_str_is_ascii (table[i].long_name));
      for (guint k = 0; k < G_N_ELEMENTS (languages); k++)
        {
          g_autofree char *title = check_title (&table[i], languages[k]);
          g_assert_cmpstr (title, !=, english);
        }
    }
}

/* The words around the variable: member, statistic, run, window, the demo's warning. */
static void
test_title (void)
{
  g_autoptr (MvuaField) rain = new_field (
      "tp", mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_PERCENTILE, 90 }), 1,
      0);

  rain->start = 0;
  rain->end = 72;
  rain->n_members = rain->n_wanted = 30;
  rain->is_demo = TRUE;
  speak ("sw");
  g_autofree char *swahili = title_of (rain);
  g_assert_cmpstr (swahili, ==,
                   "Jumla ya mvua, siku 3 (mm) · persentaili ya 90 ya wanachama\n"
                   "2025-09-18 03:00 EAT hadi 2025-09-21 03:00 EAT · "
                   "2025-09-18 00:00 UTC hadi 2025-09-21 00:00 UTC\n"
                   "Mzunguko wa GEFS 2025-09-18 00Z · hatua 72 h · wanachama 30/30\n"
                   "MFANO, SI UTABIRI");
  speak ("fr");
  g_autofree char *french = title_of (rain);
  g_assert_true (g_str_has_prefix (french, "Précipitations totales, 3 jours (mm) · "));
}

/* Each scale of colours has a title; some are names that stay what they are. */
static void
test_scales (void)
{
  static const char *const names[] = { "batlow", "lapaz", "viridis", NULL };
  guint n = 0;
  const MvuaColourScale *table = mvua_colour_scale_table (&n);

  for (guint k = 0; k < G_N_ELEMENTS (languages); k++)
    {
      speak (languages[k]);
      for (guint i = 0; i < n; i++)
        if (g_strv_contains (names, table[i].name))
          g_assert_cmpstr (_ (table[i].title), ==, table[i].title);
        else
          g_assert_cmpstr (_ (table[i].title), !=, table[i].title);
    }
}

/* The letters along the edges of a map are words, too: Swahili has others. */
static void
test_degrees (void)
{
  g_autoptr (MvuaField) field = new_field ("t2m", member (), 290, 0);
  MvuaMapScene scene = bare_scene (field);

  scene.style.graticule = TRUE;
  speak ("en");
  cairo_surface_t *english = paint (&scene);
  speak ("sw");
  cairo_surface_t *swahili = paint (&scene);
  g_assert_cmpuint (n_differing (english, swahili), >, 100);
  cairo_surface_destroy (english);
  cairo_surface_destroy (swahili);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "..", "po", NULL);

  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* GLib asks but once whether the program speaks a language at all. */
  speak ("sw");
  g_assert_cmpstr (_ (mvua_variable_by_name ("t2m")->long_name), ==,
                   "Halijoto kwenye m 2");
  g_test_add_func ("/map-languages/variables", test_variables);
  g_test_add_func ("/map-languages/title", test_title);
  g_test_add_func ("/map-languages/scales", test_scales);
  g_test_add_func ("/map-languages/degrees", test_degrees);
  return g_test_run ();
}
