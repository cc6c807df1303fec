/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-country-name.h"

#include <glib/gi18n.h>
#include <string.h>

/* Those that have a place on the basemap; by code. */
static const struct
{
  const char *code;
  const char *name;
} countries[] = {
  { "AGO", N_ ("Angola") },      { "ARE", N_ ("United Arab Emirates") },
  { "BDI", N_ ("Burundi") },     { "BHR", N_ ("Bahrain") },
  { "BWA", N_ ("Botswana") },    { "CAF", N_ ("Central African Republic") },
  { "CMR", N_ ("Cameroon") },    { "COD", N_ ("DR Congo") },
  { "COG", N_ ("Congo") },       { "COM", N_ ("Comoros") },
  { "DJI", N_ ("Djibouti") },    { "EGY", N_ ("Egypt") },
  { "ERI", N_ ("Eritrea") },     { "ETH", N_ ("Ethiopia") },
  { "FRA", N_ ("France") },      { "IRN", N_ ("Iran") },
  { "JOR", N_ ("Jordan") },      { "KEN", N_ ("Kenya") },
  { "KWT", N_ ("Kuwait") },      { "LBY", N_ ("Libya") },
  { "MDG", N_ ("Madagascar") },  { "MOZ", N_ ("Mozambique") },
  { "MWI", N_ ("Malawi") },      { "NAM", N_ ("Namibia") },
  { "OMN", N_ ("Oman") },        { "QAT", N_ ("Qatar") },
  { "RWA", N_ ("Rwanda") },      { "SAU", N_ ("Saudi Arabia") },
  { "SDN", N_ ("Sudan") },       { "SOM", N_ ("Somalia") },
  { "SSD", N_ ("South Sudan") }, { "SYC", N_ ("Seychelles") },
  { "TCD", N_ ("Chad") },        { "TZA", N_ ("Tanzania") },
  { "UGA", N_ ("Uganda") },      { "YEM", N_ ("Yemen") },
  { "ZMB", N_ ("Zambia") },      { "ZWE", N_ ("Zimbabwe") },
};

const char *
mvua_country_name (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    if (strcmp (countries[i].code, code) == 0)
      return _ (countries[i].name);
  return code;
}
