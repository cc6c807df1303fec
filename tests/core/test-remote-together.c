/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Messages of one file that are wanted at the same time: those that wait for a connection
 * are fetched in one range, counted in requests, and each is what it should be. */

#include "remote-fixture.h"

#define STEP 9
#define N_VARIABLES 8

/* Answers to requests for a file's messages wait until it is opened. */
typedef struct
{
  char *path; /* of the file */
  GMutex mutex;
  GCond changed;
  gboolean is_open;
} Gate;

static const MvuaTestFault *
wait_at_gate (guint index G_GNUC_UNUSED, const char *path, gpointer data)
{
  Gate *gate = data;

  if (!g_str_has_suffix (path, gate->path))
    return NULL;
  g_mutex_lock (&gate->mutex);
  while (!gate->is_open)
    g_cond_wait (&gate->changed, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return NULL;
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->is_open = TRUE;
  g_cond_broadcast (&gate->changed);
  g_mutex_unlock (&gate->mutex);
}

static void
count_field (MvuaField *field, const GError *error, gpointer data)
{
  g_assert_no_error (error);
  g_assert_cmpint (field->status, ==, MVUA_STATUS_OK);
  ++*(guint *) data;
}

/* Each is what the file has, and is there without another request. */
static void
check_values (const Truth *truth, MvuaFields *fields)
{
  MvuaEnsemble *ensemble = mvua_fields_get_ensemble (fields);
  const GPtrArray *variables = mvua_ensemble_get_variables (ensemble);
  const MvuaWindow window = window_of (ensemble, NULL);

  for (guint v = 0; v < variables->len; v++)
    {
      const MvuaVariable *variable = g_ptr_array_index (variables, v);
      g_autoptr (MvuaField) field = NULL;
      MvuaLoaded loaded;

      if (variable->kind != MVUA_KIND_INSTANT)
        continue;
      g_autofree float *values =
          load_field (truth->loader, variable, perturbed (3), STEP, &window, &loaded);
      MvuaFieldKey key =
          make_key (ensemble, mvua_product_member (perturbed (3)), variable->name, STEP);
      key.window = window;
      field = mvua_fields_load (fields, &key, NULL, NULL);
      g_assert_cmpmem (field->values, mvua_window_n_points (&window) * sizeof (float),
                       values, mvua_window_n_points (&window) * sizeof (float));
      mvua_loaded_clear (&loaded);
    }
}

/* All variables of a member, one connection: the first message is under way, and those
 * that wait meanwhile come in one or two ranges. */
static void
test_file (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaHttpOptions http = { .n_connections = 1 };
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_autoptr (MvuaRemote) remote = new_remote_with (self, NULL, &http);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 16 << 20, 0);
  const GPtrArray *variables = mvua_ensemble_get_variables (ensemble);
  const MvuaWindow window = window_of (ensemble, NULL);
  Gate gate = { .path = key_of (perturbed (3), STEP) };
  guint n_done = 0;
  guint n_asked = 0;

  take_count (self);
  mvua_test_server_set_spoil (self->server, wait_at_gate, &gate);
  for (guint v = 0; v < variables->len && n_asked < N_VARIABLES; v++)
    {
      const MvuaVariable *variable = g_ptr_array_index (variables, v);
      MvuaFieldKey key =
          make_key (ensemble, mvua_product_member (perturbed (3)), variable->name, STEP);
      if (variable->kind != MVUA_KIND_INSTANT)
        continue;
      key.window = window;
      mvua_fields_request (fields, &key, MVUA_FIELDS_PICKED, count_field, &n_done);
      n_asked++;
    }
  g_assert_cmpuint (n_asked, >=, 6);
  /* Some may be with the first one already. */
  for (guint n = 0; n < n_asked - 1; g_usleep (1000))
    {
      const MvuaHttpCount count = mvua_http_count (mvua_remote_get_http (remote));
      n = count.n_waiting + count.n_merged;
    }
  open_gate (&gate);
  while (n_done < n_asked)
    g_main_context_iteration (NULL, TRUE);

  g_auto (GStrv) log = take_log (self);
  g_assert_cmpuint (count_lines (log, ".idx "), ==, 1);
  g_assert_cmpuint (g_strv_length (log), <=, 1 + 1 + 2);
  g_assert_cmpuint (mvua_http_count (mvua_remote_get_http (remote)).n_merged, >=,
                    n_asked - 3);
  check_values (&truth, fields);
  g_assert_cmpuint (take_count (self), ==, 0);
  g_free (gate.path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/remote-together/file", Fixture, NULL, set_up, test_file, tear_down);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
