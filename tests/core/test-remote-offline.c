/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Without a network, what is kept stays usable, and what is not kept says why it is not
 * there; a network that goes away in the middle does not hold anybody up for long. */

#include "mvua-export.h"
#include "mvua-net-watch.h"
#include "mvua-resume.h"
#include "mvua-steps.h"
#include "remote-fixture.h"

#define OLDER_RUN 1758132000 /* 2025-09-17 18Z */
#define USUAL_RUN 1758153600 /* the demo's */

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

/* Looks at some maps: their listing, indexes and messages are kept from then on. */
static void
look_at_maps (Fixture *self)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 1 << 20, 0);

  for (guint m = 1; m <= 2; m++)
    g_assert_cmpint (load_status (fields, product_of (m), "t2m", 6), ==, MVUA_STATUS_OK);
}

static void
assert_kept (Fixture *self, const char *run)
{
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN, .remote = remote };
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaEnsemble) ensemble = mvua_ensemble_open (run, &options, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (mvua_ensemble_get_path (ensemble), ==, RUN);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  const MvuaWindow window = window_of (ensemble, &mvua_region_east_africa);
  const MvuaVariable *t2m = mvua_variable_by_name ("t2m");
  g_autofree char *complaint = NULL;

  for (guint m = 1; m <= 2; m++)
    g_assert_cmpint (check_field (&truth, loader, t2m, perturbed (m), 6, &window, NULL),
                     ==, MVUA_STATUS_OK);
  /* Another message of a file that is kept in part. */
  g_assert_cmpint (check_field (&truth, loader, mvua_variable_by_name ("sp"),
                                perturbed (2), 6, &window, &complaint),
                   ==, MVUA_STATUS_MISSING);
  assert_says (complaint, "f006");

  const MvuaRemoteCount count = mvua_remote_count (remote);
  g_assert_cmpint (count.offline_since, >=, now - 60);
  g_assert_cmpint (count.offline_since, <=, now + 60);
  g_assert_cmpint (count.listed_at, >=, now - 60);
  g_assert_cmpint (count.listed_at, <=, now + 1);
  g_assert_cmpuint (count.n_fetched, ==, 0);
  g_assert_cmpuint (count.n_cached, >, 0);
}

static void
test_kept (Fixture *self, gconstpointer is_folders)
{
  mvua_test_bucket_set_folders (self->bucket, is_folders != NULL);
  look_at_maps (self);
  mvua_test_server_set_away (self->server, TRUE);
  assert_kept (self, RUN);
}

/* Many fields that are not kept: the second and all after it fail at once. */
static void
test_not_kept (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  look_at_maps (self);
  mvua_test_server_set_away (self->server, TRUE);
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  const gint64 start = g_get_monotonic_time ();
  const Tally tally = check_all (&truth, ensemble, &mvua_region_east_africa);

  g_assert_cmpuint (tally.n[MVUA_STATUS_OK], ==, 2);
  g_assert_cmpuint (tally.n[MVUA_STATUS_MISSING], >, 300);
  g_assert_cmpfloat (seconds_since (start), <, 10);
}

/* It comes back: so do the fields, of the version that was listed. */
static void
test_back (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Truth) truth = open_truth (usual_demo ());

  look_at_maps (self);
  mvua_test_server_set_away (self->server, TRUE);
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_assert_cmpint (mvua_remote_count (remote).offline_since, >, 0);
  mvua_test_server_set_away (self->server, FALSE);
  g_usleep (MVUA_NET_WATCH_PROBE + G_USEC_PER_SEC / 4);
  assert_all_there (&truth, ensemble, NULL);
  g_assert_cmpint (mvua_remote_count (remote).offline_since, ==, 0);
}

/* On a mirror whose listing has no tags, what is kept is of a version; after the network
 * is back there is another one, and they are not mixed. */
static void
test_back_replaced (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *key = key_of (perturbed (2), 6);
  g_autofree char *other = key_of (perturbed (2), 9);
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_autofree char *complaint = NULL;

  mvua_test_bucket_set_folders (self->bucket, TRUE);
  look_at_maps (self);
  mvua_test_server_set_away (self->server, TRUE);
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  const MvuaWindow window = window_of (ensemble, &mvua_region_east_africa);

  g_assert_cmpint (check_field (&truth, loader, mvua_variable_by_name ("t2m"),
                                perturbed (2), 6, &window, NULL),
                   ==, MVUA_STATUS_OK);
  g_autoptr (GBytes) bytes = mvua_test_bucket_dup (self->bucket, other);
  mvua_test_bucket_put (self->bucket, key, bytes);
  mvua_test_server_set_away (self->server, FALSE);
  g_usleep (MVUA_NET_WATCH_PROBE + G_USEC_PER_SEC / 4);
  g_assert_cmpint (check_field (&truth, loader, mvua_variable_by_name ("sp"),
                                perturbed (2), 6, &window, &complaint),
                   ==, MVUA_STATUS_MISSING);
  assert_says (complaint, "was replaced");
}

/* The latest run is the newest one whose listing is kept, be it S3's or a page. */
static void
test_latest (Fixture *self, gconstpointer is_folders)
{
  g_autofree char *older = mvua_noaa_key (OLDER_RUN, perturbed (1), 3);
  g_autofree char *key = key_of (perturbed (1), 3);
  MvuaRun run = OLDER_RUN;
  const MvuaReading reading = { .priority = MVUA_PRIORITY_PICKED };
  g_autoptr (GBytes) bytes = mvua_test_bucket_dup (self->bucket, key);

  mvua_test_bucket_put (self->bucket, older, bytes);
  mvua_test_bucket_set_folders (self->bucket, is_folders != NULL);
  look_at_maps (self);
  {
    g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
    g_autoptr (GArray) files =
        mvua_remote_list_run (remote, NULL, &run, NULL, &reading, NULL);
    g_assert_cmpuint (files->len, ==, 1);
  }
  mvua_test_server_set_away (self->server, TRUE);
  assert_kept (self, "noaa:latest");
}

/* Listings among what is kept, and pages of them that only a token leads to. */
static void
count_listings (MvuaCache *cache, guint *n_listings, guint *n_tokens)
{
  g_autoptr (GPtrArray) items = mvua_cache_list (cache);

  *n_listings = 0;
  *n_tokens = 0;
  for (guint i = 0; i < items->len; i++)
    {
      const MvuaCacheItem *item = g_ptr_array_index (items, i);
      *n_listings += strstr (item->url, "?list-type=2") != NULL;
      *n_tokens += strstr (item->url, "token") != NULL;
    }
}

static GArray *
list_usual_run (MvuaRemote *remote, GError **error)
{
  const MvuaReading reading = { .priority = MVUA_PRIORITY_PICKED };
  MvuaRun run = USUAL_RUN;

  return mvua_remote_list_run (remote, NULL, &run, NULL, &reading, error);
}

static const MvuaTestFault *
break_third (guint index, const char *path G_GNUC_UNUSED, gpointer data)
{
  static const MvuaTestFault broken = { .where = MVUA_TEST_BEFORE };

  return index >= *(const guint *) data + 2 ? &broken : NULL;
}

/* A listing of many pages is kept once, as a whole, and the next one takes its place; one
 * that breaks off between two pages is none, and what was kept is. */
static void
test_pages (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *gone = key_of (perturbed (1), 24);
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (GError) error = NULL;
  guint n_listings = 0, n_tokens = 0, n_before = 0;

  mvua_test_bucket_set_page (self->bucket, 7);
  g_autoptr (GArray) all = list_usual_run (remote, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (take_count (self), >, 10);
  count_listings (mvua_remote_get_cache (remote), &n_listings, &n_tokens);
  g_assert_cmpuint (n_tokens, ==, 0);
  g_assert_cmpuint (n_listings, >=, 1);

  mvua_test_bucket_remove (self->bucket, gone);
  g_autoptr (GArray) fewer = list_usual_run (remote, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fewer->len, ==, all->len - 1);
  n_before = n_listings;
  count_listings (mvua_remote_get_cache (remote), &n_listings, &n_tokens);
  g_assert_cmpuint (n_listings, ==, n_before);
  g_assert_cmpuint (n_tokens, ==, 0);

  /* The network goes between two pages. */
  guint n_requests = mvua_test_server_count (self->server).n_requests;
  mvua_test_server_set_spoil (self->server, break_third, &n_requests);
  g_autoptr (GArray) kept = list_usual_run (remote, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kept->len, ==, fewer->len);
  for (guint i = 0; i < kept->len; i++)
    {
      const MvuaNoaaFile *a = &g_array_index (kept, MvuaNoaaFile, i);
      const MvuaNoaaFile *b = &g_array_index (fewer, MvuaNoaaFile, i);
      g_assert_cmpstr (a->key, ==, b->key);
      g_assert_cmpstr (a->etag, ==, b->etag);
      g_assert_cmpuint (a->size, ==, b->size);
      g_assert_cmpint (a->modified, ==, b->modified);
      g_assert_cmpstr (a->index_etag, ==, b->index_etag);
    }

  /* And it is away from the beginning. */
  mvua_test_server_set_away (self->server, TRUE);
  g_autoptr (MvuaRemote) anew = new_remote (self, self->cache);
  g_autoptr (GArray) offline = list_usual_run (anew, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (offline->len, ==, fewer->len);
}

/* Online it is the same one: an old mirror. */
static void
test_latest_online (Fixture *self, gconstpointer is_folders)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN, .remote = remote };
  g_autoptr (GError) error = NULL;

  mvua_test_bucket_set_folders (self->bucket, is_folders != NULL);
  g_autoptr (MvuaEnsemble) ensemble =
      mvua_ensemble_open ("noaa:latest", &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mvua_ensemble_get_path (ensemble), ==, RUN);
  mvua_test_server_set_away (self->server, TRUE);
  g_autoptr (MvuaRemote) anew = new_remote (self, self->cache);
  const MvuaEnsembleOptions again = { .run = MVUA_RUN_UNKNOWN, .remote = anew };
  g_autoptr (MvuaEnsemble) offline =
      mvua_ensemble_open ("noaa:latest", &again, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mvua_ensemble_get_path (offline), ==, RUN);
}

/* Nothing is kept. */
static void
test_nothing (Fixture *self, gconstpointer run)
{
  mvua_test_server_set_away (self->server, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (MvuaRemote) remote = new_remote (self, i == 0 ? self->cache : NULL);
      const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN, .remote = remote };
      g_autoptr (GError) error = NULL;

      g_assert_null (mvua_ensemble_open (run, &options, NULL, &error));
      g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);
      assert_says (error->message, mvua_test_server_get_url (self->server));
      g_assert_cmpint (mvua_remote_count (remote).listed_at, ==, 0);
      g_assert_cmpint (mvua_remote_count (remote).offline_since, >, 0);
    }
}

typedef struct
{
  Fixture *fixture;
  guint gone_at; /* request */
  gint is_done;
} Departure;

static const MvuaTestFault *
depart (guint index, const char *path G_GNUC_UNUSED, gpointer data)
{
  static const MvuaTestFault gone = { .name = "gone",
                                      .where = MVUA_TEST_BEFORE,
                                      .how = MVUA_TEST_RESET };
  Departure *self = data;

  if (index < self->gone_at)
    return NULL;
  g_atomic_int_set (&self->is_done, 1);
  return &gone;
}

static gpointer
leave_for_good (gpointer data)
{
  Departure *self = data;

  while (!g_atomic_int_get (&self->is_done))
    g_usleep (1000);
  mvua_test_server_set_away (self->fixture->server, TRUE);
  return NULL;
}

/* In the middle of an export: what came is there, the rest is listed, and it ends. */
static void
test_export (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaHttpOptions http = {
    .connect_timeout_s = 2, .stall_s = 2, .n_retries = 2, .patience_s = 2
  };
  g_autoptr (MvuaRemote) remote = new_remote_with (self, NULL, &http);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autofree char *target = g_build_filename (self->scratch, "out.zarr", NULL);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  Departure departure = { self, take_count (self) + 60, 0 };

  options.members = mvua_member_list_parse ("gep01-gep04,gec00", NULL);
  options.steps = mvua_steps_parse ("0-24", 3, NULL);
  mvua_test_server_set_spoil (self->server, depart, &departure);
  GThread *thread = g_thread_new ("leave", leave_for_good, &departure);
  const gint64 start = g_get_monotonic_time ();
  g_assert_true (
      mvua_export_run (ensemble, target, &options, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
  g_thread_join (thread);
  g_test_message ("%.1f s, %u of %u fields are gaps", seconds_since (start),
                  report.gaps->len, report.n_fields);
  g_assert_cmpfloat (seconds_since (start), <, 20);
  g_assert_cmpuint (report.gaps->len, >, report.n_fields / 2);
  g_assert_cmpuint (report.gaps->len, <, report.n_fields);
  for (guint i = 0; i < report.gaps->len; i++)
    {
      const MvuaGap *gap = &g_array_index (report.gaps, MvuaGap, i);
      g_assert_cmpint (gap->status, ==, MVUA_STATUS_MISSING);
      g_assert_nonnull (gap->complaint);
    }
}

/* Every file with its length and checksum, but for the one that says where it is all
 * from.
 */
static char *
table_of (const char *store)
{
  g_autofree char *path = g_build_filename (store, ".mvua", "files", NULL);
  g_autofree char *text = NULL;
  GString *table = g_string_new (NULL);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_str_has_suffix (lines[i], " .mvua/fields.parquet") &&
        !g_str_has_prefix (lines[i], "end "))
      g_string_append_printf (table, "%s\n", lines[i]);
  return g_string_free (table, FALSE);
}

static void
assert_as_folder (Fixture *self, const char *target, const MvuaExportOptions *options)
{
  g_autoptr (MvuaEnsemble) folder = mvua_ensemble_open (usual_demo (), NULL, NULL, NULL);
  g_autofree char *expected = g_build_filename (self->scratch, "expected.zarr", NULL);
  g_auto (MvuaExportReport) report = { 0 };

  g_assert_true (
      mvua_export_run (folder, expected, options, NULL, NULL, &report, NULL, NULL));
  g_autofree char *is = table_of (target);
  g_autofree char *shall = table_of (expected);
  g_assert_cmpstr (is, ==, shall);
}

/* An export that would rather stop than have gaps for want of a network: it is gone on
 * with when that is there again, and what had come is not fetched again. */
static void
test_stopped_export (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaHttpOptions http = {
    .connect_timeout_s = 2, .stall_s = 2, .n_retries = 2, .patience_s = 2
  };
  g_autoptr (MvuaRemote) remote = new_remote_with (self, self->cache, &http);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autofree char *target = g_build_filename (self->scratch, "out.zarr", NULL);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  Departure departure = { self, take_count (self) + 200, 0 };

  g_setenv ("SOURCE_DATE_EPOCH", "1758153600", TRUE);
  options.members = mvua_member_list_parse ("gep01-gep04,gec00", NULL);
  options.steps = mvua_steps_parse ("0-24", 3, NULL);
  options.stops_offline = TRUE;
  mvua_test_server_set_spoil (self->server, depart, &departure);
  GThread *thread = g_thread_new ("leave", leave_for_good, &departure);
  g_assert_false (
      mvua_export_run (ensemble, target, &options, NULL, NULL, &report, NULL, &error));
  g_thread_join (thread);
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);
  g_assert_true (report.is_kept);
  g_clear_error (&error);
  mvua_export_report_clear (&report);

  mvua_test_server_set_spoil (self->server, NULL, NULL);
  mvua_test_server_set_away (self->server, FALSE);
  g_autoptr (MvuaRemote) back = new_remote_with (self, self->cache, &http);
  g_autoptr (MvuaEnsemble) again = open_run (back);
  g_autoptr (MvuaExportLeft) left = mvua_export_find_left (target);
  g_assert_cmpstr (left->source, ==, RUN);
  g_assert_cmpstr (left->base_url, ==, mvua_test_server_get_url (self->server));
  g_assert_cmpuint (left->n_done, >, 0);
  g_assert_true (
      mvua_export_resume (again, left, &options, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.gaps->len, ==, 0);
  g_test_message ("%u of %u parts were done", left->n_done, left->n_units);
  assert_as_folder (self, target, &options);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func)                                                            \
  g_test_add ("/remote-offline/" name, Fixture, data, set_up, func, tear_down)
  ADD ("kept", NULL, test_kept);
  ADD ("kept/folders", "", test_kept);
  ADD ("not-kept", NULL, test_not_kept);
  ADD ("back", NULL, test_back);
  ADD ("back/replaced", NULL, test_back_replaced);
  ADD ("latest", NULL, test_latest);
  ADD ("latest/folders", "", test_latest);
  ADD ("latest/online", NULL, test_latest_online);
  ADD ("latest/online/folders", "", test_latest_online);
  ADD ("pages", NULL, test_pages);
  ADD ("nothing", RUN, test_nothing);
  ADD ("nothing/latest", "noaa:latest", test_nothing);
  ADD ("export", NULL, test_export);
  ADD ("export/stopped", NULL, test_stopped_export);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
