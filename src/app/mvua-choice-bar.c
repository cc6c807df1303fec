/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-choice-bar.h"

#include "mvua-rain-choices.h"
#include "mvua-wrap-box.h"

#include <glib/gi18n.h>
#include <math.h>

struct _MvuaChoiceBar
{
  GtkWidget parent_instance;
  MvuaBrowser *browser;
  gulong handler;

  GtkWidget *box;
  GtkToggleButton *member;
  GtkToggleButton *mean;
  GtkToggleButton *spread;
  GtkToggleButton *probability;
  GtkDropDown *rain;
  GtkWidget *threshold_box;
  GtkLabel *threshold_label;
  GtkScale *threshold;
  GtkDropDown *unit;
  GtkDropDown *colours;

  GArray *rain_choices;
  guint rain_source;     /* a choice of rain is on its way to the browser */
  gboolean is_following; /* widgets are being set to what the browser has */
};

G_DEFINE_FINAL_TYPE (MvuaChoiceBar, mvua_choice_bar, GTK_TYPE_WIDGET)

/* The slider's marks, in the unit of what is stored: rain of 3 h and of days, and what
 * people warn of. */
#define MOST_MARKS 6
static const struct
{
  const char *name;
  gboolean is_daily;
  double lowest;
  double highest;
  double marks[MOST_MARKS];
} thresholds[] = {
  { "tp", FALSE, 0, 50, { 5, 10, 15, 20, 25, 40 } },
  { "tp", TRUE, 0, 150, { 5, 25, 50, 75, 100, 125 } },
  { "t2m", FALSE, 273.15, 323.15, { 293.15, 303.15, 308.15, 313.15 } },
  { "cape", FALSE, 0, 4000, { 500, 1000, 2000, 3000 } },
  { "gust", FALSE, 0, 40, { 10, 15, 20, 25 } },
  { "pwat", FALSE, 0, 80, { 30, 40, 50, 60 } },
};

/* What the slider runs over: a row above, or the limits of the variable's colours. */
static void
find_range (MvuaChoiceBar *self,
            const MvuaVariable *variable,
            const MvuaUnit *unit,
            double *lowest,
            double *highest,
            const double **marks)
{
  MvuaHours hours = { 0 };
  const gboolean is_daily = mvua_browser_get_hours (self->browser, &hours) &&
                            hours.start != MVUA_HOUR_UNKNOWN &&
                            hours.end - hours.start >= 24;
  const MvuaProduct member = mvua_product_member ((MvuaMember){ 0 });
  const MvuaMapStyle style = mvua_map_style_new (variable, &member, 0, unit);

  *marks = NULL;
  *lowest = style.limits.lowest;
  *highest = style.limits.highest;
  for (guint i = 0; i < G_N_ELEMENTS (thresholds); i++)
    if (g_str_equal (thresholds[i].name, variable->name) &&
        thresholds[i].is_daily == is_daily)
      {
        *lowest = mvua_unit_from_stored (unit, thresholds[i].lowest);
        *highest = mvua_unit_from_stored (unit, thresholds[i].highest);
        *marks = thresholds[i].marks;
      }
}

static const MvuaUnit *
value_unit (MvuaChoiceBar *self, const MvuaVariable *variable)
{
  /* The unit of a member's map: that of a probability is percent. */
  const MvuaProduct member = mvua_product_member ((MvuaMember){ 0 });

  return mvua_look_get_style (mvua_browser_get_look (self->browser), variable, &member, 0)
      .unit;
}

static void
show_threshold_text (MvuaChoiceBar *self)
{
  const MvuaVariable *variable = mvua_browser_get_variable (self->browser);
  const MvuaUnit *unit = value_unit (self, variable);
  const double value =
      mvua_unit_from_stored (unit, (double) mvua_browser_get_threshold (self->browser));
  g_autofree char *number = g_strdup_printf ("%.*f", value < 10 ? 1 : 0, value);
  /* TRANSLATORS: probability of more than a threshold, "P > 25 mm" */
  g_autofree char *text = g_strdup_printf (_ ("P > %s %s"), number, unit->symbol);

  gtk_label_set_text (self->threshold_label, text);
}

static void
show_threshold (MvuaChoiceBar *self)
{
  const MvuaVariable *variable = mvua_browser_get_variable (self->browser);
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self->threshold));
  const MvuaUnit *unit = value_unit (self, variable);
  const double value =
      mvua_unit_from_stored (unit, (double) mvua_browser_get_threshold (self->browser));
  double lowest = 0;
  double highest = 1;
  const double *marks = NULL;

  find_range (self, variable, unit, &lowest, &highest, &marks);
  lowest = MIN (lowest, value);
  highest = MAX (highest, value);
  const double step = highest - lowest > 500 ? 50 : highest - lowest > 20 ? 1 : 0.1;
  gtk_adjustment_configure (adjustment, value, lowest, highest, step, step * 5, 0);
  gtk_scale_clear_marks (self->threshold);
  for (guint i = 0; marks != NULL && i < MOST_MARKS && marks[i] > 0; i++)
    gtk_scale_add_mark (self->threshold, mvua_unit_from_stored (unit, marks[i]),
                        GTK_POS_BOTTOM, NULL);
  show_threshold_text (self);
}

static void
show_product (MvuaChoiceBar *self)
{
  const MvuaProduct *product = mvua_browser_get_product (self->browser);
  const gboolean is_statistic = product->kind == MVUA_PRODUCT_STATISTIC;
  const MvuaStatisticKind kind = product->statistic.kind;

  gtk_toggle_button_set_active (self->member, product->kind == MVUA_PRODUCT_MEMBER);
  gtk_toggle_button_set_active (self->mean, is_statistic && kind == MVUA_STATISTIC_MEAN);
  gtk_toggle_button_set_active (self->spread, is_statistic && kind == MVUA_STATISTIC_STD);
  gtk_toggle_button_set_active (self->probability,
                                product->kind == MVUA_PRODUCT_PROBABILITY);
}

/* Only where they are others: a drop-down that tells of a choice does not survive that
 * its model is taken away. */
static void
set_names (GtkDropDown *drop_down, GtkStringList *names, guint selected)
{
  GListModel *old = gtk_drop_down_get_model (drop_down);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (names));
  gboolean is_same = old != NULL && g_list_model_get_n_items (old) == n;

  for (guint i = 0; i < n && is_same; i++)
    is_same = g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (old), i),
                           gtk_string_list_get_string (names, i));
  if (!is_same)
    gtk_drop_down_set_model (drop_down, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (drop_down, selected);
}

static void
show_rain (MvuaChoiceBar *self)
{
  const MvuaRainWindow present = mvua_browser_get_rain_window (self->browser);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  g_clear_pointer (&self->rain_choices, g_array_unref);
  self->rain_choices = mvua_rain_choices (&present);
  for (guint i = 0; i < self->rain_choices->len; i++)
    {
      const MvuaRainWindow *window =
          &g_array_index (self->rain_choices, MvuaRainWindow, i);
      gtk_string_list_take (names, mvua_rain_choice_name (window));
      if (mvua_rain_window_equal (window, &present))
        selected = i;
    }
  set_names (self->rain, names, selected);
}

static void
show_unit (MvuaChoiceBar *self)
{
  const MvuaVariable *variable = mvua_browser_get_variable (self->browser);
  const MvuaProduct *product = mvua_browser_get_product (self->browser);
  const MvuaMapStyle style =
      mvua_look_get_style (mvua_browser_get_look (self->browser), variable, product, 0);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = 0;
  guint selected = 0;
  const MvuaUnit *const *choices = mvua_unit_choices (variable, product, &n);

  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (names, choices[i]->symbol);
      if (choices[i] == style.unit)
        selected = i;
    }
  set_names (self->unit, names, selected);
  gtk_widget_set_sensitive (GTK_WIDGET (self->unit), n > 1);
}

static int
shown_hours (MvuaChoiceBar *self)
{
  MvuaHours hours = { 0 };

  if (!mvua_browser_get_hours (self->browser, &hours) || hours.start == MVUA_HOUR_UNKNOWN)
    return 0;
  return hours.end - hours.start;
}

static void
show_colours (MvuaChoiceBar *self)
{
  const MvuaMapStyle style = mvua_look_get_style (
      mvua_browser_get_look (self->browser), mvua_browser_get_variable (self->browser),
      mvua_browser_get_product (self->browser), shown_hours (self));
  guint n = 0;
  const MvuaColourScale *table = mvua_colour_scale_table (&n);

  for (guint i = 0; i < n; i++)
    if (&table[i] == style.scale)
      gtk_drop_down_set_selected (self->colours, i);
}

static void
show_all (MvuaChoiceBar *self)
{
  const gboolean is_there = mvua_browser_get_ensemble (self->browser) != NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self), is_there);
  if (!is_there)
    return;
  const gboolean is_rain =
      mvua_variable_is_rain (mvua_browser_get_variable (self->browser));
  const gboolean is_probability =
      mvua_browser_get_product (self->browser)->kind == MVUA_PRODUCT_PROBABILITY;

  self->is_following = TRUE;
  show_product (self);
  gtk_widget_set_visible (GTK_WIDGET (self->rain), is_rain);
  gtk_widget_set_visible (self->threshold_box, is_probability);
  if (is_rain)
    show_rain (self);
  if (is_probability)
    show_threshold (self);
  show_unit (self);
  show_colours (self);
  self->is_following = FALSE;
}

static void
on_changed (MvuaBrowser *browser G_GNUC_UNUSED, guint changes, gpointer data)
{
  if (changes & (MVUA_BROWSER_SOURCE | MVUA_BROWSER_PICK | MVUA_BROWSER_LOOK))
    show_all (data);
}

static gboolean
apply_rain (gpointer data)
{
  MvuaChoiceBar *self = data;
  const guint i = gtk_drop_down_get_selected (self->rain);

  self->rain_source = 0;
  if (self->browser != NULL && self->rain_choices != NULL && i < self->rain_choices->len)
    mvua_browser_set_rain_window (self->browser,
                                  g_array_index (self->rain_choices, MvuaRainWindow, i));
  return G_SOURCE_REMOVE;
}

/* The names of the choices depend on what is chosen, so that comes after this. */
static void
on_rain (GtkDropDown *drop_down G_GNUC_UNUSED,
         GParamSpec *pspec G_GNUC_UNUSED,
         gpointer data)
{
  MvuaChoiceBar *self = data;

  if (!self->is_following && self->rain_source == 0)
    self->rain_source = g_idle_add (apply_rain, self);
}

static void
on_threshold (GtkRange *range, gpointer data)
{
  MvuaChoiceBar *self = data;

  if (self->is_following)
    return;
  const MvuaVariable *variable = mvua_browser_get_variable (self->browser);
  const MvuaUnit *unit = value_unit (self, variable);
  const double value = gtk_range_get_value (range);
  const double rounded = fabs (value) < 10 ? round (value * 10) / 10 : round (value);
  /* The widgets stay as they are while the slider is being dragged. */
  self->is_following = TRUE;
  g_signal_handler_block (self->browser, self->handler);
  mvua_browser_set_threshold (self->browser, (float) mvua_unit_to_stored (unit, rounded));
  g_signal_handler_unblock (self->browser, self->handler);
  self->is_following = FALSE;
  show_threshold_text (self);
}

static void
on_unit (GtkDropDown *drop_down, GParamSpec *pspec G_GNUC_UNUSED, gpointer data)
{
  MvuaChoiceBar *self = data;
  guint n = 0;

  if (self->is_following)
    return;
  const MvuaVariable *variable = mvua_browser_get_variable (self->browser);
  const MvuaUnit *const *choices =
      mvua_unit_choices (variable, mvua_browser_get_product (self->browser), &n);
  const guint i = gtk_drop_down_get_selected (drop_down);
  if (i < n)
    mvua_look_set_unit (mvua_browser_get_look (self->browser), variable, choices[i]);
}

static void
on_colours (GtkDropDown *drop_down, GParamSpec *pspec G_GNUC_UNUSED, gpointer data)
{
  MvuaChoiceBar *self = data;
  guint n = 0;
  const MvuaColourScale *table = mvua_colour_scale_table (&n);
  const guint i = gtk_drop_down_get_selected (drop_down);

  if (!self->is_following && i < n)
    mvua_look_set_scale (mvua_browser_get_look (self->browser),
                         mvua_browser_get_variable (self->browser),
                         mvua_browser_get_product (self->browser), &table[i]);
}

void
mvua_choice_bar_set_browser (MvuaChoiceBar *self, MvuaBrowser *browser)
{
  if (self->browser != NULL)
    g_clear_signal_handler (&self->handler, self->browser);
  g_set_object (&self->browser, browser);
  if (browser == NULL)
    return;
  self->handler = g_signal_connect (browser, "changed", G_CALLBACK (on_changed), self);
  show_all (self);
}

static void
mvua_choice_bar_dispose (GObject *object)
{
  MvuaChoiceBar *self = MVUA_CHOICE_BAR (object);

  mvua_choice_bar_set_browser (self, NULL);
  g_clear_handle_id (&self->rain_source, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->rain_choices, g_array_unref);
  G_OBJECT_CLASS (mvua_choice_bar_parent_class)->dispose (object);
}

static void
mvua_choice_bar_class_init (MvuaChoiceBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_choice_bar_dispose;
  g_type_ensure (MVUA_TYPE_WRAP_BOX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-choice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, MvuaChoiceBar, box);
  gtk_widget_class_bind_template_child (widget_class, MvuaChoiceBar, member);
  gtk_widget_class_bind_template_child (widget_class, MvuaChoiceBar, mean);
  gtk_widget_class_bind_template_child (widget_class, MvuaChoiceBar, spread);
  gtk_widget_class_bind_template_child (widget_class, MvuaChoiceBar, probability);
  gtk_widget_class_bind_template_child (widget_class, MvuaChoiceBar, rain);
  gtk_widget_class_bind_template_child (widget_class, MvuaChoiceBar, threshold_box);
  gtk_widget_class_bind_template_child (widget_class, MvuaChoiceBar, threshold_label);
  gtk_widget_class_bind_template_child (widget_class, MvuaChoiceBar, threshold);
  gtk_widget_class_bind_template_child (widget_class, MvuaChoiceBar, unit);
  gtk_widget_class_bind_template_child (widget_class, MvuaChoiceBar, colours);
  gtk_widget_class_bind_template_callback (widget_class, on_rain);
  gtk_widget_class_bind_template_callback (widget_class, on_threshold);
  gtk_widget_class_bind_template_callback (widget_class, on_unit);
  gtk_widget_class_bind_template_callback (widget_class, on_colours);
}

static void
on_setup_rain (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
               GtkListItem *item,
               gpointer data G_GNUC_UNUSED)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
on_bind_rain (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
              GtkListItem *item,
              gpointer data)
{
  MvuaChoiceBar *self = data;
  const guint i = gtk_list_item_get_position (item);

  if (self->rain_choices == NULL || i >= self->rain_choices->len)
    return;
  g_autofree char *name = mvua_rain_choice_short_name (
      &g_array_index (self->rain_choices, MvuaRainWindow, i));
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), name);
}

/* The list has whole names; on the button there is room for the short one. */
static void
shorten_rain (MvuaChoiceBar *self)
{
  g_autoptr (GtkListItemFactory) whole =
      g_object_ref (gtk_drop_down_get_factory (self->rain));
  g_autoptr (GtkListItemFactory) brief = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (brief, "setup", G_CALLBACK (on_setup_rain), self, 0);
  g_signal_connect_object (brief, "bind", G_CALLBACK (on_bind_rain), self, 0);
  gtk_drop_down_set_list_factory (self->rain, whole);
  gtk_drop_down_set_factory (self->rain, brief);
}

static void
mvua_choice_bar_init (MvuaChoiceBar *self)
{
  guint n = 0;
  const MvuaColourScale *table = mvua_colour_scale_table (&n);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->is_following = TRUE; /* until there is a browser */
  gtk_widget_init_template (GTK_WIDGET (self));
  shorten_rain (self);
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (names, _ (table[i].title));
  gtk_drop_down_set_model (self->colours, G_LIST_MODEL (names));
}
