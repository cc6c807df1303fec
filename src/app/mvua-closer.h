/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/**
 * mvua_closer_close:
 * @fields: (transfer full)
 * @ensemble: (transfer full): what the fields are of
 *
 * Lets go of an ensemble.  Returns at once and nothing calls back any more; a read that
 * is under way, on a disk or a network that is slow, is waited for in another thread.
 * Main thread.
 */
void mvua_closer_close (MvuaFields *fields, MvuaEnsemble *ensemble);

/* Blocks until all that was let go of is gone: before the program ends, and before a
 * reader is freed that an ensemble was read through. */
void mvua_closer_wait_for_all (void);

G_END_DECLS
