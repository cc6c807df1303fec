/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-traffic.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* "2026-11-24 12345678901234567890\n" */
#define LONGEST 40
#define DAY_LENGTH 10

char *
mvua_traffic_default_path (void)
{
  return g_build_filename (g_get_user_cache_dir (), "mvua", "traffic", NULL);
}

static guint64
read_count (int fd, const char *day)
{
  char text[LONGEST + 1] = "";
  const ssize_t n = pread (fd, text, LONGEST, 0);
  guint64 count = 0;
  char *end = NULL;

  if (n <= DAY_LENGTH + 1 || strncmp (text, day, DAY_LENGTH) != 0 ||
      text[DAY_LENGTH] != ' ' || !g_ascii_isdigit (text[DAY_LENGTH + 1]))
    return 0;
  count = g_ascii_strtoull (text + DAY_LENGTH + 1, &end, 10);
  return *end == '\n' ? count : 0;
}

static void
write_count (int fd, const char *day, guint64 count)
{
  char text[LONGEST + 1];
  const int n = g_snprintf (text, sizeof text, "%s %" G_GUINT64_FORMAT "\n", day, count);

  /* What cannot be written is counted from 0 the next time. */
  if (pwrite (fd, text, (size_t) n, 0) != n || ftruncate (fd, n) != 0)
    (void) !ftruncate (fd, 0);
}

guint64
mvua_traffic_add (const char *path, guint64 n)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  guint64 count;

  if (fd < 0 && g_mkdir_with_parents (folder, 0700) == 0)
    fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return n;
  if (flock (fd, LOCK_EX) != 0)
    {
      close (fd);
      return n;
    }
  count = read_count (fd, day);
  count = n > G_MAXUINT64 - count ? G_MAXUINT64 : count + n;
  if (n > 0)
    write_count (fd, day, count);
  close (fd);
  return count;
}
