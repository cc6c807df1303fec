/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Walking through files of messages, good and bad. */

#include "mvua-scan.h"
#include "mvua-test-encoder.h"

#include <string.h>

/* A file that is written message by message, and scanned. */
typedef struct
{
  GByteArray *bytes;
  GArray *records; /* of MvuaScanned */
  MvuaScanReport report;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->bytes = g_byte_array_new ();
  self->records = g_array_new (FALSE, FALSE, sizeof (MvuaScanned));
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_byte_array_unref (self->bytes);
  g_array_unref (self->records);
  mvua_scan_report_clear (&self->report);
}

static guint
add_text (Fixture *self, const char *text)
{
  g_byte_array_append (self->bytes, (const guint8 *) text, (guint) strlen (text));
  return self->bytes->len;
}

/* A field of member @number; returns where it begins. */
static guint
add_message (Fixture *self, guint number)
{
  const guint at = self->bytes->len;
  const MvuaMember member = { MVUA_MEMBER_PERTURBED, (guint8) number };
  MvuaTestMessage message = mvua_test_message_defaults ();

  mvua_test_message_set_field (&message, mvua_variable_by_name ("tp"), member, 6, 12);
  message.bits = 12; /* an even size, so that the end of one is the start of the next */
  g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
  g_byte_array_append (self->bytes, bytes->data, bytes->len);
  return at;
}

static void
scan_within (Fixture *self, const MvuaScanLimits *limits)
{
  /* A copy of its exact size, for the sanitizers. */
  g_autofree guint8 *copy = g_memdup2 (self->bytes->data, self->bytes->len);
  const MvuaMemoryOctets memory = mvua_memory_octets (copy, self->bytes->len);

  g_array_set_size (self->records, 0);
  mvua_scan_report_clear (&self->report);
  mvua_scan (&memory.octets, self->bytes->len, limits, self->records, &self->report);
}

static void
scan (Fixture *self)
{
  scan_within (self, NULL);
}

static const MvuaIdxRecord *
record (const Fixture *self, guint index)
{
  g_assert_cmpuint (index, <, self->records->len);
  return &g_array_index (self->records, MvuaScanned, index).record;
}

static void
assert_message (const Fixture *self, guint index, guint64 offset, guint number)
{
  g_assert_cmpuint (record (self, index)->offset, ==, offset);
  g_assert_cmpuint (record (self, index)->member.number, ==, number);
  g_assert_true (record (self, index)->variable == mvua_variable_by_name ("tp"));
  g_assert_cmpint (record (self, index)->start, ==, 6);
  g_assert_cmpint (record (self, index)->end, ==, 12);
  g_assert_cmpuint (g_array_index (self->records, MvuaScanned, index).grid.n_rows, ==, 8);
}

static void
test_empty (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  scan (self);
  g_assert_cmpuint (self->records->len, ==, 0);
  add_text (self, "no messages here, and no end of them: GRI");
  scan (self);
  g_assert_cmpuint (self->records->len, ==, 0);
  g_assert_cmpuint (self->report.n_skipped, ==, self->bytes->len);
  g_assert_null (self->report.complaint);
}

static void
test_several (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const guint size = add_message (self, 1) + self->bytes->len;

  for (guint number = 2; number <= 40; number++)
    add_message (self, number);
  scan (self);
  g_assert_cmpuint (self->records->len, ==, 40);
  g_assert_cmpuint (self->report.n_messages, ==, 40);
  g_assert_cmpuint (self->report.n_skipped, ==, 0);
  g_assert_null (self->report.complaint);
  for (guint i = 0; i < 40; i++)
    {
      assert_message (self, i, (guint64) i * size, i + 1);
      g_assert_cmpuint (record (self, i)->length, ==, size);
    }
}

/* The word “GRIB” wherever it lies in the pieces in which a file is looked through. */
/* What is no file of messages is given up where a limit is passed, and not before; what
 * was found is found. */
static void
test_limits (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaScanLimits limits = { 10000, 5, 3 };
  g_autofree char *junk = g_strnfill (6000, 'x');

  for (guint i = 0; i < 3; i++)
    add_message (self, i + 1);
  add_text (self, junk);
  scan_within (self, &limits);
  g_assert_cmpuint (self->records->len, ==, 3);
  g_assert_cmpuint (self->report.given_up_at, ==, self->bytes->len);
  const guint at = self->bytes->len;
  add_text (self, junk);
  scan_within (self, &limits);
  g_assert_cmpuint (self->records->len, ==, 3);
  g_assert_cmpuint (self->report.given_up_at, ==, at + 4000);
  g_assert_cmpuint (self->report.n_skipped, ==, 10000);

  /* More fields than there can be. */
  g_byte_array_set_size (self->bytes, at);
  add_message (self, 4);
  scan_within (self, &limits);
  g_assert_cmpuint (self->report.given_up_at, ==, self->bytes->len);
  add_message (self, 5);
  scan_within (self, &limits);
  g_assert_cmpuint (self->records->len, ==, 4);
  g_assert_cmpuint (self->report.given_up_at, <, self->bytes->len);
  scan (self);
  g_assert_cmpuint (self->records->len, ==, 5);
  g_assert_cmpuint (self->report.given_up_at, ==, self->bytes->len);

  /* The word alone, again and again. */
  g_byte_array_set_size (self->bytes, 0);
  for (guint i = 0; i < 2000; i++)
    add_text (self, "GRIB");
  scan_within (self, &limits);
  g_assert_cmpuint (self->report.given_up_at, <=, 5 * 6);
  g_assert_nonnull (self->report.complaint);
}

static void
test_garbage_between (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  for (guint n = 4080; n < 4110; n++)
    {
      g_autofree char *garbage = g_strnfill (n, 'G');

      g_byte_array_set_size (self->bytes, 0);
      const guint first = add_message (self, 1);
      add_text (self, garbage);
      const guint second = add_message (self, 2);
      add_text (self, "7777");
      scan (self);
      g_assert_cmpuint (self->records->len, ==, 2);
      assert_message (self, 0, first, 1);
      assert_message (self, 1, second, 2);
      g_assert_cmpuint (self->report.n_skipped, ==, n + 4);
      g_assert_cmpuint (self->report.n_messages, ==, 2);
    }
}

/* Cut off at every octet: never more than what is there, and the first message is
 * always found. */
static void
test_cut_off (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_message (self, 1);
  const guint second = add_message (self, 2);

  for (guint size = self->bytes->len - 1; size > second; size--)
    {
      g_byte_array_set_size (self->bytes, size);
      scan (self);
      assert_message (self, 0, 0, 1);
      g_assert_cmpuint (self->report.n_messages, ==, 1);
      if (self->records->len > 1)
        {
          assert_message (self, 1, second, 2);
          g_assert_cmpuint (record (self, 1)->length, ==, size - second);
          g_assert_cmpuint (self->report.n_cut_off, ==, 1);
        }
      g_assert_cmpint (self->report.complaint != NULL, ==, size >= second + 4);
    }
}

static void
test_submessages (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaTestMessage fields[3];

  for (guint f = 0; f < G_N_ELEMENTS (fields); f++)
    {
      const MvuaMember member = { MVUA_MEMBER_PERTURBED, (guint8) (f + 1) };
      fields[f] = mvua_test_message_defaults ();
      mvua_test_message_set_field (&fields[f], mvua_variable_by_name ("tp"), member, 6,
                                   12);
      fields[f].repeat_from = 4 - f;
      fields[f].local = f == 2 ? MVUA_DEMO_MARK : NULL;
    }
  g_autoptr (GByteArray) bytes = mvua_test_message_encode_fields (fields, 3);
  g_byte_array_append (self->bytes, bytes->data, bytes->len);
  const guint next = add_message (self, 4);
  scan (self);

  g_assert_cmpuint (self->report.n_messages, ==, 2);
  g_assert_cmpuint (self->records->len, ==, 4);
  for (guint f = 0; f < 3; f++)
    {
      assert_message (self, f, 0, f + 1);
      g_assert_cmpuint (record (self, f)->submessage, ==, f);
      g_assert_cmpuint (record (self, f)->length, ==, next);
      g_assert_cmpint (g_array_index (self->records, MvuaScanned, f).is_demo, ==, f == 2);
    }
  assert_message (self, 3, next, 4);
}

/* A length that lies costs its own message, and none of those behind it. */
static void
test_lying_length (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const guint size = add_message (self, 1) + self->bytes->len;
  const guint64 lies[] = { 20,         100,          size - 1,   size + 1,
                           size + 100, 2 * size - 1, 2 * size,   2 * size + 1,
                           3 * size,   1 << 30,      G_MAXUINT32 };

  add_message (self, 2);
  add_message (self, 3);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      const guint last = i < 3 ? 0 : 1; /* whether its field is in the list */

      mvua_test_put (self->bytes->data + 8, 8, lies[i]);
      scan (self);
      g_assert_cmpuint (self->records->len, ==, 2 + last);
      assert_message (self, last, size, 2);
      assert_message (self, last + 1, 2 * size, 3);
      g_assert_cmpuint (self->report.n_messages, ==, 2);
      g_assert_cmpuint (self->report.n_unreadable, ==, 1);
      g_assert_nonnull (self->report.complaint);
    }

  /* Of no message at all. */
  mvua_test_put (self->bytes->data + 8, 8, G_MAXUINT64);
  scan (self);
  g_assert_cmpuint (self->records->len, ==, 2);
  mvua_test_put (self->bytes->data + 8, 8, 0);
  scan (self);
  g_assert_cmpuint (self->records->len, ==, 2);
}

static void
test_edition_1 (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_message (self, 1);
  const guint second = add_message (self, 2);
  self->bytes->data[7] = 1;
  scan (self);
  g_assert_cmpuint (self->records->len, ==, 1);
  assert_message (self, 0, second, 2);
  g_assert_cmpuint (self->report.n_unreadable, ==, 1);
  g_assert_nonnull (strstr (self->report.complaint, "edition 1"));
}

/* A field that cannot be read is in the list without a variable, so that what follows
 * it in the file keeps its place. */
static void
test_unreadable_field (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_message (self, 1);
  const guint second = add_message (self, 2);
  mvua_test_put (mvua_test_section (self->bytes, 4, 0) + 7, 2, 15);
  scan (self);
  g_assert_cmpuint (self->records->len, ==, 2);
  g_assert_null (record (self, 0)->variable);
  g_assert_cmpuint (record (self, 0)->length, ==, second);
  assert_message (self, 1, second, 2);
  g_assert_cmpuint (self->report.n_messages, ==, 2);
  g_assert_cmpuint (self->report.n_unreadable, ==, 1);
  g_assert_nonnull (strstr (self->report.complaint, "offset 0 "));
}

/* Octets at random anywhere: no crash, and nothing outside the file. */
static void
test_noise (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint trial = 0; trial < 3000; trial++)
    {
      g_byte_array_set_size (self->bytes, 0);
      for (guint number = 1; number <= 4; number++)
        add_message (self, number);
      for (gint32 i = g_rand_int_range (rand, 1, 12); i > 0; i--)
        self->bytes->data[g_rand_int_range (rand, 0, (gint32) self->bytes->len)] =
            (guint8) g_rand_int_range (rand, 0, 256);
      scan (self);
      for (guint r = 0; r < self->records->len; r++)
        g_assert_cmpuint (record (self, r)->offset + record (self, r)->length, <=,
                          self->bytes->len);
    }
}

#define ADD(name, function)                                                              \
  g_test_add ("/scan/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("empty", test_empty);
  ADD ("several", test_several);
  ADD ("limits", test_limits);
  ADD ("garbage-between", test_garbage_between);
  ADD ("cut-off", test_cut_off);
  ADD ("submessages", test_submessages);
  ADD ("lying-length", test_lying_length);
  ADD ("edition-1", test_edition_1);
  ADD ("unreadable-field", test_unreadable_field);
  ADD ("noise", test_noise);
  return g_test_run ();
}
