/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz.h"

#include <string.h>

/* Kinds of fuzz-zarr-metadata.c. */
enum
{
  V2,
  V3,
  V2_STORE,
  V3_STORE,
};

#define V3_HEAD                                                                          \
  "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[3,4],\"data_type\":"            \
  "\"float32\","                                                                         \
  "\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":[2,4]}},"     \
  "\"chunk_key_encoding\":{\"name\":\"default\",\"configuration\":{\"separator\":\"/"    \
  "\"}},"
#define V3_BYTES "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}"
#define V3_ARRAY                                                                         \
  V3_HEAD "\"fill_value\":\"NaN\",\"codecs\":[" V3_BYTES "],"                            \
          "\"attributes\":{\"units\":\"K\"},\"dimension_names\":[\"step\",null]}"

#define V2_ARRAY                                                                         \
  "{\"zarr_format\":2,\"shape\":[3,4],\"chunks\":[2,4],\"dtype\":\"<f4\",\"order\":"     \
  "\"C\","                                                                               \
  "\"compressor\":{\"id\":\"blosc\",\"cname\":\"zstd\",\"clevel\":1,\"shuffle\":1},"     \
  "\"fill_value\":NaN,\"filters\":null,\"dimension_separator\":\".\"}"

#define ZERO "\0"

/* clang-format off */
static const struct
{
  const char *name;
  guint8 kind;
  const char *text;
  gsize n;
} seeds[] = {
#define SEED(name, kind, text) { name, kind, text, sizeof (text) - 1 }
  SEED ("v2", V2, V2_ARRAY ZERO "{\"_ARRAY_DIMENSIONS\":[\"step\",\"longitude\"],\"units\":\"K\"}"),
  SEED ("v2 packed", V2,
        "{\"zarr_format\":2,\"shape\":[7],\"chunks\":[7],\"dtype\":\">i2\",\"order\":\"C\","
        "\"compressor\":{\"id\":\"zlib\",\"level\":1},\"fill_value\":-32767,\"filters\":[]}" ZERO
        "{\"scale_factor\":[0.5],\"add_offset\":2,\"missing_value\":-9999,\"_FillValue\":\"AAAAAAAA+H8=\"}"),
  SEED ("v2 time", V2,
        "{\"zarr_format\":2,\"shape\":[],\"chunks\":[],\"dtype\":\"<i8\",\"order\":\"C\","
        "\"compressor\":null,\"fill_value\":null,\"filters\":null}" ZERO
        "{\"units\":\"hours since 2025-09-18 00:00:00.5\",\"calendar\":\"proleptic_gregorian\"}"),
  SEED ("v2 bits", V2,
        "{\"zarr_format\":2,\"shape\":[2,0],\"chunks\":[1,1],\"dtype\":\"|b1\",\"order\":\"C\","
        "\"compressor\":{\"id\":\"lz4\"},\"fill_value\":false,\"filters\":null,\"dimension_separator\":\"/\"}" ZERO
        "{\"units\":\"days\"}"),
  SEED ("v3", V3, V3_ARRAY),
  SEED ("v3 packed", V3,
        V3_HEAD "\"fill_value\":\"0x7fc00000\",\"codecs\":[{\"name\":\"transpose\",\"configuration\":"
        "{\"order\":[0,1]}}," V3_BYTES ",\"zstd\",{\"name\":\"crc32c\"}],\"storage_transformers\":[],"
        "\"attributes\":{\"units\":\"seconds since 1970-01-01T00:00:00Z\"}}"),
  SEED ("v3 sharded", V3,
        V3_HEAD "\"fill_value\":0.5,\"codecs\":[{\"name\":\"sharding_indexed\",\"configuration\":"
        "{\"chunk_shape\":[1,2],\"codecs\":[" V3_BYTES ",{\"name\":\"blosc\",\"configuration\":{}}],"
        "\"index_codecs\":[" V3_BYTES ",{\"name\":\"crc32c\"}],\"index_location\":\"start\"}}]}"),
  SEED ("v2 store", V2_STORE,
        "{\"zarr_consolidated_format\":1,\"metadata\":{\".zgroup\":{\"zarr_format\":2},"
        "\".zattrs\":{\"title\":\"x\"},\"gep01/.zgroup\":{\"zarr_format\":2},\"gep01/t2m/.zarray\":"
        V2_ARRAY ",\"gep01/t2m/.zattrs\":{\"units\":\"K\"},\"g\\u0065p01/.zattrs\":{}}}"),
  SEED ("v3 store", V3_STORE,
        "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{\"a\":[{}]},\"consolidated_metadata\":"
        "{\"kind\":\"inline\",\"must_understand\":false,\"metadata\":{\"gep01\":{\"zarr_format\":3,"
        "\"node_type\":\"group\"},\"gep01/t2m\":" V3_ARRAY "}}}"),
  SEED ("v3 not consolidated", V3_STORE,
        "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{},\"consolidated_metadata\":null}"),
};
/* clang-format on */

void
mvua_fuzz_make_seeds (MvuaFuzzSeeds *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    mvua_fuzz_seeds_add_with (to, seeds[i].name, &seeds[i].kind, 1, seeds[i].text,
                              seeds[i].n);
}
