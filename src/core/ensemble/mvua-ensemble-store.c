/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Opens Zarr stores as an ensemble: a DataTree with a group a member, one member's store,
 * or a folder of such. */

#include "mvua-ensemble-private.h"
#include "mvua-rain-series.h"
#include "mvua-store-fields.h"
#include "mvua-store-list.h"

#include <string.h>

/* Decoded chunks that are kept: those of one step of thirty members over East Africa, in
 * chunks of 27 steps, so that the next step of all needs nothing new. */
#define CHUNK_BYTES ((gsize) 64 << 20)

#define STEP_HOURS 3

/* What is found before it is settled what belongs together. */
typedef struct
{
  const char *path;
  GCancellable *cancellable;
  gboolean may_lack_members;
  MvuaZarrChunks *chunks;
  GPtrArray *trees;
  GPtrArray *members; /* of MvuaStoreMember */
  GArray *lost;       /* of MvuaMember: there is something of it that cannot be opened */
  MvuaStoreNotes *notes;
} Opening;

static void
opening_clear (Opening *self)
{
  g_ptr_array_unref (self->members);
  g_ptr_array_unref (self->trees);
  g_array_unref (self->lost);
  g_clear_pointer (&self->chunks, mvua_zarr_chunks_unref);
  mvua_store_notes_free (self->notes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Opening, opening_clear)

/* A store without groups of members is one member's, if it says which. */
static gboolean
member_of_store (const MvuaZarrTree *tree, MvuaMember *member)
{
  json_object *attributes = mvua_zarr_tree_load_attributes (tree, "", NULL);
  json_object *said = NULL;

  json_object_object_get_ex (attributes, "member", &said);
  const gboolean is_said = json_object_is_type (said, json_type_string) &&
                           mvua_member_from_name (json_object_get_string (said), member);
  json_object_put (attributes);
  return is_said || mvua_store_member_of_name (mvua_zarr_tree_get_folder (tree), member);
}

static gboolean
add_member (Opening *self,
            MvuaZarrTree *tree,
            const char *group,
            MvuaMember member,
            GError **error)
{
  MvuaStoreMember *opened =
      mvua_store_member_open (tree, group, member, self->notes, error);

  if (opened != NULL)
    g_ptr_array_add (self->members, opened);
  return opened != NULL;
}

/* What cannot be opened of several is left out, and said; the member is still missed. */
static void
leave_out (Opening *self, const char *where, MvuaMember member, const GError *why)
{
  mvua_store_notes_add (self->notes, where, "left out: %s", why->message);
  g_array_append_val (self->lost, member);
}

static gboolean
add_groups (Opening *self, MvuaZarrTree *tree, guint *n_groups, GError **error)
{
  const GPtrArray *paths = mvua_zarr_tree_list (tree);
  g_autoptr (GError) first_error = NULL;
  guint n_added = 0;

  *n_groups = 0;
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autoptr (GError) local_error = NULL;
      MvuaMember member;

      if (!mvua_member_from_name (path, &member) || mvua_zarr_tree_has_array (tree, path))
        continue;
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      (*n_groups)++;
      if (add_member (self, tree, path, member, &local_error))
        n_added++;
      else
        leave_out (self, path, member, local_error);
      if (first_error == NULL)
        first_error = g_steal_pointer (&local_error);
    }
  if (*n_groups == 0 || n_added > 0)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}

static gboolean
add_store (Opening *self, const char *path, GError **error)
{
  MvuaZarrTree *tree = mvua_zarr_tree_open (path, self->chunks, error);
  MvuaMember member;
  guint n_groups = 0;

  if (tree == NULL)
    return FALSE;
  g_ptr_array_add (self->trees, tree);
  if (!add_groups (self, tree, &n_groups, error))
    return FALSE;
  if (n_groups > 0 || self->may_lack_members)
    return TRUE;
  if (!mvua_store_member_is_group (tree, ""))
    return mvua_store_complain (
        tree, "", error,
        mvua_zarr_tree_has (tree, "ensemble_stats") ||
                mvua_zarr_tree_has (tree, "probabilities")
            ? "has statistics and probabilities, and no member that they could be made "
              "of again; expected groups such as gep01"
            : "is a Zarr store without members: expected groups such as gep01, or "
              "variables such as t2m");
  if (!member_of_store (tree, &member))
    return mvua_store_complain (tree, "", error,
                                "does not say which member it is: expected the attribute "
                                "member, or a name such as gep01.zarr");
  return add_member (self, tree, "", member, error);
}

/* A folder of stores; one that cannot be opened is left out. */
static gboolean
add_stores (Opening *self, GError **error)
{
  g_autoptr (GPtrArray) stores = mvua_store_list_folder (self->path);
  g_autoptr (GError) first_error = NULL;

  for (guint i = 0; i < stores->len; i++)
    {
      const char *path = g_ptr_array_index (stores, i);
      g_autoptr (GError) local_error = NULL;
      MvuaMember member;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (add_store (self, path, &local_error))
        continue;
      if (mvua_store_member_of_name (path, &member))
        leave_out (self, path, member, local_error);
      if (first_error == NULL)
        first_error = g_steal_pointer (&local_error);
    }
  if (self->members->len > 0)
    return TRUE;
  /* There were stores a moment ago. */
  if (first_error == NULL)
    g_set_error (&first_error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                 "The stores in %s cannot be listed at the moment", self->path);
  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}

static const MvuaStoreMember *
get_member (const Opening *self, guint i)
{
  return g_ptr_array_index (self->members, i);
}

/* The one run, or the wanted one.  Returns: MVUA_RUN_UNKNOWN with @error set */
static MvuaRun
choose_run (const Opening *self, MvuaRun wanted, GError **error)
{
  g_autoptr (GString) runs = g_string_new (NULL);
  guint n_runs = 0;
  gboolean has_wanted = FALSE;

  for (guint i = 0; i < self->members->len; i++)
    {
      const MvuaRun run = get_member (self, i)->run;
      char date[MVUA_RUN_TEXT_SIZE];
      gboolean is_new = TRUE;

      for (guint k = 0; k < i; k++)
        is_new = is_new && get_member (self, k)->run != run;
      has_wanted = has_wanted || run == wanted;
      if (!is_new)
        continue;
      g_string_append_printf (runs, "%s%s/%02d", n_runs++ > 0 ? ", " : "",
                              mvua_run_date (run, date), mvua_run_hour (run));
    }
  if (has_wanted)
    return wanted;
  if (wanted == MVUA_RUN_UNKNOWN && n_runs == 1)
    return get_member (self, 0)->run;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               wanted != MVUA_RUN_UNKNOWN
                   ? "%s has nothing of the run that was asked for; it holds %s"
                   : "%s holds several runs: %s; choose one with its date and hour",
               self->path, runs->str);
  return MVUA_RUN_UNKNOWN;
}

/* The grid that most members of the run are on. */
static MvuaStoreGrid
choose_grid (const Opening *self, MvuaRun run)
{
  const MvuaStoreMember *best = NULL;
  guint most = 0;

  for (guint i = 0; i < self->members->len; i++)
    {
      const MvuaStoreMember *one = get_member (self, i);
      guint votes = 0;

      if (one->run != run)
        continue;
      for (guint k = 0; k < self->members->len; k++)
        votes +=
            (guint) mvua_grid_equal (&get_member (self, k)->grid.grid, &one->grid.grid);
      if (votes > most)
        {
          most = votes;
          best = one;
        }
    }
  g_assert (best != NULL);
  return best->grid;
}

/* Which members belong to the ensemble; what does not is said. */
static gboolean *
choose_members (const Opening *self, const MvuaEnsemble *ensemble)
{
  gboolean *is_chosen = g_new0 (gboolean, self->members->len + 1);

  for (guint i = 0; i < self->members->len; i++)
    {
      const MvuaStoreMember *member = get_member (self, i);
      const char *complaint = NULL;

      if (member->run != ensemble->run)
        complaint = "it is of another run";
      else if (!mvua_grid_equal (&member->grid.grid, &ensemble->grid))
        complaint = "it is on another grid";
      for (guint k = 0; complaint == NULL && k < i; k++)
        if (is_chosen[k] &&
            mvua_member_compare (get_member (self, k)->member, member->member) == 0)
          complaint = "there is another store of the same member";
      is_chosen[i] = complaint == NULL;
      if (complaint == NULL)
        continue;
      g_autofree char *where = g_build_filename (mvua_zarr_tree_get_folder (member->tree),
                                                 member->group, NULL);
      mvua_store_notes_add (self->notes, where, "left out: %s", complaint);
    }
  return is_chosen;
}

static int
start_of (const MvuaStoreVariable *variable, int step)
{
  if (variable->variable->kind == MVUA_KIND_INSTANT)
    return step;
  return mvua_variable_is_rain (variable->variable) && !variable->is_bucket
             ? step - STEP_HOURS
             : mvua_rain_usual_start (step);
}

/* The fields that a member has, and the steps at which it had a file. */
static void
add_fields (MvuaEnsemble *ensemble, const MvuaStoreMember *member, guint file)
{
  const gsize n_bytes =
      (gsize) member->grid.grid.n_rows * member->grid.grid.n_columns * sizeof (float);
  guint n_fields = 0;

  for (guint v = 0; v < member->variables->len; v++)
    for (guint s = 0; s < member->steps->len; s++)
      {
        const MvuaStoreVariable *variable =
            &g_array_index (member->variables, MvuaStoreVariable, v);
        const int step = g_array_index (member->steps, int, s);
        const MvuaReference reference = { .offset = s,
                                          .length = n_bytes,
                                          .variable = variable->variable,
                                          .file = file + v,
                                          .start = (gint16) start_of (variable, step),
                                          .end = (gint16) step,
                                          .member = member->member };

        if (mvua_store_variable_get_status (variable, s, step) != MVUA_STATUS_OK)
          continue;
        mvua_ensemble_add (ensemble, &reference);
        n_fields++;
      }
  mvua_ensemble_expect (ensemble, member->member, member->steps);
  /* A step was there if any variable was found at it, or looked for in its file. */
  for (guint s = 0; n_fields > 0 && s < member->steps->len; s++)
    {
      const int step = g_array_index (member->steps, int, s);
      gboolean is_there = FALSE, is_missing = FALSE;

      for (guint v = 0; v < member->variables->len; v++)
        {
          const MvuaStatus status = mvua_store_variable_get_status (
              &g_array_index (member->variables, MvuaStoreVariable, v), s, step);
          is_missing = is_missing || status == MVUA_STATUS_MISSING;
          is_there = is_there || status == MVUA_STATUS_NOT_PUBLISHED ||
                     status == MVUA_STATUS_REJECTED;
        }
      if (is_there || !is_missing)
        mvua_ensemble_add_place (ensemble, member->member, step);
    }
}

/* "pgrb2s.0p25", as the store says */
void
mvua_ensemble_take_product (MvuaEnsemble *ensemble, const MvuaZarrTree *tree)
{
  json_object *attributes = mvua_zarr_tree_load_attributes (tree, "", NULL);
  json_object *product = NULL;

  json_object_object_get_ex (attributes, "product", &product);
  if (json_object_is_type (product, json_type_string) &&
      strlen (json_object_get_string (product)) < sizeof ensemble->product)
    g_strlcpy (ensemble->product, json_object_get_string (product),
               sizeof ensemble->product);
  json_object_put (attributes);
}

static void
take_member (MvuaEnsemble *ensemble, MvuaStoreFields *fields, MvuaStoreMember *member)
{
  const guint file = mvua_store_fields_take_member (fields, member);

  for (guint v = 0; v < member->variables->len; v++)
    g_ptr_array_add (
        ensemble->files,
        g_build_filename (
            mvua_zarr_tree_get_folder (member->tree),
            mvua_zarr_leaf_get_path (
                g_array_index (member->variables, MvuaStoreVariable, v).leaf),
            NULL));
  if (member->is_demo)
    ensemble->is_demo = TRUE;
  add_fields (ensemble, member, file);
}

/* Hands what belongs together over to the ensemble. */
static void
take_all (Opening *self, MvuaEnsemble *ensemble)
{
  g_autofree gboolean *is_chosen = choose_members (self, ensemble);
  MvuaStoreFields *fields =
      mvua_store_fields_new (&ensemble->grid, g_steal_pointer (&self->chunks));

  ensemble->fields = mvua_store_fields_get_source (fields);
  for (guint i = 0; i < self->members->len; i++)
    if (is_chosen[i])
      {
        MvuaStoreMember *member = g_ptr_array_index (self->members, i);
        self->members->pdata[i] = NULL;
        mvua_ensemble_take_product (ensemble, member->tree);
        take_member (ensemble, fields, member);
      }
  for (guint i = 0; i < self->lost->len; i++)
    mvua_ensemble_expect (ensemble, g_array_index (self->lost, MvuaMember, i), NULL);
  for (guint i = 0; i < self->trees->len; i++)
    mvua_store_fields_take_tree (fields, g_ptr_array_index (self->trees, i));
  g_ptr_array_set_free_func (self->trees, NULL);
  mvua_store_notes_tell (self->notes, ensemble->notes);
}

static void
free_member (gpointer member)
{
  if (member != NULL)
    mvua_store_member_free (member);
}

static gboolean
take_members (Opening *self, MvuaEnsemble *ensemble, MvuaRun wanted, GError **error)
{
  const MvuaRun run = choose_run (self, wanted, error);

  if (run == MVUA_RUN_UNKNOWN)
    return FALSE;
  const MvuaStoreGrid grid = choose_grid (self, run);
  ensemble->run = run;
  ensemble->grid = grid.grid;
  ensemble->west = grid.west;
  return TRUE;
}

static gboolean
take_stores (MvuaEnsemble *self,
             const char *path,
             MvuaRun run,
             gboolean may_lack_members,
             GCancellable *cancellable,
             GError **error)
{
  g_auto (Opening) opening = {
    .path = path,
    .cancellable = cancellable,
    .may_lack_members = may_lack_members,
    .chunks = mvua_zarr_chunks_new (CHUNK_BYTES),
    .trees = g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_zarr_tree_free),
    .members = g_ptr_array_new_with_free_func (free_member),
    .lost = g_array_new (FALSE, FALSE, sizeof (MvuaMember)),
    .notes = mvua_store_notes_new (),
  };

  if (!(mvua_zarr_tree_is_store (path) ? add_store (&opening, path, error)
                                       : add_stores (&opening, error)))
    return FALSE;
  if (!(opening.members->len > 0
            ? take_members (&opening, self, run, error)
            : mvua_ensemble_take_derived (self, g_ptr_array_index (opening.trees, 0),
                                          error)))
    return FALSE;
  take_all (&opening, self);
  self->n_field_files = self->files->len;
  self->n_stores = may_lack_members ? 0 : opening.trees->len; /* a hybrid has more */
  return TRUE;
}

/* The zarr room's errors as those of a source, of which no more is to be known. */
static void
translate (GError *error)
{
  if (error->domain != MVUA_ZARR_ERROR)
    return;
  error->code = error->code == MVUA_ZARR_ERROR_IO          ? (int) MVUA_ERROR_IO
                : error->code == MVUA_ZARR_ERROR_NO_MEMORY ? (int) MVUA_ERROR_NO_MEMORY
                                                           : (int) MVUA_ERROR_SOURCE;
  error->domain = MVUA_ERROR;
}

gboolean
mvua_ensemble_take_stores (MvuaEnsemble *self,
                           const char *path,
                           const MvuaEnsembleOptions *options,
                           gboolean may_lack_members,
                           GCancellable *cancellable,
                           GError **error)
{
  const MvuaRun run = options != NULL ? options->run : MVUA_RUN_UNKNOWN;
  GError *local_error = NULL;

  if (take_stores (self, path, run, may_lack_members, cancellable, &local_error))
    return TRUE;
  translate (local_error);
  g_propagate_error (error, local_error);
  return FALSE;
}

MvuaEnsemble *
mvua_ensemble_open_store (const char *path,
                          const MvuaEnsembleOptions *options,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (MvuaEnsemble) self = mvua_ensemble_new (path, options);

  if (!mvua_ensemble_take_stores (self, path, options, FALSE, cancellable, error))
    return NULL;
  if (self->references->len > 0)
    return mvua_ensemble_settle (self, NULL, error) ? g_steal_pointer (&self) : NULL;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "%s has no field that is not missing", path);
  return NULL;
}
