/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A page of a bucket's listing, or a web page of a folder; parsed as either. */

#include "mvua-fuzz.h"
#include "mvua-listing.h"

#include <string.h>

static void
check (const MvuaListing *listing)
{
  for (guint i = 0; i < listing->objects->len; i++)
    {
      const MvuaObject *object = g_ptr_array_index (listing->objects, i);
      g_assert_true (mvua_listing_is_key (object->key));
      g_assert_cmpuint (object->size, <=, G_MAXINT64);
      g_assert_true (object->etag == NULL ||
                     (object->etag[0] == '"' && strpbrk (object->etag, "\r\n") == NULL));
    }
  for (guint i = 0; i < listing->prefixes->len; i++)
    g_assert_true (mvua_listing_is_key (g_ptr_array_index (listing->prefixes, i)));
  g_assert_true (listing->token == NULL || listing->token[0] != '\0');
}

static gboolean
parse (MvuaListing *(*func) (const char *text, gsize length, GError **error),
       const char *text,
       gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaListing) listing = func (text, n, &error);

  g_assert_true ((listing == NULL) == (error != NULL));
  g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
  if (listing != NULL)
    check (listing);
  return listing != NULL;
}

gboolean
mvua_fuzz_one (const guint8 *data, gsize n)
{
  const char *text = (const char *) data;
  const MvuaListingKind kind = mvua_listing_recognise (text, n);
  const gboolean is_s3 = parse (mvua_listing_parse, text, n);
  const gboolean is_page = parse (mvua_listing_parse_page, text, n);

  return (kind == MVUA_LISTING_KIND_S3 && is_s3) ||
         (kind == MVUA_LISTING_KIND_PAGE && is_page);
}
