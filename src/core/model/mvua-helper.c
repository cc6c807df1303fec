/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-helper.h"

#include <string.h>

char *
mvua_helper_path (const char *name)
{
  const char *folder = g_getenv ("MVUA_LIBEXECDIR");
  if (folder != NULL)
    return g_build_filename (folder, name, NULL);

  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *bin = program ? g_path_get_dirname (program) : NULL;
  /* In a build folder the programs lie in src/cli, src/decode and src/demo, and those
   * of tests two folders down as well. */
  const char *const beside[] = { "../libexec/mvua", "../../src/decode",
                                 "../../src/demo" };

  for (guint i = 0; bin != NULL && i < G_N_ELEMENTS (beside); i++)
    {
      char *path = g_build_filename (bin, beside[i], name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return path;
      g_free (path);
    }
  return g_build_filename (MVUA_PKGLIBEXECDIR, name, NULL);
}
