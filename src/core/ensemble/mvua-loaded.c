/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-loaded.h"

#include "mvua-coverage.h"
#include "mvua-crc32c.h"
#include "mvua-error.h"
#include "mvua-field-source.h"
#include "mvua-grib-error.h"
#include "mvua-ref-url.h"

void
mvua_loaded_clear (MvuaLoaded *self)
{
  g_clear_pointer (&self->complaint, g_free);
}

gboolean
mvua_loaded_is_of_source (const GError *error)
{
  return error != NULL && error->domain != MVUA_GRIB_ERROR;
}

void
mvua_loaded_set_absent (MvuaLoaded *self,
                        const MvuaEnsemble *ensemble,
                        const MvuaVariable *variable,
                        MvuaMember member,
                        int step)
{
  MvuaFieldSource *source = mvua_ensemble_get_field_source (ensemble);

  if (source != NULL && source->get_absence (source, variable, member, step,
                                             &self->status, &self->complaint))
    return;
  self->status =
      mvua_ensemble_absence_status (ensemble, variable, member, step, &self->complaint);
}

static MvuaStatus
status_of_error (const GError *error)
{
  return g_error_matches (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_TRUNCATED) ||
                 mvua_loaded_is_of_source (error)
             ? MVUA_STATUS_MISSING
             : MVUA_STATUS_REJECTED;
}

gboolean
mvua_loaded_settle_error (MvuaLoaded *self,
                          const MvuaEnsemble *ensemble,
                          const MvuaReference *reference,
                          GError *local_error,
                          GError **error)
{
  const char *path = mvua_ensemble_get_file (ensemble, reference->file);

  if (g_error_matches (local_error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY) ||
      g_error_matches (local_error, MVUA_ERROR, MVUA_ERROR_HELPER) ||
      g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  self->status = status_of_error (local_error);
  /* Who fetches names the URL and the range. */
  g_autofree char *text =
      g_str_has_prefix (local_error->message, path) ? g_strdup (local_error->message)
      : reference->offset == MVUA_OFFSET_UNKNOWN
          ? g_strdup_printf ("%s: %s", path, local_error->message)
          : g_strdup_printf ("%s at offset %" G_GUINT64_FORMAT ": %s", path,
                             reference->offset, local_error->message);
  self->complaint = mvua_error_dup_quoted (text, G_MAXSIZE);
  g_error_free (local_error);
  return TRUE;
}

void
mvua_loaded_keep_window (GArray *located, int start)
{
  gint16 latest = MVUA_HOUR_UNKNOWN;

  for (guint i = 0; i < located->len; i++)
    latest = MAX (latest, g_array_index (located, MvuaReference, i).start);
  for (guint i = located->len; start == MVUA_HOUR_UNKNOWN && i-- > 0;)
    if (g_array_index (located, MvuaReference, i).start != latest)
      g_array_remove_index (located, i);
}

/* Of what was decoded just those octets count that the window needed, so that it does not
 * matter how many were read. */
void
mvua_loaded_note_origin (const MvuaLoaded *self,
                         const MvuaEnsemble *ensemble,
                         const MvuaReference *reference,
                         const guint8 *message,
                         gsize n_used,
                         MvuaOrigins *origins)
{
  MvuaReader *reader = mvua_ensemble_get_reader (ensemble);

  if (origins == NULL)
    return;
  const char *file = mvua_ensemble_get_file (ensemble, reference->file);
  g_autofree char *found_again = mvua_ensemble_dup_origin (ensemble, reference->file);
  g_autofree char *etag = mvua_reader_dup_etag (reader, file);
  const MvuaOrigin origin = {
    .variable = reference->variable,
    .member = reference->member,
    .step = reference->end,
    .start = self->start,
    .file = found_again,
    .etag = etag,
    .offset = reference->offset,
    .length = n_used,
    .crc32c = mvua_crc32c (0, message, n_used),
    .read_at = mvua_time_to_note (),
  };

  mvua_origins_add (origins, &origin);
}
