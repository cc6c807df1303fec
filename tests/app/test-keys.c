/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Every key of the main window does what the list of keys says: pressed on the keyboard
 * of the X server, with the map in focus. */

#include "input-fixture.h"
#include "main-fixture.h"
#include "mvua-export-dialog.h"

#include <X11/Xlib.h>
#include <math.h>

#define PIN_LATITUDE -1.25
#define PIN_LONGITUDE 36.75

static MvuaMapStyle
get_style (void)
{
  return mvua_browser_get_style (mvua_test_get_browser ());
}

/* What the window is like, in words: the probes of the table. */

static char *
probe_playing (void)
{
  return g_strdup (mvua_browser_is_playing (mvua_test_get_browser ()) ? "plays"
                                                                      : "stands");
}

static char *
probe_pace (void)
{
  return g_strdup_printf (
      "%d ms", g_settings_get_int (mvua_test_get_settings (), "playback-milliseconds"));
}

static char *
probe_zone (void)
{
  GtkButton *button = mvua_test_get_child ("time_label");

  return g_strndup (gtk_button_get_label (button), 20);
}

static char *
probe_scale (void)
{
  return g_strdup (get_style ().scale->name);
}

static char *
probe_reversed (void)
{
  return g_strdup (get_style ().reversed ? "reversed" : "forward");
}

static char *
probe_limits (void)
{
  const MvuaMapStyle style = get_style ();

  return g_strdup_printf ("%s%s", style.automatic ? "automatic" : "fixed",
                          style.symmetric ? " symmetric" : "");
}

static char *
probe_layers (void)
{
  const MvuaMapStyle style = get_style ();

  return g_strdup_printf ("%s%s", style.borders ? "borders " : "",
                          style.graticule ? "graticule" : "");
}

static char *
probe_width (void)
{
  const MvuaMapBox box = mvua_map_area_get_box (mvua_test_get_map ());

  return g_strdup_printf ("%.0f° wide", box.east - box.west);
}

/* Where the middle of the map lies, in eighths of its size from where it was. */
static char *
probe_middle (void)
{
  const MvuaMapBox box = mvua_map_area_get_box (mvua_test_get_map ());
  const MvuaMapCamera camera = mvua_map_area_get_camera (mvua_test_get_map ());

  return g_strdup_printf ("%+.0f %+.0f",
                          (camera.longitude - 36) * 8 / (box.east - box.west) + 0.0,
                          (camera.latitude - 5) * 8 / (box.north - box.south) + 0.0);
}

static char *
probe_pin (void)
{
  double latitude = 0;
  double longitude = 0;

  if (!mvua_browser_get_pin (mvua_test_get_browser (), &latitude, &longitude))
    return g_strdup ("none");
  return g_strdup_printf ("%.2f %.2f", latitude, longitude);
}

static char *
probe_sidebar (void)
{
  return g_strdup (adw_flap_get_reveal_flap (mvua_test_get_child ("flap")) ? "there"
                                                                           : "gone");
}

static char *
probe_focus (void)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (mvua_test_get_window ()));

  if (focus == NULL)
    return g_strdup ("none");
  return g_strdup (gtk_widget_get_ancestor (focus, GTK_TYPE_SEARCH_ENTRY) != NULL
                       ? "search"
                       : G_OBJECT_TYPE_NAME (focus));
}

static GtkWindow *
find_other_window (void)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (all, i);
      if (other != GTK_WINDOW (mvua_test_get_window ()) &&
          gtk_widget_get_visible (GTK_WIDGET (other)))
        return other; /* the list holds it */
    }
  return NULL;
}

static char *
probe_window (void)
{
  GtkWindow *other = find_other_window ();

  return g_strdup (other != NULL ? G_OBJECT_TYPE_NAME (other) : "none");
}

static gboolean
has_clipboard (gpointer data)
{
  const GType type = *(GType *) data;
  GdkClipboard *clipboard =
      gtk_widget_get_clipboard (GTK_WIDGET (mvua_test_get_window ()));

  return gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), type);
}

static char *
probe_picture (void)
{
  GType type = GDK_TYPE_TEXTURE;

  return g_strdup (has_clipboard (&type) ? "picture" : "none");
}

static char *
probe_text (void)
{
  GType type = G_TYPE_STRING;

  return g_strdup (has_clipboard (&type) ? "text" : "none");
}

typedef char *(*Probe) (void);

static const struct
{
  const char *keys; /* one after another */
  Probe probe;
  const char *before;
  const char *after;
} rows[] = {
  { "Right", mvua_test_dup_pick, "gep02 t2m 12", "gep02 t2m 15" },
  { "Left", mvua_test_dup_pick, "gep02 t2m 12", "gep02 t2m 9" },
  { "Page_Down", mvua_test_dup_pick, "gep02 t2m 12", "gep02 t2m 15" },
  { "Page_Up", mvua_test_dup_pick, "gep02 t2m 12", "gep02 t2m 9" },
  { "<Ctrl>Right", mvua_test_dup_pick, "gep02 t2m 12", "gep02 t2m 36" },
  { "<Ctrl>Right <Ctrl>Left", mvua_test_dup_pick, "gep02 t2m 12", "gep02 t2m 12" },
  { "Home", mvua_test_dup_pick, "gep02 t2m 12", "gep02 t2m 0" },
  { "End", mvua_test_dup_pick, "gep02 t2m 12", "gep02 t2m 48" },
  { "Up", mvua_test_dup_pick, "gep02 t2m 12", "gep01 t2m 12" },
  { "Down", mvua_test_dup_pick, "gep02 t2m 12", "gep03 t2m 12" },
  { "<Ctrl>Page_Down", mvua_test_dup_pick, "gep02 t2m 12", "gep02 u10 12" },
  { "<Ctrl>Page_Down <Ctrl>Page_Up", mvua_test_dup_pick, "gep02 t2m 12", "gep02 t2m 12" },
  { "space", probe_playing, "stands", "plays" },
  { "space space", probe_playing, "stands", "stands" },
  { "space Escape Escape", probe_playing, "stands", "stands" },
  { "bracketright", probe_pace, "700 ms", "466 ms" },
  { "bracketleft", probe_pace, "700 ms", "1050 ms" },
  { "1", mvua_test_dup_pick, "gep02 t2m 12", "gep02 t2m 12" },
  { "2", mvua_test_dup_pick, "gep02 t2m 12", "ensemble_stats/mean t2m 12" },
  { "3", mvua_test_dup_pick, "gep02 t2m 12", "ensemble_stats/std t2m 12" },
  { "4", mvua_test_dup_pick, "gep02 t2m 12", "probabilities t2m 12" },
  { "5", mvua_test_dup_pick, "gep02 t2m 12", "ensemble_stats/p90 t2m 12" },
  { "5 1", mvua_test_dup_pick, "gep02 t2m 12", "gep02 t2m 12" },
  { "t", probe_zone, "2025-09-18 15:00 EAT", "2025-09-18 12:00 UTC" },
  { "c", probe_scale, "?", "?" },
  { "r", probe_reversed, "forward", "reversed" },
  { "s", probe_limits, "fixed", "fixed symmetric" },
  { "a", probe_limits, "fixed", "automatic" },
  { "a a", probe_limits, "fixed", "fixed" },
  { "b", probe_layers, "borders ", "" },
  { "g", probe_layers, "borders ", "borders graticule" },
  { "<Ctrl>plus", probe_width, "?", "narrower" },
  { "<Ctrl>minus", probe_width, "?", "wider" },
  { "<Ctrl>plus <Ctrl>plus <Ctrl>0", probe_width, "?", "the same" },
  { "<Shift>Right", probe_middle, "+0 +0", "+1 +0" },
  { "<Shift>Left", probe_middle, "+0 +0", "-1 +0" },
  { "<Shift>Up", probe_middle, "+0 +0", "+0 +1" },
  { "<Shift>Down", probe_middle, "+0 +0", "+0 -1" },
  { "<Alt>Right", probe_pin, "-1.25 36.75", "-1.25 37.00" },
  { "<Alt>Left", probe_pin, "-1.25 36.75", "-1.25 36.50" },
  { "<Alt>Up", probe_pin, "-1.25 36.75", "-1.00 36.75" },
  { "<Alt>Down", probe_pin, "-1.25 36.75", "-1.50 36.75" },
  { "Escape", probe_pin, "-1.25 36.75", "none" },
  { "<Ctrl>f", probe_focus, "MvuaMapArea", "search" },
  { "<Ctrl>g", probe_focus, "MvuaMapArea", "search" },
  { "F9", probe_sidebar, "there", "gone" },
  { "F9 F9", probe_sidebar, "there", "there" },
  { "l", probe_window, "none", "AdwMessageDialog" },
  { "<Ctrl>question", probe_window, "none", "GtkShortcutsWindow" },
  { "F1", probe_window, "none", "GtkShortcutsWindow" },
  { "<Ctrl><Shift>e", probe_window, "none", "MvuaExportDialog" },
  { "<Ctrl>o", probe_window, "none", "GtkFileChooserDialog" },
  { "<Ctrl><Shift>o", probe_window, "none", "MvuaRunDialog" },
  { "<Ctrl>l", probe_window, "none", "AdwMessageDialog" }, /* there is no server */
  { "<Ctrl>e", probe_window, "none", "GtkFileChooserDialog" },
  { "<Ctrl>comma", probe_window, "none", "MvuaPreferences" },
  { "<Ctrl>c", probe_picture, "none", "picture" },
  { "<Ctrl><Shift>c", probe_text, "none", "text" },
};

/* What each row begins with. */
static void
reset (void)
{
  static const char *const settings[] = { "playback-milliseconds",
                                          "time-zone",
                                          "show-borders",
                                          "show-graticule",
                                          "scales",
                                          "show-sidebar",
                                          "units",
                                          NULL };
  const MvuaMapBox box = { 21, -12, 51, 22 };
  const MvuaProduct member =
      mvua_product_member ((MvuaMember){ MVUA_MEMBER_PERTURBED, 2 });
  GdkClipboard *clipboard =
      gtk_widget_get_clipboard (GTK_WIDGET (mvua_test_get_window ()));

  for (guint i = 0; settings[i] != NULL; i++)
    g_settings_reset (mvua_test_get_settings (), settings[i]);
  mvua_browser_set_playing (mvua_test_get_browser (), FALSE);
  mvua_test_pick ("gep02", "t2m", 12);
  mvua_look_reset (mvua_browser_get_look (mvua_test_get_browser ()),
                   mvua_variable_by_name ("t2m"), &member);
  mvua_map_area_fit_box (mvua_test_get_map (), &box);
  mvua_map_area_set_pin (mvua_test_get_map (), PIN_LATITUDE, PIN_LONGITUDE);
  gdk_clipboard_set_content (clipboard, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (mvua_test_get_map ()));
  mvua_test_wait_drawn ();
}

typedef struct
{
  Probe probe;
  const char *expected;
  char *before;
} Expectation;

static double
get_width (const char *text)
{
  return g_ascii_strtod (text, NULL);
}

static gboolean
is_as_expected (gpointer data)
{
  const Expectation *self = data;
  g_autofree char *now = self->probe ();

  if (g_str_equal (self->expected, "?"))
    return !g_str_equal (now, self->before);
  if (g_str_equal (self->expected, "the same"))
    return g_str_equal (now, self->before);
  if (g_str_equal (self->expected, "narrower"))
    return get_width (now) < 0.8 * get_width (self->before);
  if (g_str_equal (self->expected, "wider"))
    return get_width (now) > 1.2 * get_width (self->before);
  return g_str_equal (now, self->expected);
}

static void
close_others (void)
{
  gtk_menu_button_popdown (mvua_test_get_child ("region_button"));
  for (GtkWindow *other; (other = find_other_window ()) != NULL; mvua_test_run_for (50))
    {
      /* What is shown natively is let go by its owner. */
      if (GTK_IS_DIALOG (other))
        gtk_dialog_response (GTK_DIALOG (other), GTK_RESPONSE_CANCEL);
      else
        gtk_window_close (other);
    }
  mvua_test_focus_window (GTK_WINDOW (mvua_test_get_window ()));
}

static void
test_key (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_auto (GStrv) keys = g_strsplit (rows[i].keys, " ", -1);

  mvua_test_focus_window (GTK_WINDOW (mvua_test_get_window ()));
  reset ();
  Expectation expectation = { rows[i].probe, rows[i].after, rows[i].probe () };
  if (!g_str_equal (rows[i].before, "?"))
    g_assert_cmpstr (expectation.before, ==, rows[i].before);
  for (guint k = 0; keys[k] != NULL; k++)
    mvua_test_press (keys[k]);
  if (!mvua_test_wait (is_as_expected, &expectation))
    {
      g_autofree char *now = rows[i].probe ();
      g_test_fail_printf ("%s: “%s” became “%s”, expected “%s”", rows[i].keys,
                          expectation.before, now, rows[i].after);
    }
  close_others ();
  g_free (expectation.before);
}

static void
test_fullscreen (void)
{
  Display *display = XOpenDisplay (NULL);
  const Atom fullscreen = XInternAtom (display, "_NET_WM_STATE_FULLSCREEN", False);
  XEvent event;
  gboolean was_asked = FALSE;

  /* A window manager would hear this, and do it. */
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);
  mvua_test_focus_window (GTK_WINDOW (mvua_test_get_window ()));
  mvua_test_press ("F11");
  while (XPending (display) > 0)
    {
      XNextEvent (display, &event);
      was_asked |= event.type == ClientMessage &&
                   event.xclient.data.l[1] == (long) fullscreen &&
                   event.xclient.data.l[0] == 1;
    }
  XCloseDisplay (display);
  g_assert_true (was_asked);
}

/* What is pressed in a field of text is text. */
static void
test_typing (void)
{
  reset ();
  mvua_test_focus_window (GTK_WINDOW (mvua_test_get_window ()));
  mvua_test_press ("<Ctrl>f");
  mvua_test_type ("tcr 2");
  mvua_test_press ("Left");
  mvua_test_press ("space");
  mvua_test_assert_pick ("gep02 t2m 12");
  g_autofree char *zone = probe_zone ();
  g_assert_cmpstr (zone, ==, "2025-09-18 15:00 EAT");
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (mvua_test_get_window ()));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (focus)), ==, "tcr  2");
  gtk_editable_set_text (GTK_EDITABLE (focus), "");
}

/* Each key that the window of shortcuts lists is one of the table. */
static void
collect_keys (GtkWidget *widget, GHashTable *keys)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, GTK_TYPE_SHORTCUTS_SHORTCUT))
    {
      g_autofree char *text = NULL;
      g_object_get (widget, "accelerator", &text, NULL);
      g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);
      for (guint i = 0; words[i] != NULL; i++)
        g_hash_table_add (keys, g_strdup (words[i]));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_keys (child, keys);
}

static gboolean
is_tested (const char *key)
{
  /* F11 has a test of its own; the last two end the window and the program. */
  static const char *const others[] = { "F11", "<Control>w", "<Control>q", NULL };
  guint wanted = 0;
  GdkModifierType state = 0;

  if (key[0] == '\0' || g_strv_contains (others, key))
    return TRUE;
  g_assert_true (gtk_accelerator_parse (key, &wanted, &state));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) keys = g_strsplit (rows[i].keys, " ", -1);
      for (guint k = 0; keys[k] != NULL; k++)
        {
          guint found = 0;
          GdkModifierType found_state = 0;
          gtk_accelerator_parse (keys[k], &found, &found_state);
          if (found == wanted && found_state == state)
            return TRUE;
        }
    }
  return FALSE;
}

static void
test_shortcuts (void)
{
  GtkShortcutsWindow *help = gtk_application_window_get_help_overlay (
      GTK_APPLICATION_WINDOW (mvua_test_get_window ()));
  g_autoptr (GHashTable) keys =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  collect_keys (GTK_WIDGET (help), keys);
  g_assert_cmpuint (g_hash_table_size (keys), >, 40);
  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!is_tested (key))
      g_test_fail_printf ("the key %s is listed, and in no test", (const char *) key);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  /* A port on which nobody answers. */
  g_settings_set_string (mvua_test_get_settings (), "noaa-url", "http://127.0.0.1:1");
  mvua_test_new_window ();
  mvua_test_open_demo ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/keys/%s", rows[i].keys);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_key);
    }
  g_test_add_func ("/keys/F11", test_fullscreen);
  g_test_add_func ("/keys/typing", test_typing);
  g_test_add_func ("/keys/shortcuts", test_shortcuts);
  const int status = g_test_run ();
  mvua_test_end_application ();
  return status;
}
