/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Outputs that get their name when they are whole. */

#include "ensemble-fixture.h"
#include "mvua-target.h"

#include <unistd.h>

static char *
inside (const Folder *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static char *
content_of (const Folder *self, const char *name)
{
  g_autofree char *path = inside (self, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

/* Entries of the scratch folder, hidden ones too. */
static guint
count_entries (const Folder *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static MvuaTarget *
begin (const Folder *self, const char *name, gboolean overwrite)
{
  g_autofree char *path = inside (self, name);
  g_autoptr (GError) error = NULL;
  MvuaTarget *target = mvua_target_new (path, overwrite, &error);

  g_assert_no_error (error);
  g_assert_false (g_file_test (mvua_target_get_partial (target), G_FILE_TEST_EXISTS));
  return target;
}

/* A store: a folder with a folder in it. */
static void
grow_store (const MvuaTarget *target, const char *text)
{
  g_autofree char *group =
      g_build_filename (mvua_target_get_partial (target), "gep01", NULL);
  g_autofree char *mark =
      g_build_filename (mvua_target_get_partial (target), ".zgroup", NULL);
  g_autofree char *file = g_build_filename (group, "t2m", NULL);

  g_assert_cmpint (g_mkdir_with_parents (group, 0777), ==, 0);
  g_assert_true (g_file_set_contents (mark, "{}", -1, NULL));
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
}

static void
assert_refused (
    const Folder *self, const char *name, gboolean overwrite, int code, const char *text)
{
  g_autofree char *path = inside (self, name);
  g_autoptr (GError) error = NULL;
  const guint n = count_entries (self);

  g_assert_null (mvua_target_new (path, overwrite, &error));
  g_assert_error (error, MVUA_ERROR, code);
  if (strstr (error->message, text) == NULL)
    g_error ("“%s” does not say “%s”", error->message, text);
  g_assert_cmpuint (count_entries (self), ==, n);
}

static void
test_new (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *beginning = inside (self, ".out.zarr.part-");

  g_autoptr (MvuaTarget) target = begin (self, "out.zarr", FALSE);
  g_assert_true (g_str_has_prefix (mvua_target_get_partial (target), beginning));
  grow_store (target, "new");
  g_autofree char *early = content_of (self, "out.zarr/gep01/t2m");
  g_assert_null (early);
  g_assert_true (mvua_target_commit (target, &error));
  g_assert_no_error (error);
  g_autofree char *text = content_of (self, "out.zarr/gep01/t2m");
  g_assert_cmpstr (text, ==, "new");
  g_assert_cmpuint (count_entries (self), ==, 1);
}

/* A file works as well as a folder, and so does a name with a slash at its end. */
static void
test_file (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaTarget) file = begin (self, "out.nc", FALSE);
  g_assert_true (g_file_set_contents (mvua_target_get_partial (file), "cdf", -1, NULL));
  g_assert_true (mvua_target_commit (file, NULL));
  g_autofree char *text = content_of (self, "out.nc");
  g_assert_cmpstr (text, ==, "cdf");

  g_autoptr (MvuaTarget) folder = begin (self, "out.zarr/", FALSE);
  grow_store (folder, "new");
  g_assert_true (mvua_target_commit (folder, NULL));
  g_assert_cmpuint (count_entries (self), ==, 2);
}

static void
test_given_up (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaTarget *target = begin (self, "out.zarr", FALSE);

  grow_store (target, "new");
  g_assert_cmpuint (count_entries (self), ==, 1);
  mvua_target_free (target);
  g_assert_cmpuint (count_entries (self), ==, 0);

  target = begin (self, "out.zarr", FALSE); /* nothing has grown yet */
  mvua_target_free (target);
  g_assert_cmpuint (count_entries (self), ==, 0);
}

static void
test_existing (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *link = inside (self, "link");

  folder_write_text (self, "file", "old");
  folder_write_text (self, "store/.zgroup", "{}");
  g_assert_cmpint (symlink ("/nowhere/at/all", link), ==, 0);
  assert_refused (self, "file", FALSE, MVUA_ERROR_USAGE, "file exists");
  assert_refused (self, "store", FALSE, MVUA_ERROR_USAGE, "store exists");
  assert_refused (self, "link", FALSE, MVUA_ERROR_USAGE, "link exists");
  assert_refused (self, "no/where", FALSE, MVUA_ERROR_IO, "No such file");
  assert_refused (self, "file/below", FALSE, MVUA_ERROR_IO, "Cannot write to the folder");
}

/* What comes while the output grows is not replaced either. */
static void
test_overtaken (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaTarget *target = begin (self, "out.zarr", FALSE);
  g_autoptr (GError) error = NULL;

  grow_store (target, "new");
  folder_write_text (self, "out.zarr/theirs", "old");
  g_assert_false (mvua_target_commit (target, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "out.zarr"));
  mvua_target_free (target);
  g_autofree char *text = content_of (self, "out.zarr/theirs");
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpuint (count_entries (self), ==, 1);
}

static void
test_overwrite (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "store", "file", "nothing" };

  folder_write_text (self, "store/.zgroup", "{}");
  folder_write_text (self, "store/gep01/t2m", "old");
  folder_write_text (self, "store/gep02/t2m", "old");
  folder_write_text (self, "file", "old");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *leaf = g_build_filename (names[i], "gep01", "t2m", NULL);
      g_autofree char *rest = g_build_filename (names[i], "gep02", "t2m", NULL);
      g_autoptr (GError) error = NULL;

      MvuaTarget *kept = begin (self, names[i], TRUE);
      grow_store (kept, "lost");
      mvua_target_free (kept);
      g_autofree char *old = content_of (self, leaf);
      g_assert_cmpstr (old, ==, i == 0 ? "old" : NULL);

      g_autoptr (MvuaTarget) target = begin (self, names[i], TRUE);
      grow_store (target, "new");
      g_assert_true (mvua_target_commit (target, &error));
      g_assert_no_error (error);
      g_autofree char *text = content_of (self, leaf);
      g_autofree char *gone = content_of (self, rest);
      g_assert_cmpstr (text, ==, "new");
      g_assert_null (gone);
    }
  g_assert_cmpuint (count_entries (self), ==, 3);
}

/* Overwriting is for what an export wrote, and not for a folder of anything else, such
 * as the source itself. */
static void
test_foreign_folder (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const ours[] = { "v2/.zgroup", "v3/zarr.json",
                                      "members/gep01.zarr/.zgroup",
                                      "netcdf/ensemble_t2m.nc" };
  g_autofree char *empty = inside (self, "empty");

  write_member_step (self, perturbed (1), 3, 2900);
  folder_write_text (self, "documents/letter.txt", "Dear …");
  folder_write_text (self, "mixed/ensemble_t2m.nc", "cdf");
  folder_write_text (self, "mixed/letter.txt", "Dear …");
  assert_refused (self, "", TRUE, MVUA_ERROR_USAGE, "is not what an export wrote");
  assert_refused (self, "documents", TRUE, MVUA_ERROR_USAGE, "is not what an export");
  assert_refused (self, "mixed", TRUE, MVUA_ERROR_USAGE, "is not what an export");

  g_assert_cmpint (g_mkdir (empty, 0777), ==, 0);
  mvua_target_free (begin (self, "empty", TRUE));
  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    {
      g_autofree char *name = g_path_get_dirname (ours[i]);
      g_auto (GStrv) pieces = g_strsplit (name, "/", 2);
      folder_write_text (self, ours[i], "{}");
      mvua_target_free (begin (self, pieces[0], TRUE));
    }
}

/* What an export goes on in is there: not a link to where it was moved, with which it
 * would be lost. */
static void
test_moved_away (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaTarget *target = begin (self, "out.zarr", FALSE);
  g_autofree char *path = inside (self, "out.zarr");
  g_autofree char *elsewhere = inside (self, "elsewhere");
  g_autofree char *partial = g_strdup (mvua_target_get_partial (target));
  g_autofree char *part = g_strdup (mvua_target_get_part (target));
  g_autoptr (GError) error = NULL;

  grow_store (target, "new");
  mvua_target_set_is_kept (target, TRUE);
  mvua_target_free (target);
  g_assert_cmpint (g_rename (partial, elsewhere), ==, 0);
  g_assert_cmpint (symlink (elsewhere, partial), ==, 0);
  g_assert_null (mvua_target_reopen (path, part, FALSE, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_true (g_file_test (elsewhere, G_FILE_TEST_IS_DIR));

  g_assert_cmpint (g_remove (partial), ==, 0);
  g_assert_cmpint (g_rename (elsewhere, partial), ==, 0);
  g_autoptr (MvuaTarget) again = mvua_target_reopen (path, part, FALSE, NULL);
  g_assert_nonnull (again);
  g_assert_true (mvua_target_commit (again, NULL));
  g_assert_cmpuint (count_entries (self), ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Folder *self, gconstpointer data);
  } tests[] = {
    { "/target/new", test_new },
    { "/target/file", test_file },
    { "/target/moved-away", test_moved_away },
    { "/target/given-up", test_given_up },
    { "/target/existing", test_existing },
    { "/target/overtaken", test_overtaken },
    { "/target/overwrite", test_overwrite },
    { "/target/foreign-folder", test_foreign_folder },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Folder, NULL, folder_set_up, tests[i].test,
                folder_tear_down);
  return g_test_run ();
}
