/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-refs-plan.h"

#include "mvua-coverage.h"
#include "mvua-pool.h"

/* The fields of one file, whose index tells where they lie. */
typedef struct
{
  guint32 file;
  guint32 field;
} Wanted;

typedef struct
{
  MvuaRefsPlan *plan;
  const GArray *wanted; /* of Wanted, by file */
  const GArray *firsts; /* of guint: where in @wanted a file begins, and the end */
  const MvuaReading *reading;
  MvuaRefsProgress progress;
  gpointer data;
  GThread *caller;
  gint n_done;
} Locating;

void
mvua_refs_plan_free (MvuaRefsPlan *self)
{
  for (gsize i = 0; self->fields != NULL && i < self->n_fields; i++)
    g_free (self->fields[i].complaint);
  g_free (self->fields);
  g_clear_pointer (&self->export, mvua_export_plan_free);
  mvua_export_options_clear (&self->options);
  g_free (self);
}

MvuaRefsField *
mvua_refs_plan_get (const MvuaRefsPlan *self, guint member, guint step, guint variable)
{
  const MvuaExportPlan *plan = self->export;

  return &self->fields[((gsize) member * plan->steps->len + step) * plan->variables->len +
                       variable];
}

/* As many as there are, whether or not a pool of threads is there to decode them. */
static MvuaExportOptions
make_options (const MvuaEnsemble *ensemble, const MvuaRefsOptions *options)
{
  MvuaExportOptions all = mvua_export_options_new ();

  all.region = (MvuaRegion){ .whole = TRUE };
  all.layout = MVUA_EXPORT_TREE;
  g_array_set_size (all.statistics, 0);
  g_array_set_size (all.thresholds, 0);
  g_array_set_size (all.daily_thresholds, 0);
  all.members = options->members != NULL ? g_array_ref (options->members) : NULL;
  all.variables = options->variables != NULL ? g_ptr_array_ref (options->variables)
                                             : mvua_variable_list_parse ("all", NULL);
  all.steps = options->steps != NULL ? g_array_ref (options->steps)
              : mvua_ensemble_is_published_run (ensemble)
                  ? mvua_ensemble_expected_steps (ensemble)
                  : NULL;
  return all;
}

/* Of several windows that end at a step the shortest, as when it is decoded; of copies
 * the first.  A reference names a message, of which the first field is taken. */
static void
choose_reference (
    MvuaRefsPlan *self, MvuaRefsField *field, guint member, guint step, guint v)
{
  const MvuaExportPlan *plan = self->export;
  const MvuaVariable *variable = g_ptr_array_index (plan->variables, v);
  const MvuaMember who = mvua_export_plan_member (plan, member);
  const int hours = mvua_export_plan_step (plan, step);
  guint n = 0;
  const MvuaReference *found =
      mvua_ensemble_find (self->ensemble, variable, who, hours, &n);

  if (found == NULL)
    {
      field->status = mvua_ensemble_absence_status (self->ensemble, variable, who, hours,
                                                    &field->complaint);
      return;
    }
  guint at = n - 1;
  while (at > 0 && found[at - 1].start == found[n - 1].start)
    at--;
  field->reference = found[at];
}

/* What cannot be referred to though its place is known. */
static void
check_field (const MvuaRefsPlan *self, MvuaRefsField *field)
{
  const MvuaReference *reference = &field->reference;
  const char *path = mvua_ensemble_get_file (self->ensemble, reference->file);

  if (field->status != MVUA_STATUS_OK || reference->offset == MVUA_OFFSET_UNKNOWN)
    return;
  if (reference->length == 0)
    {
      field->status = MVUA_STATUS_MISSING;
      field->complaint =
          g_strdup_printf ("%s at offset %" G_GUINT64_FORMAT
                           ": the index lists it, and the file ends before it does",
                           path, reference->offset);
    }
  else if (reference->submessage > 0)
    {
      field->status = MVUA_STATUS_REJECTED;
      field->complaint = g_strdup_printf (
          "%s at offset %" G_GUINT64_FORMAT
          ": it is one of several fields of a message, which a reference cannot name",
          path, reference->offset);
    }
}

static gboolean
check_source (const MvuaEnsemble *ensemble, GError **error)
{
  if (!mvua_ensemble_is_of_fields (ensemble))
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "%s is kept in stores; references are made to GRIB messages",
               mvua_ensemble_get_path (ensemble));
  return FALSE;
}

/* Made-up messages are not in NOAA's bucket, and must not be taken for what is there: of
 * a mirror that has them its own URLs are written. */
static gboolean
settle_form (MvuaEnsemble *ensemble, MvuaRefUrlForm *form, GError **error)
{
  const gboolean is_remote = mvua_ensemble_get_remote (ensemble) != NULL;

  if (!mvua_ensemble_is_demo (ensemble))
    return TRUE;
  if (*form == MVUA_REF_URL_AUTO && is_remote)
    *form = MVUA_REF_URL_HTTPS;
  if (*form != MVUA_REF_URL_S3 && (*form != MVUA_REF_URL_HTTPS || is_remote))
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "%s is made up, and is not in NOAA’s bucket: its URLs can be %s",
               mvua_ensemble_get_path (ensemble),
               is_remote ? "those of where it lies" : "relative or absolute paths");
  return FALSE;
}

MvuaRefsPlan *
mvua_refs_plan_new (MvuaEnsemble *ensemble,
                    const MvuaRefsOptions *options,
                    GError **error)
{
  MvuaRefUrlForm form = options->urls;

  if (!check_source (ensemble, error) || !settle_form (ensemble, &form, error))
    return NULL;
  g_autoptr (MvuaRefsPlan) self = g_new0 (MvuaRefsPlan, 1);

  self->ensemble = ensemble;
  self->form = form;
  self->options = make_options (ensemble, options);
  self->export = mvua_export_plan_new (ensemble, &self->options, error);
  if (self->export == NULL)
    return NULL;
  /* Rain is referred to as it was published, like everything else. */
  self->export->rain = NULL;
  self->n_fields = (gsize) self->export->members->len * self->export->steps->len *
                   self->export->variables->len;
  self->fields = g_new0 (MvuaRefsField, self->n_fields + 1);
  for (guint m = 0; m < self->export->members->len; m++)
    for (guint s = 0; s < self->export->steps->len; s++)
      for (guint v = 0; v < self->export->variables->len; v++)
        choose_reference (self, mvua_refs_plan_get (self, m, s, v), m, s, v);
  return g_steal_pointer (&self);
}

static int
compare_wanted (gconstpointer first, gconstpointer second)
{
  const Wanted *a = first;
  const Wanted *b = second;

  return a->file != b->file ? (a->file > b->file) - (a->file < b->file)
                            : (a->field > b->field) - (a->field < b->field);
}

/* Fields whose place only an index tells, by file. */
static GArray *
list_wanted (const MvuaRefsPlan *self)
{
  GArray *wanted = g_array_new (FALSE, FALSE, sizeof (Wanted));

  for (gsize i = 0; i < self->n_fields; i++)
    if (self->fields[i].status == MVUA_STATUS_OK &&
        self->fields[i].reference.offset == MVUA_OFFSET_UNKNOWN)
      {
        const Wanted one = { self->fields[i].reference.file, (guint32) i };
        g_array_append_val (wanted, one);
      }
  g_array_sort (wanted, compare_wanted);
  return wanted;
}

/* Where the fields of each file begin, and the end of the last. */
static GArray *
list_firsts (const GArray *wanted)
{
  GArray *firsts = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < wanted->len; i++)
    if (i == 0 || g_array_index (wanted, Wanted, i).file !=
                      g_array_index (wanted, Wanted, i - 1).file)
      g_array_append_val (firsts, i);
  g_array_append_val (firsts, wanted->len);
  return firsts;
}

guint
mvua_refs_plan_count_indexes (const MvuaRefsPlan *self)
{
  g_autoptr (GArray) wanted = list_wanted (self);
  g_autoptr (GArray) firsts = list_firsts (wanted);

  return firsts->len - 1;
}

/* FALSE with @error set only for what is not the file's fault. */
static gboolean
locate_field (const Locating *self, MvuaRefsField *field, GError **error)
{
  MvuaEnsemble *ensemble = self->plan->ensemble;
  const char *path = mvua_ensemble_get_file (ensemble, field->reference.file);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GArray) found =
      mvua_ensemble_locate (ensemble, &field->reference, self->reading, &local_error);

  if (found == NULL &&
      (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
       g_error_matches (local_error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE)))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (found != NULL && found->len > 0)
    {
      field->reference = g_array_index (found, MvuaReference, 0);
      return TRUE;
    }
  field->status = found != NULL ? MVUA_STATUS_NOT_PUBLISHED : MVUA_STATUS_MISSING;
  field->complaint = g_strdup_printf (found != NULL ? "%s does not have it%s" : "%s: %s",
                                      path, found != NULL ? "" : local_error->message);
  return TRUE;
}

static gboolean
locate_file (guint part, gpointer data, GError **error)
{
  Locating *self = data;
  const guint end = g_array_index (self->firsts, guint, part + 1);

  for (guint i = g_array_index (self->firsts, guint, part); i < end; i++)
    {
      const guint32 field = g_array_index (self->wanted, Wanted, i).field;
      if (!locate_field (self, &self->plan->fields[field], error))
        return FALSE;
    }
  const guint n_done = (guint) g_atomic_int_add (&self->n_done, 1) + 1;
  if (self->progress != NULL && g_thread_self () == self->caller)
    self->progress (n_done, self->firsts->len - 1, self->data);
  return TRUE;
}

gboolean
mvua_refs_plan_locate (MvuaRefsPlan *self,
                       MvuaRefsProgress progress,
                       gpointer data,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GArray) wanted = list_wanted (self);
  g_autoptr (GArray) firsts = list_firsts (wanted);
  const MvuaReading reading = { .priority = MVUA_PRIORITY_EXPORT,
                                .cancellable = cancellable };
  Locating locating = { .plan = self,
                        .wanted = wanted,
                        .firsts = firsts,
                        .reading = &reading,
                        .progress = progress,
                        .data = data,
                        .caller = g_thread_self () };

  if (firsts->len > 1)
    {
      g_autoptr (MvuaPool) pool =
          mvua_pool_new_for (mvua_ensemble_get_reader (self->ensemble), 0);
      if (!mvua_pool_run (pool, firsts->len - 1, locate_file, &locating, cancellable,
                          error))
        return FALSE;
    }
  for (gsize i = 0; i < self->n_fields; i++)
    check_field (self, &self->fields[i]);
  return TRUE;
}
