/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-network.h"

#include "mvua-network-url.h"

#include <string.h>

#define MEGABYTE G_GUINT64_CONSTANT (1000000)

/* How often an absent network is looked for. */
#define SECONDS_BETWEEN 60

struct _MvuaNetwork
{
  GObject parent_instance;
  GSettings *settings;
  GNetworkMonitor *monitor;
  MvuaNetworkState state;
  guint64 n_before[2]; /* fetched, cached by earlier remotes */
  guint n_requests_before;
  guint timer;
  guint n_seconds;
  gboolean is_metered;
  gboolean has_consent;
  gboolean was_asked;
  gboolean wants_hold;
  gboolean is_probing;
  GCancellable *cancellable;

  GMutex mutex; /* guards what follows, for any thread */
  MvuaRemote *remote;
  char *base_url;
  guint64 cache_bytes;
  guint64 most_today;
  gboolean is_held;
};

G_DEFINE_FINAL_TYPE (MvuaNetwork, mvua_network, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

char *
mvua_network_dup_url (MvuaNetwork *self)
{
  return mvua_network_url_choose (self->settings);
}

static MvuaRemote *
make_remote (MvuaNetwork *self, GError **error)
{
  g_autofree char *folder = mvua_cache_default_folder ();
  g_autofree char *traffic = mvua_traffic_default_path ();
  g_auto (GStrv) hosts = mvua_network_url_list_plain_hosts (self->base_url);
  const MvuaRemoteOptions options = {
    .base_url = self->base_url,
    .cache_folder = folder,
    .cache_bytes = self->cache_bytes,
    .traffic_path = traffic,
    .http = { .plain_hosts = hosts, .most_bytes_per_day = self->most_today },
  };
  MvuaRemote *remote = mvua_remote_new (&options, error);

  /* It asks other programs when it is made, and waits for them: not in the main thread.
   */
  g_network_monitor_get_default ();
  if (remote != NULL)
    mvua_remote_set_is_held (remote, self->is_held);
  return remote;
}

MvuaRemote *
mvua_network_dup_remote (MvuaNetwork *self, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  if (self->remote == NULL)
    self->remote = make_remote (self, error);
  return self->remote != NULL ? mvua_remote_ref (self->remote) : NULL;
}

/* (nullable): if there is one already */
static MvuaRemote *
peek_remote (MvuaNetwork *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->remote != NULL ? mvua_remote_ref (self->remote) : NULL;
}

/* Whoever asks for it may know that the network is back. */
static void
try_again (MvuaNetwork *self)
{
  MvuaRemote *remote = peek_remote (self);

  if (remote == NULL)
    return;
  mvua_http_try_again (mvua_remote_get_http (remote));
  mvua_remote_unref (remote); /* never the last: that is this thread's too */
}

static gpointer
run_unref (gpointer remote)
{
  mvua_remote_unref (remote);
  return NULL;
}

/* The last one waits for the engine's thread. */
static void
unref_aside (MvuaRemote *remote)
{
  GThread *thread = g_thread_try_new ("mvua-network", run_unref, remote, NULL);

  if (thread != NULL)
    g_thread_unref (thread);
  else
    mvua_remote_unref (remote);
}

const MvuaNetworkState *
mvua_network_get_state (MvuaNetwork *self)
{
  return &self->state;
}

gboolean
mvua_network_is_at_limit (MvuaNetwork *self)
{
  /* What is asked for next is of some hundred kilobytes. */
  return self->state.most_today > 0 &&
         self->state.http.n_today + MEGABYTE / 4 >= self->state.most_today;
}

static void
look (MvuaNetwork *self)
{
  MvuaRemote *remote = peek_remote (self);
  MvuaNetworkState now = { .is_used = remote != NULL, .most_today = self->most_today };

  if (remote != NULL)
    {
      now.count = mvua_remote_count (remote);
      now.count.n_fetched += self->n_before[0];
      now.count.n_cached += self->n_before[1];
      now.count.n_requests += self->n_requests_before;
      now.http = mvua_http_count (mvua_remote_get_http (remote));
      mvua_remote_unref (remote); /* never the last: that is this thread's too */
      if (self->monitor == NULL)
        mvua_network_set_monitor (self, g_network_monitor_get_default ());
    }
  else if (self->state.is_used)
    return; /* what there was still counts */
  /* Padding that differs only says again what was said. */
  if (memcmp (&now, &self->state, sizeof now) == 0) /* NOLINT(bugprone-*,cert-*) */
    return;
  self->state = now;
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
on_second (gpointer data)
{
  MvuaNetwork *self = data;

  look (self);
  if (++self->n_seconds % SECONDS_BETWEEN == 0 && self->state.count.offline_since != 0)
    mvua_network_probe (self);
  return G_SOURCE_CONTINUE;
}

void
mvua_network_look (MvuaNetwork *self)
{
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (1, on_second, self);
  look (self);
}

static void
run_probe (GTask *task,
           gpointer source,
           gpointer data G_GNUC_UNUSED,
           GCancellable *cancellable)
{
  MvuaRemote *remote = peek_remote (source);
  g_autoptr (GPtrArray) objects = mvua_bucket_new_objects ();
  g_autoptr (GPtrArray) prefixes = mvua_bucket_new_prefixes ();
  GError *error = NULL;

  if (remote != NULL)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autofree char *prefix = g_date_time_format (now, "gefs.%Y%m%d/");
      /* What it has matters less than that it answers. */
      if (!mvua_bucket_list (mvua_remote_get_bucket (remote), prefix, "/", objects,
                             prefixes, MVUA_PRIORITY_PICKED, cancellable, &error))
        g_clear_error (&error);
      mvua_remote_unref (remote);
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  MvuaNetwork *self = MVUA_NETWORK (source);

  self->is_probing = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), NULL))
    look (self);
}

void
mvua_network_probe (MvuaNetwork *self)
{
  if (self->is_probing)
    return;
  try_again (self);
  self->is_probing = TRUE;
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_probed, NULL);
  g_task_run_in_thread (task, run_probe);
}

gboolean
mvua_network_is_metered (MvuaNetwork *self)
{
  return self->is_metered;
}

gboolean
mvua_network_needs_consent (MvuaNetwork *self)
{
  return self->is_metered && !self->has_consent;
}

gboolean
mvua_network_may_prefetch (MvuaNetwork *self)
{
  return !self->is_metered ||
         (self->has_consent &&
          g_settings_get_boolean (self->settings, "prefetch-metered"));
}

gboolean
mvua_network_is_held (MvuaNetwork *self)
{
  return self->is_held;
}

static void
settle_hold (MvuaNetwork *self)
{
  const gboolean is_held = self->wants_hold && mvua_network_needs_consent (self);

  g_mutex_lock (&self->mutex);
  const gboolean is_same = is_held == self->is_held;
  self->is_held = is_held;
  if (self->remote != NULL)
    mvua_remote_set_is_held (self->remote, is_held);
  g_mutex_unlock (&self->mutex);
  if (!is_same)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
mvua_network_hold (MvuaNetwork *self, gboolean is_held)
{
  if (!is_held)
    try_again (self);
  self->wants_hold = is_held;
  settle_hold (self);
}

void
mvua_network_give_consent (MvuaNetwork *self)
{
  self->has_consent = TRUE;
  settle_hold (self);
}

gboolean
mvua_network_begin_asking (MvuaNetwork *self)
{
  const gboolean was_asked = self->was_asked;

  self->was_asked = TRUE;
  return !was_asked;
}

static void
on_metered (MvuaNetwork *self)
{
  const gboolean is_metered = g_network_monitor_get_network_metered (self->monitor);

  if (is_metered == self->is_metered)
    return;
  self->is_metered = is_metered;
  settle_hold (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_network_changed (MvuaNetwork *self, gboolean is_available)
{
  if (is_available && self->state.count.offline_since != 0)
    mvua_network_probe (self);
}

void
mvua_network_set_monitor (MvuaNetwork *self, GNetworkMonitor *monitor)
{
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_set_object (&self->monitor, monitor);
  g_signal_connect_object (monitor, "notify::network-metered", G_CALLBACK (on_metered),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "network-changed", G_CALLBACK (on_network_changed),
                           self, G_CONNECT_SWAPPED);
  on_metered (self);
}

/* The next one goes on counting where this one ends. */
static void
drop_remote (MvuaNetwork *self)
{
  MvuaRemote *remote = g_steal_pointer (&self->remote);

  if (remote == NULL)
    return;
  const MvuaRemoteCount count = mvua_remote_count (remote);
  self->n_before[0] += count.n_fetched;
  self->n_before[1] += count.n_cached;
  self->n_requests_before += count.n_requests;
  unref_aside (remote);
}

static void
read_settings (MvuaNetwork *self)
{
  g_autofree char *url = mvua_network_url_choose (self->settings);
  const int cache = g_settings_get_int (self->settings, "network-cache-megabytes");
  const int most = g_settings_get_int (self->settings, "network-daily-megabytes");
  const guint64 cache_bytes = (guint64) cache * MEGABYTE;

  g_mutex_lock (&self->mutex);
  self->most_today = (guint64) most * MEGABYTE;
  if (g_strcmp0 (url, self->base_url) != 0 || cache_bytes != self->cache_bytes)
    {
      drop_remote (self);
      g_free (self->base_url);
      self->base_url = g_steal_pointer (&url);
      self->cache_bytes = cache_bytes;
    }
  else if (self->remote != NULL)
    mvua_http_set_limit (mvua_remote_get_http (self->remote), self->most_today);
  g_mutex_unlock (&self->mutex);
}

static void
on_setting (GSettings *settings G_GNUC_UNUSED, const char *key, gpointer data)
{
  MvuaNetwork *self = data;

  if (strcmp (key, "noaa-url") == 0 || strcmp (key, "network-cache-megabytes") == 0 ||
      strcmp (key, "network-daily-megabytes") == 0)
    {
      read_settings (self);
      look (self);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  else if (strcmp (key, "prefetch-metered") == 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
mvua_network_dispose (GObject *object)
{
  MvuaNetwork *self = MVUA_NETWORK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->settings);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  G_OBJECT_CLASS (mvua_network_parent_class)->dispose (object);
}

static void
mvua_network_finalize (GObject *object)
{
  MvuaNetwork *self = MVUA_NETWORK (object);

  g_clear_pointer (&self->remote, mvua_remote_unref);
  g_free (self->base_url);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (mvua_network_parent_class)->finalize (object);
}

static void
mvua_network_class_init (MvuaNetworkClass *class)
{
  G_OBJECT_CLASS (class)->dispose = mvua_network_dispose;
  G_OBJECT_CLASS (class)->finalize = mvua_network_finalize;
  signals[CHANGED] = g_signal_new ("changed", MVUA_TYPE_NETWORK, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mvua_network_init (MvuaNetwork *self)
{
  g_mutex_init (&self->mutex);
  self->cancellable = g_cancellable_new ();
}

MvuaNetwork *
mvua_network_new (GSettings *settings)
{
  MvuaNetwork *self = g_object_new (MVUA_TYPE_NETWORK, NULL);

  self->settings = g_object_ref (settings);
  read_settings (self);
  g_signal_connect_object (settings, "changed", G_CALLBACK (on_setting), self, 0);
  return self;
}
