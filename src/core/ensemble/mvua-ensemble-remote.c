/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ensemble-private.h"

#include "mvua-prefix.h"
#include "mvua-rain-series.h"

#include <string.h>

/* A run that lies in a bucket is opened by its listing, and by one file of it: that
 * file's index tells which variables there are, and the beginning of a message the grid.
 * All other indexes are read when something in their files is wanted. */

#define FIRST_VARIABLE "t2m"

/* Files of no use after which no more are asked.  Without a network all are: one may be
 * kept. */
#define MOST_BAD_WITNESSES 3

/* Rows of the everyday product's grid down to the last one of East Africa's window: how
 * much of a first message is worth asking for before any has told its grid. */
#define USUAL_SHARE_OF_ROWS (409.0 / 721.0)

/* No message of the product is longer; a stale index may say so. */
#define LONGEST_LOOK (4u << 20)

/* What stands before the values of a message. */
#define HEADERS 1024

typedef struct
{
  MvuaEnsemble *ensemble;
  const GArray *files; /* of MvuaNoaaFile */
  guint witness;       /* index */
  GHashTable *tried;   /* files that were witnesses */
  GArray *records;     /* of MvuaIdxRecord: what the witness has */
} Opening;

static const MvuaNoaaFile *
get_file (const Opening *self, guint i)
{
  return &g_array_index (self->files, MvuaNoaaFile, i);
}

/* Whether it is of the run, and of a variable that Mvua knows. */
static gboolean
is_known (const Opening *self, const MvuaIdxRecord *record)
{
  return record->variable != NULL && record->run == self->ensemble->run;
}

/* The later steps of a run have what the first has not; the one that will be looked at
 * first is as good as any. */
static int
rank_of (const MvuaNoaaFile *file, const MvuaEnsembleOptions *options)
{
  if (file->is_empty)
    return 0;
  return 1 + (file->name.step > 0) + 2 * file->has_index +
         4 * (file->name.member.kind == MVUA_MEMBER_PERTURBED) +
         8 * (options->first_variable != NULL && file->name.step > 0 &&
              file->name.step == options->first_step);
}

/* Returns: %FALSE if there is no other */
static gboolean
choose_witness (Opening *self, const MvuaEnsembleOptions *options)
{
  int best = 0;

  for (guint i = 0; i < self->files->len; i++)
    if (rank_of (get_file (self, i), options) > best &&
        !g_hash_table_contains (self->tried, GUINT_TO_POINTER (i)))
      {
        best = rank_of (get_file (self, i), options);
        self->witness = i;
      }
  if (best > 0)
    g_hash_table_add (self->tried, GUINT_TO_POINTER (self->witness));
  return best > 0;
}

static void
take_files (Opening *self, const MvuaBucket *bucket)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const MvuaNoaaFile *file = get_file (self, i);

      g_ptr_array_add (self->ensemble->files, mvua_bucket_url (bucket, file->key));
      g_array_append_val (self->ensemble->has_index, file->has_index);
      if (file->is_empty)
        g_ptr_array_add (self->ensemble->notes,
                         g_strdup_printf ("%s is empty", file->key));
    }
}

/* What one of its messages should be, in a file of another member or step. */
static void
expect_message (Opening *self, guint file, const MvuaIdxRecord *record)
{
  const MvuaNoaaFile *is = get_file (self, file);
  const gboolean is_instant = record->variable->kind == MVUA_KIND_INSTANT;
  MvuaReference reference = { .offset = MVUA_OFFSET_UNKNOWN,
                              .length = record->length,
                              .variable = record->variable,
                              .file = file,
                              .end = (gint16) is->name.step,
                              .member = is->name.member };

  /* There is no time before the first step. */
  if (!is_instant && is->name.step == 0)
    return;
  reference.start =
      (gint16) (is_instant ? is->name.step : mvua_rain_usual_start (is->name.step));
  for (guint i = self->ensemble->references->len; i-- > 0;)
    {
      const MvuaReference *other =
          &g_array_index (self->ensemble->references, MvuaReference, i);
      if (other->file != file)
        break;
      if (other->variable == reference.variable)
        return;
    }
  mvua_ensemble_add (self->ensemble, &reference);
}

static void
expect_messages (Opening *self)
{
  for (guint f = 0; f < self->files->len; f++)
    for (guint i = 0; !get_file (self, f)->is_empty && i < self->records->len; i++)
      {
        const MvuaIdxRecord *record = &g_array_index (self->records, MvuaIdxRecord, i);
        if (is_known (self, record))
          expect_message (self, f, record);
        else if (f == self->witness)
          self->ensemble->n_unknown++;
      }
}

/* The message that will be looked at first, as far as one can guess. */
static const MvuaIdxRecord *
choose_record (const Opening *self, const MvuaEnsembleOptions *options)
{
  const MvuaVariable *wanted = options->first_variable != NULL
                                   ? options->first_variable
                                   : mvua_variable_by_name (FIRST_VARIABLE);
  const MvuaIdxRecord *known = NULL;

  for (guint i = 0; i < self->records->len; i++)
    {
      const MvuaIdxRecord *record = &g_array_index (self->records, MvuaIdxRecord, i);
      if (!is_known (self, record))
        continue;
      if (record->variable == wanted)
        return record;
      known = known != NULL ? known : record;
    }
  return known;
}

/* Reads so much of the witness.  Returns: %FALSE if that is no beginning of a message of
 * the run, with @error set if it could not be read */
static gboolean
ask_message (Opening *self,
             guint64 offset,
             gsize length,
             const MvuaReading *reading,
             GError **error)
{
  MvuaEnsemble *ensemble = self->ensemble;
  const char *path = mvua_ensemble_get_file (ensemble, self->witness);
  const MvuaReference reference = { .offset = offset, .length = length };
  MvuaMessage *message = &ensemble->opened;
  MvuaIdentity identity;
  MvuaSections sections;

  mvua_message_clear (message);
  ensemble->opened_file = self->witness;
  ensemble->opened_offset = offset;
  if (!mvua_message_read (message, ensemble->reader, path, &reference, length, reading,
                          error))
    return FALSE;
  const MvuaMemoryOctets octets = mvua_memory_octets (message->bytes, message->n);
  if (!mvua_sections_open (&sections, &octets.octets, 0, NULL) ||
      mvua_sections_next (&sections, NULL) <= 0 ||
      !mvua_identity_read (&sections, &identity, NULL) || identity.run != ensemble->run)
    return FALSE;
  ensemble->grid = identity.grid;
  ensemble->scanning = identity.scanning;
  ensemble->is_demo = identity.is_demo;
  return TRUE;
}

static gboolean
is_offline (const GError *error)
{
  return g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);
}

/* Without a network any message will do that is kept. */
static gboolean
ask_kept_messages (Opening *self, const MvuaReading *reading)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      const MvuaIdxRecord *record = &g_array_index (self->records, MvuaIdxRecord, i);
      if (is_known (self, record) &&
          ask_message (self, record->offset, HEADERS, reading, NULL))
        return TRUE;
    }
  return FALSE;
}

/* As much of a message as the map of it needs, which is then kept for that.  Where the
 * index leads astray, the file still begins with a message. */
static gboolean
ask_grid (Opening *self,
          const MvuaEnsembleOptions *options,
          const MvuaReading *reading,
          GError **error)
{
  const MvuaIdxRecord *record = choose_record (self, options);
  const gsize length =
      mvua_prefix_guess (USUAL_SHARE_OF_ROWS, MIN (record->length, LONGEST_LOOK));
  g_autoptr (GError) local_error = NULL;

  if (ask_message (self, record->offset, length, reading, &local_error))
    return TRUE;
  if (local_error == NULL && ask_message (self, 0, HEADERS, reading, &local_error))
    return TRUE;
  if (is_offline (local_error) && ask_kept_messages (self, reading))
    return TRUE;
  if (local_error == NULL)
    g_set_error (&local_error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                 "%s: it does not begin with a message of the run",
                 mvua_ensemble_get_file (self->ensemble, self->witness));
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Whether it lists anything of the run that Mvua knows. */
static gboolean
has_known_records (const Opening *self)
{
  for (guint i = 0; i < self->records->len; i++)
    if (is_known (self, &g_array_index (self->records, MvuaIdxRecord, i)))
      return TRUE;
  return FALSE;
}

static gboolean
ask_witness (Opening *self,
             const MvuaEnsembleOptions *options,
             const MvuaReading *reading,
             GError **error)
{
  MvuaEnsemble *ensemble = self->ensemble;
  const char *path = mvua_ensemble_get_file (ensemble, self->witness);

  g_clear_pointer (&self->records, g_array_unref);
  self->records =
      mvua_indexes_get (ensemble->indexes, self->witness, path,
                        get_file (self, self->witness)->has_index, reading, error);
  if (self->records == NULL)
    return FALSE;
  if (has_known_records (self))
    return ask_grid (self, options, reading, error);
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "%s: its index %s.idx lists nothing of the run that Mvua knows",
               ensemble->path, path);
  return FALSE;
}

/* What is wrong with one file need not be wrong with another. */
static gboolean
is_of_file (const GError *error)
{
  return g_error_matches (error, MVUA_ERROR, MVUA_ERROR_SOURCE) ||
         g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_NOT_FOUND) ||
         g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_CHANGED) ||
         g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_REFUSED);
}

static void
set_nothing (const Opening *self, const MvuaEnsembleOptions *options, GError **error)
{
  char name[MVUA_MEMBER_NAME_SIZE];
  const GArray *only = options->only_members;

  if (only != NULL && only->len == 1)
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                 "%s: nothing of %s is in the bucket (yet)", self->ensemble->path,
                 mvua_member_name (g_array_index (only, MvuaMember, 0), name));
  else
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                 "%s: nothing of it is in the bucket (yet)", self->ensemble->path);
}

/* The error of the first witness is the one that is told. */
static gboolean
ask_witnesses (Opening *self,
               const MvuaEnsembleOptions *options,
               const MvuaReading *reading,
               GError **error)
{
  g_autoptr (GError) first_error = NULL;
  guint n_bad = 0;

  while (n_bad < MOST_BAD_WITNESSES && choose_witness (self, options))
    {
      g_autoptr (GError) local_error = NULL;
      if (ask_witness (self, options, reading, &local_error))
        return TRUE;
      const gboolean goes_on = is_of_file (local_error) || is_offline (local_error);
      n_bad += is_offline (local_error) ? 0 : 1;
      if (first_error == NULL || !goes_on)
        {
          g_clear_error (&first_error);
          first_error = g_steal_pointer (&local_error);
        }
      if (!goes_on)
        break;
    }
  if (first_error == NULL)
    set_nothing (self, options, &first_error);
  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}

static gboolean
open_run (Opening *self,
          const MvuaEnsembleOptions *options,
          const MvuaReading *reading,
          GError **error)
{
  MvuaEnsemble *ensemble = self->ensemble;

  take_files (self, mvua_remote_get_bucket (options->remote));
  ensemble->indexes = mvua_indexes_new (ensemble->reader);
  if (!ask_witnesses (self, options, reading, error))
    return FALSE;
  expect_messages (self);
  return mvua_ensemble_settle (ensemble, reading, error);
}

MvuaEnsemble *
mvua_ensemble_open_remote (const char *path,
                           const MvuaEnsembleOptions *options,
                           GCancellable *cancellable,
                           GError **error)
{
  const MvuaReading reading = { .priority = MVUA_PRIORITY_PICKED,
                                .cancellable = cancellable };
  MvuaRun run;

  if (!mvua_noaa_source_parse (path, &run, error))
    return NULL;
  if (options == NULL || options->remote == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "%s is in a bucket, and there is no way to a network here", path);
      return NULL;
    }
  g_autoptr (MvuaEnsemble) self = mvua_ensemble_new (path, options);
  g_autoptr (GArray) files = mvua_remote_list_run (
      options->remote, self->remote_reader, &run, options->only_members, &reading, error);
  if (files == NULL)
    return NULL;

  g_free (self->path);
  self->path = mvua_noaa_source_format (run);
  g_autoptr (GHashTable) tried = g_hash_table_new (NULL, NULL);
  Opening opening = { .ensemble = self, .files = files, .tried = tried };
  self->run = run;
  self->is_whole_run = options->only_members == NULL;
  g_strlcpy (self->product, MVUA_PRODUCT_EVERYDAY, sizeof self->product);
  const gboolean is_open = open_run (&opening, options, &reading, error);
  g_clear_pointer (&opening.records, g_array_unref);
  return is_open ? g_steal_pointer (&self) : NULL;
}

/* Enough to tell that the message is there. */
#define FIRST_BYTES 16

gboolean
mvua_ensemble_is_kept (MvuaEnsemble *self,
                       const MvuaVariable *variable,
                       MvuaMember member,
                       int step)
{
  const MvuaReading reading = { .priority = MVUA_PRIORITY_PREFETCH, .only_kept = TRUE };
  guint8 bytes[FIRST_BYTES];
  gsize n_read = 0;
  guint n = 0;
  const MvuaReference *reference = mvua_ensemble_find (self, variable, member, step, &n);

  if (reference == NULL || self->remote == NULL ||
      mvua_ensemble_is_field (self, reference))
    return reference != NULL;
  g_autoptr (GArray) found = mvua_ensemble_locate (self, reference, &reading, NULL);
  return found != NULL && found->len > 0 &&
         mvua_reader_read (self->reader, mvua_ensemble_get_file (self, reference->file),
                           g_array_index (found, MvuaReference, 0).offset, sizeof bytes,
                           bytes, &n_read, &reading, NULL) &&
         n_read == sizeof bytes;
}

static gboolean
is_of (const MvuaReference *reference, MvuaRun run, const MvuaIdxRecord *record)
{
  return record->variable == reference->variable && record->end == reference->end &&
         record->run == run &&
         mvua_member_compare (record->member, reference->member) == 0 &&
         (record->start == reference->start || record->start == MVUA_HOUR_UNKNOWN ||
          reference->start == MVUA_HOUR_UNKNOWN);
}

GArray *
mvua_ensemble_locate (MvuaEnsemble *self,
                      const MvuaReference *reference,
                      const MvuaReading *reading,
                      GError **error)
{
  g_autoptr (GArray) records = mvua_indexes_get (
      self->indexes, reference->file, mvua_ensemble_get_file (self, reference->file),
      g_array_index (self->has_index, gboolean, reference->file), reading, error);
  GArray *found;

  if (records == NULL)
    return NULL;
  found = g_array_new (FALSE, FALSE, sizeof (MvuaReference));
  for (guint i = 0; i < records->len; i++)
    {
      const MvuaIdxRecord *record = &g_array_index (records, MvuaIdxRecord, i);
      MvuaReference is = *reference;

      if (!is_of (reference, self->run, record))
        continue;
      is.offset = record->offset;
      is.length = record->length;
      is.submessage = record->submessage;
      is.start = record->start;
      g_array_append_val (found, is);
    }
  return found;
}

void
mvua_ensemble_take_opened (MvuaEnsemble *self,
                           const MvuaReference *reference,
                           MvuaMessage *message)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  if (self->opened.bytes == NULL || self->opened_file != reference->file ||
      self->opened_offset != reference->offset || self->opened.n > reference->length)
    return;
  *message = self->opened;
  self->opened = (MvuaMessage){ 0 };
}
