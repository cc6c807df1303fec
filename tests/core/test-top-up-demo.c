/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A demo run that is published minute by minute, and a store that follows it. */

#include "demo-fixture.h"
#include "mvua-export.h"
#include "mvua-file-table.h"
#include "mvua-steps.h"
#include "mvua-top-up.h"

#define N_MEMBERS 3
#define LAST 30

/* Fields of t2m, cape and tp, which has none at the first step. */
#define N_FIELDS (N_MEMBERS * (3 * (LAST / 3 + 1) - 1))

static void
publish (const Fixture *self, const char *to, guint member, int step)
{
  g_autofree char *id = g_strdup_printf ("gep%02u", member);
  g_autofree char *data = data_name (id, step);
  g_autofree char *name = g_path_get_basename (data);
  static const char *const endings[] = { "", ".idx" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *source = g_strconcat (data, endings[i], NULL);
      g_autofree char *target = g_strconcat (to, "/", name, endings[i], NULL);
      gsize n = 0;
      g_autofree char *bytes = read_all (self->directory, source, &n);
      g_assert_true (g_file_set_contents (target, bytes, (gssize) n, NULL));
    }
}

/* Of v2 members and steps are asked for by name: what has not come yet is a gap. */
static MvuaExportOptions
new_options (MvuaExportFormat format)
{
  MvuaExportOptions options = mvua_export_options_new ();

  options.format = format;
  options.variables = mvua_variable_list_parse ("t2m,tp,cape", NULL);
  if (format == MVUA_EXPORT_ZARR2)
    {
      options.members = mvua_member_list_parse ("gep01-gep03", NULL);
      options.steps = mvua_steps_parse ("0-30", 3, NULL);
    }
  return options;
}

/* Exports, or adds to what there is. */
static void
follow (const char *source,
        const char *store,
        MvuaExportFormat format,
        gboolean is_first,
        MvuaExportReport *report)
{
  g_auto (MvuaExportOptions) options = new_options (format);
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaEnsemble) ensemble = mvua_ensemble_open (source, NULL, NULL, &error);

  g_assert_no_error (error);
  mvua_export_report_clear (report);
  if (is_first)
    g_assert_true (
        mvua_export_run (ensemble, store, &options, NULL, NULL, report, NULL, &error));
  else
    g_assert_true (
        mvua_top_up_run (ensemble, store, NULL, NULL, NULL, report, NULL, &error));
  g_assert_no_error (error);
}

/* Files come step by step, the members of a step out of order and one step of one member
 * late; after each the store has what is there, never says that it is all, and in the end
 * is to the byte an export of the whole. */
static void
test_minutes (Fixture *self, gconstpointer data)
{
  static const guint order[] = { 2, 1, 3 };
  const MvuaExportFormat format = (MvuaExportFormat) GPOINTER_TO_INT (data);
  g_autofree char *source = g_build_filename (self->root, "now", NULL);
  g_autofree char *store = g_build_filename (self->root, "a.zarr", NULL);
  g_autofree char *fresh = g_build_filename (self->root, "b.zarr", NULL);
  g_auto (MvuaExportReport) report = { 0 };
  guint n_own = 0, n_there = 0, n_minutes = 0;

  self->options.count = N_MEMBERS;
  self->options.steps = "0-30";
  make (&self->options);
  g_assert_cmpint (g_mkdir (source, 0777), ==, 0);
  for (int step = 0; step <= LAST + 3; step += 3)
    for (guint i = 0; i < G_N_ELEMENTS (order); i++)
      {
        const gboolean is_late = order[i] == 1 && step == 12;
        const gboolean is_last = step > LAST;

        if (is_late || (is_last && i > 0))
          continue;
        publish (self, source, is_last ? 1 : order[i], is_last ? 12 : step);
        n_there += step == 0 ? 2 : 3;
        follow (source, store, format, n_minutes++ == 0, &report);
        n_own += report.n_decoded - report.n_buckets_besides;
        g_assert_cmpuint (report.n_fields - report.gaps->len, ==, n_there);
        g_assert_cmpuint (report.n_kept, ==, n_there - (step == 0 ? 2 : 3));
        g_assert_true (is_last == (report.gaps->len == 0 && n_there == N_FIELDS));
        if (format == MVUA_EXPORT_ZARR2)
          g_assert_cmpuint (report.gaps->len, ==, N_FIELDS - n_there);
        g_assert_cmpint (mvua_file_table_verify (store, NULL, NULL, NULL, NULL, NULL), ==,
                         0);
      }
  /* The late file is a second half: no message was decoded twice as a field's own. */
  g_assert_cmpuint (n_minutes, ==, N_MEMBERS * (LAST / 3 + 1));
  g_assert_cmpuint (n_own, ==, N_FIELDS);

  follow (source, fresh, format, TRUE, &report);
  gsize n = 0;
  g_autofree char *found = read_all (store, ".mvua/files", &n);
  g_autofree char *expected = read_all (fresh, ".mvua/files", &n);
  g_assert_cmpstr (found, ==, expected);
  follow (source, store, format, FALSE, &report);
  g_assert_true (report.is_unchanged);
  g_assert_cmpuint (report.n_decoded, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SOURCE_DATE_EPOCH", "1758153600", TRUE);
  g_test_add ("/top-up-demo/v2", Fixture, GINT_TO_POINTER (MVUA_EXPORT_ZARR2), set_up,
              test_minutes, tear_down);
  g_test_add ("/top-up-demo/v3", Fixture, GINT_TO_POINTER (MVUA_EXPORT_ZARR3), set_up,
              test_minutes, tear_down);
  return g_test_run ();
}
