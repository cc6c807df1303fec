/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "window-fixture.h"

/* Each file of ui/ is in the program and can be used. */

#define PREFIX "/org/mvua/Mvua"

typedef struct
{
  char *class_name;  /* of the template, NULL if there is none */
  char *parent_name; /* the class that it is one of */
} Template;

static void
start_element (GMarkupParseContext *context G_GNUC_UNUSED,
               const char *element,
               const char **names,
               const char **values,
               gpointer data,
               GError **error G_GNUC_UNUSED)
{
  Template *template = data;

  if (strcmp (element, "template") != 0)
    return;
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], "class") == 0)
      template->class_name = g_strdup (values[i]);
    else if (strcmp (names[i], "parent") == 0)
      template->parent_name = g_strdup (values[i]);
}

/* A template belongs to a class of that name and parent; its class can be made, which
 * wants all of its children and callbacks to be there.  Anything else is built. */
static void
test_file (gconstpointer data)
{
  static const GMarkupParser parser = { .start_element = start_element };
  const char *path = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = g_resources_lookup_data (path, 0, &error);
  g_assert_no_error (error);

  Template template = { NULL, NULL };
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, 0, &template, NULL);
  g_assert_true (g_markup_parse_context_parse (context, g_bytes_get_data (text, NULL),
                                               (gssize) g_bytes_get_size (text), &error));
  g_assert_no_error (error);

  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  if (template.class_name == NULL)
    {
      gtk_builder_add_from_resource (builder, path, &error);
      g_assert_no_error (error);
      return;
    }
  const GType type = gtk_builder_get_type_from_name (builder, template.class_name);
  const GType parent = gtk_builder_get_type_from_name (builder, template.parent_name);
  g_assert_true (g_type_is_a (type, GTK_TYPE_WIDGET));
  g_assert_cmpuint (g_type_parent (type), ==, parent);
  g_autoptr (GTypeClass) class = g_type_class_ref (type);
  g_assert_nonnull (class);
  g_free (template.class_name);
  g_free (template.parent_name);
}

/* The style sheet has no line that GTK does not understand. */
static void
on_css_error (GtkCssProvider *provider G_GNUC_UNUSED,
              GtkCssSection *section,
              const GError *error,
              gpointer data)
{
  int *n_errors = data;
  g_autofree char *where = gtk_css_section_to_string (section);
  g_test_message ("%s: %s", where, error->message);
  *n_errors += 1;
}

static void
test_style_sheet (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  int n_errors = 0;

  g_signal_connect (provider, "parsing-error", G_CALLBACK (on_css_error), &n_errors);
  gtk_css_provider_load_from_resource (provider, PREFIX "/style.css");
  g_assert_cmpint (n_errors, ==, 0);
}

static void
add_files (const char *folder)
{
  g_auto (GStrv) names = g_resources_enumerate_children (folder, 0, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (folder, "/", names[i], NULL);
      if (g_str_has_suffix (names[i], "/"))
        {
          path[strlen (path) - 1] = '\0';
          add_files (path);
        }
      else if (g_str_has_suffix (names[i], ".ui"))
        {
          g_autofree char *name = g_strconcat ("/ui", path + strlen (PREFIX), NULL);
          g_test_add_data_func_full (name, g_steal_pointer (&path), test_file, g_free);
        }
    }
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_test_add_func ("/ui/style-sheet", test_style_sheet);
  add_files (PREFIX);
  return g_test_run ();
}
