/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-demo-files.h"

struct _MvuaDemoFiles
{
  MvuaDemoFilesOptions options;
  gsize n_points;
  MvuaDemoWeather *weather;
  MvuaDemoGrib *grib;
  float *fields[MVUA_DEMO_N_VARIABLES];
  float *rain; /* of 3 h: for one member, those that end at rain_step */
  int rain_member, rain_step;
};

/* Where the truth is told: spread over East Africa, on both grids. */
static const double truth_latitudes[] = { 18, 11.25, 5, -1, -8.75 };
static const double truth_longitudes[] = { 24, 30.25, 36.75, 42.5, 49 };

MvuaDemoFiles *
mvua_demo_files_new (const MvuaDemoFilesOptions *options)
{
  MvuaDemoFiles *self = g_new0 (MvuaDemoFiles, 1);

  self->options = *options;
  self->n_points = options->grid->ni * options->grid->nj;
  self->weather = mvua_demo_weather_new (options->grid, options->seed,
                                         g_date_time_get_day_of_year (options->run),
                                         g_date_time_get_hour (options->run));
  self->grib = mvua_demo_grib_new (options->grid, options->run);
  for (int v = 0; v < MVUA_DEMO_N_VARIABLES; v++)
    self->fields[v] = g_new (float, self->n_points);
  self->rain = g_new (float, self->n_points);
  self->rain_member = -1;
  if (self->weather != NULL)
    return self;
  mvua_demo_files_free (self);
  return NULL;
}

void
mvua_demo_files_free (MvuaDemoFiles *self)
{
  if (self == NULL)
    return;
  mvua_demo_weather_free (self->weather);
  mvua_demo_grib_free (self->grib);
  for (int v = 0; v < MVUA_DEMO_N_VARIABLES; v++)
    g_free (self->fields[v]);
  g_free (self->rain);
  g_free (self);
}

static char *
member_name (int member)
{
  return member > 0 ? g_strdup_printf ("gep%02d", member) : g_strdup ("gec00");
}

static void
tell_truth (
    const MvuaDemoFiles *self, int member, int step, const float *rain, GString *truth)
{
  g_autofree char *name = member_name (member);
  char latitude[G_ASCII_DTOSTR_BUF_SIZE], longitude[G_ASCII_DTOSTR_BUF_SIZE];
  char amount[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize j = 0; j < G_N_ELEMENTS (truth_latitudes); j++)
    for (gsize i = 0; i < G_N_ELEMENTS (truth_longitudes); i++)
      {
        const gsize p = mvua_demo_grid_index (self->options.grid, truth_latitudes[j],
                                              truth_longitudes[i]);

        g_ascii_formatd (latitude, sizeof latitude, "%.2f", truth_latitudes[j]);
        g_ascii_formatd (longitude, sizeof longitude, "%.2f", truth_longitudes[i]);
        g_ascii_formatd (amount, sizeof amount, "%.9g", (double) rain[p]);
        g_string_append_printf (truth, "%s,%d,%s,%s,%s\n", name, step, latitude,
                                longitude, amount);
      }
}

/* Makes a bucket of the 3 h of rain in the field: at f006, f012 ... with the 3 h before,
 * which are made where the step before was not. */
static int
fill_bucket (MvuaDemoFiles *self, int member, int step, GString *truth)
{
  float *bucket = self->fields[MVUA_DEMO_TP];
  const int before = step - 3;

  if (step % 6 == 0 && (self->rain_member != member || self->rain_step != before))
    {
      mvua_demo_weather_rain (self->weather, member, before, self->rain);
      tell_truth (self, member, before, self->rain, truth);
    }
  tell_truth (self, member, step, bucket, truth);
  for (gsize p = 0; p < self->n_points; p++)
    {
      const float rain = bucket[p];

      if (step % 6 == 0)
        bucket[p] = self->rain[p] + rain;
      self->rain[p] = rain;
    }
  self->rain_member = member;
  self->rain_step = step;
  return step % 6 == 0 ? step - 6 : before;
}

static gboolean
pack_all (MvuaDemoFiles *self,
          int member,
          int step,
          int bucket_start,
          GByteArray *bytes,
          GString *index,
          GError **error)
{
  guint number = 0;

  for (int v = 0; v < MVUA_DEMO_N_VARIABLES; v++)
    {
      const gboolean is_rain = v == MVUA_DEMO_TP;
      const MvuaDemoMessage message = { (MvuaDemoVariable) v, member,
                                        is_rain ? bucket_start : step, step };

      if (is_rain && step == 0) /* nothing has fallen yet */
        continue;
      mvua_demo_grib_append_index (self->grib, &message, ++number, bytes->len, index);
      if (!mvua_demo_grib_append (self->grib, &message, self->fields[v], bytes, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mvua_demo_files_write (MvuaDemoFiles *self,
                       int member,
                       int step,
                       GString *truth,
                       char **name,
                       GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GString) index = g_string_new (NULL);
  g_autofree char *member_part = member_name (member);
  g_autofree char *file =
      g_strdup_printf ("%s.t%02dz.pgrb2s.0p25.f%03d", member_part,
                       g_date_time_get_hour (self->options.run), step);
  g_autofree char *path = g_build_filename (self->options.directory, file, NULL);
  g_autofree char *index_path = g_strconcat (path, ".idx", NULL);
  int bucket_start = 0;

  mvua_demo_weather_make (self->weather, member, step, self->fields);
  if (step > 0)
    bucket_start = fill_bucket (self, member, step, truth);
  if (!pack_all (self, member, step, bucket_start, bytes, index, error) ||
      !g_file_set_contents_full (path, (const char *) bytes->data, bytes->len,
                                 G_FILE_SET_CONTENTS_NONE, 0644, error) ||
      !g_file_set_contents_full (index_path, index->str, (gssize) index->len,
                                 G_FILE_SET_CONTENTS_NONE, 0644, error))
    return FALSE;
  *name = g_steal_pointer (&file);
  return TRUE;
}
