/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-application.h"

#include "mvua-about.h"
#include "mvua-closer.h"
#include "mvua-export-actions.h"
#include "mvua-export-left.h"
#include "mvua-main-window.h"
#include "mvua-map-renderer.h"
#include "mvua-preferences.h"

struct _MvuaApplication
{
  AdwApplication parent_instance;
  GSettings *settings;
  MvuaExports *exports;
  MvuaNetwork *network;
  gboolean has_offered; /* to go on with what was interrupted */
};

G_DEFINE_FINAL_TYPE (MvuaApplication, mvua_application, ADW_TYPE_APPLICATION)

/* Keys of actions; those without Ctrl are the window's, see mvua-main-window-keys.c. */
static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "win.open", { "<Ctrl>o" } },
  { "win.open-run", { "<Ctrl><Shift>o" } },
  { "win.open-latest", { "<Ctrl>l" } },
  { "win.save-picture", { "<Ctrl>e" } },
  { "win.export", { "<Ctrl><Shift>e" } },
  { "win.copy-picture", { "<Ctrl>c" } },
  { "win.copy-value", { "<Ctrl><Shift>c" } },
  { "win.print", { "<Ctrl>p" } },
  { "win.find", { "<Ctrl>f" } },
  { "win.find-place", { "<Ctrl>g" } },
  { "win.show-sidebar", { "F9" } },
  { "win.fullscreen", { "F11" } },
  { "win.show-help-overlay", { "<Ctrl>question", "F1" } },
  { "app.preferences", { "<Ctrl>comma" } },
  { "app.new-window", { "<Ctrl>n" } },
  { "window.close", { "<Ctrl>w" } },
  { "app.quit", { "<Ctrl>q" } },
};

MvuaExports *
mvua_application_get_exports (MvuaApplication *self)
{
  return self->exports;
}

MvuaNetwork *
mvua_application_get_network (MvuaApplication *self)
{
  return self->network;
}

static MvuaMainWindow *
new_window (MvuaApplication *self)
{
  MvuaMainWindow *window = mvua_main_window_new (self);

  gtk_window_present (GTK_WINDOW (window));
  if (!self->has_offered)
    mvua_export_left_offer (GTK_APPLICATION (self), self->exports, self->network);
  self->has_offered = TRUE;
  return window;
}

/* The window that is there, or a new one. */
static MvuaMainWindow *
get_window (MvuaApplication *self)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));

  return MVUA_IS_MAIN_WINDOW (active) ? MVUA_MAIN_WINDOW (active) : new_window (self);
}

static void
mvua_application_activate (GApplication *application)
{
  MvuaApplication *self = MVUA_APPLICATION (application);
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (active != NULL)
    gtk_window_present (active);
  else
    mvua_main_window_restore (new_window (self));
}

static void
mvua_application_open (GApplication *application,
                       GFile **files,
                       int n_files G_GNUC_UNUSED,
                       const char *hint G_GNUC_UNUSED)
{
  g_autofree char *path = g_file_get_path (files[0]);

  if (path != NULL)
    mvua_main_window_open (get_window (MVUA_APPLICATION (application)), path);
}

static void
new_window_action (GSimpleAction *action G_GNUC_UNUSED,
                   GVariant *parameter G_GNUC_UNUSED,
                   gpointer data)
{
  new_window (data);
}

static void
demo_action (GSimpleAction *action G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED,
             gpointer data)
{
  mvua_main_window_open_demo (get_window (data));
}

static void
quit_action (GSimpleAction *action G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED,
             gpointer data)
{
  MvuaApplication *self = data;

  mvua_export_actions_quit (GTK_APPLICATION (self), self->exports,
                            gtk_application_get_active_window (GTK_APPLICATION (self)));
}

static void
resume_export_action (GSimpleAction *action G_GNUC_UNUSED,
                      GVariant *parameter,
                      gpointer data)
{
  MvuaApplication *self = data;

  mvua_export_left_resume (self->exports, self->network,
                           g_variant_get_string (parameter, NULL));
}

static void
about_action (GSimpleAction *action G_GNUC_UNUSED,
              GVariant *parameter G_GNUC_UNUSED,
              gpointer data)
{
  mvua_about_present (gtk_application_get_active_window (data));
}

static void
preferences_action (GSimpleAction *action G_GNUC_UNUSED,
                    GVariant *parameter G_GNUC_UNUSED,
                    gpointer data)
{
  MvuaApplication *self = data;

  gtk_window_present (GTK_WINDOW (mvua_preferences_new (
      gtk_application_get_active_window (data), self->settings, self->network)));
}

static void
network_preferences_action (GSimpleAction *action G_GNUC_UNUSED,
                            GVariant *parameter G_GNUC_UNUSED,
                            gpointer data)
{
  MvuaApplication *self = data;
  GtkWidget *preferences = mvua_preferences_new (gtk_application_get_active_window (data),
                                                 self->settings, self->network);

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (preferences),
                                                "network");
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
mvua_application_startup (GApplication *application)
{
  MvuaApplication *self = MVUA_APPLICATION (application);
  const GActionEntry entries[] = {
    { .name = "new-window", .activate = new_window_action },
    { .name = "open-demo", .activate = demo_action },
    { .name = "about", .activate = about_action },
    { .name = "preferences", .activate = preferences_action },
    { .name = "network-preferences", .activate = network_preferences_action },
    { .name = "resume-export", .activate = resume_export_action, .parameter_type = "s" },
    { .name = "quit", .activate = quit_action },
  };

  G_APPLICATION_CLASS (mvua_application_parent_class)->startup (application);
  self->settings = g_settings_new (MVUA_APPLICATION_ID);
  self->network = mvua_network_new (self->settings);
  self->exports = mvua_exports_new (application, self->settings);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  mvua_export_actions_install (GTK_APPLICATION (self), self->exports);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           accelerators[i].keys);
}

static void
mvua_application_finalize (GObject *object)
{
  MvuaApplication *self = MVUA_APPLICATION (object);

  mvua_map_renderer_wait_for_all ();
  mvua_closer_wait_for_all ();
  g_clear_object (&self->exports);
  g_clear_object (&self->network);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (mvua_application_parent_class)->finalize (object);
}

static void
mvua_application_class_init (MvuaApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = mvua_application_finalize;
  application_class->startup = mvua_application_startup;
  application_class->activate = mvua_application_activate;
  application_class->open = mvua_application_open;
}

static void
mvua_application_init (MvuaApplication *self G_GNUC_UNUSED)
{
}

MvuaApplication *
mvua_application_new (void)
{
  return g_object_new (MVUA_TYPE_APPLICATION, "application-id", MVUA_APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/org/mvua/Mvua", NULL);
}
