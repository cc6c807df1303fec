/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stdint.h>

/**
 * MvuaWarmUp:
 * @data_template: of section 5
 * @also: 0, or another number of the same template, from before it had one
 * @octets: [n_octets], sections 5 to 7, as ecCodes 2.28 packs 5·k mod 8 for k = 0, 1, 2 …
 *   on a grid of @ni × @nj
 *
 * A tiny field in one packing.
 */
typedef struct
{
  uint16_t data_template;
  uint16_t also;
  uint8_t ni;
  uint8_t nj;
  uint8_t n_octets;
  uint8_t octets[192];
} MvuaWarmUp;

/* One a packing that may be decoded, and behind them one that is all 0. */
extern const MvuaWarmUp mvua_warm_ups[];

/**
 * mvua_warm_up:
 *
 * Has ecCodes decode one tiny message of each packing, so that it has read the
 * definitions that it will need and need open no file any more.  A packing that it was
 * built without, or gets wrong, is not known afterwards.
 */
void mvua_warm_up (void);

/* Whether a packing is known, after mvua_warm_up(). */
int mvua_warm_up_knows (unsigned data_template);
