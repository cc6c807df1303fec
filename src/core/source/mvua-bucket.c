/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-bucket.h"

#include "mvua-error.h"

#include <string.h>

/* A page of S3 has up to 1,000 keys; a whole run of one product has about 5,400. */
#define MOST_PAGES 100
#define MOST_OBJECTS 200000

struct _MvuaBucket
{
  MvuaBucketFetch fetch;
  MvuaBucketKeep keep; /* (nullable) */
  gpointer data;
  char *base_url;
  int kind; /* MvuaListingKind, once it is known; atomic */
};

/* One listing while it is being made. */
typedef struct
{
  MvuaBucket *bucket;
  const char *prefix;
  const char *delimiter;
  MvuaPriority priority;
  GCancellable *cancellable;
  GPtrArray *objects;
  GPtrArray *prefixes;
  guint n_pages;
  MvuaBucketAnswer answer; /* that came last */
} Job;

GPtrArray *
mvua_bucket_new_objects (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_object_free);
}

GPtrArray *
mvua_bucket_new_prefixes (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

static gboolean
is_base_url (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  for (const char *c = url; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0')
    return FALSE;
  return (strcmp (g_uri_get_scheme (uri), "https") == 0 ||
          strcmp (g_uri_get_scheme (uri), "http") == 0) &&
         g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL &&
         g_uri_get_fragment (uri) == NULL;
}

MvuaBucket *
mvua_bucket_new_with (MvuaBucketFetch fetch,
                      gpointer data,
                      const char *base_url,
                      GError **error)
{
  if (!is_base_url (base_url))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "“%s” is not the URL of a bucket or a folder; expected such as "
                   "https://noaa-gefs-pds.s3.amazonaws.com",
                   base_url);
      return NULL;
    }

  MvuaBucket *self = g_new0 (MvuaBucket, 1);
  gsize length = strlen (base_url);
  while (base_url[length - 1] == '/')
    length--;
  self->fetch = fetch;
  self->data = data;
  self->base_url = g_strndup (base_url, length);
  return self;
}

void
mvua_bucket_set_keep (MvuaBucket *self, MvuaBucketKeep keep)
{
  self->keep = keep;
}

void
mvua_bucket_free (MvuaBucket *self)
{
  g_free (self->base_url);
  g_free (self);
}

const char *
mvua_bucket_get_base_url (const MvuaBucket *self)
{
  return self->base_url;
}

char *
mvua_bucket_url (const MvuaBucket *self, const char *key)
{
  g_autofree char *escaped = g_uri_escape_string (key, "/", FALSE);

  return g_strconcat (self->base_url, "/", escaped, NULL);
}

static char *
page_url (const Job *job, const char *token)
{
  g_autoptr (GString) url = g_string_new (job->bucket->base_url);
  const struct
  {
    const char *name;
    const char *value;
  } parameters[] = {
    { "prefix", job->prefix[0] != '\0' ? job->prefix : NULL },
    { "delimiter", job->delimiter },
    { "continuation-token", token },
  };

  g_string_append (url, "/?list-type=2");
  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    if (parameters[i].value != NULL)
      {
        g_string_append_printf (url, "&%s=", parameters[i].name);
        g_string_append_uri_escaped (url, parameters[i].value, NULL, FALSE);
      }
  return g_strdup (url->str);
}

static gboolean
refuse (const Job *job, GError **error, const char *why)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE, "Cannot list %s/%s: %s",
               job->bucket->base_url, job->prefix, why);
  return FALSE;
}

static GBytes *
fetch_page (Job *job, const char *url, GError **error)
{
  job->answer = (MvuaBucketAnswer){ 0 };
  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return NULL;
  if (++job->n_pages > MOST_PAGES)
    return refuse (job, error, "it has too many pages"), NULL;
  return job->bucket->fetch (job->bucket->data, url, MVUA_LISTING_MOST_BYTES,
                             job->priority, &job->answer, job->cancellable, error);
}

static gboolean
has_room (const Job *job, GError **error)
{
  return job->objects->len + job->prefixes->len <= MOST_OBJECTS ||
         refuse (job, error, "it has too many objects");
}

/* Takes over what a page of S3 holds.  What was not asked for is not taken for less
 * than a server that cannot be relied on. */
static gboolean
take_page (Job *job, MvuaListing *page, GError **error)
{
  for (guint i = 0; i < page->objects->len; i++)
    {
      const MvuaObject *object = g_ptr_array_index (page->objects, i);
      if (!g_str_has_prefix (object->key, job->prefix))
        return refuse (job, error, "the server lists other keys than those asked for");
    }
  for (guint i = 0; i < page->prefixes->len; i++)
    if (job->delimiter == NULL ||
        !g_str_has_prefix (g_ptr_array_index (page->prefixes, i), job->prefix))
      return refuse (job, error, "the server lists other folders than those asked for");

  g_ptr_array_extend_and_steal (job->objects, g_ptr_array_ref (page->objects));
  g_ptr_array_extend_and_steal (job->prefixes, g_ptr_array_ref (page->prefixes));
  return has_room (job, error);
}

static MvuaListing *
parse_page (const Job *job, GBytes *bytes, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);
  MvuaListing *page = mvua_listing_parse (text, length, error);

  if (page == NULL)
    g_prefix_error (error, "Cannot list %s/%s: ", job->bucket->base_url, job->prefix);
  return page;
}

/* All pages of an S3 server, the first of which is there already. */
static gboolean
list_s3 (Job *job, GBytes *first, GError **error)
{
  g_autoptr (GHashTable) tokens =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GBytes) bytes = g_bytes_ref (first);

  for (;;)
    {
      g_autoptr (MvuaListing) page = parse_page (job, bytes, error);
      if (page == NULL || !take_page (job, page, error))
        return FALSE;
      if (page->token == NULL)
        return TRUE;
      if (!g_hash_table_add (tokens, g_strdup (page->token)))
        return refuse (job, error, "a page leads back to an earlier one");

      g_autofree char *url = page_url (job, page->token);
      g_clear_pointer (&bytes, g_bytes_unref);
      bytes = fetch_page (job, url, error);
      if (bytes == NULL)
        return FALSE;
    }
}

/* Keeps what has come whole.  When the network goes between two pages, what was kept
 * before is a listing, and half of a new one is not. */
static gboolean
list_s3_and_keep (Job *job, const char *url, GBytes *first, GError **error)
{
  const MvuaBucket *bucket = job->bucket;
  const gboolean is_kept = job->answer.is_kept;
  g_autoptr (GError) own = NULL;

  if (list_s3 (job, first, &own))
    {
      g_autoptr (GBytes) joined = NULL;
      if (bucket->keep != NULL && !is_kept)
        joined = job->n_pages == 1 ? g_bytes_ref (first)
                                   : mvua_listing_join (job->objects, job->prefixes);
      if (joined != NULL)
        bucket->keep (bucket->data, url, joined);
      return TRUE;
    }
  if (bucket->keep == NULL || is_kept ||
      !g_error_matches (own, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE))
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return FALSE;
    }
  g_ptr_array_set_size (job->objects, 0);
  g_ptr_array_set_size (job->prefixes, 0);
  g_autoptr (GBytes) kept = fetch_page (job, url, error);
  return kept != NULL && list_s3 (job, kept, error);
}

/* What the page of @folder ("" or ending in a slash) holds of the listing; folders to
 * go into are added to @folders. */
static gboolean
take_folder (
    Job *job, const char *folder, GBytes *bytes, GPtrArray *folders, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (MvuaListing) page = mvua_listing_parse_page (text, length, error);

  if (page == NULL)
    {
      g_prefix_error (error, "Cannot list %s/%s: ", job->bucket->base_url, folder);
      return FALSE;
    }
  for (guint i = 0; i < page->objects->len; i++)
    {
      const MvuaObject *object = g_ptr_array_index (page->objects, i);
      g_autofree char *key = g_strconcat (folder, object->key, NULL);
      if (!g_str_has_prefix (key, job->prefix) || !mvua_listing_is_key (key))
        continue;
      MvuaObject *copy = g_new0 (MvuaObject, 1);
      copy->key = g_steal_pointer (&key);
      g_ptr_array_add (job->objects, copy);
    }
  for (guint i = 0; i < page->prefixes->len; i++)
    {
      const char *name = g_ptr_array_index (page->prefixes, i);
      g_autofree char *key = g_strconcat (folder, name, NULL);
      if (g_str_has_prefix (key, job->prefix) && mvua_listing_is_key (key))
        g_ptr_array_add (job->delimiter != NULL ? job->prefixes : folders,
                         g_steal_pointer (&key));
    }
  return has_room (job, error);
}

/* @is_sure: whether the server is known to make pages, so that a folder that it does
 * not find is one with nothing in it */
static gboolean
list_folders (Job *job, gboolean is_sure, GError **error)
{
  g_autoptr (GPtrArray) folders = mvua_bucket_new_prefixes ();
  const char *slash = strrchr (job->prefix, '/');

  g_ptr_array_add (folders,
                   slash ? g_strndup (job->prefix, (gsize) (slash + 1 - job->prefix))
                         : g_strdup (""));
  for (guint i = 0; i < folders->len; i++)
    {
      const char *folder = g_ptr_array_index (folders, i);
      g_autofree char *url = mvua_bucket_url (job->bucket, folder);
      g_autoptr (GError) own = NULL;
      g_autoptr (GBytes) bytes = fetch_page (job, url, &own);

      if (bytes == NULL && job->answer.is_absent && is_sure)
        continue;
      if (bytes == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&own));
          return FALSE;
        }
      if (!take_folder (job, folder, bytes, folders, error))
        return FALSE;
      is_sure = TRUE;
      g_atomic_int_set (&job->bucket->kind, MVUA_LISTING_KIND_PAGE);
    }
  return TRUE;
}

/* Asks as one asks S3, and goes by what answers. */
static gboolean
list (Job *job, GError **error)
{
  const int kind = g_atomic_int_get (&job->bucket->kind);
  g_autofree char *url = page_url (job, NULL);
  g_autoptr (GError) own = NULL;
  gsize length = 0;

  if (kind == MVUA_LISTING_KIND_PAGE)
    return list_folders (job, TRUE, error);
  g_autoptr (GBytes) bytes = fetch_page (job, url, &own);
  if (bytes == NULL && job->answer.is_absent && kind == MVUA_LISTING_KIND_NONE)
    return list_folders (job, FALSE, error);
  if (bytes == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return FALSE;
    }

  const char *text = g_bytes_get_data (bytes, &length);
  const MvuaListingKind answer = mvua_listing_recognise (text, length);
  if (answer == MVUA_LISTING_KIND_S3)
    {
      g_atomic_int_set (&job->bucket->kind, answer);
      return list_s3_and_keep (job, url, bytes, error);
    }
  if (answer == MVUA_LISTING_KIND_NONE || kind == MVUA_LISTING_KIND_S3)
    return refuse (job, error, "what came is no listing");

  /* Behind a front page of another kind, folders may still have theirs. */
  g_autoptr (MvuaListing) page = mvua_listing_parse_page (text, length, NULL);
  return list_folders (job, page != NULL, error);
}

gboolean
mvua_bucket_list (MvuaBucket *self,
                  const char *prefix,
                  const char *delimiter,
                  GPtrArray *objects,
                  GPtrArray *prefixes,
                  MvuaPriority priority,
                  GCancellable *cancellable,
                  GError **error)
{
  g_return_val_if_fail (delimiter == NULL || strcmp (delimiter, "/") == 0, FALSE);
  g_return_val_if_fail (delimiter == NULL || prefixes != NULL, FALSE);

  g_autoptr (GPtrArray) own_objects = mvua_bucket_new_objects ();
  g_autoptr (GPtrArray) own_prefixes = mvua_bucket_new_prefixes ();
  Job job = { .bucket = self,
              .prefix = prefix,
              .delimiter = delimiter,
              .priority = priority,
              .cancellable = cancellable,
              .objects = own_objects,
              .prefixes = own_prefixes };

  if (!list (&job, error))
    return FALSE;
  g_ptr_array_extend_and_steal (objects, g_steal_pointer (&own_objects));
  if (delimiter != NULL)
    g_ptr_array_extend_and_steal (prefixes, g_steal_pointer (&own_prefixes));
  return TRUE;
}
