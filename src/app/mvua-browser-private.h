/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-browser.h"

/* Shared by the files that a browser is made of. */

struct _MvuaBrowser
{
  GObject parent_instance;
  GSettings *settings;
  MvuaLook *look;

  MvuaEnsemble *ensemble;
  MvuaFields *fields;
  MvuaNode *tree;
  MvuaWindow region; /* of the grid: what the basemap has in detail */
  MvuaWindow whole;
  gboolean sees_whole;

  MvuaProduct product;
  MvuaProduct wished; /* by the user, though a first opening has not got it */
  const MvuaVariable *variable;
  MvuaStatistic statistic; /* the last that was shown */
  MvuaMember member;       /* likewise */
  int step;
  MvuaRainWindow rain;

  MvuaField *field;
  MvuaField *u;
  MvuaField *v;
  char *problem;
  gboolean is_stand_in; /* the field is NOAA's own of what is picked */
  guint n_come;         /* of the statistic for which it stands */
  guint n_wanted;
  gboolean may_prefetch;
  gboolean is_updating; /* values that have come stay until they come again */
  gboolean is_loading;
  MvuaNode *loading_node;
  guint request;
  guint stand_in_request;
  guint wind_requests[2];
  guint prefetches[2];

  gboolean has_pin;
  double pin_latitude;
  double pin_longitude;
  GArray *pin_values;
  GArray *pin_requests; /* of guint, by member */
  char *pin_problem;    /* (nullable) */

  guint play_source;
};

void mvua_browser_changed (MvuaBrowser *self, MvuaBrowserChanges changes);

/* The step of the ensemble that is nearest to @step. */
int mvua_browser_nearest_step (MvuaBrowser *self, int step);

/* Says that it is another pick, and asks for it. */
void mvua_browser_picked (MvuaBrowser *self);

/* The key of the pick, or why there is none: (transfer full). */
gboolean mvua_browser_make_key (MvuaBrowser *self, MvuaFieldKey *key, char **problem);
MvuaFieldKey mvua_browser_key_of_member (const MvuaFieldKey *key, MvuaMember member);

/* Asks for what is picked now; forgets what was asked for before. */
void mvua_browser_refresh (MvuaBrowser *self);
void mvua_browser_forget_requests (MvuaBrowser *self);

/* Shows an answer to the request for the pick's own field. */
void mvua_browser_take_own (MvuaBrowser *self, MvuaField *field);
/* Asks for the pick's own field. */
void mvua_browser_ask_own (MvuaBrowser *self, const MvuaFieldKey *key);

/* mvua-browser-remote.c: asks for NOAA's own of what is picked, before its members.
 * Returns: FALSE if there is none */
gboolean mvua_browser_ask_stand_in (MvuaBrowser *self, const MvuaFieldKey *key);
/* What of a remote run is fetched beforehand.  Returns: FALSE for nothing */
gboolean mvua_browser_choose_prefetch (MvuaBrowser *self, MvuaFieldKey *key);

/* A first opening, of one member, does not have what its run has. */
gboolean mvua_browser_has_whole_run (MvuaBrowser *self);

/* @tree: (transfer full) (nullable) */
void mvua_browser_settle_source (MvuaBrowser *self, MvuaNode *tree);
void mvua_browser_keep_pick (MvuaBrowser *self);

void mvua_browser_refresh_wind (MvuaBrowser *self);
void mvua_browser_refresh_pin (MvuaBrowser *self);
void mvua_browser_forget_pin_requests (MvuaBrowser *self);
