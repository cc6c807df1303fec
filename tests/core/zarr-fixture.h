/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of the zarr room share: a scratch folder and a tiny store. */

#include "mvua-file-table.h"
#include "mvua-zarr-writer.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <stdlib.h>

typedef struct
{
  char *folder;
  char *store; /* a name in it that is not taken yet */
} Scratch;

static inline int
scratch_remove (const char *path,
                const struct stat *info G_GNUC_UNUSED,
                int type G_GNUC_UNUSED,
                struct FTW *walk G_GNUC_UNUSED)
{
  return remove (path);
}

static inline void
scratch_empty (Scratch *scratch)
{
  if (g_file_test (scratch->store, G_FILE_TEST_EXISTS))
    g_assert_cmpint (nftw (scratch->store, scratch_remove, 16, FTW_DEPTH | FTW_PHYS), ==,
                     0);
}

static inline void
scratch_set_up (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  scratch->folder = g_dir_make_tmp ("mvua-XXXXXX", &error);
  g_assert_no_error (error);
  scratch->store = g_build_filename (scratch->folder, "a.zarr", NULL);
}

static inline void
scratch_tear_down (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  scratch_empty (scratch);
  g_assert_cmpint (g_rmdir (scratch->folder), ==, 0);
  g_free (scratch->store);
  g_free (scratch->folder);
}

/* (transfer full): the bytes of a file below the store */
static inline char *
scratch_load (const Scratch *scratch, const char *path, gsize *length)
{
  g_autofree char *full = g_build_filename (scratch->store, path, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (full, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

static inline void
scratch_save (const Scratch *scratch, const char *path, const char *bytes, gsize length)
{
  g_autofree char *full = g_build_filename (scratch->store, path, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (full, bytes, (gssize) length, &error);
  g_assert_no_error (error);
}

/*
 * The root, "gep01" with "tp" (step 3, longitude 4, in chunks of 2 × 3, so with
 * edges), "step" and the scalar "time", and a file of its own.
 */
static inline gboolean
write_tiny_store (const char *folder, MvuaZarrFormat format, GError **error)
{
  const float tp[12] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
  const gint64 step[3] = { 0, 3, 6 }, time = 1758153600;
  const gsize origin[2] = { 0, 0 }, all[2] = { 3, 4 };
  const MvuaZarrArraySpec specs[] = {
    { "gep01/tp",
      MVUA_ZARR_FLOAT32,
      2,
      { "step", "longitude" },
      { 3, 4 },
      { 2, 3 },
      TRUE,
      TRUE },
    { "gep01/step", MVUA_ZARR_INT64, 1, { "step" }, { 3 }, { 3 }, FALSE, FALSE },
    { "gep01/time", MVUA_ZARR_INT64, 0, { NULL }, { 0 }, { 0 }, FALSE, FALSE },
  };
  const void *values[] = { tp, step, &time };

  g_autoptr (MvuaZarrWriter) writer = mvua_zarr_writer_new (folder, format, error);
  if (writer == NULL || !mvua_zarr_writer_add_group (writer, "", NULL, error) ||
      !mvua_zarr_writer_add_group (writer, "gep01", NULL, error))
    return FALSE;

  MvuaZarrArray *arrays[G_N_ELEMENTS (specs)];
  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    if ((arrays[i] = mvua_zarr_writer_add_array (writer, &specs[i], NULL, error)) == NULL)
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    if (!mvua_zarr_array_write (arrays[i], origin, all, values[i], error))
      return FALSE;
  return mvua_zarr_writer_add_file (writer, "provenance", "made up\n", 8, error) &&
         mvua_zarr_writer_finish (writer, error);
}
