/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A bit that has flipped anywhere in an output, of any format, is found. */

#include "export-fixture.h"
#include "mvua-seal.h"
#include "mvua-verify-output.h"
#include "mvua-zarr-writer.h"

#include <fcntl.h>
#include <netcdf.h>
#include <unistd.h>

static const struct
{
  const char *name;
  MvuaExportFormat format;
  MvuaExportLayout layout;
} outputs[] = {
  { "zarr2", MVUA_EXPORT_ZARR2, MVUA_EXPORT_TREE },
  { "zarr3", MVUA_EXPORT_ZARR3, MVUA_EXPORT_TREE },
  { "members", MVUA_EXPORT_ZARR2, MVUA_EXPORT_MEMBERS },
  { "netcdf", MVUA_EXPORT_NETCDF, MVUA_EXPORT_TREE },
  { "variables", MVUA_EXPORT_NETCDF, MVUA_EXPORT_VARIABLES },
};

/* As small as they come: one field of one member. */
static void
make_output (Fixture *self, guint which)
{
  g_autoptr (GError) error = NULL;

  write_member_step (&self->folder, perturbed (1), 3, 2900);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_clear_pointer (&self->options.variables, g_ptr_array_unref);
  self->options.variables = mvua_variable_list_parse ("t2m", NULL);
  g_array_set_size (self->options.statistics, 0);
  self->options.format = outputs[which].format;
  self->options.layout = outputs[which].layout;
  self->store = g_build_filename (self->out, outputs[which].name, NULL);
  g_assert_true (mvua_export_run (ensemble, self->store, &self->options, NULL, NULL,
                                  &self->report, NULL, &error));
  g_assert_no_error (error);
}

static void
list_files (const char *path, GPtrArray *files)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (dir == NULL)
    g_ptr_array_add (files, g_strdup (path));
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      list_files (child, files);
    }
}

static void
flip (const char *store, const char *file, int fd, guint at, guint8 octet, guint bit)
{
  const guint8 flipped = octet ^ (guint8) (1u << bit);

  g_assert_cmpint (pwrite (fd, &flipped, 1, at), ==, 1);
  if (mvua_verify_output (store, NULL, NULL, NULL, NULL, NULL) == 0)
    g_error ("bit %u of octet %u of %s may flip", bit, at, file);
}

/* Each octet once, with another bit of it each time: of what has a checksum that is as
 * good as all of them.  All of them where the checksums stand, as digits that might be
 * read with a tolerant eye. */
static guint
flip_all (const char *store, const char *file)
{
  const int fd = open (file, O_RDWR | O_CLOEXEC);
  const off_t end = lseek (fd, 0, SEEK_END);
  const gboolean is_table = g_str_has_suffix (file, ".mvua/files");
  const gboolean is_sealed = g_str_equal (file, store);
  guint n = 0;
  guint8 octet;

  g_assert_cmpint (fd, >=, 0);
  for (; pread (fd, &octet, 1, n) == 1; n++)
    {
      const gboolean is_sum = is_table || (is_sealed && n + MVUA_SEAL_LENGTH >= end);

      for (guint bit = 0; bit < 8; bit++)
        if (is_sum || bit == n % 8)
          flip (store, file, fd, n, octet, bit);
      g_assert_cmpint (pwrite (fd, &octet, 1, n), ==, 1);
    }
  close (fd);
  return n;
}

static void
test_flips (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  make_output (self, GPOINTER_TO_UINT (data));
  g_assert_cmpint (mvua_verify_output (self->store, NULL, NULL, NULL, NULL, &error), ==,
                   0);
  g_assert_no_error (error);
  list_files (self->store, files);
  for (guint i = 0; i < files->len; i++)
    n += flip_all (self->store, g_ptr_array_index (files, i));
  g_assert_cmpint (mvua_verify_output (self->store, NULL, NULL, NULL, NULL, NULL), ==, 0);
  g_test_message ("%s: %u octets of %u files", outputs[GPOINTER_TO_UINT (data)].name, n,
                  files->len);
}

/* A file that is cut short, grows, or goes away. */
static void
test_lengths (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);

  make_output (self, GPOINTER_TO_UINT (data));
  list_files (self->store, files);
  for (guint i = 0; i < files->len; i++)
    {
      const char *file = g_ptr_array_index (files, i);
      g_autofree char *bytes = NULL;
      gsize n = 0;

      g_assert_true (g_file_get_contents (file, &bytes, &n, NULL));
      if (n > 0)
        {
          g_assert_true (g_file_set_contents (file, bytes, (gssize) n - 1, NULL));
          g_assert_cmpint (mvua_verify_output (self->store, NULL, NULL, NULL, NULL, NULL),
                           !=, 0);
        }
      g_autofree char *more = g_malloc0 (n + 1);
      memcpy (more, bytes, n);
      g_assert_true (g_file_set_contents (file, more, (gssize) n + 1, NULL));
      g_assert_cmpint (mvua_verify_output (self->store, NULL, NULL, NULL, NULL, NULL), !=,
                       0);
      g_assert_cmpint (g_remove (file), ==, 0);
      g_assert_cmpint (mvua_verify_output (self->store, NULL, NULL, NULL, NULL, NULL), !=,
                       0);
      g_assert_true (g_file_set_contents (file, bytes, (gssize) n, NULL));
    }
  g_assert_cmpint (mvua_verify_output (self->store, NULL, NULL, NULL, NULL, NULL), ==, 0);
}

/* Whatever writes to a netCDF file takes its checksums off, and spoils nothing. */
static void
test_written_to (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const int number = 1;
  g_autoptr (GError) error = NULL;
  int root = -1, found = 0;

  make_output (self, 3);
  g_assert_cmpint (nc_open (self->store, NC_WRITE, &root), ==, NC_NOERR);
  g_assert_cmpint (nc_put_att_int (root, NC_GLOBAL, "mark", NC_INT, 1, &number), ==,
                   NC_NOERR);
  g_assert_cmpint (nc_close (root), ==, NC_NOERR);
  g_assert_cmpint (mvua_verify_output (self->store, NULL, NULL, NULL, NULL, &error), ==,
                   -1);
  g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID);
  g_assert_cmpint (nc_open (self->store, NC_NOWRITE, &root), ==, NC_NOERR);
  g_assert_cmpint (nc_get_att_int (root, NC_GLOBAL, "mark", &found), ==, NC_NOERR);
  g_assert_cmpint (found, ==, number);
  g_assert_cmpint (nc_close (root), ==, NC_NOERR);
}

/* What nobody sealed is told apart from what is wrong. */
static void
test_others (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (self->out, "other.nc", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "something else", -1, NULL));
  g_assert_cmpint (mvua_verify_output (path, NULL, NULL, NULL, NULL, &error), ==, -1);
  g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (mvua_output_load_origins (path, &error));
  g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (mvua_verify_output (self->out, NULL, NULL, NULL, NULL, &error), ==,
                   -1);
  g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_IO);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_autofree char *flips = g_strconcat ("/verify-bits/flips/", outputs[i].name, NULL);
      g_autofree char *lengths =
          g_strconcat ("/verify-bits/lengths/", outputs[i].name, NULL);

      g_test_add (flips, Fixture, GUINT_TO_POINTER (i), set_up, test_flips, tear_down);
      g_test_add (lengths, Fixture, GUINT_TO_POINTER (i), set_up, test_lengths,
                  tear_down);
    }
  g_test_add ("/verify-bits/written-to", Fixture, NULL, set_up, test_written_to,
              tear_down);
  g_test_add ("/verify-bits/others", Fixture, NULL, set_up, test_others, tear_down);
  return g_test_run ();
}
