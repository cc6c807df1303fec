/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of stores as ensembles share: stores as other programs write them. */

#include "export-fixture.h"
#include "mvua-zarr-writer.h"

#define FOREIGN_ROWS 3
#define FOREIGN_COLUMNS 4
#define FOREIGN_POINTS (FOREIGN_ROWS * FOREIGN_COLUMNS)

/* A coordinate, or a field, and what is said of it. */
typedef struct
{
  const char *name;
  const char
      *dim; /* NULL: of step, latitude and longitude, and values are [n] of steps */
  MvuaZarrType type;
  guint n;
  const double *values;
  const char *attributes; /* JSON */
} ForeignArray;

static inline void
foreign_copy (MvuaZarrType type, gsize i, double value, gpointer to)
{
  switch (type)
    {
    case MVUA_ZARR_INT64:
      ((gint64 *) to)[i] = (gint64) value;
      break;
    case MVUA_ZARR_FLOAT32:
      ((float *) to)[i] = (float) value;
      break;
    case MVUA_ZARR_FLOAT64:
      ((double *) to)[i] = value;
      break;
    case MVUA_ZARR_INT8:
    case MVUA_ZARR_INT16:
    case MVUA_ZARR_INT32:
    default:
      g_assert_not_reached ();
    }
}

static inline void
foreign_add (MvuaZarrWriter *writer,
             const char *group,
             const char *first_dim,
             const ForeignArray *a)
{
  const gboolean is_field = a->dim == NULL;
  const gboolean is_scalar = !is_field && a->dim[0] == '\0';
  const gsize n_points = is_field ? FOREIGN_POINTS : 1;
  const gsize first[3] = { 0 }, count[] = { a->n, FOREIGN_ROWS, FOREIGN_COLUMNS };
  g_autofree char *path =
      group[0] != '\0' ? g_strconcat (group, "/", a->name, NULL) : g_strdup (a->name);
  const MvuaZarrArraySpec spec = {
    .path = path,
    .type = a->type,
    .n_dims = is_field ? 3 : (is_scalar ? 0 : 1),
    .dims = { is_field ? first_dim : a->dim, "latitude", "longitude" },
    .shape = { a->n, FOREIGN_ROWS, FOREIGN_COLUMNS },
    .chunk = { is_field ? 2 : a->n, FOREIGN_ROWS, 3 },
    .compressed = TRUE,
  };
  g_autofree double *bytes = g_new0 (double, a->n *n_points + 1);
  json_object *attributes = json_tokener_parse (a->attributes);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < a->n * n_points; i++)
    foreign_copy (a->type, i, a->values[i / n_points], bytes);
  MvuaZarrArray *array = mvua_zarr_writer_add_array (writer, &spec, attributes, &error);
  g_assert_no_error (error);
  g_assert_true (mvua_zarr_array_write (array, first, count, bytes, &error));
  json_object_put (attributes);
}

static inline void
foreign_add_group (MvuaZarrWriter *writer,
                   const char *group,
                   const char *said,
                   const char *first_dim,
                   const ForeignArray *arrays,
                   guint n_arrays)
{
  static const double latitudes[] = { 10, 9.75, 9.5 },
                      longitudes[] = { 30, 30.25, 30.5, 30.75 };
  const ForeignArray axes[] = {
    { "latitude", "latitude", MVUA_ZARR_FLOAT64, FOREIGN_ROWS, latitudes, "{}" },
    { "longitude", "longitude", MVUA_ZARR_FLOAT64, FOREIGN_COLUMNS, longitudes, "{}" },
  };
  json_object *attributes = json_tokener_parse (said);

  g_assert_true (mvua_zarr_writer_add_group (writer, group, attributes, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (axes); i++)
    foreign_add (writer, group, first_dim, &axes[i]);
  for (guint i = 0; i < n_arrays; i++)
    foreign_add (writer, group, first_dim, &arrays[i]);
  json_object_put (attributes);
}

/* Ends the store and takes away what makes it ours. */
static inline void
foreign_finish (MvuaZarrWriter *writer, const char *path)
{
  g_autofree char *ours = g_build_filename (path, ".mvua", NULL);

  g_assert_true (mvua_zarr_writer_finish (writer, NULL));
  mvua_zarr_writer_free (writer);
  remove_all (ours);
}

/* One group as a store of its own, at a path below @folder. */
static inline char *
foreign_store (const Folder *folder,
               const char *name,
               const char *said,
               const char *first_dim,
               const ForeignArray *arrays,
               guint n_arrays)
{
  char *path = g_build_filename (folder->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0777), ==, 0);
  MvuaZarrWriter *writer = mvua_zarr_writer_new (path, MVUA_ZARR_V2, NULL);
  foreign_add_group (writer, "", said, first_dim, arrays, n_arrays);
  foreign_finish (writer, path);
  return path;
}

/* The one value that all points have, or what the field is instead; loads rain as that of
 * 3 h. */
static inline double
field_value (MvuaEnsemble *ensemble, const char *variable, guint member, int step)
{
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  g_autofree char *complaint = NULL;
  int tenths = 0;

  if (load_window (loader, variable, perturbed (member), MVUA_HOUR_UNKNOWN, step, &tenths,
                   &complaint) != MVUA_STATUS_OK)
    return NAN;
  return tenths / 10.0;
}
