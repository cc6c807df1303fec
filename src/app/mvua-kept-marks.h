/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-browser.h"

G_BEGIN_DECLS

/**
 * MvuaKeptMarks:
 *
 * Which of a tree's variables are marked as not kept, at the step that is picked.  All 0
 * to begin with.
 */
typedef struct
{
  GCancellable *looking;
  MvuaNode *tree; /* that is marked */
  int step;
} MvuaKeptMarks;

/**
 * mvua_kept_marks_set:
 *
 * Finds out in a thread what of the members' fields at the step that is picked is on this
 * computer, and writes beside the others in the tree that they are not; again after the
 * step has changed.
 */
void mvua_kept_marks_set (MvuaKeptMarks *self, MvuaBrowser *browser);

/* @browser: (nullable): its tree gets back what it said before */
void mvua_kept_marks_clear (MvuaKeptMarks *self, MvuaBrowser *browser);

G_END_DECLS
