/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-carry.h"

#include "mvua-crc32c.h"
#include "mvua-json-text.h"
#include "mvua-milestone.h"
#include "mvua-store-file.h"
#include "mvua-zarr-codec.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define FOLDER "rain"

/* (transfer full): below the folder of the output */
static char *
name_of (guint first, guint member)
{
  return g_strdup_printf (FOLDER "/%u/%u", first, member);
}

static gboolean
is_last_block (const MvuaExportWork *work)
{
  return work->first + work->n_steps == work->plan->steps->len;
}

static gboolean
write_member (guint member, gpointer data, GError **error)
{
  MvuaExportWork *work = data;
  g_autoptr (GBytes) saved = mvua_rain_series_save (work->rain[member].series);
  g_autofree char *name = name_of (work->first, member);
  gsize n = 0, n_packed = 0;
  const void *bytes = saved != NULL ? g_bytes_get_data (saved, &n) : NULL;
  g_autofree void *packed =
      saved != NULL ? g_try_malloc (mvua_zarr_codec_get_bound (n)) : NULL;

  if (packed == NULL || n > MVUA_ZARR_CODEC_MAX)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                   "No memory to keep the rain of a member: %" G_GSIZE_FORMAT " points",
                   work->plan->n_points);
      return FALSE;
    }
  if (!mvua_zarr_codec_compress (bytes, n, sizeof (float), packed, &n_packed, error) ||
      !mvua_store_file_write (work->part, name, packed, n_packed, FALSE, error))
    return FALSE;
  work->rain[member].n_saved = n;
  work->rain[member].n_packed = n_packed;
  work->rain[member].crc32c = mvua_crc32c (0, packed, n_packed);
  mvua_milestone ("rain-kept");
  return TRUE;
}

gboolean
mvua_export_carry_write (MvuaExportWork *work, json_object *results, GError **error)
{
  const guint n_members = work->plan->members->len;

  if (!mvua_export_work_at_rain (work) || is_last_block (work))
    return TRUE;
  if (!mvua_export_work_in_parallel (work, work->pool, n_members, write_member, error))
    return FALSE;

  json_object *list = json_object_new_array ();
  for (guint m = 0; m < n_members; m++)
    {
      const MvuaMemberRain *rain = &work->rain[m];
      const gint64 numbers[] = { (gint64) rain->n_saved, (gint64) rain->n_packed,
                                 rain->crc32c, rain->next, rain->next_day };
      json_object *row = json_object_new_array ();

      for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
        json_object_array_add (row, json_object_new_int64 (numbers[i]));
      json_object_array_add (list, row);
    }
  json_object_object_add (results, "rain", list);
  return TRUE;
}

static void
remove_block (MvuaExportWork *work, guint first)
{
  g_autofree char *folder = g_strdup_printf ("%s/" FOLDER "/%u", work->part, first);

  for (guint m = 0; m < work->plan->members->len; m++)
    {
      g_autofree char *name = name_of (first, m);
      g_autofree char *path = g_build_filename (work->part, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
}

void
mvua_export_carry_tidy (MvuaExportWork *work)
{
  if (!mvua_export_work_at_rain (work) || work->first == 0)
    return;
  remove_block (work, work->first - work->plan->block);
}

/* (transfer full) (nullable): what was kept of a member, if it is what was noted */
static GBytes *
load_member (MvuaExportWork *work, guint first, json_object *row, guint member)
{
  const gint64 n_saved = json_object_get_int64 (json_object_array_get_idx (row, 0));
  const gint64 n_packed = json_object_get_int64 (json_object_array_get_idx (row, 1));
  const gint64 crc = json_object_get_int64 (json_object_array_get_idx (row, 2));
  g_autofree char *name = name_of (first, member);
  g_autofree char *path = g_build_filename (work->part, name, NULL);
  g_autofree char *packed = NULL;
  gsize n = 0;

  if (n_saved <= 0 || n_saved > (gint64) MVUA_ZARR_CODEC_MAX ||
      !g_file_get_contents (path, &packed, &n, NULL) || (gint64) n != n_packed ||
      mvua_crc32c (0, packed, n) != crc)
    return NULL;
  g_autofree guint8 *saved = g_try_malloc ((gsize) n_saved);
  if (saved == NULL || !mvua_zarr_codec_decompress (packed, n, saved, (gsize) n_saved))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&saved), (gsize) n_saved);
}

static json_object *
find_rows (MvuaExportWork *work, json_object *results)
{
  return mvua_json_list (results, "rain", work->plan->members->len);
}

gboolean
mvua_export_carry_is_there (MvuaExportWork *work, guint first, json_object *results)
{
  json_object *rows = find_rows (work, results);

  for (guint m = 0; rows != NULL && m < work->plan->members->len; m++)
    {
      g_autoptr (GBytes) saved =
          load_member (work, first, json_object_array_get_idx (rows, m), m);
      if (saved == NULL)
        return FALSE;
    }
  return rows != NULL;
}

gboolean
mvua_export_carry_restore (MvuaExportWork *work,
                           guint first,
                           json_object *results,
                           GError **error)
{
  json_object *rows = find_rows (work, results);
  const MvuaExportPlan *plan = work->plan;

  for (guint m = 0; rows != NULL && m < plan->members->len; m++)
    {
      MvuaMemberRain *rain = &work->rain[m];
      json_object *row = json_object_array_get_idx (rows, m);
      const gint64 next = json_object_get_int64 (json_object_array_get_idx (row, 3));
      const gint64 day = json_object_get_int64 (json_object_array_get_idx (row, 4));
      g_autoptr (GBytes) saved = load_member (work, first, row, m);

      if (saved == NULL || !mvua_rain_series_restore (rain->series, saved))
        rows = NULL;
      rain->next = (guint) CLAMP (next, 0, work->rain_steps->len);
      rain->next_day = (guint) CLAMP (day, 0, plan->days->len);
    }
  if (rows != NULL)
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "What %s has of rain does not fit the export that it is of", work->part);
  return FALSE;
}
