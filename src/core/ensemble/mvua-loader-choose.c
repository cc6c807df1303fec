/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-loader.h"

const MvuaReference *
mvua_loader_choose (MvuaLoader *self,
                    const MvuaVariable *variable,
                    MvuaMember member,
                    int step,
                    int start,
                    guint *n_found)
{
  guint n = 0;
  const MvuaReference *all =
      mvua_ensemble_find (mvua_loader_get_ensemble (self), variable, member, step, &n);
  const int wanted = start == MVUA_HOUR_UNKNOWN && n > 0 ? all[n - 1].start : start;
  guint first = 0;

  while (first < n && all[first].start != wanted)
    first++;
  /* An index that does not tell the window leaves it to the message; one that was not
   * read may have another than is usual. */
  if (first == n && n > 0 &&
      (all[0].start == MVUA_HOUR_UNKNOWN || all[0].offset == MVUA_OFFSET_UNKNOWN))
    first = 0;

  guint end = first;
  while (end < n && all[end].start == all[first].start)
    end++;
  *n_found = end - first;
  return end > first ? all + first : NULL;
}
