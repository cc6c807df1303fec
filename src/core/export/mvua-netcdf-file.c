/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-netcdf-file.h"

#include "mvua-netcdf-attributes.h"

#include <errno.h>
#include <fcntl.h>
#include <hdf5.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Chunks are written whole and once: a cache of them only takes memory, with the default
 * 4 MB for each of hundreds of variables. */
#define CACHE_SIZE 1024
#define CACHE_SLOTS 1
#define CACHE_PREEMPTION 0.0F

#define DEFLATE_LEVEL 1
/* Nothing but what the tables of a file take: 512 KiB in netCDF, less in HDF5. */
#define ROOM_TO_CREATE (2 << 20)
/* Less than this is a full disk, whatever the library calls it. */
#define LEAST_SPACE (1 << 16)

typedef struct
{
  int group;
  int variable;
  nc_type type;
  char *name;
} Array;

struct _MvuaNetcdfFile
{
  char *path;
  int root;
  gboolean is_open;
  gboolean is_broken; /* the library failed at it */
  GHashTable *groups; /* path → id */
  GArray *arrays;     /* of Array */
};

static GMutex netcdf_lock;

static void
clear_array (gpointer data)
{
  g_free (((Array *) data)->name);
}

/* HDF5 does not say why a write failed. */
static gboolean
disk_is_full (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct statvfs status;

  return statvfs (folder, &status) == 0 && status.f_blocks > 0 &&
         (guint64) status.f_bavail * status.f_frsize < LEAST_SPACE;
}

/* What netCDF-C leaves unsaid of a failure. */
static const char *
help_of (int status)
{
  if (status == NC_EHDFERR)
    return "; it does not tell why: the disk may be full or failing, or memory or open "
           "files too few";
  if (status == NC_EDIMSCALE || status == NC_EDIMMETA || status == NC_EATTMETA ||
      status == NC_EVARMETA || status == NC_EFILEMETA)
    return "; the netCDF library failed, probably for want of memory: free some, or "
           "export fewer variables";
  return "";
}

static gboolean
check (MvuaNetcdfFile *self, int status, const char *what, GError **error)
{
  if (status == NC_NOERR)
    return TRUE;
  self->is_broken = TRUE;
  if (disk_is_full (self->path))
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO,
                 "Cannot write %s (%s): no space left on device; free some, or choose "
                 "another folder",
                 self->path, what);
  else
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot write %s (%s): %s%s",
                 self->path, what, nc_strerror (status), help_of (status));
  return FALSE;
}

/* One thread at a time is let into the libraries.  HDF5 prints its errors unless each
 * thread tells it not to. */
static GMutexLocker *
enter (void)
{
  GMutexLocker *locker = g_mutex_locker_new (&netcdf_lock);

  H5Eset_auto2 (H5E_DEFAULT, NULL, NULL);
  return locker;
}

/* netCDF 4.9.0 and HDF5 1.10 crash where a file cannot be closed because the disk is
 * full, also when the program ends.  What could not be written is left open for good:
 * this tells HDF5 not to close it then, which has to be before all else. */
static void
leave_broken_files_alone (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      H5dont_atexit ();
      g_once_init_leave (&done, 1);
    }
}

/* The libraries crash where they get no memory for a file's tables, so it is asked for
 * before. */
static gboolean
has_memory_to_create (void)
{
  g_autofree void *memory = g_try_malloc (ROOM_TO_CREATE);

  return memory != NULL;
}

/* The setting of the cache is the whole process's, and counts when a file is made. */
static int
create (MvuaNetcdfFile *self)
{
  leave_broken_files_alone ();
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = enter ();
  if (!has_memory_to_create ())
    return NC_ENOMEM;
  gsize size = 0;
  gsize slots = 0;
  float preemption = 0;

  nc_get_chunk_cache (&size, &slots, &preemption);
  nc_set_chunk_cache (CACHE_SIZE, CACHE_SLOTS, CACHE_PREEMPTION);
  const int status = nc_create (self->path, NC_NETCDF4 | NC_NOCLOBBER, &self->root);
  nc_set_chunk_cache (size, slots, preemption);
  self->is_open = status == NC_NOERR;
  return status;
}

MvuaNetcdfFile *
mvua_netcdf_file_new (const char *path, GError **error)
{
  g_autoptr (MvuaNetcdfFile) self = g_new0 (MvuaNetcdfFile, 1);

  self->path = g_strdup (path);
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->arrays = g_array_new (FALSE, FALSE, sizeof (Array));
  g_array_set_clear_func (self->arrays, clear_array);
  return check (self, create (self), "create", error) ? g_steal_pointer (&self) : NULL;
}

/* The library's file once more, or a negative number. */
static hid_t
reopen (const MvuaNetcdfFile *self)
{
  const ssize_t n = H5Fget_obj_count (H5F_OBJ_ALL, H5F_OBJ_FILE);
  g_autofree hid_t *ids = g_new (hid_t, MAX (n, 1));
  g_autofree char *name = g_malloc (strlen (self->path) + 2);

  if (n < 0 || H5Fget_obj_ids (H5F_OBJ_ALL, H5F_OBJ_FILE, (size_t) n, ids) < 0)
    return -1;
  for (ssize_t i = 0; i < n; i++)
    if (H5Fget_name (ids[i], name, strlen (self->path) + 2) >= 0 &&
        strcmp (name, self->path) == 0)
      return H5Freopen (ids[i]);
  return -1;
}

/* HDF5 writes to a file when it is closed for the last time, and netCDF 4.9.0 crashes
 * where that fails.  So it is not netCDF that closes it for the last time. */
static int
close_file (MvuaNetcdfFile *self)
{
  const hid_t last = reopen (self);

  if (last < 0)
    return NC_EHDFERR;
  self->is_open = FALSE;
  const int status = nc_close (self->root);
  return H5Fclose (last) < 0 ? NC_EHDFERR : status;
}

/* What could be written so far is closed; the rest is left open for good. */
static void
close_unfinished (MvuaNetcdfFile *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = enter ();

  if (!self->is_open)
    return;
  if (!self->is_broken && nc_sync (self->root) == NC_NOERR &&
      close_file (self) == NC_NOERR)
    return;
  if (truncate (self->path, 0) < 0) /* its space is wanted, if not the file */
    g_debug ("Cannot truncate %s: %s", self->path, g_strerror (errno));
}

void
mvua_netcdf_file_free (MvuaNetcdfFile *self)
{
  close_unfinished (self);
  g_hash_table_unref (self->groups);
  g_array_unref (self->arrays);
  g_free (self->path);
  g_free (self);
}

static int
find_group (const MvuaNetcdfFile *self, const char *path)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->groups, path));
}

gboolean
mvua_netcdf_file_add_group (MvuaNetcdfFile *self,
                            const char *path,
                            json_object *attributes,
                            GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = enter ();
  const char *slash = strrchr (path, '/');
  g_autofree char *parent =
      slash ? g_strndup (path, (gsize) (slash - path)) : g_strdup ("");
  int group = self->root;
  int status = NC_NOERR;

  if (path[0] != '\0')
    status = nc_def_grp (slash ? find_group (self, parent) : self->root,
                         slash ? slash + 1 : path, &group);
  if (status == NC_NOERR)
    status = mvua_netcdf_put_attributes (group, NC_GLOBAL, NC_NAT, attributes);
  g_hash_table_insert (self->groups, g_strdup (path), GINT_TO_POINTER (group));
  return check (self, status, path, error);
}

/* The group's own dimension of that name, made if it is new. */
static int
get_dimension (int group, const char *name, gsize size, int *dimension)
{
  int ids[NC_MAX_DIMS];
  int n = 0;
  int status = nc_inq_dimids (group, &n, ids, 0);

  for (int i = 0; status == NC_NOERR && i < n; i++)
    {
      char found[NC_MAX_NAME + 1];
      status = nc_inq_dimname (group, ids[i], found);
      if (status == NC_NOERR && strcmp (found, name) == 0)
        {
          *dimension = ids[i];
          return NC_NOERR;
        }
    }
  return status == NC_NOERR ? nc_def_dim (group, name, size, dimension) : status;
}

static int
shape_field (int group, int variable, const MvuaSchemaArray *array)
{
  const float missing = NAN;
  gsize chunk[MVUA_ZARR_MAX_DIMS];
  int status;

  for (guint d = 0; d < array->n_dims; d++)
    chunk[d] = MIN (array->chunk[d], array->shape[d]);
  status = nc_def_var_chunking (group, variable, NC_CHUNKED, chunk);
  if (status == NC_NOERR)
    status = nc_set_var_chunk_cache (group, variable, CACHE_SIZE, CACHE_SLOTS,
                                     CACHE_PREEMPTION);
  if (status == NC_NOERR)
    status = nc_def_var_deflate (group, variable, 1, 1, DEFLATE_LEVEL);
  /* What is never written reads as missing, and not as what the file happened to hold. */
  if (status == NC_NOERR && array->type == MVUA_ZARR_FLOAT32)
    status = nc_def_var_fill (group, variable, NC_FILL, &missing);
  return status;
}

static int
define_array (int group, const MvuaSchemaArray *array, int *variable)
{
  const nc_type type = mvua_netcdf_type (array->type);
  int dimensions[MVUA_ZARR_MAX_DIMS];
  int status = NC_NOERR;

  for (guint d = 0; status == NC_NOERR && d < array->n_dims; d++)
    status = get_dimension (group, array->dims[d], array->shape[d], &dimensions[d]);
  if (status == NC_NOERR)
    status =
        nc_def_var (group, array->name, type, (int) array->n_dims, dimensions, variable);
  if (status == NC_NOERR && array->data == NULL)
    status = shape_field (group, *variable, array);
  if (status == NC_NOERR)
    status = mvua_netcdf_put_attributes (group, *variable, type, array->attributes);
  return status;
}

int
mvua_netcdf_file_add_array (MvuaNetcdfFile *self,
                            const char *group,
                            const MvuaSchemaArray *array,
                            GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = enter ();
  Array added = { .group = find_group (self, group),
                  .type = mvua_netcdf_type (array->type) };

  if (!check (self, define_array (added.group, array, &added.variable), array->name,
              error))
    return -1;
  added.name = g_strdup (array->name);
  g_array_append_val (self->arrays, added);
  /* cppcheck-suppress memleak ; the name belongs to the array in which it is now */
  return (int) self->arrays->len - 1;
}

gboolean
mvua_netcdf_file_describe (MvuaNetcdfFile *self,
                           int array,
                           json_object *attributes,
                           GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = enter ();
  const Array root = { self->root, NC_GLOBAL, NC_CHAR, self->path };
  const Array *of = array < 0 ? &root : &g_array_index (self->arrays, Array, array);

  return check (
      self, mvua_netcdf_put_attributes (of->group, of->variable, of->type, attributes),
      of->name, error);
}

gboolean
mvua_netcdf_file_write (MvuaNetcdfFile *self,
                        int array,
                        const gsize *first,
                        const gsize *count,
                        const void *data,
                        GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = enter ();
  const Array *to = &g_array_index (self->arrays, Array, array);

  return check (self, nc_put_vara (to->group, to->variable, first, count, data), to->name,
                error);
}

static gboolean
sync_file (MvuaNetcdfFile *self, GError **error)
{
  const int fd = open (self->path, O_RDONLY | O_CLOEXEC);
  const gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return synced || check (self, NC_EHDFERR, "sync", error);
}

gboolean
mvua_netcdf_file_finish (MvuaNetcdfFile *self, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = enter ();

  return check (self, nc_sync (self->root), "flush", error) &&
         check (self, close_file (self), "close", error) && sync_file (self, error);
}

guint64
mvua_netcdf_file_get_n_bytes (MvuaNetcdfFile *self)
{
  struct stat status;

  return stat (self->path, &status) == 0 ? (guint64) status.st_size : 0;
}
