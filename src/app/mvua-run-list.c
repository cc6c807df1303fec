/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-run-list.h"

#define N_DAYS 4
/* What is older has come, or does not come. */
#define SECONDS_OF_GROWTH ((gint64) 24 * 3600)

struct _MvuaRunItem
{
  GObject parent_instance;
  MvuaNoaaCycle cycle;
  gboolean is_wanted;
  gboolean is_fresh; /* measured since the last refresh */
  gboolean is_being_measured;
};

G_DEFINE_FINAL_TYPE (MvuaRunItem, mvua_run_item, G_TYPE_OBJECT)

struct _MvuaRunList
{
  GObject parent_instance;
  MvuaNetwork *network;
  GPtrArray *items; /* of MvuaRunItem */
  GCancellable *cancellable;
  GError *error;
  gboolean is_listing;
  MvuaRunItem *measured; /* (nullable): at hand */
};

static void init_model (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MvuaRunList,
                               mvua_run_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_model))

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint item_signals[N_SIGNALS];
static guint list_signals[N_SIGNALS];

MvuaRun
mvua_run_item_get_run (MvuaRunItem *self)
{
  return self->cycle.run;
}

const MvuaNoaaCycle *
mvua_run_item_get_cycle (MvuaRunItem *self)
{
  return self->cycle.is_measured ? &self->cycle : NULL;
}

gboolean
mvua_run_item_is_being_measured (MvuaRunItem *self)
{
  return self->is_being_measured;
}

static void
mvua_run_item_class_init (MvuaRunItemClass *class G_GNUC_UNUSED)
{
  item_signals[CHANGED] = g_signal_new ("changed", MVUA_TYPE_RUN_ITEM, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mvua_run_item_init (MvuaRunItem *self G_GNUC_UNUSED)
{
}

static GType
get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return MVUA_TYPE_RUN_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return MVUA_RUN_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  MvuaRunList *self = MVUA_RUN_LIST (model);

  return position < self->items->len
             ? g_object_ref (g_ptr_array_index (self->items, position))
             : NULL;
}

static void
init_model (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
run_measure (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  MvuaRunList *self = source;
  MvuaNoaaCycle *cycle = data;
  GError *error = NULL;
  MvuaRemote *remote = mvua_network_dup_remote (self->network, &error);

  if (remote != NULL)
    {
      if (!mvua_noaa_measure_cycle (mvua_remote_get_bucket (remote), cycle,
                                    MVUA_PRIORITY_BESIDE, cancellable, &error))
        cycle->is_measured = FALSE;
      mvua_remote_unref (remote);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void measure_next (MvuaRunList *self);

static void
on_measured (GObject *source, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  MvuaRunList *self = MVUA_RUN_LIST (source);
  const MvuaNoaaCycle *cycle = g_task_get_task_data (G_TASK (result));
  g_autoptr (MvuaRunItem) item = g_steal_pointer (&self->measured);
  g_autoptr (GError) error = NULL;

  item->is_being_measured = FALSE;
  item->is_fresh = TRUE; /* or it would be tried for ever */
  if (g_task_propagate_boolean (G_TASK (result), &error))
    item->cycle = *cycle;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  g_signal_emit (item, item_signals[CHANGED], 0);
  measure_next (self);
}

/* The newest that somebody wants to see and that is not known. */
static void
measure_next (MvuaRunList *self)
{
  for (guint i = 0; i < self->items->len && self->measured == NULL; i++)
    {
      MvuaRunItem *item = g_ptr_array_index (self->items, i);
      if (item->is_wanted && !item->is_fresh)
        self->measured = g_object_ref (item);
    }
  if (self->measured == NULL || self->measured->is_being_measured)
    return;
  self->measured->is_being_measured = TRUE;
  g_signal_emit (self->measured, item_signals[CHANGED], 0);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_measured, NULL);
  g_task_set_task_data (
      task, g_memdup2 (&self->measured->cycle, sizeof self->measured->cycle), g_free);
  g_task_run_in_thread (task, run_measure);
}

void
mvua_run_list_want (MvuaRunList *self, MvuaRunItem *item)
{
  item->is_wanted = TRUE;
  if (!self->is_listing)
    measure_next (self);
}

gboolean
mvua_run_list_is_listing (MvuaRunList *self)
{
  return self->is_listing;
}

const GError *
mvua_run_list_get_error (MvuaRunList *self)
{
  return self->error;
}

static gboolean
is_settled (MvuaRunItem *item)
{
  return mvua_noaa_cycle_is_complete (&item->cycle) ||
         g_get_real_time () / G_USEC_PER_SEC - item->cycle.run > SECONDS_OF_GROWTH;
}

gboolean
mvua_run_list_may_grow (MvuaRunList *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (!is_settled (g_ptr_array_index (self->items, i)))
      return TRUE;
  return FALSE;
}

static MvuaRunItem *
find_item (MvuaRunList *self, MvuaRun run)
{
  for (guint i = 0; i < self->items->len; i++)
    if (mvua_run_item_get_run (g_ptr_array_index (self->items, i)) == run)
      return g_ptr_array_index (self->items, i);
  return NULL;
}

/* Items that were there stay the same objects, with what is known of them. */
static void
take_cycles (MvuaRunList *self, const GArray *cycles)
{
  g_autoptr (GPtrArray) old = self->items;
  const guint n_old = old->len;
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_same = n_old == cycles->len;

  for (guint i = 0; i < cycles->len; i++)
    {
      const MvuaNoaaCycle *cycle = &g_array_index (cycles, MvuaNoaaCycle, i);
      MvuaRunItem *known = find_item (self, cycle->run);

      is_same = is_same && known != NULL && known == g_ptr_array_index (old, i);
      if (known == NULL)
        {
          known = g_object_new (MVUA_TYPE_RUN_ITEM, NULL);
          known->cycle = *cycle;
          g_ptr_array_add (items, known);
          continue;
        }
      known->is_fresh = known->cycle.is_measured && is_settled (known);
      g_ptr_array_add (items, g_object_ref (known));
    }
  self->items = items;
  if (!is_same)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, items->len);
}

static void
run_list (GTask *task,
          gpointer source,
          gpointer data G_GNUC_UNUSED,
          GCancellable *cancellable)
{
  MvuaRunList *self = source;
  GError *error = NULL;
  GArray *cycles = NULL;
  MvuaRemote *remote = mvua_network_dup_remote (self->network, &error);

  if (remote != NULL)
    {
      cycles = mvua_noaa_list_cycles (mvua_remote_get_bucket (remote),
                                      g_get_real_time () / G_USEC_PER_SEC, N_DAYS,
                                      MVUA_PRIORITY_PICKED, cancellable, &error);
      mvua_remote_unref (remote);
    }
  if (cycles != NULL)
    g_task_return_pointer (task, cycles, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  MvuaRunList *self = MVUA_RUN_LIST (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) cycles = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->is_listing = FALSE;
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (cycles != NULL)
    take_cycles (self, cycles);
  mvua_network_look (self->network);
  g_signal_emit (self, list_signals[CHANGED], 0);
  measure_next (self);
}

void
mvua_run_list_refresh (MvuaRunList *self)
{
  if (self->is_listing)
    return;
  self->is_listing = TRUE;
  g_signal_emit (self, list_signals[CHANGED], 0);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_listed, NULL);
  g_task_run_in_thread (task, run_list);
}

void
mvua_run_list_stop (MvuaRunList *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
mvua_run_list_finalize (GObject *object)
{
  MvuaRunList *self = MVUA_RUN_LIST (object);

  g_clear_object (&self->measured);
  g_ptr_array_unref (self->items);
  g_object_unref (self->cancellable);
  g_clear_error (&self->error);
  g_object_unref (self->network);
  G_OBJECT_CLASS (mvua_run_list_parent_class)->finalize (object);
}

static void
mvua_run_list_class_init (MvuaRunListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = mvua_run_list_finalize;
  list_signals[CHANGED] = g_signal_new ("changed", MVUA_TYPE_RUN_LIST, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mvua_run_list_init (MvuaRunList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

MvuaRunList *
mvua_run_list_new (MvuaNetwork *network)
{
  MvuaRunList *self = g_object_new (MVUA_TYPE_RUN_LIST, NULL);

  self->network = g_object_ref (network);
  return self;
}
