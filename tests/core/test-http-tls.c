/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Certificates: what is not verified is refused, and never asked again. */

#include "http-fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

typedef struct
{
  char *folder;
  GSubprocess *server;
  GHashTable *ports; /* name → port */
} Servers;

/* Runs @line in @folder. */
static void
run (const char *folder, const char *line)
{
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;

  g_subprocess_launcher_set_cwd (launcher, folder);
  g_autoptr (GSubprocess) process =
      g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  g_assert_true (
      g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &complaint, &error));
  if (!g_subprocess_get_successful (process))
    g_error ("%s: %s", line, complaint);
}

#define NEW_KEY "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "

static void
make_certificate (const char *folder, const char *name, const char *host, int days)
{
  g_autofree char *extension = g_strdup_printf ("%s/%s.ext", folder, name);
  g_autofree char *text = g_strdup_printf ("subjectAltName=%s\n", host);
  g_autofree char *request = g_strdup_printf (
      "openssl req " NEW_KEY "-keyout %s.key -out %s.csr -subj /CN=%s", name, name, name);
  g_autofree char *sign = g_strdup_printf (
      "openssl x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -set_serial %u -days %d "
      "-extfile %s.ext -out %s.pem",
      name, g_str_hash (name), days, name, name);

  g_assert_true (g_file_set_contents (extension, text, -1, NULL));
  run (folder, request);
  run (folder, sign);
}

static void
read_ports (Servers *self, guint n)
{
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->server));

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
      g_assert_nonnull (line);
      g_auto (GStrv) words = g_strsplit (line, " ", 2);
      g_hash_table_insert (self->ports, g_strdup (words[0]), g_strdup (words[1]));
    }
}

static void
start (Servers *self)
{
  g_autofree char *script =
      g_test_build_filename (G_TEST_DIST, "core", "tls-server.py", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("mvua-tls-XXXXXX", NULL);
  self->ports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  run (self->folder,
       "openssl req -x509 " NEW_KEY "-keyout ca.key -out ca.pem -subj /CN=ca");
  run (self->folder,
       "openssl req -x509 " NEW_KEY "-keyout self.key -out self.pem -subj /CN=localhost "
       "-addext subjectAltName=DNS:localhost,IP:127.0.0.1");
  make_certificate (self->folder, "good", "DNS:localhost,IP:127.0.0.1", 2);
  make_certificate (self->folder, "expired", "DNS:localhost,IP:127.0.0.1", -1);
  make_certificate (self->folder, "other", "DNS:other.example", 2);
  g_subprocess_launcher_set_cwd (launcher, self->folder);
  self->server = g_subprocess_launcher_spawn (launcher, &error, "python3", script, "good",
                                              "self", "expired", "other", NULL);
  g_assert_no_error (error);
  read_ports (self, 4);
}

static void
stop (Servers *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  g_assert_true (
      g_output_stream_close (g_subprocess_get_stdin_pipe (self->server), NULL, NULL));
  g_assert_true (g_subprocess_wait (self->server, NULL, NULL));
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_object_unref (self->server);
  g_hash_table_unref (self->ports);
  g_free (self->folder);
}

/* @variable: names the file of the authority; NULL: the system's are trusted alone */
static void
try_server (Servers *self,
            const char *variable,
            const char *host,
            const char *name,
            const char *says)
{
  static const char *const variables[] = { "CURL_CA_BUNDLE", "SSL_CERT_FILE",
                                           "SSL_CERT_DIR" };
  g_autofree char *authority = g_build_filename (self->folder, "ca.pem", NULL);
  g_autofree char *url =
      g_strdup_printf ("https://%s:%s/object", host,
                       (const char *) g_hash_table_lookup (self->ports, name));
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    g_unsetenv (variables[i]);
  if (variable != NULL)
    g_setenv (variable, authority, TRUE);
  g_autoptr (MvuaHttp) http = make_http (2);
  const gboolean is_trusted = fetch (http, url, 2, 5, NULL, &response, &error);
  g_test_message ("%s: %s", name, is_trusted ? "trusted" : error->message);
  g_assert_cmpuint (mvua_http_count (http).n_requests, ==, 1);
  if (says == NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (response.bytes, NULL),
                       g_bytes_get_size (response.bytes), "23456", 5);
      return;
    }
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_certificates (void)
{
  Servers servers = { .folder = NULL };
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *python = g_find_program_in_path ("python3");

  if (openssl == NULL || python == NULL)
    {
      g_assert_cmpstr (g_getenv ("CI"), !=, "true");
      g_test_skip ("needs openssl and python3");
      return;
    }
  start (&servers);
  try_server (&servers, "CURL_CA_BUNDLE", "127.0.0.1", "good", NULL);
  try_server (&servers, "CURL_CA_BUNDLE", "localhost", "good", NULL);
  try_server (&servers, "SSL_CERT_FILE", "127.0.0.1", "good", NULL);
  try_server (&servers, NULL, "127.0.0.1", "good", "certificate");
  try_server (&servers, "CURL_CA_BUNDLE", "127.0.0.1", "self", "self-signed");
  try_server (&servers, "CURL_CA_BUNDLE", "127.0.0.1", "expired", "expired");
  try_server (&servers, "CURL_CA_BUNDLE", "127.0.0.1", "other", "127.0.0.1");
  stop (&servers);
}

/* TLS to a server that does not speak it, and a file of authorities that is not there. */
static void
test_no_tls (void)
{
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  g_autofree char *url = g_strconcat (
      "https", strchr (mvua_test_server_get_url (server), ':'), "/object", NULL);
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;

  g_unsetenv ("CURL_CA_BUNDLE");
  g_unsetenv ("SSL_CERT_FILE");
  MvuaHttp *http = make_http (2);
  g_assert_false (fetch (http, url, 0, 5, NULL, &response, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_REFUSED);
  g_clear_error (&error);
  mvua_http_free (http);

  g_setenv ("CURL_CA_BUNDLE", "/nowhere/at/all.pem", TRUE);
  http = make_http (2);
  g_assert_false (fetch (http, url, 0, 5, NULL, &response, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "/nowhere/at/all.pem"));
  mvua_http_free (http);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  forget_proxies ();
  g_test_add_func ("/http-tls/certificates", test_certificates);
  g_test_add_func ("/http-tls/no-tls", test_no_tls);
  return g_test_run ();
}
