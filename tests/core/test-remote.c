/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A run in a bucket is the same as in a folder, and costs no more requests and bytes than
 * it must. */

#include "mvua-export.h"
#include "mvua-steps.h"
#include "remote-fixture.h"

#define GLOBAL "global", "3", 2

static const MvuaMember control = { MVUA_MEMBER_CONTROL, 0 };
static const MvuaMember mean = { MVUA_MEMBER_MEAN, 0 };
static const MvuaMember spread = { MVUA_MEMBER_SPREAD, 0 };

static MvuaProduct
product_of (const char *name)
{
  MvuaProduct product;

  g_assert_true (mvua_product_parse (name, 0, &product, NULL));
  return product;
}

/* Every message, the whole of it and a window of its middle. */
static void
test_values (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaRegion middle = { .north = 8, .west = 30, .south = 2, .east = 33 };
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  const GArray *members = mvua_ensemble_get_members (ensemble);
  g_autoptr (GPtrArray) healed = NULL;

  g_assert_cmpuint (members->len, ==, N_MEMBERS + 1);
  g_assert_cmpuint (mvua_ensemble_get_steps (ensemble)->len, ==, LAST_STEP / 3 + 1);
  g_assert_cmpuint (mvua_ensemble_get_variables (ensemble)->len, ==, 8);
  g_assert_cmpuint (mvua_ensemble_get_n_messages (ensemble), ==,
                    mvua_ensemble_get_n_messages (truth.ensemble));
  g_assert_true (mvua_ensemble_is_demo (ensemble));
  g_assert_cmpint (mvua_ensemble_get_run (ensemble), ==,
                   mvua_ensemble_get_run (truth.ensemble));
  assert_all_there (&truth, ensemble, NULL);
  assert_all_there (&truth, ensemble, &middle);
  healed = mvua_ensemble_dup_healed (ensemble);
  g_assert_cmpuint (healed->len, ==, 0);
}

/* Of global messages only the beginnings come. */
static void
test_values_global (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Truth) truth = open_truth (demo_folder (GLOBAL));
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);

  assert_all_there (&truth, ensemble, &mvua_region_east_africa);
  /* The second time out of the cache, with a window that needs more of each. */
  const MvuaRegion south = { .north = 0, .west = 20, .south = -40, .east = 50 };
  assert_all_there (&truth, ensemble, &mvua_region_east_africa);
  assert_all_there (&truth, ensemble, &south);
}

/* What is kept does for others, too, who would ask for a little more or less. */
static void
test_kept (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  const GPtrArray *variables = mvua_ensemble_get_variables (ensemble);
  const MvuaWindow window = window_of (ensemble, &mvua_region_east_africa);
  const MvuaMember members[] = { perturbed (1), perturbed (2), control };

  for (guint order = 0; order < 4; order++)
    {
      g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
      for (guint m = 0; m < G_N_ELEMENTS (members); m++)
        for (guint v = 0; v < variables->len; v++)
          {
            MvuaLoaded loaded;
            g_autofree float *values G_GNUC_UNUSED = load_field (
                loader, g_ptr_array_index (variables, v),
                members[(m + order) % G_N_ELEMENTS (members)], 3, &window, &loaded);
            g_assert_cmpint (loaded.status, ==, MVUA_STATUS_OK);
            mvua_loaded_clear (&loaded);
          }
      if (order > 0)
        g_assert_cmpuint (take_count (self), ==, 0);
      take_count (self);
    }
}

/* An ordinary web server knows no sizes and no tags before a file is asked for. */
static void
test_folders (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);

  mvua_test_bucket_set_folders (self->bucket, TRUE);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  assert_all_there (&truth, ensemble, NULL);
}

/* All files below @folder: "NAME SUM" by name. */
static void
sum_files (const char *root, const char *prefix, GHashTable *sums)
{
  g_autofree char *folder = g_build_filename (root, prefix, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_strconcat (prefix, name, NULL);
      g_autofree char *path = g_build_filename (root, below, NULL);
      g_autofree char *bytes = NULL;
      gsize n = 0;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          g_autofree char *deeper = g_strconcat (below, "/", NULL);
          sum_files (root, deeper, sums);
          continue;
        }
      g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
      g_hash_table_insert (
          sums, g_steal_pointer (&below),
          g_compute_checksum_for_data (G_CHECKSUM_MD5, (guint8 *) bytes, n));
    }
}

static GHashTable *
export_and_sum (const Fixture *self, MvuaEnsemble *ensemble, const char *name)
{
  g_autofree char *target = g_build_filename (self->scratch, name, NULL);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  GHashTable *sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  /* Of a run in the bucket it is known what is to come; of a folder it is not. */
  options.members = mvua_member_list_parse ("gep01-gep04,gec00", NULL);
  options.steps = mvua_steps_parse ("0-24", 3, NULL);
  g_assert_true (
      mvua_export_run (ensemble, target, &options, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.gaps->len, ==, 0);
  sum_files (target, "", sums);
  return sums;
}

static MvuaOrigins *
load_origins (const Fixture *self, const char *store)
{
  g_autofree char *path =
      g_build_filename (self->scratch, store, ".mvua", MVUA_ORIGINS_FILE, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  gsize n = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  g_autoptr (GBytes) file = g_bytes_new_take (bytes, n);
  MvuaOrigins *origins = mvua_origins_parse (file, &error);
  g_assert_no_error (error);
  return origins;
}

/* The same octets of the same messages, each from where it was; of the bucket with the
 * version of the object. */
static void
assert_same_origins (const Fixture *self, const char *remote, const char *folder)
{
  g_autoptr (MvuaOrigins) far = load_origins (self, remote);
  g_autoptr (MvuaOrigins) near = load_origins (self, folder);
  g_autoptr (GArray) found = mvua_origins_list (far);
  g_autoptr (GArray) expected = mvua_origins_list (near);

  g_assert_cmpuint (found->len, ==, expected->len);
  g_assert_cmpuint (found->len, >, 0);
  for (guint i = 0; i < found->len; i++)
    {
      const MvuaOrigin *a = &g_array_index (found, MvuaOrigin, i);
      const MvuaOrigin *b = &g_array_index (expected, MvuaOrigin, i);

      g_assert_true (g_str_has_prefix (a->file, "http://"));
      g_assert_true (g_path_is_absolute (b->file));
      g_assert_cmpstr (strrchr (a->file, '/'), ==, strrchr (b->file, '/'));
      g_assert_nonnull (a->etag);
      g_assert_null (b->etag);
      g_assert_true (a->variable == b->variable && a->step == b->step);
      g_assert_cmpuint (a->offset, ==, b->offset);
      g_assert_cmpuint (a->length, ==, b->length);
      g_assert_cmpuint (a->crc32c, ==, b->crc32c);
      g_assert_cmpuint (a->values_crc32c, ==, b->values_crc32c);
      g_assert_cmpint (a->read_at, ==, b->read_at);
    }
}

static gboolean
tells_where_from (const char *name)
{
  return strcmp (name, ".mvua/files") == 0 ||
         strcmp (name, ".mvua/" MVUA_ORIGINS_FILE) == 0;
}

static void
test_export (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaEnsemble) folder = open_folder (usual_demo ());
  g_autoptr (GHashTable) found = export_and_sum (self, ensemble, "remote.zarr");
  g_autoptr (GHashTable) expected = export_and_sum (self, folder, "folder.zarr");
  GHashTableIter iter;
  gpointer name, sum;

  g_assert_cmpuint (g_hash_table_size (found), ==, g_hash_table_size (expected));
  g_assert_cmpuint (g_hash_table_size (found), >, 100);
  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &name, &sum))
    if (!tells_where_from (name) &&
        g_strcmp0 (g_hash_table_lookup (found, name), sum) != 0)
      g_error ("%s is another", (const char *) name);
  assert_same_origins (self, "remote.zarr", "folder.zarr");
}

/* What `mvua show` does: the requests of a first map, none of them in vain. */
static void
test_first_map (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaMember member = perturbed (2);
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .only_members = members,
                                        .first_variable = mvua_variable_by_name ("cape"),
                                        .first_step = 3 };
  g_autoptr (GError) error = NULL;

  g_array_append_val (members, member);
  {
    g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
    g_autoptr (MvuaEnsemble) ensemble = try_open (remote, &options, &error);
    g_assert_no_error (error);
    g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 1 << 20, 0);

    g_assert_cmpint (load_status (fields, mvua_product_member (member), "cape", 3), ==,
                     MVUA_STATUS_OK);
    g_auto (GStrv) log = take_log (self);
    g_assert_cmpuint (g_strv_length (log), <=, 4);
    assert_says (log[0], "/?list-type=2&prefix=gefs.20250918%2F00%2Fatmos%2Fpgrb2sp25%2F"
                         "gep02.t00z.pgrb2s.0p25.f - -");
    assert_says (log[1], "gep02.t00z.pgrb2s.0p25.f003.idx - \"");
    assert_says (log[2], "gep02.t00z.pgrb2s.0p25.f003 bytes=");
    g_assert_cmpuint (count_lines (log, "f003 bytes="), ==, g_strv_length (log) - 2);
  }

  /* Another process: what there is has to be asked for anew, and nothing else. */
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = try_open (remote, &options, &error);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 1 << 20, 0);
  g_assert_cmpint (load_status (fields, mvua_product_member (member), "cape", 3), ==,
                   MVUA_STATUS_OK);
  g_assert_cmpuint (take_count (self), ==, 1);

  /* The same field once more, in the memory of nobody. */
  g_autoptr (MvuaFields) others = mvua_fields_new (ensemble, 1 << 20, 0);
  g_assert_cmpint (load_status (others, mvua_product_member (member), "cape", 3), ==,
                   MVUA_STATUS_OK);
  g_assert_cmpuint (take_count (self), ==, 0);
  g_assert_cmpuint (mvua_remote_count (remote).n_requests, ==, 1);
  g_assert_cmpuint (mvua_remote_count (remote).n_cached, >, 0);
}

/* All keys of a whole run are listed; only those of the demo are there. */
static void
list_whole_run (Fixture *self)
{
  g_auto (GStrv) keys = mvua_test_bucket_dup_keys (self->bucket);
  const GStrv there = keys;

  for (int m = 0; m <= 32; m++)
    for (int step = 0; step <= 240; step += 3)
      {
        const MvuaMember member = m == 0    ? control
                                  : m == 31 ? mean
                                  : m == 32 ? spread
                                            : perturbed ((guint) m);
        g_autofree char *key = key_of (member, step);
        g_autofree char *index = index_key_of (member, step);

        if (g_strv_contains ((const char *const *) there, key))
          continue;
        mvua_test_bucket_list_only (self->bucket, key, 17000000);
        mvua_test_bucket_list_only (self->bucket, index, 3000);
      }
}

static void
test_tree (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);

  list_whole_run (self);
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  const double seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  const guint n = take_count (self);

  g_test_message ("%u requests, %.3f s", n, seconds);
  g_assert_cmpuint (n, <=, 8);
  g_assert_cmpuint (mvua_ensemble_get_members (ensemble)->len, ==, 33);
  g_assert_cmpuint (mvua_ensemble_get_steps (ensemble)->len, ==, 81);
  g_assert_cmpuint (mvua_ensemble_get_n_files (ensemble), ==, 33 * 81);
  g_autoptr (GArray) absences = mvua_ensemble_absences (ensemble);
  g_assert_cmpuint (absences->len, ==, 0);
}

/* A message and an index a member, and nothing twice. */
static void
test_mean (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .first_variable = mvua_variable_by_name ("sp"),
                                        .first_step = 6 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = try_open (remote, &options, &error);

  g_assert_no_error (error);
  /* The listing, the index of a file of that step and the beginning of its message. */
  g_assert_cmpuint (take_count (self), ==, 3);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 8 << 20, 0);
  g_assert_cmpint (load_status (fields, product_of ("mean"), "sp", 6), ==,
                   MVUA_STATUS_OK);
  g_auto (GStrv) log = take_log (self);
  g_assert_cmpuint (count_lines (log, ".idx"), ==, N_MEMBERS - 1);
  /* The demo's grid is no larger than the window: the rest of the first message too. */
  g_assert_cmpuint (count_lines (log, "bytes="), ==, N_MEMBERS);
  g_assert_cmpuint (g_strv_length (log), ==, 2 * N_MEMBERS - 1);
  g_assert_cmpint (load_status (fields, product_of ("std"), "sp", 6), ==, MVUA_STATUS_OK);
  g_assert_cmpuint (take_count (self), ==, 0);
}

/* What is read of messages is about what their windows need, once a variable is known;
 * of the first one, what a fair guess comes to. */
static void
test_bytes (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  const GPtrArray *variables = mvua_ensemble_get_variables (ensemble);
  const MvuaWindow window = window_of (ensemble, &mvua_region_east_africa);
  const MvuaMember order[] = { perturbed (1), perturbed (2), control };
  MvuaLoaderCount before = { 0 };

  for (guint m = 0; m < G_N_ELEMENTS (order); m++)
    for (guint v = 0; v < variables->len; v++)
      {
        MvuaLoaded loaded;
        g_autofree float *values G_GNUC_UNUSED = load_field (
            loader, g_ptr_array_index (variables, v), order[m], 3, &window, &loaded);
        const MvuaLoaderCount now = mvua_loader_count (loader);
        const double length =
            (double) (now.n_bytes_of_messages - before.n_bytes_of_messages);
        const double needed = (double) (now.n_bytes_needed - before.n_bytes_needed);
        const double read = (double) (now.n_bytes - before.n_bytes);

        g_assert_cmpint (loaded.status, ==, MVUA_STATUS_OK);
        g_assert_cmpfloat (read, >=, needed);
        g_assert_cmpfloat (needed, <, 0.95 * length);
        g_assert_cmpfloat (read - needed, <=, (m == 0 ? 0.25 : 0.04) * length);
        before = now;
        mvua_loaded_clear (&loaded);
      }
  /* What came over the network besides is the listing, indexes and the grid. */
  g_assert_cmpuint (mvua_remote_count (remote).n_fetched, >=, before.n_bytes);
  g_assert_cmpuint (mvua_remote_count (remote).n_fetched, <, before.n_bytes + 500000);
}

/* A point in the north needs less of each message than the whole window: of those that
 * were not read to open the run. */
static void
test_point_bytes (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  const MvuaVariable *variable = mvua_variable_by_name ("u10");
  MvuaWindow window;

  g_assert_true (
      mvua_grid_nearest (mvua_ensemble_get_grid (ensemble), 60, 10, &window, NULL));
  for (guint m = 1; m <= 2; m++)
    {
      MvuaLoaded loaded;
      g_autofree float *value G_GNUC_UNUSED =
          load_field (loader, variable, perturbed (m), 3, &window, &loaded);
      g_assert_cmpint (loaded.status, ==, MVUA_STATUS_OK);
      mvua_loaded_clear (&loaded);
    }
  const MvuaLoaderCount count = mvua_loader_count (loader);
  g_assert_cmpfloat ((double) count.n_bytes, <, 0.5 * (double) count.n_bytes_of_messages);
}

static void
set_up_global (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  set_up_with (self, demo_folder (GLOBAL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, up, func)                                                              \
  g_test_add ("/remote/" name, Fixture, NULL, up, func, tear_down)
  ADD ("values", set_up, test_values);
  ADD ("values/global", set_up_global, test_values_global);
  ADD ("values/folders", set_up, test_folders);
  ADD ("kept", set_up_global, test_kept);
  ADD ("export", set_up, test_export);
  ADD ("first-map", set_up, test_first_map);
  ADD ("tree", set_up, test_tree);
  ADD ("mean", set_up, test_mean);
  ADD ("bytes", set_up_global, test_bytes);
  ADD ("bytes/point", set_up_global, test_point_bytes);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
