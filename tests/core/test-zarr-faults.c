/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Every call by which a store reaches the disk fails once, the first, the second and so
 * on: never a crash, never a store that looks whole, always an error that names a path.
 * The functions below stand in front of the C library's and GLib's.
 */

#include "zarr-fixture.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef enum
{
  FAULT_NONE,
  FAULT_MKDIR,
  FAULT_PWRITE,
  FAULT_SHORT, /* writes one byte less than it was given: no failure */
  FAULT_FSYNC,
  FAULT_SYNCFS,
  FAULT_FTRUNCATE,
  FAULT_CLOSE,
  FAULT_RENAME,
  FAULT_MEMORY,
} Fault;

static Fault fault;
static guint n_calls, fail_at; /* from 1; 0: never */
static int fail_with;

static gboolean
must_fail (Fault kind)
{
  if (kind != fault || ++n_calls != fail_at)
    return FALSE;
  errno = fail_with;
  return TRUE;
}

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, G_STRINGIFY (name)))

int
mkdir (const char *path, mode_t mode)
{
  return must_fail (FAULT_MKDIR) ? -1 : REAL (mkdir) (path, mode);
}

ssize_t
pwrite (int fd, const void *data, size_t n, off_t offset)
{
  if (must_fail (FAULT_PWRITE))
    return -1;
  if (n > 1 && must_fail (FAULT_SHORT))
    n--;
  return REAL (pwrite) (fd, data, n, offset);
}

int
fsync (int fd)
{
  return must_fail (FAULT_FSYNC) ? -1 : REAL (fsync) (fd);
}

int
syncfs (int fd)
{
  return must_fail (FAULT_SYNCFS) ? -1 : REAL (syncfs) (fd);
}

int
ftruncate (int fd, off_t length)
{
  return must_fail (FAULT_FTRUNCATE) ? -1 : REAL (ftruncate) (fd, length);
}

int
close (int fd)
{
  const int result = REAL (close) (fd); /* a failed close has closed */

  return must_fail (FAULT_CLOSE) ? -1 : result;
}

int
rename (const char *from, const char *to)
{
  return must_fail (FAULT_RENAME) ? -1 : REAL (rename) (from, to);
}

gpointer
g_try_malloc (gsize n)
{
  return must_fail (FAULT_MEMORY) ? NULL : REAL (g_try_malloc) (n);
}

gpointer
g_try_malloc_n (gsize n, gsize size)
{
  return must_fail (FAULT_MEMORY) ? NULL : REAL (g_try_malloc_n) (n, size);
}

/* Nothing that was being written when it failed lies about. */
static void
assert_no_parts (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      const gboolean is_shard = strstr (folder, "/c/") != NULL;
      g_assert_true (is_shard || !g_str_has_suffix (name, ".part"));
      assert_no_parts (path);
    }
}

static void
assert_failed (const Scratch *scratch, MvuaZarrFormat format, const GError *error)
{
  const char *const root = format == MVUA_ZARR_V2 ? ".zmetadata" : "zarr.json";
  g_autofree char *whole = g_build_filename (scratch->store, root, NULL);
  const int code = fault == FAULT_MEMORY ? MVUA_ZARR_ERROR_NO_MEMORY : MVUA_ZARR_ERROR_IO;

  g_assert_error (error, MVUA_ZARR_ERROR, code);
  g_assert_nonnull (
      strstr (error->message, fault == FAULT_MEMORY ? "gep01/tp" : "a.zarr"));
  if (fault != FAULT_MEMORY)
    g_assert_nonnull (strstr (error->message, "choose another folder"));
  assert_no_parts (scratch->store);

  /* The store's last file may have its name if only the wait for the disk failed. */
  if (fault != FAULT_FSYNC && fault != FAULT_CLOSE)
    g_assert_false (g_file_test (whole, G_FILE_TEST_EXISTS));
}

static void
test_each (Scratch *scratch, gconstpointer data)
{
  static const MvuaZarrFormat formats[] = { MVUA_ZARR_V2, MVUA_ZARR_V3 };

  for (guint i = 0; i < 2; i++)
    {
      gboolean ok = FALSE, reached = TRUE;
      guint n;
      for (n = 1; reached; n++)
        {
          g_autoptr (GError) error = NULL;
          fault = (Fault) GPOINTER_TO_INT (data);
          fail_at = n;
          fail_with = n % 2 ? ENOSPC : EIO;
          n_calls = 0;
          ok = write_tiny_store (scratch->store, formats[i], &error);
          reached = n_calls >= n;
          if (!reached || fault == FAULT_SHORT)
            g_assert_no_error (error);
          else
            assert_failed (scratch, formats[i], error);
          fault = FAULT_NONE;

          g_assert_true (ok == (error == NULL));
          if (ok)
            g_assert_cmpint (
                mvua_file_table_verify (scratch->store, NULL, NULL, NULL, NULL, NULL), ==,
                0);
          scratch_empty (scratch);
        }
      g_assert_true (ok);
      g_assert_cmpuint (n, >, 2); /* the functions above are the ones that are called */
    }
}

/* After a failure the same store can be finished, once there is room. */
static void
test_again (Scratch *scratch, gconstpointer format)
{
  const MvuaZarrArraySpec spec = { "x",   MVUA_ZARR_INT32, 1,    { "x" },
                                   { 6 }, { 2 },           TRUE, FALSE };
  const gint32 values[] = { 1, 2, 3, 4, 5, 6 };
  const gsize first = 0, count = 6;
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaZarrWriter) writer =
      mvua_zarr_writer_new (scratch->store, GPOINTER_TO_INT (format), &error);

  g_assert_true (mvua_zarr_writer_add_group (writer, "", NULL, &error));
  MvuaZarrArray *array = mvua_zarr_writer_add_array (writer, &spec, NULL, &error);
  fault = FAULT_PWRITE;
  fail_with = ENOSPC;
  n_calls = 0;
  fail_at = 2;
  g_assert_false (mvua_zarr_array_write (array, &first, &count, values, &error));
  g_autofree char *expected = g_strdup_printf (
      "Could not write “%s/x/%s”: No space left on device: 8 bytes were needed; free "
      "space or choose another folder",
      scratch->store, GPOINTER_TO_INT (format) == MVUA_ZARR_V2 ? ".1.part" : "c/.0.part");
  g_assert_cmpstr (error->message, ==, expected);
  g_clear_error (&error);
  g_assert_true (mvua_zarr_array_write (array, &first, &count, values, &error));

  gboolean ok = FALSE;
  for (fail_at = 1; !ok; fail_at++)
    {
      n_calls = 0;
      ok = mvua_zarr_writer_finish (writer, &error);
      g_assert_true (ok == (error == NULL));
      g_clear_error (&error);
    }
  fault = FAULT_NONE;
  g_assert_cmpuint (fail_at, >, 4);
  g_assert_cmpint (
      mvua_file_table_verify (scratch->store, NULL, NULL, NULL, NULL, &error), ==, 0);
}

/* In a process of its own, whose limits stay low: real refusals, nothing stands before.
 */
static void
test_limits (Scratch *scratch, gconstpointer resource)
{
  const gboolean is_size = GPOINTER_TO_INT (resource) == RLIMIT_FSIZE;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }

  const __rlimit_resource_t kind = (__rlimit_resource_t) GPOINTER_TO_INT (resource);
  g_autoptr (GError) error = NULL;
  struct rlimit old, low;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (kind, &old), ==, 0);
  low = old;
  low.rlim_cur = is_size ? 20 : 3;
  g_assert_cmpint (setrlimit (kind, &low), ==, 0);
  g_assert_false (write_tiny_store (scratch->store, MVUA_ZARR_V2, &error));
  g_assert_cmpint (setrlimit (kind, &old), ==, 0);

  g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "a.zarr/gep01/tp/.0.0.part”"));
  g_assert_nonnull (strstr (error->message, is_size ? "larger files are allowed"
                                                    : "limit of open files"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, func)                                                            \
  g_test_add ("/zarr-faults/" path, Scratch, GINT_TO_POINTER (data), scratch_set_up,     \
              func, scratch_tear_down)
  ADD ("mkdir", FAULT_MKDIR, test_each);
  ADD ("write", FAULT_PWRITE, test_each);
  ADD ("short-write", FAULT_SHORT, test_each);
  ADD ("fsync", FAULT_FSYNC, test_each);
  ADD ("syncfs", FAULT_SYNCFS, test_each);
  ADD ("ftruncate", FAULT_FTRUNCATE, test_each);
  ADD ("close", FAULT_CLOSE, test_each);
  ADD ("rename", FAULT_RENAME, test_each);
  ADD ("memory", FAULT_MEMORY, test_each);
  ADD ("again/v2", MVUA_ZARR_V2, test_again);
  ADD ("again/v3", MVUA_ZARR_V3, test_again);
  ADD ("limits/file-size", RLIMIT_FSIZE, test_limits);
  ADD ("limits/descriptors", RLIMIT_NOFILE, test_limits);
  return g_test_run ();
}
