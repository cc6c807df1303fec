/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-data-section.h"

#include <math.h>
#include <string.h>

#define CENTRE_NCEP 7

/* Sizes of section 5 by template. */
static const struct
{
  guint data_template;
  guint32 size;
} ours[] = { { 0, 21 }, { 2, 47 }, { 3, 49 } };

gboolean
mvua_data_template_is_ours (guint data_template)
{
  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    if (ours[i].data_template == data_template)
      return TRUE;
  return FALSE;
}

gboolean
mvua_data_section_template (const MvuaSections *sections,
                            guint *data_template,
                            GError **error)
{
  const guint8 *octets = mvua_sections_get (sections, 5, 11, error);

  if (octets == NULL)
    return FALSE;
  *data_template = mvua_octets_u16 (octets + 9);
  return TRUE;
}

static double
ieee_float (const guint8 *octets)
{
  const guint32 bits = mvua_octets_u32 (octets);
  float value;

  memcpy (&value, &bits, sizeof value);
  return (double) value;
}

static void
read_groups (const guint8 *octets, MvuaPacking *packing)
{
  packing->missing_management = octets[22];
  packing->n_groups = mvua_octets_u32 (octets + 31);
  packing->width_reference = octets[35];
  packing->width_bits = octets[36];
  packing->length_reference = mvua_octets_u32 (octets + 37);
  packing->length_increment = octets[41];
  packing->last_length = mvua_octets_u32 (octets + 42);
  packing->length_bits = octets[46];
}

static gboolean
read_representation (const MvuaSections *sections, MvuaPacking *packing, GError **error)
{
  guint data_template = 0;
  guint32 size = 0;

  if (!mvua_data_section_template (sections, &data_template, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    if (ours[i].data_template == data_template)
      size = ours[i].size;
  g_assert (size > 0);

  const guint8 *octets = mvua_sections_get (sections, 5, size, error);
  if (octets == NULL)
    return FALSE;

  packing->n_packed = mvua_octets_u32 (octets + 5);
  packing->data_template = (int) data_template;
  packing->reference = ieee_float (octets + 11);
  packing->binary_scale = mvua_octets_s16 (octets + 15);
  packing->decimal_scale = mvua_octets_s16 (octets + 17);
  packing->bits = octets[19];
  if (data_template != 0)
    read_groups (octets, packing);
  if (data_template == 3)
    {
      packing->order = octets[47];
      packing->extra_octets = octets[48];
    }
  if (isfinite (packing->reference))
    return TRUE;

  g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
               "The message at offset %" G_GUINT64_FORMAT
               ": its reference value is not a number",
               sections->start);
  return FALSE;
}

/* All of section 7 if it is there, otherwise what is. */
static gboolean
read_data (const MvuaSections *sections, MvuaPacking *packing, GError **error)
{
  const MvuaMemoryOctets *memory = (const MvuaMemoryOctets *) sections->octets;
  const guint64 start = sections->start + sections->at[7] + 5;

  if (start > memory->n_bytes)
    {
      g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_TRUNCATED,
                   "The message at offset %" G_GUINT64_FORMAT
                   " is cut off before section 7",
                   sections->start);
      return FALSE;
    }
  packing->data = memory->bytes + start;
  packing->n_data = MIN (sections->size[7] - 5, memory->n_bytes - start);
  return TRUE;
}

gboolean
mvua_data_section_read (const MvuaSections *sections,
                        guint centre,
                        MvuaPacking *packing,
                        GError **error)
{
  *packing = (MvuaPacking){ .constant_is_scaled = centre != CENTRE_NCEP };

  if (!read_representation (sections, packing, error) ||
      !read_data (sections, packing, error))
    return FALSE;

  const guint8 *section_6 = mvua_sections_get (sections, 6, 6, error);
  if (section_6 == NULL)
    return FALSE;
  if (section_6[5] == 255)
    return TRUE;

  packing->n_bitmap = sections->bitmap_size;
  packing->bitmap = sections->octets->get (
      sections->octets, sections->start + sections->bitmap_at, packing->n_bitmap);
  g_assert (packing->bitmap != NULL); /* it lies before a section that is there */
  return TRUE;
}
