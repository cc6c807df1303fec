/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Listings that are kept: all pages of one as one page. */

#include "mvua-listing.h"

/* What is joined is read as what it was made of, be its names what they may. */
static void
test_join (void)
{
  static const MvuaObject objects[] = {
    { (char *) "a/b&<c>'d\"", (char *) "\"0123\"", 12, 1758153600 },
    { (char *) "ĸ/ü", NULL, G_MAXINT64, 0 },
    { (char *) "z", (char *) "\"&\"", 0, 1 },
  };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (GPtrArray) prefixes = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  gsize n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    g_ptr_array_add (list, (gpointer) &objects[i]);
  g_ptr_array_add (prefixes, (gpointer) "p&q/");
  g_autoptr (GBytes) joined = mvua_listing_join (list, prefixes);
  const char *text = g_bytes_get_data (joined, &n);
  g_assert_cmpint (mvua_listing_recognise (text, n), ==, MVUA_LISTING_KIND_S3);
  g_autoptr (MvuaListing) listing = mvua_listing_parse (text, n, &error);
  g_assert_no_error (error);
  g_assert_null (listing->token);
  g_assert_cmpuint (listing->objects->len, ==, G_N_ELEMENTS (objects));
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      const MvuaObject *object = g_ptr_array_index (listing->objects, i);
      g_assert_cmpstr (object->key, ==, objects[i].key);
      g_assert_cmpstr (object->etag, ==, objects[i].etag);
      g_assert_cmpuint (object->size, ==, objects[i].size);
      g_assert_cmpint (object->modified, ==, objects[i].modified);
    }
  g_assert_cmpuint (listing->prefixes->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (listing->prefixes, 0), ==, "p&q/");

  /* More than one page may hold is not kept at all. */
  while (list->len <= MVUA_LISTING_MOST_ENTRIES)
    g_ptr_array_add (list, (gpointer) &objects[0]);
  g_assert_null (mvua_listing_join (list, prefixes));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/listing-join/join", test_join);
  return g_test_run ();
}
