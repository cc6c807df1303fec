/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: the rows of data/colours/colours.tsv, which the build turns into C. */

#include "mvua-colour-scale.h"

G_BEGIN_DECLS

extern const MvuaColourScale mvua_colour_table[];
extern const guint mvua_colour_table_length;

/**
 * mvua_colour_scale_class:
 * @index: 0 to below @n_classes
 *
 * Colour of one of so many classes: the scale's own where it has as many, otherwise
 * points spread evenly over it, the ends included.
 */
guint32 mvua_colour_scale_class (const MvuaColourScale *self,
                                 gboolean reversed,
                                 guint index,
                                 guint n_classes);

G_END_DECLS
