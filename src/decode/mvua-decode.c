/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The child process that decodes with ecCodes what the kernel does not decode itself.
 * A crafted message can make ecCodes abort the whole process; here that costs one
 * field.  It reads requests from its standard input until that ends, and answers each
 * on its standard output: see mvua-child-protocol.h. */

#include "mvua-child-protocol.h"
#include "mvua-pick.h"

#include <eccodes.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Told to ecCodes, which then writes it where the bitmap says "missing". */
#define MISSING (-1e300)

#define MAX_OCTETS (1u << 30)
#define MAX_POINTS 100000000u

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
answer (int failed, const void *octets, size_t n_octets)
{
  const MvuaChildAnswer head = { MVUA_CHILD_MAGIC, (uint32_t) failed, n_octets };

  return write_all (&head, sizeof head) && write_all (octets, n_octets);
}

static int
refuse (const char *why)
{
  const size_t n = strlen (why);

  return answer (1, why, n < MVUA_CHILD_TEXT_SIZE ? n : MVUA_CHILD_TEXT_SIZE - 1);
}

/* The values of the only field of a message, in its own order.
 * Returns: NULL, or what is wrong */
static const char *
unpack (codes_handle *handle, size_t n_points, double *all)
{
  size_t n = n_points;
  int status = codes_set_double (handle, "missingValue", MISSING);

  if (status == CODES_SUCCESS)
    status = codes_get_double_array (handle, "values", all, &n);
  if (status != CODES_SUCCESS)
    return codes_get_error_message (status);
  return n == n_points ? NULL : "the number of values is not that of the grid";
}

static int
serve_message (const MvuaChildRequest *request, const void *message)
{
  const MvuaCut *cut = &request->cut;
  const size_t n_points = (size_t) cut->ni * cut->nj;
  const size_t n_wanted = (size_t) cut->n_rows * cut->n_columns;
  double *all = malloc (n_points * sizeof *all);
  float *values = malloc (n_wanted * sizeof *values);
  codes_handle *handle = codes_handle_new_from_message (NULL, message, request->n_octets);
  const char *complaint = "no memory";
  int served;

  if (handle == NULL)
    complaint = "it is no message to ecCodes";
  else if (all != NULL && values != NULL)
    complaint = unpack (handle, n_points, all);

  if (complaint != NULL)
    served = refuse (complaint);
  else
    {
      mvua_kernel_pick (all, MISSING, cut, values);
      served = answer (0, values, n_wanted * sizeof *values);
    }

  if (handle != NULL)
    codes_handle_delete (handle);
  free (values);
  free (all);
  return served;
}

static int
is_sane (const MvuaChildRequest *request)
{
  const MvuaCut *cut = &request->cut;

  return request->magic == MVUA_CHILD_MAGIC && request->n_octets <= MAX_OCTETS &&
         cut->ni > 0 && cut->nj > 0 && (uint64_t) cut->ni * cut->nj <= MAX_POINTS &&
         (uint64_t) cut->row + cut->n_rows <= cut->nj && cut->column < cut->ni &&
         cut->n_columns <= cut->ni;
}

static int
serve (void)
{
  MvuaChildRequest request;

  if (!read_all (&request, sizeof request) || !is_sane (&request))
    return 0;

  void *message = malloc (request.n_octets > 0 ? request.n_octets : 1);
  const int served = message != NULL && read_all (message, request.n_octets) &&
                     serve_message (&request, message);
  free (message);
  return served;
}

int
main (void)
{
  /* An abort of ecCodes is expected here and leaves no core file.  A parent that is
   * gone closes our input, which ends us. */
  const struct rlimit none = { 0, 0 };
  setrlimit (RLIMIT_CORE, &none);

  if (isatty (STDIN_FILENO))
    {
      (void) fputs ("mvua-decode is run by mvua, not by people\n", stderr);
      return 2;
    }
  while (serve ())
    continue;
  return 0;
}
