/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The queue alone: what is first, and what is near enough to go along. */

#include "mvua-http-queue.h"

static MvuaHttpTask *
make_task (const char *url, guint64 offset, gsize length, MvuaPriority priority)
{
  const MvuaHttpRequest request = {
    .url = url,
    .offset = offset,
    .length = length,
    .most = 1,
    .etag = "\"a\"",
    .priority = priority,
  };

  return mvua_http_task_new (&request, "origin");
}

static void
push (MvuaHttpQueue *queue,
      const char *url,
      guint64 offset,
      gsize length,
      MvuaPriority priority)
{
  g_autoptr (MvuaHttpTask) task = make_task (url, offset, length, priority);

  mvua_http_queue_push (queue, task);
}

/* All that the queue gives, in its order: "url@first+n url@…, url@…" */
static char *
drain (MvuaHttpQueue *queue, MvuaPriority last, guint64 gap, guint64 most)
{
  const MvuaHttpMerge merge = { gap, most };
  GString *text = g_string_new (NULL);
  GPtrArray *tasks;

  while ((tasks = mvua_http_queue_take (queue, last, &merge)) != NULL)
    {
      for (guint i = 0; i < tasks->len; i++)
        {
          const MvuaHttpTask *task = tasks->pdata[i];
          g_string_append_printf (text, "%s%s@%u+%u", i > 0 ? " " : "", task->url,
                                  (guint) task->offset, (guint) task->length);
        }
      g_string_append (text, ", ");
      g_ptr_array_unref (tasks);
    }
  return g_string_free (text, FALSE);
}

#define assert_drains(queue, last, gap, most, expected)                                  \
  G_STMT_START                                                                           \
  {                                                                                      \
    g_autofree char *drained = drain (queue, last, gap, most);                           \
    g_assert_cmpstr (drained, ==, expected);                                             \
  }                                                                                      \
  G_STMT_END

static void
test_order (void)
{
  MvuaHttpQueue queue = { 0 };
  const MvuaHttpMerge none = { 0, 0 };

  push (&queue, "a", 0, 0, MVUA_PRIORITY_EXPORT);
  push (&queue, "b", 0, 0, MVUA_PRIORITY_PREFETCH);
  push (&queue, "c", 0, 0, MVUA_PRIORITY_EXPORT);
  push (&queue, "d", 0, 0, MVUA_PRIORITY_PICKED);
  push (&queue, "e", 0, 0, MVUA_PRIORITY_BESIDE);
  push (&queue, "f", 0, 0, MVUA_PRIORITY_PICKED);
  g_assert_cmpuint (mvua_http_queue_count (&queue), ==, 6);
  /* The last connection is not for work in the background. */
  assert_drains (&queue, MVUA_PRIORITY_BESIDE, 0, 0, "d@0+0, f@0+0, e@0+0, ");

  /* What comes back has the place that it had. */
  push (&queue, "g", 0, 0, MVUA_PRIORITY_PREFETCH);
  g_autoptr (GPtrArray) first =
      mvua_http_queue_take (&queue, MVUA_PRIORITY_EXPORT, &none);
  mvua_http_queue_sleep (&queue, first->pdata[0], 1000);
  g_assert_cmpuint (mvua_http_queue_count (&queue), ==, 4);
  g_assert_cmpint (mvua_http_queue_get_due (&queue), ==, 1000);
  mvua_http_queue_wake (&queue, 999);
  g_assert_cmpint (((MvuaHttpTask *) first->pdata[0])->state, ==,
                   MVUA_HTTP_TASK_SLEEPING);
  mvua_http_queue_wake (&queue, 1000);
  g_assert_cmpint (mvua_http_queue_get_due (&queue), ==, G_MAXINT64);
  assert_drains (&queue, MVUA_PRIORITY_EXPORT, 0, 0, "b@0+0, g@0+0, a@0+0, c@0+0, ");

  /* Either way of waiting can be given up. */
  g_autoptr (MvuaHttpTask) task = make_task ("h", 0, 1, MVUA_PRIORITY_EXPORT);
  mvua_http_queue_push (&queue, task);
  mvua_http_queue_remove (&queue, task);
  mvua_http_queue_sleep (&queue, task, 5);
  mvua_http_queue_remove (&queue, task);
  g_assert_cmpuint (mvua_http_queue_count (&queue), ==, 0);
  mvua_http_queue_sleep (&queue, task, 5);
  mvua_http_queue_clear (&queue);
}

/* What becomes more urgent is where it would be if it always had been, whether it waits
 * for a connection, sleeps, or has not been in the queue yet. */
static void
test_raised (void)
{
  MvuaHttpQueue queue = { 0 };
  g_autoptr (MvuaHttpTask) waits = make_task ("b", 0, 0, MVUA_PRIORITY_PREFETCH);
  g_autoptr (MvuaHttpTask) sleeps = make_task ("c", 0, 0, MVUA_PRIORITY_PREFETCH);
  g_autoptr (MvuaHttpTask) is_new = make_task ("d", 0, 0, MVUA_PRIORITY_EXPORT);

  push (&queue, "a", 0, 0, MVUA_PRIORITY_PREFETCH);
  mvua_http_queue_push (&queue, waits);
  mvua_http_queue_sleep (&queue, sleeps, 5);
  push (&queue, "e", 0, 0, MVUA_PRIORITY_BESIDE);
  mvua_http_queue_raise (&queue, waits, MVUA_PRIORITY_BESIDE);
  mvua_http_queue_raise (&queue, waits, MVUA_PRIORITY_PREFETCH);
  mvua_http_queue_raise (&queue, sleeps, MVUA_PRIORITY_PICKED);
  mvua_http_queue_raise (&queue, is_new, MVUA_PRIORITY_BESIDE);
  g_assert_cmpuint (mvua_http_queue_count (&queue), ==, 4);
  mvua_http_queue_push (&queue, is_new);
  mvua_http_queue_wake (&queue, 5);
  assert_drains (&queue, MVUA_PRIORITY_EXPORT, 0, 0,
                 "c@0+0, b@0+0, e@0+0, d@0+0, a@0+0, ");
}

static void
test_together (void)
{
  MvuaHttpQueue queue = { 0 };
  const MvuaPriority export = MVUA_PRIORITY_EXPORT;

  /* In whichever order they came: the gaps are 10, 20 and 21. */
  push (&queue, "a", 100, 50, export);
  push (&queue, "b", 150, 50, export);
  push (&queue, "a", 160, 40, export);
  push (&queue, "a", 261, 10, export);
  push (&queue, "a", 0, 80, export);
  push (&queue, "a", 0, 0, export);
  push (&queue, "a", 200, 10, MVUA_PRIORITY_PREFETCH);
  assert_drains (&queue, export, 20, 1000,
                 "a@200+10, a@100+50 a@160+40 a@0+80, b@150+50, a@261+10, a@0+0, ");

  /* What fits only behind one that came later. */
  push (&queue, "a", 0, 10, export);
  push (&queue, "a", 20, 10, export);
  push (&queue, "a", 10, 10, export);
  assert_drains (&queue, export, 0, 1000, "a@0+10 a@10+10 a@20+10, ");

  /* The same range twice, one within another, and not more than is allowed together. */
  push (&queue, "a", 0, 50, export);
  push (&queue, "a", 0, 50, export);
  push (&queue, "a", 10, 20, export);
  push (&queue, "a", 50, 50, export);
  push (&queue, "a", 100, 1, export);
  assert_drains (&queue, export, 0, 100, "a@0+50 a@0+50 a@10+20 a@50+50, a@100+1, ");
}

static void
test_not_together (void)
{
  MvuaHttpQueue queue = { 0 };
  g_autoptr (MvuaHttpTask) alone = make_task ("a", 10, 10, MVUA_PRIORITY_EXPORT);
  g_autoptr (MvuaHttpTask) other = make_task ("a", 20, 10, MVUA_PRIORITY_EXPORT);

  g_free (other->etag);
  other->etag = g_strdup ("\"b\"");
  alone->is_alone = TRUE;
  push (&queue, "a", 0, 10, MVUA_PRIORITY_EXPORT);
  mvua_http_queue_push (&queue, alone);
  mvua_http_queue_push (&queue, other);
  push (&queue, "a", 30, 10, MVUA_PRIORITY_EXPORT);
  assert_drains (&queue, MVUA_PRIORITY_EXPORT, 5, 1000,
                 "a@0+10, a@10+10, a@20+10, a@30+10, ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-order/order", test_order);
  g_test_add_func ("/http-order/raised", test_raised);
  g_test_add_func ("/http-order/together", test_together);
  g_test_add_func ("/http-order/not-together", test_not_together);
  return g_test_run ();
}
