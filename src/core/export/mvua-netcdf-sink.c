/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-sink.h"

#include "mvua-netcdf-file.h"
#include "mvua-seal.h"
#include "mvua-target.h"

#include <sys/stat.h>

/* Where an array of the schema goes: which variable of which file and, in a file of all
 * members, which of them. */
typedef struct
{
  MvuaNetcdfFile *file;
  int array;
  int member; /* -1 if the variable has no such dimension */
} Place;

typedef struct
{
  MvuaSink parent;
  char *path;
  GPtrArray *files;  /* of MvuaNetcdfFile */
  GPtrArray *places; /* of Place */
  GPtrArray *names;  /* of the files in a folder */
  gint has_failed;   /* atomic: some write did */
} NetcdfSink;

static MvuaNetcdfFile *
add_file (NetcdfSink *self, const char *path, GError **error)
{
  MvuaNetcdfFile *file = mvua_netcdf_file_new (path, error);

  if (file != NULL)
    g_ptr_array_add (self->files, file);
  return file;
}

static void
set_place (
    NetcdfSink *self, MvuaSchemaArray *array, MvuaNetcdfFile *file, int id, int member)
{
  Place *place = g_new (Place, 1);

  *place = (Place){ file, id, member };
  g_ptr_array_add (self->places, place);
  array->handle = place;
}

static gboolean
add_arrays (NetcdfSink *self,
            MvuaNetcdfFile *file,
            const char *path,
            const GPtrArray *arrays,
            GError **error)
{
  for (guint a = 0; a < arrays->len; a++)
    {
      MvuaSchemaArray *array = g_ptr_array_index (arrays, a);
      const int id = mvua_netcdf_file_add_array (file, path, array, error);
      if (id < 0)
        return FALSE;
      set_place (self, array, file, id, -1);
    }
  return TRUE;
}

/* One file with the groups of the schema. */
static gboolean
open_tree (NetcdfSink *self, const char *path, GError **error)
{
  const GPtrArray *groups = self->parent.schema->groups;
  MvuaNetcdfFile *file = add_file (self, path, error);

  for (guint g = 0; file != NULL && g < groups->len; g++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (groups, g);
      if (!mvua_netcdf_file_add_group (file, group->path, group->attributes, error) ||
          !add_arrays (self, file, group->path, group->arrays, error))
        return FALSE;
    }
  return file != NULL;
}

/* An array of one member as it is in a file of all members. */
static MvuaSchemaArray
with_members (const MvuaSchemaArray *array, gsize n_members)
{
  MvuaSchemaArray wide = *array;

  wide.n_dims = array->n_dims + 1;
  wide.dims[0] = "member";
  wide.shape[0] = n_members;
  wide.chunk[0] = 1;
  for (guint d = 0; d < array->n_dims; d++)
    {
      wide.dims[d + 1] = array->dims[d];
      wide.shape[d + 1] = array->shape[d];
      wide.chunk[d + 1] = array->chunk[d];
    }
  return wide;
}

static gboolean
write_all (MvuaNetcdfFile *file, int id, const MvuaSchemaArray *array, GError **error)
{
  const gsize first[MVUA_ZARR_MAX_DIMS] = { 0 };

  return mvua_netcdf_file_write (file, id, first, array->shape, array->data, error);
}

/* What a group of the schema has besides its fields: coordinates, written at once. */
static gboolean
add_coordinates (MvuaNetcdfFile *file, const MvuaSchemaGroup *group, GError **error)
{
  for (guint a = 0; a < group->arrays->len; a++)
    {
      const MvuaSchemaArray *array = g_ptr_array_index (group->arrays, a);
      /* Statuses and counts are of one variable and not known yet. */
      if (array->data == NULL || array->type == MVUA_ZARR_INT8 ||
          array->type == MVUA_ZARR_INT16)
        continue;
      const int id = mvua_netcdf_file_add_array (file, "", array, error);
      if (id < 0 || !write_all (file, id, array, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_member_coordinate (NetcdfSink *self, MvuaNetcdfFile *file, GError **error)
{
  const MvuaExportPlan *plan = self->parent.schema->plan;
  const gsize n = plan->members->len;
  g_autofree gint32 *numbers = g_new (gint32, n);
  json_object *attributes = json_object_new_object ();
  g_autoptr (GString) names = g_string_new (NULL);
  MvuaSchemaArray array = { .name = (char *) "member",
                            .type = MVUA_ZARR_INT32,
                            .n_dims = 1,
                            .dims = { "member" },
                            .shape = { n },
                            .attributes = attributes,
                            .data = numbers };

  for (guint m = 0; m < n; m++)
    {
      const MvuaMember member = mvua_export_plan_member (plan, m);
      char name[MVUA_MEMBER_NAME_SIZE];
      numbers[m] = member.number;
      g_string_append_printf (names, "%s%s", m > 0 ? " " : "",
                              mvua_member_name (member, name));
    }
  json_object_object_add (
      attributes, "long_name",
      json_object_new_string ("number of the member; 0 if it has none"));
  json_object_object_add (attributes, "standard_name",
                          json_object_new_string ("realization"));
  json_object_object_add (attributes, "names", json_object_new_string (names->str));

  const int id = mvua_netcdf_file_add_array (file, "", &array, error);
  const gboolean done = id >= 0 && write_all (file, id, &array, error);
  json_object_put (attributes);
  return done;
}

static MvuaNetcdfFile *
start_file (NetcdfSink *self,
            const char *folder,
            const char *kind,
            const char *variable,
            GError **error)
{
  const MvuaSchemaGroup *root = g_ptr_array_index (self->parent.schema->groups, 0);
  g_autofree char *name = g_strdup_printf ("ensemble_%s%s.nc", kind, variable);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  MvuaNetcdfFile *file = add_file (self, path, error);

  if (file == NULL || !mvua_netcdf_file_add_group (file, "", root->attributes, error))
    return NULL;
  g_ptr_array_add (self->names, g_steal_pointer (&name));
  return file;
}

/* `ensemble_<var>.nc`: the fields and statuses of all members. */
static gboolean
open_members (NetcdfSink *self, const char *folder, guint v, GError **error)
{
  MvuaSchema *schema = self->parent.schema;
  const guint n_variables = schema->plan->variables->len;
  const guint n_members = schema->plan->members->len;
  const MvuaVariable *variable = g_ptr_array_index (schema->plan->variables, v);
  MvuaSchemaArray field = with_members (schema->fields[v], n_members);
  MvuaSchemaArray status = with_members (schema->statuses[v], n_members);
  MvuaNetcdfFile *file = start_file (self, folder, "", variable->name, error);

  if (file == NULL || !add_member_coordinate (self, file, error) ||
      !add_coordinates (file, g_ptr_array_index (schema->groups, 1), error))
    return FALSE;
  const int field_id = mvua_netcdf_file_add_array (file, "", &field, error);
  const int status_id =
      field_id < 0 ? -1 : mvua_netcdf_file_add_array (file, "", &status, error);
  for (guint m = 0; status_id >= 0 && m < n_members; m++)
    {
      const guint at = m * n_variables + v;
      set_place (self, schema->fields[at], file, field_id, (int) m);
      set_place (self, schema->statuses[at], file, status_id, (int) m);
    }
  return status_id >= 0;
}

/* `ensemble_mean_<var>.nc` and `ensemble_std_<var>.nc` */
static gboolean
open_statistics (NetcdfSink *self, const char *folder, guint v, GError **error)
{
  MvuaSchema *schema = self->parent.schema;
  const MvuaExportPlan *plan = schema->plan;
  const MvuaVariable *variable = g_ptr_array_index (plan->variables, v);

  for (guint s = 0; s < plan->statistics->len; s++)
    {
      const guint at = s * plan->variables->len + v;
      char name[MVUA_STATISTIC_NAME_SIZE];
      mvua_statistic_name (g_array_index (plan->statistics, MvuaStatistic, s), name);
      g_autofree char *kind = g_strconcat (name, "_", NULL);
      MvuaNetcdfFile *file = start_file (self, folder, kind, variable->name, error);

      if (file == NULL ||
          !add_coordinates (file, g_ptr_array_index (schema->groups, 1), error))
        return FALSE;
      const int id = mvua_netcdf_file_add_array (file, "", schema->statistics[at], error);
      const int valid =
          id < 0 ? -1 : mvua_netcdf_file_add_array (file, "", schema->valid[at], error);
      if (valid < 0)
        return FALSE;
      set_place (self, schema->statistics[at], file, id, -1);
      set_place (self, schema->valid[at], file, valid, -1);
    }
  return TRUE;
}

static gboolean
netcdf_sink_open (MvuaSink *sink, const char *path, GError **error)
{
  NetcdfSink *self = (NetcdfSink *) sink;
  const MvuaExportPlan *plan = sink->schema->plan;

  self->path = g_strdup (path);
  if (plan->options->layout == MVUA_EXPORT_TREE)
    return open_tree (self, path, error);
  if (mkdir (path, 0777) < 0)
    return mvua_target_fail ("make the folder", path, error);
  for (guint v = 0; v < plan->variables->len; v++)
    if (!open_members (self, path, v, error) || !open_statistics (self, path, v, error))
      return FALSE;
  return TRUE;
}

static gboolean
netcdf_sink_write (MvuaSink *sink,
                   MvuaSchemaArray *array,
                   const gsize *first,
                   const gsize *count,
                   const void *data,
                   GError **error)
{
  const Place *place = array->handle;
  gsize wide_first[MVUA_ZARR_MAX_DIMS] = { (gsize) MAX (place->member, 0) };
  gsize wide_count[MVUA_ZARR_MAX_DIMS] = { 1 };
  const guint shift = place->member >= 0 ? 1 : 0;

  for (guint d = 0; d < array->n_dims; d++)
    {
      wide_first[d + shift] = first[d];
      wide_count[d + shift] = count[d];
    }
  if (mvua_netcdf_file_write (place->file, place->array, wide_first, wide_count, data,
                              error))
    return TRUE;
  g_atomic_int_set (&((NetcdfSink *) sink)->has_failed, TRUE);
  return FALSE;
}

/* What is said of a field may be known only when all of it was loaded.  In a file of all
 * members the first speaks for all. */
static gboolean
describe_field (const MvuaSchemaArray *array, GError **error)
{
  const Place *place = array->handle;

  return place->member > 0 ||
         mvua_netcdf_file_describe (place->file, place->array, array->attributes, error);
}

/* Coordinates and statuses, of which the last are known only now. */
static gboolean
write_kept (MvuaSink *sink, GError **error)
{
  const GPtrArray *groups = sink->schema->groups;
  const gsize first[MVUA_ZARR_MAX_DIMS] = { 0 };

  for (guint g = 0; g < groups->len; g++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (groups, g);
      for (guint a = 0; a < group->arrays->len; a++)
        {
          MvuaSchemaArray *array = g_ptr_array_index (group->arrays, a);
          if (array->handle == NULL)
            continue;
          if (array->data != NULL ? !netcdf_sink_write (sink, array, first, array->shape,
                                                        array->data, error)
                                  : !describe_field (array, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* What is said of all fields is known only now, too. */
static gboolean
describe_files (NetcdfSink *self, GError **error)
{
  const MvuaSchemaGroup *root = g_ptr_array_index (self->parent.schema->groups, 0);

  for (guint f = 0; f < self->files->len; f++)
    if (!mvua_netcdf_file_describe (g_ptr_array_index (self->files, f), -1,
                                    root->attributes, error))
      return FALSE;
  return TRUE;
}

/* Where the fields come from, and the checksums of what was written: behind the one file,
 * or in the folder, as stores have it. */
static gboolean
write_origins (NetcdfSink *self, GError **error)
{
  const MvuaSchema *schema = self->parent.schema;

  if (schema->origins == NULL)
    return TRUE;
  g_autoptr (GBytes) fields = mvua_origins_format (schema->origins, NULL, error);
  if (fields == NULL)
    return FALSE;
  return schema->plan->options->layout == MVUA_EXPORT_TREE
             ? mvua_seal_put (self->path, fields, error)
             : mvua_seal_folder (self->path, self->names, fields, error);
}

/* After a failed write the library may well close the file without complaint, and what
 * is missing would then read as NaN. */
static gboolean
netcdf_sink_close (MvuaSink *sink, GError **error)
{
  NetcdfSink *self = (NetcdfSink *) sink;

  if (g_atomic_int_get (&self->has_failed))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO,
                   "Cannot finish %s: not all of it could be written", self->path);
      return FALSE;
    }
  if (!write_kept (sink, error) || !describe_files (self, error))
    return FALSE;
  for (guint f = 0; f < self->files->len; f++)
    if (!mvua_netcdf_file_finish (g_ptr_array_index (self->files, f), error))
      return FALSE;
  return write_origins (self, error) &&
         (sink->schema->plan->options->layout == MVUA_EXPORT_TREE ||
          mvua_target_sync_folder (self->path, error));
}

static guint64
netcdf_sink_get_n_bytes (MvuaSink *sink)
{
  NetcdfSink *self = (NetcdfSink *) sink;
  guint64 n = 0;

  for (guint f = 0; f < self->files->len; f++)
    n += mvua_netcdf_file_get_n_bytes (g_ptr_array_index (self->files, f));
  return n;
}

static void
netcdf_sink_free (MvuaSink *sink)
{
  NetcdfSink *self = (NetcdfSink *) sink;

  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->places);
  g_ptr_array_unref (self->names);
  g_free (self->path);
  g_free (self);
}

MvuaSink *
mvua_netcdf_sink_new (MvuaSchema *schema)
{
  NetcdfSink *self = g_new0 (NetcdfSink, 1);

  self->parent = (MvuaSink){ .schema = schema,
                             .open = netcdf_sink_open,
                             .write = netcdf_sink_write,
                             .close = netcdf_sink_close,
                             .get_n_bytes = netcdf_sink_get_n_bytes,
                             .free = netcdf_sink_free };
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_netcdf_file_free);
  self->places = g_ptr_array_new_with_free_func (g_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  return &self->parent;
}
