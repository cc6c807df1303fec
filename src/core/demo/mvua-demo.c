/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#define G_LOG_DOMAIN "mvua-demo"

#include "mvua-demo.h"

#include "mvua-demo-work.h"
#include "mvua-error.h"
#include "mvua-helper.h"
#include "mvua-run.h"
#include "mvua-steps.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

enum
{
  MAX_COUNT = 30,
  MAX_STEP = 240,
  STEP_HOURS = 3,
  RUN_HOURS = 6
};

static const char *const grids[] = { "east-africa", "global", NULL };

static const char mark_text[] =
    "DEMO, NOT A FORECAST\n"
    "\n"
    "The weather in this folder was made up by Mvua to try the program with.  No\n"
    "observation and no weather model went into it.  The files look like those of\n"
    "NOAA's ensemble, but NOAA has nothing to do with them; each message in them says\n"
    "DEMO, NOT A FORECAST in its section 2.\n";

static const char truth_header[] = "member,step,latitude,longitude,rain_mm\n";

/* One call of mvua_demo_make(): paths, and what was made that a failure must undo. */
typedef struct
{
  const MvuaDemoOptions *options;
  GArray *steps; /* int */
  char *date;    /* YYYYMMDD */
  char *hour;    /* HH */
  char *mark;    /* DIR/DEMO-NOT-A-FORECAST.txt */
  char *day;     /* DIR/gefs.YYYYMMDD */
  char *run;     /* DIR/gefs.YYYYMMDD/HH */
  char *part;    /* beside the run, until it is whole */
  gboolean made_directory;
  gboolean made_mark;
  gboolean made_day;
} Making;

static void
making_clear (Making *self)
{
  g_clear_pointer (&self->steps, g_array_unref);
  g_free (self->date);
  g_free (self->hour);
  g_free (self->mark);
  g_free (self->day);
  g_free (self->run);
  g_free (self->part);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

static gboolean
io_error (GError **error, const char *path, int saved_errno)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "“%s”: %s", path,
               g_strerror (saved_errno));
  return FALSE;
}

static gboolean
usage_error (GError **error, const char *message)
{
  g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_USAGE, message);
  return FALSE;
}

static gboolean
check_steps (Making *self, GError **error)
{
  self->steps = mvua_steps_parse (self->options->steps, STEP_HOURS, error);
  if (self->steps == NULL)
    return FALSE;
  for (guint s = 0; s < self->steps->len; s++)
    {
      const int step = g_array_index (self->steps, int, s);

      if (step % STEP_HOURS == 0 && step <= MAX_STEP)
        continue;
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "step %d: the demo has every %d hours up to %d", step, STEP_HOURS,
                   MAX_STEP);
      return FALSE;
    }
  return self->steps->len > 0 || usage_error (error, "no steps");
}

static gboolean
check_run (Making *self, GError **error)
{
  const char *text = self->options->run;
  MvuaRun run;

  if (!mvua_run_parse (text, &run, error))
    return FALSE;
  if (mvua_run_hour (run) % RUN_HOURS != 0)
    return usage_error (error, "the demo has runs at 00, 06, 12 and 18 UTC");
  self->date = g_strndup (text, strlen ("YYYYMMDD"));
  self->hour = g_strdup_printf ("%02d", mvua_run_hour (run));
  return TRUE;
}

static gboolean
check_options (Making *self, GError **error)
{
  const MvuaDemoOptions *options = self->options;

  if (options->count < 1 || options->count > MAX_COUNT)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "%d members: the demo has 1 to %d", options->count, MAX_COUNT);
      return FALSE;
    }
  if (!g_strv_contains (grids, options->grid))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "grid “%s”: east-africa or global", options->grid);
      return FALSE;
    }
  if (options->n_jobs < 0)
    return usage_error (error, "the number of jobs is below 0");
  return check_steps (self, error) && check_run (self, error);
}

/* Data that may be NOAA's own must not come to lie under a sign that says DEMO. */
static gboolean
check_directory (const Making *self, GError **error)
{
  g_autoptr (GDir) directory = g_dir_open (self->options->directory, 0, NULL);
  const char *name;

  if (directory == NULL || g_file_test (self->mark, G_FILE_TEST_EXISTS))
    return TRUE;
  while ((name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_prefix (name, "gefs."))
      {
        g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                     "“%s” holds %s but no %s: it may not be a demo, and is left alone",
                     self->options->directory, name, MVUA_DEMO_MARK_FILE);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_old_run (const Making *self, GError **error)
{
  g_autofree char *truth = g_build_filename (self->run, MVUA_DEMO_TRUTH_FILE, NULL);

  if (!g_file_test (self->run, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!self->options->overwrite)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "“%s” exists already: choose another folder or overwrite it",
                   self->run);
      return FALSE;
    }
  if (g_file_test (truth, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "“%s” has no %s: it is not a demo's run, and is left alone", self->run,
               MVUA_DEMO_TRUTH_FILE);
  return FALSE;
}

/* Removes a file or a folder with all that is in it; follows no links. */
static void
remove_tree (const char *path)
{
  const char *name;

  if (g_unlink (path) == 0)
    return;
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_rmdir (path);
}

static void
undo (Making *self)
{
  if (self->part != NULL)
    remove_tree (self->part);
  if (self->made_day)
    g_rmdir (self->day);
  if (self->made_mark)
    g_unlink (self->mark);
  if (self->made_directory)
    g_rmdir (self->options->directory);
}

static gboolean
make_directory (const char *path, gboolean *made, GError **error)
{
  const gboolean existed = g_file_test (path, G_FILE_TEST_IS_DIR);

  if (g_mkdir_with_parents (path, 0755) != 0)
    return io_error (error, path, errno);
  *made = !existed;
  return TRUE;
}

static gboolean
write_mark (Making *self, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (g_file_test (self->mark, G_FILE_TEST_EXISTS))
    return TRUE;
  self->made_mark = TRUE;
  if (g_file_set_contents (self->mark, mark_text, -1, &problem))
    return TRUE;
  g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_IO, problem->message);
  return FALSE;
}

/* The sign first: no run is ever seen without it. */
static gboolean
make_folders (Making *self, GError **error)
{
  g_autofree char *part_name = g_strdup_printf (".%s.part-XXXXXX", self->hour);
  g_autofree char *part = g_build_filename (self->day, part_name, NULL);

  if (!make_directory (self->options->directory, &self->made_directory, error) ||
      !write_mark (self, error) || !make_directory (self->day, &self->made_day, error))
    return FALSE;
  if (g_mkdtemp_full (part, 0755) == NULL)
    return io_error (error, part, errno);
  self->part = g_steal_pointer (&part);
  return TRUE;
}

static char *
join_steps (const GArray *steps)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint s = 0; s < steps->len; s++)
    g_string_append_printf (text, s > 0 ? ",%d" : "%d", g_array_index (steps, int, s));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The jobs' members follow one another, so their truths do. */
static gboolean
merge_truth (const MvuaDemoWork *work, const char *path, GError **error)
{
  g_autoptr (GString) truth = g_string_new (truth_header);
  g_autoptr (GError) problem = NULL;

  for (int job = 0; job < work->n_jobs && problem == NULL; job++)
    {
      g_autofree char *part = mvua_demo_work_truth (work, job);
      g_autofree char *lines = NULL;
      gsize length;

      if (g_file_get_contents (part, &lines, &length, &problem))
        g_string_append_len (truth, lines, (gssize) length);
      g_unlink (part);
    }
  if (problem == NULL)
    g_file_set_contents (path, truth->str, (gssize) truth->len, &problem);
  if (problem == NULL)
    return TRUE;
  g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_IO, problem->message);
  return FALSE;
}

static gboolean
fill_part (Making *self,
           MvuaDemoProgress func,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const MvuaDemoOptions *options = self->options;
  const int n_members = options->count + (options->with_control ? 1 : 0);
  const int n_cores = (int) g_get_num_processors ();
  const int n_jobs = options->n_jobs > 0 ? MIN (options->n_jobs, n_cores) : n_cores;
  g_autofree char *folder = g_build_filename (self->part, "atmos", "pgrb2sp25", NULL);
  g_autofree char *truth = g_build_filename (self->part, MVUA_DEMO_TRUTH_FILE, NULL);
  g_autofree char *helper = options->helper != NULL
                                ? g_strdup (options->helper)
                                : mvua_helper_path ("mvua-demo-encode");
  g_autofree char *run = g_strconcat (self->date, self->hour, NULL);
  g_autofree char *steps = join_steps (self->steps);
  const MvuaDemoWork work = {
    .helper = helper,
    .directory = folder,
    .truth_stem = truth,
    .run = run,
    .steps = steps,
    .grid = options->grid,
    .seed = options->seed,
    .first_member = options->with_control ? 0 : 1,
    .n_members = n_members,
    .n_jobs = MIN (n_jobs, n_members),
    .n_files = (guint) n_members * self->steps->len,
  };

  if (g_mkdir_with_parents (folder, 0755) != 0)
    return io_error (error, folder, errno);
  return mvua_demo_work_run (&work, func, data, cancellable, error) &&
         merge_truth (&work, truth, error);
}

/* The old run, if there is one, goes when the new one has its name. */
static gboolean
publish (Making *self, GError **error)
{
  g_autofree char *old = g_strconcat (self->part, ".old", NULL);
  const gboolean replaces = self->options->overwrite && g_rename (self->run, old) == 0;

  if (g_rename (self->part, self->run) == 0)
    {
      if (replaces)
        remove_tree (old);
      return TRUE;
    }
  io_error (error, self->run, errno);
  if (replaces)
    (void) g_rename (old, self->run); /* the first error is the one to tell */
  return FALSE;
}

gboolean
mvua_demo_make (const MvuaDemoOptions *options,
                MvuaDemoProgress func,
                gpointer data,
                GCancellable *cancellable,
                GError **error)
{
  g_auto (Making) making = { .options = options };

  g_return_val_if_fail (options->directory != NULL && options->run != NULL, FALSE);
  g_return_val_if_fail (options->steps != NULL && options->grid != NULL, FALSE);

  if (!check_options (&making, error))
    return FALSE;
  g_autofree char *day_name = g_strconcat ("gefs.", making.date, NULL);
  making.mark = g_build_filename (options->directory, MVUA_DEMO_MARK_FILE, NULL);
  making.day = g_build_filename (options->directory, day_name, NULL);
  making.run = g_build_filename (making.day, making.hour, NULL);
  if (!check_directory (&making, error) || !check_old_run (&making, error))
    return FALSE;
  if (make_folders (&making, error) &&
      fill_part (&making, func, data, cancellable, error) && publish (&making, error))
    return TRUE;
  undo (&making);
  return FALSE;
}
