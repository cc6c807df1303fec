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
  char *cut_outs; /* (nullable): where exports keep what was cut out for them */
  gboolean json;
} Asked;

/* What is kept: of the cache, and of what was cut out. */
typedef struct
{
  MvuaCacheUsage usage; /* of both together */
  guint n_cut_out;
  guint64 cut_out_bytes;
} Kept;

/* (transfer full) (element-type MvuaCutOutItem) */
static GPtrArray *
list_cut_outs (const Asked *asked)
{
  return asked->cut_outs != NULL ? mvua_cut_outs_list (asked->cut_outs)
                                 : g_ptr_array_new ();
}

static Kept
measure (const Asked *asked)
{
  Kept kept = { .usage = mvua_cache_measure (asked->cache) };
  MvuaCacheUsage *usage = &kept.usage;
  g_autoptr (GPtrArray) list = list_cut_outs (asked);

  for (guint i = 0; i < list->len; i++)
    {
      const MvuaCutOutItem *item = g_ptr_array_index (list, i);

      kept.n_cut_out += item->n_files;
      kept.cut_out_bytes += item->n_bytes;
      usage->oldest =
          usage->oldest == 0 ? item->last_used : MIN (usage->oldest, item->last_used);
      usage->newest = MAX (usage->newest, item->last_used);
    }
  usage->n_entries += kept.n_cut_out;
  usage->n_bytes += kept.cut_out_bytes;
  return kept;
}

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
new_result (const char *folder, const Kept *kept)
{
  json_object *root = json_object_new_object ();

  json_object_object_add (root, "folder", mvua_cli_new_text (folder));
  json_object_object_add (root, "n_entries",
                          json_object_new_int64 (kept->usage.n_entries));
  json_object_object_add (root, "bytes",
                          json_object_new_int64 ((gint64) kept->usage.n_bytes));
  json_object_object_add (root, "n_cut_out", json_object_new_int64 (kept->n_cut_out));
  json_object_object_add (root, "cut_out_bytes",
                          json_object_new_int64 ((gint64) kept->cut_out_bytes));
  return root;
}

static int
show_size (const Asked *asked)
{
  const Kept kept = measure (asked);
  const MvuaCacheUsage usage = kept.usage;
  g_autofree char *size = g_format_size (usage.n_bytes);
  g_autofree char *cut = g_format_size (kept.cut_out_bytes);
  char oldest[MVUA_RUN_TEXT_SIZE], newest[MVUA_RUN_TEXT_SIZE];

  if (asked->json)
    {
      json_object *root = new_result (asked->folder, &kept);
      json_object_object_add (root, "oldest", new_time (usage.oldest));
      json_object_object_add (root, "newest", new_time (usage.newest));
      print_json (root);
      return MVUA_EXIT_DONE;
    }
  mvua_cli_line (stdout, "Folder   %s", asked->folder);
  printf ("Size     %s in %u %s\n", size, usage.n_entries,
          mvua_cli_word (usage.n_entries, "piece", "pieces"));
  if (kept.n_cut_out > 0)
    printf ("Cut out  %s of it in %u %s, for exports that have not come to an end\n", cut,
            kept.n_cut_out, mvua_cli_word (kept.n_cut_out, "file", "files"));
  if (usage.n_entries > 0)
    printf ("Used     %s to %s\n", mvua_time_utc (usage.oldest, oldest),
            mvua_time_utc (usage.newest, newest));
  return MVUA_EXIT_DONE;
}

/* @root: (nullable): gets it instead of standard output */
static void
show_item (json_object *root, const char *url, guint n, guint64 n_bytes, gint64 last_used)
{
  g_autofree char *size = g_format_size (n_bytes);
  char used[MVUA_RUN_TEXT_SIZE];

  if (root == NULL)
    {
      mvua_cli_line (stdout, "%s", url);
      printf ("  %s in %u %s, used %s\n", size, n, mvua_cli_word (n, "piece", "pieces"),
              mvua_time_utc (last_used, used));
      return;
    }
  json_object *row = json_object_new_object ();
  json_object_object_add (row, "url", mvua_cli_new_text (url));
  json_object_object_add (row, "n_entries", json_object_new_int64 (n));
  json_object_object_add (row, "bytes", json_object_new_int64 ((gint64) n_bytes));
  json_object_object_add (row, "last_used", new_time (last_used));
  json_object_array_add (root, row);
}

static int
show_list (const Asked *asked)
{
  g_autoptr (GPtrArray) list = mvua_cache_list (asked->cache);
  g_autoptr (GPtrArray) cut_outs = list_cut_outs (asked);
  json_object *root = asked->json ? json_object_new_array () : NULL;

  for (guint i = 0; i < list->len; i++)
    {
      const MvuaCacheItem *item = g_ptr_array_index (list, i);
      show_item (root, item->url, item->n_pieces, item->n_bytes, item->last_used);
    }
  for (guint i = 0; i < cut_outs->len; i++)
    {
      const MvuaCutOutItem *item = g_ptr_array_index (cut_outs, i);
      show_item (root, item->url, item->n_files, item->n_bytes, item->last_used);
    }
  if (asked->json)
    print_json (root);
  else if (list->len + cut_outs->len == 0)
    mvua_cli_line (stdout, "Nothing is kept in %s", asked->folder);
  return MVUA_EXIT_DONE;
}

/* What an export is at was not removed. */
static void
keep_what_stayed (const Asked *asked, Kept *removed)
{
  g_autoptr (GPtrArray) list = list_cut_outs (asked);

  for (guint i = 0; i < list->len; i++)
    {
      const MvuaCutOutItem *item = g_ptr_array_index (list, i);
      const guint n = MIN (item->n_files, removed->n_cut_out);
      const guint64 n_bytes = MIN (item->n_bytes, removed->cut_out_bytes);

      mvua_cli_line (stderr, "mvua cache: an export is at %s, which stays", item->folder);
      removed->n_cut_out -= n;
      removed->cut_out_bytes -= n_bytes;
      removed->usage.n_entries -= n;
      removed->usage.n_bytes -= n_bytes;
    }
}

static int
clear (const Asked *asked)
{
  Kept removed = measure (asked);
  g_autoptr (GError) error = NULL;

  if (!mvua_cache_clear (asked->cache, &error) ||
      (asked->cut_outs != NULL && !mvua_cut_outs_clear (asked->cut_outs, &error)))
    return mvua_cli_fail ("cache", error);
  const MvuaCacheUsage *before = &removed.usage;
  keep_what_stayed (asked, &removed);
  g_autofree char *size = g_format_size (before->n_bytes);
  if (asked->json)
    print_json (new_result (asked->folder, &removed));
  else
    mvua_cli_line (stdout, "Removed %s in %u %s from %s", size, before->n_entries,
                   mvua_cli_word (before->n_entries, "piece", "pieces"), asked->folder);
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

/* (nullable): those that go with the user's own cache */
static char *
find_cut_outs (const char *folder)
{
  g_autofree char *own = mvua_cache_default_folder ();
  g_autofree char *own_path = g_canonicalize_filename (own, NULL);
  g_autofree char *path = g_canonicalize_filename (folder, NULL);

  return strcmp (path, own_path) == 0 ? mvua_cut_outs_default_folder () : NULL;
}

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
  g_autofree char *cut_outs = find_cut_outs (folder);
  g_autoptr (MvuaCache) cache = mvua_cache_open (folder, 0, &error);
  if (cache == NULL)
    return mvua_cli_fail ("cache", error);
  asked.folder = folder;
  asked.cut_outs = cut_outs;
  asked.cache = cache;
  return actions[action].run (&asked);
}
