/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of runs that are fetched share: a small demo of the newest cycle in a
 * bucket on the loopback, with NOAA's own mean and spread, published as the test likes.
 */

#include "main-fixture.h"
#include "mvua-test-bucket.h"

G_BEGIN_DECLS

#define MVUA_TEST_N_MEMBERS 3
#define MVUA_TEST_LAST_STEP 36

/* The cycle that is the latest as long as the test runs. */
MvuaRun mvua_test_get_run (void);

/* "noaa:20250918/00" of it; (transfer none) */
const char *mvua_test_get_source (void);

/* A bucket that is the settings' own from now on, with nothing in it and nothing of it in
 * the cache; the one of before is gone. */
MvuaTestBucket *mvua_test_new_bucket (void);
void mvua_test_free_bucket (void);

/* All files of steps up to @last_step; geavg and gespr are what gep01 is. */
void mvua_test_publish (MvuaTestBucket *bucket, int last_step);

/* A new bucket with the whole demo. */
MvuaTestBucket *mvua_test_new_run (void);

/* Opens a run of the bucket in the window and waits until all of it is there; "noaa:…" */
void mvua_test_open_whole (const char *source);

/* Whether all of a run is there, and drawn. */
gboolean mvua_test_is_whole (gpointer unused);

/* Nothing is open, and nothing of what was is left. */
void mvua_test_close_source (void);

/* Requests of a bucket since the last call: "PATH RANGE ETAG" each, (transfer full). */
GStrv mvua_test_take_log (MvuaTestBucket *bucket);
guint mvua_test_count_lines (GStrv log, const char *text);

/* A monitor of the network that says what the test likes; (transfer full). */
GNetworkMonitor *mvua_test_monitor_new (gboolean is_metered);
void mvua_test_monitor_set_metered (GNetworkMonitor *monitor, gboolean is_metered);
void mvua_test_monitor_say_changed (GNetworkMonitor *monitor);

/* The dialog over the window, or NULL. */
AdwMessageDialog *mvua_test_find_dialog (void);

G_END_DECLS
