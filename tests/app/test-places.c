/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A place is found by its name, however that is typed, and the map goes there. */

#include "input-fixture.h"
#include "main-fixture.h"
#include "mvua-country-name.h"
#include "mvua-place-popover.h"
#include "mvua-place-search.h"

#define MOST 20

/* The first that are found: "Nairobi, Kenya; Naivasha, Kenya". */
static char *
find (const char *text, guint n)
{
  g_autoptr (GPtrArray) found = mvua_place_search (mvua_map_basemap (), text, MOST);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < found->len && i < n; i++)
    {
      const MvuaFoundPlace *place = g_ptr_array_index (found, i);
      g_string_append_printf (names, "%s%s%s%s", i > 0 ? "; " : "", place->name,
                              place->country[0] != '\0' ? ", " : "", place->country);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
test_search (void)
{
  static const struct
  {
    const char *text;
    guint n;
    const char *expected;
  } rows[] = {
    { "Nairobi", 1, "Nairobi, Kenya" },
    { "  nAIROBI ", 1, "Nairobi, Kenya" },
    { "nai", 1, "Nairobi, Kenya" }, /* by rank, before Naivasha */
    { "ndjamena", 1, "Ndjamena, Chad" },
    { "N’Djaména", 1, "Ndjamena, Chad" },
    { "muqdisho", 1, "Mogadishu, Somalia" }, /* by its other name */
    { "kenya", 1, "Kenya" },
    { "sudan", 2, "Sudan; South Sudan" }, /* just so, then a word of it */
    { "salaam", 1, "Dar es Salaam, Tanzania" },
    { "east af", 1, "East Africa" },
    { "world", 1, "World" },
    { "no such place", 1, "" },
    { "'", 2, "East Africa; World" }, /* nothing that one could look for */
    { "\xff", 1, "East Africa" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = find (rows[i].text, rows[i].n);
      g_assert_cmpstr (found, ==, rows[i].expected);
    }
}

/* What begins with it comes before what only has it inside; never more than wanted. */
static void
test_order (void)
{
  g_autoptr (GPtrArray) found = mvua_place_search (mvua_map_basemap (), "ma", MOST);
  gboolean is_inside = FALSE;

  g_assert_cmpuint (found->len, ==, MOST);
  for (guint i = 0; i < found->len; i++)
    {
      const MvuaFoundPlace *place = g_ptr_array_index (found, i);
      const gboolean begins = g_ascii_strncasecmp (place->name, "ma", 2) == 0;
      g_assert_false (is_inside && begins);
      is_inside |=
          !begins && place->country[0] != '\0' && strstr (place->name, " Ma") == NULL;
    }
}

/* Nothing typed: the regions and the eleven countries, in which they lie. */
static void
test_presets (void)
{
  g_autoptr (GPtrArray) found = mvua_place_search (mvua_map_basemap (), "", 99);

  g_assert_cmpuint (found->len, ==, 13);
  for (guint i = 0; i < found->len; i++)
    {
      const MvuaFoundPlace *place = g_ptr_array_index (found, i);
      g_assert_cmpstr (place->country, ==, "");
      g_assert_cmpfloat (place->box.east, >, place->box.west);
      g_assert_cmpfloat (place->box.north, >, place->box.south);
    }
}

/* Each place on the basemap has a country with a name. */
static void
test_countries (void)
{
  gsize n = 0;
  const MvuaMapPlace *places = mvua_basemap_get_places (mvua_map_basemap (), &n);

  for (gsize i = 0; i < n; i++)
    if (places[i].country[0] != '\0')
      g_assert_cmpuint (strlen (mvua_country_name (places[i].country)), >, 3);
  g_assert_cmpstr (mvua_country_name ("XYZ"), ==, "XYZ");
}

static MvuaPlacePopover *
get_popover (void)
{
  return MVUA_PLACE_POPOVER (
      gtk_menu_button_get_popover (mvua_test_get_child ("region_button")));
}

static gboolean
is_first (gpointer expected)
{
  g_auto (GStrv) rows = mvua_place_popover_dup_rows (get_popover ());

  return g_strcmp0 (rows[0], expected) == 0;
}

static gboolean
is_closed (gpointer data G_GNUC_UNUSED)
{
  return !gtk_widget_get_visible (GTK_WIDGET (get_popover ()));
}

static void
assert_middle (double longitude, double latitude)
{
  const MvuaMapBox box = mvua_map_area_get_box (mvua_test_get_map ());

  g_assert_cmpfloat_with_epsilon ((box.west + box.east) / 2, longitude, 0.2);
  g_assert_cmpfloat_with_epsilon ((box.south + box.north) / 2, latitude, 0.2);
}

/* Ctrl+G, some letters, Enter: the map is there, and has the keyboard again. */
static void
test_keyboard (void)
{
  mvua_test_focus_window (GTK_WINDOW (mvua_test_get_window ()));
  mvua_test_press ("<Ctrl>g");
  g_assert_true (mvua_test_wait (is_first, (gpointer) "East Africa"));
  mvua_test_type ("ma");
  g_assert_true (mvua_test_wait (is_first, (gpointer) "Makkah (Saudi Arabia)"));
  mvua_test_save_popover (GTK_POPOVER (get_popover ()), "places");
  mvua_test_press ("<Ctrl>a");
  mvua_test_type ("nair");
  g_assert_true (mvua_test_wait (is_first, (gpointer) "Nairobi (Kenya)"));
  mvua_test_press ("Return");
  g_assert_true (mvua_test_wait (is_closed, NULL));
  assert_middle (36.82, -1.28);
  mvua_test_run_for (300);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (mvua_test_get_window ())) ==
                 GTK_WIDGET (mvua_test_get_map ()));

  /* It opens with nothing typed; the arrows choose. */
  mvua_test_press ("<Ctrl>g");
  g_assert_true (mvua_test_wait (is_first, (gpointer) "East Africa"));
  mvua_test_press ("Down");
  mvua_test_press ("Down");
  mvua_test_press ("Up");
  mvua_test_press ("Up");
  mvua_test_press ("Return");
  g_assert_true (mvua_test_wait (is_closed, NULL));
  assert_middle (37, 5.5);

  /* Enter just after the last letter goes to what was typed. */
  mvua_test_press ("<Ctrl>g");
  mvua_test_type ("kampala");
  mvua_test_press ("Return");
  assert_middle (32.58, 0.32);

  mvua_test_press ("<Ctrl>g");
  mvua_test_press ("Escape");
  g_assert_true (mvua_test_wait (is_closed, NULL));
  assert_middle (32.58, 0.32);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_test_add_func ("/places/search", test_search);
  g_test_add_func ("/places/order", test_order);
  g_test_add_func ("/places/presets", test_presets);
  g_test_add_func ("/places/countries", test_countries);
  g_test_add_func ("/places/keyboard", test_keyboard);
  mvua_test_new_window ();
  mvua_test_open_demo ();
  const int status = g_test_run ();
  mvua_test_end_application ();
  return status;
}
