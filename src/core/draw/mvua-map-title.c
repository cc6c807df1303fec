/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-title.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More names than these are told by their number. */
#define MOST_ABSENT 6

/* A character is about so wide, of the size of its font. */
#define CHARACTER 0.58
/* What gets smaller than this share of its size to fit is broken. */
#define LEAST_SHARE 0.8
#define SEPARATOR " · "

static char *
hours_text (const MvuaField *field)
{
  const int hours = field->end - field->start;

  if (hours >= 48 && hours % 24 == 0)
    return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) hours / 24),
                            hours / 24);
  /* TRANSLATORS: length of a time window, in hours */
  return g_strdup_printf (_ ("%d h"), hours);
}

/* "Total precipitation, 24 h" */
static char *
name_text (const MvuaField *field)
{
  const char *name = _ (field->key.variable->long_name);

  if (field->start >= field->end)
    return g_strdup (name);
  g_autofree char *hours = hours_text (field);
  /* TRANSLATORS: a variable and the length of its time window: "Total precipitation, 24
   * h" */
  return g_strdup_printf (_ ("%s, %s"), name, hours);
}

static char *
product_text (const MvuaField *field)
{
  const MvuaProduct *product = &field->key.product;
  char member[MVUA_MEMBER_NAME_SIZE];

  if (product->kind == MVUA_PRODUCT_MEMBER && product->member.kind == MVUA_MEMBER_MEAN)
    return g_strdup (_ ("NOAA’s own mean (geavg)"));
  if (product->kind == MVUA_PRODUCT_MEMBER && product->member.kind == MVUA_MEMBER_SPREAD)
    return g_strdup (_ ("NOAA’s own spread (gespr)"));
  if (product->kind == MVUA_PRODUCT_MEMBER)
    /* TRANSLATORS: %s is the name of a member, "gep05" */
    return g_strdup_printf (_ ("member %s"), mvua_member_name (product->member, member));
  switch (product->statistic.kind)
    {
    case MVUA_STATISTIC_MEAN:
      return g_strdup (_ ("mean of the members"));
    case MVUA_STATISTIC_STD:
      return g_strdup (_ ("spread (standard deviation) of the members"));
    case MVUA_STATISTIC_MIN:
      return g_strdup (_ ("lowest member"));
    case MVUA_STATISTIC_MAX:
      return g_strdup (_ ("highest member"));
    case MVUA_STATISTIC_PERCENTILE:
      return g_strdup_printf (_ ("percentile %u of the members"),
                              product->statistic.percent);
    default:
      g_assert_not_reached ();
    }
}

static char *
what_text (const MvuaMapScene *scene)
{
  const MvuaField *field = scene->field;
  g_autofree char *name = name_text (field);

  if (field->key.product.kind == MVUA_PRODUCT_PROBABILITY)
    {
      const MvuaUnit *unit = mvua_unit_choose (field->key.variable, NULL, NULL);
      const double value =
          mvua_unit_from_stored (unit, (double) field->key.product.threshold);
      /* TRANSLATORS: probability that a variable is above a threshold:
       * "P (Total precipitation, 24 h > 25 mm), %" */
      return g_strdup_printf (_ ("P (%s > %.4g %s), %%"), name, value, unit->symbol);
    }
  g_autofree char *product = product_text (field);
  /* TRANSLATORS: a variable, its unit and which member or statistic of it:
   * "Temperature at 2 m (°C) · member gep05" */
  return g_strdup_printf (_ ("%s (%s) · %s"), name, scene->style.unit->symbol, product);
}

static char *
members_text (const MvuaField *field)
{
  g_autoptr (GString) names = g_string_new (NULL);
  char name[MVUA_MEMBER_NAME_SIZE];

  if (field->absent->len == 0)
    return g_strdup_printf (_ ("members %u/%u"), field->n_members, field->n_wanted);
  for (guint i = 0; i < field->absent->len && i < MOST_ABSENT; i++)
    g_string_append_printf (
        names, "%s%s", i > 0 ? ", " : "",
        mvua_member_name (g_array_index (field->absent, MvuaMember, i), name));
  if (field->absent->len > MOST_ABSENT)
    g_string_append (names, " …");
  /* TRANSLATORS: how many members took part, of how many, and which did not:
   * "members 28/30, without gep05, gep17" */
  return g_strdup_printf (_ ("members %u/%u, without %s"), field->n_members,
                          field->n_wanted, names->str);
}

static char *
run_text (const MvuaField *field)
{
  char run[MVUA_RUN_TEXT_SIZE];
  g_autofree char *base = g_strdup_printf (
      /* TRANSLATORS: the model run and the step of the forecast */
      _ ("GEFS run %s · step %d h"), mvua_run_label (field->run, run), field->end);

  if (field->key.product.kind == MVUA_PRODUCT_MEMBER)
    return g_steal_pointer (&base);
  g_autofree char *members = members_text (field);
  return g_strdup_printf ("%s · %s", base, members);
}

static char *
valid_text (const MvuaMapScene *scene)
{
  const MvuaField *field = scene->field;
  const gint64 end = field->run + field->end * G_GINT64_CONSTANT (3600);
  const gint64 start = field->run + field->start * G_GINT64_CONSTANT (3600);
  const gboolean utc = scene->style.utc_first;
  char from_eat[MVUA_RUN_TEXT_SIZE];
  char from_utc[MVUA_RUN_TEXT_SIZE];
  char eat[MVUA_RUN_TEXT_SIZE];
  char of_utc[MVUA_RUN_TEXT_SIZE];

  mvua_time_eat (end, eat);
  mvua_time_utc (end, of_utc);
  if (start >= end)
    /* TRANSLATORS: a time in one zone and the same time in another */
    return g_strdup_printf (_ ("valid %s · %s"), utc ? of_utc : eat, utc ? eat : of_utc);
  mvua_time_eat (start, from_eat);
  mvua_time_utc (start, from_utc);
  /* TRANSLATORS: a window of time in one zone, and the same in another */
  return g_strdup_printf (_ ("%s to %s · %s to %s"), utc ? from_utc : from_eat,
                          utc ? of_utc : eat, utc ? from_eat : from_utc,
                          utc ? eat : of_utc);
}

char **
mvua_map_title (const MvuaMapScene *scene)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_autofree char *what = NULL;
  g_autofree char *run = NULL;
  g_autofree char *valid = NULL;

  if (scene->field == NULL)
    return g_strv_builder_end (lines);
  what = what_text (scene);
  run = run_text (scene->field);
  valid = valid_text (scene);
  g_strv_builder_add (lines, what);
  g_strv_builder_add (lines, valid);
  g_strv_builder_add (lines, run);
  if (scene->field->is_demo)
    g_strv_builder_add (lines, _ ("DEMO, NOT A FORECAST"));
  return g_strv_builder_end (lines);
}

static gboolean
fits (const char *text, gssize length, double size, double width)
{
  return (double) g_utf8_strlen (text, length) * size * CHARACTER * LEAST_SHARE <= width;
}

/* Where a line is broken: at the last separator before which all fits, or else at the
 * first; %NULL if it need not or cannot be. */
static const char *
find_break (const char *line, double size, double width)
{
  const char *best = NULL;

  if (fits (line, -1, size, width))
    return NULL;
  for (const char *at = strstr (line, SEPARATOR); at != NULL;
       at = strstr (at + strlen (SEPARATOR), SEPARATOR))
    if (best == NULL || fits (line, at - line, size, width))
      best = at;
  return best;
}

char **
mvua_map_title_lines (const MvuaMapScene *scene, double width)
{
  g_autoptr (GStrvBuilder) broken = g_strv_builder_new ();
  g_auto (GStrv) lines = mvua_map_title (scene);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const double size = i == 0 ? MVUA_MAP_TITLE_SIZE : MVUA_MAP_TITLE_TEXT_SIZE;
      const char *line = lines[i];
      const char *at = NULL;

      while ((at = find_break (line, size, width)) != NULL)
        {
          g_autofree char *first = g_strndup (line, (gsize) (at - line));
          g_strv_builder_add (broken, first);
          line = at + strlen (SEPARATOR);
        }
      g_strv_builder_add (broken, line);
    }
  return g_strv_builder_end (broken);
}
