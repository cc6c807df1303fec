/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export.h"

G_BEGIN_DECLS

/**
 * MvuaExportEstimate:
 * @n_members: members of the output, those without any message too
 * @n_variables: variables of each of them
 * @n_steps: steps of each of those
 * @n_points: points of a field
 * @n_absent_members: of @n_members, those of which there is no message at all
 * @n_messages: to be decoded; exact as long as the source is what its index says
 * @n_bytes_to_read: of those, and of copies that they are compared with
 * @n_bytes_to_fetch: of those, what is asked for over a network: the beginning of each
 *   message, as far as it is expected to be needed
 * @n_requests: over a network: for those and for the indexes of their files; where more
 * of a message is needed it will be some more
 * @n_files: that those lie in
 * @n_bytes_uncompressed: of all arrays of the output; exact
 * @n_bytes_to_write: of the output as it is expected on disk, within a factor of two
 * @n_bytes_memory: of buffers while it runs, threads and files aside
 * @work: a measure of the time that it takes: seconds are @work divided by the rate of
 *   the computer
 *
 * What an export comes to, before it starts; a plain value.
 */
typedef struct
{
  guint n_members;
  guint n_variables;
  guint n_steps;
  gsize n_points;
  guint n_absent_members;
  guint n_messages;
  guint64 n_bytes_to_read;
  guint64 n_bytes_to_fetch;
  guint n_requests;
  guint n_files;
  guint64 n_bytes_uncompressed;
  guint64 n_bytes_to_write;
  guint64 n_bytes_memory;
  double work;
} MvuaExportEstimate;

/* @work a second, where nothing was measured yet: two cores that have other
 * work, too. */
#define MVUA_EXPORT_USUAL_RATE 100e6

/**
 * mvua_export_estimate:
 * @estimate: (out caller-allocates)
 *
 * Looks at the index of the source only: reads and decodes nothing, and takes some
 * milliseconds.
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE set where mvua_export_run() would refuse the
 *   options, the target aside
 */
gboolean mvua_export_estimate (MvuaEnsemble *ensemble,
                               const MvuaExportOptions *options,
                               MvuaExportEstimate *estimate,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_export_expect_seconds:
 * @bytes_per_s: of the link, as #MvuaHttpCount has it, with @latency_s
 *
 * Returns: how long fetching takes if the link stays as it is; 0 if that is not known
 */
double mvua_export_expect_seconds (const MvuaExportEstimate *estimate,
                                   double bytes_per_s,
                                   double latency_s);

G_END_DECLS
