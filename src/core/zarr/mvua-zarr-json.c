/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-json.h"

#include <string.h>

#define MAX_DEPTH 32

json_object *
mvua_zarr_json_parse (const char *text, gsize n)
{
  json_tokener *tokener = json_tokener_new_ex (MAX_DEPTH);
  json_object *json = NULL;
  gboolean ok = FALSE;

  json_tokener_set_flags (tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
  if (n < G_MAXINT)
    {
      json = json_tokener_parse_ex (tokener, text, (int) n);
      ok = json_tokener_get_error (tokener) == json_tokener_success &&
           json_tokener_get_parse_end (tokener) == n;
      /* A number ends only where something else begins. */
      if (json_tokener_get_error (tokener) == json_tokener_continue)
        {
          json = json_tokener_parse_ex (tokener, " ", 1);
          ok = json_tokener_get_error (tokener) == json_tokener_success;
        }
    }
  if (!ok)
    {
      json_object_put (json);
      json = NULL;
    }
  json_tokener_free (tokener);
  return json;
}

json_object *
mvua_zarr_json_dig (json_object *json, ...)
{
  va_list names;
  const char *name;

  va_start (names, json);
  while ((name = va_arg (names, const char *)) != NULL)
    if (!json_object_is_type (json, json_type_object) ||
        !json_object_object_get_ex (json, name, &json))
      json = NULL;
  va_end (names);
  return json;
}

const char *
mvua_zarr_json_get_text (json_object *json)
{
  if (!json_object_is_type (json, json_type_string))
    return NULL;
  const char *text = json_object_get_string (json);
  return strlen (text) == (gsize) json_object_get_string_len (json) ? text : NULL;
}

const char *
mvua_zarr_json_get_text_of (json_object *object, const char *name)
{
  json_object *json = NULL;

  json_object_object_get_ex (object, name, &json);
  return mvua_zarr_json_get_text (json);
}

/* A place in a text. */
typedef struct
{
  const char *at;
  const char *end;
} Cursor;

static void
skip_space (Cursor *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\n' ||
                                  *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

/* Takes one character, after space. */
static gboolean
take (Cursor *self, char wanted)
{
  skip_space (self);
  if (self->at >= self->end || *self->at != wanted)
    return FALSE;
  self->at++;
  return TRUE;
}

/* The cursor is behind the first quote; goes behind the last. */
static gboolean
skip_string (Cursor *self)
{
  for (; self->at < self->end; self->at++)
    if (*self->at == '\\')
      self->at++;
    else if (*self->at == '"')
      {
        self->at++;
        return TRUE;
      }
  return FALSE;
}

static gboolean
skip_value (Cursor *self)
{
  guint depth = 0;

  skip_space (self);
  const char *begin = self->at;
  while (self->at < self->end)
    {
      const char c = *self->at;

      if (depth == 0 && (c == ',' || c == '}' || c == ']'))
        return self->at > begin;
      self->at++;
      if (c == '"' && !skip_string (self))
        return FALSE;
      if (c == '{' || c == '[')
        depth++;
      else if ((c == '}' || c == ']') && --depth == 0)
        return TRUE;
      if (depth > MAX_DEPTH)
        return FALSE;
    }
  return FALSE;
}

/* (transfer full) (nullable): the key that stands between @begin and @end, quotes
 * included */
static char *
dup_key (const char *begin, const char *end)
{
  if (memchr (begin, '\\', (gsize) (end - begin)) == NULL)
    return memchr (begin, '\0', (gsize) (end - begin)) == NULL
               ? g_strndup (begin + 1, (gsize) (end - begin - 2))
               : NULL;
  json_object *json = mvua_zarr_json_parse (begin, (gsize) (end - begin));
  char *key = g_strdup (mvua_zarr_json_get_text (json));
  json_object_put (json);
  return key;
}

/* Goes over the members of an object.  Returns: FALSE if it is none */
static gboolean
each_member (Cursor *self, MvuaZarrJsonMember func, gpointer data)
{
  if (!take (self, '{'))
    return FALSE;
  if (take (self, '}'))
    return TRUE;
  do
    {
      skip_space (self);
      const char *begin = self->at;
      if (!take (self, '"') || !skip_string (self))
        return FALSE;
      g_autofree char *key = dup_key (begin, self->at);
      if (key == NULL || !take (self, ':'))
        return FALSE;
      skip_space (self);
      const char *value = self->at;
      if (!skip_value (self) || !func (key, value, (gsize) (self->at - value), data))
        return FALSE;
    }
  while (take (self, ','));
  return take (self, '}');
}

/* A member of an object that is looked for. */
typedef struct
{
  const char *name;
  const char *value;
  gsize n;
} Wanted;

static gboolean
note_wanted (const char *key, const char *value, gsize n, gpointer data)
{
  Wanted *wanted = data;

  if (strcmp (key, wanted->name) == 0)
    {
      wanted->value = value;
      wanted->n = n;
    }
  return TRUE;
}

gboolean
mvua_zarr_json_split (const char *text,
                      gsize n,
                      const char *const *path,
                      MvuaZarrJsonMember func,
                      gpointer data)
{
  Cursor cursor = { text, text + n };

  for (; *path != NULL; path++)
    {
      Wanted wanted = { .name = *path };

      if (!each_member (&cursor, note_wanted, &wanted) || wanted.value == NULL)
        return FALSE;
      cursor = (Cursor){ wanted.value, wanted.value + wanted.n };
    }
  return each_member (&cursor, func, data);
}
