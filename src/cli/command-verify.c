/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cli-line.h"
#include "verify-source.h"

#include <stdio.h>

typedef struct
{
  gboolean source;
  int n_sample;
  gboolean json;
  MvuaCliSource how;
} Typed;

static void
typed_clear (Typed *self)
{
  mvua_cli_source_clear (&self->how);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

typedef struct
{
  guint n_files;
  json_object *complaints; /* %NULL if they are printed as they come */
} Verified;

static void
take_file (const char *path, const char *complaint, gpointer data)
{
  Verified *verified = data;

  verified->n_files++;
  if (complaint == NULL)
    return;
  if (verified->complaints == NULL)
    {
      mvua_cli_line (stdout, "%s %s", path, complaint);
      return;
    }
  json_object *row = json_object_new_object ();
  json_object_object_add (row, "path", mvua_cli_new_text (path));
  json_object_object_add (row, "complaint", mvua_cli_new_text (complaint));
  json_object_array_add (verified->complaints, row);
}

static void
tell_result (const char *store,
             const Verified *verified,
             json_object *json,
             gint64 n_complaints,
             guint64 n_bytes)
{
  g_autofree char *size = g_format_size (n_bytes);

  if (json == NULL)
    {
      mvua_cli_line (stdout, "%s: %u %s, %s, %s", store, verified->n_files,
                     mvua_cli_word (verified->n_files, "file", "files"), size,
                     n_complaints == 0 ? "all as they were written"
                                       : "not as they were written");
      return;
    }
  json_object_object_add (json, "store", mvua_cli_new_text (store));
  json_object_object_add (json, "n_files", json_object_new_int64 (verified->n_files));
  json_object_object_add (json, "bytes", json_object_new_int64 ((gint64) n_bytes));
  json_object_object_add (json, "complaints", json_object_get (verified->complaints));
}

/* @json: (nullable): gets the result */
static int
verify (const char *store, const char *source, const Typed *typed, json_object *json)
{
  Verified verified = { .complaints = json != NULL ? json_object_new_array () : NULL };
  guint64 n_bytes = 0;
  g_autoptr (GError) error = NULL;
  const gint64 n_complaints = mvua_verify_output (store, take_file, &verified, &n_bytes,
                                                  mvua_cli_interruptible (), &error);

  if (n_complaints >= 0)
    tell_result (store, &verified, json, n_complaints, n_bytes);
  json_object_put (verified.complaints);
  if (n_complaints < 0)
    return mvua_cli_fail ("verify", error);
  (void) fflush (stdout);

  /* What a damaged store says of where it is from may still be right: the table of that
   * has a checksum of its own. */
  const int status = typed->source ? mvua_verify_source (store, source, &typed->how,
                                                         (guint) typed->n_sample, json)
                                   : MVUA_EXIT_DONE;
  return n_complaints > 0 && status != MVUA_EXIT_INTERRUPTED ? MVUA_EXIT_FAILED : status;
}

static int
check_typed (const Typed *typed, int argc)
{
  const char *complaint = NULL;

  if (argc > 2 && !typed->source)
    complaint = "a second argument is where --source is to look";
  else if (typed->n_sample < 0)
    complaint = "--sample takes a number of fields";
  else if (typed->n_sample > 0 && !typed->source)
    complaint = "--sample is of --source";
  if (complaint == NULL)
    return MVUA_EXIT_DONE;
  mvua_cli_line (stderr, "mvua verify: %s", complaint);
  return MVUA_EXIT_USAGE;
}

/* The set of a hybrid stands for its store; other sets have no table. */
static char *
find_store (const char *path, GError **error)
{
  g_autofree char *set = mvua_hybrid_find_set (path);

  if (set != NULL)
    return g_path_get_dirname (set);
  if (!mvua_ensemble_is_reference_set (path))
    return g_strdup (path);
  g_set_error (
      error, MVUA_ERROR, MVUA_ERROR_USAGE,
      "%s is a reference set, which has no table of checksums; each message that "
      "it leads to is checked when it is read",
      path);
  return NULL;
}

int
mvua_command_verify (int argc, char **argv)
{
  g_auto (Typed) typed = { .how = { .no_cache = TRUE } };
  const GOptionEntry entries[] = {
    { "source", 0, 0, G_OPTION_ARG_NONE, &typed.source,
      "Read what the fields were made of again, and compare its checksums too", NULL },
    { "sample", 0, 0, G_OPTION_ARG_INT, &typed.n_sample,
      "Of so many fields, evenly spread (all)", "N" },
    { "run", 0, 0, G_OPTION_ARG_STRING, &typed.how.run,
      "Which run, where the folder has several", "YYYYMMDD/HH" },
    { "base-url", 0, 0, G_OPTION_ARG_STRING, &typed.how.base_url,
      "Of noaa: sources, where they lie (NOAA’s bucket)", "URL" },
    { "daily-limit", 0, 0, G_OPTION_ARG_INT, &typed.how.daily_limit_mb,
      "Fetch no more than so many MB a day (no limit)", "MB" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed.json, "Print the result as JSON", NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!mvua_cli_parse_some (
          &argc, &argv, "STORE [SOURCE]",
          "Reads back every file that mvua export wrote, and compares its length and "
          "checksum\nwith the table that goes with them.",
          entries, 1, 2))
    return MVUA_EXIT_USAGE;
  const int wrong = check_typed (&typed, argc);
  if (wrong != MVUA_EXIT_DONE)
    return wrong;

  g_autoptr (GError) error = NULL;
  g_autofree char *store = find_store (argv[1], &error);
  if (store == NULL)
    return mvua_cli_fail ("verify", error);

  json_object *json = typed.json ? json_object_new_object () : NULL;
  const int status = verify (store, argc > 2 ? argv[2] : NULL, &typed, json);
  if (json != NULL && json_object_object_length (json) > 0)
    printf ("%s\n", json_object_to_json_string_ext (
                        json, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put (json);
  return status;
}
