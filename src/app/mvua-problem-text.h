/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/* What went wrong, for people: what happened, in their language, what to do, and then the
 * words of the file system or the decoder.  Knows no widget. */

/* What happened and what to do, without the words of others; (transfer none). */
const char *mvua_problem_text_explain (const GError *error);

/* Why a source could not be opened; (transfer full). */
char *mvua_problem_text_open (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* Why a field could not be made, of which nothing is known then; (transfer full). */
char *mvua_problem_text_failed (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_problem_text_field:
 * @field: one that has come
 *
 * Returns: (transfer full) (nullable): why it has no values; %NULL if its status is ok
 */
char *mvua_problem_text_field (const MvuaField *field) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
