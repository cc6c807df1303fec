/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz.h"

#include <stdio.h>
#include <stdlib.h>

/* A caller's bug is what g_return_if_fail() tells of: nothing that a file may bring
 * about. */
static void
stop (const char *domain,
      GLogLevelFlags level,
      const char *message,
      gpointer data G_GNUC_UNUSED)
{
  if ((level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO | G_LOG_LEVEL_MESSAGE)) != 0)
    return;
  fprintf (stderr, "%s: %s\n", domain != NULL ? domain : "fuzz", message);
  abort ();
}

int
LLVMFuzzerInitialize (int *argc G_GNUC_UNUSED, char ***argv G_GNUC_UNUSED)
{
  g_log_set_default_handler (stop, NULL);
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  mvua_fuzz_one (data, n);
  return 0;
}
