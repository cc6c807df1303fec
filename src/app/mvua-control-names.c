/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-control-names.h"

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

/* A button with an icon, or the one in a menu button, of which an icon says nothing. */
static const char *
get_tip (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (!GTK_IS_BUTTON (widget) || gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    return NULL;
  return gtk_widget_get_tooltip_text (GTK_IS_MENU_BUTTON (parent) ? parent : widget);
}

/* The parts of libadwaita’s rows do not say what the row is of. */
static const char *
get_title (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);

  if (row == NULL || !(GTK_IS_EDITABLE (widget) || GTK_IS_SWITCH (widget) ||
                       GTK_IS_DROP_DOWN (widget) || GTK_IS_CHECK_BUTTON (widget)))
    return NULL;
  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
}

void
mvua_control_names_add (GtkWidget *root)
{
  const char *tip = get_tip (root);
  const char *name = tip != NULL ? tip : get_title (root);

  if (name != NULL)
    set_name (root, name);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mvua_control_names_add (child);
}
