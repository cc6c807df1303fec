/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-control-names.h"
#include "mvua-export-button.h"
#include "mvua-main-window-private.h"
#include "mvua-path-text.h"
#include "mvua-problem-text.h"
#include "mvua-shortcuts.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (MvuaMainWindow, mvua_main_window, ADW_TYPE_APPLICATION_WINDOW)

MvuaBrowser *
mvua_main_window_get_browser (MvuaMainWindow *self)
{
  return self->browser;
}

MvuaMapArea *
mvua_main_window_get_map (MvuaMainWindow *self)
{
  return self->map;
}

MvuaTreePanel *
mvua_main_window_get_tree (MvuaMainWindow *self)
{
  return self->tree;
}

GtkWidget *
mvua_main_window_get_time_bar (MvuaMainWindow *self)
{
  return GTK_WIDGET (self->time);
}

const char *
mvua_main_window_get_page (MvuaMainWindow *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

void
mvua_main_window_toast (MvuaMainWindow *self, const char *text)
{
  /* File names may have characters that are markup. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

/* The map of what has come, or why there is none. */
static void
show_field (MvuaMainWindow *self)
{
  MvuaField *field = mvua_browser_get_field (self->browser);
  const char *problem = mvua_browser_get_problem (self->browser);
  g_autofree char *provenance = NULL;
  g_autofree char *why_empty = field != NULL && problem == NULL
                                   ? mvua_main_window_explain_field (self, field)
                                   : NULL;

  if (why_empty != NULL)
    problem = why_empty;
  if (mvua_browser_get_ensemble (self->browser) == NULL)
    mvua_map_area_clear (self->map);
  else if (problem != NULL)
    {
      g_autofree char *what = mvua_browser_dup_description (self->browser);
      g_autofree char *detail = g_strdup_printf ("%s\n\n%s", what, problem);
      mvua_map_area_set_message (self->map, _ ("There is no map of this"), detail);
    }
  else if (field != NULL)
    {
      const MvuaMapStyle style = mvua_browser_get_style (self->browser);
      provenance = mvua_browser_dup_provenance (self->browser);
      mvua_map_area_show (self->map, field, mvua_browser_get_u (self->browser),
                          mvua_browser_get_v (self->browser), &style, provenance);
    }
}

static void
show_loading (MvuaMainWindow *self)
{
  const gboolean is_awaited = mvua_browser_is_loading (self->browser) &&
                              (mvua_browser_get_field (self->browser) == NULL ||
                               mvua_browser_is_stale (self->browser));
  g_autofree char *what = mvua_browser_dup_description (self->browser);

  if (is_awaited)
    mvua_map_area_set_dimmed (self->map, TRUE, what);
}

static void
show_time (MvuaMainWindow *self)
{
  const gboolean utc = g_settings_get_enum (self->settings, "time-zone") != 0;
  char eat[MVUA_RUN_TEXT_SIZE];
  char of_utc[MVUA_RUN_TEXT_SIZE];

  mvua_time_bar_set_utc (self->time, utc);
  if (mvua_browser_get_ensemble (self->browser) == NULL)
    return;
  const gint64 valid = mvua_browser_get_valid_time (self->browser);
  mvua_time_eat (valid, eat);
  mvua_time_utc (valid, of_utc);
  g_autofree char *text =
      /* TRANSLATORS: the valid time in one zone, in another, and the step of the forecast
       */
      g_strdup_printf (_ ("%s\n%s · +%d h"), utc ? of_utc : eat, utc ? eat : of_utc,
                       mvua_browser_get_step (self->browser));
  gtk_button_set_label (self->time_label, text);
}

/* What can be done with an ensemble alone. */
static void
enable_actions (MvuaMainWindow *self, gboolean is_open)
{
  static const char *const names[] = {
    "win.export", "win.save-picture", "win.copy-picture", "win.copy-value",
    "win.print",  "win.find",         "win.limits",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], is_open);
  gtk_widget_set_sensitive (self->sidebar_button, is_open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->region_button), is_open);
}

static void
show_source (MvuaMainWindow *self)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (self->browser);
  char run[MVUA_RUN_TEXT_SIZE];
  g_autofree char *title = NULL;

  enable_actions (self, ensemble != NULL);
  gtk_widget_set_visible (self->demo_bar,
                          ensemble != NULL && mvua_ensemble_is_demo (ensemble));
  if (ensemble == NULL)
    {
      adw_window_title_set_title (self->title, "Mvua");
      adw_window_title_set_subtitle (self->title, "");
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  title = g_strdup_printf (_ ("GEFS %s"),
                           mvua_run_label (mvua_ensemble_get_run (ensemble), run));
  adw_window_title_set_title (self->title, title);
  mvua_main_window_show_run (self);
  gtk_stack_set_visible_child_name (self->stack, "main");
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

static void
show_playing (MvuaMainWindow *self)
{
  const gboolean is_playing = mvua_browser_is_playing (self->browser);
  const char *text = is_playing ? _ ("Pause (Space)") : _ ("Play (Space)");

  gtk_button_set_icon_name (self->play, is_playing ? "media-playback-pause-symbolic"
                                                   : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
on_browser_changed (MvuaBrowser *browser G_GNUC_UNUSED, guint changes, gpointer data)
{
  MvuaMainWindow *self = data;

  if (changes & MVUA_BROWSER_SOURCE)
    show_source (self);
  if (changes & MVUA_BROWSER_GROWN)
    mvua_main_window_show_run (self);
  if (changes & (MVUA_BROWSER_SOURCE | MVUA_BROWSER_GROWN | MVUA_BROWSER_PICK))
    mvua_main_window_show_network (self);
  if (changes & (MVUA_BROWSER_SOURCE | MVUA_BROWSER_PICK | MVUA_BROWSER_LOOK))
    show_time (self);
  if (changes & (MVUA_BROWSER_FIELD | MVUA_BROWSER_LOOK))
    show_field (self);
  /* Another look at the old field does not end the wait for the new one. */
  if (changes &
      (MVUA_BROWSER_LOADING | MVUA_BROWSER_PICK | MVUA_BROWSER_FIELD | MVUA_BROWSER_LOOK))
    show_loading (self);
  if (changes & (MVUA_BROWSER_FIELD | MVUA_BROWSER_LOADING))
    {
      mvua_main_window_show_stand_in (self);
      mvua_main_window_complete_run (self);
    }
  if (changes & MVUA_BROWSER_PLAYING)
    show_playing (self);
}

/* A spinner that turns where nobody sees it wants a frame sixty times a second. */
static void
on_page (MvuaMainWindow *self)
{
  gtk_spinner_set_spinning (self->opening_spinner,
                            g_str_equal (mvua_main_window_get_page (self), "opening"));
}

static void
on_pin_changed (MvuaMapArea *map, gpointer data)
{
  MvuaMainWindow *self = data;
  double latitude = 0;
  double longitude = 0;

  if (!mvua_map_area_get_pin (map, &latitude, &longitude))
    mvua_browser_clear_pin (self->browser);
  else
    {
      mvua_browser_set_pin (self->browser, latitude, longitude);
      g_settings_set_boolean (self->settings, "show-point-panel", TRUE);
    }
}

static void
on_camera_changed (MvuaMapArea *map, gpointer data)
{
  MvuaMainWindow *self = data;
  const MvuaMapBox box = mvua_map_area_get_box (map);

  mvua_browser_set_view (self->browser, &box);
}

/* The overlays of the settings; a file that cannot be read is told of and left out. */
static void
load_overlays (MvuaMainWindow *self)
{
  g_auto (GStrv) paths = g_settings_get_strv (self->settings, "overlays");
  g_autoptr (GPtrArray) overlays =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_overlay_unref);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;
      char *text = NULL;
      gsize n = 0;
      MvuaOverlay *overlay = NULL;

      if (g_file_get_contents (paths[i], &text, &n, &error))
        {
          bytes = g_bytes_new_take (text, n);
          overlay = mvua_overlay_new (bytes, paths[i], &error);
        }
      if (overlay != NULL)
        g_ptr_array_add (overlays, overlay);
      else
        mvua_main_window_toast (self, error->message);
    }
  mvua_map_area_set_overlays (self->map, overlays->len > 0 ? overlays : NULL);
}

static gboolean
on_close_request (GtkWindow *window)
{
  mvua_main_window_save_session (MVUA_MAIN_WINDOW (window));
  return GTK_WINDOW_CLASS (mvua_main_window_parent_class)->close_request (window);
}

static void
mvua_main_window_dispose (GObject *object)
{
  MvuaMainWindow *self = MVUA_MAIN_WINDOW (object);

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_object (&self->chooser);
  mvua_main_window_forget_run (self);
  mvua_main_window_remove_network (self);
  if (self->browser != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->browser, self);
      mvua_tree_panel_set_browser (self->tree, NULL);
      mvua_point_panel_set_browser (self->point, NULL);
      mvua_choice_bar_set_browser (self->choices, NULL);
      mvua_time_bar_set_browser (self->time, NULL);
      mvua_main_window_remove_actions (self);
    }
  g_clear_object (&self->browser);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (mvua_main_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, toasts);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, stack);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, title);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, flap);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, point_revealer);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, demo_bar);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, tree);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, point);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, choices);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, map);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, time);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, header);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, sidebar_button);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, source_button);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, region_button);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, menu_button);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, play);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, time_label);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, problem);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, opening_spinner);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, opening_label);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, opening_bar);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, network_bar);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, problem_retry);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, network_label);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, network_action);
  gtk_widget_class_bind_template_child (class, MvuaMainWindow, stand_in_label);
}

static void
mvua_main_window_class_init (MvuaMainWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_main_window_dispose;
  GTK_WINDOW_CLASS (class)->close_request = on_close_request;
  g_type_ensure (MVUA_TYPE_TREE_PANEL);
  g_type_ensure (MVUA_TYPE_POINT_PANEL);
  g_type_ensure (MVUA_TYPE_CHOICE_BAR);
  g_type_ensure (MVUA_TYPE_MAP_AREA);
  g_type_ensure (MVUA_TYPE_TIME_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-main-window.ui");
  bind_children (widget_class);
  mvua_main_window_class_add_actions (widget_class);
}

static void
connect_browser (MvuaMainWindow *self)
{
  g_signal_connect (self->browser, "changed", G_CALLBACK (on_browser_changed), self);
  mvua_tree_panel_set_browser (self->tree, self->browser);
  mvua_point_panel_set_browser (self->point, self->browser);
  mvua_choice_bar_set_browser (self->choices, self->browser);
  mvua_time_bar_set_browser (self->time, self->browser);
  g_signal_connect (self->map, "pin-changed", G_CALLBACK (on_pin_changed), self);
  g_signal_connect (self->map, "camera-changed", G_CALLBACK (on_camera_changed), self);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (on_page),
                           self, G_CONNECT_SWAPPED);
}

static void
bind_settings (MvuaMainWindow *self)
{
  GSettings *settings = self->settings;

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_settings_bind (settings, "show-sidebar", self->flap, "reveal-flap",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "show-point-panel", self->point_revealer, "reveal-child",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::overlays", G_CALLBACK (load_overlays),
                           self, G_CONNECT_SWAPPED);
  load_overlays (self);
}

static void
mvua_main_window_init (MvuaMainWindow *self)
{
  self->settings = g_settings_new (MVUA_APPLICATION_ID);
  self->browser = mvua_browser_new (self->settings);
  gtk_widget_init_template (GTK_WIDGET (self));
  connect_browser (self);
  mvua_main_window_add_actions (self);
  mvua_main_window_add_keys (self);
  mvua_main_window_add_menus (self);
  mvua_main_window_add_drop (self);
  bind_settings (self);
  mvua_control_names_add (GTK_WIDGET (self));
  show_source (self);
}

MvuaMainWindow *
mvua_main_window_new (MvuaApplication *app)
{
  MvuaMainWindow *self = g_object_new (MVUA_TYPE_MAIN_WINDOW, "application", app, NULL);

  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (self),
                                           mvua_shortcuts_new ());
  mvua_main_window_set_network (self, mvua_application_get_network (app));
  adw_header_bar_pack_end (self->header,
                           mvua_export_button_new (mvua_application_get_exports (app)));
  return self;
}
