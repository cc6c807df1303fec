/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-reader.h"

G_BEGIN_DECLS

/**
 * mvua_either_reader_new:
 * @files: what paths are read through; borrowed
 * @remote: what URLs are read through; borrowed
 *
 * A reader of both: for references that lead to files here and to others far away.
 *
 * Returns: (transfer full): to be freed with g_free()
 */
MvuaReader *mvua_either_reader_new (MvuaReader *files,
                                    MvuaReader *remote) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
