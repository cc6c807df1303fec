/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store-axes.h"

#include "mvua-cf-time.h"
#include "mvua-steps.h"
#include "mvua-zarr-json.h"

#include <math.h>
#include <string.h>

#define TURN 360e6   /* microdegrees */
#define STEP_HOURS 3 /* of the files of a run */
#define LARGEST_AXIS 100000
/* Microdegrees by which a place may lie beside a regular grid: what a float is off by. */
#define SLACK 60

char *
mvua_store_path (const char *group, const char *name)
{
  return group[0] != '\0' ? g_strconcat (group, "/", name, NULL) : g_strdup (name);
}

gboolean
mvua_store_complain (
    const MvuaZarrTree *tree, const char *path, GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *complaint = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE, "%s%s%s %s",
               mvua_zarr_tree_get_folder (tree), path[0] != '\0' ? "/" : "", path,
               complaint);
  return FALSE;
}

/* A coordinate with its values, and what is said of it. */
typedef struct
{
  double *values;
  gsize n;
  char *units;
  char *calendar;
  gboolean is_float;
} Coordinate;

static void
coordinate_clear (Coordinate *self)
{
  g_free (self->values);
  g_free (self->units);
  g_free (self->calendar);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Coordinate, coordinate_clear)

/* Of the group, or of the root, whose coordinates are those of the groups below. */
static char *
find_coordinate (const MvuaZarrTree *tree, const char *group, const char *name)
{
  g_autofree char *path = mvua_store_path (group, name);

  return mvua_zarr_tree_has_array (tree, path) ? g_steal_pointer (&path)
                                               : g_strdup (name);
}

static gboolean
has_coordinate (const MvuaZarrTree *tree, const char *group, const char *name)
{
  g_autofree char *path = find_coordinate (tree, group, name);

  return mvua_zarr_tree_has_array (tree, path);
}

/* @dim: what it must be along, or NULL for one without dimension */
static gboolean
read_coordinate (MvuaZarrTree *tree,
                 const char *group,
                 const char *name,
                 const char *dim,
                 Coordinate *self,
                 GError **error)
{
  g_autofree char *path = find_coordinate (tree, group, name);
  json_object *attributes = NULL;

  if (!mvua_zarr_tree_has_array (tree, path))
    return mvua_store_complain (tree, path, error, "is not there");
  g_autoptr (MvuaZarrLeaf) leaf =
      mvua_zarr_tree_open_array (tree, path, &attributes, error);
  if (leaf == NULL)
    return FALSE;
  const MvuaZarrMeta *meta = mvua_zarr_leaf_get_meta (leaf);
  self->units = g_strdup (mvua_zarr_json_get_text_of (attributes, "units"));
  self->calendar = g_strdup (mvua_zarr_json_get_text_of (attributes, "calendar"));
  self->is_float = meta->type.kind == MVUA_ZARR_NUMBER_FLOAT;
  json_object_put (attributes);
  if (meta->n_dims != (dim != NULL ? 1 : 0) ||
      (dim != NULL &&
       (strcmp (meta->dims[0], dim) != 0 || meta->shape[0] > LARGEST_AXIS)))
    return mvua_store_complain (tree, path, error, "is not along the dimension “%s”",
                                dim != NULL ? dim : "");
  self->values = mvua_zarr_leaf_read_all (leaf, &self->n, error);
  return self->values != NULL;
}

static MvuaRun
run_of_attributes (const MvuaZarrTree *tree, const char *group)
{
  json_object *attributes = mvua_zarr_tree_load_attributes (tree, group, NULL);
  const char *date = mvua_zarr_json_get_text_of (attributes, "model_date");
  json_object *hour = NULL;
  MvuaRun run = MVUA_RUN_UNKNOWN;
  g_auto (GStrv) parts = g_strsplit (date != NULL ? date : "", "-", -1);
  g_autofree char *digits = g_strjoinv ("", parts);

  json_object_object_get_ex (attributes, "run_hour", &hour);
  if (date != NULL && hour != NULL && strlen (digits) == 8)
    {
      const int value = json_object_get_int (hour); /* a text of digits, too */
      g_autofree char *two = g_strdup_printf ("%02d", CLAMP (value, 0, 99));
      run = mvua_run_from_digits (digits, two);
    }
  json_object_put (attributes);
  return run;
}

static MvuaRun
run_of_time (MvuaZarrTree *tree, const char *group)
{
  g_auto (Coordinate) time = { 0 };
  MvuaCfTime unit;

  if (!has_coordinate (tree, group, "time") ||
      !read_coordinate (tree, group, "time", NULL, &time, NULL) || time.units == NULL ||
      !mvua_cf_time_parse (&unit, time.units, time.calendar) || unit.is_difference)
    return MVUA_RUN_UNKNOWN;
  const double seconds = mvua_cf_time_seconds (&unit, time.values[0]);
  return fabs (seconds) < 1e11 ? (MvuaRun) llround (seconds) : MVUA_RUN_UNKNOWN;
}

/* Eight digits, one character and two more: "20250918_00", "20250918/00". */
static MvuaRun
run_of_name (const char *path)
{
  const gsize n = strlen (path);

  for (gsize i = n >= 11 ? n - 11 + 1 : 0; i-- > 0;)
    if ((i == 0 || !g_ascii_isdigit (path[i - 1])) && !g_ascii_isdigit (path[i + 8]) &&
        !g_ascii_isdigit (path[i + 11]))
      {
        g_autofree char *date = g_strndup (path + i, 8);
        g_autofree char *hour = g_strndup (path + i + 9, 2);
        const MvuaRun run = mvua_run_from_digits (date, hour);
        if (run != MVUA_RUN_UNKNOWN)
          return run;
      }
  return MVUA_RUN_UNKNOWN;
}

MvuaRun
mvua_store_find_run (MvuaZarrTree *tree, const char *group)
{
  MvuaRun run = run_of_attributes (tree, group);

  if (run == MVUA_RUN_UNKNOWN && group[0] != '\0')
    run = run_of_attributes (tree, "");
  if (run == MVUA_RUN_UNKNOWN)
    run = run_of_time (tree, group);
  if (run == MVUA_RUN_UNKNOWN)
    {
      g_autofree char *path =
          g_canonicalize_filename (mvua_zarr_tree_get_folder (tree), NULL);
      run = run_of_name (path);
    }
  return run;
}

/* To the thousandth of a degree if it lies there but for what a float cannot hold. */
static double
to_microdegrees (double degrees)
{
  const double coarse = round (degrees * 1e3) * 1e3;
  const double fine = round (degrees * 1e6);

  return fabs (coarse - degrees * 1e6) < SLACK / 2.0 ? coarse : fine;
}

/* Whether values go in even steps from the first to the last, in microdegrees. */
static gboolean
is_regular (const double *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      const double place =
          n > 1 ? values[0] + (double) i * (values[n - 1] - values[0]) / (double) (n - 1)
                : values[0];
      /* NaN is in no place. */
      if (!(fabs (values[i] - place) <= SLACK))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_axis (MvuaZarrTree *tree,
           const char *group,
           const char *name,
           double limit,
           Coordinate *axis,
           GError **error)
{
  if (!read_coordinate (tree, group, name, name, axis, error))
    return FALSE;
  for (gsize i = 0; i < axis->n; i++)
    if (!(fabs (axis->values[i]) <= limit))
      return mvua_store_complain (
          tree, name, error, "is not an axis in degrees (it has %g)", axis->values[i]);
  return axis->n > 0 || mvua_store_complain (tree, name, error, "has no values");
}

gboolean
mvua_store_grid_of_axes (
    double *y, gsize n_rows, double *x, gsize n_columns, MvuaStoreGrid *self)
{
  MvuaGrid *grid = &self->grid;

  *self = (MvuaStoreGrid){ 0 };
  for (gsize i = 0; i < n_rows; i++)
    y[i] = to_microdegrees (y[i]);
  for (gsize i = 0; i < n_columns; i++)
    x[i] = to_microdegrees (x[i]);
  /* A box over the seam may go on from 359.75 with 0. */
  for (gsize i = 1; i < n_columns; i++)
    if (x[i] < x[i - 1])
      x[i] += TURN;
  if (n_rows == 0 || n_columns == 0 || !is_regular (y, n_rows) ||
      !is_regular (x, n_columns) || x[n_columns - 1] - x[0] >= TURN ||
      (n_rows > 1 && y[0] == y[n_rows - 1]))
    return FALSE;

  const double west = fmod (fmod (x[0], TURN) + TURN, TURN);
  const double width = x[n_columns - 1] - x[0];
  const double step = n_columns > 1 ? width / (double) (n_columns - 1) : 0;
  self->is_upside_down = y[0] < y[n_rows - 1];
  self->west = x[0] / 1e6;
  grid->north = (gint32) MAX (y[0], y[n_rows - 1]);
  grid->south = (gint32) MIN (y[0], y[n_rows - 1]);
  grid->west = (gint32) west;
  grid->width = (gint32) width;
  grid->n_rows = (guint32) n_rows;
  grid->n_columns = (guint32) n_columns;
  grid->wraps = n_columns > 1 && fabs (width + step - TURN) < step / 100;
  return TRUE;
}

gboolean
mvua_store_read_grid (MvuaZarrTree *tree,
                      const char *group,
                      const char *rows,
                      const char *columns,
                      MvuaStoreGrid *self,
                      GError **error)
{
  g_auto (Coordinate) latitude = { 0 };
  g_auto (Coordinate) longitude = { 0 };

  *self = (MvuaStoreGrid){ 0 };
  if (!read_axis (tree, group, rows, 90, &latitude, error) ||
      !read_axis (tree, group, columns, 720, &longitude, error))
    return FALSE;
  return mvua_store_grid_of_axes (latitude.values, latitude.n, longitude.values,
                                  longitude.n, self) ||
         mvua_store_complain (tree, group, error,
                              "is not on a regular grid of latitude and longitude");
}

/* Whether hours are 0, 1, 2 …: GEFS has none such, the files of a run are 3 h apart. */
static gboolean
are_numbers (const Coordinate *axis)
{
  for (gsize i = 0; i < axis->n; i++)
    if (axis->values[i] != (double) i)
      return FALSE;
  return axis->n > 1;
}

/* Times of validity become seconds from the run, which hours that stand beside them may
 * have to tell. */
static gboolean
count_from_run (MvuaZarrTree *tree,
                const char *group,
                const char *dim,
                Coordinate *axis,
                MvuaRun *run,
                GError **error)
{
  g_auto (Coordinate) hours = { 0 };

  if (*run == MVUA_RUN_UNKNOWN && has_coordinate (tree, group, "forecast_hour") &&
      !read_coordinate (tree, group, "forecast_hour", dim, &hours, error))
    return FALSE;
  if (hours.n > 0 && isfinite (axis->values[0]) && fabs (axis->values[0]) < 1e11 &&
      fabs (hours.values[0]) <= MVUA_MAX_STEP_HOURS)
    *run = (MvuaRun) llround (axis->values[0] - 3600 * hours.values[0]);
  if (*run == MVUA_RUN_UNKNOWN)
    return mvua_store_complain (tree, group, error,
                                "does not say of which run it is: it has no attributes "
                                "model_date and run_hour, and no time of the run");
  for (gsize i = 0; i < axis->n; i++)
    axis->values[i] -= (double) *run;
  return TRUE;
}

/* The coordinate becomes seconds from the run. */
static gboolean
to_seconds (MvuaZarrTree *tree,
            const char *group,
            const char *dim,
            Coordinate *axis,
            MvuaRun *run,
            MvuaStoreSteps *steps,
            MvuaStoreNotes *notes,
            GError **error)
{
  MvuaCfTime unit = { .unit = 3600, .is_difference = TRUE };

  if (axis->units == NULL)
    mvua_store_notes_add (notes, group, "its %s has no unit; it was taken for hours",
                          dim);
  else if (!mvua_cf_time_parse (&unit, axis->units, axis->calendar))
    return mvua_store_complain (tree, group, error,
                                "has its %s in “%s”, which is no unit of time that is "
                                "known",
                                dim, axis->units);
  steps->are_times = !unit.is_difference;
  steps->are_numbers = unit.is_difference && unit.unit == 3600 && !axis->is_float &&
                       axis->units != NULL && are_numbers (axis);
  if (steps->are_numbers)
    {
      unit.unit = 3600 * STEP_HOURS;
      mvua_store_notes_add (
          notes, group,
          "its %s is 0, 1, 2 … “%s”, which are numbers of files and not "
          "hours; they were taken as %d h apart",
          dim, axis->units, STEP_HOURS);
    }
  for (gsize i = 0; i < axis->n; i++)
    axis->values[i] = mvua_cf_time_seconds (&unit, axis->values[i]);
  return unit.is_difference || count_from_run (tree, group, dim, axis, run, error);
}

static gboolean
to_hours (MvuaZarrTree *tree,
          const char *group,
          const Coordinate *axis,
          GArray *hours,
          GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; i < axis->n; i++)
    {
      const double exact = axis->values[i] / 3600;
      const int hour = fabs (exact) <= MVUA_MAX_STEP_HOURS ? (int) lround (exact) : -1;

      if (!(fabs (exact - hour) < 1e-3) || hour < 0)
        return mvua_store_complain (tree, group, error,
                                    "has a step of %g h; expected whole hours from the "
                                    "run on",
                                    exact);
      if (!g_hash_table_add (seen, GINT_TO_POINTER (hour + 1)))
        return mvua_store_complain (tree, group, error, "has the step %d h twice", hour);
      g_array_append_val (hours, hour);
    }
  return TRUE;
}

gboolean
mvua_store_read_steps (MvuaZarrTree *tree,
                       const char *group,
                       const char *dim,
                       gsize n,
                       MvuaRun *run,
                       MvuaStoreSteps *steps,
                       MvuaStoreNotes *notes,
                       GError **error)
{
  static const char *const others[] = { "forecast_hour", "step", "valid_time" };
  g_auto (Coordinate) axis = { 0 };
  g_autoptr (GArray) hours = g_array_new (FALSE, FALSE, sizeof (int));
  const char *name = dim;

  *steps = (MvuaStoreSteps){ 0 };
  /* What has no coordinate of its own name may have another along it. */
  for (guint i = 0; !has_coordinate (tree, group, name) && i < G_N_ELEMENTS (others); i++)
    name = others[i];
  if (!read_coordinate (tree, group, name, dim, &axis, error))
    return FALSE;
  if (axis.n != n)
    return mvua_store_complain (tree, group, error,
                                "has %" G_GSIZE_FORMAT " steps, and fields at "
                                "%" G_GSIZE_FORMAT,
                                axis.n, n);
  if (!to_seconds (tree, group, name, &axis, run, steps, notes, error) ||
      !to_hours (tree, group, &axis, hours, error))
    return FALSE;
  steps->hours = g_steal_pointer (&hours);
  return TRUE;
}
