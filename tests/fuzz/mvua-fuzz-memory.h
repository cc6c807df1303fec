/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mvua_fuzz_bound_memory:
 * @n: %G_MAXSIZE for no bound
 *
 * From now on more than @n octets at once are a failure, even where the caller could do
 * without.  Does nothing under AddressSanitizer.
 */
void mvua_fuzz_bound_memory (gsize n);

G_END_DECLS
