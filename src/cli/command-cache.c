/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cli-line.h"
#include "mvua-cli.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

/* What is asked for, and of which folder. */
typedef struct
{
  const char *folder;
  MvuaCache *cache;
  gboolean json;
} Asked;

static void
print_json (json_object *root)
{
  printf ("%s\n", json_object_to_json_string_ext (
                      root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put (root);
}

/* A time of day, or null where there is none. */
static json_object *
new_time (gint64 seconds)
{
  char text[MVUA_RUN_TEXT_SIZE];

  return seconds != 0 ? json_object_new_string (mvua_time_iso (seconds, text)) : NULL;
}

static json_object *
new_result (const char *folder, guint n_entries, guint64 n_bytes)
{
  json_object *root = json_object_new_object ();

  json_object_object_add (root, "folder", mvua_cli_new_text (folder));
  json_object_object_add (root, "n_entries", json_object_new_int64 (n_entries));
  json_object_object_add (root, "bytes", json_object_new_int64 ((gint64) n_bytes));
  return root;
}

static int
show_size (const Asked *asked)
{
  const MvuaCacheUsage usage = mvua_cache_measure (asked->cache);
  g_autofree char *size = g_format_size (usage.n_bytes);
  char oldest[MVUA_RUN_TEXT_SIZE], newest[MVUA_RUN_TEXT_SIZE];

  if (asked->json)
    {
      json_object *root = new_result (asked->folder, usage.n_entries, usage.n_bytes);
      json_object_object_add (root, "oldest", new_time (usage.oldest));
      json_object_object_add (root, "newest", new_time (usage.newest));
      print_json (root);
      return MVUA_EXIT_DONE;
    }
  mvua_cli_line (stdout, "Folder   %s", asked->folder);
  printf ("Size     %s in %u %s\n", size, usage.n_entries,
          mvua_cli_word (usage.n_entries, "piece", "pieces"));
  if (usage.n_entries > 0)
    printf ("Used     %s to %s\n", mvua_time_utc (usage.oldest, oldest),
            mvua_time_utc (usage.newest, newest));
  return MVUA_EXIT_DONE;
}

static int
show_list (const Asked *asked)
{
  g_autoptr (GPtrArray) list = mvua_cache_list (asked->cache);
  json_object *root = asked->json ? json_object_new_array () : NULL;
  char used[MVUA_RUN_TEXT_SIZE];

  for (guint i = 0; i < list->len; i++)
    {
      const MvuaCacheItem *item = g_ptr_array_index (list, i);
      if (!asked->json)
        {
          g_autofree char *size = g_format_size (item->n_bytes);
          printf ("%s\n  %s in %u %s, used %s\n", item->url, size, item->n_pieces,
                  mvua_cli_word (item->n_pieces, "piece", "pieces"),
                  mvua_time_utc (item->last_used, used));
          continue;
        }
      json_object *row = json_object_new_object ();
      json_object_object_add (row, "url", json_object_new_string (item->url));
      json_object_object_add (row, "n_entries", json_object_new_int64 (item->n_pieces));
      json_object_object_add (row, "bytes",
                              json_object_new_int64 ((gint64) item->n_bytes));
      json_object_object_add (row, "last_used", new_time (item->last_used));
      json_object_array_add (root, row);
    }
  if (asked->json)
    print_json (root);
  else if (list->len == 0)
    mvua_cli_line (stdout, "Nothing is kept in %s", asked->folder);
  return MVUA_EXIT_DONE;
}

static int
clear (const Asked *asked)
{
  const MvuaCacheUsage before = mvua_cache_measure (asked->cache);
  g_autofree char *size = g_format_size (before.n_bytes);
  g_autoptr (GError) error = NULL;

  if (!mvua_cache_clear (asked->cache, &error))
    return mvua_cli_fail ("cache", error);
  if (asked->json)
    print_json (new_result (asked->folder, before.n_entries, before.n_bytes));
  else
    mvua_cli_line (stdout, "Removed %s in %u %s from %s", size, before.n_entries,
                   mvua_cli_word (before.n_entries, "piece", "pieces"), asked->folder);
  return MVUA_EXIT_DONE;
}

static const struct
{
  const char *name;
  int (*run) (const Asked *asked);
} actions[] = {
  { "size", show_size }, /* unless another is named */
  { "list", show_list },
  { "clear", clear },
};

int
mvua_command_cache (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  Asked asked = { 0 };
  const GOptionEntry entries[] = { { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder,
                                     "Which cache (the user’s own)", "DIR" },
                                   { "json", 0, 0, G_OPTION_ARG_NONE, &asked.json,
                                     "Print the result as JSON", NULL },
                                   G_OPTION_ENTRY_NULL };

  if (!mvua_cli_parse_some (&argc, &argv, "[size|list|clear]",
                            "Tells how much is kept of what was fetched (size), lists it "
                            "by URL (list),\nor removes all of it (clear).",
                            entries, 0, 1))
    return MVUA_EXIT_USAGE;

  guint action = 0;
  while (argc > 1 && action < G_N_ELEMENTS (actions) &&
         strcmp (argv[1], actions[action].name) != 0)
    action++;
  if (action == G_N_ELEMENTS (actions))
    {
      fprintf (stderr,
               "mvua cache: “%s” is not one of size, list and clear\n"
               "“mvua cache --help” tells how it is used.\n",
               argv[1]);
      return MVUA_EXIT_USAGE;
    }
  if (folder == NULL)
    folder = mvua_cache_default_folder ();
  g_autoptr (MvuaCache) cache = mvua_cache_open (folder, 0, &error);
  if (cache == NULL)
    return mvua_cli_fail ("cache", error);
  asked.folder = folder;
  asked.cache = cache;
  return actions[action].run (&asked);
}
