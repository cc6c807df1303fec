/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-record.h"
#include "mvua-sink.h"
#include "mvua-target.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  MvuaSink parent;
  GPtrArray *stores; /* of Store: one, or one a member */
  MvuaZarrPieceFunc log;
  gpointer log_data;
  gboolean is_resumed;
  char *path;
} ZarrSink;

/* @name: of its folder in the output, and "" of one that is the output */
typedef struct
{
  ZarrSink *sink;
  char *name;
  MvuaZarrWriter *writer;
} Store;

static void
store_free (gpointer data)
{
  Store *store = data;

  mvua_zarr_writer_free (store->writer);
  g_free (store->name);
  g_free (store);
}

static MvuaZarrWriter *
writer_of (const ZarrSink *self, guint store)
{
  return ((const Store *) g_ptr_array_index (self->stores, store))->writer;
}

static MvuaZarrFormat
format_of (const ZarrSink *self)
{
  return self->parent.schema->plan->options->format == MVUA_EXPORT_ZARR3 ? MVUA_ZARR_V3
                                                                         : MVUA_ZARR_V2;
}

static gboolean
log_piece (const MvuaZarrPiece *piece, gpointer data, GError **error)
{
  const Store *store = data;
  const ZarrSink *self = store->sink;
  MvuaZarrPiece named = *piece;

  if (store->name[0] == '\0')
    return self->log (piece, self->log_data, error);
  g_autofree char *path = g_strconcat (store->name, "/", piece->path, NULL);
  named.path = path;
  return self->log (&named, self->log_data, error);
}

static MvuaZarrWriter *
add_writer (ZarrSink *self, const char *path, const char *name, GError **error)
{
  MvuaZarrWriter *writer =
      (self->is_resumed ? mvua_zarr_writer_reopen
                        : mvua_zarr_writer_new) (path, format_of (self), error);

  if (writer == NULL)
    return NULL;
  Store *store = g_new (Store, 1);
  *store = (Store){ self, g_strdup (name), writer };
  g_ptr_array_add (self->stores, store);
  if (self->log != NULL)
    mvua_zarr_writer_set_log (writer, log_piece, store);
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
  MvuaZarrWriter *writer = add_writer (self, path, "", error);

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

  if (mkdir (path, 0777) < 0 && (!self->is_resumed || errno != EEXIST))
    return mvua_target_fail ("make the folder", path, error);
  for (guint g = 0; g < groups->len; g++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (groups, g);
      g_autofree char *name = g_strconcat (group->path, ".zarr", NULL);
      g_autofree char *store = g_build_filename (path, name, NULL);
      MvuaZarrWriter *writer = add_writer (self, store, name, error);

      if (writer == NULL || !add_group (self, writer, "", group, error))
        return FALSE;
    }
  return TRUE;
}

void
mvua_zarr_sink_set_log (MvuaSink *sink,
                        MvuaZarrPieceFunc func,
                        gpointer data,
                        gboolean is_resumed)
{
  ZarrSink *self = (ZarrSink *) sink;

  self->log = func;
  self->log_data = data;
  self->is_resumed = is_resumed;
}

/* (nullable): the store that a piece is in; its path there is @in_store's */
static MvuaZarrWriter *
find_store (ZarrSink *self, const MvuaZarrPiece *piece, MvuaZarrPiece *in_store)
{
  *in_store = *piece;
  for (guint w = 0; w < self->stores->len; w++)
    {
      const Store *store = g_ptr_array_index (self->stores, w);
      const gsize n = strlen (store->name);

      if (n == 0)
        return store->writer;
      if (strncmp (piece->path, store->name, n) != 0 || piece->path[n] != '/')
        continue;
      in_store->path = piece->path + n + 1;
      return store->writer;
    }
  return NULL;
}

gboolean
mvua_zarr_sink_has (MvuaSink *sink, const MvuaZarrPiece *piece)
{
  MvuaZarrPiece in_store;
  MvuaZarrWriter *writer = find_store ((ZarrSink *) sink, piece, &in_store);

  return writer != NULL && mvua_zarr_writer_has (writer, &in_store);
}

gboolean
mvua_zarr_sink_adopt (MvuaSink *sink, const MvuaZarrPiece *piece)
{
  MvuaZarrPiece in_store;
  MvuaZarrWriter *writer = find_store ((ZarrSink *) sink, piece, &in_store);

  return writer != NULL && mvua_zarr_writer_adopt (writer, &in_store);
}

gboolean
mvua_zarr_sink_sweep (MvuaSink *sink, GError **error)
{
  ZarrSink *self = (ZarrSink *) sink;

  for (guint w = 0; w < self->stores->len; w++)
    if (!mvua_zarr_writer_sweep (writer_of (self, w), error))
      return FALSE;
  return TRUE;
}

static gboolean
zarr_sink_open (MvuaSink *sink, const char *path, GError **error)
{
  ZarrSink *self = (ZarrSink *) sink;

  self->path = g_strdup (path);
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

/* What was asked for, for a later top-up, which a hybrid is not open to. */
static gboolean
write_record (ZarrSink *self, GError **error)
{
  const MvuaExportOptions *options = self->parent.schema->plan->options;

  if (options->layout != MVUA_EXPORT_TREE || options->rest.is_wanted)
    return TRUE;
  g_autofree char *record = mvua_export_record_format (options);
  return mvua_zarr_writer_add_file (writer_of (self, 0), MVUA_EXPORT_RECORD, record,
                                    strlen (record), error);
}

/* Of a folder of stores: which ones there are, so that one that is gone is missed. */
static gboolean
write_stores (ZarrSink *self, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  if (self->parent.schema->plan->options->layout != MVUA_EXPORT_MEMBERS)
    return TRUE;
  for (guint w = 0; w < self->stores->len; w++)
    g_string_append_printf (names, "%s\n",
                            ((const Store *) g_ptr_array_index (self->stores, w))->name);
  for (guint w = 0; w < self->stores->len; w++)
    if (!mvua_zarr_writer_add_file (writer_of (self, w), MVUA_EXPORT_STORES, names->str,
                                    names->len, error))
      return FALSE;
  return TRUE;
}

/* Where the fields come from: all of them, or each member's in its own store. */
static gboolean
write_origins (ZarrSink *self, GError **error)
{
  const MvuaSchema *schema = self->parent.schema;
  const gboolean is_tree = schema->plan->options->layout == MVUA_EXPORT_TREE;

  for (guint w = 0; schema->origins != NULL && w < self->stores->len; w++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (schema->groups, w);
      MvuaMember member = { 0 };
      const gboolean is_one = !is_tree && mvua_member_from_name (group->path, &member);
      g_autoptr (GBytes) table =
          mvua_origins_format (schema->origins, is_one ? &member : NULL, error);

      if (table == NULL ||
          !mvua_zarr_writer_add_file (writer_of (self, w), MVUA_ORIGINS_FILE,
                                      g_bytes_get_data (table, NULL),
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
  if (!write_record (self, error) || !write_origins (self, error) ||
      !write_stores (self, error) ||
      (sink->rest != NULL &&
       !mvua_hybrid_write (sink->rest, writer_of (self, 0), self->path, error)))
    return FALSE;
  for (guint w = 0; w < self->stores->len; w++)
    if (!mvua_zarr_writer_finish (writer_of (self, w), error))
      return FALSE;
  return TRUE;
}

static guint64
zarr_sink_get_n_bytes (MvuaSink *sink)
{
  ZarrSink *self = (ZarrSink *) sink;
  guint64 n = 0;

  for (guint w = 0; w < self->stores->len; w++)
    n += mvua_zarr_writer_get_n_bytes (writer_of (self, w));
  return n;
}

static void
zarr_sink_free (MvuaSink *sink)
{
  ZarrSink *self = (ZarrSink *) sink;

  g_ptr_array_unref (self->stores);
  g_free (self->path);
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
  self->stores = g_ptr_array_new_with_free_func (store_free);
  return &self->parent;
}
