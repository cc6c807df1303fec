/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-child-protocol.h"

/**
 * mvua_lock_begin:
 *
 * What can be given up before anything is read: all descriptors but standard input and
 * output, core files, being looked into by other processes, ever gaining privileges.
 *
 * Returns: (nullable): what could not be done
 */
const char *mvua_lock_begin (void);

/**
 * mvua_lock_close:
 * @layers: (out): what holds from now on
 *
 * From here on the process can compute, read what it is sent and answer.  Anything else
 * that it asks of the kernel kills it.  There is no way back.
 *
 * Returns: (nullable): what could not be done; the process must then not go on
 */
const char *mvua_lock_close (MvuaChildLayers *layers);
