/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz.h"

#include <string.h>

/* Bits of the first octet, as fuzz-http.c has them. */
enum
{
  WHOLE = 1,
  PAST_THE_END = 2,
  ETAG = 4,
  SIZE = 8,
};

static const struct
{
  const char *name;
  guint8 asked;
  const char *text;
} seeds[] = {
  { "range", ETAG,
    "HTTP/1.1 206 Partial Content\r\nDate: Thu, 18 Sep 2025 00:00:00 GMT\r\n"
    "Last-Modified: Wed, 17 Sep 2025 23:00:00 GMT\r\nETag: \"a\"\r\n"
    "Accept-Ranges: bytes\r\nContent-Range: bytes 0-9/10\r\n"
    "Content-Length: 10\r\n\r\n0123456789" },
  { "range of more", SIZE,
    "HTTP/1.0 206 OK\nContent-Range: bytes 0-9/10\ntransfer-encoding: chunked\n\nx" },
  { "whole", WHOLE,
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: W/\"a\"\r\n\r\nhello" },
  { "whole of no length", WHOLE | ETAG,
    "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Encoding: identity\r\n\r\n" },
  { "continued", WHOLE,
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" },
  { "416 in the head", PAST_THE_END,
    "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */10\r\n\r\n" },
  { "416 in the body", PAST_THE_END | SIZE,
    "HTTP/1.1 416 Requested Range Not Satisfiable\r\nContent-Type: application/xml\r\n"
    "\r\n<Error><Code>InvalidRange</Code><ActualObjectSize>10</ActualObjectSize>"
    "<RequestId>X</RequestId></Error>" },
};

/* Answers that are errors, which a fuzzer is to start from as well.  They are put behind
 * an interim answer's place, so that they end as one that is believed. */
static const char *const refusals[] = {
  "HTTP/1.1 503 Slow Down\r\nRetry-After: 7\r\n",
  "HTTP/1.1 429 Too Many\r\nRetry-After: Thu, 18 Sep 2025 00:00:07 GMT\r\n",
  "HTTP/1.1 302 Found\r\nLocation: https://example.org/login?next=%2F\r\n",
  "HTTP/1.1 412 Precondition Failed\r\nETag: \"b\"\r\n",
  "bytes 0-9/10\r\nbytes */0\r\n120\r\nFri, 31 Dec 1999 23:59:59 GMT\r\n",
};

void
mvua_fuzz_make_seeds (MvuaFuzzSeeds *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    mvua_fuzz_seeds_add_with (to, seeds[i].name, &seeds[i].asked, 1, seeds[i].text,
                              strlen (seeds[i].text));
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const guint8 asked = WHOLE;
      g_autofree char *name = g_strdup_printf ("refusal-%u", i);
      g_autofree char *text = g_strconcat (refusals[i], "HTTP/1.1 200 OK\r\n\r\n", NULL);
      mvua_fuzz_seeds_add_with (to, name, &asked, 1, text, strlen (text));
    }
}
