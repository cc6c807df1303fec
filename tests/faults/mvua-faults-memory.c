/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The functions that stand in front of the C library's: bulk memory, and threads. */

#undef _FILE_OFFSET_BITS

#include "mvua-faults.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

void *
malloc (size_t n)
{
  return faults_strike_memory (n) ? NULL : REAL (malloc) (n);
}

void *
calloc (size_t n, size_t size)
{
  size_t all;

  if (!__builtin_mul_overflow (n, size, &all) && faults_strike_memory (all))
    return NULL;
  return REAL (calloc) (n, size);
}

void *
realloc (void *old, size_t n)
{
  return faults_strike_memory (n) ? NULL : REAL (realloc) (old, n);
}

void *
reallocarray (void *old, size_t n, size_t size)
{
  size_t all;

  if (!__builtin_mul_overflow (n, size, &all) && faults_strike_memory (all))
    return NULL;
  return REAL (reallocarray) (old, n, size);
}

int
posix_memalign (void **memory, size_t alignment, size_t n)
{
  return faults_strike_memory (n) ? ENOMEM : REAL (posix_memalign) (memory, alignment, n);
}

void *
aligned_alloc (size_t alignment, size_t n)
{
  return faults_strike_memory (n) ? NULL : REAL (aligned_alloc) (alignment, n);
}

void *
memalign (size_t alignment, size_t n)
{
  return faults_strike_memory (n) ? NULL : REAL (memalign) (alignment, n);
}

void *
mmap (void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
  if ((flags & MAP_ANONYMOUS) != 0 && faults_strike_memory (n))
    return MAP_FAILED;
  return REAL (mmap) (at, n, protection, flags, fd, offset);
}

void *
mmap64 (void *at, size_t n, int protection, int flags, int fd, off64_t offset)
{
  return mmap (at, n, protection, flags, fd, offset);
}

int
pthread_create (pthread_t *thread,
                const pthread_attr_t *attributes,
                void *(*run) (void *),
                void *data)
{
  return faults_strike (FAULTS_THREAD)
             ? EAGAIN
             : REAL (pthread_create) (thread, attributes, run, data);
}
