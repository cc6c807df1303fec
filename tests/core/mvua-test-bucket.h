/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-test-server.h"

G_BEGIN_DECLS

/**
 * MvuaTestBucket:
 *
 * A bucket on the loopback: objects by key, and S3's listing of them, whose sizes and
 * ETags are those that the objects are served with; or an ordinary web server that makes
 * pages of folders.  Any thread may call.
 */
typedef struct _MvuaTestBucket MvuaTestBucket;

MvuaTestBucket *mvua_test_bucket_new (void);
void mvua_test_bucket_free (MvuaTestBucket *self);

/* (transfer none): for faults, the link and its URL */
MvuaTestServer *mvua_test_bucket_get_server (MvuaTestBucket *self);
const char *mvua_test_bucket_get_url (MvuaTestBucket *self);

/* An object, or another one in its place; it is listed at once. */
void mvua_test_bucket_put (MvuaTestBucket *self, const char *key, GBytes *bytes);

/* All files below @folder; what begins with a dot is left out. */
void mvua_test_bucket_put_folder (MvuaTestBucket *self, const char *folder);

/* Neither there nor listed any more. */
void mvua_test_bucket_remove (MvuaTestBucket *self, const char *key);

/* Listed with that size, and not there. */
void mvua_test_bucket_list_only (MvuaTestBucket *self, const char *key, guint64 size);

/* (transfer full) (nullable) */
GBytes *mvua_test_bucket_dup (MvuaTestBucket *self, const char *key);

/* (transfer full): of all objects, in no order */
GStrv mvua_test_bucket_dup_keys (MvuaTestBucket *self);

/* An ordinary web server instead, that makes pages of folders. */
void mvua_test_bucket_set_folders (MvuaTestBucket *self, gboolean is_folders);

/* Keys a page of the listing; 1,000 as S3's. */
void mvua_test_bucket_set_page (MvuaTestBucket *self, guint n_keys);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaTestBucket, mvua_test_bucket_free)

G_END_DECLS
