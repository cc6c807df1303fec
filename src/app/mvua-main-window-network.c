/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What a window says of the network: that it is away, that it costs money, that a day's
 * limit is reached, and whose mean is shown while the members come. */

#include "mvua-kept-marks.h"
#include "mvua-main-window-private.h"
#include "mvua-network-button.h"
#include "mvua-network-text.h"
#include "mvua-problem-text.h"

#include <glib/gi18n.h>

static gboolean
is_remote (MvuaMainWindow *self)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (self->browser);

  return ensemble != NULL && mvua_ensemble_get_remote (ensemble) != NULL;
}

static gboolean
is_utc_first (MvuaMainWindow *self)
{
  return g_settings_get_enum (self->settings, "time-zone") != 0;
}

/* One bar for all: what stands in the way most. */
static char *
dup_bar_text (MvuaMainWindow *self, const char **action, const char **label)
{
  const MvuaNetworkState *state = mvua_network_get_state (self->network);

  if (state->count.offline_since != 0)
    {
      *action = "win.retry-network";
      *label = _ ("_Retry");
      return mvua_network_text_offline (state->count.offline_since, is_utc_first (self));
    }
  if (mvua_network_is_held (self->network))
    {
      *action = "win.allow-metered";
      *label = _ ("_Fetch");
      return g_strdup (_ ("This connection is metered: only what was fetched before is "
                          "shown."));
    }
  if (mvua_network_is_at_limit (self->network))
    {
      *action = "app.network-preferences";
      *label = _ ("_Change Limit …");
      return g_strdup (_ ("The day’s limit of what may be fetched is reached. What was "
                          "fetched before can be looked at; tomorrow more is fetched."));
    }
  return NULL;
}

static void
show_bar (MvuaMainWindow *self)
{
  const char *action = NULL;
  const char *label = NULL;
  g_autofree char *text = is_remote (self) ? dup_bar_text (self, &action, &label) : NULL;

  gtk_widget_set_visible (self->network_bar, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_text (self->network_label, text);
  gtk_button_set_label (self->network_action, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->network_action), action);
}

/* Marks in the tree what is not there, while nothing can be fetched. */
static void
show_marks (MvuaMainWindow *self)
{
  const gboolean is_cut_off =
      is_remote (self) &&
      (mvua_network_get_state (self->network)->count.offline_since != 0 ||
       mvua_network_is_held (self->network));

  if (is_cut_off)
    mvua_kept_marks_set (&self->marks, self->browser);
  else
    mvua_kept_marks_clear (&self->marks, self->browser);
}

static void
on_network (MvuaMainWindow *self)
{
  const gboolean is_cut_off =
      mvua_network_get_state (self->network)->count.offline_since != 0 ||
      mvua_network_is_held (self->network);

  mvua_browser_set_may_prefetch (
      self->browser, !is_remote (self) || mvua_network_may_prefetch (self->network));
  show_bar (self);
  show_marks (self);
  if (is_remote (self) && mvua_network_is_held (self->network))
    mvua_main_window_ask_consent (self);
  if (self->was_cut_off && !is_cut_off && is_remote (self))
    {
      mvua_browser_retry (self->browser);
      mvua_main_window_refresh_run (self);
      mvua_main_window_show_run (self);
    }
  self->was_cut_off = is_cut_off;
}

void
mvua_main_window_show_network (MvuaMainWindow *self)
{
  if (self->network != NULL)
    on_network (self);
}

char *
mvua_main_window_explain_field (MvuaMainWindow *self, MvuaField *field)
{
  const char *action = NULL;
  const char *label = NULL;

  if (field->status == MVUA_STATUS_OK || field->status == MVUA_STATUS_NOT_DEFINED ||
      !is_remote (self))
    return mvua_problem_text_field (field);
  mvua_network_look (self->network);
  g_autofree char *bar = dup_bar_text (self, &action, &label);
  if (bar == NULL)
    return mvua_problem_text_field (field);
  return g_strdup (_ ("It was not fetched before, and cannot be fetched now. Choose "
                      "something else, or try again later."));
}

void
mvua_main_window_show_stand_in (MvuaMainWindow *self)
{
  guint n_come = 0;
  guint n_wanted = 0;
  const MvuaMemberKind kind =
      mvua_browser_get_stand_in (self->browser, &n_come, &n_wanted);

  gtk_widget_set_visible (GTK_WIDGET (self->stand_in_label),
                          kind != MVUA_MEMBER_DETERMINISTIC);
  if (kind == MVUA_MEMBER_DETERMINISTIC)
    return;
  g_autofree char *text = mvua_network_text_stand_in (kind, n_come, n_wanted);
  gtk_label_set_text (self->stand_in_label, text);
}

void
mvua_main_window_retry_network (MvuaMainWindow *self)
{
  mvua_network_probe (self->network);
}

void
mvua_main_window_allow_metered (MvuaMainWindow *self)
{
  mvua_network_give_consent (self->network);
  mvua_main_window_complete_run (self);
}

static void
on_consent (AdwMessageDialog *dialog G_GNUC_UNUSED, const char *response, gpointer data)
{
  if (g_str_equal (response, "fetch"))
    mvua_main_window_allow_metered (data);
}

static void
present_question (MvuaMainWindow *self)
{
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("This Connection Is Metered"),
      _ ("What is fetched may cost money. A map of one member takes about half a "
         "megabyte, "
         "one of all thirty some ten. Nothing more is fetched until you say so."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "wait", _ ("_Not Now"),
                                    "fetch", _ ("_Fetch"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "wait");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "wait");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_consent), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Once a session; after that the bar asks. */
void
mvua_main_window_ask_consent (MvuaMainWindow *self)
{
  if (mvua_network_begin_asking (self->network))
    present_question (self);
}

/* An export takes all that a run has, and so much of it that it is asked for by itself.
 */
gboolean
mvua_main_window_may_export (MvuaMainWindow *self)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (self->browser);

  if (mvua_ensemble_get_remote (ensemble) == NULL)
    return TRUE;
  if (mvua_network_needs_consent (self->network))
    present_question (self);
  else if (mvua_ensemble_is_bucket_run (ensemble) &&
           !mvua_ensemble_is_published_run (ensemble))
    mvua_main_window_toast (self, _ ("The run is still being listed. Try again in a "
                                     "moment."));
  else
    return TRUE;
  return FALSE;
}

void
mvua_main_window_set_network (MvuaMainWindow *self, MvuaNetwork *network)
{
  self->network = g_object_ref (network);
  g_signal_connect_object (network, "changed", G_CALLBACK (on_network), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::time-zone", G_CALLBACK (show_bar),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::refresh-minutes",
                           G_CALLBACK (mvua_main_window_watch_run), self,
                           G_CONNECT_SWAPPED);
  self->network_button = mvua_network_button_new (network, self->browser);
  adw_header_bar_pack_end (self->header, self->network_button);
}

void
mvua_main_window_remove_network (MvuaMainWindow *self)
{
  if (self->network == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->network, self);
  mvua_kept_marks_clear (&self->marks, NULL);
  g_clear_object (&self->network);
}
