/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What a window shows, without a window. */

#include "demo-fixture.h"
#include "mvua-browser.h"
#include "mvua-closer.h"
#include "mvua-test-reader.h"
#include "window-fixture.h"

#include <math.h>

typedef struct
{
  MvuaTestReader *reader;
  GSettings *settings;
  MvuaBrowser *browser;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  self->reader = mvua_test_reader_new ();
  self->settings = g_settings_new (MVUA_APPLICATION_ID);
  g_settings_set_boolean (self->settings, "prefetch", FALSE);
  self->browser = mvua_browser_new (self->settings);
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .reader = mvua_test_reader_get (self->reader) };
  MvuaEnsemble *ensemble = mvua_ensemble_open (demo_fixture (), &options, NULL, &error);
  g_assert_no_error (error);
  mvua_browser_set_ensemble (self->browser, ensemble);
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_object_unref (self->browser);
  g_object_unref (self->settings);
  mvua_closer_wait_for_all ();
  mvua_test_reader_free (self->reader);
}

static gboolean
is_settled (gpointer data)
{
  return !mvua_browser_is_loading (data) && !mvua_browser_is_stale (data);
}

static void
pick (Fixture *self, const char *node, const char *variable, int step)
{
  MvuaProduct product;

  g_assert_true (mvua_product_parse (node, 0, &product, NULL));
  mvua_browser_pick (self->browser, &product, mvua_variable_by_name (variable));
  mvua_browser_set_step (self->browser, step);
  g_assert_true (mvua_test_wait (is_settled, self->browser));
}

static guint
n_reads_of (Fixture *self, const char *node, const char *variable, int step)
{
  const guint before = mvua_test_reader_get_n_reads (self->reader);

  pick (self, node, variable, step);
  return mvua_test_reader_get_n_reads (self->reader) - before;
}

/* One message for a member, none for what is cached, one for each member for a mean. */
static void
test_reads (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  pick (self, "gep01", "t2m", 12);
  g_assert_cmpuint (n_reads_of (self, "gep02", "t2m", 12), ==, 1);
  g_assert_cmpuint (n_reads_of (self, "gep01", "t2m", 12), ==, 0);
  g_assert_cmpuint (n_reads_of (self, "mean", "t2m", 12), ==, 1); /* gep03 */
  g_assert_cmpuint (n_reads_of (self, "p90", "t2m", 12), ==, 0);
  g_assert_cmpuint (mvua_browser_get_field (self->browser)->n_members, ==, 3);
}

/* Another threshold decodes nothing, and is remembered for the variable. */
static void
test_threshold (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  pick (self, "probabilities", "tp", 24);
  const guint before = mvua_test_reader_get_n_reads (self->reader);
  mvua_browser_set_threshold (self->browser, 5);
  g_assert_true (mvua_test_wait (is_settled, self->browser));
  g_assert_cmpuint (mvua_test_reader_get_n_reads (self->reader), ==, before);
  g_assert_cmpfloat (mvua_browser_get_field (self->browser)->key.product.threshold, ==,
                     5);
  pick (self, "gep01", "t2m", 24);
  pick (self, "probabilities", "tp", 24);
  g_assert_cmpfloat (mvua_browser_get_threshold (self->browser), ==, 5);
}

/* The window of rain is that of members, statistics and probabilities alike. */
static void
test_rain_window (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaRainWindow day = { MVUA_RAIN_WINDOW_DAYS, 1, 6 };
  const char *const nodes[] = { "gep02", "mean", "probabilities" };

  mvua_browser_set_rain_window (self->browser, day);
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      pick (self, nodes[i], "tp", 24);
      g_assert_cmpint (mvua_browser_get_field (self->browser)->start, ==, 6);
      g_assert_cmpint (mvua_browser_get_field (self->browser)->end, ==, 30);
    }
  mvua_browser_set_step (self->browser, 0);
  g_assert_nonnull (mvua_browser_get_problem (self->browser));
  g_assert_null (mvua_browser_get_field (self->browser));
  mvua_browser_set_rain_window (self->browser,
                                (MvuaRainWindow){ .kind = MVUA_RAIN_WINDOW_3_HOURS });
}

/* A newer pick overtakes: those that were passed over are not decoded. */
static void
test_overtakes (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  pick (self, "gep01", "cape", 0);
  mvua_test_reader_set_delay (self->reader, 50);
  const guint before = mvua_test_reader_get_n_reads (self->reader);
  for (int i = 0; i < 12; i++)
    mvua_browser_move_step (self->browser, 1);
  g_assert_true (mvua_browser_is_loading (self->browser));
  g_assert_true (mvua_test_wait (is_settled, self->browser));
  g_assert_cmpint (mvua_browser_get_field (self->browser)->end, ==, 36);
  g_assert_cmpuint (mvua_test_reader_get_n_reads (self->reader) - before, <=, 4);
}

static gint64 last_tick;
static gint64 longest_gap;

static gboolean
on_tick (gpointer data G_GNUC_UNUSED)
{
  const gint64 now = g_get_monotonic_time ();

  longest_gap = MAX (longest_gap, now - last_tick);
  last_tick = now;
  return G_SOURCE_CONTINUE;
}

/* A slow source holds up no main loop; the least of some tries, since other programs may
 * hold up this one. */
static void
test_never_blocks (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  gint64 best = G_MAXINT64;

  mvua_test_reader_set_delay (self->reader, 30);
  for (int try = 0; try < 4; try++)
    {
      const guint tick = g_timeout_add (1, on_tick, NULL);
      last_tick = g_get_monotonic_time ();
      longest_gap = 0;
      pick (self, "mean", "u10", 6 + 3 * try);
      pick (self, "gep02", "v10", 6 + 3 * try);
      best = MIN (best, longest_gap);
      g_source_remove (tick);
    }
  g_test_message ("longest gap of the main loop: %.1f ms", (double) best / 1000);
  g_assert_cmpint (best, <, 10000);
}

static gboolean
has_all_values (gpointer data)
{
  const GArray *values = mvua_browser_get_pin_values (data);

  for (guint i = 0; i < values->len; i++)
    if (!g_array_index (values, MvuaPinValue, i).has_come)
      return FALSE;
  return values->len > 0;
}

/* The members' values at the pin are those of their fields. */
static void
test_pin (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  pick (self, "gep02", "t2m", 15);
  mvua_browser_set_pin (self->browser, -1.29, 36.82);
  g_assert_true (mvua_test_wait (has_all_values, self->browser));
  const GArray *values = mvua_browser_get_pin_values (self->browser);
  g_assert_cmpuint (values->len, ==, 3);
  g_assert_cmpfloat (
      g_array_index (values, MvuaPinValue, 1).value, ==,
      mvua_field_at (mvua_browser_get_field (self->browser), -1.29, 36.82));
  mvua_browser_clear_pin (self->browser);
  g_assert_cmpuint (mvua_browser_get_pin_values (self->browser)->len, ==, 0);
}

/* A source that fails is told of, and no older value takes its place. */
static void
test_failing (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  mvua_test_reader_set_failing (self->reader, "gep03");
  pick (self, "gep03", "pwat", 18);
  const MvuaField *field = mvua_browser_get_field (self->browser);
  g_assert_cmpint (field->status, ==, MVUA_STATUS_MISSING);
  g_assert_nonnull (field->complaint);
  g_assert_true (isnan (field->values[0]));
  pick (self, "mean", "pwat", 18);
  field = mvua_browser_get_field (self->browser);
  g_assert_cmpuint (field->n_members, ==, 2);
  g_assert_cmpuint (field->absent->len, ==, 1);
}

static gboolean
is_past_start (gpointer data)
{
  return mvua_browser_get_step (data) > 3;
}

static void
test_plays (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  pick (self, "gep01", "t2m", 0);
  for (int i = 0; i < 10; i++)
    mvua_browser_set_faster (self->browser, TRUE);
  mvua_browser_set_playing (self->browser, TRUE);
  g_assert_true (mvua_test_wait (is_past_start, self->browser));
  mvua_browser_set_playing (self->browser, FALSE);
  const int step = mvua_browser_get_step (self->browser);
  mvua_test_run_for (300);
  g_assert_cmpint (mvua_browser_get_step (self->browser), ==, step);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/browser/reads", test_reads);
  ADD ("/browser/threshold", test_threshold);
  ADD ("/browser/rain-window", test_rain_window);
  ADD ("/browser/overtakes", test_overtakes);
  ADD ("/browser/never-blocks", test_never_blocks);
  ADD ("/browser/pin", test_pin);
  ADD ("/browser/failing", test_failing);
  ADD ("/browser/plays", test_plays);
  return g_test_run ();
}
