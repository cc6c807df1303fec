/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-network-page.h"

#include "mvua-network-text.h"
#include "mvua-network-url.h"

#include <glib/gi18n.h>

struct _MvuaNetworkPage
{
  AdwPreferencesPage parent_instance;
  GSettings *settings;
  MvuaNetwork *network;
  GCancellable *cancellable;

  AdwEntryRow *url_row;
  AdwActionRow *url_problem;
  GtkSpinButton *refresh_spin;
  AdwActionRow *limit_row;
  GtkSpinButton *limit_spin;
  GtkSwitch *metered_switch;
  GtkSpinButton *cache_spin;
  AdwActionRow *kept_row;
  GtkButton *clear_button;
};

G_DEFINE_FINAL_TYPE (MvuaNetworkPage, mvua_network_page, ADW_TYPE_PREFERENCES_PAGE)

/* The address without the blanks that a clipboard brings. */
static char *
dup_url (MvuaNetworkPage *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->url_row))));
}

static gboolean
check_url (MvuaNetworkPage *self)
{
  g_autofree char *url = dup_url (self);
  const gboolean is_right = mvua_network_url_check (url);

  gtk_widget_set_visible (GTK_WIDGET (self->url_problem), !is_right);
  if (is_right)
    gtk_widget_remove_css_class (GTK_WIDGET (self->url_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->url_row), "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->url_row), GTK_ACCESSIBLE_STATE_INVALID,
      is_right ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
  return is_right;
}

static void
on_url_changed (MvuaNetworkPage *self)
{
  check_url (self);
}

static void
on_url_apply (MvuaNetworkPage *self)
{
  g_autofree char *url = dup_url (self);

  if (check_url (self))
    g_settings_set_string (self->settings, "noaa-url", url);
}

static void
show_limit (MvuaNetworkPage *self)
{
  const MvuaNetworkState *state =
      self->network != NULL ? mvua_network_get_state (self->network) : NULL;
  g_autofree char *text = NULL;

  if (state != NULL && state->is_used)
    {
      g_autofree char *today = g_format_size (state->http.n_today);
      /* Translators: %s is a number of bytes */
      text = g_strdup_printf (_ ("Megabytes; 0 for none. %s were fetched today."), today);
    }
  else
    text = g_strdup (_ ("Megabytes; 0 for none"));
  adw_action_row_set_subtitle (self->limit_row, text);
}

/* What a thread does with the cache: measures it, after it has cleared it if it is to. */
static void
run_measure (GTask *task,
             gpointer source G_GNUC_UNUSED,
             gpointer data,
             GCancellable *cancellable G_GNUC_UNUSED)
{
  const gboolean is_cleared = GPOINTER_TO_INT (data);
  g_autofree char *folder = mvua_cache_default_folder ();
  g_autofree char *cut_outs = mvua_cut_outs_default_folder ();
  GError *error = NULL;
  g_autoptr (MvuaCache) cache = mvua_cache_open (folder, 0, &error);

  if (cache == NULL || (is_cleared && (!mvua_cache_clear (cache, &error) ||
                                       !mvua_cut_outs_clear (cut_outs, &error))))
    {
      g_task_return_error (task, error);
      return;
    }
  const MvuaCacheUsage usage = mvua_cache_measure (cache);
  g_autoptr (GPtrArray) list = mvua_cut_outs_list (cut_outs);
  guint64 n_bytes = usage.n_bytes;
  for (guint i = 0; i < list->len; i++)
    n_bytes += ((const MvuaCutOutItem *) g_ptr_array_index (list, i))->n_bytes;
  g_task_return_pointer (task, g_memdup2 (&n_bytes, sizeof n_bytes), g_free);
}

/* After a cancellation the page may be gone. */
static void
on_measured (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  MvuaNetworkPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree guint64 *n_bytes = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_autofree char *text =
      n_bytes != NULL ? g_format_size (*n_bytes)
                      /* Translators: %s says what is wrong */
                      : g_strdup_printf (_ ("It cannot be cleared: %s"), error->message);
  adw_action_row_set_subtitle (self->kept_row, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->clear_button),
                            n_bytes == NULL || *n_bytes > 0);
}

static void
measure (MvuaNetworkPage *self, gboolean is_cleared)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, on_measured, self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->clear_button), FALSE);
  g_task_set_task_data (task, GINT_TO_POINTER (is_cleared), NULL);
  g_task_run_in_thread (task, run_measure);
}

static void
on_clear (MvuaNetworkPage *self)
{
  adw_action_row_set_subtitle (self->kept_row, _ ("Being cleared …"));
  measure (self, TRUE);
}

void
mvua_network_page_set_settings (MvuaNetworkPage *self,
                                GSettings *settings,
                                MvuaNetwork *network)
{
  g_autofree char *url = g_settings_get_string (settings, "noaa-url");

  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "refresh-minutes", self->refresh_spin, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "network-daily-megabytes", self->limit_spin, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "network-cache-megabytes", self->cache_spin, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "prefetch-metered", self->metered_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  gtk_editable_set_text (GTK_EDITABLE (self->url_row), url);
  g_signal_connect_object (self->url_row, "changed", G_CALLBACK (on_url_changed), self,
                           G_CONNECT_SWAPPED);
  if (network != NULL)
    {
      self->network = g_object_ref (network);
      g_signal_connect_object (network, "changed", G_CALLBACK (show_limit), self,
                               G_CONNECT_SWAPPED);
    }
  show_limit (self);
  measure (self, FALSE);
}

static void
mvua_network_page_dispose (GObject *object)
{
  MvuaNetworkPage *self = MVUA_NETWORK_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->settings);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (mvua_network_page_parent_class)->dispose (object);
}

static void
mvua_network_page_finalize (GObject *object)
{
  g_object_unref (MVUA_NETWORK_PAGE (object)->cancellable);
  G_OBJECT_CLASS (mvua_network_page_parent_class)->finalize (object);
}

#define BIND(child)                                                                      \
  gtk_widget_class_bind_template_child (widget_class, MvuaNetworkPage, child)

static void
mvua_network_page_class_init (MvuaNetworkPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_network_page_dispose;
  G_OBJECT_CLASS (class)->finalize = mvua_network_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-network-page.ui");
  BIND (url_row);
  BIND (url_problem);
  BIND (refresh_spin);
  BIND (limit_row);
  BIND (limit_spin);
  BIND (metered_switch);
  BIND (cache_spin);
  BIND (kept_row);
  BIND (clear_button);
}

static void
mvua_network_page_init (MvuaNetworkPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->url_row, "apply", G_CALLBACK (on_url_apply), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clear_button, "clicked", G_CALLBACK (on_clear), self,
                           G_CONNECT_SWAPPED);
}
