/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Promise 14: the decoding child opens no file and no socket.  It is asked to do so, and
 * more, from inside; it is the program that is installed.  This test talks to it without
 * the decoder. */

#include "mvua-child-protocol.h"
#include "mvua-frame.h"
#include "mvua-helper.h"

#include <fcntl.h>
#include <glib.h>
#include <linux/landlock.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  pid_t pid;
  int socket;
  MvuaChildLayers layers;
} Child;

static gboolean
receive (const Child *self, gpointer octets, gsize n)
{
  return recv (self->socket, octets, n, MSG_WAITALL) == (ssize_t) n;
}

/* With whatever descriptors this program has, which g_spawn_async() would not leave it.
 */
static void
child_set_up (Child *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *program = mvua_helper_path ("mvua-decode");
  MvuaChildAnswer answer;
  int sockets[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, sockets), ==, 0);
  self->pid = fork ();
  g_assert_cmpint (self->pid, >=, 0);
  if (self->pid == 0)
    {
      dup2 (sockets[1], STDIN_FILENO);
      dup2 (sockets[1], STDOUT_FILENO);
      close (sockets[0]);
      execl (program, program, NULL);
      _exit (99);
    }
  close (sockets[1]);
  self->socket = sockets[0];
  g_assert_true (receive (self, &answer, sizeof answer));
  g_assert_cmpuint (answer.magic, ==, MVUA_CHILD_MAGIC);
  g_assert_cmpuint (answer.status, ==, MVUA_CHILD_DONE);
  g_assert_cmpuint (answer.n_octets, ==, sizeof self->layers);
  g_assert_true (receive (self, &self->layers, sizeof self->layers));
}

static int
child_wait (Child *self)
{
  int status = 0;

  g_assert_cmpint (waitpid (self->pid, &status, 0), ==, self->pid);
  self->pid = 0;
  return status;
}

static void
child_tear_down (Child *self, gconstpointer data G_GNUC_UNUSED)
{
  if (self->pid > 0)
    {
      kill (self->pid, SIGKILL);
      child_wait (self);
    }
  close (self->socket);
}

static MvuaChildRequest
request_of (MvuaChildKind kind)
{
  return (MvuaChildRequest){
    .magic = MVUA_CHILD_MAGIC,
    .kind = kind,
    .patience_ms = 60000,
    .idle_ms = 60000,
    .cut = { .ni = 4, .nj = 2, .n_rows = 2, .n_columns = 4 },
  };
}

static void
ask (const Child *self, const MvuaChildRequest *request)
{
  g_assert_cmpint (send (self->socket, request, sizeof *request, MSG_NOSIGNAL), ==,
                   sizeof *request);
}

/* Returns: (transfer full): the text of an answer */
static char *
hear (const Child *self)
{
  MvuaChildAnswer answer;
  char text[MVUA_CHILD_TEXT_SIZE] = "";

  g_assert_true (receive (self, &answer, sizeof answer));
  g_assert_cmpuint (answer.status, ==, MVUA_CHILD_DONE);
  g_assert_cmpuint (answer.n_octets, <, sizeof text);
  g_assert_true (receive (self, text, answer.n_octets));
  return g_strdup (text);
}

static char *
attempt (const Child *self, MvuaChildKind kind)
{
  const MvuaChildRequest request = request_of (kind);

  ask (self, &request);
  return hear (self);
}

static void
test_layers (Child *self, gconstpointer data G_GNUC_UNUSED)
{
  const gboolean has_landlock =
      syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;

  g_test_message ("landlock: %s", has_landlock ? "yes" : "not in this kernel");
  g_assert_cmpuint (self->layers, ==,
                    MVUA_CHILD_LAYER_LIMITS | MVUA_CHILD_LAYER_SECCOMP |
                        (MVUA_CHILD_IS_SANITIZED ? 0 : MVUA_CHILD_LAYER_MEMORY) |
                        (has_landlock ? MVUA_CHILD_LAYER_LANDLOCK : 0));
}

/* What kills it, each by the signal of a forbidden call. */
static void
test_forbidden (Child *self, gconstpointer kind)
{
  const MvuaChildRequest request = request_of (GPOINTER_TO_UINT (kind));
  char octet;

  ask (self, &request);
  g_assert_cmpint (recv (self->socket, &octet, 1, 0), ==, 0);

  const int status = child_wait (self);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGSYS);
}

static void
test_memory (Child *self, gconstpointer data G_GNUC_UNUSED)
{
  if (MVUA_CHILD_IS_SANITIZED)
    {
      g_test_skip ("AddressSanitizer needs all addresses");
      return;
    }

  g_autofree char *text = attempt (self, MVUA_CHILD_TRY_MEMORY);
  g_test_message ("%s megabytes", text);
  g_assert_cmpint (g_ascii_strtoll (text, NULL, 10), >, 0);
  g_assert_cmpint (g_ascii_strtoll (text, NULL, 10), <, MVUA_CHILD_MEMORY >> 20);
}

/* Some more than standard input and output are left to it. */
static void
inheriting_set_up (Child *self, gconstpointer data)
{
  int files[20];

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_assert_cmpint (files[i] = open ("/dev/null", O_RDWR), >=, 0);
  child_set_up (self, data);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    close (files[i]);
}

static void
test_descriptors (Child *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *text = attempt (self, MVUA_CHILD_TRY_DESCRIPTORS);

  g_assert_cmpstr (text, ==, "0");
}

/* A line of a file in /proc, its white space made one. */
static void
assert_says (const Child *self, const char *file, const char *line)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", (int) self->pid, file);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (lines[i], " \t", -1);
      g_autoptr (GString) plain = g_string_new (NULL);

      for (guint w = 0; words[w] != NULL; w++)
        if (words[w][0] != '\0')
          g_string_append_printf (plain, "%s%s", plain->len > 0 ? " " : "", words[w]);
      if (g_str_has_prefix (plain->str, line))
        return;
    }
  g_test_fail_printf ("%s does not say “%s”:\n%s", path, line, text);
}

/* What the kernel says of it. */
static void
test_kernel (Child *self, gconstpointer data G_GNUC_UNUSED)
{
  assert_says (self, "status", "Seccomp: 2");
  assert_says (self, "status", "NoNewPrivs: 1");
  assert_says (self, "status", "Threads: 1");
  assert_says (self, "limits", "Max core file size 0 0");
  assert_says (self, "limits", "Max file size 0 0");
  assert_says (self, "limits", "Max open files 1 1");
  assert_says (self, "limits", "Max processes 0 0");
  assert_says (self, "limits", "Max locked memory 0 0");
}

/* It ends of its own accord, so that one that never ends does not outlive its parent. */
static void
test_time (Child *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaChildRequest request = request_of (MVUA_CHILD_TRY_TIME);

  request.patience_ms = 200;
  ask (self, &request);
  const int status = child_wait (self);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGALRM);
}

static void
test_idle (Child *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaChildRequest request = request_of (MVUA_CHILD_TRY_DESCRIPTORS);

  request.idle_ms = 50;
  ask (self, &request);
  g_free (hear (self));
  g_assert_cmpint (child_wait (self), ==, 0);
}

static void
test_parent_gone (Child *self, gconstpointer data G_GNUC_UNUSED)
{
  shutdown (self->socket, SHUT_WR);
  g_assert_cmpint (child_wait (self), ==, 0);
}

/* What its parent would never ask ends it, at once and unharmed. */
static void
test_nonsense (Child *self, gconstpointer data)
{
  MvuaChildRequest request = request_of (MVUA_CHILD_DECODE);

  switch (GPOINTER_TO_UINT (data))
    {
    case 0:
      request.magic++;
      break;
    case 1:
      request.kind = MVUA_CHILD_N_KINDS;
      break;
    case 2:
      request.n_octets = G_MAXUINT32;
      break;
    case 3:
      request.cut.ni = request.cut.nj = G_MAXUINT32;
      break;
    case 4:
      request.cut.row = G_MAXUINT32;
      break;
    case 5:
      request.cut.column = 4;
      break;
    case 6:
      request.cut.n_columns = 5;
      break;
    default:
      request.cut.ni = 0;
      break;
    }
  ask (self, &request);
  g_assert_cmpint (child_wait (self), ==, 0);
}

/* Messages too short to have a packing, or to be looked into. */
static void
test_short (Child *self, gconstpointer data G_GNUC_UNUSED)
{
  guint8 message[200] = { [MVUA_FRAME_SIZE + 10] = 40, [MVUA_FRAME_SIZE + 19] = 8 };

  for (guint n = 0; n <= sizeof message; n++)
    {
      MvuaChildRequest request = request_of (MVUA_CHILD_DECODE);
      MvuaChildAnswer answer;
      char text[MVUA_CHILD_TEXT_SIZE];

      request.n_octets = n;
      ask (self, &request);
      g_assert_cmpint (send (self->socket, message, n, MSG_NOSIGNAL), ==, n);
      g_assert_true (receive (self, &answer, sizeof answer));
      g_assert_cmpuint (answer.status, ==, MVUA_CHILD_REFUSED);
      g_assert_cmpuint (answer.n_octets, <, sizeof text);
      g_assert_true (receive (self, text, answer.n_octets));
    }
}

/* A grid that it was granted no memory for. */
static void
test_not_granted (Child *self, gconstpointer data G_GNUC_UNUSED)
{
  const guint8 message[200] = { [MVUA_FRAME_SIZE + 10] = 4 };
  MvuaChildRequest request = request_of (MVUA_CHILD_DECODE);
  MvuaChildAnswer answer;
  char text[MVUA_CHILD_TEXT_SIZE] = "";

  if (MVUA_CHILD_IS_SANITIZED)
    {
      g_test_skip ("AddressSanitizer needs all addresses");
      return;
    }
  request.n_octets = sizeof message;
  request.cut.ni = request.cut.nj = 9000;
  ask (self, &request);
  g_assert_cmpint (send (self->socket, message, sizeof message, MSG_NOSIGNAL), ==,
                   sizeof message);
  g_assert_true (receive (self, &answer, sizeof answer));
  g_assert_cmpuint (answer.status, ==, MVUA_CHILD_REFUSED);
  g_assert_cmpuint (answer.n_octets, <, sizeof text);
  g_assert_true (receive (self, text, answer.n_octets));
  g_assert_cmpstr (text, ==, "no memory");
}

#define ADD(name, data, test)                                                            \
  g_test_add ("/child-lock/" name, Child, GUINT_TO_POINTER (data), child_set_up, test,   \
              child_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("layers", 0, test_layers);
  ADD ("no-file", MVUA_CHILD_TRY_OPEN, test_forbidden);
  ADD ("no-socket", MVUA_CHILD_TRY_SOCKET, test_forbidden);
  ADD ("no-process", MVUA_CHILD_TRY_FORK, test_forbidden);
  ADD ("no-program", MVUA_CHILD_TRY_EXEC, test_forbidden);
  ADD ("no-signal", MVUA_CHILD_TRY_KILL, test_forbidden);
  ADD ("no-code", MVUA_CHILD_TRY_CODE, test_forbidden);
  ADD ("memory", 0, test_memory);
  g_test_add ("/child-lock/descriptors", Child, NULL, inheriting_set_up, test_descriptors,
              child_tear_down);
  ADD ("kernel", 0, test_kernel);
  ADD ("time", 0, test_time);
  ADD ("idle", 0, test_idle);
  ADD ("parent-gone", 0, test_parent_gone);
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("/child-lock/nonsense/%u", i);
      g_test_add (name, Child, GUINT_TO_POINTER (i), child_set_up, test_nonsense,
                  child_tear_down);
    }
  ADD ("short", 0, test_short);
  ADD ("not-granted", 0, test_not_granted);
  return g_test_run ();
}
