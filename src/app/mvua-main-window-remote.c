/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Runs that are somewhere else: a first map of one member, then the whole run behind it,
 * which is looked at again while it is being published. */

#include "mvua-main-window-private.h"
#include "mvua-network-text.h"
#include "mvua-opener.h"
#include "mvua-path-text.h"

#include <glib/gi18n.h>

#define LATEST "noaa:latest"

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Of one member only. */
static gboolean
is_first_opening (MvuaEnsemble *ensemble)
{
  return mvua_ensemble_is_bucket_run (ensemble) &&
         !mvua_ensemble_is_published_run (ensemble);
}

static void
forget_whole (MvuaMainWindow *self)
{
  if (self->completing != NULL)
    g_cancellable_cancel (self->completing);
  g_clear_object (&self->completing);
}

/* What is picked, for a run of which only the source is known. */
static MvuaOpenerPick
get_pick (MvuaMainWindow *self, const char *source)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (self->browser);
  MvuaOpenerPick pick = { .product = *mvua_browser_get_product (self->browser),
                          .variable = mvua_browser_get_variable (self->browser),
                          .step = mvua_browser_get_step (self->browser) };
  MvuaRun run = MVUA_RUN_UNKNOWN;

  if (pick.variable == NULL)
    pick.variable = mvua_variable_by_name ("tp");
  if (ensemble == NULL || !mvua_noaa_source_parse (source, &run, NULL) ||
      run == MVUA_RUN_UNKNOWN)
    return pick;
  pick.step = (int) CLAMP ((mvua_browser_get_valid_time (self->browser) - run) / 3600, 0,
                           MVUA_MAX_STEP_HOURS);
  return pick;
}

/* How many steps are new in a later opening. */
static guint
count_new_steps (MvuaEnsemble *before, MvuaEnsemble *ensemble)
{
  const guint n_before = mvua_ensemble_get_steps (before)->len;
  const guint n = mvua_ensemble_get_steps (ensemble)->len;

  return n > n_before ? n - n_before : 0;
}

static void
grow (MvuaMainWindow *self, MvuaEnsemble *ensemble, MvuaNode *tree)
{
  MvuaEnsemble *before = mvua_browser_get_ensemble (self->browser);
  const gboolean was_first = is_first_opening (before);
  const guint n_steps = count_new_steps (before, ensemble);

  if (!was_first &&
      mvua_ensemble_get_n_files (ensemble) == mvua_ensemble_get_n_files (before))
    {
      mvua_ensemble_unref (ensemble);
      g_clear_object (&tree);
      return;
    }
  mvua_browser_update_ensemble (self->browser, ensemble, tree);
  if (was_first || n_steps == 0)
    return;
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u new step", "%u new steps", n_steps), n_steps);
  mvua_main_window_toast (self, text);
}

/* After a cancellation the window may be gone. */
static void
on_whole (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  MvuaMainWindow *self = data;
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_opener_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->completing);
  mvua_network_look (self->network);
  if (ensemble != NULL)
    grow (self, ensemble, mvua_opener_take_tree (result));
  else if (!g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE))
    mvua_main_window_toast (self, error->message);
  mvua_main_window_show_run (self);
}

static void
open_whole (MvuaMainWindow *self)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (self->browser);
  const char *source = mvua_ensemble_get_path (ensemble);
  const MvuaOpenerPick pick = get_pick (self, source);

  if (self->completing != NULL)
    return;
  self->completing = g_cancellable_new ();
  mvua_opener_open_run_async (self->network, source, &pick, NULL, self->completing,
                              on_whole, self);
}

/* Or it is known that there is none. */
static gboolean
has_first_map (MvuaBrowser *browser)
{
  return mvua_browser_get_problem (browser) != NULL ||
         (mvua_browser_get_field (browser) != NULL && !mvua_browser_is_stale (browser));
}

void
mvua_main_window_complete_run (MvuaMainWindow *self)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (self->browser);

  if (ensemble == NULL || !mvua_ensemble_is_bucket_run (ensemble) ||
      mvua_browser_is_loading (self->browser) || !has_first_map (self->browser))
    return;
  mvua_network_hold (self->network, TRUE);
  if (!mvua_network_needs_consent (self->network))
    {
      if (is_first_opening (ensemble))
        open_whole (self);
    }
  else
    mvua_main_window_ask_consent (self);
}

static gboolean
may_grow (MvuaMainWindow *self)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (self->browser);

  if (ensemble == NULL || !mvua_ensemble_is_bucket_run (ensemble))
    return FALSE;
  const MvuaRunProgress progress = mvua_run_progress (ensemble, get_now ());
  return is_first_opening (ensemble) ||
         (progress.may_grow && !mvua_run_progress_is_complete (&progress));
}

void
mvua_main_window_refresh_run (MvuaMainWindow *self)
{
  if (may_grow (self) && !mvua_network_needs_consent (self->network))
    open_whole (self);
}

static gboolean
on_watch (gpointer data)
{
  mvua_main_window_refresh_run (data);
  return G_SOURCE_CONTINUE;
}

/* Only while there is something to wait for. */
void
mvua_main_window_watch_run (MvuaMainWindow *self)
{
  const int minutes = g_settings_get_int (self->settings, "refresh-minutes");

  g_clear_handle_id (&self->watch, g_source_remove);
  if (minutes > 0 && may_grow (self))
    self->watch = g_timeout_add_seconds ((guint) minutes * 60, on_watch, self);
}

char *
mvua_main_window_dup_subtitle (MvuaMainWindow *self)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (self->browser);

  if (!mvua_ensemble_is_bucket_run (ensemble))
    return mvua_path_text (mvua_ensemble_get_path (ensemble));
  if (is_first_opening (ensemble))
    return g_strdup (self->completing != NULL ? _ ("First map; the run is being listed …")
                                              : _ ("First map"));
  const MvuaRunProgress progress = mvua_run_progress (ensemble, get_now ());
  return mvua_network_text_progress (&progress);
}

/* The run that was fetched last, of which something is kept. */
static char *
find_kept_source (MvuaMainWindow *self)
{
  g_auto (GStrv) recent = g_settings_get_strv (self->settings, "recent-sources");

  for (guint i = 0; recent[i] != NULL; i++)
    if (mvua_noaa_is_source (recent[i]) && !g_str_equal (recent[i], LATEST))
      return g_strdup (recent[i]);
  return NULL;
}

static void open_run (MvuaMainWindow *self, const char *source, gboolean is_first);

static void
fail (MvuaMainWindow *self, GError *error)
{
  g_autofree char *kept = find_kept_source (self);
  const gboolean is_offline =
      g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);

  if (self->is_first)
    open_run (self, self->source, FALSE); /* that one member may just not be there */
  else if (is_offline && kept != NULL && g_str_equal (self->source, LATEST))
    open_run (self, kept, FALSE);
  else
    mvua_main_window_opened (self, NULL, NULL, g_error_copy (error));
}

static void
on_run (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  MvuaMainWindow *self = data;
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_opener_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  mvua_network_look (self->network);
  if (ensemble == NULL)
    fail (self, error);
  else
    {
      mvua_main_window_opened (self, ensemble, mvua_opener_take_tree (result), NULL);
      if (g_str_equal (self->source, LATEST)) /* so that tomorrow's comes tomorrow */
        g_settings_set_string (self->settings, "last-source", LATEST);
    }
}

static void
open_run (MvuaMainWindow *self, const char *source, gboolean is_first)
{
  const MvuaOpenerPick pick = get_pick (self, source);
  MvuaMember member;
  char *copy = g_strdup (source);

  g_free (self->source);
  self->source = copy;
  self->is_first = is_first && mvua_opener_get_first_member (&pick.product, &member);
  mvua_opener_open_run_async (self->network, self->source, &pick,
                              self->is_first ? &member : NULL, self->opening, on_run,
                              self);
}

void
mvua_main_window_open_run (MvuaMainWindow *self, const char *source)
{
  MvuaRun run = MVUA_RUN_UNKNOWN;
  char label[MVUA_RUN_TEXT_SIZE];
  g_autofree char *text = NULL;

  if (mvua_noaa_source_parse (source, &run, NULL) && run != MVUA_NOAA_LATEST)
    text = g_strdup_printf (_ ("Fetching run %s …"), mvua_run_label (run, label));
  else
    text = g_strdup (_ ("Looking for the latest run …"));
  mvua_main_window_begin (self, text);
  mvua_network_hold (self->network, FALSE);
  open_run (self, source, TRUE);
}

void
mvua_main_window_open_latest (MvuaMainWindow *self)
{
  mvua_main_window_open_run (self, LATEST);
}

void
mvua_main_window_retry_open (MvuaMainWindow *self)
{
  g_autofree char *source = g_strdup (self->source);

  if (source != NULL)
    mvua_main_window_open_run (self, source);
}

/* Title and watch are of the run that is open now. */
void
mvua_main_window_show_run (MvuaMainWindow *self)
{
  if (mvua_browser_get_ensemble (self->browser) != NULL)
    {
      g_autofree char *subtitle = mvua_main_window_dup_subtitle (self);
      adw_window_title_set_subtitle (self->title, subtitle);
    }
  mvua_main_window_watch_run (self);
}

void
mvua_main_window_forget_run (MvuaMainWindow *self)
{
  forget_whole (self);
  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_pointer (&self->source, g_free);
}
