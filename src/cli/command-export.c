/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "export-decode.h"
#include "export-foretell.h"
#include "export-report.h"
#include "export-subset.h"
#include "mvua-cli.h"

#include <stdio.h>
#include <string.h>

/* Options as they were typed; @combines: it is mvua combine that they were typed for. */
typedef struct
{
  gboolean combines;
  char *members;
  char *variables;
  char *steps;
  char *region;
  char *format;
  char *layout;
  char *statistics;
  char *thresholds;
  char *daily_thresholds;
  char *daily_window;
  MvuaCliSource source;
  char *way;
  char *subsetter_url;
  char *decode;
  char *rest;
  char *url;
  int n_jobs;
  gboolean overwrite;
  gboolean top_up;
  gboolean json;
} Typed;

typedef struct
{
  gint64 started;
} Progress;

static void
typed_clear (Typed *self)
{
  g_free (self->members);
  g_free (self->variables);
  g_free (self->steps);
  g_free (self->region);
  g_free (self->format);
  g_free (self->layout);
  g_free (self->statistics);
  g_free (self->thresholds);
  g_free (self->daily_thresholds);
  g_free (self->daily_window);
  mvua_cli_source_clear (&self->source);
  g_free (self->way);
  g_free (self->subsetter_url);
  g_free (self->decode);
  g_free (self->rest);
  g_free (self->url);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

/* One of @names, by its place; FALSE with @error set if it is none of them. */
static gboolean
parse_choice (const char *option,
              const char *text,
              const char *const *names,
              guint n_names,
              guint *choice,
              GError **error)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; i < n_names; i++)
    {
      if (strcmp (text, names[i]) == 0)
        {
          *choice = i;
          return TRUE;
        }
      g_string_append_printf (expected, "%s%s", i > 0 ? ", " : "", names[i]);
    }
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "“%s” is not for --%s; expected %s",
               text, option, expected->str);
  return FALSE;
}

static gboolean
parse_format (const Typed *typed, MvuaExportOptions *options, GError **error)
{
  static const char *const formats[] = { "zarr2", "zarr3", "netcdf" };
  static const char *const layouts[] = { "tree", "members", "variables" };
  guint choice = 0;

  if (typed->format != NULL)
    {
      if (!parse_choice ("format", typed->format, formats, G_N_ELEMENTS (formats),
                         &choice, error))
        return FALSE;
      options->format = (MvuaExportFormat) choice;
    }
  if (typed->layout != NULL)
    {
      if (!parse_choice ("layout", typed->layout, layouts, G_N_ELEMENTS (layouts),
                         &choice, error))
        return FALSE;
      options->layout = (MvuaExportLayout) choice;
    }
  return TRUE;
}

static gboolean
parse_daily_window (const char *text, int *hour, GError **error)
{
  guint64 value = 0;

  if (strcmp (text, "run") == 0)
    *hour = MVUA_DAILY_FROM_RUN;
  else if (g_ascii_string_to_unsigned (text, 10, 0, 21, &value, NULL) && value % 3 == 0)
    *hour = (int) value;
  else
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "“%s” is not an hour at which a day begins; expected 00, 03, 06 … 21 "
                   "(UTC) or run",
                   text);
      return FALSE;
    }
  return TRUE;
}

/* Replaces a list of the options if one was typed. */
static gboolean
parse_list (GArray **list,
            const char *text,
            GArray *(*parse) (const char *text, GError **error),
            GError **error)
{
  if (text == NULL)
    return TRUE;
  g_clear_pointer (list, g_array_unref);
  *list = parse (text, error);
  return *list != NULL;
}

static GArray *
parse_steps (const char *text, GError **error)
{
  return mvua_steps_parse (text, 3, error);
}

static gboolean
parse_options (const Typed *typed, MvuaExportOptions *options, GError **error)
{
  if (typed->n_jobs < 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "--jobs %d: expected a number of threads", typed->n_jobs);
      return FALSE;
    }
  options->n_threads = MIN ((guint) typed->n_jobs, g_get_num_processors ());
  options->overwrite = typed->overwrite;
  if (!parse_list (&options->members, typed->members, mvua_member_list_parse, error) ||
      !parse_list (&options->steps, typed->steps, parse_steps, error) ||
      !parse_list (&options->statistics, typed->statistics, mvua_statistics_parse,
                   error) ||
      !parse_list (&options->thresholds, typed->thresholds, mvua_thresholds_parse,
                   error) ||
      !parse_list (&options->daily_thresholds, typed->daily_thresholds,
                   mvua_thresholds_parse, error))
    return FALSE;
  if (typed->variables != NULL)
    {
      g_clear_pointer (&options->variables, g_ptr_array_unref);
      options->variables = mvua_variable_list_parse (typed->variables, error);
      if (options->variables == NULL)
        return FALSE;
    }
  return (typed->region == NULL ||
          mvua_region_parse (typed->region, &options->region, error)) &&
         (typed->daily_window == NULL ||
          parse_daily_window (typed->daily_window, &options->daily_hour, error)) &&
         parse_format (typed, options, error) &&
         mvua_export_decode_parse (typed->decode, typed->rest, typed->url, options,
                                   error);
}

static void
show_progress (const MvuaExportMoment *moment, gpointer data)
{
  const Progress *progress = data;
  const double seconds =
      (double) (g_get_monotonic_time () - progress->started) / G_USEC_PER_SEC;
  g_autofree char *left = mvua_cli_time_left (progress->started, moment->fraction);
  g_autofree char *read = g_format_size (moment->n_bytes_read);
  g_autofree char *written = g_format_size (moment->n_bytes_written);
  g_autofree char *text =
      g_strdup_printf ("%3d %%  %u of %u fields at %.0f/s, %s read, %s written%s",
                       (int) (100 * moment->fraction), moment->n_done, moment->n_fields,
                       moment->n_done / MAX (seconds, 0.001), read, written, left);

  mvua_cli_progress (text);
}

/* The options as they are before any is typed: the usual ones, or those of a store that
 * is added to. */
static gboolean
begin_options (const MvuaEnsemble *ensemble,
               const char *target,
               const Typed *typed,
               MvuaExportOptions *options,
               GError **error)
{
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
      !parse_choice ("way", typed->way, ways, G_N_ELEMENTS (ways), &choice, error))
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
             char **folder,
             GError **error)
{
  MvuaExportEstimate estimate;

  if (!mvua_export_check_target (target, typed->overwrite, error) ||
      !mvua_export_estimate (*ensemble, options, &estimate, error))
    return FALSE;
  MvuaEnsemble *subset = mvua_cli_subset_open (*ensemble, options, typed->subsetter_url,
                                               folder, mvua_cli_interruptible (), error);
  if (subset == NULL)
    return FALSE;
  mvua_ensemble_unref (*ensemble);
  *ensemble = subset;
  return TRUE;
}

/* What is left when it is interrupted.  @folder: (nullable): what was cut out */
static int
fail (const char *command,
      const char *target,
      const Typed *typed,
      const char *folder,
      const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      (!typed->top_up && folder == NULL))
    return mvua_cli_fail (command, error);
  mvua_cli_progress_clear ();
  if (typed->top_up)
    fprintf (stderr, "mvua %s: interrupted; %s is as it was\n", command, target);
  else
    fprintf (stderr,
             "mvua %s: interrupted; what was cut out is kept, and the same command goes "
             "on with it\n",
             command);
  return MVUA_EXIT_INTERRUPTED;
}

/* What mvua combine is for. */
static gboolean
check_stores (const char *source, GError **error)
{
  if (mvua_ensemble_is_store (source))
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "%s is no folder of Zarr stores such as gep01.zarr, and no store; mvua "
               "export takes other sources",
               source);
  return FALSE;
}

static int
run_export (const char *source, const char *target, const Typed *typed)
{
  const char *command = typed->combines ? "combine" : "export";
  GCancellable *cancellable = mvua_cli_interruptible ();
  Progress progress = { g_get_monotonic_time () };
  g_auto (MvuaExportOptions) options = { 0 };
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (MvuaEnsemble) ensemble = NULL;
  g_autoptr (GError) error = NULL;
  int status = MVUA_EXIT_FAILED;

  if (typed->combines && !check_stores (source, &error))
    return mvua_cli_fail (command, error);
  if (typed->combines && (ensemble = mvua_cli_open (command, source, &typed->source,
                                                    cancellable, &status)) == NULL)
    return status;
  if (!begin_options (ensemble, target, typed, &options, &error) ||
      !parse_options (typed, &options, &error))
    return mvua_cli_fail (command, error);
  if (ensemble == NULL && (ensemble = mvua_cli_open (command, source, &typed->source,
                                                     cancellable, &status)) == NULL)
    return status;
  g_autofree char *folder = NULL;
  MvuaCliWay way;
  if (!parse_way (typed, &options, &way, &error))
    return mvua_cli_fail (command, error);
  mvua_cli_foretell (ensemble, typed->top_up ? target : NULL, &options, way,
                     typed->subsetter_url != NULL);
  if (way == MVUA_CLI_WAY_SUBSETTER &&
      !take_subset (&ensemble, target, typed, &options, &folder, &error))
    return fail (command, target, typed, folder, error);
  if (!(typed->top_up ? mvua_top_up_run : mvua_export_run) (ensemble, target, &options,
                                                            show_progress, &progress,
                                                            &report, cancellable, &error))
    return fail (command, target, typed, folder, error);

  const double seconds =
      (double) (g_get_monotonic_time () - progress.started) / G_USEC_PER_SEC;
  mvua_cli_progress_clear ();
  mvua_export_subset_remove (folder);
  mvua_export_report_print (command, target, ensemble, &report, typed->top_up,
                            typed->json, seconds);
  mvua_cli_tell_traffic (command, ensemble);
  return report.gaps->len > 0 ? MVUA_EXIT_GAPS : MVUA_EXIT_DONE;
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
  g_auto (Typed) typed = { 0 };
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
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed.json, "Print the result as JSON", NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!mvua_cli_parse (
          &argc, &argv, "SOURCE OUT",
          "Decodes the members of an ensemble, computes their statistics and "
          "probabilities,\nand writes all of it as one store.",
          entries, 2))
    return MVUA_EXIT_USAGE;
  return run_export (argv[1], argv[2], &typed);
}

int
mvua_command_combine (int argc, char **argv)
{
  g_auto (Typed) typed = { .combines = TRUE };
  const GOptionEntry entries[] = {
    OUTPUT_ENTRIES (&typed, "all there are", "all there are", "all of the stores’ grid"),
    { "run", 0, 0, G_OPTION_ARG_STRING, &typed.source.run,
      "Which run, where the folder has several", "YYYYMMDD/HH" },
    { "jobs", 'j', 0, G_OPTION_ARG_INT, &typed.n_jobs,
      "Threads; at most one a core (one a core)", "N" },
    { "overwrite", 0, 0, G_OPTION_ARG_NONE, &typed.overwrite,
      "Replace OUT when the new one is whole", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed.json, "Print the result as JSON", NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!mvua_cli_parse (
          &argc, &argv, "DIR OUT",
          "Joins the Zarr stores of members that lie in a folder (gep01.zarr …) into "
          "one,\nwith their statistics and probabilities.",
          entries, 2))
    return MVUA_EXIT_USAGE;
  return run_export (argv[1], argv[2], &typed);
}
