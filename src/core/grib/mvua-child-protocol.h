/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-unpack.h"

/**
 * What goes between the decoder and a child process, mvua-decode, on the child's
 * standard input and output, in the machine's own byte order.
 *
 * The child begins with an answer: it is locked down, and MvuaChildLayers tell how; or it
 * could not be, with the reason as text, and has ended.  Then, time and again: a
 * request and the message behind it; an answer, and behind it n_octets of floats (the
 * window) or, where there are none, of text that says why.
 */
#define MVUA_CHILD_MAGIC 0x4d76c402u

typedef enum
{
  MVUA_CHILD_DECODE,

  /* For the tests of the lock: the child does what no message should make it do.  If it
   * lives on, it answers with what came of it, as text. */
  MVUA_CHILD_TRY_OPEN,
  MVUA_CHILD_TRY_SOCKET,
  MVUA_CHILD_TRY_FORK,
  MVUA_CHILD_TRY_EXEC,
  MVUA_CHILD_TRY_KILL,
  MVUA_CHILD_TRY_CODE,        /* memory that is written to and then run */
  MVUA_CHILD_TRY_MEMORY,      /* as much as there is: how many megabytes that was */
  MVUA_CHILD_TRY_DESCRIPTORS, /* uses those that it was not given: how many there are */
  MVUA_CHILD_TRY_TIME,        /* does not end */
  MVUA_CHILD_N_KINDS,
} MvuaChildKind;

typedef struct
{
  uint32_t magic;
  uint32_t kind;        /* MvuaChildKind */
  uint32_t n_octets;    /* of the message */
  uint32_t patience_ms; /* the child dies if it is not done by then */
  uint32_t idle_ms;     /* and ends if nothing is asked for as long after that */
  MvuaCut cut;
} MvuaChildRequest;

typedef enum
{
  MVUA_CHILD_DONE,
  MVUA_CHILD_REFUSED, /* ecCodes cannot decode it, or the lock does not close */
  MVUA_CHILD_UNKNOWN, /* a packing that is not read: its template, “5.N” */
} MvuaChildStatus;

typedef struct
{
  uint32_t magic;
  uint32_t status; /* MvuaChildStatus */
  uint64_t n_octets;
} MvuaChildAnswer;

/* Behind the first answer: what holds the child, each tried out by the child itself. */
typedef enum
{
  MVUA_CHILD_LAYER_LIMITS = 1 << 0,   /* no new descriptor, no file grows */
  MVUA_CHILD_LAYER_MEMORY = 1 << 1,   /* as much as MVUA_CHILD_MEMORY */
  MVUA_CHILD_LAYER_SECCOMP = 1 << 2,  /* any other call to the kernel kills it */
  MVUA_CHILD_LAYER_LANDLOCK = 1 << 3, /* no path can be opened; newer kernels only */
} MvuaChildLayer;

typedef uint32_t MvuaChildLayers;

/* Longest text of an answer. */
#define MVUA_CHILD_TEXT_SIZE 256

/* Address space that a child may use: this when it starts, and whatever its parent then
 * grants for a message, but never more than the other. */
#define MVUA_CHILD_MEMORY (64ull << 20)
#define MVUA_CHILD_MOST_MEMORY (16ull << 30)

/* AddressSanitizer reserves terabytes of addresses, so that memory is not limited under
 * it, and reads files to report what it finds, so that a child dies of that instead. */
#if defined(__SANITIZE_ADDRESS__)
#define MVUA_CHILD_IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MVUA_CHILD_IS_SANITIZED 1
#endif
#endif
#ifndef MVUA_CHILD_IS_SANITIZED
#define MVUA_CHILD_IS_SANITIZED 0
#endif
