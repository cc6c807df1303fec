/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

#define MVUA_TYPE_LOOK (mvua_look_get_type ())
/**
 * MvuaLook:
 *
 * How fields are drawn: what the table of styles says of a variable, changed by what the
 * user chose.  Choices of units, scales and layers are kept in the settings; limits, the
 * direction of a scale and the like last as long as the program.  Main thread; knows no
 * widget.
 *
 * Signal "changed": any style may be another one now.
 */
G_DECLARE_FINAL_TYPE (MvuaLook, mvua_look, MVUA, LOOK, GObject)

MvuaLook *mvua_look_new (GSettings *settings);

/* @hours: length of the time window, 0 of an instant */
MvuaMapStyle mvua_look_get_style (MvuaLook *self,
                                  const MvuaVariable *variable,
                                  const MvuaProduct *product,
                                  int hours);

/* The next scale of the table; back to the first after the last. */
void mvua_look_next_scale (MvuaLook *self,
                           const MvuaVariable *variable,
                           const MvuaProduct *product,
                           int hours);
void mvua_look_set_scale (MvuaLook *self,
                          const MvuaVariable *variable,
                          const MvuaProduct *product,
                          const MvuaColourScale *scale);
void
mvua_look_set_unit (MvuaLook *self, const MvuaVariable *variable, const MvuaUnit *unit);

/* Fixed limits of the user's own, in the unit that is shown; they end automatic ones. */
void mvua_look_set_limits (MvuaLook *self,
                           const MvuaVariable *variable,
                           const MvuaProduct *product,
                           const MvuaUnit *unit,
                           double lowest,
                           double highest);

/**
 * MvuaLookFlag:
 *
 * What may be switched for one variable and product.
 */
typedef enum
{
  MVUA_LOOK_REVERSED,
  MVUA_LOOK_AUTOMATIC,
  MVUA_LOOK_SYMMETRIC,
} MvuaLookFlag;
#define MVUA_LOOK_N_FLAGS 3

gboolean mvua_look_get_flag (MvuaLook *self,
                             const MvuaVariable *variable,
                             const MvuaProduct *product,
                             MvuaLookFlag flag);
void mvua_look_set_flag (MvuaLook *self,
                         const MvuaVariable *variable,
                         const MvuaProduct *product,
                         MvuaLookFlag flag,
                         gboolean is_set);

/* Back to what the table of styles says, for this variable and product. */
void mvua_look_reset (MvuaLook *self,
                      const MvuaVariable *variable,
                      const MvuaProduct *product);

/* Whether a style has wind on top. */
gboolean mvua_look_has_wind (MvuaLook *self);

G_END_DECLS
