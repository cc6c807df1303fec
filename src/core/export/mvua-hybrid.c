/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-hybrid.h"

#include "mvua-hybrid-set.h"
#include "mvua-refs-build.h"

struct _MvuaHybrid
{
  const MvuaExportPlan *plan;
  MvuaRefsPlan *messages;
  MvuaSchema *schema;
  MvuaRefsReport report;
  char *folder;
};

static void
clear_gap (gpointer data)
{
  g_free (((MvuaGap *) data)->complaint);
}

MvuaHybrid *
mvua_hybrid_new (MvuaEnsemble *ensemble,
                 const MvuaExportPlan *plan,
                 const char *target,
                 GCancellable *cancellable,
                 GError **error)
{
  const MvuaExportRest *rest = &plan->options->rest;
  const MvuaRefsOptions options = { .members = plan->options->members,
                                    .variables = rest->variables,
                                    .steps = rest->steps,
                                    .urls = rest->urls };
  g_autoptr (MvuaHybrid) self = g_new0 (MvuaHybrid, 1);

  self->plan = plan;
  self->folder = g_canonicalize_filename (target, NULL);
  self->report.gaps = g_array_new (FALSE, FALSE, sizeof (MvuaGap));
  g_array_set_clear_func (self->report.gaps, clear_gap);
  self->messages = mvua_refs_plan_new (ensemble, &options, error);
  if (self->messages == NULL ||
      !mvua_refs_plan_locate (self->messages, NULL, NULL, cancellable, error))
    return NULL;
  self->schema = mvua_refs_schema_new (self->messages, MVUA_HYBRID_MESSAGES, error);
  return self->schema != NULL ? g_steal_pointer (&self) : NULL;
}

void
mvua_hybrid_free (MvuaHybrid *self)
{
  g_clear_pointer (&self->schema, mvua_schema_free);
  g_clear_pointer (&self->messages, mvua_refs_plan_free);
  mvua_refs_report_clear (&self->report);
  g_free (self->folder);
  g_free (self);
}

gboolean
mvua_hybrid_write (MvuaHybrid *self,
                   MvuaZarrWriter *store,
                   const char *folder,
                   GError **error)
{
  const MvuaRefForm form = self->plan->options->rest.form;
  const MvuaRefsBuild what = { .plan = self->messages,
                               .schema = self->schema,
                               .store = store,
                               .folder = self->folder,
                               .report = &self->report };
  const char *name = mvua_hybrid_set_name (form);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (MvuaRefSet) set = mvua_refs_build (&what, error);

  return set != NULL && mvua_ref_set_save (set, path, form, NULL, error) &&
         mvua_zarr_writer_take_files (store, name, error);
}

/* Whether the field was wanted for the store, which then has told of it. */
static gboolean
is_decoded (const MvuaExportPlan *plan, const MvuaGap *gap)
{
  gboolean has_step = FALSE;

  for (guint s = 0; s < plan->steps->len; s++)
    has_step = has_step || mvua_export_plan_step (plan, s) == gap->step;
  return has_step && g_ptr_array_find (plan->variables, gap->variable, NULL);
}

void
mvua_hybrid_report (MvuaHybrid *self, MvuaExportReport *report)
{
  GArray *gaps = self->report.gaps;

  report->n_references = self->report.n_fields - gaps->len;
  for (guint i = 0; i < gaps->len; i++)
    {
      MvuaGap *gap = &g_array_index (gaps, MvuaGap, i);
      if (is_decoded (self->plan, gap))
        continue;
      g_array_append_val (report->gaps, *gap);
      gap->complaint = NULL;
      report->n_fields++;
    }
}
