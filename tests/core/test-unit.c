/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-unit.h"

static const MvuaUnit *
unit (const char *variable, MvuaProduct product, const char *id)
{
  return mvua_unit_choose (mvua_variable_by_name (variable), &product, id);
}

static void
test_values (void)
{
  const MvuaProduct member = mvua_product_member ((MvuaMember){ MVUA_MEMBER_CONTROL, 0 });

  g_assert_cmpstr (unit ("t2m", member, NULL)->symbol, ==, "°C");
  g_assert_cmpfloat_with_epsilon (mvua_unit_from_stored (unit ("t2m", member, NULL), 300),
                                  26.85, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      mvua_unit_from_stored (unit ("mslet", member, NULL), 101325), 1013.25, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      mvua_unit_from_stored (unit ("u10", member, "knot"), 10), 19.4384, 1e-4);
  g_assert_cmpstr (unit ("tp", member, NULL)->symbol, ==, "mm");
  g_assert_cmpstr (unit ("pwat", member, NULL)->symbol, ==, "mm");
  g_assert_cmpstr (unit ("t2m", member, "kelvin")->symbol, ==, "K");
  g_assert_cmpstr (unit ("t2m", member, "knot")->symbol, ==, "°C");
}

/* A spread of 2 K is one of 2 °C, and never of -271.15 °C. */
static void
test_spread (void)
{
  const MvuaProduct spread =
      mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_STD, 0 });
  const MvuaProduct of_noaa = mvua_product_member ((MvuaMember){ MVUA_MEMBER_SPREAD, 0 });

  g_assert_cmpstr (unit ("t2m", spread, "celsius")->symbol, ==, "K");
  g_assert_cmpfloat_with_epsilon (
      mvua_unit_from_stored (unit ("t2m", spread, "celsius"), 2), 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (mvua_unit_from_stored (unit ("d2m", of_noaa, NULL), 2),
                                  2, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      mvua_unit_from_stored (unit ("mslet", spread, NULL), 200), 2, 1e-9);
}

static void
test_probability (void)
{
  const MvuaProduct product = mvua_product_probability (300);

  g_assert_cmpstr (unit ("t2m", product, "celsius")->symbol, ==, "%");
  g_assert_cmpfloat_with_epsilon (mvua_unit_from_stored (unit ("t2m", product, NULL), 40),
                                  40, 1e-9);
}

/* Every row of the table of variables has units, and there and back is the same. */
static void
test_all (void)
{
  guint n_variables = 0;
  const MvuaVariable *table = mvua_variable_table (&n_variables);

  for (guint i = 0; i < n_variables; i++)
    {
      guint n = 0;
      const MvuaUnit *const *choices = mvua_unit_choices (&table[i], NULL, &n);
      g_assert_cmpuint (n, >=, 1);
      for (guint k = 0; k < n; k++)
        g_assert_cmpfloat_with_epsilon (
            mvua_unit_to_stored (choices[k], mvua_unit_from_stored (choices[k], 123.25)),
            123.25, 1e-9);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit/values", test_values);
  g_test_add_func ("/unit/spread", test_spread);
  g_test_add_func ("/unit/probability", test_probability);
  g_test_add_func ("/unit/all", test_all);
  return g_test_run ();
}
