/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* A run of which one variable, u10, is in a packing that is not ours to decode: template
 * 5.4, 32-bit floats.  Three members at 0, 3 … 12 h; t2m comes first, and is 290 K. */

#include "ensemble-fixture.h"

#define N_PACKED_FIELDS 30

static inline void
write_packed_run (Folder *folder)
{
  const MvuaVariable *u10 = mvua_variable_by_name ("u10");

  for (guint number = 1; number <= 3; number++)
    for (int step = 0; step <= 12; step += 3)
      {
        const MvuaMember member = perturbed (number);
        g_autofree char *name = noaa_name (member, step);
        MvuaTestMessage message = mvua_test_message_defaults ();

        file_add (folder, "t2m", member, step, step, 2900);
        mvua_test_message_set_field (&message, u10, member, step, step);
        message.data_template = 4;
        add_index_line (folder, folder->bytes->len, u10, step, step, member, "2");
        file_add_message (folder, &message);
        file_write (folder, name, TRUE);
      }
}
