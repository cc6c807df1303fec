/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A server that asks for more patience than this is not waited for. */
#define MVUA_HTTP_LONGEST_WAIT_S 60

/**
 * mvua_http_retry_get_delay:
 * @n_failed: attempts that have failed, at least 1
 * @random: uniform in 0 to 1
 *
 * Exponential from 0.25 s to 8 s with full jitter: clients that failed at once do not
 * come back at once.
 *
 * Returns: microseconds
 */
gint64 mvua_http_retry_get_delay (guint n_failed, double random);

/**
 * mvua_http_retry_is_allowed:
 * @good: the share of the server's recent answers that were good
 *
 * Where most of a server's answers are good, twice @n_retries are worth trying.
 */
gboolean mvua_http_retry_is_allowed (guint n_failed, guint n_retries, double good);

/**
 * mvua_http_retry_parse_after:
 * @text: the value of a field Retry-After: seconds, or a date
 * @now: unix seconds by the server's clock
 *
 * Returns: seconds to wait, 0 or more; -1 if @text is neither
 */
gint64 mvua_http_retry_parse_after (const char *text, gint64 now);

G_END_DECLS
