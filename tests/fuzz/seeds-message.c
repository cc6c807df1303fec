/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz.h"
#include "mvua-test-encoder.h"
#include "mvua-test-generator.h"

#define N_DRAWN 120

static void
add (MvuaFuzzSeeds *seeds,
     const char *name,
     guint submessage,
     guint seed,
     const GByteArray *message)
{
  const guint8 options[] = { (guint8) submessage,  (guint8) (seed % 5),
                             (guint8) (seed % 7),  (guint8) (seed % 11),
                             (guint8) (seed % 13), (guint8) (seed % 3 * seed) };

  mvua_fuzz_seeds_add_with (seeds, name, options, sizeof options, message->data,
                            message->len);
}

/* All that a packing can be, at random. */
static void
add_drawn (MvuaFuzzSeeds *seeds)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < N_DRAWN; i++)
    {
      g_autofree char *name = g_strdup_printf ("drawn-%u", i);
      MvuaTestDraw draw;

      mvua_test_draw (&draw, rand);
      g_autoptr (GByteArray) message =
          mvua_test_message_encode_fields (draw.fields, draw.n_fields);
      add (seeds, name, draw.n_fields - 1, i, message);
      mvua_test_draw_clear (&draw);
    }
}

/* Every variable, with the product template that it has, and what is left to ecCodes. */
static void
add_products (MvuaFuzzSeeds *seeds)
{
  static const MvuaMember members[] = { { MVUA_MEMBER_PERTURBED, 3 },
                                        { MVUA_MEMBER_CONTROL, 0 },
                                        { MVUA_MEMBER_MEAN, 0 },
                                        { MVUA_MEMBER_DETERMINISTIC, 0 } };
  guint n = 0;
  const MvuaVariable *table = mvua_variable_table (&n);

  for (guint i = 0; i < n; i++)
    {
      MvuaTestMessage message = mvua_test_message_defaults ();
      g_autofree char *name = g_strdup_printf ("product-%s", table[i].name);

      mvua_test_message_set_field (&message, &table[i],
                                   members[i % G_N_ELEMENTS (members)], 6, 9);
      message.data_template = i % 5 == 4 ? 4 : i % 5 == 3 ? 0 : i % 5;
      message.data_template += message.data_template == 1;
      message.local = i % 2 == 0 ? "DEMO, NOT A FORECAST" : NULL;
      g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
      add (seeds, name, 0, i, bytes);
    }
}

void
mvua_fuzz_make_seeds (MvuaFuzzSeeds *seeds)
{
  add_drawn (seeds);
  add_products (seeds);
}
