/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-product.h"

#include "mvua-error.h"

#include <string.h>

#define STATISTICS "ensemble_stats/"
#define PROBABILITIES "probabilities"

static const char *const statistic_names[] = {
  [MVUA_STATISTIC_MEAN] = "mean",
  [MVUA_STATISTIC_STD] = "std",
  [MVUA_STATISTIC_MIN] = "min",
  [MVUA_STATISTIC_MAX] = "max",
};

const char *
mvua_statistic_name (MvuaStatistic statistic, char name[MVUA_STATISTIC_NAME_SIZE])
{
  if (statistic.kind == MVUA_STATISTIC_PERCENTILE)
    g_snprintf (name, MVUA_STATISTIC_NAME_SIZE, "p%02u", statistic.percent);
  else
    g_strlcpy (name, statistic_names[statistic.kind], MVUA_STATISTIC_NAME_SIZE);
  return name;
}

gboolean
mvua_statistic_from_name (const char *name, MvuaStatistic *statistic)
{
  guint64 percent = 0;

  for (guint kind = 0; kind < G_N_ELEMENTS (statistic_names); kind++)
    if (strcmp (name, statistic_names[kind]) == 0)
      {
        *statistic = (MvuaStatistic){ .kind = (MvuaStatisticKind) kind };
        return TRUE;
      }
  if (name[0] != 'p' ||
      !g_ascii_string_to_unsigned (name + 1, 10, 0, 100, &percent, NULL))
    return FALSE;
  *statistic = (MvuaStatistic){ MVUA_STATISTIC_PERCENTILE, (guint) percent };
  return TRUE;
}

MvuaProduct
mvua_product_member (MvuaMember member)
{
  return (MvuaProduct){ .kind = MVUA_PRODUCT_MEMBER, .member = member };
}

MvuaProduct
mvua_product_statistic (MvuaStatistic statistic)
{
  return (MvuaProduct){ .kind = MVUA_PRODUCT_STATISTIC, .statistic = statistic };
}

MvuaProduct
mvua_product_probability (float threshold)
{
  return (MvuaProduct){ .kind = MVUA_PRODUCT_PROBABILITY, .threshold = threshold };
}

gboolean
mvua_product_equal (const MvuaProduct *a, const MvuaProduct *b)
{
  if (a->kind != b->kind)
    return FALSE;
  switch (a->kind)
    {
    case MVUA_PRODUCT_MEMBER:
      return mvua_member_compare (a->member, b->member) == 0;
    case MVUA_PRODUCT_STATISTIC:
      return a->statistic.kind == b->statistic.kind &&
             a->statistic.percent == b->statistic.percent;
    case MVUA_PRODUCT_PROBABILITY:
      return a->threshold >= b->threshold && a->threshold <= b->threshold;
    default:
      g_assert_not_reached ();
    }
}

char *
mvua_product_path (const MvuaProduct *self)
{
  char member[MVUA_MEMBER_NAME_SIZE];
  char statistic[MVUA_STATISTIC_NAME_SIZE];

  switch (self->kind)
    {
    case MVUA_PRODUCT_MEMBER:
      return g_strdup (mvua_member_name (self->member, member));
    case MVUA_PRODUCT_STATISTIC:
      return g_strconcat (STATISTICS, mvua_statistic_name (self->statistic, statistic),
                          NULL);
    case MVUA_PRODUCT_PROBABILITY:
      return g_strdup (PROBABILITIES);
    default:
      g_assert_not_reached ();
    }
}

gboolean
mvua_product_parse (const char *node,
                    float threshold,
                    MvuaProduct *product,
                    GError **error)
{
  const gboolean is_long = g_str_has_prefix (node, STATISTICS);
  MvuaMember member;
  MvuaStatistic statistic;

  if (strcmp (node, PROBABILITIES) == 0)
    *product = mvua_product_probability (threshold);
  else if (mvua_statistic_from_name (is_long ? node + strlen (STATISTICS) : node,
                                     &statistic))
    *product = mvua_product_statistic (statistic);
  else if (mvua_member_from_name (node, &member))
    *product = mvua_product_member (member);
  else
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "“%s” is not a node: expected a member such as gep01, a statistic "
                   "(mean, std, min, max, p90) or “probabilities”",
                   node);
      return FALSE;
    }
  return TRUE;
}
