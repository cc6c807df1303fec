/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-inventory.h"

#include "mvua-error.h"
#include "mvua-file.h"
#include "mvua-index.h"

#include <string.h>
#include <sys/stat.h>

void
mvua_inventory_free (MvuaInventory *self)
{
  g_array_unref (self->files);
  g_array_unref (self->entries);
  g_array_unref (self->groups);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

G_GNUC_PRINTF (2, 3)
static void
note (MvuaInventory *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (self->notes, mvua_error_dup_quoted (text, G_MAXSIZE));
}

gboolean
mvua_inventory_peek (const char *path, guint64 offset, MvuaIdentity *identity)
{
  g_autoptr (MvuaFileOctets) file = mvua_file_octets_open (path, NULL);
  MvuaSections sections;

  return file != NULL &&
         mvua_sections_open (&sections, mvua_file_octets_get (file), offset, NULL) &&
         mvua_sections_next (&sections, NULL) > 0 &&
         mvua_identity_read (&sections, identity, NULL);
}

/* The group of a run and a product, or a run and a grid; made if it is new. */
static guint
find_group (MvuaInventory *self, MvuaRun run, const char *product, const MvuaGrid *grid)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      const MvuaInventoryGroup *group =
          &g_array_index (self->groups, MvuaInventoryGroup, i);
      if (group->run == run && strcmp (group->product, product) == 0 &&
          (product[0] != '\0' || mvua_grid_equal (&group->grid, grid)))
        return i;
    }

  MvuaInventoryGroup group = { .run = run };
  g_strlcpy (group.product, product, sizeof group.product);
  if (product[0] == '\0')
    {
      group.grid = *grid;
      group.has_grid = TRUE;
    }
  g_array_append_val (self->groups, group);
  return self->groups->len - 1;
}

static void
add_entry (MvuaInventory *self,
           guint file,
           const MvuaIdxRecord *record,
           const MvuaGrid *grid)
{
  const MvuaListedFile *listed = &g_array_index (self->files, MvuaListedFile, file);
  const char *product = listed->is_named ? listed->name.product : "";
  const MvuaInventoryEntry entry = { .record = *record,
                                     .file = file,
                                     .group =
                                         find_group (self, record->run, product, grid) };

  g_array_append_val (self->entries, entry);
  g_array_index (self->groups, MvuaInventoryGroup, entry.group).n_entries++;
}

/* Where a file is named as NOAA names them, the name is part of what its messages must
 * be: a file in another's place must not pass for it. */
static void
hold_to_name (MvuaInventory *self, guint file, MvuaIdxRecord *record, gboolean *noted)
{
  const MvuaListedFile *listed = &g_array_index (self->files, MvuaListedFile, file);
  const MvuaFileName *name = &listed->name;

  if (!listed->is_named || (mvua_member_compare (name->member, record->member) == 0 &&
                            name->step == record->end))
    return;
  if (!*noted)
    {
      char texts[2][MVUA_MEMBER_NAME_SIZE];
      note (self, "%s holds %s at %d h by its content, and %s at %d h by its name",
            listed->path, mvua_member_name (record->member, texts[0]), record->end,
            mvua_member_name (name->member, texts[1]), name->step);
      *noted = TRUE;
    }
  if (record->variable->kind == MVUA_KIND_INSTANT)
    record->start = (gint16) name->step;
  else if (name->step != record->end)
    record->start = MVUA_HOUR_UNKNOWN;
  record->member = name->member;
  record->end = (gint16) name->step;
}

static gboolean
read_index (MvuaInventory *self, guint file, guint64 size)
{
  const MvuaListedFile *listed = &g_array_index (self->files, MvuaListedFile, file);
  g_autofree char *path = g_strconcat (listed->path, ".idx", NULL);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (MvuaIdxRecord));
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  MvuaIdentity identity = { 0 };
  gboolean noted = FALSE;

  g_autofree char *text = mvua_file_read_text (path, MVUA_INDEX_LARGEST, &length, &error);
  if (text == NULL || !mvua_idx_parse (text, length, size, records, &error))
    {
      note (self, "%s is of no use: %s; the file itself was read", path, error->message);
      return FALSE;
    }
  if (records->len == 0)
    {
      note (self, "%s is empty; the file itself was read", path);
      return FALSE;
    }
  /* Without a product in its name only a message tells which grid this is. */
  if (!listed->is_named && !mvua_inventory_peek (listed->path, 0, &identity))
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      MvuaIdxRecord *record = &g_array_index (records, MvuaIdxRecord, i);
      if (record->variable != NULL)
        hold_to_name (self, file, record, &noted);
      add_entry (self, file, record, &identity.grid);
    }
  return TRUE;
}

static void
note_report (MvuaInventory *self, const char *path, const MvuaScanReport *report)
{
  if (report->complaint != NULL)
    note (self, "%s: %s", path, report->complaint);
  if (report->n_unreadable > 1)
    note (self, "%s: %u messages could not be read", path, report->n_unreadable);
  if (report->n_skipped > 0)
    note (self, "%s: %" G_GUINT64_FORMAT " bytes belong to no message", path,
          report->n_skipped);
}

static void
scan_file (MvuaInventory *self, guint file)
{
  const MvuaListedFile *listed = &g_array_index (self->files, MvuaListedFile, file);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (MvuaScanned));
  g_autoptr (GError) error = NULL;
  MvuaScanReport report;
  gboolean noted = FALSE;

  g_autoptr (MvuaFileOctets) octets = mvua_file_octets_open (listed->path, &error);
  if (octets == NULL)
    {
      note (self, "%s", error->message);
      return;
    }
  mvua_scan (mvua_file_octets_get (octets), mvua_file_octets_get_size (octets), NULL,
             found, &report);
  note_report (self, listed->path, &report);
  mvua_scan_report_clear (&report);

  for (guint i = 0; i < found->len; i++)
    {
      MvuaScanned *scanned = &g_array_index (found, MvuaScanned, i);
      if (scanned->grid.n_rows == 0)
        continue; /* it could not be read, which was noted */
      if (scanned->record.variable != NULL)
        hold_to_name (self, file, &scanned->record, &noted);
      add_entry (self, file, &scanned->record, &scanned->grid);
    }
}

static gboolean
has_entry (const MvuaInventory *self, guint first, const MvuaIdxRecord *record)
{
  for (guint i = first; i < self->entries->len; i++)
    {
      const MvuaIdxRecord *other =
          &g_array_index (self->entries, MvuaInventoryEntry, i).record;
      if (other->variable == record->variable && other->start == record->start &&
          other->end == record->end &&
          mvua_member_compare (other->member, record->member) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What an index lists beyond the end of a file was published and is lost: that is not
 * the same as never having been there.  @first: of the entries that the file gave */
static void
add_lost (MvuaInventory *self, guint file, guint first, guint64 size)
{
  const MvuaListedFile *listed = &g_array_index (self->files, MvuaListedFile, file);
  g_autofree char *path = g_strconcat (listed->path, ".idx", NULL);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (MvuaIdxRecord));
  MvuaIdentity identity = { 0 };
  gsize length = 0;
  gboolean noted = TRUE;

  g_autofree char *text = mvua_file_read_text (path, MVUA_INDEX_LARGEST, &length, NULL);
  if (text == NULL || !mvua_idx_parse (text, length, G_MAXINT64, records, NULL) ||
      (!listed->is_named && !mvua_inventory_peek (listed->path, 0, &identity)))
    return;

  for (guint i = 0; i < records->len; i++)
    {
      MvuaIdxRecord *record = &g_array_index (records, MvuaIdxRecord, i);
      if (record->variable == NULL || record->offset + record->length <= size)
        continue;
      hold_to_name (self, file, record, &noted);
      record->length = 0;
      if (!has_entry (self, first, record))
        add_entry (self, file, record, &identity.grid);
    }
}

static void
read_file (MvuaInventory *self, guint file)
{
  const MvuaListedFile *listed = &g_array_index (self->files, MvuaListedFile, file);
  struct stat status;

  if (stat (listed->path, &status) < 0)
    note (self, "%s cannot be read", listed->path);
  else if (!S_ISREG (status.st_mode))
    note (self, "%s is not a regular file", listed->path);
  else if (status.st_size == 0)
    note (self, "%s is empty", listed->path);
  else if (!listed->has_index)
    scan_file (self, file);
  else if (!read_index (self, file, (guint64) status.st_size))
    {
      const guint first = self->entries->len;
      scan_file (self, file);
      add_lost (self, file, first, (guint64) status.st_size);
    }
}

MvuaInventory *
mvua_inventory_read (GArray *files, GCancellable *cancellable, GError **error)
{
  MvuaInventory *self = g_new0 (MvuaInventory, 1);

  self->files = files;
  self->entries = g_array_new (FALSE, FALSE, sizeof (MvuaInventoryEntry));
  self->groups = g_array_new (FALSE, FALSE, sizeof (MvuaInventoryGroup));
  self->notes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < files->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          mvua_inventory_free (self);
          return NULL;
        }
      read_file (self, i);
    }
  return self;
}
