/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-point-panel.h"

#include "mvua-map-text.h"

#include <glib/gi18n.h>
#include <math.h>

struct _MvuaPointPanel
{
  GtkWidget parent_instance;
  MvuaBrowser *browser;
  gulong handler;
  guint update; /* waits for more values that come at once */

  GtkWidget *box;
  GtkLabel *place;
  GtkLabel *what;
  GtkLabel *summary;
  GtkGrid *grid;
};

G_DEFINE_FINAL_TYPE (MvuaPointPanel, mvua_point_panel, GTK_TYPE_WIDGET)

/* The unit of a member's map, also where a probability is shown. */
static const MvuaUnit *
get_unit (MvuaPointPanel *self)
{
  const MvuaProduct member = mvua_product_member ((MvuaMember){ 0 });

  return mvua_look_get_style (mvua_browser_get_look (self->browser),
                              mvua_browser_get_variable (self->browser), &member, 0)
      .unit;
}

/* From the highest down; those without a value last. */
static int
compare_values (gconstpointer a, gconstpointer b)
{
  const MvuaPinValue *one = a;
  const MvuaPinValue *other = b;

  if (isnan (one->value) || isnan (other->value))
    return isnan (one->value) - isnan (other->value);
  return (one->value < other->value) - (one->value > other->value);
}

static char *
value_text (MvuaPointPanel *self, const MvuaPinValue *value, const MvuaUnit *unit)
{
  if (!value->has_come)
    return g_strdup (mvua_browser_get_pin_problem (self->browser) != NULL ? "–" : "…");
  if (isnan (value->value))
    return g_strdup (_ ("missing"));
  return g_strdup_printf ("%.*f", unit->decimals,
                          mvua_unit_from_stored (unit, (double) value->value));
}

static void
attach_row (MvuaPointPanel *self,
            int row,
            const MvuaPinValue *value,
            const MvuaUnit *unit)
{
  char name[MVUA_MEMBER_NAME_SIZE];
  g_autofree char *text = value_text (self, value, unit);
  GtkWidget *member = gtk_label_new (mvua_member_name (value->member, name));
  GtkWidget *number = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (member), 0);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_widget_set_hexpand (number, TRUE);
  gtk_widget_add_css_class (number, "numeric");
  gtk_grid_attach (self->grid, member, 0, row, 1, 1);
  gtk_grid_attach (self->grid, number, 1, row, 1, 1);
}

static void
show_rows (MvuaPointPanel *self, const GArray *values, const MvuaUnit *unit)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  for (guint i = 0; i < values->len; i++)
    attach_row (self, (int) i, &g_array_index (values, MvuaPinValue, i), unit);
}

/* Of those that have come: mean, range, and how many are above the threshold. */
static char *
summarise (MvuaPointPanel *self, const GArray *values, const MvuaUnit *unit)
{
  const float threshold = mvua_browser_get_threshold (self->browser);
  double sum = 0;
  guint n = 0;
  guint n_above = 0;
  float lowest = INFINITY;
  float highest = -INFINITY;

  for (guint i = 0; i < values->len; i++)
    {
      const float value = g_array_index (values, MvuaPinValue, i).value;
      if (isnan (value))
        continue;
      n++;
      sum += (double) value;
      n_above += value > threshold ? 1 : 0;
      lowest = MIN (lowest, value);
      highest = MAX (highest, value);
    }
  if (n == 0 && mvua_browser_get_pin_problem (self->browser) != NULL)
    return g_strdup (mvua_browser_get_pin_problem (self->browser));
  if (n == 0)
    return g_strdup (_ ("no values"));
  return g_strdup_printf (
      /* TRANSLATORS: members that have a value, their mean and range with the unit, and
       * how many are above a threshold */
      _ ("members %u/%u\nmean %.*f %s\n%.*f to %.*f %s\n%u of %u above %.4g %s"), n,
      values->len, unit->decimals, mvua_unit_from_stored (unit, sum / n), unit->symbol,
      unit->decimals, mvua_unit_from_stored (unit, (double) lowest), unit->decimals,
      mvua_unit_from_stored (unit, (double) highest), unit->symbol, n_above, n,
      mvua_unit_from_stored (unit, (double) threshold), unit->symbol);
}

static gboolean
show_point (gpointer data)
{
  MvuaPointPanel *self = data;
  double latitude = 0;
  double longitude = 0;
  const gboolean has_pin = mvua_browser_get_variable (self->browser) != NULL &&
                           mvua_browser_get_pin (self->browser, &latitude, &longitude);

  self->update = 0;
  if (!has_pin)
    {
      gtk_label_set_text (self->place, _ ("No point is pinned"));
      gtk_label_set_text (self->what, _ ("Click on the map to see what the members say "
                                         "there."));
      gtk_label_set_text (self->summary, "");
      g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (MvuaPinValue));
      show_rows (self, none, NULL);
      return G_SOURCE_REMOVE;
    }
  const MvuaUnit *unit = get_unit (self);
  const GArray *come = mvua_browser_get_pin_values (self->browser);
  g_autoptr (GArray) values = g_array_copy ((GArray *) come);
  g_autofree char *coordinates = mvua_map_text_coordinates (longitude, latitude);
  g_autofree char *town = mvua_map_text_place (mvua_map_basemap (), longitude, latitude);
  g_autofree char *place = town != NULL ? g_strdup_printf ("%s\n%s", coordinates, town)
                                        : g_strdup (coordinates);
  g_autofree char *summary = summarise (self, values, unit);
  g_autofree char *what = g_strdup_printf (
      "%s (%s)", _ (mvua_browser_get_variable (self->browser)->long_name), unit->symbol);

  g_array_sort (values, compare_values);
  gtk_label_set_text (self->place, place);
  gtk_label_set_text (self->what, what);
  gtk_label_set_text (self->summary, summary);
  show_rows (self, values, unit);
  return G_SOURCE_REMOVE;
}

const char *
mvua_point_panel_get_summary (MvuaPointPanel *self)
{
  return gtk_label_get_text (self->summary);
}

/* Thirty members come one by one; the panel is made anew once for many of them. */
static void
on_changed (MvuaBrowser *browser G_GNUC_UNUSED, guint changes, gpointer data)
{
  MvuaPointPanel *self = data;

  if ((changes & (MVUA_BROWSER_POINT | MVUA_BROWSER_LOOK | MVUA_BROWSER_SOURCE)) != 0 &&
      self->update == 0)
    self->update = g_timeout_add (30, show_point, self);
}

void
mvua_point_panel_set_browser (MvuaPointPanel *self, MvuaBrowser *browser)
{
  g_clear_handle_id (&self->update, g_source_remove);
  if (self->browser != NULL)
    g_clear_signal_handler (&self->handler, self->browser);
  g_set_object (&self->browser, browser);
  if (browser == NULL)
    return;
  self->handler = g_signal_connect (browser, "changed", G_CALLBACK (on_changed), self);
  show_point (self);
}

static void
mvua_point_panel_dispose (GObject *object)
{
  MvuaPointPanel *self = MVUA_POINT_PANEL (object);

  mvua_point_panel_set_browser (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mvua_point_panel_parent_class)->dispose (object);
}

static void
mvua_point_panel_class_init (MvuaPointPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_point_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-point-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, MvuaPointPanel, box);
  gtk_widget_class_bind_template_child (widget_class, MvuaPointPanel, place);
  gtk_widget_class_bind_template_child (widget_class, MvuaPointPanel, what);
  gtk_widget_class_bind_template_child (widget_class, MvuaPointPanel, summary);
  gtk_widget_class_bind_template_child (widget_class, MvuaPointPanel, grid);
}

static void
mvua_point_panel_init (MvuaPointPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
