/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz.h"
#include "mvua-ref-json.h"
#include "mvua-ref-parquet.h"

#include <string.h>

#define ZARRAY(shape, dtype)                                                             \
  "{\\\"zarr_format\\\":2,\\\"shape\\\":" shape ",\\\"chunks\\\":" shape                 \
  ",\\\"dtype\\\":\\\"" dtype "\\\",\\\"order\\\":\\\"C\\\",\\\"compressor\\\":null,"    \
  "\\\"fill_value\\\":null,\\\"filters\\\":null}"

/* clang-format off */
static const char version_1[] =
  "{\"version\":1,\"templates\":{\"u\":\"s3://noaa-gefs-pds/gefs.20250918/00/x\",\"f\":\"y\"},\"gen\":[],"
  "\"refs\":{\".zgroup\":\"{\\\"zarr_format\\\":2}\",\".zattrs\":{\"title\":\"\\u00e9\"},"
  "\"step/.zarray\":\"" ZARRAY ("[2]", "<f8") "\","
  "\"step/.zattrs\":\"{\\\"_ARRAY_DIMENSIONS\\\":[\\\"step\\\"],\\\"units\\\":\\\"hours\\\"}\","
  "\"step/0\":\"base64:AAAAAAAAAAAAAAAAAAAIQA==\","
  "\"time/.zarray\":\"" ZARRAY ("[]", "<i8") "\","
  "\"time/.zattrs\":\"{\\\"units\\\":\\\"seconds since 1970-01-01T00:00\\\"}\",\"time/0\":\"\\u0001\\u0000abcdef\","
  "\"t2m/.zarray\":{\"zarr_format\":2,\"shape\":[2,721,1440],\"chunks\":[1,721,1440],\"dtype\":\"<f8\","
  "\"compressor\":null,\"filters\":[{\"id\":\"grib\",\"var\":\"t2m\"}],\"dimension_separator\":\".\",\"fill_value\":NaN},"
  "\"t2m/0.0.0\":[\"{{u}}\",0,4000],\"t2m/1.0.0\":[\"{{ u }}/{{f}}\"],\"x\":[\"file:///data/a%20b\",1,2],"
  "\"y\":[\"gs://b/x\"],\"z\":[\"a/b\"],\"w\":\"\"}}";

static const char version_0[] =
  " {\".zgroup\":{\"zarr_format\":2},\"a/0\":[\"https://example.org/a\", 0, 9]}\n";

static const char list[] =
  "[{\"version\":1,\"templates\":{\"u\":\"one\"},\"refs\":{\"t/0\":[\"{{u}}\",1,2]}},"
  "{\"version\":1,\"refs\":{\"t/0\":[\"two\",3,4]}}]";
/* clang-format on */

/* As gzip has it, without a loss and without compression's tables. */
static GByteArray *
pack (const char *text, gsize n)
{
  g_autoptr (GConverter) converter =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
  GByteArray *packed = g_byte_array_new ();
  gsize n_read = 0, n_written = 0;

  g_byte_array_set_size (packed, (guint) n + 64);
  g_assert_cmpint (g_converter_convert (converter, text, n, packed->data, packed->len,
                                        G_CONVERTER_INPUT_AT_END, &n_read, &n_written,
                                        NULL),
                   ==, G_CONVERTER_FINISHED);
  return g_byte_array_set_size (packed, (guint) n_written);
}

/* The same set as a table of keys and values, and as our own writer has it. */
static void
add_forms (MvuaFuzzSeeds *seeds)
{
  g_autoptr (GBytes) file = g_bytes_new_static (version_1, strlen (version_1));
  g_autoptr (MvuaRefSet) set = mvua_ref_json_read (file, "seed", NULL, NULL);
  g_autoptr (GBytes) table = mvua_ref_parquet_write (set, NULL);
  g_autoptr (GBytes) text = mvua_ref_json_write (set);
  g_autoptr (GByteArray) packed = pack (version_0, strlen (version_0));

  mvua_fuzz_seeds_add (seeds, "table", g_bytes_get_data (table, NULL),
                       g_bytes_get_size (table));
  mvua_fuzz_seeds_add (seeds, "written", g_bytes_get_data (text, NULL),
                       g_bytes_get_size (text));
  mvua_fuzz_seeds_add (seeds, "packed", packed->data, packed->len);
}

void
mvua_fuzz_make_seeds (MvuaFuzzSeeds *seeds)
{
  mvua_fuzz_seeds_add (seeds, "version 1", version_1, strlen (version_1));
  mvua_fuzz_seeds_add (seeds, "version 0", version_0, strlen (version_0));
  mvua_fuzz_seeds_add (seeds, "list", list, strlen (list));
  add_forms (seeds);
}
