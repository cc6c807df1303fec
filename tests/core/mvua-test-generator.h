/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-test-encoder.h"

G_BEGIN_DECLS

/* Messages at random over all that a packing can be: a table of options, each with its
 * choices, from which one is drawn. */

#define MVUA_TEST_MAX_OPTIONS 16

/**
 * MvuaTestChoice:
 * @modes: in which of the ways to pack it can be drawn, as bits; two choices whose
 *   modes have none in common cannot meet
 */
typedef struct
{
  const char *name;
  guint modes;
} MvuaTestChoice;

typedef struct
{
  const char *name;
  guint n_choices;
  const MvuaTestChoice *choices;
} MvuaTestOption;

const MvuaTestOption *mvua_test_options (guint *n_options);

/**
 * MvuaTestDraw:
 * @choices: [n_options] what was drawn
 * @fields: the last of them is the one to decode; there are two where it uses the
 *   bitmap of the first
 * @alone: the same field in a message of its own
 * @wraps: whether the grid goes round the globe
 */
typedef struct
{
  guint choices[MVUA_TEST_MAX_OPTIONS];
  MvuaTestMessage fields[2];
  guint n_fields;
  MvuaTestMessage alone;
  gboolean wraps;
  gint64 *packed;
  gint64 *earlier;
} MvuaTestDraw;

void mvua_test_draw (MvuaTestDraw *draw, GRand *rand);
void mvua_test_draw_clear (MvuaTestDraw *draw);

/* Returns: (transfer full): "template 5.2, scanning 0x40 …" */
char *mvua_test_draw_describe (const MvuaTestDraw *draw);

G_END_DECLS
