/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The command `mvua`: chooses the command, which does the rest. */

#include "mvua-cli.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct
{
  const char *name;
  const char *synopsis;
  const char *summary;
  MvuaCommandFunc run;
} commands[] = {
  { "demo", "DIR", "make a made-up ensemble to try things with", mvua_command_demo },
  { "ls", "SOURCE", "list members, variables, steps and what is missing",
    mvua_command_ls },
  { "export", "SOURCE OUT", "decode an ensemble and write it as one store",
    mvua_command_export },
  { "combine", "DIR OUT", "join the stores of members into one", mvua_command_combine },
  { "point", "SOURCE VARIABLE LAT LON", "print the members’ series at a place",
    mvua_command_point },
  { "show", "SOURCE NODE VARIABLE STEP", "draw a map into a PNG, PDF or SVG file",
    mvua_command_show },
  { "refs", "SOURCE OUT", "refer to an ensemble’s messages, decoding nothing",
    mvua_command_refs },
  { "verify", "STORE", "read a store back and say what is wrong with it",
    mvua_command_verify },
  { "cache", "[size|list|clear]", "say what is kept of what was fetched, or remove it",
    mvua_command_cache },
};

static void
print_help (FILE *to)
{
  fprintf (to, "Usage: mvua COMMAND …\n\n"
               "Exports the ensemble forecasts of NOAA’s GEFS, and looks into them.\n\n"
               "Commands:\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *usage =
          g_strdup_printf ("%s %s", commands[i].name, commands[i].synopsis);
      fprintf (to, "  %-32s %s\n", usage, commands[i].summary);
    }
  fprintf (to,
           "\nSOURCE is a folder of GRIB files, a Zarr store or a folder of members’ "
           "stores, a\n"
           "reference set, or a run in NOAA’s bucket: noaa:20250918/00 or noaa:latest.\n"
           "“mvua COMMAND --help” tells more.\n"
           "Exit status: 0 done, 1 failed, 2 usage, 3 done with gaps that were listed,"
           "\n130 interrupted.\n");
}

/* Results that could not be written, to a full disk perhaps, are no results. */
static int
finish (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  (void) fputs ("mvua: not all of the results could be written; is the disk full?\n",
                stderr);
  return MVUA_EXIT_FAILED;
}

int
main (int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : "";

  /* What pictures say is translated; a build folder has its catalogues elsewhere. */
  const char *localedir = g_getenv ("MVUA_LOCALEDIR");

  (void) setlocale (LC_ALL, "");
  (void) setlocale (LC_NUMERIC, "C"); /* numbers are for machines, too */
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : MVUA_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  (void) signal (SIGXFSZ, SIG_IGN); /* a limit on files is an error like a full disk */

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (name, commands[i].name) == 0)
      return finish (commands[i].run (argc - 1, argv + 1));

  if (strcmp (name, "--help") == 0 || strcmp (name, "-h") == 0)
    {
      print_help (stdout);
      return finish (MVUA_EXIT_DONE);
    }
  if (strcmp (name, "--version") == 0)
    {
      printf ("mvua %s\n", MVUA_VERSION);
      return finish (MVUA_EXIT_DONE);
    }
  if (name[0] != '\0')
    fprintf (stderr, "mvua: “%s” is not a command\n\n", name);
  print_help (stderr);
  return MVUA_EXIT_USAGE;
}
