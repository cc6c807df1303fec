/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-point.h"

#include "mvua-coverage.h"
#include "mvua-pool.h"
#include "mvua-rain-series.h"

#include <math.h>

typedef struct
{
  MvuaPoint *point;
  MvuaLoader *loader;
  MvuaWindow window;
  MvuaReading reading;
  GMutex mutex; /* guards the complaint and the count of gaps */
} Work;

void
mvua_point_free (MvuaPoint *self)
{
  g_clear_pointer (&self->members, g_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  g_free (self->values);
  g_free (self->statuses);
  g_free (self->complaint);
  g_free (self);
}

/* Takes over the complaint. */
static void
record (Work *work, gsize at, MvuaLoaded *loaded)
{
  MvuaPoint *point = work->point;

  point->statuses[at] = (guint8) loaded->status;
  if (loaded->status != MVUA_STATUS_OK && loaded->status != MVUA_STATUS_NOT_DEFINED)
    {
      g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&work->mutex);
      point->n_gaps++;
      if (point->complaint == NULL)
        point->complaint = g_steal_pointer (&loaded->complaint);
    }
  mvua_loaded_clear (loaded);
}

static gboolean
load_series (Work *work, guint member, GError **error)
{
  MvuaPoint *point = work->point;

  for (guint s = 0; s < point->steps->len; s++)
    {
      const gsize at = (gsize) member * point->steps->len + s;
      MvuaLoaded loaded;

      if (g_cancellable_set_error_if_cancelled (work->reading.cancellable, error) ||
          !mvua_loader_load (work->loader, point->variable,
                             g_array_index (point->members, MvuaMember, member),
                             g_array_index (point->steps, int, s), MVUA_HOUR_UNKNOWN,
                             &work->window, &work->reading, &point->values[at], &loaded,
                             error))
        return FALSE;
      record (work, at, &loaded);
    }
  return TRUE;
}

static gboolean
load_rain_series (Work *work, guint member, GError **error)
{
  MvuaPoint *point = work->point;
  g_autoptr (GArray) needed = mvua_rain_steps (point->steps, NULL);
  g_autoptr (MvuaRainSeries) series = mvua_rain_series_new (
      work->loader, point->variable, g_array_index (point->members, MvuaMember, member),
      &work->window, &work->reading, error);
  guint wanted = 0;

  for (guint i = 0; series != NULL && i < needed->len; i++)
    {
      const int step = g_array_index (needed, int, i);
      const gsize at = (gsize) member * point->steps->len + wanted;
      const gboolean is_wanted = step == g_array_index (point->steps, int, wanted);
      float spare;
      MvuaRainStep result;

      if (g_cancellable_set_error_if_cancelled (work->reading.cancellable, error) ||
          !mvua_rain_series_next (series, step, is_wanted ? &point->values[at] : &spare,
                                  &result, error))
        return FALSE;
      if (is_wanted)
        {
          record (work, at, &result.loaded);
          wanted++;
        }
      else
        mvua_loaded_clear (&result.loaded);
    }
  return series != NULL;
}

static gboolean
load_member (guint part, gpointer data, GError **error)
{
  Work *work = data;

  return mvua_variable_is_rain (work->point->variable)
             ? load_rain_series (work, part, error)
             : load_series (work, part, error);
}

MvuaPoint *
mvua_point_new (MvuaEnsemble *ensemble,
                const MvuaVariable *variable,
                double latitude,
                double longitude,
                guint n_threads,
                GCancellable *cancellable,
                GError **error)
{
  const MvuaGrid *grid = mvua_ensemble_get_grid (ensemble);
  const GArray *steps = mvua_ensemble_get_steps (ensemble);
  g_autoptr (MvuaPoint) self = g_new0 (MvuaPoint, 1);
  Work work = { .point = self, .reading.cancellable = cancellable };

  if (!g_ptr_array_find ((GPtrArray *) mvua_ensemble_get_variables (ensemble), variable,
                         NULL))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "%s has no %s",
                   mvua_ensemble_get_path (ensemble), variable->name);
      return NULL;
    }
  if (!mvua_grid_nearest (grid, latitude, longitude, &work.window, error))
    return NULL;

  self->variable = variable;
  self->latitude = mvua_window_latitude (grid, &work.window, 0);
  self->longitude = mvua_window_longitude (grid, &work.window, 0);
  self->members = mvua_ensemble_expected_members (ensemble);
  self->steps = g_array_new (FALSE, FALSE, sizeof (int));
  g_array_append_vals (self->steps, steps->data, steps->len);
  const gsize n = (gsize) self->members->len * steps->len;
  self->values = g_new (float, n);
  self->statuses = g_new0 (guint8, n);

  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  g_autoptr (MvuaPool) pool =
      mvua_pool_new_for (mvua_ensemble_get_reader (ensemble), n_threads);
  work.loader = loader;
  g_mutex_init (&work.mutex);
  const gboolean done =
      mvua_pool_run (pool, self->members->len, load_member, &work, cancellable, error);
  g_mutex_clear (&work.mutex);
  return done ? g_steal_pointer (&self) : NULL;
}
