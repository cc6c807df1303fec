/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The count of a day's bytes, of several processes, in a file that may be damaged. */

#include "mvua-traffic.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *folder;

static void
test_adds_up (void)
{
  g_autofree char *path = g_build_filename (folder, "new", "traffic", NULL);

  g_assert_cmpuint (mvua_traffic_add (path, 0), ==, 0);
  g_assert_cmpuint (mvua_traffic_add (path, 1000), ==, 1000);
  g_assert_cmpuint (mvua_traffic_add (path, 24), ==, 1024);
  g_assert_cmpuint (mvua_traffic_add (path, 0), ==, 1024);
  g_assert_cmpuint (mvua_traffic_add (path, G_MAXUINT64), ==, G_MAXUINT64);
}

/* Another day, or no such file at all: it begins at 0, and is a count again after. */
static void
test_begins_anew (void)
{
  static const char *const texts[] = {
    "1999-12-31 77\n",
    "",
    "2026",
    "garbage garbage garbage garbage garbage garbage",
    "2026-11-24 -5\n",
    "2026-11-24 12",
  };
  g_autofree char *path = g_build_filename (folder, "old", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_assert_cmpuint (mvua_traffic_add (path, 5), ==, 5);
      g_assert_cmpuint (mvua_traffic_add (path, 5), ==, 10);
    }
}

static gpointer
add_many (gpointer path)
{
  for (guint i = 0; i < 500; i++)
    mvua_traffic_add (path, 3);
  return NULL;
}

static void
test_at_once (void)
{
  g_autofree char *path = g_build_filename (folder, "shared", NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("add", add_many, path);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (mvua_traffic_add (path, 0), ==, 4 * 500 * 3);
}

/* Where nothing can be written it is no obstacle; and no link is followed. */
static void
test_nowhere (void)
{
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autofree char *target = g_build_filename (folder, "target", NULL);

  g_assert_cmpuint (mvua_traffic_add ("/dev/null/traffic", 9), ==, 9);
  g_assert_true (g_file_set_contents (target, "precious", -1, NULL));
  g_assert_cmpint (symlink (target, link), ==, 0);
  g_assert_cmpuint (mvua_traffic_add (link, 9), ==, 9);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (target, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "precious");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("mvua-traffic-XXXXXX", NULL);
  g_test_add_func ("/traffic/adds-up", test_adds_up);
  g_test_add_func ("/traffic/begins-anew", test_begins_anew);
  g_test_add_func ("/traffic/at-once", test_at_once);
  g_test_add_func ("/traffic/nowhere", test_nowhere);
  const int status = g_test_run ();
  static const char *const names[] = { "new/traffic", "new",  "old",
                                       "shared",      "link", "target" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return status;
}
