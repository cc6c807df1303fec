/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A server that misbehaves costs fields, each with a complaint that says what was wrong,
 * and never gives a value that is not the true one; a busy one costs patience alone. */

#include "mvua-export.h"
#include "mvua-steps.h"
#include "remote-fixture.h"

/* @says: what the complaint of a message has in it; %NULL: the values come all the same;
 * @status: of such a field */
typedef struct
{
  MvuaTestFault fault;
  const char *says;
  MvuaStatus status;
} Row;

#define MISSING MVUA_STATUS_MISSING
#define FAULT(...)                                                                       \
  {                                                                                      \
    .name = __VA_ARGS__                                                                  \
  }

static const Row rows[] = {
  { FAULT ("200 for 206", .status = 200), "status 200 where 206", MISSING },
  { FAULT ("200 for 206, all of it", .status = 200, .length = "{t}"), "status 200",
    MISSING },
  { FAULT ("404", .status = 404), "status 404, not there", MISSING },
  { FAULT ("403", .status = 403), "status 403", MISSING },
  { FAULT ("416", .status = 416), "status 416", MISSING },
  { FAULT ("412", .status = 412), "was replaced", MISSING },
  { FAULT ("503", .status = 503), "status 503, the server is busy", MISSING },
  { FAULT ("503 for an hour", .status = 503, .extra = "Retry-After: 3600\r\n"),
    "come back in 3600 s", MISSING },
  { FAULT ("302 with HTML",
           .status = 302,
           .extra = "Location: /busy.html\r\n",
           .body = "<html>Over rate limit</html>"),
    "redirected to /busy.html", MISSING },
  { FAULT ("no Content-Range", .range = ""), "without a Content-Range", MISSING },
  { FAULT ("another range", .range = "bytes {f+9}-{l+9}/{t}", .body_shift = 9),
    "came instead", MISSING },
  { FAULT ("another length", .range = "bytes {f}-{l}/{t+1}"), "was replaced", MISSING },
  /* All from elsewhere, by as much: walking over it finds where. */
  { FAULT ("other bytes", .body_shift = 9), NULL, MVUA_STATUS_OK },
  { FAULT ("gzip", .extra = "Content-Encoding: gzip\r\n"), "encoded as “gzip”", MISSING },
  { FAULT ("no ETag", .etag = ""), "no ETag", MISSING },
  { FAULT ("another ETag", .etag = "\"other\""), "was replaced: ETag \"other\"",
    MISSING },
  { FAULT ("always short", .body_change = -300), "closed with 300 bytes", MISSING },
  { FAULT ("endless", .endless = MVUA_TEST_ENDLESS_BODY, .length = ""), "more bytes",
    MISSING },
  { FAULT ("garbage", .raw = "\x16\x03\x01 garbage\n\n\n"), "", MISSING },
  { FAULT ("reset", .where = MVUA_TEST_BEFORE, .how = MVUA_TEST_RESET), "", MISSING },
  { FAULT ("stall", .where = MVUA_TEST_IN_BODY, .how = MVUA_TEST_STALL), "", MISSING },
  { FAULT ("chunked", .framing = MVUA_TEST_FRAMING_CHUNKED), NULL, MVUA_STATUS_OK },
  { FAULT ("interim answers", .before = "HTTP/1.1 103 Hints\r\nETag: \"x\"\r\n\r\n"),
    NULL, MVUA_STATUS_OK },
};

typedef struct
{
  const MvuaTestFault *fault;
  const char *ending; /* (nullable): of the paths that are answered so */
  gboolean is_ranges; /* only ranges, which have no such ending */
} Spoiling;

static const MvuaTestFault *
spoil (guint index G_GNUC_UNUSED, const char *path, gpointer data)
{
  const Spoiling *self = data;
  const gboolean is_index = g_str_has_suffix (path, ".idx");

  if (strstr (path, "list-type") != NULL)
    return NULL;
  return is_index != self->is_ranges ? self->fault : NULL;
}

static MvuaRemote *
new_hasty_remote (const Fixture *self)
{
  const MvuaHttpOptions http = { .connect_timeout_s = 2, .stall_s = 1, .n_retries = 1 };

  return new_remote_with (self, self->cache, &http);
}

/* All ranges are answered with the fault. */
static void
test_messages (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Truth) truth = open_truth (usual_demo ());
  const MvuaVariable *t2m = mvua_variable_by_name ("t2m");
  guint n_failed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MvuaRemote) remote = new_hasty_remote (self);
      g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
      g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
      const MvuaWindow window = window_of (ensemble, NULL);
      Spoiling spoiling = { .fault = &rows[i].fault, .is_ranges = TRUE };
      g_autofree char *complaint = NULL;

      mvua_test_server_set_spoil (self->server, spoil, &spoiling);
      /* A file a row, so that nothing of it is in the cache. */
      const MvuaStatus status =
          check_field (&truth, loader, t2m, perturbed (i % N_MEMBERS + 1),
                       3 + 3 * (int) (i / N_MEMBERS), &window, &complaint);
      mvua_test_server_set_spoil (self->server, NULL, NULL);
      if (status == rows[i].status &&
          (rows[i].says == NULL || (strstr (complaint, rows[i].says) != NULL &&
                                    strstr (complaint, "http://127.0.0.1:") != NULL)))
        continue;
      g_printerr ("%s: %s: %s\n", rows[i].fault.name, mvua_status_name (status),
                  complaint);
      n_failed++;
    }
  g_assert_cmpuint (n_failed, ==, 0);
}

/* All indexes are; where the index is gone the file tells. */
static void
test_indexes (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Truth) truth = open_truth (usual_demo ());
  const MvuaVariable *t2m = mvua_variable_by_name ("t2m");
  guint n_there = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MvuaRemote) remote = new_hasty_remote (self);
      g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
      g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
      const MvuaWindow window = window_of (ensemble, NULL);
      Spoiling spoiling = { .fault = &rows[i].fault };
      g_autofree char *complaint = NULL;

      mvua_test_server_set_spoil (self->server, spoil, &spoiling);
      const MvuaStatus status =
          check_field (&truth, loader, t2m, perturbed (i % N_MEMBERS + 1),
                       3 + 3 * (int) (i / N_MEMBERS), &window, &complaint);
      mvua_test_server_set_spoil (self->server, NULL, NULL);
      n_there += status == MVUA_STATUS_OK;
      if (status != MVUA_STATUS_OK)
        {
          g_assert_cmpint (status, ==, MVUA_STATUS_MISSING);
          assert_says (complaint, "http://127.0.0.1:");
          assert_says (complaint, ".idx");
        }
    }
  g_test_message ("%u of %u were there", n_there, (guint) G_N_ELEMENTS (rows));
  g_assert_cmpuint (n_there, >=, 6);
}

/* A fault that passes leaves nothing behind that would be taken for right later. */
static void
test_after (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_autoptr (MvuaRemote) remote = new_hasty_remote (self);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 8 << 20, 0);
  static const MvuaTestFault lost = { .name = "503", .status = 503 };
  Spoiling spoiling = { .fault = &lost, .is_ranges = TRUE };

  mvua_test_server_set_spoil (self->server, spoil, &spoiling);
  g_assert_cmpint (load_status (fields, mvua_product_member (perturbed (2)), "t2m", 12),
                   ==, MVUA_STATUS_MISSING);
  mvua_test_server_set_spoil (self->server, NULL, NULL);
  g_assert_cmpint (load_status (fields, mvua_product_member (perturbed (2)), "t2m", 12),
                   ==, MVUA_STATUS_OK);
  assert_all_there (&truth, ensemble, NULL);
}

/* Three answers of ten. */
static const MvuaTestFault *
storm (guint index, const char *path G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault busy = { .name = "busy", .status = 503 };

  return index * 2654435761u % 1000 < 300 ? &busy : NULL;
}

static guint export(Fixture *self,
                    MvuaEnsemble *ensemble,
                    const char *name,
                    guint *n_requests)
{
  g_autofree char *target = g_build_filename (self->scratch, name, NULL);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  options.members = mvua_member_list_parse ("gep01-gep04,gec00", NULL);
  options.steps = mvua_steps_parse ("0-24", 3, NULL);
  take_count (self);
  g_assert_true (
      mvua_export_run (ensemble, target, &options, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
  *n_requests = take_count (self);
  for (guint i = 0; i < report.gaps->len; i++)
    g_test_message ("%s", g_array_index (report.gaps, MvuaGap, i).complaint);
  return report.gaps->len;
}

static void
test_storm (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaHttpOptions http = { 0 };
  guint n_calm = 0, n_storm = 0;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (MvuaRemote) remote = new_remote_with (self, NULL, &http);
      g_autoptr (MvuaEnsemble) ensemble = open_run (remote);

      if (i == 1)
        mvua_test_server_set_spoil (self->server, storm, NULL);
      g_assert_cmpuint (export(self, ensemble, i == 0 ? "calm.zarr" : "storm.zarr",
                               i == 0 ? &n_calm : &n_storm),
                        ==, 0);
    }
  g_test_message ("%u requests, %u in the storm: %.2f", n_calm, n_storm,
                  (double) n_storm / n_calm);
  g_assert_cmpuint (n_calm, >, 300);
  g_assert_cmpfloat (n_storm, <=, 1.6 * n_calm);
  g_assert_cmpuint (mvua_test_server_count (self->server).most_connections, <=, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                  \
  g_test_add ("/remote-faults/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("messages", test_messages);
  ADD ("indexes", test_indexes);
  ADD ("after", test_after);
  ADD ("storm", test_storm);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
