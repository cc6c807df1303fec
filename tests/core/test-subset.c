/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A run by way of the subsetter: a server that cuts out, says that it has had enough, has
 * not all, or breaks off. */

#include "ensemble-fixture.h"
#include "mvua-subset.h"
#include "mvua-subsetter.h"
#include "mvua-test-server.h"

#define RUN G_GINT64_CONSTANT (1758153600) /* 2025-09-18 00Z */

typedef struct
{
  Folder folder;
  MvuaTestServer *server;
  MvuaRemote *remote;
  char *script;
  GArray *members;
  GArray *steps;
  GPtrArray *variables;
  MvuaSubset subset;
} Fixture;

/* Simple packing from south to north, as the server gives it; the northernmost row is the
 * last of the message. */
static void
add_message (GByteArray *bytes, const char *variable, guint member, int start, int end)
{
  static gint64 rows[N_POINTS];
  MvuaTestMessage message = mvua_test_message_defaults ();

  for (guint i = 0; i < N_POINTS; i++)
    rows[i] = i / 12; /* 0 in the southernmost of 8 rows of 12 */
  mvua_test_message_set_grid (&message, 12, 8, 0x40, 10000000, 3000000, 30000000,
                              41000000);
  mvua_test_message_set_field (&message, mvua_variable_by_name (variable),
                               perturbed (member), start, end);
  message.packed = rows;
  message.reference = (float) (1000 * member + 10 * (guint) end);
  g_autoptr (GByteArray) encoded = mvua_test_message_encode (&message);
  g_byte_array_append (bytes, encoded->data, encoded->len);
}

static GBytes *
cut_out (const char *path, gpointer data G_GNUC_UNUSED)
{
  const char *file = strstr (path, "file=gep");
  GByteArray *bytes = g_byte_array_new ();

  g_assert_nonnull (file);
  g_assert_nonnull (strstr (path, "var_TMP=on"));
  const guint member = (guint) g_ascii_strtoull (file + 8, NULL, 10);
  const int step = (int) g_ascii_strtoull (strstr (file, ".f") + 2, NULL, 10);
  add_message (bytes, "t2m", member, step, step);
  if (step > 0)
    add_message (bytes, "tp", member, (step - 1) / 6 * 6, step);
  return g_byte_array_free_to_bytes (bytes);
}

/* gep02 f006 lacks the temperature. */
static GBytes *
cut_out_most (const char *path, gpointer data)
{
  GByteArray *bytes = g_byte_array_new ();

  if (strstr (path, "gep02") == NULL || strstr (path, ".f006") == NULL)
    {
      g_byte_array_unref (bytes);
      return cut_out (path, data);
    }
  add_message (bytes, "tp", 2, 0, 6);
  return g_byte_array_free_to_bytes (bytes);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  const MvuaRemoteOptions options = { .base_url = "http://127.0.0.1:1",
                                      .http = { .n_retries = G_MAXUINT } };
  g_autoptr (GError) error = NULL;

  folder_set_up (&self->folder, data);
  self->server = mvua_test_server_new ();
  mvua_test_server_set_handler (self->server, cut_out, NULL);
  self->remote = mvua_remote_new (&options, &error);
  g_assert_no_error (error);
  self->script = mvua_test_server_dup_url (self->server, "/filter.pl");
  self->members = mvua_member_list_parse ("gep01-gep03", &error);
  self->steps = mvua_steps_parse ("0-12/3", 3, &error);
  self->variables = mvua_variable_list_parse ("t2m,tp", &error);
  g_assert_no_error (error);
  self->subset = (MvuaSubset){ .script = self->script,
                               .folder = self->folder.folder,
                               .run = RUN,
                               .members = self->members,
                               .steps = self->steps,
                               .variables = self->variables,
                               .region = { FALSE, 10, 30, 3, 41 } };
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  mvua_remote_unref (self->remote);
  mvua_test_server_free (self->server);
  g_free (self->script);
  g_array_unref (self->members);
  g_array_unref (self->steps);
  g_ptr_array_unref (self->variables);
  folder_tear_down (&self->folder, data);
}

static MvuaSubsetReport
download (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  MvuaSubsetReport report;

  g_assert_true (mvua_subset_download (self->remote, &self->subset, NULL, NULL, &report,
                                       NULL, &error));
  g_assert_no_error (error);
  return report;
}

/* The northernmost row comes first, whatever the order of the message. */
static void
test_whole (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaSubsetReport report = download (self);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  const MvuaWindow window = whole_window (ensemble);
  float values[N_POINTS];

  g_assert_cmpuint (report.n_files, ==, 15);
  g_assert_cmpuint (report.n_fetched, ==, 15);
  g_assert_cmpuint (mvua_ensemble_get_members (ensemble)->len, ==, 3);
  g_assert_cmpuint (mvua_ensemble_get_steps (ensemble)->len, ==, 5);
  for (guint member = 1; member <= 3; member++)
    {
      g_autoptr (GError) error = NULL;
      MvuaLoaded loaded;

      g_assert_true (mvua_loader_load (loader, mvua_variable_by_name ("t2m"),
                                       perturbed (member), 12, MVUA_HOUR_UNKNOWN, &window,
                                       NULL, values, &loaded, &error));
      g_assert_cmpint (loaded.status, ==, MVUA_STATUS_OK);
      for (guint i = 0; i < N_POINTS; i++)
        g_assert_cmpfloat_with_epsilon (
            (double) values[i], (1000 * member + 120 + (7 - i / 12)) / 10.0, 1e-3);
      mvua_loaded_clear (&loaded);
    }
}

/* What is there is not fetched again; another call brings what is lacking. */
static void
test_goes_on (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *key = mvua_noaa_key (RUN, perturbed (2), 6);
  g_autofree char *path = g_build_filename (self->folder.folder, key, NULL);

  download (self);
  g_assert_cmpint (g_remove (path), ==, 0);
  const MvuaSubsetReport report = download (self);
  g_assert_cmpuint (report.n_fetched, ==, 1);
  g_assert_cmpuint (report.n_kept, ==, 14);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpuint (mvua_test_server_count (self->server).n_requests, ==, 16);
}

static void
test_absent (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault absent = { .status = 404, .body = "no such file" };

  mvua_test_server_fail (self->server, &absent, 4);
  const MvuaSubsetReport report = download (self);
  g_assert_cmpuint (report.n_absent, ==, 4);
  g_assert_cmpuint (report.n_fetched, ==, 11);
}

/* An answer of another kind is no file, and nothing of it is left. */
static void
test_refused (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault page = { .body = "<html>maintenance</html>",
                                      .length = "24" };
  g_autoptr (GError) error = NULL;
  MvuaSubsetReport report;

  mvua_test_server_fail (self->server, &page, 0);
  g_assert_false (mvua_subset_download (self->remote, &self->subset, NULL, NULL, &report,
                                        NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (report.n_fetched, ==, 0);
  g_autoptr (GDir) dir = g_dir_open (self->folder.folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

/* Who is kept out is not told what is there: that is a failure and no gap. */
static void
test_forbidden (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault forbidden = { .status = 403, .body = "blocked" };
  g_autoptr (GError) error = NULL;
  MvuaSubsetReport report;

  mvua_test_server_fail (self->server, &forbidden, 1);
  g_assert_false (mvua_subset_download (self->remote, &self->subset, NULL, NULL, &report,
                                        NULL, &error));
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "403"));
  g_assert_cmpuint (report.n_absent, ==, 0);
}

/* What ends too soon is not kept, whether the connection says so, the server has lied
 * about the length, or its answer ends well before the messages do; what was whole is,
 * and the next call brings the rest. */
static void
test_truncated (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault faults[] = {
    { .where = MVUA_TEST_IN_BODY, .how = MVUA_TEST_CLOSE },
    { .where = MVUA_TEST_IN_BODY, .how = MVUA_TEST_RESET },
    { .body_change = -5 },
    { .body_change = -5, .framing = MVUA_TEST_FRAMING_CHUNKED },
    { .body_change = -5, .framing = MVUA_TEST_FRAMING_CLOSE },
    { .body_change = 5, .framing = MVUA_TEST_FRAMING_CHUNKED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      MvuaSubsetReport report;

      mvua_test_server_fail (self->server, &faults[i], 1);
      g_assert_false (mvua_subset_download (self->remote, &self->subset, NULL, NULL,
                                            &report, NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_false (
          g_error_matches (error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_ABSENT));
      g_assert_cmpuint (report.n_absent, ==, 0);
      g_assert_cmpuint (report.n_fetched + report.n_kept, <, report.n_files);
    }
  const MvuaSubsetReport report = download (self);
  g_assert_cmpuint (report.n_fetched + report.n_kept, ==, report.n_files);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_assert_cmpuint (mvua_ensemble_get_n_files (ensemble), ==, report.n_files);
}

/* A file lacks a variable, another is not there at all, and a third one the bucket does
 * not list: each is a field that is missing, and the last one was not asked for. */
static void
test_gaps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault absent = { .status = 404, .body = "no such file" };
  g_autoptr (GHashTable) there =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  MvuaBucket *bucket = mvua_remote_get_bucket (self->remote);
  guint n_missing = 0;

  for (guint m = 1; m <= 3; m++)
    for (int step = 0; step <= 12; step += 3)
      {
        g_autofree char *key = mvua_noaa_key (RUN, perturbed (m), step);
        if (m != 3 || step != 12)
          g_hash_table_add (there, mvua_bucket_url (bucket, key));
      }
  self->subset.there = there;
  mvua_test_server_set_handler (self->server, cut_out_most, NULL);
  mvua_test_server_fail (self->server, &absent, 1);
  const MvuaSubsetReport report = download (self);
  g_assert_cmpuint (report.n_absent, ==, 2);
  g_assert_cmpuint (report.n_fetched, ==, 13);
  g_assert_cmpuint (mvua_test_server_count (self->server).n_requests, ==, 14);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  const MvuaWindow window = whole_window (ensemble);
  for (guint m = 1; m <= 3; m++)
    for (int step = 0; step <= 12; step += 3)
      {
        float values[N_POINTS];
        MvuaLoaded loaded;

        g_assert_true (mvua_loader_load (loader, mvua_variable_by_name ("t2m"),
                                         perturbed (m), step, MVUA_HOUR_UNKNOWN, &window,
                                         NULL, values, &loaded, NULL));
        n_missing += loaded.status != MVUA_STATUS_OK;
        if (loaded.status == MVUA_STATUS_OK)
          g_assert_cmpfloat_with_epsilon (
              (double) values[0], (1000 * m + 10 * (guint) step + 7) / 10.0, 1e-3);
        else
          g_assert_true (isnan (values[0]));
        mvua_loaded_clear (&loaded);
      }
  /* Those of two files, and of gep02 f006; that may be the one that was not there. */
  g_assert_cmpuint (n_missing, >=, 2);
  g_assert_cmpuint (n_missing, <=, 3);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (G_USEC_PER_SEC / 5);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Who was told to wait can still be told to stop. */
static void
test_cancelled_while_throttled (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault throttled = { .status = 302,
                                           .extra = "Location: /slow-down.html\r\n",
                                           .body = "" };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  MvuaSubsetReport report;
  const gint64 started = g_get_monotonic_time ();

  mvua_test_server_fail (self->server, &throttled, 0);
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (mvua_subset_download (self->remote, &self->subset, NULL, NULL, &report,
                                        cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 5 * G_USEC_PER_SEC);
  g_thread_join (thread);
  /* No more than had been begun when it complained. */
  g_assert_cmpuint (mvua_test_server_count (self->server).n_requests, <=, 4);
}

/* NOAA's own server has a few days only. */
static void
test_too_old (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  MvuaSubsetReport report;

  self->subset.script = NULL;
  g_assert_false (mvua_subset_download (self->remote, &self->subset, NULL, NULL, &report,
                                        NULL, &error));
  g_assert_error (error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_ABSENT);
}

static void
test_folders (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *one = mvua_subset_folder ("/x", &self->subset);
  g_autofree char *again = mvua_subset_folder ("/x", &self->subset);

  g_assert_true (g_str_has_prefix (one, "/x/2025-09-18-00-"));
  g_assert_cmpstr (one, ==, again);
  self->subset.region.north = 11;
  g_autofree char *other = mvua_subset_folder ("/x", &self->subset);
  g_assert_cmpstr (one, !=, other);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/subset/whole", test_whole },
    { "/subset/goes-on", test_goes_on },
    { "/subset/absent", test_absent },
    { "/subset/refused", test_refused },
    { "/subset/forbidden", test_forbidden },
    { "/subset/truncated", test_truncated },
    { "/subset/gaps", test_gaps },
    { "/subset/cancelled-while-throttled", test_cancelled_while_throttled },
    { "/subset/too-old", test_too_old },
    { "/subset/folders", test_folders },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
