/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MVUA_MAX_STEP_HOURS 10000

/**
 * mvua_steps_parse:
 * @text: hours and ranges of hours, such as "0-240", "0-240/6" or "3,6,24-48/12"
 * @default_interval: hours between the steps of a range that names none
 *
 * Returns: (transfer full) (element-type int) (nullable): hours, ascending, each once;
 *   %NULL with %MVUA_ERROR_USAGE set
 */
GArray *mvua_steps_parse (const char *text,
                          int default_interval,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_steps_format:
 * @steps: (element-type int): ascending
 *
 * The shortest text for people: "0-72/3", "3, 9-24/3".
 *
 * Returns: (transfer full)
 */
char *mvua_steps_format (const GArray *steps) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
