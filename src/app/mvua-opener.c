/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-opener.h"

#include "mvua-later.h"

typedef struct
{
  char *path;
  MvuaRun run;
  MvuaOpenerPick pick; /* of a run that is somewhere else */
  GArray *only;        /* (nullable) */
  MvuaNode *tree;      /* (nullable): what comes with it */
} Request;

static void
request_free (Request *self)
{
  g_free (self->path);
  g_clear_pointer (&self->only, g_array_unref);
  g_clear_object (&self->tree);
  g_free (self);
}

static void
return_ensemble (GTask *task, MvuaEnsemble *ensemble, GError *error)
{
  if (ensemble != NULL)
    g_task_return_pointer (task, ensemble, (GDestroyNotify) mvua_ensemble_unref);
  else
    g_task_return_error (task, error);
}

static void
run_open (GTask *task, gpointer network, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  const gboolean is_set =
      network != NULL && mvua_ensemble_is_reference_set (request->path);
  g_autofree char *folder = NULL;
  GError *error = NULL;
  MvuaRemote *remote = is_set ? mvua_network_dup_remote (network, &error) : NULL;
  const MvuaEnsembleOptions options = { .run = request->run, .remote = remote };

  if (is_set && remote == NULL)
    {
      return_ensemble (task, NULL, error);
      return;
    }
  /* A file stands for the ensemble that it is a part of, unless it refers to one. */
  if (g_file_test (request->path, G_FILE_TEST_IS_REGULAR) &&
      !mvua_ensemble_is_reference_set (request->path))
    folder = g_path_get_dirname (request->path);
  MvuaEnsemble *ensemble =
      mvua_ensemble_open (folder ? folder : request->path, &options, cancellable, &error);
  if (remote != NULL)
    mvua_remote_unref (remote);
  return_ensemble (task, ensemble, error);
}

void
mvua_opener_open_async (MvuaNetwork *network,
                        const char *path,
                        MvuaRun run,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_autoptr (GTask) task = g_task_new (network, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  request->path = g_strdup (path);
  request->run = run;
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, run_open);
}

gboolean
mvua_opener_get_first_member (const MvuaProduct *product, MvuaMember *member)
{
  static const MvuaMemberKind own[] = {
    [MVUA_STATISTIC_MEAN] = MVUA_MEMBER_MEAN, [MVUA_STATISTIC_STD] = MVUA_MEMBER_SPREAD
  };

  if (product->kind == MVUA_PRODUCT_MEMBER)
    {
      /* Nothing was picked yet. */
      *member = product->member.kind == MVUA_MEMBER_DETERMINISTIC
                    ? (MvuaMember){ MVUA_MEMBER_PERTURBED, 1 }
                    : product->member;
      return TRUE;
    }
  if (product->kind != MVUA_PRODUCT_STATISTIC ||
      product->statistic.kind > MVUA_STATISTIC_STD)
    return FALSE;
  *member = (MvuaMember){ (guint8) own[product->statistic.kind], 0 };
  return TRUE;
}

static void
run_open_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  MvuaEnsemble *ensemble = NULL;
  MvuaRemote *remote = mvua_network_dup_remote (source, &error);
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .remote = remote,
                                        .only_members = request->only,
                                        .first_variable = request->pick.variable,
                                        .first_step = request->pick.step };

  if (remote != NULL)
    {
      ensemble = mvua_ensemble_open (request->path, &options, cancellable, &error);
      mvua_remote_unref (remote);
    }
  if (ensemble != NULL)
    request->tree = mvua_node_new_tree (ensemble);
  return_ensemble (task, ensemble, error);
}

void
mvua_opener_open_run_async (MvuaNetwork *network,
                            const char *source,
                            const MvuaOpenerPick *pick,
                            const MvuaMember *only,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_autoptr (GTask) task = g_task_new (network, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  request->path = g_strdup (source);
  request->pick = *pick;
  if (only != NULL)
    {
      request->only = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
      g_array_append_vals (request->only, only, 1);
    }
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, run_open_run);
}

MvuaEnsemble *
mvua_opener_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

MvuaNode *
mvua_opener_take_tree (GAsyncResult *result)
{
  Request *request = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&request->tree);
}

char *
mvua_opener_demo_path (void)
{
  return g_build_filename (g_get_user_cache_dir (), "mvua", "demo", NULL);
}

/* What the thread that makes the demo has to tell. */
typedef struct
{
  MvuaOpenerProgress func;
  gpointer data;
  GMainContext *context;
  GCancellable *cancellable;
} Demo;

typedef struct
{
  MvuaOpenerProgress func;
  gpointer data;
  GCancellable *cancellable;
  guint n_done;
  guint n_total;
} Report;

static void
demo_free (Demo *self)
{
  g_main_context_unref (self->context);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
report_free (Report *self)
{
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* After a cancellation whoever asked may be gone. */
static gboolean
tell (gpointer data)
{
  const Report *report = data;

  if (!g_cancellable_is_cancelled (report->cancellable))
    report->func (report->n_done, report->n_total, report->data);
  return G_SOURCE_REMOVE;
}

static void
on_demo_file (guint n_done, guint n_total, const char *name G_GNUC_UNUSED, gpointer data)
{
  const Demo *demo = data;
  Report *report = g_new0 (Report, 1);

  *report = (Report){ demo->func, demo->data, NULL, n_done, n_total };
  if (demo->cancellable != NULL)
    report->cancellable = g_object_ref (demo->cancellable);
  mvua_later (demo->context, tell, report, (GDestroyNotify) report_free);
  /* cppcheck-suppress memleak ; report_free() is called when it has been told */
}

static void
run_demo (GTask *task,
          gpointer source G_GNUC_UNUSED,
          gpointer data,
          GCancellable *cancellable)
{
  g_autofree char *path = mvua_opener_demo_path ();
  g_autofree char *mark = g_build_filename (path, MVUA_DEMO_MARK_FILE, NULL);
  MvuaDemoOptions options = MVUA_DEMO_OPTIONS_INIT;
  GError *error = NULL;

  options.directory = path;
  MvuaEnsemble *ensemble = NULL;
  /* One that is there is used again, if it can be. */
  if (g_file_test (mark, G_FILE_TEST_IS_REGULAR))
    ensemble = mvua_ensemble_open (path, NULL, cancellable, NULL);
  options.overwrite = ensemble == NULL;
  if (ensemble == NULL && g_mkdir_with_parents (path, 0755) == 0 &&
      mvua_demo_make (&options, on_demo_file, data, cancellable, &error))
    ensemble = mvua_ensemble_open (path, NULL, cancellable, &error);
  if (ensemble == NULL && error == NULL)
    g_set_error (&error, MVUA_ERROR, MVUA_ERROR_IO, "%s: the folder cannot be made",
                 path);
  return_ensemble (task, ensemble, error);
}

void
mvua_opener_make_demo_async (MvuaOpenerProgress progress,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Demo *demo = g_new0 (Demo, 1);

  demo->func = progress;
  demo->data = data;
  demo->context = g_main_context_ref_thread_default ();
  if (cancellable != NULL)
    demo->cancellable = g_object_ref (cancellable);
  g_task_set_task_data (task, demo, (GDestroyNotify) demo_free);
  g_task_run_in_thread (task, run_demo);
}

MvuaEnsemble *
mvua_opener_make_demo_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
