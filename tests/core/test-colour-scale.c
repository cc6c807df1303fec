/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Each scale of data/colours: its ends, its steps, its lightness, and how the scales of
 * rain and probability look to eyes that tell fewer colours apart. */

#include "mvua-colour-table.h"
#include "mvua-map-style.h"

#include <math.h>

/* How eyes see linear red, green and blue: as they are, and without one kind of cones.
 * Source: Machado, Oliveira and Fernandes, A physiologically-based model for simulation
 * of color vision deficiency, 2009, severity 1. */
typedef enum
{
  NORMAL,
  PROTANOPIA,
  DEUTERANOPIA,
  N_EYES,
} Eye;

static const double eyes[N_EYES][3][3] = {
  [NORMAL] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  [PROTANOPIA] = { { 0.152286, 1.052583, -0.204868 },
                   { 0.114503, 0.786281, 0.099216 },
                   { -0.003882, -0.048116, 1.051998 } },
  [DEUTERANOPIA] = { { 0.367322, 0.860646, -0.227968 },
                     { 0.280085, 0.672501, 0.047413 },
                     { -0.011820, 0.042940, 0.968881 } },
};

/* CIE 1976, of white D65. */
typedef struct
{
  double l;
  double a;
  double b;
} Lab;

static double
linear (guint32 byte)
{
  const double value = byte / 255.0;

  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
root (double t)
{
  return t > 216 / 24389.0 ? cbrt (t) : (24389 / 27.0 * t + 16) / 116;
}

static Lab
see (guint32 rgb, Eye eye)
{
  const double light[] = { linear (rgb >> 16 & 0xff), linear (rgb >> 8 & 0xff),
                           linear (rgb & 0xff) };
  double seen[3];

  for (int i = 0; i < 3; i++)
    seen[i] = CLAMP (eyes[eye][i][0] * light[0] + eyes[eye][i][1] * light[1] +
                         eyes[eye][i][2] * light[2],
                     0, 1);
  const double x =
      root ((0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047);
  const double y = root (0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]);
  const double z =
      root ((0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883);
  return (Lab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double
difference (Lab one, Lab other)
{
  return hypot (one.l - other.l, hypot (one.a - other.a, one.b - other.b));
}

/* The ruler itself: white and black are what they are to all eyes; a red and an olive
 * that everybody else tells apart are nearly one without the cones for red. */
static void
test_ruler (void)
{
  for (guint eye = NORMAL; eye < N_EYES; eye++)
    {
      g_assert_cmpfloat_with_epsilon (see (0xffffff, (Eye) eye).l, 100, 0.01);
      g_assert_cmpfloat_with_epsilon (see (0x000000, (Eye) eye).l, 0, 0.01);
      g_assert_cmpfloat (fabs (see (0x808080, (Eye) eye).a), <, 0.1);
    }
  /* By hand: sRGB red is L 53.24, a 80.09, b 67.20. */
  const Lab red = see (0xff0000, NORMAL);
  g_assert_cmpfloat_with_epsilon (red.l, 53.24, 0.02);
  g_assert_cmpfloat_with_epsilon (red.a, 80.09, 0.02);
  g_assert_cmpfloat_with_epsilon (red.b, 67.20, 0.02);
  g_assert_cmpfloat (difference (see (0xc03000, NORMAL), see (0x606000, NORMAL)), >, 60);
  g_assert_cmpfloat (difference (see (0xc03000, PROTANOPIA), see (0x606000, PROTANOPIA)),
                     <, 6);
}

/* Ends, beyond the ends, and reversed; names are those by which a scale is found. */
static void
test_ends (void)
{
  guint n = 0;
  const MvuaColourScale *table = mvua_colour_scale_table (&n);

  g_assert_cmpuint (n, >=, 8);
  for (guint i = 0; i < n; i++)
    {
      const MvuaColourScale *scale = &table[i];
      const guint32 first = scale->colours[0];
      const guint32 last = scale->colours[scale->n_colours - 1];

      g_assert_true (mvua_colour_scale_by_name (scale->name) == scale);
      g_assert_cmpuint (scale->n_colours, >=, 2);
      g_assert_true (scale->title[0] && scale->licence[0] && scale->source[0]);
      g_assert_cmphex (mvua_colour_scale_at (scale, FALSE, 0), ==, first);
      g_assert_cmphex (mvua_colour_scale_at (scale, FALSE, 1), ==, last);
      g_assert_cmphex (mvua_colour_scale_at (scale, FALSE, -3), ==, first);
      g_assert_cmphex (mvua_colour_scale_at (scale, FALSE, INFINITY), ==, last);
      for (double at = 0.003; at < 1; at += 0.01)
        g_assert_cmphex (mvua_colour_scale_at (scale, TRUE, at), ==,
                         mvua_colour_scale_at (scale, FALSE, 1 - at));
      for (guint classes = 2; classes < 20; classes++)
        {
          g_assert_cmphex (mvua_colour_scale_class (scale, FALSE, 0, classes), ==, first);
          g_assert_cmphex (mvua_colour_scale_class (scale, FALSE, classes - 1, classes),
                           ==, last);
          g_assert_cmphex (mvua_colour_scale_class (scale, TRUE, 0, classes), ==, last);
        }
    }
  g_assert_null (mvua_colour_scale_by_name ("jet"));
}

/* Classes are as wide as one another and of one colour; ramps have no steps. */
static void
test_steps (void)
{
  guint n = 0;
  const MvuaColourScale *table = mvua_colour_scale_table (&n);

  for (guint i = 0; i < n; i++)
    {
      const MvuaColourScale *scale = &table[i];
      const guint n_colours = scale->n_colours;

      for (guint k = 0; k < n_colours; k++)
        {
          const double begin = (double) k / n_colours, end = (k + 1.0) / n_colours;
          const guint32 low = mvua_colour_scale_at (scale, FALSE, begin + 1e-6);
          const guint32 high = mvua_colour_scale_at (scale, FALSE, end - 1e-6);
          if (scale->is_discrete)
            {
              g_assert_cmphex (low, ==, scale->colours[k]);
              g_assert_cmphex (high, ==, scale->colours[k]);
            }
          g_assert_cmphex (mvua_colour_scale_class (scale, FALSE, k, n_colours), ==,
                           scale->colours[k]);
        }
      for (double at = 0; !scale->is_discrete && at < 0.999; at += 0.001)
        g_assert_cmpfloat (
            difference (see (mvua_colour_scale_at (scale, FALSE, at), NORMAL),
                        see (mvua_colour_scale_at (scale, FALSE, at + 0.001), NORMAL)),
            <, 2);
    }
}

/* Lightness goes one way, so that more is always darker, or always lighter; of the scale
 * about zero it rises to the middle and falls from there. */
static void
test_lightness (void)
{
  static const struct
  {
    const char *name;
    int before; /* the middle */
    int after;
  } ways[] = {
    { "batlow", 1, 1 },       { "lapaz", 1, 1 },
    { "viridis", 1, 1 },      { "vik", 1, -1 },
    { "rain", -1, -1 },       { "probability", -1, -1 },
    { "old-rain", -1, -1 },   { "old-probability", -1, -1 },
    { "old-spread", -1, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      const MvuaColourScale *scale = mvua_colour_scale_by_name (ways[i].name);
      const guint n = scale->n_colours;

      for (guint eye = NORMAL; eye < N_EYES; eye++)
        for (guint k = 1; k < n; k++)
          {
            const double step = see (scale->colours[k], (Eye) eye).l -
                                see (scale->colours[k - 1], (Eye) eye).l;
            const int way = k <= n / 2 ? ways[i].before : ways[i].after;
            /* The top of a scale about zero lies between two points. */
            if (ways[i].before == ways[i].after || (k != n / 2 && k != n / 2 + 1))
              g_assert_cmpfloat (step * way, >, 0);
          }
    }
}

/* As many classes as maps of rain and probability have: each is darker than the one below
 * it, and each pair of them is told apart, by all eyes. */
static void
check_classes (const MvuaMapStyle *style)
{
  const guint n = style->limits.n_levels;

  g_assert_true (style->limits.is_least); /* nothing lies below the first level */
  for (guint eye = NORMAL; eye < N_EYES; eye++)
    for (guint i = 1; i < n; i++)
      {
        const guint32 colour =
            mvua_colour_scale_class (style->scale, style->reversed, i, n);
        const Lab upper = see (colour, (Eye) eye);
        for (guint k = 0; k < i; k++)
          {
            const Lab lower = see (
                mvua_colour_scale_class (style->scale, style->reversed, k, n), (Eye) eye);
            g_assert_cmpfloat (lower.l - upper.l, >=, 4.0 * (i - k));
            g_assert_cmpfloat (difference (lower, upper), >=, 4.9);
          }
      }
}

static void
test_colour_vision (void)
{
  static const int hours[] = { 3, 6, 24, 72, 120, 168 };
  const MvuaVariable *rain = mvua_variable_by_name ("tp");
  const MvuaProduct member =
      mvua_product_member ((MvuaMember){ MVUA_MEMBER_PERTURBED, 1 });
  const MvuaProduct probability = mvua_product_probability (25);

  for (guint i = 0; i < G_N_ELEMENTS (hours); i++)
    {
      const MvuaMapStyle of_member = mvua_map_style_new (rain, &member, hours[i], NULL);
      const MvuaMapStyle of_odds =
          mvua_map_style_new (rain, &probability, hours[i], NULL);

      g_assert_cmpstr (of_member.scale->name, ==, "rain");
      g_assert_cmpstr (of_odds.scale->name, ==, "probability");
      check_classes (&of_member);
      check_classes (&of_odds);
      g_assert_cmphex (mvua_map_style_colour (&of_member, &of_member.limits, 0), ==,
                       0xffffff);
    }
}

/* Values beyond fixed limits have the colours of the ends; automatic ones hold all. */
static void
test_limits (void)
{
  const MvuaVariable *variable = mvua_variable_by_name ("t2m");
  const MvuaProduct member =
      mvua_product_member ((MvuaMember){ MVUA_MEMBER_PERTURBED, 1 });
  const MvuaMapStyle style = mvua_map_style_new (variable, &member, 0, NULL);
  const MvuaMapLimits *limits = &style.limits;
  const guint n = limits->n_levels;

  g_assert_cmpfloat (limits->lowest, ==, 10);
  g_assert_cmpfloat (limits->highest, ==, 44);
  g_assert_cmphex (mvua_map_style_colour (&style, limits, -60), ==,
                   style.scale->colours[0]);
  g_assert_cmphex (mvua_map_style_colour (&style, limits, 60), ==,
                   style.scale->colours[style.scale->n_colours - 1]);
  /* A value on a level belongs to the class above it. */
  for (guint i = 1; i < n; i++)
    {
      const double level = limits->levels[i];
      g_assert_cmphex (mvua_map_style_colour (&style, limits, level + 0.01), ==,
                       mvua_map_style_colour (&style, limits, level + 1.9));
      g_assert_cmphex (mvua_map_style_colour (&style, limits, level - 0.01), !=,
                       mvua_map_style_colour (&style, limits, level + 0.01));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/colour-scale/ruler", test_ruler);
  g_test_add_func ("/colour-scale/ends", test_ends);
  g_test_add_func ("/colour-scale/steps", test_steps);
  g_test_add_func ("/colour-scale/lightness", test_lightness);
  g_test_add_func ("/colour-scale/colour-vision", test_colour_vision);
  g_test_add_func ("/colour-scale/limits", test_limits);
  return g_test_run ();
}
