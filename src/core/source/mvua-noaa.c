/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-noaa.h"

#include "mvua-error.h"

#include <string.h>

#define SCHEME "noaa:"
#define INDEX_ENDING ".idx"
/* More members than this are cheaper by listing all: pages of 1,000 keys. */
#define MOST_SINGLE_MEMBERS 5

gboolean
mvua_noaa_is_source (const char *text)
{
  return g_str_has_prefix (text, SCHEME);
}

gboolean
mvua_noaa_source_parse (const char *text, MvuaRun *run, GError **error)
{
  const char *name = text + strlen (SCHEME);
  MvuaRun parsed = MVUA_RUN_UNKNOWN;

  if (mvua_noaa_is_source (text) && strcmp (name, "latest") == 0)
    {
      *run = MVUA_NOAA_LATEST;
      return TRUE;
    }
  if (!mvua_noaa_is_source (text) || !mvua_run_parse (name, &parsed, NULL) ||
      mvua_run_hour (parsed) % MVUA_CYCLE_HOURS != 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "“%s” is not a run of NOAA's; expected noaa:latest or "
                   "noaa:YYYYMMDD/HH with HH 00, 06, 12 or 18, such as noaa:20250918/00",
                   text);
      return FALSE;
    }
  *run = parsed;
  return TRUE;
}

static char *
format_run (MvuaRun run, const char *pattern)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (run);

  return g_date_time_format (time, pattern);
}

char *
mvua_noaa_source_format (MvuaRun run)
{
  return format_run (run, SCHEME "%Y%m%d/%H");
}

char *
mvua_noaa_prefix (MvuaRun run)
{
  return format_run (run, "gefs.%Y%m%d/%H/" MVUA_PRODUCT_FOLDER "/");
}

/* Returns: (transfer full): what the keys of one member begin with */
static char *
member_prefix (MvuaRun run, MvuaMember member)
{
  g_autofree char *prefix = mvua_noaa_prefix (run);
  char name[MVUA_MEMBER_NAME_SIZE];

  return g_strdup_printf ("%s%s.t%02dz." MVUA_PRODUCT_EVERYDAY ".f", prefix,
                          mvua_member_name (member, name), mvua_run_hour (run));
}

char *
mvua_noaa_key (MvuaRun run, MvuaMember member, int step)
{
  g_autofree char *prefix = member_prefix (run, member);

  return g_strdup_printf ("%s%03d", prefix, step);
}

static void
clear_file (gpointer data)
{
  MvuaNoaaFile *file = data;

  g_free (file->key);
  g_free (file->etag);
  g_free (file->index_etag);
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const MvuaFileName *name = &((const MvuaNoaaFile *) a)->name;
  const MvuaFileName *other = &((const MvuaNoaaFile *) b)->name;
  const int order = mvua_member_compare (name->member, other->member);

  return order != 0 ? order : (name->step > other->step) - (name->step < other->step);
}

static gboolean
is_wanted (const MvuaMember *members, guint n_members, MvuaMember member)
{
  for (guint i = 0; i < n_members; i++)
    if (mvua_member_compare (members[i], member) == 0)
      return TRUE;
  return members == NULL;
}

/* What is in the folder, and of the run and the product. */
static gboolean
parse_key (MvuaRun run, const char *key, gsize n_prefix, MvuaFileName *name)
{
  return mvua_file_name_parse (key + n_prefix, name) &&
         name->cycle == mvua_run_hour (run) &&
         strcmp (name->product, MVUA_PRODUCT_EVERYDAY) == 0;
}

/* A listing is not made at one moment: of a key that comes twice the later one counts. */
static GHashTable *
by_key (const GPtrArray *objects)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < objects->len; i++)
    {
      MvuaObject *object = g_ptr_array_index (objects, i);
      g_hash_table_replace (table, object->key, object);
    }
  return table;
}

static GArray *
make_files (MvuaRun run,
            const GPtrArray *objects,
            const MvuaMember *members,
            guint n_members)
{
  g_autofree char *prefix = mvua_noaa_prefix (run);
  g_autoptr (GHashTable) all = by_key (objects);
  GArray *files = g_array_new (FALSE, FALSE, sizeof (MvuaNoaaFile));

  g_array_set_clear_func (files, clear_file);
  for (guint i = 0; i < objects->len; i++)
    {
      const MvuaObject *object = g_ptr_array_index (objects, i);
      g_autofree char *index_key = g_strconcat (object->key, INDEX_ENDING, NULL);
      const MvuaObject *index = g_hash_table_lookup (all, index_key);
      MvuaNoaaFile file = { .size = object->size, .modified = object->modified };

      if (g_hash_table_lookup (all, object->key) != object ||
          !parse_key (run, object->key, strlen (prefix), &file.name) ||
          !is_wanted (members, n_members, file.name.member))
        continue;
      file.key = g_strdup (object->key);
      file.etag = g_strdup (object->etag);
      file.is_empty = object->size == 0 && object->etag != NULL;
      file.has_index = index != NULL && (index->size > 0 || index->etag == NULL);
      file.index_etag = file.has_index ? g_strdup (index->etag) : NULL;
      file.index_size = file.has_index ? index->size : 0;
      g_array_append_val (files, file);
      /* cppcheck-suppress memleak ; the names belong to the list in which they are now */
    }
  g_array_sort (files, compare_files);
  return files;
}

GArray *
mvua_noaa_list_run (MvuaBucket *bucket,
                    MvuaRun run,
                    const MvuaMember *members,
                    guint n_members,
                    MvuaPriority priority,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GPtrArray) objects = mvua_bucket_new_objects ();
  g_autoptr (GPtrArray) prefixes = mvua_bucket_new_prefixes ();

  if (members == NULL || n_members > MOST_SINGLE_MEMBERS)
    g_ptr_array_add (prefixes, mvua_noaa_prefix (run));
  else
    for (guint i = 0; i < n_members; i++)
      g_ptr_array_add (prefixes, member_prefix (run, members[i]));

  for (guint i = 0; i < prefixes->len; i++)
    if (!mvua_bucket_list (bucket, g_ptr_array_index (prefixes, i), NULL, objects, NULL,
                           priority, cancellable, error))
      return NULL;

  return make_files (run, objects, members, n_members);
}
