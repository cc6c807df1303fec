/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-bucket.h"
#include "mvua-layout.h"

G_BEGIN_DECLS

/* NOAA's own bucket. */
#define MVUA_NOAA_URL "https://noaa-gefs-pds.s3.amazonaws.com"

/* Instead of a run: the latest one; see mvua_noaa_find_latest(). */
#define MVUA_NOAA_LATEST MVUA_RUN_UNKNOWN

/* Whether @text names a run in a bucket rather than a folder: it begins with "noaa:". */
gboolean mvua_noaa_is_source (const char *text);

/**
 * mvua_noaa_source_parse:
 * @text: "noaa:20250918/00" or "noaa:latest"
 * @run: (out): or %MVUA_NOAA_LATEST
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE set
 */
gboolean mvua_noaa_source_parse (const char *text,
                                 MvuaRun *run,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): "noaa:20250918/00" */
char *mvua_noaa_source_format (MvuaRun run) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): what the keys of a run of the everyday product begin with:
 * "gefs.20250918/00/atmos/pgrb2sp25/" */
char *mvua_noaa_prefix (MvuaRun run) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): the key of a file; that of its index has ".idx" behind it */
char *mvua_noaa_key (MvuaRun run, MvuaMember member, int step) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaNoaaFile:
 * @name: what the file's name says
 * @etag: (nullable): with its quotes
 * @size: bytes; 0 with @is_empty unset is unknown
 * @modified: seconds since 1970; 0 is unknown
 * @is_empty: it is there and holds nothing, as two of NOAA's files on record
 * @has_index: its .idx is there, and holds something or is of unknown size
 * @index_etag: (nullable): with its quotes
 * @index_size: bytes; 0 is unknown
 *
 * One file of a run, as the bucket's listing tells of it.
 */
typedef struct
{
  MvuaFileName name;
  char *key;
  char *etag;
  guint64 size;
  gint64 modified;
  gboolean is_empty;
  gboolean has_index;
  char *index_etag;
  guint64 index_size;
} MvuaNoaaFile;

/**
 * mvua_noaa_list_run:
 * @members: (nullable): [n_members]; those wanted, or %NULL for all, the control and
 *   NOAA's own mean and spread included
 *
 * The files of the everyday product of a run that the bucket has by now, by member
 * (mvua_member_compare()) and step, each once.  An index that is there before its file
 * is no file.  A few members cost a request each, all of them up to six.  Blocks; any
 * thread.
 *
 * Returns: (transfer full) (element-type MvuaNoaaFile) (nullable): of no elements where
 *   there is no such run; %NULL with an error of mvua_bucket_list() set
 */
GArray *mvua_noaa_list_run (MvuaBucket *bucket,
                            MvuaRun run,
                            const MvuaMember *members,
                            guint n_members,
                            MvuaPriority priority,
                            GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaNoaaCycle:
 * @is_measured: the others but @run say something
 * @n_files: files of perturbed members that are there and not empty
 * @n_expected: as many as there will be in the end
 * @last_step: the last step that all the expected members have, hours; -1: none
 * @newest: when the youngest file came, seconds since 1970; 0 unknown
 *
 * How far the publication of a cycle has come.  Whether one in the middle is missing
 * shows in @n_files alone.
 */
typedef struct
{
  MvuaRun run;
  gboolean is_measured;
  guint n_files;
  guint n_expected;
  int last_step;
  gint64 newest;
} MvuaNoaaCycle;

static inline gboolean
mvua_noaa_cycle_is_complete (const MvuaNoaaCycle *cycle)
{
  return cycle->is_measured && cycle->n_files >= cycle->n_expected;
}

/**
 * mvua_noaa_list_cycles:
 * @now: seconds since 1970
 * @n_days: calendar days (UTC) to look at, today being the first; a request each
 *
 * The cycles of recent days of which there is something, newest first, not measured.
 *
 * Returns: (transfer full) (element-type MvuaNoaaCycle) (nullable): %NULL with an error
 *   of mvua_bucket_list() set
 */
GArray *mvua_noaa_list_cycles (MvuaBucket *bucket,
                               gint64 now,
                               guint n_days,
                               MvuaPriority priority,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Measures by one listing of the cycle: one to six requests. */
gboolean mvua_noaa_measure_cycle (MvuaBucket *bucket,
                                  MvuaNoaaCycle *cycle,
                                  MvuaPriority priority,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of a listing of all members that is there already. */
void mvua_noaa_measure_files (MvuaNoaaCycle *cycle, const GArray *files);

/**
 * mvua_noaa_find_latest:
 * @now: seconds since 1970
 * @members: (nullable): [n_members]: those that are wanted of it, a few
 * @run: (out)
 * @files: (out) (transfer full) (element-type MvuaNoaaFile) (optional): its listing,
 *   which was needed anyhow: of @members, or of all
 *
 * The run that a forecaster means by “latest”: the newest one of which step 24 of more
 * than half of the expected members is there, so that there is a day of rain to look at
 * and probabilities mean something; about four hours and a half after its time.  Of a
 * cycle that began twelve hours ago or more nothing is waited for, and step 24 of any
 * member is enough: a mirror may hold fewer.  Where no cycle has a step 24, the newest
 * with any file of a member.
 *
 * The two newest cycles by the clock are tried first, then the last three days, then
 * whichever the bucket has, so that the latest run of an old mirror is found too.  It
 * takes up to seven requests where the publication is on time.
 *
 * Where a few members alone are wanted it is the same run, by a guess that is made only
 * where it is sure: all members of a step come within minutes of each other, so that one
 * member tells of the others some minutes or some steps later.  That takes a request or
 * two for each of @members.
 *
 * Returns: %FALSE with %MVUA_ERROR_SOURCE set if there is no run at all, or with an
 *   error of mvua_bucket_list()
 */
gboolean mvua_noaa_find_latest (MvuaBucket *bucket,
                                gint64 now,
                                const MvuaMember *members,
                                guint n_members,
                                MvuaRun *run,
                                GArray **files,
                                MvuaPriority priority,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
