/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Where a piece is kept: 5e/5e0c…-91ab…-r<offset>-<length>, that is the beginnings of the
 * SHA-256 of URL and ETag, 'r' for a range or 'o' for a whole object, and two numbers of
 * 16 hexadecimal digits (zeros for an object).  With offset and length in the name a
 * folder's list tells which pieces cover a place; with URL apart from ETag it tells all
 * ETags of a URL.  Names are hints: what counts is what stands in the file.
 */

#define MVUA_CACHE_URL_DIGITS 32
#define MVUA_CACHE_ETAG_DIGITS 16
#define MVUA_CACHE_NAME_LENGTH (MVUA_CACHE_URL_DIGITS + MVUA_CACHE_ETAG_DIGITS + 36)
#define MVUA_CACHE_NAME_SIZE (MVUA_CACHE_NAME_LENGTH + 1)
#define MVUA_CACHE_N_FOLDERS 256

typedef enum
{
  MVUA_CACHE_RANGE,
  MVUA_CACHE_OBJECT,
} MvuaCacheKind;

/* The beginning of the names of all pieces of a URL and an ETag. */
typedef struct
{
  char url[MVUA_CACHE_URL_DIGITS + 1];
  char etag[MVUA_CACHE_ETAG_DIGITS + 1];
} MvuaCacheKey;

typedef struct
{
  MvuaCacheKey key;
  MvuaCacheKind kind;
  guint64 offset; /* both 0 for an object */
  guint64 length;
} MvuaCacheName;

/* @etag: (nullable): %NULL is "" */
void mvua_cache_key_make (MvuaCacheKey *key, const char *url, const char *etag);
guint mvua_cache_key_folder (const MvuaCacheKey *key);

void mvua_cache_name_format (const MvuaCacheName *name, char text[MVUA_CACHE_NAME_SIZE]);

/* FALSE if @text is not the name of a piece: exactly what is formatted is parsed. */
gboolean mvua_cache_name_parse (const char *text, MvuaCacheName *name);

/* Files that are being written: ".part-" and 16 hexadecimal digits, made of the process's
 * number and a random one. */
#define MVUA_CACHE_PART_SIZE 23
void mvua_cache_part_format (guint64 serial, char text[MVUA_CACHE_PART_SIZE]);
gboolean mvua_cache_part_is (const char *text);

G_END_DECLS
