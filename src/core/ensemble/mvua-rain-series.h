/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-loader.h"
#include "mvua-rain-window.h"
#include "mvua-rain.h"

G_BEGIN_DECLS

/**
 * MvuaRainSeries:
 *
 * The rain of one member, walked through in time: from the buckets that GEFS publishes
 * (0-3 h, 0-6 h, 6-9 h, 6-12 h …) to the rain of the 3 h before each step and to totals
 * of longer windows.  Each bucket is asked for once.  One thread at a time.
 */
typedef struct _MvuaRainSeries MvuaRainSeries;

/**
 * MvuaRainBucketFunc:
 *
 * Where a series has its buckets from: as mvua_loader_load() for its variable, member and
 * window.
 */
typedef gboolean (*MvuaRainBucketFunc) (int step,
                                        int start,
                                        float *values,
                                        MvuaLoaded *loaded,
                                        gpointer data,
                                        GError **error);

/* Of buckets that @loader loads; @reading: (nullable): borrowed. */
MvuaRainSeries *mvua_rain_series_new (MvuaLoader *loader,
                                      const MvuaVariable *variable,
                                      MvuaMember member,
                                      const MvuaWindow *window,
                                      const MvuaReading *reading,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of buckets of @n_points points that @func gives. */
MvuaRainSeries *mvua_rain_series_new_from (MvuaRainBucketFunc func,
                                           gpointer data,
                                           gsize n_points,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_rain_series_free (MvuaRainSeries *self);

/**
 * mvua_rain_steps:
 * @steps: (element-type int): at which the rain of 3 h is wanted
 * @totals: (element-type MvuaHours) (nullable): in multiples of 3 h
 *
 * The steps whose buckets are needed for that: a step that is a multiple of 6 needs the
 * one 3 h before.
 *
 * Returns: (transfer full) (element-type int): ascending
 */
GArray *mvua_rain_steps (const GArray *steps, const GArray *totals);

/**
 * mvua_rain_window_steps:
 * @hours: a window, in multiples of 3 h
 *
 * The steps whose buckets the rain of this one window is made of.  Fewer than
 * mvua_rain_steps() has: where there is a whole bucket of 6 h its first half is not
 * needed.
 *
 * Returns: (transfer full) (element-type int): ascending
 */
GArray *mvua_rain_window_steps (MvuaLoader *loader,
                                const MvuaVariable *variable,
                                MvuaMember member,
                                MvuaHours hours);

/* Why there is no rain of 3 h where only the bucket of 6 h that starts at @start is
 * there; (transfer full) */
char *mvua_rain_half_complaint (int start);

/* The start of the window that the bucket that ends at @step should have; where there is
 * none such the series asks for that of the last 3 h. */
int mvua_rain_usual_start (int step);

/**
 * MvuaRainStep:
 * @loaded: status of the rain of 3 h; %MVUA_STATUS_NOT_DEFINED at steps that are not a
 *   multiple of 3
 * @was_subtracted: it is the difference of two buckets, and @clamps is set
 * @bucket: hours, the start of the bucket that was published
 * @bucket_status: of that bucket, which may be ok where the rain of 3 h is not; as that
 * of the rain where no bucket was asked for
 */
typedef struct
{
  MvuaLoaded loaded;
  gboolean was_subtracted;
  MvuaRainClamps clamps;
  int bucket;
  MvuaStatus bucket_status;
} MvuaRainStep;

/**
 * mvua_rain_series_next:
 * @step: hours; greater than at the last call
 * @rain: (out caller-allocates): [n_points] mm in the 3 h that end at @step; all NaN if
 *   the status is not ok
 *
 * Returns: %FALSE with @error set only for what is not the field's fault
 */
gboolean mvua_rain_series_next (MvuaRainSeries *self,
                                int step,
                                float *rain,
                                MvuaRainStep *result,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_rain_series_one:
 *
 * As mvua_rain_series_next(), of single steps that are picked out: where the rain is the
 * difference of two buckets, the first half is loaded unless it was at the last call, and
 * only if the whole is there.  Equal to the bit to what a walk through all steps gives;
 * no total may be summed.
 */
gboolean mvua_rain_series_one (MvuaRainSeries *self,
                               int step,
                               float *rain,
                               MvuaRainStep *result,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_rain_series_begin_total:
 *
 * Begins a total before the first step after its start; only one at a time is summed.
 */
void mvua_rain_series_begin_total (MvuaRainSeries *self, MvuaHours total);

/**
 * mvua_rain_series_end_total:
 * @total: (out caller-allocates): [n_points] mm; NaN where a part of it is missing
 *
 * Takes the total after the step at which it ends.
 *
 * Returns: whether all its parts were ok
 */
gboolean mvua_rain_series_end_total (MvuaRainSeries *self, float *total);

/**
 * mvua_rain_series_window:
 * @hours: a window, in multiples of 3 h
 * @steps: (element-type int): mvua_rain_window_steps()
 * @rain: (out caller-allocates): [n_points] mm; all NaN if the status is not ok
 * @loaded: (out caller-allocates): to be cleared; of the window
 *
 * The rain of one window, of a series that is new: equal to the bit to what a walk
 * through all steps gives for it.
 *
 * Returns: %FALSE with @error set only for what is not the field's fault
 */
gboolean mvua_rain_series_window (MvuaRainSeries *self,
                                  MvuaHours hours,
                                  const GArray *steps,
                                  float *rain,
                                  MvuaLoaded *loaded,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_rain_series_save:
 *
 * Where a walk stands between two steps, for another process of the same program on the
 * same computer to go on with.
 *
 * Returns: (transfer full) (nullable): %NULL where there is no memory for it
 */
GBytes *mvua_rain_series_save (const MvuaRainSeries *self);

/**
 * mvua_rain_series_restore:
 *
 * To be called of a new series; what is asked of it then is what would have been asked of
 * the one that was saved.
 *
 * Returns: %FALSE if @saved is not of a series of so many points
 */
gboolean mvua_rain_series_restore (MvuaRainSeries *self,
                                   GBytes *saved) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaRainSeries, mvua_rain_series_free)

G_END_DECLS
