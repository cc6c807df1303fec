/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The tree of an ensemble, and what it says of what is missing. */

#include "ensemble-fixture.h"
#include "mvua-node.h"

static const char marks[] = {
  [MVUA_NODE_THERE] = '+', [MVUA_NODE_GAPS] = '~', [MVUA_NODE_MISSING] = '-'
};

/* A line a node: "+gep01 “Member 1”", and what it says. */
static void
describe (MvuaNode *node, guint depth, guint deepest, GString *text)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (node));

  g_string_append_printf (text, "%*s%c%s “%s”%s%s\n", (int) (2 * depth), "",
                          marks[mvua_node_get_state (node)], mvua_node_get_name (node),
                          mvua_node_get_title (node),
                          mvua_node_get_detail (node)[0] != '\0' ? ": " : "",
                          mvua_node_get_detail (node));
  for (guint i = 0; i < n && depth < deepest; i++)
    {
      g_autoptr (MvuaNode) child = g_list_model_get_item (G_LIST_MODEL (node), i);
      g_assert_true (mvua_node_get_parent (child) == node);
      describe (child, depth + 1, deepest, text);
    }
}

static void
assert_tree (const Folder *self, guint deepest, const char *expected)
{
  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaNode) root = mvua_node_new_tree (ensemble);
  g_autoptr (GString) text = g_string_new (NULL);

  describe (root, 0, deepest, text);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_whole (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaMember others[] = { { MVUA_MEMBER_CONTROL, 0 },
                                { MVUA_MEMBER_MEAN, 0 },
                                { MVUA_MEMBER_SPREAD, 0 } };

  for (int step = 0; step <= 6; step += 3)
    {
      for (guint m = 1; m <= 2; m++)
        write_member_step (self, perturbed (m), step, 2900);
      for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        write_member_step (self, others[i], step, 2900);
    }
  assert_tree (self, 2,
               "+2025-09-18 00Z “2025-09-18 00Z”: steps 0-6/3\n"
               "  +gec00 “Control”\n"
               "    +t2m “Temperature at 2 m”\n"
               "    +tp “Total precipitation”\n"
               "  +gep01 “Member 1”\n"
               "    +t2m “Temperature at 2 m”\n"
               "    +tp “Total precipitation”\n"
               "  +gep02 “Member 2”\n"
               "    +t2m “Temperature at 2 m”\n"
               "    +tp “Total precipitation”\n"
               "  +geavg “Mean, as published”\n"
               "    +t2m “Temperature at 2 m”\n"
               "    +tp “Total precipitation”\n"
               "  +gespr “Spread, as published”\n"
               "    +t2m “Temperature at 2 m”\n"
               "    +tp “Total precipitation”\n"
               "  +ensemble_stats “Statistics”\n"
               "    +mean “Mean”\n"
               "    +std “Spread”\n"
               "    +min “Minimum”\n"
               "    +max “Maximum”\n"
               "    +p10 “Percentile 10”\n"
               "    +p25 “Percentile 25”\n"
               "    +p50 “Median”\n"
               "    +p75 “Percentile 75”\n"
               "    +p90 “Percentile 90”\n"
               "  +probabilities “Probabilities”\n"
               "    +t2m “Temperature at 2 m”\n"
               "    +tp “Total precipitation”\n");
}

/* gep02 has no files, gep03 none at some steps, gep04 no rain in one, gep05 no t2m. */
static void
test_gaps (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  for (int step = 0; step <= 12; step += 3)
    {
      write_member_step (self, perturbed (1), step, 2900);
      if (step == 0 || step == 3 || step == 12)
        write_member_step (self, perturbed (3), step, 2900);
      for (guint m = 4; m <= 5; m++)
        {
          g_autofree char *name = noaa_name (perturbed (m), step);
          if (m == 4)
            file_add (self, "t2m", perturbed (m), step, step, 2900);
          if (step > 0 && !(m == 4 && step == 9))
            file_add (self, "tp", perturbed (m), (step - 1) / 6 * 6, step, 60);
          if (m == 5 && step == 0)
            file_add (self, "sp", perturbed (m), step, step, 900000);
          file_write (self, name, TRUE);
        }
    }
  assert_tree (self, 2,
               "~2025-09-18 00Z “2025-09-18 00Z”: steps 0-12/3\n"
               "  ~gep01 “Member 1”: gaps in sp\n"
               "    -sp “Surface pressure”: missing at 0 h\n"
               "    +t2m “Temperature at 2 m”\n"
               "    +tp “Total precipitation”\n"
               "  -gep02 “Member 2”: no files\n"
               "    -sp “Surface pressure”: no file at 0 h\n"
               "    -t2m “Temperature at 2 m”: no file at 0-12/3 h\n"
               "    -tp “Total precipitation”: no file at 3-12/3 h\n"
               "  ~gep03 “Member 3”: no file at 6, 9 h\n"
               "    -sp “Surface pressure”: missing at 0 h\n"
               "    ~t2m “Temperature at 2 m”: no file at 6, 9 h\n"
               "    ~tp “Total precipitation”: no file at 6, 9 h\n"
               "  ~gep04 “Member 4”: gaps in sp, tp\n"
               "    -sp “Surface pressure”: missing at 0 h\n"
               "    +t2m “Temperature at 2 m”\n"
               "    ~tp “Total precipitation”: missing at 9 h\n"
               "  ~gep05 “Member 5”: gaps in t2m\n"
               "    +sp “Surface pressure”\n"
               "    -t2m “Temperature at 2 m”: missing at 0-12/3 h\n"
               "    +tp “Total precipitation”\n"
               "  ~ensemble_stats “Statistics”\n"
               "    ~mean “Mean”\n"
               "    ~std “Spread”\n"
               "    ~min “Minimum”\n"
               "    ~max “Maximum”\n"
               "    ~p10 “Percentile 10”\n"
               "    ~p25 “Percentile 25”\n"
               "    ~p50 “Median”\n"
               "    ~p75 “Percentile 75”\n"
               "    ~p90 “Percentile 90”\n"
               "  ~probabilities “Probabilities”\n"
               "    ~sp “Surface pressure”: 4 of 5 members have gaps\n"
               "    ~t2m “Temperature at 2 m”: 3 of 5 members have gaps\n"
               "    ~tp “Total precipitation”: 3 of 5 members have gaps\n");
}

static void
test_single (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  write_member_step (self, perturbed (8), 3, 2900);
  assert_tree (self, 2,
               "+2025-09-18 00Z “2025-09-18 00Z”: steps 3\n"
               "  +gep08 “Member 8”\n"
               "    +t2m “Temperature at 2 m”\n"
               "    +tp “Total precipitation”\n");
}

static void
write_news (GObject *node, GParamSpec *spec, gpointer data)
{
  g_string_append_printf (data, "%s %s; ", mvua_node_get_name (MVUA_NODE (node)),
                          spec->name);
}

/* Finding nodes, what they are of, and that changes are told once. */
static void
test_nodes (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaVariable *t2m = mvua_variable_by_name ("t2m");
  const MvuaProduct member = mvua_product_member (perturbed (2));
  const MvuaProduct other = mvua_product_member (perturbed (3));
  const MvuaProduct chance = mvua_product_probability (25);
  MvuaProduct mean;
  g_autoptr (GString) news = g_string_new (NULL);

  g_assert_true (mvua_product_parse ("p75", 0, &mean, NULL));
  for (guint m = 1; m <= 2; m++)
    write_member_step (self, perturbed (m), 3, 2900);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  MvuaNode *root = mvua_node_new_tree (ensemble);

  g_assert_cmpint (mvua_node_get_kind (root), ==, MVUA_NODE_ROOT);
  g_assert_null (mvua_node_get_product (root));
  g_assert_null (mvua_node_get_parent (root));
  g_assert_null (mvua_node_find (root, &other, NULL));
  MvuaNode *node = mvua_node_find (root, &member, NULL);
  g_assert_cmpint (mvua_node_get_kind (node), ==, MVUA_NODE_MEMBER);
  g_assert_null (mvua_node_get_variable (node));
  node = mvua_node_find (root, &chance, t2m);
  g_assert_cmpint (mvua_node_get_kind (mvua_node_get_parent (node)), ==,
                   MVUA_NODE_PROBABILITIES);
  node = mvua_node_find (root, &mean, t2m);
  g_assert_cmpint (mvua_node_get_kind (node), ==, MVUA_NODE_VARIABLE);
  g_assert_true (mvua_node_get_variable (node) == t2m);
  g_assert_true (mvua_product_equal (mvua_node_get_product (node), &mean));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (node)), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (node), 0));
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (node)) == MVUA_TYPE_NODE);

  g_signal_connect (node, "notify", G_CALLBACK (write_news), news);
  mvua_node_set_is_loading (node, TRUE);
  mvua_node_set_is_loading (node, TRUE);
  mvua_node_set_detail (node, "1/2");
  mvua_node_set_detail (node, "1/2");
  g_assert_cmpstr (mvua_node_get_detail (node), ==, "1/2");
  mvua_node_set_is_loading (node, FALSE);
  mvua_node_set_detail (node, NULL);
  mvua_node_set_detail (node, "");
  g_assert_cmpstr (mvua_node_get_detail (node), ==, "");
  g_assert_cmpstr (news->str, ==,
                   "t2m is-loading; t2m detail; t2m is-loading; t2m detail; ");

  g_object_ref (node);
  g_object_unref (root);
  g_assert_null (mvua_node_get_parent (node));
  g_object_unref (node);
}

/* 30 members, 81 steps and 8 variables: the tree itself takes no time that one sees. */
static void
test_time (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "t2m", "u10",   "v10",  "cape",
                                       "sp",  "mslet", "pwat", "tp" };
  gint64 best = G_MAXINT64;

  for (guint m = 1; m <= 30; m++)
    for (int step = 0; step <= 240; step += 3)
      {
        g_autofree char *name = noaa_name (perturbed (m), step);
        for (guint v = 0; v < G_N_ELEMENTS (names); v++)
          if (step > 0 || v < 7)
            file_add (self, names[v], perturbed (m), v < 7 ? step : (step - 1) / 6 * 6,
                      step, 100);
        file_write (self, name, TRUE);
      }
  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  for (guint i = 0; i < 5; i++)
    {
      const gint64 begin = g_get_monotonic_time ();
      g_autoptr (MvuaNode) root = mvua_node_new_tree (ensemble);
      best = MIN (best, g_get_monotonic_time () - begin);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (root)), ==, 32);
    }
  g_test_message ("the tree of 2,430 files × 8 variables took %.1f ms",
                  (double) best / 1000);
  g_assert_cmpint (best, <, g_test_perf () ? 20000 : 200000);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Folder *self, gconstpointer data);
  } tests[] = {
    { "/node/whole", test_whole },   { "/node/gaps", test_gaps },
    { "/node/single", test_single }, { "/node/nodes", test_nodes },
    { "/node/time", test_time },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Folder, NULL, folder_set_up, tests[i].test,
                folder_tear_down);
  return g_test_run ();
}
