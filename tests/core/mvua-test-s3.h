/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-bucket.h"

G_BEGIN_DECLS

#define MVUA_TEST_S3_URL "https://bucket.example"

/**
 * MvuaTestS3:
 * @objects: (element-type MvuaObject): all that it has
 * @page: keys and folders a page
 * @is_folders: an ordinary web server instead, that makes pages of folders
 * @has_front_page: as such, whose root has a page of its own
 * @urls: (element-type utf8): all that were asked for
 *
 * A server for a bucket's fetch function, with no network.
 */
typedef struct
{
  GPtrArray *objects;
  guint page;
  gboolean is_folders;
  gboolean has_front_page;
  GPtrArray *urls;
} MvuaTestS3;

MvuaTestS3 *mvua_test_s3_new (void);
void mvua_test_s3_free (MvuaTestS3 *self);

void mvua_test_s3_add (MvuaTestS3 *self, const char *key, guint64 size, gint64 modified);

/* A bucket that is served by @self; (transfer full). */
MvuaBucket *mvua_test_s3_bucket (MvuaTestS3 *self);

/* (transfer full) (nullable): what it says to that path and query; %NULL: 404 */
char *mvua_test_s3_answer (MvuaTestS3 *self, const char *path);

/* How many were asked for since the last call. */
guint mvua_test_s3_take_count (MvuaTestS3 *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaTestS3, mvua_test_s3_free)

G_END_DECLS
