/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-look.h"

G_BEGIN_DECLS

/**
 * MvuaBrowserChanges:
 * @MVUA_BROWSER_SOURCE: another ensemble, or none
 * @MVUA_BROWSER_PICK: another product, variable, step, window of rain or threshold
 * @MVUA_BROWSER_FIELD: another field is to be drawn, or wind over it, or none
 * @MVUA_BROWSER_LOADING: whether something is awaited, and how far it is
 * @MVUA_BROWSER_LOOK: it is drawn otherwise
 * @MVUA_BROWSER_POINT: the pin, or a value at it
 * @MVUA_BROWSER_PLAYING: whether it plays, or how fast
 * @MVUA_BROWSER_GROWN: more of the same run is known
 */
typedef enum
{
  MVUA_BROWSER_SOURCE = 1 << 0,
  MVUA_BROWSER_PICK = 1 << 1,
  MVUA_BROWSER_FIELD = 1 << 2,
  MVUA_BROWSER_LOADING = 1 << 3,
  MVUA_BROWSER_LOOK = 1 << 4,
  MVUA_BROWSER_POINT = 1 << 5,
  MVUA_BROWSER_PLAYING = 1 << 6,
  MVUA_BROWSER_GROWN = 1 << 7,
} MvuaBrowserChanges;

#define MVUA_TYPE_BROWSER (mvua_browser_get_type ())
/**
 * MvuaBrowser:
 *
 * What a window shows: an ensemble, which field of it is picked, the field that has come,
 * the pin and its values.  It asks for fields, lets a newer pick overtake an older one,
 * fetches the neighbours in time beforehand, and plays.  It knows no widget, so all of
 * this is tested without a display.  Main thread; nothing here blocks.
 *
 * Signal "changed" (#MvuaBrowserChanges as uint).
 */
G_DECLARE_FINAL_TYPE (MvuaBrowser, mvua_browser, MVUA, BROWSER, GObject)

MvuaBrowser *mvua_browser_new (GSettings *settings);

MvuaLook *mvua_browser_get_look (MvuaBrowser *self);

/* What is open; (transfer none) (nullable). */
MvuaEnsemble *mvua_browser_get_ensemble (MvuaBrowser *self);
MvuaFields *mvua_browser_get_fields (MvuaBrowser *self);
MvuaNode *mvua_browser_get_tree (MvuaBrowser *self);

/**
 * mvua_browser_set_ensemble:
 * @ensemble: (nullable) (transfer full)
 *
 * Shows another ensemble: the same product, variable and valid time as before where it
 * has them, otherwise rain of the first member.
 */
void mvua_browser_set_ensemble (MvuaBrowser *self, MvuaEnsemble *ensemble);

/* The same with the tree of @ensemble, which was made in another thread; (transfer full)
 * (nullable) */
void mvua_browser_set_run (MvuaBrowser *self, MvuaEnsemble *ensemble, MvuaNode *tree);

/**
 * mvua_browser_update_ensemble:
 * @ensemble: (transfer full): the run that is open, of which more is known by now
 * @tree: (transfer full) (nullable): as for mvua_browser_set_run()
 *
 * Goes on with a newer opening of the same run: what is picked, shown and pinned stays,
 * and the map is never blank.  A pick that only the newer one has, as of a mean whose
 * first map was NOAA's own, is the one that was wished for.
 */
void
mvua_browser_update_ensemble (MvuaBrowser *self, MvuaEnsemble *ensemble, MvuaNode *tree);

/* Asks anew for what could not be had. */
void mvua_browser_retry (MvuaBrowser *self);

/* Whether neighbours may be fetched beforehand, besides what the settings say. */
void mvua_browser_set_may_prefetch (MvuaBrowser *self, gboolean may_prefetch);

/**
 * mvua_browser_get_stand_in:
 * @n_come: (out): members that the statistic of Mvua's own has by now
 * @n_wanted: (out): and will have; 0 if none has been asked for yet
 *
 * Whether the field that is shown is NOAA's own mean or spread, in the place of the one
 * that is picked: of a run that is fetched it is shown until all members that there are
 * have come, and no mixture is ever shown for it.
 *
 * Returns: %MVUA_MEMBER_MEAN or %MVUA_MEMBER_SPREAD; %MVUA_MEMBER_DETERMINISTIC if what
 *   is shown is what is picked
 */
MvuaMemberKind
mvua_browser_get_stand_in (MvuaBrowser *self, guint *n_come, guint *n_wanted);

/* The pick.  The variable is %NULL where nothing is open. */
const MvuaProduct *mvua_browser_get_product (MvuaBrowser *self);
const MvuaVariable *mvua_browser_get_variable (MvuaBrowser *self);
int mvua_browser_get_step (MvuaBrowser *self);
gint64 mvua_browser_get_valid_time (MvuaBrowser *self);

/* @threshold of a probability is left as it is for the variable. */
void mvua_browser_pick (MvuaBrowser *self,
                        const MvuaProduct *product,
                        const MvuaVariable *variable);

/* Says what is picked again, for widgets that show something else for a moment. */
void mvua_browser_changed_pick (MvuaBrowser *self);

/* What is to be picked in the first ensemble that is opened; @variable is nullable. */
void mvua_browser_prepare (MvuaBrowser *self,
                           const MvuaProduct *product,
                           const MvuaVariable *variable);

/* Steps that the ensemble does not have become the nearest one that it has. */
void mvua_browser_set_step (MvuaBrowser *self, int step);

/* Neighbours: steps, days, members and variables; stop at the ends. */
void mvua_browser_move_step (MvuaBrowser *self, int by);
void mvua_browser_move_day (MvuaBrowser *self, int by);
void mvua_browser_move_member (MvuaBrowser *self, int by);
void mvua_browser_move_variable (MvuaBrowser *self, int by);

MvuaRainWindow mvua_browser_get_rain_window (MvuaBrowser *self);
void mvua_browser_set_rain_window (MvuaBrowser *self, MvuaRainWindow window);

/* In the unit of what is stored; strictly above it counts. */
float mvua_browser_get_threshold (MvuaBrowser *self);
void mvua_browser_set_threshold (MvuaBrowser *self, float threshold);

/* The time window of the pick, if it has one; its start is %MVUA_HOUR_UNKNOWN for rain as
 * published. */
gboolean mvua_browser_get_hours (MvuaBrowser *self, MvuaHours *hours);

/* What is looked at, so that a whole grid is decoded only when it is seen. */
void mvua_browser_set_view (MvuaBrowser *self, const MvuaMapBox *box);

/* The last field that came; (transfer none) (nullable).  While is_loading() it may be
 * that of an older pick: its key tells what it is. */
MvuaField *mvua_browser_get_field (MvuaBrowser *self);
MvuaField *mvua_browser_get_u (MvuaBrowser *self);
MvuaField *mvua_browser_get_v (MvuaBrowser *self);
MvuaMapStyle mvua_browser_get_style (MvuaBrowser *self);

/* Whether the pick has not come yet; it has in part if the field is the pick's. */
gboolean mvua_browser_is_loading (MvuaBrowser *self);
gboolean mvua_browser_is_stale (MvuaBrowser *self);

/* Why there is no field of the pick: (nullable). */
const char *mvua_browser_get_problem (MvuaBrowser *self);

/* What is picked, in words: "Temperature at 2 m, gep05, 12 h".  (transfer full) */
char *mvua_browser_dup_description (MvuaBrowser *self);

/* The pin; values are asked for when it is set and with each pick. */
gboolean mvua_browser_get_pin (MvuaBrowser *self, double *latitude, double *longitude);
void mvua_browser_set_pin (MvuaBrowser *self, double latitude, double longitude);
void mvua_browser_clear_pin (MvuaBrowser *self);

/**
 * MvuaPinValue:
 * @value: in the unit of what is stored; NaN if it is missing or has not come
 * @has_come: what it is, is known
 */
typedef struct
{
  MvuaMember member;
  float value;
  gboolean has_come;
  MvuaStatus status;
} MvuaPinValue;

/* (element-type MvuaPinValue): of all members that statistics are made of, at the pin and
 * in the time window of the pick; (transfer none). */
const GArray *mvua_browser_get_pin_values (MvuaBrowser *self);

/* Why values at the pin will not come, in words; (transfer none) (nullable). */
const char *mvua_browser_get_pin_problem (MvuaBrowser *self);

gboolean mvua_browser_is_playing (MvuaBrowser *self);
void mvua_browser_set_playing (MvuaBrowser *self, gboolean is_playing);
/* Steps faster or slower, within bounds. */
void mvua_browser_set_faster (MvuaBrowser *self, gboolean is_faster);

/* Where the data come from, for the footer of a picture; (transfer full). */
char *mvua_browser_dup_provenance (MvuaBrowser *self);

G_END_DECLS
