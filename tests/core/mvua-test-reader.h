/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-reader.h"

G_BEGIN_DECLS

/**
 * MvuaTestReader:
 *
 * Reads files and counts what is read; is slow, fails or waits when it is told to.  Any
 * thread.  For tests:
 *
 *   MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
 *                                   .reader = mvua_test_reader_get (reader) };
 */
typedef struct _MvuaTestReader MvuaTestReader;

MvuaTestReader *mvua_test_reader_new (void);
void mvua_test_reader_free (MvuaTestReader *self);
MvuaReader *mvua_test_reader_get (MvuaTestReader *self);

/* Every read takes so many milliseconds longer. */
void mvua_test_reader_set_delay (MvuaTestReader *self, guint delay_ms);

/* @text: (nullable): paths that have this in them cannot be read */
void mvua_test_reader_set_failing (MvuaTestReader *self, const char *text);

/* After @n_reads more, reads wait until mvua_test_reader_release(). */
void mvua_test_reader_hold_after (MvuaTestReader *self, guint n_reads);
void mvua_test_reader_release (MvuaTestReader *self);

/* Blocks until @n reads wait; an assertion fails if that takes longer than 10 s. */
void mvua_test_reader_wait_for_held (MvuaTestReader *self, guint n);

guint mvua_test_reader_get_n_reads (MvuaTestReader *self);
guint64 mvua_test_reader_get_n_bytes (MvuaTestReader *self);

/* Returns: (transfer full): names of the files of the reads since the last call, in the
 * order in which they began, with a space between: "gep01.t00z.pgrb2s.0p25.f003 …" */
char *mvua_test_reader_take_log (MvuaTestReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaTestReader, mvua_test_reader_free)

G_END_DECLS
