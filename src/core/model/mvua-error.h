/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MVUA_ERROR (mvua_error_quark ())
GQuark mvua_error_quark (void);

/**
 * MvuaError:
 * @MVUA_ERROR_USAGE: what was asked for makes no sense: a malformed list of steps, an
 *   unknown variable, a region outside the grid.  Asking otherwise helps.
 * @MVUA_ERROR_SOURCE: the source is not, or does not hold, what was expected
 * @MVUA_ERROR_IO: the file system refused
 * @MVUA_ERROR_NO_MEMORY: a bulk buffer could not be had
 * @MVUA_ERROR_HELPER: a program that belongs to Mvua is not there, cannot be started or
 *   failed; nothing is said of what it was to work on
 *
 * One code for each thing that a caller does differently.  Rooms that tell apart more
 * have domains of their own.
 */
typedef enum
{
  MVUA_ERROR_USAGE,
  MVUA_ERROR_SOURCE,
  MVUA_ERROR_IO,
  MVUA_ERROR_NO_MEMORY,
  MVUA_ERROR_HELPER,
} MvuaError;

/**
 * mvua_error_dup_quoted:
 * @text: (nullable): something out of a file, whatever that holds
 * @most: bytes of it that are shown
 *
 * Returns: (transfer full): what a message can quote: UTF-8, cut at a character, and none
 *   that a terminal would obey
 */
char *mvua_error_dup_quoted (const char *text, gsize most) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
