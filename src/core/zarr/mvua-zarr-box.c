/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-box.h"

#include "mvua-zarr-type.h"

#include <string.h>

#define N MVUA_ZARR_MAX_DIMS

gboolean
mvua_zarr_box_fits (const MvuaZarrArraySpec *spec, const gsize *first, const gsize *count)
{
  for (guint d = 0; d < spec->n_dims; d++)
    {
      if (first[d] % spec->chunk[d] != 0 || first[d] > spec->shape[d] ||
          count[d] > spec->shape[d] - first[d])
        return FALSE;
      if (count[d] % spec->chunk[d] != 0 && first[d] + count[d] != spec->shape[d])
        return FALSE;
    }
  return TRUE;
}

void
mvua_zarr_box_init (MvuaZarrBox *self,
                    const MvuaZarrArraySpec *spec,
                    const gsize *first,
                    const gsize *count,
                    const void *data)
{
  const guint lead = N - spec->n_dims;

  *self = (MvuaZarrBox){ .spec = spec,
                         .data = data,
                         .size = mvua_zarr_type_get_info (spec->type)->size };
  for (guint d = 0; d < N; d++)
    {
      self->count[d] = d < lead ? 1 : count[d - lead];
      self->chunk[d] = d < lead ? 1 : spec->chunk[d - lead];
      self->first[d] = d < lead ? 0 : first[d - lead] / spec->chunk[d - lead];
    }
}

gboolean
mvua_zarr_box_next (MvuaZarrBox *self)
{
  for (guint d = N; d-- > 0;)
    {
      self->at[d]++;
      if (self->at[d] * self->chunk[d] < self->count[d])
        return TRUE;
      self->at[d] = 0;
    }
  return FALSE;
}

/* How many values of the chunk lie within the array.  Returns: whether all do */
static gboolean
measure (const MvuaZarrBox *self, gsize *origin, gsize *extent)
{
  gboolean whole = TRUE;

  for (guint d = 0; d < N; d++)
    {
      origin[d] = self->at[d] * self->chunk[d];
      extent[d] = MIN (self->chunk[d], self->count[d] - origin[d]);
      whole = whole && extent[d] == self->chunk[d];
    }
  return whole;
}

/* Position in the caller's memory. */
static const guint8 *
value_at (const MvuaZarrBox *self, gsize i, gsize j, gsize k, gsize l)
{
  const gsize *n = self->count;

  return self->data + (((i * n[1] + j) * n[2] + k) * n[3] + l) * self->size;
}

const void *
mvua_zarr_box_peek (const MvuaZarrBox *self)
{
  gsize origin[N], extent[N];

  if (!measure (self, origin, extent))
    return NULL;

  /* Below the first dimension in which it is more than one thick, it must be as wide as
   * the box. */
  guint d = 0;
  while (d < N && extent[d] == 1)
    d++;
  for (d++; d < N; d++)
    if (extent[d] != self->count[d])
      return NULL;
  return value_at (self, origin[0], origin[1], origin[2], origin[3]);
}

void
mvua_zarr_box_copy (const MvuaZarrBox *self, void *out)
{
  const MvuaZarrTypeInfo *info = mvua_zarr_type_get_info (self->spec->type);
  const gsize *c = self->chunk;
  guint8 *bytes = out;
  gsize o[N], e[N];

  if (!measure (self, o, e))
    for (gsize i = 0; i < c[0] * c[1] * c[2] * c[3]; i++)
      memcpy (bytes + i * info->size, info->fill, info->size);

  for (gsize i = 0; i < e[0]; i++)
    for (gsize j = 0; j < e[1]; j++)
      for (gsize k = 0; k < e[2]; k++)
        memcpy (bytes + ((i * c[1] + j) * c[2] + k) * c[3] * self->size,
                value_at (self, o[0] + i, o[1] + j, o[2] + k, o[3]), e[3] * self->size);
}

void
mvua_zarr_box_get_index (const MvuaZarrBox *self, gsize *index)
{
  const guint lead = N - self->spec->n_dims;

  for (guint d = lead; d < N; d++)
    index[d - lead] = self->first[d] + self->at[d];
}

gsize
mvua_zarr_box_get_number (const MvuaZarrBox *self)
{
  const MvuaZarrArraySpec *spec = self->spec;
  gsize index[N] = { 0 };
  gsize number = 0;

  mvua_zarr_box_get_index (self, index);
  for (guint d = 0; d < spec->n_dims; d++)
    {
      const gsize n_chunks = (spec->shape[d] + spec->chunk[d] - 1) / spec->chunk[d];
      number = number * n_chunks + index[d];
    }
  return number;
}
