/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A fuzz target is two files: fuzz-NAME.c, which has mvua_fuzz_one(), and seeds-NAME.c,
 * which makes inputs that are as they should be, so that a fuzzer does not have to find
 * out by itself what a message looks like.
 *
 * Built with libFuzzer it is fuzz-NAME (./bootstrap fuzz).  With mvua-fuzz-replay.c it is
 * the program replay-NAME, a test as any other: it runs all seeds, cut off and spoilt
 * ones, and the inputs in regressions/NAME, each of which was a finding once.
 */

/**
 * mvua_fuzz_one:
 * @data: [n] octets, with no room behind them
 *
 * Hands them to what is tested.  That may refuse them, and must not crash, hang, take
 * memory out of proportion, or break one of the laws that are asserted here.
 *
 * Returns: whether it was all that an input can be; of seeds this is expected
 */
gboolean mvua_fuzz_one (const guint8 *data, gsize n);

typedef struct _MvuaFuzzSeeds MvuaFuzzSeeds;

/* @name: of a file, so that it can be told which one it was. */
void
mvua_fuzz_seeds_add (MvuaFuzzSeeds *self, const char *name, const void *data, gsize n);

/* The same with some octets that tell the target what to do, before those of the input.
 */
void mvua_fuzz_seeds_add_with (MvuaFuzzSeeds *self,
                               const char *name,
                               const void *options,
                               gsize n_options,
                               const void *data,
                               gsize n);

/* Adds all seeds; of each target in its seeds-NAME.c. */
void mvua_fuzz_make_seeds (MvuaFuzzSeeds *seeds);

/* What libFuzzer and the replay call; warnings and criticals of GLib are findings. */
int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

G_END_DECLS
