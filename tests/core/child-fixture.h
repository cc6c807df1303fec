/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of the decoding process share: messages that are not ours to decode, and
 * decoding them.  MVUA_LIBEXECDIR names the folder of mvua-decode. */

#include "mvua-decoder.h"
#include "mvua-test-encoder.h"

#include <eccodes.h>
#include <string.h>

#define N_POINTS 96 /* of mvua_test_message_defaults() */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (codes_handle, codes_handle_delete)

static const MvuaWindow whole = { .n_rows = 8, .n_columns = 12 };

static inline gboolean
decode_window (MvuaDecoder *decoder,
               const GByteArray *bytes,
               guint field,
               const MvuaWindow *window,
               float *values,
               GError **error)
{
  const MvuaExpectation expectation = {
    .run = MVUA_RUN_UNKNOWN,
    .variable = mvua_variable_by_name ("t2m"),
    .member = { MVUA_MEMBER_PERTURBED, 1 },
    .start = MVUA_HOUR_UNKNOWN,
    .end = MVUA_HOUR_UNKNOWN,
  };
  MvuaDecoded decoded;

  return mvua_decoder_decode (decoder, bytes->data, bytes->len, field, &expectation,
                              window, values, &decoded, error);
}

static inline gboolean
decode (MvuaDecoder *decoder, const GByteArray *bytes, GError **error)
{
  float values[N_POINTS];

  return decode_window (decoder, bytes, 0, &whole, values, error);
}

static inline void
assert_fails (MvuaDecoder *decoder, const GByteArray *bytes, int code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (decode (decoder, bytes, &error));
  g_assert_error (error, MVUA_GRIB_ERROR, code);
  g_assert_nonnull (strstr (error->message, word));
}

/* Template 5.4, 32-bit floats: 0, 1, 2 … */
static inline GByteArray *
ieee_message (void)
{
  MvuaTestMessage message = mvua_test_message_defaults ();

  message.data_template = 4;
  return mvua_test_message_encode (&message);
}

/* The same field as ecCodes packs it. */
static inline GByteArray *
repacked_message (const char *packing)
{
  g_autoptr (GByteArray) plain = ieee_message ();
  g_autoptr (codes_handle) handle =
      codes_handle_new_from_message_copy (NULL, plain->data, plain->len);
  double values[N_POINTS];
  size_t size = strlen (packing);
  const void *bytes = NULL;
  GByteArray *message = g_byte_array_new ();

  /* ecCodes 2.28 aborts where a PNG turns out larger than what is in it. */
  const guint n_values = strcmp (packing, "grid_png") == 0 ? 3 : 97;
  for (guint i = 0; i < N_POINTS; i++)
    values[i] = 273.5 + i * i % n_values;
  g_assert_cmpint (codes_set_string (handle, "packingType", "grid_simple", &size), ==, 0);
  g_assert_cmpint (codes_set_long (handle, "bitsPerValue", 12), ==, 0);
  g_assert_cmpint (codes_set_double_array (handle, "values", values, N_POINTS), ==, 0);
  g_assert_cmpint (codes_set_string (handle, "packingType", packing, &size), ==, 0);
  g_assert_cmpint (codes_set_double_array (handle, "values", values, N_POINTS), ==, 0);
  g_assert_cmpint (codes_get_message (handle, &bytes, &size), ==, 0);
  g_byte_array_append (message, bytes, (guint) size);
  return message;
}

/* Each packing that a child knows; those that are ours to decode are elsewhere. */
static const char *const packings[] = {
  "grid_jpeg", "grid_png",          "grid_ccsds",
  "grid_ieee", "grid_second_order", "grid_second_order_no_SPD",
};
