/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ensemble-private.h"

#include "mvua-hybrid-set.h"
#include "mvua-ref-url.h"
#include "mvua-subsetter.h"

#include <string.h>

MvuaEnsemble *
mvua_ensemble_new (const char *path, const MvuaEnsembleOptions *options)
{
  MvuaEnsemble *self = g_new0 (MvuaEnsemble, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->path = g_strdup (path);
  if (mvua_noaa_is_source (path))
    {
      self->remote = mvua_remote_ref (options->remote);
      self->remote_reader = mvua_remote_reader_new (self->remote);
      self->reader = mvua_remote_reader_get (self->remote_reader);
    }
  else
    self->reader = options != NULL && options->reader != NULL ? options->reader
                                                              : mvua_reader_files ();
  self->lookup = self->reader->is_remote ? self->reader : mvua_reader_files ();
  self->members = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  self->steps = g_array_new (FALSE, FALSE, sizeof (int));
  self->variables = g_ptr_array_new ();
  self->files = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->references = g_array_new (FALSE, FALSE, sizeof (MvuaReference));
  self->present = g_hash_table_new (NULL, NULL);
  self->has_index = g_array_new (FALSE, TRUE, sizeof (gboolean));
  self->claimed = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  g_mutex_init (&self->mutex);
  return self;
}

MvuaEnsemble *
mvua_ensemble_open (const char *path,
                    const MvuaEnsembleOptions *options,
                    GCancellable *cancellable,
                    GError **error)
{
  if (mvua_noaa_is_source (path))
    return mvua_ensemble_open_remote (path, options, cancellable, error);
  g_autofree char *set = mvua_hybrid_find_set (path);
  if (set != NULL || mvua_ensemble_is_reference_set (path))
    return mvua_ensemble_open_refs (path, options, cancellable, error);
  if (mvua_ensemble_is_store (path))
    return mvua_ensemble_open_store (path, options, cancellable, error);
  return mvua_ensemble_open_folder (path, options, cancellable, error);
}

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
  g_free (self->cut_out);
  g_ptr_array_unref (self->notes);
  g_array_unref (self->references);
  g_hash_table_unref (self->present);
  g_clear_pointer (&self->healer, mvua_healer_free);
  g_clear_pointer (&self->indexes, mvua_indexes_free);
  g_array_unref (self->has_index);
  g_free (self->own_reader);
  g_clear_pointer (&self->remote_reader, mvua_remote_reader_free);
  g_clear_pointer (&self->remote, mvua_remote_unref);
  if (self->fields != NULL)
    self->fields->free (self->fields);
  g_array_unref (self->claimed);
  mvua_message_clear (&self->opened);
  g_mutex_clear (&self->mutex);
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

void
mvua_ensemble_add (MvuaEnsemble *self, const MvuaReference *reference)
{
  g_array_append_val (self->references, *reference);
  g_hash_table_add (self->present, presence_key (reference->member, reference->end));
}

void
mvua_ensemble_add_place (MvuaEnsemble *self, MvuaMember member, int step)
{
  g_hash_table_add (self->present, presence_key (member, step));
}

void
mvua_ensemble_sort (MvuaEnsemble *self)
{
  g_array_sort (self->references, compare_references);
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

  for (guint i = 0; i < self->steps->len; i++)
    g_hash_table_add (seen, GUINT_TO_POINTER (0xff000000u | (guint) g_array_index (
                                                                self->steps, int, i)));
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

  mvua_ensemble_sort (self);
  for (guint i = 0; i < self->references->len; i++)
    {
      const MvuaReference *r = &g_array_index (self->references, MvuaReference, i);
      if (i == 0 ||
          r->variable != g_array_index (self->references, MvuaReference, i - 1).variable)
        g_ptr_array_add (self->variables, (gpointer) r->variable);
    }
}

gboolean
mvua_ensemble_settle (MvuaEnsemble *self, const MvuaReading *reading, GError **error)
{
  sum_up (self);
  if (self->grid.n_rows == 0 && !mvua_ensemble_settle_grid (self, reading, error))
    return FALSE;
  if (self->message_grid.n_rows == 0)
    self->message_grid = self->grid;
  self->healer = mvua_healer_new (self->lookup, self->run, &self->message_grid);
  return TRUE;
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

guint
mvua_ensemble_get_scanning (const MvuaEnsemble *self)
{
  return self->scanning;
}

MvuaRemote *
mvua_ensemble_get_remote (const MvuaEnsemble *self)
{
  return self->remote;
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
mvua_ensemble_is_bucket_run (const MvuaEnsemble *self)
{
  return mvua_noaa_is_source (self->path);
}

gboolean
mvua_ensemble_is_published_run (const MvuaEnsemble *self)
{
  return self->is_whole_run;
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

char *
mvua_ensemble_dup_origin (const MvuaEnsemble *self, guint file)
{
  const char *path = mvua_ensemble_get_file (self, file);

  if (mvua_ref_url_is_remote (path))
    return g_strdup (path);
  if (self->cut_out == NULL)
    return g_canonicalize_filename (path, NULL);
  g_autofree char *name = g_path_get_basename (path);
  return mvua_subsetter_fill (self->cut_out, name);
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

GArray *
mvua_ensemble_relocate (MvuaEnsemble *self,
                        const MvuaReference *reference,
                        const MvuaReading *reading,
                        GError **error)
{
  return mvua_healer_find (self->healer, mvua_ensemble_get_file (self, reference->file),
                           reference, reading, error);
}

GPtrArray *
mvua_ensemble_dup_healed (MvuaEnsemble *self)
{
  g_autoptr (GArray) files = mvua_healer_list_files (self->healer);
  GPtrArray *paths = g_ptr_array_new ();
  guint next = 0;

  for (guint i = 0; i < self->files->len; i++)
    {
      const gboolean is_healed =
          next < files->len && g_array_index (files, guint32, next) == i;
      next += is_healed ? 1 : 0;
      if (is_healed ||
          (self->indexes != NULL && mvua_indexes_is_unfit (self->indexes, i)))
        g_ptr_array_add (paths, (gpointer) mvua_ensemble_get_file (self, i));
    }
  return paths;
}
