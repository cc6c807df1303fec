/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ref-file.h"

G_BEGIN_DECLS

/*
 * A hybrid is a store with a reference set in its folder, in which both are one tree: the
 * groups of the store, and below one more group the messages as they were published.
 */

/* The group of the messages. */
#define MVUA_HYBRID_MESSAGES "raw"

/* The set's name in the folder: "refs.json", "refs.par", "refs.parq" */
const char *mvua_hybrid_set_name (MvuaRefForm form);

/**
 * mvua_hybrid_find_set:
 * @path: of the folder, or of the set in it
 *
 * Looks at names, and not into files.
 *
 * Returns: (transfer full) (nullable): path of the set, if there is a store with such
 */
char *mvua_hybrid_find_set (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a set is of a hybrid. */
gboolean mvua_hybrid_set_is (const MvuaRefSet *set);

/**
 * mvua_hybrid_set_check:
 * @path: of the set
 * @set: of a hybrid
 *
 * Whether the set is the one that the store's table of lengths and checksums has, if that
 * is there, and refers to the store's chunks by their own paths.
 *
 * Returns: %FALSE with %MVUA_ERROR_SOURCE or %MVUA_ZARR_ERROR set
 */
gboolean mvua_hybrid_set_check (const char *path,
                                const MvuaRefSet *set,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
