/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/**
 * mvua_show_parse_key:
 * @node: "gep01", "mean", "ensemble_stats/p90", "probabilities"
 * @variable: "t2m"; of probabilities also "prob_gt_25mm", as a store names it
 * @step: hours "12", a day "day2" or a total "0-72"; the last two of rain
 * @day_hour: UTC hour at which days begin, or %MVUA_DAILY_FROM_RUN
 * @threshold: of a probability of other variables, as it is stored; NaN if there is none
 *
 * Which field the words of a command line mean; its window is that of @region.
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE set
 */
gboolean mvua_show_parse_key (MvuaEnsemble *ensemble,
                              const char *node,
                              const char *variable,
                              const char *step,
                              int day_hour,
                              double threshold,
                              const MvuaRegion *region,
                              MvuaFieldKey *key,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "1200x900" */
gboolean mvua_show_parse_size (const char *text, int *width, int *height, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* By the ending of the name: .png, .pdf, .svg */
gboolean mvua_show_parse_format (const char *path,
                                 MvuaMapFormat *format,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
