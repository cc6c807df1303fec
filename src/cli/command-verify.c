/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cli.h"

#include <json-c/json.h>
#include <stdio.h>

typedef struct
{
  guint n_files;
  json_object *complaints; /* %NULL if they are printed as they come */
} Verified;

static void
take_file (const char *path, const char *complaint, gpointer data)
{
  Verified *verified = data;

  verified->n_files++;
  if (complaint == NULL)
    return;
  if (verified->complaints == NULL)
    {
      printf ("%s %s\n", path, complaint);
      return;
    }
  json_object *row = json_object_new_object ();
  json_object_object_add (row, "path", json_object_new_string (path));
  json_object_object_add (row, "complaint", json_object_new_string (complaint));
  json_object_array_add (verified->complaints, row);
}

static void
print_result (const char *store, Verified *verified, gint64 n_complaints, guint64 n_bytes)
{
  g_autofree char *size = g_format_size (n_bytes);

  if (verified->complaints == NULL)
    {
      printf ("%s: %u files, %s, %s\n", store, verified->n_files, size,
              n_complaints == 0 ? "all as they were written"
                                : "not as they were written");
      return;
    }
  json_object *root = json_object_new_object ();
  json_object_object_add (root, "store", json_object_new_string (store));
  json_object_object_add (root, "n_files", json_object_new_int64 (verified->n_files));
  json_object_object_add (root, "bytes", json_object_new_int64 ((gint64) n_bytes));
  json_object_object_add (root, "complaints", verified->complaints);
  printf ("%s\n", json_object_to_json_string_ext (
                      root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put (root);
}

/* The set of a hybrid stands for its store; other sets have no table. */
static char *
find_store (const char *path, GError **error)
{
  g_autofree char *set = mvua_hybrid_find_set (path);

  if (set != NULL)
    return g_path_get_dirname (set);
  if (!mvua_ensemble_is_reference_set (path))
    return g_strdup (path);
  g_set_error (
      error, MVUA_ERROR, MVUA_ERROR_USAGE,
      "%s is a reference set, which has no table of checksums; each message that "
      "it leads to is checked when it is read",
      path);
  return NULL;
}

int
mvua_command_verify (int argc, char **argv)
{
  gboolean json = FALSE;
  guint64 n_bytes = 0;
  Verified verified = { 0 };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json,
                                     "Print the result as JSON", NULL },
                                   G_OPTION_ENTRY_NULL };

  if (!mvua_cli_parse (&argc, &argv, "STORE",
                       "Reads every file of a store that mvua wrote, and compares its "
                       "length and checksum\nwith the store’s own table.",
                       entries, 1))
    return MVUA_EXIT_USAGE;

  g_autofree char *folder = find_store (argv[1], &error);
  if (folder == NULL)
    return mvua_cli_fail ("verify", error);
  verified.complaints = json ? json_object_new_array () : NULL;
  const gint64 n_complaints = mvua_file_table_verify (
      folder, take_file, &verified, &n_bytes, mvua_cli_interruptible (), &error);
  if (n_complaints < 0)
    {
      json_object_put (verified.complaints);
      return mvua_cli_fail ("verify", error);
    }
  print_result (argv[1], &verified, n_complaints, n_bytes);
  return n_complaints == 0 ? MVUA_EXIT_DONE : MVUA_EXIT_FAILED;
}
