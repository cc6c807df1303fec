/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-area-private.h"
#include "mvua-map-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

/* What comes within a moment is drawn without a word of loading. */
#define DIM_AFTER_MS 120
#define DIMMED 0.45
#define LEAST_WIDTH 160
#define LEAST_HEIGHT 120

G_DEFINE_FINAL_TYPE (MvuaMapArea, mvua_map_area, GTK_TYPE_WIDGET)

enum
{
  CAMERA_CHANGED,
  PIN_CHANGED,
  HOVER_CHANGED,
  DRAWN,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
on_painted (MvuaMapRenderer *renderer G_GNUC_UNUSED, gpointer picture, gpointer data)
{
  mvua_map_area_take_picture (data, picture);
}

void
mvua_map_area_show (MvuaMapArea *self,
                    MvuaField *field,
                    MvuaField *u,
                    MvuaField *v,
                    const MvuaMapStyle *style,
                    const char *provenance)
{
  g_return_if_fail (MVUA_IS_MAP_AREA (self));

  const MvuaMapScene scene = {
    .field = field,
    .u = u,
    .v = v,
    .style = *style,
    .camera = self->camera,
    .basemap = mvua_map_basemap (),
    .overlays = self->overlays,
    .provenance = provenance,
    .is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
  };
  MvuaMapScene *wanted = mvua_map_scene_copy (&scene);
  g_clear_pointer (&self->wanted, mvua_map_scene_free);
  self->wanted = wanted;
  self->serial++;
  self->shown_at = g_get_monotonic_time ();
  if (self->dimmed_until != 0)
    self->dimmed_until = self->serial;
  mvua_map_area_set_message (self, NULL, NULL);
  mvua_map_area_resized (self);
  mvua_map_area_queue_paint (self);
}

void
mvua_map_area_clear (MvuaMapArea *self)
{
  g_return_if_fail (MVUA_IS_MAP_AREA (self));

  mvua_map_area_stop_refining (self);
  mvua_map_renderer_cancel (self->renderer);
  g_clear_pointer (&self->wanted, mvua_map_scene_free);
  mvua_map_area_forget_pictures (self);
  self->serial++;
  mvua_map_area_set_dimmed (self, FALSE, NULL);
  mvua_map_area_set_message (self, NULL, NULL);
  mvua_map_area_update_label (self);
  mvua_map_area_update_readouts (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mvua_map_area_set_overlays (MvuaMapArea *self, GPtrArray *overlays)
{
  if (overlays != NULL)
    g_ptr_array_ref (overlays);
  g_clear_pointer (&self->overlays, g_ptr_array_unref);
  self->overlays = overlays;
  if (self->wanted == NULL)
    return;
  g_autoptr (MvuaMapScene) again = g_steal_pointer (&self->wanted);
  mvua_map_area_show (self, again->field, again->u, again->v, &again->style,
                      again->provenance);
}

static void
look_dimmed (MvuaMapArea *self, gboolean is_dimmed)
{
  self->looks_dimmed = is_dimmed;
  gtk_widget_set_visible (self->loading, is_dimmed);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), is_dimmed);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_dim (gpointer data)
{
  MvuaMapArea *self = data;

  self->dim_source = 0;
  look_dimmed (self, TRUE);
  return G_SOURCE_REMOVE;
}

void
mvua_map_area_set_dimmed (MvuaMapArea *self, gboolean is_dimmed, const char *what)
{
  g_return_if_fail (MVUA_IS_MAP_AREA (self));

  if (!is_dimmed)
    {
      self->dimmed_until = 0;
      g_clear_handle_id (&self->dim_source, g_source_remove);
      look_dimmed (self, FALSE);
      return;
    }
  g_autofree char *text = what != NULL ? g_strdup_printf (_ ("Loading %s …"), what)
                                       : g_strdup (_ ("Loading …"));
  gtk_label_set_text (GTK_LABEL (self->loading_label), text);
  /* The next picture that is asked for is the one that is awaited. */
  self->dimmed_until = self->serial + 1;
  if (!self->looks_dimmed && self->dim_source == 0)
    self->dim_source = g_timeout_add (DIM_AFTER_MS, on_dim, self);
}

gboolean
mvua_map_area_get_dimmed (MvuaMapArea *self)
{
  return self->dimmed_until != 0;
}

void
mvua_map_area_set_message (MvuaMapArea *self, const char *title, const char *detail)
{
  g_return_if_fail (MVUA_IS_MAP_AREA (self));

  gtk_label_set_text (GTK_LABEL (self->message_title), title ? title : "");
  gtk_label_set_text (GTK_LABEL (self->message_detail), detail ? detail : "");
  gtk_widget_set_visible (self->message, title != NULL);
  if (title != NULL)
    mvua_map_area_set_dimmed (self, FALSE, NULL);
  mvua_map_area_update_label (self);
  mvua_map_area_update_readouts (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const char *
mvua_map_area_get_message (MvuaMapArea *self)
{
  return gtk_widget_get_visible (self->message)
             ? gtk_label_get_text (GTK_LABEL (self->message_title))
             : NULL;
}

gboolean
mvua_map_area_get_pin (MvuaMapArea *self, double *latitude, double *longitude)
{
  *latitude = self->pin_latitude;
  *longitude = self->pin_longitude;
  return self->has_pin;
}

static void
pin_changed (MvuaMapArea *self)
{
  mvua_map_area_update_readouts (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[PIN_CHANGED], 0);
}

void
mvua_map_area_set_pin (MvuaMapArea *self, double latitude, double longitude)
{
  self->has_pin = TRUE;
  self->pin_latitude = CLAMP (latitude, -90, 90);
  self->pin_longitude = longitude;
  pin_changed (self);
}

void
mvua_map_area_clear_pin (MvuaMapArea *self)
{
  if (!self->has_pin)
    return;
  self->has_pin = FALSE;
  pin_changed (self);
}

gboolean
mvua_map_area_pin_at (MvuaMapArea *self, double x, double y)
{
  double longitude = 0;
  double latitude = 0;

  if (!mvua_map_area_to_degrees (self, x, y, &longitude, &latitude))
    return FALSE;
  mvua_map_area_set_pin (self, latitude, longitude);
  return TRUE;
}

gboolean
mvua_map_area_get_hover (MvuaMapArea *self,
                         double *longitude,
                         double *latitude,
                         double *value)
{
  if (!self->has_hover || self->picture == NULL ||
      !mvua_map_area_to_degrees (self, self->hover_x, self->hover_y, longitude, latitude))
    return FALSE;
  if (value != NULL)
    *value = mvua_map_scene_value (self->picture->scene, *longitude, *latitude, NULL);
  return TRUE;
}

void
mvua_map_area_hover_at (MvuaMapArea *self, double x, double y)
{
  self->has_hover = TRUE;
  self->hover_x = x;
  self->hover_y = y;
  mvua_map_area_update_readouts (self);
  g_signal_emit (self, signals[HOVER_CHANGED], 0);
}

char *
mvua_map_area_dup_readout (MvuaMapArea *self)
{
  double longitude = 0;
  double latitude = 0;

  if (self->picture == NULL)
    return NULL;
  if (mvua_map_area_get_hover (self, &longitude, &latitude, NULL))
    return mvua_map_text_readout (self->picture->scene, longitude, latitude);
  if (self->has_pin)
    return mvua_map_text_readout (self->picture->scene, self->pin_longitude,
                                  self->pin_latitude);
  return NULL;
}

MvuaMapPicture *
mvua_map_area_get_picture (MvuaMapArea *self)
{
  return self->picture;
}

const char *
mvua_map_area_get_label (MvuaMapArea *self)
{
  return self->label;
}

guint
mvua_map_area_get_n_painted (MvuaMapArea *self)
{
  return mvua_map_renderer_get_n_painted (self->renderer);
}

void
mvua_map_area_update_label (MvuaMapArea *self)
{
  const char *message = mvua_map_area_get_message (self);
  const char *detail = gtk_label_get_text (GTK_LABEL (self->message_detail));
  g_autofree char *all =
      message != NULL ? g_strdup_printf ("%s. %s", message, detail) : NULL;
  const char *text = all != NULL             ? all
                     : self->picture != NULL ? self->picture->label
                                             : _ ("Map");

  if (g_strcmp0 (text, self->label) == 0)
    return;
  g_free (self->label);
  self->label = g_strdup (text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->label, -1);
}

/* The map of another camera, moved and stretched to where it is now. */
static void
append_map (MvuaMapArea *self, GtkSnapshot *snapshot)
{
  const MvuaMapPicture *picture = mvua_map_area_get_source (self);
  const MvuaMapRectangle *map = &picture->layout.map;
  const MvuaMapCamera *camera = &picture->scene->camera;
  const double zoom = self->camera.scale / camera->scale;
  const double east = remainder (camera->longitude - self->camera.longitude, 360.0);
  const double north = camera->latitude - self->camera.latitude;
  const double x =
      map->x + map->width / 2 + east * self->camera.scale - picture->map_width / 2 * zoom;
  const double y = map->y + map->height / 2 - north * self->camera.scale -
                   picture->map_height / 2 * zoom;

  if (picture->map == NULL)
    return;
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) map->x, (float) map->y,
                                               (float) map->width, (float) map->height));
  gtk_snapshot_append_texture (
      snapshot, picture->map,
      &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) (picture->map_width * zoom),
                           (float) (picture->map_height * zoom)));
  mvua_map_area_snapshot_pin (self, snapshot);
  if (self->has_band)
    {
      const GdkRGBA blue = { 0.1f, 0.4f, 0.9f, 0.2f };
      gtk_snapshot_append_color (snapshot, &blue, &self->band);
    }
  gtk_snapshot_pop (snapshot);
}

static void
append_picture (MvuaMapArea *self, GtkSnapshot *snapshot)
{
  const MvuaMapPicture *picture = self->picture;

  gtk_snapshot_push_opacity (snapshot, self->looks_dimmed ? DIMMED : 1);
  append_map (self, snapshot);
  for (guint i = 0; i < MVUA_MAP_N_STRIPS; i++)
    if (picture->strips[i] != NULL)
      gtk_snapshot_append_texture (snapshot, picture->strips[i],
                                   &picture->strip_areas[i]);
  gtk_snapshot_pop (snapshot);
}

static void
mvua_map_area_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MvuaMapArea *self = MVUA_MAP_AREA (widget);

  if (self->picture != NULL && mvua_map_area_get_message (self) == NULL)
    append_picture (self, snapshot);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_snapshot_child (widget, child, snapshot);
  if (!self->awaits_frame)
    return;
  self->awaits_frame = FALSE;
  g_signal_emit (self, signals[DRAWN], 0,
                 (double) (g_get_monotonic_time () - self->shown_at) / G_USEC_PER_SEC);
}

static void
mvua_map_area_size_allocate (GtkWidget *widget,
                             int width,
                             int height,
                             int baseline G_GNUC_UNUSED)
{
  MvuaMapArea *self = MVUA_MAP_AREA (widget);
  const gboolean is_same = self->picture != NULL && self->picture->width == width &&
                           self->picture->height == height;

  if (!is_same)
    {
      mvua_map_area_resized (self);
      mvua_map_area_queue_paint (self);
    }
  mvua_map_area_allocate_plates (self);
}

static void
mvua_map_area_measure (GtkWidget *widget G_GNUC_UNUSED,
                       GtkOrientation orientation,
                       int for_size G_GNUC_UNUSED,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = *minimum * 4;
  *minimum_baseline = *natural_baseline = -1;
}

/* Dark or light, or on another screen: the same scene again. */
static void
repaint (MvuaMapArea *self)
{
  if (self->wanted == NULL)
    return;
  g_autoptr (MvuaMapScene) again = g_steal_pointer (&self->wanted);
  mvua_map_area_show (self, again->field, again->u, again->v, &again->style,
                      again->provenance);
}

static void
mvua_map_area_dispose (GObject *object)
{
  MvuaMapArea *self = MVUA_MAP_AREA (object);
  GtkWidget *child = NULL;

  mvua_map_area_stop_refining (self);
  g_clear_handle_id (&self->dim_source, g_source_remove);
  if (self->renderer != NULL)
    mvua_map_renderer_cancel (self->renderer);
  g_clear_object (&self->renderer);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->wanted, mvua_map_scene_free);
  mvua_map_area_forget_pictures (self);
  g_clear_pointer (&self->overlays, g_ptr_array_unref);
  g_clear_pointer (&self->label, g_free);
  G_OBJECT_CLASS (mvua_map_area_parent_class)->dispose (object);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name, MVUA_TYPE_MAP_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
mvua_map_area_class_init (MvuaMapAreaClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_map_area_dispose;
  widget_class->snapshot = mvua_map_area_snapshot;
  widget_class->size_allocate = mvua_map_area_size_allocate;
  widget_class->measure = mvua_map_area_measure;
  signals[CAMERA_CHANGED] = new_signal ("camera-changed");
  signals[PIN_CHANGED] = new_signal ("pin-changed");
  signals[HOVER_CHANGED] = new_signal ("hover-changed");
  signals[DRAWN] = g_signal_new ("drawn", MVUA_TYPE_MAP_AREA, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  gtk_widget_class_set_css_name (widget_class, "maparea");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  mvua_map_area_class_add_actions (widget_class);
}

static void
mvua_map_area_init (MvuaMapArea *self)
{
  self->renderer = mvua_map_renderer_new ();
  self->home = (MvuaMapBox){ 21, -12, 53, 23 };
  self->is_home = TRUE;
  self->camera = mvua_map_camera_fit (&self->home, 400, 400);
  g_signal_connect_object (self->renderer, "painted", G_CALLBACK (on_painted), self, 0);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (repaint), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (repaint), NULL);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  /* Maps and their scales go from west to east in every language. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  mvua_map_area_add_plates (self);
  mvua_map_area_add_controllers (self);
  mvua_map_area_update_label (self);
}

GtkWidget *
mvua_map_area_new (void)
{
  return g_object_new (MVUA_TYPE_MAP_AREA, NULL);
}
