/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  MVUA_TEST_FRAMING_LENGTH,
  MVUA_TEST_FRAMING_CHUNKED,
  MVUA_TEST_FRAMING_CHUNKED_NO_END, /* closed before the last chunk */
  MVUA_TEST_FRAMING_CLOSE,          /* no length; the connection ends it */
} MvuaTestFraming;

typedef enum
{
  MVUA_TEST_NOWHERE,
  MVUA_TEST_BEFORE,  /* the first byte */
  MVUA_TEST_IN_HEAD, /* in the middle of it */
  MVUA_TEST_IN_BODY, /* in the middle of it */
} MvuaTestWhere;

typedef enum
{
  MVUA_TEST_CLOSE,
  MVUA_TEST_RESET,
  MVUA_TEST_STALL, /* until the client or the server goes */
  MVUA_TEST_DRIP,  /* one byte a second from there on */
} MvuaTestHow;

typedef enum
{
  MVUA_TEST_ENDS,
  MVUA_TEST_ENDLESS_INTERIM, /* 100 Continue, for ever */
  MVUA_TEST_ENDLESS_HEAD,    /* small lines */
  MVUA_TEST_ENDLESS_LINE,
  MVUA_TEST_ENDLESS_BODY,
} MvuaTestEndless;

/**
 * MvuaTestFault:
 *
 * How an answer differs from the right one.  What is 0 or %NULL is as it should be; an
 * empty text leaves a line out.  In @range and @length {f}, {l}, {t} and {n} stand for
 * the first and last byte, the object's length and the number of bytes that are right,
 * also with a sum behind the letter: {f+1}.
 */
typedef struct
{
  const char *name;
  int status;
  const char *version; /* "HTTP/1.1" */
  const char *range;   /* Content-Range */
  const char *length;  /* Content-Length */
  const char *etag;
  const char *extra; /* further lines, each with its end */
  const char *body;
  int body_shift;  /* bytes from elsewhere in the object */
  int body_change; /* so many bytes more or fewer */
  MvuaTestFraming framing;
  MvuaTestWhere where;
  MvuaTestHow how;
  MvuaTestEndless endless;
  const char *before; /* what comes before the answer, such as interim answers */
  const char *raw;    /* instead of all that; then the connection is closed */
  gsize n_raw;        /* 0: it is a text */
} MvuaTestFault;

/* The right answer: a status and what goes with it. */
typedef struct
{
  int status;
  guint64 first; /* of a range */
  guint64 n;     /* bytes of the body */
  guint64 total;
  const char *etag; /* nullable */
  GBytes *object;   /* nullable */
} MvuaTestAnswer;

/* Sends @n bytes as the link allows.  Returns: FALSE if the client is gone. */
typedef gboolean (*MvuaTestSend) (gpointer data,
                                  const void *bytes,
                                  gsize n,
                                  gboolean is_body);

/**
 * mvua_test_answer_send:
 * @socket: the same that @send sends to
 *
 * Returns: whether the connection may be used again
 */
gboolean mvua_test_answer_send (const MvuaTestAnswer *answer,
                                const MvuaTestFault *fault,
                                int socket,
                                MvuaTestSend send,
                                gpointer data);

G_END_DECLS
