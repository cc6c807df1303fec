/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz.h"

#include <string.h>

#define SIZE 60000

static const struct
{
  const char *name;
  const char *text;
} seeds[] = {
  { "empty", "" },
  { "instants", "1:0:d=2025091800:HGT:cloud ceiling:3 hour fcst:ENS=+1\n"
                "2:1000:d=2025091800:TMP:2 m above ground:3 hour fcst:ENS=+1\n"
                "3:2500:d=2025091800:TMP:2 m above ground:anl:ENS=+30\n"
                "4:2600:d=2025091800:UGRD:10 m above ground:10 day fcst:ENS=low-res ctl\n"
                "5:4000:d=2025091800:CAPE:180-0 mb above ground:6 hour fcst:ENS=+1\n"
                "6:5000:d=2025091800:PRMSL:mean sea level:384 hour fcst:ens mean\n" },
  { "buckets", "1:0:d=2025091818:APCP:surface:12-15 hour acc fcst:ENS=+1\n"
               "2:60:d=2025091818:APCP:surface:0-1 day acc fcst:ENS=+2\n"
               "3:70:d=2025091818:TMAX:2 m above ground:0-0 day max fcst:ens mean\n"
               "4:80:d=2025091818:CSNOW:surface:6-9 hour ave fcst:ens spread\n" },
  { "fields", "1.1:0:d=2025091800:UGRD:10 m above ground:3 hour fcst:\n"
              "1.2:0:d=2025091800:VGRD:10 m above ground:3 hour fcst\n"
              "2:40:d=2025091800:PRES:surface:90 min fcst:prob >300\n" },
  { "lines of DOS", "1:0:d=2025091800:TMP:2 m above ground:3 hour fcst:ENS=+1\r\n"
                    "2:9:d=2025091800:RH:2 m above ground:3 hour fcst:ENS=+1\r\n" },
};

void
mvua_fuzz_make_seeds (MvuaFuzzSeeds *to)
{
  const guint32 size = GUINT32_TO_LE (SIZE);

  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    mvua_fuzz_seeds_add_with (to, seeds[i].name, &size, sizeof size, seeds[i].text,
                              strlen (seeds[i].text));
}
