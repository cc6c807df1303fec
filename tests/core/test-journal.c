/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Journals: what is read back of one that was cut, flipped or followed by rubbish, and
 * who holds it. */

#include "mvua-error.h"
#include "mvua-journal.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static const char *const lines[][2] = {
  { "order", "{\"target\":\"/a b/ü.zarr\"}" },
  { "begun", "" },
  { "piece", "5d1b8a0e 12 0 - gep01/tp/0.0.0" },
  { "unit", "{}" },
};

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->folder = g_dir_make_tmp ("mvua-journal-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, MVUA_JOURNAL_NAME, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static void
write_lines (const Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaJournal) journal = mvua_journal_create (self->folder, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_true (mvua_journal_append (journal, lines[i][0], lines[i][1], &error));
  g_assert_true (mvua_journal_sync (journal, &error));
}

static MvuaJournal *
reopen (const Fixture *self)
{
  gboolean is_held = TRUE;
  g_autoptr (GError) error = NULL;
  MvuaJournal *journal = mvua_journal_open (self->folder, &is_held, &error);

  g_assert_no_error (error);
  g_assert_false (is_held);
  return journal;
}

/* The first @n lines, as they were written. */
static void
assert_lines (const MvuaJournal *journal, guint n)
{
  const GPtrArray *found = mvua_journal_get_lines (journal);

  g_assert_cmpuint (found->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const MvuaJournalLine *line = g_ptr_array_index (found, i);
      g_assert_cmpstr (line->kind, ==, lines[i][0]);
      g_assert_cmpstr (line->text, ==, lines[i][1]);
    }
}

static void
overwrite (const Fixture *self, const char *bytes, gsize n)
{
  FILE *file = g_fopen (self->path, "w");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, n, file), ==, n);
  g_assert_cmpint (fclose (file), ==, 0);
}

static char *
load (const Fixture *self, gsize *n)
{
  char *bytes = NULL;

  g_assert_true (g_file_get_contents (self->path, &bytes, n, NULL));
  return bytes;
}

/* Lines that end within the first @n bytes; the head is one. */
static guint
count_whole (const char *bytes, gsize n)
{
  guint count = 0;

  for (gsize i = 0; i < n; i++)
    count += bytes[i] == '\n';
  return count;
}

static void
test_round_trip (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_lines (self);
  g_autoptr (MvuaJournal) journal = reopen (self);
  assert_lines (journal, G_N_ELEMENTS (lines));
}

/* Cut at every byte, the whole lines are there, and what is appended follows them. */
static void
test_cut (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  gsize n = 0;

  write_lines (self);
  g_autofree char *bytes = load (self, &n);
  for (gsize cut = 0; cut < n; cut++)
    {
      const guint n_whole = count_whole (bytes, cut);
      gboolean is_held = TRUE;
      g_autoptr (GError) error = NULL;

      overwrite (self, bytes, cut);
      g_autoptr (MvuaJournal) journal =
          mvua_journal_open (self->folder, &is_held, &error);
      if (n_whole == 0)
        {
          g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
          continue;
        }
      assert_lines (journal, n_whole - 1);
      if (n_whole - 1 == G_N_ELEMENTS (lines))
        continue;
      g_assert_true (mvua_journal_append (journal, lines[n_whole - 1][0],
                                          lines[n_whole - 1][1], &error));
      g_clear_pointer (&journal, mvua_journal_free);
      g_autoptr (MvuaJournal) longer = reopen (self);
      assert_lines (longer, n_whole);
    }
}

/* One bit of any byte flipped: the lines before it are there, and it is none. */
static void
test_flipped (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  gsize n = 0;

  write_lines (self);
  g_autofree char *bytes = load (self, &n);
  for (gsize at = 0; at < n; at++)
    for (guint bit = 0; bit < 8; bit++)
      {
        const guint n_before = count_whole (bytes, at);
        gboolean is_held = TRUE;
        g_autoptr (GError) error = NULL;
        g_autofree char *broken = g_memdup2 (bytes, n);

        broken[at] = (char) (broken[at] ^ 1 << bit);
        overwrite (self, broken, n);
        g_autoptr (MvuaJournal) journal =
            mvua_journal_open (self->folder, &is_held, &error);
        if (n_before == 0)
          g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
        else
          assert_lines (journal, n_before - 1);
      }
}

/* What a file system may leave behind the end. */
static void
test_rubbish (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const rubbish[] = { "\n", "deadbeef order {}\n", "00000000 \n",
                                         "order {}\n", "x" };
  gsize n = 0;

  write_lines (self);
  g_autofree char *bytes = load (self, &n);
  for (guint i = 0; i <= G_N_ELEMENTS (rubbish); i++)
    {
      g_autoptr (GByteArray) all = g_byte_array_new ();
      static const guint8 zeros[5000];

      g_byte_array_append (all, (const guint8 *) bytes, (guint) n);
      if (i < G_N_ELEMENTS (rubbish))
        g_byte_array_append (all, (const guint8 *) rubbish[i],
                             (guint) strlen (rubbish[i]));
      else
        g_byte_array_append (all, zeros, sizeof zeros);
      g_byte_array_append (all, (const guint8 *) bytes + 15, (guint) n - 15);
      overwrite (self, (const char *) all->data, all->len);
      g_autoptr (MvuaJournal) journal = reopen (self);
      assert_lines (journal, G_N_ELEMENTS (lines));
    }
}

static gboolean
is_held_now (const Fixture *self)
{
  gboolean is_held = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaJournal) journal = mvua_journal_open (self->folder, &is_held, &error);

  g_assert_no_error (error);
  g_assert_true (is_held == (journal == NULL));
  return is_held;
}

/* Held by this process it is held for all others and for itself; a process that is killed
 * lets go. */
static void
test_held (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  int pipes[2];
  char byte;

  MvuaJournal *journal = mvua_journal_create (self->folder, NULL);
  g_assert_nonnull (journal);
  g_assert_true (is_held_now (self));
  mvua_journal_free (journal);
  g_assert_false (is_held_now (self));

  g_assert_cmpint (pipe (pipes), ==, 0);
  const pid_t child = fork ();
  if (child == 0)
    {
      gboolean is_held;
      if (mvua_journal_open (self->folder, &is_held, NULL) != NULL)
        g_assert_cmpint (write (pipes[1], "x", 1), ==, 1);
      for (;;)
        pause ();
    }
  g_assert_cmpint (read (pipes[0], &byte, 1), ==, 1);
  g_assert_true (is_held_now (self));
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  g_assert_false (is_held_now (self));
  close (pipes[0]);
  close (pipes[1]);
}

/* There is one journal in a folder, and links lead nowhere. */
static void
test_places (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  gboolean is_held = TRUE;

  g_assert_null (mvua_journal_open (self->folder, &is_held, NULL));
  g_assert_false (is_held);
  g_assert_null (mvua_journal_create ("/nowhere/at/all", NULL));
  g_assert_cmpint (symlink ("/etc/passwd", self->path), ==, 0);
  g_assert_null (mvua_journal_open (self->folder, &is_held, NULL));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/journal/round-trip", test_round_trip },
    { "/journal/cut", test_cut },
    { "/journal/flipped", test_flipped },
    { "/journal/rubbish", test_rubbish },
    { "/journal/held", test_held },
    { "/journal/places", test_places },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
