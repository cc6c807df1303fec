/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A reference set in one file: kerchunk's JSON, perhaps compressed, or a table of keys
 * and values; with the arrays that its metadata describe. */

#include "mvua-fuzz.h"
#include "mvua-ref-arrays.h"
#include "mvua-ref-json.h"
#include "mvua-ref-parquet.h"
#include "mvua-ref-url.h"

#include <math.h>
#include <string.h>

#define MOST_URLS 16

/* Keys that a chunk has are read again as that chunk's. */
static void
check_keys (const MvuaRefArray *array)
{
  const guint64 n = mvua_ref_array_n_chunks (array);
  const guint64 numbers[] = { 0, n / 2, n - 1 };
  guint64 index[MVUA_REF_MAX_DIMS] = { 0 };

  for (guint i = 0; n != G_MAXUINT64 && i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *key = mvua_ref_array_chunk_key (array, numbers[i]);
      g_assert_true (mvua_ref_array_parse_key (array, key, index));
      g_assert_cmpuint (mvua_ref_array_chunk_number (array, index), ==, numbers[i]);
    }
}

static void
check_arrays (const MvuaRefSet *set)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) arrays = mvua_ref_arrays_list (set, notes);

  for (guint i = 0; i < arrays->len; i++)
    {
      const MvuaRefArray *array = g_ptr_array_index (arrays, i);
      MvuaCfTime unit = { 0 };

      g_assert_true (mvua_ref_arrays_find (arrays, array->path) != NULL);
      check_keys (array);
      if (mvua_ref_array_time_unit (array, &unit))
        g_assert_true (unit.unit > 0);
      g_autoptr (GArray) values = mvua_ref_array_read (set, array);
      if (values != NULL && values->len > 0)
        g_assert_false (isinf (g_array_index (values, double, 0)) &&
                        array->number.kind != MVUA_ZARR_NUMBER_FLOAT);
    }
}

static void
check_refs (const MvuaRefSet *set)
{
  const guint n_urls = mvua_ref_set_get_n_urls (set);
  const char *last = NULL;

  for (guint i = 0; i < mvua_ref_set_get_n (set); i++)
    {
      MvuaRef ref, found;
      mvua_ref_set_get (set, i, &ref);
      g_assert_true (last == NULL || strcmp (last, ref.key) < 0);
      g_assert_true (mvua_ref_set_find (set, ref.key, &found));
      g_assert_true (found.key == ref.key);
      g_assert_true (ref.kind == MVUA_REF_INLINE || ref.url < n_urls);
      g_assert_true (ref.kind != MVUA_REF_RANGE ||
                     (ref.offset <= G_MAXINT64 && ref.length <= G_MAXINT64 - ref.offset));
      last = ref.key;
    }
  for (guint i = 0; i < MIN (n_urls, MOST_URLS); i++)
    {
      const char *url = mvua_ref_set_get_url (set, i);
      g_autofree char *location = mvua_ref_url_resolve (url, "/tmp/set", NULL, NULL);
      mvua_ref_url_run (url);
      if (location != NULL)
        g_assert_true (mvua_ref_url_is_remote (location) || location[0] == '/');
    }
}

/* What is written of it is read as the same. */
static void
check_written (const MvuaRefSet *set)
{
  g_autoptr (GBytes) text = mvua_ref_json_write (set);
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaRefSet) again = mvua_ref_json_read (text, "written", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (mvua_ref_set_get_n (again), ==, mvua_ref_set_get_n (set));
  for (guint i = 0; i < mvua_ref_set_get_n (set); i++)
    {
      MvuaRef a, b;
      mvua_ref_set_get (set, i, &a);
      mvua_ref_set_get (again, i, &b);
      g_assert_cmpstr (a.key, ==, b.key);
      g_assert_cmpint (a.kind, ==, b.kind);
      g_assert_cmpmem (a.bytes, a.n_bytes, b.bytes, b.n_bytes);
      g_assert_true (a.offset == b.offset && a.length == b.length);
      if (a.kind != MVUA_REF_INLINE)
        g_assert_cmpstr (mvua_ref_set_get_url (set, a.url), ==,
                         mvua_ref_set_get_url (again, b.url));
    }
}

gboolean
mvua_fuzz_one (const guint8 *data, gsize n)
{
  g_autoptr (GBytes) file = g_bytes_new_static (data, n);
  g_autoptr (GError) error = NULL;
  const gboolean is_table = n >= 4 && memcmp (data, "PAR1", 4) == 0;
  g_autoptr (MvuaRefSet) set =
      (is_table ? mvua_ref_parquet_read : mvua_ref_json_read) (file, "set", NULL, &error);

  g_assert_true ((set == NULL) == (error != NULL));
  if (set == NULL)
    return FALSE;
  check_refs (set);
  check_arrays (set);
  check_written (set);
  return TRUE;
}
