/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "run-fixture.h"

#include "mvua-closer.h"
#include "mvua-main-window-private.h"

#define HOUR 3600
#define DERIVED_TYPE 34  /* of section 4, of an ensemble's message */
#define MEMBER_NUMBER 35 /* left out of a derived one */

static MvuaTestBucket *the_bucket;
static guint n_seen;

MvuaRun
mvua_test_get_run (void)
{
  static MvuaRun run = 0;

  if (run == 0)
    {
      /* Old enough to be looked at, and for a quarter of a minute not another one. */
      const gint64 begun = g_get_real_time () / G_USEC_PER_SEC - 3 * HOUR + 15;
      run = begun - begun % (6 * HOUR);
    }
  return run;
}

const char *
mvua_test_get_source (void)
{
  static char *source = NULL;

  if (source == NULL)
    source = mvua_noaa_source_format (mvua_test_get_run ());
  return source;
}

static const char *
make_demo (void)
{
  static char *folder = NULL;
  MvuaDemoOptions options = MVUA_DEMO_OPTIONS_INIT;
  g_autofree char *steps = g_strdup_printf ("0-%d", MVUA_TEST_LAST_STEP);
  g_autoptr (GError) error = NULL;

  if (folder != NULL)
    return folder;
  folder = g_dir_make_tmp ("mvua-run-XXXXXX", NULL);
  options.directory = folder;
  options.run = mvua_test_get_source () + strlen ("noaa:");
  options.count = MVUA_TEST_N_MEMBERS;
  options.steps = steps;
  g_assert_true (mvua_demo_make (&options, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return folder;
}

MvuaTestBucket *
mvua_test_new_bucket (void)
{
  mvua_test_free_bucket ();
  the_bucket = mvua_test_bucket_new ();
  n_seen = 0;
  g_settings_set_string (mvua_test_get_settings (), "noaa-url",
                         mvua_test_bucket_get_url (the_bucket));
  return the_bucket;
}

void
mvua_test_free_bucket (void)
{
  g_clear_pointer (&the_bucket, mvua_test_bucket_free);
}

static guint64
read_number (const guint8 *bytes, guint n)
{
  guint64 value = 0;

  for (guint i = 0; i < n; i++)
    value = value << 8 | bytes[i];
  return value;
}

static void
write_number (guint8 *bytes, guint n, guint64 value)
{
  for (guint i = 0; i < n; i++)
    bytes[i] = (guint8) (value >> 8 * (n - 1 - i));
}

/* The same message as one that was derived of all members: template 4.1 becomes 4.2, and
 * 4.11 becomes 4.12, which are an octet shorter. */
static void
append_derived (GByteArray *file, const guint8 *message, guint8 type)
{
  const guint start = file->len;
  const guint64 length = read_number (message + 8, 8);
  guint64 at = 16;

  g_byte_array_append (file, message, 16);
  write_number (file->data + start + 8, 8, length - 1);
  while (at < length - 4)
    {
      const guint64 n = read_number (message + at, 4);
      const guint section = file->len;

      if (message[at + 4] != 4)
        g_byte_array_append (file, message + at, (guint) n);
      else
        {
          g_byte_array_append (file, message + at, MEMBER_NUMBER);
          g_byte_array_append (file, message + at + MEMBER_NUMBER + 1,
                               (guint) n - MEMBER_NUMBER - 1);
          write_number (file->data + section, 4, n - 1);
          write_number (file->data + section + 7, 2,
                        read_number (message + at + 7, 2) + 1);
          file->data[section + DERIVED_TYPE] = type;
        }
      at += n;
    }
  g_byte_array_append (file, message + at, 4);
}

/* A file of NOAA's own out of one of gep01's, and its index. */
static void
put_derived (
    MvuaTestBucket *bucket, GBytes *file, GBytes *index, gboolean is_mean, int step)
{
  const MvuaMember member = { is_mean ? MVUA_MEMBER_MEAN : MVUA_MEMBER_SPREAD, 0 };
  g_autofree char *key = mvua_noaa_key (mvua_test_get_run (), member, step);
  g_autofree char *index_key = g_strconcat (key, ".idx", NULL);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (index, NULL), g_bytes_get_size (index));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const guint8 *bytes = g_bytes_get_data (file, NULL);
  GByteArray *derived = g_byte_array_new ();
  g_autoptr (GString) listed = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ":", -1);
      const guint64 offset = g_ascii_strtoull (fields[1], NULL, 10);

      g_string_append_printf (listed, "%s:%u:%s:%s:%s:%s:%s\n", fields[0], derived->len,
                              fields[2], fields[3], fields[4], fields[5],
                              is_mean ? "ens mean" : "ens spread");
      append_derived (derived, bytes + offset, is_mean ? 0 : 4);
    }
  g_autoptr (GBytes) all = g_byte_array_free_to_bytes (derived);
  g_autoptr (GBytes) all_lines = g_bytes_new (listed->str, listed->len);
  mvua_test_bucket_put (bucket, key, all);
  mvua_test_bucket_put (bucket, index_key, all_lines);
}

static GBytes *
read_bytes (const char *path)
{
  char *contents = NULL;
  gsize n = 0;

  g_assert_true (g_file_get_contents (path, &contents, &n, NULL));
  return g_bytes_new_take (contents, n);
}

static void
publish_step (MvuaTestBucket *bucket, int step)
{
  for (guint8 m = 1; m <= MVUA_TEST_N_MEMBERS; m++)
    {
      g_autofree char *key = mvua_noaa_key (
          mvua_test_get_run (), (MvuaMember){ MVUA_MEMBER_PERTURBED, m }, step);
      g_autofree char *index_key = g_strconcat (key, ".idx", NULL);
      g_autofree char *path = g_build_filename (make_demo (), key, NULL);
      g_autofree char *index_path = g_strconcat (path, ".idx", NULL);
      g_autoptr (GBytes) file = read_bytes (path);
      g_autoptr (GBytes) index = read_bytes (index_path);

      mvua_test_bucket_put (bucket, key, file);
      mvua_test_bucket_put (bucket, index_key, index);
      for (guint own = 0; m == 1 && own < 2; own++)
        put_derived (bucket, file, index, own == 0, step);
    }
}

void
mvua_test_publish (MvuaTestBucket *bucket, int last_step)
{
  for (int step = 0; step <= last_step; step += 3)
    {
      g_autofree char *key = mvua_noaa_key (
          mvua_test_get_run (), (MvuaMember){ MVUA_MEMBER_PERTURBED, 1 }, step);
      g_autoptr (GBytes) there = mvua_test_bucket_dup (bucket, key);
      if (there == NULL)
        publish_step (bucket, step);
    }
}

MvuaTestBucket *
mvua_test_new_run (void)
{
  MvuaTestBucket *bucket = mvua_test_new_bucket ();

  mvua_test_publish (bucket, MVUA_TEST_LAST_STEP);
  return bucket;
}

gboolean
mvua_test_is_whole (gpointer unused G_GNUC_UNUSED)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (mvua_test_get_browser ());

  return ensemble != NULL && mvua_ensemble_is_published_run (ensemble) &&
         mvua_test_is_drawn (NULL);
}

void
mvua_test_open_whole (const char *source)
{
  mvua_main_window_open (mvua_test_get_window (), source);
  g_assert_true (mvua_test_wait (mvua_test_is_whole, NULL));
}

void
mvua_test_close_source (void)
{
  mvua_browser_set_ensemble (mvua_test_get_browser (), NULL);
  mvua_main_window_forget_run (mvua_test_get_window ());
  mvua_closer_wait_for_all ();
}

GStrv
mvua_test_take_log (MvuaTestBucket *bucket)
{
  g_auto (GStrv) all = mvua_test_server_dup_log (mvua_test_bucket_get_server (bucket));
  const guint n = g_strv_length (all);
  GStrv log = g_strdupv (all + MIN (n_seen, n));

  n_seen = n;
  return log;
}

guint
mvua_test_count_lines (GStrv log, const char *text)
{
  guint n = 0;

  for (guint i = 0; log[i] != NULL; i++)
    n += strstr (log[i], text) != NULL;
  return n;
}

#define MVUA_TYPE_TEST_MONITOR (mvua_test_monitor_get_type ())
G_DECLARE_FINAL_TYPE (MvuaTestMonitor, mvua_test_monitor, MVUA, TEST_MONITOR, GObject)

struct _MvuaTestMonitor
{
  GObject parent_instance;
  gboolean is_metered;
};

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static void init_monitor (GNetworkMonitorInterface *interface G_GNUC_UNUSED);
static gboolean
init_at_once (GInitable *initable G_GNUC_UNUSED,
              GCancellable *cancellable G_GNUC_UNUSED,
              GError **error G_GNUC_UNUSED)
{
  return TRUE;
}

static void
init_initable (GInitableIface *interface)
{
  interface->init = init_at_once;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MvuaTestMonitor,
                               mvua_test_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, init_initable)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          init_monitor))

static void
init_monitor (GNetworkMonitorInterface *interface G_GNUC_UNUSED)
{
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec G_GNUC_UNUSED)
{
  if (id == PROP_METERED)
    g_value_set_boolean (value, MVUA_TEST_MONITOR (object)->is_metered);
  else if (id == PROP_CONNECTIVITY)
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
  else
    g_value_set_boolean (value, TRUE);
}

static void
mvua_test_monitor_class_init (MvuaTestMonitorClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
mvua_test_monitor_init (MvuaTestMonitor *self G_GNUC_UNUSED)
{
}

GNetworkMonitor *
mvua_test_monitor_new (gboolean is_metered)
{
  MvuaTestMonitor *self = g_object_new (MVUA_TYPE_TEST_MONITOR, NULL);

  self->is_metered = is_metered;
  return G_NETWORK_MONITOR (self);
}

void
mvua_test_monitor_set_metered (GNetworkMonitor *monitor, gboolean is_metered)
{
  MVUA_TEST_MONITOR (monitor)->is_metered = is_metered;
  g_object_notify (G_OBJECT (monitor), "network-metered");
}

void
mvua_test_monitor_say_changed (GNetworkMonitor *monitor)
{
  g_signal_emit_by_name (monitor, "network-changed", TRUE);
}

AdwMessageDialog *
mvua_test_find_dialog (void)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (all, i);
      if (ADW_IS_MESSAGE_DIALOG (other) && gtk_widget_get_visible (GTK_WIDGET (other)))
        return ADW_MESSAGE_DIALOG (other);
    }
  return NULL;
}
