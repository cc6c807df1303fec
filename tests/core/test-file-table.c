/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-crc32c.h"
#include "zarr-fixture.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_crc (void)
{
  /* The check value of the catalogue of CRCs, then RFC 3720 B.4. */
  const guint8 zeros[32] = { 0 };

  g_assert_cmphex (mvua_crc32c (0, "123456789", 9), ==, 0xe3069283);
  g_assert_cmphex (mvua_crc32c (0, zeros, 32), ==, 0x8a9136aa);
  g_assert_cmphex (mvua_crc32c (0, NULL, 0), ==, 0);
  const char nine[] = "123456789";
  for (gsize n = 0; n <= 9; n++)
    g_assert_cmphex (mvua_crc32c (mvua_crc32c (0, nine, n), nine + n, 9 - n), ==,
                     0xe3069283);
}

static void
test_round_trip (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaFileTable) table = mvua_file_table_new ();
  g_autoptr (GError) error = NULL;
  guint64 length = 0;
  guint32 crc = 0;
  gsize n;

  g_assert_cmpint (g_mkdir (scratch->store, 0777), ==, 0);
  mvua_file_table_add (table, "b/a name", G_MAXUINT64, 0xffffffff);
  mvua_file_table_add (table, "a", 9, 0);
  mvua_file_table_add (table, "a", 0, 0xe3069283);
  g_assert_true (mvua_file_table_write (table, scratch->store, &error));
  g_assert_no_error (error);

  g_autofree char *text = scratch_load (scratch, ".mvua/files", &n);
  const char lines[] = "mvua-files 1\n"
                       "e3069283 0 a\n"
                       "ffffffff 18446744073709551615 b/a name\n";
  g_autofree char *expected =
      g_strdup_printf ("%send 2 %08x\n", lines, mvua_crc32c (0, lines, strlen (lines)));
  g_assert_cmpstr (text, ==, expected);

  g_autoptr (MvuaFileTable) copy = mvua_file_table_read (scratch->store, &error);
  g_assert_no_error (error);
  g_assert_true (mvua_file_table_lookup (copy, "b/a name", &length, &crc));
  g_assert_cmpuint (length, ==, G_MAXUINT64);
  g_assert_cmphex (crc, ==, 0xffffffff);
  g_assert_false (mvua_file_table_lookup (copy, "c", NULL, NULL));
  g_autoptr (GPtrArray) paths = mvua_file_table_list (copy);
  g_assert_cmpuint (paths->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (paths, 0), ==, "a");
}

/* The error that a table of these bytes gives. */
static void
assert_broken (const Scratch *scratch, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;

  scratch_save (scratch, ".mvua/files", text, length);
  g_assert_null (mvua_file_table_read (scratch->store, &error));
  g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "/.mvua/files”, line "));
  g_assert_nonnull (strstr (error->message, ": expected "));
}

/* Cut at every byte, every bit flipped, every byte doubled: always a clear error. */
static void
test_broken (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  gsize n;

  g_assert_true (write_tiny_store (scratch->store, MVUA_ZARR_V3, &error));
  g_autofree char *text = scratch_load (scratch, ".mvua/files", &n);
  g_autofree char *longer = g_malloc (n + 1);

  for (gsize i = 0; i < n; i++)
    {
      assert_broken (scratch, text, i);
      for (int bit = 0; bit < 8; bit++)
        {
          text[i] ^= (char) (1 << bit);
          assert_broken (scratch, text, n);
          text[i] ^= (char) (1 << bit);
        }
      memcpy (longer, text, i + 1);
      memcpy (longer + i + 1, text + i, n - i);
      assert_broken (scratch, longer, n + 1);
    }
  scratch_save (scratch, ".mvua/files", text, n);
  g_autoptr (MvuaFileTable) table = mvua_file_table_read (scratch->store, &error);
  g_assert_no_error (error);
  g_assert_true (mvua_file_table_lookup (table, "zarr.json", NULL, NULL));
}

/* Tables whose checksum is right, and which are wrong all the same. */
static void
test_forged (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const lines[] = {
    "00000000 1 ../a\n",
    "00000000 1 /etc/passwd\n",
    "00000000 01 a\n",
    "0000000A 1 a\n",
    "00000000 1 \n",
    "00000000 1 a\n00000000 1 a\n",
    "00000000 1 b\n00000000 1 a\n",
    "00000000 18446744073709551616 a\n",
    "00000000  1 a\n",
    "00000000 -1 a\n",
    "000 1 a\n",
    "\n",
  };
  g_autofree char *inside = g_build_filename (scratch->store, ".mvua", NULL);

  g_assert_cmpint (g_mkdir_with_parents (inside, 0777), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *above = g_strconcat ("mvua-files 1\n", lines[i], NULL);
      for (guint n_files = 0; n_files < 3; n_files++)
        {
          g_autofree char *text = g_strdup_printf (
              "%send %u %08x\n", above, n_files, mvua_crc32c (0, above, strlen (above)));
          assert_broken (scratch, text, strlen (text));
        }
    }
}

/* Notes every complaint as "path complaint\n", and that the paths are sorted. */
typedef struct
{
  GString *log;
  char *last;
  guint n_paths;
} Log;

static void
note (const char *path, const char *complaint, gpointer data)
{
  Log *log = data;

  g_assert_cmpstr (log->last, <, path);
  g_free (log->last);
  log->last = g_strdup (path);
  log->n_paths++;
  if (complaint != NULL)
    g_string_append_printf (log->log, "%s %s\n", path, complaint);
}

/* (transfer full): all complaints about the store */
static char *
verify (const Scratch *scratch)
{
  g_autoptr (GError) error = NULL;
  Log log = { g_string_new (NULL), NULL, 0 };
  guint n_lines = 0;

  const gint64 n =
      mvua_file_table_verify (scratch->store, note, &log, NULL, NULL, &error);
  g_free (log.last);
  if (n < 0)
    {
      g_assert_nonnull (error);
      g_string_free (log.log, TRUE);
      return g_strdup (error->message);
    }
  for (const char *p = log.log->str; *p != '\0'; p++)
    n_lines += *p == '\n';
  g_assert_cmpint (n, ==, n_lines);
  return g_string_free (log.log, FALSE);
}

/* Each bit of each file, the table's too. */
static void
test_every_bit (Scratch *scratch, gconstpointer format)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (write_tiny_store (scratch->store, GPOINTER_TO_INT (format), &error));
  g_assert_no_error (error);
  g_autofree char *whole = verify (scratch);
  g_assert_cmpstr (whole, ==, "");

  g_autoptr (MvuaFileTable) table = mvua_file_table_read (scratch->store, &error);
  g_autoptr (GPtrArray) paths = mvua_file_table_list (table);
  g_ptr_array_add (paths, g_strdup (".mvua/files"));
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autofree char *full = g_build_filename (scratch->store, path, NULL);
      gsize n;
      g_autofree char *bytes = scratch_load (scratch, path, &n);
      FILE *file = g_fopen (full, "r+b");
      g_assert_nonnull (file);

      for (gsize bit = 0; bit < 8 * n; bit++)
        {
          /* Every bit of the small files; of the long ones one bit a byte. */
          if (n > 500 && bit % 8 != bit / 8 % 8)
            continue;
          const int flipped = (guint8) bytes[bit / 8] ^ 1 << bit % 8;
          g_assert_cmpint (fseek (file, (long) (bit / 8), SEEK_SET), ==, 0);
          g_assert_cmpint (fputc (flipped, file), ==, flipped);
          g_assert_cmpint (fflush (file), ==, 0);
          g_autofree char *complaints = verify (scratch);
          g_assert_nonnull (strstr (complaints, path));
          g_assert_cmpint (fseek (file, (long) (bit / 8), SEEK_SET), ==, 0);
          fputc ((guint8) bytes[bit / 8], file);
          g_assert_cmpint (fflush (file), ==, 0);
        }
      fclose (file);
    }
  g_autofree char *healed = verify (scratch);
  g_assert_cmpstr (healed, ==, "");
}

/* Each kind of complaint, word for word. */
static void
test_complaints (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  gsize n;
  char changed[25];

  g_assert_true (write_tiny_store (scratch->store, MVUA_ZARR_V2, &error));
  g_assert_no_error (error);
  g_autofree char *old = g_get_current_dir ();
  g_assert_cmpint (g_chdir (scratch->store), ==, 0);

  g_autofree char *step = scratch_load (scratch, "gep01/step/0", &n);
  g_assert_cmpuint (n, ==, 24);
  memcpy (changed, step, 24);
  changed[0] = 1;
  g_autofree char *differs = g_strdup_printf (
      "gep01/step/0 differs from what was written (CRC-32C 0x%08x instead of 0x%08x)\n",
      mvua_crc32c (0, changed, 24), mvua_crc32c (0, step, 24));
  scratch_save (scratch, "gep01/step/0", changed, 24);

  g_autofree char *zeros = g_malloc0 (1234567);
  scratch_save (scratch, "gep01/time/0", zeros, 1234567);
  scratch_save (scratch, "gep01/extra", "", 0);
  scratch_save (scratch, "gep01/bad\nname", "", 0);
  g_assert_cmpint (unlink ("gep01/tp/0.0"), ==, 0);
  g_assert_cmpint (unlink ("gep01/tp/0.1"), ==, 0);
  g_assert_cmpint (symlink ("../../gep01/tp/1.0", "gep01/tp/0.1"), ==, 0);
  g_assert_cmpint (unlink ("gep01/tp/1.1"), ==, 0);
  g_assert_cmpint (mkfifo ("gep01/tp/1.1", 0666), ==, 0);
  g_assert_cmpint (symlink ("/", "gep01/outside"), ==, 0);
  g_assert_cmpint (g_chdir (old), ==, 0);

  g_autofree char *expected =
      g_strconcat ("gep01/bad\\nname is not in the table\n"
                   "gep01/extra is not in the table\n"
                   "gep01/outside is not in the table\n",
                   differs,
                   "gep01/time/0 is 1,234,567 bytes long, 8 were written\n"
                   "gep01/tp/0.0 is missing\n"
                   "gep01/tp/0.1 is a symbolic link, which is not followed\n"
                   "gep01/tp/1.1 is not a plain file\n",
                   NULL);
  g_autofree char *complaints = verify (scratch);
  g_assert_cmpstr (complaints, ==, expected);
}

/* A folder that was moved away and linked to, and one that is not there at all. */
static void
test_linked_folder (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *from = g_build_filename (scratch->store, "gep01/tp", NULL);
  g_autofree char *to = g_build_filename (scratch->folder, "moved", NULL);

  g_assert_true (write_tiny_store (scratch->store, MVUA_ZARR_V3, &error));
  g_assert_cmpint (g_rename (from, to), ==, 0);
  g_assert_cmpint (symlink (to, from), ==, 0);
  g_autofree char *complaints = verify (scratch);
  g_assert_cmpstr (
      complaints, ==,
      "gep01/tp is not in the table\n"
      "gep01/tp/c/0/0 is missing: a link or a file stands where its folder should\n"
      "gep01/tp/zarr.json is missing: a link or a file stands where its folder should\n");
  g_assert_cmpint (unlink (from), ==, 0);
  g_assert_cmpint (g_rename (to, from), ==, 0);

  g_assert_cmpint (mvua_file_table_verify (to, note, NULL, NULL, NULL, &error), ==, -1);
  g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_IO);
  g_assert_nonnull (strstr (error->message, to));
}

static void
test_cancelled (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (write_tiny_store (scratch->store, MVUA_ZARR_V2, &error));
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (
      mvua_file_table_verify (scratch->store, NULL, NULL, NULL, cancellable, &error), ==,
      -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, func)                                                            \
  g_test_add ("/file-table/" path, Scratch, GINT_TO_POINTER (data), scratch_set_up,      \
              func, scratch_tear_down)
  g_test_add_func ("/file-table/crc", test_crc);
  ADD ("round-trip", 0, test_round_trip);
  ADD ("broken", 0, test_broken);
  ADD ("forged", 0, test_forged);
  ADD ("every-bit/v2", MVUA_ZARR_V2, test_every_bit);
  ADD ("every-bit/v3", MVUA_ZARR_V3, test_every_bit);
  ADD ("complaints", 0, test_complaints);
  ADD ("linked-folder", 0, test_linked_folder);
  ADD ("cancelled", 0, test_cancelled);
  return g_test_run ();
}
