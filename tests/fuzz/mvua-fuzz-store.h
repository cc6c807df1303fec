/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A store for a target that can only read one from a folder.  The folder is made once and
 * removed when the program ends; it is below TMPDIR or, where that is not set, in memory.
 */

/* (transfer none): a folder of this process */
const char *mvua_fuzz_store_get_folder (void);

/* Writes a file of it; @path has no folder that is not there yet.  A %NULL @data removes
 * it. */
void mvua_fuzz_store_put (const char *path, const void *data, gsize n);

/* Makes a folder in it. */
void mvua_fuzz_store_make_folder (const char *path);

G_END_DECLS
