/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-test-s3.h"

#include <string.h>

MvuaTestS3 *
mvua_test_s3_new (void)
{
  MvuaTestS3 *self = g_new0 (MvuaTestS3, 1);

  self->objects = mvua_bucket_new_objects ();
  self->urls = g_ptr_array_new_with_free_func (g_free);
  self->page = 1000;
  return self;
}

void
mvua_test_s3_free (MvuaTestS3 *self)
{
  g_ptr_array_unref (self->objects);
  g_ptr_array_unref (self->urls);
  g_free (self);
}

void
mvua_test_s3_add (MvuaTestS3 *self, const char *key, guint64 size, gint64 modified)
{
  MvuaObject *object = g_new0 (MvuaObject, 1);

  object->key = g_strdup (key);
  object->etag = g_strdup_printf ("\"%08x\"", g_str_hash (key));
  object->size = size;
  object->modified = modified;
  g_ptr_array_add (self->objects, object);
}

static int
compare_objects (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const MvuaObject *const *) a)->key,
                 (*(const MvuaObject *const *) b)->key);
}

/* The folder that @key stands for in a listing with a delimiter; %NULL: it is an entry
 * itself. */
static char *
folder_of (const char *key, const char *prefix, const char *delimiter)
{
  const char *slash = delimiter ? strstr (key + strlen (prefix), delimiter) : NULL;

  return slash ? g_strndup (key, (gsize) (slash + 1 - key)) : NULL;
}

static void
append_object (GString *page, const MvuaObject *object)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (object->modified);
  g_autofree char *date = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.000Z");
  g_autofree char *text = g_markup_printf_escaped (
      "<Contents><Key>%s</Key><LastModified>%s</LastModified><ETag>%s</ETag>"
      "<Size>%" G_GUINT64_FORMAT "</Size></Contents>",
      object->key, date, object->etag, object->size);

  g_string_append (page, text);
}

/* A token is the last key or folder of the page before. */
static char *
s3_page (MvuaTestS3 *self, const char *prefix, const char *delimiter, const char *token)
{
  g_autoptr (GString) page = g_string_new ("<ListBucketResult>");
  g_autofree char *last = g_strdup (token);
  guint n = 0;
  gboolean is_truncated = FALSE;

  g_ptr_array_sort (self->objects, compare_objects);
  for (guint i = 0; i < self->objects->len && !is_truncated; i++)
    {
      const MvuaObject *object = g_ptr_array_index (self->objects, i);
      if (!g_str_has_prefix (object->key, prefix))
        continue;
      g_autofree char *folder = folder_of (object->key, prefix, delimiter);
      const char *entry = folder ? folder : object->key;
      if (last != NULL && strcmp (entry, last) <= 0)
        continue;
      if (n == self->page)
        {
          is_truncated = TRUE;
          break;
        }
      n++;
      g_free (last);
      last = g_strdup (entry);
      if (folder == NULL)
        append_object (page, object);
      else
        g_string_append_printf (
            page, "<CommonPrefixes><Prefix>%s</Prefix></CommonPrefixes>", folder);
    }
  if (is_truncated)
    {
      g_autofree char *text = g_markup_printf_escaped (
          "<NextContinuationToken>%s</NextContinuationToken>", last);
      g_string_append (page, text);
    }
  g_string_append_printf (page, "<IsTruncated>%s</IsTruncated></ListBucketResult>",
                          is_truncated ? "true" : "false");
  return g_strdup (page->str);
}

/* Returns: (nullable): %NULL where there is no such folder */
static char *
folder_page (const MvuaTestS3 *self, const char *folder)
{
  g_autoptr (GString) page = g_string_new (NULL);
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_string_printf (page, "<html><head><title>Index of /%s</title></head><body>", folder);
  for (guint i = 0; i < self->objects->len; i++)
    {
      const MvuaObject *object = g_ptr_array_index (self->objects, i);
      if (!g_str_has_prefix (object->key, folder))
        continue;
      g_autofree char *below = folder_of (object->key, folder, "/");
      const char *name = (below ? below : object->key) + strlen (folder);
      g_autofree char *link = g_uri_escape_string (name, "/", FALSE);
      if (g_hash_table_add (seen, g_strdup (name)))
        g_string_append_printf (page, "<a href=\"%s\">x</a>\n", link);
    }
  g_string_append (page, "</body></html>\n");
  return g_hash_table_size (seen) > 0 || folder[0] == '\0' ? g_strdup (page->str) : NULL;
}

char *
mvua_test_s3_answer (MvuaTestS3 *self, const char *path)
{
  const char *query = strchr (path, '?');
  g_autofree char *escaped =
      query ? g_strndup (path + 1, (gsize) (query - path - 1)) : g_strdup (path + 1);
  g_autofree char *key = g_uri_unescape_string (escaped, NULL);

  if (self->is_folders && key[0] == '\0' && self->has_front_page)
    return g_strdup ("<html><title>Welcome</title></html>");
  if (self->is_folders)
    return folder_page (self, key);
  if (query == NULL || key[0] != '\0')
    return NULL;

  g_autoptr (GHashTable) parameters =
      g_uri_parse_params (query + 1, -1, "&", G_URI_PARAMS_NONE, NULL);
  const char *prefix = g_hash_table_lookup (parameters, "prefix");
  g_assert_cmpstr (g_hash_table_lookup (parameters, "list-type"), ==, "2");
  return s3_page (self, prefix ? prefix : "",
                  g_hash_table_lookup (parameters, "delimiter"),
                  g_hash_table_lookup (parameters, "continuation-token"));
}

static GBytes *
fetch (gpointer data,
       const char *url,
       gsize most,
       MvuaPriority priority G_GNUC_UNUSED,
       MvuaBucketAnswer *answer,
       GCancellable *cancellable G_GNUC_UNUSED,
       GError **error)
{
  MvuaTestS3 *self = data;

  g_assert_true (g_str_has_prefix (url, MVUA_TEST_S3_URL "/"));
  g_ptr_array_add (self->urls, g_strdup (url));
  char *text = mvua_test_s3_answer (self, url + strlen (MVUA_TEST_S3_URL));
  if (text == NULL)
    {
      answer->is_absent = TRUE;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "404 of %s", url);
      return NULL;
    }
  g_assert_cmpuint (strlen (text), <=, most);
  return g_bytes_new_take (text, strlen (text));
}

MvuaBucket *
mvua_test_s3_bucket (MvuaTestS3 *self)
{
  return mvua_bucket_new_with (fetch, self, MVUA_TEST_S3_URL, NULL);
}

guint
mvua_test_s3_take_count (MvuaTestS3 *self)
{
  const guint n = self->urls->len;

  g_ptr_array_set_size (self->urls, 0);
  return n;
}
