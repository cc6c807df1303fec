/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>
#include <json-c/json.h>

G_BEGIN_DECLS

/* Members of JSON objects that need not be what they should.  Private to the room. */

/* (nullable) (transfer none) */
static inline json_object *
mvua_json_get (json_object *json, const char *name)
{
  json_object *value = NULL;

  if (json_object_is_type (json, json_type_object))
    json_object_object_get_ex (json, name, &value);
  return value;
}

/* (nullable) (transfer none) */
static inline const char *
mvua_json_text (json_object *json, const char *name)
{
  json_object *value = mvua_json_get (json, name);

  return json_object_is_type (value, json_type_string) ? json_object_get_string (value)
                                                       : NULL;
}

/* 0 if it is none */
static inline gint64
mvua_json_int (json_object *json, const char *name)
{
  return json_object_get_int64 (mvua_json_get (json, name));
}

/* 0 if it is none */
static inline double
mvua_json_double (json_object *json, const char *name)
{
  return json_object_get_double (mvua_json_get (json, name));
}

/* (nullable) (transfer none): an array of just so many items */
static inline json_object *
mvua_json_list (json_object *json, const char *name, gsize n)
{
  json_object *value = mvua_json_get (json, name);

  return json_object_is_type (value, json_type_array) &&
                 json_object_array_length (value) == n
             ? value
             : NULL;
}

G_END_DECLS
