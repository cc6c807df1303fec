/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cli.h"
#include "cli-line.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A latitude of -1.3 is an argument, though it looks like an option: its sign is hidden
 * from the parser of options.  What follows an option is the option's. */
#define HIDDEN_SIGN '\1'

static gboolean
takes_value (const char *text, const GOptionEntry *entries)
{
  for (const GOptionEntry *e = entries; e != NULL && e->long_name != NULL; e++)
    if (e->arg != G_OPTION_ARG_NONE && text[0] == '-' &&
        (text[1] == '-' ? strcmp (text + 2, e->long_name) == 0
                        : text[1] == e->short_name && text[1] != '\0' && text[2] == '\0'))
      return TRUE;
  return FALSE;
}

static void
hide_signs (int argc, char **argv, const GOptionEntry *entries)
{
  for (int i = 1; i < argc; i++)
    if (argv[i][0] == '-' && (g_ascii_isdigit (argv[i][1]) || argv[i][1] == '.') &&
        !takes_value (argv[i - 1], entries))
      argv[i][0] = HIDDEN_SIGN;
}

static void
show_signs (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    if (argv[i][0] == HIDDEN_SIGN)
      argv[i][0] = '-';
}

/* What tells options from names that begin like one is no argument itself, though GLib
 * leaves it there before such a name. */
static void
drop_dashes (int *argc, char **argv)
{
  int at = 1;

  while (at < *argc && strcmp (argv[at], "--") != 0)
    at++;
  if (at == *argc)
    return;
  for (; at + 1 < *argc; at++)
    argv[at] = argv[at + 1];
  argv[--*argc] = NULL;
}

gboolean
mvua_cli_parse (int *argc,
                char ***argv,
                const char *synopsis,
                const char *summary,
                const GOptionEntry *entries,
                int n_arguments)
{
  return mvua_cli_parse_some (argc, argv, synopsis, summary, entries, n_arguments,
                              n_arguments);
}

gboolean
mvua_cli_parse_some (int *argc,
                     char ***argv,
                     const char *synopsis,
                     const char *summary,
                     const GOptionEntry *entries,
                     int n_least,
                     int n_most)
{
  g_autoptr (GOptionContext) context = g_option_context_new (synopsis);
  g_autoptr (GError) error = NULL;
  g_autofree char *command = g_strdup ((*argv)[0]);
  g_autofree char *program = g_strdup_printf ("mvua %s", command);

  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  hide_signs (*argc, *argv, entries);
  const gboolean parsed = g_option_context_parse (context, argc, argv, &error);
  show_signs (*argc, *argv);
  if (parsed)
    drop_dashes (argc, *argv);
  if (parsed && *argc >= n_least + 1 && *argc <= n_most + 1)
    return TRUE;
  if (parsed)
    return mvua_cli_expect (command, *argc > n_most + 1 ? "no more than " : "", synopsis);
  mvua_cli_line (stderr, "mvua %s: %s", command, error->message);
  fprintf (stderr, "“mvua %s --help” tells how it is used.\n", command);
  return FALSE;
}

gboolean
mvua_cli_expect (const char *command, const char *how_many, const char *synopsis)
{
  fprintf (stderr, "mvua %s: expected %s%s\n", command, how_many, synopsis);
  fprintf (stderr, "“mvua %s --help” tells how it is used.\n", command);
  return FALSE;
}

int
mvua_cli_fail (const char *command, const GError *error)
{
  mvua_cli_progress_clear ();
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fprintf (stderr, "mvua %s: interrupted; nothing is left of it\n", command);
      return MVUA_EXIT_INTERRUPTED;
    }
  mvua_cli_line (stderr, "mvua %s: %s", command, error->message);
  return g_error_matches (error, MVUA_ERROR, MVUA_ERROR_USAGE) ? MVUA_EXIT_USAGE
                                                               : MVUA_EXIT_FAILED;
}

static gint was_terminated; /* atomic */

const gint *
mvua_cli_get_terminated (void)
{
  return &was_terminated;
}

static gpointer
wait_for_signals (gpointer data)
{
  GCancellable *cancellable = data;
  sigset_t signals;
  int number;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  for (;;)
    if (sigwait (&signals, &number) == 0)
      {
        /* Who asks twice does not want to wait for the tidying. */
        if (g_cancellable_is_cancelled (cancellable))
          _exit (MVUA_EXIT_INTERRUPTED);
        g_atomic_int_set (&was_terminated, number == SIGTERM);
        g_cancellable_cancel (cancellable);
      }
  return NULL;
}

GCancellable *
mvua_cli_interruptible (void)
{
  static GCancellable *cancellable;
  sigset_t signals;

  if (cancellable != NULL)
    return cancellable;
  cancellable = g_cancellable_new ();
  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  GThread *thread = g_thread_try_new ("signals", wait_for_signals, cancellable, NULL);
  if (thread != NULL)
    g_thread_unref (thread);
  else /* a signal then ends the program at once */
    pthread_sigmask (SIG_UNBLOCK, &signals, NULL);
  return cancellable;
}

void
mvua_cli_progress (const char *text)
{
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r\033[K%s", text);
}

void
mvua_cli_progress_clear (void)
{
  mvua_cli_progress ("");
}

char *
mvua_cli_members (const GArray *members)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < members->len;)
    {
      const MvuaMember first = g_array_index (members, MvuaMember, i);
      char names[2][MVUA_MEMBER_NAME_SIZE];
      guint n = 1;

      while (i + n < members->len &&
             g_array_index (members, MvuaMember, i + n).kind == first.kind &&
             g_array_index (members, MvuaMember, i + n).number == first.number + n)
        n++;
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                              mvua_member_name (first, names[0]));
      if (n > 1)
        g_string_append_printf (
            text, "-%s",
            mvua_member_name (g_array_index (members, MvuaMember, i + n - 1), names[1]));
      i += n;
    }
  return g_string_free (text, FALSE);
}

const char *
mvua_cli_word (guint64 n, const char *one, const char *more)
{
  return n == 1 ? one : more;
}

char *
mvua_cli_time_left (gint64 started, double fraction)
{
  const gint64 elapsed = g_get_monotonic_time () - started;

  /* The first second tells little. */
  if (fraction <= 0 || elapsed < G_USEC_PER_SEC)
    return g_strdup ("");
  const int left = (int) ((double) elapsed * (1 - fraction) / fraction / G_USEC_PER_SEC);
  return g_strdup_printf (", %d:%02d left", left / 60, left % 60);
}

gboolean
mvua_cli_parse_url (const char *text, MvuaRefUrlForm *form, GError **error)
{
  static const struct
  {
    const char *name;
    MvuaRefUrlForm form;
  } forms[] = {
    { "s3", MVUA_REF_URL_S3 },
    { "https", MVUA_REF_URL_HTTPS },
    { "relative", MVUA_REF_URL_RELATIVE },
    { "absolute", MVUA_REF_URL_ABSOLUTE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (text, forms[i].name) == 0)
      {
        *form = forms[i].form;
        return TRUE;
      }
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "“%s” is not for --url; expected s3, https, relative, absolute", text);
  return FALSE;
}
