/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MVUA_TYPE_PLACE_POPOVER (mvua_place_popover_get_type ())
/**
 * MvuaPlacePopover:
 *
 * Countries to choose from, and a field in which a place is looked for by its name.  The
 * first that is found is selected; the arrows choose another while one types, and Enter
 * goes there.
 *
 * Signal "chosen" (#MvuaMapBox as pointer): what the user wants to see.
 */
G_DECLARE_FINAL_TYPE (
    MvuaPlacePopover, mvua_place_popover, MVUA, PLACE_POPOVER, GtkPopover)

GtkWidget *mvua_place_popover_new (void);

/* The rows that are listed: name, and country in brackets, as text; (transfer full). */
GStrv mvua_place_popover_dup_rows (MvuaPlacePopover *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
