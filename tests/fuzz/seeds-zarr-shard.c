/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz.h"

#include <string.h>
#include <zstd.h>

/* As fuzz-zarr-shard.c has its arrays. */
#define N_ARRAYS 4
#define N_INNER 6
#define N_VALUES 4
#define PLAIN 0
#define FIRST 2
#define PACKED 3

#define INDEX_SIZE (16 * N_INNER)

static GByteArray *
make_chunk (guint which, guint i)
{
  GByteArray *chunk = g_byte_array_new ();
  float values[N_VALUES];
  guint8 packed[256];

  for (guint v = 0; v < N_VALUES; v++)
    values[v] = (float) (10 * i + v);
  if (which != PACKED)
    return g_byte_array_append (chunk, (const guint8 *) values, sizeof values);
  const gsize n = ZSTD_compress (packed, sizeof packed, values, sizeof values, 1);
  g_assert_false (ZSTD_isError (n));
  return g_byte_array_append (chunk, packed, (guint) n);
}

/* A shard, of which the chunks in @absent are not there. */
static void
add_shard (MvuaFuzzSeeds *seeds, guint which, guint absent)
{
  const gsize n_before = which == FIRST ? INDEX_SIZE + 4 : 0;
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree char *name = g_strdup_printf ("shard-%u-%u", which, absent);
  const guint8 options = (guint8) (which + N_ARRAYS * (absent % 60));
  guint64 index[2 * N_INNER];

  g_byte_array_set_size (file, (guint) n_before);
  for (guint i = 0; i < N_INNER; i++)
    {
      g_autoptr (GByteArray) chunk = make_chunk (which, i);
      const gboolean is_there = (absent & 1u << i) == 0;
      index[2 * i] = is_there ? GUINT64_TO_LE (file->len) : G_MAXUINT64;
      index[2 * i + 1] = is_there ? GUINT64_TO_LE (chunk->len) : G_MAXUINT64;
      if (is_there)
        g_byte_array_append (file, chunk->data, chunk->len);
    }
  if (which == FIRST)
    memcpy (file->data, index, sizeof index);
  else
    g_byte_array_append (file, (const guint8 *) index, sizeof index);
  if (which != FIRST && which != PLAIN && which != PACKED)
    g_byte_array_append (file, (const guint8 *) "sum.", 4); /* the target sums up */
  mvua_fuzz_seeds_add_with (seeds, name, &options, 1, file->data, file->len);
}

void
mvua_fuzz_make_seeds (MvuaFuzzSeeds *seeds)
{
  static const guint absent[] = { 0, 1, 0x15, 0x3f };

  for (guint which = 0; which < N_ARRAYS; which++)
    for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
      add_shard (seeds, which, absent[i]);
}
