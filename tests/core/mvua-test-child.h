/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-resume.h"

G_BEGIN_DECLS

/*
 * An export in a process of its own, which is killed as it passes a place that has a
 * name, or with a call that changes the disk: before it, after it, or, of a write, when
 * half of it is done.  Whoever links this waits for no disk either: what a killed process
 * has written is there.
 */

/* The milestones that there are, and %NULL. */
extern const char *const mvua_test_milestones[];
#define MVUA_TEST_MOST_MILESTONES 32

/**
 * MvuaTestShared:
 * @n_reads: of messages
 * @n_in_flight: of those, since the last unit was noted
 * @n_calls: that change the disk
 * @n_passes: by milestone
 *
 * What a child tells while it lives.
 */
typedef struct
{
  gint n_reads;
  gint n_in_flight;
  gint n_calls;
  gint n_passes[MVUA_TEST_MOST_MILESTONES];
} MvuaTestShared;

/**
 * MvuaTestOrder:
 * @mode: "new", "overwrite", "top-up" or "resume"; or "refs", to @target, which are
 *   overwritten
 * @milestone: (nullable): at whose pass number @at it is killed
 * @at: from 1; without a milestone the number of the call; 0: never
 */
typedef struct
{
  const char *mode;
  const char *source;
  const char *target;
  MvuaExportFormat format;
  MvuaExportLayout layout;
  gboolean has_rest; /* references beside */
  const char *milestone;
  guint at;
} MvuaTestOrder;

/* Statistics and thresholds of all exports here, so that their outputs are small. */
MvuaExportOptions mvua_test_child_options (const MvuaTestOrder *order);

/* To be called first in main(): ends the process if it is a child. */
void mvua_test_child_begin (int argc, char **argv);

/* Runs a child to its end.  Returns: whether it was done; otherwise it was killed.  A
 * failure of any other kind is one of the test.
 * @kill_after_us: or killed after that time; -1: not */
gboolean mvua_test_child_run (const MvuaTestOrder *order,
                              gint64 kill_after_us,
                              MvuaTestShared *shared);

G_END_DECLS
