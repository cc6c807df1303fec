/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cf-packing.h"

#include "mvua-zarr-json.h"

#include <math.h>

/* A number, or a list of one, as some write it. */
static gboolean
get_number (json_object *json, double *number)
{
  if (json_object_is_type (json, json_type_array) && json_object_array_length (json) == 1)
    json = json_object_array_get_idx (json, 0);
  *number = json_object_get_double (json);
  return (json_object_is_type (json, json_type_int) ||
          json_object_is_type (json, json_type_double)) &&
         isfinite (*number);
}

static gboolean
parse_factor (json_object *attributes,
              const char *name,
              double *number,
              gboolean *is_packed,
              char **complaint)
{
  json_object *json = mvua_zarr_json_dig (attributes, name, NULL);

  if (json == NULL)
    return TRUE;
  *is_packed = TRUE;
  return get_number (json, number) ||
         mvua_zarr_meta_complain (complaint, "has a %s that is not a number", name);
}

static void
add_mark (MvuaCfPacking *self, double mark)
{
  if (!isnan (mark) && self->n_marks < MVUA_CF_MAX_MARKS)
    self->marks[self->n_marks++] = mark;
}

/* One that has all the forms that a fill value has, of the type that is stored. */
static gboolean
parse_mark (MvuaCfPacking *self,
            const MvuaZarrMeta *meta,
            json_object *json,
            const char *name,
            char **complaint)
{
  MvuaZarrMeta copy = *meta;

  if (json_object_is_type (json, json_type_array) && json_object_array_length (json) == 1)
    json = json_object_array_get_idx (json, 0);
  /* An integer's mark may be written as 9999.0. */
  if (json_object_is_type (json, json_type_double) &&
      meta->type.kind != MVUA_ZARR_NUMBER_FLOAT)
    {
      add_mark (self, json_object_get_double (json));
      return TRUE;
    }
  if (json == NULL)
    return TRUE;
  if (!mvua_zarr_meta_parse_fill (&copy, json, complaint))
    {
      g_free (*complaint);
      return mvua_zarr_meta_complain (complaint, "has a %s that is none of its type",
                                      name);
    }
  add_mark (self, mvua_zarr_number_get (&copy.type, copy.fill));
  return TRUE;
}

gboolean
mvua_cf_packing_parse (MvuaCfPacking *self,
                       const MvuaZarrMeta *meta,
                       json_object *attributes,
                       char **complaint)
{
  const gboolean fill_is_mark = meta->format == MVUA_ZARR_V2 && meta->has_fill;

  *complaint = NULL;
  *self = (MvuaCfPacking){ .scale = 1 };
  if (fill_is_mark)
    add_mark (self, mvua_zarr_number_get (&meta->type, meta->fill));
  if (mvua_zarr_json_dig (attributes, "_Unsigned", NULL) != NULL)
    return mvua_zarr_meta_complain (complaint, "has the attribute _Unsigned, which is "
                                               "not understood");
  return parse_factor (attributes, "scale_factor", &self->scale, &self->is_packed,
                       complaint) &&
         parse_factor (attributes, "add_offset", &self->offset, &self->is_packed,
                       complaint) &&
         (fill_is_mark ||
          parse_mark (self, meta, mvua_zarr_json_dig (attributes, "_FillValue", NULL),
                      "_FillValue", complaint)) &&
         parse_mark (self, meta, mvua_zarr_json_dig (attributes, "missing_value", NULL),
                     "missing_value", complaint);
}

double
mvua_cf_packing_unpack (const MvuaCfPacking *self, double stored)
{
  for (guint i = 0; i < self->n_marks; i++)
    if (stored == self->marks[i])
      return (double) NAN;
  return self->is_packed ? stored * self->scale + self->offset : stored;
}
