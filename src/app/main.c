/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The program mvua-viewer. */

#include "mvua-application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

int
main (int argc, char **argv)
{
  (void) setlocale (LC_ALL, "");
  (void) signal (SIGXFSZ, SIG_IGN); /* a limit on files is an error like a full disk */
  /* A build folder has its catalogues elsewhere. */
  const char *localedir = g_getenv ("MVUA_LOCALEDIR");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : MVUA_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_autoptr (MvuaApplication) app = mvua_application_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
