/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

#include <glib/gstdio.h>

/* A small demo ensemble in a folder of its own, made once a test program. */
static inline const char *
demo_fixture (void)
{
  static char *path = NULL;
  MvuaDemoOptions options = MVUA_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  if (path != NULL)
    return path;
  path = g_dir_make_tmp ("mvua-demo-XXXXXX", &error);
  g_assert_no_error (error);
  options.directory = path;
  options.count = 3;
  options.steps = "0-48";
  g_assert_true (mvua_demo_make (&options, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return path;
}
