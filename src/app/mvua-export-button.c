/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-button.h"

#include "mvua-export-row.h"

#include <glib/gi18n.h>
#include <math.h>

struct _MvuaExportButton
{
  AdwBin parent_instance;
  MvuaExports *exports;
  GPtrArray *watched; /* of MvuaExportJob: those whose properties are followed */
  double fraction;

  GtkMenuButton *menu_button;
  GtkStack *stack;
  GtkDrawingArea *ring;
  GtkImage *icon;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (MvuaExportButton, mvua_export_button, ADW_TYPE_BIN)

/* A pale ring, and an arc from the top over it. */
static void
draw_ring (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  const MvuaExportButton *self = data;
  const double line = 2.5;
  const double radius = (MIN (width, height) - line) / 2;
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &colour);
  cairo_set_line_width (cr, line);
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha * 0.25);
  cairo_arc (cr, width / 2.0, height / 2.0, radius, 0, 2 * G_PI);
  cairo_stroke (cr);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_arc (cr, width / 2.0, height / 2.0, radius, -G_PI_2,
             -G_PI_2 + 2 * G_PI * self->fraction);
  cairo_stroke (cr);
}

/* What the ring or the icon says in words. */
static char *
describe (MvuaExportButton *self, const MvuaExportJob *active, gboolean is_failed)
{
  const guint n = mvua_exports_get_n_active (self->exports);

  if (active == NULL)
    return g_strdup (is_failed ? _ ("An export failed") : _ ("Exports are finished"));
  return g_strdup_printf (
      ngettext ("Exporting, %d %% done", "Exporting %2$u outputs, %1$d %% done", n),
      (int) floor (100 * self->fraction), n);
}

static void
show_state (MvuaExportButton *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->exports));
  MvuaExportJob *active = NULL;
  gboolean is_failed = FALSE;
  double done = 0;
  guint n_active = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MvuaExportJob) job =
          g_list_model_get_item (G_LIST_MODEL (self->exports), i);
      is_failed |= mvua_export_job_get_state (job) == MVUA_EXPORT_JOB_FAILED ||
                   mvua_export_job_get_n_gaps (job) > 0;
      if (mvua_export_job_is_over (job))
        continue;
      active = job;
      done += mvua_export_job_get_fraction (job);
      n_active++;
    }
  self->fraction = n_active > 0 ? done / n_active : 1;
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  gtk_stack_set_visible_child (self->stack, active != NULL ? GTK_WIDGET (self->ring)
                                                           : GTK_WIDGET (self->icon));
  gtk_image_set_from_icon_name (self->icon, is_failed ? "dialog-warning-symbolic"
                                                      : "object-select-symbolic");
  gtk_widget_queue_draw (GTK_WIDGET (self->ring));
  g_autofree char *words = describe (self, active, is_failed);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  /* The keyboard comes to the button in it. */
  GtkWidget *toggle = gtk_widget_get_first_child (GTK_WIDGET (self->menu_button));
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

static void
unwatch (MvuaExportButton *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->watched, i),
                                          show_state, self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
on_items_changed (MvuaExportButton *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->exports));

  unwatch (self);
  for (guint i = 0; i < n; i++)
    {
      MvuaExportJob *job = g_list_model_get_item (G_LIST_MODEL (self->exports), i);
      g_ptr_array_add (self->watched, job);
      g_signal_connect_swapped (job, "notify", G_CALLBACK (show_state), self);
    }
  if (n == 0)
    gtk_menu_button_popdown (self->menu_button);
  show_state (self);
}

static GtkWidget *
make_row (gpointer job, gpointer data)
{
  MvuaExportButton *self = data;

  return mvua_export_row_new (self->exports, job);
}

static void
mvua_export_button_dispose (GObject *object)
{
  MvuaExportButton *self = MVUA_EXPORT_BUTTON (object);

  unwatch (self);
  if (self->exports != NULL)
    g_signal_handlers_disconnect_by_data (self->exports, self);
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  g_clear_object (&self->exports);
  G_OBJECT_CLASS (mvua_export_button_parent_class)->dispose (object);
}

static void
mvua_export_button_finalize (GObject *object)
{
  g_ptr_array_unref (MVUA_EXPORT_BUTTON (object)->watched);
  G_OBJECT_CLASS (mvua_export_button_parent_class)->finalize (object);
}

static void
mvua_export_button_class_init (MvuaExportButtonClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_export_button_dispose;
  G_OBJECT_CLASS (class)->finalize = mvua_export_button_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-export-button.ui");
  gtk_widget_class_bind_template_child (widget_class, MvuaExportButton, menu_button);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportButton, stack);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportButton, ring);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportButton, icon);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportButton, list);
}

static void
mvua_export_button_init (MvuaExportButton *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->ring, draw_ring, self, NULL);
}

GtkWidget *
mvua_export_button_new (MvuaExports *exports)
{
  MvuaExportButton *self = g_object_new (MVUA_TYPE_EXPORT_BUTTON, NULL);

  self->exports = g_object_ref (exports);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (exports), make_row, self, NULL);
  g_signal_connect_swapped (exports, "items-changed", G_CALLBACK (on_items_changed),
                            self);
  on_items_changed (self);
  return GTK_WIDGET (self);
}
