/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store-notes.h"

#include "mvua-error.h"

typedef struct
{
  char *where;
  char *text;
  guint n;
} Note;

struct _MvuaStoreNotes
{
  GPtrArray *notes;    /* (element-type Note) */
  GHashTable *by_text; /* (element-type utf8 Note) */
};

static void
note_free (gpointer data)
{
  Note *note = data;

  g_free (note->where);
  g_free (note->text);
  g_free (note);
}

MvuaStoreNotes *
mvua_store_notes_new (void)
{
  MvuaStoreNotes *self = g_new0 (MvuaStoreNotes, 1);

  self->notes = g_ptr_array_new_with_free_func (note_free);
  self->by_text = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
mvua_store_notes_free (MvuaStoreNotes *self)
{
  g_hash_table_unref (self->by_text);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

void
mvua_store_notes_add (MvuaStoreNotes *self, const char *where, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *raw = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *text = mvua_error_dup_quoted (raw, G_MAXSIZE);
  Note *note = g_hash_table_lookup (self->by_text, text);
  if (note == NULL)
    {
      note = g_new0 (Note, 1);
      note->where = mvua_error_dup_quoted (where, G_MAXSIZE);
      note->text = g_steal_pointer (&text);
      g_ptr_array_add (self->notes, note);
      g_hash_table_insert (self->by_text, note->text, note);
    }
  note->n++;
}

void
mvua_store_notes_tell (const MvuaStoreNotes *self, GPtrArray *notes)
{
  for (guint i = 0; i < self->notes->len; i++)
    {
      const Note *note = g_ptr_array_index (self->notes, i);
      g_autofree char *others =
          note->n > 1 ? g_strdup_printf (" and %u more", note->n - 1) : g_strdup ("");

      g_ptr_array_add (notes,
                       g_strdup_printf ("%s%s: %s", note->where, others, note->text));
    }
}
