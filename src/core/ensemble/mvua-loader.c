/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-loader.h"

#include "mvua-decoder.h"
#include "mvua-ensemble-private.h"
#include "mvua-loaded.h"
#include "mvua-message.h"
#include "mvua-prefix.h"

#include <math.h>
#include <string.h>

#define ENOUGH_KEPT 0.75 /* of what is expected to be needed, for a try with that */

struct _MvuaLoader
{
  MvuaEnsemble *ensemble;
  MvuaReader *reader;
  MvuaDecoder *decoder;
  MvuaPrefixes *prefixes;
  MvuaOrigins *origins; /* (nullable): where to note what was loaded */
  guint n_processors;

  GMutex mutex; /* guards what follows */
  GCond decoded;
  guint n_decoding;
  MvuaLoaderCount count;
};

MvuaLoader *
mvua_loader_new (MvuaEnsemble *ensemble)
{
  MvuaLoader *self = g_new0 (MvuaLoader, 1);

  self->ensemble = ensemble;
  self->reader = mvua_ensemble_get_reader (ensemble);
  self->decoder = mvua_decoder_new ();
  self->prefixes = mvua_prefixes_new ();
  self->n_processors = g_get_num_processors ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->decoded);
  return self;
}

void
mvua_loader_free (MvuaLoader *self)
{
  mvua_decoder_free (self->decoder);
  mvua_prefixes_free (self->prefixes);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->decoded);
  g_free (self);
}

MvuaEnsemble *
mvua_loader_get_ensemble (MvuaLoader *self)
{
  return self->ensemble;
}

void
mvua_loader_set_origins (MvuaLoader *self, MvuaOrigins *origins)
{
  self->origins = origins;
}

MvuaLoaderCount
mvua_loader_count (MvuaLoader *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->count;
}

guint64
mvua_loader_get_n_bytes (MvuaLoader *self)
{
  return mvua_loader_count (self).n_bytes;
}

/* One field that is loaded: what is wanted and what is at hand of it. */
typedef struct
{
  MvuaLoader *loader;
  const MvuaWindow *window;
  MvuaWindow in_messages; /* the same of their grid */
  float *values;
  const MvuaReading *reading;
  MvuaLoaded *loaded;
  MvuaMessage message;
  GArray *healed;   /* (nullable): the references that the file itself gave */
  guint64 expected; /* octets that its window is expected to need */
  MvuaReference decoded;
  gsize n_used; /* octets of @message that were needed */
} Load;

static void
load_clear (Load *self)
{
  mvua_message_clear (&self->message);
  g_clear_pointer (&self->healed, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

static void
count_bytes (MvuaLoader *self, guint64 n)
{
  g_mutex_lock (&self->mutex);
  self->count.n_bytes += n;
  g_mutex_unlock (&self->mutex);
}

static gboolean
read_more (Load *self, const MvuaReference *reference, guint64 length, GError **error)
{
  MvuaLoader *loader = self->loader;
  const guint64 before = self->message.n_read;
  const gboolean is_read =
      mvua_message_read (&self->message, loader->reader,
                         mvua_ensemble_get_file (loader->ensemble, reference->file),
                         reference, length, self->reading, error);

  count_bytes (loader, self->message.n_read - before);
  return is_read;
}

/* What is kept of a message may do, although a little more would be asked for now. */
static guint64
prefer_kept (Load *self, const MvuaReference *reference)
{
  MvuaLoader *loader = self->loader;
  const guint64 n = mvua_reader_count_kept (
      loader->reader, mvua_ensemble_get_file (loader->ensemble, reference->file),
      reference->offset, self->expected);

  return (double) n >= ENOUGH_KEPT * (double) self->expected ? n : self->expected;
}

/* @window: of the messages' grid */
static guint64
expect (MvuaLoader *self, const MvuaReference *reference, const MvuaWindow *window)
{
  return self->reader->is_remote
             ? mvua_prefixes_expect (self->prefixes, reference->variable,
                                     &self->ensemble->message_grid, window,
                                     reference->length)
             : reference->length;
}

guint64
mvua_loader_expect (MvuaLoader *self,
                    const MvuaReference *reference,
                    const MvuaWindow *window)
{
  const MvuaWindow in_messages = mvua_ensemble_to_messages (self->ensemble, window);

  return self->reader->is_remote && !mvua_ensemble_is_field (self->ensemble, reference)
             ? expect (self, reference, &in_messages)
             : reference->length;
}

/* Of a message that has to come a long way only the beginning is read at first, and not
 * again if opening the run has read it: decoding tells whether that is enough. */
static gboolean
read_message (Load *self, const MvuaReference *reference, GError **error)
{
  MvuaLoader *loader = self->loader;

  mvua_message_clear (&self->message);
  self->expected = expect (loader, reference, &self->in_messages);
  mvua_ensemble_take_opened (loader->ensemble, reference, &self->message);
  count_bytes (loader, self->message.n);
  if (mvua_message_fits (&self->message, reference))
    return TRUE;
  return read_more (self, reference, prefer_kept (self, reference), error);
}

/* Many threads may wait for a slow source; no more of them decode than there are cores.
 */
static void
begin_decoding (MvuaLoader *self)
{
  g_mutex_lock (&self->mutex);
  while (self->n_decoding >= self->n_processors)
    g_cond_wait (&self->decoded, &self->mutex);
  self->n_decoding++;
  g_mutex_unlock (&self->mutex);
}

static void
end_decoding (MvuaLoader *self)
{
  g_mutex_lock (&self->mutex);
  self->n_decoding--;
  g_cond_signal (&self->decoded);
  g_mutex_unlock (&self->mutex);
}

static void
count_decoded (Load *self, const MvuaReference *reference, gsize n_used)
{
  MvuaLoader *loader = self->loader;
  const guint64 needed = MIN (n_used, reference->length);

  g_mutex_lock (&loader->mutex);
  loader->count.n_decoded++;
  loader->count.n_bytes_of_messages += reference->length;
  loader->count.n_bytes_needed += needed;
  g_mutex_unlock (&loader->mutex);
  if (loader->reader->is_remote)
    mvua_prefixes_learn (loader->prefixes, reference->variable, &self->in_messages,
                         reference->length, needed);
}

static gboolean
decode_what_is_here (Load *self,
                     const MvuaReference *reference,
                     gsize *n_needed,
                     GError **error)
{
  MvuaLoader *loader = self->loader;
  const MvuaExpectation expectation = {
    .run = mvua_ensemble_get_run (loader->ensemble),
    .variable = reference->variable,
    .member = reference->member,
    .start = reference->start,
    .end = reference->end,
    .grid = &loader->ensemble->message_grid,
  };
  MvuaDecoded decoded;

  begin_decoding (loader);
  const gboolean is_decoded = mvua_decoder_decode (
      loader->decoder, self->message.bytes, self->message.n, reference->submessage,
      &expectation, &self->in_messages, self->values, &decoded, error);
  end_decoding (loader);
  *n_needed = decoded.n_used;
  if (!is_decoded)
    return FALSE;
  count_decoded (self, reference, decoded.n_used);
  self->decoded = *reference;
  self->n_used = MIN (decoded.n_used, self->message.n);
  self->loaded->start = (int) (decoded.identity.start / 3600);
  self->loaded->decimals = decoded.decimals;
  return TRUE;
}

/* With more of the message where its beginning was too short: as much as that tells, or
 * all of it. */
static gboolean
decode_message (Load *self, const MvuaReference *reference, GError **error)
{
  for (;;)
    {
      g_autoptr (GError) local_error = NULL;
      gsize n_needed = 0;

      if (decode_what_is_here (self, reference, &n_needed, &local_error))
        return TRUE;
      if (self->message.n >= reference->length ||
          !g_error_matches (local_error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_TRUNCATED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (n_needed <= self->message.n || n_needed > reference->length)
        n_needed = self->message.n < self->expected ? self->expected : reference->length;
      const gsize before = self->message.n;
      if (!read_more (self, reference, n_needed, error))
        return FALSE;
      /* The file ends before the message does. */
      if (self->message.n == before)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
}

/* The file has no such message; what is there says best what is wrong. */
static gboolean
complain (Load *self, const MvuaReference *reference, GError **error)
{
  const gboolean is_short = self->message.n == 0;

  if (mvua_message_begins (&self->message))
    return decode_message (self, reference, error);
  g_set_error_literal (error, MVUA_GRIB_ERROR,
                       is_short ? MVUA_GRIB_ERROR_TRUNCATED : MVUA_GRIB_ERROR_MISMATCH,
                       is_short ? "the index lists it, and the file ends before it does"
                                : "the index does not lead to a message, and the file "
                                  "has no such message");
  return FALSE;
}

/* Follows a reference and, if that leads astray, the one that the file itself gives. */
static gboolean
follow (Load *self, const MvuaReference *reference, GError **error)
{
  MvuaEnsemble *ensemble = self->loader->ensemble;
  g_autoptr (GError) first_error = NULL;
  g_autoptr (GError) heal_error = NULL;

  const gboolean is_read = read_message (self, reference, &first_error);
  const gboolean fits = is_read && mvua_message_fits (&self->message, reference);
  if (fits && decode_message (self, reference, &first_error))
    return TRUE;
  if (mvua_loaded_is_of_source (first_error))
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
      return FALSE;
    }

  self->healed = mvua_ensemble_relocate (ensemble, reference, self->reading, &heal_error);
  if (self->healed != NULL)
    {
      const MvuaReference *found = &g_array_index (self->healed, MvuaReference, 0);
      return read_message (self, found, error) && decode_message (self, found, error);
    }
  if (heal_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&heal_error));
      return FALSE;
    }
  if (is_read && !fits)
    return complain (self, reference, error);
  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}

/* Of messages that claim the same window, each must be the first one's copy, and the
 * field the same one of it. */
static gboolean
check_copies (Load *self, const MvuaReference *references, guint n, GError **error)
{
  if (self->healed != NULL)
    {
      references = (const MvuaReference *) (gpointer) self->healed->data;
      n = self->healed->len;
    }
  if (n > 1 && !read_more (self, &references[0], references[0].length, error))
    return FALSE;
  for (guint i = 1; i < n; i++)
    {
      g_auto (Load) other = { .loader = self->loader, .reading = self->reading };

      if (!read_more (&other, &references[i], references[i].length, error))
        return FALSE;
      if (references[i].submessage != references[0].submessage ||
          other.message.n != self->message.n ||
          memcmp (other.message.bytes, self->message.bytes, other.message.n) != 0)
        {
          g_set_error (
              error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MISMATCH,
              "there are %u different messages of the same window; another is "
              "at offset %" G_GUINT64_FORMAT " of %s",
              n, references[i].offset,
              mvua_ensemble_get_file (self->loader->ensemble, references[i].file));
          return FALSE;
        }
    }
  return TRUE;
}

/* References to messages whose place is known, by way of their file's index if need be.
 * @start: as for mvua_loader_load().
 * Returns: %FALSE with @error set, or without if the index has no such message */
static gboolean
locate (Load *self,
        int start,
        const MvuaReference **references,
        guint *n,
        GArray **located,
        GError **error)
{
  MvuaReference wanted = **references;

  if (wanted.offset != MVUA_OFFSET_UNKNOWN)
    return TRUE;
  wanted.start = (gint16) start;
  *located = mvua_ensemble_locate (self->loader->ensemble, &wanted, self->reading, error);
  if (*located == NULL)
    return FALSE;
  mvua_loaded_keep_window (*located, start);
  if ((*located)->len == 0)
    {
      self->loaded->status = MVUA_STATUS_NOT_PUBLISHED;
      self->loaded->complaint = g_strdup_printf (
          "%s does not have it",
          mvua_ensemble_get_file (self->loader->ensemble, (*references)->file));
      return FALSE;
    }
  *references = (const MvuaReference *) (gpointer) (*located)->data;
  *n = (*located)->len;
  return TRUE;
}

static gboolean
load_from_source (Load *self,
                  MvuaFieldSource *source,
                  const MvuaReference *reference,
                  GError **error)
{
  MvuaLoader *loader = self->loader;
  guint64 n_read = 0;

  begin_decoding (loader);
  const gboolean ok = source->load (source, reference, self->window, self->values,
                                    self->loaded, &n_read, error);
  end_decoding (loader);

  g_mutex_lock (&loader->mutex);
  loader->count.n_bytes += n_read;
  loader->count.n_decoded += ok && self->loaded->status == MVUA_STATUS_OK;
  g_mutex_unlock (&loader->mutex);
  return ok && (loader->origins == NULL || self->loaded->status != MVUA_STATUS_OK ||
                source->note_origin (source, reference, loader->origins, error));
}

/* Out of the messages that the references lead to. */
static gboolean
load_from_messages (
    Load *self, int start, const MvuaReference *references, guint n, GError **error)
{
  MvuaEnsemble *ensemble = self->loader->ensemble;
  GError *local_error = NULL;
  g_autoptr (GArray) located = NULL;

  if (locate (self, start, &references, &n, &located, &local_error) &&
      follow (self, &references[0], &local_error) &&
      check_copies (self, references, n, &local_error))
    {
      mvua_loaded_note_origin (self->loaded, ensemble, &self->decoded,
                               self->message.bytes, self->n_used, self->loader->origins);
      return TRUE;
    }
  return local_error == NULL ||
         mvua_loaded_settle_error (self->loaded, ensemble, &references[0], local_error,
                                   error);
}

/* A hybrid may have both, a field in its store and messages; these know their decimals.
 */
static gboolean
load_from_either (
    Load *self, int start, const MvuaReference *references, guint n, GError **error)
{
  MvuaFieldSource *source = mvua_ensemble_get_field_source (self->loader->ensemble);
  const MvuaLoaded before = *self->loaded;

  if (!mvua_ensemble_is_field (self->loader->ensemble, &references[0]))
    return load_from_messages (self, start, references, n, error);
  if (n > 1 && !load_from_messages (self, start, references + 1, n - 1, error))
    return FALSE;
  if (n > 1 && self->loaded->status == MVUA_STATUS_OK)
    return TRUE;
  mvua_loaded_clear (self->loaded);
  *self->loaded = before;
  return load_from_source (self, source, &references[0], error);
}

gboolean
mvua_loader_load (MvuaLoader *self,
                  const MvuaVariable *variable,
                  MvuaMember member,
                  int step,
                  int start,
                  const MvuaWindow *window,
                  const MvuaReading *reading,
                  float *values,
                  MvuaLoaded *loaded,
                  GError **error)
{
  g_auto (Load) load = { .loader = self,
                         .window = window,
                         .in_messages =
                             mvua_ensemble_to_messages (self->ensemble, window),
                         .values = values,
                         .reading = reading,
                         .loaded = loaded };
  guint n = 0;
  const MvuaReference *references =
      mvua_loader_choose (self, variable, member, step, start, &n);

  *loaded = (MvuaLoaded){ .start = step, .decimals = G_MININT };
  if (references == NULL)
    mvua_loaded_set_absent (loaded, self->ensemble, variable, member, step);
  else if (!load_from_either (&load, start, references, n, error))
    return FALSE;

  if (loaded->status != MVUA_STATUS_OK)
    for (gsize i = 0; i < mvua_window_n_points (window); i++)
      values[i] = NAN;
  return TRUE;
}
