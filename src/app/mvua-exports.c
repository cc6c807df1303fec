/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-exports.h"

#include <glib/gi18n.h>
#include <string.h>

/* What took less tells little of the rate. */
#define SHORTEST_SECONDS 1.0

struct _MvuaExports
{
  GObject parent_instance;

  GApplication *application;
  GSettings *settings;
  GPtrArray *jobs;
  guint n_active;
};

enum
{
  PROP_N_ACTIVE = 1,
};

static void mvua_exports_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MvuaExports,
                               mvua_exports,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      mvua_exports_model_init))

static GType
mvua_exports_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return MVUA_TYPE_EXPORT_JOB;
}

static guint
mvua_exports_get_n_items (GListModel *model)
{
  return MVUA_EXPORTS (model)->jobs->len;
}

static gpointer
mvua_exports_get_item (GListModel *model, guint position)
{
  MvuaExports *self = MVUA_EXPORTS (model);

  return position < self->jobs->len
             ? g_object_ref (g_ptr_array_index (self->jobs, position))
             : NULL;
}

static void
mvua_exports_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mvua_exports_get_item_type;
  iface->get_n_items = mvua_exports_get_n_items;
  iface->get_item = mvua_exports_get_item;
}

static void
mvua_exports_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_N_ACTIVE)
    g_value_set_uint (value, MVUA_EXPORTS (object)->n_active);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
mvua_exports_finalize (GObject *object)
{
  MvuaExports *self = MVUA_EXPORTS (object);

  for (guint i = 0; i < self->jobs->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->jobs, i), self);
  mvua_exports_cancel_all (self);
  g_ptr_array_unref (self->jobs);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (mvua_exports_parent_class)->finalize (object);
}

static void
mvua_exports_class_init (MvuaExportsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = mvua_exports_get_property;
  object_class->finalize = mvua_exports_finalize;
  g_object_class_install_property (
      object_class, PROP_N_ACTIVE,
      g_param_spec_uint ("n-active", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
mvua_exports_init (MvuaExports *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

MvuaExports *
mvua_exports_new (GApplication *application, GSettings *settings)
{
  MvuaExports *self = g_object_new (MVUA_TYPE_EXPORTS, NULL);

  self->application = application;
  self->settings = settings ? g_object_ref (settings) : NULL;
  return self;
}

double
mvua_exports_get_rate (GSettings *settings)
{
  const double rate = settings ? g_settings_get_double (settings, "export-rate") : 0;

  return rate > 0 ? rate : MVUA_EXPORT_USUAL_RATE;
}

/* Half of what was known and half of what was seen: one busy hour is not the rule. */
static void
learn_rate (MvuaExports *self, MvuaExportJob *job)
{
  const double seen = mvua_export_job_get_rate (job);

  if (self->settings == NULL || seen <= 0 ||
      mvua_export_job_get_seconds (job) < SHORTEST_SECONDS)
    return;
  const double known = g_settings_get_double (self->settings, "export-rate");
  g_settings_set_double (self->settings, "export-rate",
                         known > 0 ? (known + seen) / 2 : seen);
}

GStrv
mvua_exports_dup_remembered (MvuaExports *self)
{
  return self->settings != NULL ? g_settings_get_strv (self->settings, "running-exports")
                                : g_new0 (char *, 1);
}

/* The settings take effect on the disk at once: a process that is killed does nothing
 * more. */
static void
remember (MvuaExports *self, const char *target, gboolean is_running)
{
  g_auto (GStrv) known = mvua_exports_dup_remembered (self);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (self->settings == NULL ||
      g_strv_contains ((const char *const *) known, target) == is_running)
    return;
  for (guint i = 0; known[i] != NULL; i++)
    if (strcmp (known[i], target) != 0)
      g_strv_builder_add (builder, known[i]);
  if (is_running)
    g_strv_builder_add (builder, target);
  g_auto (GStrv) now = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "running-exports", (const char *const *) now);
  g_settings_sync ();
}

void
mvua_exports_forget (MvuaExports *self, const char *target)
{
  remember (self, target, FALSE);
}

static void
notify_end (MvuaExports *self, MvuaExportJob *job)
{
  const gboolean is_done = mvua_export_job_get_state (job) == MVUA_EXPORT_JOB_DONE;
  const guint n_gaps = mvua_export_job_get_n_gaps (job);
  const char *target = mvua_export_job_get_target (job);
  g_autofree char *id = g_strconcat ("export-", target, NULL);
  g_autofree char *body = NULL;
  const char *title = !is_done     ? _ ("Export Failed")
                      : n_gaps > 0 ? _ ("Export Finished, With Gaps")
                                   : _ ("Export Finished");

  if (self->application == NULL ||
      mvua_export_job_get_state (job) == MVUA_EXPORT_JOB_CANCELLED)
    return;
  /* Translators: the name of the output, and what it holds or why it failed */
  body = g_strdup_printf (_ ("%s: %s"), mvua_export_job_get_title (job),
                          mvua_export_job_get_message (job));
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.export-details", "s",
                                                target);
  if (is_done)
    g_notification_add_button_with_target (notification, _ ("Open Folder"),
                                           "app.open-folder", "s", target);
  if (n_gaps > 0 || !is_done)
    g_notification_add_button_with_target (notification, _ ("Details"),
                                           "app.export-details", "s", target);
  g_application_send_notification (self->application, id, notification);
}

static gboolean
is_busy (MvuaExports *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      const MvuaExportJobState state =
          mvua_export_job_get_state (g_ptr_array_index (self->jobs, i));
      if (state == MVUA_EXPORT_JOB_RUNNING || state == MVUA_EXPORT_JOB_PAUSED)
        return TRUE;
    }
  return FALSE;
}

static void
start_next (MvuaExports *self)
{
  for (guint i = 0; i < self->jobs->len && !is_busy (self); i++)
    {
      MvuaExportJob *job = g_ptr_array_index (self->jobs, i);
      if (mvua_export_job_get_state (job) != MVUA_EXPORT_JOB_WAITING)
        continue;
      remember (self, mvua_export_job_get_target (job), TRUE);
      mvua_export_job_start (job);
    }
}

static void
set_n_active (MvuaExports *self, guint n_active)
{
  self->n_active = n_active;
  g_object_notify (G_OBJECT (self), "n-active");
}

static void
on_state (MvuaExportJob *job, GParamSpec *spec G_GNUC_UNUSED, MvuaExports *self)
{
  if (!mvua_export_job_is_over (job))
    return;
  g_signal_handlers_disconnect_by_data (job, self);
  remember (self, mvua_export_job_get_target (job), mvua_export_job_is_kept (job));
  learn_rate (self, job);
  notify_end (self, job);
  start_next (self);

  /* Last: nothing may be left to do when the application is let go. */
  g_autoptr (MvuaExports) alive G_GNUC_UNUSED = g_object_ref (self);
  set_n_active (self, self->n_active - 1);
  if (self->application != NULL)
    g_application_release (self->application);
}

void
mvua_exports_add (MvuaExports *self, MvuaExportJob *job)
{
  g_return_if_fail (mvua_export_job_get_state (job) == MVUA_EXPORT_JOB_WAITING);

  if (self->application != NULL)
    g_application_hold (self->application);
  g_signal_connect (job, "notify::state", G_CALLBACK (on_state), self);
  g_ptr_array_add (self->jobs, g_object_ref (job));
  g_list_model_items_changed (G_LIST_MODEL (self), self->jobs->len - 1, 0, 1);
  set_n_active (self, self->n_active + 1);
  start_next (self);
}

void
mvua_exports_remove (MvuaExports *self, MvuaExportJob *job)
{
  guint position = 0;

  if (!mvua_export_job_is_over (job) || !g_ptr_array_find (self->jobs, job, &position))
    return;
  g_ptr_array_remove_index (self->jobs, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/* The last one first, so that none that waits is started by the end of another. */
void
mvua_exports_cancel_all (MvuaExports *self)
{
  for (guint i = self->jobs->len; i-- > 0;)
    mvua_export_job_cancel (g_ptr_array_index (self->jobs, i));
}

void
mvua_exports_interrupt_all (MvuaExports *self)
{
  for (guint i = self->jobs->len; i-- > 0;)
    mvua_export_job_interrupt (g_ptr_array_index (self->jobs, i));
}

guint
mvua_exports_get_n_active (MvuaExports *self)
{
  return self->n_active;
}

MvuaExportJob *
mvua_exports_find (MvuaExports *self, const char *target)
{
  for (guint i = self->jobs->len; i-- > 0;)
    {
      MvuaExportJob *job = g_ptr_array_index (self->jobs, i);
      if (strcmp (mvua_export_job_get_target (job), target) == 0)
        return job;
    }
  return NULL;
}
