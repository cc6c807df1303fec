/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "export-left.h"

#include "cli-line.h"
#include "mvua-cli.h"

#include <stdio.h>
#include <string.h>

/* (transfer full): as one would type it */
static char *
dup_typed (const char *target)
{
  for (const char *p = target; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("/._-+:,=", *p) == NULL)
      return g_shell_quote (target);
  return target[0] == '-' ? g_strconcat ("./", target, NULL) : g_strdup (target);
}

static void
tell_one (const char *command, const char *target, const MvuaExportLeft *left)
{
  g_autofree char *name = g_path_get_basename (left->part);
  char begun[MVUA_RUN_TEXT_SIZE];

  switch (left->state)
    {
    case MVUA_EXPORT_LEFT_DEAD:
      mvua_cli_line (
          stderr,
          "mvua %s: an export to %s that began at %s was interrupted, %u of %u %s "
          "in %s; --resume goes on with it, --discard removes it",
          command, target, mvua_time_iso (left->begun, begun), left->n_done,
          left->n_units,
          mvua_cli_word (left->n_units, "part of it is", "parts of it are"), name);
      break;
    case MVUA_EXPORT_LEFT_NETCDF:
      mvua_cli_line (
          stderr,
          "mvua %s: an export to %s was interrupted; netCDF cannot be gone on with, "
          "--discard removes what is left of it, %s",
          command, target, name);
      break;
    case MVUA_EXPORT_LEFT_ORPHAN:
      mvua_cli_line (stderr,
                     "mvua %s: an export to %s was interrupted, and cannot be gone on "
                     "with; --discard removes what is left of it, %s",
                     command, target, name);
      break;
    case MVUA_EXPORT_LEFT_ALIVE:
      mvua_cli_line (stderr, "mvua %s: another process is at work on an export to %s",
                     command, target);
      break;
    case MVUA_EXPORT_LEFT_UNREADABLE:
      mvua_cli_line (stderr, "mvua %s: what is left of exports cannot be looked at: %s",
                     command, left->complaint);
      break;
    case MVUA_EXPORT_LEFT_DONE:
      break;
    case MVUA_EXPORT_LEFT_UNKNOWN:
    default:
      mvua_cli_line (
          stderr,
          "mvua %s: %s may be left of an export, but nothing in it says so; it can be "
          "removed by hand",
          command, name);
    }
}

/* Of one that got its name and was ended before it had tidied up: if somebody else does
 * that just now, all the better. */
static void
remove_rest (const MvuaExportLeft *left)
{
  g_autoptr (GError) error = NULL;

  if (left->state == MVUA_EXPORT_LEFT_DONE && !mvua_export_discard (left, &error))
    g_debug ("%s", error->message);
}

void
mvua_cli_left_tell (const char *command, const char *target)
{
  g_autoptr (GPtrArray) list = mvua_export_list_left (target);

  for (guint i = 0; i < list->len; i++)
    {
      const MvuaExportLeft *left = g_ptr_array_index (list, i);
      remove_rest (left);
      tell_one (command, target, left);
    }
}

int
mvua_cli_left_discard (const char *command, const char *target)
{
  g_autoptr (GPtrArray) list = mvua_export_list_left (target);
  int status = MVUA_EXIT_DONE;

  for (guint i = 0; i < list->len; i++)
    {
      const MvuaExportLeft *left = g_ptr_array_index (list, i);
      g_autoptr (GError) error = NULL;

      if (mvua_export_discard (left, &error))
        mvua_cli_line (stdout, "%s: removed", left->part);
      else
        status = mvua_cli_fail (command, error);
    }
  if (list->len == 0)
    mvua_cli_line (stdout, "%s: no export to it was interrupted", target);
  return status;
}

gboolean
mvua_cli_left_find (const char *command,
                    const char *target,
                    MvuaExportLeft **left,
                    int *status)
{
  g_autoptr (GPtrArray) list = mvua_export_list_left (target);

  *left = mvua_export_steal_left (list);
  *status = MVUA_EXIT_FAILED;
  for (guint i = 0; *left == NULL && i < list->len; i++)
    {
      const MvuaExportLeft *other = g_ptr_array_index (list, i);

      tell_one (command, target, other);
      if (other->state == MVUA_EXPORT_LEFT_ALIVE ||
          other->state == MVUA_EXPORT_LEFT_UNREADABLE)
        return FALSE;
    }
  if (*left == NULL || (*left)->state != MVUA_EXPORT_LEFT_DONE)
    return TRUE;

  remove_rest (*left);
  g_clear_pointer (left, mvua_export_left_free);
  mvua_cli_line (stdout, "%s: was finished already", target);
  *status = MVUA_EXIT_DONE;
  return FALSE;
}

int
mvua_cli_left_stays (const char *command,
                     const char *target,
                     const MvuaExportLeft *left,
                     int status)
{
  g_autofree char *typed = dup_typed (target);

  if (left != NULL && g_file_test (left->part, G_FILE_TEST_IS_DIR))
    fprintf (stderr,
             "mvua %s: what was done is kept; to remove it and begin anew: "
             "mvua export --discard %s\n",
             command, typed);
  return status;
}

int
mvua_cli_left_fail (const char *command, const char *target, const GError *error)
{
  g_autofree char *typed = dup_typed (target);

  mvua_cli_progress_clear ();
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fprintf (stderr, "mvua %s: interrupted\n", command);
  else
    mvua_cli_line (stderr, "mvua %s: %s", command, error->message);
  fprintf (stderr,
           "mvua %s: what was done is kept; to go on with it: mvua export --resume %s\n",
           command, typed);
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? MVUA_EXIT_INTERRUPTED
                                                                   : MVUA_EXIT_FAILED;
}
