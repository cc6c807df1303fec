/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-loader.h"

#include "mvua-decoder.h"

#include <math.h>
#include <string.h>

/* No message of a grid that is read comes near; a length of an index is not trusted. */
#define LARGEST_MESSAGE (256u << 20)

struct _MvuaLoader
{
  MvuaEnsemble *ensemble;
  MvuaDecoder *decoder;
  gint n_decoded;

  GMutex mutex; /* guards the one below */
  guint64 n_bytes;
};

typedef struct
{
  guint8 *bytes;
  gsize n;
} Message;

static void
message_clear (Message *self)
{
  g_clear_pointer (&self->bytes, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Message, message_clear)

void
mvua_loaded_clear (MvuaLoaded *self)
{
  g_clear_pointer (&self->complaint, g_free);
}

MvuaLoader *
mvua_loader_new (MvuaEnsemble *ensemble)
{
  MvuaLoader *self = g_new0 (MvuaLoader, 1);

  self->ensemble = ensemble;
  self->decoder = mvua_decoder_new ();
  g_mutex_init (&self->mutex);
  return self;
}

void
mvua_loader_free (MvuaLoader *self)
{
  mvua_decoder_free (self->decoder);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

MvuaEnsemble *
mvua_loader_get_ensemble (MvuaLoader *self)
{
  return self->ensemble;
}

guint
mvua_loader_get_n_decoded (MvuaLoader *self)
{
  return (guint) g_atomic_int_get (&self->n_decoded);
}

guint64
mvua_loader_get_n_bytes (MvuaLoader *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->n_bytes;
}

static gboolean
read_message (MvuaLoader *self,
              const MvuaReference *reference,
              Message *message,
              GError **error)
{
  const char *path = mvua_ensemble_get_file (self->ensemble, reference->file);

  if (reference->length > LARGEST_MESSAGE)
    {
      g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
                   "its index gives it %" G_GUINT64_FORMAT " bytes", reference->length);
      return FALSE;
    }
  message->bytes = g_try_malloc (MAX (reference->length, 1));
  if (message->bytes == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                   "No memory for a message of %" G_GUINT64_FORMAT " bytes of %s",
                   reference->length, path);
      return FALSE;
    }
  if (!mvua_reader_read (mvua_ensemble_get_reader (self->ensemble), path,
                         reference->offset, reference->length, message->bytes,
                         &message->n, error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  self->n_bytes += message->n;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static gboolean
begins_message (const Message *message)
{
  return message->n >= 4 && memcmp (message->bytes, "GRIB", 4) == 0;
}

/* An index and a message that agree on the length; the cheapest sign that they do not
 * belong together. */
static gboolean
length_fits (const MvuaReference *reference, const Message *message)
{
  return message->n >= 16 && begins_message (message) &&
         mvua_octets_u64 (message->bytes + 8) == reference->length;
}

static gboolean
decode_message (MvuaLoader *self,
                const MvuaReference *reference,
                const Message *message,
                const MvuaWindow *window,
                float *values,
                MvuaLoaded *loaded,
                GError **error)
{
  const MvuaExpectation expectation = {
    .run = mvua_ensemble_get_run (self->ensemble),
    .variable = reference->variable,
    .member = reference->member,
    .start = reference->start,
    .end = reference->end,
    .grid = mvua_ensemble_get_grid (self->ensemble),
  };
  MvuaDecoded decoded;

  if (!mvua_decoder_decode (self->decoder, message->bytes, message->n,
                            reference->submessage, &expectation, window, values, &decoded,
                            error))
    return FALSE;
  g_atomic_int_inc (&self->n_decoded);
  loaded->start = (int) (decoded.identity.start / 3600);
  loaded->decimals = decoded.decimals;
  return TRUE;
}

/* Follows a reference and, if that leads astray, the one that the file itself gives. */
static gboolean
follow (MvuaLoader *self,
        const MvuaReference *reference,
        const MvuaWindow *window,
        float *values,
        Message *message,
        MvuaLoaded *loaded,
        GError **error)
{
  g_autoptr (GError) first_error = NULL;
  MvuaReference found;

  const gboolean is_read = read_message (self, reference, message, &first_error);
  const gboolean fits = is_read && length_fits (reference, message);
  if (fits &&
      decode_message (self, reference, message, window, values, loaded, &first_error))
    return TRUE;
  if (first_error != NULL && first_error->domain == MVUA_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
      return FALSE;
    }

  if (mvua_ensemble_relocate (self->ensemble, reference, &found))
    {
      message_clear (message);
      return read_message (self, &found, message, error) &&
             decode_message (self, &found, message, window, values, loaded, error);
    }
  /* The file has none; what is there says best what is wrong. */
  if (is_read && !fits && begins_message (message))
    return decode_message (self, reference, message, window, values, loaded, error);
  if (is_read && message->n == 0)
    {
      g_set_error_literal (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_TRUNCATED,
                           "the index lists it, and the file ends before it does");
      return FALSE;
    }
  if (is_read && !fits)
    {
      g_set_error_literal (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MISMATCH,
                           "the index does not lead to a message, and the file has no "
                           "such message");
      return FALSE;
    }
  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}

/* Of messages that claim the same window, each must be the first one's copy, and the
 * field the same one of it. */
static gboolean
check_copies (MvuaLoader *self,
              const MvuaReference *references,
              guint n,
              const Message *message,
              GError **error)
{
  for (guint i = 1; i < n; i++)
    {
      g_auto (Message) other = { 0 };

      if (!read_message (self, &references[i], &other, error))
        return FALSE;
      if (references[i].submessage != references[0].submessage || other.n != message->n ||
          memcmp (other.bytes, message->bytes, other.n) != 0)
        {
          g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MISMATCH,
                       "there are %u different messages of the same window; another is "
                       "at offset %" G_GUINT64_FORMAT " of %s",
                       n, references[i].offset,
                       mvua_ensemble_get_file (self->ensemble, references[i].file));
          return FALSE;
        }
    }
  return TRUE;
}

const MvuaReference *
mvua_loader_choose (MvuaLoader *self,
                    const MvuaVariable *variable,
                    MvuaMember member,
                    int step,
                    int start,
                    guint *n_found)
{
  guint n = 0;
  const MvuaReference *all =
      mvua_ensemble_find (self->ensemble, variable, member, step, &n);
  const int wanted = start == MVUA_HOUR_UNKNOWN && n > 0 ? all[n - 1].start : start;
  guint first = 0;

  while (first < n && all[first].start != wanted)
    first++;
  /* An index that does not tell the window leaves it to the message. */
  if (first == n && n > 0 && all[0].start == MVUA_HOUR_UNKNOWN)
    first = 0;

  guint end = first;
  while (end < n && all[end].start == all[first].start)
    end++;
  *n_found = end - first;
  return end > first ? all + first : NULL;
}

/* What never was: a statistic over the time before the first step, and the orography,
 * which only the first step has. */
static gboolean
is_not_defined (const MvuaVariable *variable, int step)
{
  if (variable->kind != MVUA_KIND_INSTANT)
    return step == 0;
  return step > 0 && variable == mvua_variable_by_name ("orog");
}

static void
set_absent (MvuaLoader *self,
            const MvuaVariable *variable,
            MvuaMember member,
            int step,
            MvuaLoaded *loaded)
{
  char name[MVUA_MEMBER_NAME_SIZE];

  if (is_not_defined (variable, step))
    loaded->status = MVUA_STATUS_NOT_DEFINED;
  else if (mvua_ensemble_has_file (self->ensemble, member, step))
    {
      loaded->status = MVUA_STATUS_NOT_PUBLISHED;
      loaded->complaint = g_strdup ("the file does not have it");
    }
  else
    {
      loaded->status = MVUA_STATUS_MISSING;
      loaded->complaint =
          g_strdup_printf ("no file of %s f%03d", mvua_member_name (member, name), step);
    }
}

static MvuaStatus
status_of_error (const GError *error)
{
  return g_error_matches (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_TRUNCATED) ||
                 error->domain == MVUA_ERROR
             ? MVUA_STATUS_MISSING
             : MVUA_STATUS_REJECTED;
}

gboolean
mvua_loader_load (MvuaLoader *self,
                  const MvuaVariable *variable,
                  MvuaMember member,
                  int step,
                  int start,
                  const MvuaWindow *window,
                  float *values,
                  MvuaLoaded *loaded,
                  GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_auto (Message) message = { 0 };
  guint n = 0;
  const MvuaReference *references =
      mvua_loader_choose (self, variable, member, step, start, &n);

  *loaded = (MvuaLoaded){ .start = step, .decimals = G_MININT };
  if (references == NULL)
    set_absent (self, variable, member, step, loaded);
  else if (!follow (self, &references[0], window, values, &message, loaded,
                    &local_error) ||
           !check_copies (self, references, n, &message, &local_error))
    {
      if (g_error_matches (local_error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      loaded->status = status_of_error (local_error);
      loaded->complaint =
          g_strdup_printf ("%s at offset %" G_GUINT64_FORMAT ": %s",
                           mvua_ensemble_get_file (self->ensemble, references[0].file),
                           references[0].offset, local_error->message);
    }

  if (loaded->status != MVUA_STATUS_OK)
    for (gsize i = 0; i < mvua_window_n_points (window); i++)
      values[i] = NAN;
  return TRUE;
}
