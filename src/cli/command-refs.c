/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cli-gaps.h"
#include "cli-line.h"
#include "export-left.h"
#include "mvua-cli.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

/* Options as they were typed. */
typedef struct
{
  char *members;
  char *variables;
  char *url;
  MvuaCliSource source;
  gboolean overwrite;
  gboolean discard;
  gboolean json;
} Typed;

static void
typed_clear (Typed *self)
{
  g_free (self->members);
  g_free (self->variables);
  g_free (self->url);
  mvua_cli_source_clear (&self->source);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

static void
options_clear (MvuaRefsOptions *self)
{
  g_clear_pointer (&self->members, g_array_unref);
  g_clear_pointer (&self->variables, g_ptr_array_unref);
}

static gboolean
parse_options (const Typed *typed, MvuaRefsOptions *options, GError **error)
{
  options->overwrite = typed->overwrite;
  if (typed->members != NULL)
    options->members = mvua_member_list_parse (typed->members, error);
  if (typed->members != NULL && options->members == NULL)
    return FALSE;
  if (typed->variables != NULL)
    options->variables = mvua_variable_list_parse (typed->variables, error);
  if (typed->variables != NULL && options->variables == NULL)
    return FALSE;
  return typed->url == NULL || mvua_cli_parse_url (typed->url, &options->urls, error);
}

static void
show_progress (guint n_done, guint n_files, gpointer data)
{
  const gint64 *started = data;
  g_autofree char *left =
      mvua_cli_time_left (*started, (double) n_done / MAX (n_files, 1));
  g_autofree char *text =
      g_strdup_printf ("%u of %u %s read%s", n_done, n_files,
                       mvua_cli_word (n_files, "index", "indexes"), left);

  mvua_cli_progress (text);
}

static void
print_json (const char *target,
            const MvuaEnsemble *ensemble,
            const MvuaRefsReport *report,
            double seconds)
{
  json_object *root = json_object_new_object ();

  json_object_object_add (root, "target", mvua_cli_new_text (target));
  json_object_object_add (root, "demo",
                          json_object_new_boolean (mvua_ensemble_is_demo (ensemble)));
  json_object_object_add (root, "n_messages", json_object_new_int64 (report->n_fields));
  json_object_object_add (root, "n_files", json_object_new_int64 (report->n_files));
  json_object_object_add (root, "seconds", json_object_new_double (seconds));
  json_object_object_add (root, "gaps", mvua_cli_list_gaps (report->gaps));
  printf ("%s\n", json_object_to_json_string_ext (
                      root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put (root);
}

static void
print_report (const char *target,
              const Typed *typed,
              MvuaEnsemble *ensemble,
              const MvuaRefsReport *report,
              double seconds)
{
  const GPtrArray *notes = mvua_ensemble_get_notes (ensemble);

  mvua_cli_progress_clear ();
  if (typed->json)
    print_json (target, ensemble, report, seconds);
  else
    mvua_cli_line (stdout, "%s: references to %u of %u %s in %u %s, in %.1f s", target,
                   report->n_fields - report->gaps->len, report->n_fields,
                   mvua_cli_word (report->n_fields, "message", "messages"),
                   report->n_files, mvua_cli_word (report->n_files, "file", "files"),
                   seconds);
  (void) fflush (stdout);
  if (!typed->json && report->gaps->len > 0)
    mvua_cli_print_gaps (report->gaps, "message, which is not in the set",
                         "messages, which are not in the set");
  for (guint i = 0; i < notes->len; i++)
    mvua_cli_line (stderr, "mvua refs: %s", (const char *) g_ptr_array_index (notes, i));
  mvua_cli_tell_traffic ("refs", ensemble);
}

/* The index of each file of a run in a bucket is a request, and that takes a while. */
static void
tell_requests (const MvuaEnsemble *ensemble, const MvuaRefsOptions *options)
{
  const guint n = mvua_export_refs_count_requests (ensemble, options);

  if (n > 0)
    fprintf (stderr, "mvua refs: %u %s\n", n,
             mvua_cli_word (n, "index is read, by about one request",
                            "indexes are read, by about as many requests"));
}

static int
run_refs (const char *source, const char *target, const Typed *typed)
{
  GCancellable *cancellable = mvua_cli_interruptible ();
  gint64 started = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_auto (MvuaRefsReport) report = { 0 };
  MvuaRefsOptions options = { 0 };
  MvuaRefForm form;
  int status = MVUA_EXIT_FAILED;

  /* What cannot be written needs no reading. */
  if (!mvua_ref_form_from_name (target, &form, &error) ||
      !mvua_export_check_target (target, typed->overwrite, &error) ||
      !parse_options (typed, &options, &error))
    {
      options_clear (&options);
      return mvua_cli_fail ("refs", error);
    }
  g_autoptr (MvuaEnsemble) ensemble =
      mvua_cli_open ("refs", source, &typed->source, cancellable, &status);
  if (ensemble != NULL)
    {
      tell_requests (ensemble, &options);
      status = mvua_export_refs (ensemble, target, &options, show_progress, &started,
                                 &report, cancellable, &error)
                   ? MVUA_EXIT_DONE
                   : mvua_cli_fail ("refs", error);
    }
  options_clear (&options);
  if (error != NULL || ensemble == NULL)
    return status;
  print_report (target, typed, ensemble, &report,
                (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC);
  return report.gaps->len > 0 ? MVUA_EXIT_GAPS : MVUA_EXIT_DONE;
}

int
mvua_command_refs (int argc, char **argv)
{
  g_auto (Typed) typed = { 0 };
  const GOptionEntry entries[] = {
    { "members", 0, 0, G_OPTION_ARG_STRING, &typed.members,
      "Such as gep01-gep10,gec00 (all perturbed members)", "LIST" },
    { "variables", 0, 0, G_OPTION_ARG_STRING, &typed.variables, "Such as t2m,tp (all)",
      "LIST" },
    { "url", 0, 0, G_OPTION_ARG_STRING, &typed.url,
      "How files are named: s3, https, relative or absolute (s3 for NOAA’s bucket, "
      "absolute for files here)",
      "FORM" },
    MVUA_CLI_SOURCE_ENTRIES (&typed.source),
    { "overwrite", 0, 0, G_OPTION_ARG_NONE, &typed.overwrite, "Replace an existing OUT",
      NULL },
    { "discard", 0, 0, G_OPTION_ARG_NONE, &typed.discard,
      "Remove what is left of references to OUT that were interrupted", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed.json, "Print the result as JSON", NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!mvua_cli_parse_some (
          &argc, &argv, "SOURCE OUT",
          "Writes a set of references to the GRIB messages of an ensemble, from its "
          "indexes alone:\nnothing is decoded.  OUT is kerchunk’s JSON (.json), a "
          "Parquet "
          "file of keys and values\n(.par) or kerchunk’s folder of Parquet files "
          "(.parq).",
          entries, 1, 2))
    return MVUA_EXIT_USAGE;
  if (typed.discard)
    return mvua_cli_left_discard ("refs", argv[argc - 1]);
  if (argc < 3)
    {
      mvua_cli_expect ("refs", "", "SOURCE OUT");
      return MVUA_EXIT_USAGE;
    }
  mvua_cli_left_tell ("refs", argv[2]);
  return run_refs (argv[1], argv[2], &typed);
}
