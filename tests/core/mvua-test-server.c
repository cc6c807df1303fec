/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-test-server.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LARGEST_REQUEST 16384
#define PIECE 4096
/* Who is woken late has not been slowed down for it: microseconds. */
#define LATE 10000

struct _MvuaTestServer
{
  int listening;
  guint16 port;
  gboolean is_away;
  char *url;
  GThread *thread;
  MvuaTestWatch watch;
  gpointer watch_data;

  GMutex lock;
  gboolean is_quitting;
  GPtrArray *clients; /* those that are open */
  GPtrArray *threads; /* of all that ever were */
  MvuaTestObjects *objects;
  char *folder;
  MvuaTestHandler handler;
  gpointer handler_data;
  MvuaTestSpoil spoil;
  gpointer spoil_data;
  const MvuaTestFault *fault;
  guint n_faults; /* G_MAXUINT: all */
  double latency_s;
  double bytes_per_s;
  gint64 link_free; /* when the link has sent what it was given */
  MvuaTestCount count;
  GPtrArray *log;
};

typedef struct
{
  MvuaTestServer *server;
  int socket;
  GString *received;
  const char *path; /* of the request at hand */
} Client;

typedef struct
{
  char *path;
  char *range; /* nullable */
  char *etag;  /* nullable */
  char *since; /* nullable */
} Request;

static gboolean
send_all (int socket, const guint8 *bytes, gsize n)
{
  while (n > 0)
    {
      const ssize_t sent = send (socket, bytes, n, MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR)
        continue;
      if (sent <= 0)
        return FALSE;
      bytes += sent;
      n -= (gsize) sent;
    }
  return TRUE;
}

/* One link for all: each piece goes when those before it have gone. */
static void
wait_for_link (MvuaTestServer *self, gsize n)
{
  g_mutex_lock (&self->lock);
  const gint64 now = g_get_monotonic_time ();
  gint64 until = now;
  if (self->bytes_per_s > 0)
    {
      self->link_free = MAX (self->link_free, now - LATE) +
                        (gint64) ((double) n / self->bytes_per_s * G_USEC_PER_SEC);
      until = self->link_free;
    }
  g_mutex_unlock (&self->lock);
  if (until > now)
    g_usleep ((gulong) (until - now));
}

static gboolean
send_on_link (gpointer data, const void *bytes, gsize n, gboolean is_body)
{
  Client *client = data;
  MvuaTestServer *self = client->server;
  const guint8 *from = bytes;

  for (gsize at = 0; at < n; at += PIECE)
    {
      const gsize now = MIN (PIECE, n - at);
      wait_for_link (self, now);
      if (!send_all (client->socket, from + at, now))
        return FALSE;
      g_mutex_lock (&self->lock);
      self->count.n_bytes += is_body ? now : 0;
      const gboolean is_quitting = self->is_quitting;
      g_mutex_unlock (&self->lock);
      if (self->watch != NULL)
        self->watch (client->path, now, is_body, self->watch_data);
      if (is_quitting)
        return FALSE;
    }
  return TRUE;
}

/* (transfer full) (nullable): the lines of the next request */
static char *
receive_request (Client *client)
{
  static const char refusal[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
  char buffer[4096];

  for (;;)
    {
      const char *end = strstr (client->received->str, "\r\n\r\n");
      if (end != NULL)
        {
          const gssize n = end + 4 - client->received->str;
          char *text = g_strndup (client->received->str, (gsize) n);
          g_string_erase (client->received, 0, n);
          return text;
        }
      const ssize_t n = recv (client->socket, buffer, sizeof buffer, 0);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0 || client->received->len > LARGEST_REQUEST)
        return NULL;
      g_string_append_len (client->received, buffer, n);
      /* TLS, or whatever it is. */
      if (client->received->str[0] != 'G')
        {
          send_all (client->socket, (const guint8 *) refusal, sizeof refusal - 1);
          return NULL;
        }
    }
}

static char *
dup_field (const char *text, const char *name)
{
  g_autofree char *start = g_strdup_printf ("\r\n%s: ", name);
  const char *found = strstr (text, start);

  if (found == NULL)
    return NULL;
  found += strlen (start);
  return g_strndup (found, strcspn (found, "\r\n"));
}

/* Also of what a proxy is asked for, "GET http://HOST/PATH". */
static gboolean
parse_request (const char *text, Request *request)
{
  if (!g_str_has_prefix (text, "GET "))
    return FALSE;
  const char *path = text + 4;
  if (g_str_has_prefix (path, "http://"))
    path = strchr (path + 7, '/');
  if (path == NULL)
    return FALSE;
  request->path = g_strndup (path, strcspn (path, " \r\n"));
  request->range = dup_field (text, "Range");
  request->etag = dup_field (text, "If-Match");
  request->since = dup_field (text, "If-Unmodified-Since");
  return TRUE;
}

static void
clear_request (Request *request)
{
  g_free (request->path);
  g_free (request->range);
  g_free (request->etag);
  g_free (request->since);
}

static GBytes *
dup_object (MvuaTestServer *self, const char *path, char **etag)
{
  GBytes *bytes = mvua_test_objects_dup (self->objects, path, etag);
  g_autofree char *file = NULL;
  char *contents = NULL;
  gsize n = 0;

  g_mutex_lock (&self->lock);
  const MvuaTestHandler handler = self->handler;
  gpointer data = self->handler_data;
  if (self->folder != NULL && strstr (path, "..") == NULL)
    file = g_build_filename (self->folder, path, NULL);
  g_mutex_unlock (&self->lock);

  GBytes *made = handler != NULL ? handler (path, data) : NULL;
  if (made != NULL)
    {
      g_clear_pointer (&bytes, g_bytes_unref);
      g_clear_pointer (etag, g_free);
      bytes = made;
    }
  if (bytes == NULL && file != NULL && g_file_get_contents (file, &contents, &n, NULL))
    bytes = g_bytes_new_take (contents, n);
  if (bytes != NULL && *etag == NULL)
    *etag = mvua_test_objects_dup_etag (bytes);
  return bytes;
}

/* What is right for @request; @etag must outlive it. */
static MvuaTestAnswer
make_answer (const Request *request, GBytes *object, const char *etag)
{
  MvuaTestAnswer answer = { .status = 404, .n = 3 };
  guint64 last = 0;
  char *end = NULL;

  if (object == NULL)
    return answer;
  answer.total = g_bytes_get_size (object);
  if (request->etag != NULL && !g_str_equal (request->etag, etag))
    {
      answer.status = 412;
      return answer;
    }
  answer.etag = etag;
  answer.status = 200;
  answer.object = object;
  answer.n = answer.total;
  if (request->range == NULL || !g_str_has_prefix (request->range, "bytes="))
    return answer;
  answer.first = g_ascii_strtoull (request->range + strlen ("bytes="), &end, 10);
  last = end[1] != '\0' ? g_ascii_strtoull (end + 1, NULL, 10) : answer.total - 1;
  answer.status = answer.first < answer.total ? 206 : 416;
  answer.n = answer.status == 206 ? MIN (last + 1, answer.total) - answer.first : 3;
  if (answer.status == 416)
    answer.object = NULL;
  return answer;
}

static const MvuaTestFault *
note_request (MvuaTestServer *self, const Request *request)
{
  const MvuaTestFault *fault = NULL;

  g_mutex_lock (&self->lock);
  const guint index = self->count.n_requests++;
  g_ptr_array_add (self->log, g_strdup_printf ("%s %s %s", request->path,
                                               request->range ? request->range : "-",
                                               request->etag    ? request->etag
                                               : request->since ? request->since
                                                                : "-"));
  if (self->n_faults > 0)
    {
      fault = self->fault;
      self->n_faults -= self->n_faults < G_MAXUINT ? 1 : 0;
    }
  const MvuaTestSpoil spoil = self->spoil;
  gpointer data = self->spoil_data;
  g_mutex_unlock (&self->lock);
  /* It may well put another object there, so not with the lock held. */
  return spoil != NULL && fault == NULL ? spoil (index, request->path, data) : fault;
}

static gboolean
answer_request (Client *client, const Request *request)
{
  MvuaTestServer *self = client->server;
  const MvuaTestFault *fault = note_request (self, request);

  g_mutex_lock (&self->lock);
  const double latency_s = self->latency_s;
  g_mutex_unlock (&self->lock);
  g_usleep ((gulong) (latency_s * G_USEC_PER_SEC));
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) object = dup_object (self, request->path, &etag);
  client->path = request->path;
  const MvuaTestAnswer answer = make_answer (request, object, etag);
  return mvua_test_answer_send (&answer, fault, client->socket, send_on_link, client);
}

static void
close_client (Client *client)
{
  MvuaTestServer *self = client->server;

  g_mutex_lock (&self->lock);
  g_ptr_array_remove_fast (self->clients, client);
  close (client->socket);
  g_mutex_unlock (&self->lock);
  g_string_free (client->received, TRUE);
  g_free (client);
}

static gpointer
serve_client (gpointer data)
{
  Client *client = data;
  gboolean goes_on = TRUE;

  g_mutex_lock (&client->server->lock);
  const double latency_s = client->server->latency_s;
  g_mutex_unlock (&client->server->lock);
  g_usleep ((gulong) (latency_s * G_USEC_PER_SEC));
  while (goes_on)
    {
      Request request = { .path = NULL };
      g_autofree char *text = receive_request (client);
      goes_on = text != NULL && parse_request (text, &request) &&
                answer_request (client, &request);
      clear_request (&request);
    }
  close_client (client);
  return NULL;
}

/* Those whose other end has not closed, even if nobody has looked yet. */
static guint
count_open (GPtrArray *clients)
{
  guint n = 0;
  char byte;

  for (guint i = 0; i < clients->len; i++)
    n += recv (((const Client *) clients->pdata[i])->socket, &byte, 1,
               MSG_PEEK | MSG_DONTWAIT) != 0;
  return n;
}

static gpointer
accept_clients (gpointer data)
{
  MvuaTestServer *self = data;
  int accepted;

  while ((accepted = accept4 (self->listening, NULL, NULL, SOCK_CLOEXEC)) >= 0)
    {
      const int on = 1;
      Client *client = g_new0 (Client, 1);
      setsockopt (accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      client->server = self;
      client->socket = accepted;
      client->received = g_string_new (NULL);
      g_mutex_lock (&self->lock);
      self->count.n_connections++;
      g_ptr_array_add (self->clients, client);
      self->count.most_connections =
          MAX (self->count.most_connections, count_open (self->clients));
      g_ptr_array_add (self->threads, g_thread_new ("test-client", serve_client, client));
      g_mutex_unlock (&self->lock);
    }
  return NULL;
}

/* @port: 0 for any */
static void
listen_at (MvuaTestServer *self, guint16 port)
{
  const int on = 1;
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  socklen_t n = sizeof address;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self->listening = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt (self->listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  g_assert_cmpint (bind (self->listening, (struct sockaddr *) &address, n), ==, 0);
  g_assert_cmpint (getsockname (self->listening, (struct sockaddr *) &address, &n), ==,
                   0);
  g_assert_cmpint (listen (self->listening, 128), ==, 0);
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("test-server", accept_clients, self);
}

/* Wakes whoever waits in accept() or recv(). */
static void
stop_listening (MvuaTestServer *self)
{
  shutdown (self->listening, SHUT_RDWR);
  g_thread_join (self->thread);
  close (self->listening);
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->clients->len; i++)
    shutdown (((const Client *) self->clients->pdata[i])->socket, SHUT_RDWR);
  g_mutex_unlock (&self->lock);
}

MvuaTestServer *
mvua_test_server_new (void)
{
  MvuaTestServer *self = g_new0 (MvuaTestServer, 1);

  g_mutex_init (&self->lock);
  self->clients = g_ptr_array_new ();
  self->threads = g_ptr_array_new ();
  self->objects = mvua_test_objects_new ();
  self->log = g_ptr_array_new_with_free_func (g_free);
  listen_at (self, 0);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", self->port);
  return self;
}

void
mvua_test_server_set_away (MvuaTestServer *self, gboolean is_away)
{
  if (is_away == self->is_away)
    return;
  self->is_away = is_away;
  if (is_away)
    stop_listening (self);
  else
    listen_at (self, self->port);
}

void
mvua_test_server_free (MvuaTestServer *self)
{
  g_mutex_lock (&self->lock);
  self->is_quitting = TRUE;
  g_mutex_unlock (&self->lock);
  mvua_test_server_set_away (self, TRUE);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->clients);
  mvua_test_objects_free (self->objects);
  g_ptr_array_unref (self->log);
  g_free (self->folder);
  g_free (self->url);
  g_mutex_clear (&self->lock);
  g_free (self);
}

const char *
mvua_test_server_get_url (MvuaTestServer *self)
{
  return self->url;
}

char *
mvua_test_server_dup_url (MvuaTestServer *self, const char *path)
{
  return g_strconcat (self->url, path, NULL);
}

void
mvua_test_server_put (MvuaTestServer *self, const char *path, GBytes *bytes)
{
  mvua_test_objects_put (self->objects, path, bytes);
}

void
mvua_test_server_set_folder (MvuaTestServer *self, const char *folder)
{
  g_mutex_lock (&self->lock);
  g_free (self->folder);
  self->folder = g_strdup (folder);
  g_mutex_unlock (&self->lock);
}

void
mvua_test_server_set_handler (MvuaTestServer *self,
                              MvuaTestHandler handler,
                              gpointer data)
{
  g_mutex_lock (&self->lock);
  self->handler = handler;
  self->handler_data = data;
  g_mutex_unlock (&self->lock);
}

void
mvua_test_server_set_spoil (MvuaTestServer *self, MvuaTestSpoil spoil, gpointer data)
{
  g_mutex_lock (&self->lock);
  self->spoil = spoil;
  self->spoil_data = data;
  g_mutex_unlock (&self->lock);
}

void
mvua_test_server_set_watch (MvuaTestServer *self, MvuaTestWatch watch, gpointer data)
{
  self->watch = watch;
  self->watch_data = data;
}

void
mvua_test_server_fail (MvuaTestServer *self, const MvuaTestFault *fault, guint n_times)
{
  g_mutex_lock (&self->lock);
  self->fault = fault;
  self->n_faults = n_times > 0 ? n_times : G_MAXUINT;
  g_mutex_unlock (&self->lock);
}

void
mvua_test_server_set_link (MvuaTestServer *self, double latency_s, double bytes_per_s)
{
  g_mutex_lock (&self->lock);
  self->latency_s = latency_s;
  self->bytes_per_s = bytes_per_s;
  g_mutex_unlock (&self->lock);
}

MvuaTestCount
mvua_test_server_count (MvuaTestServer *self)
{
  g_mutex_lock (&self->lock);
  const MvuaTestCount count = self->count;
  g_mutex_unlock (&self->lock);
  return count;
}

GStrv
mvua_test_server_dup_log (MvuaTestServer *self)
{
  GPtrArray *log = g_ptr_array_new ();

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->log->len; i++)
    g_ptr_array_add (log, g_strdup (self->log->pdata[i]));
  g_mutex_unlock (&self->lock);
  g_ptr_array_add (log, NULL);
  return (GStrv) g_ptr_array_free (log, FALSE);
}
