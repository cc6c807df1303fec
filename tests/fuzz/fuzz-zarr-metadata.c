/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Metadata of Zarr.  The first octet says which: the .zarray and .zattrs of an array of
 * v2 with a zero octet between them, the zarr.json of an array of v3, or consolidated
 * metadata of a whole store in either format, which is opened.
 */

#include "mvua-cf-packing.h"
#include "mvua-cf-time.h"
#include "mvua-fuzz-store.h"
#include "mvua-fuzz.h"
#include "mvua-zarr-json.h"
#include "mvua-zarr-tree.h"

#include <math.h>
#include <string.h>

#define MOST_OPENED 8

enum
{
  V2,
  V3,
  V2_STORE,
  V3_STORE,
  N_KINDS
};

/* What is believed of an array is within what is allowed for. */
static void
check_meta (const MvuaZarrMeta *meta)
{
  const gsize index[MVUA_ZARR_MAX_DIMS] = { 0 };
  g_autofree char *name = mvua_zarr_meta_dup_chunk_name (meta, index);
  gsize n = meta->type.size;

  g_assert_cmpuint (meta->n_dims, <=, MVUA_ZARR_MAX_DIMS);
  g_assert_cmpuint (meta->codecs.n, <=, MVUA_ZARR_MAX_CODECS);
  for (guint d = 0; d < meta->n_dims; d++)
    {
      g_assert_nonnull (meta->dims[d]);
      g_assert_cmpuint (meta->chunk[d], >, 0);
      g_assert_cmpuint (meta->shard[d] % meta->chunk[d], ==, 0);
      n *= meta->chunk[d];
    }
  g_assert_cmpuint (meta->n_chunk, ==, n);
  g_assert_cmpuint (n, <=, MVUA_ZARR_META_MAX_CHUNK);
  g_assert_true (meta->is_sharded || meta->n_inner == 1);
  g_assert_cmpuint (strlen (name), >, 0);
}

static void
parse_time (json_object *attributes)
{
  const char *units =
      mvua_zarr_json_get_text (mvua_zarr_json_dig (attributes, "units", NULL));
  const char *calendar =
      mvua_zarr_json_get_text (mvua_zarr_json_dig (attributes, "calendar", NULL));
  MvuaCfTime time;

  if (units != NULL && mvua_cf_time_parse (&time, units, calendar))
    g_assert_true (time.unit > 0 && isfinite (mvua_cf_time_seconds (&time, 1)));
}

static void
understand (const MvuaZarrMeta *meta, json_object *attributes)
{
  g_autofree char *complaint = NULL;
  MvuaCfPacking packing;

  check_meta (meta);
  parse_time (attributes);
  if (mvua_cf_packing_parse (&packing, meta, attributes, &complaint))
    {
      g_assert_null (complaint);
      g_assert_cmpuint (packing.n_marks, <=, MVUA_CF_MAX_MARKS);
      for (guint i = 0; i < packing.n_marks; i++)
        g_assert_true (isnan (mvua_cf_packing_unpack (&packing, packing.marks[i])));
    }
  else
    g_assert_true (g_utf8_validate (complaint, -1, NULL));
}

static gboolean
parse_array (guint kind, const char *text, gsize n)
{
  const char *nul = kind == V2 ? memchr (text, '\0', n) : NULL;
  const gsize n_array = nul != NULL ? (gsize) (nul - text) : n;
  json_object *json = mvua_zarr_json_parse (text, n_array);
  json_object *attributes =
      nul != NULL ? mvua_zarr_json_parse (nul + 1, n - n_array - 1)
                  : json_object_get (mvua_zarr_json_dig (json, "attributes", NULL));
  g_autofree char *complaint = NULL;
  MvuaZarrMeta meta;
  const gboolean ok = kind == V2
                          ? mvua_zarr_meta_parse_v2 (&meta, json, attributes, &complaint)
                          : mvua_zarr_meta_parse_v3 (&meta, json, &complaint);

  g_assert_true (ok == (complaint == NULL));
  g_assert_true (ok || g_utf8_validate (complaint, -1, NULL));
  if (ok)
    understand (&meta, attributes);
  json_object_put (attributes);
  json_object_put (json);
  return ok;
}

static void
open_array (MvuaZarrTree *tree, const char *path)
{
  g_autoptr (GError) error = NULL;
  json_object *attributes = NULL;
  g_autoptr (MvuaZarrLeaf) leaf =
      mvua_zarr_tree_open_array (tree, path, &attributes, &error);

  g_assert_true ((leaf == NULL) == (error != NULL));
  if (leaf != NULL)
    understand (mvua_zarr_leaf_get_meta (leaf), attributes);
  json_object_put (attributes);
}

static gboolean
open_store (guint kind, const char *text, gsize n)
{
  g_autoptr (MvuaZarrChunks) chunks = mvua_zarr_chunks_new (1 << 20);
  g_autoptr (GError) error = NULL;

  mvua_fuzz_store_put (".zmetadata", kind == V2_STORE ? text : NULL, n);
  mvua_fuzz_store_put ("zarr.json", kind == V3_STORE ? text : NULL, n);
  g_autoptr (MvuaZarrTree) tree =
      mvua_zarr_tree_open (mvua_fuzz_store_get_folder (), chunks, &error);
  g_assert_true ((tree == NULL) == (error != NULL));
  if (tree == NULL)
    return FALSE;

  const GPtrArray *paths = mvua_zarr_tree_list (tree);
  for (guint i = 0; i < MIN (paths->len, MOST_OPENED); i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_assert_true (mvua_zarr_tree_has (tree, path));
      if (mvua_zarr_tree_has_array (tree, path))
        open_array (tree, path);
      else
        json_object_put (mvua_zarr_tree_load_attributes (tree, path, NULL));
    }
  return TRUE;
}

gboolean
mvua_fuzz_one (const guint8 *data, gsize n)
{
  if (n < 1)
    return FALSE;
  const guint kind = data[0] % N_KINDS;
  const char *text = (const char *) data + 1;

  return kind == V2 || kind == V3 ? parse_array (kind, text, n - 1)
                                  : open_store (kind, text, n - 1);
}
