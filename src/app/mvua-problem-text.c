/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-problem-text.h"

#include <glib/gi18n.h>

static const char *
explain_error (const GError *error)
{
  if (g_error_matches (error, MVUA_ERROR, MVUA_ERROR_IO))
    return _ ("It cannot be read. See whether it is still there, and whether you may "
              "read it.");
  if (g_error_matches (error, MVUA_ERROR, MVUA_ERROR_SOURCE))
    return _ ("It holds nothing that can be shown. Open a folder of GRIB files of a "
              "GEFS run, or try the demo ensemble.");
  if (g_error_matches (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY))
    return _ ("There is not enough memory. Close other programs and try again.");
  if (g_error_matches (error, MVUA_ERROR, MVUA_ERROR_HELPER))
    return _ ("A program that belongs to Mvua is not there or failed. Install Mvua "
              "again.");
  return _ ("It cannot be opened.");
}

char *
mvua_problem_text_open (const GError *error)
{
  return g_strdup_printf ("%s\n\n%s", explain_error (error), error->message);
}

static const char *
explain_status (MvuaStatus status)
{
  switch (status)
    {
    case MVUA_STATUS_NOT_DEFINED:
      return _ ("There is no such field at this step: choose another step.");
    case MVUA_STATUS_NOT_PUBLISHED:
      return _ ("The files of this step do not have it: choose another step or "
                "variable.");
    case MVUA_STATUS_MISSING:
      return _ ("It is not there, or cannot be read any more. If its disk or network was "
                "taken away, bring that back and choose it again; if not, choose another "
                "step or member.");
    case MVUA_STATUS_REJECTED:
      return _ ("What was read is not what it should be, so it is not shown. Fetch the "
                "file again, or choose another step or member.");
    case MVUA_STATUS_OK:
    default:
      return NULL;
    }
}

char *
mvua_problem_text_field (const MvuaField *field)
{
  const char *why = explain_status (field->status);

  if (why == NULL || field->complaint == NULL)
    return g_strdup (why);
  return g_strdup_printf ("%s\n\n%s", why, field->complaint);
}
