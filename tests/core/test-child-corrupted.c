/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Promise 8: corrupted messages of each packing that is not ours. */

#include "child-fixture.h"
#include "mvua-child-protocol.h"

#define N_TRIALS 350
#define N_THREADS 2

/* Changes some octets of sections 5 to 7, which is what a child gets to see. */
static void
spoil (GByteArray *bytes, GRand *rand)
{
  const gint32 from = (gint32) (mvua_test_section (bytes, 5, 0) - bytes->data) + 5;
  const gint32 data = (gint32) (mvua_test_section (bytes, 7, 0) - bytes->data) + 5;
  const gboolean early = g_rand_int_range (rand, 0, 3) == 0;

  for (gint32 n = g_rand_int_range (rand, 1, 9); n > 0; n--)
    {
      const gint32 at = early ? g_rand_int_range (rand, from, data)
                              : g_rand_int_range (rand, data, (gint32) bytes->len - 4);
      bytes->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
    }
}

typedef struct
{
  MvuaDecoder *decoder;
  /* Made beforehand: threads that are the first to use ecCodes make it leak. */
  GByteArray *good[G_N_ELEMENTS (packings)];
  guint next; /* packing */
} Work;

static void
decode_corrupted (MvuaDecoder *decoder, const GByteArray *good, guint p)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8 + p);
  g_autoptr (GError) error = NULL;
  guint n_decoded = 0;
  guint n_died = 0;

  for (guint trial = 0; trial < N_TRIALS; trial++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GError) local_error = NULL;

      g_byte_array_append (bytes, good->data, good->len);
      spoil (bytes, rand);
      if (decode (decoder, bytes, &local_error))
        {
          n_decoded++;
          continue;
        }
      g_assert_true (local_error->domain == MVUA_GRIB_ERROR);
      n_died += strstr (local_error->message, "died") != NULL;
      /* Nothing makes ecCodes open a file that it was not warmed up with. */
      if (!MVUA_CHILD_IS_SANITIZED)
        g_assert_null (strstr (local_error->message, "Bad system call"));
    }
  g_test_message ("%s: %d corrupted messages, %u decoded all the same, %u killed their "
                  "children, 0 exits of the parent",
                  packings[p], N_TRIALS, n_decoded, n_died);
  g_assert_true (decode (decoder, good, &error));
  g_assert_no_error (error);
}

static gpointer
work (gpointer data)
{
  Work *self = data;

  for (;;)
    {
      const guint p = g_atomic_int_add (&self->next, 1);
      if (p >= G_N_ELEMENTS (packings))
        return NULL;
      decode_corrupted (self->decoder, self->good[p], p);
    }
}

static void
test_corrupted (void)
{
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  GThread *threads[N_THREADS];
  Work self = { .decoder = decoder };

  for (guint p = 0; p < G_N_ELEMENTS (packings); p++)
    self.good[p] = repacked_message (packings[p]);
  for (guint t = 0; t < N_THREADS; t++)
    threads[t] = g_thread_new ("corrupted", work, &self);
  for (guint t = 0; t < N_THREADS; t++)
    g_thread_join (threads[t]);
  for (guint p = 0; p < G_N_ELEMENTS (packings); p++)
    g_byte_array_unref (self.good[p]);
  g_test_message ("%u children", mvua_decoder_get_n_children (decoder));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/child-corrupted", test_corrupted);
  return g_test_run ();
}
