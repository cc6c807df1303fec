/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The requests of a browser: the pick, wind over it, its neighbours in time. */

#include "mvua-browser-private.h"
#include "mvua-problem-text.h"

#include <glib/gi18n.h>

static gboolean
make_hours (MvuaBrowser *self, int step, MvuaHours *hours)
{
  const GArray *steps = mvua_ensemble_get_steps (self->ensemble);

  if (!mvua_variable_is_rain (self->variable))
    {
      *hours = (MvuaHours){ MVUA_HOUR_UNKNOWN, step };
      return TRUE;
    }
  return mvua_rain_window_at (&self->rain, mvua_ensemble_get_run (self->ensemble),
                              g_array_index (steps, int, steps->len - 1), step, hours);
}

gboolean
mvua_browser_get_hours (MvuaBrowser *self, MvuaHours *hours)
{
  return self->variable != NULL && make_hours (self, self->step, hours);
}

static gboolean
make_key_at (MvuaBrowser *self, int step, MvuaFieldKey *key)
{
  MvuaHours hours = { 0 };

  if (!make_hours (self, step, &hours))
    return FALSE;
  *key = (MvuaFieldKey){
    .product = self->product,
    .variable = self->variable,
    .start = hours.start,
    .end = hours.end,
    .window = self->sees_whole ? self->whole : self->region,
  };
  return TRUE;
}

static char *
explain_no_window (MvuaBrowser *self)
{
  const int n_days = self->rain.n_days;

  if (self->step == 0)
    return g_strdup (_ ("At the time of the run no rain has fallen yet: choose a later "
                        "step."));
  if (self->rain.kind != MVUA_RAIN_WINDOW_DAYS)
    return g_strdup (_ ("There is no such rain at this step."));
  if (n_days == 1)
    return g_strdup (
        _ ("No whole day of the run holds this step: choose another step, or "
           "another window of rain."));
  return g_strdup_printf (
      ngettext ("The run does not cover %d whole day about this step: choose another "
                "step, or a shorter window of rain.",
                "The run does not cover %d whole days about this step: choose another "
                "step, or a shorter window of rain.",
                (gulong) n_days),
      n_days);
}

gboolean
mvua_browser_make_key (MvuaBrowser *self, MvuaFieldKey *key, char **problem)
{
  if (make_key_at (self, self->step, key))
    return TRUE;
  *problem = explain_no_window (self);
  return FALSE;
}

static void
set_loading (MvuaBrowser *self, gboolean is_loading)
{
  if (self->loading_node != NULL)
    mvua_node_set_is_loading (self->loading_node, FALSE);
  g_clear_object (&self->loading_node);
  if (is_loading && self->tree != NULL)
    {
      MvuaNode *node = mvua_node_find (self->tree, &self->product, self->variable);
      if (node != NULL)
        {
          self->loading_node = g_object_ref (node);
          mvua_node_set_is_loading (node, TRUE);
        }
    }
  self->is_loading = is_loading;
}

static void
cancel (MvuaBrowser *self, guint *request)
{
  if (*request != 0)
    mvua_fields_cancel (self->fields, *request);
  *request = 0;
}

void
mvua_browser_forget_requests (MvuaBrowser *self)
{
  if (self->fields == NULL)
    return;
  cancel (self, &self->request);
  cancel (self, &self->stand_in_request);
  for (guint i = 0; i < G_N_ELEMENTS (self->wind_requests); i++)
    cancel (self, &self->wind_requests[i]);
  for (guint i = 0; i < G_N_ELEMENTS (self->prefetches); i++)
    cancel (self, &self->prefetches[i]);
  set_loading (self, FALSE);
}

static void
on_prefetched (MvuaField *field G_GNUC_UNUSED,
               const GError *error G_GNUC_UNUSED,
               gpointer data G_GNUC_UNUSED)
{
}

/* The next step and the one before, which are what is picked next as a rule. */
static void
prefetch (MvuaBrowser *self)
{
  const GArray *steps = mvua_ensemble_get_steps (self->ensemble);
  MvuaFieldKey key;

  if (!self->may_prefetch || !g_settings_get_boolean (self->settings, "prefetch"))
    return;
  for (guint i = 0; i < steps->len; i++)
    {
      if (g_array_index (steps, int, i) != self->step)
        continue;
      for (guint k = 0; k < 2; k++)
        {
          const gint64 at = (gint64) i + (k == 0 ? 1 : -1);
          cancel (self, &self->prefetches[k]);
          if (at >= 0 && at < steps->len &&
              make_key_at (self, g_array_index (steps, int, at), &key) &&
              mvua_browser_choose_prefetch (self, &key))
            self->prefetches[k] = mvua_fields_request (
                self->fields, &key, MVUA_FIELDS_PREFETCH, on_prefetched, self);
        }
    }
}

static gboolean
is_of_pick (MvuaBrowser *self, const MvuaField *field)
{
  MvuaFieldKey key;
  g_autofree char *problem = NULL;

  return mvua_browser_make_key (self, &key, &problem) &&
         mvua_field_key_equal (&key, &field->key);
}

/* Whether what is shown tells more of the pick than @field: it was whole before more of
 * the run was known, or before the network went. */
static gboolean
is_better (MvuaBrowser *self, const MvuaField *field)
{
  const MvuaField *shown = self->field;

  if (shown == NULL || shown->status != MVUA_STATUS_OK)
    return FALSE;
  if (self->is_stand_in)
    return !mvua_field_is_final (field) || field->status != MVUA_STATUS_OK;
  return is_of_pick (self, shown) && mvua_field_is_final (shown) &&
         (!mvua_field_is_final (field) || field->status != MVUA_STATUS_OK);
}

void
mvua_browser_take_own (MvuaBrowser *self, MvuaField *field)
{
  MvuaField *old = self->field;
  const gboolean is_kept = is_better (self, field);

  self->n_come = field->n_members;
  self->n_wanted = field->n_wanted;
  if (!is_kept)
    {
      self->is_stand_in = FALSE;
      self->field = mvua_field_ref (field);
      g_clear_pointer (&old, mvua_field_unref);
    }
  if (mvua_field_is_final (field))
    {
      self->request = 0;
      set_loading (self, FALSE);
      prefetch (self);
    }
  mvua_browser_changed (self, is_kept ? MVUA_BROWSER_LOADING
                                      : MVUA_BROWSER_FIELD | MVUA_BROWSER_LOADING);
}

static void
take_problem (MvuaBrowser *self, char *problem)
{
  g_free (self->problem);
  self->problem = problem;
  self->request = 0;
  self->is_stand_in = FALSE;
  g_clear_pointer (&self->field, mvua_field_unref);
  set_loading (self, FALSE);
  mvua_browser_changed (self, MVUA_BROWSER_FIELD | MVUA_BROWSER_LOADING);
}

static void
on_field (MvuaField *field, const GError *error, gpointer data)
{
  MvuaBrowser *self = data;

  if (field != NULL)
    mvua_browser_take_own (self, field);
  else
    take_problem (self, mvua_problem_text_failed (error));
}

void
mvua_browser_ask_own (MvuaBrowser *self, const MvuaFieldKey *key)
{
  self->request =
      mvua_fields_request (self->fields, key, MVUA_FIELDS_PICKED, on_field, self);
}

static void
ask (MvuaBrowser *self, const MvuaFieldKey *key)
{
  g_autoptr (MvuaField) cached = mvua_fields_peek (self->fields, key);

  if (cached != NULL)
    {
      mvua_browser_take_own (self, cached);
      return;
    }
  if (!mvua_browser_ask_stand_in (self, key))
    mvua_browser_ask_own (self, key);
  set_loading (self, TRUE);
  mvua_browser_changed (self, MVUA_BROWSER_LOADING);
}

void
mvua_browser_refresh (MvuaBrowser *self)
{
  MvuaFieldKey key;
  char *problem = NULL;

  mvua_browser_forget_requests (self);
  g_clear_pointer (&self->problem, g_free);
  self->is_stand_in = FALSE;
  self->n_come = 0;
  self->n_wanted = 0;
  if (self->ensemble == NULL || self->variable == NULL)
    return;
  if (!mvua_browser_make_key (self, &key, &problem))
    take_problem (self, problem);
  else
    ask (self, &key);
  mvua_browser_refresh_wind (self);
  mvua_browser_refresh_pin (self);
}

gboolean
mvua_browser_is_stale (MvuaBrowser *self)
{
  return self->field != NULL && !self->is_stand_in && !is_of_pick (self, self->field);
}

static void
take_wind (MvuaBrowser *self, MvuaField *field, MvuaField **place, guint *request)
{
  if (field == NULL || !mvua_field_is_final (field))
    return;
  *request = 0;
  g_clear_pointer (place, mvua_field_unref);
  *place = mvua_field_ref (field);
  /* Half a wind is none. */
  if (self->u != NULL && self->v != NULL)
    mvua_browser_changed (self, MVUA_BROWSER_FIELD);
}

static void
on_u (MvuaField *field, const GError *error G_GNUC_UNUSED, gpointer data)
{
  MvuaBrowser *self = data;

  take_wind (self, field, &self->u, &self->wind_requests[0]);
}

static void
on_v (MvuaField *field, const GError *error G_GNUC_UNUSED, gpointer data)
{
  MvuaBrowser *self = data;

  take_wind (self, field, &self->v, &self->wind_requests[1]);
}

/* Wind of the member that is shown, or of the mean. */
void
mvua_browser_refresh_wind (MvuaBrowser *self)
{
  const MvuaVariable *const variables[] = { mvua_variable_by_name ("u10"),
                                            mvua_variable_by_name ("v10") };
  const MvuaFieldsFunc funcs[] = { on_u, on_v };
  const GPtrArray *there = mvua_ensemble_get_variables (self->ensemble);
  const gboolean is_shown = mvua_look_has_wind (self->look);

  g_clear_pointer (&self->u, mvua_field_unref);
  g_clear_pointer (&self->v, mvua_field_unref);
  for (guint i = 0; i < 2; i++)
    {
      cancel (self, &self->wind_requests[i]);
      if (!is_shown || !g_ptr_array_find ((GPtrArray *) there, variables[i], NULL))
        continue;
      const MvuaFieldKey key = {
        .product =
            self->product.kind == MVUA_PRODUCT_MEMBER
                ? self->product
                : mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_MEAN, 0 }),
        .variable = variables[i],
        .start = MVUA_HOUR_UNKNOWN,
        .end = self->step,
        .window = self->sees_whole ? self->whole : self->region,
      };
      self->wind_requests[i] =
          mvua_fields_request (self->fields, &key, MVUA_FIELDS_BESIDE, funcs[i], self);
    }
}
