/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-http.h"
#include "mvua-listing.h"
#include "mvua-priority.h"

G_BEGIN_DECLS

/**
 * MvuaBucketAnswer:
 * @is_absent: on an error, whether the server said that there is no such thing
 * @is_kept: what comes was kept since an earlier time: nobody can be asked now
 *
 * All 0 before.
 */
typedef struct
{
  gboolean is_absent;
  gboolean is_kept;
} MvuaBucketAnswer;

/**
 * MvuaBucketFetch:
 * @most: a longer answer is an error
 * @answer: (out)
 *
 * Fetches the whole of @url, in any thread.
 *
 * Returns: (transfer full) (nullable): %NULL with an error set
 */
typedef GBytes *(*MvuaBucketFetch) (gpointer data,
                                    const char *url,
                                    gsize most,
                                    MvuaPriority priority,
                                    MvuaBucketAnswer *answer,
                                    GCancellable *cancellable,
                                    GError **error);

/**
 * MvuaBucketKeep:
 * @url: that a listing of an S3 server begins with
 * @listing: all of its pages as one
 *
 * Told in the thread of mvua_bucket_list() of each listing that has come whole; what is
 * given for @url later, with is_kept set, is the whole of it.
 */
typedef void (*MvuaBucketKeep) (gpointer data, const char *url, GBytes *listing);

/**
 * MvuaBucket:
 *
 * A place on the web with objects that can be listed: a bucket of an S3 server, or a
 * folder of an ordinary web server that makes pages of folders, such as a mirror in the
 * office.  Which of the two it is shows at the first listing.  Any thread.
 */
typedef struct _MvuaBucket MvuaBucket;

/**
 * mvua_bucket_new_with:
 * @fetch: called with @data until mvua_bucket_free()
 * @base_url: where the keys begin: "https://noaa-gefs-pds.s3.amazonaws.com", or with a
 *   path, "http://localhost:5000/noaa-gefs-pds", "https://office.example/mirror/gefs".
 *   Of an S3 server it must end at the bucket.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_USAGE set if @base_url is
 *   no http or https URL, or has a user, a query or a fragment
 */
MvuaBucket *mvua_bucket_new_with (MvuaBucketFetch fetch,
                                  gpointer data,
                                  const char *base_url,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_bucket_free (MvuaBucket *self);

/* Before the first listing; with the data of @fetch. */
void mvua_bucket_set_keep (MvuaBucket *self, MvuaBucketKeep keep);

/* The same with @http to fetch, which must live as long as the bucket. */
MvuaBucket *mvua_bucket_new (MvuaHttp *http,
                             const char *base_url,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As it was given, but for slashes at its end. */
const char *mvua_bucket_get_base_url (const MvuaBucket *self);

/* Returns: (transfer full): the URL of the object of that key */
char *mvua_bucket_url (const MvuaBucket *self, const char *key) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_bucket_list:
 * @prefix: what keys must begin with; may be ""
 * @delimiter: (nullable): "/" to get folders below @prefix for what is in them; %NULL to
 *   get all that is in them
 * @objects: (element-type MvuaObject): to which what is there is added
 * @prefixes: (element-type utf8) (nullable): to which folders are added; not looked at
 *   without a delimiter
 *
 * Lists all pages.  Nothing is added unless all of them came.  A prefix that nothing
 * begins with is no error.  Both arrays have functions that free what they hold.
 *
 * Of an ordinary web server the names alone are known, with no sizes and no tags, and
 * a request is made for each folder.
 *
 * Returns: %FALSE with %MVUA_ERROR_SOURCE (what came is no listing, or a page leads back
 *   to an earlier one), the error of the fetch or %G_IO_ERROR_CANCELLED set
 */
gboolean mvua_bucket_list (MvuaBucket *self,
                           const char *prefix,
                           const char *delimiter,
                           GPtrArray *objects,
                           GPtrArray *prefixes,
                           MvuaPriority priority,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full) (element-type MvuaObject), (transfer full) (element-type utf8) */
GPtrArray *mvua_bucket_new_objects (void);
GPtrArray *mvua_bucket_new_prefixes (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaBucket, mvua_bucket_free)

G_END_DECLS
