/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-cut-out.h"

G_BEGIN_DECLS

/*
 * The folders of what a subsetter cut out: each is removed by the export that it is for
 * when that is done, and stays where one ended otherwise, for another try.  All functions
 * block on the disk.  Any thread; any number of processes.
 */

/* How long one stays that nobody has come back to, in seconds: a run is old by then. */
#define MVUA_CUT_OUTS_MOST_AGE (G_GINT64_CONSTANT (24) * 60 * 60)

/* (transfer full): where they are: $XDG_CACHE_HOME/mvua/subset */
char *mvua_cut_outs_default_folder (void);

/**
 * MvuaCutOutItem:
 * @url: what it is of: a URL in which `*` stands for a file's name; the folder where it
 *   does not say
 * @n_bytes: of all of its files
 * @last_used: unix seconds
 */
typedef struct
{
  char *folder;
  char *url;
  guint n_files;
  guint64 n_bytes;
  gint64 last_used;
} MvuaCutOutItem;

/* (transfer full) (element-type MvuaCutOutItem): what was used least recently first */
GPtrArray *mvua_cut_outs_list (const char *parent);

/**
 * mvua_cut_outs_sweep:
 * @now: unix seconds
 * @most_bytes: what they may take together
 *
 * Removes what nobody is at and nobody came back to within %MVUA_CUT_OUTS_MOST_AGE, and
 * more of what nobody is at where there is more than @most_bytes, the oldest first.
 */
void mvua_cut_outs_sweep (const char *parent, gint64 now, guint64 most_bytes);

/* Removes all that nobody is at, and nothing else that may be there.
 * Returns: %FALSE with %MVUA_ERROR_IO set if some of it could not be removed */
gboolean mvua_cut_outs_clear (const char *parent, GError **error);

/* Whether an export that was begun from @path can be gone on with: %FALSE with
 * %MVUA_ERROR_SOURCE set where that was cut out, and has been removed since. */
gboolean mvua_cut_outs_check (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
