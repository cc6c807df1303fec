/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of hybrids share: a run, and a hybrid made of it. */

#include "export-fixture.h"
#include "mvua-hybrid-set.h"

#define N_MEMBERS 2
#define LAST_STEP 12
#define INSIDE ((MvuaRegion){ .north = 8, .west = 32, .south = 5, .east = 38 })

static inline int
tenths_of (guint member, int step)
{
  return (int) (100 * member) + step;
}

static inline void
write_run (Fixture *self)
{
  for (guint m = 1; m <= N_MEMBERS; m++)
    for (int step = 0; step <= LAST_STEP; step += 3)
      {
        g_autofree char *name = noaa_name (perturbed (m), step);
        const int start = (step - 1) / 6 * 6;

        file_add (&self->folder, "t2m", perturbed (m), step, step, tenths_of (m, step));
        file_add (&self->folder, "sp", perturbed (m), step, step, 900000);
        if (step > 0)
          file_add (&self->folder, "tp", perturbed (m), start, step, 10 * (step - start));
        file_write (&self->folder, name, TRUE);
      }
}

static inline void
make (Fixture *self, const char *variables, const char *steps, MvuaRefForm form)
{
  if (self->folder.bytes->len == 0 && self->store == NULL)
    write_run (self);
  /* One will do: each file is waited for on a slow disk. */
  g_array_set_size (self->options.statistics, 1);
  g_array_set_size (self->options.daily_thresholds, 0);
  g_array_set_size (self->options.thresholds, 1);
  self->options.rest.is_wanted = TRUE;
  self->options.rest.form = form;
  g_clear_pointer (&self->options.variables, g_ptr_array_unref);
  if (variables != NULL)
    self->options.variables = mvua_variable_list_parse (variables, NULL);
  if (steps != NULL)
    set_steps (self, steps);
  run_export (self);
}

static inline char *
set_path (const Fixture *self, MvuaRefForm form)
{
  return g_build_filename (self->store, mvua_hybrid_set_name (form), NULL);
}

static inline MvuaEnsemble *
open_path (const char *path)
{
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_ensemble_open (path, NULL, NULL, &error);

  g_assert_no_error (error);
  return ensemble;
}

static inline void
assert_refused (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mvua_ensemble_open (path, NULL, NULL, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, text) == NULL)
    g_error ("“%s” does not say “%s”", error->message, text);
}

/* Without waiting for a disk. */
static inline void
put (const char *path, const char *bytes, gsize n)
{
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, n, file), ==, n);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* The GRIB files go, so that what is still there comes out of the store. */
static inline void
remove_messages (const Fixture *self)
{
  for (guint m = 1; m <= N_MEMBERS; m++)
    for (int step = 0; step <= LAST_STEP; step += 3)
      {
        g_autofree char *name = noaa_name (perturbed (m), step);
        g_autofree char *path = g_build_filename (self->folder.folder, name, NULL);
        g_assert_cmpint (g_remove (path), ==, 0);
      }
}
