/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The list of runs: how far each is, what has come since, what stands in the way. */

#include "mvua-run-dialog.h"
#include "run-fixture.h"

static MvuaTestServer *
get_server (MvuaTestBucket *bucket)
{
  return mvua_test_bucket_get_server (bucket);
}

static guint
count_requests (MvuaTestBucket *bucket)
{
  g_auto (GStrv) log = mvua_test_take_log (bucket);

  return g_strv_length (log);
}

static MvuaRunDialog *
find_run_dialog (void)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (all, i);
      if (MVUA_IS_RUN_DIALOG (other) && gtk_widget_get_visible (GTK_WIDGET (other)))
        return MVUA_RUN_DIALOG (other);
    }
  return NULL;
}

static gboolean
has_page (gpointer page)
{
  return strcmp (mvua_run_dialog_get_page (find_run_dialog ()), page) == 0;
}

static gboolean
wait_dialog_page (const char *page)
{
  return mvua_test_wait (has_page, (gpointer) page);
}

static MvuaRunItem *
get_item (guint i)
{
  g_autoptr (MvuaRunItem) item = g_list_model_get_item (
      G_LIST_MODEL (mvua_run_dialog_get_runs (find_run_dialog ())), i);

  return item;
}

static gboolean
are_measured (gpointer n)
{
  GListModel *runs = G_LIST_MODEL (mvua_run_dialog_get_runs (find_run_dialog ()));

  if (g_list_model_get_n_items (runs) != GPOINTER_TO_UINT (n))
    return FALSE;
  for (guint i = 0; i < GPOINTER_TO_UINT (n); i++)
    if (mvua_run_item_get_cycle (get_item (i)) == NULL ||
        mvua_run_item_is_being_measured (get_item (i)))
      return FALSE;
  return TRUE;
}

/* A whole run of names only, as long ago as @days. */
static void
put_complete_run (MvuaTestBucket *bucket, int days)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("GRIB", 4);

  for (guint8 m = 1; m <= MVUA_PRODUCT_N_MEMBERS; m++)
    for (int step = 0; step <= MVUA_PRODUCT_LAST_STEP; step += MVUA_PRODUCT_STEP)
      {
        g_autofree char *key =
            mvua_noaa_key (mvua_test_get_run () - days * 86400,
                           (MvuaMember){ MVUA_MEMBER_PERTURBED, m }, step);
        mvua_test_bucket_put (bucket, key, nothing);
      }
}

static void
assert_row (guint i, const char *expected)
{
  g_autofree char *said = mvua_run_dialog_dup_subtitle (find_run_dialog (), get_item (i));

  g_assert_cmpstr (said, ==, expected);
}

/* The list of runs: newest first, how far each is, what has come since, and one opened.
 */
static void
test_dialog (void)
{
  MvuaTestBucket *bucket = mvua_test_new_bucket ();

  mvua_test_publish (bucket, 24);
  put_complete_run (bucket, 1);
  mvua_test_act ("win.open-run");
  g_assert_nonnull (find_run_dialog ());
  g_assert_true (mvua_test_wait (are_measured, GUINT_TO_POINTER (2)));
  g_assert_true (wait_dialog_page ("list"));
  assert_row (0, "27 of 2430 files");
  assert_row (1, "complete");
  g_autofree char *title = mvua_run_dialog_dup_title (find_run_dialog (), get_item (0));
  g_assert_nonnull (strstr (title, " EAT ("));
  g_assert_nonnull (strstr (title, " UTC)"));
  mvua_test_run_for (100);
  mvua_test_save_picture (GTK_WINDOW (find_run_dialog ()), "open-run");

  /* What is complete is not looked at again. */
  mvua_test_publish (bucket, 36);
  count_requests (bucket);
  mvua_run_dialog_refresh (find_run_dialog ());
  g_assert_true (mvua_run_list_may_grow (mvua_run_dialog_get_runs (find_run_dialog ())));
  for (guint i = 0; i < 100 && mvua_run_item_get_cycle (get_item (0))->n_files < 39; i++)
    mvua_test_run_for (20);
  assert_row (0, "39 of 2430 files");
  assert_row (1, "complete");
  g_assert_cmpuint (count_requests (bucket), ==, 4 + 1);

  GtkWidget *list = GTK_WIDGET (gtk_widget_get_template_child (
      GTK_WIDGET (find_run_dialog ()), MVUA_TYPE_RUN_DIALOG, "list"));
  g_assert_true (gtk_widget_activate_action (list, "list.activate-item", "u", 0));
  mvua_test_run_for (20);
  g_assert_null (find_run_dialog ());
  g_assert_true (mvua_test_wait (mvua_test_is_whole, NULL));
  mvua_test_close_source ();
}

/* What stands in the way of a list is told in its place, and Retry lists it. */
static void
test_dialog_problem (void)
{
  MvuaTestBucket *bucket = mvua_test_new_bucket ();

  mvua_test_server_set_away (get_server (bucket), TRUE);
  mvua_test_act ("win.open-run");
  g_assert_true (wait_dialog_page ("waiting"));
  g_assert_true (wait_dialog_page ("problem"));
  mvua_test_run_for (300);
  mvua_test_save_picture (GTK_WINDOW (find_run_dialog ()), "open-run-problem");
  mvua_test_server_set_away (get_server (bucket), FALSE);
  GtkWidget *dialog = GTK_WIDGET (find_run_dialog ());
  g_signal_emit_by_name (
      gtk_widget_get_template_child (dialog, MVUA_TYPE_RUN_DIALOG, "retry"), "clicked");
  g_assert_true (wait_dialog_page ("none"));
  mvua_test_publish (bucket, 3);
  mvua_run_dialog_refresh (find_run_dialog ());
  g_assert_true (wait_dialog_page ("list"));
  g_assert_true (mvua_test_wait (are_measured, GUINT_TO_POINTER (1)));

  /* A list that is there stays, under a bar. */
  mvua_test_server_set_away (get_server (bucket), TRUE);
  mvua_run_dialog_refresh (find_run_dialog ());
  for (guint i = 0; i < 1000 && mvua_run_list_is_listing (
                                    mvua_run_dialog_get_runs (find_run_dialog ()));
       i++)
    mvua_test_run_for (20);
  g_assert_true (wait_dialog_page ("list"));
  gtk_window_close (GTK_WINDOW (dialog));
  mvua_test_run_for (20);
  mvua_test_server_set_away (get_server (bucket), FALSE);
  mvua_test_close_source ();
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  mvua_test_new_window ();
  g_test_add_func ("/run-dialog/list", test_dialog);
  g_test_add_func ("/run-dialog/problem", test_dialog_problem);
  const int status = g_test_run ();
  mvua_test_end_application ();
  mvua_test_free_bucket ();
  return status;
}
