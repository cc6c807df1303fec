/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-record.h"
#include "mvua-loader.h"
#include "mvua-schema.h"
#include "mvua-zarr-reader.h"

G_BEGIN_DECLS

/* Status of a field that a store does not have at all. */
#define MVUA_EXPORT_NEW (-1)

/**
 * MvuaExportBase:
 * @options: what the store was made with
 * @have: what is in it
 * @days: (element-type MvuaHours)
 *
 * @step_at: [steps of the plan]: where a step is in the store, or -1
 * @day_at: [days of the plan]: where a day is in the store, or -1
 * @was: [n_members × n_variables][steps of the plan]: #MvuaStatus as the store has it, or
 *   %MVUA_EXPORT_NEW
 * @day_valid: [days of the plan]: members that took part, or -1
 * @bucket_failed: [n_members][steps of the plan]: whether a bucket of rain was tried
 *   for, and could not be had
 * @n_clamped: @lowest_rain: what the store says of its rain
 *
 * @step_changes: [block]: whether what is made of the members changes at a step
 * @member_changes: [n_members]: whether a member's fields of the block are written
 * @derived_changes: whether what is made of the members is written in the block
 * @day_states: [most days]: #MvuaExportDayState of the days that end in the block
 * @is_changed: whether anything is to be written at all
 *
 * A store that is added to: what it has already, which is neither fetched nor decoded
 * again.  The second part is settled by mvua_export_base_bind(), the third while a
 * variable of a block is at hand.  Private to the room.
 */
typedef struct
{
  char *path;
  MvuaZarrReader *reader;
  MvuaExportOptions options;
  MvuaExportHave have;
  GArray *days;

  int *step_at;
  int *day_at;
  gint8 *was;
  int *day_valid;
  guint8 *bucket_failed;
  guint64 n_clamped;
  double lowest_rain;

  guint8 *step_changes;
  guint8 *member_changes;
  gboolean derived_changes;
  guint8 *day_states;
  gint is_changed; /* atomic */
} MvuaExportBase;

/**
 * MvuaExportDayState:
 * @MVUA_EXPORT_DAY_KEPT: lies in the store as it shall lie in the output
 * @MVUA_EXPORT_DAY_MOVED: its values are in the store, elsewhere
 * @MVUA_EXPORT_DAY_MADE: is made of its buckets
 */
typedef enum
{
  MVUA_EXPORT_DAY_KEPT,
  MVUA_EXPORT_DAY_MOVED,
  MVUA_EXPORT_DAY_MADE,
} MvuaExportDayState;

/**
 * mvua_export_base_open:
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_USAGE set where there is no
 *   store that can be added to, or %MVUA_ZARR_ERROR where it is not whole
 */
MvuaExportBase *mvua_export_base_open (const char *path,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_export_base_free (MvuaExportBase *self);

/* (transfer full): what the store is known by: its table of files */
char *mvua_export_base_dup_mark (const MvuaExportBase *self);

/* Whether a store is of the run of @ensemble. */
gboolean mvua_export_base_check_run (const MvuaExportBase *self,
                                     const MvuaEnsemble *ensemble,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_export_base_bind:
 * @schema: of a plan on @self->have; gets what the store has: arrays of fields their
 *   @stored, the others their values
 *
 * Returns: %FALSE with %MVUA_ZARR_ERROR or %MVUA_ERROR_USAGE set
 */
gboolean mvua_export_base_bind (MvuaExportBase *self,
                                MvuaSchema *schema,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full) (nullable): a small array of the store, whole; %NULL with @error set if
 * there is none of this type and number of values */
gpointer mvua_export_base_load (const MvuaExportBase *self,
                                const char *path,
                                MvuaZarrType type,
                                gsize n_values,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a field is in the store, or is known to be nothing. */
static inline gboolean
mvua_export_base_keeps (const MvuaExportBase *self,
                        const MvuaExportPlan *plan,
                        guint member,
                        guint variable,
                        guint step)
{
  const gsize at = (gsize) member * plan->variables->len + variable;
  const gint8 was = self->was[at * plan->steps->len + step];

  return was == MVUA_STATUS_OK || was == MVUA_STATUS_NOT_DEFINED;
}

/* Whether the index has all that the total of a member on a day is made of, and none of
 * it was just found to be of no use. */
gboolean mvua_export_base_can_sum (const MvuaExportBase *self,
                                   const MvuaExportPlan *plan,
                                   MvuaLoader *loader,
                                   guint member,
                                   MvuaHours day);

/* Whether a day of the plan is made of its buckets: it is new, or more members can take
 * part than did.  Where a source has lost what was there once, a day stays as it was. */
gboolean mvua_export_base_makes_day (const MvuaExportBase *self,
                                     const MvuaExportPlan *plan,
                                     MvuaLoader *loader,
                                     guint day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaExportBase, mvua_export_base_free)

G_END_DECLS
