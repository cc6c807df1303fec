/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A bucket behind a slow link: bench-server FOLDER [--whole-run]
 *
 * Serves what lies below the folder with ETags and ranges, lists it as S3 does, prints
 * its URL and then obeys the lines of its standard input, each answered by one line:
 *
 *   link MS MBITS  all connections share such a link from now on; 0 for none
 *   count          what has gone over it since the last count, as JSON
 *
 * With --whole-run the listing has all members and steps of the run, as if they were
 * there. */

#include "mvua-test-s3.h"
#include "mvua-test-server.h"

#include <stdio.h>
#include <string.h>

#define MODIFIED 1758153600
#define TYPICAL_SIZE 17000000
#define TYPICAL_INDEX_SIZE 2492
#define LAST_STEP 240

typedef struct
{
  MvuaTestServer *server;
  MvuaTestS3 *s3;

  GMutex lock; /* guards the listing and what follows */
  double bytes_per_s;
  guint n_requests; /* at the last count */
  guint64 n_bytes;
  guint64 n_message_bytes;
  gint64 first; /* when the first octet of a message went out */
  gint64 last;
  guint64 n_since_first; /* of everything */
  guint64 n_at_last;
} Bench;

static GBytes *
answer_listing (const char *path, gpointer data)
{
  Bench *self = data;

  if (!g_str_has_prefix (path, "/?"))
    return NULL;
  g_mutex_lock (&self->lock);
  char *text = mvua_test_s3_answer (self->s3, path);
  g_mutex_unlock (&self->lock);
  return text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;
}

static gboolean
is_message (const char *path)
{
  return strchr (path, '?') == NULL && !g_str_has_suffix (path, ".idx");
}

static void
watch (const char *path, gsize n, gboolean is_body, gpointer data)
{
  Bench *self = data;
  const gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  const gboolean is_of_message = is_body && is_message (path);
  if (is_of_message && self->first == 0)
    {
      self->first = now;
      if (self->bytes_per_s > 0)
        self->first -= (gint64) ((double) n / self->bytes_per_s * G_USEC_PER_SEC);
    }
  self->n_bytes += is_body ? n : 0;
  self->n_since_first += self->first > 0 ? n : 0;
  if (is_of_message)
    {
      self->n_message_bytes += n;
      self->last = now;
      self->n_at_last = self->n_since_first;
    }
  g_mutex_unlock (&self->lock);
}

static void
print_count (Bench *self)
{
  const guint n_requests = mvua_test_server_count (self->server).n_requests;

  g_mutex_lock (&self->lock);
  const double seconds = (double) (self->last - self->first) / G_USEC_PER_SEC;
  const double busy = self->bytes_per_s > 0 && seconds > 0
                          ? (double) self->n_at_last / self->bytes_per_s / seconds
                          : 0;
  printf ("{\"requests\": %u, \"bytes\": %" G_GUINT64_FORMAT
          ", \"message_bytes\": %" G_GUINT64_FORMAT ", \"seconds\": %.4f"
          ", \"busy\": %.4f}\n",
          n_requests - self->n_requests, self->n_bytes, self->n_message_bytes, seconds,
          busy);
  self->n_requests = n_requests;
  self->n_bytes = self->n_message_bytes = 0;
  self->n_since_first = self->n_at_last = 0;
  self->first = self->last = 0;
  g_mutex_unlock (&self->lock);
}

static void
set_link (Bench *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  const gboolean is_complete = g_strv_length (words) == 3;
  const double latency_s = is_complete ? g_ascii_strtod (words[1], NULL) / 1e3 : 0;
  const double bytes_per_s = is_complete ? g_ascii_strtod (words[2], NULL) * 1e6 / 8 : 0;

  g_mutex_lock (&self->lock);
  self->bytes_per_s = bytes_per_s;
  g_mutex_unlock (&self->lock);
  mvua_test_server_set_link (self->server, latency_s, bytes_per_s);
  printf ("ok\n");
}

static void
add_object (Bench *self, const char *key, const char *etag, guint64 size)
{
  MvuaObject *object;

  mvua_test_s3_add (self->s3, key, size, MODIFIED);
  object = g_ptr_array_index (self->s3->objects, self->s3->objects->len - 1);
  if (etag == NULL)
    return;
  g_free (object->etag);
  object->etag = g_strdup (etag);
}

static void
add_file (Bench *self, const char *path, const char *key)
{
  GMappedFile *file = g_mapped_file_new (path, FALSE, NULL);
  g_autofree char *name = g_strconcat ("/", key, NULL);

  if (file == NULL)
    return;
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
  g_autofree char *etag = mvua_test_server_dup_etag (bytes);
  mvua_test_server_put (self->server, name, bytes);
  add_object (self, key, etag, g_bytes_get_size (bytes));
  g_mapped_file_unref (file);
}

static void
add_folder (Bench *self, const char *folder, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *key = g_strconcat (prefix, name, NULL);
      g_autofree char *below = g_strconcat (key, "/", NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        add_folder (self, path, below);
      else
        add_file (self, path, key);
    }
}

static gboolean
has_key (const Bench *self, const char *key)
{
  for (guint i = 0; i < self->s3->objects->len; i++)
    if (g_str_equal (((const MvuaObject *) self->s3->objects->pdata[i])->key, key))
      return TRUE;
  return FALSE;
}

/* All that a run has when it is complete: its mean and spread, the control and thirty. */
static void
add_rest_of_run (Bench *self)
{
  static const char *const others[] = { "geavg", "gespr", "gec00" };

  for (guint m = 0; m < 30 + G_N_ELEMENTS (others); m++)
    for (guint step = 0; step <= LAST_STEP; step += 3)
      {
        g_autofree char *member =
            m < 30 ? g_strdup_printf ("gep%02u", m + 1) : g_strdup (others[m - 30]);
        g_autofree char *key = g_strdup_printf (
            "gefs.20250918/00/atmos/pgrb2sp25/%s.t00z.pgrb2s.0p25.f%03u", member, step);
        g_autofree char *index = g_strconcat (key, ".idx", NULL);
        if (has_key (self, key))
          continue;
        add_object (self, key, NULL, TYPICAL_SIZE);
        add_object (self, index, NULL, TYPICAL_INDEX_SIZE);
      }
}

int
main (int argc, char **argv)
{
  char line[128];

  if (argc < 2)
    {
      fprintf (stderr, "bench-server FOLDER [--whole-run]\n");
      return 2;
    }
  Bench self = { .server = mvua_test_server_new (), .s3 = mvua_test_s3_new () };
  g_mutex_init (&self.lock);
  add_folder (&self, argv[1], "");
  if (argc > 2 && g_str_equal (argv[2], "--whole-run"))
    add_rest_of_run (&self);
  mvua_test_server_set_handler (self.server, answer_listing, &self);
  mvua_test_server_set_watch (self.server, watch, &self);
  printf ("%s\n", mvua_test_server_get_url (self.server));
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_strchomp (line);
      if (g_str_has_prefix (line, "link "))
        set_link (&self, line);
      else if (g_str_equal (line, "count"))
        print_count (&self);
      else
        printf ("?\n");
      fflush (stdout);
    }
  mvua_test_server_free (self.server);
  mvua_test_s3_free (self.s3);
  g_mutex_clear (&self.lock);
  return 0;
}
