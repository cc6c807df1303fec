/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-test-generator.h"

/* The ways to pack: simple; groups of each kind; and the same without groups. */
enum
{
  SIMPLE = 0x01,
  COMPLEX = 0x02,
  ORDER_1 = 0x04,
  ORDER_2 = 0x08,
  COMPLEX_CONSTANT = 0x10,
  ORDER_1_CONSTANT = 0x20,
  ORDER_2_CONSTANT = 0x40,

  N_MODES = 7,
  GROUPS = COMPLEX | ORDER_1 | ORDER_2,
  CONSTANT = COMPLEX_CONSTANT | ORDER_1_CONSTANT | ORDER_2_CONSTANT,
  DIFFERENCES = ORDER_1 | ORDER_2 | ORDER_1_CONSTANT | ORDER_2_CONSTANT,
  ALL = SIMPLE | GROUPS | CONSTANT,
};

enum
{
  TEMPLATE,
  SCANNING,
  SHAPE,
  BITS,
  MISSING,
  BITMAP,
  BINARY,
  DECIMAL,
  REFERENCE,
  LENGTHS,
  WIDTH_TABLE,
  SPREAD,
  EXTRA,
  PRODUCT,
  LOCAL,
  CENTRE,
  N_OPTIONS
};

G_STATIC_ASSERT (N_OPTIONS <= MVUA_TEST_MAX_OPTIONS);

/* clang-format off */
static const MvuaTestChoice templates[] = {
  { "5.0", SIMPLE },
  { "5.2", COMPLEX | COMPLEX_CONSTANT },
  { "5.3 order 1", ORDER_1 | ORDER_1_CONSTANT },
  { "5.3 order 2", ORDER_2 | ORDER_2_CONSTANT },
};
static const MvuaTestChoice scannings[] = {
  { "00", ALL }, { "10", ALL }, { "20", ALL }, { "30", ALL },
  { "40", ALL }, { "50", ALL }, { "60", ALL }, { "70", ALL },
  { "80", ALL }, { "90", ALL }, { "a0", ALL }, { "b0", ALL },
  { "c0", ALL }, { "d0", ALL }, { "e0", ALL }, { "f0", ALL },
};
static const MvuaTestChoice shapes[] = {
  { "n x m", ALL }, { "1 x n", ALL }, { "n x 1", ALL },
};
static const MvuaTestChoice bits[] = {
  { "0", ALL }, { "1-7", ALL }, { "8", ALL }, { "9-15", ALL }, { "16", ALL },
  { "17-30", ALL }, { "31-32", ALL },
};
static const MvuaTestChoice missings[] = {
  { "none", ALL }, { "1", GROUPS | CONSTANT }, { "2", GROUPS | CONSTANT },
};
static const MvuaTestChoice bitmaps[] = {
  { "none", ALL }, { "own", ALL }, { "earlier field's", ALL },
};
static const MvuaTestChoice signs[] = { { "<0", ALL }, { "0", ALL }, { ">0", ALL } };
static const MvuaTestChoice references[] = {
  { "0", ALL }, { "whole", ALL }, { "fraction", ALL }, { "any float", ALL },
};
static const MvuaTestChoice lengths[] = {
  { "-", SIMPLE }, { "no groups", CONSTANT }, { "fixed", GROUPS },
  { "random", GROUPS }, { "scaled", GROUPS }, { "some empty", GROUPS },
};
static const MvuaTestChoice width_tables[] = {
  { "-", SIMPLE | CONSTANT }, { "0", GROUPS }, { "1-8", GROUPS },
  { "9-31", GROUPS }, { "32", GROUPS },
};
static const MvuaTestChoice spreads[] = {
  { "-", SIMPLE | CONSTANT }, { "0", GROUPS }, { "1-7", GROUPS },
  { "8-16", GROUPS }, { "17-32", GROUPS },
};
static const MvuaTestChoice extras[] = {
  { "-", SIMPLE | COMPLEX | COMPLEX_CONSTANT },
  { "1", DIFFERENCES }, { "2", DIFFERENCES }, { "3", DIFFERENCES },
  { "4", DIFFERENCES }, { "5", DIFFERENCES }, { "6", DIFFERENCES },
  { "7", DIFFERENCES }, { "8", DIFFERENCES },
};
static const MvuaTestChoice products[] = {
  { "4.0", ALL }, { "4.1", ALL }, { "4.2", ALL },
  { "4.8", ALL }, { "4.11", ALL }, { "4.12", ALL },
};
static const MvuaTestChoice locals[] = { { "none", ALL }, { "text", ALL } };
static const MvuaTestChoice centres[] = { { "7", ALL }, { "161", ALL } };
/* clang-format on */

#define OPTION(name, choices)                                                            \
  {                                                                                      \
    name, G_N_ELEMENTS (choices), choices                                                \
  }

static const MvuaTestOption options[N_OPTIONS] = {
  [TEMPLATE] = OPTION ("template", templates),
  [SCANNING] = OPTION ("scanning", scannings),
  [SHAPE] = OPTION ("shape", shapes),
  [BITS] = OPTION ("bits", bits),
  [MISSING] = OPTION ("missing", missings),
  [BITMAP] = OPTION ("bitmap", bitmaps),
  [BINARY] = OPTION ("E", signs),
  [DECIMAL] = OPTION ("D", signs),
  [REFERENCE] = OPTION ("R", references),
  [LENGTHS] = OPTION ("group lengths", lengths),
  [WIDTH_TABLE] = OPTION ("bits of widths", width_tables),
  [SPREAD] = OPTION ("bits of spread", spreads),
  [EXTRA] = OPTION ("descriptor octets", extras),
  [PRODUCT] = OPTION ("product", products),
  [LOCAL] = OPTION ("local section", locals),
  [CENTRE] = OPTION ("centre", centres),
};

const MvuaTestOption *
mvua_test_options (guint *n_options)
{
  *n_options = N_OPTIONS;
  return options;
}

static guint
one_of (GRand *rand, guint first, guint last)
{
  return (guint) g_rand_int_range (rand, (gint32) first, (gint32) last + 1);
}

static guint64
up_to (GRand *rand, guint64 most)
{
  const guint64 word = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);

  return most == G_MAXUINT64 ? word : word % (most + 1);
}

static guint64
all_ones (guint width)
{
  return ((guint64) 1 << width) - 1;
}

static void
choose (MvuaTestDraw *draw, GRand *rand)
{
  /* Constant fields are simple: one message in nine is enough. */
  const guint mode = one_of (rand, 0, 8) == 0 ? 1u << one_of (rand, 4, N_MODES - 1)
                                              : 1u << one_of (rand, 0, 3);

  for (guint o = 0; o < N_OPTIONS; o++)
    do
      draw->choices[o] = one_of (rand, 0, options[o].n_choices - 1);
    while ((options[o].choices[draw->choices[o]].modes & mode) == 0);
}

static void
set_grid (MvuaTestDraw *draw, MvuaTestMessage *message, GRand *rand)
{
  const guint32 ni = draw->choices[SHAPE] == 1 ? 1 : one_of (rand, 1, 20);
  const guint32 nj = draw->choices[SHAPE] == 2 ? 1 : one_of (rand, 1, 20);
  const gint32 north = g_rand_int_range (rand, -60, 91) * 1000000;
  const gint32 west = g_rand_int_range (rand, 0, 360) * 1000000;
  const gboolean global = ni > 1 && g_rand_boolean (rand);
  const gint32 step = global ? (gint32) (360000000 / ni) : 1250000;
  const gint32 width =
      global ? (gint32) (360000000LL * (ni - 1) / ni) : step * (gint32) (ni - 1);

  mvua_test_message_set_grid (message, ni, nj, draw->choices[SCANNING] << 4, north,
                              north - (gint32) (nj - 1) * 1500000, west,
                              (west + width) % 360000000);
  message->has_increments = g_rand_boolean (rand);
  draw->wraps = global;
}

static void
set_product (const MvuaTestDraw *draw, MvuaTestMessage *message, GRand *rand)
{
  static const guint templates_of[] = { 0, 1, 2, 8, 11, 12 };

  /* A parameter that no table has, so that any template may carry it. */
  message->category = 191;
  message->product_template = templates_of[draw->choices[PRODUCT]];
  message->ensemble_type = 3;
  message->perturbation = one_of (rand, 1, 30);
  message->statistic = 1;
  message->forecast_time = (gint32) one_of (rand, 0, 240);
  message->window_length = one_of (rand, 1, 24);
  message->local = draw->choices[LOCAL] ? "a local section" : NULL;
  message->centre = draw->choices[CENTRE] ? 161 : 7;
}

static int
scale_of (guint sign, GRand *rand, guint most)
{
  return ((int) sign - 1) * (int) one_of (rand, 1, most);
}

static float
any_reference (const MvuaTestDraw *draw, GRand *rand)
{
  switch (draw->choices[REFERENCE])
    {
    case 0:
      return 0;
    case 1:
      return (float) g_rand_int_range (rand, -100000, 100000);
    case 2:
      return (float) g_rand_double_range (rand, -500, 500);
    default:
      return (float) (g_rand_double_range (rand, -1, 1) *
                      (g_rand_boolean (rand) ? 1e30 : 1e-30));
    }
}

static void
set_groups (const MvuaTestDraw *draw, MvuaTestMessage *message, GRand *rand)
{
  const guint lengths_of = draw->choices[LENGTHS];

  message->no_groups = lengths_of == 1;
  message->longest = one_of (rand, 1, 40);
  message->length_bits = lengths_of == 2 ? 0 : one_of (rand, 1, 32);
  message->length_increment = lengths_of == 4 ? one_of (rand, 2, 9) : 1;
  message->length_reference = lengths_of == 5 ? 0 : one_of (rand, 1, 30);
  message->width_bits = (guint[]){ 0, 0, one_of (rand, 1, 8), one_of (rand, 9, 31),
                                   32 }[draw->choices[WIDTH_TABLE]];
  message->widest_slack = one_of (rand, 0, 3) == 0 ? 32 : one_of (rand, 0, 3);
}

static void
set_packing (const MvuaTestDraw *draw, MvuaTestMessage *message, GRand *rand)
{
  static const guint templates_of[] = { 0, 2, 3, 3 };
  static const guint least[] = { 0, 1, 8, 9, 16, 17, 31 };
  static const guint most[] = { 0, 7, 8, 15, 16, 30, 32 };

  message->data_template = templates_of[draw->choices[TEMPLATE]];
  message->order = draw->choices[TEMPLATE] == 2 ? 1 : 2;
  message->extra_octets = MAX (draw->choices[EXTRA], 1);
  message->missing_management = draw->choices[MISSING];
  message->bits = one_of (rand, least[draw->choices[BITS]], most[draw->choices[BITS]]);
  if (message->missing_management > 0)
    message->bits = MIN (message->bits, 31);
  message->binary_scale = scale_of (draw->choices[BINARY], rand, 20);
  message->decimal_scale = scale_of (draw->choices[DECIMAL], rand, 9);
  message->reference = any_reference (draw, rand);
  message->seed = g_rand_int (rand);
  set_groups (draw, message, rand);
}

/* Runs of marks, since whole groups and whole lines without a value are what goes
 * wrong. */
static void
mark (gint64 *packed, guint32 n, gint64 mark, GRand *rand)
{
  const double begin = (double[]){ 0.02, 0.1, 0.5, 0.99 }[one_of (rand, 0, 3)];
  const double end = (double[]){ 0.02, 0.2, 0.5, 1 }[one_of (rand, 0, 3)];
  gboolean marking = g_rand_boolean (rand);

  for (guint32 i = 0; i < n; i++)
    {
      if (g_rand_double (rand) < (marking ? end : begin))
        marking = !marking;
      if (marking)
        packed[i] = mark;
    }
}

/* Numbers of at most @spread bits upon a base that is one throughout, or changes. */
static void
fill_numbers (const MvuaTestMessage *message, guint spread, gint64 *numbers, GRand *rand)
{
  const guint managed = message->missing_management;
  const guint64 most_of_all = all_ones (managed > 0 ? 31 : 32) - managed;
  const guint64 most = spread == 0 ? 0 : MIN (all_ones (spread), most_of_all);
  const gboolean steady = g_rand_boolean (rand);
  guint64 base = up_to (rand, all_ones (message->bits));

  for (guint32 i = 0; i < message->ni * message->nj; i++)
    {
      const guint64 number = base + up_to (rand, most);

      numbers[i] = (gint64) (steady ? number : MIN (number, most_of_all));
      if (!steady && one_of (rand, 0, 15) == 0)
        base = up_to (rand, all_ones (one_of (rand, 0, message->bits)));
    }
}

/* Makes the numbers, less something, the differences of the packed values. */
static void
add_up (const MvuaTestMessage *message, gint64 *packed, GRand *rand)
{
  const guint size = 8 * message->extra_octets;
  const gint64 limit = (gint64) all_ones (MIN (size - 1, 34));
  const gint64 shift = (gint64) up_to (rand, 2 * (guint64) limit) - limit;
  gint64 before[2] = { 0, 0 };
  guint n_given = 0;

  for (guint32 i = 0; i < message->ni * message->nj; i++)
    {
      if (packed[i] >= MVUA_TEST_SECONDARY)
        continue;
      if (n_given++ < message->order)
        packed[i] = (gint64) up_to (rand, all_ones (MIN (size, 40)));
      else
        packed[i] +=
            shift + before[0] + (message->order == 2 ? before[0] - before[1] : 0);
      before[1] = before[0];
      before[0] = packed[i];
    }
}

static void
set_values (MvuaTestDraw *draw, MvuaTestMessage *message, GRand *rand)
{
  static const guint least[] = { 0, 0, 1, 8, 17 };
  static const guint most[] = { 0, 0, 7, 16, 32 };
  const guint32 n = message->ni * message->nj;
  const guint spread =
      one_of (rand, least[draw->choices[SPREAD]], most[draw->choices[SPREAD]]);

  draw->packed = g_new0 (gint64, n);
  if (message->data_template == 0)
    for (guint32 i = 0; i < n; i++)
      draw->packed[i] = (gint64) up_to (rand, all_ones (message->bits));
  else
    fill_numbers (message, spread, draw->packed, rand);
  if (message->missing_management > 0 && !message->no_groups)
    mark (draw->packed, n, MVUA_TEST_PRIMARY, rand);
  if (message->missing_management > 1 && !message->no_groups)
    mark (draw->packed, n, MVUA_TEST_SECONDARY, rand);
  if (draw->choices[BITMAP] > 0)
    mark (draw->packed, n, MVUA_TEST_ABSENT, rand);
  if (message->data_template == 3)
    add_up (message, draw->packed, rand);
  message->packed = draw->packed;
}

void
mvua_test_draw (MvuaTestDraw *draw, GRand *rand)
{
  MvuaTestMessage message = mvua_test_message_defaults ();

  *draw = (MvuaTestDraw){ .n_fields = 1 };
  choose (draw, rand);
  set_grid (draw, &message, rand);
  set_product (draw, &message, rand);
  set_packing (draw, &message, rand);
  set_values (draw, &message, rand);
  if (draw->choices[BITMAP] > 0)
    message.bitmap = MVUA_TEST_BITMAP_OWN;
  draw->alone = draw->fields[0] = message;
  if (draw->choices[BITMAP] != 2)
    return;

  const guint32 n = message.ni * message.nj;
  draw->n_fields = 2;
  draw->earlier = g_new0 (gint64, n);
  for (guint32 i = 0; i < n; i++)
    draw->earlier[i] = draw->packed[i] == MVUA_TEST_ABSENT ? MVUA_TEST_ABSENT : i % 8;
  draw->fields[0].data_template = 0;
  draw->fields[0].bits = 3;
  draw->fields[0].packed = draw->earlier;
  draw->fields[1] = message;
  draw->fields[1].bitmap = MVUA_TEST_BITMAP_EARLIER;
  draw->fields[1].repeat_from = one_of (rand, 2, 4);
}

void
mvua_test_draw_clear (MvuaTestDraw *draw)
{
  g_clear_pointer (&draw->packed, g_free);
  g_clear_pointer (&draw->earlier, g_free);
}

char *
mvua_test_draw_describe (const MvuaTestDraw *draw)
{
  GString *text = g_string_new (NULL);

  for (guint o = 0; o < N_OPTIONS; o++)
    g_string_append_printf (text, "%s%s %s", o > 0 ? ", " : "", options[o].name,
                            options[o].choices[draw->choices[o]].name);
  g_string_append_printf (text, "; %u x %u points, bits %u, E %d, D %d, R %.9g, seed %u",
                          draw->alone.ni, draw->alone.nj, draw->alone.bits,
                          draw->alone.binary_scale, draw->alone.decimal_scale,
                          (double) draw->alone.reference, draw->alone.seed);
  return g_string_free (text, FALSE);
}
