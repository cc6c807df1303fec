/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-shortcuts.h"

GtkShortcutsWindow *
mvua_shortcuts_new (void)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/org/mvua/Mvua/mvua-shortcuts.ui");

  /* GTK keeps windows until they are destroyed. */
  return GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
}
