/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The lock of the folder that an output grows in: whoever made the folder holds it until
 * the output has its name or is given up, and when its process is killed the system lets
 * go of it.  What has no journal, or none yet, is known by it to be nobody's.  Private to
 * the room.
 */

/* Its file. */
#define MVUA_PART_LOCK_NAME ".lock"

/**
 * mvua_part_lock_make:
 * @part: just made
 *
 * Returns: a descriptor to be closed; -1 with errno set: to EWOULDBLOCK or ENOENT where
 *   somebody has taken the folder for a dead one meanwhile, so that another is needed
 */
int mvua_part_lock_make (const char *part) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_part_lock_take:
 *
 * Returns: a descriptor to be closed; -1 with errno set: to EWOULDBLOCK where a process
 *   holds it, to ENOENT where there is none
 */
int mvua_part_lock_take (const char *part) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
