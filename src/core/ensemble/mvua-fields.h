/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ensemble.h"
#include "mvua-field.h"

G_BEGIN_DECLS

/**
 * MvuaFields:
 *
 * The fields of an ensemble, lazily: each is decoded, or made of its members' fields,
 * when it is asked for, and kept in a cache that is bounded in bytes.  Members' fields
 * and published buckets of rain are kept as well as what is made of them, so that another
 * threshold, percentile or rain window decodes nothing again.  What a window of rain is
 * made of is settled by the same code as in an export, so values are equal to the bit.
 *
 * A field that could not be read is asked for anew the next time; what is in the cache
 * stays, whatever becomes of the files.
 *
 * It has as many worker threads as there are cores, and one that makes statistics of the
 * members that have come so far, for when the workers wait for a slow source.  Any thread
 * may call it, except as mvua_fields_free() says.
 */
typedef struct _MvuaFields MvuaFields;

/**
 * MvuaFieldsPriority:
 *
 * What is begun first.  A request waits in the queue of its priority; one of the same
 * priority that came later is begun later.  Half of the threads at most are busy with
 * what might be picked next.
 */
typedef enum
{
  MVUA_FIELDS_PICKED = MVUA_PRIORITY_PICKED, /* the user looks at it */
  MVUA_FIELDS_BESIDE =
      MVUA_PRIORITY_BESIDE, /* wanted beside it: wind, members at a point */
  MVUA_FIELDS_PREFETCH = MVUA_PRIORITY_PREFETCH, /* might be picked next */
} MvuaFieldsPriority;
#define MVUA_FIELDS_N_PRIORITIES 3

/**
 * MvuaFieldsFunc:
 * @field: (nullable) (transfer none): a field, to be ref'd if it is to be kept
 * @error: (nullable): why there is none: %MVUA_ERROR_NO_MEMORY, %MVUA_ERROR_HELPER,
 *   %MVUA_ERROR_USAGE
 *
 * Called in the main context that was the thread's default when mvua_fields_new() was
 * called.  Of a statistic or a probability it comes several times as members arrive (not
 * more often than ten times a second, and not if it is a prefetch), until
 * mvua_field_is_final(); of a member once.  It may do anything, mvua_fields_free()
 * included.  Never called after mvua_fields_cancel() has returned, if that is called in
 * the same context.
 */
typedef void (*MvuaFieldsFunc) (MvuaField *field, const GError *error, gpointer data);

/**
 * mvua_fields_new:
 * @ensemble: borrowed; must outlive it
 * @cache_bytes: what the cache may hold at most; fields that are in use come on top
 * @n_threads: 0 for as many as there are cores; more wait for a remote source
 */
MvuaFields *mvua_fields_new (MvuaEnsemble *ensemble, gsize cache_bytes, guint n_threads);

/**
 * mvua_fields_stop:
 *
 * Begins nothing any more, and calls nobody back; does not wait for what is being
 * decoded.  In the main context of mvua_fields_new(), when no other thread uses it any
 * more; after it there is only mvua_fields_free(), which any thread may then call.
 */
void mvua_fields_stop (MvuaFields *self);

/* Waits for what is being decoded; callbacks that have not come will not come.  In the
 * main context of mvua_fields_new(), when no other thread uses it any more, or after
 * mvua_fields_stop(). */
void mvua_fields_free (MvuaFields *self);

MvuaEnsemble *mvua_fields_get_ensemble (MvuaFields *self);

/**
 * mvua_fields_peek:
 *
 * Any thread; does not block on decoding.
 *
 * Returns: (transfer full) (nullable): the field if it is in the cache and final
 */
MvuaField *mvua_fields_peek (MvuaFields *self,
                             const MvuaFieldKey *key) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_fields_request:
 * @func: (scope notified)
 *
 * Asks for a field; returns at once, and @func is called later even if the field is in
 * the cache already.  Two requests that need the same message decode it once.
 *
 * Returns: an id for mvua_fields_cancel(), never 0
 */
guint mvua_fields_request (MvuaFields *self,
                           const MvuaFieldKey *key,
                           MvuaFieldsPriority priority,
                           MvuaFieldsFunc func,
                           gpointer data);

/* What nobody else waits for and was not begun is not decoded, and of a remote source it
 * is not fetched to its end.  0 and ids of requests
 * that are done are ignored. */
void mvua_fields_cancel (MvuaFields *self, guint id);

/**
 * mvua_fields_load:
 *
 * The same, blocking, using all worker threads; for a program without a main loop.
 *
 * Returns: (transfer full) (nullable): %NULL with @error set: %MVUA_ERROR_NO_MEMORY,
 *   %MVUA_ERROR_HELPER, %MVUA_ERROR_USAGE or %G_IO_ERROR_CANCELLED.  A field that is
 * absent is no error: see its status.
 */
MvuaField *mvua_fields_load (MvuaFields *self,
                             const MvuaFieldKey *key,
                             GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaFieldsCount:
 * @n_decoded: messages decoded so far
 * @n_bytes: bytes of messages read so far
 * @n_bytes_of_messages: how long the decoded messages are
 * @n_cached_bytes: memory of the fields that are kept
 * @n_waiting: messages that were asked for and are not decoded yet
 */
typedef struct
{
  guint n_decoded;
  guint64 n_bytes;
  guint64 n_bytes_of_messages;
  gsize n_cached_bytes;
  guint n_waiting;
} MvuaFieldsCount;

MvuaFieldsCount mvua_fields_count (MvuaFields *self);

/**
 * mvua_fields_members:
 *
 * The members that statistics and probabilities are made of: the perturbed ones, those
 * that the numbering skips too; where there is none, all that there are.
 *
 * Returns: (transfer none) (element-type MvuaMember)
 */
const GArray *mvua_fields_members (MvuaFields *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaFields, mvua_fields_free)

G_END_DECLS
