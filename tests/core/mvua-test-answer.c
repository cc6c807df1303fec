/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-test-answer.h"

#include <string.h>
#include <sys/socket.h>

static const MvuaTestFault no_fault = { .name = "none" };

typedef struct
{
  const MvuaTestAnswer *answer;
  const MvuaTestFault *fault;
  int socket;
  MvuaTestSend send;
  gpointer data;
} Sending;

static gboolean
put (Sending *self, const void *bytes, gsize n)
{
  return self->send (self->data, bytes, n, FALSE);
}

/* Nothing more is sent; returns when the client has gone. */
static void
stall (Sending *self)
{
  char buffer[256];

  while (recv (self->socket, buffer, sizeof buffer, 0) > 0)
    continue;
}

/* What is not sent yet is thrown away, and the client is told so. */
static void
reset (Sending *self)
{
  const struct linger none = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (self->socket, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

static gboolean
drip (Sending *self, const guint8 *bytes, gsize n, gboolean is_body)
{
  for (gsize i = 0; i < n; i++)
    {
      if (!self->send (self->data, bytes + i, 1, is_body))
        return FALSE;
      g_usleep (G_USEC_PER_SEC);
    }
  return TRUE;
}

/* Returns: FALSE if the connection is of no more use */
static gboolean
stop_at (Sending *self, MvuaTestWhere where)
{
  if (self->fault->where != where)
    return TRUE;
  if (self->fault->how == MVUA_TEST_RESET)
    reset (self);
  else if (self->fault->how == MVUA_TEST_STALL)
    stall (self);
  return self->fault->how == MVUA_TEST_DRIP;
}

/* Half of it, what is to happen in the middle, and the rest. */
static gboolean
send_in_halves (Sending *self, const guint8 *bytes, gsize n, gboolean is_body)
{
  const MvuaTestWhere where = is_body ? MVUA_TEST_IN_BODY : MVUA_TEST_IN_HEAD;
  const gsize half = self->fault->where == where ? n / 2 : n;

  if (!self->send (self->data, bytes, half, is_body) || !stop_at (self, where))
    return FALSE;
  return half == n || drip (self, bytes + half, n - half, is_body);
}

static gint64
get_value (const MvuaTestAnswer *answer, char letter)
{
  switch (letter)
    {
    case 'f':
      return (gint64) answer->first;
    case 'l':
      return (gint64) (answer->first + answer->n) - 1;
    case 't':
      return (gint64) answer->total;
    default:
      return (gint64) answer->n;
    }
}

static void
append_filled (GString *head,
               const char *name,
               const char *format,
               const MvuaTestAnswer *answer)
{
  if (*format == '\0')
    return;
  g_string_append_printf (head, "%s: ", name);
  for (; *format != '\0'; format++)
    {
      char *end = NULL;
      if (*format != '{')
        {
          g_string_append_c (head, *format);
          continue;
        }
      const gint64 sum = g_ascii_strtoll (format + 2, &end, 10);
      g_string_append_printf (head, "%" G_GINT64_FORMAT,
                              get_value (answer, format[1]) + sum);
      format = end;
    }
  g_string_append (head, "\r\n");
}

static const char *
or_right (const char *text, const char *right)
{
  return text != NULL ? text : right;
}

static GString *
make_head (const MvuaTestAnswer *answer, const MvuaTestFault *fault)
{
  GString *head = g_string_new (or_right (fault->before, ""));
  const int status = fault->status > 0 ? fault->status : answer->status;
  const char *etag = or_right (fault->etag, or_right (answer->etag, ""));
  const char *range = fault->range;

  g_string_append_printf (head, "%s %d Test\r\n", or_right (fault->version, "HTTP/1.1"),
                          status);
  g_string_append (head, "Date: Thu, 18 Sep 2025 00:00:00 GMT\r\n");
  if (*etag != '\0')
    g_string_append_printf (head, "ETag: %s\r\n", etag);
  if (answer->status == 206 && range == NULL && fault->status == 0)
    range = "bytes {f}-{l}/{t}";
  else if (answer->status == 416 && range == NULL)
    range = "bytes */{t}";
  append_filled (head, "Content-Range", or_right (range, ""), answer);
  if (fault->framing == MVUA_TEST_FRAMING_CHUNKED ||
      fault->framing == MVUA_TEST_FRAMING_CHUNKED_NO_END)
    g_string_append (head, "Transfer-Encoding: chunked\r\n");
  else if (fault->framing == MVUA_TEST_FRAMING_LENGTH)
    {
      if (fault->length == NULL && fault->body != NULL)
        g_string_append_printf (head, "Content-Length: %u\r\n",
                                (guint) strlen (fault->body));
      else
        append_filled (head, "Content-Length", or_right (fault->length, "{n}"), answer);
    }
  g_string_append (head, or_right (fault->extra, ""));
  g_string_append (head, "\r\n");
  return head;
}

static GBytes *
make_body (const MvuaTestAnswer *answer, const MvuaTestFault *fault)
{
  if (fault->body != NULL)
    return g_bytes_new_static (fault->body, strlen (fault->body));
  if (answer->object == NULL)
    return g_bytes_new_static ("no\n", 3);
  gsize size = 0;
  const guint8 *object = g_bytes_get_data (answer->object, &size);
  const gsize n = (gsize) ((gint64) answer->n + fault->body_change);
  GByteArray *body = g_byte_array_sized_new ((guint) n);
  for (gsize i = 0; i < n; i++)
    {
      const guint8 byte =
          object[(answer->first + (guint64) fault->body_shift + i) % size];
      g_byte_array_append (body, &byte, 1);
    }
  return g_byte_array_free_to_bytes (body);
}

static gboolean
send_chunked (Sending *self, const guint8 *bytes, gsize n)
{
  const gsize piece = MAX (n / 3, 1);

  for (gsize at = 0; at < n; at += piece)
    {
      const gsize now = MIN (piece, n - at);
      g_autofree char *size = g_strdup_printf ("%x\r\n", (guint) now);
      if (!put (self, size, strlen (size)) ||
          !self->send (self->data, bytes + at, now, TRUE) || !put (self, "\r\n", 2))
        return FALSE;
    }
  return self->fault->framing == MVUA_TEST_FRAMING_CHUNKED && put (self, "0\r\n\r\n", 5);
}

static gboolean
send_endless (Sending *self)
{
  static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n";
  static const char line[] = "X-Filler: something\r\n";
  static const char start[] = "HTTP/1.1 206 Test\r\nX-Long: ";
  char filler[4096];
  const gboolean is_line = self->fault->endless == MVUA_TEST_ENDLESS_LINE;
  gboolean goes_on = TRUE;

  memset (filler, 'x', sizeof filler);
  if (self->fault->endless == MVUA_TEST_ENDLESS_INTERIM)
    while (put (self, interim, sizeof interim - 1))
      continue;
  if (self->fault->endless == MVUA_TEST_ENDLESS_HEAD)
    goes_on = put (self, "HTTP/1.1 206 Test\r\n", 19);
  while (self->fault->endless == MVUA_TEST_ENDLESS_HEAD && goes_on)
    goes_on = put (self, line, sizeof line - 1);
  if (is_line)
    goes_on = put (self, start, sizeof start - 1);
  while ((is_line || self->fault->endless == MVUA_TEST_ENDLESS_BODY) && goes_on)
    goes_on = self->send (self->data, filler, sizeof filler, !is_line);
  return FALSE;
}

gboolean
mvua_test_answer_send (const MvuaTestAnswer *answer,
                       const MvuaTestFault *fault,
                       int socket,
                       MvuaTestSend send,
                       gpointer data)
{
  Sending self = { answer, fault != NULL ? fault : &no_fault, socket, send, data };
  gsize n = 0;

  fault = self.fault;
  if (!stop_at (&self, MVUA_TEST_BEFORE))
    return FALSE;
  if (fault->raw != NULL)
    {
      put (&self, fault->raw, fault->n_raw > 0 ? fault->n_raw : strlen (fault->raw));
      return FALSE;
    }
  if (fault->endless != MVUA_TEST_ENDS && fault->endless != MVUA_TEST_ENDLESS_BODY)
    return send_endless (&self);

  GString *head = make_head (answer, fault);
  g_autoptr (GBytes) text = g_string_free_to_bytes (head);
  const guint8 *bytes = g_bytes_get_data (text, &n);
  if (!send_in_halves (&self, bytes, n, FALSE))
    return FALSE;
  if (fault->endless == MVUA_TEST_ENDLESS_BODY)
    return send_endless (&self);
  g_autoptr (GBytes) body = make_body (answer, fault);
  bytes = g_bytes_get_data (body, &n);
  if (fault->framing == MVUA_TEST_FRAMING_CHUNKED ||
      fault->framing == MVUA_TEST_FRAMING_CHUNKED_NO_END)
    return send_chunked (&self, bytes, n);
  return send_in_halves (&self, bytes, n, TRUE) &&
         fault->framing == MVUA_TEST_FRAMING_LENGTH && fault->body_change == 0 &&
         fault->length == NULL;
}
