/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What the viewer looks like where a run is fetched, in the language of LANGUAGE, light
 * and dark: pictures to be looked at, LANGUAGE-STYLE-STATE.png in the build folder. */

#include "mvua-closer.h"
#include "mvua-export-dialog.h"
#include "mvua-main-window-private.h"
#include "mvua-network-button.h"
#include "mvua-preferences.h"
#include "mvua-run-dialog.h"
#include "run-fixture.h"

static char *prefix;

static void
save (GtkWindow *window, const char *state)
{
  g_autofree char *name = g_strconcat (prefix, "-", state, NULL);

  mvua_test_run_for (450); /* until transitions are over */
  mvua_test_save_picture (window, name);
}

static GtkWindow *
find_window (GType type)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (all, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (other, type) &&
          gtk_widget_get_visible (GTK_WIDGET (other)))
        return other; /* the list holds it */
    }
  return NULL;
}

static gboolean
is_stand_in (gpointer data G_GNUC_UNUSED)
{
  guint n_come = 0;
  guint n_wanted = 0;

  return mvua_browser_get_stand_in (mvua_test_get_browser (), &n_come, &n_wanted) ==
             MVUA_MEMBER_MEAN &&
         n_come > 0;
}

static gboolean
is_offline (gpointer data G_GNUC_UNUSED)
{
  mvua_network_look (mvua_application_get_network (mvua_test_get_application ()));
  return gtk_widget_get_visible (mvua_test_get_child ("network_bar"));
}

static void
show_run_dialog (void)
{
  mvua_test_act ("win.open-run");
  mvua_test_run_for (300);
  save (find_window (MVUA_TYPE_RUN_DIALOG), "open-run");
  gtk_window_close (find_window (MVUA_TYPE_RUN_DIALOG));
  mvua_test_run_for (20);
}

static void
show_popover (void)
{
  g_autofree char *name = g_strconcat (prefix, "-network", NULL);

  GtkPopover *popover = mvua_network_button_get_popover (
      MVUA_NETWORK_BUTTON (mvua_test_get_window ()->network_button));

  gtk_popover_popup (popover);
  mvua_test_run_for (450);
  mvua_test_save_popover (popover, name);
  gtk_popover_popdown (popover);
}

static void
show_stand_in (MvuaTestServer *server)
{
  MvuaProduct mean = mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_MEAN, 0 });

  mvua_test_pick ("gep01", "t2m", 12);
  mvua_test_server_set_link (server, 0.2, 8000);
  mvua_browser_pick (mvua_test_get_browser (), &mean, mvua_variable_by_name ("t2m"));
  g_assert_true (mvua_test_wait (is_stand_in, NULL));
  save (GTK_WINDOW (mvua_test_get_window ()), "stand-in");
  mvua_test_server_set_link (server, 0, 0);
  mvua_test_wait_drawn ();
}

static void
test_all (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();
  MvuaTestServer *server = mvua_test_bucket_get_server (bucket);

  save (GTK_WINDOW (mvua_test_get_window ()), "start");
  show_run_dialog ();
  mvua_test_act ("win.open-latest");
  g_assert_true (mvua_test_wait (mvua_test_is_whole, NULL));
  show_stand_in (server);
  show_popover ();

  g_autoptr (GtkWidget) export = g_object_ref_sink (mvua_export_dialog_new (
      GTK_WINDOW (mvua_test_get_window ()),
      mvua_browser_get_ensemble (mvua_test_get_browser ()), NULL, NULL));
  gtk_window_present (GTK_WINDOW (export));
  save (GTK_WINDOW (export), "export");
  gtk_window_destroy (GTK_WINDOW (export));

  GtkWidget *preferences = mvua_preferences_new (
      GTK_WINDOW (mvua_test_get_window ()), mvua_test_get_settings (),
      mvua_application_get_network (mvua_test_get_application ()));
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (preferences),
                                                "network");
  gtk_window_present (GTK_WINDOW (preferences));
  save (GTK_WINDOW (preferences), "preferences-network");
  gtk_window_destroy (GTK_WINDOW (preferences));

  mvua_test_server_set_away (server, TRUE);
  mvua_test_pick ("gep02", "cape", 15);
  g_assert_true (mvua_test_wait (is_offline, NULL));
  save (GTK_WINDOW (mvua_test_get_window ()), "offline");
  mvua_test_server_set_away (server, FALSE);
  mvua_browser_set_ensemble (mvua_test_get_browser (), NULL);
  mvua_closer_wait_for_all ();
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  const gboolean is_dark = argc > 1 && strcmp (argv[1], "dark") == 0;
  const char *language = g_getenv ("LANGUAGE");

  prefix = g_strconcat ("runs-", language != NULL ? language : "en",
                        is_dark ? "-dark" : "-light", NULL);
  mvua_test_get_application ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      is_dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                              : ADW_COLOR_SCHEME_FORCE_LIGHT);
  mvua_test_new_window ();
  g_test_add_func ("/run-screens", test_all);
  const int status = g_test_run ();
  mvua_test_end_application ();
  mvua_test_free_bucket ();
  g_free (prefix);
  return status;
}
