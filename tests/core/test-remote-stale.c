/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Indexes that lie, files that are not what their names say: no wrong value comes of
 * them, and what the file has is found by walking over it with small ranges. */

#include "stale-fixture.h"

/* All lines of the victim's index with another offset: @change of its own. */
static void
change_index (Fixture *self, gint64 (*change) (gint64 offset))
{
  g_autofree char *key = index_key_of (victim (), STEP);
  g_autoptr (GBytes) bytes = mvua_test_bucket_dup (self->bucket, key);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", 0);
  g_autoptr (GString) changed = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], ":", 3);
      g_string_append_printf (changed, "%s:%" G_GINT64_FORMAT ":%s\n", parts[0],
                              change (g_ascii_strtoll (parts[1], NULL, 10)), parts[2]);
    }
  put_text (self, key, changed->str);
}

/* The victim's messages in another order, with @gap zeros before each. */
static void
repack (Fixture *self, gsize gap)
{
  g_autofree char *key = key_of (victim (), STEP);
  g_autoptr (GBytes) file = mvua_test_bucket_dup (self->bucket, key);
  const guint8 *bytes = g_bytes_get_data (file, NULL);
  GByteArray *packed = g_byte_array_new ();
  gsize offsets[N_MESSAGES + 1];
  g_autofree guint8 *zeros = g_malloc0 (gap + 1);

  find_messages (file, offsets);
  for (guint i = N_MESSAGES; i-- > 0;)
    {
      g_byte_array_append (packed, zeros, (guint) gap);
      g_byte_array_append (packed, bytes + offsets[i],
                           (guint) (offsets[i + 1] - offsets[i]));
    }
  g_autoptr (GBytes) object = g_byte_array_free_to_bytes (packed);
  mvua_test_bucket_put (self->bucket, key, object);
}

/* Bytes that a request in the log asks for; 0 for a whole object. */
static guint64
length_of (const char *line)
{
  const char *range = strstr (line, " bytes=");
  char *end = NULL;

  if (range == NULL)
    return 0;
  const guint64 first = g_ascii_strtoull (range + strlen (" bytes="), &end, 10);
  return g_ascii_strtoull (end + 1, NULL, 10) + 1 - first;
}

/* All of the file is there, it was walked over once, in small ranges, and it is said. */
static void
assert_healed (Fixture *self, Look *look)
{
  g_autofree char *key = key_of (victim (), STEP);
  const Tally tally = check_victim (&look->truth, look->loader, NULL);
  g_autoptr (GPtrArray) healed = mvua_ensemble_dup_healed (look->ensemble);
  g_auto (GStrv) log = take_log (self);
  guint n_small = 0;

  g_assert_cmpuint (tally.n[MVUA_STATUS_OK], ==, N_MESSAGES);
  g_assert_cmpuint (healed->len, ==, 1);
  g_assert_true (g_str_has_suffix (g_ptr_array_index (healed, 0), key));
  for (guint i = 0; log[i] != NULL; i++)
    {
      assert_says (log[i], key);
      n_small += length_of (log[i]) > 0 && length_of (log[i]) <= 1024;
    }
  g_assert_cmpuint (n_small, <=, 2 * N_MESSAGES);
  /* The index, the walk, and two for each message at most, where prefixes are short. */
  g_assert_cmpuint (g_strv_length (log), <=, 1 + 2 * N_MESSAGES + 4 * N_MESSAGES);

  /* The second time nothing is walked over and nothing is said again. */
  const Tally again = check_victim (&look->truth, look->loader, NULL);
  g_autoptr (GPtrArray) still = mvua_ensemble_dup_healed (look->ensemble);
  g_assert_cmpuint (again.n[MVUA_STATUS_OK], ==, N_MESSAGES);
  g_assert_cmpuint (still->len, ==, 1);
  g_auto (GStrv) later = take_log (self);
  g_assert_cmpuint (count_lines (later, ".idx"), ==, 0);
  for (guint i = 0; later[i] != NULL; i++)
    g_assert_cmpuint (length_of (later[i]), >, 1024);
}

static gint64
later (gint64 offset)
{
  return offset + 100;
}

static gint64
earlier (gint64 offset)
{
  return MAX (offset - 64, 0);
}

static gint64
far_beyond (gint64 offset)
{
  return offset + 50000000;
}

static gint64
drifting (gint64 offset)
{
  return offset > 50000 ? offset + 13 : offset;
}

static void
test_shifted (Fixture *self, gconstpointer data)
{
  change_index (self, (gint64 (*) (gint64)) data);
  g_auto (Look) at = look (self);
  assert_healed (self, &at);
}

static void
test_drifted (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  change_index (self, drifting);
  g_auto (Look) at = look (self);
  assert_healed (self, &at);
}

static void
test_repacked (Fixture *self, gconstpointer data)
{
  repack (self, GPOINTER_TO_SIZE (data));
  g_auto (Look) at = look (self);
  assert_healed (self, &at);
}

/* Most files of a run with their messages in another order: ≥ 99 % of all come back. */
static void
test_all_repacked (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_auto (GStrv) keys = mvua_test_bucket_dup_keys (self->bucket);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *index = g_strconcat (keys[i], ".idx", NULL);
      g_autoptr (GBytes) file = mvua_test_bucket_dup (self->bucket, keys[i]);
      g_autoptr (GBytes) text = mvua_test_bucket_dup (self->bucket, index);
      gsize offsets[N_MESSAGES + 1];

      if (text == NULL || g_str_has_suffix (keys[i], "f000"))
        continue;
      find_messages (file, offsets);
      const guint8 *bytes = g_bytes_get_data (file, NULL);
      GByteArray *turned = g_byte_array_new ();
      g_byte_array_append (turned, bytes + offsets[3], (guint) (offsets[8] - offsets[3]));
      g_byte_array_append (turned, bytes, (guint) offsets[3]);
      g_autoptr (GBytes) object = g_byte_array_free_to_bytes (turned);
      mvua_test_bucket_put (self->bucket, keys[i], object);
    }
  g_autoptr (MvuaRemote) remote = new_remote (self, self->cache);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  const Tally tally = check_all (&truth, ensemble, NULL);
  g_autoptr (GPtrArray) healed = mvua_ensemble_dup_healed (ensemble);

  g_assert_cmpuint (tally.n[MVUA_STATUS_OK] + tally.n[MVUA_STATUS_NOT_DEFINED], ==,
                    tally.n_fields);
  g_assert_cmpuint (healed->len, ==, (N_MEMBERS + 1) * (LAST_STEP / 3));
}

/* The file ends in the middle; what is whole before that is there. */
static void
test_truncated (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *key = key_of (victim (), STEP);
  g_autoptr (GBytes) file = mvua_test_bucket_dup (self->bucket, key);
  gsize offsets[N_MESSAGES + 1];

  find_messages (file, offsets);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (file, 0, offsets[5] + 1000);
  mvua_test_bucket_put (self->bucket, key, cut);
  g_auto (Look) at = look (self);
  g_autofree char *complaint = NULL;
  const Tally tally = check_victim (&at.truth, at.loader, &complaint);

  g_assert_cmpuint (tally.n[MVUA_STATUS_OK], ==, 5);
  g_assert_cmpuint (tally.n_fields - tally.n[MVUA_STATUS_OK], ==, 3);
  assert_says (complaint, key);
}

/* Neither the index nor the name leads to what the file has. */
static void
assert_none (Look *look, const char *says)
{
  g_autofree char *complaint = NULL;
  const Tally tally = check_victim (&look->truth, look->loader, &complaint);

  g_assert_cmpuint (tally.n[MVUA_STATUS_OK], ==, 0);
  g_assert_cmpuint (tally.n[MVUA_STATUS_REJECTED] + tally.n[MVUA_STATUS_MISSING] +
                        tally.n[MVUA_STATUS_NOT_PUBLISHED],
                    ==, N_MESSAGES);
  assert_says (complaint, says);
}

static void
copy (Fixture *self, const char *from, const char *to)
{
  g_autoptr (GBytes) bytes = mvua_test_bucket_dup (self->bucket, from);

  mvua_test_bucket_put (self->bucket, to, bytes);
}

/* Another member's file under this name, with its index or with the right one. */
static void
test_swapped (Fixture *self, gconstpointer with_index)
{
  g_autofree char *key = key_of (victim (), STEP);
  g_autofree char *index = index_key_of (victim (), STEP);
  g_autofree char *other = key_of (perturbed (4), STEP);
  g_autofree char *other_index = index_key_of (perturbed (4), STEP);

  copy (self, other, key);
  if (with_index != NULL)
    copy (self, other_index, index);
  g_auto (Look) at = look (self);
  assert_none (&at, "gep03");
}

/* The same member of another step. */
static void
test_other_step (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *key = key_of (victim (), STEP);
  g_autofree char *other = key_of (victim (), STEP + 3);

  copy (self, other, key);
  g_auto (Look) at = look (self);
  assert_none (&at, "gep03");
}

static void
put_file_of_other_run (Fixture *self, MvuaMember member, int step, gboolean with_index)
{
  static char *other;
  char name[MVUA_MEMBER_NAME_SIZE];

  if (other == NULL)
    {
      MvuaDemoOptions options = MVUA_DEMO_OPTIONS_INIT;
      other = g_build_filename (usual_demo (), "..other", NULL);
      options.directory = other;
      options.run = "20250917/00";
      options.count = N_MEMBERS;
      options.steps = "0-24";
      g_assert_true (mvua_demo_make (&options, NULL, NULL, NULL, NULL));
    }
  for (int i = 0; i <= with_index; i++)
    {
      g_autofree char *key = i ? index_key_of (member, step) : key_of (member, step);
      g_autofree char *path = g_strdup_printf (
          "%s/gefs.20250917/00/atmos/pgrb2sp25/%s.t00z.pgrb2s.0p25.f%03d%s", other,
          mvua_member_name (member, name), step, i ? ".idx" : "");
      char *contents = NULL;
      gsize n = 0;
      g_assert_true (g_file_get_contents (path, &contents, &n, NULL));
      g_autoptr (GBytes) bytes = g_bytes_new_take (contents, n);
      mvua_test_bucket_put (self->bucket, key, bytes);
    }
}

static void
test_other_run (Fixture *self, gconstpointer with_index)
{
  put_file_of_other_run (self, victim (), STEP, with_index != NULL);
  g_auto (Look) at = look (self);
  assert_none (&at, "gep03");
}

/* The first file that an opening looks at is of another run: the next one does. */
static void
test_first_of_other_run (Fixture *self, gconstpointer with_index)
{
  put_file_of_other_run (self, perturbed (1), 3, with_index != NULL);
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  const Tally tally = check_all (&truth, ensemble, NULL);

  g_assert_cmpuint (tally.n[MVUA_STATUS_OK] + tally.n[MVUA_STATUS_NOT_DEFINED] +
                        N_MESSAGES,
                    ==, tally.n_fields);
}

/* It is a page that somebody put in its place, or nothing. */
static void
test_first_is_rubbish (Fixture *self, gconstpointer text)
{
  g_autofree char *key = key_of (perturbed (1), 3);
  g_autofree char *index = index_key_of (perturbed (1), 3);

  put_text (self, key, text);
  put_text (self, index, text);
  g_auto (Truth) truth = open_truth (usual_demo ());
  g_autoptr (MvuaRemote) remote = new_remote (self, NULL);
  g_autoptr (MvuaEnsemble) ensemble = open_run (remote);
  const Tally tally = check_all (&truth, ensemble, NULL);

  g_assert_cmpuint (tally.n[MVUA_STATUS_OK] + tally.n[MVUA_STATUS_NOT_DEFINED] +
                        N_MESSAGES,
                    ==, tally.n_fields);
}

/* A text that is no index; an index that was listed and is gone: the file tells. */
static void
test_index (Fixture *self, gconstpointer text)
{
  g_autofree char *index = index_key_of (victim (), STEP);

  if (text != NULL)
    put_text (self, index, text);
  else
    mvua_test_bucket_list_only (self->bucket, index, 500);
  g_auto (Look) at = look (self);
  const Tally tally = check_victim (&at.truth, at.loader, NULL);

  g_assert_cmpuint (tally.n[MVUA_STATUS_OK], ==, N_MESSAGES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func)                                                            \
  g_test_add ("/remote-stale/" name, Fixture, data, set_up, func, tear_down)
  ADD ("later", later, test_shifted);
  ADD ("earlier", earlier, test_shifted);
  ADD ("past-the-end", far_beyond, test_shifted);
  ADD ("drifted", NULL, test_drifted);
  ADD ("repacked", NULL, test_repacked);
  ADD ("repacked/gaps", GSIZE_TO_POINTER (7), test_repacked);
  ADD ("repacked/all", NULL, test_all_repacked);
  ADD ("truncated", NULL, test_truncated);
  ADD ("swapped", NULL, test_swapped);
  ADD ("swapped/index", "", test_swapped);
  ADD ("other-step", NULL, test_other_step);
  ADD ("other-run", NULL, test_other_run);
  ADD ("other-run/index", "", test_other_run);
  ADD ("other-run/first", NULL, test_first_of_other_run);
  ADD ("other-run/first/index", "", test_first_of_other_run);
  ADD ("rubbish", "<html>Over rate limit</html>", test_first_is_rubbish);
  ADD ("index/rubbish", "<html>Over rate limit</html>", test_index);
  ADD ("index/gone", NULL, test_index);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
