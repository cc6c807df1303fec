/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#define G_LOG_DOMAIN "mvua-demo"

#include "mvua-demo-work.h"

#include "mvua-error.h"

#include <errno.h>
#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  GSubprocess *process;
  int fd; /* its standard output; the process owns it */
  GString *lines;
  gboolean is_open;
} Helper;

typedef struct
{
  const MvuaDemoWork *work;
  GPtrArray *helpers;
  MvuaDemoProgress func;
  gpointer data;
  guint n_done;
} Watch;

static void
helper_free (gpointer data)
{
  Helper *self = data;

  g_clear_object (&self->process);
  g_string_free (self->lines, TRUE);
  g_free (self);
}

char *
mvua_demo_work_truth (const MvuaDemoWork *work, int job)
{
  return g_strdup_printf ("%s.%d", work->truth_stem, job);
}

static Helper *
helper_start (const MvuaDemoWork *work, int job, GError **error)
{
  const int first = work->first_member + work->n_members * job / work->n_jobs;
  const int past = work->first_member + work->n_members * (job + 1) / work->n_jobs;
  g_autofree char *members = g_strdup_printf ("%d-%d", first, past - 1);
  g_autofree char *truth = mvua_demo_work_truth (work, job);
  /* In one word, or a seed above 2^63 would look like an option. */
  g_autofree char *seed =
      g_strdup_printf ("--seed=%" G_GINT64_FORMAT, (gint64) work->seed);
  const char *const argv[] = {
    work->helper, "--directory", work->directory, "--run",     work->run,
    "--members",  members,       "--steps",       work->steps, "--grid",
    work->grid,   "--truth",     truth,           seed,        NULL,
  };
  g_autoptr (GError) spawn_error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
      &spawn_error);
  Helper *self;

  if (process == NULL)
    {
      g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_HELPER, spawn_error->message);
      return NULL;
    }
  self = g_new0 (Helper, 1);
  self->fd = g_unix_input_stream_get_fd (
      G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (process)));
  self->process = g_steal_pointer (&process);
  self->lines = g_string_new (NULL);
  self->is_open = TRUE;
  return self;
}

static gboolean
take_line (Watch *watch, const char *line, GError **error)
{
  if (g_str_has_prefix (line, "error "))
    {
      g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_HELPER,
                           line + strlen ("error "));
      return FALSE;
    }
  if (g_str_has_prefix (line, "done "))
    {
      watch->n_done++;
      if (watch->func != NULL)
        watch->func (watch->n_done, watch->work->n_files, line + strlen ("done "),
                     watch->data);
    }
  return TRUE;
}

static gboolean
take_lines (Watch *watch, Helper *helper, GError **error)
{
  const char *end;

  while ((end = strchr (helper->lines->str, '\n')) != NULL)
    {
      const gssize length = end - helper->lines->str;
      g_autofree char *line = g_strndup (helper->lines->str, (gsize) length);

      g_string_erase (helper->lines, 0, length + 1);
      if (!take_line (watch, line, error))
        return FALSE;
    }
  return TRUE;
}

/* The helper says itself what went wrong, unless it was ended from outside. */
static gboolean
check_end (const Helper *helper, GError **error)
{
  if (!g_subprocess_wait (helper->process, NULL, error))
    return FALSE;
  if (g_subprocess_get_successful (helper->process))
    return TRUE;
  if (g_subprocess_get_if_signaled (helper->process))
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_HELPER,
                 "the helper mvua-demo-encode was ended by signal %d (%s)",
                 g_subprocess_get_term_sig (helper->process),
                 g_strsignal (g_subprocess_get_term_sig (helper->process)));
  else
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_HELPER,
                 "the helper mvua-demo-encode ended with status %d and no reason",
                 g_subprocess_get_exit_status (helper->process));
  return FALSE;
}

static gboolean
read_helper (Watch *watch, Helper *helper, GError **error)
{
  char buffer[4096];
  const ssize_t n = read (helper->fd, buffer, sizeof buffer);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return TRUE;
  if (n < 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_HELPER,
                   "the helper mvua-demo-encode cannot be heard: %s", g_strerror (errno));
      return FALSE;
    }
  if (n == 0)
    {
      helper->is_open = FALSE;
      return check_end (helper, error);
    }
  g_string_append_len (helper->lines, buffer, n);
  return take_lines (watch, helper, error);
}

/* Waits until a helper says something; @polls: one a helper and a last one. */
static gboolean
watch_once (Watch *watch, GPollFD *polls, guint n_polls, GError **error)
{
  /* A descriptor below 0 is one that poll() leaves out. */
  for (guint h = 0; h < watch->helpers->len; h++)
    {
      const Helper *helper = g_ptr_array_index (watch->helpers, h);

      polls[h] = (GPollFD){ helper->is_open ? helper->fd : -1, G_IO_IN | G_IO_HUP, 0 };
    }
  if (g_poll (polls, n_polls, -1) <= 0)
    return TRUE;
  for (guint h = 0; h < watch->helpers->len; h++)
    if (polls[h].revents != 0 &&
        !read_helper (watch, g_ptr_array_index (watch->helpers, h), error))
      return FALSE;
  return TRUE;
}

static gboolean
is_any_open (const Watch *watch)
{
  for (guint h = 0; h < watch->helpers->len; h++)
    if (((const Helper *) g_ptr_array_index (watch->helpers, h))->is_open)
      return TRUE;
  return FALSE;
}

static gboolean
watch_all (Watch *watch, GCancellable *cancellable, GError **error)
{
  const guint n = watch->helpers->len;
  g_autofree GPollFD *polls = g_new (GPollFD, n + 1);
  const gboolean can_cancel = g_cancellable_make_pollfd (cancellable, &polls[n]);
  gboolean ok = TRUE;

  while (ok && is_any_open (watch))
    ok = watch_once (watch, polls, can_cancel ? n + 1 : n, error) &&
         !g_cancellable_set_error_if_cancelled (cancellable, error);
  if (can_cancel)
    g_cancellable_release_fd (cancellable);
  return ok;
}

static gboolean
start_all (Watch *watch, GError **error)
{
  for (int job = 0; job < watch->work->n_jobs; job++)
    {
      Helper *helper = helper_start (watch->work, job, error);

      if (helper == NULL)
        return FALSE;
      g_ptr_array_add (watch->helpers, helper);
    }
  return TRUE;
}

/* None may still write when the caller clears the folder away. */
static void
end_all (Watch *watch)
{
  for (guint h = 0; h < watch->helpers->len; h++)
    g_subprocess_force_exit (((Helper *) g_ptr_array_index (watch->helpers, h))->process);
  for (guint h = 0; h < watch->helpers->len; h++)
    g_subprocess_wait (((Helper *) g_ptr_array_index (watch->helpers, h))->process, NULL,
                       NULL);
}

gboolean
mvua_demo_work_run (const MvuaDemoWork *work,
                    MvuaDemoProgress func,
                    gpointer data,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GPtrArray) helpers = g_ptr_array_new_with_free_func (helper_free);
  Watch watch = { work, helpers, func, data, 0 };

  if (start_all (&watch, error) && watch_all (&watch, cancellable, error))
    return TRUE;
  end_all (&watch);
  return FALSE;
}
