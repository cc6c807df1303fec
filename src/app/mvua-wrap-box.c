/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-wrap-box.h"

#define GAP 8
#define ROW_GAP 6

struct _MvuaWrapBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (MvuaWrapBox, mvua_wrap_box, GTK_TYPE_WIDGET)

/* Children that share a row. */
typedef struct
{
  GtkWidget *first;
  GtkWidget *end; /* the first one of the next row; NULL for the last */
  int width;      /* natural */
  int height;
  guint n_expanding;
} Row;

static int
natural (GtkWidget *child, GtkOrientation orientation, int for_size)
{
  int size = 0;

  gtk_widget_measure (child, orientation, for_size, NULL, &size, NULL, NULL);
  return size;
}

/* As many from @first on as @width has room for, one at least. */
static Row
find_row (GtkWidget *first, int width)
{
  Row row = { .first = first };
  GtkWidget *child = first;

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      const int wide = natural (child, GTK_ORIENTATION_HORIZONTAL, -1);
      const int with = row.width > 0 ? row.width + GAP + wide : wide;
      if (row.width > 0 && with > width)
        break;
      row.width = with;
      row.height =
          MAX (row.height, natural (child, GTK_ORIENTATION_VERTICAL, MIN (wide, width)));
      row.n_expanding += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
    }
  row.end = child;
  return row;
}

static int
height_for (GtkWidget *widget, int width)
{
  int height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;)
    {
      const Row row = find_row (child, width);
      height += (height > 0 && row.height > 0 ? ROW_GAP : 0) + row.height;
      child = row.end;
    }
  return height;
}

static void
mvua_wrap_box_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural_size,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  const Row all = find_row (gtk_widget_get_first_child (widget), G_MAXINT / 2);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural_size =
          height_for (widget, for_size < 0 ? G_MAXINT / 2 : for_size);
      return;
    }
  *minimum = 0;
  *natural_size = all.width;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      *minimum = MAX (*minimum, natural (child, GTK_ORIENTATION_HORIZONTAL, -1));
}

static void
allocate_row (GtkWidget *widget, const Row *row, int width, int y)
{
  const gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int left = MAX (width - row->width, 0);
  guint n_expanding = row->n_expanding;
  int x = 0;

  for (GtkWidget *child = row->first; child != row->end;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      int wide = natural (child, GTK_ORIENTATION_HORIZONTAL, -1);
      if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
        {
          wide += left / (int) n_expanding;
          left -= left / (int) n_expanding--;
        }
      const GtkAllocation place = { is_rtl ? width - x - wide : x, y, wide, row->height };
      gtk_widget_size_allocate (child, &place, -1);
      x += wide + GAP;
    }
}

static void
mvua_wrap_box_size_allocate (GtkWidget *widget,
                             int width,
                             int height G_GNUC_UNUSED,
                             int baseline G_GNUC_UNUSED)
{
  int y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;)
    {
      const Row row = find_row (child, width);
      allocate_row (widget, &row, width, y);
      y += row.height > 0 ? row.height + ROW_GAP : 0;
      child = row.end;
    }
}

static GtkSizeRequestMode
mvua_wrap_box_get_request_mode (GtkWidget *widget G_GNUC_UNUSED)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
mvua_wrap_box_dispose (GObject *object)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (mvua_wrap_box_parent_class)->dispose (object);
}

static void
mvua_wrap_box_class_init (MvuaWrapBoxClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_wrap_box_dispose;
  widget_class->measure = mvua_wrap_box_measure;
  widget_class->size_allocate = mvua_wrap_box_size_allocate;
  widget_class->get_request_mode = mvua_wrap_box_get_request_mode;
}

static void
mvua_wrap_box_init (MvuaWrapBox *self G_GNUC_UNUSED)
{
}
