/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ensemble.h"
#include "mvua-field-source.h"
#include "mvua-healer.h"
#include "mvua-index.h"
#include "mvua-layout.h"
#include "mvua-message.h"
#include "mvua-ref-set.h"
#include "mvua-zarr-tree.h"

G_BEGIN_DECLS

/* Private to the room: an ensemble while it is opened. */

struct _MvuaEnsemble
{
  gatomicrefcount n_refs;
  char *path;
  MvuaRun run;
  MvuaGrid grid;
  char product[MVUA_PRODUCT_SIZE];
  gboolean is_demo;
  GArray *members;
  GArray *steps;
  GPtrArray *variables;
  GPtrArray *files; /* of paths */
  char *cut_out;    /* (nullable): what they answer to, of mvua_subsetter_pattern() */
  GPtrArray *notes;
  GArray *references;  /* sorted when it is settled */
  GHashTable *present; /* of member and step */
  guint n_unknown;
  MvuaReader *reader;
  MvuaReader *lookup;     /* through which is found out what there is to read */
  MvuaReader *own_reader; /* (nullable): of both files and a remote */
  guint scanning;         /* of the grid's messages; flag table 3.4 */
  MvuaHealer *healer;

  /* Of one that is kept in stores. */
  MvuaFieldSource *fields; /* (nullable): where fields come from instead of messages */
  guint n_stores;          /* that it was opened from */
  GArray *claimed;         /* of MvuaMember: of which there may be nothing */
  guint n_field_files;     /* files before the first with messages */
  double west;             /* degrees: the first longitude as it is written there */

  /* The grid of messages, of which the ensemble’s may be a part. */
  MvuaGrid message_grid;
  MvuaWindow in_messages;

  /* Of a run that is not here. */
  MvuaRemote *remote; /* (nullable) */
  MvuaRemoteReader *remote_reader;
  gboolean is_whole_run; /* all members that are expected were looked for */
  MvuaIndexes *indexes;  /* (nullable) */
  GArray *has_index;     /* of gboolean, by file */
  GMutex mutex;          /* guards what follows */
  MvuaMessage opened;    /* the beginning of one that was read to open the run */
  guint opened_file;
  guint64 opened_offset;
};

/* Empty; @options: (nullable). */
MvuaEnsemble *mvua_ensemble_new (const char *path, const MvuaEnsembleOptions *options);

/* Takes a reference in, before the ensemble is settled. */
void mvua_ensemble_add (MvuaEnsemble *self, const MvuaReference *reference);

/* Notes a member and steps that the source says it has, whether there is a field or not.
 * @steps: (element-type int) (nullable) */
void mvua_ensemble_expect (MvuaEnsemble *self, MvuaMember member, const GArray *steps);

/* Notes that there was a file of a member at a step, whatever it had. */
void mvua_ensemble_add_place (MvuaEnsemble *self, MvuaMember member, int step);

/**
 * mvua_ensemble_settle:
 *
 * When all references are in: puts them in order, sums up what there is, and asks some
 * messages for their grid.
 *
 * Returns: %FALSE with %MVUA_ERROR_SOURCE set if no message can be read, or with an error
 *   of mvua_reader_read()
 */
gboolean mvua_ensemble_settle (MvuaEnsemble *self,
                               const MvuaReading *reading,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_ensemble_take_opened:
 * @message: (inout): empty; untouched if there is nothing
 *
 * The beginning of a message, if that is the one that was read to open a run that is far
 * away: once, so that what is looked at first is not fetched twice.  Any thread.
 */
void mvua_ensemble_take_opened (MvuaEnsemble *self,
                                const MvuaReference *reference,
                                MvuaMessage *message);

/* The grid of most of a few messages, which tell whether it is a demo, too, and the run
 * where nothing else did. */
gboolean mvua_ensemble_settle_grid (MvuaEnsemble *self,
                                    const MvuaReading *reading,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_ensemble_take_stores:
 * @self: empty
 * @may_lack_members: statistics alone will do, for their grid
 *
 * Takes the fields of a store, or of a folder of stores, in; and run and grid.
 *
 * Returns: %FALSE with an error of mvua_ensemble_open() set
 */
gboolean mvua_ensemble_take_stores (MvuaEnsemble *self,
                                    const char *path,
                                    const MvuaEnsembleOptions *options,
                                    gboolean may_lack_members,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of a store without members: run and grid of what was made of them. */
gboolean mvua_ensemble_take_derived (MvuaEnsemble *self,
                                     MvuaZarrTree *tree,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The product, if the store says it. */
void mvua_ensemble_take_product (MvuaEnsemble *self, const MvuaZarrTree *tree);

/**
 * mvua_ensemble_take_refs:
 * @folder: where relative paths begin
 *
 * Takes the messages of a set in, but for fields that are there already.
 */
gboolean mvua_ensemble_take_refs (MvuaEnsemble *self,
                                  const MvuaRefSet *set,
                                  const char *folder,
                                  const MvuaEnsembleOptions *options,
                                  const MvuaReading *reading,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts the references that are in so far in order, so that they are found. */
void mvua_ensemble_sort (MvuaEnsemble *self);

/* Whether a reference is to a field of a store, and not to a message. */
static inline gboolean
mvua_ensemble_is_field (const MvuaEnsemble *self, const MvuaReference *reference)
{
  return reference->file < self->n_field_files;
}

/* A window of the ensemble's grid as one of the messages'. */
MvuaWindow mvua_ensemble_to_messages (const MvuaEnsemble *self, const MvuaWindow *window);

/* The kinds of sources. */
MvuaEnsemble *mvua_ensemble_open_folder (const char *path,
                                         const MvuaEnsembleOptions *options,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
MvuaEnsemble *mvua_ensemble_open_hybrid (const char *path,
                                         const char *set_path,
                                         const MvuaRefSet *set,
                                         const MvuaEnsembleOptions *options,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
MvuaEnsemble *mvua_ensemble_open_refs (const char *path,
                                       const MvuaEnsembleOptions *options,
                                       GCancellable *cancellable,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
MvuaEnsemble *mvua_ensemble_open_remote (const char *path,
                                         const MvuaEnsembleOptions *options,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
MvuaEnsemble *mvua_ensemble_open_store (const char *path,
                                        const MvuaEnsembleOptions *options,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
