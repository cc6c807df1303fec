/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of lazily made fields share: an ensemble of random t2m and rain that is
 * read through a reader that counts, and a log of what is called back. */

#include "ensemble-fixture.h"
#include "mvua-fields.h"
#include "mvua-test-reader.h"

#define CACHE_BYTES (64 << 20)
#define BITS 12

typedef struct
{
  Folder folder;
  MvuaTestReader *reader;
  MvuaEnsemble *ensemble;
  MvuaFields *fields;
  GRand *random;
  guint n_decoded; /* as far as they were looked at */
  guint64 n_bytes;
} Fixture;

static inline void
fixture_set_up (Fixture *self, gconstpointer data)
{
  folder_set_up (&self->folder, data);
  self->reader = mvua_test_reader_new ();
  self->random = g_rand_new_with_seed (7);
}

static inline void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->fields, mvua_fields_free);
  g_clear_pointer (&self->ensemble, mvua_ensemble_unref);
  mvua_test_reader_free (self->reader);
  g_rand_free (self->random);
  folder_tear_down (&self->folder, data);
}

/* A field of random values; of a bucket of 6 h they are mostly more than those of its
 * first half. */
static inline void
add_random (Fixture *self, const char *variable, MvuaMember member, int start, int end)
{
  const MvuaVariable *row = mvua_variable_by_name (variable);
  MvuaTestMessage message = mvua_test_message_defaults ();
  gint64 packed[N_POINTS];
  const int most = end - start == 6 ? 1 << BITS : 1 << (BITS - 1);
  g_autofree char *number = g_strdup_printf ("%u", ++self->folder.n_messages);

  for (guint i = 0; i < N_POINTS; i++)
    packed[i] = g_rand_int_range (self->random, most / 8, most);
  mvua_test_message_set_field (&message, row, member, start, end);
  message.packed = packed;
  message.bits = BITS;
  add_index_line (&self->folder, self->folder.bytes->len, row, start, end, member,
                  number);
  file_add_message (&self->folder, &message);
}

/* t2m, and from step 3 on the bucket of rain. */
static inline void
write_file (Fixture *self, MvuaMember member, int step)
{
  g_autofree char *name = noaa_name (member, step);

  add_random (self, "t2m", member, step, step);
  if (step > 0)
    add_random (self, "tp", member, (step - 1) / 6 * 6, step);
  file_write (&self->folder, name, TRUE);
}

static inline void
write_ensemble (Fixture *self, guint n_members, int last_step)
{
  for (guint m = 1; m <= n_members; m++)
    for (int step = 0; step <= last_step; step += 3)
      write_file (self, perturbed (m), step);
}

static inline void
fixture_open (Fixture *self, gsize cache_bytes, guint n_threads)
{
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .reader = mvua_test_reader_get (self->reader) };
  g_autoptr (GError) error = NULL;

  self->ensemble = mvua_ensemble_open (self->folder.folder, &options, NULL, &error);
  g_assert_no_error (error);
  self->fields = mvua_fields_new (self->ensemble, cache_bytes, n_threads);
}

static inline MvuaFieldKey
make_key (
    const Fixture *self, MvuaProduct product, const char *variable, int start, int end)
{
  return (MvuaFieldKey){ .product = product,
                         .variable = mvua_variable_by_name (variable),
                         .start = start,
                         .end = end,
                         .window = whole_window (self->ensemble) };
}

static inline MvuaProduct
statistic (const char *name)
{
  MvuaProduct product;

  g_assert_true (mvua_product_parse (name, 0, &product, NULL));
  return product;
}

static inline MvuaField *
load (const Fixture *self, MvuaProduct product, const char *variable, int start, int end)
{
  const MvuaFieldKey key = make_key (self, product, variable, start, end);
  g_autoptr (GError) error = NULL;
  MvuaField *field = mvua_fields_load (self->fields, &key, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (mvua_field_key_equal (&field->key, &key));
  g_assert_true (mvua_field_is_final (field));
  g_assert_cmpint (field->end, ==, end);
  for (gsize i = 0; i < field->n_points && field->status != MVUA_STATUS_OK; i++)
    g_assert_true (isnan (field->values[i]));
  return field;
}

static inline MvuaField *
load_member (const Fixture *self, guint member, const char *variable, int start, int end)
{
  return load (self, mvua_product_member (perturbed (member)), variable, start, end);
}

/* Of a field that was loaded, which is let go. */
static inline void
assert_ok (MvuaField *field)
{
  g_assert_cmpint (field->status, ==, MVUA_STATUS_OK);
  mvua_field_unref (field);
}

static inline void
assert_same_values (const float *found, const float *expected)
{
  g_assert_cmpmem (found, N_POINTS * sizeof *found, expected,
                   N_POINTS * sizeof *expected);
}

/* One request; what comes is written down as "17/30 " while it fills, then "30/30!", or
 * the status "missing!". */
typedef struct
{
  GString *log;
  guint n_calls;
  gboolean is_done;
  guint *order; /* (nullable): counts those that are done */
  guint place;
  MvuaField *field;
} Answer;

static inline void
answer_clear (Answer *self)
{
  if (self->log != NULL)
    g_string_free (self->log, TRUE);
  g_clear_pointer (&self->field, mvua_field_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static inline void
take_answer (MvuaField *field, const GError *error, gpointer data)
{
  Answer *self = data;

  g_assert_false (self->is_done);
  g_assert_no_error (error);
  if (self->log == NULL)
    self->log = g_string_new (NULL);
  self->n_calls++;
  self->is_done = mvua_field_is_final (field);
  if (self->is_done && self->order != NULL)
    self->place = ++*self->order;
  if (field->status == MVUA_STATUS_OK)
    g_string_append_printf (self->log, "%u/%u%s", field->n_members, field->n_wanted,
                            self->is_done ? "!" : " ");
  else
    g_string_append_printf (self->log, "%s%s", mvua_status_name (field->status),
                            self->is_done ? "!" : " ");
  g_clear_pointer (&self->field, mvua_field_unref);
  self->field = mvua_field_ref (field);
}

static inline guint
request (Fixture *self,
         Answer *answer,
         MvuaFieldsPriority priority,
         MvuaProduct product,
         const char *variable,
         int start,
         int end)
{
  const MvuaFieldKey key = make_key (self, product, variable, start, end);

  return mvua_fields_request (self->fields, &key, priority, take_answer, answer);
}

static inline gboolean
give_up (gpointer data G_GNUC_UNUSED)
{
  g_error ("nothing came for 20 s");
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until @n_calls have come, or the last one. */
static inline void
await_calls (const Answer *answer, guint n_calls)
{
  const guint id = g_timeout_add_seconds (20, give_up, NULL);

  while (!answer->is_done && answer->n_calls < n_calls)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}

static inline void
await (const Answer *answer)
{
  await_calls (answer, G_MAXUINT);
}

/* Runs what is ready in the main loop, and nothing else. */
static inline void
run_ready (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
