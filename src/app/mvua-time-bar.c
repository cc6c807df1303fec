/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-time-bar.h"

#include <glib/gi18n.h>

#define MARGIN 14.0
#define HEIGHT 46
#define EAT_HOURS 3
#define DAY_SECONDS 86400

struct _MvuaTimeBar
{
  GtkWidget parent_instance;
  MvuaBrowser *browser;
  gulong handler;
  gboolean is_utc;
};

G_DEFINE_FINAL_TYPE (MvuaTimeBar, mvua_time_bar, GTK_TYPE_WIDGET)

static const GArray *
get_steps (MvuaTimeBar *self)
{
  MvuaEnsemble *ensemble =
      self->browser != NULL ? mvua_browser_get_ensemble (self->browser) : NULL;

  return ensemble != NULL ? mvua_ensemble_get_steps (ensemble) : NULL;
}

static int
step_of (const GArray *steps, guint i)
{
  return g_array_index (steps, int, i);
}

/* Where an hour of the run lies. */
static double
place (MvuaTimeBar *self, const GArray *steps, double hour)
{
  const double first = step_of (steps, 0);
  const double last = MAX (step_of (steps, steps->len - 1), first + 1);
  const double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN;

  return MARGIN + (hour - first) / (last - first) * width;
}

int
mvua_time_bar_step_at (MvuaTimeBar *self, double x)
{
  const GArray *steps = get_steps (self);
  guint best = 0;

  if (steps == NULL)
    return -1;
  for (guint i = 1; i < steps->len; i++)
    if (ABS (place (self, steps, step_of (steps, i)) - x) <
        ABS (place (self, steps, step_of (steps, best)) - x))
      best = i;
  return step_of (steps, best);
}

static gint64
local_offset (MvuaTimeBar *self)
{
  return self->is_utc ? 0 : EAT_HOURS * 3600;
}

/* FALSE if there is no room for it. */
static gboolean
append_text (
    GtkWidget *widget, GtkSnapshot *snapshot, const char *text, double x, double room)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  GdkRGBA colour;
  int width = 0;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width + 6 > room)
    return FALSE;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x + 4, 2));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
  return TRUE;
}

/* As much of the name of a day as there is room for. */
static void
append_day_name (
    GtkWidget *widget, GtkSnapshot *snapshot, gint64 day, double x, double room)
{
  const char *const formats[] = {
    /* TRANSLATORS: a day on the time bar, "Thu 18 Sep"; see strftime(3) */
    _ ("%a %-d %b"),
    /* TRANSLATORS: the same where there is less room, "Thu 18" */
    _ ("%a %-d"),
    "%-d",
  };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (day);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *name = g_date_time_format (time, formats[i]);
      if (append_text (widget, snapshot, name, x, room))
        return;
    }
}

static void
append_box (GtkSnapshot *snapshot, const GdkRGBA *colour, graphene_rect_t box)
{
  gtk_snapshot_append_color (snapshot, colour, &box);
}

/* Days by name, every other one on a darker ground. */
static void
append_days (MvuaTimeBar *self, GtkSnapshot *snapshot, const GArray *steps, GdkRGBA ink)
{
  const MvuaRun run = mvua_ensemble_get_run (mvua_browser_get_ensemble (self->browser));
  const gint64 offset = local_offset (self);
  const gint64 begin = run + step_of (steps, 0) * (gint64) 3600;
  const gint64 end = run + step_of (steps, steps->len - 1) * (gint64) 3600;
  gint64 day = (begin + offset) / DAY_SECONDS * DAY_SECONDS - offset;

  for (guint i = 0; day <= end; day += DAY_SECONDS, i++)
    {
      const double from = place (self, steps, (double) (MAX (day, begin) - run) / 3600.0);
      const double to =
          place (self, steps, (double) (MIN (day + DAY_SECONDS, end) - run) / 3600.0);

      ink.alpha = (day / DAY_SECONDS) % 2 == 0 ? 0.10f : 0.04f;
      append_box (snapshot, &ink,
                  GRAPHENE_RECT_INIT ((float) from, 2, (float) (to - from), HEIGHT - 4));
      append_day_name (GTK_WIDGET (self), snapshot, day + offset, from, to - from);
    }
}

/* The window of rain below the steps. */
static void
append_window (MvuaTimeBar *self,
               GtkSnapshot *snapshot,
               const GArray *steps,
               const GdkRGBA *accent)
{
  MvuaHours hours = { 0 };
  GdkRGBA colour = *accent;

  if (!mvua_browser_get_hours (self->browser, &hours) ||
      hours.start == MVUA_HOUR_UNKNOWN || hours.start >= hours.end)
    return;
  const double from = place (self, steps, MAX (hours.start, step_of (steps, 0)));
  const double to = place (self, steps, hours.end);
  colour.alpha = 0.35f;
  append_box (snapshot, &colour,
              GRAPHENE_RECT_INIT ((float) from, 22, (float) (to - from), HEIGHT - 26));
}

static void
append_steps (MvuaTimeBar *self,
              GtkSnapshot *snapshot,
              const GArray *steps,
              GdkRGBA ink,
              const GdkRGBA *accent)
{
  const int shown = mvua_browser_get_step (self->browser);

  for (guint i = 0; i < steps->len; i++)
    {
      const int step = step_of (steps, i);
      const float x = (float) place (self, steps, step);
      ink.alpha = 0.6f;
      if (step == shown)
        append_box (snapshot, accent, GRAPHENE_RECT_INIT (x - 3, 20, 6, HEIGHT - 22));
      else
        append_box (snapshot, &ink,
                    GRAPHENE_RECT_INIT (x - 0.75f, 28, 1.5f, HEIGHT - 34));
    }
}

static void
mvua_time_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MvuaTimeBar *self = MVUA_TIME_BAR (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  const GArray *steps = get_steps (self);
  GdkRGBA ink;
  GdkRGBA accent;

  if (steps == NULL)
    return;
  gtk_style_context_get_color (context, &ink);
  if (!gtk_style_context_lookup_color (context, "accent_color", &accent))
    accent = ink;
  append_days (self, snapshot, steps, ink);
  append_window (self, snapshot, steps, &accent);
  append_steps (self, snapshot, steps, ink, &accent);
}

static void
mvua_time_bar_measure (GtkWidget *widget G_GNUC_UNUSED,
                       GtkOrientation orientation,
                       int for_size G_GNUC_UNUSED,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

/* What a screen reader says of it. */
static void
update_accessible (MvuaTimeBar *self)
{
  const GArray *steps = get_steps (self);
  char utc[MVUA_RUN_TEXT_SIZE];
  char eat[MVUA_RUN_TEXT_SIZE];

  if (steps == NULL)
    return;
  const gint64 valid = mvua_browser_get_valid_time (self->browser);
  const int step = mvua_browser_get_step (self->browser);
  g_autofree char *text =
      g_strdup_printf (_ ("step %d h, valid %s, %s"), step, mvua_time_eat (valid, eat),
                       mvua_time_utc (valid, utc));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
      (double) step_of (steps, 0), GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
      (double) step_of (steps, steps->len - 1), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
      (double) step, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
on_changed (MvuaBrowser *browser G_GNUC_UNUSED, guint changes, gpointer data)
{
  MvuaTimeBar *self = data;

  if ((changes & (MVUA_BROWSER_SOURCE | MVUA_BROWSER_PICK)) == 0)
    return;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_accessible (self);
}

void
mvua_time_bar_set_browser (MvuaTimeBar *self, MvuaBrowser *browser)
{
  if (self->browser != NULL)
    g_clear_signal_handler (&self->handler, self->browser);
  g_set_object (&self->browser, browser);
  if (browser != NULL)
    self->handler = g_signal_connect (browser, "changed", G_CALLBACK (on_changed), self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mvua_time_bar_set_utc (MvuaTimeBar *self, gboolean is_utc)
{
  self->is_utc = is_utc;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
go_to (MvuaTimeBar *self, double x)
{
  const int step = mvua_time_bar_step_at (self, x);

  if (step >= 0)
    mvua_browser_set_step (self->browser, step);
}

static void
on_drag_begin (GtkGestureDrag *gesture G_GNUC_UNUSED,
               double x,
               double y G_GNUC_UNUSED,
               gpointer data)
{
  go_to (data, x);
}

static void
on_drag_update (GtkGestureDrag *gesture,
                double dx,
                double dy G_GNUC_UNUSED,
                gpointer data)
{
  double x = 0;

  if (gtk_gesture_drag_get_start_point (gesture, &x, NULL))
    go_to (data, x + dx);
}

static void
mvua_time_bar_dispose (GObject *object)
{
  mvua_time_bar_set_browser (MVUA_TIME_BAR (object), NULL);
  G_OBJECT_CLASS (mvua_time_bar_parent_class)->dispose (object);
}

static void
mvua_time_bar_class_init (MvuaTimeBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_time_bar_dispose;
  widget_class->snapshot = mvua_time_bar_snapshot;
  widget_class->measure = mvua_time_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "timebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
mvua_time_bar_init (MvuaTimeBar *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  /* Time goes from left to right on maps and axes, whatever the language. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time"), -1);
}

GtkWidget *
mvua_time_bar_new (void)
{
  return g_object_new (MVUA_TYPE_TIME_BAR, NULL);
}
