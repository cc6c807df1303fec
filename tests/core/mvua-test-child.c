/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-test-child.h"

#include "mvua-export-refs.h"
#include "mvua-milestone.h"
#include "mvua-top-up.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD "--child"
#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, G_STRINGIFY (name)))

const char *const mvua_test_milestones[] = {
  "part-made",    "journal-made", "journal-begun",  "output-opened",
  "file-written", "piece-noted",  "shard-appended", "rain-kept",
  "unit-done",    "unit-noted",   "units-done",     "arrays-finished",
  "shard-named",  "sealing",      "table-written",  "commit-noted",
  "named",        NULL,
};

/* Of the child alone: who runs the tests is never killed. */
static MvuaTestShared *shared;
static const char *milestone;
static gint kill_at;

G_NORETURN static void
die (void)
{
  kill (getpid (), SIGKILL);
  for (;;)
    pause ();
}

void
mvua_test_milestone (const char *name)
{
  guint i = 0;

  if (shared == NULL)
    return;
  while (mvua_test_milestones[i] != NULL && strcmp (mvua_test_milestones[i], name) != 0)
    i++;
  if (mvua_test_milestones[i] == NULL)
    g_error ("the milestone %s is in no list", name);
  if (strcmp (name, "unit-noted") == 0)
    g_atomic_int_set (&shared->n_in_flight, 0);
  const gint n = g_atomic_int_add (&shared->n_passes[i], 1) + 1;
  if (milestone != NULL && strcmp (milestone, name) == 0 && n == kill_at)
    die ();
}

/* Whether it is the call with which the child ends. */
static gboolean
is_last_call (void)
{
  return shared != NULL && g_atomic_int_add (&shared->n_calls, 1) + 1 == kill_at &&
         milestone == NULL;
}

/* Before the call or after it. */
#define CALL(call)                                                                       \
  do                                                                                     \
    {                                                                                    \
      const gboolean is_last = is_last_call ();                                          \
      if (is_last && kill_at % 2 == 0)                                                   \
        die ();                                                                          \
      const int result = call;                                                           \
      if (is_last)                                                                       \
        die ();                                                                          \
      return result;                                                                     \
    }                                                                                    \
  while (0)

int
mkdir (const char *path, mode_t mode)
{
  CALL (REAL (mkdir) (path, mode));
}

int
rename (const char *from, const char *to)
{
  CALL (REAL (rename) (from, to));
}

int
renameat2 (int from_fd, const char *from, int to_fd, const char *to, unsigned int flags)
{
  CALL (REAL (renameat2) (from_fd, from, to_fd, to, flags));
}

int
unlink (const char *path)
{
  CALL (REAL (unlink) (path));
}

int
rmdir (const char *path)
{
  CALL (REAL (rmdir) (path));
}

int
remove (const char *path)
{
  CALL (REAL (remove) (path));
}

int
ftruncate (int fd, off_t length)
{
  CALL (REAL (ftruncate) (fd, length));
}

ssize_t
pwrite (int fd, const void *data, size_t n, off_t offset)
{
  if (!is_last_call ())
    return REAL (pwrite) (fd, data, n, offset);
  if (kill_at % 3 != 0 &&
      REAL (pwrite) (fd, data, kill_at % 3 == 1 ? n : n / 2, offset) < 0)
    return -1;
  die ();
}

int
fsync (int fd G_GNUC_UNUSED)
{
  return 0;
}

int
fdatasync (int fd G_GNUC_UNUSED)
{
  return 0;
}

int
syncfs (int fd G_GNUC_UNUSED)
{
  return 0;
}

static gboolean
read_and_count (MvuaReader *reader G_GNUC_UNUSED,
                const char *path,
                guint64 offset,
                gsize length,
                guint8 *buffer,
                gsize *n_read,
                const MvuaReading *reading,
                GError **error)
{
  g_atomic_int_inc (&shared->n_reads);
  g_atomic_int_inc (&shared->n_in_flight);
  return mvua_reader_read (mvua_reader_files (), path, offset, length, buffer, n_read,
                           reading, error);
}

MvuaExportOptions
mvua_test_child_options (const MvuaTestOrder *order)
{
  MvuaExportOptions options = mvua_export_options_new ();

  g_array_unref (options.statistics);
  g_array_unref (options.thresholds);
  g_array_unref (options.daily_thresholds);
  options.statistics = mvua_statistics_parse ("mean,p90", NULL);
  options.thresholds = mvua_thresholds_parse ("5", NULL);
  options.daily_thresholds = mvua_thresholds_parse ("25", NULL);
  options.format = order->format;
  options.layout = order->layout;
  options.overwrite = strcmp (order->mode, "overwrite") == 0;
  options.rest.is_wanted = order->has_rest;
  options.rest.form = MVUA_REF_FOLDER;
  options.n_threads = 2;
  return options;
}

static gboolean
refer (MvuaEnsemble *ensemble, const MvuaTestOrder *order, GError **error)
{
  const MvuaRefsOptions options = { .overwrite = TRUE };
  g_auto (MvuaRefsReport) report = { 0 };

  return mvua_export_refs (ensemble, order->target, &options, NULL, NULL, &report, NULL,
                           error);
}

static gboolean export(const MvuaTestOrder *order, GError **error)
{
  MvuaReader reader = { .read = read_and_count };
  const MvuaEnsembleOptions opening = { .run = MVUA_RUN_UNKNOWN, .reader = &reader };
  g_autoptr (MvuaEnsemble) ensemble =
      mvua_ensemble_open (order->source, &opening, NULL, error);
  g_auto (MvuaExportOptions) options = mvua_test_child_options (order);
  g_auto (MvuaExportReport) report = { 0 };

  if (ensemble == NULL)
    return FALSE;
  if (strcmp (order->mode, "refs") == 0)
    return refer (ensemble, order, error);
  if (strcmp (order->mode, "top-up") == 0)
    return mvua_top_up_run (ensemble, order->target, NULL, NULL, NULL, &report, NULL,
                            error);
  if (strcmp (order->mode, "resume") != 0)
    return mvua_export_run (ensemble, order->target, &options, NULL, NULL, &report, NULL,
                            error);

  g_autoptr (MvuaExportLeft) left = mvua_export_find_left (order->target);
  if (left != NULL && left->state == MVUA_EXPORT_LEFT_DONE)
    return mvua_export_discard (left, error);
  g_assert_nonnull (left);
  return mvua_export_resume (ensemble, left, NULL, NULL, NULL, &report, NULL, error);
}

static MvuaTestShared *
map_shared (const char *path)
{
  const int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (REAL (ftruncate) (fd, sizeof (MvuaTestShared)), ==, 0);
  MvuaTestShared *mapped =
      mmap (NULL, sizeof *mapped, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  g_assert_true (mapped != MAP_FAILED);
  close (fd);
  return mapped;
}

void
mvua_test_child_begin (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc != 11 || strcmp (argv[1], CHILD) != 0)
    return;
  const MvuaTestOrder order = { .mode = argv[3],
                                .source = argv[4],
                                .target = argv[5],
                                .format = (MvuaExportFormat) atoi (argv[6]),
                                .layout = (MvuaExportLayout) atoi (argv[7]),
                                .has_rest = atoi (argv[8]) };
  milestone = argv[9][0] != '\0' ? argv[9] : NULL;
  kill_at = atoi (argv[10]);
  shared = map_shared (argv[2]);
  if (!export(&order, &error))
    g_error ("%s", error->message);
  exit (0);
}

static void
wait_for (GPid pid, gint64 kill_after_us, int *status)
{
  if (kill_after_us >= 0)
    {
      g_usleep ((gulong) kill_after_us);
      kill (pid, SIGKILL);
    }
  while (waitpid (pid, status, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);
}

gboolean
mvua_test_child_run (const MvuaTestOrder *order,
                     gint64 kill_after_us,
                     MvuaTestShared *told)
{
  g_autofree char *path =
      g_strdup_printf ("%s/mvua-child-%d", g_get_tmp_dir (), getpid ());
  g_autofree char *format = g_strdup_printf ("%d", (int) order->format);
  g_autofree char *layout = g_strdup_printf ("%d", (int) order->layout);
  g_autofree char *at = g_strdup_printf ("%u", order->at);
  const char *const arguments[] = { "/proc/self/exe",
                                    CHILD,
                                    path,
                                    order->mode,
                                    order->source,
                                    order->target,
                                    format,
                                    layout,
                                    order->has_rest ? "1" : "0",
                                    order->milestone != NULL ? order->milestone : "",
                                    at,
                                    NULL };
  g_autofree char *self = g_file_read_link (arguments[0], NULL);
  g_autoptr (GError) error = NULL;
  int status = 0;
  GPid pid;

  MvuaTestShared *mapped = map_shared (path);
  memset (mapped, 0, sizeof *mapped);
  g_autofree gpointer copy = g_memdup2 (arguments, sizeof arguments);
  ((const char **) copy)[0] = self;
  g_assert_true (g_spawn_async (NULL, copy, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                &pid, &error));
  g_assert_no_error (error);
  wait_for (pid, kill_after_us, &status);
  *told = *mapped;
  munmap (mapped, sizeof *mapped);
  REAL (unlink) (path);
  g_spawn_close_pid (pid);
  if (WIFEXITED (status))
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  else
    g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
  return WIFEXITED (status);
}
