/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-network.h"

G_BEGIN_DECLS

/* What is said of runs that are fetched, in the user's language; knows no widget.  All
 * texts are (transfer full). */

/**
 * MvuaRunProgress:
 * @n_files: of perturbed members, that are there
 * @n_expected: in the end
 * @may_grow: so young that what is not there may come yet
 *
 * How far the publication of a run has come.
 */
typedef struct
{
  guint n_files;
  guint n_expected;
  gboolean may_grow;
} MvuaRunProgress;

/* @now: seconds since 1970 */
MvuaRunProgress mvua_run_progress (const MvuaEnsemble *ensemble, gint64 now);

static inline gboolean
mvua_run_progress_is_complete (const MvuaRunProgress *progress)
{
  return progress->n_files >= progress->n_expected;
}

/* "complete", "2,214 of 2,430 files so far", "2,428 of 2,430 files" */
char *mvua_network_text_progress (const MvuaRunProgress *progress);

/* "complete", "2,214 of 2,430 files, to 198 h"; of one that was measured */
char *mvua_network_text_cycle (const MvuaNoaaCycle *cycle);

/* "NOAA’s own mean (geavg); 7 of 30 members have come" */
char *mvua_network_text_stand_in (MvuaMemberKind kind, guint n_come, guint n_wanted);

/* Since when it is offline, and what can be looked at. */
char *mvua_network_text_offline (gint64 since, gboolean utc_first);

/* "12.5 MB in 40 requests", "1.2 MB/s, 250 ms", "120 MB of 500 MB" */
char *mvua_network_text_fetched (const MvuaNetworkState *state);
char *mvua_network_text_speed (const MvuaNetworkState *state);
char *mvua_network_text_today (const MvuaNetworkState *state);

G_END_DECLS
