/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-kept-marks.h"

#include <glib/gi18n.h>

/* What is looked for, and what was found: a thread's own. */
typedef struct
{
  MvuaEnsemble *ensemble;
  int step;
  GArray *members;      /* of MvuaMember */
  GPtrArray *variables; /* of MvuaVariable */
  GByteArray *is_kept;  /* [members][variables] */
  MvuaKeptMarks *marks; /* not to be touched after a cancellation */
} Search;

static void
search_free (Search *self)
{
  mvua_ensemble_unref (self->ensemble);
  g_array_unref (self->members);
  g_ptr_array_unref (self->variables);
  g_byte_array_unref (self->is_kept);
  g_free (self);
}

static void
run_search (GTask *task,
            gpointer source G_GNUC_UNUSED,
            gpointer data,
            GCancellable *cancellable)
{
  Search *self = data;

  for (guint m = 0; m < self->members->len; m++)
    for (guint v = 0;
         v < self->variables->len && !g_cancellable_is_cancelled (cancellable); v++)
      {
        const guint8 is_kept = (guint8) mvua_ensemble_is_kept (
            self->ensemble, g_ptr_array_index (self->variables, v),
            g_array_index (self->members, MvuaMember, m), self->step);
        g_byte_array_append (self->is_kept, &is_kept, 1);
      }
  g_task_return_boolean (task, TRUE);
}

/* A member of which nothing is kept says so itself: as a rule it is closed. */
static void
mark_member (MvuaNode *tree, const Search *found, guint m)
{
  const MvuaProduct product =
      mvua_product_member (g_array_index (found->members, MvuaMember, m));
  MvuaNode *member = mvua_node_find (tree, &product, NULL);
  gboolean has_any = FALSE;

  for (guint v = 0; v < found->variables->len; v++)
    {
      const gboolean is_kept = found->is_kept->data[m * found->variables->len + v];
      MvuaNode *node =
          mvua_node_find (tree, &product, g_ptr_array_index (found->variables, v));

      has_any = has_any || is_kept;
      if (node != NULL)
        mvua_node_set_detail (node, is_kept ? NULL : _ ("not fetched"));
    }
  if (member != NULL)
    mvua_node_set_detail (member, has_any ? NULL : _ ("not fetched"));
}

static void
on_found (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  const Search *found = g_task_get_task_data (G_TASK (result));

  /* Cancelled: who asked may be gone. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  MvuaKeptMarks *self = data;
  g_clear_object (&self->looking);
  for (guint m = 0; m < found->members->len; m++)
    mark_member (self->tree, found, m);
}

void
mvua_kept_marks_set (MvuaKeptMarks *self, MvuaBrowser *browser)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (browser);
  MvuaNode *tree = mvua_browser_get_tree (browser);

  if (self->tree == tree && self->step == mvua_browser_get_step (browser))
    return;
  mvua_kept_marks_clear (self, NULL);
  Search *search = g_new0 (Search, 1);
  search->ensemble = mvua_ensemble_ref (ensemble);
  search->step = self->step = mvua_browser_get_step (browser);
  search->members = g_array_copy ((GArray *) mvua_ensemble_get_members (ensemble));
  search->variables =
      g_ptr_array_copy ((GPtrArray *) mvua_ensemble_get_variables (ensemble), NULL, NULL);
  search->is_kept = g_byte_array_new ();
  self->tree = g_object_ref (tree);
  self->looking = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, self->looking, on_found, self);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  g_task_run_in_thread (task, run_search);
}

static void
clear_below (MvuaNode *node)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (node)); i++)
    {
      g_autoptr (MvuaNode) child = g_list_model_get_item (G_LIST_MODEL (node), i);

      mvua_node_set_detail (child, NULL);
      clear_below (child);
    }
}

void
mvua_kept_marks_clear (MvuaKeptMarks *self, MvuaBrowser *browser)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  if (self->tree != NULL && browser != NULL &&
      mvua_browser_get_tree (browser) == self->tree)
    clear_below (self->tree);
  g_clear_object (&self->tree);
}
