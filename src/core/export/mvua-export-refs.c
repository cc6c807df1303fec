/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-refs.h"

#include "mvua-refs-build.h"
#include "mvua-target.h"

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
  g_autoptr (MvuaRefsPlan) plan = mvua_refs_plan_new (ensemble, options, error);
  if (plan == NULL || !mvua_refs_plan_locate (plan, progress, data, cancellable, error))
    return NULL;
  g_autoptr (MvuaSchema) schema = mvua_refs_schema_new (plan, NULL, error);
  if (schema == NULL)
    return NULL;
  const MvuaRefsBuild what = {
    .plan = plan, .schema = schema, .folder = folder, .report = report
  };
  return mvua_refs_build (&what, error);
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
