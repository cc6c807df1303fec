/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-base.h"

#include "mvua-crc32c.h"
#include "mvua-hybrid-set.h"
#include "mvua-schema-parts.h"
#include "mvua-steps.h"

#include <string.h>

#define EXPECTED "a top-up adds to a Zarr store of the layout tree that an export wrote"

void
mvua_export_base_free (MvuaExportBase *self)
{
  g_clear_pointer (&self->reader, mvua_zarr_reader_free);
  mvua_export_options_clear (&self->options);
  g_clear_pointer (&self->have.members, g_array_unref);
  g_clear_pointer (&self->have.filled, g_array_unref);
  g_clear_pointer (&self->have.variables, g_ptr_array_unref);
  g_clear_pointer (&self->have.steps, g_array_unref);
  g_clear_pointer (&self->days, g_array_unref);
  g_free (self->path);
  g_free (self->step_at);
  g_free (self->day_at);
  g_free (self->was);
  g_free (self->day_valid);
  g_free (self->bucket_failed);
  g_free (self->step_changes);
  g_free (self->member_changes);
  g_free (self->day_states);
  g_free (self);
}

/* What a folder without a store in it is. */
static const char *
describe_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      if (g_str_has_suffix (name, ".zarr"))
        return "is a folder of stores (the layout members)";
      if (g_str_has_suffix (name, ".nc"))
        return "is a folder of netCDF files (the layout variables)";
    }
  return "is not a store";
}

static gboolean
has_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
check_kind (const char *path, GError **error)
{
  const char *complaint = NULL;
  g_autofree char *set = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    complaint = "does not exist";
  else if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    complaint = "is a file (netCDF?)";
  else if (!has_file (path, ".zgroup") && !has_file (path, "zarr.json"))
    complaint = describe_folder (path);
  else if (!has_file (path, ".mvua/files"))
    complaint = "is a store of something else: it has no table of its files";
  else if ((set = mvua_hybrid_find_set (path)) != NULL)
    complaint = "has references beside it, which a top-up does not know how to add to";
  else if (!has_file (path, ".mvua/" MVUA_EXPORT_RECORD))
    complaint = "has no record of what was asked for: it is one of the layout members, "
                "or of an earlier version";
  if (complaint == NULL)
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "%s %s; " EXPECTED, path, complaint);
  return FALSE;
}

static gboolean
complain (const MvuaExportBase *self, GError **error, const char *what, const char *path)
{
  g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID,
               "“%s/%s” %s; a top-up needs a store that is whole", self->path, path,
               what);
  return FALSE;
}

gpointer
mvua_export_base_load (const MvuaExportBase *self,
                       const char *path,
                       MvuaZarrType type,
                       gsize n_values,
                       GError **error)
{
  MvuaZarrStored *stored = mvua_zarr_reader_get_array (self->reader, path);
  const gsize first[MVUA_ZARR_MAX_DIMS] = { 0 };
  gsize n = 1;

  if (stored == NULL)
    {
      complain (self, error, "is not there", path);
      return NULL;
    }
  const MvuaZarrArraySpec *spec = mvua_zarr_stored_get_spec (stored);
  for (guint d = 0; d < spec->n_dims; d++)
    if (!g_size_checked_mul (&n, n, spec->shape[d]))
      n = G_MAXSIZE;
  if (spec->type != type || n != n_values)
    {
      complain (self, error, "is not of the size that the others are", path);
      return NULL;
    }
  g_autofree gpointer values = g_malloc (MAX (n, 1) * mvua_schema_type_size (type));
  return mvua_zarr_stored_read (stored, first, spec->shape, values, error)
             ? g_steal_pointer (&values)
             : NULL;
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  return mvua_member_compare (*(const MvuaMember *) a, *(const MvuaMember *) b);
}

static void
find_members (MvuaExportBase *self)
{
  const GPtrArray *paths = mvua_zarr_reader_list (self->reader);

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      MvuaMember member;
      if (mvua_zarr_reader_get_array (self->reader, path) == NULL &&
          mvua_member_from_name (path, &member))
        g_array_append_val (self->have.members, member);
    }
  g_array_sort (self->have.members, compare_members);
}

static void
find_variables (MvuaExportBase *self, const char *member)
{
  guint n = 0;
  const MvuaVariable *table = mvua_variable_table (&n);

  for (guint v = 0; v < n; v++)
    {
      g_autofree char *path = g_strconcat (member, "/", table[v].name, NULL);
      if (mvua_zarr_reader_get_array (self->reader, path) != NULL)
        g_ptr_array_add (self->have.variables, (gpointer) &table[v]);
    }
}

static gboolean
find_steps (MvuaExportBase *self, const char *member, GError **error)
{
  g_autofree char *path = g_strconcat (member, "/step", NULL);
  MvuaZarrStored *stored = mvua_zarr_reader_get_array (self->reader, path);
  const gsize n = stored != NULL ? mvua_zarr_stored_get_spec (stored)->shape[0] : 0;

  if (n == 0 || n > MVUA_MAX_STEP_HOURS)
    return complain (self, error, "does not tell the steps", path);
  g_autofree gint64 *hours =
      mvua_export_base_load (self, path, MVUA_ZARR_INT64, n, error);
  if (hours == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      const int step = (int) CLAMP (hours[i], -1, MVUA_MAX_STEP_HOURS + 1);
      if (step < 0 || step > MVUA_MAX_STEP_HOURS || (i > 0 && hours[i] <= hours[i - 1]))
        return complain (self, error, "does not tell the steps", path);
      g_array_append_val (self->have.steps, step);
    }
  return TRUE;
}

static gboolean
find_days (MvuaExportBase *self, GError **error)
{
  static const char path[] = "probabilities/daily/forecast_hour_bounds";
  MvuaZarrStored *stored = mvua_zarr_reader_get_array (self->reader, path);

  if (stored == NULL)
    return TRUE;
  const gsize n = mvua_zarr_stored_get_spec (stored)->shape[0];
  if (n > MVUA_MAX_STEP_HOURS)
    return complain (self, error, "does not tell the days", path);
  g_autofree gint32 *bounds =
      mvua_export_base_load (self, path, MVUA_ZARR_INT32, 2 * n, error);
  for (gsize i = 0; bounds != NULL && i < n; i++)
    {
      const MvuaHours day = { bounds[2 * i], bounds[2 * i + 1] };
      g_array_append_val (self->days, day);
    }
  return bounds != NULL;
}

/* Members of which there is any field. */
static gboolean
find_filled (MvuaExportBase *self, GError **error)
{
  const gsize n_steps = self->have.steps->len;

  for (guint m = 0; m < self->have.members->len; m++)
    {
      const MvuaMember member = g_array_index (self->have.members, MvuaMember, m);
      char name[MVUA_MEMBER_NAME_SIZE];
      gboolean has_field = FALSE;

      for (guint v = 0; v < self->have.variables->len && !has_field; v++)
        {
          const MvuaVariable *variable = g_ptr_array_index (self->have.variables, v);
          g_autofree char *path = g_strdup_printf (
              "%s/%s_status", mvua_member_name (member, name), variable->name);
          g_autofree gint8 *statuses =
              mvua_export_base_load (self, path, MVUA_ZARR_INT8, n_steps, error);
          if (statuses == NULL)
            return FALSE;
          has_field = memchr (statuses, MVUA_STATUS_OK, n_steps) != NULL;
        }
      if (has_field)
        g_array_append_val (self->have.filled, member);
    }
  return TRUE;
}

static gboolean
read_record (MvuaExportBase *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gsize n = 0;
  g_autofree char *text =
      mvua_zarr_reader_load_file (self->reader, MVUA_EXPORT_RECORD, &n, error);

  if (text == NULL)
    return FALSE;
  if (!mvua_export_record_parse (text, &self->options, &local_error))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "%s cannot be added to: %s",
                   self->path, local_error->message);
      return FALSE;
    }
  self->options.format = mvua_zarr_reader_get_format (self->reader) == MVUA_ZARR_V3
                             ? MVUA_EXPORT_ZARR3
                             : MVUA_EXPORT_ZARR2;
  return TRUE;
}

static gboolean
read_contents (MvuaExportBase *self, GError **error)
{
  char name[MVUA_MEMBER_NAME_SIZE];

  find_members (self);
  if (self->have.members->len == 0)
    return complain (self, error, "has no group of a member", "");
  mvua_member_name (g_array_index (self->have.members, MvuaMember, 0), name);
  find_variables (self, name);
  if (self->have.variables->len == 0)
    return complain (self, error, "has no variable", name);
  return find_steps (self, name, error) && find_days (self, error) &&
         find_filled (self, error);
}

MvuaExportBase *
mvua_export_base_open (const char *path, GError **error)
{
  if (!check_kind (path, error))
    return NULL;

  g_autoptr (MvuaExportBase) self = g_new0 (MvuaExportBase, 1);
  self->path = g_strdup (path);
  self->have.members = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  self->have.filled = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  self->have.variables = g_ptr_array_new ();
  self->have.steps = g_array_new (FALSE, FALSE, sizeof (int));
  self->days = g_array_new (FALSE, FALSE, sizeof (MvuaHours));
  self->reader = mvua_zarr_reader_open (path, error);
  if (self->reader == NULL || !read_record (self, error) || !read_contents (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

char *
mvua_export_base_dup_mark (const MvuaExportBase *self)
{
  g_autofree char *path = g_build_filename (self->path, ".mvua", "files", NULL);
  g_autofree char *text = NULL;
  gsize n = 0;

  if (!g_file_get_contents (path, &text, &n, NULL))
    return g_strdup ("");
  return g_strdup_printf ("%08x", mvua_crc32c (0, text, n));
}

/* (nullable): a text of the root's attributes */
static const char *
root_text (const MvuaExportBase *self, const char *name)
{
  json_object *value = NULL;

  json_object_object_get_ex (mvua_zarr_reader_get_attributes (self->reader, ""), name,
                             &value);
  return json_object_is_type (value, json_type_string) ? json_object_get_string (value)
                                                       : NULL;
}

static int
root_int (const MvuaExportBase *self, const char *name)
{
  json_object *value = NULL;

  json_object_object_get_ex (mvua_zarr_reader_get_attributes (self->reader, ""), name,
                             &value);
  return json_object_is_type (value, json_type_int) ? json_object_get_int (value) : 0;
}

gboolean
mvua_export_base_check_run (const MvuaExportBase *self,
                            const MvuaEnsemble *ensemble,
                            GError **error)
{
  const MvuaRun run = mvua_ensemble_get_run (ensemble);
  const char *product = root_text (self, "product");
  const char *path = mvua_ensemble_get_path (ensemble);
  const gboolean is_demo = root_int (self, "demo") != 0;
  char label[MVUA_RUN_TEXT_SIZE], date[MVUA_RUN_TEXT_SIZE];
  g_autofree char *complaint = NULL;

  if (g_strcmp0 (root_text (self, "model_date"), mvua_run_date (run, date)) != 0 ||
      root_int (self, "run_hour") != mvua_run_hour (run))
    complaint =
        g_strdup_printf ("%s is of the run %s %02dZ, and %s of %s", self->path,
                         root_text (self, "model_date"), root_int (self, "run_hour"),
                         path, mvua_run_label (run, label));
  else if (is_demo != mvua_ensemble_is_demo (ensemble))
    complaint = g_strdup_printf ("%s is %s, and %s is %s", self->path,
                                 is_demo ? "made up" : "a forecast", path,
                                 is_demo ? "a forecast" : "made up");
  else if (strcmp (product != NULL ? product : "",
                   mvua_ensemble_get_product (ensemble)) != 0)
    complaint = g_strdup_printf ("%s is of the product “%s”, and %s of “%s”", self->path,
                                 product != NULL ? product : "", path,
                                 mvua_ensemble_get_product (ensemble));
  if (complaint == NULL)
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "%s; a top-up adds what has come since of the same run", complaint);
  return FALSE;
}
