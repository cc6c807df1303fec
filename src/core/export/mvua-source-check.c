/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-source-check.h"

#include "mvua-crc32c.h"
#include "mvua-pool.h"
#include "mvua-ref-url.h"
#include "mvua-subset.h"
#include "mvua-subsetter.h"

#include <string.h>

/* No message of a grid that is read comes near; a table may be anybody's. */
#define LONGEST_MESSAGE ((guint64) 256 << 20)

#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 10)

/* What came of one field. */
typedef struct
{
  MvuaSourceVerdict verdict;
  char *complaint;
} Result;

/* What is done in one go: a field, or all that were cut out of one file. */
typedef struct
{
  guint first; /* of those that were chosen */
  guint n;
} Part;

typedef struct
{
  const MvuaSourceCheckOptions *options;
  MvuaReader *remote;  /* (nullable) */
  const GArray *rows;  /* of MvuaOrigin */
  const guint *chosen; /* [n_chosen] indexes of rows */
  guint n_chosen;
  GArray *parts;   /* of Part */
  Result *results; /* [n_chosen] */
  MvuaReading reading;
  GThread *thread;
  gint64 last_progress;
  gint n_done; /* atomic */

  GMutex mutex; /* guards what follows */
  guint64 n_bytes;
} Check;

const char *
mvua_source_verdict_name (MvuaSourceVerdict verdict)
{
  static const char *const names[] = { "same", "differs", "gone", "unknown", "cut" };

  return names[verdict];
}

void
mvua_source_report_clear (MvuaSourceReport *self)
{
  for (guint i = 0; self->findings != NULL && i < self->findings->len; i++)
    g_free (g_array_index (self->findings, MvuaSourceFinding, i).complaint);
  g_clear_pointer (&self->findings, g_array_unref);
}

gboolean
mvua_source_is_remote (MvuaOrigins *origins)
{
  g_autoptr (GArray) rows = mvua_origins_list (origins);

  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, MvuaOrigin, i).length > 0 &&
        mvua_ref_url_is_remote (g_array_index (rows, MvuaOrigin, i).file))
      return TRUE;
  return FALSE;
}

/* Whether nothing more can be had after an error, or it is nobody's fault. */
static gboolean
is_fatal (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY) ||
         g_error_matches (error, MVUA_ERROR, MVUA_ERROR_USAGE) ||
         g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE) ||
         g_error_matches (error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_THROTTLED) ||
         g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_LIMIT);
}

/* Takes over the complaint, or drops it where the field is as it was. */
static void
settle (Result *result, MvuaSourceVerdict verdict, char *complaint)
{
  g_free (result->complaint);
  *result = (Result){ verdict, complaint };
  if (verdict == MVUA_SOURCE_SAME)
    g_clear_pointer (&result->complaint, g_free);
}

static void
count_bytes (Check *self, gsize n)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  self->n_bytes += n;
}

/* Holds what is at a place against the checksum: @n bytes, fewer where the file ends. */
static void
compare (const char *file,
         guint64 offset,
         const guint8 *bytes,
         guint64 n,
         const MvuaOrigin *origin,
         Result *result)
{
  if (n < origin->length)
    settle (result, MVUA_SOURCE_DIFFERS,
            g_strdup_printf ("%s ends before byte %" G_GUINT64_FORMAT, file,
                             offset + origin->length));
  else if (mvua_crc32c (0, bytes, origin->length) != origin->crc32c)
    settle (result, MVUA_SOURCE_DIFFERS,
            g_strdup_printf ("%s has something else at bytes %" G_GUINT64_FORMAT
                             "-%" G_GUINT64_FORMAT,
                             file, offset, offset + origin->length - 1));
  else
    settle (result, MVUA_SOURCE_SAME, NULL);
}

/* Reads the octets at a place and compares them. */
static gboolean
compare_at (Check *self,
            MvuaReader *reader,
            const char *file,
            guint64 offset,
            const MvuaOrigin *origin,
            Result *result,
            GError **error)
{
  g_autofree guint8 *bytes = g_try_malloc (origin->length);
  gsize n = 0;

  if (bytes == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                   "No memory for %" G_GUINT64_FORMAT " bytes of %s", origin->length,
                   file);
      return FALSE;
    }
  if (!mvua_reader_read (reader, file, offset, origin->length, bytes, &n, &self->reading,
                         error))
    return FALSE;
  count_bytes (self, n);
  compare (file, offset, bytes, n, origin, result);
  return TRUE;
}

static gboolean
fail_without_remote (const char *file, GError **error)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "%s cannot be fetched: there is nothing to fetch it through", file);
  return FALSE;
}

/* As the output says. */
static gboolean
check_recorded (Check *self, const MvuaOrigin *origin, Result *result, GError **error)
{
  MvuaReader *reader =
      mvua_ref_url_is_remote (origin->file) ? self->remote : mvua_reader_files ();

  if (reader == NULL)
    return fail_without_remote (origin->file, error);
  return compare_at (self, reader, origin->file, origin->offset, origin, result, error);
}

/* In any of the places that a source has a field of this window. */
static gboolean
check_places (Check *self,
              const MvuaReference *references,
              guint n,
              const MvuaOrigin *origin,
              Result *result,
              GError **error)
{
  MvuaEnsemble *ensemble = self->options->ensemble;

  for (guint i = 0; i < n; i++)
    {
      const MvuaReference *reference = &references[i];

      if (reference->start != origin->start && reference->start != MVUA_HOUR_UNKNOWN)
        continue;
      if (!compare_at (self, mvua_ensemble_get_reader (ensemble),
                       mvua_ensemble_get_file (ensemble, reference->file),
                       reference->offset, origin, result, error))
        return FALSE;
      if (result->verdict == MVUA_SOURCE_SAME)
        return TRUE;
    }
  return TRUE;
}

/* Places of which the index was not read are looked up first; an index that is out of
 * date is made up for. */
static gboolean
check_found (Check *self,
             const MvuaReference *references,
             guint n,
             const MvuaOrigin *origin,
             Result *result,
             GError **error)
{
  MvuaEnsemble *ensemble = self->options->ensemble;
  g_autoptr (GArray) located = NULL;
  g_autoptr (GArray) healed = NULL;

  if (references[0].offset == MVUA_OFFSET_UNKNOWN)
    {
      MvuaReference wanted = references[0];
      wanted.start = (gint16) origin->start;
      located = mvua_ensemble_locate (ensemble, &wanted, &self->reading, error);
      if (located == NULL)
        return FALSE;
      references = (const MvuaReference *) (gpointer) located->data;
      n = located->len;
    }
  if (!check_places (self, references, n, origin, result, error))
    return FALSE;
  if (result->verdict != MVUA_SOURCE_DIFFERS)
    return TRUE;
  healed = mvua_ensemble_relocate (ensemble, &references[0], &self->reading, NULL);
  return healed == NULL ||
         check_places (self, (const MvuaReference *) (gpointer) healed->data, healed->len,
                       origin, result, error);
}

/* In another source than the output names. */
static gboolean
check_elsewhere (Check *self, const MvuaOrigin *origin, Result *result, GError **error)
{
  MvuaEnsemble *ensemble = self->options->ensemble;
  guint n = 0;
  const MvuaReference *references =
      mvua_ensemble_find (ensemble, origin->variable, origin->member, origin->step, &n);

  settle (result, MVUA_SOURCE_GONE,
          g_strdup_printf ("%s does not have it", mvua_ensemble_get_path (ensemble)));
  if (n > 0 && !check_found (self, references, n, origin, result, error))
    return FALSE;
  if (result->verdict == MVUA_SOURCE_DIFFERS &&
      mvua_subsetter_parse_url (origin->file, NULL))
    settle (result, MVUA_SOURCE_CUT,
            g_strdup_printf ("a server cut it out, and %s does not have that piece",
                             mvua_ensemble_get_path (ensemble)));
  return TRUE;
}

static void
tell_progress (Check *self, guint n)
{
  const gint64 now = g_get_monotonic_time ();
  const int n_done = g_atomic_int_add (&self->n_done, (int) n) + (int) n;

  if (self->options->progress == NULL || g_thread_self () != self->thread ||
      now - self->last_progress < PROGRESS_INTERVAL)
    return;
  self->last_progress = now;
  self->options->progress ((guint) n_done, self->n_chosen, self->options->data);
}

static const MvuaOrigin *
origin_of (const Check *self, guint i)
{
  return &g_array_index (self->rows, MvuaOrigin, self->chosen[i]);
}

static gboolean
check_row (Check *self, guint i, GError **error)
{
  const MvuaOrigin *origin = origin_of (self, i);
  Result *result = &self->results[i];
  GError *local_error = NULL;

  if (origin->length == 0)
    settle (result, MVUA_SOURCE_UNKNOWN,
            g_strdup_printf ("it is out of %s, which does not say where it has it from",
                             origin->file));
  else if (origin->length > LONGEST_MESSAGE)
    settle (
        result, MVUA_SOURCE_DIFFERS,
        g_strdup_printf ("no message has %" G_GUINT64_FORMAT " bytes", origin->length));
  else if (!(self->options->ensemble != NULL ? check_elsewhere : check_recorded) (
               self, origin, result, &local_error))
    {
      if (is_fatal (local_error))
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      settle (result, MVUA_SOURCE_GONE, g_strdup (local_error->message));
      g_error_free (local_error);
    }
  return TRUE;
}

/* Whether a field is asked of a subsetter again: where the output says that it was. */
static gboolean
is_cut_out (const Check *self, guint i)
{
  const MvuaOrigin *origin = origin_of (self, i);

  return self->options->ensemble == NULL && origin->length > 0 && origin->file != NULL &&
         mvua_subsetter_parse_url (origin->file, NULL);
}

/* NOAA's own is not asked for what it has no more.  Returns: (nullable): why not */
static char *
dup_refusal (const char *url)
{
  g_autoptr (GError) error = NULL;
  MvuaRun run;

  if (!g_str_has_prefix (url, MVUA_SUBSETTER_URL "?") ||
      !mvua_subsetter_parse_url (url, &run) ||
      mvua_subsetter_has_run (run, g_get_real_time () / G_USEC_PER_SEC, &error))
    return NULL;
  return g_strdup (error->message);
}

/* The fields that were cut out of one file: one request. */
static gboolean
check_cut_out (Check *self, const Part *part, GError **error)
{
  const char *url = origin_of (self, part->first)->file;
  g_autofree char *refusal = dup_refusal (url);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (refusal == NULL && self->options->remote == NULL)
    return fail_without_remote (url, error);
  if (refusal == NULL)
    answer = mvua_subset_fetch (self->options->remote, url, NULL,
                                self->reading.cancellable, &local_error);
  if (is_fatal (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  gsize n = 0;
  const guint8 *bytes = answer != NULL ? g_bytes_get_data (answer, &n) : NULL;
  count_bytes (self, n);
  for (guint i = part->first; i < part->first + part->n; i++)
    {
      const MvuaOrigin *origin = origin_of (self, i);
      Result *result = &self->results[i];

      if (refusal != NULL)
        settle (result, MVUA_SOURCE_CUT, g_strdup (refusal));
      else if (answer == NULL)
        settle (result, MVUA_SOURCE_GONE,
                g_strdup_printf ("%s: %s", url, local_error->message));
      else
        compare (url, origin->offset, origin->offset < n ? bytes + origin->offset : NULL,
                 origin->offset < n ? n - origin->offset : 0, origin, result);
    }
  return TRUE;
}

static gboolean
check_part (guint number, gpointer data, GError **error)
{
  Check *self = data;
  const Part *part = &g_array_index (self->parts, Part, number);

  if (!(is_cut_out (self, part->first) ? check_cut_out (self, part, error)
                                       : check_row (self, part->first, error)))
    return FALSE;
  tell_progress (self, part->n);
  return TRUE;
}

/* Fields of one file stand one behind the other: it is of one member and step. */
static void
make_parts (Check *self)
{
  for (guint i = 0; i < self->n_chosen;)
    {
      Part part = { i, 1 };

      for (i++;
           is_cut_out (self, part.first) && i < self->n_chosen &&
           strcmp (origin_of (self, i)->file, origin_of (self, part.first)->file) == 0;
           i++)
        part.n++;
      g_array_append_val (self->parts, part);
    }
}

static void
fill_report (const Check *self, MvuaSourceReport *report)
{
  report->n_bytes = self->n_bytes;
  report->n_checked = self->n_chosen;
  for (guint i = 0; i < self->n_chosen; i++)
    {
      Result *result = &self->results[i];
      const MvuaOrigin *origin = &g_array_index (self->rows, MvuaOrigin, self->chosen[i]);
      const MvuaSourceFinding finding = { origin->variable, origin->member, origin->step,
                                          result->verdict,
                                          g_steal_pointer (&result->complaint) };

      report->n[result->verdict]++;
      if (result->verdict != MVUA_SOURCE_SAME)
        g_array_append_val (report->findings, finding);
    }
}

/* (transfer full): [n_chosen], from the middle of as many equal parts */
static guint *
choose (guint n_rows, guint n_chosen)
{
  guint *chosen = g_new (guint, MAX (n_chosen, 1));

  for (guint i = 0; i < n_chosen; i++)
    chosen[i] = (guint) (((guint64) i * n_rows + n_rows / 2) / n_chosen);
  return chosen;
}

gboolean
mvua_source_check (MvuaOrigins *origins,
                   const MvuaSourceCheckOptions *options,
                   MvuaSourceReport *report,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GArray) rows = mvua_origins_list (origins);
  const guint n_sample = options->n_sample;
  const guint n_chosen = n_sample > 0 ? MIN (n_sample, rows->len) : rows->len;
  g_autofree guint *chosen = choose (rows->len, n_chosen);
  g_autofree Result *results = g_new0 (Result, MAX (n_chosen, 1));
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_autoptr (MvuaRemoteReader) remote =
      options->remote != NULL ? mvua_remote_reader_new (options->remote) : NULL;
  Check check = { .options = options,
                  .remote = remote != NULL ? mvua_remote_reader_get (remote) : NULL,
                  .rows = rows,
                  .chosen = chosen,
                  .n_chosen = n_chosen,
                  .parts = parts,
                  .results = results,
                  .reading = { .priority = MVUA_PRIORITY_EXPORT,
                               .cancellable = cancellable },
                  .thread = g_thread_self () };
  MvuaReader *reader = options->ensemble != NULL
                           ? mvua_ensemble_get_reader (options->ensemble)
                           : check.remote;
  g_autoptr (MvuaPool) pool =
      mvua_pool_new_for (reader != NULL ? reader : mvua_reader_files (), 0);

  *report = (MvuaSourceReport){ .n_fields = rows->len,
                                .findings = g_array_new (FALSE, FALSE,
                                                         sizeof (MvuaSourceFinding)) };
  make_parts (&check);
  g_mutex_init (&check.mutex);
  const gboolean ok =
      mvua_pool_run (pool, parts->len, check_part, &check, cancellable, error);
  if (ok)
    fill_report (&check, report);
  for (guint i = 0; i < n_chosen; i++)
    g_free (results[i].complaint);
  g_mutex_clear (&check.mutex);
  return ok;
}
