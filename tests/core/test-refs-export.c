/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* References that are made of an ensemble's indexes: where they lead, what is told of
 * them, what is missing, and that they are the ensemble again. */

#include "ensemble-fixture.h"
#include "mvua-export-refs.h"
#include "mvua-ref-arrays.h"
#include "mvua-test-server.h"

#define RUN_FOLDER "gefs.20250918/00/atmos/pgrb2sp25/"

typedef struct
{
  Folder folder;
  MvuaRefsOptions options;
  MvuaRefsReport report;
} Fixture;

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->options.members, g_array_unref);
  g_clear_pointer (&self->options.variables, g_ptr_array_unref);
  mvua_refs_report_clear (&self->report);
  folder_tear_down (&self->folder, data);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  folder_set_up (&self->folder, data);
}

/* @members members, of which each has t2m and rain every 3 h to 12 h, below @prefix */
static void
write_run (Fixture *self, guint n_members, const char *prefix)
{
  for (guint m = 1; m <= n_members; m++)
    for (int step = 0; step <= 12; step += 3)
      {
        g_autofree char *name = noaa_name (perturbed (m), step);
        g_autofree char *path = g_strconcat (prefix, name, NULL);
        const int start = (step - 1) / 6 * 6;

        file_add (&self->folder, "t2m", perturbed (m), step, step,
                  (int) (100 * m) + step);
        if (step > 0)
          file_add (&self->folder, "tp", perturbed (m), start, step, 10 * (step - start));
        file_write (&self->folder, path, TRUE);
      }
}

static MvuaRefSet *
make (Fixture *self, MvuaEnsemble *ensemble)
{
  g_autoptr (GError) error = NULL;

  mvua_refs_report_clear (&self->report);
  MvuaRefSet *set = mvua_export_refs_new (ensemble, self->folder.folder, &self->options,
                                          NULL, NULL, &self->report, NULL, &error);
  g_assert_no_error (error);
  return set;
}

static GArray *
read_values (const MvuaRefSet *set, const char *path)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) arrays = mvua_ref_arrays_list (set, notes);
  const MvuaRefArray *array = mvua_ref_arrays_find (arrays, path);

  g_assert_cmpuint (notes->len, ==, 0);
  g_assert_nonnull (array);
  GArray *values = mvua_ref_array_read (set, array);
  g_assert_nonnull (values);
  return values;
}

static void
assert_values (const MvuaRefSet *set, const char *path, const double *expected, guint n)
{
  g_autoptr (GArray) values = read_values (set, path);

  g_assert_cmpuint (values->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const double value = g_array_index (values, double, i);
      g_assert_true (isnan (expected[i]) ? isnan (value) : value == expected[i]);
    }
}

static void
assert_text (const MvuaRefSet *set, const char *key, const char *text)
{
  MvuaRef ref;

  g_assert_true (mvua_ref_set_find (set, key, &ref));
  g_autofree char *found = g_strndup ((const char *) ref.bytes, ref.n_bytes);
  if (strstr (found, text) == NULL)
    g_error ("%s: “%s” has no “%s”", key, found, text);
}

static void
test_what_is_in_it (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const double steps[] = { 0, 3, 6, 9, 12 };
  static const double bounds[] = { (double) NAN, (double) NAN, 0, 3, 0, 6, 6, 9, 6, 12 };
  static const double run = 1758153600;
  static const double valid[] = { 1758153600, 1758164400, 1758175200, 1758186000,
                                  1758196800 };
  static const double latitudes[] = { 10, 9, 8, 7, 6, 5, 4, 3 };
  MvuaRef ref;

  write_run (self, 2, "");
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (MvuaRefSet) set = make (self, ensemble);

  g_assert_cmpuint (self->report.n_fields, ==, 2 * (5 + 4));
  g_assert_cmpuint (self->report.n_files, ==, 10);
  g_assert_cmpuint (self->report.gaps->len, ==, 0);
  /* 2 groups and the root, 2 + 7 arrays a group: metadata; 7 coordinates; messages. */
  g_assert_cmpuint (mvua_ref_set_get_n (set), ==, 1 + 2 * (3 + 2 * 9) + 2 * 7 + 18);

  assert_text (set, "gep01/t2m/.zarray",
               "\"shape\":[5,8,12],\"chunks\":[1,8,12],\"dtype\":\"<f8\","
               "\"compressor\":null,\"fill_value\":\"NaN\",\"order\":\"C\","
               "\"filters\":[{\"id\":\"grib\",\"var\":\"t2m\",\"dtype\":\"float64\"}]");
  assert_text (set, "gep02/tp_bucket/.zattrs", "must not be summed up");
  assert_text (set, "gep02/tp_bucket/.zattrs", "\"window_bounds\":\"step_bounds\"");
  assert_text (set, "gep01/step/.zattrs", "\"dtype\":\"timedelta64[ns]\"");
  assert_text (set, ".zmetadata", "\"gep02/tp_bucket/.zarray\":{");
  assert_text (set, ".zattrs", "\"model_date\":\"2025-09-18\"");
  g_assert_false (mvua_ref_set_find (set, "gep01/tp/.zarray", &ref));
  assert_values (set, "gep01/step", steps, 5);
  assert_values (set, "gep01/forecast_hour", steps, 5);
  assert_values (set, "gep02/step_bounds", bounds, 10);
  assert_values (set, "gep02/time", &run, 1);
  assert_values (set, "gep02/valid_time", valid, 5);
  assert_values (set, "gep02/latitude", latitudes, 8);

  /* The bucket is the second message of its file. */
  g_assert_true (mvua_ref_set_find (set, "gep02/tp_bucket/1.0.0", &ref));
  g_assert_cmpint (ref.kind, ==, MVUA_REF_RANGE);
  g_autofree char *path =
      g_build_filename (self->folder.folder, "gep02.t00z.pgrb2s.0p25.f003", NULL);
  g_autofree char *bytes = NULL;
  gsize n = 0;
  g_assert_cmpstr (mvua_ref_set_get_url (set, ref.url), ==, path);
  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  g_assert_cmpuint (ref.offset + ref.length, ==, n);
  g_assert_cmpmem (bytes + ref.offset, 4, "GRIB", 4);
  g_assert_false (mvua_ref_set_find (set, "gep02/tp_bucket/0.0.0", &ref));
}

/* In every form it is the same ensemble again, field by field. */
static void
test_again (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const forms[] = { "json", "par", "parq" };

  write_run (self, 3, "");
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  for (guint f = 0; f < G_N_ELEMENTS (forms); f++)
    {
      g_autofree char *path =
          g_strdup_printf ("%s/refs.%s", self->folder.folder, forms[f]);
      g_autoptr (GError) error = NULL;

      self->options.urls = f == 1 ? MVUA_REF_URL_RELATIVE : MVUA_REF_URL_AUTO;
      mvua_refs_report_clear (&self->report);
      g_assert_true (mvua_export_refs (ensemble, path, &self->options, NULL, NULL,
                                       &self->report, NULL, &error));
      g_assert_no_error (error);
      g_autoptr (MvuaEnsemble) again = mvua_ensemble_open (path, NULL, NULL, &error);
      g_assert_no_error (error);
      g_autoptr (MvuaLoader) loader = mvua_loader_new (again);
      g_assert_cmpuint (mvua_ensemble_get_n_messages (again), ==,
                        mvua_ensemble_get_n_messages (ensemble));
      g_assert_cmpuint (mvua_ensemble_get_notes (again)->len, ==, 0);
      for (guint m = 1; m <= 3; m++)
        for (int step = 0; step <= 12; step += 3)
          {
            assert_loads (loader, "t2m", perturbed (m), step, (int) (100 * m) + step);
            if (step > 0)
              assert_loads (loader, "tp", perturbed (m), step, step % 6 == 0 ? 60 : 30);
          }
      /* What is there already is not replaced. */
      mvua_refs_report_clear (&self->report);
      g_assert_false (mvua_export_refs (ensemble, path, &self->options, NULL, NULL,
                                        &self->report, NULL, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
    }
}

static const MvuaGap *
get_gap (const Fixture *self, guint i)
{
  return &g_array_index (self->report.gaps, MvuaGap, i);
}

static void
test_gaps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const double bounds[] = { (double) NAN,
                                   (double) NAN,
                                   (double) NAN,
                                   (double) NAN,
                                   0,
                                   6,
                                   (double) NAN,
                                   (double) NAN,
                                   6,
                                   12 };
  MvuaRef ref;

  write_run (self, 2, "");
  g_autofree char *lost =
      g_build_filename (self->folder.folder, "gep02.t00z.pgrb2s.0p25.f009", NULL);
  g_autofree char *lost_index = g_strconcat (lost, ".idx", NULL);
  g_assert_cmpint (g_remove (lost), ==, 0);
  g_assert_cmpint (g_remove (lost_index), ==, 0);
  file_add (&self->folder, "t2m", perturbed (2), 3, 3, 7);
  file_write (&self->folder, "gep02.t00z.pgrb2s.0p25.f003", TRUE);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (MvuaRefSet) set = make (self, ensemble);

  g_assert_cmpuint (self->report.n_fields, ==, 18);
  g_assert_cmpuint (self->report.gaps->len, ==, 3);
  g_assert_cmpint (get_gap (self, 0)->step, ==, 3);
  g_assert_cmpint (get_gap (self, 0)->status, ==, MVUA_STATUS_NOT_PUBLISHED);
  g_assert_cmpint (get_gap (self, 1)->step, ==, 9);
  g_assert_cmpint (get_gap (self, 1)->status, ==, MVUA_STATUS_MISSING);
  g_assert_false (mvua_ref_set_find (set, "gep02/t2m/3.0.0", &ref));
  g_assert_false (mvua_ref_set_find (set, "gep02/tp_bucket/1.0.0", &ref));
  assert_values (set, "gep02/step_bounds", bounds, 10);
}

/* A member that the numbering skips has a group, and nothing in it. */
static void
test_choice (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  MvuaRef ref;

  write_run (self, 2, "");
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  self->options.members = mvua_member_list_parse ("gep02,gep05", NULL);
  self->options.variables = mvua_variable_list_parse ("t2m", NULL);
  g_autoptr (MvuaRefSet) set = make (self, ensemble);
  g_assert_true (mvua_ref_set_find (set, "gep05/t2m/.zarray", &ref));
  g_assert_false (mvua_ref_set_find (set, "gep01/.zgroup", &ref));
  g_assert_false (mvua_ref_set_find (set, "gep02/tp_bucket/.zarray", &ref));
  /* Without windows of time there are no bounds of any. */
  g_assert_false (mvua_ref_set_find (set, "gep02/step_bounds/.zarray", &ref));
  g_assert_cmpuint (self->report.gaps->len, ==, 5);

  g_ptr_array_unref (self->options.variables);
  self->options.variables = mvua_variable_list_parse ("sp", NULL);
  mvua_refs_report_clear (&self->report);
  g_assert_null (mvua_export_refs_new (ensemble, ".", &self->options, NULL, NULL,
                                       &self->report, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
}

static void
write_northward (Fixture *self, guint scanning)
{
  MvuaTestMessage message = uniform ("t2m", perturbed (1), 3, 3, 280);

  mvua_test_message_set_grid (&message, 12, 8, scanning, 10000000, 3000000, 30000000,
                              41000000);
  file_add_message (&self->folder, &message);
  file_write (&self->folder, "gep01.t00z.pgrb2s.0p25.f003", FALSE);
}

/* The filter gives values as they come; the axis has to go with them. */
static void
test_northward (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const double latitudes[] = { 3, 4, 5, 6, 7, 8, 9, 10 };

  write_northward (self, 0x40);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (MvuaRefSet) set = make (self, ensemble);
  assert_values (set, "gep01/latitude", latitudes, 8);
}

static void
test_other_order (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  write_northward (self, 0x20);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_assert_null (mvua_export_refs_new (ensemble, ".", &self->options, NULL, NULL,
                                       &self->report, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_nonnull (strstr (error->message, "scanning mode 32"));
}

/* Windows that differ from those of rain have bounds of their own. */
static void
test_own_bounds (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const double shared[] = { 0, 3 };
  static const double own[] = { 2, 3 };

  file_add (&self->folder, "tp", perturbed (1), 0, 3, 10);
  file_add (&self->folder, "tmax", perturbed (1), 2, 3, 2800);
  file_add (&self->folder, "dswrf", perturbed (1), 0, 3, 2000);
  file_write (&self->folder, "gep01.t00z.pgrb2s.0p25.f003", FALSE);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (MvuaRefSet) set = make (self, ensemble);
  assert_values (set, "gep01/step_bounds", shared, 2);
  assert_values (set, "gep01/tmax_bounds", own, 2);
  assert_text (set, "gep01/tmax/.zattrs", "\"window_bounds\":\"tmax_bounds\"");
  assert_text (set, "gep01/dswrf/.zattrs", "\"window_bounds\":\"step_bounds\"");
}

/* Of a file that is here and named as in the bucket. */
static void
test_urls (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    MvuaRefUrlForm form;
    const char *url;
  } urls[] = {
    { MVUA_REF_URL_S3, "s3://noaa-gefs-pds/" RUN_FOLDER "gep01.t00z.pgrb2s.0p25.f000" },
    { MVUA_REF_URL_HTTPS, "https://noaa-gefs-pds.s3.amazonaws.com/" RUN_FOLDER
                          "gep01.t00z.pgrb2s.0p25.f000" },
    { MVUA_REF_URL_RELATIVE, "gep01.t00z.pgrb2s.0p25.f000" },
  };

  write_run (self, 1, "");
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      MvuaRef ref;
      self->options.urls = urls[i].form;
      g_autoptr (MvuaRefSet) set = make (self, ensemble);
      g_assert_true (mvua_ref_set_find (set, "gep01/t2m/0.0.0", &ref));
      g_assert_cmpstr (mvua_ref_set_get_url (set, ref.url), ==, urls[i].url);
    }
}

/* What a bucket has, as its listing; the rest are its objects. */
static GBytes *
list_bucket (const char *path, gpointer data)
{
  const Fixture *self = data;
  g_autofree char *folder =
      g_build_filename (self->folder.folder, "gefs.20250918/00/atmos/pgrb2sp25", NULL);
  g_autoptr (GDir) dir = NULL;
  GString *text;
  const char *name;

  if (strstr (path, "list-type=2") == NULL)
    return NULL;
  text = g_string_new ("<ListBucketResult><IsTruncated>false</IsTruncated>");
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize n = 0;
      g_assert_true (g_file_get_contents (file, &bytes, &n, NULL));
      g_string_append_printf (text,
                              "<Contents><Key>" RUN_FOLDER
                              "%s</Key><Size>%" G_GSIZE_FORMAT "</Size></Contents>",
                              name, n);
    }
  g_string_append (text, "</ListBucketResult>");
  return g_string_free_to_bytes (text);
}

static guint
count_requests (MvuaTestServer *server, const char *text, const char *without)
{
  g_auto (GStrv) log = mvua_test_server_dup_log (server);
  guint n = 0;

  for (guint i = 0; log[i] != NULL; i++)
    n += strstr (log[i], text) != NULL && (!without || strstr (log[i], without) == NULL);
  return n;
}

static void
count_progress (guint n_done, guint n_files, gpointer data)
{
  guint *most = data;

  g_assert_cmpuint (n_done, <=, n_files);
  *most = MAX (*most, n_files);
}

/* A run in a bucket: each index is read once, no message is, and the set leads to where
 * the bucket really lies. */
static void
test_bucket (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  const MvuaRemoteOptions remote_options = { .base_url =
                                                 mvua_test_server_get_url (server) };
  g_autoptr (MvuaRemote) remote = mvua_remote_new (&remote_options, NULL);
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN, .remote = remote };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->folder.folder, "refs.par", NULL);
  guint n_files = 0;

  write_run (self, 3, RUN_FOLDER);
  mvua_test_server_set_folder (server, self->folder.folder);
  mvua_test_server_set_handler (server, list_bucket, self);
  g_autoptr (MvuaEnsemble) ensemble =
      mvua_ensemble_open ("noaa:20250918/00", &options, NULL, &error);
  g_assert_no_error (error);
  self->options.members = mvua_member_list_parse ("gep01-gep03", NULL);
  g_assert_cmpuint (mvua_export_refs_count_requests (ensemble, &self->options), ==, 15);
  const guint n_ranges = count_requests (server, ".f0", ".idx");
  g_assert_true (mvua_export_refs (ensemble, path, &self->options, count_progress,
                                   &n_files, &self->report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_requests (server, ".idx", NULL), ==, 15);
  g_assert_cmpuint (count_requests (server, ".f0", ".idx"), ==, n_ranges);
  g_assert_cmpuint (n_files, <=, 15);
  /* The run goes on to 240 h: what has not come is missing. */
  g_assert_cmpuint (self->report.n_fields - self->report.gaps->len, ==, 3 * 9);
  g_assert_cmpuint (self->report.gaps->len, >, 400);

  g_autoptr (MvuaRefSet) set = mvua_ref_set_open (path, NULL, NULL);
  MvuaRef ref;
  g_assert_true (mvua_ref_set_find (set, "gep03/tp_bucket/4.0.0", &ref));
  g_assert_cmpstr (mvua_ref_set_get_url (set, ref.url), ==,
                   "s3://noaa-gefs-pds/" RUN_FOLDER "gep03.t00z.pgrb2s.0p25.f012");
  g_autoptr (MvuaEnsemble) again = mvua_ensemble_open (path, &options, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (again);
  assert_loads (loader, "tp", perturbed (3), 12, 60);
  assert_loads (loader, "t2m", perturbed (2), 9, 209);
}

/* An index that cannot be had is a gap; an absent network is an error. */
static void
test_bucket_faults (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  const MvuaRemoteOptions remote_options = { .base_url =
                                                 mvua_test_server_get_url (server),
                                             .http = { .n_retries = G_MAXUINT } };
  g_autoptr (MvuaRemote) remote = mvua_remote_new (&remote_options, NULL);
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN, .remote = remote };
  static const MvuaTestFault absent = { .name = "absent", .status = 404 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  write_run (self, 1, RUN_FOLDER);
  mvua_test_server_set_folder (server, self->folder.folder);
  mvua_test_server_set_handler (server, list_bucket, self);
  self->options.members = mvua_member_list_parse ("gep01", NULL);
  g_autoptr (MvuaEnsemble) ensemble =
      mvua_ensemble_open ("noaa:20250918/00", &options, NULL, &error);
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_null (mvua_export_refs_new (ensemble, ".", &self->options, NULL, NULL,
                                       &self->report, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  mvua_test_server_fail (server, &absent, 0);
  g_autoptr (MvuaRefSet) set = make (self, ensemble);
  guint n_absent = 0;
  MvuaRef ref;
  for (guint i = 0; i < self->report.gaps->len; i++)
    n_absent += strstr (get_gap (self, i)->complaint, "404") != NULL;
  /* The index of the witness was read when the run was opened. */
  g_assert_cmpuint (n_absent, ==, 7);
  g_assert_true (mvua_ref_set_find (set, "gep01/t2m/.zarray", &ref));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                  \
  g_test_add ("/refs-export/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("what-is-in-it", test_what_is_in_it);
  ADD ("again", test_again);
  ADD ("gaps", test_gaps);
  ADD ("choice", test_choice);
  ADD ("northward", test_northward);
  ADD ("other-order", test_other_order);
  ADD ("own-bounds", test_own_bounds);
  ADD ("urls", test_urls);
  ADD ("bucket", test_bucket);
  ADD ("bucket-faults", test_bucket_faults);
  return g_test_run ();
}
