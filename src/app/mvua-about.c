/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Names of people and projects, and their licences; not to be translated. */
static const char *const forecasts[] = {
  "NOAA/NCEP Global Ensemble Forecast System https://registry.opendata.aws/noaa-gefs/",
  NULL,
};
static const char *const map_data[] = {
  "Natural Earth https://www.naturalearthdata.com/",
  "GSHHG, P. Wessel and W. H. F. Smith (LGPL) "
  "https://www.soest.hawaii.edu/pwessel/gshhg/",
  NULL,
};
static const char *const scales[] = {
  "Scientific colour maps, F. Crameri https://www.fabiocrameri.ch/colourmaps/",
  "viridis, S. van der Walt and N. Smith https://bids.github.io/colormap/",
  "ColorBrewer, C. Brewer, M. Harrower, Penn State https://colorbrewer2.org/",
  NULL,
};

GtkWidget *
mvua_about_present (GtkWindow *parent)
{
  static const char *const developers[] = { "The Mvua developers", NULL };
  GtkWidget *window = adw_about_window_new ();
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (window);

  adw_about_window_set_application_name (about, _ ("Mvua"));
  adw_about_window_set_application_icon (about, "org.mvua.Mvua");
  adw_about_window_set_developer_name (about, _ ("The Mvua developers"));
  adw_about_window_set_developers (about, (const char **) developers);
  adw_about_window_set_version (about, MVUA_VERSION);
  adw_about_window_set_comments (
      about, _ ("Browse an ensemble of weather forecasts for East Africa, see its maps "
                "at once, and export it in one click."));
  adw_about_window_set_copyright (about, "© 2026 The Mvua developers");
  adw_about_window_set_license_type (about, GTK_LICENSE_APACHE_2_0);
  /* Translators: put your names here, one a line */
  adw_about_window_set_translator_credits (about, _ ("translator-credits"));
  adw_about_window_add_acknowledgement_section (about, _ ("Forecasts"),
                                                (const char **) forecasts);
  adw_about_window_add_acknowledgement_section (about, _ ("Map Data"),
                                                (const char **) map_data);
  adw_about_window_add_acknowledgement_section (about, _ ("Colour Scales"),
                                                (const char **) scales);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), parent != NULL);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}
