/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What names of files say, and reading files that may be anything. */

#include "mvua-error.h"
#include "mvua-file.h"
#include "mvua-layout.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_names (void)
{
  static const struct
  {
    const char *text;
    const char *member;
    int cycle;
    const char *product;
    int step;
  } names[] = {
    { "gep01.t00z.pgrb2s.0p25.f003", "gep01", 0, "pgrb2s.0p25", 3 },
    { "gec00.t18z.pgrb2s.0p25.f240", "gec00", 18, "pgrb2s.0p25", 240 },
    { "geavg.t06z.pgrb2a.0p50.f000", "geavg", 6, "pgrb2a.0p50", 0 },
    { "gespr.t12z.pgrb2a.0p50.f384", "gespr", 12, "pgrb2a.0p50", 384 },
    { "gep30.t00z.x.f006", "gep30", 0, "x", 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char member[MVUA_MEMBER_NAME_SIZE];
      MvuaFileName parsed;
      g_assert_true (mvua_file_name_parse (names[i].text, &parsed));
      g_assert_cmpstr (mvua_member_name (parsed.member, member), ==, names[i].member);
      g_assert_cmpint (parsed.cycle, ==, names[i].cycle);
      g_assert_cmpstr (parsed.product, ==, names[i].product);
      g_assert_cmpint (parsed.step, ==, names[i].step);
    }
}

static void
test_other_names (void)
{
  static const char *const names[] = {
    "",
    ".",
    "gep01",
    "gep01.t00z",
    "gep01.t00z.f003",
    "gep01.t00z..f003",
    "gep01.t00z.pgrb2s.0p25",
    "gep01.t00z.pgrb2s.0p25.f003.idx",
    "gep01.t00z.pgrb2s.0p25.f03",
    "gep01.t00z.pgrb2s.0p25.f0003",
    "gep01.t00z.pgrb2s.0p25.fabc",
    "gep01.t00z.pgrb2s.0p25.anl",
    "gep01.t24z.pgrb2s.0p25.f003",
    "gep01.t0z.pgrb2s.0p25.f003",
    "gep01.00z.pgrb2s.0p25.f003",
    "gep00.t00z.pgrb2s.0p25.f003",
    "gep1.t00z.pgrb2s.0p25.f003",
    "gfs.t00z.pgrb2.0p25.f003",
    "GEP01.t00z.pgrb2s.0p25.f003",
    "gep01.t00z.a_product_of_a_very_long_name.f003",
    "DEMO-NOT-A-FORECAST.txt",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      MvuaFileName parsed;
      g_assert_false (mvua_file_name_parse (names[i], &parsed));
    }
}

typedef struct
{
  char *folder;
  char *path; /* of a file of 5,000 octets: 0 1 2 … 250 0 1 … */
} Fixture;

#define SIZE 5000

static guint8
octet_at (guint64 offset)
{
  return (guint8) (offset % 251);
}

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  guint8 bytes[SIZE];

  for (guint i = 0; i < SIZE; i++)
    bytes[i] = octet_at (i);
  self->folder = g_dir_make_tmp ("mvua-file-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "file", NULL);
  g_assert_true (g_file_set_contents (self->path, (const char *) bytes, SIZE, NULL));
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_cmpint (g_remove (self->path), ==, 0);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static void
test_read (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    guint64 offset;
    gsize length;
    gsize n_read;
  } pieces[] = {
    { 0, 10, 10 },      { 4990, 10, 10 }, { 4991, 10, 9 },   { 5000, 10, 0 },
    { 1000000, 10, 0 }, { 0, 0, 0 },      { 0, 6000, SIZE },
  };
  guint8 buffer[6000];

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize n_read = 99;
      g_assert_true (mvua_file_read (self->path, pieces[i].offset, pieces[i].length,
                                     buffer, &n_read, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n_read, ==, pieces[i].n_read);
      for (gsize k = 0; k < n_read; k++)
        g_assert_cmpuint (buffer[k], ==, octet_at (pieces[i].offset + k));
    }
}

static void
assert_says (GError **error, const char *path)
{
  g_assert_error (*error, MVUA_ERROR, MVUA_ERROR_IO);
  g_assert_nonnull (strstr ((*error)->message, path));
  g_clear_error (error);
}

/* No file, a folder, a pipe that nobody writes to: an error that names it, at once. */
static void
test_not_a_file (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *pipe = g_build_filename (self->folder, "pipe", NULL);
  const char *const paths[] = { "/nowhere/at/all", self->folder, pipe };
  guint8 buffer[4];

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      GError *error = NULL;
      gsize n = 99;
      g_assert_false (mvua_file_read (paths[i], 0, 4, buffer, &n, &error));
      assert_says (&error, paths[i]);
      g_assert_null (mvua_file_read_text (paths[i], 100, &n, &error));
      assert_says (&error, paths[i]);
      g_assert_null (mvua_file_octets_open (paths[i], &error));
      assert_says (&error, paths[i]);
    }
  g_assert_cmpint (g_remove (pipe), ==, 0);
}

static void
test_text (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  g_autofree char *text = mvua_file_read_text (self->path, SIZE, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, ==, SIZE);
  g_assert_cmpint (text[SIZE], ==, 0);
  g_assert_null (mvua_file_read_text (self->path, SIZE - 1, &length, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "at most 4999 were expected"));
}

/* Pieces back and forth, across pages, larger than a page, and past the end. */
static void
test_octets (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    guint64 offset;
    gsize n;
    gboolean is_there;
  } pieces[] = {
    { 0, 4, TRUE },
    { 1022, 4, TRUE },
    { 1020, 8, TRUE },
    { 10, 3000, TRUE },
    { 2, 4, TRUE },
    { 4996, 4, TRUE },
    { 4997, 4, FALSE },
    { 4995, 5, TRUE },
    { 5000, 0, TRUE },
    { 5000, 1, FALSE },
    { 9999, 1, FALSE },
    { 0, SIZE + 1, FALSE },
    { 0, SIZE, TRUE },
    { G_MAXUINT64 - 1, 4, FALSE },
    { G_MAXUINT64, 1, FALSE },
  };
  g_autoptr (MvuaFileOctets) file = mvua_file_octets_open (self->path, NULL);
  const MvuaOctets *octets = mvua_file_octets_get (file);

  g_assert_cmpuint (mvua_file_octets_get_size (file), ==, SIZE);
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      const guint8 *bytes = octets->get (octets, pieces[i].offset, pieces[i].n);
      g_assert_true ((bytes != NULL) == pieces[i].is_there);
      for (gsize k = 0; bytes != NULL && k < pieces[i].n; k++)
        g_assert_cmpuint (bytes[k], ==, octet_at (pieces[i].offset + k));
    }
}

/* A file that gets shorter while it is read gives less, and nothing made up. */
static void
test_shrinking_file (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaFileOctets) file = mvua_file_octets_open (self->path, NULL);
  const MvuaOctets *octets = mvua_file_octets_get (file);

  g_assert_nonnull (octets->get (octets, 0, 4));
  g_assert_true (g_file_set_contents (self->path, "short", 5, NULL));
  g_assert_cmpint (truncate (self->path, 2), ==, 0);
  /* The name leads to another file now; the open one is as it was. */
  g_assert_nonnull (octets->get (octets, 4000, 4));

  g_autoptr (MvuaFileOctets) other = mvua_file_octets_open (self->path, NULL);
  octets = mvua_file_octets_get (other);
  g_assert_cmpint (truncate (self->path, 1), ==, 0);
  g_assert_null (octets->get (octets, 0, 2));
  g_assert_nonnull (octets->get (octets, 0, 1));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/file/read", test_read },
    { "/file/not-a-file", test_not_a_file },
    { "/file/text", test_text },
    { "/file/octets", test_octets },
    { "/file/shrinking", test_shrinking_file },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/names", test_names);
  g_test_add_func ("/layout/other-names", test_other_names);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
