/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* An export out of a bucket: what is told before, what is fetched, and that nothing is
 * fetched twice. */

#include "mvua-demo.h"
#include "mvua-export-estimate.h"
#include "mvua-loader.h"
#include "mvua-test-s3.h"
#include "mvua-test-server.h"

#include "demo-fixture.h"

#define N_FILES 4 /* two members, two steps */

typedef struct
{
  Fixture demo;
  MvuaTestServer *server;
  MvuaTestS3 *s3;
  MvuaRemote *remote;
  MvuaEnsemble *ensemble;
} Bucket;

static GBytes *
answer_listing (const char *path, gpointer data)
{
  static GMutex lock;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&lock);
  char *text = g_str_has_prefix (path, "/?") ? mvua_test_s3_answer (data, path) : NULL;

  return text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;
}

static void
put_file (Bucket *self, const char *name)
{
  g_autofree char *key = g_strconcat (DATA_FOLDER "/", name, NULL);
  g_autofree char *path = g_build_filename (self->demo.directory, key, NULL);
  g_autofree char *url = g_strconcat ("/", key, NULL);
  MvuaObject *object;
  char *text = NULL;
  gsize n = 0;

  g_assert_true (g_file_get_contents (path, &text, &n, NULL));
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, n);
  mvua_test_server_put (self->server, url, bytes);
  mvua_test_s3_add (self->s3, key, n, 1758153600);
  object = g_ptr_array_index (self->s3->objects, self->s3->objects->len - 1);
  g_free (object->etag);
  object->etag = mvua_test_server_dup_etag (bytes);
}

static void
open_bucket (Bucket *self, gconstpointer data)
{
  set_up (&self->demo, data);
  self->demo.options.steps = "3-6";
  g_assert_true (mvua_demo_make (&self->demo.options, NULL, NULL, NULL, NULL));
  self->server = mvua_test_server_new ();
  self->s3 = mvua_test_s3_new ();
  mvua_test_server_set_handler (self->server, answer_listing, self->s3);
  g_autofree char *folder = g_build_filename (self->demo.directory, DATA_FOLDER, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)) != NULL)
    put_file (self, name);

  g_autofree char *cache = g_build_filename (self->demo.root, "cache", NULL);
  const MvuaRemoteOptions options = {
    .base_url = mvua_test_server_get_url (self->server),
    .cache_folder = data != NULL ? cache : NULL,
  };
  const MvuaEnsembleOptions opening = {
    .run = MVUA_RUN_UNKNOWN,
    .remote = self->remote = mvua_remote_new (&options, NULL),
    .first_variable = mvua_variable_by_name ("t2m"),
    .first_step = 6,
  };
  g_autoptr (GError) error = NULL;
  self->ensemble = mvua_ensemble_open ("noaa:20250918/00", &opening, NULL, &error);
  g_assert_no_error (error);
}

static void
close_bucket (Bucket *self, gconstpointer data)
{
  mvua_ensemble_unref (self->ensemble);
  mvua_remote_unref (self->remote);
  mvua_test_server_free (self->server);
  mvua_test_s3_free (self->s3);
  tear_down (&self->demo, data);
}

static guint
count_requests (const Bucket *self)
{
  return mvua_test_server_count (self->server).n_requests;
}

/* The server counts what it has sent when that may have been received already. */
static MvuaTestCount
count_all (const Bucket *self)
{
  const guint64 n = mvua_remote_count (self->remote).n_fetched;

  for (guint i = 0; i < 500 && mvua_test_server_count (self->server).n_bytes != n; i++)
    g_usleep (10000);
  const MvuaTestCount count = mvua_test_server_count (self->server);
  g_assert_cmpuint (count.n_bytes, ==, n);
  return count;
}

/* (transfer full): t2m of gep01 at 6 h in so many rows from the north */
static float *
load (MvuaEnsemble *ensemble, MvuaLoader *loader, guint n_rows, MvuaLoaderCount *count)
{
  const MvuaGrid *grid = mvua_ensemble_get_grid (ensemble);
  const MvuaMember member = { MVUA_MEMBER_PERTURBED, 1 };
  const MvuaWindow window = { .n_rows = n_rows, .n_columns = grid->n_columns };
  float *values = g_new (float, mvua_window_n_points (&window));
  MvuaLoaded loaded;
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_loader_load (loader, mvua_variable_by_name ("t2m"), member, 6,
                                   MVUA_HOUR_UNKNOWN, &window, NULL, values, &loaded,
                                   &error));
  g_assert_no_error (error);
  g_assert_cmpint (loaded.status, ==, MVUA_STATUS_OK);
  mvua_loaded_clear (&loaded);
  *count = mvua_loader_count (loader);
  return values;
}

/* What was read of a message to open the run is not asked for again, but for once. */
static void
test_opened (Bucket *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaEnsemble) folder =
      mvua_ensemble_open (self->demo.directory, NULL, NULL, NULL);
  g_autoptr (MvuaLoader) local = mvua_loader_new (folder);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (self->ensemble);
  const MvuaGrid *grid = mvua_ensemble_get_grid (folder);
  const guint n_rows = grid->n_rows / 2;
  const guint n_opening = count_requests (self);
  MvuaLoaderCount count;

  g_autofree float *expected = load (folder, local, n_rows, &count);
  const guint64 length = count.n_bytes;
  g_autofree float *first = load (self->ensemble, loader, n_rows, &count);
  g_assert_cmpuint (count_requests (self), ==, n_opening);
  g_assert_cmpuint (count.n_bytes, <, length);
  g_assert_cmpuint (count.n_bytes_needed, <=, count.n_bytes);
  g_assert_cmpuint (count.n_bytes_of_messages, ==, length);

  g_autofree float *second = load (self->ensemble, loader, n_rows, &count);
  g_assert_cmpuint (count_requests (self), ==, n_opening + 1);
  g_assert_cmpuint (count.n_decoded, ==, 2);
  const gsize n = sizeof (float) * n_rows * grid->n_columns;
  g_assert_cmpmem (first, n, expected, n);
  g_assert_cmpmem (second, n, expected, n);
}

/* What is kept of a message is enough, though all of one that is not known would be asked
 * for: nobody is asked, and nobody need be there. */
static void
test_kept (Bucket *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault away = { .status = 404 };
  g_autoptr (MvuaLoader) loader = mvua_loader_new (self->ensemble);
  g_autoptr (MvuaLoader) other = mvua_loader_new (self->ensemble);
  const MvuaGrid *grid = mvua_ensemble_get_grid (self->ensemble);
  const gsize n = sizeof (float) * grid->n_rows * grid->n_columns;
  MvuaLoaderCount count;

  g_autofree float *first = load (self->ensemble, loader, grid->n_rows, &count);
  g_assert_cmpuint (count.n_bytes, <, count.n_bytes_of_messages);
  const guint n_requests = count_requests (self);
  mvua_test_server_fail (self->server, &away, 0);
  g_autofree float *second = load (self->ensemble, other, grid->n_rows, &count);
  g_assert_cmpmem (second, n, first, n);
  g_assert_cmpuint (count_requests (self), ==, n_requests);
}

/* What is told is what the server sees. */
static void
test_traffic (Bucket *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *target = g_build_filename (self->demo.root, "out.zarr", NULL);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  MvuaExportEstimate estimate;

  options.members = mvua_member_list_parse ("gep01,gep02", NULL);
  options.region = (MvuaRegion){ FALSE, 23, 21, 10, 53 };
  g_assert_true (mvua_export_estimate (self->ensemble, &options, &estimate, &error));
  const MvuaTestCount before = count_all (self);
  g_assert_true (mvua_export_run (self->ensemble, target, &options, NULL, NULL, &report,
                                  NULL, &error));
  g_assert_no_error (error);
  const MvuaTestCount after = count_all (self);

  g_assert_cmpuint (report.gaps->len, ==, 0);
  g_assert_cmpuint (report.n_decoded, ==, N_FILES * 8);
  g_assert_cmpuint (report.n_requests, ==, after.n_requests - before.n_requests);
  g_assert_cmpuint (report.n_bytes_fetched, ==, after.n_bytes - before.n_bytes);
  g_assert_cmpuint (report.n_bytes_needed, <=, report.n_bytes_read);
  g_assert_cmpuint (report.n_bytes_read, <, report.n_bytes_of_messages);

  g_assert_cmpuint (estimate.n_messages, ==, report.n_decoded);
  g_assert_cmpuint (estimate.n_requests, ==, N_FILES * 8 + N_FILES);
  g_assert_cmpuint (estimate.n_bytes_to_fetch, <, estimate.n_bytes_to_read);
  /* One index is known, and one beginning is there; what was short took some more. */
  g_assert_cmpuint (report.n_requests, >=, estimate.n_requests - 2);
  g_assert_cmpuint (report.n_requests, <=, 2 * estimate.n_requests);
  g_assert_cmpfloat ((double) estimate.n_bytes_to_fetch, >,
                     0.7 * (double) report.n_bytes_read);
  g_assert_cmpfloat ((double) estimate.n_bytes_to_fetch, <,
                     1.3 * (double) report.n_bytes_read);
}

#define ADD(path, data, func)                                                            \
  g_test_add (path, Bucket, data, open_bucket, func, close_bucket)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/export-remote/opened", NULL, test_opened);
  ADD ("/export-remote/kept", "cache", test_kept);
  ADD ("/export-remote/traffic", NULL, test_traffic);
  return g_test_run ();
}
