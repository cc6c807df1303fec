/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-dialog-private.h"

#include <glib/gi18n.h>

static const int day_hours[] = { 6, 0, 3, 9, 12, 15, 18, 21, MVUA_DAILY_FROM_RUN };

/* What an export takes when nothing is named. */
static gboolean
is_usual_variable (MvuaExportDialog *self, const MvuaVariable *variable)
{
  const GPtrArray *there = mvua_ensemble_get_variables (self->ensemble);

  if (self->combines)
    return TRUE;

  for (guint i = 0; i < there->len; i++)
    if (((const MvuaVariable *) g_ptr_array_index (there, i))->everyday)
      return variable->everyday;
  return TRUE;
}

static gboolean
is_usual_member (MvuaExportDialog *self, MvuaMember member)
{
  for (guint i = 0; i < self->members->len && !self->combines; i++)
    if (g_array_index (self->members, MvuaMember, i).kind == MVUA_MEMBER_PERTURBED)
      return member.kind == MVUA_MEMBER_PERTURBED;
  return TRUE;
}

static void
fill_variables (MvuaExportDialog *self)
{
  const GPtrArray *variables = mvua_ensemble_get_variables (self->ensemble);

  for (guint i = 0; i < variables->len; i++)
    {
      const MvuaVariable *variable = g_ptr_array_index (variables, i);
      mvua_check_list_add (self->variables_row, variable->name, _ (variable->long_name),
                           is_usual_variable (self, variable));
    }
}

static gboolean
is_there (MvuaEnsemble *ensemble, MvuaMember member)
{
  const GArray *members = mvua_ensemble_get_members (ensemble);

  for (guint i = 0; i < members->len; i++)
    if (mvua_member_compare (g_array_index (members, MvuaMember, i), member) == 0)
      return TRUE;
  return FALSE;
}

static void
fill_members (MvuaExportDialog *self)
{
  self->members = mvua_ensemble_expected_members (self->ensemble);
  for (guint i = 0; i < self->members->len; i++)
    {
      const MvuaMember member = g_array_index (self->members, MvuaMember, i);
      char name[MVUA_MEMBER_NAME_SIZE];
      mvua_check_list_add (self->members_row, mvua_member_name (member, name),
                           is_there (self->ensemble, member)
                               ? NULL
                               : _ ("Not there; its place stays empty"),
                           is_usual_member (self, member));
    }
}

static void
fill_regions (MvuaExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint usual = 0;
  const struct
  {
    MvuaExportRegion region;
    const char *name;
  } rows[] = {
    { MVUA_EXPORT_REGION_EAST_AFRICA, _ ("East Africa") },
    { MVUA_EXPORT_REGION_VIEW, _ ("Current View") },
    { MVUA_EXPORT_REGION_WHOLE, _ ("Whole Grid") },
    { MVUA_EXPORT_REGION_OTHER, _ ("Other…") },
  };

  self->regions = g_array_new (FALSE, FALSE, sizeof (MvuaExportRegion));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].region != MVUA_EXPORT_REGION_VIEW || self->has_view)
      {
        if (self->combines && rows[i].region == MVUA_EXPORT_REGION_WHOLE)
          usual = self->regions->len;
        g_array_append_val (self->regions, rows[i].region);
        gtk_string_list_append (names, rows[i].name);
      }
  adw_combo_row_set_model (self->region_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->region_row, usual);
  gtk_editable_set_text (GTK_EDITABLE (self->box_row), "5, 33, -5, 42");
}

static void
fill_hours (MvuaExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (day_hours); i++)
    if (day_hours[i] == MVUA_DAILY_FROM_RUN)
      gtk_string_list_append (names, _ ("Hour of the Run"));
    else
      {
        g_autofree char *name = g_strdup_printf (_ ("%02d UTC (%02d EAT)"), day_hours[i],
                                                 (day_hours[i] + 3) % 24);
        gtk_string_list_append (names, name);
      }
  adw_combo_row_set_model (self->daily_hour_row, G_LIST_MODEL (names));
}

void
mvua_export_dialog_fill_layouts (MvuaExportDialog *self)
{
  const gboolean is_netcdf =
      adw_combo_row_get_selected (self->format_row) == MVUA_EXPORT_NETCDF;
  const char *const zarr[] = { _ ("One Store"), _ ("A Store for Each Member"), NULL };
  const char *const netcdf[] = { _ ("One File"), _ ("A File for Each Variable"), NULL };
  g_autoptr (GtkStringList) names = gtk_string_list_new (is_netcdf ? netcdf : zarr);
  const guint selected = adw_combo_row_get_selected (self->layout_row);

  adw_combo_row_set_model (self->layout_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->layout_row, selected == 1 ? 1 : 0);
}

/* Numbers as they are typed, whatever the locale. */
static char *
join_numbers (const GArray *numbers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < numbers->len; i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      g_ascii_formatd (number, sizeof number, "%g", g_array_index (numbers, double, i));
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number);
    }
  return g_string_free (text, FALSE);
}

static void
fill_derived (MvuaExportDialog *self)
{
  g_auto (MvuaExportOptions) usual = mvua_export_options_new ();
  g_autofree char *thresholds = join_numbers (usual.thresholds);
  g_autofree char *daily = join_numbers (usual.daily_thresholds);
  g_autoptr (GString) statistics = g_string_new (NULL);

  for (guint i = 0; i < usual.statistics->len; i++)
    {
      char name[MVUA_STATISTIC_NAME_SIZE];
      mvua_statistic_name (g_array_index (usual.statistics, MvuaStatistic, i), name);
      g_string_append_printf (statistics, "%s%s", i > 0 ? ", " : "", name);
    }
  gtk_editable_set_text (GTK_EDITABLE (self->statistics_entry), statistics->str);
  gtk_editable_set_text (GTK_EDITABLE (self->thresholds_entry), thresholds);
  gtk_editable_set_text (GTK_EDITABLE (self->daily_entry), daily);
}

void
mvua_export_dialog_fill (MvuaExportDialog *self)
{
  fill_variables (self);
  fill_members (self);
  fill_regions (self);
  fill_hours (self);
  mvua_export_dialog_fill_forms (self);
  mvua_export_dialog_fill_layouts (self);
  fill_derived (self);
  self->usual_steps = mvua_steps_format (mvua_ensemble_get_steps (self->ensemble));
  gtk_editable_set_text (GTK_EDITABLE (self->steps_row), self->usual_steps);
}

MvuaExportRegion
mvua_export_dialog_get_region (MvuaExportDialog *self)
{
  const guint selected = adw_combo_row_get_selected (self->region_row);

  return selected < self->regions->len
             ? g_array_index (self->regions, MvuaExportRegion, selected)
             : MVUA_EXPORT_REGION_EAST_AFRICA;
}

static gboolean
refuse (GError **error, const char *text)
{
  g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_USAGE, text);
  return FALSE;
}

static void
replace (GArray **list, GArray *other)
{
  g_clear_pointer (list, g_array_unref);
  *list = other;
}

static gboolean
read_variables (MvuaExportDialog *self, MvuaExportOptions *options, GError **error)
{
  const GPtrArray *there = mvua_ensemble_get_variables (self->ensemble);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  gboolean is_usual = TRUE;

  if (mvua_check_list_get_n_chosen (self->variables_row) == 0)
    return refuse (error, _ ("Choose at least one variable"));
  for (guint i = 0; i < there->len; i++)
    {
      const MvuaVariable *variable = g_ptr_array_index (there, i);
      const gboolean is_chosen = mvua_check_list_get_chosen (self->variables_row, i);
      if (is_chosen)
        g_ptr_array_add (chosen, (gpointer) variable);
      is_usual = is_usual && is_chosen == is_usual_variable (self, variable);
    }
  /* Of references all variables are usual. */
  if (!is_usual || mvua_export_dialog_is_refs (self))
    {
      g_clear_pointer (&options->variables, g_ptr_array_unref);
      options->variables = g_steal_pointer (&chosen);
    }
  return TRUE;
}

static gboolean
read_members (MvuaExportDialog *self, MvuaExportOptions *options, GError **error)
{
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  gboolean is_usual = TRUE;

  if (mvua_check_list_get_n_chosen (self->members_row) == 0)
    return refuse (error, _ ("Choose at least one member"));
  for (guint i = 0; i < self->members->len; i++)
    {
      const MvuaMember member = g_array_index (self->members, MvuaMember, i);
      const gboolean is_chosen = mvua_check_list_get_chosen (self->members_row, i);
      if (is_chosen)
        g_array_append_val (chosen, member);
      is_usual = is_usual && is_chosen == is_usual_member (self, member);
    }
  if (!is_usual)
    replace (&options->members, g_steal_pointer (&chosen));
  return TRUE;
}

/* Marks an entry that cannot be read; its own message is in English and precise, so it
 * goes behind the one that says which entry it is. */
static gboolean
judge_entry (AdwEntryRow *row, gboolean is_good, const char *what, GError **error)
{
  if (is_good)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (row), "error");
      g_clear_error (error);
      refuse (error, what);
    }
  return is_good;
}

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
read_steps (MvuaExportDialog *self, MvuaExportOptions *options, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (get_text (self->steps_row)));

  if (text[0] != '\0' && g_strcmp0 (text, self->usual_steps) != 0)
    options->steps = mvua_steps_parse (text, 3, error);
  return judge_entry (self->steps_row,
                      options->steps != NULL || text[0] == '\0' ||
                          g_strcmp0 (text, self->usual_steps) == 0,
                      _ ("Steps are hours such as 0-72, 0-240/6 or 3, 6, 24"), error);
}

static gboolean
read_region (MvuaExportDialog *self, MvuaExportOptions *options, GError **error)
{
  g_autofree char *typed = NULL;
  gboolean is_good = TRUE;

  switch (mvua_export_dialog_get_region (self))
    {
    case MVUA_EXPORT_REGION_WHOLE:
      if (!self->combines) /* or else it is the stores' own, which is there already */
        options->region = (MvuaRegion){ .whole = TRUE };
      break;
    case MVUA_EXPORT_REGION_VIEW:
      options->region = (MvuaRegion){ .north = self->view.north,
                                      .west = self->view.west,
                                      .south = self->view.south,
                                      .east = self->view.east };
      break;
    case MVUA_EXPORT_REGION_OTHER:
      typed = g_strstrip (g_strdup (get_text (self->box_row)));
      is_good = mvua_region_parse (typed, &options->region, error);
      break;
    case MVUA_EXPORT_REGION_EAST_AFRICA:
    default:
      options->region = mvua_region_east_africa;
    }
  return judge_entry (self->box_row, is_good,
                      _ ("A region is north, west, south and east in degrees, such as "
                         "5, 33, -5, 42"),
                      error);
}

static gboolean
read_derived (MvuaExportDialog *self, MvuaExportOptions *options, GError **error)
{
  static const char *none = "none";
  const gboolean has_statistics =
      adw_expander_row_get_enable_expansion (self->statistics_row);
  const gboolean has_probabilities =
      adw_expander_row_get_enable_expansion (self->probabilities_row);
  const char *thresholds_wrong =
      _ ("Thresholds are numbers in mm such as 5, 10, 2.5, or none");
  const guint hour = adw_combo_row_get_selected (self->daily_hour_row);

  replace (&options->statistics,
           mvua_statistics_parse (
               has_statistics ? get_text (self->statistics_entry) : none, error));
  if (!judge_entry (self->statistics_entry, options->statistics != NULL,
                    _ ("Statistics are mean, std, min, max and percentiles such as p90"),
                    error))
    return FALSE;
  replace (&options->thresholds,
           mvua_thresholds_parse (
               has_probabilities ? get_text (self->thresholds_entry) : none, error));
  if (!judge_entry (self->thresholds_entry, options->thresholds != NULL, thresholds_wrong,
                    error))
    return FALSE;
  replace (&options->daily_thresholds,
           mvua_thresholds_parse (has_probabilities ? get_text (self->daily_entry) : none,
                                  error));
  options->daily_hour = day_hours[hour < G_N_ELEMENTS (day_hours) ? hour : 0];
  return judge_entry (self->daily_entry, options->daily_thresholds != NULL,
                      thresholds_wrong, error);
}

gboolean
mvua_export_dialog_get_options (MvuaExportDialog *self,
                                MvuaExportOptions *options,
                                GError **error)
{
  const gboolean is_apart = adw_combo_row_get_selected (self->layout_row) == 1;
  const gboolean is_refs = mvua_export_dialog_is_refs (self);

  *options = self->combines ? mvua_combine_options_new (self->ensemble)
                            : mvua_export_options_new ();
  if (!is_refs)
    options->format = (MvuaExportFormat) adw_combo_row_get_selected (self->format_row);
  options->layout = !is_apart || is_refs                    ? MVUA_EXPORT_TREE
                    : options->format == MVUA_EXPORT_NETCDF ? MVUA_EXPORT_VARIABLES
                                                            : MVUA_EXPORT_MEMBERS;
  options->overwrite = gtk_switch_get_active (self->overwrite_switch) &&
                       gtk_widget_get_visible (GTK_WIDGET (self->overwrite_row));
  mvua_export_dialog_read_rest (self, options);
  return read_variables (self, options, error) && read_members (self, options, error) &&
         read_steps (self, options, error) &&
         (is_refs ||
          (read_region (self, options, error) && read_derived (self, options, error)));
}
