/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of exports share: a source, an output, and reading Zarr v2 stores of it
 * back chunk by chunk, without our own code. */

#include "ensemble-fixture.h"
#include "mvua-export.h"
#include "mvua-file-table.h"

#include <blosc.h>

typedef struct
{
  Folder folder; /* of the source */
  char *out;     /* a folder for outputs */
  char *store;   /* the last output */
  MvuaExportOptions options;
  MvuaExportReport report;
} Fixture;

static inline void
set_up (Fixture *self, gconstpointer data)
{
  folder_set_up (&self->folder, data);
  self->out = g_dir_make_tmp ("mvua-out-XXXXXX", NULL);
  self->store = NULL;
  self->options = mvua_export_options_new ();
  self->options.n_threads = 2;
}

static inline void
tear_down (Fixture *self, gconstpointer data)
{
  mvua_export_options_clear (&self->options);
  mvua_export_report_clear (&self->report);
  remove_all (self->out);
  g_free (self->out);
  g_free (self->store);
  folder_tear_down (&self->folder, data);
}

static inline void
run_export (Fixture *self)
{
  static guint n_stores;
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autofree char *name = g_strdup_printf ("%u.zarr", n_stores++);
  g_autoptr (GError) error = NULL;

  g_free (self->store);
  self->store = g_build_filename (self->out, name, NULL);
  mvua_export_report_clear (&self->report);
  g_assert_true (mvua_export_run (ensemble, self->store, &self->options, NULL, NULL,
                                  &self->report, NULL, &error));
  g_assert_no_error (error);
  if (self->options.layout == MVUA_EXPORT_TREE)
    g_assert_cmpint (mvua_file_table_verify (self->store, NULL, NULL, NULL, NULL, NULL),
                     ==, 0);
}

static inline void
set_steps (Fixture *self, const char *text)
{
  g_clear_pointer (&self->options.steps, g_array_unref);
  self->options.steps = mvua_steps_parse (text, 3, NULL);
}

static inline void
set_thresholds (Fixture *self, const char *steps, const char *days)
{
  g_array_unref (self->options.thresholds);
  g_array_unref (self->options.daily_thresholds);
  self->options.thresholds = mvua_thresholds_parse (steps, NULL);
  self->options.daily_thresholds = mvua_thresholds_parse (days, NULL);
}

static inline char *
load_file (const Fixture *self, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (self->store, name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;

  g_file_get_contents (path, &bytes, length, &error);
  g_assert_no_error (error);
  return bytes;
}

static inline gboolean
has_file (const Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->store, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Whether a JSON file has @text in it, white space left out. */
static inline gboolean
says (const Fixture *self, const char *name, const char *text)
{
  gsize n = 0;
  g_autofree char *bytes = load_file (self, name, &n);
  GString *plain = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isspace (bytes[i]))
      g_string_append_c (plain, bytes[i]);
  g_autofree char *json = g_string_free (plain, FALSE);
  return strstr (json, text) != NULL;
}

#define BLOCK 27

/* A whole field of 12 × 8 points out of chunks of @block steps; all its points are
 * alike.  Returns: the value, or NaN */
static inline float
value_at (const Fixture *self, const char *array, guint block, guint step)
{
  g_autofree char *name = g_strdup_printf ("%s/%u.0.0", array, step / block);
  gsize n = 0, n_raw = 0, n_blosc = 0, n_part = 0;
  g_autofree char *bytes = load_file (self, name, &n);

  blosc_cbuffer_sizes (bytes, &n_raw, &n_blosc, &n_part);
  g_assert_cmpuint (n, ==, n_blosc);
  g_assert_cmpuint (n_raw, ==, 4 * (gsize) block * N_POINTS);
  g_autofree float *values = g_malloc (n_raw);
  g_assert_cmpint (blosc_decompress_ctx (bytes, values, n_raw, 1), ==, (int) n_raw);
  const float *field = values + (gsize) (step % block) * N_POINTS;
  for (guint i = 1; i < N_POINTS; i++)
    g_assert_true (isnan (field[0]) ? isnan (field[i]) : field[i] == field[0]);
  return field[0];
}

/* One digit a step. */
static inline char *
statuses_of (const Fixture *self, const char *array)
{
  g_autofree char *name = g_strconcat (array, "/0", NULL);
  gsize n = 0;
  char *bytes = load_file (self, name, &n);

  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpint (bytes[i], <, MVUA_N_STATUSES);
      bytes[i] = (char) ('0' + bytes[i]);
    }
  bytes = g_realloc (bytes, n + 1);
  bytes[n] = '\0';
  return bytes;
}

static inline void
assert_statuses (const Fixture *self, const char *array, const char *expected)
{
  g_autofree char *found = statuses_of (self, array);

  g_assert_cmpstr (found, ==, expected);
}

/* How many members took part, by step: little-endian int16. */
static inline void
assert_n_valid (const Fixture *self, const char *array, const gint16 *expected, guint n)
{
  g_autofree char *name = g_strconcat (array, "/0", NULL);
  gsize length = 0;
  g_autofree char *bytes = load_file (self, name, &length);

  g_assert_cmpmem (bytes, length, expected, n * sizeof *expected);
}

static inline void
assert_value (
    const Fixture *self, const char *array, guint block, guint step, double expected)
{
  const float found = value_at (self, array, block, step);

  if (isnan (expected) ? isnan (found) : fabs (found - expected) < 1e-4)
    return;
  g_error ("%s[%u] is %g, not %g", array, step, (double) found, expected);
}
