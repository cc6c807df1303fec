/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Four members at 3, 6 and 9 h with t2m and rain that are sound, but for:
 *   gep01 f003 t2m   all points are 290 K
 *   gep01 f009 t2m   three points are 10 K
 *   gep02 f006 t2m   no point has a value
 *   gep03 f003 t2m   is gep02's
 *   gep04 f006 tp    the bucket of 6 h is 0.5 mm below its first half at ten points
 * gep02 and gep03 are dry at 9 h, which is no wonder. */

#include "ensemble-fixture.h"

#define N_FLAWED_MEMBERS 4

static inline gint64
t2m_at (guint member, int step, guint point)
{
  return 2000 + (point * 7 + member * 13 + (guint) step * 5) % 97;
}

static inline void
fill_t2m (guint member, int step, gint64 *packed)
{
  for (guint i = 0; i < N_POINTS; i++)
    packed[i] = t2m_at (member == 3 && step == 3 ? 2 : member, step, i);
  for (guint i = 0; i < N_POINTS && member == 1 && step == 3; i++)
    packed[i] = 2000;
  for (guint i = 40; i < 43 && member == 1 && step == 9; i++)
    packed[i] = -800;
  for (guint i = 0; i < N_POINTS && member == 2 && step == 6; i++)
    packed[i] = MVUA_TEST_ABSENT;
}

/* In tenths of a millimetre. */
static inline void
fill_rain (guint member, int step, gint64 *packed)
{
  for (guint i = 0; i < N_POINTS; i++)
    {
      const gint64 half = 10 + (i * 3 + member) % 50;
      const gint64 rest = (i * 5 + member * 3) % 40;

      packed[i] = step == 6 ? half + rest : half;
      if (member == 4 && step == 6 && i < 10)
        packed[i] = half - 5;
      if (step == 9 && (member == 2 || member == 3))
        packed[i] = 0;
    }
}

static inline void
add_flawed (
    Folder *folder, const char *name, guint member, int start, int step, gint64 *packed)
{
  const MvuaVariable *variable = mvua_variable_by_name (name);
  MvuaTestMessage message = mvua_test_message_defaults ();
  g_autofree char *number = g_strdup_printf ("%u", ++folder->n_messages);
  gint64 lowest = 0;

  for (guint i = 0; i < N_POINTS; i++)
    lowest = MIN (lowest, packed[i]);
  for (guint i = 0; i < N_POINTS; i++)
    packed[i] -= packed[i] != MVUA_TEST_ABSENT ? lowest : 0;
  mvua_test_message_set_field (&message, variable, perturbed (member), start, step);
  message.packed = packed;
  message.bits = 16;
  message.reference = (float) lowest + (variable->units[0] == 'K' ? 900 : 0);
  if (packed[0] == MVUA_TEST_ABSENT)
    message.bitmap = MVUA_TEST_BITMAP_OWN;
  add_index_line (folder, folder->bytes->len, variable, start, step, perturbed (member),
                  number);
  file_add_message (folder, &message);
}

static inline void
write_flawed_step (Folder *folder, int step)
{
  gint64 packed[N_POINTS];

  for (guint member = 1; member <= N_FLAWED_MEMBERS; member++)
    {
      g_autofree char *name = noaa_name (perturbed (member), step);

      fill_t2m (member, step, packed);
      add_flawed (folder, "t2m", member, step, step, packed);
      fill_rain (member, step, packed);
      add_flawed (folder, "tp", member, (step - 1) / 6 * 6, step, packed);
      file_write (folder, name, TRUE);
    }
}

static inline void
write_flawed (Folder *folder)
{
  for (int step = 3; step <= 9; step += 3)
    write_flawed_step (folder, step);
}
