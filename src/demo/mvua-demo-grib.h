/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-demo-grid.h"
#include "mvua-demo-weather.h"

#include <glib.h>

G_BEGIN_DECLS

/* What stands in section 2 of every message, without a zero at the end. */
#define MVUA_DEMO_MARK "DEMO, NOT A FORECAST"

#define MVUA_DEMO_GRIB_ERROR (mvua_demo_grib_error_quark ())
GQuark mvua_demo_grib_error_quark (void);

typedef enum
{
  MVUA_DEMO_GRIB_ERROR_ENCODER
} MvuaDemoGribError;

/**
 * MvuaDemoGrib:
 *
 * Writes GRIB2 messages as NOAA does: template 5.3 with second-order differences,
 * product templates 4.1 and 4.11, through NOAA's libg2c.  That library keeps its state
 * in static variables and prints what it does not like on standard output: one encoder
 * a process, and no result of the process on descriptor 1.
 */
typedef struct _MvuaDemoGrib MvuaDemoGrib;

/* @run: UTC, on the hour; @grid must live as long as the encoder. */
MvuaDemoGrib *mvua_demo_grib_new (const MvuaDemoGrid *grid, GDateTime *run);
void mvua_demo_grib_free (MvuaDemoGrib *self);

/* One message of one member at one step. */
typedef struct
{
  MvuaDemoVariable variable;
  int member; /* 0 is the control */
  int start;  /* hours: where the rain's bucket begins; other variables: @step */
  int step;   /* hours since the run */
} MvuaDemoMessage;

/**
 * mvua_demo_grib_append:
 * @field: [nj][ni], without missing values
 * @bytes: the message is put at its end
 *
 * Returns: %FALSE with %MVUA_DEMO_GRIB_ERROR_ENCODER set, and @bytes as they were
 */
gboolean mvua_demo_grib_append (MvuaDemoGrib *self,
                                const MvuaDemoMessage *message,
                                float *field,
                                GByteArray *bytes,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends the line of NOAA's index for the message that begins at @offset. */
void mvua_demo_grib_append_index (const MvuaDemoGrib *self,
                                  const MvuaDemoMessage *message,
                                  guint number,
                                  gsize offset,
                                  GString *index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaDemoGrib, mvua_demo_grib_free)

G_END_DECLS
