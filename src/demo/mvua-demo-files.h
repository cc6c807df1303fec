/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-demo-grib.h"
#include "mvua-demo-weather.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaDemoFiles:
 *
 * Puts weather into files as NOAA's bucket has them, `gep01.t00z.pgrb2s.0p25.f003` and
 * its `.idx`, and keeps what the rain truly was at some points, before it was added up
 * into buckets of 6 h and packed.
 */
typedef struct _MvuaDemoFiles MvuaDemoFiles;

typedef struct
{
  const char *directory; /* where the files go; it must exist */
  const MvuaDemoGrid *grid;
  GDateTime *run;
  guint64 seed;
} MvuaDemoFilesOptions;

/* Everything that @options points to must live as long.  Returns: %NULL: no memory */
MvuaDemoFiles *mvua_demo_files_new (const MvuaDemoFilesOptions *options);
void mvua_demo_files_free (MvuaDemoFiles *self);

/**
 * mvua_demo_files_write:
 * @member: 0 is the control
 * @step: a multiple of 3 h
 * @truth: lines `member,step,latitude,longitude,rain_mm` are put at its end: the rain
 *   of each 3 h that the file's bucket needs and that no line was made of before, so
 *   long as one calls for a member's steps in rising order
 * @name: (out) (transfer full): of the file, without its folder
 */
gboolean mvua_demo_files_write (MvuaDemoFiles *self,
                                int member,
                                int step,
                                GString *truth,
                                char **name,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaDemoFiles, mvua_demo_files_free)

G_END_DECLS
