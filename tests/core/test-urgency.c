/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What was to be there beforehand becomes what somebody looks at: it goes first from then
 * on, in the queue of requests and in all that is read for it afterwards. */

#include "mvua-urgency.h"
#include "remote-fixture.h"

#define STEP 12

static void
note_raise (MvuaPriority priority, gpointer data)
{
  g_string_append_printf (data, "%d ", priority);
}

/* It only ever rises, and tells each time it does. */
static void
test_value (void)
{
  g_autoptr (MvuaUrgency) urgency = mvua_urgency_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  const MvuaReading reading = { .priority = MVUA_PRIORITY_PREFETCH, .urgency = urgency };
  const guint id = mvua_urgency_connect (urgency, note_raise, log);

  g_assert_cmpint (mvua_urgency_get (NULL), ==, MVUA_PRIORITY_EXPORT);
  g_assert_cmpint (mvua_urgency_get (urgency), ==, MVUA_PRIORITY_EXPORT);
  g_assert_cmpint (mvua_reading_get_priority (&reading), ==, MVUA_PRIORITY_PREFETCH);
  mvua_urgency_raise (urgency, MVUA_PRIORITY_EXPORT);
  mvua_urgency_raise (urgency, MVUA_PRIORITY_BESIDE);
  mvua_urgency_raise (urgency, MVUA_PRIORITY_PREFETCH);
  g_assert_cmpint (mvua_reading_get_priority (&reading), ==, MVUA_PRIORITY_BESIDE);
  mvua_urgency_raise (urgency, MVUA_PRIORITY_PICKED);
  mvua_urgency_raise (urgency, MVUA_PRIORITY_PICKED);
  g_assert_cmpstr (log->str, ==, "1 0 ");
  mvua_urgency_disconnect (urgency, id);
  g_assert_cmpuint (mvua_urgency_connect (NULL, note_raise, log), ==, 0);
  mvua_urgency_disconnect (NULL, 0);
  g_assert_cmpint (mvua_reading_get_priority (NULL), ==, MVUA_PRIORITY_PICKED);
}

/* What an answer takes, so that the order of requests is not one of threads. */
#define ANSWER_US 100000

/* A server that holds every answer back until it is let go. */
typedef struct
{
  GMutex mutex;
  GCond changed;
  gboolean is_open;
} Hold;

static const MvuaTestFault *
wait_until_open (guint index G_GNUC_UNUSED, const char *path G_GNUC_UNUSED, gpointer data)
{
  Hold *hold = data;

  g_mutex_lock (&hold->mutex);
  while (!hold->is_open)
    g_cond_wait (&hold->changed, &hold->mutex);
  g_mutex_unlock (&hold->mutex);
  g_usleep (ANSWER_US); /* whoever has an answer has asked on before the next one */
  return NULL;
}

static void
open_hold (Hold *hold)
{
  g_mutex_lock (&hold->mutex);
  hold->is_open = TRUE;
  g_cond_broadcast (&hold->changed);
  g_mutex_unlock (&hold->mutex);
}

static void
wait_for_queue (MvuaHttp *http, guint n_waiting)
{
  while (mvua_http_count (http).n_waiting < n_waiting)
    g_usleep (1000);
  g_assert_cmpuint (mvua_http_count (http).n_waiting, ==, n_waiting);
}

typedef struct
{
  MvuaHttp *http;
  char *url;
  MvuaUrgency *urgency;
  GThread *thread;
} Fetch;

static gpointer
run_fetch (gpointer data)
{
  const Fetch *fetch = data;
  const MvuaHttpRequest request = { .url = fetch->url,
                                    .most = 1000,
                                    .priority = MVUA_PRIORITY_PREFETCH,
                                    .urgency = fetch->urgency };
  g_auto (MvuaHttpResponse) response = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_http_fetch (fetch->http, &request, &response, NULL, &error));
  g_assert_no_error (error);
  return NULL;
}

/* The third of three that wait becomes the first; one that had been raised before it was
 * asked for is as urgent from the beginning. */
static void
test_queue (void)
{
  const MvuaHttpOptions options = { .n_connections = 1 };
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  g_autoptr (GBytes) object = g_bytes_new_static ("abc", 3);
  Hold hold = { .is_open = FALSE };
  Fetch fetches[5];

  mvua_test_server_set_spoil (server, wait_until_open, &hold);
  g_autoptr (MvuaHttp) http = mvua_http_new (&options);
  for (guint i = 0; i < G_N_ELEMENTS (fetches); i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);
      mvua_test_server_put (server, path, object);
      fetches[i] = (Fetch){ http, mvua_test_server_dup_url (server, path),
                            mvua_urgency_new (), NULL };
      if (i == 4)
        mvua_urgency_raise (fetches[i].urgency, MVUA_PRIORITY_BESIDE);
      fetches[i].thread = g_thread_new ("fetch", run_fetch, &fetches[i]);
      if (i > 0)
        wait_for_queue (http, i);
      while (mvua_http_count (http).n_active == 0)
        g_usleep (1000);
    }
  /* What is under way is as it is. */
  mvua_urgency_raise (fetches[0].urgency, MVUA_PRIORITY_PICKED);
  mvua_urgency_raise (fetches[3].urgency, MVUA_PRIORITY_PICKED);
  open_hold (&hold);
  for (guint i = 0; i < G_N_ELEMENTS (fetches); i++)
    {
      g_thread_join (fetches[i].thread);
      mvua_urgency_unref (fetches[i].urgency);
      g_free (fetches[i].url);
    }
  g_auto (GStrv) log = mvua_test_server_dup_log (server);
  g_autofree char *order = g_strjoinv ("; ", log);
  g_assert_cmpstr (order, ==, "/0 - -; /3 - -; /4 - -; /1 - -; /2 - -");
}

typedef struct
{
  guint n_done;
} Told;

static void
on_field (MvuaField *field, const GError *error, gpointer data)
{
  Told *told = data;

  g_assert_no_error (error);
  g_assert_nonnull (field);
  g_assert_cmpint (field->status, ==, MVUA_STATUS_OK);
  told->n_done++;
}

/* The first request of a file's index, or of the file. */
static guint
find_line (GStrv log, guint member, gboolean is_index)
{
  g_autofree char *key = is_index ? index_key_of (perturbed (member), STEP)
                                  : key_of (perturbed (member), STEP);
  g_autofree char *text = g_strconcat (key, " ", NULL);

  for (guint i = 0; log[i] != NULL; i++)
    if (strstr (log[i], text) != NULL)
      return i;
  g_error ("%s was not asked for", key);
}

/* Four members are prefetched, and then the user picks the last of them: its index is the
 * next request of all, and its message comes before those of the others that waited. */
static void
test_picked (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaHttpOptions http = { .n_connections = 1 };
  g_autoptr (MvuaRemote) remote = new_remote_with (self, NULL, &http);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, 16 << 20, 0);
  Hold hold = { .is_open = FALSE };
  Told told = { 0 };

  take_count (self);
  mvua_test_server_set_spoil (self->server, wait_until_open, &hold);
  for (guint m = 1; m <= N_MEMBERS; m++)
    {
      const MvuaFieldKey key =
          make_key (ensemble, mvua_product_member (perturbed (m)), "t2m", STEP);
      mvua_fields_request (fields, &key, MVUA_FIELDS_PREFETCH, on_field, &told);
      if (m > 1)
        wait_for_queue (mvua_remote_get_http (remote), m - 1);
      while (mvua_http_count (mvua_remote_get_http (remote)).n_active == 0)
        g_usleep (1000);
    }
  const MvuaFieldKey key =
      make_key (ensemble, mvua_product_member (perturbed (N_MEMBERS)), "t2m", STEP);
  mvua_fields_request (fields, &key, MVUA_FIELDS_PICKED, on_field, &told);
  open_hold (&hold);
  while (told.n_done < N_MEMBERS + 1)
    g_main_context_iteration (NULL, TRUE);

  g_auto (GStrv) log = take_log (self);
  g_assert_cmpuint (find_line (log, 1, TRUE), ==, 0);
  g_assert_cmpuint (find_line (log, N_MEMBERS, TRUE), ==, 1);
  for (guint m = 2; m < N_MEMBERS; m++)
    g_assert_cmpuint (find_line (log, N_MEMBERS, FALSE), <, find_line (log, m, FALSE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/urgency/value", test_value);
  g_test_add_func ("/urgency/queue", test_queue);
  g_test_add ("/urgency/picked", Fixture, NULL, set_up, test_picked, tear_down);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
