/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The file in a folder of what was cut out that says what that is, and is locked. */
#define MVUA_CUT_OUT_FILE ".cut-out"

/**
 * MvuaCutOut:
 *
 * A folder of files that a subsetter cut out, while somebody is at it.  One at a time
 * fetches into it; any number read together, of any processes; and nobody but who is the
 * last one removes it.  So what two want at once is fetched once.
 *
 * The locks are the system's and end with the process.  On a file system without any, all
 * go on as if they were alone.
 */
typedef struct _MvuaCutOut MvuaCutOut;

/* Called in the thread that waits, at once and then about once a second. */
typedef void (*MvuaCutOutWaiting) (gpointer data);

/**
 * mvua_cut_out_take:
 * @folder: is made
 * @pattern: of mvua_subsetter_pattern(): what its files answer to
 * @waiting: (nullable): called while another one fetches into it
 *
 * Blocks until it is the caller's turn to fetch, which lasts until
 * mvua_cut_out_set_is_fetched().
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_IO or
 *   %G_IO_ERROR_CANCELLED set
 */
MvuaCutOut *mvua_cut_out_take (const char *folder,
                               const char *pattern,
                               MvuaCutOutWaiting waiting,
                               gpointer data,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All is there, as far as the caller wants it: the next may fetch. */
void mvua_cut_out_set_is_fetched (MvuaCutOut *self);

/* To read in one that is there.  (transfer full) (nullable): %NULL where it is none */
MvuaCutOut *mvua_cut_out_hold (const char *folder);

const char *mvua_cut_out_get_folder (const MvuaCutOut *self);

/* Lets go of it; what is in it stays for another call. */
void mvua_cut_out_free (MvuaCutOut *self);

/* Lets go of it, and removes it unless another one is at it. */
void mvua_cut_out_remove (MvuaCutOut *self);

/**
 * mvua_cut_out_discard:
 * @is_held: (out): somebody is at it, so it stays
 *
 * Removes one that nobody is at.
 *
 * Returns: whether it is gone
 */
gboolean mvua_cut_out_discard (const char *folder, gboolean *is_held);

/* (transfer full) (nullable): what the files of a folder answer to, if it is one that was
 * cut out, and says so in a way that can be believed */
char *mvua_cut_out_dup_pattern (const char *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaCutOut, mvua_cut_out_free)

G_END_DECLS
