/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Kerchunk's JSON: its versions, cut at every byte, changed, nested, lying about sizes.
 */

#include "mvua-ref-json.h"
#include "ref-fixture.h"

static MvuaRefSet *
read_json (const char *text, gsize length, GError **error)
{
  g_autoptr (GBytes) file = g_bytes_new (text, length);

  return mvua_ref_json_read (file, "a.json", NULL, error);
}

static MvuaRefSet *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  MvuaRefSet *set = read_json (text, strlen (text), &error);

  g_assert_no_error (error);
  return set;
}

static const char version_1[] =
    "{\"version\":1,\"templates\":{\"u\":\"s3://b/x\",\"f\":\"y\"},\"gen\":[],\"refs\":{"
    "\".zgroup\":\"{\\\"zarr_format\\\":2}\",\"a/"
    ".zarray\":{\"fill_value\":NaN,\"n\":1.5},"
    "\"a/0\":[\"{{u}}\",3,4],\"a/1\":[\"{{ u }}/{{f}}\"],\"a/2\":\"base64:AAEC/w==\","
    "\"a/3\":\"\\u0000\\u0000abc\",\"a/4\":\"base64:\",\"a/5\":\"\"}}";

static void
test_json_1 (void)
{
  g_autoptr (MvuaRefSet) set = read_text (version_1);
  MvuaRef ref;

  g_assert_cmpuint (mvua_ref_set_get_n (set), ==, 8);
  assert_inline (set, ".zgroup", "{\"zarr_format\":2}", 17);
  assert_range (set, "a/0", "s3://b/x", 3, 4);
  g_assert_true (mvua_ref_set_find (set, "a/1", &ref));
  g_assert_cmpint (ref.kind, ==, MVUA_REF_WHOLE);
  g_assert_cmpstr (mvua_ref_set_get_url (set, ref.url), ==, "s3://b/x/y");
  assert_inline (set, "a/2", "\0\1\2\xff", 4);
  assert_inline (set, "a/3", "\0\0abc", 5);
  assert_inline (set, "a/4", "", 0);
  assert_inline (set, "a/5", "", 0);
  /* What was an object is the text of it. */
  g_assert_true (mvua_ref_set_find (set, "a/.zarray", &ref));
  g_autofree char *text = g_strndup ((const char *) ref.bytes, ref.n_bytes);
  g_assert_nonnull (strstr (text, "\"fill_value\":NaN"));
}

static void
test_json_0 (void)
{
  g_autoptr (MvuaRefSet) set = read_text (
      " {\".zgroup\":{\"zarr_format\":2},\"a/0\":[\"{{not}} a template\", 0, 9]}\n");

  assert_inline (set, ".zgroup", "{\"zarr_format\":2}", 17);
  assert_range (set, "a/0", "{{not}} a template", 0, 9);
}

static void
test_json_list (void)
{
  g_autoptr (MvuaRefSet) set = read_text (
      "[{\"version\":1,\"templates\":{\"u\":\"one\"},\"refs\":{\"t/0\":[\"{{u}}\",1,2]}},"
      "{\"version\":1,\"templates\":{\"u\":\"two\"},\"refs\":{\"t/"
      "0\":[\"{{u}}\",3,4]}}]");

  assert_range (set, "0/t/0", "one", 1, 2);
  assert_range (set, "1/t/0", "two", 3, 4);
}

static const struct
{
  const char *text;
  const char *complaint;
} bad_json[] = {
  { "", "ends too early" },
  { "   ", "ends too early" },
  { "null", "expected an object" },
  { "3", "expected an object" },
  { "\"x\"", "expected an object" },
  { "{}", "neither" },
  { "[]", "empty list" },
  { "[3]", "number 0 in it" },
  { "[{\"idx\":1}]", "number 0 in it" },
  { "{\"version\":1}", "no object “refs”" },
  { "{\"version\":1,\"refs\":[]}", "no object “refs”" },
  { "{\"version\":2,\"refs\":{}}", "version 2" },
  { "{\"version\":\"1\",\"refs\":{}}", "version \"1\"" },
  { "{\"version\":1,\"refs\":{},\"gen\":[{}]}", "“gen”" },
  { "{\"version\":1,\"refs\":{},\"gen\":{}}", "“gen”" },
  { "{\"version\":1,\"refs\":{},\"templates\":[]}", "“templates”" },
  { "{\"version\":1,\"refs\":{},\"templates\":{\"u\":3}}", "template “u”" },
  { "{\"version\":1,\"refs\":{},\"templates\":{\"u\":\"{{c}}\"}}", "is a function" },
  { "{\"version\":1,\"refs\":{\"a\":[\"{{u}}\"]},\"templates\":{}}", "no template “u”" },
  { "{\"version\":1,\"refs\":{\"a\":null}}", "“a”: expected text" },
  { "{\"version\":1,\"refs\":{\"a\":1}}", "“a”: expected text" },
  { "{\"version\":1,\"refs\":{\"a\":[]}}", "“a”: expected [URL]" },
  { "{\"version\":1,\"refs\":{\"a\":[1]}}", "“a”: expected [URL]" },
  { "{\"version\":1,\"refs\":{\"a\":[\"u\",1]}}", "“a”: expected [URL]" },
  { "{\"version\":1,\"refs\":{\"a\":[\"u\",1,2,3]}}", "“a”: expected [URL]" },
  { "{\"version\":1,\"refs\":{\"a\":[\"u\",1,-2]}}", "“a”: expected [URL]" },
  { "{\"version\":1,\"refs\":{\"a\":[\"u\",1.5,2]}}", "“a”: expected [URL]" },
  { "{\"version\":1,\"refs\":{\"a\":[\"u\",\"1\",2]}}", "“a”: expected [URL]" },
  { "{\"version\":1,\"refs\":{\"a\":[\"u\",9223372036854775807,1]}}", "not a part" },
  { "{\"version\":1,\"refs\":{\"a\":[\"\",1,2]}}", "URL is empty" },
  { "{\"version\":1,\"refs\":{\"a\":[\"u\\u0000v\",1,2]}}", "zero byte" },
  { "{\"version\":1,\"refs\":{\"a\":\"base64:%%%%\"}}", "not base64" },
  { "{\"version\":1,\"refs\":{\"a\":\"base64:AAA\"}}", "not base64" },
  { "{\"version\":1,\"refs\":{\"a\":\"base64:A===\"}}", "not base64" },
  { "{\"version\":1,\"refs\":{\"a\":\"base64:AA=A\"}}", "not base64" },
  { "{\"version\":1,\"refs\":{\"/a\":\"x\"}}", "is not a key" },
  { "{\"version\":1,\"refs\":{}} x", "at byte" },
  { "{\"version\":1,\"refs\":{}", "ends too early" },
  { "{\"version\":1,\"refs\":{\"a\":'x'}}", "at byte" },
  { "{\"version\":1,\"refs\":{\"\xff\":\"x\"}}", "at byte" },
};

static void
test_json_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_json); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MvuaRefSet) set =
          read_json (bad_json[i].text, strlen (bad_json[i].text), &error);

      if (set != NULL)
        g_error ("%s was read", bad_json[i].text);
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
      g_assert_true (g_str_has_prefix (error->message, "a.json: "));
      if (strstr (error->message, bad_json[i].complaint) == NULL)
        g_error ("%s: “%s” does not say “%s”", bad_json[i].text, error->message,
                 bad_json[i].complaint);
    }
}

static void
test_json_cut (void)
{
  for (gsize n = 0; n < strlen (version_1); n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MvuaRefSet) set = read_json (version_1, n, &error);

      g_assert_null (set);
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
    }
}

/* Whatever comes of it, it comes without a crash, and with an error if with nothing. */
static void
test_json_changed (void)
{
  static const char changes[] = "\0\"\\{}[],:x9\xff";
  const gsize n = strlen (version_1);
  g_autofree char *text = g_strdup (version_1);

  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < sizeof changes - 1; c++)
      {
        g_autoptr (GError) error = NULL;
        text[i] = changes[c];
        g_autoptr (MvuaRefSet) set = read_json (text, n, &error);
        text[i] = version_1[i];
        g_assert_true ((set == NULL) == (error != NULL));
      }
  /* A zero byte is not the end of what is there. */
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaRefSet) set = read_json ("{\".zgroup\":\"\"}\0 more", 20, &error);
  g_assert_null (set);
  g_assert_nonnull (strstr (error->message, "zero byte"));
}

static void
test_json_nested (void)
{
  static const char *const ends[] = { "[", "{\"a\":" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      for (guint n = 0; n < 100000; n++)
        g_string_append (text, ends[i]);
      g_autoptr (MvuaRefSet) set = read_json (text->str, text->len, &error);
      g_assert_null (set);
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
      g_assert_nonnull (strstr (error->message, "at byte"));
    }
}

/* A set of a megabyte whose one URL would have gigabytes. */
static void
test_json_grows (void)
{
  g_autofree char *once = g_strnfill (1 << 20, 'x');
  g_autoptr (GString) text = g_string_new ("{\"version\":1,\"templates\":{\"u\":\"");
  g_autoptr (GError) error = NULL;

  g_string_append_printf (text, "%s\"},\"refs\":{\"a\":[\"", once);
  for (guint i = 0; i < 4096; i++)
    g_string_append (text, "{{u}}");
  g_string_append (text, "\"]}}");
  g_autoptr (MvuaRefSet) set = read_json (text->str, text->len, &error);
  g_assert_null (set);
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_nonnull (strstr (error->message, "“a”: its URL has more than 65536 bytes"));
}

static GBytes *
compress (const char *text, gsize length)
{
  g_autoptr (GConverter) converter =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, converter);

  g_assert_true (g_output_stream_write_all (stream, text, length, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
test_json_compressed (void)
{
  g_autoptr (GBytes) file = compress (version_1, strlen (version_1));
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaRefSet) set = mvua_ref_json_read (file, "a.json.gz", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (mvua_ref_set_get_n (set), ==, 8);
  for (gsize n = 2; n < g_bytes_get_size (file); n++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (file, 0, n);
      g_autoptr (GError) own = NULL;
      g_assert_null (mvua_ref_json_read (part, "a.json.gz", NULL, &own));
      g_assert_error (own, MVUA_ERROR, MVUA_ERROR_SOURCE);
    }
  /* 300 MB of spaces in 300 KB. */
  g_autofree char *spaces = g_malloc (300 << 20);
  memset (spaces, ' ', 300 << 20);
  g_autoptr (GBytes) bomb = compress (spaces, 300 << 20);
  g_assert_null (mvua_ref_json_read (bomb, "bomb.gz", NULL, &error));
  g_assert_nonnull (strstr (error->message, "unpacks to more than"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ref-json/version-1", test_json_1);
  g_test_add_func ("/ref-json/version-0", test_json_0);
  g_test_add_func ("/ref-json/list", test_json_list);
  g_test_add_func ("/ref-json/refused", test_json_refused);
  g_test_add_func ("/ref-json/cut", test_json_cut);
  g_test_add_func ("/ref-json/changed", test_json_changed);
  g_test_add_func ("/ref-json/nested", test_json_nested);
  g_test_add_func ("/ref-json/grows", test_json_grows);
  g_test_add_func ("/ref-json/compressed", test_json_compressed);
  return g_test_run ();
}
