/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
set_limit (__rlimit_resource_t resource, rlim_t soft, rlim_t hard)
{
  const struct rlimit limit = { soft, hard };

  return setrlimit (resource, &limit) == 0;
}

static rlim_t
least (rlim_t a, rlim_t b)
{
  return a < b ? a : b;
}

const char *
mvua_lock_begin (void)
{
  if (!set_limit (RLIMIT_CORE, 0, 0))
    return "core files cannot be ruled out";
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return "other processes cannot be kept out";
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return "new privileges cannot be ruled out";
  /* Standard error is not for a program that nobody looks at. */
  if (close_range (STDERR_FILENO, ~0u, 0) != 0)
    return "inherited files cannot be closed";
  return NULL;
}

/* Newer than the kernel headers of the oldest system that Mvua is built on: the whole
 * structure, and the bits of each version of the interface. */
typedef struct
{
  uint64_t files;
  uint64_t network;
  uint64_t scoped;
} LandlockRules;

static const LandlockRules landlock_versions[] = {
  { 0x1fff, 0, 0 }, /* 1: open, make, remove, run */
  { 0x3fff, 0, 0 }, /* 2: move between folders */
  { 0x7fff, 0, 0 }, /* 3: truncate */
  { 0x7fff, 3, 0 }, /* 4: bind and connect over TCP */
  { 0xffff, 3, 0 }, /* 5: ioctl of devices */
  { 0xffff, 3, 3 }, /* 6: abstract sockets, signals */
};

#define N_LANDLOCK_VERSIONS (sizeof landlock_versions / sizeof landlock_versions[0])

/* A set of rules that allows nothing.  Returns: whether it holds, which is tried */
static int
close_landlock (void)
{
  const long version =
      syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1)
    return 0;

  const size_t known =
      (size_t) version < N_LANDLOCK_VERSIONS ? (size_t) version : N_LANDLOCK_VERSIONS;
  const LandlockRules *rules = &landlock_versions[known - 1];
  const size_t size = version < 4   ? offsetof (LandlockRules, network)
                      : version < 6 ? offsetof (LandlockRules, scoped)
                                    : sizeof *rules;
  const int set = (int) syscall (SYS_landlock_create_ruleset, rules, size, 0);
  if (set < 0)
    return 0;
  const long restricted = syscall (SYS_landlock_restrict_self, set, 0);
  close (set);
  return restricted == 0 && open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) < 0 &&
         errno == EACCES;
}

static const char *
close_limits (MvuaChildLayers *layers)
{
  /* 1 and not 0, since poll() takes no more descriptors than this; 0 and 1 are in use. */
  if (!set_limit (RLIMIT_NOFILE, 1, 1) || !set_limit (RLIMIT_FSIZE, 0, 0) ||
      !set_limit (RLIMIT_NPROC, 0, 0) || !set_limit (RLIMIT_MEMLOCK, 0, 0) ||
      !set_limit (RLIMIT_MSGQUEUE, 0, 0))
    return "its limits cannot be set";
  if (open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0 ||
      socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0)
    return "its limits do not hold";
  *layers |= MVUA_CHILD_LAYER_LIMITS;

  if (!MVUA_CHILD_IS_SANITIZED)
    {
      struct rlimit own = { 0 };

      /* A limit that somebody has set before stays. */
      if (getrlimit (RLIMIT_AS, &own) != 0 ||
          !set_limit (RLIMIT_AS, least (MVUA_CHILD_MEMORY, own.rlim_max),
                      least (MVUA_CHILD_MOST_MEMORY, own.rlim_max)))
        return "its memory cannot be limited";
      *layers |= MVUA_CHILD_LAYER_MEMORY;
    }
  return NULL;
}

/* What computing, malloc(), abort() and being asked come down to. */
static const int allowed[] = {
  SCMP_SYS (read),           SCMP_SYS (write),        SCMP_SYS (poll),
  SCMP_SYS (writev),         SCMP_SYS (ppoll),        SCMP_SYS (brk),
  SCMP_SYS (munmap),         SCMP_SYS (mremap),       SCMP_SYS (madvise),
  SCMP_SYS (futex),          SCMP_SYS (sched_yield),  SCMP_SYS (getrandom),
  SCMP_SYS (clock_gettime),  SCMP_SYS (gettimeofday), SCMP_SYS (setitimer),
  SCMP_SYS (rt_sigprocmask), SCMP_SYS (rt_sigreturn), SCMP_SYS (restart_syscall),
  SCMP_SYS (getpid),         SCMP_SYS (gettid),       SCMP_SYS (exit),
  SCMP_SYS (exit_group),
#if MVUA_CHILD_IS_SANITIZED /* of its run-time library, when a process ends */
  SCMP_SYS (sigaltstack),
#endif
};

static int
allow_all (scmp_filter_ctx filter)
{
  for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
    if (seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0) < 0)
      return 0;

  /* New memory is never to be run, and only this process gets signals of its own. */
  const struct scmp_arg_cmp no_code = { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 };
  const struct scmp_arg_cmp own = { 0, SCMP_CMP_EQ, (scmp_datum_t) getpid (), 0 };
  return seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1, &no_code) ==
             0 &&
         seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1,
                                 &no_code) == 0 &&
         seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1, &own) == 0;
}

static const char *
close_seccomp (MvuaChildLayers *layers)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_KILL_PROCESS);

  if (filter == NULL)
    return "no memory for the filter of its calls";
  const int loaded =
      seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
      allow_all (filter) && seccomp_load (filter) == 0;
  seccomp_release (filter);
  if (!loaded)
    return "the kernel takes no filter of its calls (seccomp)";
  *layers |= MVUA_CHILD_LAYER_SECCOMP;
  return NULL;
}

const char *
mvua_lock_close (MvuaChildLayers *layers)
{
  *layers = 0;
  if (close_landlock ())
    *layers |= MVUA_CHILD_LAYER_LANDLOCK;

  const char *complaint = close_limits (layers);
  return complaint != NULL ? complaint : close_seccomp (layers);
}
