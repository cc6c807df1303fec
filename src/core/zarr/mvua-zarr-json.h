/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>
#include <json-c/json.h>

G_BEGIN_DECLS

/*
 * JSON of metadata, which may be anybody's.  Any thread.  For those that read stores; no
 * part of mvua.h.
 */

/**
 * mvua_zarr_json_parse:
 * @text: @n bytes
 *
 * Strict, but for the bare NaN that Python writes; UTF-8; nesting is bounded.
 *
 * Returns: (transfer full) (nullable): %NULL if it is not JSON, and nothing else, to the
 *   end; and for the value null
 */
json_object *mvua_zarr_json_parse (const char *text, gsize n);

/* (transfer none) (nullable): json.a.b…; the names end with %NULL */
json_object *mvua_zarr_json_dig (json_object *json, ...) G_GNUC_NULL_TERMINATED;

/* (nullable): a text; %NULL if it is none, or has a NUL in it */
const char *mvua_zarr_json_get_text (json_object *json);

/* (nullable): the text of that name in an object */
const char *mvua_zarr_json_get_text_of (json_object *object, const char *name);

/**
 * MvuaZarrJsonMember:
 * @key: without escapes
 * @value: its text, @n bytes
 *
 * Returns: %FALSE to stop
 */
typedef gboolean (*MvuaZarrJsonMember) (const char *key,
                                        const char *value,
                                        gsize n,
                                        gpointer data);

/**
 * mvua_zarr_json_split:
 * @path: names that end with %NULL: which object of the text, "" of the outermost
 * @func: called for each member of that object, in the order of the text
 *
 * Goes over a text without building anything of it: the metadata of a large store is
 * megabytes, of which little is needed.  What lies between is only skipped, so a value
 * that is used is to be parsed.
 *
 * Returns: %FALSE if there is no such object, or @func stopped
 */
gboolean mvua_zarr_json_split (const char *text,
                               gsize n,
                               const char *const *path,
                               MvuaZarrJsonMember func,
                               gpointer data);

G_END_DECLS
