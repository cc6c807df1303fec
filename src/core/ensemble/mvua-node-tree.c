/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-node-private.h"

#include "mvua-coverage.h"
#include "mvua-steps.h"

#include <glib/gi18n-lib.h>

/* What is there and what is not, as a table. */
typedef struct
{
  MvuaEnsemble *ensemble;
  const GPtrArray *variables;
  const GArray *steps;
  GArray *members;
  GArray *absences;
  gboolean *is_expected; /* [variables][steps]: a member has it */
  guint *n_expected;     /* [variables] */
  guint *n_troubled;     /* [variables]: perturbed members that lack something of it */
  guint n_perturbed;
} Cover;

static const MvuaStatistic statistics[] = {
  { MVUA_STATISTIC_MEAN, 0 },        { MVUA_STATISTIC_STD, 0 },
  { MVUA_STATISTIC_MIN, 0 },         { MVUA_STATISTIC_MAX, 0 },
  { MVUA_STATISTIC_PERCENTILE, 10 }, { MVUA_STATISTIC_PERCENTILE, 25 },
  { MVUA_STATISTIC_PERCENTILE, 50 }, { MVUA_STATISTIC_PERCENTILE, 75 },
  { MVUA_STATISTIC_PERCENTILE, 90 },
};

static char *
member_title (MvuaMember member)
{
  switch ((MvuaMemberKind) member.kind)
    {
    case MVUA_MEMBER_DETERMINISTIC:
      return g_strdup (_ ("Single forecast"));
    case MVUA_MEMBER_CONTROL:
      return g_strdup (_ ("Control"));
    case MVUA_MEMBER_PERTURBED:
      return g_strdup_printf (_ ("Member %u"), (guint) member.number);
    case MVUA_MEMBER_MEAN:
      return g_strdup (_ ("Mean, as published"));
    case MVUA_MEMBER_SPREAD:
      return g_strdup (_ ("Spread, as published"));
    default:
      g_assert_not_reached ();
    }
}

static char *
statistic_title (MvuaStatistic statistic)
{
  switch (statistic.kind)
    {
    case MVUA_STATISTIC_MEAN:
      return g_strdup (_ ("Mean"));
    case MVUA_STATISTIC_STD:
      return g_strdup (_ ("Spread"));
    case MVUA_STATISTIC_MIN:
      return g_strdup (_ ("Minimum"));
    case MVUA_STATISTIC_MAX:
      return g_strdup (_ ("Maximum"));
    case MVUA_STATISTIC_PERCENTILE:
      return statistic.percent == 50
                 ? g_strdup (_ ("Median"))
                 : g_strdup_printf (_ ("Percentile %u"), statistic.percent);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
any_member_has (const Cover *cover, const MvuaVariable *variable, int step)
{
  guint n = 0;

  for (guint m = 0; m < cover->members->len && n == 0; m++)
    mvua_ensemble_find (cover->ensemble, variable,
                        g_array_index (cover->members, MvuaMember, m), step, &n);
  return n > 0;
}

static void
cover_init (Cover *self, MvuaEnsemble *ensemble)
{
  self->ensemble = ensemble;
  self->variables = mvua_ensemble_get_variables (ensemble);
  self->steps = mvua_ensemble_get_steps (ensemble);
  self->members = mvua_ensemble_expected_members (ensemble);
  self->absences = mvua_ensemble_absences (ensemble);
  self->is_expected = g_new0 (gboolean, (gsize) self->variables->len * self->steps->len);
  self->n_expected = g_new0 (guint, self->variables->len);
  self->n_troubled = g_new0 (guint, self->variables->len);
  for (guint v = 0; v < self->variables->len; v++)
    for (guint s = 0; s < self->steps->len; s++)
      {
        const gboolean has = any_member_has (self, g_ptr_array_index (self->variables, v),
                                             g_array_index (self->steps, int, s));
        self->is_expected[v * self->steps->len + s] = has;
        self->n_expected[v] += has ? 1 : 0;
      }
  for (guint m = 0; m < self->members->len; m++)
    self->n_perturbed +=
        g_array_index (self->members, MvuaMember, m).kind == MVUA_MEMBER_PERTURBED;
}

static void
cover_clear (Cover *self)
{
  g_array_unref (self->members);
  g_array_unref (self->absences);
  g_free (self->is_expected);
  g_free (self->n_expected);
  g_free (self->n_troubled);
}

static gboolean
is_expected (const Cover *self, guint variable, int step)
{
  for (guint s = 0; s < self->steps->len; s++)
    if (g_array_index (self->steps, int, s) == step)
      return self->is_expected[variable * self->steps->len + s];
  return FALSE;
}

/* The absences of one member: they are sorted by members. */
static const MvuaAbsence *
absences_of (const Cover *self, MvuaMember member, guint *n_absences)
{
  const MvuaAbsence *all = (const MvuaAbsence *) (gpointer) self->absences->data;
  guint first = 0;

  while (first < self->absences->len &&
         mvua_member_compare (all[first].member, member) < 0)
    first++;
  guint end = first;
  while (end < self->absences->len && mvua_member_compare (all[end].member, member) == 0)
    end++;
  *n_absences = end - first;
  return all + first;
}

/* A variable of a member.  Returns: its state */
static MvuaNodeState
add_variable (Cover *cover,
              MvuaNode *parent,
              guint v,
              const MvuaAbsence *absences,
              guint n_absences)
{
  const MvuaVariable *variable = g_ptr_array_index (cover->variables, v);
  g_autoptr (GArray) lacking = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean are_files = TRUE;
  MvuaNode *node =
      mvua_node_new (MVUA_NODE_VARIABLE, parent, variable->name, _ (variable->long_name));

  mvua_node_set_variable (node, variable);
  for (guint i = 0; i < n_absences; i++)
    {
      const MvuaAbsence *absence = &absences[i];
      if (absence->variable != variable &&
          (absence->variable != NULL || !is_expected (cover, v, absence->step)))
        continue;
      g_array_append_val (lacking, absence->step);
      are_files = are_files && absence->variable == NULL;
    }
  if (lacking->len == 0)
    return MVUA_NODE_THERE;
  const MvuaNodeState state =
      lacking->len == cover->n_expected[v] ? MVUA_NODE_MISSING : MVUA_NODE_GAPS;
  g_autofree char *steps = mvua_steps_format (lacking);
  mvua_node_take_state (node, state,
                        are_files ? g_strdup_printf (_ ("no file at %s h"), steps)
                                  : g_strdup_printf (_ ("missing at %s h"), steps));
  return state;
}

static char *
describe_member (const MvuaAbsence *absences, guint n_absences, const GString *troubled)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < n_absences; i++)
    if (absences[i].variable == NULL)
      g_array_append_val (steps, absences[i].step);
  g_autofree char *text = mvua_steps_format (steps);
  if (steps->len > 0)
    return g_strdup_printf (_ ("no file at %s h"), text);
  /* Translators: followed by names of variables. */
  return g_strdup_printf (_ ("gaps in %s"), troubled->str);
}

static gboolean
add_member (Cover *cover, MvuaNode *root, MvuaMember member)
{
  char name[MVUA_MEMBER_NAME_SIZE];
  g_autofree char *title = member_title (member);
  MvuaNode *node =
      mvua_node_new (MVUA_NODE_MEMBER, root, mvua_member_name (member, name), title);
  g_autoptr (GString) troubled = g_string_new (NULL);
  guint n_absences = 0;
  const MvuaAbsence *absences = absences_of (cover, member, &n_absences);
  guint n_missing = 0;

  mvua_node_set_product (node, mvua_product_member (member));
  for (guint v = 0; v < cover->variables->len; v++)
    {
      const MvuaVariable *variable = g_ptr_array_index (cover->variables, v);
      const MvuaNodeState state = add_variable (cover, node, v, absences, n_absences);

      if (state == MVUA_NODE_THERE)
        continue;
      n_missing += state == MVUA_NODE_MISSING;
      cover->n_troubled[v] += member.kind == MVUA_MEMBER_PERTURBED;
      g_string_append_printf (troubled, "%s%s", troubled->len > 0 ? ", " : "",
                              variable->name);
    }
  if (n_absences == 0)
    return TRUE;
  if (n_missing == cover->variables->len)
    mvua_node_take_state (node, MVUA_NODE_MISSING, g_strdup (_ ("no files")));
  else
    mvua_node_take_state (node, MVUA_NODE_GAPS,
                          describe_member (absences, n_absences, troubled));
  return FALSE;
}

/* All variables below a statistic or the probabilities. */
static void
add_variables (const Cover *cover, MvuaNode *parent)
{
  gboolean has_gaps = FALSE;

  for (guint v = 0; v < cover->variables->len; v++)
    {
      const MvuaVariable *variable = g_ptr_array_index (cover->variables, v);
      const guint n = cover->n_troubled[v];
      MvuaNode *node = mvua_node_new (MVUA_NODE_VARIABLE, parent, variable->name,
                                      _ (variable->long_name));

      mvua_node_set_variable (node, variable);
      if (n == 0)
        continue;
      has_gaps = TRUE;
      mvua_node_take_state (node, MVUA_NODE_GAPS,
                            g_strdup_printf (ngettext ("%u of %u members has gaps",
                                                       "%u of %u members have gaps", n),
                                             n, cover->n_perturbed));
    }
  if (has_gaps)
    mvua_node_take_state (parent, MVUA_NODE_GAPS, g_strdup (""));
}

static void
add_products (const Cover *cover, MvuaNode *root)
{
  MvuaNode *all =
      mvua_node_new (MVUA_NODE_STATISTICS, root, "ensemble_stats", _ ("Statistics"));

  for (guint i = 0; i < G_N_ELEMENTS (statistics); i++)
    {
      char name[MVUA_STATISTIC_NAME_SIZE];
      g_autofree char *title = statistic_title (statistics[i]);
      MvuaNode *node = mvua_node_new (MVUA_NODE_STATISTIC, all,
                                      mvua_statistic_name (statistics[i], name), title);

      mvua_node_set_product (node, mvua_product_statistic (statistics[i]));
      add_variables (cover, node);
      mvua_node_take_state (all, mvua_node_get_state (node), g_strdup (""));
    }
  MvuaNode *probabilities =
      mvua_node_new (MVUA_NODE_PROBABILITIES, root, "probabilities", _ ("Probabilities"));
  mvua_node_set_product (probabilities, mvua_product_probability (0));
  add_variables (cover, probabilities);
}

MvuaNode *
mvua_node_new_tree (MvuaEnsemble *ensemble)
{
  char label[MVUA_RUN_TEXT_SIZE];
  Cover cover = { 0 };
  gboolean is_whole = TRUE;

  mvua_run_label (mvua_ensemble_get_run (ensemble), label);
  MvuaNode *root = mvua_node_new (MVUA_NODE_ROOT, NULL, label, label);
  cover_init (&cover, ensemble);
  for (guint m = 0; m < cover.members->len; m++)
    is_whole = add_member (&cover, root, g_array_index (cover.members, MvuaMember, m)) &&
               is_whole;
  if (cover.n_perturbed > 1)
    add_products (&cover, root);
  g_autofree char *steps = mvua_steps_format (cover.steps);
  mvua_node_take_state (root, is_whole ? MVUA_NODE_THERE : MVUA_NODE_GAPS,
                        g_strdup_printf (_ ("steps %s"), steps));
  cover_clear (&cover);
  return root;
}
