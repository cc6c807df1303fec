/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Who goes first on a slow link, and how soon whoever changes their mind is let go. */

#include "mvua-export.h"
#include "mvua-steps.h"
#include "remote-fixture.h"

#define SLOW 60 /* KB/s: a message of some 20 KB takes a third of a second */

static const MvuaTestFault stall = { .name = "stall",
                                     .where = MVUA_TEST_BEFORE,
                                     .how = MVUA_TEST_STALL };

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static MvuaProduct
product_of (guint member)
{
  return mvua_product_member (perturbed (member));
}

/* A request of a viewer, and what came of it. */
typedef struct
{
  gboolean is_done;
  MvuaStatus status;
  double seconds;
  gint64 start;
} Answer;

static void
take_answer (MvuaField *field, const GError *error, gpointer data)
{
  Answer *self = data;

  g_assert_no_error (error);
  if (!mvua_field_is_final (field))
    return;
  self->is_done = TRUE;
  self->status = field->status;
  self->seconds = seconds_since (self->start);
}

static guint
request (MvuaFields *fields,
         Answer *answer,
         MvuaFieldsPriority priority,
         MvuaProduct product,
         const char *variable,
         int step)
{
  const MvuaFieldKey key =
      make_key (mvua_fields_get_ensemble (fields), product, variable, step);

  *answer = (Answer){ .start = g_get_monotonic_time () };
  return mvua_fields_request (fields, &key, priority, take_answer, answer);
}

static gboolean
give_up (gpointer data G_GNUC_UNUSED)
{
  g_error ("nothing came for 30 s");
  return G_SOURCE_REMOVE;
}

static void
await (const Answer *answer)
{
  const guint id = g_timeout_add_seconds (30, give_up, NULL);

  while (!answer->is_done)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}

static void
run_for (double seconds)
{
  const gint64 start = g_get_monotonic_time ();

  while (seconds_since (start) < seconds)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

/* The one that was picked before is let go, so that all of the link is the new one's. */
static void
test_overtake (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 8 << 20, 0);
  Answer alone, old[4], picked;
  guint ids[4];

  mvua_test_server_set_link (self->server, 0.02, SLOW * 1000);
  request (fields, &alone, MVUA_FIELDS_PICKED, product_of (4), "sp", 3);
  await (&alone);
  g_assert_cmpint (alone.status, ==, MVUA_STATUS_OK);

  for (guint i = 0; i < 4; i++)
    ids[i] = request (fields, &old[i], MVUA_FIELDS_PICKED, product_of (i + 1), "sp", 6);
  run_for (0.1);
  for (guint i = 0; i < 4; i++)
    mvua_fields_cancel (fields, ids[i]);
  request (fields, &picked, MVUA_FIELDS_PICKED, product_of (4), "sp", 9);
  await (&picked);
  g_test_message ("%.2f s alone, %.2f s after four others", alone.seconds,
                  picked.seconds);
  g_assert_cmpint (picked.status, ==, MVUA_STATUS_OK);
  /* Of each of the four a piece may be on the link already. */
  g_assert_cmpfloat (picked.seconds, <, alone.seconds + 0.7);
  for (guint i = 0; i < 4; i++)
    g_assert_false (old[i].is_done);
}

/* It is wanted again before it was let go, and comes. */
static void
test_again (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 8 << 20, 0);
  Answer first, second;

  mvua_test_server_set_link (self->server, 0.05, 0);
  for (guint i = 0; i < 20; i++)
    {
      const int step = 3 + 3 * (int) (i % 8);
      const guint id = request (fields, &first, MVUA_FIELDS_PICKED, product_of (2),
                                i < 8 ? "t2m" : "cape", step);
      run_for (0.01 * (i % 7));
      mvua_fields_cancel (fields, id);
      request (fields, &second, MVUA_FIELDS_PICKED, product_of (2),
               i < 8 ? "t2m" : "cape", step);
      await (&second);
      g_assert_cmpint (second.status, ==, MVUA_STATUS_OK);
      g_assert_cmpfloat (second.seconds, <, 2);
    }
}

/* On which silence is not noticed while a test lasts. */
static MvuaRemote *
new_patient_remote (Fixture *self)
{
  const MvuaHttpOptions http = { .stall_s = 60 };

  return new_remote_with (self, NULL, &http);
}

/* Returns: how long it took to leave */
static double
leave (Fixture *self, gboolean with_indexes)
{
  g_autoptr (MvuaRemote) remote = new_patient_remote (self);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  MvuaFields *fields = mvua_fields_new (ensemble, 8 << 20, 0);
  Answer answers[12];

  /* Indexes are the first that does not come, or messages. */
  for (guint m = 1; m <= N_MEMBERS && with_indexes; m++)
    g_assert_cmpint (load_status (fields, product_of (m), "t2m", 12), ==, MVUA_STATUS_OK);
  mvua_test_server_fail (self->server, &stall, 0);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    request (fields, &answers[i], i % 3 == 0 ? MVUA_FIELDS_PREFETCH : MVUA_FIELDS_PICKED,
             product_of (i % N_MEMBERS + 1), i % 2 ? "sp" : "cape", 12);
  run_for (0.3);
  const gint64 start = g_get_monotonic_time ();
  mvua_fields_free (fields);
  const double seconds = seconds_since (start);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    g_assert_false (answers[i].is_done);
  mvua_test_server_fail (self->server, NULL, 1);
  return seconds;
}

/* Whoever leaves while nothing comes need not wait for it.  The best of some tries counts
 * where the machine has other work, too. */
static void
test_leave (Fixture *self, gconstpointer with_indexes)
{
  double best = leave (self, with_indexes != NULL);

  for (guint i = 0; i < 9 && best >= 0.1; i++)
    best = MIN (best, leave (self, with_indexes != NULL));
  g_test_message ("%.3f s", best);
  g_assert_cmpfloat (best, <, 0.1);
}

/* One who waits for an index that another fetches may leave, too. */
static void
test_leave_other (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_patient_remote (self);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) first = mvua_fields_new (ensemble, 8 << 20, 0);
  MvuaFields *second = mvua_fields_new (ensemble, 8 << 20, 0);
  Answer one, other;

  mvua_test_server_fail (self->server, &stall, 0);
  request (first, &one, MVUA_FIELDS_PICKED, product_of (3), "t2m", 12);
  run_for (0.2);
  request (second, &other, MVUA_FIELDS_PICKED, product_of (3), "sp", 12);
  run_for (0.2);
  const gint64 start = g_get_monotonic_time ();
  mvua_fields_free (second);
  g_assert_cmpfloat (seconds_since (start), <, 2);

  /* What the other waits for goes on. */
  g_assert_false (one.is_done);
  g_assert_cmpuint (mvua_fields_count (first).n_waiting, ==, 1);
}

/* An export in a thread of its own. */
typedef struct
{
  MvuaEnsemble *ensemble;
  char *target;
  GCancellable *cancellable;
  guint n_gaps;
  gboolean is_whole;
  double seconds;
} Job;

static gpointer
run_export (gpointer data)
{
  Job *self = data;
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  const gint64 start = g_get_monotonic_time ();

  options.members = mvua_member_list_parse ("gep01-gep04", NULL);
  options.steps = mvua_steps_parse ("0-24", 3, NULL);
  self->is_whole = mvua_export_run (self->ensemble, self->target, &options, NULL, NULL,
                                    &report, self->cancellable, &error);
  if (!self->is_whole)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  self->n_gaps = report.gaps->len;
  self->seconds = seconds_since (start);
  return NULL;
}

/* What somebody picks does not wait for what an export has in its queue. */
static void
test_before_export (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 8 << 20, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *target = g_build_filename (self->scratch, "out.zarr", NULL);
  g_autofree char *key = key_of ((MvuaMember){ MVUA_MEMBER_CONTROL, 0 }, 24);
  Job job = { .ensemble = ensemble, .target = target, .cancellable = cancellable };
  Answer picked;

  mvua_test_server_set_link (self->server, 0.05, 0);
  take_count (self);
  GThread *thread = g_thread_new ("export", run_export, &job);
  run_for (0.5);
  const guint n_before = take_count (self);
  request (fields, &picked, MVUA_FIELDS_PICKED,
           mvua_product_member ((MvuaMember){ MVUA_MEMBER_CONTROL, 0 }), "t2m", 24);
  await (&picked);
  g_auto (GStrv) log = take_log (self);
  guint n_others = 0;
  guint at = 0;

  /* The index at once, and then the message: nothing of the export is queued before them
   * but what is under way on the other seven connections. */
  for (guint i = 0; log[i] != NULL && at < 2; i++)
    if (strstr (log[i], key) != NULL)
      at++;
    else
      n_others++;
  g_test_message ("%u requests before, %u others meanwhile, %.2f s", n_before, n_others,
                  picked.seconds);
  g_assert_cmpint (picked.status, ==, MVUA_STATUS_OK);
  g_assert_cmpuint (n_before, >, 5);
  g_assert_cmpuint (at, ==, 2);
  g_assert_cmpuint (n_others, <=, 3 * 7);
  g_assert_cmpfloat (picked.seconds, <, 5);

  mvua_test_server_set_link (self->server, 0, 0);
  g_thread_join (thread);
  g_assert_true (job.is_whole);
  g_assert_cmpuint (job.n_gaps, ==, 0);
}

/* An index that an export waits for, at the end of a queue, is fetched at once for who
 * looks at it. */
static void
test_same_index (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_patient_remote (self);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 8 << 20, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *target = g_build_filename (self->scratch, "out.zarr", NULL);
  Job job = { .ensemble = ensemble, .target = target, .cancellable = cancellable };
  Answer picked;

  mvua_test_server_fail (self->server, &stall, 7);
  GThread *thread = g_thread_new ("export", run_export, &job);
  run_for (0.3);
  /* The first file of the export's: its index is what does not come. */
  request (fields, &picked, MVUA_FIELDS_PICKED, product_of (1), "sp", 0);
  await (&picked);
  g_assert_cmpint (picked.status, ==, MVUA_STATUS_OK);
  g_assert_cmpfloat (picked.seconds, <, 5);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
}

/* Cancelled while nothing comes, an export ends at once and leaves nothing. */
static void
test_cancel_export (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_patient_remote (self);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *folder = g_build_filename (self->scratch, "out", NULL);
  g_autofree char *target = g_build_filename (folder, "out.zarr", NULL);
  Job job = { .ensemble = ensemble, .target = target, .cancellable = cancellable };

  g_mkdir (folder, 0777);
  mvua_test_server_fail (self->server, &stall, 0);
  GThread *thread = g_thread_new ("export", run_export, &job);
  run_for (0.3);
  const gint64 start = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_cmpfloat (seconds_since (start), <, 5);
  g_assert_false (job.is_whole);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func)                                                            \
  g_test_add ("/remote-threads/" name, Fixture, data, set_up, func, tear_down)
  ADD ("overtake", NULL, test_overtake);
  ADD ("again", NULL, test_again);
  ADD ("leave/indexes", NULL, test_leave);
  ADD ("leave/messages", "", test_leave);
  ADD ("leave/other", NULL, test_leave_other);
  ADD ("before-export", NULL, test_before_export);
  ADD ("same-index", NULL, test_same_index);
  ADD ("cancel-export", NULL, test_cancel_export);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
