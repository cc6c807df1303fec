/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of ensembles and exports share: a scratch folder, files of GRIB
 * messages put together in it, and loading fields out of them. */

#include "mvua-loader.h"
#include "mvua-steps.h"
#include "mvua-test-encoder.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N_POINTS 96 /* of the encoder's usual grid: 12 × 8, 10-3°N 30-41°E */

typedef struct
{
  char *folder;
  GByteArray *bytes; /* the file that is being put together */
  GString *index;    /* and its index */
  guint n_messages;
} Folder;

static inline void
remove_all (const char *path)
{
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) &&
      g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);
          remove_all (child);
        }
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static inline void
folder_set_up (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  self->folder = g_dir_make_tmp ("mvua-folder-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->bytes = g_byte_array_new ();
  self->index = g_string_new (NULL);
  self->n_messages = 0;
}

static inline void
folder_tear_down (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  remove_all (self->folder);
  g_free (self->folder);
  g_byte_array_unref (self->bytes);
  g_string_free (self->index, TRUE);
}

/* @name may have folders in it, which are made. */
static inline void
folder_write (const Folder *self, const char *name, const void *bytes, gsize n)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0777), ==, 0);
  g_file_set_contents (path, bytes, (gssize) n, &error);
  g_assert_no_error (error);
}

static inline void
folder_write_text (const Folder *self, const char *name, const char *text)
{
  folder_write (self, name, text, strlen (text));
}

static inline MvuaMember
perturbed (guint number)
{
  return (MvuaMember){ MVUA_MEMBER_PERTURBED, (guint8) number };
}

/* A field whose points are all @tenths / 10. */
static inline MvuaTestMessage
uniform (const char *variable, MvuaMember member, int start, int end, int tenths)
{
  static const gint64 zeros[N_POINTS];
  MvuaTestMessage message = mvua_test_message_defaults ();

  mvua_test_message_set_field (&message, mvua_variable_by_name (variable), member, start,
                               end);
  message.packed = zeros;
  message.reference = (float) tenths;
  return message;
}

/* A line of the index without its number. */
static inline void
add_index_line (Folder *self,
                guint64 offset,
                const MvuaVariable *variable,
                int start,
                int end,
                MvuaMember member,
                const char *number)
{
  g_autofree char *when = variable->kind != MVUA_KIND_INSTANT
                              ? g_strdup_printf ("%d-%d hour acc fcst", start, end)
                          : end == 0 ? g_strdup ("anl")
                                     : g_strdup_printf ("%d hour fcst", end);
  g_autofree char *who =
      member.kind == MVUA_MEMBER_PERTURBED ? g_strdup_printf ("ENS=+%u", member.number)
      : member.kind == MVUA_MEMBER_CONTROL
          ? g_strdup ("ENS=low-res ctl")
          : g_strdup (member.kind == MVUA_MEMBER_MEAN     ? "ens mean"
                      : member.kind == MVUA_MEMBER_SPREAD ? "ens spread"
                                                          : "");

  g_string_append_printf (self->index,
                          "%s:%" G_GUINT64_FORMAT ":d=2025091800:%s:%s:%s:%s\n", number,
                          offset, variable->idx_name, variable->idx_level, when, who);
}

static inline void
file_add_message (Folder *self, const MvuaTestMessage *message)
{
  g_autoptr (GByteArray) bytes = mvua_test_message_encode (message);

  g_byte_array_append (self->bytes, bytes->data, bytes->len);
}

/* Appends a uniform field, and its line to the index.  Returns: its offset */
static inline guint
file_add (
    Folder *self, const char *variable, MvuaMember member, int start, int end, int tenths)
{
  const MvuaTestMessage message = uniform (variable, member, start, end, tenths);
  const guint offset = self->bytes->len;
  g_autofree char *number = g_strdup_printf ("%u", ++self->n_messages);

  add_index_line (self, offset, mvua_variable_by_name (variable), start, end, member,
                  number);
  file_add_message (self, &message);
  return offset;
}

/* Begins the next file without writing this one. */
static inline void
file_forget (Folder *self)
{
  g_byte_array_set_size (self->bytes, 0);
  g_string_truncate (self->index, 0);
  self->n_messages = 0;
}

static inline void
file_write_index (const Folder *self, const char *name)
{
  g_autofree char *index_name = g_strconcat (name, ".idx", NULL);

  folder_write_text (self, index_name, self->index->str);
}

static inline void
file_write (Folder *self, const char *name, gboolean with_index)
{
  folder_write (self, name, self->bytes->data, self->bytes->len);
  if (with_index)
    file_write_index (self, name);
  file_forget (self);
}

/* "gep01.t00z.pgrb2s.0p25.f003" */
static inline char *
noaa_name (MvuaMember member, int step)
{
  char name[MVUA_MEMBER_NAME_SIZE];

  return g_strdup_printf ("%s.t00z.pgrb2s.0p25.f%03d", mvua_member_name (member, name),
                          step);
}

/* A file of one member and step: t2m of @tenths, and the bucket of rain that ends at
 * the step with 1 mm an hour. */
static inline void
write_member_step (Folder *self, MvuaMember member, int step, int tenths)
{
  g_autofree char *name = noaa_name (member, step);
  const int start = (step - 1) / 6 * 6;

  file_add (self, "t2m", member, step, step, tenths);
  if (step > 0)
    file_add (self, "tp", member, start, step, 10 * (step - start));
  file_write (self, name, TRUE);
}

static inline MvuaEnsemble *
folder_open (const Folder *self)
{
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_ensemble_open (self->folder, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (ensemble);
  return ensemble;
}

/* Notes that contain @text. */
static inline guint
count_notes (const MvuaEnsemble *ensemble, const char *text)
{
  const GPtrArray *notes = mvua_ensemble_get_notes (ensemble);
  guint n = 0;

  for (guint i = 0; i < notes->len; i++)
    n += strstr (g_ptr_array_index (notes, i), text) != NULL;
  return n;
}

static inline MvuaWindow
whole_window (const MvuaEnsemble *ensemble)
{
  const MvuaRegion whole = { .whole = TRUE };
  MvuaWindow window;

  g_assert_true (
      mvua_grid_cut (mvua_ensemble_get_grid (ensemble), &whole, &window, NULL));
  return window;
}

/* Loads the shortest window of a field.  All values are alike, or all are missing.
 * Returns: the status; @tenths: (out): ten times the value; @complaint: (out) */
static inline MvuaStatus
load_window (MvuaLoader *loader,
             const char *variable,
             MvuaMember member,
             int start,
             int step,
             int *tenths,
             char **complaint)
{
  const MvuaWindow window = whole_window (mvua_loader_get_ensemble (loader));
  const gsize n = mvua_window_n_points (&window);
  g_autofree float *values = g_new (float, n);
  g_autoptr (GError) error = NULL;
  MvuaLoaded loaded;

  g_assert_true (mvua_loader_load (loader, mvua_variable_by_name (variable), member, step,
                                   start, &window, NULL, values, &loaded, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    g_assert_true (loaded.status == MVUA_STATUS_OK ? values[i] == values[0]
                                                   : isnan (values[i]));
  *tenths = loaded.status == MVUA_STATUS_OK ? (int) lroundf (10 * values[0]) : 0;
  *complaint = g_steal_pointer (&loaded.complaint);
  mvua_loaded_clear (&loaded);
  return loaded.status;
}

static inline void
assert_loads (
    MvuaLoader *loader, const char *variable, MvuaMember member, int step, int tenths)
{
  g_autofree char *complaint = NULL;
  int found = 0;

  const MvuaStatus status =
      load_window (loader, variable, member, MVUA_HOUR_UNKNOWN, step, &found, &complaint);
  g_assert_cmpstr (complaint, ==, NULL);
  g_assert_cmpint (status, ==, MVUA_STATUS_OK);
  g_assert_cmpint (found, ==, tenths);
}

/* A field that is not there, and a complaint that has @text in it. */
static inline void
assert_lacks (MvuaLoader *loader,
              const char *variable,
              MvuaMember member,
              int step,
              MvuaStatus expected,
              const char *text)
{
  g_autofree char *complaint = NULL;
  int found = 0;

  g_assert_cmpint (
      load_window (loader, variable, member, MVUA_HOUR_UNKNOWN, step, &found, &complaint),
      ==, expected);
  if (text == NULL)
    g_assert_null (complaint);
  else if (complaint == NULL || strstr (complaint, text) == NULL)
    g_error ("“%s” does not say “%s”", complaint, text);
}
