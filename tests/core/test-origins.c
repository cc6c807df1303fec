/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The table of where fields come from: what is noted, what stays, and its file. */

#include "mvua-error.h"
#include "mvua-origins.h"
#include "mvua-parquet.h"

#include <math.h>
#include <string.h>

#define N_POINTS 100

static const MvuaVariable *
variable (const char *name)
{
  return mvua_variable_by_name (name);
}

static MvuaMember
perturbed (guint number)
{
  return (MvuaMember){ MVUA_MEMBER_PERTURBED, (guint8) number };
}

static MvuaOrigin
message (const char *name, guint member, int step, guint32 crc)
{
  return (MvuaOrigin){ .variable = variable (name),
                       .member = perturbed (member),
                       .step = step,
                       .start = step - 3,
                       .file = "https://host.example/f003",
                       .etag = "\"5d1b\"",
                       .offset = 1234567890123,
                       .length = 4321,
                       .crc32c = crc,
                       .read_at = 1758153600 };
}

/* Values with as much going on as a field has. */
static void
fill (float *values, float first)
{
  for (guint i = 0; i < N_POINTS; i++)
    values[i] = first + (float) (i % 17);
}

static void
watch (MvuaOrigins *self, const char *name, guint member, int step, const float *values)
{
  mvua_origins_watch (self, variable (name), perturbed (member), step, values, N_POINTS,
                      NULL);
}

static guint
oddities_of (MvuaOrigins *self, const char *name, guint member, int step)
{
  MvuaOrigin origin;

  g_assert_true (
      mvua_origins_lookup (self, variable (name), perturbed (member), step, &origin));
  return origin.oddities;
}

/* What a field was made of stays when its message is read for something else. */
static void
test_adding (void)
{
  g_autoptr (MvuaOrigins) self = mvua_origins_new ();
  MvuaOrigin origin = message ("tp", 1, 6, 1);
  MvuaOrigin found;
  float values[N_POINTS];

  fill (values, 1);
  mvua_origins_add (self, &origin);
  origin = message ("tp", 1, 6, 2);
  mvua_origins_add (self, &origin);
  g_assert_true (mvua_origins_lookup (self, variable ("tp"), perturbed (1), 6, &found));
  g_assert_cmpuint (found.crc32c, ==, 2);
  g_assert_false (found.is_field);

  watch (self, "tp", 1, 6, values);
  origin = message ("tp", 1, 6, 3);
  mvua_origins_add (self, &origin);
  g_assert_true (mvua_origins_lookup (self, variable ("tp"), perturbed (1), 6, &found));
  g_assert_cmpuint (found.crc32c, ==, 2);
  g_assert_true (found.is_field);
  g_assert_cmpstr (found.file, ==, "https://host.example/f003");
  g_assert_cmpstr (found.etag, ==, "\"5d1b\"");

  mvua_origins_remove (self, variable ("tp"), perturbed (1), 6);
  g_assert_false (mvua_origins_lookup (self, variable ("tp"), perturbed (1), 6, NULL));
}

/* The same field is odd in one variable, and no wonder in another. */
static void
test_habits (void)
{
  g_autoptr (MvuaOrigins) self = mvua_origins_new ();
  float values[N_POINTS];

  for (guint i = 0; i < N_POINTS; i++)
    values[i] = i % 3 == 0 ? NAN : 0;
  watch (self, "u10", 1, 3, values);
  watch (self, "tp", 1, 3, values);
  g_assert_cmpuint (oddities_of (self, "u10", 1, 3), ==, MVUA_ODDITY_CONSTANT);
  g_assert_cmpuint (oddities_of (self, "tp", 1, 3), ==, 0);

  for (guint i = 0; i < N_POINTS; i++)
    values[i] = NAN;
  watch (self, "tp", 1, 6, values);
  watch (self, "soilw", 1, 6, values);
  g_assert_cmpuint (oddities_of (self, "tp", 1, 6), ==, MVUA_ODDITY_ABSENT);
  g_assert_cmpuint (oddities_of (self, "soilw", 1, 6), ==, 0);

  fill (values, 280);
  values[50] = 500;
  watch (self, "t2m", 1, 9, values);
  g_assert_cmpuint (oddities_of (self, "t2m", 1, 9), ==, MVUA_ODDITY_OUTSIDE);
}

/* Fewer points than that say nothing: a window may be a single one. */
static void
test_small (void)
{
  g_autoptr (MvuaOrigins) self = mvua_origins_new ();
  const float values[15] = { 0 };
  MvuaOrigin origin;

  for (guint n = 1; n <= 2; n++)
    mvua_origins_watch (self, variable ("t2m"), perturbed (n), 3, values, 1, NULL);
  mvua_origins_watch (self, variable ("u10"), perturbed (1), 3, values,
                      G_N_ELEMENTS (values), NULL);
  mvua_origins_settle (self);
  g_assert_cmpuint (oddities_of (self, "t2m", 1, 3), ==, MVUA_ODDITY_OUTSIDE);
  g_assert_cmpuint (oddities_of (self, "t2m", 2, 3), ==, MVUA_ODDITY_OUTSIDE);
  g_assert_cmpuint (oddities_of (self, "u10", 1, 3), ==, 0);
  g_assert_true (mvua_origins_lookup (self, variable ("u10"), perturbed (1), 3, &origin));
  g_assert_false (origin.has_detail);
}

static void
test_equal (void)
{
  g_autoptr (MvuaOrigins) self = mvua_origins_new ();
  float values[N_POINTS];
  MvuaOrigin origin;

  fill (values, 280);
  for (guint member = 4; member >= 2; member--)
    watch (self, "t2m", member, 3, values);
  watch (self, "t2m", 2, 6, values);  /* another step */
  watch (self, "d2m", 1, 3, values);  /* another variable */
  watch (self, "orog", 1, 0, values); /* the ground is the same for all */
  watch (self, "orog", 2, 0, values);
  values[0] = -0.0F;
  watch (self, "t2m", 1, 3, values);
  mvua_origins_settle (self);
  mvua_origins_settle (self); /* finds what it found */
  g_assert_cmpuint (oddities_of (self, "t2m", 1, 3), ==, MVUA_ODDITY_OUTSIDE);
  g_assert_cmpuint (oddities_of (self, "t2m", 2, 3), ==, 0);
  for (guint member = 3; member <= 4; member++)
    {
      g_assert_true (
          mvua_origins_lookup (self, variable ("t2m"), perturbed (member), 3, &origin));
      g_assert_cmpuint (origin.oddities, ==, MVUA_ODDITY_EQUAL);
      g_assert_cmpint (mvua_member_compare (origin.equal_to, perturbed (2)), ==, 0);
    }
  g_assert_cmpuint (oddities_of (self, "t2m", 2, 6), ==, 0);
  g_assert_cmpuint (oddities_of (self, "d2m", 1, 3), ==, 0);
  g_assert_cmpuint (oddities_of (self, "orog", 2, 0), ==, 0);
}

static void
test_rain (void)
{
  static const struct
  {
    MvuaRainClamps clamps;
    guint expected;
  } cases[] = {
    { { 100, 5, -0.1F }, 0 },
    { { 100, 6, -0.1F }, MVUA_ODDITY_RAIN },
    { { 100, 1, -0.11F }, MVUA_ODDITY_RAIN },
    { { 0, 0, 0 }, 0 },
  };
  g_autoptr (MvuaOrigins) self = mvua_origins_new ();
  float values[N_POINTS];
  MvuaOrigin origin;

  fill (values, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      mvua_origins_watch (self, variable ("tp"), perturbed (1), 6, values, N_POINTS,
                          &cases[i].clamps);
      g_assert_true (
          mvua_origins_lookup (self, variable ("tp"), perturbed (1), 6, &origin));
      g_assert_cmpuint (origin.oddities, ==, cases[i].expected);
      g_assert_cmpuint (origin.n_negative, ==, cases[i].clamps.n_clamped);
    }
}

/* A table with something in every column. */
static MvuaOrigins *
make_table (void)
{
  MvuaOrigins *self = mvua_origins_new ();
  const MvuaRainClamps clamps = { 100, 50, -2 };
  MvuaOrigin origin = message ("t2m", 2, 3, G_MAXUINT32);
  float values[N_POINTS];

  fill (values, 280);
  mvua_origins_add (self, &origin);
  watch (self, "t2m", 2, 3, values);
  origin = message ("t2m", 10, 3, 0);
  origin.etag = NULL;
  mvua_origins_add (self, &origin);
  watch (self, "t2m", 10, 3, values);
  origin = message ("tp", 1, 6, 77);
  mvua_origins_add (self, &origin);
  mvua_origins_watch (self, variable ("tp"), perturbed (1), 6, values, N_POINTS, &clamps);
  origin = message ("tp", 1, 3, 78); /* a part of others only */
  mvua_origins_add (self, &origin);
  origin = (MvuaOrigin){ .variable = variable ("sp"),
                         .member = { MVUA_MEMBER_CONTROL, 0 },
                         .step = 0,
                         .file = "/stores/gec00.zarr/sp",
                         .read_at = 5 };
  mvua_origins_add (self, &origin);
  mvua_origins_settle (self);
  return self;
}

static void
test_file (void)
{
  g_autoptr (MvuaOrigins) self = make_table ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = mvua_origins_format (self, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (MvuaOrigins) again = mvua_origins_parse (file, &error);
  g_assert_no_error (error);
  g_autoptr (GArray) was = mvua_origins_list (self);
  g_autoptr (GArray) is = mvua_origins_list (again);

  g_assert_cmpuint (was->len, ==, 5);
  g_assert_cmpuint (is->len, ==, was->len);
  for (guint i = 0; i < is->len; i++)
    {
      const MvuaOrigin *a = &g_array_index (was, MvuaOrigin, i);
      const MvuaOrigin *b = &g_array_index (is, MvuaOrigin, i);

      g_assert_true (a->variable == b->variable);
      g_assert_cmpint (mvua_member_compare (a->member, b->member), ==, 0);
      g_assert_cmpint (a->step, ==, b->step);
      g_assert_cmpint (a->start, ==, b->start);
      g_assert_cmpstr (a->file, ==, b->file);
      g_assert_cmpstr (a->etag, ==, b->etag);
      g_assert_cmpuint (a->offset, ==, b->offset);
      g_assert_cmpuint (a->length, ==, b->length);
      g_assert_cmpuint (a->crc32c, ==, b->crc32c);
      g_assert_cmpint (a->read_at, ==, b->read_at);
      g_assert_true (a->is_field == b->is_field && a->has_detail == b->has_detail);
      g_assert_cmpuint (a->values_crc32c, ==, b->values_crc32c);
      g_assert_cmpuint (a->oddities, ==, b->oddities);
      g_assert_cmpint (mvua_member_compare (a->equal_to, b->equal_to), ==, 0);
      g_assert_cmpuint (a->n_outside, ==, b->n_outside);
      g_assert_cmpuint (a->n_negative, ==, b->n_negative);
    }
  g_autoptr (GBytes) same = mvua_origins_format (again, NULL, &error);
  g_assert_true (g_bytes_equal (file, same));
}

static void
test_one_member (void)
{
  g_autoptr (MvuaOrigins) self = make_table ();
  const MvuaMember member = perturbed (1);
  g_autoptr (GBytes) file = mvua_origins_format (self, &member, NULL);
  g_autoptr (MvuaOrigins) again = mvua_origins_parse (file, NULL);
  g_autoptr (GArray) rows = mvua_origins_list (again);

  g_assert_cmpuint (rows->len, ==, 2);
  g_autoptr (MvuaOrigins) empty = mvua_origins_new ();
  g_autoptr (GBytes) none = mvua_origins_format (empty, NULL, NULL);
  g_autoptr (MvuaOrigins) nothing = mvua_origins_parse (none, NULL);
  g_autoptr (GArray) no_rows = mvua_origins_list (nothing);
  g_assert_cmpuint (no_rows->len, ==, 0);
}

/* Cut anywhere it is an error, and changed anywhere it is one or a table that makes
 * sense.
 */
static void
test_damage (void)
{
  g_autoptr (MvuaOrigins) self = make_table ();
  g_autoptr (GBytes) file = mvua_origins_format (self, NULL, NULL);
  gsize n = 0;
  const guint8 *bytes = g_bytes_get_data (file, &n);
  g_autofree guint8 *copy = g_memdup2 (bytes, n);

  for (gsize length = 0; length < n; length++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_static (bytes, length);
      g_autoptr (GError) error = NULL;

      g_assert_null (mvua_origins_parse (cut, &error));
      g_assert_nonnull (error);
    }
  for (gsize at = 0; at < n; at++)
    for (guint bit = 0; bit < 8; bit++)
      {
        copy[at] = bytes[at] ^ (guint8) (1u << bit);
        g_autoptr (GBytes) changed = g_bytes_new (copy, n);
        g_autoptr (GError) error = NULL;
        MvuaOrigins *found = mvua_origins_parse (changed, &error);

        g_assert_true ((found == NULL) == (error != NULL));
        g_clear_pointer (&found, mvua_origins_free);
        copy[at] = bytes[at];
      }
}

/* A Parquet file of something else, and rows that make no sense. */
static void
test_others (void)
{
  const gint64 number = 1;
  const MvuaParquetColumn column = { .name = "key",
                                     .type = MVUA_PARQUET_INT64,
                                     .int64s = &number };
  g_autoptr (GBytes) other =
      mvua_parquet_write (&column, 1, 1, MVUA_PARQUET_PLAIN, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (mvua_origins_parse (other, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_clear_error (&error);

  static const char *const files[] = { "with\na line", "not \xff text" };
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (MvuaOrigins) self = mvua_origins_new ();
      MvuaOrigin origin = message ("t2m", 1, 3, 1);

      origin.file = files[i];
      mvua_origins_add (self, &origin);
      g_autoptr (GBytes) file = mvua_origins_format (self, NULL, NULL);
      g_assert_null (mvua_origins_parse (file, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
      g_clear_error (&error);
    }
}

/* Files may have names that are no text, and a field of one is compared with it all the
 * same; what looks like a URI is what it is. */
static void
test_names (void)
{
  static const char *const files[] = { "/media/pr\xe9visions/f003", "/a\nb/f003",
                                       "/plain %E9/f003", "/pr\xc3\xa9vu/f003" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (MvuaOrigins) self = mvua_origins_new ();
      MvuaOrigin origin = message ("t2m", 1, 3, 1);
      g_autoptr (GError) error = NULL;

      origin.file = files[i];
      mvua_origins_add (self, &origin);
      g_autoptr (GBytes) file = mvua_origins_format (self, NULL, &error);
      g_assert_no_error (error);
      g_autoptr (MvuaOrigins) again = mvua_origins_parse (file, &error);
      g_assert_no_error (error);
      g_assert_true (mvua_origins_lookup (again, origin.variable, origin.member,
                                          origin.step, &origin));
      g_assert_cmpstr (origin.file, ==, files[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/origins/adding", test_adding);
  g_test_add_func ("/origins/habits", test_habits);
  g_test_add_func ("/origins/small", test_small);
  g_test_add_func ("/origins/equal", test_equal);
  g_test_add_func ("/origins/rain", test_rain);
  g_test_add_func ("/origins/file", test_file);
  g_test_add_func ("/origins/one-member", test_one_member);
  g_test_add_func ("/origins/damage", test_damage);
  g_test_add_func ("/origins/others", test_others);
  g_test_add_func ("/origins/names", test_names);
  return g_test_run ();
}
