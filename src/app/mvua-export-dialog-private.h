/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-check-list.h"
#include "mvua-export-dialog.h"

G_BEGIN_DECLS

/* Private to the dialog, whose parts are: the window, the options, references, the
 * target, what is left beside it, ways to fetch. */

typedef enum
{
  MVUA_EXPORT_REGION_EAST_AFRICA,
  MVUA_EXPORT_REGION_WHOLE,
  MVUA_EXPORT_REGION_VIEW,
  MVUA_EXPORT_REGION_OTHER,
} MvuaExportRegion;

struct _MvuaExportDialog
{
  AdwWindow parent_instance;

  MvuaEnsemble *ensemble;
  GSettings *settings; /* (nullable) */
  gboolean combines;   /* stores: all that they have is what is usual */
  gboolean has_view;
  MvuaMapBox view;
  GArray *members;       /* of MvuaMember: those that are offered */
  GArray *regions;       /* of MvuaExportRegion: those that are offered */
  char *usual_steps;     /* as they were offered */
  char *usual_name;      /* of the output, as it was offered last */
  char *folder;          /* path */
  guint64 n_bytes_free;  /* of it; G_MAXUINT64 if not known */
  GCancellable *looking; /* for that number */
  GtkFileChooserNative *chooser;
  guint update;          /* source */
  guint find;            /* source */
  char *looked_for;      /* (nullable): the target beside which that looks */
  GCancellable *finding; /* (nullable) */
  double patience_s;     /* where fetching takes longer, another way is worth a thought */

  AdwPreferencesGroup *fields_group;
  MvuaCheckList *variables_row;
  MvuaCheckList *members_row;
  AdwEntryRow *steps_row;
  AdwComboRow *region_row;
  AdwEntryRow *box_row;
  AdwComboRow *format_row;
  AdwComboRow *layout_row;
  AdwComboRow *rest_row;
  AdwActionRow *only_row;
  GtkSwitch *only_switch;
  AdwPreferencesGroup *derived_group;
  AdwExpanderRow *statistics_row;
  AdwEntryRow *statistics_entry;
  AdwExpanderRow *probabilities_row;
  AdwEntryRow *thresholds_entry;
  AdwEntryRow *daily_entry;
  AdwComboRow *daily_hour_row;
  AdwActionRow *folder_row;
  AdwEntryRow *name_row;
  AdwActionRow *overwrite_row;
  GtkSwitch *overwrite_switch;
  AdwPreferencesGroup *network_group;
  AdwActionRow *ranges_row;
  AdwActionRow *subsetter_row;
  GtkCheckButton *subsetter_check;
  GtkLabel *summary;
  GtkLabel *fetching;
  GtkLabel *place;
  GtkLabel *reason;
  GtkLabel *warning;
  GtkWidget *left_bar;
  GtkLabel *left_text;
  GtkButton *left_button;
  GtkWidget *export_button;
  GtkWidget *demo_bar;
};

/* Fills the rows with what the ensemble has, and with defaults. */
void mvua_export_dialog_fill (MvuaExportDialog *self);

MvuaExportRegion mvua_export_dialog_get_region (MvuaExportDialog *self);

/* The layouts of the format that is chosen. */
void mvua_export_dialog_fill_layouts (MvuaExportDialog *self);

/* The forms of references that the ensemble can have. */
void mvua_export_dialog_fill_forms (MvuaExportDialog *self);

/* Whether the output is references alone, and what its name ends with then. */
gboolean mvua_export_dialog_is_refs (MvuaExportDialog *self);
const char *mvua_export_dialog_get_refs_ending (MvuaExportDialog *self);
gboolean mvua_export_dialog_check_ending (MvuaExportDialog *self,
                                          const char *target,
                                          GError **error);

/* Whether references stand beside values, to be added to the options. */
gboolean mvua_export_dialog_has_rest (MvuaExportDialog *self);
void mvua_export_dialog_read_rest (MvuaExportDialog *self, MvuaExportOptions *options);

/* Shows what matters to the format that is chosen. */
void mvua_export_dialog_show_applicable (MvuaExportDialog *self);

/* Has what it comes to worked out again, soon. */
void mvua_export_dialog_schedule_update (MvuaExportDialog *self);

/* The name that suits what is chosen, unless the user has typed one. */
void mvua_export_dialog_offer_name (MvuaExportDialog *self);

/* Whether the target can be written.  Returns: %FALSE with %MVUA_ERROR_USAGE or
 * %MVUA_ERROR_IO, in the user's language where it is one of the usual reasons */
gboolean mvua_export_dialog_check_target (MvuaExportDialog *self, GError **error);

/* The server that cuts out, where the settings name another than NOAA's; (transfer full)
 * (nullable) */
char *mvua_export_dialog_dup_script (MvuaExportDialog *self);

/* Whether NOAA's subsetter is offered and chosen. */
gboolean mvua_export_dialog_is_cut (MvuaExportDialog *self);

/**
 * mvua_export_dialog_expect_seconds:
 * @work_seconds: of decoding and writing
 *
 * How long all of it takes: what is fetched by ranges is worked on meanwhile, and what
 * is cut out by a server afterwards.  What is not known counts for nothing.
 */
double mvua_export_dialog_expect_seconds (MvuaExportDialog *self,
                                          const MvuaSubsetterEstimate *ways,
                                          double work_seconds);

/* Bytes a second that the link has shown; 0 unknown. */
double mvua_export_dialog_get_speed (MvuaExportDialog *self);

/**
 * mvua_export_dialog_show_ways:
 * @ways: (nullable): %NULL where nothing is fetched, or it is not known what
 *
 * How many bytes are fetched and how long that takes; where that is long and NOAA's
 * subsetter has the run, both ways stand beside each other to be chosen from.
 */
void mvua_export_dialog_show_ways (MvuaExportDialog *self,
                                   const MvuaSubsetterEstimate *ways,
                                   double speed);

/* Looks, a little later and in a thread, whether something is left of an export to the
 * target that was interrupted; says so, and offers to go on with it.  Where the target is
 * what it was, nothing is done. */
void mvua_export_dialog_look_for_left (MvuaExportDialog *self);
void mvua_export_dialog_forget_left (MvuaExportDialog *self);

void mvua_export_dialog_choose_folder (MvuaExportDialog *self);

G_END_DECLS
