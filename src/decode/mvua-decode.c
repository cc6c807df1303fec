/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The child process that decodes with ecCodes what the kernel does not decode itself.
 * A crafted message can make ecCodes abort the whole process, or worse; here that costs
 * one field.  It has ecCodes read its definitions, gives up whatever is not needed to
 * compute (mvua-lock.h), and then answers requests: see mvua-child-protocol.h. */

#include "mvua-attempt.h"
#include "mvua-child-protocol.h"
#include "mvua-eccodes.h"
#include "mvua-frame.h"
#include "mvua-image.h"
#include "mvua-lock.h"
#include "mvua-pick.h"
#include "mvua-warm-up.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define MAX_OCTETS (1u << 30)
#define MAX_POINTS 100000000u
#define FIRST_IDLE_MS 60000

static int
read_all (void *to, size_t n)
{
  for (size_t done = 0; done < n;)
    {
      const ssize_t got = read (STDIN_FILENO, (char *) to + done, n - done);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        return 0;
      done += (size_t) got;
    }
  return 1;
}

static int
write_all (const void *from, size_t n)
{
  for (size_t done = 0; done < n;)
    {
      const ssize_t put = write (STDOUT_FILENO, (const char *) from + done, n - done);
      if (put < 0 && errno == EINTR)
        continue;
      if (put <= 0)
        return 0;
      done += (size_t) put;
    }
  return 1;
}

static int
answer (MvuaChildStatus status, const void *octets, size_t n_octets)
{
  const MvuaChildAnswer head = { MVUA_CHILD_MAGIC, status, n_octets };

  return write_all (&head, sizeof head) && write_all (octets, n_octets);
}

static int
answer_text (MvuaChildStatus status, const char *text)
{
  return answer (status, text, strnlen (text, MVUA_CHILD_TEXT_SIZE - 1));
}

static int
serve_message (const MvuaChildRequest *request, const uint8_t *message)
{
  const MvuaCut *cut = &request->cut;
  const size_t n_points = (size_t) cut->ni * cut->nj;
  const size_t n_wanted = (size_t) cut->n_rows * cut->n_columns;
  double *all = malloc (n_points * sizeof *all);
  float *values = malloc (n_wanted * sizeof *values);
  const char *complaint = "no memory";
  int served;

  if (all != NULL && values != NULL)
    complaint = mvua_eccodes_unpack (message, request->n_octets, n_points, all);

  if (complaint != NULL)
    served = answer_text (MVUA_CHILD_REFUSED, complaint);
  else
    {
      mvua_kernel_pick (all, MVUA_ECCODES_MISSING, cut, values);
      served = answer (MVUA_CHILD_DONE, values, n_wanted * sizeof *values);
    }

  free (values);
  free (all);
  return served;
}

/* For a packing that it has not met, ecCodes would open files. */
static int
serve_known_message (const MvuaChildRequest *request, const uint8_t *message)
{
  const uint8_t *template_number = message + MVUA_FRAME_SIZE + 9;

  if (request->n_octets < MVUA_FRAME_SIZE + 11)
    return answer_text (MVUA_CHILD_REFUSED, "it has no section 5");
  const unsigned data_template = template_number[0] * 256u + template_number[1];
  if (!mvua_warm_up_knows (data_template))
    {
      char text[16];
      snprintf (text, sizeof text, "5.%u", data_template);
      return answer_text (MVUA_CHILD_UNKNOWN, text);
    }

  const char *complaint = mvua_image_check (message, request->n_octets);
  return complaint != NULL ? answer_text (MVUA_CHILD_REFUSED, complaint)
                           : serve_message (request, message);
}

static int
serve_attempt (const MvuaChildRequest *request)
{
  char text[MVUA_CHILD_TEXT_SIZE];

  mvua_attempt (request->kind, text);
  return answer_text (MVUA_CHILD_DONE, text);
}

static int
is_sane (const MvuaChildRequest *request)
{
  const MvuaCut *cut = &request->cut;

  return request->magic == MVUA_CHILD_MAGIC && request->kind < MVUA_CHILD_N_KINDS &&
         request->n_octets <= MAX_OCTETS && cut->ni > 0 && cut->nj > 0 &&
         (uint64_t) cut->ni * cut->nj <= MAX_POINTS &&
         (uint64_t) cut->row + cut->n_rows <= cut->nj && cut->column < cut->ni &&
         cut->n_columns <= cut->ni;
}

/* The parent waits for as long and no longer; this is for when it is gone. */
static void
set_alarm (uint32_t ms)
{
  const struct itimerval in = { .it_value = { (time_t) (ms / 1000),
                                              (suseconds_t) (ms % 1000) * 1000 } };

  setitimer (ITIMER_REAL, &in, NULL);
}

/* FALSE if nothing comes for a while: a process that is not needed ends. */
static int
wait_for_request (uint32_t ms)
{
  struct pollfd input = { STDIN_FILENO, POLLIN, 0 };
  int ready;

  do
    ready = poll (&input, 1, (int) (ms & 0x7fffffff));
  while (ready < 0 && errno == EINTR);
  return ready > 0;
}

static int
serve (uint32_t *idle_ms)
{
  MvuaChildRequest request;

  if (!wait_for_request (*idle_ms) || !read_all (&request, sizeof request) ||
      !is_sane (&request))
    return 0;

  *idle_ms = request.idle_ms;
  set_alarm (request.patience_ms);
  uint8_t *message = malloc (request.n_octets > 0 ? request.n_octets : 1);
  int served = message != NULL && read_all (message, request.n_octets);
  if (served && request.kind == MVUA_CHILD_DECODE)
    served = serve_known_message (&request, message);
  else if (served)
    served = serve_attempt (&request);
  free (message);
  set_alarm (0);
  return served;
}

int
main (void)
{
  if (isatty (STDIN_FILENO))
    {
      (void) fputs ("mvua-decode is run by mvua, not by people\n", stderr);
      return 2;
    }

  MvuaChildLayers layers = 0;
  uint32_t idle_ms = FIRST_IDLE_MS;
  const char *complaint = mvua_lock_begin ();
  if (complaint == NULL)
    {
      mvua_warm_up ();
      complaint = mvua_lock_close (&layers);
    }
  if (complaint != NULL)
    {
      answer_text (MVUA_CHILD_REFUSED, complaint);
      _exit (1);
    }

  if (answer (MVUA_CHILD_DONE, &layers, sizeof layers))
    while (serve (&idle_ms))
      continue;
  /* What exit() does besides, in libraries and sanitizers, the lock is not open for. */
  _exit (0);
}
