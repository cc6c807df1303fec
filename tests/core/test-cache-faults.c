/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Every call by which the cache reaches the disk fails, the first, the second and so on,
 * once or from then on: never a wrong byte, never half a file, and who reads or writes
 * does not notice.  The functions below stand in front of the C library's and GLib's.
 */

#include "cache-fixture.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <unistd.h>

#define URL "https://noaa.example/gep01.f003"

typedef enum
{
  FAULT_NONE,
  FAULT_OPEN,
  FAULT_MKDIR,
  FAULT_WRITE,
  FAULT_SHORT_WRITE, /* writes one byte less than it was given: no failure */
  FAULT_CLOSE,
  FAULT_RENAME,
  FAULT_UNLINK,
  FAULT_TIMES,
  FAULT_READ,
  FAULT_SHORT_READ,
  FAULT_MEMORY,
} Fault;

static Fault fault;
static guint n_calls, fail_at; /* from 1 */
static gboolean fails_on;      /* from then on, too */
static int fail_with;
static gint64 later; /* microseconds that have passed besides */

static gboolean
must_fail (Fault kind)
{
  if (kind != fault || ++n_calls < fail_at || (n_calls > fail_at && !fails_on))
    return FALSE;
  errno = fail_with;
  return TRUE;
}

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, G_STRINGIFY (name)))

static mode_t
take_mode (int flags, va_list arguments)
{
  return flags & O_CREAT ? va_arg (arguments, mode_t) : 0;
}

int
open (const char *path, int flags, ...)
{
  va_list arguments;

  va_start (arguments, flags);
  const mode_t mode = take_mode (flags, arguments);
  va_end (arguments);
  return must_fail (FAULT_OPEN) ? -1 : REAL (open) (path, flags, mode);
}

int
openat (int folder, const char *path, int flags, ...)
{
  va_list arguments;

  va_start (arguments, flags);
  const mode_t mode = take_mode (flags, arguments);
  va_end (arguments);
  return must_fail (FAULT_OPEN) ? -1 : REAL (openat) (folder, path, flags, mode);
}

int
mkdir (const char *path, mode_t mode)
{
  return must_fail (FAULT_MKDIR) ? -1 : REAL (mkdir) (path, mode);
}

ssize_t
write (int fd, const void *data, size_t n)
{
  if (must_fail (FAULT_WRITE))
    return -1;
  if (n > 1 && must_fail (FAULT_SHORT_WRITE))
    n--;
  return REAL (write) (fd, data, n);
}

int
close (int fd)
{
  const int result = REAL (close) (fd); /* a failed close has closed */

  return must_fail (FAULT_CLOSE) ? -1 : result;
}

int
renameat (int from_folder, const char *from, int to_folder, const char *to)
{
  return must_fail (FAULT_RENAME) ? -1
                                  : REAL (renameat) (from_folder, from, to_folder, to);
}

int
unlinkat (int folder, const char *name, int flags)
{
  return must_fail (FAULT_UNLINK) ? -1 : REAL (unlinkat) (folder, name, flags);
}

int
futimens (int fd, const struct timespec times[2])
{
  return must_fail (FAULT_TIMES) ? -1 : REAL (futimens) (fd, times);
}

ssize_t
pread (int fd, void *data, size_t n, off_t offset)
{
  if (must_fail (FAULT_READ))
    return -1;
  if (n > 1 && must_fail (FAULT_SHORT_READ))
    n--;
  return REAL (pread) (fd, data, n, offset);
}

gpointer
g_try_malloc (gsize n)
{
  return must_fail (FAULT_MEMORY) ? NULL : REAL (g_try_malloc) (n);
}

gint64
g_get_monotonic_time (void)
{
  return REAL (g_get_monotonic_time) () + later;
}

/* Writes, reads, evicts.  Returns: how many of the five pieces were there at the end */
static guint
use (MvuaCache *cache)
{
  guint n_there = 0;

  object_write (cache, 1, URL, "1", 0, 20000);
  object_write (cache, 1, URL, "1", 20000, 20000);
  n_there += object_read (cache, 1, URL, "1", 100, 30000) == 30000;
  object_put (cache, 2, URL ".idx", "1", 20000);
  n_there += object_get (cache, 2, URL ".idx", NULL) == 20000;
  for (guint i = 0; i < 3; i++)
    {
      object_write (cache, 1, URL, "1", 100000 + 30000 * i, 20000);
      n_there += object_read (cache, 1, URL, "1", 100000 + 30000 * i, 20000) == 20000;
    }
  return n_there;
}

static void
assert_no_parts (const Place *place)
{
  g_autoptr (GPtrArray) parts = place_find (place->folder, ".part-");

  g_assert_cmpuint (parts->len, ==, 0);
}

/* Once the disk is well again, everything works, be it after a while. */
static void
assert_recovers (MvuaCache *cache, gboolean refused)
{
  if (refused)
    {
      const guint n = mvua_cache_measure (cache).n_refused;
      object_write (cache, 3, URL "3", "1", 0, 10);
      g_assert_cmpuint (mvua_cache_measure (cache).n_refused, ==, n + 1);
    }
  later += 61 * G_USEC_PER_SEC;
  object_write (cache, 3, URL "3", "1", 0, 10);
  g_assert_cmpuint (object_read (cache, 3, URL "3", "1", 0, 10), ==, 10);
  g_assert_cmpstr (mvua_cache_measure (cache).complaint, ==, "");
  g_assert_cmpuint (mvua_cache_measure (cache).n_bytes, <=, 90000);
}

/* Returns: whether the call that was to fail was reached */
static gboolean
fail_one (Place *place, Fault kind, guint n, gboolean goes_on)
{
  g_autoptr (MvuaCache) cache = place_open (place, 90000);

  fault = kind;
  n_calls = 0;
  fail_at = n;
  fails_on = goes_on;
  fail_with = n % 2 ? ENOSPC : EIO;
  const guint n_there = use (cache);
  const gboolean reached = n_calls >= n;
  fault = FAULT_NONE;

  const MvuaCacheUsage usage = mvua_cache_measure (cache);
  const gboolean refused = usage.complaint[0] != '\0';
  g_assert_true (refused == (usage.n_refused > 0));
  if (refused)
    g_assert_cmpstr (usage.complaint, ==, g_strerror (fail_with));
  if (!reached || kind == FAULT_SHORT_WRITE || kind == FAULT_SHORT_READ ||
      kind == FAULT_TIMES)
    {
      g_assert_cmpuint (n_there, ==, 5);
      g_assert_false (refused);
    }
  /* What cannot be read at the moment is not damaged. */
  g_assert_cmpuint (usage.n_damaged, ==, 0);
  g_assert_cmpuint (usage.n_bytes, <=, 90000);
  if (kind != FAULT_UNLINK)
    assert_no_parts (place);
  assert_recovers (cache, refused);
  g_assert_cmpint (nftw (place->folder, place_remove, 16, FTW_DEPTH | FTW_PHYS), ==, 0);
  return reached;
}

static void
test_each (Place *place, gconstpointer kind)
{
  guint n_reached = 0;

  for (guint goes_on = 0; goes_on < 2; goes_on++)
    for (guint n = 1; fail_one (place, GPOINTER_TO_UINT (kind), n, goes_on);
         n += n < 100 ? 1 : 7) /* each of 256 folders is opened to count what is in it */
      n_reached++;
  g_assert_cmpuint (n_reached, >,
                    0); /* the functions above are the ones that are called */
}

/* The rest of what a process may do is refused in earnest, nothing stands before. */
static gboolean
in_process_of_its_own (void)
{
  if (g_test_subprocess ())
    return TRUE;
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  return FALSE;
}

static void
test_full (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  if (!in_process_of_its_own ())
    return;
  g_autoptr (MvuaCache) cache = place_open (place, 0);
  struct rlimit old, low;

  object_write (cache, 1, URL, "1", 0, 5000);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  low = old;
  low.rlim_cur = 10000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &low), ==, 0);
  object_write (cache, 1, URL, "1", 5000, 20000);
  object_write (cache, 1, URL, "1", 25000, 100); /* is not even tried */
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);

  g_assert_cmpuint (object_read (cache, 1, URL, "1", 0, 30000), ==, 5000);
  const MvuaCacheUsage usage = mvua_cache_measure (cache);
  g_assert_cmpuint (usage.n_refused, ==, 2);
  g_assert_cmpstr (usage.complaint, ==, g_strerror (EFBIG));
  assert_no_parts (place);
}

static mode_t rights;

static int
set_rights (const char *path,
            const struct stat *status,
            int type G_GNUC_UNUSED,
            struct FTW *walk G_GNUC_UNUSED)
{
  return chmod (path, S_ISDIR (status->st_mode) ? rights : 0400);
}

/* What a user may only read is read, without a word. */
static void
test_read_only (void)
{
  Place place;

  if (!in_process_of_its_own ())
    return;
  if (geteuid () == 0)
    g_assert_cmpint (setresuid (65534, 65534, 65534), ==,
                     0); /* root may write anywhere */
  place_set_up (&place, NULL);
  {
    g_autoptr (MvuaCache) before = place_open (&place, 90000);
    object_write (before, 1, URL, "1", 0, 20000);
    object_put (before, 2, URL ".idx", "1", 2000);
  }
  rights = 0500;
  g_assert_cmpint (nftw (place.folder, set_rights, 16, FTW_DEPTH | FTW_PHYS), ==, 0);

  g_autoptr (MvuaCache) cache = place_open (&place, 90000);
  g_assert_cmpuint (object_read (cache, 1, URL, "1", 0, 30000), ==, 20000);
  g_assert_cmpint (object_get (cache, 2, URL ".idx", NULL), ==, 2000);
  object_write (cache, 1, URL, "1", 20000, 20000);
  object_put (cache, 2, URL, "1", 2000);
  const MvuaCacheUsage usage = mvua_cache_measure (cache);
  g_assert_cmpuint (usage.n_entries, ==, 2);
  g_assert_cmpuint (usage.n_refused, ==, 2);
  g_assert_cmpstr (usage.complaint, ==, g_strerror (EACCES));
  g_autoptr (GError) error = NULL;
  g_assert_false (mvua_cache_clear (cache, &error));
  g_assert_nonnull (strstr (error->message, g_strerror (EACCES)));

  /* With a bound that is passed already: what has to go cannot. */
  g_autoptr (MvuaCache) small = place_open (&place, 15000);
  object_write (small, 1, URL, "1", 20000, 100);
  g_assert_cmpstr (mvua_cache_measure (small).complaint, ==, g_strerror (EACCES));

  rights = 0700;
  g_assert_cmpint (nftw (place.folder, set_rights, 16, FTW_PHYS), ==, 0);
  place_tear_down (&place, NULL);
}

/* A folder that cannot even be made. */
static void
test_nowhere (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *file = g_build_filename (place->scratch, "cache", NULL);

  g_assert_true (g_file_set_contents (file, "text", 4, NULL));
  g_autoptr (MvuaCache) cache = place_open (place, 0); /* below a file */
  object_write (cache, 1, URL, "1", 0, 10);
  g_assert_cmpuint (object_read (cache, 1, URL, "1", 0, 10), ==, 0);
  g_assert_cmpint (object_get (cache, 1, URL, NULL), ==, -1);
  const MvuaCacheUsage usage = mvua_cache_measure (cache);
  g_assert_cmpuint (usage.n_refused, ==, 1);
  g_assert_cmpstr (usage.complaint, ==, g_strerror (ENOTDIR));
  g_assert_true (mvua_cache_clear (cache, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, func)                                                            \
  g_test_add ("/cache-faults/" path, Place, GINT_TO_POINTER (data), place_set_up, func,  \
              place_tear_down)
  ADD ("open", FAULT_OPEN, test_each);
  ADD ("mkdir", FAULT_MKDIR, test_each);
  ADD ("write", FAULT_WRITE, test_each);
  ADD ("short-write", FAULT_SHORT_WRITE, test_each);
  ADD ("close", FAULT_CLOSE, test_each);
  ADD ("rename", FAULT_RENAME, test_each);
  ADD ("unlink", FAULT_UNLINK, test_each);
  ADD ("times", FAULT_TIMES, test_each);
  ADD ("read", FAULT_READ, test_each);
  ADD ("short-read", FAULT_SHORT_READ, test_each);
  ADD ("memory", FAULT_MEMORY, test_each);
  ADD ("full", 0, test_full);
  ADD ("nowhere", 0, test_nowhere);
  g_test_add_func ("/cache-faults/read-only", test_read_only);
  return g_test_run ();
}
