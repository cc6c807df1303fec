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

/* Rows of the everyday product's grid down to the last one of East Africa's window: how
 * much of a first message is worth asking for before any has told its grid. */
#define USUAL_SHARE_OF_ROWS (409.0 / 721.0)

typedef struct
{
  MvuaEnsemble *ensemble;
  const GArray *files; /* of MvuaNoaaFile */
  guint witness;       /* index */
  GArray *records;     /* of MvuaIdxRecord: what the witness has */
} Opening;

static const MvuaNoaaFile *
get_file (const Opening *self, guint i)
{
  return &g_array_index (self->files, MvuaNoaaFile, i);
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

static gboolean
choose_witness (Opening *self, const MvuaEnsembleOptions *options, GError **error)
{
  int best = 0;

  for (guint i = 0; i < self->files->len; i++)
    if (rank_of (get_file (self, i), options) > best)
      {
        best = rank_of (get_file (self, i), options);
        self->witness = i;
      }
  if (best > 0)
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "%s: nothing of it is in the bucket (yet)", self->ensemble->path);
  return FALSE;
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
        if (record->variable != NULL)
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
  const MvuaIdxRecord *first = &g_array_index (self->records, MvuaIdxRecord, 0);

  for (guint i = 0; i < self->records->len; i++)
    {
      const MvuaIdxRecord *record = &g_array_index (self->records, MvuaIdxRecord, i);
      if (record->variable == wanted)
        return record;
    }
  return first;
}

/* Reads as much of a message as the map of it needs, which the cache then has. */
static gboolean
ask_grid (Opening *self,
          const MvuaEnsembleOptions *options,
          const MvuaReading *reading,
          GError **error)
{
  MvuaEnsemble *ensemble = self->ensemble;
  const MvuaIdxRecord *record = choose_record (self, options);
  const char *path = mvua_ensemble_get_file (ensemble, self->witness);
  const gsize length = mvua_prefix_guess (USUAL_SHARE_OF_ROWS, record->length);
  g_autofree guint8 *bytes = g_try_malloc (MAX (length, 1));
  MvuaIdentity identity;
  MvuaSections sections;
  gsize n = 0;

  if (bytes == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                   "No memory for a message of %s", path);
      return FALSE;
    }
  if (!mvua_reader_read (ensemble->reader, path, record->offset, length, bytes, &n,
                         reading, error))
    return FALSE;
  const MvuaMemoryOctets octets = mvua_memory_octets (bytes, n);
  /* An index that leads astray leaves it to the beginning of a file. */
  if (mvua_sections_open (&sections, &octets.octets, 0, NULL) &&
      mvua_sections_next (&sections, NULL) > 0 &&
      mvua_identity_read (&sections, &identity, NULL))
    {
      ensemble->grid = identity.grid;
      ensemble->scanning = identity.scanning;
      ensemble->is_demo = identity.is_demo;
    }
  return TRUE;
}

static gboolean
open_run (Opening *self,
          const MvuaEnsembleOptions *options,
          const MvuaReading *reading,
          GError **error)
{
  MvuaEnsemble *ensemble = self->ensemble;

  if (!choose_witness (self, options, error))
    return FALSE;
  take_files (self, mvua_remote_get_bucket (options->remote));
  ensemble->indexes = mvua_indexes_new (ensemble->reader);
  self->records = mvua_indexes_get (
      ensemble->indexes, self->witness, mvua_ensemble_get_file (ensemble, self->witness),
      get_file (self, self->witness)->has_index, reading, error);
  if (self->records == NULL)
    return FALSE;
  expect_messages (self);
  if (ensemble->references->len == 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "%s: its index %s.idx lists nothing that Mvua knows", ensemble->path,
                   mvua_ensemble_get_file (ensemble, self->witness));
      return FALSE;
    }
  return ask_grid (self, options, reading, error) &&
         mvua_ensemble_settle (ensemble, reading, error);
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
  g_autoptr (GArray) files = mvua_remote_list_run (
      options->remote, &run, options->only_members, &reading, error);
  if (files == NULL)
    return NULL;

  g_autofree char *name = mvua_noaa_source_format (run);
  g_autoptr (MvuaEnsemble) self = mvua_ensemble_new (name, options);
  Opening opening = { .ensemble = self, .files = files };
  self->run = run;
  self->is_whole_run = options->only_members == NULL;
  g_strlcpy (self->product, MVUA_PRODUCT_EVERYDAY, sizeof self->product);
  const gboolean is_open = open_run (&opening, options, &reading, error);
  g_clear_pointer (&opening.records, g_array_unref);
  return is_open ? g_steal_pointer (&self) : NULL;
}
