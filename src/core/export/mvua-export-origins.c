/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Where the fields of an output come from, and what is odd about them. */

#include "mvua-export-work.h"
#include "mvua-schema-parts.h"

#include <string.h>

#define STEP_HOURS 3

#define COMMENT                                                                          \
  "how many fields look odd as they were decoded; all values are kept as they are, but " \
  "for negative differences of rain, which are 0"

static int
find_member (const MvuaExportPlan *plan, MvuaMember member)
{
  for (guint m = 0; m < plan->members->len; m++)
    if (mvua_member_compare (mvua_export_plan_member (plan, m), member) == 0)
      return (int) m;
  return -1;
}

static gboolean
is_wanted (const MvuaExportPlan *plan, int step)
{
  for (guint s = 0; s < plan->steps->len; s++)
    if (mvua_export_plan_step (plan, s) == step)
      return TRUE;
  return FALSE;
}

/* A bucket at a step that is not wanted for itself. */
static gpointer
use_key (guint member, int step)
{
  return GUINT_TO_POINTER (member << 16 | (guint) step);
}

static void
use_bucket (MvuaExportWork *work, guint member, int step)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&work->mutex);

  if (!is_wanted (work->plan, step))
    g_hash_table_add (work->used, use_key (member, step));
}

/* A store of an earlier version has no table: what comes from now on is in it. */
static gboolean
take_over (MvuaExportWork *work, GError **error)
{
  if (!mvua_zarr_reader_has_file (work->base->reader, MVUA_ORIGINS_FILE))
    return TRUE;
  gsize n = 0;
  char *text =
      mvua_zarr_reader_load_file (work->base->reader, MVUA_ORIGINS_FILE, &n, error);
  if (text == NULL)
    return FALSE;
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, n);
  g_autoptr (MvuaOrigins) had = mvua_origins_parse (bytes, error);
  if (had == NULL)
    return FALSE;

  g_autoptr (GArray) rows = mvua_origins_list (had);
  for (guint i = 0; i < rows->len; i++)
    {
      const MvuaOrigin *origin = &g_array_index (rows, MvuaOrigin, i);
      const int member = find_member (work->plan, origin->member);

      mvua_origins_put (work->origins, origin);
      if (member >= 0 && origin->variable == work->plan->rain)
        use_bucket (work, (guint) member, origin->step);
    }
  return TRUE;
}

gboolean
mvua_export_work_begin_origins (MvuaExportWork *work, GError **error)
{
  work->origins = mvua_origins_new ();
  work->used = g_hash_table_new (g_direct_hash, g_direct_equal);
  if (work->base != NULL && !take_over (work, error))
    return FALSE;
  g_array_unref (mvua_origins_take_changed (work->origins));
  mvua_loader_set_origins (work->loader, work->origins);
  return TRUE;
}

void
mvua_export_work_watch (MvuaExportWork *work,
                        guint member,
                        guint step,
                        const float *values,
                        const MvuaRainClamps *clamps)
{
  const MvuaExportPlan *plan = work->plan;

  mvua_origins_watch (work->origins, mvua_export_work_variable_at_hand (work),
                      mvua_export_plan_member (plan, member),
                      mvua_export_plan_step (plan, work->first + step), values,
                      plan->n_points, clamps);
}

void
mvua_export_work_use_day (MvuaExportWork *work, guint member, MvuaHours day)
{
  const MvuaExportPlan *plan = work->plan;
  g_autoptr (GArray) steps = mvua_rain_window_steps (
      work->loader, plan->rain, mvua_export_plan_member (plan, member), day);

  for (guint i = 0; i < steps->len; i++)
    use_bucket (work, member, g_array_index (steps, int, i));
}

/* Whether a bucket is the first half of one that the rain of 3 h was made of. */
static gboolean
is_first_half (MvuaExportWork *work, const MvuaOrigin *origin)
{
  MvuaOrigin next;

  return mvua_origins_lookup (work->origins, origin->variable, origin->member,
                              origin->step + STEP_HOURS, &next) &&
         next.is_field && next.start < origin->step;
}

/* A walk through the rain reads more buckets than in the end are a part of anything; how
 * many depends on whether it went through all of the steps. */
static void
drop_unused (MvuaExportWork *work)
{
  const MvuaExportPlan *plan = work->plan;
  g_autoptr (GArray) rows = mvua_origins_list (work->origins);

  for (guint i = 0; plan->rain != NULL && i < rows->len; i++)
    {
      const MvuaOrigin *origin = &g_array_index (rows, MvuaOrigin, i);
      const int member = find_member (plan, origin->member);

      if (origin->variable == plan->rain && member >= 0 &&
          !is_wanted (plan, origin->step) && !is_first_half (work, origin) &&
          !g_hash_table_contains (work->used, use_key ((guint) member, origin->step)))
        mvua_origins_remove (work->origins, origin->variable, origin->member,
                             origin->step);
    }
}

/*
 * In the journal of an export, a note of a unit is a table of its rows as a Parquet file
 * in base64, and another the buckets that are a part of days: "0:3 1:3".
 */
#define ROWS_NOTE "fields"
#define USED_NOTE "used"

static gboolean
log_used (MvuaExportWork *work, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, work->used);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_string_append_printf (text, "%s%u:%u", text->len > 0 ? " " : "",
                            GPOINTER_TO_UINT (key) >> 16,
                            GPOINTER_TO_UINT (key) & 0xffff);
  return text->len == 0 || mvua_export_log_note (work->log, USED_NOTE, text->str, error);
}

gboolean
mvua_export_work_log_origins (MvuaExportWork *work, GError **error)
{
  g_autoptr (GArray) rows = mvua_origins_take_changed (work->origins);

  if (work->log == NULL || rows->len == 0)
    return TRUE;
  g_autoptr (GBytes) table = mvua_origins_format_rows (rows, error);
  if (table == NULL)
    return FALSE;
  g_autofree char *text =
      g_base64_encode (g_bytes_get_data (table, NULL), g_bytes_get_size (table));
  return mvua_export_log_note (work->log, ROWS_NOTE, text, error) &&
         (!mvua_export_work_at_rain (work) || log_used (work, error));
}

static gboolean
restore_rows (MvuaExportWork *work, const char *text, GError **error)
{
  gsize n = 0;
  guint8 *octets = g_base64_decode (text, &n);
  g_autoptr (GBytes) table = g_bytes_new_take (octets, n);
  g_autoptr (MvuaOrigins) rows = mvua_origins_parse (table, error);

  if (rows == NULL)
    return FALSE;
  mvua_origins_put_all (work->origins, rows);
  return TRUE;
}

static gboolean
restore_used (MvuaExportWork *work, const char *text, GError **error)
{
  g_auto (GStrv) pairs = g_strsplit (text, " ", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], ":", 2);
      guint64 member = 0, step = 0;

      if (g_strv_length (pair) != 2 ||
          !g_ascii_string_to_unsigned (pair[0], 10, 0, work->plan->members->len - 1,
                                       &member, error) ||
          !g_ascii_string_to_unsigned (pair[1], 10, 0, G_MAXINT16, &step, error))
        return FALSE;
      use_bucket (work, (guint) member, (int) step);
    }
  return TRUE;
}

gboolean
mvua_export_work_restore_origins (MvuaExportWork *work, GError **error)
{
  static const struct
  {
    const char *kind;
    gboolean (*restore) (MvuaExportWork *work, const char *text, GError **error);
  } kinds[] = { { ROWS_NOTE, restore_rows }, { USED_NOTE, restore_used } };

  for (guint k = 0; work->log != NULL && k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GPtrArray) notes = mvua_export_log_get_notes (work->log, kinds[k].kind);

      for (guint i = 0; i < notes->len; i++)
        {
          g_autoptr (GError) local_error = NULL;

          if (kinds[k].restore (work, g_ptr_array_index (notes, i), &local_error))
            continue;
          g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                       "The journal in %s is not one that this version reads: %s",
                       work->part, local_error != NULL ? local_error->message : "");
          return FALSE;
        }
    }
  g_array_unref (mvua_origins_take_changed (work->origins));
  return TRUE;
}

/* What one group of the output tells: sums over its fields. */
typedef struct
{
  guint n_found[MVUA_N_ODDITIES];
  guint64 n_outside;
  guint64 n_negative;
} Sums;

static void
add_to_sums (Sums *sums, const MvuaOrigin *origin)
{
  for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
    sums->n_found[bit] += (origin->oddities & 1u << bit) != 0;
  sums->n_outside += origin->n_outside;
  sums->n_negative += origin->n_negative;
}

/* "t2m: 1 constant, 2 out_of_range; tp: 1 negative_rain" */
static void
add_text (GString *text, const MvuaVariable *variable, const Sums *sums)
{
  gboolean is_first = TRUE;

  for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
    if (sums->n_found[bit] > 0)
      {
        if (!is_first)
          g_string_append (text, ", ");
        else
          g_string_append_printf (text, "%s%s: ", text->len > 0 ? "; " : "",
                                  variable->name);
        g_string_append_printf (text, "%u %s", sums->n_found[bit],
                                mvua_oddity_name (bit));
        is_first = FALSE;
      }
}

static void
describe_sums (json_object *attributes, const Sums *sums, const char *by_variable)
{
  for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
    {
      g_autofree char *name =
          g_strconcat (MVUA_PHYSICS_PREFIX "n_fields_", mvua_oddity_name (bit), NULL);
      mvua_attribute_int (attributes, name, sums->n_found[bit]);
    }
  mvua_attribute_int (attributes, MVUA_PHYSICS_PREFIX "n_values_out_of_range",
                      (gint64) sums->n_outside);
  mvua_attribute_int (attributes, MVUA_PHYSICS_PREFIX "n_values_negative_rain",
                      (gint64) sums->n_negative);
  mvua_attribute_text (attributes, MVUA_PHYSICS_PREFIX "by_variable",
                       by_variable[0] != '\0' ? by_variable : "nothing odd");
  mvua_attribute_text (attributes, MVUA_PHYSICS_PREFIX "comment", COMMENT);
}

/* @member: (nullable): %NULL for all */
static void
describe_group (const MvuaExportWork *work,
                const GArray *rows,
                const MvuaMember *member,
                json_object *attributes)
{
  const GPtrArray *variables = work->plan->variables;
  g_autoptr (GString) text = g_string_new (NULL);
  Sums all = { 0 };

  for (guint v = 0; v < variables->len; v++)
    {
      const MvuaVariable *variable = g_ptr_array_index (variables, v);
      Sums sums = { 0 };

      for (guint i = 0; i < rows->len; i++)
        {
          const MvuaOrigin *origin = &g_array_index (rows, MvuaOrigin, i);
          if (origin->variable != variable ||
              (member != NULL && mvua_member_compare (origin->member, *member) != 0))
            continue;
          add_to_sums (&sums, origin);
          add_to_sums (&all, origin);
        }
      add_text (text, variable, &sums);
    }
  describe_sums (attributes, &all, text->str);
}

/* At the root: each member's own, where each is a store. */
static void
describe_output (MvuaExportWork *work, const GArray *rows)
{
  const MvuaExportPlan *plan = work->plan;
  const GPtrArray *groups = work->schema->groups;
  const gboolean is_split = plan->options->layout == MVUA_EXPORT_MEMBERS;

  for (guint g = 0; g < (is_split ? groups->len : 1); g++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (groups, g);
      MvuaMember member = { 0 };
      const gboolean is_member = mvua_member_from_name (group->path, &member);

      describe_group (work, rows, is_member ? &member : NULL, group->attributes);
    }
}

static void
report_row (MvuaExportReport *report, const MvuaOrigin *origin)
{
  const MvuaFinding finding = { .variable = origin->variable,
                                .member = origin->member,
                                .step = origin->step,
                                .oddities = origin->oddities,
                                .equal_to = origin->equal_to,
                                .n_outside = origin->n_outside,
                                .n_negative = origin->n_negative };

  report->n_implausible += origin->n_outside;
  if (origin->oddities == 0)
    return;
  g_array_append_val (report->findings, finding);
  for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
    report->n_found[bit] += (origin->oddities & 1u << bit) != 0;
  report->n_rain_suspect += (origin->oddities & MVUA_ODDITY_RAIN) != 0;
}

void
mvua_export_work_finish_origins (MvuaExportWork *work)
{
  drop_unused (work);
  mvua_origins_settle (work->origins);

  g_autoptr (GArray) rows = mvua_origins_list (work->origins);
  for (guint i = 0; i < rows->len; i++)
    report_row (work->report, &g_array_index (rows, MvuaOrigin, i));
  describe_output (work, rows);
  work->schema->origins = work->origins;
}
