/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is kept of a run in a bucket is told from what is not, and is all that is read
 * while nothing is to be fetched. */

#include "mvua-export-estimate.h"
#include "remote-fixture.h"

static const MvuaMember first = { MVUA_MEMBER_PERTURBED, 1 };
static const MvuaMember second = { MVUA_MEMBER_PERTURBED, 2 };

/* A field that was looked at is kept, its neighbours are not, and asking costs nothing.
 */
static void
test_is_kept (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 1 << 20, 0);
  const MvuaVariable *cape = mvua_variable_by_name ("cape");

  g_assert_cmpint (load_status (fields, mvua_product_member (second), "cape", 9), ==,
                   MVUA_STATUS_OK);
  take_count (self);
  g_assert_true (mvua_ensemble_is_kept (ensemble, cape, second, 9));
  g_assert_false (mvua_ensemble_is_kept (ensemble, cape, second, 12));
  g_assert_false (mvua_ensemble_is_kept (ensemble, cape, first, 9));
  g_assert_false (
      mvua_ensemble_is_kept (ensemble, mvua_variable_by_name ("pwat"), second, 9));
  g_assert_false (mvua_ensemble_is_kept (ensemble, cape, second, 240));
  g_assert_cmpuint (take_count (self), ==, 0);

  g_autoptr (MvuaEnsemble) folder = open_folder (usual_demo ());
  g_assert_true (mvua_ensemble_is_kept (folder, cape, second, 12));
}

/* While it is held what is kept is there, the rest fails at once and says why, and no
 * request is sent; after that it is as ever. */
static void
test_held (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 1 << 20, 0);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (load_status (fields, mvua_product_member (second), "cape", 9), ==,
                   MVUA_STATUS_OK);
  take_count (self);
  mvua_remote_set_is_held (remote, TRUE);
  g_autoptr (MvuaFields) again = mvua_fields_new (ensemble, 1 << 20, 0);
  g_assert_cmpint (load_status (again, mvua_product_member (second), "cape", 9), ==,
                   MVUA_STATUS_OK);
  g_autoptr (MvuaField) other = load_map (again, mvua_product_member (first), "cape", 9);
  g_assert_cmpint (other->status, ==, MVUA_STATUS_MISSING);
  assert_says (other->complaint, "nothing is to be fetched now");
  /* The listing that is kept is the run as it was. */
  g_autoptr (MvuaEnsemble) kept = try_open (remote, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mvua_ensemble_get_n_files (kept), ==,
                    mvua_ensemble_get_n_files (ensemble));
  g_assert_cmpuint (take_count (self), ==, 0);
  g_assert_cmpint (mvua_remote_count (remote).offline_since, ==, 0);

  mvua_remote_set_is_held (remote, FALSE);
  g_assert_cmpint (load_status (again, mvua_product_member (first), "cape", 9), ==,
                   MVUA_STATUS_OK);
}

/* Another limit holds at once. */
static void
test_limit (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 1 << 20, 0);
  MvuaHttp *http = mvua_remote_get_http (remote);

  mvua_http_set_limit (http, mvua_http_count (http).n_today);
  take_count (self);
  g_assert_cmpint (load_status (fields, mvua_product_member (second), "cape", 9), ==,
                   MVUA_STATUS_MISSING);
  g_assert_cmpuint (take_count (self), ==, 0);
  mvua_http_set_limit (http, 0);
  g_assert_cmpint (load_status (fields, mvua_product_member (second), "cape", 9), ==,
                   MVUA_STATUS_OK);
}

/* An export that is fetched is told its bytes: the parts of the messages that a window of
 * the globe needs; of a folder they are all that is read. */
static void
test_estimate (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const char *globe = demo_folder ("global", "3", 1);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (GError) error = NULL;
  MvuaExportEstimate far, near;

  mvua_test_bucket_put_folder (self->bucket, globe);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaEnsemble) folder = open_folder (globe);
  g_assert_true (mvua_export_estimate (ensemble, &options, &far, &error));
  g_assert_no_error (error);
  g_assert_true (mvua_export_estimate (folder, &options, &near, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (near.n_bytes_to_fetch, ==, 0);
  g_assert_cmpuint (far.n_bytes_to_fetch, <, far.n_bytes_to_read * 8 / 10);
  g_assert_cmpuint (far.n_bytes_to_fetch, >, far.n_bytes_to_read * 5 / 10);
}

static void
set_up_empty (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  set_up_with (self, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/remote-held/is-kept", Fixture, NULL, set_up, test_is_kept, tear_down);
  g_test_add ("/remote-held/held", Fixture, NULL, set_up, test_held, tear_down);
  g_test_add ("/remote-held/limit", Fixture, NULL, set_up, test_limit, tear_down);
  g_test_add ("/remote-held/estimate", Fixture, NULL, set_up_empty, test_estimate,
              tear_down);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
