/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz.h"

#include <string.h>

#define OPEN                                                                             \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                         \
  "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
#define CLOSE "</ListBucketResult>"

static const struct
{
  const char *name;
  const char *text;
} seeds[] = {
  { "bucket", OPEN
    "<Name>noaa-gefs-pds</Name><Prefix>gefs.20250918/00/</Prefix>"
    "<NextContinuationToken>1BmW/x+4=</NextContinuationToken>"
    "<KeyCount>2</KeyCount><MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated>"
    "<Contents><Key>gefs.20250918/00/atmos/pgrb2sp25/gep01.t00z.pgrb2s.0p25.f003</Key>"
    "<LastModified>2025-09-18T03:47:12.000Z</LastModified>"
    "<ETag>&quot;9b2cf535f27731c974343645a3985328-3&quot;</ETag>"
    "<Size>17179869184</Size></Contents>"
    "<Contents><Key>a &amp; b&#x27;&lt;&#233;.txt</Key><ETag>\"x\"</ETag><Size>0</Size>"
    "<Owner><ID>x</ID><Key>of the owner</Key></Owner></Contents>"
    "<CommonPrefixes><Prefix>gefs.20250918/00/atmos/</Prefix></CommonPrefixes>" CLOSE },
  { "nothing", OPEN "<KeyCount>0</KeyCount><IsTruncated>false</IsTruncated>" CLOSE },
  { "other names", "\xEF\xBB\xBF<!-- x --><s:ListBucketResult "
                   "xmlns:s='x'><s:Contents><s:Key><![CDATA[a<b]]>"
                   "</s:Key><s:Size>1</s:Size><s:Empty/></s:Contents>"
                   "<s:IsTruncated>false</s:IsTruncated></s:ListBucketResult>" },
  { "nginx",
    "<html>\r\n<head><title>Index of /gefs.20250918/</title></head>\r\n<body>\r\n"
    "<h1>Index of /gefs.20250918/</h1><hr><pre><a href=\"../\">../</a>\r\n"
    "<a href=\"00/\">00/</a> 18-Sep-2025 03:47 -\r\n"
    "<a href=\"a%20b.idx\">a b.idx</a> 18-Sep-2025 03:47 12\r\n</pre><hr></body>\r\n"
    "</html>\r\n" },
  { "Apache",
    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<html>\n <head>\n"
    "  <title>Index of /x</title>\n </head>\n <body>\n<table>"
    "<tr><th><a href=\"?C=N;O=D\">Name</a></th></tr>"
    "<tr><td><a href=\"/\">Parent Directory</a></td></tr>"
    "<tr><td><a href=\"gep01.t00z.pgrb2s.0p25.f003\">gep01</a></td></tr>"
    "<tr><td><a href='b&amp;c/'>b&amp;c/</a></td></tr></table>\n</body></html>\n" },
};

void
mvua_fuzz_make_seeds (MvuaFuzzSeeds *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    mvua_fuzz_seeds_add (to, seeds[i].name, seeds[i].text, strlen (seeds[i].text));
}
