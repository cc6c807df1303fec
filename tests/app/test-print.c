/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The map on paper, which here is a PDF file: what the dialog of printing runs, without
 * the dialog; and that the dialog comes. */

#include "main-fixture.h"
#include "mvua-main-window-private.h"

#include <glib/gstdio.h>

static char *path;

static void
on_done (GtkPrintOperation *operation G_GNUC_UNUSED,
         GtkPrintOperationResult result,
         gpointer data)
{
  *(int *) data = (int) result;
}

static gboolean
is_done (gpointer data)
{
  return *(int *) data >= 0;
}

/* Prints what is on the screen into a file of its own. */
static GtkPrintOperationResult
print (GtkPaperSize *paper)
{
  GtkPrintOperation *operation = mvua_main_window_new_print (mvua_test_get_window ());
  g_autoptr (GtkPageSetup) setup =
      gtk_page_setup_copy (gtk_print_operation_get_default_page_setup (operation));
  int result = -1;

  gtk_page_setup_set_paper_size_and_default_margins (setup, paper);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_export_filename (operation, path);
  g_signal_connect (operation, "done", G_CALLBACK (on_done), &result);
  mvua_main_window_run_print (mvua_test_get_window (), operation,
                              GTK_PRINT_OPERATION_ACTION_EXPORT);
  g_assert_true (mvua_test_wait (is_done, &result));
  return (GtkPrintOperationResult) result;
}

static GBytes *
read_file (void)
{
  char *text = NULL;
  gsize n = 0;

  g_assert_true (g_file_get_contents (path, &text, &n, NULL));
  return g_bytes_new_take (text, n);
}

/* Of the one page: its width and height in points. */
static void
get_page_size (GBytes *pdf, double *width, double *height)
{
  const char key[] = "/MediaBox [ 0 0 ";
  gsize n = 0;
  const char *text = g_bytes_get_data (pdf, &n);
  const char *box = memmem (text, n, key, strlen (key));
  char *end = NULL;

  g_assert_cmpmem (text, 5, "%PDF-", 5);
  g_assert_nonnull (box);
  *width = g_ascii_strtod (box + strlen (key), &end);
  *height = g_ascii_strtod (end, NULL);
  box++;
  g_assert_null (memmem (box, n - (gsize) (box - text), key, strlen (key)));
}

static void
append_inflated (GByteArray *all, const char *bytes, gsize n)
{
  g_autoptr (GInputStream) packed =
      g_memory_input_stream_new_from_data (bytes, (gssize) n, NULL);
  g_autoptr (GZlibDecompressor) inflate =
      g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr (GInputStream) plain =
      g_converter_input_stream_new (packed, G_CONVERTER (inflate));
  guint8 some[4096];
  gssize got = 0;

  while ((got = g_input_stream_read (plain, some, sizeof some, NULL, NULL)) > 0)
    g_byte_array_append (all, some, (guint) got);
}

/* All that is painted, unpacked: operators of vectors, texts and rasters. */
static GByteArray *
unpack (GBytes *pdf)
{
  const char key[] = "stream\n";
  GByteArray *all = g_byte_array_new ();
  gsize n = 0;
  const char *text = g_bytes_get_data (pdf, &n);
  const char *at = text;

  while ((at = memmem (at, n - (gsize) (at - text), key, strlen (key))) != NULL)
    {
      at += strlen (key);
      append_inflated (all, at, n - (gsize) (at - text));
    }
  return all;
}

static guint
count (GByteArray *all, const char *what)
{
  const guint8 *at = all->data;
  const guint8 *end = all->data + all->len;
  guint n = 0;

  while ((at = memmem (at, (gsize) (end - at), what, strlen (what))) != NULL)
    {
      n++;
      at += strlen (what);
    }
  return n;
}

/* One page of that paper, on its side, with coasts and texts on it. */
static void
test_papers (void)
{
  static const char *const papers[] = { GTK_PAPER_NAME_A4, GTK_PAPER_NAME_LETTER };

  mvua_test_pick ("mean", "t2m", 12);
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      g_autoptr (GtkPaperSize) paper = gtk_paper_size_new (papers[i]);
      double width = 0;
      double height = 0;

      g_assert_cmpint (print (paper), ==, GTK_PRINT_OPERATION_RESULT_APPLY);
      g_autoptr (GBytes) pdf = read_file ();
      get_page_size (pdf, &width, &height);
      g_assert_cmpfloat_with_epsilon (
          width, gtk_paper_size_get_height (paper, GTK_UNIT_POINTS), 1);
      g_assert_cmpfloat_with_epsilon (
          height, gtk_paper_size_get_width (paper, GTK_UNIT_POINTS), 1);
      g_autoptr (GByteArray) all = unpack (pdf);
      g_test_message ("%u bytes, %u lines, %u texts", all->len, count (all, " l\n"),
                      count (all, "Tj\n") + count (all, "TJ\n"));
      g_assert_cmpuint (count (all, " l\n"), >, 200);
      g_assert_cmpuint (count (all, "Tj\n") + count (all, "TJ\n"), >, 20);
    }
}

/* What was asked for is what is printed, also when the map has gone on meanwhile. */
static void
test_gone_on (void)
{
  g_autoptr (GtkPaperSize) paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);
  GtkPrintOperation *operation = NULL;
  int result = -1;

  mvua_test_pick ("mean", "t2m", 12);
  g_assert_cmpint (print (paper), ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_autoptr (GBytes) before = read_file ();
  g_autoptr (GByteArray) all_before = unpack (before);
  operation = mvua_main_window_new_print (mvua_test_get_window ());
  mvua_browser_set_ensemble (mvua_test_get_browser (), NULL);
  mvua_test_run_for (50);
  g_autoptr (GtkPageSetup) setup =
      gtk_page_setup_copy (gtk_print_operation_get_default_page_setup (operation));
  gtk_page_setup_set_paper_size_and_default_margins (setup, paper);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_export_filename (operation, path);
  g_signal_connect (operation, "done", G_CALLBACK (on_done), &result);
  mvua_main_window_run_print (mvua_test_get_window (), operation,
                              GTK_PRINT_OPERATION_ACTION_EXPORT);
  g_assert_true (mvua_test_wait (is_done, &result));
  g_autoptr (GBytes) after = read_file ();
  g_autoptr (GByteArray) all_after = unpack (after);
  g_assert_cmpmem (all_before->data, all_before->len, all_after->data, all_after->len);
  mvua_test_open_demo ();
}

static GtkWindow *
find_dialog (void)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (all, i);
      if (g_str_equal (G_OBJECT_TYPE_NAME (other), "GtkPrintUnixDialog") &&
          gtk_widget_get_mapped (GTK_WIDGET (other)))
        return other; /* the list holds it */
    }
  return NULL;
}

static gboolean
has_dialog (gpointer data G_GNUC_UNUSED)
{
  return find_dialog () != NULL;
}

static gboolean
has_no_dialog (gpointer data G_GNUC_UNUSED)
{
  return find_dialog () == NULL;
}

static void
test_dialog (void)
{
  mvua_test_pick ("mean", "t2m", 12);
  mvua_test_act ("win.print");
  g_assert_true (mvua_test_wait (has_dialog, NULL));
  gtk_window_close (find_dialog ());
  g_assert_true (mvua_test_wait (has_no_dialog, NULL));
}

/* Without a map there is nothing to print, and no dialog for it. */
static void
test_nothing (void)
{
  mvua_test_pick ("gep01", "tp", 0);
  g_assert_nonnull (mvua_map_area_get_message (mvua_test_get_map ()));
  g_assert_null (mvua_main_window_new_print (mvua_test_get_window ()));
  mvua_test_act ("win.print");
  mvua_test_run_for (300);
  g_assert_null (find_dialog ());
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_autofree char *folder = g_dir_make_tmp ("mvua-print-XXXXXX", NULL);
  path = g_build_filename (folder, "map.pdf", NULL);
  mvua_test_new_window ();
  mvua_test_open_demo ();
  g_test_add_func ("/print/papers", test_papers);
  g_test_add_func ("/print/gone-on", test_gone_on);
  g_test_add_func ("/print/dialog", test_dialog);
  g_test_add_func ("/print/nothing", test_nothing);
  const int status = g_test_run ();
  mvua_test_end_application ();
  g_remove (path);
  g_rmdir (folder);
  g_free (path);
  return status;
}
