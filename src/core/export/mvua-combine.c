/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-combine.h"

#include "mvua-coverage.h"

/* (transfer full) (nullable): members that an export would leave out if it were not told;
 * NULL if it takes them all */
static GArray *
members_to_name (const MvuaEnsemble *ensemble)
{
  g_autoptr (GArray) expected = mvua_ensemble_expected_members (ensemble);
  guint n_perturbed = 0;

  for (guint i = 0; i < expected->len; i++)
    n_perturbed += g_array_index (expected, MvuaMember, i).kind == MVUA_MEMBER_PERTURBED;
  return n_perturbed > 0 && n_perturbed < expected->len ? g_steal_pointer (&expected)
                                                        : NULL;
}

MvuaExportOptions
mvua_combine_options_new (const MvuaEnsemble *ensemble)
{
  MvuaExportOptions options = mvua_export_options_new ();

  options.members = members_to_name (ensemble);
  options.variables = mvua_variable_list_parse ("all", NULL);
  options.region = mvua_ensemble_get_region (ensemble);
  return options;
}
