/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Short of memory, netCDF-C speaks of what it was about; the file and the likely reason
 * are told besides. */

#include "ensemble-fixture.h"
#include "mvua-netcdf-file.h"

#include <netcdf.h>

static int failure;

/* In the place of the library's. */
int
nc_sync (int id G_GNUC_UNUSED)
{
  return failure;
}

static void
test_told (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  static const int failures[] = { NC_EDIMSCALE, NC_EDIMMETA, NC_EATTMETA, NC_EVARMETA,
                                  NC_EFILEMETA };

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.nc", i);
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (MvuaNetcdfFile) file = mvua_netcdf_file_new (path, &error);

      g_assert_no_error (error);
      failure = failures[i];
      g_assert_false (mvua_netcdf_file_finish (file, &error));
      failure = NC_NOERR;
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_nonnull (strstr (error->message, "netCDF library failed"));
      g_assert_nonnull (strstr (error->message, "for want of memory"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/netcdf-memory/told", Folder, NULL, folder_set_up, test_told,
              folder_tear_down);
  return g_test_run ();
}
