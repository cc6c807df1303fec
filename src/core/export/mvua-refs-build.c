/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-refs-build.h"

#include "mvua-zarr-placement.h"

/* While a set is put together. */
typedef struct
{
  const MvuaRefsBuild *what;
  const MvuaRefsPlan *plan;
  MvuaRefBuilder *builder;
  GArray *nodes; /* of MvuaZarrNode */
  char **urls;   /* by file of the ensemble; %NULL where none was needed yet */
} Making;

static const char *
get_url (Making *self, guint32 file, GError **error)
{
  MvuaEnsemble *ensemble = self->plan->ensemble;
  MvuaRemote *remote = mvua_ensemble_get_remote (ensemble);

  if (self->urls[file] == NULL)
    {
      self->urls[file] = mvua_ref_url_make (
          mvua_ensemble_get_file (ensemble, file), self->what->plan->form,
          self->what->folder, mvua_ensemble_get_run (ensemble),
          remote != NULL ? mvua_remote_get_bucket (remote) : NULL, error);
      self->what->report->n_files += self->urls[file] != NULL;
    }
  return self->urls[file];
}

static void
note_gap (
    const Making *self, const MvuaRefsField *field, guint member, guint step, guint v)
{
  const MvuaGap gap = { .variable = g_ptr_array_index (self->plan->export->variables, v),
                        .member = mvua_export_plan_member (self->plan->export, member),
                        .step = mvua_export_plan_step (self->plan->export, step),
                        .status = field->status,
                        .complaint = g_strdup (field->complaint) };

  g_array_append_val (self->what->report->gaps, gap);
}

static gboolean
add_message (Making *self,
             const MvuaRefsField *field,
             guint member,
             guint step,
             guint v,
             GError **error)
{
  /* What is above the members comes first. */
  const MvuaSchemaGroup *group =
      g_ptr_array_index (self->what->schema->groups, member + 1);
  const MvuaSchemaArray *array = g_ptr_array_index (group->arrays, v);
  const gsize index[] = { step, 0, 0 };

  if (field->status == MVUA_STATUS_NOT_DEFINED)
    return TRUE;
  self->what->report->n_fields++;
  if (field->status != MVUA_STATUS_OK)
    {
      note_gap (self, field, member, step, v);
      return TRUE;
    }
  const char *url = get_url (self, field->reference.file, error);
  if (url == NULL)
    return FALSE;
  g_autofree char *chunk = mvua_zarr_placement_v2.dup_chunk_name (array->n_dims, index);
  g_autofree char *key = g_strdup_printf ("%s/%s/%s", group->path, array->name, chunk);
  return mvua_ref_builder_add_range (self->builder, key, url, field->reference.offset,
                                     field->reference.length, error);
}

static gboolean
add_messages (Making *self, GError **error)
{
  const MvuaExportPlan *plan = self->plan->export;

  for (guint m = 0; m < plan->members->len; m++)
    for (guint s = 0; s < plan->steps->len; s++)
      for (guint v = 0; v < plan->variables->len; v++)
        if (!add_message (self, mvua_refs_plan_get (self->plan, m, s, v), m, s, v, error))
          return FALSE;
  return TRUE;
}

/* An array of the schema as the writer of metadata takes it. */
static MvuaZarrArraySpec
make_spec (const MvuaSchemaArray *array, const char *path)
{
  MvuaZarrArraySpec spec = { .path = path, .type = array->type, .n_dims = array->n_dims };

  for (guint d = 0; d < array->n_dims; d++)
    {
      spec.dims[d] = array->dims[d];
      spec.shape[d] = array->shape[d];
      spec.chunk[d] = array->chunk[d];
    }
  return spec;
}

/* Coordinates are one chunk, and in the set itself. */
static gboolean
add_data (Making *self, const MvuaSchemaArray *array, const char *path, GError **error)
{
  const gsize origin[MVUA_ZARR_MAX_DIMS] = { 0 };
  g_autofree char *chunk = mvua_zarr_placement_v2.dup_chunk_name (array->n_dims, origin);
  g_autofree char *key = g_strconcat (path, "/", chunk, NULL);

  return array->data == NULL ||
         mvua_ref_builder_add_bytes (self->builder, key, array->data,
                                     mvua_schema_array_size (array), error);
}

static gboolean
add_files (Making *self, const GArray *nodes, GError **error)
{
  g_autoptr (GPtrArray) files = mvua_zarr_placement_v2.list_files (
      (const MvuaZarrNode *) (gpointer) nodes->data, nodes->len);

  for (guint i = 0; i < files->len; i++)
    {
      const MvuaZarrFile *file = g_ptr_array_index (files, i);
      gsize n = 0;
      const char *text = json_object_to_json_string_length (
          file->json, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &n);
      if (!mvua_ref_builder_add_bytes (self->builder, file->path, text, n, error))
        return FALSE;
    }
  return TRUE;
}

/* Groups and arrays of the plan, and coordinates. */
static gboolean
add_schema (Making *self, GPtrArray *strings, GError **error)
{
  const GPtrArray *groups = self->what->schema->groups;

  for (guint g = 0; g < groups->len; g++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (groups, g);
      const MvuaZarrNode node = { .path = group->path, .attributes = group->attributes };
      g_array_append_val (self->nodes, node);
      for (guint a = 0; a < group->arrays->len; a++)
        {
          const MvuaSchemaArray *array = g_ptr_array_index (group->arrays, a);
          char *path = g_strconcat (group->path, "/", array->name, NULL);
          MvuaZarrArraySpec *spec = g_new (MvuaZarrArraySpec, 1);
          const MvuaZarrNode child = { .path = path,
                                       .spec = spec,
                                       .attributes = array->attributes,
                                       .grib = array->data == NULL ? array->name : NULL };

          *spec = make_spec (array, path);
          g_ptr_array_add (strings, path);
          g_ptr_array_add (strings, spec);
          g_array_append_val (self->nodes, child);
          if (!add_data (self, array, path, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* Chunks of one array of the store; one that was not written reads as the fill value. */
static gboolean
add_chunks (Making *self, const MvuaZarrArraySpec *spec, GError **error)
{
  gsize index[MVUA_ZARR_MAX_DIMS] = { 0 };
  gsize n[MVUA_ZARR_MAX_DIMS] = { 0 };
  gsize n_all = 1;

  for (guint d = 0; d < spec->n_dims; d++)
    {
      n[d] = (spec->shape[d] + spec->chunk[d] - 1) / spec->chunk[d];
      n_all *= n[d];
    }
  for (gsize i = 0; i < n_all; i++)
    {
      g_autofree char *chunk =
          mvua_zarr_placement_v2.dup_chunk_name (spec->n_dims, index);
      g_autofree char *key = g_strconcat (spec->path, "/", chunk, NULL);
      if (mvua_zarr_writer_has_file (self->what->store, key) &&
          !mvua_ref_builder_add_whole (self->builder, key, key, error))
        return FALSE;
      for (guint d = spec->n_dims; d-- > 0 && ++index[d] == n[d];)
        index[d] = 0;
    }
  return TRUE;
}

static gboolean
add_store (Making *self, GError **error)
{
  if (self->what->store == NULL)
    return TRUE;
  mvua_zarr_writer_add_nodes (self->what->store, self->nodes);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const MvuaZarrNode *node = &g_array_index (self->nodes, MvuaZarrNode, i);
      if (node->spec != NULL && !add_chunks (self, node->spec, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_all (Making *self, GError **error)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);

  if (!add_store (self, error) || !add_schema (self, strings, error))
    return FALSE;
  g_array_sort (self->nodes, mvua_zarr_placement_v2.compare);
  return add_files (self, self->nodes, error) && add_messages (self, error);
}

MvuaRefSet *
mvua_refs_build (const MvuaRefsBuild *what, GError **error)
{
  const guint n_files = mvua_ensemble_get_n_files (what->plan->ensemble);
  Making self = { .what = what,
                  .plan = what->plan,
                  .builder = mvua_ref_builder_new (),
                  .nodes = g_array_new (FALSE, FALSE, sizeof (MvuaZarrNode)),
                  .urls = g_new0 (char *, n_files + 1) };
  MvuaRefSet *set = add_all (&self, error) ? mvua_ref_builder_end (self.builder) : NULL;

  for (guint i = 0; i < n_files; i++)
    g_free (self.urls[i]);
  g_free (self.urls);
  g_array_unref (self.nodes);
  mvua_ref_builder_free (self.builder);
  return set;
}
