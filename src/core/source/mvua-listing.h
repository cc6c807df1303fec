/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaObject:
 * @key: name with all its folders, UTF-8: 1 to 1024 bytes, no control characters and no
 *   segment that is “.” or “..”
 * @etag: (nullable): in its quotes, as If-Match wants it; %NULL where the server gave
 * none that holds a range to one content
 * @size: bytes, at most %G_MAXINT64; with no @etag, 0 is unknown
 * @modified: seconds since 1970; 0 is unknown
 *
 * One object of a bucket, as a listing tells of it.
 */
typedef struct
{
  char *key;
  char *etag;
  guint64 size;
  gint64 modified;
} MvuaObject;

void mvua_object_free (MvuaObject *self);

/* The longest key, and the longest page of a listing that is looked at. */
#define MVUA_LISTING_MOST_KEY ((gsize) 1024)
#define MVUA_LISTING_MOST_BYTES (8 << 20)
#define MVUA_LISTING_MOST_ENTRIES 10000

/**
 * MvuaListing:
 * @objects: (element-type MvuaObject): as they came
 * @prefixes: (element-type utf8): folders, each ending as the server says
 * @token: (nullable): what to ask the next page with; %NULL: this is the last one
 *
 * One page of a listing.
 */
typedef struct
{
  GPtrArray *objects;
  GPtrArray *prefixes;
  char *token;
} MvuaListing;

void mvua_listing_free (MvuaListing *self);

/**
 * MvuaListingKind:
 * @MVUA_LISTING_KIND_NONE: neither of the two
 * @MVUA_LISTING_KIND_S3: what an S3 server says, be it a listing or an error
 * @MVUA_LISTING_KIND_PAGE: a web page, such as an ordinary web server makes of a folder
 */
typedef enum
{
  MVUA_LISTING_KIND_NONE,
  MVUA_LISTING_KIND_S3,
  MVUA_LISTING_KIND_PAGE,
} MvuaListingKind;

/* By the name of the first element; nothing else is looked at. */
MvuaListingKind mvua_listing_recognise (const char *text, gsize length);

/**
 * mvua_listing_parse:
 * @text: [length], anything that a server may send
 *
 * Reads one page of ListObjectsV2.  Elements that are not known are passed over, and
 * names may have a prefix of a namespace.  A page of which anything that matters is
 * missing, twice there or malformed is refused as a whole: a listing that is believed
 * to be complete and is not would make gaps look like files that never came.
 * Time and memory are bounded by @length, which may be %MVUA_LISTING_MOST_BYTES.
 *
 * Source: Amazon S3 API Reference, ListObjectsV2; Error Responses.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE set; of an error
 *   document with its code and message
 */
MvuaListing *mvua_listing_parse (const char *text,
                                 gsize length,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_listing_parse_page:
 * @text: [length], anything that a server may send
 *
 * Reads the page that nginx, Apache and others make of a folder: the links that lead
 * to something just below it.  Keys and prefixes are names in that folder, sizes are
 * unknown and there are no tags.  A page that does not say that it is an index, or that
 * is cut off, is refused.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE set
 */
MvuaListing *mvua_listing_parse_page (const char *text,
                                      gsize length,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_listing_join:
 * @objects: (element-type MvuaObject)
 * @prefixes: (element-type utf8)
 *
 * Returns: (transfer full) (nullable): a page, the only one, of which
 * mvua_listing_parse() makes these; %NULL if they are too many for one
 */
GBytes *mvua_listing_join (const GPtrArray *objects, const GPtrArray *prefixes);

/* Private to the room. */
MvuaListing *mvua_listing_new (void);
gboolean mvua_listing_is_key (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaListing, mvua_listing_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaObject, mvua_object_free)

G_END_DECLS
