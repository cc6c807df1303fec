/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-netcdf-attributes.h"

#include <string.h>

nc_type
mvua_netcdf_type (MvuaZarrType type)
{
  static const nc_type types[] = {
    [MVUA_ZARR_INT8] = NC_BYTE,     [MVUA_ZARR_INT16] = NC_SHORT,
    [MVUA_ZARR_INT32] = NC_INT,     [MVUA_ZARR_INT64] = NC_INT64,
    [MVUA_ZARR_FLOAT32] = NC_FLOAT, [MVUA_ZARR_FLOAT64] = NC_DOUBLE,
  };

  return types[type];
}

static int
put_strings (int group, int variable, const char *name, json_object *list)
{
  const gsize n = json_object_array_length (list);
  g_autofree const char **texts = g_new0 (const char *, n + 1);

  for (gsize i = 0; i < n; i++)
    texts[i] = json_object_get_string (json_object_array_get_idx (list, i));
  return nc_put_att_string (group, variable, name, n, texts);
}

/* Numbers of any kind go through double, which holds all that Mvua writes. */
static int
put_numbers (int group, int variable, const char *name, nc_type type, json_object *list)
{
  const gsize n = json_object_array_length (list);
  g_autofree double *numbers = g_new (double, n + 1);
  gboolean whole = TRUE;

  for (gsize i = 0; i < n; i++)
    {
      json_object *item = json_object_array_get_idx (list, i);
      numbers[i] = json_object_get_double (item);
      whole = whole && json_object_is_type (item, json_type_int);
    }
  /* CF wants flags in the type of what they are the flags of. */
  const nc_type as = strcmp (name, "flag_values") == 0 ? type
                     : whole                           ? NC_INT
                                                       : NC_DOUBLE;
  return nc_put_att_double (group, variable, name, as, n, numbers);
}

static int
put_list (int group, int variable, const char *name, nc_type type, json_object *list)
{
  if (json_object_array_length (list) > 0 &&
      json_object_is_type (json_object_array_get_idx (list, 0), json_type_string))
    return put_strings (group, variable, name, list);
  return put_numbers (group, variable, name, type, list);
}

static int
put_attribute (
    int group, int variable, const char *name, nc_type type, json_object *value)
{
  switch (json_object_get_type (value))
    {
    case json_type_string:
      return nc_put_att_text (group, variable, name,
                              (gsize) json_object_get_string_len (value),
                              json_object_get_string (value));
    case json_type_int:
      {
        const long long number = json_object_get_int64 (value);
        const nc_type as = number == (int) number ? NC_INT : NC_INT64;
        return nc_put_att_longlong (group, variable, name, as, 1, &number);
      }
    case json_type_double:
      {
        const double number = json_object_get_double (value);
        return nc_put_att_double (group, variable, name, NC_DOUBLE, 1, &number);
      }
    case json_type_array:
      return put_list (group, variable, name, type, value);
    case json_type_null:
    case json_type_boolean:
    case json_type_object:
    default:
      g_assert_not_reached (); /* the schema makes none */
    }
}

int
mvua_netcdf_put_attributes (int group,
                            int variable,
                            nc_type type,
                            json_object *attributes)
{
  json_object_object_foreach (attributes, name, value)
  {
    const int status = put_attribute (group, variable, name, type, value);
    if (status != NC_NOERR)
      return status;
  }
  return NC_NOERR;
}
