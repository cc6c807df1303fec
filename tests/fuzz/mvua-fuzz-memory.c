/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz-memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static gsize most = G_MAXSIZE;

void
mvua_fuzz_bound_memory (gsize n)
{
  most = n;
}

/* Sanitizers have an allocator of their own, and libFuzzer a limit. */
#if defined(__has_feature)
#define IS_SANITIZED __has_feature (address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

#if !IS_SANITIZED

/* What malloc() and its like are to the C library, by names that stay. */
void *__libc_malloc (size_t n);
void *__libc_calloc (size_t count, size_t size);
void *__libc_realloc (void *old, size_t n);

static void
check (size_t n)
{
  if (n <= most)
    return;
  fprintf (stderr, "%zu octets of memory at once, of %zu at most\n", n, most);
  abort ();
}

void *
malloc (size_t n)
{
  check (n);
  return __libc_malloc (n);
}

void *
calloc (size_t count, size_t size)
{
  check (size > 0 && count > SIZE_MAX / size ? SIZE_MAX : count * size);
  return __libc_calloc (count, size);
}

void *
realloc (void *old, size_t n)
{
  check (n);
  return __libc_realloc (old, n);
}

#endif
