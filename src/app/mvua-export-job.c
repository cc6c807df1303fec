/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-job-private.h"
#include "mvua-export-text.h"

#include <glib/gi18n.h>

/* Before so much of it is done, what is left is a wild guess. */
#define LEAST_FRACTION 0.02

/* Of a job whose messages are cut out by a server first: that is most of its time. */
#define SHARE_OF_CUTTING 0.9

G_DEFINE_FINAL_TYPE (MvuaExportJob, mvua_export_job, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_FRACTION,
  PROP_MESSAGE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void
mvua_export_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  MvuaExportJob *self = MVUA_EXPORT_JOB (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
mvua_export_job_finalize (GObject *object)
{
  MvuaExportJob *self = MVUA_EXPORT_JOB (object);

  g_clear_pointer (&self->ensemble, mvua_ensemble_unref);
  g_clear_pointer (&self->left, mvua_export_left_free);
  g_clear_object (&self->network);
  g_free (self->target);
  g_free (self->title);
  g_free (self->script);
  mvua_export_options_clear (&self->options);
  mvua_gate_free (self->gate);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->message);
  g_clear_error (&self->error);
  mvua_export_report_clear (&self->report);
  g_strfreev (self->details);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (mvua_export_job_parent_class)->finalize (object);
}

static void
mvua_export_job_class_init (MvuaExportJobClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mvua_export_job_get_property;
  object_class->finalize = mvua_export_job_finalize;
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, 0, MVUA_EXPORT_JOB_CANCELLED, 0, flags);
  properties[PROP_FRACTION] =
      g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
mvua_export_job_init (MvuaExportJob *self)
{
  self->gate = mvua_gate_new ();
  self->cancellable = g_cancellable_new ();
  self->details = g_new0 (char *, 1);
  g_mutex_init (&self->mutex);
}

static MvuaExportJob *
new_job (const char *target, const MvuaExportOptions *options)
{
  MvuaExportJob *self = g_object_new (MVUA_TYPE_EXPORT_JOB, NULL);

  self->target = g_canonicalize_filename (target, NULL);
  self->title = g_filename_display_basename (self->target);
  self->options = mvua_export_options_copy (options);
  self->options.gate = self->gate;
  self->options.stops_offline = TRUE;
  self->options.keeps_when_cancelled = &self->keeps;
  self->message = g_strdup (_ ("Waiting"));
  return self;
}

MvuaExportJob *
mvua_export_job_new (MvuaEnsemble *ensemble,
                     const char *target,
                     const MvuaExportOptions *options)
{
  MvuaExportJob *self = new_job (target, options);
  MvuaExportEstimate estimate;

  self->ensemble = mvua_ensemble_ref (ensemble);
  if (mvua_export_estimate (ensemble, options, &estimate, NULL))
    self->work = estimate.work;
  return self;
}

MvuaExportJob *
mvua_export_job_new_refs (MvuaEnsemble *ensemble,
                          const char *target,
                          const MvuaExportOptions *options)
{
  MvuaExportJob *self = new_job (target, options);

  self->ensemble = mvua_ensemble_ref (ensemble);
  self->is_refs = TRUE;
  return self;
}

MvuaExportJob *
mvua_export_job_new_resumed (MvuaExportLeft *left, MvuaNetwork *network)
{
  MvuaExportJob *self = new_job (left->target, &left->options);

  self->left = left;
  self->network = g_object_ref (network);
  return self;
}

void
mvua_export_job_use_subsetter (MvuaExportJob *self, const char *script)
{
  g_return_if_fail (self->state == MVUA_EXPORT_JOB_WAITING);
  self->is_cut = TRUE;
  g_free (self->script);
  self->script = g_strdup (script);
}

/* Takes over @message. */
static void
set_message (MvuaExportJob *self, char *message)
{
  g_free (self->message);
  self->message = message;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

static void
set_state (MvuaExportJob *self, MvuaExportJobState state)
{
  if (self->begun != 0)
    self->seconds += (double) (g_get_monotonic_time () - self->begun) / G_USEC_PER_SEC;
  self->begun = state == MVUA_EXPORT_JOB_RUNNING ? g_get_monotonic_time () : 0;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* What has been cut out, and then what has been exported of it. */
static double
get_fraction (const MvuaExportJob *self,
              const MvuaExportMoment *moment,
              const MvuaSubsetReport *cutting)
{
  const guint n_cut = cutting->n_fetched + cutting->n_kept + cutting->n_absent;

  return !self->is_cut ? moment->fraction
                       : SHARE_OF_CUTTING * n_cut / MAX (cutting->n_files, 1) +
                             (1 - SHARE_OF_CUTTING) * moment->fraction;
}

gboolean
mvua_export_job_show_moment (gpointer data)
{
  MvuaExportJob *self = data;

  g_mutex_lock (&self->mutex);
  const MvuaExportMoment moment = self->moment;
  const MvuaSubsetReport cutting = self->cutting;
  self->is_told = FALSE;
  g_mutex_unlock (&self->mutex);
  if (self->state != MVUA_EXPORT_JOB_RUNNING ||
      g_cancellable_is_cancelled (self->cancellable))
    return G_SOURCE_REMOVE;

  const double seconds = mvua_export_job_get_seconds (self);
  const double fraction = get_fraction (self, &moment, &cutting);
  /* What an earlier process did took this one no time. */
  const double before = (double) moment.n_resumed / MAX (moment.n_fields, 1);
  const double own = (fraction - before) / MAX (1 - before, LEAST_FRACTION);
  const double left = own < LEAST_FRACTION ? -1 : seconds / own * (1 - own);
  self->fraction = CLAMP (fraction, 0, 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  set_message (self, self->is_refs
                         ? mvua_export_text_indexes (moment.n_done, moment.n_fields)
                     : self->is_cut && moment.variable == NULL
                         ? mvua_export_text_cutting (&cutting, left)
                         : mvua_export_text_progress (&moment, left));
  return G_SOURCE_REMOVE;
}

static GStrv
join (GStrv first, GStrv second, GStrv third)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  g_strv_builder_addv (lines, (const char **) first);
  g_strv_builder_addv (lines, (const char **) second);
  g_strv_builder_addv (lines, (const char **) third);
  return g_strv_builder_end (lines);
}

static void
finish_well (MvuaExportJob *self)
{
  g_auto (GStrv) gaps = mvua_export_text_gaps (&self->report);
  g_auto (GStrv) notes = mvua_export_text_notes (self->ensemble, &self->report);
  g_auto (GStrv) findings = mvua_export_text_findings (&self->report);

  g_strfreev (self->details);
  self->details = join (gaps, notes, findings);
  self->fraction = 1;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  const double seconds = mvua_export_job_get_seconds (self);
  set_message (self, self->is_refs ? mvua_export_text_refs_result (
                                         &self->report, self->n_ref_files, seconds)
                                   : mvua_export_text_result (&self->report, seconds));
  set_state (self, MVUA_EXPORT_JOB_DONE);
}

static void
on_end (GObject *source, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  MvuaExportJob *self = MVUA_EXPORT_JOB (source);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    finish_well (self);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      set_message (self, g_strdup (self->report.is_kept
                                       ? _ ("Interrupted; it can be resumed")
                                       : _ ("Cancelled; nothing was left behind")));
      set_state (self, MVUA_EXPORT_JOB_CANCELLED);
    }
  else
    {
      /* Translators: why an export failed */
      set_message (self,
                   self->report.is_kept
                       ? g_strdup_printf (_ ("%s. It can be resumed."), error->message)
                       : g_strdup (error->message));
      self->error = g_steal_pointer (&error);
      set_state (self, MVUA_EXPORT_JOB_FAILED);
    }
}

void
mvua_export_job_start (MvuaExportJob *self)
{
  g_return_if_fail (self->state == MVUA_EXPORT_JOB_WAITING);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_end, NULL);

  /* The output may be whole when the cancellation comes; then it is there. */
  g_task_set_check_cancellable (task, FALSE);
  self->context = g_main_context_ref_thread_default ();
  set_message (self, g_strdup (_ ("Starting…")));
  set_state (self, MVUA_EXPORT_JOB_RUNNING);
  g_task_run_in_thread (task, mvua_export_job_run);
}

void
mvua_export_job_pause (MvuaExportJob *self)
{
  if (self->state != MVUA_EXPORT_JOB_RUNNING)
    return;
  mvua_gate_set_closed (self->gate, TRUE);
  set_message (self,
               g_strdup_printf (_ ("Paused at %d %%"), (int) (100 * self->fraction)));
  set_state (self, MVUA_EXPORT_JOB_PAUSED);
}

void
mvua_export_job_resume (MvuaExportJob *self)
{
  if (self->state != MVUA_EXPORT_JOB_PAUSED)
    return;
  set_state (self, MVUA_EXPORT_JOB_RUNNING);
  mvua_gate_set_closed (self->gate, FALSE);
}

void
mvua_export_job_cancel (MvuaExportJob *self)
{
  if (self->state == MVUA_EXPORT_JOB_WAITING)
    {
      set_message (self, g_strdup (_ ("Cancelled before it began")));
      set_state (self, MVUA_EXPORT_JOB_CANCELLED);
      return;
    }
  if (mvua_export_job_is_over (self))
    return;
  g_cancellable_cancel (self->cancellable);
  mvua_gate_set_closed (self->gate, FALSE);
  set_message (self, g_strdup (_ ("Cancelling…")));
}

void
mvua_export_job_interrupt (MvuaExportJob *self)
{
  g_atomic_int_set (&self->keeps, TRUE);
  mvua_export_job_cancel (self);
}

gboolean
mvua_export_job_is_kept (MvuaExportJob *self)
{
  return self->state > MVUA_EXPORT_JOB_DONE && self->report.is_kept;
}

MvuaExportJobState
mvua_export_job_get_state (MvuaExportJob *self)
{
  return self->state;
}

gboolean
mvua_export_job_is_over (MvuaExportJob *self)
{
  return self->state >= MVUA_EXPORT_JOB_DONE;
}

double
mvua_export_job_get_fraction (MvuaExportJob *self)
{
  return self->fraction;
}

const char *
mvua_export_job_get_message (MvuaExportJob *self)
{
  return self->message;
}

const char *
mvua_export_job_get_target (MvuaExportJob *self)
{
  return self->target;
}

const char *
mvua_export_job_get_title (MvuaExportJob *self)
{
  return self->title;
}

const GError *
mvua_export_job_get_error (MvuaExportJob *self)
{
  return self->error;
}

guint
mvua_export_job_get_n_gaps (MvuaExportJob *self)
{
  return self->state == MVUA_EXPORT_JOB_DONE ? self->report.gaps->len : 0;
}

const char *const *
mvua_export_job_get_details (MvuaExportJob *self)
{
  return (const char *const *) self->details;
}

guint64
mvua_export_job_get_n_bytes_written (MvuaExportJob *self)
{
  return self->state == MVUA_EXPORT_JOB_DONE ? self->report.n_bytes_written : 0;
}

double
mvua_export_job_get_seconds (MvuaExportJob *self)
{
  const gint64 now = g_get_monotonic_time ();

  return self->seconds +
         (self->begun != 0 ? (double) (now - self->begun) / G_USEC_PER_SEC : 0);
}

double
mvua_export_job_get_rate (MvuaExportJob *self)
{
  return self->state == MVUA_EXPORT_JOB_DONE &&
                 mvua_ensemble_get_remote (self->ensemble) == NULL
             ? self->work / MAX (self->seconds, 0.001)
             : 0;
}
