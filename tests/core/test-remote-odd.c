/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Files that are something else than messages, and indexes that list one twice. */

#include "stale-fixture.h"

/* A large file that is something else, and has no index: it is given up after some looks,
 * in words and once for all of its fields, and the others are as they were. */
static void
test_junk (Fixture *self, gconstpointer data)
{
  const gsize size = 8 << 20;
  const char *word = data;
  g_autofree char *key = key_of (victim (), STEP);
  g_autofree char *index = index_key_of (victim (), STEP);
  g_autofree char *complaint = NULL;
  char *text = g_strnfill (size, 'x');

  for (gsize at = 0; at + 64 < size; at += 100)
    memcpy (text + at, word, strlen (word));
  g_autoptr (GBytes) junk = g_bytes_new_take (text, size);
  mvua_test_bucket_put (self->bucket, key, junk);
  mvua_test_bucket_remove (self->bucket, index);
  g_auto (Look) at = look (self);
  const Tally tally = check_victim (&at.truth, at.loader, &complaint);
  g_assert_cmpuint (tally.n[MVUA_STATUS_OK], ==, 0);
  assert_says (complaint, key);
  assert_says (complaint, "given up at byte");
  g_assert_cmpuint (take_count (self), <=, 4 * 64 + N_MESSAGES);
  check_victim (&at.truth, at.loader, NULL);
  g_assert_cmpuint (take_count (self), ==, 0);

  MvuaLoaded loaded;
  const MvuaWindow window = window_of (at.ensemble, NULL);
  g_autofree float *values G_GNUC_UNUSED = load_field (
      at.loader, mvua_variable_by_name ("t2m"), perturbed (2), STEP, &window, &loaded);
  g_assert_cmpint (loaded.status, ==, MVUA_STATUS_OK);
  mvua_loaded_clear (&loaded);
}

/* Each line of the victim's index twice, and the second one, or both, with an offset of
 * before the file was packed anew.  Returns: how many lines there were */
static guint
double_index (Fixture *self, gint64 first, gint64 second)
{
  g_autofree char *key = index_key_of (victim (), STEP);
  g_autoptr (GBytes) bytes = mvua_test_bucket_dup (self->bucket, key);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", 0);
  g_autoptr (GString) doubled = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++, n++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], ":", 3);
      const gint64 offset = g_ascii_strtoll (parts[1], NULL, 10);
      g_string_append_printf (
          doubled, "%s:%" G_GINT64_FORMAT ":%s\n%s:%" G_GINT64_FORMAT ":%s\n", parts[0],
          offset + first, parts[2], parts[0], offset + second, parts[2]);
    }
  put_text (self, key, doubled->str);
  return n;
}

/* A message that is listed twice, in two places of which one is stale or both are: what
 * was found of the one must not be let go while the other is healed. */
static void
test_doubled (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const gint64 shifts[][2] = {
    { 0, 0 }, { 0, 100 }, { 100, 0 }, { 100, 100 }, { 100, 200 }
  };
  g_autofree char *key = index_key_of (victim (), STEP);
  g_autoptr (GBytes) right = mvua_test_bucket_dup (self->bucket, key);

  for (guint i = 0; i < G_N_ELEMENTS (shifts); i++)
    {
      mvua_test_bucket_put (self->bucket, key, right);
      g_assert_cmpuint (double_index (self, shifts[i][0], shifts[i][1]), ==, N_MESSAGES);
      g_auto (Look) at = look (self);
      for (guint again = 0; again < 2; again++)
        {
          /* No wrong value: check_field() sees to it. */
          const Tally tally = check_victim (&at.truth, at.loader, NULL);
          g_test_message ("%u: %u of %u there", i, tally.n[MVUA_STATUS_OK],
                          tally.n_fields);
          g_assert_cmpuint (tally.n[MVUA_STATUS_OK], ==, N_MESSAGES);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func)                                                            \
  g_test_add ("/remote-odd/" name, Fixture, data, set_up, func, tear_down)
  ADD ("junk", "", test_junk);
  ADD ("junk/words", "GRIB", test_junk);
  ADD ("junk/edition", "GRIB\1\1\1\2", test_junk);
  ADD ("doubled", NULL, test_doubled);
  const int status = g_test_run ();
  remove_demos ();
  return status;
}
