/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-grid.h"
#include "mvua-http.h"
#include "mvua-layout.h"
#include "mvua-pacer.h"
#include "mvua-variable.h"

G_BEGIN_DECLS

/*
 * NOAA's server-side subsetter: a program on its web server that cuts variables and a
 * box of latitudes and longitudes out of a file.  What it gives are whole messages of
 * a grid of their own, simple-packed (template 5.0), from south to north.  For East
 * Africa that is less than a twentieth of the messages in the bucket; but each file is
 * a request, requests are counted, and only the runs of about four days are there.
 *
 * Source: the pages “grib filter” of https://nomads.ncep.noaa.gov, and messages that
 * came from there.
 */
#define MVUA_SUBSETTER_URL                                                               \
  "https://nomads.ncep.noaa.gov/cgi-bin/filter_gefs_atmos_0p25s.pl"

/* NOAA blocks who sends more than 120 a minute for a while. */
#define MVUA_SUBSETTER_MOST_PER_MINUTE 100
#define MVUA_SUBSETTER_DAYS 4

#define MVUA_SUBSETTER_ERROR (mvua_subsetter_error_quark ())
GQuark mvua_subsetter_error_quark (void);

/**
 * MvuaSubsetterError:
 * @MVUA_SUBSETTER_ERROR_THROTTLED: too many requests: wait, as mvua_pacer_throttle() says
 * @MVUA_SUBSETTER_ERROR_ABSENT: the file is not there, or not any more; the bucket may
 *   have it
 * @MVUA_SUBSETTER_ERROR_REFUSED: an answer of another kind than messages
 */
typedef enum
{
  MVUA_SUBSETTER_ERROR_THROTTLED,
  MVUA_SUBSETTER_ERROR_ABSENT,
  MVUA_SUBSETTER_ERROR_REFUSED,
} MvuaSubsetterError;

/**
 * mvua_subsetter_has_run:
 * @now: seconds since 1970
 *
 * By the dates alone.
 *
 * Returns: %FALSE with %MVUA_SUBSETTER_ERROR_ABSENT set, which says why
 */
gboolean mvua_subsetter_has_run (MvuaRun run,
                                 gint64 now,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_subsetter_url:
 * @script: such as %MVUA_SUBSETTER_URL
 * @variables: (element-type MvuaVariable): at least one.  The server gives every
 *   combination of their names and levels that the file has, so more may come.
 * @region: its points are those of the 0.25° grid that mvua_grid_cut() gives
 *
 * A file that has none of @variables, such as f000 of rain, is answered with a page that
 * says so.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_USAGE set if @region has
 *   no point
 */
char *mvua_subsetter_url (const char *script,
                          MvuaRun run,
                          MvuaMember member,
                          int step,
                          const GPtrArray *variables,
                          const MvuaRegion *region,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A longer one is nobody's: all variables and levels take half as much. */
#define MVUA_SUBSETTER_MOST_PATTERN 3000

/**
 * mvua_subsetter_pattern:
 *
 * As mvua_subsetter_url() for all files of a run at once: `*` stands for the file's name.
 */
char *mvua_subsetter_pattern (const char *script,
                              MvuaRun run,
                              const GPtrArray *variables,
                              const MvuaRegion *region,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): the URL of one of them, such as "gep01.t00z.pgrb2s.0p25.f003" */
char *mvua_subsetter_fill (const char *pattern, const char *name);

/* Whether @text, which may be anybody's, is a pattern that can be filled. */
gboolean mvua_subsetter_is_pattern (const char *text);

/**
 * mvua_subsetter_parse_url:
 * @url: anybody's
 * @run: (out) (optional): of the files that it is about
 *
 * Returns: whether it asks a subsetter for a file, as mvua_subsetter_url() does
 */
gboolean mvua_subsetter_parse_url (const char *url, MvuaRun *run);

/* The grid of the files that are cut. */
const MvuaGrid *mvua_subsetter_get_globe (void);

/**
 * mvua_subsetter_check:
 * @status: of HTTP
 * @bytes: (nullable): [n_bytes]: the body
 *
 * Whether an answer may hold messages; what is in them is for others to judge.
 *
 * Returns: %FALSE with an error of %MVUA_SUBSETTER_ERROR set
 */
gboolean mvua_subsetter_check (guint status,
                               const guint8 *bytes,
                               gsize n_bytes,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_subsetter_fetch:
 * @url: of mvua_subsetter_url()
 * @most: a longer answer is refused
 *
 * Blocks.  Whose turn it is, is the caller's to know; a redirect is not tried again.
 *
 * Returns: (transfer full) (nullable): messages, not looked into; %NULL with an error of
 *   %MVUA_SUBSETTER_ERROR or of mvua_http_fetch() set
 */
GBytes *mvua_subsetter_fetch (MvuaHttp *http,
                              const char *url,
                              gsize most,
                              MvuaPriority priority,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A pacer for all requests that the program makes to it. */
void mvua_subsetter_pacer (MvuaPacer *pacer);

/**
 * MvuaSubsetterEstimate:
 * @n_requests: one a file
 * @subset_bytes: by the subsetter
 * @range_bytes: by ranges of the bucket's files, each cut off below the window
 * @subset_seconds: with the wait for turns in it; -1: the link's speed is unknown
 * @range_seconds: -1: unknown
 *
 * Both ways, side by side.
 */
typedef struct
{
  guint n_requests;
  guint64 subset_bytes;
  guint64 range_bytes;
  double subset_seconds;
  double range_seconds;
} MvuaSubsetterEstimate;

/**
 * mvua_subsetter_estimate:
 * @n_files: members times steps
 * @range_bytes: bytes of the other way, where they are known from indexes; 0: estimated
 *   from the sizes of real messages
 * @bytes_per_s: of the link; 0 is unknown
 *
 * Returns: all 0 if @region has no point
 */
MvuaSubsetterEstimate mvua_subsetter_estimate (guint n_files,
                                               const GPtrArray *variables,
                                               const MvuaRegion *region,
                                               guint64 range_bytes,
                                               double bytes_per_s);

G_END_DECLS
