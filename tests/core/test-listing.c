/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Pages of listings: S3's and those of web servers; whole, cut, odd and hostile. */

#include "mvua-error.h"
#include "mvua-listing.h"

#include <string.h>

#define OPEN                                                                             \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                         \
  "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
#define CLOSE "</ListBucketResult>"
#define LAST "<IsTruncated>false</IsTruncated>"
#define OBJECT(key) "<Contents><Key>" key "</Key><Size>1</Size></Contents>"

/* As NOAA's bucket answers, but shorter. */
static const char real_page[] = OPEN
    "<Name>noaa-gefs-pds</Name><Prefix>gefs.20250918/00/</Prefix>"
    "<NextContinuationToken>1BmW/x+4=</NextContinuationToken>"
    "<KeyCount>2</KeyCount><MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated>"
    "<Contents><Key>gefs.20250918/00/atmos/pgrb2sp25/gep01.t00z.pgrb2s.0p25.f003</Key>"
    "<LastModified>2025-09-18T03:47:12.000Z</LastModified>"
    "<ETag>&quot;9b2cf535f27731c974343645a3985328-3&quot;</ETag>"
    "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>"
    "<Size>17179869184</Size><StorageClass>INTELLIGENT_TIERING</StorageClass></Contents>"
    "<Contents><Key>gefs.20250918/00/a &amp; b&#x27;&lt;.txt</Key>"
    "<LastModified>2025-09-18T03:47:12.000Z</LastModified>"
    "<ETag>\"x\"</ETag><Size>0</Size>"
    "<Owner><ID>x</ID><Key>of the owner</Key></Owner></Contents>"
    "<CommonPrefixes><Prefix>gefs.20250918/00/atmos/</Prefix></CommonPrefixes>"
    "<CommonPrefixes><Prefix>gefs.20250918/00/wave/</Prefix></CommonPrefixes>" CLOSE;

static const MvuaObject *
object_of (const MvuaListing *listing, guint i)
{
  return g_ptr_array_index (listing->objects, i);
}

static MvuaListing *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  MvuaListing *listing = mvua_listing_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return listing;
}

static void
test_page (void)
{
  g_autoptr (MvuaListing) listing = parse (real_page);

  g_assert_cmpuint (listing->objects->len, ==, 2);
  g_assert_cmpstr (object_of (listing, 0)->key, ==,
                   "gefs.20250918/00/atmos/pgrb2sp25/gep01.t00z.pgrb2s.0p25.f003");
  g_assert_cmpstr (object_of (listing, 0)->etag, ==,
                   "\"9b2cf535f27731c974343645a3985328-3\"");
  g_assert_cmpuint (object_of (listing, 0)->size, ==, 17179869184);
  g_assert_cmpint (object_of (listing, 0)->modified, ==, 1758167232);
  g_assert_cmpstr (object_of (listing, 1)->key, ==, "gefs.20250918/00/a & b'<.txt");
  g_assert_cmpstr (object_of (listing, 1)->etag, ==, "\"x\"");
  g_assert_cmpuint (object_of (listing, 1)->size, ==, 0);
  g_assert_cmpuint (listing->prefixes->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (listing->prefixes, 0), ==,
                   "gefs.20250918/00/atmos/");
  g_assert_cmpstr (listing->token, ==, "1BmW/x+4=");
}

static void
assert_refused (const char *text, gsize length, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mvua_listing_parse (text, length, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” says nothing of “%s”", error->message, word);
  g_assert_cmpuint (strlen (error->message), <, 1500);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* No beginning of a page passes for the page.  Each is in a buffer of its own length, so
 * that reading on is found. */
static void
test_cut (void)
{
  for (gsize n = 0; n < sizeof real_page - 1; n++)
    {
      g_autofree char *text = g_memdup2 (real_page, n);
      assert_refused (text ? text : "", n, "malformed");
    }
}

/* Whatever one octet becomes, nothing worse than a refusal or other text comes of it. */
static void
test_flipped (void)
{
  guint n_read = 0;

  for (gsize i = 0; i < sizeof real_page - 1; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autofree char *text = g_memdup2 (real_page, sizeof real_page - 1);
        g_autoptr (GError) error = NULL;
        text[i] = (char) (text[i] ^ (1 << bit));
        g_autoptr (MvuaListing) listing =
            mvua_listing_parse (text, sizeof real_page - 1, &error);
        g_assert_true ((listing == NULL) == (error != NULL));
        for (guint k = 0; listing != NULL && k < listing->objects->len; k++)
          g_assert_true (mvua_listing_is_key (object_of (listing, k)->key));
        n_read += listing != NULL;
      }
  g_assert_cmpuint (n_read, >, 0);
}

static void
test_tolerated (void)
{
  static const struct
  {
    const char *text;
    const char *key;
    const char *etag;
    guint64 size;
    gint64 modified;
  } pages[] = {
    { OPEN LAST OBJECT ("a") CLOSE, "a", NULL, 1, 0 },
    { "\xEF\xBB\xBF<ListBucketResult>" OBJECT ("a") LAST CLOSE "\n<!-- x -->\n", "a",
      NULL, 1, 0 },
    { "<s3:ListBucketResult xmlns:s3=\"x\"><s3:IsTruncated>false</s3:IsTruncated>"
      "<s3:Contents><s3:Key>a</s3:Key><s3:Size>1</s3:Size></s3:Contents>"
      "</s3:ListBucketResult>",
      "a", NULL, 1, 0 },
    { OPEN LAST "<EncodingType>url</EncodingType>" OBJECT ("a%2Bb+c%C3%A9/d") CLOSE,
      "a+b cé/d", NULL, 1, 0 },
    { OPEN OBJECT ("a%2Bb+c") LAST CLOSE, "a%2Bb+c", NULL, 1, 0 },
    { OPEN LAST "<Contents><Key><![CDATA[a&b]]></Key><Size>1</Size></Contents>" CLOSE,
      "a&b", NULL, 1, 0 },
    { OPEN LAST "<Contents><Size>9223372036854775807</Size><ETag>abc-2</ETag>"
                "<Key>a</Key></Contents>" CLOSE,
      "a", "\"abc-2\"", G_MAXINT64, 0 },
    { OPEN LAST "<Contents><Key>a</Key><Size>7</Size><ETag>W/\"abc\"</ETag>"
                "<LastModified>2025-09-18T00:00:00+03:00</LastModified></Contents>" CLOSE,
      "a", NULL, 7, 1758142800 },
    { OPEN "<x><y/><Contents/></x>" LAST "<Name/>" OBJECT ("a") "<?pi?>" CLOSE, "a", NULL,
      1, 0 },
    { OPEN LAST OBJECT (".../..a/b..") CLOSE, ".../..a/b..", NULL, 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (MvuaListing) listing = parse (pages[i].text);
      g_assert_cmpuint (listing->objects->len, ==, 1);
      g_assert_cmpstr (object_of (listing, 0)->key, ==, pages[i].key);
      g_assert_cmpstr (object_of (listing, 0)->etag, ==, pages[i].etag);
      g_assert_cmpuint (object_of (listing, 0)->size, ==, pages[i].size);
      g_assert_cmpint (object_of (listing, 0)->modified, ==, pages[i].modified);
      g_assert_null (listing->token);
    }
}

static const struct
{
  const char *text;
  const char *word;
} refused[] = {
  { "", "no XML" },
  { "   \n", "no XML" },
  { "{\"keys\": []}", "no XML" },
  { "<html></html>", "unexpected element “html”" },
  { OPEN CLOSE, "no word" },
  { OPEN LAST LAST CLOSE, "IsTruncated" },
  { OPEN "<IsTruncated>yes</IsTruncated>" CLOSE, "IsTruncated is “yes”" },
  { OPEN "<IsTruncated>true</IsTruncated>" CLOSE, "no token" },
  { OPEN "<IsTruncated>true</IsTruncated><NextContinuationToken/>" CLOSE, "no token" },
  { OPEN LAST "<EncodingType>quoted-printable</EncodingType>" CLOSE, "too long" },
  { OPEN LAST "<EncodingType>b64</EncodingType>" CLOSE, "EncodingType" },
  { OPEN LAST "<Contents><Size>1</Size></Contents>" CLOSE, "no Key" },
  { OPEN LAST "<Contents><Key>a</Key></Contents>" CLOSE, "no Size in an object “a”" },
  { OPEN LAST "<Contents/>" CLOSE, "no Key" },
  { OPEN LAST "<Contents><Key>a</Key><Key>b</Key><Size>1</Size></Contents>" CLOSE,
    "Key is “b”" },
  { OPEN LAST "<Contents><Key>a</Key><Size>1</Size><Size>1</Size></Contents>" CLOSE,
    "Size" },
  { OPEN LAST "<Contents><Key>a<b/></Key><Size>1</Size></Contents>" CLOSE,
    "an element within “Key”" },
  { OPEN LAST "<Contents><Key>a</Key><Size>-1</Size></Contents>" CLOSE, "Size is “-1”" },
  { OPEN LAST "<Contents><Key>a</Key><Size>+1</Size></Contents>" CLOSE, "Size" },
  { OPEN LAST "<Contents><Key>a</Key><Size>0x1</Size></Contents>" CLOSE, "Size" },
  { OPEN LAST "<Contents><Key>a</Key><Size></Size></Contents>" CLOSE, "Size" },
  { OPEN LAST "<Contents><Key>a</Key><Size> 1</Size></Contents>" CLOSE, "Size" },
  { OPEN LAST "<Contents><Key>a</Key><Size>9223372036854775808</Size></Contents>" CLOSE,
    "Size" },
  { OPEN LAST "<Contents><Key>a</Key><Size>18446744073709551616</Size></Contents>" CLOSE,
    "Size" },
  { OPEN LAST
    "<Contents><Key>a</Key><Size>1</Size><ETag>\"a\r\nb\"</ETag></Contents>" CLOSE,
    "ETag" },
  { OPEN LAST
    "<Contents><Key>a</Key><Size>1</Size><ETag>\"a\"b\"</ETag></Contents>" CLOSE,
    "ETag" },
  { OPEN LAST "<Contents><Key>a</Key><Size>1</Size><ETag>\"</ETag></Contents>" CLOSE,
    "ETag" },
  { OPEN LAST "<Contents><Key>a</Key><Size>1</Size><LastModified>soon</LastModified>"
              "</Contents>" CLOSE,
    "LastModified" },
  { OPEN LAST OBJECT ("") CLOSE, "no key" },
  { OPEN LAST OBJECT ("..") CLOSE, "no key" },
  { OPEN LAST OBJECT ("../a") CLOSE, "no key" },
  { OPEN LAST OBJECT ("a/../b") CLOSE, "no key" },
  { OPEN LAST OBJECT ("a/./b") CLOSE, "no key" },
  { OPEN LAST OBJECT ("a/..") CLOSE, "no key" },
  { OPEN LAST OBJECT ("a\nb") CLOSE, "no key" },
  { OPEN LAST OBJECT ("a&#x7f;b") CLOSE, "no key" },
  { OPEN LAST OBJECT ("a\xC2\x85z") CLOSE, "no key" },
  { OPEN LAST OBJECT ("a\xFFz") CLOSE, "no XML" },
  { OPEN LAST OBJECT ("<![CDATA[a\xFFz]]>") CLOSE, "not UTF-8" },
  { OPEN LAST OBJECT ("a&#0;b") CLOSE, "no XML" },
  { OPEN LAST OBJECT ("a&nbsp;b") CLOSE, "no XML" },
  { OPEN LAST "<EncodingType>url</EncodingType>" OBJECT ("a%2") CLOSE, "encoded" },
  { OPEN LAST "<EncodingType>url</EncodingType>" OBJECT ("a%00b") CLOSE, "encoded" },
  { OPEN LAST "<EncodingType>url</EncodingType>" OBJECT ("%2E%2E/b") CLOSE, "no key" },
  { OPEN LAST "<EncodingType>url</EncodingType>" OBJECT ("%FF") CLOSE, "no key" },
  { OPEN LAST "<CommonPrefixes><Prefix>../</Prefix></CommonPrefixes>" CLOSE, "no key" },
  { OPEN LAST "</Wrong>", "no XML" },
  { OPEN LAST CLOSE "<Contents/>", "second document" },
  { OPEN LAST CLOSE OPEN LAST CLOSE, "second document" },
  { "<Error><Code>SlowDown</Code><Message>Reduce your rate.</Message></Error>",
    "says SlowDown: Reduce your rate." },
  { "<?xml version=\"1.0\"?><Error/>", "says Error" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_refused (refused[i].text, strlen (refused[i].text), refused[i].word);
}

/* A text made of a beginning, a piece many times, and an end. */
static GString *
repeat (const char *before, const char *piece, guint n, const char *after)
{
  GString *text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    g_string_append (text, piece);
  return g_string_append (text, after);
}

/* What is made to cost much: nothing that is declared is expanded, and depth, counts and
 * lengths have bounds. */
static void
test_hostile (void)
{
  static const struct
  {
    const char *before;
    const char *piece;
    guint n;
    const char *after;
    const char *word;
  } pages[] = {
    { OPEN LAST, "<a>", 1000000, CLOSE, "too deep" },
    { OPEN LAST "<Contents><Key>", "k", 1025, "</Key><Size>1</Size></Contents>" CLOSE,
      "no key" },
    { OPEN LAST "<Contents><Key>", "k", 5000000, "</Key><Size>1</Size></Contents>" CLOSE,
      "too long or no text “Key”" },
    { OPEN LAST "<Contents><Key>", "&amp;", 1500000,
      "</Key><Size>1</Size></Contents>" CLOSE, "too long or no text “Key”" },
    { OPEN "<IsTruncated>true</IsTruncated><NextContinuationToken>", "t", 4097,
      "</NextContinuationToken>" CLOSE, "NextContinuationToken" },
    { OPEN LAST, OBJECT ("a"), 10001, CLOSE, "too many objects" },
    { OPEN LAST "<CommonPrefixes>", "<Prefix>a</Prefix>", 10001,
      "</CommonPrefixes>" CLOSE, "Prefix" },
    { "<", "a", 4000000, " x='1'/>", "unexpected element" },
    { "<ListBucketResult ", "a='b' ", 1000000, "></Wrong>", "no XML" },
    { OPEN LAST CLOSE, " ", MVUA_LISTING_MOST_BYTES, "", "too long" },
    { "<!DOCTYPE x [<!ENTITY a \"", "lol", 100000,
      "\">]><ListBucketResult>" LAST OBJECT ("&a;") CLOSE, "no XML" },
    { "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>", "", 1,
      "<ListBucketResult>" LAST OBJECT ("&a;") CLOSE, "no XML" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GString *text =
          repeat (pages[i].before, pages[i].piece, pages[i].n, pages[i].after);
      assert_refused (text->str, text->len, pages[i].word);
      g_string_free (text, TRUE);
    }
}

/* The largest that is allowed. */
static void
test_bounds (void)
{
  GString *key = repeat ("", "k", 1024, "");
  GString *page = repeat (OPEN LAST "<Contents><Key>", "k", 1024,
                          "</Key><Size>1</Size></Contents>" CLOSE);
  GString *many = repeat (OPEN LAST, OBJECT ("a"), 10000, CLOSE);

  g_autoptr (MvuaListing) listing = parse (page->str);
  g_assert_cmpstr (object_of (listing, 0)->key, ==, key->str);
  g_autoptr (MvuaListing) other = parse (many->str);
  g_assert_cmpuint (other->objects->len, ==, 10000);
  g_string_free (key, TRUE);
  g_string_free (page, TRUE);
  g_string_free (many, TRUE);
}

static void
test_recognise (void)
{
  static const struct
  {
    const char *text;
    MvuaListingKind kind;
  } texts[] = {
    { "", MVUA_LISTING_KIND_NONE },
    { "<", MVUA_LISTING_KIND_NONE },
    { "plain", MVUA_LISTING_KIND_NONE },
    { "<rss/>", MVUA_LISTING_KIND_NONE },
    { "<ListBucketResults/>", MVUA_LISTING_KIND_NONE },
    { "<!-- <html>", MVUA_LISTING_KIND_NONE },
    { "<?xml", MVUA_LISTING_KIND_NONE },
    { "<Error/>", MVUA_LISTING_KIND_S3 },
    { OPEN, MVUA_LISTING_KIND_S3 },
    { "\xEF\xBB\xBF <!-- - -> --><s3:ListBucketResult>", MVUA_LISTING_KIND_S3 },
    { "<html>", MVUA_LISTING_KIND_PAGE },
    { "<!DOCTYPE HTML PUBLIC \"x\">\n<HTML lang='en'>", MVUA_LISTING_KIND_PAGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = g_memdup2 (texts[i].text, strlen (texts[i].text));
      g_assert_cmpint (mvua_listing_recognise (text ? text : "", strlen (texts[i].text)),
                       ==, texts[i].kind);
    }
}

#define TITLE "<html><head><title>Index of /gefs/</title></head>"

/* As nginx 1.22, Apache 2.4 and Python 3.11 make them. */
static const char nginx_page[] =
    "<html>\r\n<head><title>Index of /gefs.20250918/</title></head>\r\n<body>\r\n"
    "<h1>Index of /gefs.20250918/</h1><hr><pre><a href=\"../\">../</a>\r\n"
    "<a href=\"00/\">00/</a>                      18-Sep-2025 00:00             -\r\n"
    "<a href=\"gep01.t00z.pgrb2s.0p25.f000\">gep01.t00z.pgrb2s.0p25.f000</a> 1 2 3\r\n"
    "<a href=\"a%20%26b%25.txt\">a &amp;b%.txt</a>    18-Sep-2025 00:00     5\r\n"
    "</pre><hr></body>\r\n</html>\r\n";

static const char apache_page[] =
    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<html>\n <head>\n"
    "  <title>Index of /gefs.20250918</title>\n </head>\n <body>\n<h1>Index of /x</h1>\n"
    "  <table>\n   <tr><th valign=\"top\"><img src=\"/icons/blank.gif\" alt=\"[ICO]\">"
    "</th><th><a href=\"?C=N;O=D\">Name</a></th></tr>\n"
    "<tr><td><a href=\"/\">Parent Directory</a></td></tr>\n"
    "<tr><td valign=\"top\"><img src=\"/icons/folder.gif\" alt=\"[DIR]\"></td>"
    "<td><a href=\"00/\">00/</a></td></tr>\n"
    "<tr><td><a href=\"gep01.t00z.pgrb2s.0p25.f000\">gep01.t00z.pgr..&gt;</a></td></tr>\n"
    "<tr><td><a href=\"a%20&amp;b%25.txt\">a &amp;b%.txt</a></td></tr>\n"
    "</table>\n<address>Apache</address>\n</body></html>\n";

static const char python_page[] =
    "<!DOCTYPE HTML>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<title>Directory listing for /</title>\n</head>\n<body>\n<ul>\n"
    "<li><a href=\"00/\">00/</a></li>\n"
    "<li><A class='x' HREF='./gep01.t00z.pgrb2s.0p25.f000'>g</A></li>\n"
    "<li><a href=\"a%20%26b%25.txt\">a &amp;b%.txt</a></li>\n"
    "</ul>\n</body>\n</html>";

static void
test_folders (void)
{
  static const char *const pages[] = { nginx_page, apache_page, python_page };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MvuaListing) listing =
          mvua_listing_parse_page (pages[i], strlen (pages[i]), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (listing->objects->len, ==, 2);
      g_assert_cmpstr (object_of (listing, 0)->key, ==, "gep01.t00z.pgrb2s.0p25.f000");
      g_assert_cmpstr (object_of (listing, 1)->key, ==, "a &b%.txt");
      g_assert_cmpuint (object_of (listing, 0)->size, ==, 0);
      g_assert_null (object_of (listing, 0)->etag);
      g_assert_cmpuint (listing->prefixes->len, ==, 1);
      g_assert_cmpstr (g_ptr_array_index (listing->prefixes, 0), ==, "00/");
    }
}

static void
test_folders_cut (void)
{
  const gsize whole = sizeof nginx_page - 1 - 2; /* but for the end of the last line */

  for (gsize n = 0; n < whole; n++)
    {
      g_autofree char *text = g_memdup2 (nginx_page, n);
      g_autoptr (GError) error = NULL;
      g_assert_null (mvua_listing_parse_page (text ? text : "", n, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
    }
}

/* Links that lead elsewhere are no entries. */
static void
test_links (void)
{
  static const char *const links[] = {
    "",      ".",     "./",     "..",      "../x",   "/x",       "x/y",
    "x//",   "?C=M",  "x?y",    "#x",      "x#y",    "http://x", "javascript:x",
    "//x/y", "x%2Fy", "%2e%2e", "%2e%2e/", "x%2",    "x%00y",    "x%0Ay",
    "x%FF",  "a&b;c", "a&am",   ".%2F",    "&#x41;", "%2Fx",     "x&amp",
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *page =
          g_strdup_printf (TITLE "<a href=\"%s\">x</a></html>", links[i]);
      g_autoptr (MvuaListing) listing =
          mvua_listing_parse_page (page, strlen (page), NULL);
      if (listing->objects->len + listing->prefixes->len != 0)
        g_error ("“%s” was taken for an entry", links[i]);
    }
}

/* Pages that are none of folders, and those that are made to confuse. */
static void
test_other_pages (void)
{
  static const struct
  {
    const char *before;
    const char *piece;
    guint n;
    const char *after;
    gboolean is_read;
  } pages[] = {
    { "<html><title>Log in</title><a href=\"x\">x</a>", "", 1, "</html>", FALSE },
    { TITLE, "<a href=\"x\">x</a>", 50001, "</html>", FALSE },
    { TITLE "<!-- ", "", 1, "</html>", FALSE },
    { TITLE, " ", MVUA_LISTING_MOST_BYTES, "</html>", FALSE },
    { TITLE "<!-- ", "<a href=\"x\">", 9, "--></html>", TRUE },
    { TITLE "<a ", "<", 1000000, "</html>", TRUE },
    { TITLE "<a ", "x=\"", 1000000, "</html>", TRUE },
    { TITLE "<a href=\"", "x", 1000000, "\"></html>", TRUE },
    { TITLE "<a href='x\"></a>", "", 1, "</html>", TRUE },
    { TITLE "<b href=\"x\"><a title=\"href='x'\"><a data-href=\"x\"><abbr href=\"x\">",
      "", 1, "</html>", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GString *text =
          repeat (pages[i].before, pages[i].piece, pages[i].n, pages[i].after);
      g_autoptr (GError) error = NULL;
      g_autoptr (MvuaListing) listing =
          mvua_listing_parse_page (text->str, text->len, &error);
      g_assert_cmpint (listing != NULL, ==, pages[i].is_read);
      g_assert_cmpint (error == NULL, ==, pages[i].is_read);
      if (listing != NULL)
        g_assert_cmpuint (listing->objects->len + listing->prefixes->len, ==, 0);
      g_string_free (text, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/listing/page", test_page);
  g_test_add_func ("/listing/cut", test_cut);
  g_test_add_func ("/listing/flipped", test_flipped);
  g_test_add_func ("/listing/tolerated", test_tolerated);
  g_test_add_func ("/listing/refused", test_refused);
  g_test_add_func ("/listing/hostile", test_hostile);
  g_test_add_func ("/listing/bounds", test_bounds);
  g_test_add_func ("/listing/recognise", test_recognise);
  g_test_add_func ("/listing/folders", test_folders);
  g_test_add_func ("/listing/folders-cut", test_folders_cut);
  g_test_add_func ("/listing/links", test_links);
  g_test_add_func ("/listing/other-pages", test_other_pages);
  return g_test_run ();
}
