/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz-store.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A file system in memory, on Linux. */
#define MEMORY "/dev/shm"

static char *the_folder;

static int
remove_one (const char *path,
            const struct stat *info G_GNUC_UNUSED,
            int type G_GNUC_UNUSED,
            struct FTW *walk G_GNUC_UNUSED)
{
  return remove (path);
}

static void
remove_folder (void)
{
  nftw (the_folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  g_clear_pointer (&the_folder, g_free);
}

const char *
mvua_fuzz_store_get_folder (void)
{
  if (the_folder == NULL)
    {
      const gboolean is_free =
          g_getenv ("TMPDIR") == NULL && g_access (MEMORY, W_OK) == 0;
      the_folder = g_build_filename (is_free ? MEMORY : g_get_tmp_dir (),
                                     "mvua-fuzz-XXXXXX", NULL);
      g_assert_nonnull (g_mkdtemp (the_folder));
      atexit (remove_folder);
    }
  return the_folder;
}

void
mvua_fuzz_store_put (const char *path, const void *data, gsize n)
{
  g_autofree char *full = g_build_filename (mvua_fuzz_store_get_folder (), path, NULL);

  if (data == NULL)
    {
      g_assert_true (g_unlink (full) == 0 || errno == ENOENT);
      return;
    }
  const int fd = g_open (full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, n), ==, (gssize) n);
  g_assert_cmpint (close (fd), ==, 0);
}

void
mvua_fuzz_store_make_folder (const char *path)
{
  g_autofree char *full = g_build_filename (mvua_fuzz_store_get_folder (), path, NULL);

  g_assert_true (g_mkdir (full, 0700) == 0 || errno == EEXIST);
}
