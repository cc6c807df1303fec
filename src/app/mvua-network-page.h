/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-network.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MVUA_TYPE_NETWORK_PAGE (mvua_network_page_get_type ())
/**
 * MvuaNetworkPage:
 *
 * The preferences of what is fetched and kept.  An address is checked as it is typed, and
 * taken over when it is right and accepted; all else acts at once.
 */
G_DECLARE_FINAL_TYPE (
    MvuaNetworkPage, mvua_network_page, MVUA, NETWORK_PAGE, AdwPreferencesPage)

/* @network: (nullable): what it is about beside the settings */
void mvua_network_page_set_settings (MvuaNetworkPage *self,
                                     GSettings *settings,
                                     MvuaNetwork *network);

G_END_DECLS
