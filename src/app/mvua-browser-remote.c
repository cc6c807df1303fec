/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is different where a run is fetched: it grows while it is open, NOAA's own mean
 * and spread are shown before thirty members have come, and little is fetched that may
 * not be looked at. */

#include "mvua-browser-private.h"
#include "mvua-closer.h"

gboolean
mvua_browser_has_whole_run (MvuaBrowser *self)
{
  return !mvua_ensemble_is_bucket_run (self->ensemble) ||
         mvua_ensemble_is_published_run (self->ensemble);
}

/* NOAA's own of a product, if it has one that is the same thing: of an instant, or of
 * rain as it was published, of which NOAA's mean is right and its spread is of buckets
 * that differ. */
static gboolean
find_stand_in (MvuaBrowser *self, const MvuaFieldKey *key, MvuaFieldKey *own)
{
  const MvuaProduct *product = &key->product;
  const gboolean is_mean = product->statistic.kind == MVUA_STATISTIC_MEAN;
  const MvuaMember member = { is_mean ? MVUA_MEMBER_MEAN : MVUA_MEMBER_SPREAD, 0 };
  guint n = 0;

  if (mvua_ensemble_get_remote (self->ensemble) == NULL ||
      product->kind != MVUA_PRODUCT_STATISTIC ||
      (!is_mean && product->statistic.kind != MVUA_STATISTIC_STD) ||
      (!is_mean && key->variable->kind != MVUA_KIND_INSTANT) ||
      key->start != MVUA_HOUR_UNKNOWN ||
      mvua_ensemble_find (self->ensemble, key->variable, member, key->end, &n) == NULL)
    return FALSE;
  *own = *key;
  own->product = mvua_product_member (member);
  return TRUE;
}

/* Only after it, so that a thin link has one message to bring and not thirty. */
static void
on_stand_in (MvuaField *field, const GError *error G_GNUC_UNUSED, gpointer data)
{
  MvuaBrowser *self = data;
  MvuaFieldKey key;
  g_autofree char *problem = NULL;

  self->stand_in_request = 0;
  if (!mvua_browser_make_key (self, &key, &problem))
    return;
  if (field != NULL && field->status == MVUA_STATUS_OK)
    {
      MvuaField *old = self->field;
      const gboolean is_known = old != NULL && mvua_field_key_equal (&old->key, &key) &&
                                mvua_field_is_final (old) &&
                                old->status == MVUA_STATUS_OK;
      if (!is_known)
        {
          self->field = mvua_field_ref (field);
          self->is_stand_in = TRUE;
          g_clear_pointer (&old, mvua_field_unref);
        }
    }
  mvua_browser_ask_own (self, &key);
  mvua_browser_changed (self, MVUA_BROWSER_FIELD | MVUA_BROWSER_LOADING);
}

gboolean
mvua_browser_ask_stand_in (MvuaBrowser *self, const MvuaFieldKey *key)
{
  MvuaFieldKey own;

  if (!find_stand_in (self, key, &own))
    return FALSE;
  self->stand_in_request =
      mvua_fields_request (self->fields, &own, MVUA_FIELDS_PICKED, on_stand_in, self);
  return TRUE;
}

MvuaMemberKind
mvua_browser_get_stand_in (MvuaBrowser *self, guint *n_come, guint *n_wanted)
{
  *n_come = self->n_come;
  *n_wanted = self->n_wanted;
  if (self->field == NULL || !self->is_stand_in)
    return MVUA_MEMBER_DETERMINISTIC;
  return (MvuaMemberKind) self->field->key.product.member.kind;
}

/* Thirty members of a step that nobody may look at are too much; of a mean NOAA's own
 * will do, and what plays is looked at next for certain. */
gboolean
mvua_browser_choose_prefetch (MvuaBrowser *self, MvuaFieldKey *key)
{
  MvuaFieldKey own;

  /* A first opening makes way for the whole run, which is being listed meanwhile. */
  if (!mvua_browser_has_whole_run (self))
    return FALSE;
  if (mvua_ensemble_get_remote (self->ensemble) == NULL ||
      key->product.kind == MVUA_PRODUCT_MEMBER || mvua_browser_is_playing (self))
    return TRUE;
  if (!find_stand_in (self, key, &own))
    return FALSE;
  *key = own;
  return TRUE;
}

void
mvua_browser_set_may_prefetch (MvuaBrowser *self, gboolean may_prefetch)
{
  self->may_prefetch = may_prefetch;
}

/* Whether it can take the place of what is open. */
static gboolean
is_same_run (MvuaBrowser *self, MvuaEnsemble *ensemble)
{
  return self->ensemble != NULL &&
         mvua_ensemble_get_run (self->ensemble) == mvua_ensemble_get_run (ensemble) &&
         mvua_grid_equal (mvua_ensemble_get_grid (self->ensemble),
                          mvua_ensemble_get_grid (ensemble));
}

void
mvua_browser_update_ensemble (MvuaBrowser *self, MvuaEnsemble *ensemble, MvuaNode *tree)
{
  if (!is_same_run (self, ensemble))
    {
      mvua_browser_set_run (self, ensemble, tree);
      return;
    }
  mvua_browser_forget_requests (self);
  mvua_browser_forget_pin_requests (self);
  g_clear_object (&self->tree);
  mvua_closer_close (g_steal_pointer (&self->fields), g_steal_pointer (&self->ensemble));
  self->ensemble = ensemble;
  mvua_browser_settle_source (self, tree);
  self->step = mvua_browser_nearest_step (self, self->step);
  mvua_browser_changed (self, MVUA_BROWSER_GROWN | MVUA_BROWSER_PICK);
  self->is_updating = TRUE;
  mvua_browser_refresh (self);
  self->is_updating = FALSE;
}

/* What failed is not kept, so it is asked for again. */
void
mvua_browser_retry (MvuaBrowser *self)
{
  if (self->ensemble == NULL)
    return;
  self->is_updating = TRUE;
  mvua_browser_refresh (self);
  self->is_updating = FALSE;
}
