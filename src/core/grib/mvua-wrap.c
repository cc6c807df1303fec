/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-wrap.h"

#include <string.h>

#define SECTION_1_SIZE 21
#define SECTION_3_SIZE 72
#define SECTION_4_SIZE 34

static void
put_u16 (guint8 *to, guint value)
{
  to[0] = (guint8) (value >> 8);
  to[1] = (guint8) value;
}

static void
put_u32 (guint8 *to, guint32 value)
{
  put_u16 (to, value >> 16);
  put_u16 (to + 2, value & 0xffff);
}

static guint8 *
add_section (GByteArray *message, guint32 size, guint number)
{
  const guint at = message->len;

  g_byte_array_set_size (message, at + size);
  memset (message->data + at, 0, size);
  put_u32 (message->data + at, size);
  message->data[at + 4] = (guint8) number;
  return message->data + at;
}

static void
add_origin (GByteArray *message)
{
  guint8 *section = add_section (message, SECTION_1_SIZE, 1);

  section[9] = 2; /* master tables; any version has what the packing needs */
  put_u16 (section + 12, 2000);
  section[14] = section[15] = 1;
}

/* ecCodes looks at the shape of the grid, not at where it lies. */
static void
add_grid (GByteArray *message, const MvuaCut *cut)
{
  guint8 *section = add_section (message, SECTION_3_SIZE, 3);

  put_u32 (section + 6, cut->ni * cut->nj);
  section[14] = 6;
  put_u32 (section + 30, cut->ni);
  put_u32 (section + 34, cut->nj);
  put_u32 (section + 42, G_MAXUINT32);
  put_u32 (section + 46, 90000000);
  section[54] = 0x30;
  put_u32 (section + 55, 90000000 | 0x80000000);
  put_u32 (section + 59, 359000000);
  put_u32 (section + 63, 1000000);
  put_u32 (section + 67, 1000000);
}

static void
add_product (GByteArray *message)
{
  guint8 *section = add_section (message, SECTION_4_SIZE, 4);

  section[17] = 1;
  section[22] = 1;
  memset (section + 23, 0xff, 5);
  memset (section + 28, 0xff, 6);
}

static gboolean
add_copy (GByteArray *message, const MvuaSections *sections, guint number, GError **error)
{
  const guint8 *octets = mvua_sections_get (sections, number, 5, error);

  if (octets == NULL)
    return FALSE;
  g_byte_array_append (message, octets, sections->size[number]);
  return TRUE;
}

/* Section 6 with the bitmap in effect, which another field may have brought. */
static gboolean
add_bitmap (GByteArray *message, const MvuaSections *sections, GError **error)
{
  const guint8 *own = mvua_sections_get (sections, 6, 6, error);

  if (own == NULL)
    return FALSE;
  if (own[5] != 254)
    return add_copy (message, sections, 6, error);

  const guint8 *bitmap = sections->octets->get (
      sections->octets, sections->start + sections->bitmap_at, sections->bitmap_size);
  g_assert (bitmap != NULL); /* it lies before a section that is there */
  memcpy (add_section (message, 6 + sections->bitmap_size, 6) + 6, bitmap,
          sections->bitmap_size);
  return TRUE;
}

GByteArray *
mvua_wrap (const MvuaSections *sections, const MvuaCut *cut, GError **error)
{
  g_autoptr (GByteArray) message = g_byte_array_new ();
  const guint8 start[16] = { 'G', 'R', 'I', 'B', 0, 0, 0, 2 };

  g_byte_array_append (message, start, sizeof start);
  add_origin (message);
  add_grid (message, cut);
  add_product (message);
  if (!add_copy (message, sections, 5, error) || !add_bitmap (message, sections, error) ||
      !add_copy (message, sections, 7, error))
    return NULL;
  g_byte_array_append (message, (const guint8 *) "7777", 4);
  put_u32 (message->data + 12, message->len);
  return g_steal_pointer (&message);
}
