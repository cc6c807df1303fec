/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-test-encoder.h"

G_BEGIN_DECLS

/* Private to the encoder: sections 5 and 7 of @packed, [@n] values that are present.
 * Whole sections, headers included, are appended to @section_5 and @section_7. */
void mvua_test_pack (const MvuaTestMessage *message,
                     const gint64 *packed,
                     guint32 n,
                     GByteArray *section_5,
                     GByteArray *section_7);

G_END_DECLS
