/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-test-encoder.h"

#include "mvua-test-packing.h"

#include <string.h>

#define MISSING 0xffffffffu

void
mvua_test_put (guint8 *to, guint n_octets, guint64 value)
{
  for (guint i = n_octets; i-- > 0; value >>= 8)
    to[i] = (guint8) value;
}

void
mvua_test_put_signed (guint8 *to, guint n_octets, gint64 value)
{
  mvua_test_put (to, n_octets, value < 0 ? -(guint64) value : (guint64) value);
  if (value < 0)
    to[0] |= 0x80;
}

guint64
mvua_test_get (const guint8 *from, guint n_octets)
{
  guint64 value = 0;

  for (guint i = 0; i < n_octets; i++)
    value = value << 8 | from[i];
  return value;
}

MvuaTestMessage
mvua_test_message_defaults (void)
{
  MvuaTestMessage self = {
    .centre = 7,
    .run = mvua_run_from_digits ("20250918", "00"),
    .has_increments = TRUE,
    .time_unit = 1,
    .window_unit = 1,
    .window_end = -1,
    .decimal_scale = 1,
    .bits = 8,
    .order = 2,
    .extra_octets = 4,
    .length_reference = 1,
    .length_increment = 1,
    .length_bits = 4,
    .longest = 16,
    .width_bits = 5,
    .bitmap = MVUA_TEST_BITMAP_NONE,
    .repeat_from = 4,
    .seed = 1,
  };
  const MvuaMember member = { MVUA_MEMBER_PERTURBED, 1 };

  mvua_test_message_set_grid (&self, 12, 8, 0, 10000000, 3000000, 30000000, 41000000);
  mvua_test_message_set_field (&self, mvua_variable_by_name ("t2m"), member, 3, 3);
  return self;
}

void
mvua_test_message_set_grid (MvuaTestMessage *self,
                            guint32 ni,
                            guint32 nj,
                            guint scanning,
                            gint32 north,
                            gint32 south,
                            gint32 west,
                            gint32 east)
{
  const gboolean westward = (scanning & 0x80) != 0;
  const gboolean northward = (scanning & 0x40) != 0;

  self->ni = ni;
  self->nj = nj;
  self->scanning = scanning;
  self->first_latitude = northward ? south : north;
  self->last_latitude = northward ? north : south;
  self->first_longitude = westward ? east : west;
  self->last_longitude = westward ? west : east;
}

static MvuaTestLevel
test_level (const MvuaLevel *level)
{
  if (level->type == 255)
    return (MvuaTestLevel){ 255, 0, -1 };
  if (level->value % 1000 == 0)
    return (MvuaTestLevel){ level->type, 0, level->value / 1000 };
  return (MvuaTestLevel){ level->type, 3, level->value };
}

void
mvua_test_message_set_field (MvuaTestMessage *self,
                             const MvuaVariable *variable,
                             MvuaMember member,
                             int start,
                             int end)
{
  /* Ensemble forecasts have templates 1 and 11, derived ones 2 and 12. */
  static const guint plain[] = {
    [MVUA_MEMBER_DETERMINISTIC] = 0, [MVUA_MEMBER_CONTROL] = 1,
    [MVUA_MEMBER_PERTURBED] = 1,     [MVUA_MEMBER_MEAN] = 2,
    [MVUA_MEMBER_SPREAD] = 2,
  };
  static const guint over_time[] = { 8, 11, 12 };
  const gboolean instant = variable->kind == MVUA_KIND_INSTANT;

  self->discipline = variable->discipline;
  self->category = variable->category;
  self->number = variable->number;
  self->first = test_level (&variable->first);
  self->second = test_level (&variable->second);
  self->product_template = instant ? plain[member.kind] : over_time[plain[member.kind]];
  self->ensemble_type = member.kind == MVUA_MEMBER_CONTROL ? 1 : 3;
  self->perturbation = member.number;
  self->derived = member.kind == MVUA_MEMBER_SPREAD ? 4 : 0;
  self->statistic = instant ? 0 : variable->kind;
  self->time_unit = self->window_unit = 1;
  self->forecast_time = instant ? end : start;
  self->window_length = (guint32) (end - start);
  self->window_end = -1;
}

/* Appends a section of zeros.  Returns: its first octet */
static guint8 *
add_section (GByteArray *message, guint32 size, guint number)
{
  const guint at = message->len;

  g_byte_array_set_size (message, at + size);
  memset (message->data + at, 0, size);
  mvua_test_put (message->data + at, 4, size);
  message->data[at + 4] = (guint8) number;
  return message->data + at;
}

static void
put_time (guint8 *to, MvuaRun run)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (run);

  g_assert_nonnull (time);
  mvua_test_put (to, 2, (guint64) g_date_time_get_year (time));
  to[2] = (guint8) g_date_time_get_month (time);
  to[3] = (guint8) g_date_time_get_day_of_month (time);
  to[4] = (guint8) g_date_time_get_hour (time);
  to[5] = (guint8) g_date_time_get_minute (time);
  to[6] = (guint8) g_date_time_get_second (time);
}

static void
add_origin (GByteArray *message, const MvuaTestMessage *self)
{
  guint8 *section = add_section (message, 21, 1);

  mvua_test_put (section + 5, 2, self->centre);
  section[9] = 2;
  section[10] = 1;
  section[11] = 1;
  put_time (section + 12, self->run);
  section[20] = self->product_template == 0 || self->product_template == 8 ? 1 : 5;
}

static void
add_local (GByteArray *message, const MvuaTestMessage *self)
{
  const gsize n = strlen (self->local);

  memcpy (add_section (message, 5 + (guint32) n, 2) + 5, self->local, n);
}

/* Microdegrees between neighbours, or missing. */
static guint32
increment (gint64 first, gint64 last, guint32 n, gboolean is_longitude)
{
  gint64 width = ABS (last - first);

  if (n < 2)
    return MISSING;
  if (is_longitude)
    width = (last - first + 2 * G_GINT64_CONSTANT (360000000)) % 360000000;
  if (is_longitude && width == 0)
    width = 360000000;
  return (guint32) ((width + (n - 1) / 2) / (n - 1));
}

static void
add_grid (GByteArray *message, const MvuaTestMessage *self)
{
  guint8 *section = add_section (message, 72, 3);
  const gboolean westward = (self->scanning & 0x80) != 0;
  const gint32 west = westward ? self->last_longitude : self->first_longitude;
  const gint32 east = westward ? self->first_longitude : self->last_longitude;

  mvua_test_put (section + 6, 4, (guint64) self->ni * self->nj);
  section[14] = 6;
  memset (section + 15, 0xff, 15);
  mvua_test_put (section + 30, 4, self->ni);
  mvua_test_put (section + 34, 4, self->nj);
  mvua_test_put (section + 42, 4, MISSING);
  mvua_test_put_signed (section + 46, 4, self->first_latitude);
  mvua_test_put_signed (section + 50, 4, self->first_longitude);
  section[54] = self->has_increments ? 0x30 : 0;
  mvua_test_put_signed (section + 55, 4, self->last_latitude);
  mvua_test_put_signed (section + 59, 4, self->last_longitude);
  memset (section + 63, 0xff, 8);
  if (self->has_increments)
    {
      mvua_test_put (section + 63, 4, increment (west, east, self->ni, TRUE));
      mvua_test_put (
          section + 67, 4,
          increment (self->first_latitude, self->last_latitude, self->nj, FALSE));
    }
  section[71] = (guint8) self->scanning;
}

static void
put_level (guint8 *to, const MvuaTestLevel *level)
{
  memset (to, 0xff, 6);
  to[0] = (guint8) level->type;
  if (level->type == 255 || level->value == -1)
    return;
  mvua_test_put_signed (to + 1, 1, level->scale);
  mvua_test_put_signed (to + 2, 4, level->value);
}

static gint64
unit_seconds (guint unit)
{
  static const gint64 seconds[] = {
    [0] = 60,        [1] = 3600,       [2] = 86400, [10] = 3 * 3600,
    [11] = 6 * 3600, [12] = 12 * 3600, [13] = 1
  };

  return unit < G_N_ELEMENTS (seconds) ? seconds[unit] : 0;
}

static void
put_window (guint8 *to, const MvuaTestMessage *self)
{
  const gint64 end = self->window_end >= 0
                         ? self->window_end
                         : self->forecast_time * unit_seconds (self->time_unit) +
                               self->window_length * unit_seconds (self->window_unit);

  put_time (to, self->run + end);
  to[7] = 1;
  to[12] = (guint8) self->statistic;
  to[13] = 2;
  to[14] = (guint8) self->window_unit;
  mvua_test_put (to + 15, 4, self->window_length);
  to[19] = 255;
}

static void
add_product (GByteArray *message, const MvuaTestMessage *self)
{
  const guint number = self->product_template;
  const gboolean has_member = number == 1 || number == 11;
  const gboolean is_derived = number == 2 || number == 12;
  const gboolean has_window = number == 8 || number == 11 || number == 12;
  const guint32 ensemble_size = has_member ? 3 : is_derived ? 2 : 0;
  guint8 *section = add_section (message, 34 + ensemble_size + (has_window ? 24 : 0), 4);

  mvua_test_put (section + 7, 2, number);
  section[9] = (guint8) self->category;
  section[10] = (guint8) self->number;
  section[11] = 2;
  section[13] = 107;
  section[17] = (guint8) self->time_unit;
  mvua_test_put_signed (section + 18, 4, self->forecast_time);
  put_level (section + 22, &self->first);
  put_level (section + 28, &self->second);
  if (has_member)
    {
      section[34] = (guint8) self->ensemble_type;
      section[35] = (guint8) self->perturbation;
      section[36] = 30;
    }
  if (is_derived)
    {
      section[34] = (guint8) self->derived;
      section[35] = 30;
    }
  if (has_window)
    put_window (section + 34 + ensemble_size, self);
}

static void
add_bitmap (GByteArray *message, const MvuaTestMessage *self, const gint64 *packed)
{
  const guint32 n = self->ni * self->nj;
  const gboolean own = self->bitmap == MVUA_TEST_BITMAP_OWN;
  guint8 *section = add_section (message, own ? 6 + (n + 7) / 8 : 6, 6);

  section[5] = (guint8) self->bitmap;
  for (guint32 i = 0; own && i < n; i++)
    if (packed[i] != MVUA_TEST_ABSENT)
      section[6 + i / 8] |= (guint8) (0x80 >> i % 8);
}

/* X of all points; the caller frees it. */
static gint64 *
all_packed (const MvuaTestMessage *self)
{
  const guint32 n = self->ni * self->nj;
  const guint bits = self->data_template == 4 ? 8 : MIN (self->bits, 8);

  if (self->packed != NULL)
    return g_memdup2 (self->packed, n * sizeof (gint64));

  gint64 *packed = g_new (gint64, n);
  for (guint32 i = 0; i < n; i++)
    packed[i] = i & ((1u << bits) - 1);
  return packed;
}

static void
add_field (GByteArray *message, const MvuaTestMessage *self, guint first_section)
{
  const guint32 n = self->ni * self->nj;
  g_autofree gint64 *packed = all_packed (self);
  g_autofree gint64 *present = g_new (gint64, MAX (n, 1));
  g_autoptr (GByteArray) section_5 = g_byte_array_new ();
  g_autoptr (GByteArray) section_7 = g_byte_array_new ();
  guint32 n_present = 0;

  for (guint32 i = 0; i < n; i++)
    if (packed[i] != MVUA_TEST_ABSENT)
      present[n_present++] = packed[i];
  g_assert_true (n_present == n || self->bitmap != MVUA_TEST_BITMAP_NONE);

  if (first_section <= 2 && self->local != NULL)
    add_local (message, self);
  if (first_section <= 3)
    add_grid (message, self);
  add_product (message, self);
  mvua_test_pack (self, present, n_present, section_5, section_7);
  g_byte_array_append (message, section_5->data, section_5->len);
  add_bitmap (message, self, packed);
  g_byte_array_append (message, section_7->data, section_7->len);
}

GByteArray *
mvua_test_message_encode_fields (const MvuaTestMessage *fields, guint n_fields)
{
  GByteArray *message = g_byte_array_new ();
  guint8 start[16] = { 'G', 'R', 'I', 'B', 0, 0, 0, 2 };

  start[6] = (guint8) fields[0].discipline;
  g_byte_array_append (message, start, sizeof start);
  add_origin (message, &fields[0]);
  for (guint f = 0; f < n_fields; f++)
    add_field (message, &fields[f], f == 0 ? 2 : fields[f].repeat_from);
  g_byte_array_append (message, (const guint8 *) "7777", 4);
  mvua_test_put (message->data + 8, 8, message->len);
  return message;
}

GByteArray *
mvua_test_message_encode (const MvuaTestMessage *self)
{
  return mvua_test_message_encode_fields (self, 1);
}

guint8 *
mvua_test_section (GByteArray *message, guint number, guint nth)
{
  for (guint at = 16; at + 5 < message->len;
       at += (guint) mvua_test_get (message->data + at, 4))
    if (message->data[at + 4] == number && nth-- == 0)
      return message->data + at;
  g_assert_not_reached ();
}
