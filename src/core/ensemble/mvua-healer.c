/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-healer.h"

#include "mvua-index.h"
#include "mvua-once.h"

struct _MvuaHealer
{
  MvuaReader *reader;
  MvuaRun run;
  MvuaGrid grid;

  MvuaOnce *scanned; /* of MvuaScanned */

  GMutex mutex;   /* guards what follows */
  GArray *healed; /* of guint32: files, ascending */
};

MvuaHealer *
mvua_healer_new (MvuaReader *reader, MvuaRun run, const MvuaGrid *grid)
{
  MvuaHealer *self = g_new0 (MvuaHealer, 1);

  self->reader = reader;
  self->run = run;
  self->grid = *grid;
  self->scanned = mvua_once_new ();
  self->healed = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_mutex_init (&self->mutex);
  return self;
}

void
mvua_healer_free (MvuaHealer *self)
{
  mvua_once_free (self->scanned);
  g_array_unref (self->healed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

typedef struct
{
  MvuaHealer *healer;
  const char *path;
} Wanted;

static GArray *
scan (gpointer data, const MvuaReading *reading, GError **error)
{
  const Wanted *wanted = data;

  return mvua_index_scan (wanted->healer->reader, wanted->path, reading, error);
}

static gboolean
is_wanted (const MvuaHealer *self,
           const MvuaScanned *scanned,
           const MvuaReference *reference)
{
  const MvuaIdxRecord *record = &scanned->record;

  return record->variable == reference->variable && record->end == reference->end &&
         (reference->start == MVUA_HOUR_UNKNOWN || record->start == reference->start) &&
         mvua_member_compare (record->member, reference->member) == 0 &&
         record->run == self->run && mvua_grid_equal (&scanned->grid, &self->grid);
}

static gboolean
same_place (const MvuaReference *a, const MvuaReference *b)
{
  return a->offset == b->offset && a->length == b->length &&
         a->submessage == b->submessage;
}

static void
add_healed (MvuaHealer *self, guint32 file)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  guint at = self->healed->len;

  while (at > 0 && g_array_index (self->healed, guint32, at - 1) > file)
    at--;
  if (at == 0 || g_array_index (self->healed, guint32, at - 1) != file)
    g_array_insert_val (self->healed, at, file);
}

GArray *
mvua_healer_find (MvuaHealer *self,
                  const char *path,
                  const MvuaReference *reference,
                  const MvuaReading *reading,
                  GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (MvuaReference));
  Wanted wanted = { self, path };
  g_autoptr (GArray) scanned =
      mvua_once_get (self->scanned, reference->file, scan, &wanted, reading, error);

  for (guint i = 0; scanned != NULL && i < scanned->len; i++)
    {
      const MvuaScanned *scanned_one = &g_array_index (scanned, MvuaScanned, i);
      MvuaReference is = *reference;

      if (!is_wanted (self, scanned_one, reference))
        continue;
      is.offset = scanned_one->record.offset;
      is.length = scanned_one->record.length;
      is.submessage = scanned_one->record.submessage;
      is.start = scanned_one->record.start;
      /* What is wrong with the message is then not the index's fault. */
      if (found->len == 0 && same_place (&is, reference))
        return NULL;
      g_array_append_val (found, is);
    }
  if (found->len == 0)
    return NULL;
  add_healed (self, reference->file);
  return g_steal_pointer (&found);
}

GArray *
mvua_healer_list_files (MvuaHealer *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return g_array_copy (self->healed);
}
