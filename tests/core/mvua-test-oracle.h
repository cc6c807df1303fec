/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-grid.h"

G_BEGIN_DECLS

/* What Mvua's decoder is compared with: ecCodes, in this process, and the scanning
 * modes once more, point by point and without a thought of speed. */

#define MVUA_TEST_MISSING (-1e300)

/**
 * mvua_test_oracle_unpack:
 * @field: which of the fields of the message, from 0; above 0 none may have a bitmap,
 *   which ecCodes 2.28 loses or keeps where it should not
 * @n_values: (out)
 *
 * Returns: (transfer full) (nullable): ecCodes' doubles in the order of the message,
 *   %MVUA_TEST_MISSING where there is none; %NULL if ecCodes cannot decode it
 */
double *mvua_test_oracle_unpack (const guint8 *message,
                                 gsize n_bytes,
                                 guint field,
                                 gsize *n_values);

/* Where the @index-th value of a message lies: row 0 is the northernmost, column 0 the
 * westernmost. */
void mvua_test_place (
    guint32 ni, guint32 nj, guint scanning, guint32 index, guint32 *row, guint32 *column);

/* The window of @all, [ni × nj] in the order of the message, as rounded floats. */
void mvua_test_pick (const double *all,
                     guint32 ni,
                     guint32 nj,
                     guint scanning,
                     const MvuaWindow *window,
                     float *values);

/* Index of the first float whose bits differ (all NaN are one), or @n. */
gsize mvua_test_first_difference (const float *a, const float *b, gsize n);

G_END_DECLS
