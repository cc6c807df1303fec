/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MVUA_TYPE_WRAP_BOX (mvua_wrap_box_get_type ())
/**
 * MvuaWrapBox:
 *
 * Its children in a row or, where there is no room for that, in several: they get their
 * natural width, and those that expand share what is left of their row.  It needs no more
 * width than its widest child, whatever language their texts are in.  Children are added
 * in a ui file.
 */
G_DECLARE_FINAL_TYPE (MvuaWrapBox, mvua_wrap_box, MVUA, WRAP_BOX, GtkWidget)

G_END_DECLS
