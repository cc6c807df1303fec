/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-check-list.h"

#include <glib/gi18n.h>

struct _MvuaCheckList
{
  AdwExpanderRow parent_instance;
  GPtrArray *checks; /* of GtkCheckButton, borrowed */
  GtkWidget *all_button;
  gboolean is_busy; /* many are set at once */
};

G_DEFINE_FINAL_TYPE (MvuaCheckList, mvua_check_list, ADW_TYPE_EXPANDER_ROW)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

guint
mvua_check_list_get_n_items (MvuaCheckList *self)
{
  return self->checks->len;
}

gboolean
mvua_check_list_get_chosen (MvuaCheckList *self, guint index)
{
  return gtk_check_button_get_active (g_ptr_array_index (self->checks, index));
}

void
mvua_check_list_set_chosen (MvuaCheckList *self, guint index, gboolean is_chosen)
{
  gtk_check_button_set_active (g_ptr_array_index (self->checks, index), is_chosen);
}

guint
mvua_check_list_get_n_chosen (MvuaCheckList *self)
{
  guint n = 0;

  for (guint i = 0; i < self->checks->len; i++)
    n += (guint) mvua_check_list_get_chosen (self, i);
  return n;
}

static gboolean
is_whole (MvuaCheckList *self)
{
  return mvua_check_list_get_n_chosen (self) == self->checks->len;
}

static void
show_count (MvuaCheckList *self)
{
  /* Translators: how many are chosen, and how many there are */
  g_autofree char *count = g_strdup_printf (
      _ ("%u of %u"), mvua_check_list_get_n_chosen (self), self->checks->len);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), count);
  gtk_button_set_label (GTK_BUTTON (self->all_button),
                        is_whole (self) ? _ ("Select None") : _ ("Select All"));
}

static void
on_toggled (MvuaCheckList *self)
{
  if (self->is_busy)
    return;
  show_count (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_all (MvuaCheckList *self)
{
  const gboolean is_chosen = !is_whole (self);

  self->is_busy = TRUE;
  for (guint i = 0; i < self->checks->len; i++)
    mvua_check_list_set_chosen (self, i, is_chosen);
  self->is_busy = FALSE;
  on_toggled (self);
}

void
mvua_check_list_add (MvuaCheckList *self,
                     const char *title,
                     const char *detail,
                     gboolean is_chosen)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_chosen);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (detail != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->checks, check);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_toggled), self);
  show_count (self);
}

static void
mvua_check_list_finalize (GObject *object)
{
  g_ptr_array_unref (MVUA_CHECK_LIST (object)->checks);
  G_OBJECT_CLASS (mvua_check_list_parent_class)->finalize (object);
}

static void
mvua_check_list_class_init (MvuaCheckListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = mvua_check_list_finalize;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", MVUA_TYPE_CHECK_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
mvua_check_list_init (MvuaCheckList *self)
{
  self->checks = g_ptr_array_new ();
  self->all_button = gtk_button_new ();
  gtk_widget_set_valign (self->all_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->all_button, "flat");
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), self->all_button);
  g_signal_connect_swapped (self->all_button, "clicked", G_CALLBACK (on_all), self);
}
