/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "export-decode.h"

#include "mvua-cli.h"

#include <string.h>

G_GNUC_PRINTF (2, 3)
static gboolean
usage_error (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_USAGE, text);
  return FALSE;
}

static gboolean
parse_form (const char *text, MvuaRefForm *form, GError **error)
{
  static const struct
  {
    const char *name;
    MvuaRefForm form;
  } forms[] = {
    { "refs", MVUA_REF_JSON },
    { "par", MVUA_REF_TABLE },
    { "parq", MVUA_REF_FOLDER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (text, forms[i].name) == 0)
      {
        *form = forms[i].form;
        return TRUE;
      }
  return usage_error (error, "“%s” is not for --rest; expected refs, par, parq", text);
}

/* Steps are digits; names of variables begin with a letter. */
static gboolean
sort_words (const char *text, gboolean *stats, GString *variables, GString *steps)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = g_strstrip (words[i]);
      GString *list = g_ascii_isdigit (word[0]) ? steps : variables;

      if (word[0] == '\0')
        return FALSE;
      if (strcmp (word, "stats") == 0)
        *stats = TRUE;
      else
        g_string_append_printf (list, "%s%s", list->len > 0 ? "," : "", word);
    }
  return TRUE;
}

static gboolean
has_step (const GArray *steps, int step)
{
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    if (g_array_index (steps, int, i) == step)
      return TRUE;
  return steps == NULL;
}

static gboolean
take_variables (MvuaExportOptions *options, const char *text, GError **error)
{
  g_autoptr (GPtrArray) named = mvua_variable_list_parse (text, error);

  if (named == NULL)
    return FALSE;
  for (guint i = 0; options->variables != NULL && i < named->len; i++)
    if (!g_ptr_array_find (options->variables, g_ptr_array_index (named, i), NULL))
      return usage_error (error, "--decode has %s, which --variables leaves out",
                          ((const MvuaVariable *) g_ptr_array_index (named, i))->name);
  g_clear_pointer (&options->variables, g_ptr_array_unref);
  options->variables = g_steal_pointer (&named);
  return TRUE;
}

static gboolean
take_steps (MvuaExportOptions *options, const char *text, GError **error)
{
  g_autoptr (GArray) named = mvua_steps_parse (text, 3, error);

  if (named == NULL)
    return FALSE;
  for (guint i = 0; i < named->len; i++)
    if (!has_step (options->steps, g_array_index (named, int, i)))
      return usage_error (error, "--decode has %d h, which --steps leaves out",
                          g_array_index (named, int, i));
  g_clear_pointer (&options->steps, g_array_unref);
  options->steps = g_steal_pointer (&named);
  return TRUE;
}

static gboolean
take_decode (MvuaExportOptions *options, const char *text, GError **error)
{
  g_autoptr (GString) variables = g_string_new (NULL);
  g_autoptr (GString) steps = g_string_new (NULL);

  if (!sort_words (text, &options->only_statistics, variables, steps))
    return usage_error (error,
                        "“%s” is not for --decode; expected stats, variables such as t2m "
                        "and steps such as 0-72, in a list",
                        text);
  return (variables->len == 0 || take_variables (options, variables->str, error)) &&
         (steps->len == 0 || take_steps (options, steps->str, error));
}

gboolean
mvua_export_decode_parse (const char *decode,
                          const char *rest,
                          const char *url,
                          MvuaExportOptions *options,
                          GError **error)
{
  if (rest == NULL)
    return (decode == NULL && url == NULL) ||
           usage_error (error,
                        decode != NULL
                            ? "--decode says what is decoded; what becomes of the rest "
                              "is for --rest, such as --rest refs"
                            : "--url is for references, which are written with --rest");
  options->rest.is_wanted = TRUE;
  options->rest.variables =
      options->variables != NULL ? g_ptr_array_ref (options->variables) : NULL;
  options->rest.steps = options->steps != NULL ? g_array_ref (options->steps) : NULL;
  return parse_form (rest, &options->rest.form, error) &&
         (url == NULL || mvua_cli_parse_url (url, &options->rest.urls, error)) &&
         (decode == NULL || take_decode (options, decode, error));
}
