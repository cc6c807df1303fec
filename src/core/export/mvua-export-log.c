/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-log.h"

#include "mvua-json-text.h"
#include "mvua-milestone.h"

#include <string.h>
#include <sys/stat.h>

#define JSON_STYLE (JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)

struct _MvuaExportLog
{
  MvuaJournal *journal;
  MvuaExportOrder *order;
  GHashTable *units;       /* (element-type utf8 GPtrArray): by variable */
  MvuaExportUnit *at_hand; /* of a journal that is read */
  gboolean has_begun;
  guint64 device, inode; /* of the output that was whole; 0 if there is none */
};

static void
unit_free (gpointer data)
{
  MvuaExportUnit *unit = data;

  json_object_put (unit->results);
  for (guint i = 0; i < unit->pieces->len; i++)
    g_free ((char *) g_array_index (unit->pieces, MvuaZarrPiece, i).path);
  g_array_unref (unit->pieces);
  g_ptr_array_unref (unit->notes);
  g_free (unit);
}

static MvuaExportUnit *
unit_new (void)
{
  MvuaExportUnit *unit = g_new0 (MvuaExportUnit, 1);

  unit->pieces = g_array_new (FALSE, FALSE, sizeof (MvuaZarrPiece));
  unit->notes = g_ptr_array_new_with_free_func (g_free);
  return unit;
}

static void
free_units (gpointer data)
{
  g_ptr_array_unref (data);
}

static MvuaExportLog *
log_new (void)
{
  MvuaExportLog *self = g_new0 (MvuaExportLog, 1);

  self->units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_units);
  self->at_hand = unit_new ();
  return self;
}

void
mvua_export_log_free (MvuaExportLog *self)
{
  g_clear_pointer (&self->journal, mvua_journal_free);
  g_clear_pointer (&self->order, mvua_export_order_free);
  g_hash_table_unref (self->units);
  unit_free (self->at_hand);
  g_free (self);
}

const MvuaExportOrder *
mvua_export_log_get_order (const MvuaExportLog *self)
{
  return self->order;
}

/* @json is taken. */
static gboolean
append_json (MvuaExportLog *self, const char *kind, json_object *json, GError **error)
{
  const gboolean ok = mvua_journal_append (
      self->journal, kind, json_object_to_json_string_ext (json, JSON_STYLE), error);

  json_object_put (json);
  return ok;
}

static gboolean
append_files (MvuaExportLog *self, GError **error)
{
  const GPtrArray *files = self->order->files;

  for (guint i = 0; i + 1 < files->len; i += 2)
    {
      json_object *pair = json_object_new_array ();

      for (guint k = 0; k < 2; k++)
        json_object_array_add (pair,
                               json_object_new_string (g_ptr_array_index (files, i + k)));
      if (!append_json (self, "file", pair, error))
        return FALSE;
    }
  return TRUE;
}

MvuaExportLog *
mvua_export_log_begin (const char *folder, MvuaExportOrder *order, GError **error)
{
  g_autoptr (MvuaExportLog) self = log_new ();

  self->order = order;
  self->journal = mvua_journal_create (folder, error);
  if (self->journal == NULL ||
      !append_json (self, "order", mvua_export_order_format (order), error) ||
      !append_files (self, error) ||
      !mvua_journal_append (self->journal, "begun", "", error))
    return NULL;
  mvua_milestone ("journal-begun");
  return g_steal_pointer (&self);
}

/* (nullable) */
static GPtrArray *
units_of (const MvuaExportLog *self, const char *variable)
{
  return g_hash_table_lookup (self->units, variable);
}

static gboolean
take_order (MvuaExportLog *self, const char *text)
{
  g_clear_pointer (&self->order, mvua_export_order_free);
  self->order = mvua_export_order_parse (text);
  return self->order != NULL;
}

static gboolean
take_file (MvuaExportLog *self, const char *text)
{
  json_object *pair = json_tokener_parse (text);
  const gboolean ok = self->order != NULL &&
                      json_object_is_type (pair, json_type_array) &&
                      json_object_array_length (pair) == 2;

  for (gsize k = 0; ok && k < 2; k++)
    g_ptr_array_add (self->order->files, g_strdup (json_object_get_string (
                                             json_object_array_get_idx (pair, k))));
  json_object_put (pair);
  return ok;
}

static gboolean
take_begun (MvuaExportLog *self, const char *text G_GNUC_UNUSED)
{
  self->has_begun = self->order != NULL;
  return self->has_begun;
}

static gboolean
take_piece (MvuaExportLog *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 5);
  MvuaZarrPiece piece = { .number = MVUA_ZARR_PIECE_WHOLE };
  guint64 crc = 0, number = 0;

  if (g_strv_length (words) != 5 ||
      !g_ascii_string_to_unsigned (words[0], 16, 0, G_MAXUINT32, &crc, NULL) ||
      !g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXINT64, &piece.length, NULL) ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, G_MAXINT64, &piece.offset, NULL))
    return FALSE;
  if (strcmp (words[3], "-") != 0)
    {
      if (!g_ascii_string_to_unsigned (words[3], 10, 0, G_MAXSIZE - 1, &number, NULL))
        return FALSE;
      piece.number = (gsize) number;
    }
  piece.crc32c = (guint32) crc;
  piece.path = g_strdup (words[4]);
  g_array_append_val (self->at_hand->pieces, piece);
  /* cppcheck-suppress memleak ; the path belongs to the list in which it is now */
  return TRUE;
}

static gboolean
take_note (MvuaExportLog *self, const char *text)
{
  const char *space = strchr (text, ' ');

  if (space == NULL)
    return FALSE;
  g_ptr_array_add (self->at_hand->notes, g_strndup (text, (gsize) (space - text)));
  g_ptr_array_add (self->at_hand->notes, g_strdup (space + 1));
  return TRUE;
}

static gboolean
take_unit (MvuaExportLog *self, const char *text)
{
  json_object *results = json_tokener_parse (text);
  const char *variable = mvua_json_text (results, "variable");

  if (variable == NULL)
    {
      json_object_put (results);
      return FALSE;
    }
  GPtrArray *units = units_of (self, variable);
  if (units == NULL)
    {
      units = g_ptr_array_new_with_free_func (unit_free);
      g_hash_table_insert (self->units, g_strdup (variable), units);
    }
  self->at_hand->results = results;
  g_ptr_array_add (units, self->at_hand);
  self->at_hand = unit_new ();
  return TRUE;
}

static gboolean
take_again (MvuaExportLog *self, const char *text)
{
  json_object *counts = json_tokener_parse (text);
  GHashTableIter iter;
  gpointer variable;

  g_hash_table_iter_init (&iter, self->units);
  while (g_hash_table_iter_next (&iter, &variable, NULL))
    mvua_export_log_cut (self, variable,
                         (guint) CLAMP (mvua_json_int (counts, variable), 0, G_MAXINT));
  unit_free (self->at_hand);
  self->at_hand = unit_new ();
  json_object_put (counts);
  return TRUE;
}

static gboolean
take_commit (MvuaExportLog *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);

  return g_strv_length (words) == 2 &&
         g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXUINT64, &self->device, NULL) &&
         g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXUINT64, &self->inode, NULL);
}

static const struct
{
  const char *kind;
  gboolean (*take) (MvuaExportLog *self, const char *text);
} kinds[] = {
  { "order", take_order }, { "file", take_file },     { "begun", take_begun },
  { "piece", take_piece }, { "note", take_note },     { "unit", take_unit },
  { "again", take_again }, { "commit", take_commit },
};

static gboolean
take_line (MvuaExportLog *self, const MvuaJournalLine *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (line->kind, kinds[i].kind) == 0)
      return kinds[i].take (self, line->text);
  return FALSE;
}

MvuaExportLog *
mvua_export_log_open (const char *folder, gboolean *is_held, GError **error)
{
  g_autoptr (MvuaExportLog) self = log_new ();
  gboolean is_understood = TRUE;

  self->journal = mvua_journal_open (folder, is_held, error);
  if (self->journal == NULL)
    return NULL;
  const GPtrArray *lines = mvua_journal_get_lines (self->journal);
  for (guint i = 0; is_understood && i < lines->len; i++)
    is_understood = take_line (self, g_ptr_array_index (lines, i));
  if (is_understood && self->has_begun)
    return g_steal_pointer (&self);
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE, "The journal in %s %s", folder,
               is_understood ? "ends before anything was begun"
                             : "is not one that this version reads");
  return NULL;
}

gboolean
mvua_export_log_is_of (const MvuaExportLog *self, const char *path)
{
  struct stat status;

  return self->inode != 0 && lstat (path, &status) == 0 &&
         (guint64) status.st_dev == self->device &&
         (guint64) status.st_ino == self->inode;
}

guint
mvua_export_log_get_n_units (const MvuaExportLog *self, const char *variable)
{
  const GPtrArray *units = units_of (self, variable);

  return units != NULL ? units->len : 0;
}

guint
mvua_export_log_get_n_all_units (const MvuaExportLog *self)
{
  GHashTableIter iter;
  gpointer units;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->units);
  while (g_hash_table_iter_next (&iter, NULL, &units))
    n += ((GPtrArray *) units)->len;
  return n;
}

const MvuaExportUnit *
mvua_export_log_get_unit (const MvuaExportLog *self, const char *variable, guint block)
{
  return g_ptr_array_index (units_of (self, variable), block);
}

void
mvua_export_log_cut (MvuaExportLog *self, const char *variable, guint n)
{
  GPtrArray *units = units_of (self, variable);

  if (units != NULL && units->len > n)
    g_ptr_array_set_size (units, (int) n);
}

gboolean
mvua_export_log_go_on (MvuaExportLog *self, GError **error)
{
  json_object *counts = json_object_new_object ();
  GHashTableIter iter;
  gpointer variable, units;

  g_hash_table_iter_init (&iter, self->units);
  while (g_hash_table_iter_next (&iter, &variable, &units))
    json_object_object_add (counts, variable,
                            json_object_new_int64 (((GPtrArray *) units)->len));
  return append_json (self, "again", counts, error);
}

gboolean
mvua_export_log_piece (const MvuaZarrPiece *piece, gpointer log, GError **error)
{
  MvuaExportLog *self = log;
  g_autofree char *number = piece->number == MVUA_ZARR_PIECE_WHOLE
                                ? g_strdup ("-")
                                : g_strdup_printf ("%" G_GSIZE_FORMAT, piece->number);
  g_autofree char *text =
      g_strdup_printf ("%08x %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s %s",
                       piece->crc32c, piece->length, piece->offset, number, piece->path);
  const gboolean ok = mvua_journal_append (self->journal, "piece", text, error);

  mvua_milestone ("piece-noted");
  return ok;
}

gboolean
mvua_export_log_note (MvuaExportLog *self,
                      const char *kind,
                      const char *text,
                      GError **error)
{
  if (self == NULL)
    return TRUE;
  g_autofree char *both = g_strconcat (kind, " ", text, NULL);
  return mvua_journal_append (self->journal, "note", both, error);
}

static void
collect_notes (const MvuaExportUnit *unit, const char *kind, GPtrArray *notes)
{
  for (guint i = 0; i + 1 < unit->notes->len; i += 2)
    if (strcmp (g_ptr_array_index (unit->notes, i), kind) == 0)
      g_ptr_array_add (notes, g_ptr_array_index (unit->notes, i + 1));
}

GPtrArray *
mvua_export_log_get_notes (const MvuaExportLog *self, const char *kind)
{
  GPtrArray *notes = g_ptr_array_new ();
  const GPtrArray *variables = self->order->settled.variables;

  for (guint v = 0; v < variables->len; v++)
    {
      const MvuaVariable *variable = g_ptr_array_index (variables, v);
      const GPtrArray *units = units_of (self, variable->name);

      for (guint u = 0; units != NULL && u < units->len; u++)
        collect_notes (g_ptr_array_index (units, u), kind, notes);
    }
  return notes;
}

gboolean
mvua_export_log_end_unit (MvuaExportLog *self,
                          const char *variable,
                          json_object *results,
                          GError **error)
{
  json_object_object_add (results, "variable", json_object_new_string (variable));
  mvua_milestone ("unit-done");
  if (!append_json (self, "unit", results, error))
    return FALSE;
  mvua_milestone ("unit-noted");
  return TRUE;
}

gboolean
mvua_export_log_commit (MvuaExportLog *self, const char *path, GError **error)
{
  struct stat status;
  g_autofree char *text = NULL;

  if (lstat (path, &status) != 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot find %s", path);
      return FALSE;
    }
  text = g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                          (guint64) status.st_dev, (guint64) status.st_ino);
  if (!mvua_journal_append (self->journal, "commit", text, error) ||
      !mvua_journal_sync (self->journal, error))
    return FALSE;
  mvua_milestone ("commit-noted");
  return TRUE;
}
