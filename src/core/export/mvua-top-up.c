/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-top-up.h"

#include "mvua-export-work.h"

gboolean
mvua_top_up_read_options (const char *store, MvuaExportOptions *options, GError **error)
{
  g_autoptr (MvuaExportBase) base = mvua_export_base_open (store, error);

  *options =
      base != NULL ? mvua_export_options_copy (&base->options) : (MvuaExportOptions){ 0 };
  return base != NULL;
}

gboolean
mvua_top_up_run (MvuaEnsemble *ensemble,
                 const char *store,
                 const MvuaExportOptions *options,
                 MvuaExportProgress progress,
                 gpointer data,
                 MvuaExportReport *report,
                 GCancellable *cancellable,
                 GError **error)
{
  mvua_export_report_init (report);
  g_autoptr (MvuaExportBase) base = mvua_export_base_open (store, error);
  if (base == NULL)
    return FALSE;
  if (options == NULL)
    options = &base->options;
  return mvua_export_record_check (store, &base->options, base->have.steps, options,
                                   error) &&
         mvua_export_base_check_run (base, ensemble, error) &&
         mvua_export_work_run (ensemble, base, NULL, NULL, store, options, progress, data,
                               report, cancellable, error);
}
