/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Neighbours of a browser's pick, and playing, which is going from one to the next. */

#include "mvua-browser-private.h"

#define SLOWEST_MILLISECONDS 4000u
#define FASTEST_MILLISECONDS 100u

/* Index of the step nearest to @step. */
static guint
nearest_step (const GArray *steps, int step)
{
  guint best = 0;

  for (guint i = 1; i < steps->len; i++)
    if (ABS (g_array_index (steps, int, i) - step) <
        ABS (g_array_index (steps, int, best) - step))
      best = i;
  return best;
}

int
mvua_browser_nearest_step (MvuaBrowser *self, int step)
{
  const GArray *steps = mvua_ensemble_get_steps (self->ensemble);

  return g_array_index (steps, int, nearest_step (steps, step));
}

void
mvua_browser_set_step (MvuaBrowser *self, int step)
{
  if (self->ensemble == NULL)
    {
      self->step = step; /* for what will be opened */
      return;
    }
  const int found = mvua_browser_nearest_step (self, step);
  if (found == self->step)
    return;
  self->step = found;
  mvua_browser_picked (self);
}

void
mvua_browser_move_step (MvuaBrowser *self, int by)
{
  if (self->ensemble == NULL)
    return;
  const GArray *steps = mvua_ensemble_get_steps (self->ensemble);
  const gint64 at = (gint64) nearest_step (steps, self->step) + by;
  mvua_browser_set_step (self, g_array_index (steps, int, CLAMP (at, 0, steps->len - 1)));
}

void
mvua_browser_move_day (MvuaBrowser *self, int by)
{
  mvua_browser_set_step (self, self->step + by * 24);
}

/* The members as the tree has them; from a statistic back to the last member. */
void
mvua_browser_move_member (MvuaBrowser *self, int by)
{
  if (self->ensemble == NULL)
    return;
  const GArray *members = mvua_ensemble_get_members (self->ensemble);
  gint64 at = 0;

  for (guint i = 0; i < members->len; i++)
    if (mvua_member_compare (g_array_index (members, MvuaMember, i), self->member) == 0)
      at = i;
  if (self->product.kind == MVUA_PRODUCT_MEMBER)
    at = CLAMP (at + by, 0, (gint64) members->len - 1);
  const MvuaProduct product =
      mvua_product_member (g_array_index (members, MvuaMember, at));
  mvua_browser_pick (self, &product, self->variable);
}

void
mvua_browser_move_variable (MvuaBrowser *self, int by)
{
  if (self->ensemble == NULL)
    return;
  const GPtrArray *variables = mvua_ensemble_get_variables (self->ensemble);
  guint at = 0;

  if (!g_ptr_array_find ((GPtrArray *) variables, self->variable, &at))
    return;
  mvua_browser_pick (self, &self->product,
                     g_ptr_array_index (variables, CLAMP ((gint64) at + by, 0,
                                                          (gint64) variables->len - 1)));
}

/* The next step when the last one has come; at the end from the beginning. */
static gboolean
on_play (gpointer data)
{
  MvuaBrowser *self = data;
  const GArray *steps = mvua_ensemble_get_steps (self->ensemble);
  const guint at = nearest_step (steps, self->step);

  if (!self->is_loading)
    mvua_browser_set_step (self, g_array_index (steps, int, (at + 1) % steps->len));
  return G_SOURCE_CONTINUE;
}

/* Milliseconds a step. */
static guint
get_pace (MvuaBrowser *self)
{
  const int pace = g_settings_get_int (self->settings, "playback-milliseconds");

  return CLAMP ((guint) pace, FASTEST_MILLISECONDS, SLOWEST_MILLISECONDS);
}

void
mvua_browser_set_playing (MvuaBrowser *self, gboolean is_playing)
{
  if (is_playing == mvua_browser_is_playing (self) ||
      (is_playing && self->ensemble == NULL))
    return;
  if (is_playing)
    self->play_source = g_timeout_add (get_pace (self), on_play, self);
  else
    g_clear_handle_id (&self->play_source, g_source_remove);
  mvua_browser_changed (self, MVUA_BROWSER_PLAYING);
}

void
mvua_browser_set_faster (MvuaBrowser *self, gboolean is_faster)
{
  const gboolean was_playing = mvua_browser_is_playing (self);
  const guint pace = get_pace (self);
  const guint next = is_faster ? pace * 2 / 3 : pace * 3 / 2;

  mvua_browser_set_playing (self, FALSE);
  g_settings_set_int (self->settings, "playback-milliseconds",
                      (int) CLAMP (next, FASTEST_MILLISECONDS, SLOWEST_MILLISECONDS));
  mvua_browser_set_playing (self, was_playing);
}
