/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-refs.h"

#include "mvua-refs-schema.h"
#include "mvua-target.h"
#include "mvua-zarr-placement.h"

/* While a set is put together. */
typedef struct
{
  const MvuaRefsPlan *plan;
  const MvuaSchema *schema;
  MvuaRefBuilder *builder;
  MvuaRefUrlForm form;
  const char *folder;
  char **urls; /* by file of the ensemble; %NULL where none was needed yet */
  MvuaRefsReport *report;
} Making;

static void
clear_gap (gpointer data)
{
  g_free (((MvuaGap *) data)->complaint);
}

void
mvua_refs_report_clear (MvuaRefsReport *self)
{
  g_clear_pointer (&self->gaps, g_array_unref);
}

guint
mvua_export_refs_count_requests (const MvuaEnsemble *ensemble,
                                 const MvuaRefsOptions *options)
{
  /* A plan only reads until places are looked for. */
  g_autoptr (MvuaRefsPlan) plan =
      mvua_refs_plan_new ((MvuaEnsemble *) ensemble, options, NULL);

  return plan != NULL ? mvua_refs_plan_count_indexes (plan) : 0;
}

/* Made-up messages are not in NOAA's bucket, and must not be taken for what is there: of
 * a mirror that has them its own URLs are written. */
static gboolean
settle_form (MvuaEnsemble *ensemble, MvuaRefUrlForm *form, GError **error)
{
  const gboolean is_remote = mvua_ensemble_get_remote (ensemble) != NULL;

  if (!mvua_ensemble_is_demo (ensemble))
    return TRUE;
  if (*form == MVUA_REF_URL_AUTO && is_remote)
    *form = MVUA_REF_URL_HTTPS;
  if (*form != MVUA_REF_URL_S3 && (*form != MVUA_REF_URL_HTTPS || is_remote))
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "%s is made up, and is not in NOAA’s bucket: its URLs can be %s",
               mvua_ensemble_get_path (ensemble),
               is_remote ? "those of where it lies" : "relative or absolute paths");
  return FALSE;
}

static const char *
get_url (Making *self, guint32 file, GError **error)
{
  MvuaEnsemble *ensemble = self->plan->ensemble;
  MvuaRemote *remote = mvua_ensemble_get_remote (ensemble);

  if (self->urls[file] == NULL)
    {
      self->urls[file] = mvua_ref_url_make (
          mvua_ensemble_get_file (ensemble, file), self->form, self->folder,
          mvua_ensemble_get_run (ensemble),
          remote != NULL ? mvua_remote_get_bucket (remote) : NULL, error);
      self->report->n_files += self->urls[file] != NULL;
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

  g_array_append_val (self->report->gaps, gap);
}

static gboolean
add_message (Making *self,
             const MvuaRefsField *field,
             guint member,
             guint step,
             guint v,
             GError **error)
{
  /* The root comes first. */
  const MvuaSchemaGroup *group = g_ptr_array_index (self->schema->groups, member + 1);
  const MvuaSchemaArray *array = g_ptr_array_index (group->arrays, v);
  const gsize index[] = { step, 0, 0 };

  if (field->status == MVUA_STATUS_NOT_DEFINED)
    return TRUE;
  self->report->n_fields++;
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

static gboolean
add_metadata (Making *self, GError **error)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (MvuaZarrNode));
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) specs = g_ptr_array_new_with_free_func (g_free);

  for (guint g = 0; g < self->schema->groups->len; g++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (self->schema->groups, g);
      const MvuaZarrNode node = { .path = group->path, .attributes = group->attributes };
      g_array_append_val (nodes, node);
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
          g_ptr_array_add (paths, path);
          g_ptr_array_add (specs, spec);
          g_array_append_val (nodes, child);
          if (!add_data (self, array, path, error))
            return FALSE;
        }
    }
  g_array_sort (nodes, mvua_zarr_placement_v2.compare);
  return add_files (self, nodes, error);
}

static MvuaRefSet *
make_set (Making *self, GError **error)
{
  const guint n_files = mvua_ensemble_get_n_files (self->plan->ensemble);
  MvuaRefSet *set = NULL;

  self->builder = mvua_ref_builder_new ();
  self->urls = g_new0 (char *, n_files + 1);
  if (add_metadata (self, error) && add_messages (self, error))
    set = mvua_ref_builder_end (self->builder);
  for (guint i = 0; i < n_files; i++)
    g_free (self->urls[i]);
  g_free (self->urls);
  mvua_ref_builder_free (self->builder);
  return set;
}

MvuaRefSet *
mvua_export_refs_new (MvuaEnsemble *ensemble,
                      const char *folder,
                      const MvuaRefsOptions *options,
                      MvuaRefsProgress progress,
                      gpointer data,
                      MvuaRefsReport *report,
                      GCancellable *cancellable,
                      GError **error)
{
  *report = (MvuaRefsReport){ .gaps = g_array_new (FALSE, FALSE, sizeof (MvuaGap)) };
  g_array_set_clear_func (report->gaps, clear_gap);
  MvuaRefUrlForm form = options->urls;
  if (!settle_form (ensemble, &form, error))
    return NULL;
  g_autoptr (MvuaRefsPlan) plan = mvua_refs_plan_new (ensemble, options, error);
  if (plan == NULL || !mvua_refs_plan_locate (plan, progress, data, cancellable, error))
    return NULL;
  g_autoptr (MvuaSchema) schema = mvua_refs_schema_new (plan, error);
  if (schema == NULL)
    return NULL;
  Making making = {
    .plan = plan, .schema = schema, .form = form, .folder = folder, .report = report
  };
  return make_set (&making, error);
}

gboolean
mvua_export_refs (MvuaEnsemble *ensemble,
                  const char *target,
                  const MvuaRefsOptions *options,
                  MvuaRefsProgress progress,
                  gpointer data,
                  MvuaRefsReport *report,
                  GCancellable *cancellable,
                  GError **error)
{
  MvuaRefForm form;

  *report = (MvuaRefsReport){ 0 };
  if (!mvua_ref_form_from_name (target, &form, error))
    return FALSE;
  g_autoptr (MvuaTarget) output = mvua_target_new (target, options->overwrite, error);
  if (output == NULL)
    return FALSE;
  g_autofree char *absolute = g_canonicalize_filename (target, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autoptr (MvuaRefSet) set = mvua_export_refs_new (ensemble, folder, options, progress,
                                                     data, report, cancellable, error);
  return set != NULL &&
         mvua_ref_set_save (set, mvua_target_get_partial (output), form, cancellable,
                            error) &&
         mvua_target_commit (output, error);
}
