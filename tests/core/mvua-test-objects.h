/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaTestObjects:
 *
 * What a server of the tests has, by its path, with ETags, which take long to make of
 * many bytes.  Any thread.
 */
typedef struct _MvuaTestObjects MvuaTestObjects;

MvuaTestObjects *mvua_test_objects_new (void);
void mvua_test_objects_free (MvuaTestObjects *self);

/* An object, or another one in its place. */
void mvua_test_objects_put (MvuaTestObjects *self, const char *path, GBytes *bytes);

/* (transfer full) (nullable); @etag: (out) (transfer full): untouched if there is none */
GBytes *mvua_test_objects_dup (MvuaTestObjects *self, const char *path, char **etag);

/* (transfer full): that of @bytes, with its quotes */
char *mvua_test_objects_dup_etag (GBytes *bytes);

G_END_DECLS
