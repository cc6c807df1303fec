/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ensemble.h"

#include "mvua-healer.h"
#include "mvua-inventory.h"

#include <string.h>

/* How many messages are asked what grid their files are on. */
#define N_GRID_WITNESSES 5

struct _MvuaEnsemble
{
  gatomicrefcount n_refs;
  char *path;
  MvuaRun run;
  MvuaGrid grid;
  char product[MVUA_PRODUCT_SIZE];
  gboolean is_demo;
  GArray *members;
  GArray *steps;
  GPtrArray *variables;
  GPtrArray *files; /* of paths */
  GPtrArray *notes;
  GArray *references;  /* sorted by compare_references() */
  GHashTable *present; /* of member and step */
  guint n_unknown;
  MvuaReader *reader;
  MvuaHealer *healer;
};

MvuaEnsemble *
mvua_ensemble_ref (MvuaEnsemble *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
mvua_ensemble_unref (MvuaEnsemble *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_free (self->path);
  g_array_unref (self->members);
  g_array_unref (self->steps);
  g_ptr_array_unref (self->variables);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->notes);
  g_array_unref (self->references);
  g_hash_table_unref (self->present);
  g_clear_pointer (&self->healer, mvua_healer_free);
  g_free (self);
}

static gpointer
presence_key (MvuaMember member, int step)
{
  return GUINT_TO_POINTER ((guint) member.kind << 24 | (guint) member.number << 16 |
                           (guint) step);
}

/* What a reference is found by. */
static int
compare_keys (const MvuaReference *a, const MvuaReference *b)
{
  if (a->variable != b->variable)
    return a->variable < b->variable ? -1 : 1;
  const int order = mvua_member_compare (a->member, b->member);
  return order != 0 ? order : (a->end > b->end) - (a->end < b->end);
}

static int
compare_references (gconstpointer first, gconstpointer second)
{
  const MvuaReference *a = first;
  const MvuaReference *b = second;
  const int order = compare_keys (a, b);

  if (order != 0)
    return order;
  if (a->start != b->start)
    return a->start < b->start ? -1 : 1;
  if (a->file != b->file)
    return a->file < b->file ? -1 : 1;
  return (a->offset > b->offset) - (a->offset < b->offset);
}

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
  g_array_append_val (self->references, reference);
  g_hash_table_add (self->present, presence_key (record->member, record->end));
}

static int
compare_ints (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  return mvua_member_compare (*(const MvuaMember *) a, *(const MvuaMember *) b);
}

/* Members, steps and variables are those of the references. */
static void
sum_up (MvuaEnsemble *self)
{
  GHashTableIter iter;
  gpointer key;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  g_hash_table_iter_init (&iter, self->present);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const guint packed = GPOINTER_TO_UINT (key);
      const MvuaMember member = { .kind = (guint8) (packed >> 24),
                                  .number = (guint8) (packed >> 16) };
      const int step = (int) (packed & 0xffff);

      if (g_hash_table_add (seen, GUINT_TO_POINTER (packed | 0xffff)))
        g_array_append_val (self->members, member);
      if (g_hash_table_add (seen, GUINT_TO_POINTER (0xff000000u | (guint) step)))
        g_array_append_val (self->steps, step);
    }
  g_array_sort (self->members, compare_members);
  g_array_sort (self->steps, compare_ints);

  g_array_sort (self->references, compare_references);
  for (guint i = 0; i < self->references->len; i++)
    {
      const MvuaReference *r = &g_array_index (self->references, MvuaReference, i);
      if (i == 0 ||
          r->variable != g_array_index (self->references, MvuaReference, i - 1).variable)
        g_ptr_array_add (self->variables, (gpointer) r->variable);
    }
}

/* An index does not tell the grid: some messages are asked, and the majority rules, so
 * that one foreign file does not. */
static gboolean
settle_grid (MvuaEnsemble *self, GError **error)
{
  MvuaIdentity found[N_GRID_WITNESSES];
  guint n_found = 0;
  guint best = 0;
  guint most = 0;
  const guint n = self->references->len;

  for (guint i = 0; i < n && n_found < N_GRID_WITNESSES;
       i += MAX (n / N_GRID_WITNESSES, 1))
    {
      const MvuaReference *r = &g_array_index (self->references, MvuaReference, i);
      const char *path = mvua_ensemble_get_file (self, r->file);

      /* Where an index leads astray, the file still begins with a message. */
      n_found += mvua_inventory_peek (path, r->offset, &found[n_found]) ||
                 mvua_inventory_peek (path, 0, &found[n_found]);
    }
  for (guint i = 0; i < n_found; i++)
    {
      guint votes = 0;
      for (guint other = 0; other < n_found; other++)
        votes += (guint) mvua_grid_equal (&found[i].grid, &found[other].grid);
      if (votes > most)
        {
          most = votes;
          best = i;
        }
    }
  if (n_found == 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "%s: none of its files begins with a message that can be read",
                   self->path);
      return FALSE;
    }
  self->grid = found[best].grid;
  self->is_demo = found[best].is_demo;
  return TRUE;
}

static MvuaEnsemble *
new_ensemble (const char *path, const MvuaInventory *inventory)
{
  MvuaEnsemble *self = g_new0 (MvuaEnsemble, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->path = g_strdup (path);
  self->members = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  self->steps = g_array_new (FALSE, FALSE, sizeof (int));
  self->variables = g_ptr_array_new ();
  self->files = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_ptr_array_ref (inventory->notes);
  self->references = g_array_new (FALSE, FALSE, sizeof (MvuaReference));
  self->present = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < inventory->files->len; i++)
    g_ptr_array_add (self->files,
                     g_strdup (g_array_index (inventory->files, MvuaListedFile, i).path));
  return self;
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
mvua_ensemble_open (const char *path,
                    const MvuaEnsembleOptions *options,
                    GCancellable *cancellable,
                    GError **error)
{
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
  g_autoptr (MvuaEnsemble) self = new_ensemble (path, inventory);
  self->run = group->run;
  self->reader =
      options != NULL && options->reader != NULL ? options->reader : mvua_reader_files ();
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
  sum_up (self);
  if (!settle_grid (self, error))
    return NULL;
  self->healer = mvua_healer_new (self->run, &self->grid);
  return g_steal_pointer (&self);
}

const char *
mvua_ensemble_get_path (const MvuaEnsemble *self)
{
  return self->path;
}

MvuaRun
mvua_ensemble_get_run (const MvuaEnsemble *self)
{
  return self->run;
}

const MvuaGrid *
mvua_ensemble_get_grid (const MvuaEnsemble *self)
{
  return &self->grid;
}

const char *
mvua_ensemble_get_product (const MvuaEnsemble *self)
{
  return self->product;
}

gboolean
mvua_ensemble_is_demo (const MvuaEnsemble *self)
{
  return self->is_demo;
}

const GArray *
mvua_ensemble_get_members (const MvuaEnsemble *self)
{
  return self->members;
}

const GArray *
mvua_ensemble_get_steps (const MvuaEnsemble *self)
{
  return self->steps;
}

const GPtrArray *
mvua_ensemble_get_variables (const MvuaEnsemble *self)
{
  return self->variables;
}

guint
mvua_ensemble_get_n_messages (const MvuaEnsemble *self)
{
  return self->references->len;
}

guint
mvua_ensemble_get_n_unknown (const MvuaEnsemble *self)
{
  return self->n_unknown;
}

guint
mvua_ensemble_get_n_files (const MvuaEnsemble *self)
{
  return self->files->len;
}

const GPtrArray *
mvua_ensemble_get_notes (const MvuaEnsemble *self)
{
  return self->notes;
}

gboolean
mvua_ensemble_has_file (const MvuaEnsemble *self, MvuaMember member, int step)
{
  return g_hash_table_contains (self->present, presence_key (member, step));
}

MvuaReader *
mvua_ensemble_get_reader (const MvuaEnsemble *self)
{
  return self->reader;
}

const char *
mvua_ensemble_get_file (const MvuaEnsemble *self, guint file)
{
  return g_ptr_array_index (self->files, file);
}

const MvuaReference *
mvua_ensemble_find (const MvuaEnsemble *self,
                    const MvuaVariable *variable,
                    MvuaMember member,
                    int step,
                    guint *n_found)
{
  const MvuaReference *all = (const MvuaReference *) (gpointer) self->references->data;
  const MvuaReference key = { .variable = variable,
                              .member = member,
                              .end = (gint16) step };
  guint low = 0;
  guint high = self->references->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      if (compare_keys (&all[middle], &key) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  for (high = low; high < self->references->len && compare_keys (&all[high], &key) == 0;)
    high++;
  *n_found = high - low;
  return high > low ? all + low : NULL;
}

gboolean
mvua_ensemble_relocate (MvuaEnsemble *self,
                        const MvuaReference *reference,
                        MvuaReference *found)
{
  return mvua_healer_find (self->healer, mvua_ensemble_get_file (self, reference->file),
                           reference, found);
}

GPtrArray *
mvua_ensemble_dup_healed (MvuaEnsemble *self)
{
  g_autoptr (GArray) files = mvua_healer_list_files (self->healer);
  GPtrArray *paths = g_ptr_array_new ();

  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (paths, (gpointer) mvua_ensemble_get_file (
                                self, g_array_index (files, guint32, i)));
  return paths;
}
