/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is asked of the subsetter, as a URL, and what a URL asks of it. */

#include "mvua-error.h"
#include "mvua-subsetter.h"

#include <string.h>

#define DIR_PARAMETER "?dir=%2Fgefs."
#define FILE_PARAMETER "&file="
#define ANY_FILE FILE_PARAMETER "*"

/* Appends a parameter without a value once: "var_TMP" or "lev_2_m_above_ground". */
static void
append_switch (GString *url, GHashTable *seen, const char *prefix, const char *name)
{
  g_autofree char *plain = g_strconcat (prefix, name, NULL);

  g_strdelimit (plain, " ", '_');
  if (!g_hash_table_add (seen, g_strdup (plain)))
    return;
  g_string_append_c (url, '&');
  g_string_append_uri_escaped (url, plain, "()", FALSE);
  g_string_append (url, "=on");
}

static void
append_degrees (GString *url, const char *name, double degrees)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (url, "&%s=%s", name,
                          g_ascii_formatd (text, sizeof text, "%.10g", degrees));
}

static void
append_region (GString *url, const MvuaGrid *globe, const MvuaWindow *window)
{
  g_string_append (url, "&subregion=");
  append_degrees (url, "toplat", mvua_window_latitude (globe, window, 0));
  append_degrees (url, "leftlon", mvua_window_longitude (globe, window, 0));
  append_degrees (url, "rightlon",
                  mvua_window_longitude (globe, window, window->n_columns - 1));
  append_degrees (url, "bottomlat",
                  mvua_window_latitude (globe, window, window->n_rows - 1));
}

char *
mvua_subsetter_pattern (const char *script,
                        MvuaRun run,
                        const GPtrArray *variables,
                        const MvuaRegion *region,
                        GError **error)
{
  const MvuaGrid *globe = mvua_subsetter_get_globe ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (run);
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *folder =
      g_date_time_format (time, "/gefs.%Y%m%d/%H/" MVUA_PRODUCT_FOLDER);
  g_autoptr (GString) url = g_string_new (script);
  MvuaWindow window;

  if (!mvua_grid_cut (globe, region, &window, error))
    return NULL;
  g_string_append (url, "?dir=");
  g_string_append_uri_escaped (url, folder, NULL, FALSE);
  g_string_append (url, ANY_FILE);
  for (guint i = 0; i < variables->len; i++)
    {
      const MvuaVariable *variable = g_ptr_array_index (variables, i);
      append_switch (url, seen, "var_", variable->idx_name);
    }
  for (guint i = 0; i < variables->len; i++)
    {
      const MvuaVariable *variable = g_ptr_array_index (variables, i);
      append_switch (url, seen, "lev_", variable->idx_level);
    }
  if (!region->whole)
    append_region (url, globe, &window);
  return g_strdup (url->str);
}

char *
mvua_subsetter_fill (const char *pattern, const char *name)
{
  const char *at = strstr (pattern, ANY_FILE);
  g_autoptr (GString) url = NULL;

  g_return_val_if_fail (at != NULL, NULL);
  url = g_string_new_len (pattern, at - pattern);
  g_string_append (url, FILE_PARAMETER);
  g_string_append_uri_escaped (url, name, NULL, FALSE);
  g_string_append (url, at + strlen (ANY_FILE));
  return g_strdup (url->str);
}

char *
mvua_subsetter_url (const char *script,
                    MvuaRun run,
                    MvuaMember member,
                    int step,
                    const GPtrArray *variables,
                    const MvuaRegion *region,
                    GError **error)
{
  char name[MVUA_MEMBER_NAME_SIZE];
  g_autofree char *file =
      g_strdup_printf ("%s.t%02dz." MVUA_PRODUCT_EVERYDAY ".f%03d",
                       mvua_member_name (member, name), mvua_run_hour (run), step);
  g_autofree char *pattern =
      mvua_subsetter_pattern (script, run, variables, region, error);

  return pattern != NULL ? mvua_subsetter_fill (pattern, file) : NULL;
}

/* Nothing but what stands in a URL. */
static gboolean
is_plain (const char *url)
{
  if (!g_str_has_prefix (url, "https://") && !g_str_has_prefix (url, "http://"))
    return FALSE;
  for (const char *c = url; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  return TRUE;
}

gboolean
mvua_subsetter_is_pattern (const char *text)
{
  const char *at = strstr (text, ANY_FILE);

  return strlen (text) <= MVUA_SUBSETTER_MOST_PATTERN && at != NULL &&
         strstr (at + 1, ANY_FILE) == NULL && mvua_subsetter_parse_url (text, NULL);
}

gboolean
mvua_subsetter_parse_url (const char *url, MvuaRun *run)
{
  const char *at = strstr (url, DIR_PARAMETER);
  char date[9] = "", hour[3] = "";

  if (!is_plain (url) || at == NULL || strchr (url, '?') != at)
    return FALSE;
  at += strlen (DIR_PARAMETER);
  if (strnlen (at, 14) < 14 || strncmp (at + 8, "%2F", 3) != 0 ||
      strstr (at, FILE_PARAMETER) == NULL)
    return FALSE;
  memcpy (date, at, 8);
  memcpy (hour, at + 11, 2);
  const MvuaRun found = mvua_run_from_digits (date, hour);
  if (run != NULL)
    *run = found;
  return found != MVUA_RUN_UNKNOWN;
}
