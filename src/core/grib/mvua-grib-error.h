/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MVUA_GRIB_ERROR (mvua_grib_error_quark ())
GQuark mvua_grib_error_quark (void);

/**
 * MvuaGribError:
 * @MVUA_GRIB_ERROR_TRUNCATED: more bytes of the message are needed than were given
 * @MVUA_GRIB_ERROR_MALFORMED: not GRIB 2, or its numbers contradict each other
 * @MVUA_GRIB_ERROR_UNSUPPORTED: valid GRIB that Mvua does not read
 * @MVUA_GRIB_ERROR_MISMATCH: a good message, and not the one that was asked for; the
 *   index that led there is out of date
 *
 * What is wrong with a message.  That none was looked at, for want of memory or of the
 * decoding process, is an error of %MVUA_ERROR.
 */
typedef enum
{
  MVUA_GRIB_ERROR_TRUNCATED,
  MVUA_GRIB_ERROR_MALFORMED,
  MVUA_GRIB_ERROR_UNSUPPORTED,
  MVUA_GRIB_ERROR_MISMATCH,
} MvuaGribError;

G_END_DECLS
