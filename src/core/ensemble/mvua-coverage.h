/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ensemble.h"

G_BEGIN_DECLS

/**
 * MvuaAbsence:
 * @variable: (nullable): what the file lacks; %NULL if there is no file
 */
typedef struct
{
  MvuaMember member;
  int step;
  const MvuaVariable *variable;
} MvuaAbsence;

/**
 * mvua_ensemble_expected_members:
 *
 * The members that there are and, where there are several perturbed ones, those that
 * their numbering skips; of a run that NOAA publishes all that are to come.
 *
 * Returns: (transfer full) (element-type MvuaMember)
 */
GArray *mvua_ensemble_expected_members (const MvuaEnsemble *self);

/**
 * mvua_ensemble_absence_status:
 * @complaint: (out) (transfer full) (nullable): why, unless it is not defined
 *
 * What a field is to which there is no reference: %MVUA_STATUS_NOT_DEFINED (rain at the
 * step of the run), %MVUA_STATUS_NOT_PUBLISHED or %MVUA_STATUS_MISSING.
 */
MvuaStatus mvua_ensemble_absence_status (const MvuaEnsemble *self,
                                         const MvuaVariable *variable,
                                         MvuaMember member,
                                         int step,
                                         char **complaint);

/* (transfer full) (element-type int): the steps that there are, and those to come */
GArray *mvua_ensemble_expected_steps (const MvuaEnsemble *self);

/**
 * mvua_ensemble_absences:
 *
 * What one would expect of an ensemble and is not there: a file of a member at a step
 * at which another has one, a variable that another has at that step.  Of a run that NOAA
 * publishes all steps to its end are expected, so it is not complete before it is.
 * Nothing is decoded.
 *
 * Returns: (transfer full) (element-type MvuaAbsence): by member and step
 */
GArray *mvua_ensemble_absences (const MvuaEnsemble *self);

G_END_DECLS
