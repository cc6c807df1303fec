/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Who is served first, what comes while members arrive, and giving up. */

#include "fields-fixture.h"

#define STEP 3

static guint
request_member (Fixture *self, Answer *answer, MvuaFieldsPriority priority, guint member)
{
  return request (self, answer, priority, mvua_product_member (perturbed (member)), "t2m",
                  MVUA_HOUR_UNKNOWN, STEP);
}

static guint
request_statistic (Fixture *self, Answer *answer, const char *name)
{
  return request (self, answer, MVUA_FIELDS_PICKED, statistic (name), "t2m",
                  MVUA_HOUR_UNKNOWN, STEP);
}

/* Lets the main loop run for a while. */
static void
wait_ms (guint ms)
{
  const gint64 end = g_get_monotonic_time () + (gint64) ms * 1000;

  while (g_get_monotonic_time () < end)
    {
      run_ready ();
      g_usleep (1000);
    }
}

/* All members come at once: one call, with all of them. */
static void
test_quick (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Answer) answer = { 0 };

  write_ensemble (self, 30, STEP);
  fixture_open (self, CACHE_BYTES, 2);
  const guint id = request_statistic (self, &answer, "mean");
  g_assert_cmpuint (id, !=, 0);
  g_assert_cmpuint (answer.n_calls, ==, 0);
  await (&answer);
  g_assert_cmpstr (answer.log->str, ==, "30/30!");
  mvua_fields_cancel (self->fields, id);
  mvua_fields_cancel (self->fields, 0);

  /* From the cache: later too, and once. */
  g_auto (Answer) again = { 0 };
  request_statistic (self, &again, "mean");
  g_assert_cmpuint (again.n_calls, ==, 0);
  await (&again);
  g_assert_true (again.field == answer.field);
  run_ready ();
  g_assert_cmpuint (again.n_calls, ==, 1);
}

/* The source stalls after 17 members: they are shown, with those that will not come. */
static void
test_partial (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Answer) answer = { 0 };
  float expected[N_POINTS] = { 0 };

  for (guint m = 1; m <= 30; m++)
    if (m != 9)
      write_file (self, perturbed (m), STEP);
  fixture_open (self, CACHE_BYTES, 1);
  mvua_test_reader_hold_after (self->reader, 17);
  request_statistic (self, &answer, "max");
  mvua_test_reader_wait_for_held (self->reader, 1);
  await_calls (&answer, 1);
  g_assert_cmpstr (answer.log->str, ==, "17/30 ");
  g_assert_false (mvua_field_is_final (answer.field));
  g_assert_cmpuint (answer.field->absent->len, ==, 1);
  g_assert_cmpuint (g_array_index (answer.field->absent, MvuaMember, 0).number, ==, 9);
  g_assert_cmpuint (mvua_fields_count (self->fields).n_waiting, ==, 12);
  wait_ms (250);
  g_assert_cmpuint (answer.n_calls, ==, 1);

  /* Members 1 to 18 without 9 are those that came first. */
  for (guint m = 1; m <= 18; m++)
    if (m != 9)
      {
        const MvuaFieldKey key = make_key (self, mvua_product_member (perturbed (m)),
                                           "t2m", MVUA_HOUR_UNKNOWN, STEP);
        g_autoptr (MvuaField) member = mvua_fields_peek (self->fields, &key);
        for (guint i = 0; i < N_POINTS; i++)
          expected[i] = MAX (expected[i], member->values[i]);
      }
  assert_same_values (answer.field->values, expected);

  mvua_test_reader_release (self->reader);
  await (&answer);
  g_assert_true (g_str_has_suffix (answer.log->str, " 29/30!"));
  g_assert_cmpuint (mvua_fields_count (self->fields).n_decoded, ==, 29);
}

/* While a slow source goes on, a statistic fills not more often than some times a
 * second. */
static void
test_throttle (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Answer) answer = { 0 };
  guint last = 0;

  write_ensemble (self, 30, STEP);
  fixture_open (self, CACHE_BYTES, 2);
  mvua_test_reader_set_delay (self->reader, 40); /* 0.6 s in all */
  const gint64 begin = g_get_monotonic_time ();
  request_statistic (self, &answer, "p50");
  await (&answer);
  const gint64 took_ms = (g_get_monotonic_time () - begin) / 1000;
  g_assert_cmpuint (answer.n_calls, >=, 3);
  g_assert_cmpint (answer.n_calls, <=, took_ms / 100 + 1);
  g_auto (GStrv) calls = g_strsplit (answer.log->str, " ", -1);
  for (guint i = 0; calls[i] != NULL; i++)
    {
      const guint n = (guint) g_ascii_strtoull (calls[i], NULL, 10);
      g_assert_cmpuint (n, >, last);
      last = n;
    }
  g_assert_cmpuint (last, ==, 30);
}

/* A newer pick after the older one was given up: only what was begun of that is read. */
static void
test_overtaking (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Answer) old = { 0 };
  g_auto (Answer) new = { 0 };

  write_ensemble (self, 30, STEP);
  fixture_open (self, CACHE_BYTES, 1);
  mvua_test_reader_hold_after (self->reader, 0);
  const guint id = request (self, &old, MVUA_FIELDS_PICKED, statistic ("mean"), "t2m",
                            MVUA_HOUR_UNKNOWN, 0);
  mvua_test_reader_wait_for_held (self->reader, 1);
  mvua_fields_cancel (self->fields, id);
  request_member (self, &new, MVUA_FIELDS_PICKED, 30);
  g_assert_cmpuint (mvua_fields_count (self->fields).n_waiting, ==, 2);
  mvua_test_reader_release (self->reader);
  await (&new);
  run_ready ();
  g_assert_cmpuint (old.n_calls, ==, 0);
  g_autofree char *log = mvua_test_reader_take_log (self->reader);
  g_assert_cmpstr (log, ==, "gep01.t00z.pgrb2s.0p25.f000 gep30.t00z.pgrb2s.0p25.f003");
  /* What was begun is kept. */
  assert_ok (load_member (self, 1, "t2m", MVUA_HOUR_UNKNOWN, 0));
  g_assert_cmpuint (mvua_test_reader_get_n_reads (self->reader), ==, 2);
}

/* A pick waits for one message of a prefetch at most. */
static void
test_priorities (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  Answer ahead[20] = { { 0 } };
  g_auto (Answer) beside = { 0 };
  g_auto (Answer) picked = { 0 };
  guint n_done = 0;

  beside.order = &n_done;
  picked.order = &n_done;
  write_ensemble (self, 30, STEP);
  fixture_open (self, CACHE_BYTES, 1);
  mvua_test_reader_hold_after (self->reader, 0);
  for (guint i = 0; i < G_N_ELEMENTS (ahead); i++)
    {
      ahead[i].order = &n_done;
      request_member (self, &ahead[i], MVUA_FIELDS_PREFETCH, i + 1);
    }
  mvua_test_reader_wait_for_held (self->reader, 1);
  request_member (self, &beside, MVUA_FIELDS_BESIDE, 29);
  request_member (self, &picked, MVUA_FIELDS_PICKED, 30);
  mvua_test_reader_release (self->reader);
  for (guint i = 0; i < G_N_ELEMENTS (ahead); i++)
    await (&ahead[i]);
  g_autofree char *log = mvua_test_reader_take_log (self->reader);
  g_assert_true (g_str_has_prefix (log, "gep01.t00z.pgrb2s.0p25.f003 "
                                        "gep30.t00z.pgrb2s.0p25.f003 "
                                        "gep29.t00z.pgrb2s.0p25.f003 "
                                        "gep02.t00z.pgrb2s.0p25.f003 "));
  g_assert_cmpuint (ahead[0].place, ==, 1);
  g_assert_cmpuint (picked.place, ==, 2);
  g_assert_cmpuint (beside.place, ==, 3);
  g_assert_cmpuint (ahead[19].place, ==, 22);
  for (guint i = 0; i < G_N_ELEMENTS (ahead); i++)
    answer_clear (&ahead[i]);
}

/* A pick of what is being prefetched lifts it, message by message, and is not a second
 * decoding; given up, what is left goes back to its place. */
static void
test_lifting (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Answer) ahead = { 0 };
  g_auto (Answer) member = { 0 };
  g_auto (Answer) lifted = { 0 };
  g_auto (Answer) dropped = { 0 };

  write_ensemble (self, 3, 30);
  fixture_open (self, CACHE_BYTES, 1);
  mvua_test_reader_hold_after (self->reader, 0);
  request_member (self, &ahead, MVUA_FIELDS_PREFETCH, 1);
  mvua_test_reader_wait_for_held (self->reader, 1);
  request_member (self, &member, MVUA_FIELDS_PREFETCH, 3);
  request (self, &lifted, MVUA_FIELDS_PREFETCH, mvua_product_member (perturbed (2)), "tp",
           6, 30);
  const guint id = request (self, &dropped, MVUA_FIELDS_PICKED,
                            mvua_product_member (perturbed (2)), "tp", 12, 24);
  mvua_fields_cancel (self->fields, id);
  request (self, &dropped, MVUA_FIELDS_PICKED, mvua_product_member (perturbed (2)), "tp",
           24, 30);
  mvua_test_reader_release (self->reader);
  await (&lifted);
  g_autofree char *log = mvua_test_reader_take_log (self->reader);
  /* 24-30 h first, which was picked; then those of the prefetch. */
  g_assert_true (g_str_has_prefix (log, "gep01.t00z.pgrb2s.0p25.f003 "
                                        "gep02.t00z.pgrb2s.0p25.f030 "));
  g_assert_nonnull (strstr (log, " gep03.t00z.pgrb2s.0p25.f003"));
  g_assert_true (dropped.is_done);
  g_assert_true (member.is_done);
  g_assert_cmpuint (mvua_test_reader_get_n_reads (self->reader), ==, 6);
}

/* Two that need the same messages decode them once; one of them gives up. */
static void
test_sharing (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Answer) mean = { 0 };
  g_auto (Answer) again = { 0 };
  g_auto (Answer) spread = { 0 };
  g_auto (Answer) member = { 0 };

  write_ensemble (self, 10, STEP);
  fixture_open (self, CACHE_BYTES, 2);
  mvua_test_reader_hold_after (self->reader, 0);
  const guint id = request_statistic (self, &mean, "mean");
  request_statistic (self, &again, "mean");
  request_statistic (self, &spread, "std");
  request_member (self, &member, MVUA_FIELDS_PICKED, 7);
  mvua_fields_cancel (self->fields, id);
  mvua_test_reader_release (self->reader);
  await (&again);
  await (&spread);
  await (&member);
  g_assert_cmpuint (mean.n_calls, ==, 0);
  g_assert_cmpuint (mvua_fields_count (self->fields).n_decoded, ==, 10);
  g_assert_cmpuint (mvua_test_reader_get_n_reads (self->reader), ==, 10);
}

/* A failing source is slow to say so; nothing hangs, and all come with what is wrong. */
static void
test_failing (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Answer) answer = { 0 };

  write_ensemble (self, 5, 6);
  fixture_open (self, CACHE_BYTES, 2);
  mvua_test_reader_set_failing (self->reader, "gep0");
  request (self, &answer, MVUA_FIELDS_PICKED, statistic ("mean"), "tp", 3, 6);
  await (&answer);
  g_assert_cmpstr (answer.log->str, ==, "missing!");
  g_assert_nonnull (strstr (answer.field->complaint, "gep01.t00z.pgrb2s.0p25.f006"));
  g_assert_nonnull (strstr (answer.field->complaint, "told to fail"));
  mvua_test_reader_set_failing (self->reader, NULL);
  g_autoptr (MvuaField) field = load (self, statistic ("mean"), "tp", 3, 6);
  g_assert_cmpuint (field->n_members, ==, 5);
}

typedef struct
{
  Fixture *fixture;
  guint n_calls;
  guint other;
} Freeing;

static void
count_call (MvuaField *field G_GNUC_UNUSED,
            const GError *error G_GNUC_UNUSED,
            gpointer data)
{
  ((Freeing *) data)->n_calls++;
}

static void
free_in_call (MvuaField *field G_GNUC_UNUSED,
              const GError *error G_GNUC_UNUSED,
              gpointer data)
{
  Freeing *self = data;

  self->n_calls++;
  g_clear_pointer (&self->fixture->fields, mvua_fields_free);
}

static void
cancel_in_call (MvuaField *field G_GNUC_UNUSED,
                const GError *error G_GNUC_UNUSED,
                gpointer data)
{
  Freeing *self = data;

  self->n_calls++;
  mvua_fields_cancel (self->fixture->fields, self->other);
}

/* Freed with much to do, and callbacks on their way. */
static void
test_free_while_busy (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  Freeing calls = { self, 0, 0 };

  write_ensemble (self, 10, 30);
  for (guint round = 0; round < 20; round++)
    {
      g_clear_pointer (&self->ensemble, mvua_ensemble_unref);
      fixture_open (self, CACHE_BYTES, 2);
      const MvuaFieldKey key = make_key (self, statistic ("mean"), "tp", 6, 30);
      MvuaFieldKey other = key;
      other.product = mvua_product_probability (5);
      mvua_fields_request (self->fields, &key, MVUA_FIELDS_PREFETCH, count_call, &calls);
      mvua_fields_request (self->fields, &other, MVUA_FIELDS_PICKED, count_call, &calls);
      g_usleep (round * 500);
      g_clear_pointer (&self->fields, mvua_fields_free);
      run_ready ();
      g_assert_cmpuint (calls.n_calls, ==, 0);
    }
}

static gpointer
free_fields (gpointer fields)
{
  mvua_fields_free (fields);
  return NULL;
}

/* A slow read is waited for elsewhere; nobody is called back any more. */
static void
test_stop (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  Freeing calls = { self, 0, 0 };

  write_ensemble (self, 5, STEP);
  fixture_open (self, CACHE_BYTES, 2);
  mvua_test_reader_hold_after (self->reader, 1);
  const MvuaFieldKey key =
      make_key (self, statistic ("mean"), "t2m", MVUA_HOUR_UNKNOWN, STEP);
  mvua_fields_request (self->fields, &key, MVUA_FIELDS_PICKED, count_call, &calls);
  mvua_test_reader_wait_for_held (self->reader, 2);
  mvua_fields_stop (self->fields);
  GThread *thread = g_thread_new ("free", free_fields, g_steal_pointer (&self->fields));
  run_ready ();
  mvua_test_reader_release (self->reader);
  g_thread_join (thread);
  run_ready ();
  g_assert_cmpuint (calls.n_calls, ==, 0);
  g_assert_cmpuint (mvua_test_reader_get_n_reads (self->reader), ==, 3);
}

/* What a callback may do: free it all, or give up another one that is on its way. */
static void
test_in_callback (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  Freeing first = { self, 0, 0 };
  Freeing second = { self, 0, 0 };

  write_ensemble (self, 2, STEP);
  fixture_open (self, CACHE_BYTES, 1);
  MvuaFieldKey key = make_key (self, mvua_product_member (perturbed (1)), "t2m",
                               MVUA_HOUR_UNKNOWN, STEP);
  assert_ok (mvua_fields_load (self->fields, &key, NULL, NULL));

  mvua_fields_request (self->fields, &key, MVUA_FIELDS_PICKED, cancel_in_call, &first);
  first.other =
      mvua_fields_request (self->fields, &key, MVUA_FIELDS_PICKED, count_call, &second);
  run_ready ();
  g_assert_cmpuint (first.n_calls, ==, 1);
  g_assert_cmpuint (second.n_calls, ==, 0);

  mvua_fields_request (self->fields, &key, MVUA_FIELDS_PICKED, free_in_call, &first);
  mvua_fields_request (self->fields, &key, MVUA_FIELDS_PICKED, count_call, &second);
  run_ready ();
  g_assert_cmpuint (first.n_calls, ==, 2);
  g_assert_cmpuint (second.n_calls, ==, 0);
  g_assert_null (self->fields);
}

static gpointer
cancel_later (gpointer data)
{
  g_usleep (50000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancelled_load (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  write_ensemble (self, 5, STEP);
  fixture_open (self, CACHE_BYTES, 1);
  mvua_test_reader_hold_after (self->reader, 2);
  const MvuaFieldKey key =
      make_key (self, statistic ("mean"), "t2m", MVUA_HOUR_UNKNOWN, STEP);
  GThread *thread = g_thread_new ("cancel", cancel_later, cancellable);
  g_assert_null (mvua_fields_load (self->fields, &key, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpuint (mvua_fields_count (self->fields).n_waiting, ==, 1);
  mvua_test_reader_release (self->reader);

  g_clear_error (&error);
  g_assert_null (mvua_fields_load (self->fields, &key, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autoptr (MvuaField) field = mvua_fields_load (self->fields, &key, NULL, NULL);
  g_assert_cmpuint (field->n_members, ==, 5);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/fields-threads/quick", test_quick },
    { "/fields-threads/partial", test_partial },
    { "/fields-threads/throttle", test_throttle },
    { "/fields-threads/overtaking", test_overtaking },
    { "/fields-threads/priorities", test_priorities },
    { "/fields-threads/lifting", test_lifting },
    { "/fields-threads/sharing", test_sharing },
    { "/fields-threads/failing", test_failing },
    { "/fields-threads/free-while-busy", test_free_while_busy },
    { "/fields-threads/stop", test_stop },
    { "/fields-threads/in-callback", test_in_callback },
    { "/fields-threads/cancelled-load", test_cancelled_load },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test,
                fixture_tear_down);
  return g_test_run ();
}
