/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ref-set.h"

#include <json-c/json.h>

G_BEGIN_DECLS

/* Kerchunk's JSON.  Private to the room. */

/* The largest text that is parsed, and the most that a compressed one may become. */
#define MVUA_REF_JSON_LARGEST (256u << 20)

/**
 * mvua_ref_json_parse:
 * @text: [length]
 * @name: what errors call it
 *
 * Any JSON, with a bare NaN or Infinity where Python writes one, and nested no deeper
 * than 64.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE set, naming the
 *   place
 */
json_object *mvua_ref_json_parse (const char *text,
                                  gsize length,
                                  const char *name,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_ref_json_read:
 * @file: a whole file: version 1, version 0 (the map alone), or an array of sets of
 *   version 1, as kerchunk's scan_grib gives them; perhaps compressed with gzip.  The
 *   keys of an array's sets get their place in it in front: "0/", "1/" …
 * @path: what errors call it
 *
 * Templates (`{{u}}`) are put in; those that compute something, and a non-empty "gen",
 * are refused.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE or
 *   %G_IO_ERROR_CANCELLED set
 */
MvuaRefSet *mvua_ref_json_read (GBytes *file,
                                const char *path,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_ref_json_write:
 *
 * Version 1 without templates.  Metadata are text, all other octets base64.
 *
 * Returns: (transfer full)
 */
GBytes *mvua_ref_json_write (const MvuaRefSet *set) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_ref_json_value:
 * @text: to which the value of an entry is added: the JSON of it
 * @is_bare: inline text without its quotes, and the rest as it is, which is what
 *   a table of keys and values has
 */
void mvua_ref_json_value (GString *text,
                          const MvuaRefSet *set,
                          const MvuaRef *ref,
                          gboolean is_bare);

/* Adds inline text: what follows "base64:" decoded, anything else as it is. */
gboolean mvua_ref_json_add_text (MvuaRefBuilder *builder,
                                 const char *key,
                                 const char *text,
                                 gsize length,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds [url] or [url, offset, length]; @templates: (nullable) */
gboolean mvua_ref_json_add_array (MvuaRefBuilder *builder,
                                  const char *key,
                                  json_object *array,
                                  json_object *templates,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the last segment of a key is that of metadata: ".zarray", ".zattrs" … */
gboolean mvua_ref_json_is_metadata (const char *key);

G_END_DECLS
