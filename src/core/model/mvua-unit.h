/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-product.h"
#include "mvua-variable.h"

G_BEGIN_DECLS

/**
 * MvuaUnit:
 * @id: for settings: "celsius", "hpa", "knot"
 * @symbol: as people write it: "°C", "hPa", "kt", "mm"
 * @factor: what is stored, times this …
 * @offset: … plus this, is the value in this unit
 * @decimals: that people read of it; "%.*f"
 *
 * A unit that people use.  Rows are static: compare by address.
 */
typedef struct
{
  const char *id;
  const char *symbol;
  double factor;
  double offset;
  int decimals;
} MvuaUnit;

/**
 * mvua_unit_choices:
 * @variable: what is shown
 * @product: (nullable): of which a spread has no offset (a standard deviation of 2 K is
 *   2 °C of difference, shown as K) and a probability is in percent; %NULL for a value
 * @n_units: (out): at least 1
 *
 * The units to choose from; the first is the one that people expect.  The last is always
 * that of what is stored.
 *
 * Returns: (transfer none) (array length=n_units)
 */
const MvuaUnit *const *mvua_unit_choices (const MvuaVariable *variable,
                                          const MvuaProduct *product,
                                          guint *n_units);

/* The choice with that id, or the first one if there is none or @id is %NULL. */
const MvuaUnit *mvua_unit_choose (const MvuaVariable *variable,
                                  const MvuaProduct *product,
                                  const char *id);

static inline double
mvua_unit_from_stored (const MvuaUnit *self, double stored)
{
  return stored * self->factor + self->offset;
}

static inline double
mvua_unit_to_stored (const MvuaUnit *self, double value)
{
  return (value - self->offset) / self->factor;
}

G_END_DECLS
