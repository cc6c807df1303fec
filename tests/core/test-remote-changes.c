/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Objects are replaced while a run is read: what comes is of one version, and what does
 * not come is named. */

#include "mvua-export.h"
#include "mvua-file-table.h"
#include "mvua-steps.h"
#include "remote-fixture.h"

#include <blosc.h>

#define VARIABLES "t2m,tp"
#define STEPS "0-9"
#define N_STEPS 4

/* Another forecast in files of the same names. */
static const char *
other_demo (void)
{
  static char *folder;
  MvuaDemoOptions options = MVUA_DEMO_OPTIONS_INIT;

  if (folder != NULL)
    return folder;
  folder = g_build_filename (usual_demo (), "..other", NULL);
  options.directory = folder;
  options.count = N_MEMBERS;
  options.steps = "0-24";
  options.seed = 2;
  options.with_control = TRUE;
  g_assert_true (mvua_demo_make (&options, NULL, NULL, NULL, NULL));
  return folder;
}

/* What is to happen before the answer to a request, counted from the first one of a
 * trial. */
typedef struct
{
  Fixture *fixture;
  guint first;
  gint at; /* G_MAXINT: never */
  gint is_done;
  const char *ending; /* (nullable): of the objects that are replaced; all */
} Swap;

static void
replace_all (MvuaTestBucket *bucket, const char *folder, const char *ending)
{
  g_auto (GStrv) keys = mvua_test_bucket_dup_keys (bucket);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, keys[i], NULL);
      char *contents = NULL;
      gsize n = 0;
      if ((ending != NULL && !g_str_has_suffix (keys[i], ending)) ||
          !g_file_get_contents (path, &contents, &n, NULL))
        continue;
      g_autoptr (GBytes) bytes = g_bytes_new_take (contents, n);
      mvua_test_bucket_put (bucket, keys[i], bytes);
    }
}

static const MvuaTestFault *
swap_at (guint index, const char *path G_GNUC_UNUSED, gpointer data)
{
  Swap *self = data;

  if (index >= self->first && (gint) (index - self->first) >= self->at &&
      g_atomic_int_compare_and_exchange (&self->is_done, 0, 1))
    replace_all (self->fixture->bucket, other_demo (), self->ending);
  return NULL;
}

static void
begin_trial (Fixture *self, Swap *swap, gint at)
{
  mvua_test_server_set_spoil (self->server, NULL, NULL);
  replace_all (self->bucket, usual_demo (), NULL);
  *swap = (Swap){ .fixture = self,
                  .first = mvua_test_server_count (self->server).n_requests,
                  .at = at };
  mvua_test_server_set_spoil (self->server, swap_at, swap);
}

static guint
count_trial (Fixture *self, const Swap *swap)
{
  return mvua_test_server_count (self->server).n_requests - swap->first;
}

/* Fields of a trial: those of either version, and gaps. */
typedef struct
{
  guint n_old;
  guint n_new;
  guint n_gaps;
  guint n_named; /* gaps that say why */
} Found;

static void
look_at_field (const Truth truths[2],
               MvuaLoader *loader,
               MvuaMember member,
               const char *name,
               int step,
               Found *found)
{
  const MvuaVariable *variable = mvua_variable_by_name (name);
  const MvuaWindow window = window_of (truths[0].ensemble, NULL);
  const gsize size = mvua_window_n_points (&window) * sizeof (float);
  MvuaLoaded loaded[3];
  float *values[3];

  for (guint i = 0; i < 3; i++)
    values[i] = load_field (i < 2 ? truths[i].loader : loader, variable, member, step,
                            &window, &loaded[i]);
  if (loaded[2].status != MVUA_STATUS_OK)
    {
      found->n_gaps++;
      found->n_named += strstr (loaded[2].complaint, "was replaced") != NULL;
    }
  else if (memcmp (values[2], values[0], size) == 0)
    found->n_old++;
  else
    {
      g_assert_cmpmem (values[2], size, values[1], size);
      found->n_new++;
    }
  for (guint i = 0; i < 3; i++)
    {
      g_free (values[i]);
      mvua_loaded_clear (&loaded[i]);
    }
}

/* Reads some fields one by one as a viewer does. */
static Found
look_at_fields (const Truth truths[2], MvuaEnsemble *ensemble)
{
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  Found found = { 0 };

  for (guint m = 1; m <= 2; m++)
    for (int step = 3; step <= 6; step += 3)
      {
        look_at_field (truths, loader, perturbed (m), "t2m", step, &found);
        look_at_field (truths, loader, perturbed (m), "tp", step, &found);
      }
  return found;
}

/* All objects are replaced at each request in turn. */
static void
test_fields (Fixture *self, gconstpointer ending)
{
  g_auto (Truth) old = open_truth (usual_demo ());
  g_auto (Truth) other = open_truth (other_demo ());
  const Truth truths[] = { old, other };
  guint n_requests = 0;
  Found sum = { 0 };

  for (gint at = G_MAXINT; at == G_MAXINT || (guint) at <= n_requests;
       at = at == G_MAXINT ? 0 : at + 1)
    {
      g_autofree char *name = g_strdup_printf ("cache-%d", at);
      g_autofree char *cache = g_build_filename (self->scratch, name, NULL);
      g_autoptr (MvuaRemote) remote = new_remote (self, cache);
      g_autoptr (GError) error = NULL;
      Swap swap;

      begin_trial (self, &swap, at);
      swap.ending = ending;
      g_autoptr (MvuaEnsemble) ensemble = try_open (remote, NULL, &error);
      if (ensemble == NULL)
        {
          assert_says (error->message, "was replaced");
          continue;
        }
      const Found found = look_at_fields (truths, ensemble);
      if (at == G_MAXINT)
        n_requests = count_trial (self, &swap);
      g_assert_true (found.n_old == 0 || found.n_new == 0 || ending != NULL);
      g_assert_cmpuint (found.n_named, ==, found.n_gaps);
      g_assert_true (found.n_gaps == 0 || at != G_MAXINT);
      sum.n_old += found.n_old;
      sum.n_new += found.n_new;
      sum.n_gaps += found.n_gaps;

      /* Whoever opens it anew has the new one, although the cache has the old one too. */
      if (swap.is_done == 0 || ending != NULL)
        continue;
      g_autoptr (MvuaRemote) anew = new_remote (self, cache);
      g_autoptr (MvuaEnsemble) again = open_run (anew);
      g_assert_cmpuint (look_at_fields (truths, again).n_new, ==, 8);
    }
  g_test_message (
      "%u requests: %u fields of the first version, %u of the second, %u gaps",
      n_requests, sum.n_old, sum.n_new, sum.n_gaps);
  g_assert_cmpuint (n_requests, >, 10);
  g_assert_cmpuint (sum.n_old, >, 8);
  /* A lost index alone costs nothing. */
  g_assert_true (ending != NULL ? sum.n_gaps == 0 : sum.n_gaps > 0);
}

static void
clear_gap (gpointer gap)
{
  g_free (((MvuaGap *) gap)->complaint);
}

/* Returns: (transfer full): its gaps */
static GArray *
run_export (Fixture *self, MvuaEnsemble *ensemble, char **store)
{
  static guint n_stores;
  g_autofree char *name = g_strdup_printf ("%u.zarr", n_stores++);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  *store = g_build_filename (self->scratch, name, NULL);
  options.members = mvua_member_list_parse ("gep01,gep02", NULL);
  options.variables = mvua_variable_list_parse (VARIABLES, NULL);
  options.steps = mvua_steps_parse (STEPS, 3, NULL);
  g_assert_true (
      mvua_export_run (ensemble, *store, &options, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (mvua_file_table_verify (*store, NULL, NULL, NULL, NULL, NULL), ==, 0);
  g_array_set_clear_func (report.gaps, clear_gap);
  return g_steal_pointer (&report.gaps);
}

/* A chunk of a store as it is on disk. */
static float *
read_chunk (const char *store, const char *array, gsize *n)
{
  g_autofree char *path = g_build_filename (store, array, "0.0.0", NULL);
  g_autofree char *bytes = NULL;
  gsize n_bytes = 0, n_raw = 0, n_blosc = 0, n_part = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  blosc_cbuffer_sizes (bytes, &n_raw, &n_blosc, &n_part);
  float *values = g_malloc (n_raw);
  g_assert_cmpint (blosc_decompress_ctx (bytes, values, n_raw, 1), ==, (int) n_raw);
  *n = n_raw / sizeof *values;
  return values;
}

/* Which version the fields of a store are of, step by step. */
static void
look_at_store (char *const stores[3], Found *found)
{
  static const char *const arrays[] = { "gep01/t2m", "gep01/tp", "gep02/t2m",
                                        "gep02/tp" };

  for (guint a = 0; a < G_N_ELEMENTS (arrays); a++)
    {
      float *values[3];
      gsize n = 0;

      for (guint i = 0; i < 3; i++)
        values[i] = read_chunk (stores[i], arrays[a], &n);
      for (gsize s = 0; s < N_STEPS; s++)
        {
          const gsize at = s * (n / N_STEPS);
          const gsize size = n / N_STEPS * sizeof (float);
          const gboolean is_old = memcmp (values[2] + at, values[0] + at, size) == 0;
          const gboolean is_new = memcmp (values[2] + at, values[1] + at, size) == 0;

          /* Rain at the first step is nowhere. */
          if (isnan (values[0][at]))
            continue;
          for (gsize i = 0; !is_old && !is_new && i < n / N_STEPS; i++)
            g_assert_true (isnan (values[2][at + i]));
          found->n_old += is_old;
          found->n_new += is_new;
          found->n_gaps += !is_old && !is_new;
        }
      for (guint i = 0; i < 3; i++)
        g_free (values[i]);
    }
}

/* Of a folder, for comparison. */
static char *
export_folder (Fixture *self, const char *folder)
{
  g_autoptr (MvuaEnsemble) ensemble = open_folder (folder);
  char *store = NULL;
  g_autoptr (GArray) gaps = run_export (self, ensemble, &store);

  g_assert_cmpuint (gaps->len, ==, 0);
  return store;
}

static void
test_export (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *old = export_folder (self, usual_demo ());
  g_autofree char *other = export_folder (self, other_demo ());
  guint n_requests = 0;
  guint n_mixed = 0;
  Found sum = { 0 };

  for (gint at = G_MAXINT; at == G_MAXINT || (guint) at <= n_requests;
       at = at == G_MAXINT ? 0 : at + 1)
    {
      g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *store = NULL;
      Found found = { 0 };
      Swap swap;

      begin_trial (self, &swap, at);
      g_autoptr (MvuaEnsemble) ensemble = try_open (remote, NULL, &error);
      if (ensemble == NULL)
        {
          assert_says (error->message, "was replaced");
          continue;
        }
      g_autoptr (GArray) gaps = run_export (self, ensemble, &store);
      if (at == G_MAXINT)
        n_requests = count_trial (self, &swap);
      look_at_store ((char *const[]){ old, other, store }, &found);
      n_mixed += found.n_old > 0 && found.n_new > 0;
      g_assert_cmpuint (gaps->len, ==, found.n_gaps);
      for (guint i = 0; i < gaps->len; i++)
        {
          const MvuaGap *gap = &g_array_index (gaps, MvuaGap, i);
          /* Rain of which the first half was lost is lost with it. */
          if (strstr (gap->complaint, "but not that of its first 3 h") == NULL)
            assert_says (gap->complaint, "was replaced");
        }
      sum.n_old += found.n_old;
      sum.n_new += found.n_new;
      sum.n_gaps += found.n_gaps;
    }
  g_test_message (
      "%u requests: %u fields of the first version, %u of the second, %u gaps",
      n_requests, sum.n_old, sum.n_new, sum.n_gaps);
  g_assert_cmpuint (n_requests, >, 15);
  g_assert_cmpuint (n_mixed, ==, 0);
  g_assert_cmpuint (sum.n_gaps, >, 0);
  g_assert_cmpuint (sum.n_new, >, 0);
}

/* Lists the run again and again, as the viewer does while publication goes on. */
typedef struct
{
  MvuaRemote *remote;
  gint is_over;
  guint n_opened;
} Relisting;

static gpointer
run_relisting (gpointer data)
{
  Relisting *self = data;

  while (!g_atomic_int_get (&self->is_over) || self->n_opened < 3)
    {
      g_autoptr (MvuaEnsemble) ensemble = try_open (self->remote, NULL, NULL);
      self->n_opened += ensemble != NULL;
    }
  return NULL;
}

/* While a run is read it is listed anew, by the same remote and with one cache, and what
 * it has is replaced in the middle: whoever began with the old listing gets the old
 * version or a gap, and never the new one; whoever opens it afterwards the new one. */
static void
test_relisted (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  Truth truths[2] = { open_truth (usual_demo ()), open_truth (other_demo ()) };
  Relisting relisting = { .remote = remote };
  GThread *thread = g_thread_new ("relist", run_relisting, &relisting);
  Found before = { 0 }, found = { 0 }, after = { 0 };

  for (guint m = 1; m <= N_MEMBERS; m++)
    look_at_field (truths, loader, perturbed (m), "t2m", 3, &before);
  g_assert_cmpuint (before.n_old, ==, N_MEMBERS);
  replace_all (self->bucket, other_demo (), NULL);
  for (guint m = 1; m <= N_MEMBERS; m++)
    {
      look_at_field (truths, loader, perturbed (m), "t2m", 6, &found);
      look_at_field (truths, loader, perturbed (m), "sp", 3, &found);
    }
  g_assert_cmpuint (found.n_new, ==, 0);
  g_assert_cmpuint (found.n_named, ==, found.n_gaps);
  g_atomic_int_set (&relisting.is_over, TRUE);
  g_thread_join (thread);

  g_autoptr (MvuaEnsemble) anew = open_run (remote);
  g_autoptr (MvuaLoader) new_loader = mvua_loader_new (anew);
  for (guint m = 1; m <= N_MEMBERS; m++)
    look_at_field (truths, new_loader, perturbed (m), "t2m", 3, &after);
  g_assert_cmpuint (after.n_new, ==, N_MEMBERS);
  truth_clear (&truths[0]);
  truth_clear (&truths[1]);
}

/* A server that gives no ETags is held to the length that was listed. */
static void
test_no_etags (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault none = { .name = "no ETag", .etag = "" };
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_autofree char *key = key_of (perturbed (2), 6);
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);

  mvua_test_bucket_set_folders (self->bucket, TRUE);
  mvua_test_server_fail (self->server, &none, 0);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  const MvuaWindow window = window_of (ensemble, NULL);
  g_autofree char *complaint = NULL;

  g_assert_cmpint (check_field (&truth, loader, mvua_variable_by_name ("t2m"),
                                perturbed (2), 6, &window, NULL),
                   ==, MVUA_STATUS_OK);
  g_autoptr (GBytes) bytes = mvua_test_bucket_dup (self->bucket, key);
  g_autoptr (GBytes) shorter =
      g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) - 1);
  mvua_test_bucket_put (self->bucket, key, shorter);
  g_assert_cmpint (check_field (&truth, loader, mvua_variable_by_name ("sp"),
                                perturbed (2), 6, &window, &complaint),
                   ==, MVUA_STATUS_MISSING);
  assert_says (complaint, "was replaced");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func)                                                            \
  g_test_add ("/remote-changes/" name, Fixture, data, set_up, func, tear_down)
  ADD ("fields", NULL, test_fields);
  ADD ("fields/indexes", ".idx", test_fields);
  ADD ("export", NULL, test_export);
  ADD ("relisted", NULL, test_relisted);
  ADD ("no-etags", NULL, test_no_etags);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
