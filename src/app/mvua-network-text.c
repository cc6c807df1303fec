/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-network-text.h"

#include <glib/gi18n.h>

/* NOAA has published a run after seven hours; what is not there after a day will not
 * come. */
#define SECONDS_OF_GROWTH ((gint64) 24 * 3600)

MvuaRunProgress
mvua_run_progress (const MvuaEnsemble *ensemble, gint64 now)
{
  MvuaRunProgress progress = {
    .n_expected = MVUA_PRODUCT_N_MEMBERS * MVUA_PRODUCT_N_STEPS,
    .may_grow = now - mvua_ensemble_get_run (ensemble) < SECONDS_OF_GROWTH,
  };

  for (guint8 m = 1; m <= MVUA_PRODUCT_N_MEMBERS; m++)
    for (int step = 0; step <= MVUA_PRODUCT_LAST_STEP; step += MVUA_PRODUCT_STEP)
      progress.n_files += mvua_ensemble_has_file (
          ensemble, (MvuaMember){ MVUA_MEMBER_PERTURBED, m }, step);
  return progress;
}

char *
mvua_network_text_progress (const MvuaRunProgress *progress)
{
  if (mvua_run_progress_is_complete (progress))
    return g_strdup (C_ ("run", "complete"));
  if (progress->may_grow)
    /* Translators: of a run that is being published */
    return g_strdup_printf (_ ("%'u of %'u files so far"), progress->n_files,
                            progress->n_expected);
  return g_strdup_printf (_ ("%'u of %'u files"), progress->n_files,
                          progress->n_expected);
}

char *
mvua_network_text_cycle (const MvuaNoaaCycle *cycle)
{
  if (mvua_noaa_cycle_is_complete (cycle))
    return g_strdup (C_ ("run", "complete"));
  if (cycle->last_step < 0)
    return g_strdup_printf (_ ("%'u of %'u files"), cycle->n_files, cycle->n_expected);
  /* Translators: how far all members of a run have come: "2,214 of 2,430 files, to 198 h"
   */
  return g_strdup_printf (_ ("%'u of %'u files, to %d h"), cycle->n_files,
                          cycle->n_expected, cycle->last_step);
}

char *
mvua_network_text_stand_in (MvuaMemberKind kind, guint n_come, guint n_wanted)
{
  const char *what = kind == MVUA_MEMBER_MEAN ? _ ("NOAA’s own mean (geavg)")
                                              : _ ("NOAA’s own spread (gespr)");

  if (n_wanted == 0)
    /* Translators: %s is "NOAA’s own mean (geavg)" */
    return g_strdup_printf (_ ("%s; the members are being fetched"), what);
  /* Translators: "NOAA’s own mean (geavg); 7 of 30 members have come" */
  return g_strdup_printf (_ ("%s; %u of %u members have come"), what, n_come, n_wanted);
}

char *
mvua_network_text_offline (gint64 since, gboolean utc_first)
{
  char time[MVUA_RUN_TEXT_SIZE];

  return g_strdup_printf (
      /* Translators: %s is a time with its zone */
      _ ("Offline since %s. What was fetched before can be looked at."),
      utc_first ? mvua_time_utc (since, time) : mvua_time_eat (since, time));
}

char *
mvua_network_text_fetched (const MvuaNetworkState *state)
{
  g_autofree char *size = g_format_size (state->count.n_fetched);

  return g_strdup_printf (
      ngettext ("%s in %'u request", "%s in %'u requests", state->count.n_requests), size,
      state->count.n_requests);
}

char *
mvua_network_text_speed (const MvuaNetworkState *state)
{
  if (state->http.bytes_per_s <= 0)
    return g_strdup (_ ("Not known yet"));
  g_autofree char *size = g_format_size ((guint64) state->http.bytes_per_s);
  if (state->http.latency_s <= 0)
    /* Translators: so many bytes a second */
    return g_strdup_printf (_ ("%s/s"), size);
  /* Translators: so many bytes a second, and milliseconds until an answer begins */
  return g_strdup_printf (_ ("%s/s, answers after %.0f ms"), size,
                          state->http.latency_s * 1000);
}

char *
mvua_network_text_today (const MvuaNetworkState *state)
{
  g_autofree char *today = g_format_size (state->http.n_today);

  if (state->most_today == 0)
    return g_steal_pointer (&today);
  g_autofree char *most = g_format_size (state->most_today);
  /* Translators: bytes that were fetched, and that may be */
  return g_strdup_printf (_ ("%s of %s"), today, most);
}
