/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-test-bucket.h"

#include "mvua-test-s3.h"

#include <string.h>

#define MODIFIED 1758167280 /* 2025-09-18 03:48Z */

struct _MvuaTestBucket
{
  MvuaTestServer *server;

  GMutex mutex;        /* guards what follows */
  GHashTable *objects; /* key → GBytes */
  MvuaTestS3 *listing;
};

/* With the lock held; (nullable) (transfer none). */
static MvuaObject *
find_listed (MvuaTestBucket *self, const char *key)
{
  GPtrArray *objects = self->listing->objects;

  for (guint i = 0; i < objects->len; i++)
    if (strcmp (((MvuaObject *) objects->pdata[i])->key, key) == 0)
      return objects->pdata[i];
  return NULL;
}

/* The key that a path names, without its query. */
static char *
key_of (const char *path)
{
  g_autofree char *plain = g_strndup (path + 1, strcspn (path + 1, "?"));

  return g_uri_unescape_string (plain, NULL);
}

static GBytes *
answer (const char *path, gpointer data)
{
  MvuaTestBucket *self = data;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autofree char *key = key_of (path);
  GBytes *object = key != NULL ? g_hash_table_lookup (self->objects, key) : NULL;

  if (object != NULL)
    return g_bytes_ref (object);
  if (key == NULL || find_listed (self, key) != NULL ||
      (!self->listing->is_folders && strchr (path, '?') == NULL))
    return NULL;
  char *page = mvua_test_s3_answer (self->listing, path);
  return page != NULL ? g_bytes_new_take (page, strlen (page)) : NULL;
}

MvuaTestBucket *
mvua_test_bucket_new (void)
{
  MvuaTestBucket *self = g_new0 (MvuaTestBucket, 1);

  g_mutex_init (&self->mutex);
  self->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_bytes_unref);
  self->listing = mvua_test_s3_new ();
  self->server = mvua_test_server_new ();
  mvua_test_server_set_handler (self->server, answer, self);
  return self;
}

void
mvua_test_bucket_free (MvuaTestBucket *self)
{
  mvua_test_server_free (self->server);
  g_hash_table_unref (self->objects);
  mvua_test_s3_free (self->listing);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

MvuaTestServer *
mvua_test_bucket_get_server (MvuaTestBucket *self)
{
  return self->server;
}

const char *
mvua_test_bucket_get_url (MvuaTestBucket *self)
{
  return mvua_test_server_get_url (self->server);
}

/* With the lock held. */
static void
set_listed (MvuaTestBucket *self, const char *key, guint64 size, const char *etag)
{
  MvuaObject *object = find_listed (self, key);

  if (object == NULL)
    {
      mvua_test_s3_add (self->listing, key, size, MODIFIED);
      object = find_listed (self, key);
    }
  object->size = size;
  if (etag != NULL)
    {
      g_free (object->etag);
      object->etag = g_strdup (etag);
    }
}

void
mvua_test_bucket_put (MvuaTestBucket *self, const char *key, GBytes *bytes)
{
  g_autofree char *etag = mvua_test_server_dup_etag (bytes);

  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->objects, g_strdup (key), g_bytes_ref (bytes));
  set_listed (self, key, g_bytes_get_size (bytes), etag);
  g_mutex_unlock (&self->mutex);
}

static void
put_below (MvuaTestBucket *self, const char *root, const char *prefix)
{
  g_autofree char *folder = g_build_filename (root, prefix, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *key = g_strconcat (prefix, name, NULL);
      g_autofree char *path = g_build_filename (root, key, NULL);
      char *contents = NULL;
      gsize n = 0;

      if (name[0] == '.')
        continue;
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          g_autofree char *below = g_strconcat (key, "/", NULL);
          put_below (self, root, below);
        }
      else if (g_file_get_contents (path, &contents, &n, NULL))
        {
          g_autoptr (GBytes) bytes = g_bytes_new_take (contents, n);
          mvua_test_bucket_put (self, key, bytes);
        }
    }
}

void
mvua_test_bucket_put_folder (MvuaTestBucket *self, const char *folder)
{
  put_below (self, folder, "");
}

void
mvua_test_bucket_remove (MvuaTestBucket *self, const char *key)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->objects, key);
  g_ptr_array_remove (self->listing->objects, find_listed (self, key));
  g_mutex_unlock (&self->mutex);
}

void
mvua_test_bucket_list_only (MvuaTestBucket *self, const char *key, guint64 size)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->objects, key);
  set_listed (self, key, size, NULL);
  g_mutex_unlock (&self->mutex);
}

GBytes *
mvua_test_bucket_dup (MvuaTestBucket *self, const char *key)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  GBytes *bytes = g_hash_table_lookup (self->objects, key);

  return bytes != NULL ? g_bytes_ref (bytes) : NULL;
}

GStrv
mvua_test_bucket_dup_keys (MvuaTestBucket *self)
{
  GPtrArray *keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->objects);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, g_strdup (key));
  g_mutex_unlock (&self->mutex);
  g_ptr_array_add (keys, NULL);
  return (GStrv) g_ptr_array_free (keys, FALSE);
}

void
mvua_test_bucket_set_folders (MvuaTestBucket *self, gboolean is_folders)
{
  g_mutex_lock (&self->mutex);
  self->listing->is_folders = is_folders;
  g_mutex_unlock (&self->mutex);
}

void
mvua_test_bucket_set_page (MvuaTestBucket *self, guint n_keys)
{
  g_mutex_lock (&self->mutex);
  self->listing->page = n_keys;
  g_mutex_unlock (&self->mutex);
}
