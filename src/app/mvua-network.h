/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

#define MVUA_TYPE_NETWORK (mvua_network_get_type ())
/**
 * MvuaNetwork:
 *
 * The application's one way to runs that are somewhere else, as the settings say: which
 * bucket, how much is kept, how much may be fetched a day.  It knows whether the network
 * is there, and whether what is fetched costs money: on a metered connection nothing but
 * a first map is fetched until the user has said so, once a session.  It knows no widget.
 * Main thread, except where it is said.
 *
 * Signal "changed": what mvua_network_get_state() says, or whether the connection is
 * metered, or held.
 */
G_DECLARE_FINAL_TYPE (MvuaNetwork, mvua_network, MVUA, NETWORK, GObject)

MvuaNetwork *mvua_network_new (GSettings *settings);

/**
 * mvua_network_dup_remote:
 *
 * Made when it is first asked for, and anew after settings have changed that it is made
 * of; what was opened before goes on with the earlier one.  Any thread; looks at the
 * disk.
 *
 * Returns: (transfer full) (nullable): %NULL with an error of mvua_remote_new() set
 */
MvuaRemote *mvua_network_dup_remote (MvuaNetwork *self,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): the bucket's, as the settings and the environment say. */
char *mvua_network_dup_url (MvuaNetwork *self);

/**
 * MvuaNetworkState:
 * @is_used: there has been a remote run in this session
 * @count: of all of the session
 * @http: of the engine that is used now
 * @most_today: limit on bytes a day; 0: none
 */
typedef struct
{
  gboolean is_used;
  MvuaRemoteCount count;
  MvuaHttpCount http;
  guint64 most_today;
} MvuaNetworkState;

/* As it was a second ago at most, or by mvua_network_look(). */
const MvuaNetworkState *mvua_network_get_state (MvuaNetwork *self);

/* Looks now, and from now on once a second. */
void mvua_network_look (MvuaNetwork *self);

/* Whether the day's limit is reached, as far as what was asked for last tells. */
gboolean mvua_network_is_at_limit (MvuaNetwork *self);

/* Asks the server for something small, to see whether the network is there again. */
void mvua_network_probe (MvuaNetwork *self);

/* Says whether a connection is metered; (transfer none): the system's own by default. */
void mvua_network_set_monitor (MvuaNetwork *self, GNetworkMonitor *monitor);
gboolean mvua_network_is_metered (MvuaNetwork *self);

/* Whether the user has to be asked before more than a first map is fetched. */
gboolean mvua_network_needs_consent (MvuaNetwork *self);
void mvua_network_give_consent (MvuaNetwork *self);

/* TRUE the first time in a session: whoever calls it asks. */
gboolean mvua_network_begin_asking (MvuaNetwork *self);

/* Whether neighbours of what is looked at may be fetched beforehand. */
gboolean mvua_network_may_prefetch (MvuaNetwork *self);

/**
 * mvua_network_hold:
 *
 * While it is held and consent is needed nothing is fetched: once a first map is there.
 */
void mvua_network_hold (MvuaNetwork *self, gboolean is_held);
gboolean mvua_network_is_held (MvuaNetwork *self);

G_END_DECLS
