/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-subsetter.h"

#include "mvua-error.h"

#include <string.h>

#define DAY 86400
#define MICRO 1000000

/* What a message of the subsetter takes: octets of all sections but the values (180 of
 * an instant, 205 with a time window), and bits a value.  In real messages of 609 and
 * 625 points those were 0 (constant) to 14, 8.5 on the average; a larger region spans
 * more.  East Africa is estimated too large rather than too small. */
#define HEADER_OCTETS 205
#define BITS 12

/* Of a message in the bucket: the part that the headers and group tables take, which
 * come first, and the octets of a variable that is not in the table below. */
#define TABLES_SHARE 0.25
#define TYPICAL_OCTETS 400000

/* Octets of the messages of a real file: gep01, f015. */
static const struct
{
  const char *name;
  guint octets;
} sizes[] = {
  { "tp", 242000 }, { "t2m", 440000 }, { "pwat", 478000 }, { "cape", 528000 },
  { "sp", 755000 }, { "v10", 840000 }, { "u10", 857000 },  { "mslet", 938000 },
};

static const MvuaGrid globe = {
  .north = 90 * MICRO,
  .south = -90 * MICRO,
  .west = 0,
  .width = 359750000,
  .n_rows = 721,
  .n_columns = 1440,
  .wraps = 1,
};

G_DEFINE_QUARK (mvua_subsetter_error, mvua_subsetter_error)

gboolean
mvua_subsetter_has_run (MvuaRun run, gint64 now, GError **error)
{
  char label[MVUA_RUN_TEXT_SIZE];

  if (now - run > (gint64) MVUA_SUBSETTER_DAYS * DAY)
    {
      g_set_error (error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_ABSENT,
                   "NOAA's subsetter keeps runs for about %d days; that of %s is %d days "
                   "old",
                   MVUA_SUBSETTER_DAYS, mvua_run_label (run, label),
                   (int) ((now - run) / DAY));
      return FALSE;
    }
  if (run > now)
    {
      g_set_error (error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_ABSENT,
                   "The run of %s has not begun", mvua_run_label (run, label));
      return FALSE;
    }
  return TRUE;
}

const MvuaGrid *
mvua_subsetter_get_globe (void)
{
  return &globe;
}

gboolean
mvua_subsetter_check (guint status, const guint8 *bytes, gsize n_bytes, GError **error)
{
  if (status == 302)
    g_set_error_literal (error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_THROTTLED,
                         "NOAA's subsetter says that there were too many requests");
  else if (status == 404 || status == 410)
    g_set_error_literal (error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_ABSENT,
                         "NOAA's subsetter does not have that file");
  else if (status != 200)
    g_set_error (error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_REFUSED,
                 "NOAA's subsetter answered with status %u", status);
  else if (n_bytes == 0 || bytes[0] == '<' || g_ascii_isspace (bytes[0]))
    g_set_error_literal (error, MVUA_SUBSETTER_ERROR, MVUA_SUBSETTER_ERROR_REFUSED,
                         "NOAA's subsetter answered with a page instead of messages");
  else
    return TRUE;
  return FALSE;
}

void
mvua_subsetter_pacer (MvuaPacer *pacer)
{
  mvua_pacer_init (pacer, MVUA_SUBSETTER_MOST_PER_MINUTE, 60 * (gint64) G_USEC_PER_SEC);
}

static gboolean
has_name (const GPtrArray *variables, const char *name, gboolean is_level)
{
  for (guint i = 0; i < variables->len; i++)
    {
      const MvuaVariable *variable = g_ptr_array_index (variables, i);
      if (strcmp (is_level ? variable->idx_level : variable->idx_name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* With those that were not asked for, and come along. */
static guint
n_messages (const GPtrArray *variables)
{
  guint n_variables;
  const MvuaVariable *table = mvua_variable_table (&n_variables);
  guint n = 0;

  for (guint i = 0; i < n_variables; i++)
    n += has_name (variables, table[i].idx_name, FALSE) &&
         has_name (variables, table[i].idx_level, TRUE);
  return n;
}

static guint64
octets_of (const MvuaVariable *variable)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (strcmp (sizes[i].name, variable->name) == 0)
      return sizes[i].octets;
  return TYPICAL_OCTETS;
}

MvuaSubsetterEstimate
mvua_subsetter_estimate (guint n_files,
                         const GPtrArray *variables,
                         const MvuaRegion *region,
                         guint64 range_bytes,
                         double bytes_per_s)
{
  MvuaSubsetterEstimate estimate = { 0 };
  MvuaWindow window;

  if (!mvua_grid_cut (&globe, region, &window, NULL))
    return estimate;
  const guint64 values = ((guint64) mvua_window_n_points (&window) * BITS + 7) / 8;
  const double share = TABLES_SHARE + (1 - TABLES_SHARE) *
                                          (double) (window.row + window.n_rows) /
                                          (double) globe.n_rows;
  guint64 octets = 0;
  for (guint i = 0; i < variables->len; i++)
    octets += octets_of (g_ptr_array_index (variables, i));

  estimate.n_requests = n_files;
  estimate.subset_bytes =
      (guint64) n_files * n_messages (variables) * (HEADER_OCTETS + values);
  estimate.range_bytes =
      range_bytes != 0 ? range_bytes : (guint64) (share * (double) octets) * n_files;
  estimate.subset_seconds = -1;
  estimate.range_seconds = -1;
  if (bytes_per_s > 0)
    {
      const guint n_waits =
          n_files > 0 ? (n_files - 1) / MVUA_SUBSETTER_MOST_PER_MINUTE : 0;
      estimate.range_seconds = (double) estimate.range_bytes / bytes_per_s;
      estimate.subset_seconds =
          MAX ((double) estimate.subset_bytes / bytes_per_s, n_waits * 60.0);
    }
  return estimate;
}
