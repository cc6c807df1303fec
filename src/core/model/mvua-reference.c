/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-reference.h"

const char *
mvua_status_name (MvuaStatus status)
{
  static const char *const names[MVUA_N_STATUSES] = {
    [MVUA_STATUS_OK] = "ok",
    [MVUA_STATUS_NOT_DEFINED] = "not_defined",
    [MVUA_STATUS_NOT_PUBLISHED] = "not_published",
    [MVUA_STATUS_MISSING] = "missing",
    [MVUA_STATUS_REJECTED] = "rejected",
  };

  return names[status];
}
