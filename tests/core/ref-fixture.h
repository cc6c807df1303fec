/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of the forms of reference sets share: a place for one, and what is in
 * one. */

#include "mvua-ref-file.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static inline void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->folder = g_dir_make_tmp ("mvua-refs-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "set", NULL);
}

static inline int
remove_one (const char *path,
            const struct stat *info G_GNUC_UNUSED,
            int type G_GNUC_UNUSED,
            struct FTW *walk G_GNUC_UNUSED)
{
  return remove (path);
}

static inline void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_cmpint (nftw (self->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static inline void
assert_inline (const MvuaRefSet *set, const char *key, const void *bytes, gsize n)
{
  MvuaRef ref;

  g_assert_true (mvua_ref_set_find (set, key, &ref));
  g_assert_cmpint (ref.kind, ==, MVUA_REF_INLINE);
  g_assert_cmpmem (ref.bytes, ref.n_bytes, bytes, n);
}

static inline void
assert_range (const MvuaRefSet *set,
              const char *key,
              const char *url,
              guint64 offset,
              guint64 length)
{
  MvuaRef ref;

  g_assert_true (mvua_ref_set_find (set, key, &ref));
  g_assert_cmpint (ref.kind, ==, MVUA_REF_RANGE);
  g_assert_cmpstr (mvua_ref_set_get_url (set, ref.url), ==, url);
  g_assert_cmpuint (ref.offset, ==, offset);
  g_assert_cmpuint (ref.length, ==, length);
}
