/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-bucket.h"
#include "mvua-error.h"
#include "mvua-run.h"

G_BEGIN_DECLS

/* Whether what mvua_ref_url_resolve() gave is fetched, and not a file. */
gboolean mvua_ref_url_is_remote (const char *location);

/* Whether @url, as a set has it, is not of a file here; it may be of no use all the same.
 */
gboolean mvua_ref_url_needs_remote (const char *url);

/**
 * mvua_ref_url_resolve:
 * @url: "s3://BUCKET/KEY", which is read anonymously by https; "https://…"; "http://…";
 *   "file:///…"; or a path
 * @folder: where a relative path begins
 * @bucket: (nullable): NOAA's bucket or a mirror of it, which stands for it in whichever
 *   form a URL names it
 *
 * Returns: (transfer full) (nullable): a URL for an HTTP source, or the path of a file;
 *   %NULL with %MVUA_ERROR_SOURCE set
 */
char *mvua_ref_url_resolve (const char *url,
                            const char *folder,
                            const MvuaBucket *bucket,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaRefUrlForm:
 * @MVUA_REF_URL_AUTO: s3 for what is in NOAA's bucket or a mirror of it, absolute for
 *   what is here, and as it is for what is elsewhere
 * @MVUA_REF_URL_S3: s3://noaa-gefs-pds/KEY
 * @MVUA_REF_URL_HTTPS: the same by https, or of the mirror that it was read from
 * @MVUA_REF_URL_RELATIVE: a path that begins where the set lies
 * @MVUA_REF_URL_ABSOLUTE: a path
 *
 * How an output names the files that it refers to.
 */
typedef enum
{
  MVUA_REF_URL_AUTO,
  MVUA_REF_URL_S3,
  MVUA_REF_URL_HTTPS,
  MVUA_REF_URL_RELATIVE,
  MVUA_REF_URL_ABSOLUTE,
} MvuaRefUrlForm;

/**
 * mvua_ref_url_make:
 * @location: of a file: a URL below that of @bucket, or a path
 * @folder: where the output lies
 * @run: of what is in the file
 * @bucket: (nullable): of a run in a bucket
 *
 * A file here has a place in the bucket if it is named as NOAA names it.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_USAGE set if it has no
 *   such URL
 */
char *mvua_ref_url_make (const char *location,
                         MvuaRefUrlForm form,
                         const char *folder,
                         MvuaRun run,
                         const MvuaBucket *bucket,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The run that a path or URL names as NOAA's bucket does: ".../gefs.20250918/00/..." ;
 * %MVUA_RUN_UNKNOWN if it does not. */
MvuaRun mvua_ref_url_run (const char *url);

G_END_DECLS
