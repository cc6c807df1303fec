/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-attempt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define MEGABYTE (1u << 20)
#define MOST_MEGABYTES (64u << 10)
#define MOST_DESCRIPTORS 4096

static long
try_open (void)
{
  return open ("/dev/null", O_RDONLY);
}

static long
try_socket (void)
{
  return socket (AF_INET, SOCK_STREAM, 0);
}

static long
try_fork (void)
{
  const pid_t pid = fork ();

  if (pid == 0)
    _exit (0);
  return pid;
}

static long
try_exec (void)
{
  char *const arguments[] = { (char *) "true", NULL };

  return execv ("/bin/true", arguments);
}

static long
try_kill (void)
{
  return kill (getppid (), 0);
}

static long
try_code (void)
{
  return mmap (NULL, MEGABYTE, PROT_READ | PROT_WRITE | PROT_EXEC,
               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
             ? -1
             : 0;
}

static long
try_memory (void)
{
  long n = 0;

  for (char *block; n < MOST_MEGABYTES && (block = malloc (MEGABYTE)) != NULL; n++)
    block[0] = 1;
  return n;
}

static long
try_descriptors (void)
{
  long n = 0;
  char none = 0;

  for (int fd = STDERR_FILENO; fd < MOST_DESCRIPTORS; fd++)
    n += read (fd, &none, 0) == 0 || write (fd, &none, 0) == 0 || errno != EBADF;
  return n;
}

static long
try_time (void)
{
  for (volatile int goes_on = 1; goes_on;)
    continue;
  return 0;
}

static long (*const attempts[MVUA_CHILD_N_KINDS]) (void) = {
  [MVUA_CHILD_TRY_OPEN] = try_open,     [MVUA_CHILD_TRY_SOCKET] = try_socket,
  [MVUA_CHILD_TRY_FORK] = try_fork,     [MVUA_CHILD_TRY_EXEC] = try_exec,
  [MVUA_CHILD_TRY_KILL] = try_kill,     [MVUA_CHILD_TRY_CODE] = try_code,
  [MVUA_CHILD_TRY_MEMORY] = try_memory, [MVUA_CHILD_TRY_DESCRIPTORS] = try_descriptors,
  [MVUA_CHILD_TRY_TIME] = try_time,
};

void
mvua_attempt (MvuaChildKind kind, char text[MVUA_CHILD_TEXT_SIZE])
{
  const long result = attempts[kind]();

  if (result >= 0)
    snprintf (text, MVUA_CHILD_TEXT_SIZE, "%ld", result);
  else
    snprintf (text, MVUA_CHILD_TEXT_SIZE, "%s", strerror (errno));
}
