/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A day's limit of several megabytes, for one remote, for its successor, and for two that
 * fetch at the same time, as the viewer and the command do. */

#include "mvua-traffic.h"
#include "remote-fixture.h"

#define MEGABYTE 1000000
#define LIMIT ((guint64) 5 * MEGABYTE)
#define PIECE 400000
#define OBJECT_SIZE (16 * MEGABYTE)
#define KEY "gefs.20250918/00/big"

static void
put_big (Fixture *self)
{
  g_autoptr (GBytes) object = g_bytes_new_take (g_malloc0 (OBJECT_SIZE), OBJECT_SIZE);

  mvua_test_bucket_put (self->bucket, KEY, object);
}

/* One of those who share the limit. */
typedef struct
{
  MvuaRemote *remote;
  MvuaRemoteReader *reader;
  guint8 *buffer;
  guint64 offset;
} Client;

static Client
new_client (const Fixture *self, const char *traffic)
{
  const MvuaRemoteOptions options = { .base_url = mvua_test_bucket_get_url (self->bucket),
                                      .traffic_path = traffic,
                                      .http.most_bytes_per_day = LIMIT };
  g_autoptr (GError) error = NULL;
  MvuaRemote *remote = mvua_remote_new (&options, &error);

  g_assert_no_error (error);
  return (Client){ remote, mvua_remote_reader_new (remote), g_malloc (PIECE), 0 };
}

static void
client_clear (Client *self)
{
  mvua_remote_reader_free (self->reader);
  mvua_remote_unref (self->remote);
  g_free (self->buffer);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Client, client_clear)

/* Returns: whether it was allowed */
static gboolean
read_piece (Client *self)
{
  g_autofree char *url = mvua_bucket_url (mvua_remote_get_bucket (self->remote), KEY);
  const MvuaReading reading = { .priority = MVUA_PRIORITY_EXPORT };
  g_autoptr (GError) error = NULL;
  gsize n_read = 0;

  if (mvua_reader_read (mvua_remote_reader_get (self->reader), url, self->offset, PIECE,
                        self->buffer, &n_read, &reading, &error))
    {
      g_assert_cmpuint (n_read, ==, PIECE);
      self->offset += PIECE;
      return TRUE;
    }
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_LIMIT);
  return FALSE;
}

/* All of the limit is used and no more, whatever is noted of it meanwhile; the next one
 * has nothing left. */
static void
test_alone (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *traffic = g_build_filename (self->scratch, "traffic", NULL);
  guint n = 0;

  put_big (self);
  {
    g_auto (Client) client = new_client (self, traffic);
    while (read_piece (&client))
      n++;
    g_assert_cmpuint (n, ==, LIMIT / PIECE);
    g_assert_false (read_piece (&client));
    g_assert_cmpuint (mvua_http_count (mvua_remote_get_http (client.remote)).n_today, ==,
                      (guint64) n * PIECE);
  }
  g_assert_cmpuint (mvua_traffic_add (traffic, 0), ==, (guint64) n * PIECE);
  g_auto (Client) next = new_client (self, traffic);
  g_assert_cmpuint (mvua_http_count (mvua_remote_get_http (next.remote)).n_today, ==,
                    (guint64) n * PIECE);
  take_count (self);
  g_assert_false (read_piece (&next));
  g_assert_cmpuint (take_count (self), ==, 0);
}

/* Both together pass the limit by no more than what neither had noted yet. */
static void
test_together (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *traffic = g_build_filename (self->scratch, "traffic", NULL);
  g_auto (Client) viewer = new_client (self, traffic);
  g_auto (Client) command = new_client (self, traffic);
  gboolean goes_on = TRUE;

  put_big (self);
  while (goes_on)
    {
      const gboolean first = read_piece (&viewer);
      const gboolean second = read_piece (&command);
      goes_on = first || second;
    }
  const guint64 all = viewer.offset + command.offset;
  g_assert_cmpuint (all, >=, LIMIT - PIECE);
  g_assert_cmpuint (all, <=, LIMIT + 2 * (1 << 20) + PIECE);
  g_assert_cmpuint (mvua_remote_count (viewer.remote).n_fetched +
                        mvua_remote_count (command.remote).n_fetched,
                    ==, all);
}

/* What was idle while the other used the limit up learns of it before it fetches. */
static void
test_idle (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *traffic = g_build_filename (self->scratch, "traffic", NULL);
  g_auto (Client) viewer = new_client (self, traffic);

  put_big (self);
  g_assert_true (read_piece (&viewer));
  mvua_traffic_add (traffic, LIMIT);
  g_usleep (1100000);
  take_count (self);
  g_assert_false (read_piece (&viewer));
  g_assert_cmpuint (take_count (self), ==, 0);
  g_assert_cmpuint (mvua_http_count (mvua_remote_get_http (viewer.remote)).n_today, ==,
                    LIMIT + PIECE);
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
  g_test_add ("/remote-limit/alone", Fixture, NULL, set_up_empty, test_alone, tear_down);
  g_test_add ("/remote-limit/together", Fixture, NULL, set_up_empty, test_together,
              tear_down);
  g_test_add ("/remote-limit/idle", Fixture, NULL, set_up_empty, test_idle, tear_down);
  return g_test_run ();
}
