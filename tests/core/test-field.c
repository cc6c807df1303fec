/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-error.h"
#include "mvua-field.h"

#include <math.h>

static const MvuaGrid globe = {
  .north = 90000000,
  .south = -90000000,
  .west = 0,
  .width = 359750000,
  .n_rows = 721,
  .n_columns = 1440,
  .wraps = 1,
};

static MvuaField *
new_field (double north, double west, double south, double east)
{
  const MvuaRegion region = { FALSE, north, west, south, east };
  MvuaFieldKey key = { .variable = mvua_variable_by_name ("t2m"),
                       .start = MVUA_HOUR_UNKNOWN,
                       .end = 12 };
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_grid_cut (&globe, &region, &key.window, &error));
  MvuaField *field = mvua_field_new (&key, &globe, 0, &error);
  g_assert_no_error (error);
  return field;
}

/* A field of which nothing is known yet is missing, not zero. */
static void
test_new (void)
{
  g_autoptr (MvuaField) field = new_field (10, 30, 0, 40);

  g_assert_cmpint (field->status, ==, MVUA_STATUS_MISSING);
  g_assert_cmpuint (field->n_points, ==, 41 * 41);
  g_assert_true (isnan (field->values[0]));
  mvua_field_seal (field);
  g_assert_cmpuint (field->n_missing, ==, field->n_points);
  g_assert_true (isnan (field->lowest));
}

static void
test_seal (void)
{
  g_autoptr (MvuaField) field = new_field (10, 30, 0, 40);

  field->values[3] = -2;
  field->values[7] = 5;
  mvua_field_seal (field);
  g_assert_cmpfloat (field->lowest, ==, -2);
  g_assert_cmpfloat (field->highest, ==, 5);
  g_assert_cmpuint (field->n_missing, ==, field->n_points - 2);
}

/* The nearest point; nothing beyond half a step outside; any turn of longitude. */
static void
test_at (void)
{
  g_autoptr (MvuaField) field = new_field (1, -1, -1, 1); /* across Greenwich */

  for (gsize i = 0; i < field->n_points; i++)
    field->values[i] = (float) i;
  g_assert_cmpuint (field->n_points, ==, 81);
  g_assert_cmpfloat (mvua_field_at (field, 1, -1), ==, 0);
  g_assert_cmpfloat (mvua_field_at (field, 1, 359), ==, 0);
  g_assert_cmpfloat (mvua_field_at (field, 1.12, -1.12), ==, 0);
  g_assert_cmpfloat (mvua_field_at (field, 0, 0), ==, 40);
  g_assert_cmpfloat (mvua_field_at (field, 0, 360), ==, 40);
  g_assert_cmpfloat (mvua_field_at (field, -1, 1), ==, 80);
  g_assert_cmpfloat (mvua_field_at (field, -1.12, 1.12), ==, 80);
  g_assert_true (isnan (mvua_field_at (field, 1.13, 0)));
  g_assert_true (isnan (mvua_field_at (field, 0, 1.13)));
  g_assert_true (isnan (mvua_field_at (field, 0, -1.13)));
  g_assert_true (isnan (mvua_field_at (field, 0, 180)));
}

static void
test_keys (void)
{
  g_autoptr (MvuaField) field = new_field (10, 30, 0, 40);
  MvuaFieldKey key = field->key;

  g_assert_true (mvua_field_key_equal (&key, &field->key));
  g_assert_cmpuint (mvua_field_key_hash (&key), ==, mvua_field_key_hash (&field->key));
  key.product = mvua_product_probability (5);
  g_assert_false (mvua_field_key_equal (&key, &field->key));
  key = field->key;
  key.end = 15;
  g_assert_false (mvua_field_key_equal (&key, &field->key));
}

static void
test_products (void)
{
  const char *const paths[] = {
    "gep07",        "gec00", "geavg", "ensemble_stats/mean", "ensemble_stats/p90",
    "probabilities"
  };
  MvuaProduct product;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_assert_true (mvua_product_parse (paths[i], 5, &product, &error));
      g_autofree char *path = mvua_product_path (&product);
      g_assert_cmpstr (path, ==, paths[i]);
    }
  g_assert_true (mvua_product_parse ("max", 0, &product, &error));
  g_assert_cmpint (product.statistic.kind, ==, MVUA_STATISTIC_MAX);
  g_assert_false (mvua_product_parse ("gep1", 0, &product, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/new", test_new);
  g_test_add_func ("/field/seal", test_seal);
  g_test_add_func ("/field/at", test_at);
  g_test_add_func ("/field/keys", test_keys);
  g_test_add_func ("/field/products", test_products);
  return g_test_run ();
}
