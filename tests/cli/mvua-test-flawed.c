/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* mvua-test-flawed FOLDER: writes the ensemble there whose fields look odd. */

#include "flawed-fixture.h"

int
main (int argc, char **argv)
{
  Folder folder = { 0 };

  g_return_val_if_fail (argc == 2, 2);
  folder.folder = argv[1];
  folder.bytes = g_byte_array_new ();
  folder.index = g_string_new (NULL);
  write_flawed (&folder);
  g_byte_array_unref (folder.bytes);
  g_string_free (folder.index, TRUE);
  return 0;
}
