/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ensemble-private.h"

#include "mvua-either-reader.h"
#include "mvua-hybrid-set.h"
#include "mvua-ref-file.h"
#include "mvua-ref-inventory.h"
#include "mvua-ref-url.h"

/* A reference set knows where each message lies and what it is; of the files that it
 * refers to one message is asked for its grid. */

#define NO_FILE G_MAXUINT32

typedef struct
{
  MvuaEnsemble *ensemble;
  const MvuaRefSet *set;
  const MvuaRefInventory *inventory;
  const char *folder; /* where relative paths begin */
  GArray *files;      /* of guint32, by URL: its place among the ensemble's and 1 */
  guint n_unreadable; /* URLs */
  GError *unreadable; /* (nullable): why the first of them is */
  const MvuaReading *reading;
} Opening;

gboolean
mvua_ensemble_is_reference_set (const char *path)
{
  return mvua_ref_set_is (path);
}

static const MvuaRefMessage *
get_message (const MvuaRefInventory *inventory, guint i)
{
  return &g_array_index (inventory->messages, MvuaRefMessage, i);
}

/* The runs that there are, each once. */
static GArray *
list_runs (const MvuaRefInventory *inventory)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (MvuaRun));

  for (guint i = 0; i < inventory->messages->len; i++)
    {
      const MvuaRun run = get_message (inventory, i)->run;
      guint k = 0;
      while (k < runs->len && g_array_index (runs, MvuaRun, k) != run)
        k++;
      if (k == runs->len && run != MVUA_RUN_UNKNOWN)
        g_array_append_val (runs, run);
    }
  return runs;
}

static char *
name_runs (const GArray *runs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < runs->len && i < 10; i++)
    {
      char date[MVUA_RUN_TEXT_SIZE];
      const MvuaRun run = g_array_index (runs, MvuaRun, i);
      g_string_append_printf (text, "%s%s/%02d", i > 0 ? ", " : "",
                              mvua_run_date (run, date), mvua_run_hour (run));
    }
  return g_string_free (text, FALSE);
}

/* FALSE with @error set if there are several and none was chosen. */
static gboolean
choose_run (Opening *self, MvuaRun wanted, GError **error)
{
  g_autoptr (GArray) runs = list_runs (self->inventory);
  g_autofree char *names = name_runs (runs);
  gboolean has_wanted = FALSE;

  for (guint i = 0; i < runs->len; i++)
    has_wanted = has_wanted || g_array_index (runs, MvuaRun, i) == wanted;
  if (wanted == MVUA_RUN_UNKNOWN && runs->len > 1)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "%s holds %u runs: %s; choose one with its date and hour",
                   self->ensemble->path, runs->len, names);
      return FALSE;
    }
  if (wanted != MVUA_RUN_UNKNOWN && runs->len > 0 && !has_wanted)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "%s has nothing of the run that was asked for; it holds %s",
                   self->ensemble->path, names);
      return FALSE;
    }
  self->ensemble->run = wanted != MVUA_RUN_UNKNOWN ? wanted
                        : runs->len > 0            ? g_array_index (runs, MvuaRun, 0)
                                                   : MVUA_RUN_UNKNOWN;
  return TRUE;
}

/* The ensemble's file of a URL, made when it is met first; NO_FILE and a note if it
 * cannot be read here. */
static guint32
take_file (Opening *self, guint32 url)
{
  guint32 *file = &g_array_index (self->files, guint32, url);
  MvuaRemote *remote = self->ensemble->remote;
  g_autoptr (GError) error = NULL;

  /* 0 is for those that were not met yet. */
  if (*file != 0)
    return *file == NO_FILE ? NO_FILE : *file - 1;
  char *location = mvua_ref_url_resolve (
      mvua_ref_set_get_url (self->set, url), self->folder,
      remote != NULL ? mvua_remote_get_bucket (remote) : NULL, &error);
  if (location == NULL)
    {
      if (self->n_unreadable++ == 0)
        self->unreadable = g_steal_pointer (&error);
      *file = NO_FILE;
      return NO_FILE;
    }
  g_ptr_array_add (self->ensemble->files, location);
  *file = self->ensemble->files->len;
  return *file - 1;
}

/* Where the whole of a file is meant, its length is; it is asked for at once only of
 * files here. */
static gboolean
settle_length (Opening *self, MvuaReference *reference)
{
  const char *path = mvua_ensemble_get_file (self->ensemble, reference->file);

  return reference->length > 0 ||
         (!mvua_ref_url_is_remote (path) &&
          mvua_reader_get_size (self->ensemble->lookup, path, &reference->length,
                                self->reading, NULL));
}

static gboolean
has_decoded (const MvuaEnsemble *self, const MvuaReference *reference, int step)
{
  guint n = 0;

  return mvua_ensemble_find (self, reference->variable, reference->member, step, &n) !=
         NULL;
}

/* Whether a field in the store stands for a message; for rain it does in whatever window.
 * The first half of a bucket of which only the whole is to be had as a message is taken
 * from its message: with the decimals of both their difference comes out exact. */
static gboolean
is_decoded (const MvuaEnsemble *self, const MvuaReference *reference)
{
  if (!has_decoded (self, reference, reference->end))
    return FALSE;
  return !mvua_variable_is_rain (reference->variable) || reference->end % 6 == 0 ||
         has_decoded (self, reference, reference->end + 3);
}

static void
take_messages (Opening *self)
{
  MvuaEnsemble *ensemble = self->ensemble;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (MvuaReference));
  guint n_other = 0;
  guint n_whole = 0;

  for (guint i = 0; i < self->inventory->messages->len; i++)
    {
      const MvuaRefMessage *message = get_message (self->inventory, i);
      MvuaReference reference = message->reference;

      if (message->run != MVUA_RUN_UNKNOWN && message->run != ensemble->run)
        {
          n_other++;
          continue;
        }
      if (is_decoded (ensemble, &reference))
        continue;
      reference.file = take_file (self, reference.file);
      if (reference.file == NO_FILE)
        continue;
      if (settle_length (self, &reference))
        g_array_append_val (taken, reference);
      else
        n_whole++;
    }
  for (guint i = 0; i < taken->len; i++)
    mvua_ensemble_add (ensemble, &g_array_index (taken, MvuaReference, i));
  if (self->n_unreadable > 0)
    g_ptr_array_add (ensemble->notes,
                     g_strdup_printf ("Left out: %u files, such as %s",
                                      self->n_unreadable, self->unreadable->message));
  g_clear_error (&self->unreadable);
  if (n_other > 0)
    g_ptr_array_add (ensemble->notes,
                     g_strdup_printf ("Left out: %u messages of other runs", n_other));
  if (n_whole > 0)
    g_ptr_array_add (ensemble->notes,
                     g_strdup_printf ("Left out: %u messages that are whole files whose "
                                      "length is not known",
                                      n_whole));
}

static gboolean
needs_remote (const MvuaRefSet *set)
{
  for (guint i = 0; i < mvua_ref_set_get_n_urls (set); i++)
    if (mvua_ref_url_needs_remote (mvua_ref_set_get_url (set, i)))
      return TRUE;
  return FALSE;
}

/* What all of it is read through. */
static gboolean
choose_reader (Opening *self, const MvuaEnsembleOptions *options, GError **error)
{
  MvuaEnsemble *ensemble = self->ensemble;

  if (!needs_remote (self->set))
    return TRUE;
  if (options == NULL || options->remote == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "%s refers to what is not here, and there is no way to a network",
                   ensemble->path);
      return FALSE;
    }
  ensemble->remote = mvua_remote_ref (options->remote);
  ensemble->remote_reader = mvua_remote_reader_new (ensemble->remote);
  ensemble->own_reader = mvua_either_reader_new (
      ensemble->reader, mvua_remote_reader_get (ensemble->remote_reader));
  ensemble->reader = ensemble->lookup = ensemble->own_reader;
  return TRUE;
}

static gboolean
take_set (Opening *self, const MvuaEnsembleOptions *options, GError **error)
{
  MvuaEnsemble *ensemble = self->ensemble;
  const guint n_urls = mvua_ref_set_get_n_urls (self->set);
  /* A store has settled it, if there is one. */
  const MvuaRun wanted = ensemble->grid.n_rows > 0 ? ensemble->run
                         : options != NULL         ? options->run
                                                   : MVUA_RUN_UNKNOWN;

  for (guint i = 0; i < self->inventory->notes->len; i++)
    g_ptr_array_add (ensemble->notes,
                     g_strdup (g_ptr_array_index (self->inventory->notes, i)));
  ensemble->n_unknown = self->inventory->n_unknown;
  if (ensemble->product[0] == '\0')
    g_strlcpy (ensemble->product, self->inventory->product, sizeof ensemble->product);
  g_array_set_size (self->files, n_urls);
  if (!choose_reader (self, options, error) || !choose_run (self, wanted, error))
    return FALSE;
  take_messages (self);
  return TRUE;
}

gboolean
mvua_ensemble_take_refs (MvuaEnsemble *self,
                         const MvuaRefSet *set,
                         const char *folder,
                         const MvuaEnsembleOptions *options,
                         const MvuaReading *reading,
                         GError **error)
{
  g_autoptr (MvuaRefInventory) inventory = mvua_ref_inventory_new (set);
  g_autoptr (GArray) files = g_array_new (FALSE, TRUE, sizeof (guint32));
  Opening opening = { .ensemble = self,
                      .set = set,
                      .inventory = inventory,
                      .folder = folder,
                      .files = files,
                      .reading = reading };

  return take_set (&opening, options, error);
}

static MvuaEnsemble *
open_set (const char *path,
          const MvuaRefSet *set,
          const MvuaEnsembleOptions *options,
          GCancellable *cancellable,
          GError **error)
{
  const MvuaReading reading = { .priority = MVUA_PRIORITY_PICKED,
                                .cancellable = cancellable };
  g_autofree char *whole = g_strdup (path);
  while (strlen (whole) > 1 && g_str_has_suffix (whole, "/"))
    whole[strlen (whole) - 1] = '\0';
  g_autofree char *folder = g_path_get_dirname (whole);
  g_autoptr (MvuaEnsemble) self = mvua_ensemble_new (path, options);

  if (!mvua_ensemble_take_refs (self, set, folder, options, &reading, error))
    return NULL;
  if (self->references->len > 0)
    return mvua_ensemble_settle (self, &reading, error) ? g_steal_pointer (&self) : NULL;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "%s refers to no GRIB message that Mvua knows%s%s", path,
               self->notes->len > 0 ? ": " : "",
               self->notes->len > 0 ? (const char *) g_ptr_array_index (self->notes, 0)
                                    : "");
  return NULL;
}

MvuaEnsemble *
mvua_ensemble_open_refs (const char *path,
                         const MvuaEnsembleOptions *options,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autofree char *set_path = mvua_hybrid_find_set (path);
  g_autoptr (MvuaRefSet) set =
      mvua_ref_set_open (set_path != NULL ? set_path : path, cancellable, error);

  if (set == NULL)
    return NULL;
  if (set_path != NULL && mvua_hybrid_set_is (set))
    return mvua_ensemble_open_hybrid (path, set_path, set, options, cancellable, error);
  /* A set that lies in the folder of a store with which it has nothing to do. */
  return mvua_ensemble_is_reference_set (path)
             ? open_set (path, set, options, cancellable, error)
             : mvua_ensemble_open_store (path, options, cancellable, error);
}
