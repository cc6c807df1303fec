/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-record.h"
#include "mvua-sink.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  MvuaSink parent;
  GPtrArray *writers; /* of MvuaZarrWriter: one, or one a member */
} ZarrSink;

static MvuaZarrFormat
format_of (const ZarrSink *self)
{
  return self->parent.schema->plan->options->format == MVUA_EXPORT_ZARR3 ? MVUA_ZARR_V3
                                                                         : MVUA_ZARR_V2;
}

static MvuaZarrWriter *
add_writer (ZarrSink *self, const char *path, GError **error)
{
  MvuaZarrWriter *writer = mvua_zarr_writer_new (path, format_of (self), error);

  if (writer != NULL)
    g_ptr_array_add (self->writers, writer);
  return writer;
}

/* All of a spec but its path. */
static MvuaZarrArraySpec
describe (const ZarrSink *self, const MvuaSchemaArray *array)
{
  const gboolean is_field = array->data == NULL;
  const gboolean is_sharded = is_field && format_of (self) == MVUA_ZARR_V3;
  MvuaZarrArraySpec spec = { .type = array->type,
                             .n_dims = array->n_dims,
                             .sharded = is_sharded,
                             .compressed = is_field };

  for (guint d = 0; d < array->n_dims; d++)
    {
      spec.dims[d] = array->dims[d];
      spec.shape[d] = array->shape[d];
      spec.chunk[d] = is_sharded ? array->inner[d] : array->chunk[d];
    }
  return spec;
}

static gboolean
add_array (ZarrSink *self,
           MvuaZarrWriter *writer,
           const char *group,
           MvuaSchemaArray *array,
           GError **error)
{
  g_autofree char *path = group[0] == '\0' ? g_strdup (array->name)
                                           : g_strconcat (group, "/", array->name, NULL);
  MvuaZarrArraySpec spec = describe (self, array);

  spec.path = path;
  array->handle = mvua_zarr_writer_add_array (writer, &spec, array->attributes, error);
  return array->handle != NULL;
}

gboolean
mvua_zarr_sink_has_same_chunks (MvuaSink *sink, const MvuaSchemaArray *array)
{
  const MvuaZarrArraySpec spec = describe ((ZarrSink *) sink, array);
  const MvuaZarrArraySpec *stored = mvua_zarr_stored_get_spec (array->stored);

  for (guint d = 0; d < spec.n_dims; d++)
    if (spec.chunk[d] != stored->chunk[d])
      return FALSE;
  return spec.sharded == stored->sharded && spec.compressed == stored->compressed;
}

gboolean
mvua_zarr_sink_keep (MvuaSink *sink G_GNUC_UNUSED,
                     MvuaSchemaArray *array,
                     gsize first,
                     gsize n,
                     GError **error)
{
  const gsize at[] = { first, 0, 0 };
  const gsize count[] = { n, array->shape[1], array->shape[2] };

  return mvua_zarr_array_keep (array->handle, array->stored, at, count, error);
}

static gboolean
add_group (ZarrSink *self,
           MvuaZarrWriter *writer,
           const char *path,
           const MvuaSchemaGroup *group,
           GError **error)
{
  if (!mvua_zarr_writer_add_group (writer, path, group->attributes, error))
    return FALSE;
  for (guint a = 0; a < group->arrays->len; a++)
    if (!add_array (self, writer, path, g_ptr_array_index (group->arrays, a), error))
      return FALSE;
  return TRUE;
}

/* One store of all groups. */
static gboolean
open_tree (ZarrSink *self, const char *path, GError **error)
{
  const GPtrArray *groups = self->parent.schema->groups;
  MvuaZarrWriter *writer = add_writer (self, path, error);

  for (guint g = 0; writer != NULL && g < groups->len; g++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (groups, g);
      if (!add_group (self, writer, group->path, group, error))
        return FALSE;
    }
  return writer != NULL;
}

/* A folder of stores, each group the root of its own. */
static gboolean
open_members (ZarrSink *self, const char *path, GError **error)
{
  const GPtrArray *groups = self->parent.schema->groups;

  if (mkdir (path, 0777) < 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot make the folder %s: %s",
                   path, g_strerror (errno));
      return FALSE;
    }
  for (guint g = 0; g < groups->len; g++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (groups, g);
      g_autofree char *name = g_strconcat (group->path, ".zarr", NULL);
      g_autofree char *store = g_build_filename (path, name, NULL);
      MvuaZarrWriter *writer = add_writer (self, store, error);

      if (writer == NULL || !add_group (self, writer, "", group, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
zarr_sink_open (MvuaSink *sink, const char *path, GError **error)
{
  ZarrSink *self = (ZarrSink *) sink;

  if (sink->schema->plan->options->layout == MVUA_EXPORT_MEMBERS)
    return open_members (self, path, error);
  return open_tree (self, path, error);
}

static gboolean
zarr_sink_write (MvuaSink *sink G_GNUC_UNUSED,
                 MvuaSchemaArray *array,
                 const gsize *first,
                 const gsize *count,
                 const void *data,
                 GError **error)
{
  return mvua_zarr_array_write (array->handle, first, count, data, error);
}

/* What was asked for, for a later top-up. */
static gboolean
write_record (ZarrSink *self, GError **error)
{
  const MvuaExportOptions *options = self->parent.schema->plan->options;

  if (options->layout != MVUA_EXPORT_TREE)
    return TRUE;
  g_autofree char *record = mvua_export_record_format (options);
  return mvua_zarr_writer_add_file (g_ptr_array_index (self->writers, 0),
                                    MVUA_EXPORT_RECORD, record, strlen (record), error);
}

/* Where the fields come from: all of them, or each member's in its own store. */
static gboolean
write_origins (ZarrSink *self, GError **error)
{
  const MvuaSchema *schema = self->parent.schema;
  const gboolean is_tree = schema->plan->options->layout == MVUA_EXPORT_TREE;

  for (guint w = 0; schema->origins != NULL && w < self->writers->len; w++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (schema->groups, w);
      MvuaMember member = { 0 };
      const gboolean is_one = !is_tree && mvua_member_from_name (group->path, &member);
      g_autoptr (GBytes) table =
          mvua_origins_format (schema->origins, is_one ? &member : NULL, error);

      if (table == NULL ||
          !mvua_zarr_writer_add_file (g_ptr_array_index (self->writers, w),
                                      MVUA_ORIGINS_FILE, g_bytes_get_data (table, NULL),
                                      g_bytes_get_size (table), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
zarr_sink_close (MvuaSink *sink, GError **error)
{
  ZarrSink *self = (ZarrSink *) sink;
  const GPtrArray *groups = sink->schema->groups;
  const gsize first[MVUA_ZARR_MAX_DIMS] = { 0 };

  for (guint g = 0; g < groups->len; g++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (groups, g);
      for (guint a = 0; a < group->arrays->len; a++)
        {
          MvuaSchemaArray *array = g_ptr_array_index (group->arrays, a);
          if (array->data != NULL &&
              !mvua_zarr_array_write (array->handle, first, array->shape, array->data,
                                      error))
            return FALSE;
        }
    }
  if (!write_record (self, error) || !write_origins (self, error))
    return FALSE;
  for (guint w = 0; w < self->writers->len; w++)
    if (!mvua_zarr_writer_finish (g_ptr_array_index (self->writers, w), error))
      return FALSE;
  return TRUE;
}

static guint64
zarr_sink_get_n_bytes (MvuaSink *sink)
{
  ZarrSink *self = (ZarrSink *) sink;
  guint64 n = 0;

  for (guint w = 0; w < self->writers->len; w++)
    n += mvua_zarr_writer_get_n_bytes (g_ptr_array_index (self->writers, w));
  return n;
}

static void
zarr_sink_free (MvuaSink *sink)
{
  ZarrSink *self = (ZarrSink *) sink;

  g_ptr_array_unref (self->writers);
  g_free (self);
}

MvuaSink *
mvua_zarr_sink_new (MvuaSchema *schema)
{
  ZarrSink *self = g_new0 (ZarrSink, 1);

  self->parent = (MvuaSink){ .schema = schema,
                             .open = zarr_sink_open,
                             .write = zarr_sink_write,
                             .close = zarr_sink_close,
                             .get_n_bytes = zarr_sink_get_n_bytes,
                             .free = zarr_sink_free };
  self->writers = g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_zarr_writer_free);
  return &self->parent;
}
