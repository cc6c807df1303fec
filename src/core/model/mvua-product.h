/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-member.h"

G_BEGIN_DECLS

/**
 * MvuaStatistic:
 * @kind: one of the four, or a percentile of @percent 0..100
 */
typedef enum
{
  MVUA_STATISTIC_MEAN,
  MVUA_STATISTIC_STD,
  MVUA_STATISTIC_MIN,
  MVUA_STATISTIC_MAX,
  MVUA_STATISTIC_PERCENTILE,
} MvuaStatisticKind;

typedef struct
{
  MvuaStatisticKind kind;
  guint percent;
} MvuaStatistic;

/* "mean", "p90" */
#define MVUA_STATISTIC_NAME_SIZE 8
const char *mvua_statistic_name (MvuaStatistic statistic,
                                 char name[MVUA_STATISTIC_NAME_SIZE]);

/* FALSE and @statistic untouched if @name is none of those. */
gboolean mvua_statistic_from_name (const char *name, MvuaStatistic *statistic);

typedef enum
{
  MVUA_PRODUCT_MEMBER,
  MVUA_PRODUCT_STATISTIC,
  MVUA_PRODUCT_PROBABILITY,
} MvuaProductKind;

/**
 * MvuaProduct:
 * @member: of %MVUA_PRODUCT_MEMBER
 * @statistic: of %MVUA_PRODUCT_STATISTIC, over the perturbed members
 * @threshold: of %MVUA_PRODUCT_PROBABILITY, in the unit of what is stored: the share of
 *   the perturbed members strictly above it, in percent
 *
 * What is made of an ensemble's fields of one variable and time: a branch of the tree.
 * A plain value; compare with mvua_product_equal().
 */
typedef struct
{
  MvuaProductKind kind;
  MvuaMember member;
  MvuaStatistic statistic;
  float threshold;
} MvuaProduct;

MvuaProduct mvua_product_member (MvuaMember member);
MvuaProduct mvua_product_statistic (MvuaStatistic statistic);
MvuaProduct mvua_product_probability (float threshold);

gboolean mvua_product_equal (const MvuaProduct *a, const MvuaProduct *b);

/**
 * mvua_product_path:
 *
 * The group of a store in which it lies: "gep07", "ensemble_stats/p90", "probabilities".
 *
 * Returns: (transfer full)
 */
char *mvua_product_path (const MvuaProduct *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_product_parse:
 * @node: a path as above; the "ensemble_stats/" may be left out
 * @threshold: of a probability
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE set, naming what there is
 */
gboolean mvua_product_parse (const char *node,
                             float threshold,
                             MvuaProduct *product,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
