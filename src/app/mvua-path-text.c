/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-path-text.h"

#include <string.h>

char *
mvua_path_text (const char *path)
{
  const char *home = g_get_home_dir ();
  const gsize n = strlen (home);
  g_autofree char *whole = g_filename_display_name (path);

  if (n <= 1 || strncmp (path, home, n) != 0 ||
      (path[n] != '\0' && path[n] != G_DIR_SEPARATOR))
    return g_steal_pointer (&whole);
  g_autofree char *below = g_filename_display_name (path + n);
  return g_strconcat ("~", below, NULL);
}
