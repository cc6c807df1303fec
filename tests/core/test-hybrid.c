/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Hybrids: decoded groups in a store, references to messages beside them, one tree. */

#include "hybrid-fixture.h"
#include "mvua-field-maker.h"

static void
test_one_ensemble (Fixture *self, gconstpointer data)
{
  const MvuaRefForm form = (MvuaRefForm) GPOINTER_TO_INT (data);

  make (self, NULL, "0-6", form);
  g_assert_cmpuint (self->report.n_references, ==, N_MEMBERS * (5 + 5 + 4));
  g_autofree char *set = set_path (self, form);
  const char *const paths[] = { self->store, set };
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (MvuaEnsemble) ensemble = open_path (paths[i]);
      g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

      g_assert_cmpuint (mvua_ensemble_get_notes (ensemble)->len, ==, 0);
      g_assert_cmpuint (mvua_ensemble_get_members (ensemble)->len, ==, N_MEMBERS);
      g_assert_cmpuint (mvua_ensemble_get_steps (ensemble)->len, ==, 5);
      g_assert_cmpuint (mvua_ensemble_get_n_messages (ensemble), ==,
                        N_MEMBERS * (5 + 5 + 4));
      for (guint m = 1; m <= N_MEMBERS; m++)
        for (int step = 0; step <= LAST_STEP; step += 3)
          assert_loads (loader, "t2m", perturbed (m), step, tenths_of (m, step));
      /* Of the store it is the rain of 3 h, of messages that of their bucket. */
      assert_loads (loader, "tp", perturbed (1), 6, 30);
      assert_loads (loader, "tp", perturbed (1), 12, 60);
    }
}

static void
test_where_fields_come_from (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  make (self, "t2m", "0-6", MVUA_REF_JSON);
  remove_messages (self);
  g_autoptr (MvuaEnsemble) ensemble = open_path (self->store);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_loads (loader, "t2m", perturbed (2), 6, tenths_of (2, 6));
  assert_lacks (loader, "t2m", perturbed (2), 9, MVUA_STATUS_MISSING, "f009");
  assert_lacks (loader, "sp", perturbed (2), 6, MVUA_STATUS_MISSING, "f006");

  /* A chunk that was written and is gone is an error, and not the message in its place.
   */
  g_autofree char *chunk = g_build_filename (self->store, "gep01/t2m/0.0.0", NULL);
  g_assert_cmpint (g_remove (chunk), ==, 0);
  assert_lacks (loader, "t2m", perturbed (1), 6, MVUA_STATUS_MISSING, "0.0.0");
}

static void
test_grid_is_a_part (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->options.region = INSIDE;
  make (self, "sp", NULL, MVUA_REF_TABLE);
  g_autoptr (MvuaEnsemble) ensemble = open_path (self->store);
  const MvuaGrid *grid = mvua_ensemble_get_grid (ensemble);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  g_assert_cmpuint (grid->n_rows, ==, 4);
  g_assert_cmpuint (grid->n_columns, ==, 7);
  assert_loads (loader, "sp", perturbed (1), 9, 900000);
  assert_loads (loader, "t2m", perturbed (1), 9, tenths_of (1, 9));
}

/* Without uniform fields: each point of what messages have is that of its own place. */
static void
test_points_of_messages (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  gint64 packed[N_POINTS];
  float values[4 * 7];
  MvuaTestMessage message = uniform ("sp", perturbed (1), 3, 3, 0);
  g_autofree char *name = noaa_name (perturbed (1), 3);

  for (guint i = 0; i < N_POINTS; i++)
    packed[i] = i;
  message.packed = packed;
  message.bits = 8;
  file_add (&self->folder, "t2m", perturbed (1), 3, 3, 5);
  add_index_line (&self->folder, self->folder.bytes->len, mvua_variable_by_name ("sp"), 3,
                  3, perturbed (1), "2");
  file_add_message (&self->folder, &message);
  file_write (&self->folder, name, TRUE);

  self->options.region = INSIDE;
  self->store = g_strdup ("");
  make (self, "t2m", NULL, MVUA_REF_JSON);
  g_autoptr (MvuaEnsemble) ensemble = open_path (self->store);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  g_autoptr (GError) error = NULL;
  const MvuaWindow window = whole_window (ensemble);
  MvuaLoaded loaded;
  g_assert_true (mvua_loader_load (loader, mvua_variable_by_name ("sp"), perturbed (1), 3,
                                   MVUA_HOUR_UNKNOWN, &window, NULL, values, &loaded,
                                   &error));
  g_assert_no_error (error);
  g_assert_cmpstr (loaded.complaint, ==, NULL);
  /* 8°N is the third row, 32°E the third column, of twelve. */
  for (guint row = 0; row < 4; row++)
    for (guint column = 0; column < 7; column++)
      g_assert_cmpfloat_with_epsilon (values[row * 7 + column] * 10,
                                      12 * (row + 2) + column + 2, 1e-3);
}

static void
test_statistics_alone (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->options.only_statistics = TRUE;
  self->options.region = INSIDE;
  make (self, NULL, NULL, MVUA_REF_JSON);
  g_assert_true (has_file (self, "ensemble_stats/mean/t2m/0.0.0"));
  g_assert_false (has_file (self, "gep01"));
  g_autoptr (MvuaEnsemble) ensemble = open_path (self->store);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  g_assert_cmpuint (mvua_ensemble_get_grid (ensemble)->n_rows, ==, 4);
  assert_loads (loader, "t2m", perturbed (2), 12, tenths_of (2, 12));

  /* Which is for hybrids only. */
  g_autoptr (GError) error = NULL;
  self->options.rest.is_wanted = FALSE;
  g_autofree char *other = g_build_filename (self->out, "other", NULL);
  g_autoptr (MvuaEnsemble) source = folder_open (&self->folder);
  mvua_export_report_clear (&self->report);
  g_assert_false (mvua_export_run (source, other, &self->options, NULL, NULL,
                                   &self->report, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
}

/* A statistic or a probability as the store has it, without a part. */
static MvuaMade
make_stored (MvuaEnsemble *ensemble,
             MvuaProduct product,
             const char *variable,
             int start,
             int end,
             guint n_parts)
{
  g_autoptr (MvuaFieldMaker) maker = mvua_field_maker_new (ensemble);
  const MvuaFieldKey key = { .product = product,
                             .variable = mvua_variable_by_name (variable),
                             .start = start,
                             .end = end,
                             .window = whole_window (ensemble) };
  const MvuaMakeKey wanted = mvua_make_key_of (&key);
  g_autoptr (GArray) parts = mvua_field_maker_list_parts (maker, &wanted);
  g_autoptr (GError) error = NULL;
  MvuaMade made = { 0 };

  g_assert_cmpuint (parts->len, ==, n_parts);
  if (n_parts > 0)
    return made;
  g_assert_true (mvua_field_maker_make (maker, &wanted, NULL, 0, NULL, &made, &error));
  g_assert_no_error (error);
  return made;
}

static void
test_stored_statistics (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaProduct mean =
      mvua_product_statistic ((MvuaStatistic){ .kind = MVUA_STATISTIC_MEAN });
  const MvuaProduct p33 =
      mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_PERCENTILE, 33 });

  self->options.only_statistics = TRUE;
  self->options.region = INSIDE;
  set_thresholds (self, "2.5", "none");
  make (self, NULL, "0-9", MVUA_REF_JSON);
  remove_messages (self);
  g_autoptr (MvuaEnsemble) ensemble = open_path (self->store);

  MvuaMade made = make_stored (ensemble, mean, "t2m", MVUA_HOUR_UNKNOWN, 9, 0);
  g_assert_cmpint (made.field->status, ==, MVUA_STATUS_OK);
  g_assert_cmpuint (made.field->n_members, ==, N_MEMBERS);
  g_assert_true (mvua_field_is_final (made.field));
  g_assert_cmpuint (made.field->n_points, ==, 4 * 7);
  for (gsize i = 0; i < made.field->n_points; i++)
    g_assert_cmpfloat_with_epsilon (made.field->values[i], 15.9, 1e-4);
  mvua_made_clear (&made);
  made = make_stored (ensemble, mvua_product_probability (2.5F), "tp", 3, 6, 0);
  g_assert_cmpint (made.field->status, ==, MVUA_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (made.field->values[0], 100, 1e-4);
  g_assert_cmpint (made.field->start, ==, 3);
  mvua_made_clear (&made);

  /* What is not there is made of the members: a percentile, a step, another window. */
  make_stored (ensemble, p33, "t2m", MVUA_HOUR_UNKNOWN, 9, N_MEMBERS);
  make_stored (ensemble, mean, "t2m", MVUA_HOUR_UNKNOWN, 12, N_MEMBERS);
  make_stored (ensemble, mean, "tp", 0, 6, N_MEMBERS);
  make_stored (ensemble, mvua_product_probability (3), "tp", 3, 6, N_MEMBERS);
  make_stored (ensemble, mean, "tp", MVUA_HOUR_UNKNOWN, 6, N_MEMBERS);

  g_autofree char *chunk =
      g_build_filename (self->store, "ensemble_stats/mean/sp/0.0.0", NULL);
  put (chunk, "spoilt", 6);
  made = make_stored (ensemble, mean, "sp", MVUA_HOUR_UNKNOWN, 9, 0);
  g_assert_cmpint (made.field->status, ==, MVUA_STATUS_REJECTED);
  g_assert_true (isnan (made.field->values[0]));
  g_assert_nonnull (strstr (made.field->complaint, "mean/sp/0.0.0"));
  g_assert_false (made.is_lasting);
  mvua_made_clear (&made);
}

/* A mean of fewer than all is made of those that are there, who are named. */
static void
test_statistics_with_gaps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaProduct mean =
      mvua_product_statistic ((MvuaStatistic){ .kind = MVUA_STATISTIC_MEAN });

  write_run (self);
  g_autofree char *name = noaa_name (perturbed (2), 9);
  file_add (&self->folder, "t2m", perturbed (2), 9, 9, 5);
  file_write (&self->folder, name, TRUE);
  self->store = g_strdup ("");
  make (self, "t2m,sp", NULL, MVUA_REF_JSON);
  g_autoptr (MvuaEnsemble) ensemble = open_path (self->store);
  make_stored (ensemble, mean, "sp", MVUA_HOUR_UNKNOWN, 9, N_MEMBERS);
  MvuaMade made = make_stored (ensemble, mean, "t2m", MVUA_HOUR_UNKNOWN, 9, 0);
  mvua_made_clear (&made);
}

/* The set is one tree: what the store has by its path, messages below raw. */
static void
test_what_is_in_the_set (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const groups[] = { ".zgroup",
                                        "gep01/.zgroup",
                                        "ensemble_stats/mean/.zgroup",
                                        "probabilities/.zgroup",
                                        "raw/.zgroup",
                                        "raw/gep02/.zgroup",
                                        ".zmetadata" };
  g_autoptr (GError) error = NULL;
  guint n_messages = 0, n_chunks = 0;
  MvuaRef ref;

  make (self, "t2m,tp", "0-6", MVUA_REF_JSON);
  g_autofree char *path = set_path (self, MVUA_REF_JSON);
  g_autoptr (MvuaRefSet) set = mvua_ref_set_open (path, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    g_assert_true (mvua_ref_set_find (set, groups[i], &ref));
  for (guint i = 0; i < mvua_ref_set_get_n (set); i++)
    {
      mvua_ref_set_get (set, i, &ref);
      if (ref.kind == MVUA_REF_INLINE)
        continue;
      const char *url = mvua_ref_set_get_url (set, ref.url);
      if (g_str_has_prefix (ref.key, "raw/"))
        {
          g_assert_cmpint (ref.kind, ==, MVUA_REF_RANGE);
          g_assert_true (g_str_has_prefix (url, self->folder.folder));
          n_messages++;
        }
      else
        {
          g_assert_cmpint (ref.kind, ==, MVUA_REF_WHOLE);
          g_assert_cmpstr (url, ==, ref.key);
          g_assert_true (has_file (self, url));
          n_chunks++;
        }
    }
  /* What is decoded is referred to all the same, so that no hole looks like a gap. */
  g_assert_cmpuint (n_messages, ==, N_MEMBERS * (5 + 5 + 4));
  g_assert_true (mvua_ref_set_find (set, "raw/gep01/tp_bucket/1.0.0", &ref));
  g_assert_true (mvua_ref_set_find (set, "gep01/latitude/0", &ref));
  g_assert_cmpuint (n_chunks, >, 100);

  /* The metadata is that of the store, to the letter. */
  static const char *const same[] = { ".zattrs", "gep01/t2m/.zarray",
                                      "gep01/tp/.zattrs" };
  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      gsize n = 0;
      g_autofree char *bytes = load_file (self, same[i], &n);
      g_assert_true (mvua_ref_set_find (set, same[i], &ref));
      g_assert_cmpmem (ref.bytes, ref.n_bytes, bytes, n);
    }
}

static void
test_gaps_are_told (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_run (self);
  g_autofree char *name = noaa_name (perturbed (2), 9);
  file_add (&self->folder, "t2m", perturbed (2), 9, 9, 5);
  file_write (&self->folder, name, TRUE);
  self->store = g_strdup ("");
  make (self, "t2m", "0-9", MVUA_REF_TABLE);
  /* Of the decoded none is missing, of the others two. */
  g_assert_cmpuint (self->report.gaps->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const MvuaGap *gap = &g_array_index (self->report.gaps, MvuaGap, i);
      g_assert_cmpint (gap->step, ==, 9);
      g_assert_cmpint (gap->status, ==, MVUA_STATUS_NOT_PUBLISHED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func)                                                            \
  g_test_add ("/hybrid/" name, Fixture, GINT_TO_POINTER (data), set_up, func, tear_down)
  ADD ("one-ensemble/json", MVUA_REF_JSON, test_one_ensemble);
  ADD ("one-ensemble/table", MVUA_REF_TABLE, test_one_ensemble);
  ADD ("one-ensemble/folder", MVUA_REF_FOLDER, test_one_ensemble);
  ADD ("where-fields-come-from", 0, test_where_fields_come_from);
  ADD ("grid-is-a-part", 0, test_grid_is_a_part);
  ADD ("points-of-messages", 0, test_points_of_messages);
  ADD ("statistics-alone", 0, test_statistics_alone);
  ADD ("stored-statistics", 0, test_stored_statistics);
  ADD ("statistics-with-gaps", 0, test_statistics_with_gaps);
  ADD ("what-is-in-the-set", 0, test_what_is_in_the_set);
  ADD ("gaps-are-told", 0, test_gaps_are_told);
  return g_test_run ();
}
