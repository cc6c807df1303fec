/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-child-protocol.h"

/**
 * mvua_attempt:
 * @kind: one of MVUA_CHILD_TRY_…
 * @text: (out): what came of it
 *
 * Does what a message that has taken over the process might: the tests of the lock ask
 * for it, and nothing is gained by it, since whoever asks is outside.  Most of them do
 * not return.
 */
void mvua_attempt (MvuaChildKind kind, char text[MVUA_CHILD_TEXT_SIZE]);
