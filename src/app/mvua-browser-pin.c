/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The values of the members at a browser's pin. */

#include "mvua-browser-private.h"
#include "mvua-problem-text.h"

#include <math.h>

MvuaFieldKey
mvua_browser_key_of_member (const MvuaFieldKey *key, MvuaMember member)
{
  MvuaFieldKey of_member = *key;

  of_member.product = mvua_product_member (member);
  return of_member;
}

void
mvua_browser_forget_pin_requests (MvuaBrowser *self)
{
  for (guint i = 0; i < self->pin_requests->len; i++)
    mvua_fields_cancel (self->fields, g_array_index (self->pin_requests, guint, i));
  g_array_set_size (self->pin_requests, 0);
  g_clear_pointer (&self->pin_problem, g_free);
}

static void
on_member (MvuaField *field, const GError *error, gpointer data)
{
  MvuaBrowser *self = data;

  if (field == NULL && self->pin_problem == NULL)
    {
      self->pin_problem = mvua_problem_text_failed (error);
      mvua_browser_changed (self, MVUA_BROWSER_POINT);
    }
  for (guint i = 0; field != NULL && i < self->pin_values->len; i++)
    {
      MvuaPinValue *value = &g_array_index (self->pin_values, MvuaPinValue, i);
      if (mvua_member_compare (value->member, field->key.product.member) != 0)
        continue;
      value->value = mvua_field_at (field, self->pin_latitude, self->pin_longitude);
      value->status = field->status;
      value->has_come = TRUE;
      mvua_browser_changed (self, MVUA_BROWSER_POINT);
      return;
    }
}

/* What is known of a member, or nothing; @known: (nullable) */
static MvuaPinValue
find_value (const GArray *known, MvuaMember member)
{
  for (guint i = 0; known != NULL && i < known->len; i++)
    if (mvua_member_compare (g_array_index (known, MvuaPinValue, i).member, member) == 0)
      return g_array_index (known, MvuaPinValue, i);
  return (MvuaPinValue){ .member = member, .value = NAN };
}

void
mvua_browser_refresh_pin (MvuaBrowser *self)
{
  MvuaFieldKey key;
  g_autofree char *problem = NULL;

  g_autoptr (GArray) known = NULL;

  if (self->fields == NULL)
    return;
  mvua_browser_forget_pin_requests (self);
  if (self->is_updating)
    known = g_array_copy (self->pin_values);
  g_array_set_size (self->pin_values, 0);
  if (self->has_pin && self->variable != NULL &&
      mvua_browser_make_key (self, &key, &problem))
    {
      const GArray *members = mvua_fields_members (self->fields);
      for (guint i = 0; i < members->len; i++)
        {
          const MvuaPinValue value =
              find_value (known, g_array_index (members, MvuaMember, i));
          g_array_append_val (self->pin_values, value);
        }
      for (guint i = 0; i < members->len; i++)
        {
          const MvuaFieldKey of_member =
              mvua_browser_key_of_member (&key, g_array_index (members, MvuaMember, i));
          const guint id = mvua_fields_request (self->fields, &of_member,
                                                MVUA_FIELDS_BESIDE, on_member, self);
          g_array_append_val (self->pin_requests, id);
        }
    }
  mvua_browser_changed (self, MVUA_BROWSER_POINT);
}

gboolean
mvua_browser_get_pin (MvuaBrowser *self, double *latitude, double *longitude)
{
  *latitude = self->pin_latitude;
  *longitude = self->pin_longitude;
  return self->has_pin;
}

void
mvua_browser_set_pin (MvuaBrowser *self, double latitude, double longitude)
{
  self->has_pin = TRUE;
  self->pin_latitude = latitude;
  self->pin_longitude = longitude;
  mvua_browser_refresh_pin (self);
}

void
mvua_browser_clear_pin (MvuaBrowser *self)
{
  self->has_pin = FALSE;
  mvua_browser_refresh_pin (self);
}

const char *
mvua_browser_get_pin_problem (MvuaBrowser *self)
{
  return self->pin_problem;
}

const GArray *
mvua_browser_get_pin_values (MvuaBrowser *self)
{
  return self->pin_values;
}
