/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-job.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MVUA_TYPE_EXPORT_DETAILS (mvua_export_details_get_type ())
/**
 * MvuaExportDetails:
 *
 * A window that says what became of an export: its result or error, and each gap by name.
 */
G_DECLARE_FINAL_TYPE (
    MvuaExportDetails, mvua_export_details, MVUA, EXPORT_DETAILS, AdwWindow)

/* @job: one that is over */
GtkWidget *mvua_export_details_new (MvuaExportJob *job);

G_END_DECLS
