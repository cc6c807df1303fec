/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cli-line.h"
#include "export-decode.h"
#include "export-foretell.h"
#include "export-left.h"
#include "export-report.h"
#include "export-subset.h"
#include "export-typed.h"
#include "mvua-cli.h"

#include <stdio.h>
#include <string.h>

typedef MvuaExportTyped Typed;

typedef struct
{
  gint64 started;
} Progress;

static void
show_progress (const MvuaExportMoment *moment, gpointer data)
{
  const Progress *progress = data;
  const double seconds =
      (double) (g_get_monotonic_time () - progress->started) / G_USEC_PER_SEC;
  const guint n_done = moment->n_done - moment->n_resumed;
  const guint n_fields = moment->n_fields - moment->n_resumed;
  g_autofree char *left =
      mvua_cli_time_left (progress->started, (double) n_done / MAX (n_fields, 1));
  g_autofree char *read = g_format_size (moment->n_bytes_read);
  g_autofree char *written = g_format_size (moment->n_bytes_written);
  g_autofree char *text =
      g_strdup_printf ("%3d %%  %u of %u %s at %.0f/s, %s read, %s written%s",
                       (int) (100 * moment->fraction), moment->n_done, moment->n_fields,
                       mvua_cli_word (moment->n_fields, "field", "fields"),
                       n_done / MAX (seconds, 0.001), read, written, left);

  mvua_cli_progress (text);
}

/* The options as they are before any is typed: the usual ones, or those of a store that
 * is added to. */
static gboolean
begin_options (const MvuaEnsemble *ensemble,
               const char *target,
               const MvuaExportLeft *left,
               const Typed *typed,
               MvuaExportOptions *options,
               GError **error)
{
  if (left != NULL && !typed->has_source)
    {
      *options = mvua_export_options_copy (&left->options);
      return TRUE;
    }
  if (left != NULL && left->is_top_up != typed->top_up)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "The export to %s that was interrupted was begun %s --top-up", target,
                   left->is_top_up ? "with" : "without");
      return FALSE;
    }
  if (typed->top_up && typed->overwrite)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "--top-up adds to %s, and --overwrite replaces it", target);
      return FALSE;
    }
  if (typed->top_up && (typed->rest != NULL || typed->decode != NULL))
    {
      g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                           "--top-up adds to a store, and not to what has references "
                           "beside it");
      return FALSE;
    }
  if (typed->top_up)
    return mvua_top_up_read_options (target, options, error);
  *options =
      typed->combines ? mvua_combine_options_new (ensemble) : mvua_export_options_new ();
  return TRUE;
}

static gboolean
parse_way (const Typed *typed,
           const MvuaExportOptions *options,
           MvuaCliWay *way,
           GError **error)
{
  static const char *const ways[] = { "ranges", "subsetter" };
  guint choice = MVUA_CLI_WAY_RANGES;
  const char *why = NULL;

  if (typed->way != NULL &&
      !mvua_export_typed_choose ("way", typed->way, ways, G_N_ELEMENTS (ways), &choice,
                                 error))
    return FALSE;
  *way = (MvuaCliWay) choice;
  if (*way == MVUA_CLI_WAY_RANGES)
    return TRUE;
  if (typed->top_up)
    why =
        "cuts a whole run out, packed otherwise; --top-up fetches what is new by ranges";
  else if (options->rest.is_wanted)
    why = "gives files that are not kept, which references cannot lead to";
  if (why != NULL)
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "--way subsetter %s", why);
  return why == NULL;
}

/* Another source in the place of a run in a bucket: what the subsetter cut out of it.
 * What would be refused afterwards is not fetched. */
static gboolean
take_subset (MvuaEnsemble **ensemble,
             const char *target,
             const Typed *typed,
             MvuaExportOptions *options,
             MvuaCutOut **cut_out,
             GError **error)
{
  MvuaExportEstimate estimate;

  if (!mvua_export_check_target (target, typed->overwrite, error) ||
      !mvua_export_estimate (*ensemble, options, &estimate, error))
    return FALSE;
  MvuaEnsemble *subset = mvua_cli_subset_open (*ensemble, options, typed->subsetter_url,
                                               cut_out, mvua_cli_interruptible (), error);
  if (subset == NULL)
    return FALSE;
  mvua_ensemble_unref (*ensemble);
  *ensemble = subset;
  return TRUE;
}

/* What is left when it is interrupted.  @cut_out: (nullable) */
static int
fail (const char *command,
      const char *target,
      const Typed *typed,
      const MvuaCutOut *cut_out,
      const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      (!typed->top_up && cut_out == NULL))
    return mvua_cli_fail (command, error);
  mvua_cli_progress_clear ();
  if (typed->top_up)
    mvua_cli_line (stderr, "mvua %s: interrupted; %s is as it was", command, target);
  else
    fprintf (stderr,
             "mvua %s: interrupted; what was cut out is kept, and the same command goes "
             "on with it\n",
             command);
  return MVUA_EXIT_INTERRUPTED;
}

/* What to go on with: what was typed or begun from; the latest run is that of then. */
static const char *
choose_source (const char *source, const MvuaExportLeft *left, Typed *typed)
{
  char date[MVUA_RUN_TEXT_SIZE];

  if (left == NULL || (typed->has_source && strcmp (source, "noaa:latest") != 0))
    return source;
  if (typed->source.base_url == NULL)
    typed->source.base_url = g_strdup (left->base_url);
  if (!mvua_noaa_is_source (left->source))
    {
      g_auto (GStrv) parts = g_strsplit (mvua_run_date (left->run, date), "-", -1);
      g_autofree char *digits = g_strjoinv ("", parts);
      g_free (typed->source.run);
      typed->source.run = g_strdup_printf ("%s/%02d", digits, mvua_run_hour (left->run));
    }
  return left->source;
}

/* Opens the source, with the options that an export of it is told.
 * Returns: (nullable): %NULL with @status set, which has been said */
static MvuaEnsemble *
open_source (const char *source,
             const char *target,
             const MvuaExportLeft *left,
             const Typed *typed,
             MvuaExportOptions *options,
             int *status)
{
  const char *command = typed->combines ? "combine" : "export";
  GCancellable *cancellable = mvua_cli_interruptible ();
  g_autoptr (MvuaEnsemble) ensemble = NULL;
  g_autoptr (GError) error = NULL;

  if (typed->combines && !mvua_cli_check_stores (source, &error))
    *status = mvua_cli_fail (command, error);
  else if (typed->combines && (ensemble = mvua_cli_open (command, source, &typed->source,
                                                         cancellable, status)) == NULL)
    return NULL;
  else if (!begin_options (ensemble, target, left, typed, options, &error) ||
           !mvua_export_typed_parse (typed, options, &error))
    *status = mvua_cli_fail (command, error);
  else if (ensemble == NULL && (ensemble = mvua_cli_open (command, source, &typed->source,
                                                          cancellable, status)) == NULL)
    return NULL;
  else
    return g_steal_pointer (&ensemble);
  return NULL;
}

/* The same, by the way that was asked for. */
static MvuaEnsemble *
prepare (const char *source,
         const char *target,
         const MvuaExportLeft *left,
         const Typed *typed,
         MvuaExportOptions *options,
         MvuaCutOut **cut_out,
         int *status)
{
  const char *command = typed->combines ? "combine" : "export";
  g_autoptr (MvuaEnsemble) ensemble =
      open_source (source, target, left, typed, options, status);
  g_autoptr (GError) error = NULL;
  MvuaCliWay way;

  if (ensemble == NULL)
    return NULL;
  if (!parse_way (typed, options, &way, &error))
    {
      *status = mvua_cli_fail (command, error);
      return NULL;
    }
  if (left == NULL)
    mvua_cli_foretell (ensemble, typed->top_up ? target : NULL, options, way,
                       typed->subsetter_url != NULL);
  if (way == MVUA_CLI_WAY_SUBSETTER &&
      !take_subset (&ensemble, target, typed, options, cut_out, &error))
    {
      *status = fail (command, target, typed, *cut_out, error);
      return NULL;
    }
  return g_steal_pointer (&ensemble);
}

static gboolean
work (MvuaEnsemble *ensemble,
      const char *target,
      const MvuaExportLeft *left,
      gboolean is_top_up,
      const MvuaExportOptions *options,
      Progress *progress,
      MvuaExportReport *report,
      GError **error)
{
  GCancellable *cancellable = mvua_cli_interruptible ();

  if (left != NULL)
    return mvua_export_resume (ensemble, left, options, show_progress, progress, report,
                               cancellable, error);
  return (is_top_up ? mvua_top_up_run : mvua_export_run) (
      ensemble, target, options, show_progress, progress, report, cancellable, error);
}

static int
run_export (const char *source, const char *target, MvuaExportLeft *left, Typed *typed)
{
  static const gint always = TRUE;
  const char *command = typed->combines ? "combine" : "export";
  const gboolean is_top_up = left != NULL ? left->is_top_up : typed->top_up;
  g_auto (MvuaExportOptions) options = { 0 };
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (MvuaCutOut) cut_out = NULL;
  g_autoptr (GError) error = NULL;
  int status = MVUA_EXIT_FAILED;
  g_autoptr (MvuaEnsemble) ensemble =
      prepare (choose_source (source, left, typed), target, left, typed, &options,
               &cut_out, &status);

  if (ensemble == NULL)
    return status;
  /* What was kept once is not thrown away for a second interruption. */
  options.keeps_when_cancelled = left != NULL ? &always : mvua_cli_get_terminated ();
  Progress progress = { g_get_monotonic_time () };
  if (!work (ensemble, target, left, is_top_up, &options, &progress, &report, &error))
    return report.is_kept
               ? mvua_cli_left_fail (command, target, error)
               : mvua_cli_left_stays (command, target, left,
                                      fail (command, target, typed, cut_out, error));

  const double seconds =
      (double) (g_get_monotonic_time () - progress.started) / G_USEC_PER_SEC;
  mvua_cli_progress_clear ();
  if (cut_out != NULL)
    mvua_cut_out_remove (g_steal_pointer (&cut_out));
  mvua_export_report_print (command, target, ensemble, &report, is_top_up, typed->json,
                            seconds);
  mvua_cli_tell_traffic (command, ensemble);
  return report.gaps->len > 0 ? MVUA_EXIT_GAPS : MVUA_EXIT_DONE;
}

/* An export that is begun, or one that is gone on with. */
static int
run_command (int argc, char **argv, Typed *typed, const char *synopsis)
{
  const char *command = typed->combines ? "combine" : "export";
  const char *target = argv[argc - 1];
  g_autoptr (MvuaExportLeft) left = NULL;
  int status = MVUA_EXIT_USAGE;

  typed->has_source = argc > 2;
  if (typed->discard)
    return mvua_cli_left_discard (command, target);
  if (!typed->has_source && !typed->resume)
    {
      mvua_cli_expect (command, "", synopsis);
      return MVUA_EXIT_USAGE;
    }
  if (!typed->resume)
    mvua_cli_left_tell (command, target);
  else if (!mvua_cli_left_find (command, target, &left, &status))
    return status;
  if (typed->resume && left == NULL)
    {
      mvua_cli_line (stderr, "mvua %s: no export to %s was interrupted%s", command,
                     target, typed->has_source ? "; it begins now" : "");
      if (!typed->has_source)
        return MVUA_EXIT_USAGE;
    }
  g_autoptr (GError) error = NULL;
  if (left != NULL && !mvua_cut_outs_check (left->source, &error))
    return mvua_cli_fail (command, error);
  if (left != NULL && left->state == MVUA_EXPORT_LEFT_NETCDF)
    mvua_cli_line (stderr, "mvua %s: netCDF cannot be gone on with; %s is begun anew",
                   command, target);
  return run_export (typed->has_source ? argv[1] : NULL, target, left, typed);
}

/* What an output can be told to be, in both commands; @of_members, …: what
 * is taken if nothing is said. */
#define OUTPUT_ENTRIES(typed, of_members, of_variables, of_region)                       \
  { "members",                                                                           \
    0,                                                                                   \
    0,                                                                                   \
    G_OPTION_ARG_STRING,                                                                 \
    &(typed)->members,                                                                   \
    "Such as gep01-gep10,gec00 (" of_members ")",                                        \
    "LIST" },                                                                            \
      { "variables",                                                                     \
        0,                                                                               \
        0,                                                                               \
        G_OPTION_ARG_STRING,                                                             \
        &(typed)->variables,                                                             \
        "Such as t2m,tp, or all (" of_variables ")",                                     \
        "LIST" },                                                                        \
      { "steps",                                                                         \
        0,                                                                               \
        0,                                                                               \
        G_OPTION_ARG_STRING,                                                             \
        &(typed)->steps,                                                                 \
        "Hours, such as 0-240 or 0-240/6 (all)",                                         \
        "STEPS" },                                                                       \
      { "region",                                                                        \
        0,                                                                               \
        0,                                                                               \
        G_OPTION_ARG_STRING,                                                             \
        &(typed)->region,                                                                \
        "east-africa, global, or degrees (" of_region ")",                               \
        "N,W,S,E" },                                                                     \
      { "format",                                                                        \
        0,                                                                               \
        0,                                                                               \
        G_OPTION_ARG_STRING,                                                             \
        &(typed)->format,                                                                \
        "zarr2, zarr3 or netcdf (zarr2)",                                                \
        "FORMAT" },                                                                      \
      { "layout",                                                                        \
        0,                                                                               \
        0,                                                                               \
        G_OPTION_ARG_STRING,                                                             \
        &(typed)->layout,                                                                \
        "tree; members: one Zarr store a member; variables: one netCDF file a variable " \
        "(tree)",                                                                        \
        "LAYOUT" },                                                                      \
      { "stats",                                                                         \
        0,                                                                               \
        0,                                                                               \
        G_OPTION_ARG_STRING,                                                             \
        &(typed)->statistics,                                                            \
        "Such as mean,std,p90, or none (mean,std,min,max,p10,p25,p50,p75,p90)",          \
        "LIST" },                                                                        \
      { "thresholds",                                                                    \
        0,                                                                               \
        0,                                                                               \
        G_OPTION_ARG_STRING,                                                             \
        &(typed)->thresholds,                                                            \
        "Of rain in 3 h, mm, or none (5,10,15,20,25)",                                   \
        "LIST" },                                                                        \
      { "daily-thresholds",                                                              \
        0,                                                                               \
        0,                                                                               \
        G_OPTION_ARG_STRING,                                                             \
        &(typed)->daily_thresholds,                                                      \
        "Of rain in 24 h, mm, or none (5,25,50,75,100,125)",                             \
        "LIST" },                                                                        \
  {                                                                                      \
    "daily-window", 0, 0, G_OPTION_ARG_STRING, &(typed)->daily_window,                   \
        "Hour UTC at which a day begins, or run (06)", "HH"                              \
  }

int
mvua_command_export (int argc, char **argv)
{
  g_auto (MvuaExportTyped) typed = { 0 };
  const GOptionEntry entries[] = {
    OUTPUT_ENTRIES (&typed, "all perturbed members", "mslet,sp,t2m,u10,v10,tp,cape,pwat",
                    "east-africa"),
    MVUA_CLI_SOURCE_ENTRIES (&typed.source),
    { "decode", 0, 0, G_OPTION_ARG_STRING, &typed.decode,
      "What is decoded where the rest stays references: stats (without members), "
      "variables, steps, such as stats,tp or 0-72",
      "LIST" },
    { "rest", 0, 0, G_OPTION_ARG_STRING, &typed.rest,
      "Write references beside: refs (JSON), par or parq (Parquet)", "FORM" },
    { "url", 0, 0, G_OPTION_ARG_STRING, &typed.url,
      "How references name files: s3, https, relative or absolute (s3 for NOAA’s "
      "bucket, absolute for files here)",
      "FORM" },
    { "way", 0, 0, G_OPTION_ARG_STRING, &typed.way,
      "Of noaa: sources: ranges of files, or subsetter: NOAA’s server cuts the region "
      "out "
      "(ranges)",
      "WAY" },
    { "subsetter-url", 0, 0, G_OPTION_ARG_STRING, &typed.subsetter_url,
      "Another server than NOAA’s that cuts out", "URL" },
    { "jobs", 'j', 0, G_OPTION_ARG_INT, &typed.n_jobs,
      "Threads; at most one a core (one a core)", "N" },
    { "overwrite", 0, 0, G_OPTION_ARG_NONE, &typed.overwrite,
      "Replace OUT when the new one is whole", NULL },
    { "top-up", 0, 0, G_OPTION_ARG_NONE, &typed.top_up,
      "Add to OUT, a Zarr store, what has come since it was made", NULL },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &typed.resume,
      "Go on with an export to OUT that was interrupted; SOURCE may be left out", NULL },
    { "discard", 0, 0, G_OPTION_ARG_NONE, &typed.discard,
      "Remove what is left of an export to OUT that was interrupted", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed.json, "Print the result as JSON", NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!mvua_cli_parse_some (
          &argc, &argv, "SOURCE OUT",
          "Decodes the members of an ensemble, computes their statistics and "
          "probabilities,\nand writes all of it as one store.",
          entries, 1, 2))
    return MVUA_EXIT_USAGE;
  return run_command (argc, argv, &typed, "SOURCE OUT");
}

int
mvua_command_combine (int argc, char **argv)
{
  g_auto (MvuaExportTyped) typed = { .combines = TRUE };
  const GOptionEntry entries[] = {
    OUTPUT_ENTRIES (&typed, "all there are", "all there are", "all of the stores’ grid"),
    { "run", 0, 0, G_OPTION_ARG_STRING, &typed.source.run,
      "Which run, where the folder has several", "YYYYMMDD/HH" },
    { "jobs", 'j', 0, G_OPTION_ARG_INT, &typed.n_jobs,
      "Threads; at most one a core (one a core)", "N" },
    { "overwrite", 0, 0, G_OPTION_ARG_NONE, &typed.overwrite,
      "Replace OUT when the new one is whole", NULL },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &typed.resume,
      "Go on with one that was interrupted; DIR may be left out", NULL },
    { "discard", 0, 0, G_OPTION_ARG_NONE, &typed.discard,
      "Remove what is left of one to OUT that was interrupted", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed.json, "Print the result as JSON", NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!mvua_cli_parse_some (
          &argc, &argv, "DIR OUT",
          "Joins the Zarr stores of members that lie in a folder (gep01.zarr …) into "
          "one,\nwith their statistics and probabilities.",
          entries, 1, 2))
    return MVUA_EXIT_USAGE;
  return run_command (argc, argv, &typed, "DIR OUT");
}
