/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Much at once, out of several threads; best run with the thread sanitizer. */

#include "fields-fixture.h"

/* Of several threads, each with its own wishes and whims. */
typedef struct
{
  Fixture *fixture;
  guint32 seed;
} Whims;

static gpointer
load_at_random (gpointer data)
{
  const Whims *self = data;
  Fixture *fixture = self->fixture;
  g_autoptr (GRand) random = g_rand_new_with_seed (self->seed);
  static const char *const names[] = { "mean", "p90", "max", "std" };

  for (guint i = 0; i < 150; i++)
    {
      const int end = 6 * g_rand_int_range (random, 1, 6);
      const guint member = (guint) g_rand_int_range (random, 1, 9);

      if (g_rand_boolean (random))
        {
          g_autoptr (MvuaField) field =
              load_member (fixture, member, "tp", MAX (end - 24, 0), end);
          g_assert_cmpint (field->status, ==, MVUA_STATUS_OK);
        }
      else
        {
          g_autoptr (MvuaField) field =
              load (fixture, statistic (names[member % 4]), "tp", end - 3, end);
          g_assert_cmpuint (field->n_members, ==, 8);
        }
      g_assert_cmpuint (mvua_fields_count (fixture->fields).n_cached_bytes, <=, 20000);
    }
  return NULL;
}

static void
ignore (MvuaField *field, const GError *error, gpointer data G_GNUC_UNUSED)
{
  g_assert_no_error (error);
  g_assert_nonnull (field);
}

static void
test_stress (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  Whims whims[3];
  GThread *threads[G_N_ELEMENTS (whims)];
  guint ids[8] = { 0 };

  write_ensemble (self, 8, 30);
  fixture_open (self, 20000, 3);
  for (guint i = 0; i < G_N_ELEMENTS (whims); i++)
    {
      whims[i] = (Whims){ self, i };
      threads[i] = g_thread_new ("whims", load_at_random, &whims[i]);
    }
  for (guint i = 0; i < 2000; i++)
    {
      const guint at = (guint) g_rand_int_range (self->random, 0, 8);
      const int end = 3 * g_rand_int_range (self->random, 1, 10);
      const MvuaFieldKey key =
          make_key (self,
                    i % 3 == 0 ? mvua_product_probability ((float) (i % 7))
                               : mvua_product_member (perturbed (1 + i % 8)),
                    "tp", i % 2 == 0 ? end - 3 : MVUA_HOUR_UNKNOWN, end);

      mvua_fields_cancel (self->fields, ids[at]);
      ids[at] = mvua_fields_request (self->fields, &key, (MvuaFieldsPriority) (i % 3),
                                     ignore, NULL);
      run_ready ();
    }
  for (guint i = 0; i < G_N_ELEMENTS (whims); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (mvua_fields_count (self->fields).n_cached_bytes, <=, 20000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/fields-stress/whims", Fixture, NULL, fixture_set_up, test_stress,
              fixture_tear_down);
  return g_test_run ();
}
