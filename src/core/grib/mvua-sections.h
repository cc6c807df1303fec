/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-grib-error.h"
#include "mvua-octets.h"

G_BEGIN_DECLS

#define MVUA_GRIB_N_SECTIONS 8

/**
 * MvuaSections:
 * @octets: borrowed
 * @start: of the message within @octets
 * @length: of the message, as section 0 has it
 * @field: which field of the message this is, from 0
 * @at: where each section begins, from the start of the message; 0 if there is none
 * @size: of each section, its header included
 * @bitmap_at: the bitmap in effect, which may be an earlier field's; 0 if there is none
 *
 * The sections of one field of a message.  Only sections 0 to 6 and the header of
 * section 7 have to be there; the rest of section 7 may be missing.
 */
typedef struct
{
  const MvuaOctets *octets;
  guint64 start;
  guint64 length;
  guint field;
  guint8 discipline;
  guint32 at[MVUA_GRIB_N_SECTIONS];
  guint32 size[MVUA_GRIB_N_SECTIONS];
  guint32 bitmap_at;
  guint32 bitmap_size;
  guint32 next;
} MvuaSections;

/**
 * mvua_sections_open:
 *
 * Reads section 0 at @start.  Errors name offsets within @octets.
 */
gboolean mvua_sections_open (MvuaSections *self,
                             const MvuaOctets *octets,
                             guint64 start,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_sections_next:
 *
 * Goes on to the next field of the message.
 *
 * Returns: 1 if there is one, 0 at the end of the message, -1 with @error set
 */
int mvua_sections_next (MvuaSections *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The octets of section @number, all of them; %NULL with @error set if they are not
 * there or fewer than @least. */
const guint8 *mvua_sections_get (const MvuaSections *self,
                                 guint number,
                                 guint32 least,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Numbers as GRIB has them: big-endian, negative ones as sign and magnitude. */
guint mvua_octets_u16 (const guint8 *octets);
guint32 mvua_octets_u32 (const guint8 *octets);
guint64 mvua_octets_u64 (const guint8 *octets);
int mvua_octets_s8 (const guint8 *octets);
int mvua_octets_s16 (const guint8 *octets);
gint64 mvua_octets_s32 (const guint8 *octets);

G_END_DECLS
