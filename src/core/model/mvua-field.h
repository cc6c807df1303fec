/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-grid.h"
#include "mvua-product.h"
#include "mvua-rain-window.h"
#include "mvua-reference.h"

G_BEGIN_DECLS

/**
 * MvuaFieldKey:
 * @start: of rain: hours, the start of its window, or %MVUA_HOUR_UNKNOWN for the bucket
 *   as it was published; %MVUA_HOUR_UNKNOWN for all other variables
 * @end: hours, the step
 * @window: of the ensemble's grid
 *
 * Which field is wanted.  A plain value; compare with mvua_field_key_equal().
 */
typedef struct
{
  MvuaProduct product;
  const MvuaVariable *variable;
  int start;
  int end;
  MvuaWindow window;
} MvuaFieldKey;

guint mvua_field_key_hash (gconstpointer key);
gboolean mvua_field_key_equal (gconstpointer a, gconstpointer b);

/**
 * MvuaField:
 * @key: what it is
 * @run: of the ensemble
 * @grid: of the ensemble, which @key.window is a part of
 * @is_demo: it is made up
 * @start: hours, the true start of its time window; of an instant it is @end
 * @end: hours
 * @status: what became of it; if it is not ok all of @values are NaN
 * @complaint: (nullable): why it is not ok, with the file and the place
 * @n_wanted: members that it is to be made of; 1 for a member
 * @n_members: those of which it is made
 * @absent: (element-type MvuaMember): those that are wanted and will not come; with
 *   @n_members less than @n_wanted less these, more are on their way
 * @lowest: of the valid values, NaN if there is none
 * @highest: of the valid values
 * @n_missing: values that are NaN
 * @values: [window.n_rows][window.n_columns], north to south and west to east, in the
 * unit of what is stored (a probability: percent); NaN is missing
 *
 * One field that was decoded, or made of others.  Immutable, so any thread may read it;
 * ref and unref are atomic.
 */
typedef struct
{
  MvuaFieldKey key;
  MvuaRun run;
  MvuaGrid grid;
  gboolean is_demo;
  int start;
  int end;
  MvuaStatus status;
  char *complaint;
  guint n_wanted;
  guint n_members;
  GArray *absent;
  float lowest;
  float highest;
  gsize n_missing;
  gsize n_points;
  float *values;

  /*< private >*/
  gatomicrefcount ref_count;
} MvuaField;

/**
 * mvua_field_new:
 *
 * A field that its maker goes on to fill in before anyone else sees it; all values are
 * NaN, the status is %MVUA_STATUS_MISSING.  mvua_field_seal() ends that.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_NO_MEMORY set
 */
MvuaField *mvua_field_new (const MvuaFieldKey *key,
                           const MvuaGrid *grid,
                           MvuaRun run,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Works out @lowest, @highest and @n_missing. */
void mvua_field_seal (MvuaField *self);

MvuaField *mvua_field_ref (MvuaField *self);
void mvua_field_unref (MvuaField *self);

/* Memory that it takes, for caches. */
gsize mvua_field_size (const MvuaField *self);

/* Whether all members that will come have come. */
gboolean mvua_field_is_final (const MvuaField *self);

/**
 * mvua_field_at:
 * @latitude: degrees north
 * @longitude: degrees east, in any turn
 *
 * The value at the grid point nearest to a place.
 *
 * Returns: NaN if it is missing, or the place lies outside of the window by more than
 * half a step of the grid
 */
float mvua_field_at (const MvuaField *self, double latitude, double longitude);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaField, mvua_field_unref)

G_END_DECLS
