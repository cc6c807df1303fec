/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* How long the viewer takes to start, and how much memory it has: bench-start VIEWER DEMO
 * Seen from outside, by the pixels that are on the screen and what the kernel says. */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <gio/gio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_STARTS 9
#define MOST_SECONDS 30
/* A patch in the middle of the window, which every page of it paints. */
#define PATCH 240
/* Letters and icons have smooth edges, an empty window has none; a map has many colours.
 */
#define WINDOW_COLOURS 12
#define MAP_COLOURS 60

static double
seconds (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static void
row (const char *what, double budget, double used, const char *unit, int digits)
{
  printf ("%-44s %7.*f %-2s %7.*f %-2s %10.2f x\n", what, digits, budget, unit, digits,
          used, unit, budget / used);
  fflush (stdout);
}

/* A window may go away between two questions. */
static int
ignore_error (Display *display G_GNUC_UNUSED, XErrorEvent *event G_GNUC_UNUSED)
{
  return 0;
}

/* The first large window that is on the screen; None if there is none. */
static Window
find_window (Display *display, XWindowAttributes *attributes)
{
  Window root, parent, *children = NULL, found = None;
  guint n = 0;

  if (!XQueryTree (display, DefaultRootWindow (display), &root, &parent, &children, &n))
    return None;
  for (guint i = 0; i < n && found == None; i++)
    if (XGetWindowAttributes (display, children[i], attributes) &&
        attributes->map_state == IsViewable && attributes->width > PATCH &&
        attributes->height > PATCH)
      found = children[i];
  if (children != NULL)
    XFree (children);
  return found;
}

/* How many different colours are in the middle of the window, and what they add up to. */
static guint
look (Display *display, guint32 *sum)
{
  XWindowAttributes attributes;
  const Window window = find_window (display, &attributes);
  g_autoptr (GHashTable) colours = g_hash_table_new (NULL, NULL);

  *sum = 0;
  if (window == None)
    return 0;
  XImage *image =
      XGetImage (display, window, (attributes.width - PATCH) / 2,
                 (attributes.height - PATCH) / 2, PATCH, PATCH, AllPlanes, ZPixmap);
  if (image == NULL)
    return 0;
  for (int y = 0; y < PATCH; y++)
    for (int x = 0; x < PATCH; x++)
      {
        const guint32 colour = (guint32) XGetPixel (image, x, y) & 0xffffff;
        *sum = *sum * 31 + colour;
        g_hash_table_add (colours, GUINT_TO_POINTER (colour + 1));
      }
  XDestroyImage (image);
  return g_hash_table_size (colours);
}

/* Waits for so many colours; the time at which they were there. */
static double
wait_for_colours (Display *display, guint n_colours)
{
  const double end = seconds () + MOST_SECONDS;
  guint32 sum;

  while (look (display, &sum) < n_colours)
    {
      if (seconds () > end)
        {
          fprintf (stderr, "bench-start: no window after %d s\n", MOST_SECONDS);
          exit (1);
        }
      g_usleep (2000);
    }
  return seconds ();
}

/* Until nothing has changed for a second: what follows a first map is done, too. */
static void
wait_for_rest (Display *display)
{
  guint32 before = 0, sum = 0;
  int n_same = 0;

  for (int i = 0; i < 10 * MOST_SECONDS && n_same < 10; i++)
    {
      g_usleep (100000);
      look (display, &sum);
      n_same = sum == before ? n_same + 1 : 0;
      before = sum;
    }
}

static GSubprocess *
start (const char *viewer, const char *source)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, viewer, source, NULL);

  if (process != NULL)
    return process;
  fprintf (stderr, "bench-start: %s\n", error->message);
  exit (1);
}

static void
stop (Display *display, GSubprocess *process)
{
  XWindowAttributes attributes;

  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
  while (find_window (display, &attributes) != None)
    g_usleep (2000);
}

/* In MB; a line of /proc/PID/status. */
static double
memory_of (GSubprocess *process, const char *line)
{
  g_autofree char *path =
      g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (process));
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NAN;
  const char *at = strstr (text, line);
  return at != NULL ? g_ascii_strtod (at + strlen (line), NULL) / 1000 : NAN;
}

static int
compare (const void *a, const void *b)
{
  const double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

static void
bench_start (Display *display, const char *viewer)
{
  double times[N_STARTS];

  for (int i = 0; i < N_STARTS; i++)
    {
      const double began = seconds ();
      GSubprocess *process = start (viewer, NULL);
      times[i] = wait_for_colours (display, WINDOW_COLOURS) - began;
      stop (display, process);
    }
  qsort (times, N_STARTS, sizeof *times, compare);
  row ("start of the process to first window drawn", 0.5, times[N_STARTS / 2], "s", 2);
}

static void
bench_memory (Display *display, const char *viewer, const char *demo)
{
  const double began = seconds ();
  GSubprocess *process = start (viewer, demo);
  const double drawn = wait_for_colours (display, MAP_COLOURS) - began;

  wait_for_rest (display);
  row ("resident memory, a run of 30 members open", 180, memory_of (process, "VmRSS:"),
       "MB", 0);
  printf ("%-44s %10s %7.2f s\n", "start with that run to its first map drawn", "",
          drawn);
  printf ("%-44s %10s %7.0f MB\n", "most resident memory until then", "",
          memory_of (process, "VmHWM:"));
  stop (display, process);
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);

  if (argc != 3 || display == NULL)
    {
      fprintf (stderr, "usage: bench-start VIEWER DEMO, where there is a display\n");
      return 2;
    }
  XSetErrorHandler (ignore_error);
  bench_start (display, argv[1]);
  bench_memory (display, argv[1], argv[2]);
  XCloseDisplay (display);
  return 0;
}
