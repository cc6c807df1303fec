/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaHttpBudget:
 * @most: bytes a day, 0 without a limit
 * @n_today: bytes that have come on @day
 * @n_reserved: bytes that were asked for and have not come
 * @day: as mvua_http_budget_get_day() says; another one begins at 0
 *
 * A value; the caller sees to it that one thread at a time uses it.
 */
typedef struct
{
  guint64 most;
  guint64 n_today;
  guint64 n_reserved;
  gint64 day;
} MvuaHttpBudget;

/* The number of the day by the clock on the user's wall. */
gint64 mvua_http_budget_get_day (void);

/* How much may still be asked for. */
guint64 mvua_http_budget_get_left (MvuaHttpBudget *self, gint64 day);

/* Before and after a transfer, with the same number. */
void mvua_http_budget_reserve (MvuaHttpBudget *self, guint64 n);
void mvua_http_budget_release (MvuaHttpBudget *self, guint64 n);

void mvua_http_budget_add (MvuaHttpBudget *self, gint64 day, guint64 n);

G_END_DECLS
