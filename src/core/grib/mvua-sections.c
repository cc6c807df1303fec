/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-sections.h"

#include <string.h>

#define SECTION_0_SIZE 16
#define HEADER_SIZE 5

G_DEFINE_QUARK (mvua_grib_error, mvua_grib_error)

guint
mvua_octets_u16 (const guint8 *octets)
{
  return (guint) octets[0] << 8 | octets[1];
}

guint32
mvua_octets_u32 (const guint8 *octets)
{
  return (guint32) mvua_octets_u16 (octets) << 16 | mvua_octets_u16 (octets + 2);
}

guint64
mvua_octets_u64 (const guint8 *octets)
{
  return (guint64) mvua_octets_u32 (octets) << 32 | mvua_octets_u32 (octets + 4);
}

int
mvua_octets_s8 (const guint8 *octets)
{
  const int magnitude = octets[0] & 0x7f;

  return octets[0] & 0x80 ? -magnitude : magnitude;
}

int
mvua_octets_s16 (const guint8 *octets)
{
  const int magnitude = (int) mvua_octets_u16 (octets) & 0x7fff;

  return octets[0] & 0x80 ? -magnitude : magnitude;
}

gint64
mvua_octets_s32 (const guint8 *octets)
{
  const gint64 magnitude = mvua_octets_u32 (octets) & 0x7fffffff;

  return octets[0] & 0x80 ? -magnitude : magnitude;
}

static gboolean
truncated (const MvuaSections *self, guint64 at, const char *what, GError **error)
{
  g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_TRUNCATED,
               "The message at offset %" G_GUINT64_FORMAT " is cut off: %s at offset "
               "%" G_GUINT64_FORMAT " is not there",
               self->start, what, self->start + at);
  return FALSE;
}

static gboolean
malformed (const MvuaSections *self, guint64 at, const char *what, GError **error)
{
  g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
               "Malformed GRIB at offset %" G_GUINT64_FORMAT ": %s", self->start + at,
               what);
  return FALSE;
}

gboolean
mvua_sections_open (MvuaSections *self,
                    const MvuaOctets *octets,
                    guint64 start,
                    GError **error)
{
  *self = (MvuaSections){ .octets = octets, .start = start, .next = SECTION_0_SIZE };

  const guint8 *section = octets->get (octets, start, 8);
  if (section == NULL)
    return truncated (self, 0, "section 0", error);
  if (memcmp (section, "GRIB", 4) != 0)
    return malformed (self, 0, "expected “GRIB” at the start of a message", error);
  if (section[7] != 2)
    {
      g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_UNSUPPORTED,
                   "The message at offset %" G_GUINT64_FORMAT
                   " is of GRIB edition %u; only edition 2 is read",
                   start, section[7]);
      return FALSE;
    }

  section = octets->get (octets, start, SECTION_0_SIZE);
  if (section == NULL)
    return truncated (self, 0, "section 0", error);
  self->discipline = section[6];
  self->length = mvua_octets_u64 (section + 8);
  if (self->length < SECTION_0_SIZE + 4 || self->length > G_MAXUINT32)
    return malformed (self, 8, "the length of the message makes no sense", error);
  return TRUE;
}

/* Which section may follow which; 0 stands for section 0 and for the end. */
static gboolean
may_follow (guint before, guint number)
{
  switch (before)
    {
    case 0:
      return number == 1;
    case 1:
      return number == 2 || number == 3;
    case 7:
      return number >= 2 && number <= 4;
    default:
      return number == before + 1;
    }
}

/* Takes in the section at self->next.  Returns: its number, or 0 with @error set */
static guint
take_section (MvuaSections *self, guint before, GError **error)
{
  const guint32 at = self->next;
  const guint8 *header = self->octets->get (self->octets, self->start + at, HEADER_SIZE);

  if (header == NULL)
    return truncated (self, at, "a section", error);

  const guint32 size = mvua_octets_u32 (header);
  const guint number = header[4];
  if (number >= MVUA_GRIB_N_SECTIONS || !may_follow (before, number))
    return (guint) malformed (self, at, "the sections are not in order", error);
  if (size < HEADER_SIZE || size > self->length - 4 - at)
    return (guint) malformed (self, at, "a section is longer than its message", error);

  self->at[number] = at;
  self->size[number] = size;
  self->next = at + size;
  return number;
}

/* The bitmap of section 6, or the one that was defined before in this message. */
static gboolean
take_bitmap (MvuaSections *self, GError **error)
{
  const guint32 at = self->at[6];
  const guint8 *octets = self->octets->get (self->octets, self->start + at, 6);

  if (octets == NULL)
    return truncated (self, at, "section 6", error);
  if (self->size[6] < 6)
    return malformed (self, at, "section 6 is too short", error);

  switch (octets[5])
    {
    case 0:
      self->bitmap_at = at + 6;
      self->bitmap_size = self->size[6] - 6;
      return TRUE;
    case 254:
      if (self->bitmap_at == 0)
        return malformed (self, at, "a bitmap is used again that was not given", error);
      return TRUE;
    case 255:
      return TRUE;
    default:
      g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_UNSUPPORTED,
                   "The message at offset %" G_GUINT64_FORMAT
                   " uses bitmap %u of its centre, which is not known",
                   self->start, octets[5]);
      return FALSE;
    }
}

int
mvua_sections_next (MvuaSections *self, GError **error)
{
  guint number = self->at[7] != 0 ? 7 : 0;

  if (number == 7)
    {
      if (self->next + 4 == self->length)
        return 0;
      self->field++;
    }

  do
    {
      number = take_section (self, number, error);
      if (number == 0 || (number == 6 && !take_bitmap (self, error)))
        return -1;
    }
  while (number != 7);
  return 1;
}

const guint8 *
mvua_sections_get (const MvuaSections *self, guint number, guint32 least, GError **error)
{
  const guint32 size = self->size[number];

  if (size < least)
    {
      malformed (self, self->at[number], "a section is too short", error);
      return NULL;
    }

  const guint8 *octets =
      self->octets->get (self->octets, self->start + self->at[number], size);
  if (octets == NULL)
    truncated (self, self->at[number], "a section", error);
  return octets;
}
