/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-origins.h"

#include "mvua-crc32c.h"

#include <string.h>

/* Fields of fewer places where the value changes may be alike by chance, or are too small
 * to be called constant. */
#define LEAST_DETAIL 16

/* What makes differences of rain suspect, in a field. */
#define SUSPECT_SHARE 0.05
#define SUSPECT_RAIN (-0.1F)

struct _MvuaOrigins
{
  GMutex mutex;        /* guards what follows */
  GHashTable *rows;    /* (element-type gint64 MvuaOrigin): by key_of() */
  GHashTable *changed; /* (element-type MvuaOrigin): of the rows */
  GStringChunk *texts; /* each once: a file has many fields */
};

const char *
mvua_oddity_name (guint bit)
{
  static const char *const names[MVUA_N_ODDITIES] = {
    "constant", "all_missing", "equal_to_another", "out_of_range", "negative_rain",
  };

  g_return_val_if_fail (bit < MVUA_N_ODDITIES, NULL);
  return names[bit];
}

MvuaOrigins *
mvua_origins_new (void)
{
  MvuaOrigins *self = g_new0 (MvuaOrigins, 1);

  g_mutex_init (&self->mutex);
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->changed = g_hash_table_new (g_direct_hash, g_direct_equal);
  self->texts = g_string_chunk_new (4096);
  return self;
}

void
mvua_origins_free (MvuaOrigins *self)
{
  g_hash_table_unref (self->changed);
  g_hash_table_unref (self->rows);
  g_string_chunk_free (self->texts);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gint64
key_of (const MvuaVariable *variable, MvuaMember member, int step)
{
  return (gint64) mvua_variable_index (variable) << 48 | (gint64) member.kind << 40 |
         (gint64) member.number << 32 | (gint64) (guint32) step;
}

static gint64
key_of_origin (const MvuaOrigin *origin)
{
  return key_of (origin->variable, origin->member, origin->step);
}

/* The row of a key, which is made if need be. */
static MvuaOrigin *
get_row (MvuaOrigins *self, gint64 key)
{
  MvuaOrigin *row = g_hash_table_lookup (self->rows, &key);

  if (row == NULL)
    {
      row = g_new0 (MvuaOrigin, 1);
      g_hash_table_insert (self->rows, g_memdup2 (&key, sizeof key), row);
    }
  return row;
}

static const char *
keep_text (MvuaOrigins *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->texts, text) : NULL;
}

static void
set_row (MvuaOrigins *self, MvuaOrigin *row, const MvuaOrigin *origin)
{
  *row = *origin;
  row->file = keep_text (self, origin->file);
  row->etag = keep_text (self, origin->etag);
  g_hash_table_add (self->changed, row);
}

void
mvua_origins_add (MvuaOrigins *self, const MvuaOrigin *origin)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  MvuaOrigin *row = get_row (self, key_of_origin (origin));
  MvuaOrigin message = *origin;

  if (row->is_field ||
      (row->length == origin->length && row->crc32c == origin->crc32c && row->length > 0))
    return;
  message.is_field = FALSE;
  message.values_crc32c = 0;
  message.has_detail = FALSE;
  message.oddities &= MVUA_ODDITY_RAIN;
  message.n_outside = 0;
  set_row (self, row, &message);
}

void
mvua_origins_put (MvuaOrigins *self, const MvuaOrigin *origin)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  set_row (self, get_row (self, key_of_origin (origin)), origin);
}

static gboolean
is_suspect (const MvuaRainClamps *clamps)
{
  return clamps != NULL &&
         (clamps->lowest < SUSPECT_RAIN ||
          (double) clamps->n_clamped > SUSPECT_SHARE * (double) clamps->n_valid);
}

/* What is odd about a field for itself. */
static guint
find_oddities (const MvuaVariable *variable,
               const MvuaWatch *watch,
               const MvuaRainClamps *clamps)
{
  const gboolean is_constant = !watch->is_varied && watch->n_alike >= LEAST_DETAIL;
  guint oddities = 0;

  if (is_constant && (variable->habits & MVUA_HABIT_CONSTANT) == 0)
    oddities |= MVUA_ODDITY_CONSTANT;
  if (watch->n_alike == 0 && (variable->habits & MVUA_HABIT_ABSENT) == 0)
    oddities |= MVUA_ODDITY_ABSENT;
  if (watch->n_outside > 0)
    oddities |= MVUA_ODDITY_OUTSIDE;
  if (is_suspect (clamps))
    oddities |= MVUA_ODDITY_RAIN;
  return oddities;
}

guint64
mvua_origins_watch (MvuaOrigins *self,
                    const MvuaVariable *variable,
                    MvuaMember member,
                    int step,
                    const float *values,
                    gsize n_points,
                    const MvuaRainClamps *clamps)
{
  MvuaWatch watch;

  mvua_kernel_watch (values, n_points, variable->lowest, variable->highest, LEAST_DETAIL,
                     &watch);
  const guint32 crc = mvua_crc32c (0, values, n_points * sizeof *values);

  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  MvuaOrigin *row = get_row (self, key_of (variable, member, step));
  row->variable = variable;
  row->member = member;
  row->step = step;
  g_hash_table_add (self->changed, row);
  row->is_field = TRUE;
  row->values_crc32c = crc;
  row->has_detail = watch.is_varied && watch.n_changes >= LEAST_DETAIL &&
                    (variable->habits & MVUA_HABIT_SHARED) == 0;
  row->oddities = find_oddities (variable, &watch, clamps) |
                  (clamps == NULL ? row->oddities & MVUA_ODDITY_RAIN : 0);
  row->n_outside = watch.n_outside;
  if (clamps != NULL)
    row->n_negative = clamps->n_clamped;
  return watch.n_outside;
}

gboolean
mvua_origins_lookup (MvuaOrigins *self,
                     const MvuaVariable *variable,
                     MvuaMember member,
                     int step,
                     MvuaOrigin *origin)
{
  const gint64 key = key_of (variable, member, step);
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  const MvuaOrigin *row = g_hash_table_lookup (self->rows, &key);

  if (row != NULL && origin != NULL)
    *origin = *row;
  return row != NULL;
}

void
mvua_origins_remove (MvuaOrigins *self,
                     const MvuaVariable *variable,
                     MvuaMember member,
                     int step)
{
  const gint64 key = key_of (variable, member, step);
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove (self->changed, g_hash_table_lookup (self->rows, &key));
  g_hash_table_remove (self->rows, &key);
}

static int
compare_numbers (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

static int
compare_rows (gconstpointer first, gconstpointer second)
{
  const MvuaOrigin *a = first, *b = second;
  int order = mvua_member_compare (a->member, b->member);

  if (order == 0)
    order = compare_numbers (a->step, b->step);
  return order != 0 ? order : (a->variable > b->variable) - (a->variable < b->variable);
}

/* (transfer full): the values of a table of rows, in order */
static GArray *
list_rows (GHashTable *rows)
{
  GArray *list =
      g_array_sized_new (FALSE, FALSE, sizeof (MvuaOrigin), g_hash_table_size (rows));
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    g_array_append_vals (list, row, 1);
  g_array_sort (list, compare_rows);
  return list;
}

GArray *
mvua_origins_list (MvuaOrigins *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return list_rows (self->rows);
}

GArray *
mvua_origins_take_changed (MvuaOrigins *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  GArray *list = list_rows (self->changed);

  g_hash_table_remove_all (self->changed);
  return list;
}

void
mvua_origins_put_all (MvuaOrigins *self, MvuaOrigins *from)
{
  g_autoptr (GArray) rows = mvua_origins_list (from);

  for (guint i = 0; i < rows->len; i++)
    mvua_origins_put (self, &g_array_index (rows, MvuaOrigin, i));
}

/* Fields that may be equal one behind the other, the first member first. */
static int
compare_values (gconstpointer first, gconstpointer second)
{
  const MvuaOrigin *a = *(const MvuaOrigin *const *) first;
  const MvuaOrigin *b = *(const MvuaOrigin *const *) second;
  int order = (a->variable > b->variable) - (a->variable < b->variable);

  if (order == 0)
    order = compare_numbers (a->step, b->step);
  if (order == 0)
    order = compare_numbers (a->values_crc32c, b->values_crc32c);
  return order != 0 ? order : mvua_member_compare (a->member, b->member);
}

static gboolean
has_values_of (const MvuaOrigin *a, const MvuaOrigin *b)
{
  return a->variable == b->variable && a->step == b->step &&
         a->values_crc32c == b->values_crc32c;
}

void
mvua_origins_settle (MvuaOrigins *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  const MvuaOrigin *first = NULL;
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      MvuaOrigin *origin = row;
      origin->oddities &= origin->is_field ? ~(guint) MVUA_ODDITY_EQUAL : 0;
      origin->n_negative = origin->is_field ? origin->n_negative : 0;
      if (origin->is_field && origin->has_detail)
        g_ptr_array_add (fields, origin);
    }
  g_ptr_array_sort (fields, compare_values);
  for (guint i = 0; i < fields->len; i++)
    {
      MvuaOrigin *origin = g_ptr_array_index (fields, i);

      if (first == NULL || !has_values_of (origin, first))
        {
          first = origin;
          continue;
        }
      origin->oddities |= MVUA_ODDITY_EQUAL;
      origin->equal_to = first->member;
    }
}
