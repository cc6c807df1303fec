/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-test-objects.h"

struct _MvuaTestObjects
{
  GMutex lock;
  GHashTable *objects; /* path → Object */
};

typedef struct
{
  GBytes *bytes;
  char *etag;
} Object;

static void
free_object (gpointer data)
{
  Object *object = data;

  g_bytes_unref (object->bytes);
  g_free (object->etag);
  g_free (object);
}

MvuaTestObjects *
mvua_test_objects_new (void)
{
  MvuaTestObjects *self = g_new0 (MvuaTestObjects, 1);

  g_mutex_init (&self->lock);
  self->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_object);
  return self;
}

void
mvua_test_objects_free (MvuaTestObjects *self)
{
  g_hash_table_unref (self->objects);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
mvua_test_objects_put (MvuaTestObjects *self, const char *path, GBytes *bytes)
{
  Object *object = g_new (Object, 1);

  *object = (Object){ g_bytes_ref (bytes), mvua_test_objects_dup_etag (bytes) };
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->objects, g_strdup (path), object);
  g_mutex_unlock (&self->lock);
}

GBytes *
mvua_test_objects_dup (MvuaTestObjects *self, const char *path, char **etag)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);
  const Object *object = g_hash_table_lookup (self->objects, path);

  if (object == NULL)
    return NULL;
  *etag = g_strdup (object->etag);
  return g_bytes_ref (object->bytes);
}

char *
mvua_test_objects_dup_etag (GBytes *bytes)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, bytes);

  return g_strconcat ("\"", sum, "\"", NULL);
}
