/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaColourScale:
 * @name: for settings and the command line: "batlow", "rain", "old-probability"
 * @title: for people, in English; translate it with gettext
 * @is_discrete: its colours are classes, one for each between two levels; otherwise they
 *   are points of a ramp that is walked through evenly
 * @colours: [n_colours] 0xRRGGBB, from low to high
 * @licence: SPDX identifier
 * @source: where it comes from
 *
 * A row of the table in data/colours; static.
 */
typedef struct
{
  const char *name;
  const char *title;
  gboolean is_discrete;
  const guint32 *colours;
  guint n_colours;
  const char *licence;
  const char *source;
} MvuaColourScale;

const MvuaColourScale *mvua_colour_scale_table (guint *n_scales);

/* %NULL if there is none. */
const MvuaColourScale *mvua_colour_scale_by_name (const char *name);

/**
 * mvua_colour_scale_at:
 * @position: 0..1, clamped; NaN is not allowed
 *
 * Returns: 0xRRGGBB
 */
guint32
mvua_colour_scale_at (const MvuaColourScale *self, gboolean reversed, double position);

G_END_DECLS
