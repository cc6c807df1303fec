/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz.h"

#include <string.h>

static const char *const seeds[] = {
  "mvua-cut-out 1\n"
  "https://nomads.ncep.noaa.gov/cgi-bin/filter_gefs_atmos_0p25s.pl"
  "?dir=%2Fgefs.20250918%2F00%2Fatmos%2Fpgrb2sp25&file=*&var_TMP=on"
  "&lev_2_m_above_ground=on&subregion=&toplat=23&leftlon=21&rightlon=53&bottomlat=-12\n",
  "mvua-cut-out 1\nhttp://127.0.0.1:8080/f.pl?dir=%2Fgefs.20250918%2F18&file=*\n",
};

void
mvua_fuzz_make_seeds (MvuaFuzzSeeds *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      g_autofree char *name = g_strdup_printf ("seed-%u", i);
      mvua_fuzz_seeds_add (to, name, seeds[i], strlen (seeds[i]));
    }
}
