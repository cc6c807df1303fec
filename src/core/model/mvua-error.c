/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-error.h"

G_DEFINE_QUARK (mvua_error, mvua_error)
