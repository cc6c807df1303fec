/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures of the map that is shown: into files, onto the clipboard; and the windows that
 * the menu opens. */

#include "input-fixture.h"
#include "main-fixture.h"

#include <adwaita.h>
#include <glib/gstdio.h>

static char *folder;

static gpointer
find_window (const char *type)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) other = g_list_model_get_item (all, i);
      if (g_str_equal (G_OBJECT_TYPE_NAME (other), type) &&
          gtk_widget_get_visible (other))
        return other; /* the list holds it */
    }
  return NULL;
}

static gboolean
has_window (gpointer type)
{
  return find_window (type) != NULL;
}

static gboolean
is_complete (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Says in the dialog where to, and yes. */
static void
save_as (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  mvua_test_act ("win.save-picture");
  g_assert_true (mvua_test_wait (has_window, (gpointer) "GtkFileChooserDialog"));
  GtkWidget *dialog = find_window ("GtkFileChooserDialog");
  g_autofree char *offered =
      gtk_file_chooser_get_current_name (GTK_FILE_CHOOSER (dialog));
  g_assert_cmpstr (offered, ==, "mvua_ensemble_stats_mean_t2m_f012.png");
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  mvua_test_run_for (500); /* it looks at the folder */
  mvua_test_focus_window (GTK_WINDOW (dialog));
  mvua_test_press ("Return");
  g_assert_true (mvua_test_wait (is_complete, path));
}

/* The ending of the name says what it is to be. */
static void
test_files (void)
{
  static const struct
  {
    const char *name;
    const char *beginning;
  } rows[] = {
    { "map.png", "\x89PNG\r\n" },
    { "map.pdf", "%PDF-" },
    { "map.svg", "<?xml" },
  };

  mvua_test_pick ("mean", "t2m", 12);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_build_filename (folder, rows[i].name, NULL);
      g_autofree char *text = NULL;
      gsize n = 0;

      save_as (rows[i].name);
      mvua_test_run_for (100);
      g_assert_true (g_file_get_contents (path, &text, &n, NULL));
      g_assert_cmpuint (n, >, 20000);
      g_assert_cmpmem (text, strlen (rows[i].beginning), rows[i].beginning,
                       strlen (rows[i].beginning));
      g_assert_cmpint (g_remove (path), ==, 0);
    }
}

static void
on_texture (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  *(GdkTexture **) data =
      gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static gboolean
has_texture (gpointer data)
{
  return *(GdkTexture **) data != NULL;
}

static gboolean
is_offered (gpointer clipboard)
{
  return gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard),
                                            GDK_TYPE_TEXTURE);
}

/* What is copied is the picture, in the size of one, and not of a screen. */
static void
test_clipboard (void)
{
  GdkClipboard *clipboard =
      gtk_widget_get_clipboard (GTK_WIDGET (mvua_test_get_window ()));
  GdkTexture *texture = NULL;

  mvua_test_pick ("mean", "t2m", 12);
  mvua_test_act ("win.copy-picture");
  g_assert_true (mvua_test_wait (is_offered, clipboard));
  gdk_clipboard_read_texture_async (clipboard, NULL, on_texture, &texture);
  g_assert_true (mvua_test_wait (has_texture, &texture));
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 1600);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 1200);
  g_object_unref (texture);
}

/* No picture is made of what is not there. */
static void
test_none (void)
{
  GdkClipboard *clipboard =
      gtk_widget_get_clipboard (GTK_WIDGET (mvua_test_get_window ()));

  gdk_clipboard_set_content (clipboard, NULL);
  mvua_browser_set_step (mvua_test_get_browser (), 0);
  mvua_browser_pick (mvua_test_get_browser (),
                     mvua_browser_get_product (mvua_test_get_browser ()),
                     mvua_variable_by_name ("tp"));
  mvua_test_wait_drawn ();
  g_assert_nonnull (mvua_map_area_get_message (mvua_test_get_map ()));
  mvua_test_act ("win.copy-picture");
  mvua_test_run_for (300);
  g_assert_false (is_offered (clipboard));
  mvua_test_pick ("mean", "t2m", 12);
}

/* What was opened is in the menu of sources, the last one first, and opens from there. */
static void
test_recent (void)
{
  GtkMenuButton *button = mvua_test_get_child ("source_button");
  GMenuModel *menu = gtk_menu_button_get_menu_model (button);
  g_autoptr (GMenuModel) recent = g_menu_model_get_item_link (
      menu, g_menu_model_get_n_items (menu) - 1, G_MENU_LINK_SECTION);
  g_autofree char *label = NULL;
  g_autofree char *action = NULL;

  g_assert_cmpint (g_menu_model_get_n_items (recent), ==, 1);
  g_assert_true (
      g_menu_model_get_item_attribute (recent, 0, G_MENU_ATTRIBUTE_LABEL, "s", &label));
  g_assert_true (
      g_menu_model_get_item_attribute (recent, 0, G_MENU_ATTRIBUTE_ACTION, "s", &action));
  g_assert_cmpstr (label, ==, mvua_test_demo_path ());
  g_assert_cmpstr (action, ==, "win.open-recent");
  mvua_browser_set_ensemble (mvua_test_get_browser (), NULL);
  gtk_widget_activate_action (GTK_WIDGET (mvua_test_get_window ()), action, "s",
                              mvua_test_demo_path ());
  mvua_test_wait_drawn ();
}

static void
test_windows (void)
{
  static const char *const rows[][2] = {
    { "about", "AdwAboutWindow" },
    { "preferences", "MvuaPreferences" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (mvua_test_get_application ()),
                                      rows[i][0], NULL);
      g_assert_true (mvua_test_wait (has_window, (gpointer) rows[i][1]));
      gtk_window_close (find_window (rows[i][1]));
      mvua_test_run_for (50);
      g_assert_null (find_window (rows[i][1]));
    }
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  folder = g_dir_make_tmp ("mvua-pictures-XXXXXX", NULL);
  g_assert_cmpint (g_chdir (folder), ==, 0); /* where GTK's own dialog begins */
  mvua_test_new_window ();
  mvua_test_open_demo ();
  g_test_add_func ("/pictures/files", test_files);
  g_test_add_func ("/pictures/clipboard", test_clipboard);
  g_test_add_func ("/pictures/none", test_none);
  g_test_add_func ("/pictures/recent", test_recent);
  g_test_add_func ("/pictures/windows", test_windows);
  const int status = g_test_run ();
  mvua_test_end_application ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
