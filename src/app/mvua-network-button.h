/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-browser.h"
#include "mvua-network.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MVUA_TYPE_NETWORK_BUTTON (mvua_network_button_get_type ())
/**
 * MvuaNetworkButton:
 *
 * A button that is there once something has been fetched in this session, with a popover
 * that tells what was, what was saved and how fast the link is.
 */
G_DECLARE_FINAL_TYPE (
    MvuaNetworkButton, mvua_network_button, MVUA, NETWORK_BUTTON, GtkWidget)

GtkWidget *mvua_network_button_new (MvuaNetwork *network, MvuaBrowser *browser);

/* The popover, for tests; (transfer none). */
GtkPopover *mvua_network_button_get_popover (MvuaNetworkButton *self);

/* "Fetched: 12.5 MB in 40 requests" and so on, a line each; (transfer full). */
char *mvua_network_button_dup_text (MvuaNetworkButton *self);

G_END_DECLS
