/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cut-out.h"
#include "mvua-ensemble-private.h"
#include "mvua-inventory.h"

#include <string.h>

static char *
describe_group (const MvuaInventoryGroup *group)
{
  char label[MVUA_RUN_TEXT_SIZE];
  g_autofree char *grid =
      group->has_grid ? mvua_grid_describe (&group->grid) : g_strdup (group->product);

  return g_strdup_printf ("%s, %s", mvua_run_label (group->run, label), grid);
}

/* The runs of a folder as text, each once. */
static char *
list_runs (const GArray *groups, guint *n_runs)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < groups->len; i++)
    {
      char date[MVUA_RUN_TEXT_SIZE];
      const MvuaRun run = g_array_index (groups, MvuaInventoryGroup, i).run;
      g_autofree char *label =
          g_strdup_printf ("%s/%02d", mvua_run_date (run, date), mvua_run_hour (run));
      const char *interned = g_intern_string (label);

      if (g_hash_table_add (seen, (gpointer) interned))
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", interned);
    }
  *n_runs = g_hash_table_size (seen);
  return g_string_free (text, FALSE);
}

static gboolean
is_better (const MvuaInventoryGroup *a, const MvuaInventoryGroup *b)
{
  const gboolean a_everyday = strcmp (a->product, MVUA_PRODUCT_EVERYDAY) == 0;
  const gboolean b_everyday = strcmp (b->product, MVUA_PRODUCT_EVERYDAY) == 0;

  return a_everyday != b_everyday ? a_everyday : a->n_entries > b->n_entries;
}

/* One ensemble of all that a folder holds: of one run, and of several products the
 * everyday one, or the one with most messages.  Returns: its index, or -1 */
static int
choose_group (const MvuaInventory *inventory,
              const char *path,
              MvuaRun wanted,
              GError **error)
{
  int chosen = -1;
  guint n_runs = 0;
  g_autofree char *runs = list_runs (inventory->groups, &n_runs);

  if (wanted == MVUA_RUN_UNKNOWN && n_runs > 1)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "%s holds %u runs: %s; name the folder of one, or choose one with "
                   "its date and hour",
                   path, n_runs, runs);
      return -1;
    }
  for (guint i = 0; i < inventory->groups->len; i++)
    {
      const MvuaInventoryGroup *group =
          &g_array_index (inventory->groups, MvuaInventoryGroup, i);
      if ((wanted == MVUA_RUN_UNKNOWN || group->run == wanted) &&
          (chosen < 0 || is_better (group, &g_array_index (inventory->groups,
                                                           MvuaInventoryGroup, chosen))))
        chosen = (int) i;
    }
  if (chosen < 0)
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                 "%s has nothing of the run that was asked for; it holds %s", path, runs);
  return chosen;
}

static void
note_others (MvuaEnsemble *self, const MvuaInventory *inventory, guint chosen)
{
  for (guint i = 0; i < inventory->groups->len; i++)
    {
      const MvuaInventoryGroup *group =
          &g_array_index (inventory->groups, MvuaInventoryGroup, i);
      g_autofree char *text = describe_group (group);
      if (i != chosen)
        g_ptr_array_add (self->notes, g_strdup_printf ("Left out: %u messages of %s",
                                                       group->n_entries, text));
    }
}

static void
take_entry (MvuaEnsemble *self, const MvuaInventoryEntry *entry)
{
  const MvuaIdxRecord *record = &entry->record;
  const MvuaReference reference = { .offset = record->offset,
                                    .length = record->length,
                                    .variable = record->variable,
                                    .file = entry->file,
                                    .submessage = record->submessage,
                                    .start = record->start,
                                    .end = record->end,
                                    .member = record->member };

  if (record->variable == NULL)
    {
      self->n_unknown++;
      return;
    }
  mvua_ensemble_add (self, &reference);
}

static void
take_inventory (MvuaEnsemble *self, const MvuaInventory *inventory)
{
  for (guint i = 0; i < inventory->files->len; i++)
    g_ptr_array_add (self->files,
                     g_strdup (g_array_index (inventory->files, MvuaListedFile, i).path));
  for (guint i = 0; i < inventory->notes->len; i++)
    g_ptr_array_add (self->notes, g_strdup (g_ptr_array_index (inventory->notes, i)));
}

static MvuaEnsemble *
nothing_found (const MvuaInventory *inventory, const char *path, GError **error)
{
  const char *first = inventory->notes->len > 0
                          ? g_ptr_array_index (inventory->notes, 0)
                          : "expected files such as gep01.t00z.pgrb2s.0p25.f003";

  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "%s has no GRIB messages that Mvua knows: %s", path, first);
  return NULL;
}

MvuaEnsemble *
mvua_ensemble_open_folder (const char *path,
                           const MvuaEnsembleOptions *options,
                           GCancellable *cancellable,
                           GError **error)
{
  const MvuaReading reading = { .priority = MVUA_PRIORITY_PICKED,
                                .cancellable = cancellable };
  GArray *files = mvua_file_list (path, cancellable, error);
  if (files == NULL)
    return NULL;
  g_autoptr (MvuaInventory) inventory = mvua_inventory_read (files, cancellable, error);
  if (inventory == NULL)
    return NULL;
  if (inventory->groups->len == 0)
    return nothing_found (inventory, path, error);

  const int chosen =
      choose_group (inventory, path, options ? options->run : MVUA_RUN_UNKNOWN, error);
  if (chosen < 0)
    return NULL;

  const MvuaInventoryGroup *group =
      &g_array_index (inventory->groups, MvuaInventoryGroup, chosen);
  g_autoptr (MvuaEnsemble) self = mvua_ensemble_new (path, options);
  take_inventory (self, inventory);
  self->cut_out = mvua_cut_out_dup_pattern (path);
  self->run = group->run;
  g_strlcpy (self->product, group->product, sizeof self->product);
  for (guint i = 0; i < inventory->entries->len; i++)
    {
      const MvuaInventoryEntry *entry =
          &g_array_index (inventory->entries, MvuaInventoryEntry, i);
      if (entry->group == (guint) chosen)
        take_entry (self, entry);
    }
  if (self->references->len == 0)
    return nothing_found (inventory, path, error);
  note_others (self, inventory, (guint) chosen);
  return mvua_ensemble_settle (self, &reading, error) ? g_steal_pointer (&self) : NULL;
}
