/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-member.h"
#include "mvua-run.h"

G_BEGIN_DECLS

#define MVUA_PRODUCT_SIZE 24

/**
 * MvuaFileName:
 * @member: as the name says
 * @cycle: hour of the run, 0 to 23
 * @product: such as "pgrb2s.0p25"
 * @step: hours
 *
 * What the name of a file of NOAA's ensemble says:
 * `gepNN.tHHz.pgrb2s.0p25.fFFF`.
 */
typedef struct
{
  MvuaMember member;
  int cycle;
  char product[MVUA_PRODUCT_SIZE];
  int step;
} MvuaFileName;

/* FALSE if @name (no folder) is not of that form. */
gboolean mvua_file_name_parse (const char *name, MvuaFileName *parsed);

/* The product with the everyday variables at 0.25°: what Mvua is made for. */
#define MVUA_PRODUCT_EVERYDAY "pgrb2s.0p25"
/* Its folder below that of a cycle, in NOAA's bucket. */
#define MVUA_PRODUCT_FOLDER "atmos/pgrb2sp25"
/* Its last step and the hours between two. */
#define MVUA_PRODUCT_LAST_STEP 240
#define MVUA_PRODUCT_STEP 3
/* What a cycle is to have: perturbed members, and steps of each, the first being 0. */
#define MVUA_PRODUCT_N_MEMBERS 30
#define MVUA_PRODUCT_N_STEPS (MVUA_PRODUCT_LAST_STEP / MVUA_PRODUCT_STEP + 1)
/* Hours between two cycles. */
#define MVUA_CYCLE_HOURS 6

G_END_DECLS
