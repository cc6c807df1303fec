/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-eccodes.h"

#include <eccodes.h>

const char *
mvua_eccodes_unpack (const void *message, size_t n_octets, size_t n_points, double *all)
{
  codes_handle *handle = codes_handle_new_from_message (NULL, message, n_octets);
  size_t n = n_points;

  if (handle == NULL)
    return "it is no message to ecCodes";

  int status = codes_set_double (handle, "missingValue", MVUA_ECCODES_MISSING);
  if (status == CODES_SUCCESS)
    status = codes_get_double_array (handle, "values", all, &n);
  codes_handle_delete (handle);
  if (status != CODES_SUCCESS)
    return codes_get_error_message (status);
  return n == n_points ? NULL : "the number of values is not that of the grid";
}
