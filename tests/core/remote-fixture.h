/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of runs in a bucket share: a small demo that lies in a folder and in a
 * bucket on the loopback, and reading both. */

#include "mvua-coverage.h"
#include "mvua-demo.h"
#include "mvua-fields.h"
#include "mvua-loader.h"
#include "mvua-test-bucket.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define RUN "noaa:20250918/00"
#define RUN_PREFIX "gefs.20250918/00/atmos/pgrb2sp25/"
#define N_MEMBERS 4
#define LAST_STEP 24

static inline void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_remove (path);
}

/* Those that were made: what they are → their folder. */
static GHashTable *demos;

static inline void
remove_demos (void)
{
  GHashTableIter iter;
  gpointer folder;

  if (demos == NULL)
    return;
  g_hash_table_iter_init (&iter, demos);
  while (g_hash_table_iter_next (&iter, NULL, &folder))
    remove_tree (folder);
  g_clear_pointer (&demos, g_hash_table_unref);
}

/* A demo in a folder of its own, made once a test program. */
static inline const char *
demo_folder (const char *grid, const char *steps, int n_members)
{
  g_autofree char *name = g_strdup_printf ("%s %s %d", grid, steps, n_members);
  MvuaDemoOptions options = MVUA_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  if (demos == NULL)
    demos = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (g_hash_table_lookup (demos, name) != NULL)
    return g_hash_table_lookup (demos, name);
  char *folder = g_dir_make_tmp ("mvua-remote-XXXXXX", NULL);
  options.directory = folder;
  options.grid = grid;
  options.steps = steps;
  options.count = n_members;
  options.with_control = TRUE;
  g_assert_true (mvua_demo_make (&options, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_hash_table_insert (demos, g_steal_pointer (&name), folder);
  return folder;
}

/* The usual one: East Africa, gep01 to gep04 and gec00, f000 to f024. */
static inline const char *
usual_demo (void)
{
  return demo_folder ("east-africa", "0-24", N_MEMBERS);
}

/* A bucket, and a folder for caches and outputs. */
typedef struct
{
  MvuaTestBucket *bucket;
  MvuaTestServer *server; /* of the bucket */
  char *scratch;
  char *cache;
  guint n_seen; /* requests, as far as they were looked at */
} Fixture;

static inline void
set_up_with (Fixture *self, const char *folder)
{
  self->bucket = mvua_test_bucket_new ();
  self->server = mvua_test_bucket_get_server (self->bucket);
  if (folder != NULL)
    mvua_test_bucket_put_folder (self->bucket, folder);
  self->scratch = g_dir_make_tmp ("mvua-remote-XXXXXX", NULL);
  self->cache = g_build_filename (self->scratch, "cache", NULL);
  self->n_seen = 0;
}

static inline void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  set_up_with (self, usual_demo ());
}

static inline void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_clear_pointer (&self->bucket, mvua_test_bucket_free);
  remove_tree (self->scratch);
  g_free (self->scratch);
  g_free (self->cache);
}

/* Short waits, so that faults are told from slowness soon. */
static inline MvuaRemote *
new_remote_with (const Fixture *self, const char *cache, const MvuaHttpOptions *http)
{
  const MvuaRemoteOptions options = { .base_url = mvua_test_bucket_get_url (self->bucket),
                                      .cache_folder = cache,
                                      .http = *http };
  g_autoptr (GError) error = NULL;
  MvuaRemote *remote = mvua_remote_new (&options, &error);

  g_assert_no_error (error);
  return remote;
}

static inline MvuaRemote *
new_remote (const Fixture *self, const char *cache)
{
  const MvuaHttpOptions http = { .connect_timeout_s = 2, .stall_s = 2, .n_retries = 2 };

  return new_remote_with (self, cache, &http);
}

static inline MvuaEnsemble *
try_open (MvuaRemote *remote, const MvuaEnsembleOptions *given, GError **error)
{
  MvuaEnsembleOptions options =
      given != NULL ? *given : (MvuaEnsembleOptions){ .run = MVUA_RUN_UNKNOWN };

  options.remote = remote;
  return mvua_ensemble_open (RUN, &options, NULL, error);
}

static inline MvuaEnsemble *
open_run (MvuaRemote *remote)
{
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = try_open (remote, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (ensemble);
  return ensemble;
}

static inline MvuaEnsemble *
open_folder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_ensemble_open (folder, NULL, NULL, &error);

  g_assert_no_error (error);
  return ensemble;
}

static inline MvuaMember
perturbed (guint number)
{
  return (MvuaMember){ MVUA_MEMBER_PERTURBED, (guint8) number };
}

/* "gefs.20250918/00/atmos/pgrb2sp25/gep01.t00z.pgrb2s.0p25.f003" */
static inline char *
key_of (MvuaMember member, int step)
{
  return mvua_noaa_key (1758153600, member, step);
}

static inline char *
index_key_of (MvuaMember member, int step)
{
  g_autofree char *key = key_of (member, step);

  return g_strconcat (key, ".idx", NULL);
}

/* Requests since the last look. */
static inline guint
take_count (Fixture *self)
{
  const guint before = self->n_seen;

  self->n_seen = mvua_test_server_count (self->server).n_requests;
  return self->n_seen - before;
}

/* The same as they were; (transfer full). */
static inline GStrv
take_log (Fixture *self)
{
  GStrv log = mvua_test_server_dup_log (self->server);
  const guint n = g_strv_length (log);
  const guint n_old = MIN (self->n_seen, n);

  for (guint i = 0; i < n_old; i++)
    g_free (log[i]);
  memmove (log, log + n_old, (n - n_old + 1) * sizeof *log);
  self->n_seen = n;
  return log;
}

/* Those that have @text in them. */
static inline guint
count_lines (GStrv log, const char *text)
{
  guint n = 0;

  for (guint i = 0; log[i] != NULL; i++)
    n += strstr (log[i], text) != NULL;
  return n;
}

static inline MvuaWindow
window_of (MvuaEnsemble *ensemble, const MvuaRegion *region)
{
  const MvuaRegion whole = { .whole = TRUE };
  MvuaWindow window;

  g_assert_true (mvua_grid_cut (mvua_ensemble_get_grid (ensemble),
                                region != NULL ? region : &whole, &window, NULL));
  return window;
}

/* A field as it was published; (transfer full) [n_points]. */
static inline float *
load_field (MvuaLoader *loader,
            const MvuaVariable *variable,
            MvuaMember member,
            int step,
            const MvuaWindow *window,
            MvuaLoaded *loaded)
{
  const gsize n = mvua_window_n_points (window);
  float *values = g_new (float, n);
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_loader_load (loader, variable, member, step, MVUA_HOUR_UNKNOWN,
                                   window, NULL, values, loaded, &error));
  g_assert_no_error (error);
  for (gsize i = 0; loaded->status != MVUA_STATUS_OK && i < n; i++)
    g_assert_true (isnan (values[i]));
  return values;
}

/**
 * Truth:
 *
 * The folder that a bucket was filled from, against which what comes out of the bucket is
 * held to the bit.
 */
typedef struct
{
  MvuaEnsemble *ensemble;
  MvuaLoader *loader;
} Truth;

static inline Truth
open_truth (const char *folder)
{
  MvuaEnsemble *ensemble = open_folder (folder);

  return (Truth){ ensemble, mvua_loader_new (ensemble) };
}

static inline void
truth_clear (Truth *self)
{
  g_clear_pointer (&self->loader, mvua_loader_free);
  g_clear_pointer (&self->ensemble, mvua_ensemble_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Truth, truth_clear)

/* Loads a field through @loader.  If there are values they are the true ones, to the bit.
 * Returns: its status; @complaint: (out) (optional) */
static inline MvuaStatus
check_field (const Truth *truth,
             MvuaLoader *loader,
             const MvuaVariable *variable,
             MvuaMember member,
             int step,
             const MvuaWindow *window,
             char **complaint)
{
  MvuaLoaded loaded, expected;
  g_autofree float *found = load_field (loader, variable, member, step, window, &loaded);
  g_autofree float *values =
      load_field (truth->loader, variable, member, step, window, &expected);

  if (loaded.status == MVUA_STATUS_OK)
    {
      const gsize size = mvua_window_n_points (window) * sizeof *values;

      g_assert_cmpint (expected.status, ==, MVUA_STATUS_OK);
      g_assert_cmpmem (found, size, values, size);
      g_assert_cmpint (loaded.start, ==, expected.start);
      g_assert_cmpint (loaded.decimals, ==, expected.decimals);
    }
  else
    g_assert_true (loaded.complaint != NULL || loaded.status == MVUA_STATUS_NOT_DEFINED);
  if (complaint != NULL)
    *complaint = g_steal_pointer (&loaded.complaint);
  mvua_loaded_clear (&loaded);
  mvua_loaded_clear (&expected);
  return loaded.status;
}

static inline void
assert_says (const char *complaint, const char *text)
{
  if (complaint == NULL || strstr (complaint, text) == NULL)
    g_error ("“%s” does not say “%s”", complaint, text);
}

/* How many of the fields of the truth there are by status, none of them wrong. */
typedef struct
{
  guint n[MVUA_N_STATUSES];
  guint n_fields;
} Tally;

static inline Tally
check_all (const Truth *truth, MvuaEnsemble *ensemble, const MvuaRegion *region)
{
  const MvuaWindow window = window_of (truth->ensemble, region);
  const GArray *members = mvua_ensemble_get_members (truth->ensemble);
  const GArray *steps = mvua_ensemble_get_steps (truth->ensemble);
  const GPtrArray *variables = mvua_ensemble_get_variables (truth->ensemble);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  Tally tally = { 0 };

  for (guint m = 0; m < members->len; m++)
    for (guint s = 0; s < steps->len; s++)
      for (guint v = 0; v < variables->len; v++)
        {
          const MvuaStatus status =
              check_field (truth, loader, g_ptr_array_index (variables, v),
                           g_array_index (members, MvuaMember, m),
                           g_array_index (steps, int, s), &window, NULL);
          tally.n[status]++;
          tally.n_fields++;
        }
  return tally;
}

/* All are there but what was never defined. */
static inline void
assert_all_there (const Truth *truth, MvuaEnsemble *ensemble, const MvuaRegion *region)
{
  const Tally tally = check_all (truth, ensemble, region);

  g_assert_cmpuint (tally.n[MVUA_STATUS_OK] + tally.n[MVUA_STATUS_NOT_DEFINED], ==,
                    tally.n_fields);
  g_assert_cmpuint (tally.n[MVUA_STATUS_OK], >, 0);
}

static inline MvuaFieldKey
make_key (MvuaEnsemble *ensemble, MvuaProduct product, const char *variable, int step)
{
  return (MvuaFieldKey){ .product = product,
                         .variable = mvua_variable_by_name (variable),
                         .start = MVUA_HOUR_UNKNOWN,
                         .end = step,
                         .window = window_of (ensemble, &mvua_region_east_africa) };
}

/* As a map asks for it; (transfer full). */
static inline MvuaField *
load_map (MvuaFields *fields, MvuaProduct product, const char *variable, int step)
{
  const MvuaFieldKey key =
      make_key (mvua_fields_get_ensemble (fields), product, variable, step);
  g_autoptr (GError) error = NULL;
  MvuaField *field = mvua_fields_load (fields, &key, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (field);
  return field;
}

static inline MvuaStatus
load_status (MvuaFields *fields, MvuaProduct product, const char *variable, int step)
{
  g_autoptr (MvuaField) field = load_map (fields, product, variable, step);

  return field->status;
}
