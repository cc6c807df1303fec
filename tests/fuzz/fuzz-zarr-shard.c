/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The file of a shard: a small array is read out of it, whole and in a box.  The first
 * octet says which array, that is where its index stands and whether that has a checksum,
 * and which box.
 */

#include "mvua-crc32c.h"
#include "mvua-fuzz-store.h"
#include "mvua-fuzz.h"
#include "mvua-zarr-tree.h"

#include <string.h>

#define N_INNER 6
#define INDEX_SIZE (16 * N_INNER)
#define ROWS 4
#define COLUMNS 6

/* Of [4][6] values in one shard of [4][6], in chunks of [2][2]. */
#define BYTES "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}"
#define ARRAY(codecs, index_codecs, place)                                               \
  "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[4,6],\"data_type\":"            \
  "\"float32\","                                                                         \
  "\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":[4,6]}},"     \
  "\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":0,\"attributes\":{},"    \
  "\"codecs\":[{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[2,2]," \
  "\"codecs\":[" BYTES codecs "],\"index_codecs\":[" BYTES index_codecs "],"             \
  "\"index_location\":\"" place "\"}}]}"
#define CRC ",{\"name\":\"crc32c\"}"

static const struct
{
  const char *name;
  const char *text;
  gboolean has_crc;
  gboolean is_first;
} arrays[] = {
  { "plain", ARRAY ("", "", "end"), FALSE, FALSE },
  { "crc", ARRAY ("", CRC, "end"), TRUE, FALSE },
  { "first", ARRAY ("", CRC, "start"), TRUE, TRUE },
  { "packed", ARRAY (",{\"name\":\"zstd\"}", "", "end"), FALSE, FALSE },
};

static void
make_store (void)
{
  static const char root[] = "{\"zarr_format\":3,\"node_type\":\"group\"}";

  mvua_fuzz_store_put ("zarr.json", root, strlen (root));
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      g_autofree char *json = g_strconcat (arrays[i].name, "/zarr.json", NULL);
      g_autofree char *c = g_strconcat (arrays[i].name, "/c", NULL);
      g_autofree char *row = g_strconcat (arrays[i].name, "/c/0", NULL);
      mvua_fuzz_store_make_folder (arrays[i].name);
      mvua_fuzz_store_make_folder (c);
      mvua_fuzz_store_make_folder (row);
      mvua_fuzz_store_put (json, arrays[i].text, strlen (arrays[i].text));
    }
}

/* Nothing is kept from one input to the next. */
static MvuaZarrTree *
open_store (void)
{
  g_autoptr (MvuaZarrChunks) chunks = mvua_zarr_chunks_new (1 << 20);
  MvuaZarrTree *tree = mvua_zarr_tree_open (mvua_fuzz_store_get_folder (), chunks, NULL);

  g_assert_nonnull (tree);
  return tree;
}

/* The checksum of the index is made right, as nobody finds one by trying. */
static void
mend_checksum (guint8 *bytes, gsize n, gboolean is_first)
{
  guint32 crc;

  if (n < INDEX_SIZE + sizeof crc)
    return;
  guint8 *index = is_first ? bytes : bytes + n - INDEX_SIZE - sizeof crc;
  crc = GUINT32_TO_LE (mvua_crc32c (0, index, INDEX_SIZE));
  memcpy (index + INDEX_SIZE, &crc, sizeof crc);
}

static gboolean
read_box (MvuaZarrLeaf *leaf, const gsize first[2], const gsize count[2], float *values)
{
  const MvuaCfPacking packing = { .scale = 1 };
  g_auto (MvuaZarrLeafRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  const gboolean ok =
      mvua_zarr_leaf_read_floats (leaf, &packing, first, count, values, &read, &error);

  g_assert_true (ok == (error == NULL));
  return ok;
}

gboolean
mvua_fuzz_one (const guint8 *data, gsize n)
{
  static const gsize origin[2] = { 0, 0 }, all[2] = { ROWS, COLUMNS };
  static gboolean is_made;
  float values[ROWS * COLUMNS], box[ROWS * COLUMNS];

  if (n < 1)
    return FALSE;
  if (!is_made)
    make_store ();
  is_made = TRUE;
  const guint which = data[0] % G_N_ELEMENTS (arrays);
  const guint8 place = data[0] / G_N_ELEMENTS (arrays);
  const gsize first[2] = { place % ROWS, place % COLUMNS };
  const gsize count[2] = { ROWS - first[0], COLUMNS - first[1] };
  g_autofree guint8 *bytes = g_memdup2 (data, n);
  g_autofree char *file = g_strconcat (arrays[which].name, "/c/0/0", NULL);

  if (arrays[which].has_crc)
    mend_checksum (bytes + 1, n - 1, arrays[which].is_first);
  mvua_fuzz_store_put (file, bytes + 1, n - 1);
  g_autoptr (MvuaZarrTree) tree = open_store ();
  g_autoptr (MvuaZarrLeaf) leaf =
      mvua_zarr_tree_open_array (tree, arrays[which].name, NULL, NULL);
  g_assert_nonnull (leaf);
  if (!read_box (leaf, origin, all, values))
    return FALSE;
  /* Where all can be read, a part of it is the same. */
  g_assert_true (read_box (leaf, first, count, box));
  for (gsize row = 0; row < count[0]; row++)
    g_assert_true (memcmp (box + row * count[1],
                           values + (first[0] + row) * COLUMNS + first[1],
                           count[1] * sizeof *box) == 0);
  return TRUE;
}
