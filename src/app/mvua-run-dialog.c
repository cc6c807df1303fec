/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-run-dialog.h"

#include "mvua-control-names.h"
#include "mvua-network-text.h"
#include "mvua-problem-text.h"

#include <glib/gi18n.h>

#define SECONDS_BETWEEN 60
#define EAT ((gint64) 3 * 3600)

struct _MvuaRunDialog
{
  AdwWindow parent_instance;
  MvuaNetwork *network;
  GSettings *settings;
  MvuaRunList *runs;
  guint timer;

  GtkButton *refresh_button;
  GtkSpinner *spinner;
  GtkWidget *problem_bar;
  GtkLabel *problem_label;
  GtkButton *problem_retry;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *problem;
  GtkButton *retry;
};

G_DEFINE_FINAL_TYPE (MvuaRunDialog, mvua_run_dialog, ADW_TYPE_WINDOW)

enum
{
  CHOSEN,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

MvuaRunList *
mvua_run_dialog_get_runs (MvuaRunDialog *self)
{
  return self->runs;
}

const char *
mvua_run_dialog_get_page (MvuaRunDialog *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

void
mvua_run_dialog_refresh (MvuaRunDialog *self)
{
  mvua_run_list_refresh (self->runs);
}

/* "Thu 18 Sep 2025, 03:00 EAT (00:00 UTC)" */
char *
mvua_run_dialog_dup_title (MvuaRunDialog *self, MvuaRunItem *item)
{
  const MvuaRun run = mvua_run_item_get_run (item);
  const gboolean utc = g_settings_get_enum (self->settings, "time-zone") != 0;
  g_autoptr (GDateTime) of_utc = g_date_time_new_from_unix_utc (run);
  g_autoptr (GDateTime) of_eat = g_date_time_new_from_unix_utc (run + EAT);
  g_autofree char *hour_utc = g_date_time_format (of_utc, "%H:%M");
  g_autofree char *hour_eat = g_date_time_format (of_eat, "%H:%M");
  /* Translators: a day, "Thu 18 Sep 2025"; see strftime(3) */
  const char *format = _ ("%a %-d %b %Y");
  g_autofree char *day = g_date_time_format (utc ? of_utc : of_eat, format);

  if (utc)
    /* Translators: a day, and an hour of it in two zones */
    return g_strdup_printf (_ ("%s, %s UTC (%s EAT)"), day, hour_utc, hour_eat);
  return g_strdup_printf (_ ("%s, %s EAT (%s UTC)"), day, hour_eat, hour_utc);
}

char *
mvua_run_dialog_dup_subtitle (MvuaRunDialog *self G_GNUC_UNUSED, MvuaRunItem *item)
{
  const MvuaNoaaCycle *cycle = mvua_run_item_get_cycle (item);

  if (cycle != NULL)
    return mvua_network_text_cycle (cycle);
  return g_strdup (mvua_run_item_is_being_measured (item) ? _ ("Looking how far it is …")
                                                          : _ ("Not looked at yet"));
}

typedef struct
{
  MvuaRunDialog *dialog;
  GtkWidget *title;
  GtkWidget *subtitle;
  GtkWidget *spinner;
  GtkWidget *icon;
  MvuaRunItem *item;
  gulong handler;
} Row;

static void
show_row (Row *row)
{
  const MvuaNoaaCycle *cycle = mvua_run_item_get_cycle (row->item);
  const gboolean is_busy = mvua_run_item_is_being_measured (row->item);
  const gboolean is_complete = cycle != NULL && mvua_noaa_cycle_is_complete (cycle);
  g_autofree char *title = mvua_run_dialog_dup_title (row->dialog, row->item);
  g_autofree char *subtitle = mvua_run_dialog_dup_subtitle (row->dialog, row->item);

  gtk_label_set_text (GTK_LABEL (row->title), title);
  gtk_label_set_text (GTK_LABEL (row->subtitle), subtitle);
  gtk_spinner_set_spinning (GTK_SPINNER (row->spinner), is_busy);
  gtk_widget_set_visible (row->spinner, is_busy);
  gtk_widget_set_visible (row->icon, is_complete && !is_busy);
}

static GtkWidget *
make_label (const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

static void
on_setup (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
          GtkListItem *item,
          gpointer data)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  row->dialog = data;
  row->title = make_label (NULL);
  row->subtitle = make_label ("dim-label");
  gtk_widget_add_css_class (row->subtitle, "caption");
  row->spinner = gtk_spinner_new ();
  row->icon = gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), row->title);
  gtk_box_append (GTK_BOX (texts), row->subtitle);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), row->spinner);
  gtk_box_append (GTK_BOX (box), row->icon);
  gtk_list_item_set_child (item, box);
  g_object_set_data_full (G_OBJECT (item), "row", row, g_free);
}

static void
on_bind (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
         GtkListItem *item,
         gpointer data)
{
  MvuaRunDialog *self = data;
  Row *row = g_object_get_data (G_OBJECT (item), "row");

  row->item = g_object_ref (gtk_list_item_get_item (item));
  row->handler =
      g_signal_connect_swapped (row->item, "changed", G_CALLBACK (show_row), row);
  mvua_run_list_want (self->runs, row->item);
  show_row (row);
}

static void
on_unbind (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
           GtkListItem *item,
           gpointer data G_GNUC_UNUSED)
{
  Row *row = g_object_get_data (G_OBJECT (item), "row");

  g_clear_signal_handler (&row->handler, row->item);
  g_clear_object (&row->item);
}

static void
on_activate (GtkListView *list G_GNUC_UNUSED, guint position, gpointer data)
{
  MvuaRunDialog *self = data;
  g_autoptr (MvuaRunItem) item =
      g_list_model_get_item (G_LIST_MODEL (self->runs), position);
  g_autofree char *source = mvua_noaa_source_format (mvua_run_item_get_run (item));

  g_signal_emit (self, signals[CHOSEN], 0, source);
  gtk_window_close (GTK_WINDOW (self));
}

/* Focus is where the arrows are wanted. */
static void
show_page (MvuaRunDialog *self, const char *page)
{
  if (g_strcmp0 (mvua_run_dialog_get_page (self), page) == 0)
    return;
  gtk_stack_set_visible_child_name (self->stack, page);
  if (g_str_equal (page, "list"))
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
on_runs (MvuaRunDialog *self)
{
  const GError *error = mvua_run_list_get_error (self->runs);
  const gboolean is_listing = mvua_run_list_is_listing (self->runs);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));

  gtk_spinner_set_spinning (self->spinner, is_listing);
  gtk_widget_set_sensitive (GTK_WIDGET (self->refresh_button), !is_listing);
  gtk_widget_set_visible (self->problem_bar, error != NULL && n > 0);
  if (error != NULL)
    {
      g_autofree char *text = mvua_problem_text_open (error);
      g_autofree char *markup = g_markup_escape_text (text, -1);
      adw_status_page_set_description (self->problem, markup);
      gtk_label_set_text (self->problem_label, mvua_problem_text_explain (error));
    }
  show_page (self, n > 0           ? "list"
                   : is_listing    ? "waiting"
                   : error != NULL ? "problem"
                                   : "none");
}

static gboolean
on_minute (gpointer data)
{
  MvuaRunDialog *self = data;

  if (mvua_run_list_may_grow (self->runs))
    mvua_run_dialog_refresh (self);
  return G_SOURCE_CONTINUE;
}

/* Whoever looks for runs wants them fetched. */
static void
on_retry (MvuaRunDialog *self)
{
  mvua_network_hold (self->network, FALSE);
  mvua_run_dialog_refresh (self);
}

static void
mvua_run_dialog_dispose (GObject *object)
{
  MvuaRunDialog *self = MVUA_RUN_DIALOG (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->runs != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->runs, self);
      mvua_run_list_stop (self->runs);
    }
  g_clear_object (&self->network);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (mvua_run_dialog_parent_class)->dispose (object);
}

static void
mvua_run_dialog_finalize (GObject *object)
{
  g_clear_object (&MVUA_RUN_DIALOG (object)->runs);
  G_OBJECT_CLASS (mvua_run_dialog_parent_class)->finalize (object);
}

#define BIND(child)                                                                      \
  gtk_widget_class_bind_template_child (widget_class, MvuaRunDialog, child)

static void
mvua_run_dialog_class_init (MvuaRunDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_run_dialog_dispose;
  G_OBJECT_CLASS (class)->finalize = mvua_run_dialog_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", MVUA_TYPE_RUN_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-run-dialog.ui");
  BIND (refresh_button);
  BIND (spinner);
  BIND (problem_bar);
  BIND (problem_label);
  BIND (problem_retry);
  BIND (stack);
  BIND (list);
  BIND (problem);
  BIND (retry);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
mvua_run_dialog_init (MvuaRunDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mvua_control_names_add (GTK_WIDGET (self));
}

static void
set_up_list (MvuaRunDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSingleSelection) selection =
      gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->runs)));

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_signal_connect (self->list, "activate", G_CALLBACK (on_activate), self);
}

GtkWidget *
mvua_run_dialog_new (GtkWindow *parent, MvuaNetwork *network, GSettings *settings)
{
  MvuaRunDialog *self =
      g_object_new (MVUA_TYPE_RUN_DIALOG, "transient-for", parent, NULL);
  GtkButton *const buttons[] = { self->refresh_button, self->problem_retry, self->retry };

  self->network = g_object_ref (network);
  self->settings = g_object_ref (settings);
  self->runs = mvua_run_list_new (network);
  g_signal_connect_object (self->runs, "changed", G_CALLBACK (on_runs), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    g_signal_connect_object (buttons[i], "clicked", G_CALLBACK (on_retry), self,
                             G_CONNECT_SWAPPED);
  set_up_list (self);
  self->timer = g_timeout_add_seconds (SECONDS_BETWEEN, on_minute, self);
  on_retry (self);
  return GTK_WIDGET (self);
}
