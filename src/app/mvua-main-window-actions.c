/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What can be done in a window, as actions: of keys, menus and buttons alike. */

#include "mvua-main-window-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Whether there is something to act on. */
static gboolean
has_pick (MvuaMainWindow *self)
{
  return mvua_browser_get_variable (self->browser) != NULL;
}

typedef void (*MoveFunc) (MvuaBrowser *browser, int by);

static const struct
{
  const char *name;
  MoveFunc move;
} moves[] = {
  { "win.step", mvua_browser_move_step },
  { "win.day", mvua_browser_move_day },
  { "win.member", mvua_browser_move_member },
  { "win.variable", mvua_browser_move_variable },
};

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    if (strcmp (moves[i].name, name) == 0)
      moves[i].move (MVUA_MAIN_WINDOW (widget)->browser, g_variant_get_int32 (parameter));
}

static void
play_action (GtkWidget *widget,
             const char *name G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED)
{
  MvuaBrowser *browser = MVUA_MAIN_WINDOW (widget)->browser;

  mvua_browser_set_playing (browser, !mvua_browser_is_playing (browser));
}

static void
speed_action (GtkWidget *widget, const char *name, GVariant *parameter G_GNUC_UNUSED)
{
  mvua_browser_set_faster (MVUA_MAIN_WINDOW (widget)->browser,
                           strcmp (name, "win.faster") == 0);
}

/* Stops, and comes back to the map from wherever the keyboard is. */
static void
stop_action (GtkWidget *widget,
             const char *name G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED)
{
  MvuaMainWindow *self = MVUA_MAIN_WINDOW (widget);

  mvua_browser_set_playing (self->browser, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

static const struct
{
  const char *name;
  MvuaStatistic statistic;
} statistics[] = {
  { "mean", { MVUA_STATISTIC_MEAN, 0 } },
  { "spread", { MVUA_STATISTIC_STD, 0 } },
  { "percentile", { MVUA_STATISTIC_PERCENTILE, 90 } },
};

static void
product_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter)
{
  MvuaBrowser *browser = MVUA_MAIN_WINDOW (widget)->browser;
  const char *wanted = g_variant_get_string (parameter, NULL);
  const MvuaVariable *variable = mvua_browser_get_variable (browser);
  MvuaProduct product = mvua_product_probability (0);

  if (variable == NULL)
    return;
  if (strcmp (wanted, "member") == 0)
    {
      if (mvua_browser_get_product (browser)->kind != MVUA_PRODUCT_MEMBER)
        mvua_browser_move_member (browser, 0);
      else
        mvua_browser_changed_pick (browser);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (statistics); i++)
    if (strcmp (statistics[i].name, wanted) == 0)
      product = mvua_product_statistic (statistics[i].statistic);
  mvua_browser_pick (browser, &product, variable);
  mvua_browser_changed_pick (browser);
}

static void
time_zone_action (GtkWidget *widget,
                  const char *name G_GNUC_UNUSED,
                  GVariant *parameter G_GNUC_UNUSED)
{
  GSettings *settings = MVUA_MAIN_WINDOW (widget)->settings;

  g_settings_set_enum (settings, "time-zone",
                       g_settings_get_enum (settings, "time-zone") == 0);
}

static int
shown_hours (MvuaMainWindow *self)
{
  MvuaHours hours = { 0 };

  if (!mvua_browser_get_hours (self->browser, &hours) || hours.start == MVUA_HOUR_UNKNOWN)
    return 0;
  return hours.end - hours.start;
}

static void
scale_action (GtkWidget *widget,
              const char *name G_GNUC_UNUSED,
              GVariant *parameter G_GNUC_UNUSED)
{
  MvuaMainWindow *self = MVUA_MAIN_WINDOW (widget);

  if (has_pick (self))
    mvua_look_next_scale (mvua_browser_get_look (self->browser),
                          mvua_browser_get_variable (self->browser),
                          mvua_browser_get_product (self->browser), shown_hours (self));
}

static const struct
{
  const char *name;
  MvuaLookFlag flag;
} flags[] = {
  { "win.reverse", MVUA_LOOK_REVERSED },
  { "win.symmetric", MVUA_LOOK_SYMMETRIC },
  { "win.automatic", MVUA_LOOK_AUTOMATIC },
};

static void
flag_action (GtkWidget *widget, const char *name, GVariant *parameter G_GNUC_UNUSED)
{
  MvuaMainWindow *self = MVUA_MAIN_WINDOW (widget);
  MvuaLook *look = mvua_browser_get_look (self->browser);
  const MvuaVariable *variable = mvua_browser_get_variable (self->browser);
  const MvuaProduct *product = mvua_browser_get_product (self->browser);

  for (guint i = 0; has_pick (self) && i < G_N_ELEMENTS (flags); i++)
    if (strcmp (flags[i].name, name) == 0)
      mvua_look_set_flag (look, variable, product, flags[i].flag,
                          !mvua_look_get_flag (look, variable, product, flags[i].flag));
}

/* The limits of what is shown, to be changed. */
typedef struct
{
  MvuaMainWindow *window;
  const MvuaVariable *variable;
  MvuaProduct product;
  const MvuaUnit *unit;
  GtkSpinButton *lowest;
  GtkSpinButton *highest;
} Limits;

static void
on_limits (AdwMessageDialog *dialog G_GNUC_UNUSED, const char *response, gpointer data)
{
  const Limits *limits = data;
  MvuaLook *look = mvua_browser_get_look (limits->window->browser);
  const double lowest = gtk_spin_button_get_value (limits->lowest);
  const double highest = gtk_spin_button_get_value (limits->highest);

  if (strcmp (response, "reset") == 0)
    mvua_look_reset (look, limits->variable, &limits->product);
  else if (strcmp (response, "apply") == 0 && lowest < highest)
    mvua_look_set_limits (look, limits->variable, &limits->product, limits->unit, lowest,
                          highest);
}

static GtkSpinButton *
add_limit (GtkWidget *grid, int row, const char *text, double value)
{
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *spin = gtk_spin_button_new_with_range (-1e6, 1e6, 1);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), 2);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  gtk_widget_set_hexpand (spin, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), spin);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), spin, 1, row, 1, 1);
  return GTK_SPIN_BUTTON (spin);
}

static void
limits_action (GtkWidget *widget,
               const char *name G_GNUC_UNUSED,
               GVariant *parameter G_GNUC_UNUSED)
{
  MvuaMainWindow *self = MVUA_MAIN_WINDOW (widget);

  if (!has_pick (self))
    return;
  const MvuaMapStyle style = mvua_browser_get_style (self->browser);
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (self), _ ("Limits of the Colours"), NULL);
  GtkWidget *grid = gtk_grid_new ();
  Limits *limits = g_new0 (Limits, 1);
  g_autofree char *lowest = g_strdup_printf (_ ("Lowest (%s)"), style.unit->symbol);
  g_autofree char *highest = g_strdup_printf (_ ("Highest (%s)"), style.unit->symbol);

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  *limits = (Limits){ self,
                      mvua_browser_get_variable (self->browser),
                      *mvua_browser_get_product (self->browser),
                      style.unit,
                      add_limit (grid, 0, lowest, style.limits.lowest),
                      add_limit (grid, 1, highest, style.limits.highest) };
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), grid);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "reset", _ ("_Reset"), "apply", _ ("_Apply"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "apply");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "apply",
                                              ADW_RESPONSE_SUGGESTED);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_limits), limits,
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A country by its code, or the whole. */
static void
region_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter)
{
  MvuaMainWindow *self = MVUA_MAIN_WINDOW (widget);
  const char *code = g_variant_get_string (parameter, NULL);
  gsize n = 0;
  const MvuaMapCountry *countries = mvua_basemap_get_countries (mvua_map_basemap (), &n);
  MvuaMapBox box = { 21, -12, 53, 23 };

  if (strcmp (code, "world") == 0)
    box = (MvuaMapBox){ -180, -90, 180, 90 };
  for (gsize i = 0; i < n; i++)
    if (strcmp (countries[i].code, code) == 0)
      box = countries[i].box;
  mvua_map_area_fit_box (self->map, &box);
}

static void
open_recent_action (GtkWidget *widget,
                    const char *name G_GNUC_UNUSED,
                    GVariant *parameter)
{
  mvua_main_window_open (MVUA_MAIN_WINDOW (widget),
                         g_variant_get_string (parameter, NULL));
}

/* Those that need nothing but the window. */
static const struct
{
  const char *name;
  void (*func) (MvuaMainWindow *self);
} plain[] = {
  { "win.open", mvua_main_window_choose_folder },
  { "win.open-demo", mvua_main_window_open_demo },
  { "win.open-latest", mvua_main_window_open_latest },
  { "win.retry-open", mvua_main_window_retry_open },
  { "win.open-run", mvua_main_window_choose_run },
  { "win.retry-network", mvua_main_window_retry_network },
  { "win.allow-metered", mvua_main_window_allow_metered },
  { "win.copy-picture", mvua_main_window_copy_picture },
  { "win.copy-value", mvua_main_window_copy_value },
  { "win.save-picture", mvua_main_window_save_picture },
  { "win.print", mvua_main_window_print },
  { "win.export", mvua_main_window_export },
};

static void
plain_action (GtkWidget *widget, const char *name, GVariant *parameter G_GNUC_UNUSED)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (strcmp (plain[i].name, name) == 0)
      plain[i].func (MVUA_MAIN_WINDOW (widget));
}

static void
find_action (GtkWidget *widget,
             const char *name G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED)
{
  MvuaMainWindow *self = MVUA_MAIN_WINDOW (widget);

  adw_flap_set_reveal_flap (self->flap, TRUE);
  mvua_tree_panel_find (self->tree);
}

static void
find_place_action (GtkWidget *widget,
                   const char *name G_GNUC_UNUSED,
                   GVariant *parameter G_GNUC_UNUSED)
{
  gtk_menu_button_popup (MVUA_MAIN_WINDOW (widget)->region_button);
}

static void
fullscreen_action (GtkWidget *widget,
                   const char *name G_GNUC_UNUSED,
                   GVariant *parameter G_GNUC_UNUSED)
{
  g_object_set (widget, "fullscreened", !gtk_window_is_fullscreen (GTK_WINDOW (widget)),
                NULL);
}

static const struct
{
  const char *name;
  const char *type;
  GtkWidgetActionActivateFunc func;
} actions[] = {
  { "win.step", "i", move_action },
  { "win.day", "i", move_action },
  { "win.member", "i", move_action },
  { "win.variable", "i", move_action },
  { "win.play", NULL, play_action },
  { "win.faster", NULL, speed_action },
  { "win.slower", NULL, speed_action },
  { "win.stop", NULL, stop_action },
  { "win.product", "s", product_action },
  { "win.time-zone", NULL, time_zone_action },
  { "win.next-scale", NULL, scale_action },
  { "win.reverse", NULL, flag_action },
  { "win.symmetric", NULL, flag_action },
  { "win.automatic", NULL, flag_action },
  { "win.limits", NULL, limits_action },
  { "win.region", "s", region_action },
  { "win.open", NULL, plain_action },
  { "win.open-demo", NULL, plain_action },
  { "win.open-latest", NULL, plain_action },
  { "win.retry-open", NULL, plain_action },
  { "win.open-run", NULL, plain_action },
  { "win.retry-network", NULL, plain_action },
  { "win.allow-metered", NULL, plain_action },
  { "win.open-recent", "s", open_recent_action },
  { "win.copy-picture", NULL, plain_action },
  { "win.copy-value", NULL, plain_action },
  { "win.save-picture", NULL, plain_action },
  { "win.print", NULL, plain_action },
  { "win.export", NULL, plain_action },
  { "win.find", NULL, find_action },
  { "win.find-place", NULL, find_place_action },
  { "win.fullscreen", NULL, fullscreen_action },
};

void
mvua_main_window_class_add_actions (GtkWidgetClass *class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (class, actions[i].name, actions[i].type,
                                     actions[i].func);
}

/* Settings that are actions too, with their state. */
static const char *const setting_actions[] = {
  "show-sidebar", "show-point-panel", "show-borders", "show-divisions",
  "show-rivers",  "show-lakes",       "show-places",  "show-graticule",
  "isolines",     "map-fill",         "wind",
};

void
mvua_main_window_add_actions (MvuaMainWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (setting_actions); i++)
    {
      g_autoptr (GAction) action =
          g_settings_create_action (self->settings, setting_actions[i]);
      g_action_map_add_action (G_ACTION_MAP (self), action);
    }
}

/* GTK 4.8 may keep the group of a window's actions longer than the window, which it tells
 * of each change. */
void
mvua_main_window_remove_actions (MvuaMainWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (setting_actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self), setting_actions[i]);
}
