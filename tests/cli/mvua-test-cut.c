/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* mvua-test-cut FOLDER GO: a subsetter on the loopback, of the files in a folder that is
 * laid out as the bucket: it gives the whole of one, as it may where all of that is
 * wanted.  Prints its URL, and a line for each request, which is answered when there is a
 * file GO; stays until it is ended. */

#include "mvua-test-server.h"

#include <stdio.h>
#include <unistd.h>

static GBytes *
cut_out (const char *path, gpointer data)
{
  char *const *argv = data;
  const char *query = strchr (path, '?');
  g_autoptr (GHashTable) parameters = g_uri_parse_params (
      query != NULL ? query + 1 : "", -1, "&", G_URI_PARAMS_NONE, NULL);
  char *contents = NULL;
  gsize n = 0;

  if (parameters == NULL || !g_hash_table_contains (parameters, "dir"))
    return NULL;
  const char *file = g_hash_table_lookup (parameters, "file");
  g_autofree char *whole = g_build_filename (
      argv[1], (const char *) g_hash_table_lookup (parameters, "dir"), file, NULL);
  printf ("%s\n", file);
  fflush (stdout);
  while (access (argv[2], F_OK) != 0)
    g_usleep (1000);
  return g_file_get_contents (whole, &contents, &n, NULL) ? g_bytes_new_take (contents, n)
                                                          : NULL;
}

int
main (int argc, char **argv)
{
  g_return_val_if_fail (argc == 3, 2);
  MvuaTestServer *server = mvua_test_server_new ();

  mvua_test_server_set_handler (server, cut_out, argv);
  printf ("%s/filter.pl\n", mvua_test_server_get_url (server));
  fflush (stdout);
  for (;;)
    pause ();
}
