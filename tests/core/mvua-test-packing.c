/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-test-packing.h"

#include <string.h>

/* A value of template 3 that the descriptors give: what is packed in its place does not
 * matter. */
#define GIVEN (G_MAXINT64 - 3)

/* Bits are written one by one: slow, and plainly right. */
typedef struct
{
  GByteArray *bytes;
  guint64 n_bits;
  GRand *rand;
} Bits;

static void
put_bits (Bits *self, guint64 value, guint width)
{
  for (guint i = width; i-- > 0; self->n_bits++)
    {
      if (self->n_bits % 8 == 0)
        g_byte_array_append (self->bytes, (const guint8 *) "", 1);
      if (value >> i & 1)
        self->bytes->data[self->bytes->len - 1] |= (guint8) (0x80 >> self->n_bits % 8);
    }
}

/* To the next whole octet, with bits that no reader may look at. */
static void
pad_bits (Bits *self)
{
  while (self->n_bits % 8 != 0)
    put_bits (self, g_rand_boolean (self->rand), 1);
}

typedef struct
{
  guint32 first;
  guint32 n;
  guint width;
  guint64 lowest; /* of the values that are not missing */
  guint64 highest;
  guint32 n_primary;
  guint32 n_secondary;
  guint64 length_entry;
} Group;

typedef struct
{
  const MvuaTestMessage *message;
  GRand *rand;
  gint64 *coded; /* [n]: values or differences, all ≥ 0, and marks */
  guint32 n;
  GArray *groups; /* of Group */
  guint64 firsts[2];
  gint64 minimum;
  guint32 width_reference;
} Packer;

static guint64
all_ones (guint bits)
{
  return bits >= 64 ? G_MAXUINT64 : ((guint64) 1 << bits) - 1;
}

static guint64
random_up_to (GRand *rand, guint64 most)
{
  const guint64 word = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);

  return most == G_MAXUINT64 ? word : word % (most + 1);
}

static gboolean
is_mark (gint64 packed)
{
  return packed >= MVUA_TEST_SECONDARY;
}

/* Replaces the values of template 3 by their differences. */
static void
take_differences (Packer *self)
{
  const MvuaTestMessage *message = self->message;
  const gint64 limit = (gint64) all_ones (8 * message->extra_octets - 1);
  guint64 before[2] = { 0, 0 }; /* the last one, and the one before */
  gint64 lowest = G_MAXINT64;
  guint n_given = 0;

  for (guint32 i = 0; i < self->n; i++)
    {
      const guint64 x = (guint64) self->coded[i];
      if (is_mark (self->coded[i]))
        continue;

      if (n_given < message->order)
        {
          g_assert_cmpuint (x, <=, all_ones (8 * message->extra_octets));
          self->firsts[n_given++] = x;
          self->coded[i] = GIVEN;
        }
      else
        {
          self->coded[i] = (gint64) (message->order == 1 ? x - before[0]
                                                         : x - 2 * before[0] + before[1]);
          lowest = MIN (lowest, self->coded[i]);
        }
      before[1] = before[0];
      before[0] = x;
    }

  /* The smallest difference may be more than the descriptor can say. */
  g_assert_cmpint (lowest, >=, -limit);
  self->minimum = MIN (lowest, limit);
  lowest = lowest == G_MAXINT64 ? 0 : lowest - self->minimum;
  for (guint32 i = 0; i < self->n; i++)
    if (self->coded[i] == GIVEN)
      self->coded[i] = lowest + g_rand_int_range (self->rand, 0, 4);
    else if (!is_mark (self->coded[i]))
      self->coded[i] -= self->minimum;
}

static void
measure (const Packer *self, Group *group)
{
  group->lowest = G_MAXUINT64;
  for (guint32 i = group->first; i < group->first + group->n; i++)
    {
      const gint64 x = self->coded[i];
      if (x == MVUA_TEST_PRIMARY)
        group->n_primary++;
      else if (x == MVUA_TEST_SECONDARY)
        group->n_secondary++;
      else
        {
          g_assert_cmpint (x, >=, 0);
          group->lowest = MIN (group->lowest, (guint64) x);
          group->highest = MAX (group->highest, (guint64) x);
        }
    }
}

static gboolean
is_all_missing (const Group *group)
{
  return group->n_primary + group->n_secondary == group->n;
}

/* The least width that can hold a group; 0 repeats its reference, which must not be
 * one of the values that stand for missing. */
static guint
needed_width (const Packer *self, const Group *group)
{
  const guint managed = self->message->missing_management;
  const guint64 ones = all_ones (self->message->bits);
  const guint32 n_missing = group->n_primary + group->n_secondary;

  if (is_all_missing (group))
    {
      const gboolean uniform = group->n_primary == 0 || group->n_secondary == 0;
      return uniform && (group->n_secondary == 0 || ones > 0) ? 0 : 1;
    }
  if (n_missing == 0 && group->lowest == group->highest && group->lowest <= ones &&
      (managed == 0 || group->lowest + managed <= ones))
    return 0;

  const guint64 range = group->highest - MIN (group->lowest, ones);
  guint width = 1;
  while (all_ones (width) < range + managed)
    width++;
  return width;
}

static void
split (Packer *self)
{
  const MvuaTestMessage *message = self->message;
  const guint64 most_k = MIN (all_ones (message->length_bits),
                              message->longest > message->length_reference
                                  ? (message->longest - message->length_reference) /
                                        MAX (message->length_increment, 1)
                                  : 0);

  for (guint32 done = 0; done < self->n;)
    {
      const guint64 k = random_up_to (self->rand, most_k);
      const guint64 length = message->length_reference + k * message->length_increment;
      const gboolean last = length >= self->n - done || self->groups->len + 1 >= self->n;
      Group group = { .first = done,
                      .n = last ? self->n - done : (guint32) length,
                      .length_entry = k };

      measure (self, &group);
      g_array_append_val (self->groups, group);
      done += group.n;
    }
}

/* Widths are needed ones, some slack, and what the table of widths can say. */
static void
choose_widths (Packer *self)
{
  const MvuaTestMessage *message = self->message;
  const guint most = message->missing_management > 0 ? 31 : 32;
  guint widest = 0;
  guint narrowest = 32;

  for (guint g = 0; g < self->groups->len; g++)
    {
      Group *group = &g_array_index (self->groups, Group, g);
      const guint needed = needed_width (self, group);
      const guint slack = (guint) random_up_to (self->rand, message->widest_slack);

      g_assert_cmpuint (needed, <=, most);
      group->width = g_rand_boolean (self->rand) ? needed : MIN (needed + slack, most);
      widest = MAX (widest, group->width);
      narrowest = MIN (narrowest, group->width);
    }

  const guint64 span = all_ones (message->width_bits);
  const guint least = widest > span ? (guint) (widest - span) : 0;
  self->width_reference =
      MAX (least, (guint32) random_up_to (self->rand, MIN (narrowest, widest)));
  for (guint g = 0; g < self->groups->len; g++)
    {
      Group *group = &g_array_index (self->groups, Group, g);
      group->width = MAX (group->width, self->width_reference);
    }
}

static guint64
choose_reference (const Packer *self, const Group *group)
{
  const guint managed = self->message->missing_management;
  const guint64 ones = all_ones (self->message->bits);

  if (is_all_missing (group))
    return group->width > 0 ? random_up_to (self->rand, ones)
                            : ones - (group->n_secondary > 0);
  if (group->width == 0)
    return group->lowest;

  const guint64 most = MIN (group->lowest, ones);
  const guint64 room = all_ones (group->width) - managed;
  const guint64 least = group->highest > room ? group->highest - room : 0;
  g_assert_cmpuint (least, <=, most);
  return least + random_up_to (self->rand, most - least);
}

static void
write_group (const Packer *self, const Group *group, guint64 reference, Bits *values)
{
  for (guint32 i = group->first; i < group->first + group->n; i++)
    if (self->coded[i] == MVUA_TEST_PRIMARY)
      put_bits (values, all_ones (group->width), group->width);
    else if (self->coded[i] == MVUA_TEST_SECONDARY)
      put_bits (values, all_ones (group->width) - 1, group->width);
    else
      put_bits (values, (guint64) self->coded[i] - reference, group->width);
}

static void
write_groups (const Packer *self, GByteArray *section_7)
{
  const MvuaTestMessage *message = self->message;
  Bits bits = { section_7, 0, self->rand };
  g_autofree guint64 *references = g_new (guint64, self->groups->len);

  for (guint g = 0; g < self->groups->len; g++)
    {
      references[g] = choose_reference (self, &g_array_index (self->groups, Group, g));
      put_bits (&bits, references[g], message->bits);
    }
  pad_bits (&bits);
  for (guint g = 0; g < self->groups->len; g++)
    put_bits (&bits, g_array_index (self->groups, Group, g).width - self->width_reference,
              message->width_bits);
  pad_bits (&bits);
  for (guint g = 0; g < self->groups->len; g++)
    put_bits (&bits, g_array_index (self->groups, Group, g).length_entry,
              message->length_bits);
  pad_bits (&bits);
  for (guint g = 0; g < self->groups->len; g++)
    write_group (self, &g_array_index (self->groups, Group, g), references[g], &bits);
  pad_bits (&bits);
}

static void
write_descriptors (const Packer *self, GByteArray *section_7)
{
  const guint size = self->message->extra_octets;
  guint8 octets[8];

  for (guint i = 0; i < self->message->order; i++)
    {
      mvua_test_put (octets, size, self->firsts[i]);
      g_byte_array_append (section_7, octets, size);
    }
  mvua_test_put_signed (octets, size, self->minimum);
  g_byte_array_append (section_7, octets, size);
}

/* What templates 2 and 3 have behind those of template 0. */
static void
describe_groups (const Packer *self, guint8 *section)
{
  const MvuaTestMessage *message = self->message;
  const guint n = self->groups->len;

  section[21] = 1;
  section[22] = (guint8) message->missing_management;
  memset (section + 23, 0xff, 8);
  mvua_test_put (section + 31, 4, n);
  section[35] = (guint8) self->width_reference;
  section[36] = (guint8) message->width_bits;
  mvua_test_put (section + 37, 4, message->length_reference);
  section[41] = (guint8) message->length_increment;
  mvua_test_put (section + 42, 4,
                 n > 0 ? g_array_index (self->groups, Group, n - 1).n : 0);
  section[46] = (guint8) message->length_bits;
  if (message->data_template == 3)
    {
      section[47] = (guint8) message->order;
      section[48] = (guint8) message->extra_octets;
    }
}

static void
pack_groups (Packer *self, guint8 *section_5, GByteArray *section_7)
{
  if (self->message->data_template == 3)
    {
      take_differences (self);
      write_descriptors (self, section_7);
    }
  split (self);
  choose_widths (self);
  describe_groups (self, section_5);
  write_groups (self, section_7);
}

static void
pack_simply (const Packer *self, GByteArray *section_7)
{
  Bits bits = { section_7, 0, self->rand };

  for (guint32 i = 0; i < self->n; i++)
    {
      g_assert_cmpuint ((guint64) self->coded[i], <=, all_ones (self->message->bits));
      put_bits (&bits, (guint64) self->coded[i], self->message->bits);
    }
  pad_bits (&bits);
}

static void
pack_ieee (const Packer *self, GByteArray *section_7)
{
  for (guint32 i = 0; i < self->n; i++)
    {
      const float value = (float) self->coded[i];
      guint32 word;
      guint8 octets[4];

      memcpy (&word, &value, sizeof word);
      mvua_test_put (octets, 4, word);
      g_byte_array_append (section_7, octets, 4);
    }
}

void
mvua_test_pack (const MvuaTestMessage *message,
                const gint64 *packed,
                guint32 n,
                GByteArray *section_5,
                GByteArray *section_7)
{
  static const guint sizes[] = { 21, 0, 47, 49, 12 };
  static const guint8 header[49] = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (message->seed);
  g_autoptr (GArray) groups = g_array_new (FALSE, TRUE, sizeof (Group));
  g_autofree gint64 *coded = g_memdup2 (packed, MAX (n, 1) * sizeof *packed);
  Packer packer = { message, rand, coded, n, groups, { 0, 0 }, 0, 0 };
  guint32 reference;

  g_byte_array_append (section_5, header, sizes[message->data_template]);
  guint8 *section = section_5->data;
  mvua_test_put (section, 4, section_5->len);
  section[4] = 5;
  mvua_test_put (section + 5, 4, n);
  mvua_test_put (section + 9, 2, message->data_template);
  section[11] = message->data_template == 4;
  if (message->data_template != 4)
    {
      memcpy (&reference, &message->reference, sizeof reference);
      mvua_test_put (section + 11, 4, reference);
      mvua_test_put_signed (section + 15, 2, message->binary_scale);
      mvua_test_put_signed (section + 17, 2, message->decimal_scale);
      section[19] = (guint8) message->bits;
    }

  g_byte_array_append (section_7, header, 5);
  if (message->data_template == 0)
    pack_simply (&packer, section_7);
  else if (message->data_template == 4)
    pack_ieee (&packer, section_7);
  else if (message->no_groups)
    describe_groups (&packer, section);
  else
    pack_groups (&packer, section, section_7);
  mvua_test_put (section_7->data, 4, section_7->len);
  section_7->data[4] = 7;
}
