/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A library that is loaded before all others (LD_PRELOAD) and makes the Nth call of a
 * kind fail, below one folder.  The environment says which:
 *
 *   MVUA_FAULT_PROGRAM  name of the program that is meant; its children are left alone
 *   MVUA_FAULT_UNDER    the folder, absolute and without links; memory, threads: anywhere
 *   MVUA_FAULT_KIND     write sync rename open mkdir truncate close unlink read memory
 *                       thread power, or nothing: calls are counted alone
 *   MVUA_FAULT_AT       N, from 1; with power 0 is the end of the program
 *   MVUA_FAULT_ERROR    ENOSPC EIO … or short (fewer octets than were asked for); with
 *                       power how it goes: zero cut names, or none: nothing is lost
 *   MVUA_FAULT_STAYS    1: and so do all calls of that kind from then on
 *   MVUA_FAULT_BYTES    the smallest allocation that counts as memory (65536)
 *   MVUA_FAULT_SPARES   a function in whose calls memory does not count
 *   MVUA_FAULT_COUNTS   file that gets "KIND NUMBER" lines when the program ends
 *   MVUA_FAULT_TRACE    1: where the call came from, on standard error
 *
 * With power, what was not made durable is lost at the Nth call and the process killed.
 */

#undef _FILE_OFFSET_BITS /* both names of each function are defined here */

#include "mvua-faults.h"

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_DESCRIPTORS 65536
#define N_FRAMES 40

static const char *const kind_names[FAULTS_N_KINDS] = {
  "write", "sync",   "rename", "open",   "mkdir",  "truncate",
  "close", "unlink", "read",   "memory", "thread", "power",
};

static const struct
{
  const char *name;
  int number;
} errors[] = {
  { "ENOSPC", ENOSPC }, { "EIO", EIO },       { "EMFILE", EMFILE },
  { "ENOMEM", ENOMEM }, { "EDQUOT", EDQUOT }, { "EINVAL", EINVAL },
  { "EAGAIN", EAGAIN }, { "EINTR", EINTR },   { "short", 0 },
};

static const char *const loss_names[] = { "zero", "cut", "names", "none" };

static struct
{
  bool is_active;
  char under[FAULTS_MAX_PATH];
  size_t n_under;
  int kind; /* FaultsKind, or -1 */
  unsigned at;
  int error; /* 0: short */
  bool stays;
  bool traces;
  size_t least;
  char spares[64];
  char counts[FAULTS_MAX_PATH];
} config;

static atomic_uint n_calls[FAULTS_N_KINDS];
static atomic_bool has_struck;
static atomic_uchar descriptors[N_DESCRIPTORS];

static void
die_of (const char *what)
{
  static const char head[] = "mvua-faults: not understood: ";

  if (REAL (write) (STDERR_FILENO, head, sizeof head - 1) < 0 ||
      REAL (write) (STDERR_FILENO, what, strlen (what)) < 0)
    _exit (98);
  _exit (97);
}

static int
find (const char *const *names, int n, const char *name)
{
  for (int i = 0; i < n; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  die_of (name);
  return -1;
}

static void
take_error (const char *name)
{
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
    if (strcmp (errors[i].name, name) == 0)
      {
        config.error = errors[i].number;
        return;
      }
  die_of (name);
}

static const char *
get (const char *name, const char *otherwise)
{
  const char *value = getenv (name);

  return value != NULL && value[0] != '\0' ? value : otherwise;
}

__attribute__ ((constructor)) static void
begin (void)
{
  const char *kind = get ("MVUA_FAULT_KIND", NULL);
  const char *error = get ("MVUA_FAULT_ERROR", "EIO");

  if (strcmp (get ("MVUA_FAULT_PROGRAM", "mvua"), program_invocation_short_name) != 0)
    return;
  snprintf (config.under, sizeof config.under, "%s",
            get ("MVUA_FAULT_UNDER", "/nowhere"));
  snprintf (config.counts, sizeof config.counts, "%s", get ("MVUA_FAULT_COUNTS", ""));
  config.n_under = strlen (config.under);
  config.kind = kind != NULL ? find (kind_names, FAULTS_N_KINDS, kind) : -1;
  config.at = (unsigned) strtoul (get ("MVUA_FAULT_AT", "0"), NULL, 10);
  config.least = strtoul (get ("MVUA_FAULT_BYTES", "65536"), NULL, 10);
  snprintf (config.spares, sizeof config.spares, "%s", get ("MVUA_FAULT_SPARES", ""));
  config.stays = strcmp (get ("MVUA_FAULT_STAYS", "0"), "1") == 0;
  config.traces = strcmp (get ("MVUA_FAULT_TRACE", "0"), "1") == 0;
  if (config.kind == FAULTS_POWER)
    faults_power_watch ((FaultsLoss) find (loss_names, 4, error));
  else
    take_error (error);
  config.is_active = true;
}

__attribute__ ((destructor)) static void
end (void)
{
  char line[64];

  if (!config.is_active)
    return;
  config.is_active = false;
  if (config.kind == FAULTS_POWER && config.at == 0)
    faults_power_lose ();
  if (config.counts[0] == '\0')
    return;
  const int fd =
      REAL (openat) (AT_FDCWD, config.counts, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  for (int i = 0; fd >= 0 && i < FAULTS_N_KINDS; i++)
    {
      const int n = snprintf (line, sizeof line, "%s %u\n", kind_names[i],
                              atomic_load (&n_calls[i]));
      if (REAL (write) (fd, line, (size_t) n) != n)
        die_of (config.counts);
    }
}

static void
trace (void)
{
  void *frames[N_FRAMES];

  config.is_active = false; /* what a trace needs is nobody's call */
  backtrace_symbols_fd (frames, backtrace (frames, N_FRAMES), STDERR_FILENO);
  config.is_active = true;
}

/* Whether the call just counted is one that fails. */
static bool
is_hit (FaultsKind kind)
{
  const unsigned number = atomic_fetch_add (&n_calls[kind], 1) + 1;

  if ((int) kind != config.kind || config.at == 0 || number < config.at ||
      (number > config.at && !config.stays))
    return false;
  atomic_store (&has_struck, true);
  if (config.traces)
    trace ();
  return true;
}

bool
faults_strike (FaultsKind kind)
{
  if (!config.is_active)
    return false;
  if ((kind < FAULTS_CLOSE || kind == FAULTS_UNLINK) && is_hit (FAULTS_POWER))
    {
      config.is_active = false;
      faults_power_lose ();
      kill (getpid (), SIGKILL);
    }
  if (!is_hit (kind) || config.error == 0)
    return false;
  errno = config.error;
  return true;
}

bool
faults_strike_octets (FaultsKind kind, size_t *n)
{
  if (!config.is_active)
    return false;
  if (config.error != 0 || (int) kind != config.kind)
    return faults_strike (kind);
  if (*n > 1 && is_hit (kind))
    *n /= 2;
  return false;
}

static bool
is_spared (void)
{
  void *frames[N_FRAMES];
  Dl_info info;

  if (config.spares[0] == '\0')
    return false;
  const int n = backtrace (frames, N_FRAMES);
  for (int i = 0; i < n; i++)
    if (dladdr (frames[i], &info) != 0 && info.dli_sname != NULL &&
        strcmp (info.dli_sname, config.spares) == 0)
      return true;
  return false;
}

bool
faults_strike_memory (size_t n)
{
  return config.is_active && n >= config.least && !is_spared () &&
         faults_strike (FAULTS_MEMORY);
}

bool
faults_disk_is_full (void)
{
  return atomic_load (&has_struck) && config.error == ENOSPC && config.stays;
}

void
faults_full_path (int folder, const char *path, char full[FAULTS_MAX_PATH])
{
  char link[64];
  ssize_t n = 0;

  if (path[0] != '/')
    {
      if (folder == AT_FDCWD)
        snprintf (link, sizeof link, "/proc/self/cwd");
      else
        snprintf (link, sizeof link, "/proc/self/fd/%d", folder);
      n = readlink (link, full, FAULTS_MAX_PATH - 2);
      n = n > 0 ? n : 0;
      full[n++] = '/';
      path += strncmp (path, "./", 2) == 0 ? 2 : 0;
    }
  snprintf (full + n, (size_t) (FAULTS_MAX_PATH - n), "%s", path);
  for (size_t end = strlen (full); end > 1 && full[end - 1] == '/'; end--)
    full[end - 1] = '\0';
}

bool
faults_is_under (int folder, const char *path)
{
  char full[FAULTS_MAX_PATH];

  if (!config.is_active || path == NULL)
    return false;
  faults_full_path (folder, path, full);
  return strncmp (full, config.under, config.n_under) == 0 &&
         (full[config.n_under] == '/' || full[config.n_under] == '\0');
}

bool
faults_is_ours (int fd)
{
  return config.is_active && fd >= 0 && fd < N_DESCRIPTORS &&
         atomic_load (&descriptors[fd]);
}

void
faults_note_fd (int fd, bool is_ours)
{
  if (fd >= 0 && fd < N_DESCRIPTORS)
    atomic_store (&descriptors[fd], is_ours);
}
