/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-decoder.h"

#include "mvua-children.h"
#include "mvua-data-section.h"
#include "mvua-wrap.h"

#include <math.h>
#include <string.h>

struct _MvuaDecoder
{
  MvuaChildren *children;
};

MvuaDecoder *
mvua_decoder_new (void)
{
  MvuaDecoder *self = g_new0 (MvuaDecoder, 1);

  self->children = mvua_children_new ();
  return self;
}

void
mvua_decoder_free (MvuaDecoder *self)
{
  mvua_children_free (self->children);
  g_free (self);
}

void
mvua_decoder_set_helper (MvuaDecoder *self, const char *path)
{
  mvua_children_set_program (self->children, path);
}

void
mvua_decoder_set_times (MvuaDecoder *self, guint patience_ms, guint idle_ms)
{
  const MvuaChildTimes times = { patience_ms, idle_ms };

  mvua_children_set_times (self->children, &times);
}

guint
mvua_decoder_get_n_children (MvuaDecoder *self)
{
  return mvua_children_get_n_started (self->children);
}

static gboolean
unpack_error (MvuaUnpackStatus status, const MvuaSections *sections, GError **error)
{
  static const struct
  {
    MvuaGribError code;
    const char *text;
  } errors[] = {
    [MVUA_UNPACK_TRUNCATED] = { MVUA_GRIB_ERROR_TRUNCATED,
                                "the packed values end before the window does" },
    [MVUA_UNPACK_MALFORMED] = { MVUA_GRIB_ERROR_MALFORMED,
                                "the groups, the bitmap and the grid do not hold the "
                                "same number of values" },
    [MVUA_UNPACK_UNSUPPORTED] = { MVUA_GRIB_ERROR_UNSUPPORTED,
                                  "a width, an order or a scanning mode that is not "
                                  "read" },
  };

  g_set_error (error, MVUA_GRIB_ERROR, errors[status].code,
               "The message at offset %" G_GUINT64_FORMAT ": %s", sections->start,
               errors[status].text);
  return FALSE;
}

/* Where the rest of section 7 is still to come, it may help; to a section that is too
 * short for the window nothing does. */
static gboolean
cut_off (const MvuaSections *sections,
         const MvuaPacking *packing,
         gsize n_used,
         MvuaDecoded *decoded,
         GError **error)
{
  const gsize n_all = sections->size[7] - 5;

  if (n_used <= packing->n_data) /* what is there does not tell */
    decoded->n_used = 0;
  if (packing->n_data < n_all && n_used <= n_all)
    return unpack_error (MVUA_UNPACK_TRUNCATED, sections, error);
  decoded->n_used = 0;
  g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
               "The message at offset %" G_GUINT64_FORMAT
               ": its packed values end before the window does",
               sections->start);
  return FALSE;
}

static gboolean
decode_here (const MvuaSections *sections,
             const MvuaCut *cut,
             float *values,
             MvuaDecoded *decoded,
             GError **error)
{
  MvuaPacking packing;
  gsize n_used = 0;

  if (!mvua_data_section_read (sections, decoded->identity.centre, &packing, error))
    return FALSE;

  g_autofree gint64 *scratch = g_try_new (gint64, MAX (cut->ni, cut->nj));
  if (scratch == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                   "No memory for a line of %u values", MAX (cut->ni, cut->nj));
      return FALSE;
    }
  const MvuaUnpackStatus status =
      mvua_kernel_unpack (&packing, cut, scratch, values, &n_used);
  decoded->n_used = sections->at[7] + 5 + n_used;
  if (status == MVUA_UNPACK_TRUNCATED)
    return cut_off (sections, &packing, n_used, decoded, error);
  if (status != MVUA_UNPACK_OK)
    return unpack_error (status, sections, error);

  const gboolean whole = floor (packing.reference) == packing.reference;
  decoded->decimals =
      packing.binary_scale == 0 && whole ? packing.decimal_scale : G_MININT;
  return TRUE;
}

static gboolean
decode_in_child (MvuaDecoder *self,
                 const MvuaSections *sections,
                 const MvuaCut *cut,
                 float *values,
                 MvuaDecoded *decoded,
                 GError **error)
{
  g_autoptr (GByteArray) plain = mvua_wrap (sections, cut, error);

  if (plain == NULL)
    return FALSE;
  decoded->decimals = G_MININT;
  decoded->n_used = sections->length;
  return mvua_children_decode (self->children, plain->data, plain->len, cut, values,
                               error);
}

/* The end of a message must be where section 0 says, if it was given. */
static gboolean
check_end (const MvuaSections *sections,
           const guint8 *message,
           gsize n_bytes,
           GError **error)
{
  if (n_bytes < sections->length ||
      memcmp (message + sections->length - 4, "7777", 4) == 0)
    return TRUE;
  g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
               "No “7777” at the end of a message of %" G_GUINT64_FORMAT " bytes",
               sections->length);
  return FALSE;
}

static gboolean
find_field (MvuaSections *sections,
            const MvuaOctets *octets,
            guint submessage,
            GError **error)
{
  if (!mvua_sections_open (sections, octets, 0, error))
    return FALSE;
  for (guint field = 0; field <= submessage; field++)
    {
      const int found = mvua_sections_next (sections, error);
      if (found < 0)
        return FALSE;
      if (found == 0)
        {
          g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MISMATCH,
                       "The message has %u fields and not the %u that the index says",
                       field, submessage + 1);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
mvua_decoder_decode (MvuaDecoder *self,
                     const guint8 *message,
                     gsize n_bytes,
                     guint submessage,
                     const MvuaExpectation *expectation,
                     const MvuaWindow *window,
                     float *values,
                     MvuaDecoded *decoded,
                     GError **error)
{
  const MvuaMemoryOctets memory = mvua_memory_octets (message, n_bytes);
  MvuaIdentity *identity = &decoded->identity;
  MvuaSections sections;

  decoded->n_used = 0;
  if (!find_field (&sections, &memory.octets, submessage, error) ||
      !check_end (&sections, message, n_bytes, error) ||
      !mvua_identity_read (&sections, identity, error) ||
      !mvua_identity_check (identity, expectation, error) ||
      !mvua_data_section_template (&sections, &decoded->data_template, error))
    return FALSE;

  const MvuaCut cut = { .ni = identity->ni,
                        .nj = identity->nj,
                        .scanning = identity->scanning,
                        .row = window->row,
                        .n_rows = window->n_rows,
                        .column = window->column,
                        .n_columns = window->n_columns };
  if (mvua_data_template_is_ours (decoded->data_template))
    return decode_here (&sections, &cut, values, decoded, error);
  return decode_in_child (self, &sections, &cut, values, decoded, error);
}
