/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "faults-netcdf.h"

#include <netcdf.h>
#include <string.h>

#define MAX_ITEMS 4096

static void
check (int status)
{
  if (status != NC_NOERR)
    g_error ("netCDF: %s", nc_strerror (status));
}

static void
add (GChecksum *sum, const void *bytes, gsize n)
{
  g_checksum_update (sum, bytes, (gssize) n);
}

static void
add_attribute (GChecksum *sum, int group, int variable, int number)
{
  char name[NC_MAX_NAME + 1] = "";
  nc_type type;
  gsize n = 0, size = 0;

  check (nc_inq_attname (group, variable, number, name));
  check (nc_inq_att (group, variable, name, &type, &n));
  add (sum, name, strlen (name) + 1);
  add (sum, &type, sizeof type);
  if (type == NC_STRING)
    {
      g_autofree char **texts = g_new0 (char *, n + 1);
      check (nc_get_att_string (group, variable, name, texts));
      for (gsize i = 0; i < n; i++)
        add (sum, texts[i], strlen (texts[i]) + 1);
      check (nc_free_string (n, texts));
      return;
    }
  check (nc_inq_type (group, type, NULL, &size));
  g_autofree char *values = g_malloc (n * size + 1);
  check (nc_get_att (group, variable, name, values));
  add (sum, values, n * size);
}

static void
add_variable (GChecksum *sum, int group, int variable)
{
  char name[NC_MAX_NAME + 1] = "";
  int dimensions[NC_MAX_VAR_DIMS], n_dimensions = 0, n_attributes = 0;
  gsize n = 1, size = 0, length = 0;
  nc_type type;

  check (nc_inq_var (group, variable, name, &type, &n_dimensions, dimensions,
                     &n_attributes));
  check (nc_inq_type (group, type, NULL, &size));
  for (int d = 0; d < n_dimensions; d++)
    {
      check (nc_inq_dimlen (group, dimensions[d], &length));
      n *= length;
    }
  g_autofree char *values = g_malloc (n * size + 1);
  check (nc_get_var (group, variable, values));
  add (sum, name, strlen (name) + 1);
  add (sum, values, n * size);
  for (int a = 0; a < n_attributes; a++)
    add_attribute (sum, group, variable, a);
}

static void
add_group (GChecksum *sum, int group)
{
  char name[NC_MAX_NAME + 1] = "";
  int ids[MAX_ITEMS], n = 0;

  check (nc_inq_grpname (group, name));
  add (sum, name, strlen (name) + 1);
  check (nc_inq_natts (group, &n));
  for (int a = 0; a < n; a++)
    add_attribute (sum, group, NC_GLOBAL, a);
  check (nc_inq_nvars (group, &n));
  for (int v = 0; v < n; v++)
    add_variable (sum, group, v);
  check (nc_inq_grps (group, &n, ids));
  for (int g = 0; g < n; g++)
    add_group (sum, ids[g]);
}

static char *
digest (const char *path)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  int file = 0;

  check (nc_open (path, NC_NOWRITE, &file));
  add_group (sum, file);
  check (nc_close (file));
  return g_strdup (g_checksum_get_string (sum));
}

gboolean
faults_netcdf_is_equal (const char *path, const char *other)
{
  g_autofree char *one = digest (path);
  g_autofree char *two = digest (other);

  return strcmp (one, two) == 0;
}
