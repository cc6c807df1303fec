/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-job.h"

G_BEGIN_DECLS

#define MVUA_TYPE_EXPORTS (mvua_exports_get_type ())
/**
 * MvuaExports:
 *
 * The exports of the application, one after another: a #GListModel of #MvuaExportJob, in
 * the order in which they came.  While any is not over the application is held, so it
 * goes on without a window; at the end of each there is a notification, whose actions
 * are mvua_export_actions_install()'s.  Property "n-active": how many are not over.
 * Knows no widget; main thread.
 */
G_DECLARE_FINAL_TYPE (MvuaExports, mvua_exports, MVUA, EXPORTS, GObject)

/**
 * mvua_exports_new:
 * @application: (nullable): borrowed; must outlive it
 * @settings: (nullable): where the rate of this computer is remembered ("export-rate"),
 *   and which exports are running ("running-exports")
 */
MvuaExports *mvua_exports_new (GApplication *application, GSettings *settings);

/* Starts the job as soon as those before it are over; its state must be waiting. */
void mvua_exports_add (MvuaExports *self, MvuaExportJob *job);

/* Forgets a job that is over. */
void mvua_exports_remove (MvuaExports *self, MvuaExportJob *job);

void mvua_exports_cancel_all (MvuaExports *self);

guint mvua_exports_get_n_active (MvuaExports *self);

/* The latest job with that target; (transfer none) (nullable). */
MvuaExportJob *mvua_exports_find (MvuaExports *self, const char *target);

/* Ends all of them; what was done stays, to be resumed another time. */
void mvua_exports_interrupt_all (MvuaExports *self);

/**
 * mvua_exports_dup_remembered:
 *
 * Returns: (transfer full) (array zero-terminated=1): targets of exports that had begun,
 *   in this session or another, and were not done when they ended
 */
GStrv mvua_exports_dup_remembered (MvuaExports *self);
void mvua_exports_forget (MvuaExports *self, const char *target);

/* Work a second, as measured, or as is usual; @settings: (nullable). */
double mvua_exports_get_rate (GSettings *settings);

G_END_DECLS
