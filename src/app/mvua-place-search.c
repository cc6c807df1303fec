/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-place-search.h"

#include "mvua-country-name.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is seen around a town. */
#define PLACE_DEGREES 3.0

typedef enum
{
  MATCH_WHOLE,
  MATCH_BEGINNING,
  MATCH_WORD,
  MATCH_INSIDE,
  MATCH_NONE,
} Match;
#define N_MATCHES MATCH_NONE

/* Found so far, the better matches apart from the others. */
typedef struct
{
  char *wanted; /* folded */
  GPtrArray *found[N_MATCHES];
} Search;

/* Letters alone, without case and marks; a space between words.  An apostrophe is none:
 * people write N'Djamena as they like. */
static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *apart = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  g_autoptr (GString) letters = g_string_new (NULL);

  for (const char *at = apart; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar letter = g_utf8_get_char (at);
      const gboolean has_space =
          letters->len == 0 || letters->str[letters->len - 1] == ' ';
      if (g_unichar_isalnum (letter))
        g_string_append_unichar (letters, letter);
      else if (!g_unichar_ismark (letter) && letter != '\'' && letter != 0x2019 &&
               letter != '`' && !has_space)
        g_string_append_c (letters, ' ');
    }
  g_autofree char *folded = g_utf8_casefold (letters->str, -1);
  return g_strdup (g_strchomp (folded));
}

static Match
match_name (const char *name, const char *wanted)
{
  g_autofree char *folded = fold (name);
  const char *at = strstr (folded, wanted);
  Match match = MATCH_NONE;

  if (at == folded)
    return strlen (folded) == strlen (wanted) ? MATCH_WHOLE : MATCH_BEGINNING;
  for (; at != NULL && match != MATCH_WORD; at = strstr (at + 1, wanted))
    match = at[-1] == ' ' ? MATCH_WORD : MATCH_INSIDE;
  return match;
}

/* @others: names with commas between, or NULL */
static Match
match_names (const char *name, const char *others, const char *wanted)
{
  g_auto (GStrv) names = g_strsplit (others != NULL ? others : "", ",", -1);
  Match best = match_name (name, wanted);

  for (guint i = 0; names[i] != NULL; i++)
    best = MIN (best, match_name (names[i], wanted));
  return best;
}

static void
place_free (gpointer data)
{
  g_free (((MvuaFoundPlace *) data)->name);
  g_free (data);
}

static void
take (Search *search,
      Match match,
      const char *name,
      const char *country,
      const MvuaMapBox *box)
{
  MvuaFoundPlace *place = NULL;

  if (match == MATCH_NONE)
    return;
  place = g_new (MvuaFoundPlace, 1);
  *place = (MvuaFoundPlace){ g_strdup (name), country, *box };
  g_ptr_array_add (search->found[match], place);
}

static void
search_regions (Search *search, const MvuaBasemap *basemap)
{
  const struct
  {
    const char *name;
    MvuaMapBox box;
  } regions[] = {
    { _ ("East Africa"), { 21, -12, 53, 23 } },
    { _ ("World"), { -180, -90, 180, 90 } },
  };
  gsize n = 0;
  const MvuaMapCountry *countries = mvua_basemap_get_countries (basemap, &n);

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    take (search, match_name (regions[i].name, search->wanted), regions[i].name, "",
          &regions[i].box);
  for (gsize i = 0; i < n; i++)
    {
      const char *name = mvua_country_name (countries[i].code);
      take (search, match_names (name, countries[i].name, search->wanted), name, "",
            &countries[i].box);
    }
}

static void
search_places (Search *search, const MvuaBasemap *basemap)
{
  gsize n = 0;
  const MvuaMapPlace *places = mvua_basemap_get_places (basemap, &n);

  for (gsize i = 0; i < n; i++)
    {
      const double lon = (double) places[i].at.lon;
      const double lat = (double) places[i].at.lat;
      const MvuaMapBox box = { lon - PLACE_DEGREES, MAX (lat - PLACE_DEGREES, -90),
                               lon + PLACE_DEGREES, MIN (lat + PLACE_DEGREES, 90) };
      if (places[i].name[0] != '\0')
        take (search, match_names (places[i].name, places[i].other, search->wanted),
              places[i].name, mvua_country_name (places[i].country), &box);
    }
}

GPtrArray *
mvua_place_search (const MvuaBasemap *basemap, const char *text, guint most)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (place_free);
  g_autofree char *wanted = fold (text);
  Search search = { .wanted = wanted };

  for (guint i = 0; i < N_MATCHES; i++)
    search.found[i] = g_ptr_array_new ();
  search_regions (&search, basemap);
  if (wanted[0] != '\0')
    search_places (&search, basemap);
  for (guint i = 0; i < N_MATCHES; i++)
    g_ptr_array_extend_and_steal (all, search.found[i]);
  if (all->len > most)
    g_ptr_array_set_size (all, (int) most);
  return all;
}
