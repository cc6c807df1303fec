/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-order.h"

#include "mvua-crc32c.h"
#include "mvua-json-text.h"
#include "mvua-noaa.h"
#include "mvua-steps.h"

#include <string.h>

void
mvua_export_order_free (MvuaExportOrder *self)
{
  g_free (self->version);
  g_free (self->target);
  g_free (self->source);
  g_free (self->base_url);
  g_free (self->product);
  g_free (self->base);
  mvua_export_options_clear (&self->asked);
  mvua_export_options_clear (&self->settled);
  g_ptr_array_unref (self->files);
  g_free (self);
}

/* "noaa:20250918/00", whatever it was asked for as; of files the absolute path. */
static char *
dup_source (const MvuaEnsemble *ensemble)
{
  const char *path = mvua_ensemble_get_path (ensemble);
  const MvuaRun run = mvua_ensemble_get_run (ensemble);
  char date[MVUA_RUN_TEXT_SIZE];

  if (!mvua_noaa_is_source (path))
    return g_canonicalize_filename (path, NULL);
  g_auto (GStrv) parts = g_strsplit (mvua_run_date (run, date), "-", -1);
  g_autofree char *digits = g_strjoinv ("", parts);
  return g_strdup_printf ("noaa:%s/%02d", digits, mvua_run_hour (run));
}

/* Without the folder that all of them are in. */
static const char *
name_of (const MvuaEnsemble *ensemble, guint file)
{
  const char *path = mvua_ensemble_get_path (ensemble);
  const char *name = mvua_ensemble_get_file (ensemble, file);

  if (!g_str_has_prefix (name, path))
    return name;
  name += strlen (path);
  while (*name == '/')
    name++;
  return name;
}

/* (transfer full): by index, whether a file has any field of the plan */
static gboolean *
find_files (const MvuaExportPlan *plan)
{
  gboolean *is_read = g_new0 (gboolean, mvua_ensemble_get_n_files (plan->ensemble) + 1);

  for (guint m = 0; m < plan->members->len; m++)
    for (guint v = 0; v < plan->variables->len; v++)
      for (guint s = 0; s < plan->steps->len; s++)
        {
          guint n = 0;
          const MvuaReference *found = mvua_ensemble_find (
              plan->ensemble, g_ptr_array_index (plan->variables, v),
              mvua_export_plan_member (plan, m), mvua_export_plan_step (plan, s), &n);
          for (guint i = 0; i < n; i++)
            is_read[found[i].file] = TRUE;
        }
  return is_read;
}

static void
list_files (MvuaExportOrder *self, const MvuaExportPlan *plan)
{
  g_autofree gboolean *is_read = find_files (plan);
  const guint n = mvua_ensemble_get_n_files (plan->ensemble);

  for (guint f = 0; f < n; f++)
    if (is_read[f])
      {
        g_ptr_array_add (self->files, g_strdup (name_of (plan->ensemble, f)));
        g_ptr_array_add (self->files, mvua_ensemble_dup_mark (plan->ensemble, f));
      }
}

static MvuaExportOptions
settle (const MvuaExportPlan *plan)
{
  MvuaExportOptions settled = mvua_export_options_copy (plan->options);

  g_clear_pointer (&settled.members, g_array_unref);
  g_clear_pointer (&settled.variables, g_ptr_array_unref);
  g_clear_pointer (&settled.steps, g_array_unref);
  settled.members = g_array_ref (plan->members);
  settled.variables = g_ptr_array_ref (plan->variables);
  settled.steps = g_array_ref (plan->steps);
  return settled;
}

static const char *
url_of (const MvuaEnsemble *ensemble)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (ensemble);

  return remote != NULL ? mvua_bucket_get_base_url (mvua_remote_get_bucket (remote))
                        : NULL;
}

MvuaExportOrder *
mvua_export_order_new (const MvuaExportPlan *plan,
                       const MvuaExportBase *base,
                       const char *target)
{
  MvuaExportOrder *self = g_new0 (MvuaExportOrder, 1);
  const MvuaEnsemble *ensemble = plan->ensemble;

  self->version = g_strdup (MVUA_VERSION);
  self->target = g_canonicalize_filename (target, NULL);
  self->source = dup_source (ensemble);
  self->base_url = g_strdup (url_of (ensemble));
  self->run = mvua_ensemble_get_run (ensemble);
  self->product = g_strdup (mvua_ensemble_get_product (ensemble));
  self->is_demo = mvua_ensemble_is_demo (ensemble);
  self->begun = plan->created;
  self->overwrite = plan->options->overwrite;
  self->is_top_up = base != NULL;
  self->base = base != NULL ? mvua_export_base_dup_mark (base) : NULL;
  self->block = plan->block;
  self->asked = mvua_export_options_copy (plan->options);
  self->settled = settle (plan);
  self->files = g_ptr_array_new_with_free_func (g_free);
  list_files (self, plan);
  return self;
}

static void
add_text (json_object *json, const char *name, const char *text)
{
  json_object_object_add (json, name,
                          text != NULL ? json_object_new_string (text) : NULL);
}

/* (transfer full): what is asked for besides a store; its numbers are this version's */
static json_object *
format_rest (const MvuaExportOptions *options)
{
  const MvuaExportRest *rest = &options->rest;
  json_object *json = json_object_new_object ();
  g_autofree char *steps = rest->steps != NULL ? mvua_steps_format (rest->steps) : NULL;
  g_autoptr (GString) variables = g_string_new (NULL);

  for (guint i = 0; rest->variables != NULL && i < rest->variables->len; i++)
    g_string_append_printf (
        variables, "%s%s", i > 0 ? "," : "",
        ((const MvuaVariable *) g_ptr_array_index (rest->variables, i))->name);
  json_object_object_add (json, "only_statistics",
                          json_object_new_boolean (options->only_statistics));
  json_object_object_add (json, "wanted", json_object_new_boolean (rest->is_wanted));
  json_object_object_add (json, "form", json_object_new_int ((int) rest->form));
  json_object_object_add (json, "urls", json_object_new_int ((int) rest->urls));
  add_text (json, "variables", rest->variables != NULL ? variables->str : NULL);
  add_text (json, "steps", steps);
  return json;
}

json_object *
mvua_export_order_format (const MvuaExportOrder *self)
{
  json_object *json = json_object_new_object ();
  g_autofree char *asked = mvua_export_record_format (&self->asked);
  g_autofree char *settled = mvua_export_record_format (&self->settled);

  add_text (json, "version", self->version);
  add_text (json, "target", self->target);
  add_text (json, "source", self->source);
  add_text (json, "base_url", self->base_url);
  json_object_object_add (json, "run", json_object_new_int64 (self->run));
  add_text (json, "product", self->product);
  json_object_object_add (json, "demo", json_object_new_boolean (self->is_demo));
  json_object_object_add (json, "begun", json_object_new_int64 (self->begun));
  json_object_object_add (json, "overwrite", json_object_new_boolean (self->overwrite));
  json_object_object_add (json, "top_up", json_object_new_boolean (self->is_top_up));
  add_text (json, "base", self->base);
  json_object_object_add (json, "block", json_object_new_int64 (self->block));
  json_object_object_add (json, "rest", format_rest (&self->asked));
  add_text (json, "asked", g_strchomp (asked));
  add_text (json, "settled", g_strchomp (settled));
  return json;
}

static gboolean
parse_rest (json_object *json, MvuaExportOptions *options)
{
  MvuaExportRest *rest = &options->rest;
  const char *variables = mvua_json_text (json, "variables");
  const char *steps = mvua_json_text (json, "steps");

  options->only_statistics = mvua_json_int (json, "only_statistics") != 0;
  rest->is_wanted = mvua_json_int (json, "wanted") != 0;
  rest->form = (MvuaRefForm) mvua_json_int (json, "form");
  rest->urls = (MvuaRefUrlForm) mvua_json_int (json, "urls");
  if (variables != NULL)
    rest->variables = mvua_variable_list_parse (variables, NULL);
  if (steps != NULL)
    rest->steps = mvua_steps_parse (steps, 3, NULL);
  return json != NULL && (variables == NULL) == (rest->variables == NULL) &&
         (steps == NULL) == (rest->steps == NULL);
}

static gboolean
take_options (json_object *json, const char *name, MvuaExportOptions *options)
{
  const char *text = mvua_json_text (json, name);

  return text != NULL && mvua_export_record_parse (text, options, NULL);
}

MvuaExportOrder *
mvua_export_order_parse (const char *text)
{
  json_object *json = json_tokener_parse (text);
  g_autoptr (MvuaExportOrder) self = g_new0 (MvuaExportOrder, 1);

  self->files = g_ptr_array_new_with_free_func (g_free);
  self->version = g_strdup (mvua_json_text (json, "version"));
  self->target = g_strdup (mvua_json_text (json, "target"));
  self->source = g_strdup (mvua_json_text (json, "source"));
  self->base_url = g_strdup (mvua_json_text (json, "base_url"));
  self->run = mvua_json_int (json, "run");
  self->product = g_strdup (mvua_json_text (json, "product"));
  self->is_demo = mvua_json_int (json, "demo") != 0;
  self->begun = mvua_json_int (json, "begun");
  self->overwrite = mvua_json_int (json, "overwrite") != 0;
  self->is_top_up = mvua_json_int (json, "top_up") != 0;
  self->base = g_strdup (mvua_json_text (json, "base"));
  self->block = (guint) CLAMP (mvua_json_int (json, "block"), 0, G_MAXINT);
  const gboolean ok = take_options (json, "asked", &self->asked) &&
                      take_options (json, "settled", &self->settled) &&
                      parse_rest (mvua_json_get (json, "rest"), &self->asked) &&
                      parse_rest (mvua_json_get (json, "rest"), &self->settled) &&
                      self->settled.members != NULL && self->settled.variables != NULL &&
                      self->settled.steps != NULL && self->block > 0;
  json_object_put (json);
  if (!ok || self->version == NULL || self->target == NULL || self->source == NULL ||
      self->product == NULL)
    return NULL;
  self->asked.overwrite = self->settled.overwrite = self->overwrite;
  return g_steal_pointer (&self);
}

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "%s; the export cannot be resumed",
               text);
  return FALSE;
}

static gboolean
check_files (const MvuaExportOrder *self, const MvuaEnsemble *ensemble, GError **error)
{
  g_autoptr (GHashTable) there = g_hash_table_new (g_str_hash, g_str_equal);
  const guint n = mvua_ensemble_get_n_files (ensemble);

  for (guint f = 0; f < n; f++)
    g_hash_table_insert (there, (gpointer) name_of (ensemble, f), GUINT_TO_POINTER (f));
  for (guint i = 0; i + 1 < self->files->len; i += 2)
    {
      const char *name = g_ptr_array_index (self->files, i);
      const char *was = g_ptr_array_index (self->files, i + 1);
      gpointer file = NULL;

      if (!g_hash_table_lookup_extended (there, name, NULL, &file))
        return refuse (error, "%s does not have %s any more",
                       mvua_ensemble_get_path (ensemble), name);
      g_autofree char *is = mvua_ensemble_dup_mark (ensemble, GPOINTER_TO_UINT (file));
      if (was[0] != '\0' && is[0] != '\0' && strcmp (is, was) != 0)
        return refuse (error, "%s in %s is not what it was when the export began", name,
                       mvua_ensemble_get_path (ensemble));
    }
  return TRUE;
}

static gboolean
has_same_rest (const MvuaExportOptions *a, const MvuaExportOptions *b)
{
  json_object *one = format_rest (a);
  json_object *other = format_rest (b);
  const gboolean is_same = json_object_equal (one, other);

  json_object_put (one);
  json_object_put (other);
  return is_same;
}

static gboolean
check_options (const MvuaExportOrder *self,
               const MvuaExportOptions *options,
               GError **error)
{
  g_autofree char *option = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *was = NULL;

  if (options == NULL)
    return TRUE;
  if (!has_same_rest (options, &self->asked))
    return refuse (error, "What is decoded, and what stays references (--decode, --rest, "
                          "--url), is not what it was begun with");
  if (mvua_export_record_equal (options, &self->asked, &option, &asked, &was))
    return TRUE;
  return refuse (error, "--%s %s is not what it was begun with: --%s %s", option, asked,
                 option, was);
}

gboolean
mvua_export_order_check (const MvuaExportOrder *self,
                         const MvuaEnsemble *ensemble,
                         const MvuaExportOptions *options,
                         const MvuaExportBase *base,
                         GError **error)
{
  char was[MVUA_RUN_TEXT_SIZE], is[MVUA_RUN_TEXT_SIZE];
  g_autofree char *mark = base != NULL ? mvua_export_base_dup_mark (base) : NULL;
  const char *path = mvua_ensemble_get_path (ensemble);

  if (strcmp (self->version, MVUA_VERSION) != 0)
    return refuse (error, "It was begun by mvua %s, and this is %s", self->version,
                   MVUA_VERSION);
  if (self->run != mvua_ensemble_get_run (ensemble))
    return refuse (error, "It is of the run %s, and %s of %s",
                   mvua_run_label (self->run, was), path,
                   mvua_run_label (mvua_ensemble_get_run (ensemble), is));
  if (strcmp (self->product, mvua_ensemble_get_product (ensemble)) != 0 ||
      self->is_demo != mvua_ensemble_is_demo (ensemble))
    return refuse (error, "%s is another source than it was begun from, %s", path,
                   self->source);
  if (self->is_top_up != (base != NULL))
    return refuse (error, "It was begun %s --top-up",
                   self->is_top_up ? "with" : "without");
  if (g_strcmp0 (mark, self->base) != 0)
    return refuse (error, "%s is not what it was when the top-up began", self->target);
  return check_options (self, options, error) && check_files (self, ensemble, error);
}
