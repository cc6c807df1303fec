/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MVUA_TYPE_CHECK_LIST (mvua_check_list_get_type ())
/**
 * MvuaCheckList:
 *
 * A row that opens to a list of things of which some are chosen, with a button for all
 * and none; its subtitle says how many.  Signal "changed": another choice was made.
 */
G_DECLARE_FINAL_TYPE (MvuaCheckList, mvua_check_list, MVUA, CHECK_LIST, AdwExpanderRow)

/* Adds a thing; @detail: (nullable): in smaller letters below. */
void mvua_check_list_add (MvuaCheckList *self,
                          const char *title,
                          const char *detail,
                          gboolean is_chosen);

guint mvua_check_list_get_n_items (MvuaCheckList *self);
gboolean mvua_check_list_get_chosen (MvuaCheckList *self, guint index);
void mvua_check_list_set_chosen (MvuaCheckList *self, guint index, gboolean is_chosen);
guint mvua_check_list_get_n_chosen (MvuaCheckList *self);

G_END_DECLS
