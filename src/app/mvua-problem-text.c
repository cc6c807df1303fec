/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-problem-text.h"

#include <glib/gi18n.h>

static const char *
explain_network (const GError *error)
{
  switch ((MvuaHttpError) error->code)
    {
    case MVUA_HTTP_ERROR_OFFLINE:
      return _ (
          "The network is not there, or the server does not answer. See whether this "
          "computer is online, and try again.");
    case MVUA_HTTP_ERROR_NOT_FOUND:
      return _ ("The server does not have it. It may not have been published yet, or not "
                "be kept any more.");
    case MVUA_HTTP_ERROR_CHANGED:
      return _ ("It was replaced on the server while it was open. Open the run again.");
    case MVUA_HTTP_ERROR_BUSY:
      return _ ("The server is busy. Try again in some minutes.");
    case MVUA_HTTP_ERROR_LIMIT:
      return _ ("Nothing more is fetched for now: the day’s limit is reached, or the "
                "connection is metered. The limit is in the preferences.");
    case MVUA_HTTP_ERROR_REFUSED:
    default:
      return _ (
          "What the server says is not right. See in the preferences where runs are "
          "fetched from, and whether a network asks you to sign in first.");
    }
}

const char *
mvua_problem_text_explain (const GError *error)
{
  if (error->domain == MVUA_HTTP_ERROR)
    return explain_network (error);
  if (g_error_matches (error, MVUA_ERROR, MVUA_ERROR_IO))
    return _ ("It cannot be read. See whether it is still there, and whether you may "
              "read it.");
  if (g_error_matches (error, MVUA_ERROR, MVUA_ERROR_SOURCE))
    return _ ("It holds nothing that can be shown. Open a folder of GRIB files of a "
              "GEFS run, or a store, or try the demo ensemble.");
  if (g_error_matches (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY))
    return _ ("There is not enough memory. Close other programs and try again.");
  if (g_error_matches (error, MVUA_ERROR, MVUA_ERROR_HELPER))
    return _ ("A program that belongs to Mvua is not there, or cannot run now. Close "
              "other programs and try again; if that does not help, install Mvua again.");
  return _ ("It cannot be opened.");
}

char *
mvua_problem_text_open (const GError *error)
{
  return g_strdup_printf ("%s\n\n%s", mvua_problem_text_explain (error), error->message);
}

char *
mvua_problem_text_failed (const GError *error)
{
  const gboolean is_of_computer =
      g_error_matches (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY) ||
      g_error_matches (error, MVUA_ERROR, MVUA_ERROR_HELPER);

  return is_of_computer ? mvua_problem_text_open (error) : g_strdup (error->message);
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
