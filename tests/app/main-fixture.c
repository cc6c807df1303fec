/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "main-fixture.h"

#include "demo-fixture.h"

static MvuaApplication *app;
static GSettings *settings;
static MvuaMainWindow *window;

MvuaApplication *
mvua_test_get_application (void)
{
  if (app == NULL)
    {
      app = mvua_application_new ();
      g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
    }
  return app;
}

GSettings *
mvua_test_get_settings (void)
{
  if (settings == NULL)
    settings = g_settings_new (MVUA_APPLICATION_ID);
  return settings;
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

MvuaMainWindow *
mvua_test_new_window (void)
{
  g_clear_weak_pointer (&window);
  g_set_weak_pointer (&window, mvua_main_window_new (mvua_test_get_application ()));
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (mvua_test_wait (is_mapped, window));
  return window;
}

MvuaMainWindow *
mvua_test_get_window (void)
{
  return window;
}

MvuaBrowser *
mvua_test_get_browser (void)
{
  return mvua_main_window_get_browser (window);
}

MvuaMapArea *
mvua_test_get_map (void)
{
  return mvua_main_window_get_map (window);
}

void
mvua_test_end_application (void)
{
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  g_clear_weak_pointer (&window);
  mvua_test_run_for (10);
  g_clear_object (&settings);
  g_clear_object (&app);
}

gpointer
mvua_test_get_child (const char *name)
{
  GObject *child =
      gtk_widget_get_template_child (GTK_WIDGET (window), MVUA_TYPE_MAIN_WINDOW, name);

  g_assert_nonnull (child);
  return child;
}

gboolean
mvua_test_is_drawn (gpointer unused G_GNUC_UNUSED)
{
  MvuaBrowser *browser = mvua_test_get_browser ();
  MvuaMapPicture *picture = mvua_map_area_get_picture (mvua_test_get_map ());

  if (strcmp (mvua_main_window_get_page (window), "main") != 0 ||
      mvua_browser_is_loading (browser))
    return FALSE;
  if (mvua_map_area_get_message (mvua_test_get_map ()) != NULL)
    return TRUE;
  return picture != NULL && mvua_browser_get_field (browser) != NULL &&
         picture->scene->field == mvua_browser_get_field (browser);
}

void
mvua_test_wait_drawn (void)
{
  if (mvua_test_wait (mvua_test_is_drawn, NULL))
    return;
  g_autofree char *shown = mvua_test_dup_shown ();
  g_error ("page %s, loading %d, shown: %s; waited in vain",
           mvua_main_window_get_page (window),
           mvua_browser_is_loading (mvua_test_get_browser ()), shown);
}

static gboolean
is_page (gpointer page)
{
  return strcmp (mvua_main_window_get_page (window), page) == 0;
}

void
mvua_test_wait_page (const char *page)
{
  g_assert_true (mvua_test_wait (is_page, (gpointer) page));
}

const char *
mvua_test_demo_path (void)
{
  return demo_fixture ();
}

void
mvua_test_open_demo (void)
{
  mvua_main_window_open (window, demo_fixture ());
  mvua_test_wait_drawn ();
}

void
mvua_test_act (const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) parameter = NULL;

  g_assert_true (g_action_parse_detailed_name (detailed, &name, &parameter, NULL));
  g_assert_true (
      gtk_widget_activate_action_variant (GTK_WIDGET (window), name, parameter));
}

void
mvua_test_act_and_wait (const char *detailed)
{
  mvua_test_act (detailed);
  mvua_test_wait_drawn ();
}

static char *
describe (const MvuaProduct *product, const MvuaVariable *variable, int step)
{
  g_autofree char *node = mvua_product_path (product);

  return g_strdup_printf ("%s %s %d", node, variable->name, step);
}

char *
mvua_test_dup_pick (void)
{
  MvuaBrowser *browser = mvua_test_get_browser ();

  return describe (mvua_browser_get_product (browser),
                   mvua_browser_get_variable (browser), mvua_browser_get_step (browser));
}

char *
mvua_test_dup_shown (void)
{
  MvuaMapPicture *picture = mvua_map_area_get_picture (mvua_test_get_map ());

  if (picture == NULL || mvua_map_area_get_message (mvua_test_get_map ()) != NULL)
    return NULL;
  const MvuaFieldKey *key = &picture->scene->field->key;
  return describe (&key->product, key->variable, key->end);
}

void
mvua_test_pick (const char *node, const char *variable, int step)
{
  MvuaProduct product;

  g_assert_true (mvua_product_parse (node, 0, &product, NULL));
  mvua_browser_pick (mvua_test_get_browser (), &product,
                     mvua_variable_by_name (variable));
  mvua_browser_set_step (mvua_test_get_browser (), step);
  mvua_test_wait_drawn ();
}
