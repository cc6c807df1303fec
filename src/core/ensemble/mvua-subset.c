/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-subset.h"

#include "mvua-pool.h"
#include "mvua-subsetter.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Fewer than for the bucket: it is the pacer that holds them up. */
#define N_THREADS 4

#define PROGRESS_INTERVAL G_USEC_PER_SEC

typedef struct
{
  MvuaRemote *remote;
  const MvuaSubset *subset;
  MvuaSubsetProgress progress;
  gpointer data;
  GThread *thread;
  GCancellable *cancellable;

  const char *script;

  GMutex mutex; /* guards what follows */
  gint64 told_at;
  MvuaSubsetReport *report;
} Download;

char *
mvua_subset_folder (const char *parent, const MvuaSubset *subset)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const MvuaRegion *region = &subset->region;
  const char *script = subset->script != NULL ? subset->script : MVUA_SUBSETTER_URL;
  char date[MVUA_RUN_TEXT_SIZE];
  g_autofree char *box = g_strdup_printf ("%d %a %a %a %a", region->whole, region->north,
                                          region->west, region->south, region->east);

  for (guint i = 0; i < subset->variables->len; i++)
    {
      const MvuaVariable *variable = g_ptr_array_index (subset->variables, i);
      g_checksum_update (checksum, (const guchar *) variable->name,
                         (gssize) strlen (variable->name) + 1);
    }
  g_checksum_update (checksum, (const guchar *) box, -1);
  g_checksum_update (checksum, (const guchar *) script, -1);
  g_autofree char *name =
      g_strdup_printf ("%s-%02d-%.16s", mvua_run_date (subset->run, date),
                       mvua_run_hour (subset->run), g_checksum_get_string (checksum));
  return g_build_filename (parent, name, NULL);
}

static void
count (Download *self, guint *counter, guint64 n_bytes)
{
  const gint64 now = g_get_monotonic_time ();
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  ++*counter;
  self->report->n_bytes += n_bytes;
  if (self->progress == NULL || g_thread_self () != self->thread ||
      now - self->told_at < PROGRESS_INTERVAL)
    return;
  self->told_at = now;
  const MvuaSubsetReport report = *self->report;
  g_clear_pointer (&locker, g_mutex_locker_free);
  self->progress (&report, self->data);
}

/* Whole messages from the first octet to the last: what is cut off, or is a page that
 * says what is wrong, must not be taken for what was asked for. */
static gboolean
check_messages (const char *url, GBytes *bytes, GError **error)
{
  gsize n = 0;
  gsize at = 0;
  const guint8 *data = g_bytes_get_data (bytes, &n);

  while (n - at >= 16 && memcmp (data + at, "GRIB", 4) == 0)
    {
      guint64 length = 0;

      memcpy (&length, data + at + 8, sizeof length);
      length = GUINT64_FROM_BE (length);
      if (length < 20 || length > n - at ||
          memcmp (data + at + length - 4, "7777", 4) != 0)
        break;
      at += (gsize) length;
    }
  if (at > 0 && at == n)
    return TRUE;
  g_set_error (error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_REFUSED,
               "%s: at byte %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
               " no whole GRIB message begins",
               url, at, n);
  return FALSE;
}

/* It gets its name when it is whole. */
static gboolean
write_file (const char *path, GBytes *bytes, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *part = g_strdup_printf ("%s.part-%d", path, (int) getpid ());
  gsize n = 0;
  const char *data = g_bytes_get_data (bytes, &n);
  g_autoptr (GError) local_error = NULL;

  if (g_mkdir_with_parents (folder, 0755) == 0 &&
      g_file_set_contents_full (part, data, (gssize) n, G_FILE_SET_CONTENTS_NONE, 0644,
                                &local_error) &&
      g_rename (part, path) == 0)
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot write %s: %s", path,
               local_error != NULL ? local_error->message : g_strerror (errno));
  g_unlink (part);
  return FALSE;
}

/* Of the first step there are instants only; who asks for nothing else gets no file. */
static gboolean
has_any (const GPtrArray *variables, int step)
{
  for (guint i = 0; i < variables->len; i++)
    if (step > 0 || ((const MvuaVariable *) g_ptr_array_index (variables, i))->kind ==
                        MVUA_KIND_INSTANT)
      return TRUE;
  return FALSE;
}

static gboolean
is_there (const Download *self, const char *key)
{
  g_autofree char *url = mvua_bucket_url (mvua_remote_get_bucket (self->remote), key);

  return self->subset->there == NULL || g_hash_table_contains (self->subset->there, url);
}

static gboolean
download_file (guint part, gpointer data, GError **error)
{
  Download *self = data;
  const MvuaSubset *subset = self->subset;
  const guint n_steps = subset->steps->len;
  const MvuaMember member =
      g_array_index (subset->members, MvuaMember, part % subset->members->len);
  const int step =
      g_array_index (subset->steps, int, part / subset->members->len % n_steps);
  g_autofree char *key = mvua_noaa_key (subset->run, member, step);
  g_autofree char *path = g_build_filename (subset->folder, key, NULL);
  g_autoptr (GError) local_error = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR) || !has_any (subset->variables, step))
    {
      count (self, &self->report->n_kept, 0);
      return TRUE;
    }
  if (!is_there (self, key))
    {
      count (self, &self->report->n_absent, 0);
      return TRUE;
    }
  g_autofree char *url = mvua_subsetter_url (self->script, subset->run, member, step,
                                             subset->variables, &subset->region, error);
  if (url == NULL)
    return FALSE;
  g_autoptr (GBytes) bytes = mvua_subset_fetch (self->remote, url, subset->gate,
                                                self->cancellable, &local_error);
  if (bytes != NULL)
    {
      if (!check_messages (url, bytes, error) || !write_file (path, bytes, error))
        return FALSE;
      count (self, &self->report->n_fetched, g_bytes_get_size (bytes));
      return TRUE;
    }
  if (g_error_matches (local_error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_ABSENT))
    {
      count (self, &self->report->n_absent, 0);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
mvua_subset_download (MvuaRemote *remote,
                      const MvuaSubset *subset,
                      MvuaSubsetProgress progress,
                      gpointer data,
                      MvuaSubsetReport *report,
                      GCancellable *cancellable,
                      GError **error)
{
  const guint n = subset->members->len * subset->steps->len;
  Download self = { .remote = remote,
                    .subset = subset,
                    .progress = progress,
                    .data = data,
                    .thread = g_thread_self (),
                    .cancellable = cancellable,
                    .script =
                        subset->script != NULL ? subset->script : MVUA_SUBSETTER_URL,
                    .report = report };

  *report = (MvuaSubsetReport){ .n_files = n };
  /* NOAA's own has a few days only; whoever names another knows what it has. */
  if (subset->script == NULL &&
      !mvua_subsetter_has_run (subset->run, g_get_real_time () / G_USEC_PER_SEC, error))
    return FALSE;
  g_mutex_init (&self.mutex);
  g_autoptr (MvuaPool) pool = mvua_pool_new (N_THREADS);
  const gboolean is_done =
      mvua_pool_run (pool, n, download_file, &self, cancellable, error);
  g_mutex_clear (&self.mutex);
  return is_done;
}
