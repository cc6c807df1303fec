/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-rain-series-private.h"

#include <math.h>
#include <string.h>

typedef MvuaRainBucket Bucket;

#define BUCKET_HOURS 6 /* after which the accumulation starts again */
#define STEP_HOURS 3

static Bucket
new_bucket (gsize n_points)
{
  return (Bucket){ .status = MVUA_STATUS_MISSING,
                   .start = MVUA_HOUR_UNKNOWN,
                   .end = MVUA_HOUR_UNKNOWN,
                   .values = g_try_new (float, n_points) };
}

MvuaRainSeries *
mvua_rain_series_new_from (MvuaRainBucketFunc func,
                           gpointer data,
                           gsize n_points,
                           GError **error)
{
  g_autoptr (MvuaRainSeries) self = g_new0 (MvuaRainSeries, 1);

  self->func = func;
  self->data = data;
  self->n_points = n_points;
  self->last = new_bucket (self->n_points);
  self->present = new_bucket (self->n_points);
  self->sums = g_try_new (double, self->n_points);
  if (self->last.values != NULL && self->present.values != NULL && self->sums != NULL)
    return g_steal_pointer (&self);

  g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
               "No memory for the rain of a member: %" G_GSIZE_FORMAT " points",
               self->n_points);
  return NULL;
}

/* What buckets are loaded of, where they are not had from elsewhere. */
typedef struct
{
  MvuaLoader *loader;
  const MvuaVariable *variable;
  MvuaMember member;
  MvuaWindow window;
  const MvuaReading *reading;
} Loading;

static gboolean
load_with_loader (
    int step, int start, float *values, MvuaLoaded *loaded, gpointer data, GError **error)
{
  const Loading *self = data;

  return mvua_loader_load (self->loader, self->variable, self->member, step, start,
                           &self->window, self->reading, values, loaded, error);
}

MvuaRainSeries *
mvua_rain_series_new (MvuaLoader *loader,
                      const MvuaVariable *variable,
                      MvuaMember member,
                      const MvuaWindow *window,
                      const MvuaReading *reading,
                      GError **error)
{
  MvuaRainSeries *self = mvua_rain_series_new_from (load_with_loader, NULL,
                                                    mvua_window_n_points (window), error);
  Loading *loading;

  if (self == NULL)
    return NULL;
  loading = g_new (Loading, 1);
  *loading = (Loading){ loader, variable, member, *window, reading };
  self->data = loading;
  self->destroy = g_free;
  return self;
}

void
mvua_rain_series_free (MvuaRainSeries *self)
{
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self->last.values);
  g_free (self->present.values);
  g_free (self->sums);
  g_free (self);
}

static void
add_hour (GArray *hours, int hour)
{
  guint at = hours->len;

  while (at > 0 && g_array_index (hours, int, at - 1) > hour)
    at--;
  if (at == 0 || g_array_index (hours, int, at - 1) != hour)
    g_array_insert_val (hours, at, hour);
}

GArray *
mvua_rain_steps (const GArray *steps, const GArray *totals)
{
  GArray *needed = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < steps->len; i++)
    {
      const int step = g_array_index (steps, int, i);
      add_hour (needed, step);
      if (step > 0 && step % BUCKET_HOURS == 0)
        add_hour (needed, step - STEP_HOURS);
    }
  for (guint i = 0; totals != NULL && i < totals->len; i++)
    {
      const MvuaHours *total = &g_array_index (totals, MvuaHours, i);
      /* The bucket that is running when the total starts is needed at both ends. */
      for (int hour = total->start; hour <= total->end; hour += STEP_HOURS)
        if (hour > 0 && (hour > total->start || total->start % BUCKET_HOURS != 0))
          add_hour (needed, hour);
    }
  return needed;
}

/* Whether the inventory tells that there is a bucket of just that window. */
static gboolean
has_bucket (MvuaLoader *loader,
            const MvuaVariable *variable,
            MvuaMember member,
            int start,
            int end)
{
  guint n = 0;
  const MvuaReference *found =
      mvua_loader_choose (loader, variable, member, end, start, &n);

  return found != NULL && found->start == start;
}

GArray *
mvua_rain_window_steps (MvuaLoader *loader,
                        const MvuaVariable *variable,
                        MvuaMember member,
                        MvuaHours hours)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (int));

  for (int step = hours.start + STEP_HOURS; step <= hours.end; step += STEP_HOURS)
    {
      const gboolean at_reset = step % BUCKET_HOURS == 0;
      const gboolean has_whole =
          has_bucket (loader, variable, member, step - BUCKET_HOURS, step);
      const gboolean has_half =
          has_bucket (loader, variable, member, step - STEP_HOURS, step);
      /* A whole bucket within the window is taken as it is, and so is one of the last
       * 3 h that the window begins with. */
      const gboolean is_enough =
          step - BUCKET_HOURS >= hours.start ? has_whole : has_half && !has_whole;

      if (!at_reset && step < hours.end)
        continue;
      if (at_reset && step > STEP_HOURS && !is_enough)
        add_hour (steps, step - STEP_HOURS);
      add_hour (steps, step);
    }
  return steps;
}

/* The bucket that should end at @step started at the last reset; a file may have the
 * last 3 h instead. */
int
mvua_rain_usual_start (int step)
{
  return (step - 1) / BUCKET_HOURS * BUCKET_HOURS;
}

static gboolean
load_bucket (
    MvuaRainSeries *self, Bucket *bucket, int step, MvuaLoaded *loaded, GError **error)
{
  const int start = mvua_rain_usual_start (step);
  const int starts[] = { start, step - STEP_HOURS };
  const guint n_starts = start == step - STEP_HOURS ? 1 : 2;

  for (guint i = 0; i < n_starts; i++)
    {
      mvua_loaded_clear (loaded);
      if (!self->func (step, starts[i], bucket->values, loaded, self->data, error))
        return FALSE;
      if (loaded->status != MVUA_STATUS_NOT_PUBLISHED)
        break;
    }
  if (loaded->status == MVUA_STATUS_OK && loaded->start != start &&
      loaded->start != step - STEP_HOURS)
    {
      loaded->status = MVUA_STATUS_REJECTED;
      loaded->complaint =
          g_strdup_printf ("its window is %d-%d h; expected %d-%d or %d-%d h",
                           loaded->start, step, start, step, step - STEP_HOURS, step);
    }
  bucket->status = loaded->status;
  bucket->start = loaded->start;
  bucket->end = step;
  bucket->decimals = loaded->decimals;
  return TRUE;
}

static void
fill_missing (float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = NAN;
}

static int
common_decimals (const Bucket *a, const Bucket *b)
{
  if (a->decimals == G_MININT || b->decimals == G_MININT)
    return MVUA_RAIN_UNROUNDED;
  return MAX (a->decimals, b->decimals);
}

static gboolean
last_is_first_half (const MvuaRainSeries *self)
{
  return self->last.status == MVUA_STATUS_OK &&
         self->last.end == self->present.end - STEP_HOURS;
}

char *
mvua_rain_half_complaint (int start)
{
  return g_strdup_printf ("the rain of %d-%d h is known, but not that of its first 3 h",
                          start, start + BUCKET_HOURS);
}

/* The last 3 h out of the present bucket and, if need be, the one before. */
static void
make_rain (MvuaRainSeries *self, float *rain, MvuaRainStep *result)
{
  const Bucket *present = &self->present;
  const Bucket *last = &self->last;

  if (present->start == present->end - STEP_HOURS)
    memcpy (rain, present->values, self->n_points * sizeof *rain);
  else if (last_is_first_half (self) && last->start == present->start)
    {
      result->was_subtracted = TRUE;
      mvua_kernel_rain_difference (present->values, last->values, self->n_points,
                                   common_decimals (present, last), rain,
                                   &result->clamps);
    }
  else
    {
      fill_missing (rain, self->n_points);
      result->loaded.status = MVUA_STATUS_MISSING;
      result->loaded.complaint = mvua_rain_half_complaint (present->start);
    }
}

static void
add_part (MvuaRainSeries *self, const float *part)
{
  mvua_kernel_rain_accumulate (self->sums, part, self->n_points);
}

/* Adds what the present step brings to the total: buckets of 6 h as they were
 * published, and 3 h only where the total begins or ends within a bucket. */
static void
add_to_total (MvuaRainSeries *self, const float *rain, MvuaStatus rain_status)
{
  const Bucket *present = &self->present;
  const int step = present->end;
  const gboolean at_reset = step % BUCKET_HOURS == 0;
  const gboolean whole_bucket = at_reset && step - BUCKET_HOURS >= self->summed_to;

  if (step <= self->summed_to || step > self->total.end ||
      (!at_reset && step != self->total.end))
    return;

  if (whole_bucket && present->status == MVUA_STATUS_OK &&
      present->start == step - BUCKET_HOURS && self->summed_to == present->start)
    add_part (self, present->values);
  else if (whole_bucket && present->status == MVUA_STATUS_OK &&
           last_is_first_half (self) && present->start == step - STEP_HOURS &&
           self->last.start == step - BUCKET_HOURS && self->summed_to == self->last.start)
    {
      add_part (self, self->last.values);
      add_part (self, present->values);
    }
  else if (!whole_bucket && rain_status == MVUA_STATUS_OK &&
           self->summed_to == step - STEP_HOURS)
    add_part (self, rain);
  else
    self->total_is_ok = FALSE;
  self->summed_to = step;
}

/* Loads the bucket that ends at a step; the present one becomes the last. */
static gboolean
take_bucket (
    MvuaRainSeries *self, int step, float *rain, MvuaRainStep *result, GError **error)
{
  *result = (MvuaRainStep){ .loaded = { .start = step - STEP_HOURS } };
  if (step % STEP_HOURS != 0 || step == 0)
    {
      result->loaded.status = result->bucket_status = MVUA_STATUS_NOT_DEFINED;
      fill_missing (rain, self->n_points);
      return TRUE;
    }

  const Bucket before = self->last;
  self->last = self->present;
  self->present = before;
  if (!load_bucket (self, &self->present, step, &result->loaded, error))
    return FALSE;
  result->bucket = result->loaded.start;
  result->bucket_status = result->loaded.status;
  result->loaded.start = step - STEP_HOURS;
  return TRUE;
}

static void
settle_rain (MvuaRainSeries *self, float *rain, MvuaRainStep *result)
{
  if (result->loaded.status == MVUA_STATUS_OK)
    make_rain (self, rain, result);
  else
    fill_missing (rain, self->n_points);
}

gboolean
mvua_rain_series_next (
    MvuaRainSeries *self, int step, float *rain, MvuaRainStep *result, GError **error)
{
  if (!take_bucket (self, step, rain, result, error))
    return FALSE;
  if (result->bucket_status == MVUA_STATUS_NOT_DEFINED)
    return TRUE;
  settle_rain (self, rain, result);
  add_to_total (self, rain, result->loaded.status);
  return TRUE;
}

gboolean
mvua_rain_series_one (
    MvuaRainSeries *self, int step, float *rain, MvuaRainStep *result, GError **error)
{
  if (!take_bucket (self, step, rain, result, error))
    return FALSE;
  if (result->bucket_status == MVUA_STATUS_NOT_DEFINED)
    return TRUE;
  if (result->bucket_status == MVUA_STATUS_OK &&
      self->present.start != step - STEP_HOURS && self->last.end != step - STEP_HOURS)
    {
      MvuaLoaded half = { 0 };
      const gboolean ok =
          load_bucket (self, &self->last, step - STEP_HOURS, &half, error);

      mvua_loaded_clear (&half);
      if (!ok)
        return FALSE;
    }
  settle_rain (self, rain, result);
  return TRUE;
}

void
mvua_rain_series_begin_total (MvuaRainSeries *self, MvuaHours total)
{
  self->total = total;
  self->total_is_ok = TRUE;
  self->summed_to = total.start;
  memset (self->sums, 0, self->n_points * sizeof *self->sums);
}

gboolean
mvua_rain_series_end_total (MvuaRainSeries *self, float *total)
{
  const gboolean is_ok = self->total_is_ok && self->summed_to == self->total.end;

  for (gsize i = 0; i < self->n_points; i++)
    total[i] = is_ok ? (float) self->sums[i] : NAN;
  return is_ok;
}

/* Keeps what was wrong with the step at which a total failed, or at one before. */
static void
keep_failure (MvuaLoaded *kept, MvuaLoaded *loaded)
{
  if (loaded->status != MVUA_STATUS_OK && loaded->status != MVUA_STATUS_NOT_DEFINED)
    {
      mvua_loaded_clear (kept);
      kept->status = loaded->status;
      kept->complaint = g_steal_pointer (&loaded->complaint);
    }
  mvua_loaded_clear (loaded);
}

static gboolean
sum_window (MvuaRainSeries *self,
            MvuaHours hours,
            const GArray *steps,
            float *rain,
            MvuaLoaded *loaded,
            GError **error)
{
  loaded->status = MVUA_STATUS_MISSING;
  mvua_rain_series_begin_total (self, hours);
  for (guint i = 0; i < steps->len && self->total_is_ok; i++)
    {
      MvuaRainStep result;

      if (!mvua_rain_series_next (self, g_array_index (steps, int, i), rain, &result,
                                  error))
        return FALSE;
      keep_failure (loaded, &result.loaded);
    }
  if (mvua_rain_series_end_total (self, rain))
    {
      mvua_loaded_clear (loaded);
      loaded->status = MVUA_STATUS_OK;
    }
  return TRUE;
}

gboolean
mvua_rain_series_window (MvuaRainSeries *self,
                         MvuaHours hours,
                         const GArray *steps,
                         float *rain,
                         MvuaLoaded *loaded,
                         GError **error)
{
  *loaded = (MvuaLoaded){ .start = hours.start, .decimals = G_MININT };
  if (hours.end - hours.start > STEP_HOURS)
    return sum_window (self, hours, steps, rain, loaded, error);

  for (guint i = 0; i < steps->len; i++)
    {
      MvuaRainStep result;

      mvua_loaded_clear (loaded);
      if (!mvua_rain_series_next (self, g_array_index (steps, int, i), rain, &result,
                                  error))
        return FALSE;
      *loaded = result.loaded;
    }
  return TRUE;
}
