/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ensemble.h"
#include "mvua-origins.h"

G_BEGIN_DECLS

/**
 * MvuaLoaded:
 * @status: what became of the field
 * @start: hours, start of the time window as the message has it
 * @decimals: values are whole multiples of 10^-@decimals, or %G_MININT
 * @complaint: (nullable): why it is not ok, with the file and the place
 */
typedef struct
{
  MvuaStatus status;
  int start;
  int decimals;
  char *complaint;
} MvuaLoaded;

void mvua_loaded_clear (MvuaLoaded *self);

/**
 * MvuaLoader:
 *
 * Reads and decodes the fields of an ensemble, one when it is asked for.  Any thread,
 * several at once.
 */
typedef struct _MvuaLoader MvuaLoader;

/* @ensemble: borrowed; must outlive the loader */
MvuaLoader *mvua_loader_new (MvuaEnsemble *ensemble);
void mvua_loader_free (MvuaLoader *self);
MvuaEnsemble *mvua_loader_get_ensemble (MvuaLoader *self);

/* @origins: borrowed; gets from now on where each field comes from that is loaded. Before
 * the first one. */
void mvua_loader_set_origins (MvuaLoader *self, MvuaOrigins *origins);

/**
 * mvua_loader_choose:
 * @start: as for mvua_loader_load()
 * @n_found: (out): how many there are: the same window may have several messages
 *
 * The references that mvua_loader_load() would follow, the first of which it decodes.
 *
 * Returns: (transfer none) (nullable) (array length=n_found): %NULL if it would read
 *   nothing, because there is no such field
 */
const MvuaReference *mvua_loader_choose (MvuaLoader *self,
                                         const MvuaVariable *variable,
                                         MvuaMember member,
                                         int step,
                                         int start,
                                         guint *n_found);

/**
 * mvua_loader_expect:
 * @window: of the ensemble's grid
 *
 * Returns: octets of a message that mvua_loader_load() would ask for at first, as far as
 *   is known by now: the whole where that costs little
 */
guint64 mvua_loader_expect (MvuaLoader *self,
                            const MvuaReference *reference,
                            const MvuaWindow *window);

/**
 * mvua_loader_load:
 * @start: hours, the start of the wanted window; %MVUA_HOUR_UNKNOWN for the shortest
 *   one that was published
 * @window: of the ensemble's grid
 * @reading: (nullable): as for mvua_reader_read()
 * @values: (out caller-allocates): [window->n_rows][window->n_columns], north to
 *   south and west to east, in the variable's unit, as published; NaN is missing, and
 *   all of them if the status is not ok
 * @loaded: (out caller-allocates): to be cleared
 *
 * One field as it was published.  The message is checked against what the index says of
 * it; where it is not that, the file is walked over and the message looked for.  Several
 * messages of one window must be the same to the byte.  Of a remote message the beginning
 * is read, down to the window's last row, and the rest if that was too little.
 *
 * Returns: %FALSE with @error set only for what is not the field's fault:
 *   %MVUA_ERROR_NO_MEMORY, %MVUA_ERROR_HELPER or %G_IO_ERROR_CANCELLED
 */
gboolean mvua_loader_load (MvuaLoader *self,
                           const MvuaVariable *variable,
                           MvuaMember member,
                           int step,
                           int start,
                           const MvuaWindow *window,
                           const MvuaReading *reading,
                           float *values,
                           MvuaLoaded *loaded,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaLoaderCount:
 * @n_decoded: messages decoded
 * @n_bytes: read of messages, whether over a network, from its cache or out of files
 * @n_bytes_of_messages: how long the decoded messages are
 * @n_bytes_needed: how much of those their windows did need
 *
 * What a loader has done so far; a plain value.
 */
typedef struct
{
  guint n_decoded;
  guint64 n_bytes;
  guint64 n_bytes_of_messages;
  guint64 n_bytes_needed;
} MvuaLoaderCount;

MvuaLoaderCount mvua_loader_count (MvuaLoader *self);

/* Bytes read so far. */
guint64 mvua_loader_get_n_bytes (MvuaLoader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaLoader, mvua_loader_free)

G_END_DECLS
