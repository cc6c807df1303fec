/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-http-budget.h"

gint64
mvua_http_budget_get_day (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return (g_date_time_to_unix (now) + g_date_time_get_utc_offset (now) / G_USEC_PER_SEC) /
         86400;
}

static void
turn_day (MvuaHttpBudget *self, gint64 day)
{
  if (self->day == day)
    return;
  self->day = day;
  self->n_today = 0;
}

guint64
mvua_http_budget_get_left (MvuaHttpBudget *self, gint64 day)
{
  turn_day (self, day);
  if (self->most == 0)
    return G_MAXUINT64;
  const guint64 spent = self->n_today + self->n_reserved;
  return spent < self->most ? self->most - spent : 0;
}

void
mvua_http_budget_reserve (MvuaHttpBudget *self, guint64 n)
{
  self->n_reserved += n;
}

void
mvua_http_budget_release (MvuaHttpBudget *self, guint64 n)
{
  g_assert (self->n_reserved >= n);
  self->n_reserved -= n;
}

void
mvua_http_budget_add (MvuaHttpBudget *self, gint64 day, guint64 n)
{
  turn_day (self, day);
  self->n_today += n;
}
