/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-reference.h"

G_BEGIN_DECLS

/* A small GRIB 2 encoder for tests.  It knows nothing of the decoder, and it packs the
 * integers that it is given, so that every layout of bits can be made:
 *
 *   MvuaTestMessage message = mvua_test_message_defaults ();
 *   mvua_test_message_set_field (&message, mvua_variable_by_name ("t2m"), member, 3, 3);
 *   g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
 */

/* What a point can be instead of a packed value: left out by the bitmap, or missing as
 * the missing-value management of templates 5.2 and 5.3 writes it. */
#define MVUA_TEST_ABSENT G_MAXINT64
#define MVUA_TEST_PRIMARY (G_MAXINT64 - 1)
#define MVUA_TEST_SECONDARY (G_MAXINT64 - 2)

/* Bitmap indicators of section 6. */
typedef enum
{
  MVUA_TEST_BITMAP_OWN = 0,
  MVUA_TEST_BITMAP_EARLIER = 254, /* that of an earlier field of the message */
  MVUA_TEST_BITMAP_NONE = 255,
} MvuaTestBitmap;

/* A fixed surface: code table 4.5; the value is @value · 10^-@scale. */
typedef struct
{
  guint type;
  int scale;
  gint64 value; /* -1 and type 255 are both written as missing */
} MvuaTestLevel;

/**
 * MvuaTestMessage:
 * @local: (nullable): text of section 2; none if %NULL
 * @first_latitude: of the first point in the order of the message, microdegrees; the
 *   four must agree with @scanning, mvua_test_message_set_grid() sees to it
 * @has_increments: whether section 3 gives the increments
 * @scanning: flags of table 3.4: 0x80 i negative, 0x40 j positive, 0x20 consecutive in
 *   j, 0x10 alternate
 * @product_template: 0, 1, 2, 8, 11 or 12; 4.N for any other N is written like 4.0
 * @time_unit: code table 4.4; 1 is hours
 * @forecast_time: start of the window, in @time_unit; the step of an instant
 * @window_length: length of the window of 8, 11 and 12, in @window_unit
 * @window_end: end of that window in seconds from the run, or -1 for the right one
 * @ensemble_type: code table 4.6 (templates 1 and 11)
 * @derived: code table 4.7 (templates 2 and 12)
 * @statistic: code table 4.10
 * @data_template: 0, 2, 3, or 4 (32-bit IEEE floats, X as it is)
 * @reference: R; v = (X · 2^E + R) · 10^-D
 * @bits: of a value (0) or of a group's reference (2, 3)
 * @no_groups: a constant field of template 2 or 3: R alone
 * @order: of the differences of template 3, 1 or 2
 * @extra_octets: size of each of its descriptors, 1 to 8
 * @missing_management: 0, 1, 2; @bits ≤ 31 if not 0
 * @length_reference: groups have @length_reference + k · @length_increment values, k at
 *   random in @length_bits, and the last one what is left; 0 bits: all have the same
 * @longest: about how many values a group has at most
 * @width_bits: of an entry in the table of widths
 * @widest_slack: groups are up to so many bits wider than they need be
 * @bitmap: %MVUA_TEST_BITMAP_OWN leaves out the points that are %MVUA_TEST_ABSENT; with
 *   %MVUA_TEST_BITMAP_EARLIER the same points must be absent as in that field
 * @packed: (nullable): [@ni × @nj] X in the order of the message; %NULL is 0, 1, 2 …,
 *   from 0 again where @bits (at most 8) are not enough
 * @repeat_from: section with which a second or later field begins: 2, 3 or 4
 * @seed: of all that is random
 *
 * One field.  mvua_test_message_defaults() gives t2m of member 1, 3 h after
 * 2025-09-18 00Z, on a 12 × 8 grid of 1°, simply packed in 8 bits with D = 1.
 */
typedef struct
{
  guint discipline;
  guint centre;
  MvuaRun run;
  const char *local;

  guint32 ni;
  guint32 nj;
  gint32 first_latitude;
  gint32 first_longitude;
  gint32 last_latitude;
  gint32 last_longitude;
  gboolean has_increments;
  guint scanning;

  guint product_template;
  guint category;
  guint number;
  guint time_unit;
  gint32 forecast_time;
  MvuaTestLevel first;
  MvuaTestLevel second;
  guint ensemble_type;
  guint perturbation;
  guint derived;
  guint statistic;
  guint window_unit;
  guint32 window_length;
  gint64 window_end;

  guint data_template;
  float reference;
  int binary_scale;
  int decimal_scale;
  guint bits;
  gboolean no_groups;
  guint order;
  guint extra_octets;
  guint missing_management;
  guint32 length_reference;
  guint length_increment;
  guint length_bits;
  guint32 longest;
  guint width_bits;
  guint widest_slack;

  MvuaTestBitmap bitmap;
  const gint64 *packed;
  guint repeat_from;
  guint32 seed;
} MvuaTestMessage;

MvuaTestMessage mvua_test_message_defaults (void);

/**
 * mvua_test_message_set_grid:
 * @north: of the northernmost row, microdegrees; so the others
 *
 * Sets the grid and the four corners as @scanning has them.
 */
void mvua_test_message_set_grid (MvuaTestMessage *self,
                                 guint32 ni,
                                 guint32 nj,
                                 guint scanning,
                                 gint32 north,
                                 gint32 south,
                                 gint32 west,
                                 gint32 east);

/* Parameter, levels, template, member and time window, in hours, of a variable. */
void mvua_test_message_set_field (MvuaTestMessage *self,
                                  const MvuaVariable *variable,
                                  MvuaMember member,
                                  int start,
                                  int end);

/* Returns: (transfer full): one message of one field */
GByteArray *mvua_test_message_encode (const MvuaTestMessage *self);

/* Returns: (transfer full): one message of several fields; sections 0 and 1 are those
 * of the first */
GByteArray *mvua_test_message_encode_fields (const MvuaTestMessage *fields,
                                             guint n_fields);

/**
 * mvua_test_section:
 * @nth: which of the sections of that number, from 0
 *
 * Returns: (transfer none): the first octet of a section of an intact message, to be
 *   changed in place; an assertion fails if there is none
 */
guint8 *mvua_test_section (GByteArray *message, guint number, guint nth);

/* Big-endian numbers of 1 to 8 octets; negative ones as sign and magnitude. */
void mvua_test_put (guint8 *to, guint n_octets, guint64 value);
void mvua_test_put_signed (guint8 *to, guint n_octets, gint64 value);
guint64 mvua_test_get (const guint8 *from, guint n_octets);

G_END_DECLS
