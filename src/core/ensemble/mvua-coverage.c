/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-coverage.h"

#include "mvua-layout.h"

static gboolean
has_member (const GArray *members, MvuaMember member)
{
  for (guint i = 0; i < members->len; i++)
    if (mvua_member_compare (g_array_index (members, MvuaMember, i), member) == 0)
      return TRUE;
  return FALSE;
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  return mvua_member_compare (*(const MvuaMember *) a, *(const MvuaMember *) b);
}

GArray *
mvua_ensemble_expected_members (const MvuaEnsemble *self)
{
  const GArray *there = mvua_ensemble_get_members (self);
  GArray *expected = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  guint n_perturbed = 0;
  guint last = 0;

  g_array_append_vals (expected, there->data, there->len);
  for (guint i = 0; i < there->len; i++)
    if (g_array_index (there, MvuaMember, i).kind == MVUA_MEMBER_PERTURBED)
      {
        last = g_array_index (there, MvuaMember, i).number;
        n_perturbed++;
      }
  if (mvua_ensemble_is_published_run (self))
    {
      last = MVUA_PRODUCT_N_MEMBERS + 1;
      n_perturbed = MVUA_PRODUCT_N_MEMBERS;
    }
  /* One file of gep08 alone is not an ensemble that lacks seven. */
  for (guint number = 1; n_perturbed > 1 && number < last; number++)
    {
      const MvuaMember member = { MVUA_MEMBER_PERTURBED, (guint8) number };
      if (!has_member (there, member))
        g_array_append_val (expected, member);
    }
  const GArray *claimed = mvua_ensemble_get_claimed (self);
  for (guint i = 0; i < claimed->len; i++)
    if (!has_member (expected, g_array_index (claimed, MvuaMember, i)))
      g_array_append_val (expected, g_array_index (claimed, MvuaMember, i));
  g_array_sort (expected, compare_members);
  return expected;
}

static gboolean
has_field (const MvuaEnsemble *self,
           const MvuaVariable *variable,
           MvuaMember member,
           int step)
{
  guint n = 0;

  return mvua_ensemble_find (self, variable, member, step, &n) != NULL;
}

/* The variables that any of the members has at a step. */
static GPtrArray *
variables_at (const MvuaEnsemble *self, const GArray *members, int step)
{
  const GPtrArray *all = mvua_ensemble_get_variables (self);
  GPtrArray *variables = g_ptr_array_new ();

  for (guint v = 0; v < all->len; v++)
    for (guint m = 0; m < members->len; m++)
      if (has_field (self, g_ptr_array_index (all, v),
                     g_array_index (members, MvuaMember, m), step))
        {
          g_ptr_array_add (variables, g_ptr_array_index (all, v));
          break;
        }
  return variables;
}

static void
add_absences (const MvuaEnsemble *self,
              MvuaMember member,
              int step,
              const GPtrArray *variables,
              GArray *absences)
{
  MvuaAbsence absence = { .member = member, .step = step };

  if (!mvua_ensemble_has_file (self, member, step))
    {
      g_array_append_val (absences, absence);
      return;
    }
  for (guint v = 0; v < variables->len; v++)
    {
      absence.variable = g_ptr_array_index (variables, v);
      if (!has_field (self, absence.variable, member, step))
        g_array_append_val (absences, absence);
    }
}

static int
compare_absences (gconstpointer first, gconstpointer second)
{
  const MvuaAbsence *a = first;
  const MvuaAbsence *b = second;
  const int order = mvua_member_compare (a->member, b->member);

  if (order != 0)
    return order;
  if (a->step != b->step)
    return a->step < b->step ? -1 : 1;
  return (a->variable > b->variable) - (a->variable < b->variable);
}

static int
compare_ints (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

GArray *
mvua_ensemble_expected_steps (const MvuaEnsemble *self)
{
  const GArray *there = mvua_ensemble_get_steps (self);
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (int));

  g_array_append_vals (steps, there->data, there->len);
  for (int step = 0;
       mvua_ensemble_is_published_run (self) && step <= MVUA_PRODUCT_LAST_STEP;
       step += MVUA_PRODUCT_STEP)
    if (!g_array_binary_search ((GArray *) there, &step, compare_ints, NULL))
      g_array_append_val (steps, step);
  g_array_sort (steps, compare_ints);
  return steps;
}

GArray *
mvua_ensemble_absences (const MvuaEnsemble *self)
{
  g_autoptr (GArray) steps = mvua_ensemble_expected_steps (self);
  g_autoptr (GArray) members = mvua_ensemble_expected_members (self);
  GArray *absences = g_array_new (FALSE, FALSE, sizeof (MvuaAbsence));

  for (guint s = 0; s < steps->len; s++)
    {
      const int step = g_array_index (steps, int, s);
      g_autoptr (GPtrArray) variables = variables_at (self, members, step);
      for (guint m = 0; m < members->len; m++)
        add_absences (self, g_array_index (members, MvuaMember, m), step, variables,
                      absences);
    }
  g_array_sort (absences, compare_absences);
  return absences;
}

/* What never was: a statistic over the time before the first step, and the orography,
 * which only the first step has. */
static gboolean
is_not_defined (const MvuaVariable *variable, int step)
{
  if (variable->kind != MVUA_KIND_INSTANT)
    return step == 0;
  return step > 0 && variable == mvua_variable_by_name ("orog");
}

MvuaStatus
mvua_ensemble_absence_status (const MvuaEnsemble *self,
                              const MvuaVariable *variable,
                              MvuaMember member,
                              int step,
                              char **complaint)
{
  char name[MVUA_MEMBER_NAME_SIZE];

  *complaint = NULL;
  if (is_not_defined (variable, step))
    return MVUA_STATUS_NOT_DEFINED;
  if (mvua_ensemble_has_file (self, member, step))
    {
      *complaint = g_strdup ("the file does not have it");
      return MVUA_STATUS_NOT_PUBLISHED;
    }
  *complaint =
      g_strdup_printf ("no file of %s f%03d", mvua_member_name (member, name), step);
  return MVUA_STATUS_MISSING;
}
