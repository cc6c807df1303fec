/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ref-coordinates.h"

#include "mvua-ref-variable.h"

#include <math.h>
#include <string.h>

#define NO_DIMENSION (-1)

/* One coordinate, if it can be read. */
typedef struct
{
  GArray *values; /* (nullable): of double */
  int dim;        /* of the array that it goes along, or NO_DIMENSION */
  gboolean is_time;
  MvuaCfTime unit;
} Coordinate;

struct _MvuaRefCoordinates
{
  const MvuaRefArray *array;
  Coordinate step;
  Coordinate time;
  Coordinate valid_time;
  Coordinate number;
  Coordinate levels[MVUA_REF_MAX_DIMS]; /* of leading dimensions that are nothing else */
  GArray *bounds;                       /* (nullable): of double, two a step */
  Coordinate bounds_unit;
};

/* Names under which the same things go.  Dimensions of these are no levels. */
static const char *const step_names[] = { "step", "model_horizons", NULL };
static const char *const time_names[] = { "time", "run_times", NULL };
static const char *const valid_names[] = { "valid_time", "valid_times", NULL };
static const char *const number_names[] = { "number", "member", "realization", NULL };

static void
clear_coordinate (Coordinate *self)
{
  g_clear_pointer (&self->values, g_array_unref);
}

void
mvua_ref_coordinates_free (MvuaRefCoordinates *self)
{
  clear_coordinate (&self->step);
  clear_coordinate (&self->time);
  clear_coordinate (&self->valid_time);
  clear_coordinate (&self->number);
  for (guint d = 0; d < MVUA_REF_MAX_DIMS; d++)
    clear_coordinate (&self->levels[d]);
  g_clear_pointer (&self->bounds, g_array_unref);
  g_free (self);
}

static const MvuaRefArray *
find_sibling (const GPtrArray *arrays, const MvuaRefArray *array, const char *name)
{
  const char *slash = strrchr (array->path, '/');
  const int n_group = slash != NULL ? (int) (slash - array->path) + 1 : 0;
  g_autofree char *path = g_strdup_printf ("%.*s%s", n_group, array->path, name);

  return mvua_ref_arrays_find (arrays, path);
}

/* A leading dimension of that name and length. */
static int
find_dimension (const MvuaRefArray *array, const char *name, guint64 n)
{
  for (guint d = 0; d + 2 < array->n_dims; d++)
    if (name[0] != '\0' && strcmp (array->dims[d], name) == 0 && array->shape[d] == n)
      return (int) d;
  return NO_DIMENSION;
}

static void
read_unit (Coordinate *self, const MvuaRefArray *of)
{
  self->is_time = mvua_ref_array_time_unit (of, &self->unit);
}

static void
read_coordinate (Coordinate *self,
                 const MvuaRefSet *set,
                 const GPtrArray *arrays,
                 const MvuaRefArray *array,
                 const char *const *names)
{
  for (guint i = 0; names[i] != NULL && self->values == NULL; i++)
    {
      const MvuaRefArray *of = find_sibling (arrays, array, names[i]);
      if (of == NULL || of->grib != NULL || of->n_dims > 1)
        continue;
      self->dim = of->n_dims == 1 ? find_dimension (array, of->dims[0], of->shape[0])
                                  : NO_DIMENSION;
      if (of->n_dims == 1 && self->dim == NO_DIMENSION)
        continue;
      self->values = mvua_ref_array_read (set, of);
      read_unit (self, of);
    }
}

/* Windows of time along the first dimension, which is that of steps in sets of ours. */
static void
read_bounds (MvuaRefCoordinates *self, const MvuaRefSet *set, const GPtrArray *arrays)
{
  const MvuaRefArray *array = self->array;
  const char *name = mvua_ref_array_get_text (array, MVUA_REF_BOUNDS);
  const MvuaRefArray *of = name != NULL ? find_sibling (arrays, array, name) : NULL;

  if (of == NULL || of->n_dims != 2 || array->n_dims != 3 ||
      of->shape[0] != array->shape[0] || of->shape[1] != 2)
    return;
  read_unit (&self->bounds_unit, of);
  if (self->bounds_unit.is_time && self->bounds_unit.unit.is_difference)
    self->bounds = mvua_ref_array_read (set, of);
}

static gboolean
is_one_of (const char *name, const char *const *names)
{
  return g_strv_contains (names, name);
}

MvuaRefCoordinates *
mvua_ref_coordinates_new (const MvuaRefSet *set,
                          const GPtrArray *arrays,
                          const MvuaRefArray *array)
{
  MvuaRefCoordinates *self = g_new0 (MvuaRefCoordinates, 1);

  self->array = array;
  read_coordinate (&self->step, set, arrays, array, step_names);
  read_coordinate (&self->time, set, arrays, array, time_names);
  read_coordinate (&self->valid_time, set, arrays, array, valid_names);
  read_coordinate (&self->number, set, arrays, array, number_names);
  read_bounds (self, set, arrays);
  for (guint d = 0; d + 2 < array->n_dims; d++)
    if (!is_one_of (array->dims[d], step_names) &&
        !is_one_of (array->dims[d], time_names) &&
        !is_one_of (array->dims[d], valid_names) &&
        !is_one_of (array->dims[d], number_names))
      {
        const char *const names[] = { array->dims[d], NULL };
        read_coordinate (&self->levels[d], set, arrays, array, names);
      }
  return self;
}

/* NaN if it is not known. */
static double
value_at (const Coordinate *self, const guint64 *index)
{
  if (self->values == NULL)
    return (double) NAN;
  const guint64 at = self->dim == NO_DIMENSION ? 0 : index[self->dim];
  return at < self->values->len ? g_array_index (self->values, double, at) : (double) NAN;
}

/* Seconds since 1970, or of a difference; NaN if it is not known. */
static double
seconds_at (const Coordinate *self, const guint64 *index, gboolean is_difference)
{
  return self->is_time && self->unit.is_difference == is_difference
             ? mvua_cf_time_seconds (&self->unit, value_at (self, index))
             : (double) NAN;
}

/* Whole hours, or MVUA_HOUR_UNKNOWN. */
static int
to_hours (double seconds)
{
  return seconds >= 0 && seconds <= 3600.0 * G_MAXINT16 && fmod (seconds, 3600) == 0
             ? (int) (seconds / 3600)
             : MVUA_HOUR_UNKNOWN;
}

static gboolean
is_time (double seconds)
{
  return fabs (seconds) < 1e12;
}

/* The run: what is called time, unless that is the time of validity once more. */
static MvuaRun
settle_run (double time, double valid, double step)
{
  const gboolean repeats = is_time (time) && time == valid && step != 0;

  if (is_time (time) && !repeats)
    return (MvuaRun) time;
  return is_time (valid) && !isnan (step) ? (MvuaRun) (valid - step) : MVUA_RUN_UNKNOWN;
}

MvuaRefPlace
mvua_ref_coordinates_at (const MvuaRefCoordinates *self, const guint64 *index)
{
  const double number = value_at (&self->number, index);
  const double time = seconds_at (&self->time, index, FALSE);
  const double valid = seconds_at (&self->valid_time, index, FALSE);
  double step = seconds_at (&self->step, index, TRUE);
  MvuaRefPlace place = { .start = MVUA_HOUR_UNKNOWN, .number = MVUA_REF_NO_NUMBER };

  if (isnan (step) && is_time (time) && is_time (valid) && valid > time)
    step = valid - time;
  place.step = to_hours (step);
  place.run = settle_run (time, valid, step);
  if (number >= 0 && number <= G_MAXUINT8 && number == floor (number))
    place.number = (int) number;
  if (self->bounds != NULL && 2 * index[0] < self->bounds->len)
    place.start = to_hours (mvua_cf_time_seconds (
        &self->bounds_unit.unit, g_array_index (self->bounds, double, 2 * index[0])));
  return place;
}

gboolean
mvua_ref_coordinates_fit (const MvuaRefCoordinates *self,
                          const guint64 *index,
                          const MvuaVariable *variable)
{
  for (guint d = 0; d + 2 < self->array->n_dims; d++)
    {
      const double level = value_at (&self->levels[d], index);
      if (!isnan (level) && level * 1000 != (double) variable->first.value)
        return FALSE;
    }
  return TRUE;
}
