/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/* Whether @url, as it is typed, can be a bucket's; "" stands for NOAA's own. */
gboolean mvua_network_url_check (const char *url);

/* The bucket that the settings name, or else the environment (MVUA_NOAA_URL), or else
 * NOAA's own; (transfer full). */
char *mvua_network_url_choose (GSettings *settings);

/* The host of @url if that is plain http: whoever names one so has said that it may be
 * used so; (transfer full). */
GStrv mvua_network_url_list_plain_hosts (const char *url);

G_END_DECLS
