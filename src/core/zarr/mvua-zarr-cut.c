/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-cut.h"

#define N MVUA_ZARR_MAX_DIMS

gboolean
mvua_zarr_cut_init (MvuaZarrCut *self,
                    guint n_dims,
                    const gsize *chunk,
                    const gsize *first,
                    const gsize *count)
{
  const guint lead = N - n_dims;

  *self = (MvuaZarrCut){ .lead = lead, .count = { 1, 1, 1, 1 }, .chunk = { 1, 1, 1, 1 } };
  for (guint d = 0; d < n_dims; d++)
    {
      if (count[d] == 0)
        return FALSE;
      self->first[lead + d] = first[d];
      self->count[lead + d] = count[d];
      self->chunk[lead + d] = chunk[d];
      self->at[lead + d] = first[d] / chunk[d];
    }
  return TRUE;
}

gboolean
mvua_zarr_cut_next (MvuaZarrCut *self)
{
  for (guint d = N; d-- > 0;)
    {
      if (++self->at[d] * self->chunk[d] < self->first[d] + self->count[d])
        return TRUE;
      self->at[d] = self->first[d] / self->chunk[d];
    }
  return FALSE;
}

void
mvua_zarr_cut_rows (const MvuaZarrCut *self, MvuaZarrCutRow func, gpointer data)
{
  const gsize *c = self->chunk, *b = self->count;
  gsize from[N], to[N], n[N];

  for (guint d = 0; d < N; d++)
    {
      const gsize begin = MAX (self->at[d] * c[d], self->first[d]);
      const gsize end = MIN ((self->at[d] + 1) * c[d], self->first[d] + b[d]);
      from[d] = begin - self->at[d] * c[d];
      to[d] = begin - self->first[d];
      n[d] = end - begin;
    }
  for (gsize i = 0; i < n[0]; i++)
    for (gsize j = 0; j < n[1]; j++)
      for (gsize k = 0; k < n[2]; k++)
        func ((((from[0] + i) * c[1] + from[1] + j) * c[2] + from[2] + k) * c[3] +
                  from[3],
              (((to[0] + i) * b[1] + to[1] + j) * b[2] + to[2] + k) * b[3] + to[3], n[3],
              data);
}
