/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-wrap.h"

#include "mvua-error.h"
#include "mvua-frame.h"

#include <string.h>

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
  const guint32 size = 6 + sections->bitmap_size;
  const guint8 head[6] = { (guint8) (size >> 24),
                           (guint8) (size >> 16),
                           (guint8) (size >> 8),
                           (guint8) size,
                           6,
                           0 };
  g_byte_array_append (message, head, sizeof head);
  g_byte_array_append (message, bitmap, sections->bitmap_size);
  return TRUE;
}

/* Lengths that a message claims are of octets that it has, before memory is asked for. */
static gboolean
is_whole (const MvuaSections *sections, GError **error)
{
  for (guint number = 5; number <= 7; number++)
    if (mvua_sections_get (sections, number, number == 6 ? 6 : 5, error) == NULL)
      return FALSE;
  return TRUE;
}

GByteArray *
mvua_wrap (const MvuaSections *sections, const MvuaCut *cut, GError **error)
{
  if (!is_whole (sections, error))
    return NULL;
  /* Room for all, so that it does not grow: a bitmap of another field has a head more. */
  const gsize n = MVUA_FRAME_SIZE + (gsize) sections->size[5] + sections->size[6] +
                  sections->bitmap_size + 6 + sections->size[7] + 4;
  guint8 *room = n <= G_MAXUINT32 ? g_try_malloc (n) : NULL;

  if (room == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                   "No memory for a message of %" G_GSIZE_FORMAT " octets", n);
      return NULL;
    }
  g_autoptr (GByteArray) message = g_byte_array_new_take (room, n);
  g_byte_array_set_size (message, MVUA_FRAME_SIZE);
  if (!add_copy (message, sections, 5, error) || !add_bitmap (message, sections, error) ||
      !add_copy (message, sections, 7, error))
    return NULL;
  g_byte_array_append (message, (const guint8 *) "7777", 4);
  mvua_frame_write (message->data, cut->ni, cut->nj, message->len);
  return g_steal_pointer (&message);
}
