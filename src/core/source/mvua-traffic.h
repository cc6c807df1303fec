/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* $XDG_CACHE_HOME/mvua/traffic: where all programs of a user count; (transfer full) */
char *mvua_traffic_default_path (void);

/**
 * mvua_traffic_add:
 * @path: of a small file: a day and a number; made if it is not there
 * @n: bytes that came since the last call
 *
 * Counts what came over the network today, by the local clock, whichever process fetched
 * it.  A file that is damaged or cannot be written counts from 0: a limit is a help and
 * not a lock.  Any thread, any number of processes.
 *
 * Returns: all of today
 */
guint64 mvua_traffic_add (const char *path, guint64 n);

G_END_DECLS
