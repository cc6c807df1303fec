/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ref-url.h"

#include "mvua-layout.h"
#include "mvua-noaa.h"

#include <string.h>

#define NOAA_BUCKET "noaa-gefs-pds"
#define S3 "s3://"
#define RUN_FOLDER "gefs."

gboolean
mvua_ref_url_is_remote (const char *location)
{
  return g_str_has_prefix (location, "https://") ||
         g_str_has_prefix (location, "http://");
}

gboolean
mvua_ref_url_needs_remote (const char *url)
{
  return g_str_has_prefix (url, S3) || mvua_ref_url_is_remote (url);
}

/* Names of buckets are those of hosts. */
static gboolean
is_bucket_name (const char *name)
{
  const gsize n = strlen (name);

  return n >= 3 && n <= 63 &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-.") == n &&
         g_ascii_isalnum (name[0]) && strstr (name, "..") == NULL;
}

/* By https, without an account.  A certificate for *.s3.amazonaws.com is not one for
 * names with a dot. */
static char *
resolve_s3 (const char *url, const MvuaBucket *bucket, GError **error)
{
  const char *name = url + strlen (S3);
  const char *slash = strchr (name, '/');
  g_autofree char *host =
      g_strndup (name, slash != NULL ? (gsize) (slash - name) : strlen (name));

  if (slash == NULL || slash[1] == '\0' || !is_bucket_name (host))
    {
      g_autofree char *shown = mvua_error_dup_quoted (url, 200);
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "“%s” is not of the form s3://BUCKET/KEY", shown);
      return NULL;
    }
  if (bucket != NULL && strcmp (host, NOAA_BUCKET) == 0)
    return mvua_bucket_url (bucket, slash + 1);
  g_autofree char *key = g_uri_escape_string (slash + 1, "/", FALSE);
  return strchr (host, '.') != NULL
             ? g_strdup_printf ("https://s3.amazonaws.com/%s/%s", host, key)
             : g_strdup_printf ("https://%s.s3.amazonaws.com/%s", host, key);
}

/* NOAA's own address is that of the bucket that stands for it. */
static char *
resolve_https (const char *url, const MvuaBucket *bucket)
{
  if (bucket == NULL || !g_str_has_prefix (url, MVUA_NOAA_URL "/"))
    return g_strdup (url);
  g_autofree char *key = g_uri_unescape_string (url + strlen (MVUA_NOAA_URL "/"), NULL);
  return key != NULL ? mvua_bucket_url (bucket, key) : g_strdup (url);
}

/* "gs:", "az:", "simplecache::s3:" … */
static gboolean
has_scheme (const char *url)
{
  gsize n = 0;

  while (g_ascii_isalnum (url[n]) ||
         (n > 0 && strchr ("+-.", url[n]) != NULL && url[n] != '\0'))
    n++;
  return n > 0 && (strncmp (url + n, "://", 3) == 0 || strncmp (url + n, "::", 2) == 0);
}

char *
mvua_ref_url_resolve (const char *url,
                      const char *folder,
                      const MvuaBucket *bucket,
                      GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *host = NULL;

  if (g_str_has_prefix (url, S3))
    return resolve_s3 (url, bucket, error);
  if (mvua_ref_url_is_remote (url))
    return resolve_https (url, bucket);
  if (g_str_has_prefix (url, "file://"))
    path = g_filename_from_uri (url, &host, NULL);
  else if (!has_scheme (url))
    path = g_strdup (url);
  if (path == NULL || (host != NULL && strcmp (host, "localhost") != 0))
    {
      g_autofree char *shown = mvua_error_dup_quoted (url, 200);
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "“%s” cannot be read; s3, https and files can", shown);
      return NULL;
    }
  if (g_path_is_absolute (path) || strcmp (folder, ".") == 0)
    return g_steal_pointer (&path);
  return g_build_filename (folder, path, NULL);
}

static gboolean
is_below_bucket (const char *location, const MvuaBucket *bucket)
{
  const char *base = bucket != NULL ? mvua_bucket_get_base_url (bucket) : NULL;

  return base != NULL && g_str_has_prefix (location, base) &&
         location[strlen (base)] == '/';
}

/* Key in NOAA's bucket of a file, by where it lies or what it is called.  (nullable) */
static char *
find_key (const char *location, MvuaRun run, const MvuaBucket *bucket)
{
  g_autofree char *name = g_path_get_basename (location);
  MvuaFileName parsed;

  if (is_below_bucket (location, bucket))
    return g_uri_unescape_string (
        location + strlen (mvua_bucket_get_base_url (bucket)) + 1, NULL);
  if (!mvua_file_name_parse (name, &parsed) ||
      strcmp (parsed.product, MVUA_PRODUCT_EVERYDAY) != 0 || run == MVUA_RUN_UNKNOWN)
    return NULL;
  return mvua_noaa_key (run, parsed.member, parsed.step);
}

/* The way from @folder to @path, both absolute. */
static char *
make_relative (const char *path, const char *folder)
{
  g_auto (GStrv) to = g_strsplit (path, "/", -1);
  g_auto (GStrv) from = g_strsplit (folder, "/", -1);
  GString *way = g_string_new (NULL);
  guint n = 0;

  while (to[n] != NULL && to[n + 1] != NULL && from[n] != NULL &&
         strcmp (to[n], from[n]) == 0)
    n++;
  for (guint i = n; from[i] != NULL; i++)
    if (from[i][0] != '\0')
      g_string_append (way, "../");
  for (guint i = n; to[i] != NULL; i++)
    g_string_append_printf (way, "%s%s", i > n ? "/" : "", to[i]);
  return g_string_free (way, FALSE);
}

char *
mvua_ref_url_make (const char *location,
                   MvuaRefUrlForm form,
                   const char *folder,
                   MvuaRun run,
                   const MvuaBucket *bucket,
                   GError **error)
{
  const gboolean is_remote = mvua_ref_url_is_remote (location);

  if (form == MVUA_REF_URL_AUTO)
    form = !is_remote                           ? MVUA_REF_URL_ABSOLUTE
           : is_below_bucket (location, bucket) ? MVUA_REF_URL_S3
                                                : MVUA_REF_URL_HTTPS;
  if (form == MVUA_REF_URL_HTTPS && is_remote)
    return g_strdup (location);
  if (form == MVUA_REF_URL_S3 || form == MVUA_REF_URL_HTTPS)
    {
      g_autofree char *key = find_key (location, run, bucket);
      if (key != NULL)
        return g_strconcat (form == MVUA_REF_URL_S3 ? S3 NOAA_BUCKET : MVUA_NOAA_URL, "/",
                            key, NULL);
    }
  else if (!is_remote)
    {
      g_autofree char *absolute = g_canonicalize_filename (location, NULL);
      g_autofree char *from = g_canonicalize_filename (folder, NULL);
      return form == MVUA_REF_URL_ABSOLUTE ? g_steal_pointer (&absolute)
                                           : make_relative (absolute, from);
    }
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "%s %s", location,
               is_remote
                   ? "is not a file here: it has no path"
                   : "is not named as NOAA’s bucket names its files: it has no URL");
  return NULL;
}

MvuaRun
mvua_ref_url_run (const char *url)
{
  for (const char *at = url; (at = strstr (at, RUN_FOLDER)) != NULL; at++)
    {
      const char *date = at + strlen (RUN_FOLDER);
      if ((at == url || at[-1] == '/') && strlen (date) > 11 && date[8] == '/' &&
          date[11] == '/')
        return mvua_run_from_digits (date, date + 9);
    }
  return MVUA_RUN_UNKNOWN;
}
