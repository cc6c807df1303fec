/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Indexes that do not belong to their files: what they lead to is noticed, the file is
 * read instead, and no value is ever that of another field. */

#include "ensemble-fixture.h"

#define NAME "gep01.t00z.pgrb2s.0p25.f006"

/* What the file truly has, in its order; the rain is a window. */
static const struct
{
  const char *variable;
  int start;
  int tenths;
} fields[] = {
  { "mslet", 6, 200 }, { "t2m", 6, 300 }, { "u10", 6, 50 },
  { "v10", 6, 60 },    { "tp", 0, 120 },  { "pwat", 6, 450 },
};

/* The file, and in @self->index its right index, which is not written. */
static void
write_true_file (Folder *self)
{
  file_forget (self);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    file_add (self, fields[i].variable, perturbed (1), fields[i].start, 6,
              fields[i].tenths);
  folder_write (self, NAME, self->bytes->data, self->bytes->len);
}

static void
assert_all_right (Folder *self, guint n_notes, guint n_healed)
{
  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    assert_loads (loader, fields[i].variable, perturbed (1), 6, fields[i].tenths);
  g_assert_cmpuint (mvua_ensemble_get_notes (ensemble)->len, ==, n_notes);
  g_autoptr (GPtrArray) healed = mvua_ensemble_dup_healed (ensemble);
  g_assert_cmpuint (healed->len, ==, n_healed);
  if (n_healed > 0)
    g_assert_true (g_str_has_suffix (g_ptr_array_index (healed, 0), NAME));
}

static void
test_right (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  write_true_file (self);
  assert_all_right (self, 0, 0); /* without any */
  file_write_index (self, NAME);
  assert_all_right (self, 0, 0);
}

/* Every line of the index as @change makes it. */
typedef guint64 (*ChangeFunc) (guint line, guint64 offset);

static void
write_changed_index (Folder *self, ChangeFunc change)
{
  g_autofree char *index_name = g_strconcat (NAME, ".idx", NULL);
  g_auto (GStrv) lines = g_strsplit (self->index->str, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) pieces = g_strsplit (lines[i], ":", 3);
      const guint64 offset = g_ascii_strtoull (pieces[1], NULL, 10);
      g_string_append_printf (text, "%s:%" G_GUINT64_FORMAT ":%s\n", pieces[0],
                              change (i, offset), pieces[2]);
    }
  folder_write_text (self, index_name, text->str);
}

static guint64
shift_by_one (guint line G_GNUC_UNUSED, guint64 offset)
{
  return offset + 1;
}

static guint64
shift_later_ones (guint line, guint64 offset)
{
  return line < 2 ? offset : offset - 3;
}

static guint64
stretch (guint line G_GNUC_UNUSED, guint64 offset)
{
  return offset * 11 / 10;
}

static guint64
all_at_once (guint line G_GNUC_UNUSED, guint64 offset G_GNUC_UNUSED)
{
  return 0;
}

/* Offsets that lie within the file and lead astray. */
static void
test_drift (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  static const ChangeFunc changes[] = { shift_by_one, shift_later_ones, stretch,
                                        all_at_once };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      write_true_file (self);
      write_changed_index (self, changes[i]);
      assert_all_right (self, 0, 1);
    }
}

/* The file was packed anew: the same messages in another order and in other lengths. */
static void
test_repacked (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  write_true_file (self);
  file_write_index (self, NAME);
  file_forget (self);
  for (guint i = G_N_ELEMENTS (fields); i-- > 0;)
    {
      MvuaTestMessage message = uniform (fields[i].variable, perturbed (1),
                                         fields[i].start, 6, fields[i].tenths);
      message.bits = 6 + i;
      file_add_message (self, &message);
    }
  folder_write (self, NAME, self->bytes->data, self->bytes->len);
  assert_all_right (self, 0, 1);
}

/* Two messages of one length, exchanged: only what they say of themselves differs. */
static void
test_exchanged (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  write_true_file (self);
  file_write_index (self, NAME);
  file_forget (self);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const guint k = i == 2 ? 3 : i == 3 ? 2 : i;
      file_add (self, fields[k].variable, perturbed (1), fields[k].start, 6,
                fields[k].tenths);
    }
  folder_write (self, NAME, self->bytes->data, self->bytes->len);
  assert_all_right (self, 0, 1);
}

/* The two halves of a vector in one message, told apart by their place in it. */
static void
test_exchanged_fields (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaTestMessage both[] = { uniform ("v10", perturbed (1), 6, 6, 60),
                                   uniform ("u10", perturbed (1), 6, 6, 50) };
  g_autoptr (GByteArray) message = mvua_test_message_encode_fields (both, 2);

  add_index_line (self, 0, mvua_variable_by_name ("u10"), 6, 6, perturbed (1), "1.1");
  add_index_line (self, 0, mvua_variable_by_name ("v10"), 6, 6, perturbed (1), "1.2");
  g_byte_array_append (self->bytes, message->data, message->len);
  file_write (self, NAME, TRUE);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_loads (loader, "u10", perturbed (1), 6, 50);
  assert_loads (loader, "v10", perturbed (1), 6, 60);
}

/* An index that cannot be this file's is not used at all, and that is said. */
static void
test_unfit (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *text;
    const char *note;
  } indexes[] = {
    { "", "is empty" },
    { "\n\n", "is empty" },
    { "<html>404 Not Found</html>\n", "Line 1" },
    { "1:0:d=2025091800:TMP:2 m above ground:6 hour fcst:ENS=+1\n2:x", "Line 2" },
    { "1:99999999:d=2025091800:TMP:2 m above ground:6 hour fcst:ENS=+1\n",
      "offset 99999999 lies past the end" },
    { "1:50:d=2025091800:TMP:2 m above ground:6 hour fcst:ENS=+1\n"
      "2:20:d=2025091800:PRES:surface:6 hour fcst:ENS=+1\n",
      "offset 20 is less than the one before" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (indexes); i++)
    {
      write_true_file (self);
      folder_write_text (self, NAME ".idx", indexes[i].text);
      assert_all_right (self, 1, 0);
      g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
      g_assert_cmpuint (count_notes (ensemble, NAME ".idx"), ==, 1);
      g_assert_cmpuint (count_notes (ensemble, indexes[i].note), ==, 1);
    }
}

/* The index is not a file, or one that no index is. */
static void
test_not_an_index (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *large = g_strnfill (9 << 20, '1');

  write_true_file (self);
  folder_write (self, NAME ".idx", "\0\xff\0binary\n", 10);
  assert_all_right (self, 1, 0);
  folder_write_text (self, NAME ".idx", large);
  assert_all_right (self, 1, 0);
}

/* What an index claims and the file does not have is a gap with its reason. */
static void
test_invented_line (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  write_true_file (self);
  const guint size = self->bytes->len;
  add_index_line (self, size - 40, mvua_variable_by_name ("cape"), 6, 6, perturbed (1),
                  "7");
  file_write_index (self, NAME);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_lacks (loader, "cape", perturbed (1), 6, MVUA_STATUS_REJECTED, NAME);
  assert_loads (loader, "t2m", perturbed (1), 6, 300);
  assert_loads (loader, "pwat", perturbed (1), 6, 450); /* cut short by that line */
}

/* A window that the index gets wrong is not the message's. */
static void
test_wrong_window (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *complaint = NULL;
  int tenths = 0;

  file_add (self, "tp", perturbed (1), 0, 6, 60);
  g_string_assign (self->index,
                   "1:0:d=2025091800:APCP:surface:3-6 hour acc fcst:ENS=+1\n");
  file_write (self, NAME, TRUE);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  g_assert_cmpint (load_window (loader, "tp", perturbed (1), 3, 6, &tenths, &complaint),
                   ==, MVUA_STATUS_REJECTED);
  g_assert_nonnull (strstr (complaint, "its time is 0-6 h, not 3-6 h"));
  g_assert_nonnull (strstr (complaint, NAME " at offset 0"));
}

/* “0-1 day” is 0-24 h, and “0-0 day” is whatever the message says. */
static void
test_windows_in_days (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  file_add (self, "tp", perturbed (1), 0, 24, 240);
  g_string_assign (self->index,
                   "1:0:d=2025091800:APCP:surface:0-1 day acc fcst:ENS=+1\n");
  file_write (self, "gep01.t00z.pgrb2s.0p25.f024", TRUE);
  file_add (self, "tmax", perturbed (1), 0, 0, 3000);
  g_string_assign (self->index,
                   "1:0:d=2025091800:TMAX:2 m above ground:0-0 day max fcst:ENS=+1\n");
  file_write (self, "gep01.t00z.pgrb2s.0p25.f000", TRUE);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_loads (loader, "tp", perturbed (1), 24, 240);
  assert_loads (loader, "tmax", perturbed (1), 0, 3000);
  g_assert_cmpuint (mvua_ensemble_get_notes (ensemble)->len, ==, 0);
}

/* What was wrong with the file is not blamed on an index that is right, or absent. */
static void
test_index_not_to_blame (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  for (guint with_index = 0; with_index < 2; with_index++)
    {
      file_add (self, "t2m", perturbed (2), 6, 6, 300); /* another member's */
      file_write (self, NAME, with_index);
      file_add (self, "t2m", perturbed (1), 9, 9, 300);
      self->bytes->len -= 40; /* cut off */
      file_write (self, "gep01.t00z.pgrb2s.0p25.f009", with_index);

      g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
      g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
      assert_lacks (loader, "t2m", perturbed (1), 6, MVUA_STATUS_REJECTED, NAME);
      assert_lacks (loader, "t2m", perturbed (1), 9, MVUA_STATUS_MISSING, "f009");
      g_autoptr (GPtrArray) healed = mvua_ensemble_dup_healed (ensemble);
      g_assert_cmpuint (healed->len, ==, 0);
    }
}

/* An index that looks right beside a file that is no GRIB at all. */
static void
test_no_messages (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *noise = g_strnfill (5000, 'x');
  g_autoptr (GError) error = NULL;

  write_true_file (self);
  file_write_index (self, NAME);
  folder_write_text (self, NAME, noise);
  g_assert_null (mvua_ensemble_open (self->folder, NULL, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_nonnull (strstr (error->message, self->folder));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Folder *self, gconstpointer data);
  } tests[] = {
    { "/stale-index/right", test_right },
    { "/stale-index/drift", test_drift },
    { "/stale-index/repacked", test_repacked },
    { "/stale-index/exchanged", test_exchanged },
    { "/stale-index/exchanged-fields", test_exchanged_fields },
    { "/stale-index/unfit", test_unfit },
    { "/stale-index/not-an-index", test_not_an_index },
    { "/stale-index/invented-line", test_invented_line },
    { "/stale-index/wrong-window", test_wrong_window },
    { "/stale-index/windows-in-days", test_windows_in_days },
    { "/stale-index/not-to-blame", test_index_not_to_blame },
    { "/stale-index/no-messages", test_no_messages },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Folder, NULL, folder_set_up, tests[i].test,
                folder_tear_down);
  return g_test_run ();
}
