/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Pages of ListObjectsV2.  GMarkup knows no entities but XML's five and expands none
 * that a document declares, and keeps its stack on the heap.  Of CDATA that is no UTF-8
 * it notes an error and goes on, so what is no UTF-8 is refused before. */

#include "mvua-listing.h"

#include "mvua-error.h"

#include <string.h>

#define MOST_DEPTH 16
#define MOST_TOKEN 4096

/* Where in the document the parser is; what is not known is not entered. */
typedef enum
{
  PLACE_NOWHERE,
  PLACE_LISTING,
  PLACE_CONTENTS,
  PLACE_PREFIXES,
  PLACE_ERROR,
} Place;

typedef struct _Parser Parser;

/* One element whose text is wanted. */
typedef struct
{
  Place place;
  const char *name;
  gsize most;
  gboolean (*set) (Parser *self, const char *text);
} Field;

struct _Parser
{
  MvuaListing *listing;
  Place place;
  guint depth;
  guint ignored; /* elements open that are passed over */
  const Field *field;
  GString *text;
  MvuaObject *object;
  gboolean has_size;
  gboolean has_truncated;
  gboolean is_truncated;
  gboolean is_url_encoded;
  char *code;
  char *message;
};

static gboolean
malformed (GError **error, const char *what, const char *detail)
{
  g_autofree char *shown = mvua_error_dup_quoted (detail, 120);

  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "The bucket's listing is malformed: %s%s%s%s", what,
               shown[0] != '\0' ? " “" : "", shown, shown[0] != '\0' ? "”" : "");
  return FALSE;
}

static gboolean
set_truncated (Parser *self, const char *text)
{
  if (self->has_truncated || (strcmp (text, "true") != 0 && strcmp (text, "false") != 0))
    return FALSE;
  self->has_truncated = TRUE;
  self->is_truncated = text[0] == 't';
  return TRUE;
}

static gboolean
set_token (Parser *self, const char *text)
{
  if (self->listing->token != NULL)
    return FALSE;
  self->listing->token = g_strdup (text);
  return TRUE;
}

static gboolean
set_encoding (Parser *self, const char *text)
{
  self->is_url_encoded = strcmp (text, "url") == 0;
  return self->is_url_encoded || text[0] == '\0';
}

static gboolean
set_key (Parser *self, const char *text)
{
  if (self->object->key != NULL)
    return FALSE;
  self->object->key = g_strdup (text);
  return TRUE;
}

static gboolean
set_size (Parser *self, const char *text)
{
  if (self->has_size ||
      !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &self->object->size, NULL))
    return FALSE;
  self->has_size = TRUE;
  return TRUE;
}

/* Quotes are part of a tag, and some servers leave them out.  A weak one promises
 * nothing of bytes. */
static gboolean
set_etag (Parser *self, const char *text)
{
  const gsize length = strlen (text);
  const gboolean is_quoted = length >= 2 && text[0] == '"' && text[length - 1] == '"';

  if (self->object->etag != NULL || length == 0)
    return FALSE;
  if (g_str_has_prefix (text, "W/"))
    return TRUE;
  for (gsize i = is_quoted; i < length - is_quoted; i++)
    if (!g_ascii_isgraph (text[i]) || text[i] == '"')
      return FALSE;
  self->object->etag = is_quoted ? g_strdup (text) : g_strdup_printf ("\"%s\"", text);
  return TRUE;
}

static gboolean
set_modified (Parser *self, const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  if (self->object->modified != 0 || time == NULL)
    return FALSE;
  self->object->modified = g_date_time_to_unix (time);
  return TRUE;
}

static gboolean
add_prefix (Parser *self, const char *text)
{
  if (self->listing->prefixes->len >= MVUA_LISTING_MOST_ENTRIES)
    return FALSE;
  g_ptr_array_add (self->listing->prefixes, g_strdup (text));
  return TRUE;
}

static gboolean
set_code (Parser *self, const char *text)
{
  g_free (self->code);
  self->code = g_strdup (text);
  return TRUE;
}

static gboolean
set_message (Parser *self, const char *text)
{
  g_free (self->message);
  self->message = g_strdup (text);
  return TRUE;
}

/* A key may be written in percent. */
static const Field fields[] = {
  { PLACE_LISTING, "IsTruncated", 5, set_truncated },
  { PLACE_LISTING, "NextContinuationToken", MOST_TOKEN, set_token },
  { PLACE_LISTING, "EncodingType", 8, set_encoding },
  { PLACE_CONTENTS, "Key", 3 * MVUA_LISTING_MOST_KEY, set_key },
  { PLACE_CONTENTS, "Size", 20, set_size },
  { PLACE_CONTENTS, "ETag", 256, set_etag },
  { PLACE_CONTENTS, "LastModified", 40, set_modified },
  { PLACE_PREFIXES, "Prefix", 3 * MVUA_LISTING_MOST_KEY, add_prefix },
  { PLACE_ERROR, "Code", 128, set_code },
  { PLACE_ERROR, "Message", 1024, set_message },
};

static const struct
{
  Place outer;
  const char *name;
  Place inner;
} places[] = {
  { PLACE_NOWHERE, "ListBucketResult", PLACE_LISTING },
  { PLACE_NOWHERE, "Error", PLACE_ERROR },
  { PLACE_LISTING, "Contents", PLACE_CONTENTS },
  { PLACE_LISTING, "CommonPrefixes", PLACE_PREFIXES },
};

static gboolean
enter (Parser *self, const char *name, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (places[i].outer == self->place && strcmp (places[i].name, name) == 0)
      {
        self->place = places[i].inner;
        if (self->place == PLACE_CONTENTS)
          {
            if (self->listing->objects->len >= MVUA_LISTING_MOST_ENTRIES)
              return malformed (error, "too many objects", "");
            self->object = g_new0 (MvuaObject, 1);
            self->has_size = FALSE;
          }
        return TRUE;
      }
  if (self->place == PLACE_NOWHERE)
    return malformed (error, "unexpected element", name);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].place == self->place && strcmp (fields[i].name, name) == 0)
      {
        self->field = &fields[i];
        g_string_truncate (self->text, 0);
        return TRUE;
      }
  self->ignored = 1;
  return TRUE;
}

static void
start_element (GMarkupParseContext *context G_GNUC_UNUSED,
               const char *name,
               const char **attribute_names G_GNUC_UNUSED,
               const char **attribute_values G_GNUC_UNUSED,
               gpointer data,
               GError **error)
{
  Parser *self = data;
  const char *colon = strrchr (name, ':');

  if (++self->depth > MOST_DEPTH)
    malformed (error, "too deep", "");
  else if (self->depth == 1 && self->place != PLACE_NOWHERE)
    malformed (error, "a second document behind the first", "");
  else if (self->ignored > 0)
    self->ignored++;
  else if (self->field != NULL)
    malformed (error, "an element within", self->field->name);
  else
    enter (self, colon ? colon + 1 : name, error);
}

static gboolean
end_contents (Parser *self, GError **error)
{
  if (self->object->key == NULL || !self->has_size)
    return malformed (error, "no Key or no Size in an object",
                      self->object->key ? self->object->key : "");
  g_ptr_array_add (self->listing->objects, g_steal_pointer (&self->object));
  return TRUE;
}

static void
end_element (GMarkupParseContext *context G_GNUC_UNUSED,
             const char *name G_GNUC_UNUSED,
             gpointer data,
             GError **error)
{
  Parser *self = data;

  self->depth--;
  if (self->ignored > 0)
    self->ignored--;
  else if (self->field != NULL)
    {
      const Field *field = g_steal_pointer (&self->field);
      if (!field->set (self, self->text->str))
        {
          g_autofree char *what = g_strdup_printf ("%s is", field->name);
          malformed (error, what, self->text->str);
        }
    }
  else if (self->place == PLACE_CONTENTS)
    {
      self->place = PLACE_LISTING;
      end_contents (self, error);
    }
  else if (self->place == PLACE_PREFIXES)
    self->place = PLACE_LISTING;
}

static void
take_text (GMarkupParseContext *context G_GNUC_UNUSED,
           const char *text,
           gsize length,
           gpointer data,
           GError **error)
{
  Parser *self = data;

  if (self->field == NULL)
    return;
  if (memchr (text, '\0', length) != NULL || length > self->field->most ||
      self->text->len + length > self->field->most)
    malformed (error, "too long or no text", self->field->name);
  else
    g_string_append_len (self->text, text, (gssize) length);
}

/* Decodes @text in place of itself.  S3 writes a space as a plus. */
static gboolean
settle_key (const Parser *self, char **text, GError **error)
{
  if (self->is_url_encoded)
    {
      g_autofree char *spaced = g_strdelimit (g_strdup (*text), "+", ' ');
      g_autofree char *plain = g_uri_unescape_string (spaced, NULL);
      if (plain == NULL)
        return malformed (error, "a key that is not encoded as it says", *text);
      g_free (*text);
      *text = g_steal_pointer (&plain);
    }
  return mvua_listing_is_key (*text) || malformed (error, "no key", *text);
}

/* What can only be judged when all of the page has been read. */
static gboolean
settle (Parser *self, GError **error)
{
  MvuaListing *listing = self->listing;

  if (self->place == PLACE_ERROR)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "The bucket's server says %s: %s", self->code ? self->code : "Error",
                   self->message ? self->message : "no more than that");
      return FALSE;
    }
  if (!self->has_truncated)
    return malformed (error, "no word on whether it goes on", "");
  if (self->is_truncated && (listing->token == NULL || listing->token[0] == '\0'))
    return malformed (error, "it goes on, and there is no token", "");
  if (!self->is_truncated)
    g_clear_pointer (&listing->token, g_free);

  for (guint i = 0; i < listing->objects->len; i++)
    {
      MvuaObject *object = g_ptr_array_index (listing->objects, i);
      if (!settle_key (self, &object->key, error))
        return FALSE;
    }
  for (guint i = 0; i < listing->prefixes->len; i++)
    if (!settle_key (self, (char **) &g_ptr_array_index (listing->prefixes, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
run (Parser *self, const char *text, gsize length, GError **error)
{
  static const GMarkupParser handlers = {
    .start_element = start_element,
    .end_element = end_element,
    .text = take_text,
  };
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&handlers, G_MARKUP_TREAT_CDATA_AS_TEXT, self, NULL);
  g_autoptr (GError) own = NULL;

  /* GMarkup does not know the byte order mark. */
  if (length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    return malformed (error, "no XML: it is not UTF-8", "");
  if (g_markup_parse_context_parse (context, text, (gssize) length, &own) &&
      g_markup_parse_context_end_parse (context, &own))
    return settle (self, error);
  if (own->domain != G_MARKUP_ERROR)
    g_propagate_error (error, g_steal_pointer (&own));
  else
    malformed (error, "no XML:", own->message); /* which may quote all of the page */
  return FALSE;
}

MvuaListing *
mvua_listing_parse (const char *text, gsize length, GError **error)
{
  Parser parser = { .listing = mvua_listing_new (), .text = g_string_new (NULL) };
  gboolean is_read = FALSE;

  if (length > MVUA_LISTING_MOST_BYTES)
    malformed (error, "too long", "");
  else
    is_read = run (&parser, text, length, error);

  g_clear_pointer (&parser.object, mvua_object_free);
  g_string_free (parser.text, TRUE);
  g_free (parser.code);
  g_free (parser.message);
  if (!is_read)
    g_clear_pointer (&parser.listing, mvua_listing_free);
  return parser.listing;
}
