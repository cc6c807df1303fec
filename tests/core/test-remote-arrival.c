/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A run while it is published: never called complete before the last file is there, and
 * a listing that breaks off is no listing. */

#include "mvua-product.h"
#include "remote-fixture.h"

#define N_FILES (MVUA_PRODUCT_N_MEMBERS * MVUA_PRODUCT_N_STEPS)

static GBytes *
read_demo (const char *key)
{
  g_autofree char *path = g_build_filename (usual_demo (), key, NULL);
  char *contents = NULL;
  gsize n = 0;

  return g_file_get_contents (path, &contents, &n, NULL) ? g_bytes_new_take (contents, n)
                                                         : NULL;
}

/* One key, as the demo has it; what the demo lacks is listed only. */
static void
come (Fixture *self, const char *key, guint64 size)
{
  g_autoptr (GBytes) bytes = read_demo (key);

  if (bytes != NULL)
    mvua_test_bucket_put (self->bucket, key, bytes);
  else
    mvua_test_bucket_list_only (self->bucket, key, size);
}

static void
come_whole (Fixture *self, MvuaMember member, int step)
{
  g_autofree char *key = key_of (member, step);
  g_autofree char *index = index_key_of (member, step);

  come (self, key, 17000000);
  come (self, index, 3000);
}

static void
go (Fixture *self, const char *key)
{
  mvua_test_bucket_remove (self->bucket, key);
}

/* The files of a run in the order in which they come: step by step. */
static MvuaMember
nth_file (guint i, int *step)
{
  *step = (int) (i / MVUA_PRODUCT_N_MEMBERS) * MVUA_PRODUCT_STEP;
  return perturbed (i % MVUA_PRODUCT_N_MEMBERS + 1);
}

/* Opens it as it is now.  Returns: how many files are missing */
static guint
count_absences (Fixture *self)
{
  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (MvuaEnsemble) ensemble G_GNUC_UNUSED = open_run (remote);
  g_autoptr (GArray) absences = mvua_ensemble_absences (ensemble);

  g_assert_true (mvua_ensemble_is_published_run (ensemble));
  for (guint i = 0; i < absences->len; i++)
    g_assert_null (g_array_index (absences, MvuaAbsence, i).variable);
  return absences->len;
}

static gboolean
is_looked_at (guint n_there)
{
  return n_there < 4 || n_there % 173 == 0 || n_there % 401 == 0 || n_there + 4 > N_FILES;
}

/* File by file: at any time exactly the others are missing. */
static void
test_arrival (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  guint n_looks = 0;

  for (guint i = 0; i < N_FILES; i++)
    {
      int step;
      const MvuaMember member = nth_file (i, &step);

      come_whole (self, member, step);
      if (!is_looked_at (i + 1))
        continue;
      g_assert_cmpuint (count_absences (self), ==, N_FILES - i - 1);
      n_looks++;
    }
  g_test_message ("looked at it %u times", n_looks);

  /* The control and NOAA's mean and spread are no part of what is counted. */
  come_whole (self, (MvuaMember){ MVUA_MEMBER_CONTROL, 0 }, 3);
  come_whole (self, (MvuaMember){ MVUA_MEMBER_MEAN, 0 }, 3);
}

static void
come_all_but (Fixture *self, guint left_out)
{
  for (guint i = 0; i < N_FILES; i++)
    {
      int step;
      const MvuaMember member = nth_file (i, &step);
      if (member.number != left_out)
        come_whole (self, member, step);
    }
}

/* One that never comes is missed for ever, at every step. */
static void
test_never (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  come_all_but (self, MVUA_PRODUCT_N_MEMBERS);
  g_assert_cmpuint (count_absences (self), ==, MVUA_PRODUCT_N_STEPS);
}

/* What was there may be gone, empty, without its index, or not there yet but for it. */
static void
test_pieces (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autofree char *gone = key_of (perturbed (2), 9);
  g_autofree char *empty = key_of (perturbed (3), 9);
  g_autofree char *unlisted = index_key_of (perturbed (4), 9);
  g_autofree char *empty_index = index_key_of (perturbed (4), 12);
  static const MvuaStatus expected[] = { MVUA_STATUS_OK, MVUA_STATUS_MISSING,
                                         MVUA_STATUS_MISSING, MVUA_STATUS_OK };

  come_all_but (self, 0);
  go (self, gone);
  mvua_test_bucket_put (self->bucket, empty, nothing);
  go (self, unlisted);
  mvua_test_bucket_put (self->bucket, empty_index, nothing);
  g_assert_cmpuint (count_absences (self), ==, 2);

  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (MvuaEnsemble) ensemble G_GNUC_UNUSED = open_run (remote);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  const GPtrArray *notes = mvua_ensemble_get_notes (ensemble);
  const MvuaWindow window = window_of (ensemble, NULL);
  g_assert_cmpuint (notes->len, ==, 1);
  assert_says (g_ptr_array_index (notes, 0), "f009 is empty");
  for (guint m = 1; m <= 4; m++)
    {
      g_autofree char *complaint = NULL;
      g_assert_cmpint (check_field (&truth, loader, mvua_variable_by_name ("t2m"),
                                    perturbed (m), 9, &window, &complaint),
                       ==, expected[m - 1]);
      if (expected[m - 1] != MVUA_STATUS_OK)
        assert_says (complaint, "no file of gep0");
    }
  g_assert_cmpint (check_field (&truth, loader, mvua_variable_by_name ("t2m"),
                                perturbed (4), 12, &window, NULL),
                   ==, MVUA_STATUS_OK);
}

/* Nothing of it is there yet: that is said. */
static void
test_nothing (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *index = index_key_of (perturbed (1), 0);
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second = NULL;

  g_assert_null (try_open (remote, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  assert_says (error->message, "nothing of it is in the bucket (yet)");
  come (self, index, 500);
  g_assert_null (try_open (remote, NULL, &second));
  assert_says (second->message, "nothing of it is in the bucket (yet)");
}

static const MvuaTestFault broken[] = {
  { .name = "500", .status = 500 },
  { .name = "404", .status = 404 },
  { .name = "403", .status = 403 },
  { .name = "302", .status = 302, .extra = "Location: /busy.html\r\n" },
  { .name = "reset", .where = MVUA_TEST_IN_BODY, .how = MVUA_TEST_RESET },
  { .name = "half", .status = 200, .length = "{n-500}", .body_change = -500 },
  { .name = "other", .status = 200, .length = "13", .body = "<html></html>" },
};

typedef struct
{
  const MvuaTestFault *fault;
  guint after; /* pages that come as they should */
  gint n_pages;
} Break;

static const MvuaTestFault *
break_page (guint index G_GNUC_UNUSED, const char *path, gpointer data)
{
  Break *self = data;

  if (strstr (path, "list-type=2") == NULL)
    return NULL;
  return (guint) g_atomic_int_add (&self->n_pages, 1) >= self->after ? self->fault : NULL;
}

/* A page in the middle does not come: there is no run rather than half of one, also where
 * an older listing is kept. */
static void
test_half_listing (Fixture *self, gconstpointer is_kept)
{
  mvua_test_bucket_put_folder (self->bucket, usual_demo ());
  mvua_test_bucket_set_page (self->bucket, 20);
  if (is_kept != NULL)
    {
      g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
      g_autoptr (MvuaEnsemble) ensemble G_GNUC_UNUSED = open_run (remote);
    }
  for (guint f = 0; f < G_N_ELEMENTS (broken); f++)
    for (guint after = 1; after < 4; after++)
      {
        const MvuaHttpOptions http = { .stall_s = 1, .n_retries = G_MAXUINT };
        g_autoptr (MvuaRemote) remote = new_remote_with (self, self->cache, &http);
        g_autoptr (GError) error = NULL;
        Break at = { .fault = &broken[f], .after = after };

        mvua_test_server_set_spoil (self->server, break_page, &at);
        g_assert_null (try_open (remote, NULL, &error));
        g_assert_nonnull (error);
        g_assert_cmpint (at.n_pages, ==, (gint) after + 1);
        mvua_test_server_set_spoil (self->server, NULL, NULL);
      }
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble G_GNUC_UNUSED = open_run (remote);
  g_assert_cmpuint (mvua_ensemble_get_n_files (ensemble), ==,
                    (N_MEMBERS + 1) * (LAST_STEP / 3 + 1));
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
#define ADD(name, data, func)                                                            \
  g_test_add ("/remote-arrival/" name, Fixture, data, set_up_empty, func, tear_down)
  ADD ("minute-by-minute", NULL, test_arrival);
  ADD ("never", NULL, test_never);
  ADD ("pieces", NULL, test_pieces);
  ADD ("nothing", NULL, test_nothing);
  ADD ("half-listing", NULL, test_half_listing);
  ADD ("half-listing/kept", "", test_half_listing);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
