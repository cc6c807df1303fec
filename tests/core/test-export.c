/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Exports of a small demo: what is written, refused, and left behind. */

#include "mvua-demo.h"
#include "mvua-export-estimate.h"
#include "mvua-export.h"
#include "mvua-file-table.h"
#include "mvua-steps.h"

#include <glib/gstdio.h>
#include <string.h>

static char *scratch;
static MvuaEnsemble *demo;

/* A folder and all below it. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_remove (path);
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static gboolean
run_export (const char *name,
            const MvuaExportOptions *options,
            MvuaExportReport *report,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *target = g_build_filename (scratch, "out", name, NULL);

  return mvua_export_run (demo, target, options, NULL, NULL, report, cancellable, error);
}

static MvuaExportOptions
few_options (const char *variables, const char *steps)
{
  MvuaExportOptions options = mvua_export_options_new ();

  options.variables = mvua_variable_list_parse (variables, NULL);
  options.steps = steps ? mvua_steps_parse (steps, 3, NULL) : NULL;
  g_assert_nonnull (options.variables);
  return options;
}

static void
assert_intact (const char *name)
{
  g_autofree char *path = g_build_filename (scratch, "out", name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mvua_file_table_verify (path, NULL, NULL, NULL, NULL, &error), ==, 0);
  g_assert_no_error (error);
}

static char *
read_table (const char *name)
{
  g_autofree char *path = g_build_filename (scratch, "out", name, ".mvua", "files", NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* More steps than one block, with 1 and 2 threads: the same bytes. */
static void
test_same_bytes (void)
{
  static const MvuaExportFormat formats[] = { MVUA_EXPORT_ZARR2, MVUA_EXPORT_ZARR3 };

  for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
    {
      char *tables[2] = { NULL };
      for (guint i = 0; i < 2; i++)
        {
          g_auto (MvuaExportOptions) options = few_options ("t2m,tp", NULL);
          g_auto (MvuaExportReport) report = { 0 };
          g_autoptr (GError) error = NULL;

          options.format = formats[f];
          options.n_threads = i + 1;
          options.overwrite = TRUE;
          g_assert_true (run_export ("same.zarr", &options, &report, NULL, &error));
          g_assert_no_error (error);
          g_assert_cmpuint (report.gaps->len, ==, 0);
          /* 31 steps of two variables, but no rain at the first. */
          g_assert_cmpuint (report.n_fields, ==, 3 * (2 * 31 - 1));
          g_assert_cmpuint (report.n_decoded, ==, report.n_fields);
          g_assert_cmpuint (report.n_days, ==, 3);
          assert_intact ("same.zarr");
          tables[i] = read_table ("same.zarr");
        }
      g_assert_cmpstr (tables[0], ==, tables[1]);
      g_free (tables[0]);
      g_free (tables[1]);
    }
}

static void
test_every_second_step (void)
{
  g_auto (MvuaExportOptions) options = few_options ("tp", "0-60/6");
  g_auto (MvuaExportReport) report = { 0 };

  g_assert_true (run_export ("second.zarr", &options, &report, NULL, NULL));
  g_assert_cmpuint (report.gaps->len, ==, 0);
  g_assert_cmpuint (report.n_fields, ==, 3 * 10);
  /* The first halves of the buckets are needed, too; nothing twice. */
  g_assert_cmpuint (report.n_decoded, ==, 3 * 20);
  assert_intact ("second.zarr");
}

static void
test_gaps (void)
{
  g_auto (MvuaExportOptions) options = few_options ("t2m,prmsl", "0-9,120");
  g_auto (MvuaExportReport) report = { 0 };

  options.members = mvua_member_list_parse ("gep01,gep09", NULL);
  g_assert_true (run_export ("gaps.zarr", &options, &report, NULL, NULL));
  /* gep01: no prmsl at 4 steps, nothing at 120 h; gep09: nothing at all. */
  g_assert_cmpuint (report.gaps->len, ==, 4 + 2 + 10);
  const MvuaGap *first = &g_array_index (report.gaps, MvuaGap, 0);
  g_assert_cmpstr (first->variable->name, ==, "prmsl");
  g_assert_cmpint (first->status, ==, MVUA_STATUS_NOT_PUBLISHED);
  const MvuaGap *last = &g_array_index (report.gaps, MvuaGap, report.gaps->len - 1);
  g_assert_cmpint (last->status, ==, MVUA_STATUS_MISSING);
  g_assert_cmpstr (last->complaint, ==, "no file of gep09 f120");
  assert_intact ("gaps.zarr");
}

static void
test_existing_target (void)
{
  g_auto (MvuaExportOptions) options = few_options ("t2m", "3");
  g_auto (MvuaExportReport) first = { 0 };
  g_auto (MvuaExportReport) second = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (run_export ("once.zarr", &options, &first, NULL, NULL));
  const guint n = count_entries (scratch);
  g_assert_false (run_export ("once.zarr", &options, &second, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "once.zarr exists"));
  assert_intact ("once.zarr");
  g_assert_cmpuint (count_entries (scratch), ==, n);
}

/* Cancelled or failed, an export leaves what was there and nothing else. */
static void
test_cancelled (void)
{
  g_auto (MvuaExportOptions) options = few_options ("t2m", "3");
  g_auto (MvuaExportReport) report = { 0 };
  g_auto (MvuaExportReport) other = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *out = g_build_filename (scratch, "out", NULL);

  g_assert_true (run_export ("kept.zarr", &options, &report, NULL, NULL));
  const guint n = count_entries (out);
  options.overwrite = TRUE;
  g_cancellable_cancel (cancellable);
  g_assert_false (run_export ("kept.zarr", &options, &other, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_entries (out), ==, n);
  assert_intact ("kept.zarr");
}

static void
test_refused (void)
{
  g_auto (MvuaExportOptions) options = few_options ("t2m", "3");
  MvuaExportReport reports[3] = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *out = g_build_filename (scratch, "out", NULL);
  const guint n = count_entries (out);

  options.layout = MVUA_EXPORT_VARIABLES;
  g_assert_false (run_export ("x", &options, &reports[0], NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_clear_error (&error);
  options.layout = MVUA_EXPORT_TREE;
  options.region = (MvuaRegion){ .north = 60, .west = -10, .south = 50, .east = 0 };
  g_assert_false (run_export ("x", &options, &reports[1], NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_clear_error (&error);
  options.region = mvua_region_east_africa;
  g_assert_false (run_export ("no/such/folder/x", &options, &reports[2], NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
  g_assert_cmpuint (count_entries (out), ==, n);
  for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
    mvua_export_report_clear (&reports[i]);
}

/* What is expected on disk is right within a factor of two, whatever is written. */
static void
test_estimate (void)
{
  static const char *const variables[] = { "t2m", "tp", "t2m,u10,v10,tp" };

  for (guint v = 0; v < G_N_ELEMENTS (variables); v++)
    for (guint f = MVUA_EXPORT_ZARR2; f <= MVUA_EXPORT_NETCDF; f++)
      {
        g_auto (MvuaExportOptions) options = few_options (variables[v], NULL);
        g_auto (MvuaExportReport) report = { 0 };
        MvuaExportEstimate estimate;

        options.format = f;
        options.overwrite = TRUE;
        g_assert_true (mvua_export_estimate (demo, &options, &estimate, NULL));
        g_assert_true (run_export ("estimate", &options, &report, NULL, NULL));
        g_assert_cmpuint (estimate.n_messages, ==, report.n_decoded);
        g_assert_cmpuint (estimate.n_bytes_to_read, ==, report.n_bytes_read);
        g_test_message ("%s: %" G_GUINT64_FORMAT " expected, %" G_GUINT64_FORMAT
                        " written",
                        variables[v], estimate.n_bytes_to_write, report.n_bytes_written);
        g_assert_cmpuint (estimate.n_bytes_to_write, <, 2 * report.n_bytes_written);
        g_assert_cmpuint (2 * estimate.n_bytes_to_write, >, report.n_bytes_written);
        g_assert_cmpfloat (estimate.work, >, 0);
        /* Another format may come next, which replaces no folder that is a file. */
        g_autofree char *target = g_build_filename (scratch, "out", "estimate", NULL);
        remove_tree (target);
      }
}

typedef struct
{
  MvuaGate *gate;
  GCancellable *cancellable; /* (nullable) */
  gint n_calls;
  guint n_done; /* at the first call */
} Pause;

static gpointer
open_later (gpointer data)
{
  Pause *pause = data;

  g_usleep (G_USEC_PER_SEC / 2);
  g_assert_cmpint (g_atomic_int_get (&pause->n_calls), ==, 1);
  if (pause->cancellable != NULL)
    g_cancellable_cancel (pause->cancellable);
  else
    mvua_gate_set_closed (pause->gate, FALSE);
  return NULL;
}

/* Closes the gate when it is told of the first field; before one has come it may be told
 * of none. */
static void
close_gate (const MvuaExportMoment *moment, gpointer data)
{
  Pause *pause = data;

  if (moment->variable == NULL || g_atomic_int_add (&pause->n_calls, 1) > 0)
    return;
  pause->n_done = moment->n_done;
  /* Of either variable: the other threads may have loaded all of the first. */
  g_assert_true (strstr ("t2m tp", moment->variable->name) != NULL);
  g_assert_cmpint (moment->step % 3, ==, 0);
  mvua_gate_set_closed (pause->gate, TRUE);
  g_thread_unref (g_thread_new ("opener", open_later, pause));
}

/* All threads stand still at a closed gate, and go on as if nothing had been. */
static void
test_gate (void)
{
  g_auto (MvuaExportOptions) options = few_options ("t2m,tp", NULL);
  g_auto (MvuaExportReport) report = { 0 };
  g_auto (MvuaExportReport) other = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaGate) gate = mvua_gate_new ();
  g_autofree char *target = g_build_filename (scratch, "out", "gate.zarr", NULL);
  Pause pause = { .gate = gate };

  options.n_threads = 3;
  g_assert_true (run_export ("open.zarr", &options, &report, NULL, NULL));
  mvua_export_report_clear (&report);
  options.gate = gate;
  g_assert_true (mvua_export_run (demo, target, &options, close_gate, &pause, &report,
                                  NULL, &error));
  g_assert_cmpuint (pause.n_done, <, report.n_fields);
  g_autofree char *first = read_table ("open.zarr");
  g_autofree char *second = read_table ("gate.zarr");
  g_assert_cmpstr (first, ==, second);

  pause = (Pause){ .gate = gate, .cancellable = cancellable };
  options.overwrite = TRUE;
  /* Others could have loaded the rest before the gate is closed. */
  options.n_threads = 1;
  g_assert_false (mvua_export_run (demo, target, &options, close_gate, &pause, &other,
                                   cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_intact ("gate.zarr");
}

int
main (int argc, char **argv)
{
  MvuaDemoOptions options = MVUA_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  /* Two outputs are compared to the byte. */
  g_setenv ("SOURCE_DATE_EPOCH", "1758153600", TRUE);
  scratch = g_dir_make_tmp ("mvua-export-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (scratch, "demo", NULL);
  g_autofree char *out = g_build_filename (scratch, "out", NULL);
  g_assert_cmpint (g_mkdir (out, 0777), ==, 0);
  options.directory = folder;
  options.count = 3;
  options.steps = "0-90";
  g_assert_true (mvua_demo_make (&options, NULL, NULL, NULL, &error));
  demo = mvua_ensemble_open (folder, NULL, NULL, &error);
  g_assert_no_error (error);

  g_test_add_func ("/export/same-bytes", test_same_bytes);
  g_test_add_func ("/export/every-second-step", test_every_second_step);
  g_test_add_func ("/export/gaps", test_gaps);
  g_test_add_func ("/export/existing-target", test_existing_target);
  g_test_add_func ("/export/cancelled", test_cancelled);
  g_test_add_func ("/export/refused", test_refused);
  g_test_add_func ("/export/estimate", test_estimate);
  g_test_add_func ("/export/gate", test_gate);
  const int status = g_test_run ();
  mvua_ensemble_unref (demo);
  remove_tree (scratch);
  g_free (scratch);
  return status;
}
