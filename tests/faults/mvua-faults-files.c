/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The functions that stand in front of the C library's: files, folders and names.  Most
 * have two names, the second for callers that were compiled with 64-bit offsets, and
 * some a third for those compiled with checks. */

#undef _FILE_OFFSET_BITS

#include "mvua-faults.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

int __open_2 (const char *path, int flags);
int __open64_2 (const char *path, int flags);
int __openat_2 (int folder, const char *path, int flags);
int __openat64_2 (int folder, const char *path, int flags);
ssize_t __read_chk (int fd, void *data, size_t n, size_t room);
ssize_t __pread_chk (int fd, void *data, size_t n, off_t offset, size_t room);
ssize_t __pread64_chk (int fd, void *data, size_t n, off64_t offset, size_t room);

static int
open_one (int folder, const char *path, int flags, mode_t mode)
{
  const bool is_ours = faults_is_under (folder, path);

  if (is_ours && faults_strike (FAULTS_OPEN))
    return -1;
  const bool is_new =
      is_ours && (flags & O_CREAT) != 0 && faccessat (folder, path, F_OK, 0) != 0;
  const int fd = REAL (openat) (folder, path, flags, mode);
  faults_note_fd (fd, is_ours);
  if (fd >= 0 && is_new)
    faults_power_note_new (folder, path);
  return fd;
}

#define TAKE_MODE(flags)                                                                 \
  mode_t mode = 0;                                                                       \
  if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE)                        \
    {                                                                                    \
      va_list arguments;                                                                 \
      va_start (arguments, flags);                                                       \
      mode = va_arg (arguments, mode_t);                                                 \
      va_end (arguments);                                                                \
    }

int
open (const char *path, int flags, ...)
{
  TAKE_MODE (flags)
  return open_one (AT_FDCWD, path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  TAKE_MODE (flags)
  return open_one (AT_FDCWD, path, flags, mode);
}

int
openat (int folder, const char *path, int flags, ...)
{
  TAKE_MODE (flags)
  return open_one (folder, path, flags, mode);
}

int
openat64 (int folder, const char *path, int flags, ...)
{
  TAKE_MODE (flags)
  return open_one (folder, path, flags, mode);
}

int
__open_2 (const char *path, int flags)
{
  return open_one (AT_FDCWD, path, flags, 0);
}

int
__open64_2 (const char *path, int flags)
{
  return open_one (AT_FDCWD, path, flags, 0);
}

int
__openat_2 (int folder, const char *path, int flags)
{
  return open_one (folder, path, flags, 0);
}

int
__openat64_2 (int folder, const char *path, int flags)
{
  return open_one (folder, path, flags, 0);
}

DIR *
opendir (const char *path)
{
  if (faults_is_under (AT_FDCWD, path) && faults_strike (FAULTS_OPEN))
    return NULL;
  return REAL (opendir) (path);
}

int
close (int fd)
{
  const bool is_ours = faults_is_ours (fd);

  faults_note_fd (fd, false);
  const int result = REAL (close) (fd); /* a failed close has closed */
  return is_ours && faults_strike (FAULTS_CLOSE) ? -1 : result;
}

static ssize_t
write_one (int fd, const void *data, size_t n, off_t offset)
{
  const bool is_ours = faults_is_ours (fd);

  if (is_ours && faults_strike_octets (FAULTS_WRITE, &n))
    return -1;
  if (is_ours)
    faults_power_note_write (fd, offset, n);
  return offset < 0 ? REAL (write) (fd, data, n) : REAL (pwrite) (fd, data, n, offset);
}

ssize_t
write (int fd, const void *data, size_t n)
{
  return write_one (fd, data, n, -1);
}

ssize_t
pwrite (int fd, const void *data, size_t n, off_t offset)
{
  return write_one (fd, data, n, offset);
}

ssize_t
pwrite64 (int fd, const void *data, size_t n, off64_t offset)
{
  return write_one (fd, data, n, offset);
}

ssize_t
writev (int fd, const struct iovec *parts, int n_parts)
{
  size_t n = 0;

  if (!faults_is_ours (fd))
    return REAL (writev) (fd, parts, n_parts);
  for (int i = 0; i < n_parts; i++)
    n += parts[i].iov_len;
  if (faults_strike_octets (FAULTS_WRITE, &n))
    return -1;
  faults_power_note_write (fd, -1, n);
  return REAL (writev) (fd, parts, n_parts);
}

size_t
fwrite (const void *data, size_t size, size_t n, FILE *file)
{
  if (faults_is_ours (fileno (file)))
    {
      if (faults_strike (FAULTS_WRITE))
        return 0;
      faults_power_note_write (fileno (file), -1, size * n);
    }
  return REAL (fwrite) (data, size, n, file);
}

int
fclose (FILE *file)
{
  const int fd = fileno (file);
  const bool is_ours = faults_is_ours (fd);

  faults_note_fd (fd, false);
  const int result = REAL (fclose) (file);
  return is_ours && faults_strike (FAULTS_CLOSE) ? EOF : result;
}

ssize_t
read (int fd, void *data, size_t n)
{
  if (faults_is_ours (fd) && faults_strike_octets (FAULTS_READ, &n))
    return -1;
  return REAL (read) (fd, data, n);
}

ssize_t
pread (int fd, void *data, size_t n, off_t offset)
{
  if (faults_is_ours (fd) && faults_strike_octets (FAULTS_READ, &n))
    return -1;
  return REAL (pread) (fd, data, n, offset);
}

ssize_t
pread64 (int fd, void *data, size_t n, off64_t offset)
{
  return pread (fd, data, n, offset);
}

ssize_t
__read_chk (int fd, void *data, size_t n, size_t room)
{
  return n <= room ? read (fd, data, n) : REAL (__read_chk) (fd, data, n, room);
}

ssize_t
__pread_chk (int fd, void *data, size_t n, off_t offset, size_t room)
{
  return n <= room ? pread (fd, data, n, offset)
                   : REAL (__pread_chk) (fd, data, n, offset, room);
}

ssize_t
__pread64_chk (int fd, void *data, size_t n, off64_t offset, size_t room)
{
  return __pread_chk (fd, data, n, offset, room);
}

int
fsync (int fd)
{
  if (!faults_is_ours (fd))
    return REAL (fsync) (fd);
  if (faults_strike (FAULTS_SYNC))
    return -1;
  faults_power_note_sync (fd);
  return 0; /* the disk itself is not waited for */
}

int
fdatasync (int fd)
{
  return fsync (fd);
}

int
syncfs (int fd)
{
  if (!faults_is_ours (fd))
    return REAL (syncfs) (fd);
  if (faults_strike (FAULTS_SYNC))
    return -1;
  faults_power_note_sync_all ();
  return 0;
}

int
ftruncate (int fd, off_t length)
{
  if (faults_is_ours (fd) && faults_strike (FAULTS_TRUNCATE))
    return -1;
  return REAL (ftruncate) (fd, length);
}

int
ftruncate64 (int fd, off64_t length)
{
  return ftruncate (fd, length);
}

int
truncate (const char *path, off_t length)
{
  if (faults_is_under (AT_FDCWD, path) && faults_strike (FAULTS_TRUNCATE))
    return -1;
  return REAL (truncate) (path, length);
}

int
truncate64 (const char *path, off64_t length)
{
  return truncate (path, length);
}

int
renameat2 (
    int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
  const bool is_ours = faults_is_under (to_folder, to);

  if (is_ours && faults_strike (FAULTS_RENAME))
    return -1;
  const int result = REAL (renameat2) (from_folder, from, to_folder, to, flags);
  if (is_ours && result == 0)
    faults_power_note_rename (from_folder, from, to_folder, to, flags);
  return result;
}

int
renameat (int from_folder, const char *from, int to_folder, const char *to)
{
  return renameat2 (from_folder, from, to_folder, to, 0);
}

int
rename (const char *from, const char *to)
{
  return renameat2 (AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
mkdirat (int folder, const char *path, mode_t mode)
{
  const bool is_ours = faults_is_under (folder, path);

  if (is_ours && faults_strike (FAULTS_MKDIR))
    return -1;
  const int result = REAL (mkdirat) (folder, path, mode);
  if (is_ours && result == 0)
    faults_power_note_new (folder, path);
  return result;
}

int
mkdir (const char *path, mode_t mode)
{
  return mkdirat (AT_FDCWD, path, mode);
}

int
unlinkat (int folder, const char *path, int flags)
{
  if (faults_is_under (folder, path) && faults_strike (FAULTS_UNLINK))
    return -1;
  return REAL (unlinkat) (folder, path, flags);
}

int
unlink (const char *path)
{
  return unlinkat (AT_FDCWD, path, 0);
}

int
rmdir (const char *path)
{
  return unlinkat (AT_FDCWD, path, AT_REMOVEDIR);
}

int
remove (const char *path)
{
  const int result = unlinkat (AT_FDCWD, path, 0);

  return result < 0 && errno == EISDIR ? unlinkat (AT_FDCWD, path, AT_REMOVEDIR) : result;
}

int
statvfs (const char *path, struct statvfs *status)
{
  const int result = REAL (statvfs) (path, status);

  if (faults_disk_is_full ())
    status->f_bavail = 0;
  return result;
}

int
statvfs64 (const char *path, struct statvfs64 *status)
{
  const int result = REAL (statvfs64) (path, status);

  if (faults_disk_is_full ())
    status->f_bavail = 0;
  return result;
}
