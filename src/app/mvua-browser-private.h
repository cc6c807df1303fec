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
  const MvuaVariable *variable;
  MvuaStatistic statistic; /* the last that was shown */
  MvuaMember member;       /* likewise */
  int step;
  MvuaRainWindow rain;

  MvuaField *field;
  MvuaField *u;
  MvuaField *v;
  char *problem;
  gboolean is_loading;
  MvuaNode *loading_node;
  guint request;
  guint wind_requests[2];
  guint prefetches[2];

  gboolean has_pin;
  double pin_latitude;
  double pin_longitude;
  GArray *pin_values;
  GArray *pin_requests; /* of guint, by member */

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

void mvua_browser_refresh_wind (MvuaBrowser *self);
void mvua_browser_refresh_pin (MvuaBrowser *self);
void mvua_browser_forget_pin_requests (MvuaBrowser *self);
