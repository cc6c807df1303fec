/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-identity.h"

G_BEGIN_DECLS

/**
 * MvuaDecoder:
 *
 * Turns messages into values.  Templates 5.0, 5.2 and 5.3 are unpacked here; any other
 * packing goes through ecCodes in child processes (mvua-decode), which are started when
 * they are first needed, as many as there are threads that need one at once, end when
 * nothing is asked of them for a minute, and are started again.  A child can compute and
 * answer; it opens no file and no socket, and what it does to itself costs one field.
 * Any thread may call, several at once.
 */
typedef struct _MvuaDecoder MvuaDecoder;

MvuaDecoder *mvua_decoder_new (void);
void mvua_decoder_free (MvuaDecoder *self);

/**
 * MvuaDecoded:
 * @identity: what the message is
 * @data_template: code table 5.0
 * @decimals: values are whole multiples of 10^-@decimals, or %G_MININT if they are not
 *   (E is not 0, or R is not whole)
 * @n_used: octets from the start of the message that the window needed; all of it where
 *   that is not known.  After %MVUA_GRIB_ERROR_TRUNCATED, how many it needs as far as
 * what was there tells: more than were given, or 0 if nothing is known.
 */
typedef struct
{
  MvuaIdentity identity;
  guint data_template;
  int decimals;
  gsize n_used;
} MvuaDecoded;

/**
 * mvua_decoder_decode:
 * @message: [n_bytes] one GRIB2 message, or its beginning: it may end where the window's
 *   last row has been read
 * @submessage: which of its fields, from 0
 * @expectation: what it must be, or it is refused
 * @window: of the message's grid
 * @values: (out caller-allocates): [window->n_rows][window->n_columns], north to south
 *   and west to east whatever the scanning mode, in the unit of code table 4.2, which
 *   is the variable's; NaN is missing
 * @decoded: (out caller-allocates)
 *
 * The values are the floats nearest to ecCodes' doubles, bit for bit.
 *
 * Returns: %FALSE with nothing usable in @values and @error set: %MVUA_GRIB_ERROR for
 *   what is wrong with the message, and %MVUA_ERROR_NO_MEMORY or %MVUA_ERROR_HELPER where
 *   it could not be looked at: the process that decodes it cannot be started
 */
gboolean mvua_decoder_decode (MvuaDecoder *self,
                              const guint8 *message,
                              gsize n_bytes,
                              guint submessage,
                              const MvuaExpectation *expectation,
                              const MvuaWindow *window,
                              float *values,
                              MvuaDecoded *decoded,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_decoder_set_helper:
 * @path: of the program mvua-decode, instead of the one that belongs to this one
 *
 * Before the first decoding.
 */
void mvua_decoder_set_helper (MvuaDecoder *self, const char *path);

/**
 * mvua_decoder_set_times:
 * @patience_ms: how long a child may take for a message before it is ended and the
 *   message is %MVUA_GRIB_ERROR_MALFORMED; at first 30 s, or the seconds (1 to 3600)
 *   that MVUA_DECODE_SECONDS in the environment says
 * @idle_ms: how long a child lives that has nothing to do; 60 s at first
 *
 * For what is decoded from now on.
 */
void mvua_decoder_set_times (MvuaDecoder *self, guint patience_ms, guint idle_ms);

/* How many child processes have been started so far. */
guint mvua_decoder_get_n_children (MvuaDecoder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaDecoder, mvua_decoder_free)

G_END_DECLS
