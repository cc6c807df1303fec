/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What a disk may forget when the power goes out: all that no sync has asked it to keep,
 * in the order that is worst. */

#undef _FILE_OFFSET_BITS

#include "mvua-faults.h"

#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_WRITES 65536
#define MAX_NAMES 65536
#define MAX_DESCRIPTORS 16

/* A piece of a file that is not durable yet. */
typedef struct
{
  dev_t device;
  ino_t inode;
  int fd;
  off_t length_before; /* of the file */
  off_t offset;
  size_t n;
} Write;

/* A name that is not durable yet; @from is NULL for what was made. */
typedef struct
{
  char *from;
  char *to;
  unsigned flags;
} Name;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static bool is_watching;
static FaultsLoss how;
static Write writes[MAX_WRITES];
static size_t n_writes;
static Name names[MAX_NAMES];
static size_t n_names;

void
faults_power_watch (FaultsLoss loss)
{
  is_watching = true;
  how = loss;
}

void
faults_power_note_write (int fd, off_t offset, size_t n)
{
  char link[64];
  struct stat status;

  if (!is_watching || fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    return;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  const Write entry = {
    .device = status.st_dev,
    .inode = status.st_ino,
    .fd = REAL (openat) (AT_FDCWD, link, O_RDWR | O_CLOEXEC),
    .length_before = status.st_size,
    .offset = offset >= 0 ? offset : lseek (fd, 0, SEEK_CUR),
    .n = n,
  };
  pthread_mutex_lock (&mutex);
  if (entry.fd < 0 || n_writes == MAX_WRITES)
    abort ();
  writes[n_writes++] = entry;
  pthread_mutex_unlock (&mutex);
}

static void
forget_writes (const struct stat *of)
{
  size_t n_left = 0;

  for (size_t i = 0; i < n_writes; i++)
    if (of == NULL || (writes[i].device == of->st_dev && writes[i].inode == of->st_ino))
      REAL (close) (writes[i].fd);
    else
      writes[n_left++] = writes[i];
  n_writes = n_left;
}

static bool
is_in (const char *path, const char *folder)
{
  const size_t n = strlen (folder);

  return strncmp (path, folder, n) == 0 && path[n] == '/' &&
         strchr (path + n + 1, '/') == NULL;
}

static void
forget_names (const char *folder)
{
  size_t n_left = 0;

  for (size_t i = 0; i < n_names; i++)
    if (folder == NULL || is_in (names[i].to, folder))
      {
        free (names[i].from);
        free (names[i].to);
      }
    else
      names[n_left++] = names[i];
  n_names = n_left;
}

void
faults_power_note_sync (int fd)
{
  char path[FAULTS_MAX_PATH];
  struct stat status;

  if (!is_watching || fstat (fd, &status) != 0)
    return;
  faults_full_path (fd, "", path);
  pthread_mutex_lock (&mutex);
  forget_writes (&status);
  if (S_ISDIR (status.st_mode))
    forget_names (path);
  pthread_mutex_unlock (&mutex);
}

void
faults_power_note_sync_all (void)
{
  pthread_mutex_lock (&mutex);
  forget_writes (NULL);
  forget_names (NULL);
  pthread_mutex_unlock (&mutex);
}

static void
add_name (Name name)
{
  pthread_mutex_lock (&mutex);
  if (n_names == MAX_NAMES)
    abort ();
  names[n_names++] = name;
  pthread_mutex_unlock (&mutex);
}

void
faults_power_note_new (int folder, const char *path)
{
  char full[FAULTS_MAX_PATH];

  if (!is_watching)
    return;
  faults_full_path (folder, path, full);
  add_name ((Name){ .to = strdup (full) });
}

void
faults_power_note_rename (
    int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
  char old[FAULTS_MAX_PATH], new[FAULTS_MAX_PATH];

  if (!is_watching)
    return;
  faults_full_path (from_folder, from, old);
  faults_full_path (to_folder, to, new);
  add_name ((Name){ .from = strdup (old), .to = strdup (new), .flags = flags });
}

static void
lose_octets (const Write *write)
{
  static const char zeros[4096];
  struct stat status;

  if (fstat (write->fd, &status) != 0)
    return;
  for (off_t at = write->offset; at < write->offset + (off_t) write->n;)
    {
      const off_t left = write->offset + (off_t) write->n - at;
      const ssize_t n =
          REAL (pwrite) (write->fd, zeros,
                         left < (off_t) sizeof zeros ? (size_t) left : sizeof zeros, at);
      if (n <= 0)
        break;
      at += n;
    }
  const off_t length = how == FAULTS_LOSS_CUT && write->length_before < status.st_size
                           ? write->length_before
                           : status.st_size;
  if (REAL (ftruncate) (write->fd, length) != 0)
    abort ();
}

static int
remove_entry (const char *path, const struct stat *status, int type, struct FTW *place)
{
  (void) status;
  (void) type;
  (void) place;
  REAL (unlinkat) (AT_FDCWD, path, type == FTW_DP ? AT_REMOVEDIR : 0);
  return 0;
}

static void
lose_name (const Name *name)
{
  if (name->from == NULL)
    nftw (name->to, remove_entry, MAX_DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
  else
    REAL (renameat2)
  (AT_FDCWD, name->to, AT_FDCWD, name->from, name->flags & RENAME_EXCHANGE);
}

void
faults_power_lose (void)
{
  if (how == FAULTS_LOSS_NAMES)
    while (n_names > 0)
      lose_name (&names[--n_names]);
  else if (how != FAULTS_LOSS_NONE)
    while (n_writes > 0)
      lose_octets (&writes[--n_writes]);
}
