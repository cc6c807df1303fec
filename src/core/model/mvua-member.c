/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-member.h"

#include "mvua-error.h"

#include <string.h>

static const char *const plain_names[] = {
  [MVUA_MEMBER_DETERMINISTIC] = "det",
  [MVUA_MEMBER_CONTROL] = "gec00",
  [MVUA_MEMBER_MEAN] = "geavg",
  [MVUA_MEMBER_SPREAD] = "gespr",
};

const char *
mvua_member_name (MvuaMember member, char name[MVUA_MEMBER_NAME_SIZE])
{
  if (member.kind == MVUA_MEMBER_PERTURBED)
    g_snprintf (name, MVUA_MEMBER_NAME_SIZE, "gep%02u", member.number);
  else
    g_strlcpy (name, plain_names[member.kind], MVUA_MEMBER_NAME_SIZE);
  return name;
}

gboolean
mvua_member_from_name (const char *name, MvuaMember *member)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (plain_names); kind++)
    if (plain_names[kind] != NULL && strcmp (name, plain_names[kind]) == 0)
      {
        *member = (MvuaMember){ .kind = (guint8) kind };
        return TRUE;
      }

  guint64 number = 0;
  if (!g_str_has_prefix (name, "gep") || strlen (name) < 5 ||
      !g_ascii_string_to_unsigned (name + 3, 10, 1, 255, &number, NULL))
    return FALSE;

  *member = (MvuaMember){ .kind = MVUA_MEMBER_PERTURBED, .number = (guint8) number };
  return TRUE;
}

int
mvua_member_compare (MvuaMember a, MvuaMember b)
{
  if (a.kind != b.kind)
    return a.kind < b.kind ? -1 : 1;
  return (a.number > b.number) - (a.number < b.number);
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  return mvua_member_compare (*(const MvuaMember *) a, *(const MvuaMember *) b);
}

static gboolean
parse_range (const char *range, GArray *members, GError **error)
{
  const char *dash = strchr (range, '-');
  g_autofree char *first = dash ? g_strndup (range, (gsize) (dash - range)) : NULL;
  MvuaMember from;
  MvuaMember to;

  if (!mvua_member_from_name (dash ? first : range, &from) ||
      !mvua_member_from_name (dash ? dash + 1 : range, &to) || from.kind != to.kind ||
      from.number > to.number)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "“%s” is not a member or a range of members; expected such as "
                   "gep05, gep01-gep10 or gec00",
                   range);
      return FALSE;
    }

  for (guint number = from.number; number <= to.number; number++)
    {
      const MvuaMember member = { .kind = from.kind, .number = (guint8) number };
      g_array_append_val (members, member);
    }
  return TRUE;
}

GArray *
mvua_member_list_parse (const char *text, GError **error)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  g_auto (GStrv) ranges = g_strsplit (text, ",", -1);

  for (guint i = 0; ranges[i] != NULL; i++)
    if (!parse_range (g_strstrip (ranges[i]), members, error))
      return NULL;
  if (members->len == 0)
    {
      g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                           "The list of members is empty");
      return NULL;
    }

  g_array_sort (members, compare_members);
  for (guint i = members->len - 1; i > 0; i--)
    if (compare_members (&g_array_index (members, MvuaMember, i),
                         &g_array_index (members, MvuaMember, i - 1)) == 0)
      g_array_remove_index (members, i);
  return g_steal_pointer (&members);
}
