/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* mvua-demo-encode: makes some members of the demo ensemble.  `mvua demo` runs as many
 * of these as there are cores; see mvua-demo.h.
 *
 * On standard output, one line a finished file: `done NAME`.  If it fails, a last line
 * `error MESSAGE` and status 1. */

#include "mvua-demo-files.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char *directory;
  char *run;
  char *members;
  char *steps;
  char *grid;
  char *truth;
  gint64 seed;
} Arguments;

typedef struct
{
  MvuaDemoFilesOptions files;
  int first_member, last_member;
  GArray *steps; /* int */
} Job;

static int protocol_fd = -1;

/* If nobody listens any more, nobody wants the rest: SIGPIPE ends this process. */
static void
say (const char *word, const char *text)
{
  g_autofree char *line = g_strdup_printf ("%s %s\n", word, text);
  size_t length = strlen (line), told = 0;

  g_strdelimit (line, "\n", ' ');
  line[length - 1] = '\n';
  while (told < length)
    {
      const ssize_t n = write (protocol_fd, line + told, length - told);

      if (n < 0 && errno != EINTR)
        return;
      told += n > 0 ? (size_t) n : 0;
    }
}

/* libg2c prints its complaints on standard output: they must not get between ours. */
static void
take_standard_output (void)
{
  protocol_fd = dup (STDOUT_FILENO);
  dup2 (STDERR_FILENO, STDOUT_FILENO);
}

static gboolean
usage_error (GError **error, const char *what, const char *value)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s", what,
               value != NULL ? value : "missing");
  return FALSE;
}

static gboolean
parse_number (const char *text, gint64 highest, int *number)
{
  guint64 value;

  if (text == NULL ||
      !g_ascii_string_to_unsigned (text, 10, 0, (guint64) highest, &value, NULL))
    return FALSE;
  *number = (int) value;
  return TRUE;
}

static gboolean
parse_members (const char *text, Job *job, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (text != NULL ? text : "", "-", 2);

  if (g_strv_length (ends) == 2 && parse_number (ends[0], 99, &job->first_member) &&
      parse_number (ends[1], 99, &job->last_member))
    return TRUE;
  return usage_error (error, "--members A-B", text);
}

static gboolean
parse_steps (const char *text, Job *job, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ",", -1);

  for (guint w = 0; words[w] != NULL; w++)
    {
      int step;

      if (!parse_number (words[w], 999, &step) || step % 3 != 0)
        return usage_error (error, "--steps A,B,C, hours in threes", text);
      g_array_append_val (job->steps, step);
    }
  return job->steps->len > 0 || usage_error (error, "--steps", text);
}

/* YYYYMMDDHH */
static gboolean
parse_run (const char *text, Job *job, GError **error)
{
  int number;

  if (text != NULL && strlen (text) == 10 && parse_number (text, 2100123123, &number))
    job->files.run = g_date_time_new_utc (number / 1000000, number / 10000 % 100,
                                          number / 100 % 100, number % 100, 0, 0);
  return job->files.run != NULL || usage_error (error, "--run YYYYMMDDHH", text);
}

static gboolean
parse_job (const Arguments *arguments, Job *job, GError **error)
{
  job->files.directory = arguments->directory;
  job->files.seed = (guint64) arguments->seed;
  job->files.grid = mvua_demo_grid_find (arguments->grid != NULL ? arguments->grid : "");
  if (arguments->directory == NULL)
    return usage_error (error, "--directory", NULL);
  if (arguments->truth == NULL)
    return usage_error (error, "--truth", NULL);
  if (job->files.grid == NULL)
    return usage_error (error, "--grid", arguments->grid);
  return parse_members (arguments->members, job, error) &&
         parse_steps (arguments->steps, job, error) &&
         parse_run (arguments->run, job, error);
}

static gboolean
make_members (const Job *job, const char *truth_path, GError **error)
{
  g_autoptr (MvuaDemoFiles) files = mvua_demo_files_new (&job->files);
  g_autoptr (GString) truth = g_string_new (NULL);

  if (files == NULL)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOMEM, g_strerror (ENOMEM));
      return FALSE;
    }
  for (int member = job->first_member; member <= job->last_member; member++)
    for (guint s = 0; s < job->steps->len; s++)
      {
        g_autofree char *name = NULL;

        if (!mvua_demo_files_write (files, member, g_array_index (job->steps, int, s),
                                    truth, &name, error))
          return FALSE;
        say ("done", name);
      }
  return g_file_set_contents_full (truth_path, truth->str, (gssize) truth->len,
                                   G_FILE_SET_CONTENTS_NONE, 0644, error);
}

static gboolean
run (int *argc, char ***argv, GError **error)
{
  Arguments arguments = { 0 };
  Job job = { 0 };
  const GOptionEntry entries[] = {
    { "directory", 0, 0, G_OPTION_ARG_FILENAME, &arguments.directory, NULL, "DIR" },
    { "run", 0, 0, G_OPTION_ARG_STRING, &arguments.run, NULL, "YYYYMMDDHH" },
    { "members", 0, 0, G_OPTION_ARG_STRING, &arguments.members, NULL, "A-B" },
    { "steps", 0, 0, G_OPTION_ARG_STRING, &arguments.steps, NULL, "A,B,C" },
    { "grid", 0, 0, G_OPTION_ARG_STRING, &arguments.grid, NULL, "NAME" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &arguments.seed, NULL, "N" },
    { "truth", 0, 0, G_OPTION_ARG_FILENAME, &arguments.truth, NULL, "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  gboolean ok;

  g_option_context_add_main_entries (context, entries, NULL);
  job.steps = g_array_new (FALSE, FALSE, sizeof (int));
  ok = g_option_context_parse (context, argc, argv, error) &&
       parse_job (&arguments, &job, error) && make_members (&job, arguments.truth, error);

  g_array_unref (job.steps);
  g_clear_pointer (&job.files.run, g_date_time_unref);
  g_free (arguments.directory);
  g_free (arguments.run);
  g_free (arguments.members);
  g_free (arguments.steps);
  g_free (arguments.grid);
  g_free (arguments.truth);
  return ok;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  take_standard_output ();
  (void) signal (SIGINT,
                 SIG_IGN); /* a Ctrl-C is for the parent, which ends its children */
  (void) signal (SIGPIPE, SIG_DFL); /* it may have been inherited as ignored */
  (void) signal (SIGXFSZ,
                 SIG_IGN); /* too large a file is an error of write() like others */
  if (run (&argc, &argv, &error))
    return EXIT_SUCCESS;
  say ("error", error->message);
  return EXIT_FAILURE;
}
