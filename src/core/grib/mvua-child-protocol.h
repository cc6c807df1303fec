/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-unpack.h"

/**
 * What goes between the decoder and a child process, mvua-decode, on the child's
 * standard input and output, in the machine's own byte order: a request and the
 * message behind it; an answer, and behind it n_octets of floats (the window) or, where
 * it failed, of text that says why.
 */
#define MVUA_CHILD_MAGIC 0x4d76c401u

typedef struct
{
  uint32_t magic;
  uint32_t n_octets; /* of the message */
  MvuaCut cut;
} MvuaChildRequest;

typedef struct
{
  uint32_t magic;
  uint32_t failed;
  uint64_t n_octets;
} MvuaChildAnswer;

/* Longest text of an answer that failed. */
#define MVUA_CHILD_TEXT_SIZE 256
