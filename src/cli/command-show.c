/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cli-line.h"
#include "mvua-cli.h"
#include "show-options.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Members of one field: a cache need not hold more than they are. */
#define CACHE_BYTES (64u << 20)
#define DEFAULT_DAY_HOUR 6

typedef struct
{
  char *output;
  MvuaCliSource source;
  char *region;
  char *size;
  char *scale;
  char *fill;
  char *wind;
  char *overlay;
  char *day_hour;
  double threshold;
  gboolean isolines;
  gboolean utc;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->output);
  mvua_cli_source_clear (&self->source);
  g_free (self->region);
  g_free (self->size);
  g_free (self->scale);
  g_free (self->fill);
  g_free (self->wind);
  g_free (self->overlay);
  g_free (self->day_hour);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What is drawn, and what it is borrowed from. */
typedef struct
{
  MvuaMapScene scene;
  MvuaMapFormat format;
  int width;
  int height;
  char *provenance;
} Picture;

static void
picture_clear (Picture *self)
{
  g_clear_pointer (&self->scene.field, mvua_field_unref);
  g_clear_pointer (&self->scene.u, mvua_field_unref);
  g_clear_pointer (&self->scene.v, mvua_field_unref);
  g_clear_pointer (&self->scene.overlays, g_ptr_array_unref);
  g_clear_pointer (&self->provenance, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

/* One of some words, by its place. */
static gboolean
choose (const char *text,
        const char *const words[],
        guint n,
        const char *what,
        int *chosen,
        GError **error)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (text, words[i]) == 0)
      {
        *chosen = (int) i;
        return TRUE;
      }
  g_autofree char *all = g_strjoinv (", ", (char **) words);
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "“%s” is not a %s: expected %s", text,
               what, all);
  return FALSE;
}

static gboolean
apply_style (const Options *options, MvuaMapStyle *style, GError **error)
{
  static const char *const fills[] = { "nearest", "smooth", "contours", "none", NULL };
  static const char *const winds[] = { "none", "arrows", "barbs", NULL };
  int chosen = 0;

  if (options->scale != NULL)
    {
      style->scale = mvua_colour_scale_by_name (options->scale);
      if (style->scale == NULL)
        {
          g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                       "“%s” is not a scale of colours", options->scale);
          return FALSE;
        }
    }
  if (options->fill != NULL)
    {
      if (!choose (options->fill, fills, 4, "fill", &chosen, error))
        return FALSE;
      style->fill = (MvuaMapFill) chosen;
    }
  if (options->wind != NULL)
    {
      if (!choose (options->wind, winds, 3, "way to draw wind", &chosen, error))
        return FALSE;
      style->wind = (MvuaMapWind) chosen;
    }
  if (!options->isolines)
    style->isoline_interval = 0;
  style->utc_first = options->utc;
  return TRUE;
}

static gboolean
load_overlay (const char *path, Picture *picture, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  char *text = NULL;
  gsize n = 0;

  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (path, &text, &n, error))
    return FALSE;
  bytes = g_bytes_new_take (text, n);
  MvuaOverlay *overlay = mvua_overlay_new (bytes, path, error);
  if (overlay == NULL)
    return FALSE;
  picture->scene.overlays =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_overlay_unref);
  g_ptr_array_add (picture->scene.overlays, overlay);
  return TRUE;
}

/* Wind of the member, or of the mean, at the end of the window. */
static MvuaField *
load_wind (MvuaFields *fields, const MvuaFieldKey *key, const char *name, GError **error)
{
  MvuaFieldKey wind = *key;

  wind.variable = mvua_variable_by_name (name);
  wind.start = MVUA_HOUR_UNKNOWN;
  if (key->product.kind != MVUA_PRODUCT_MEMBER)
    wind.product = mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_MEAN, 0 });
  return mvua_fields_load (fields, &wind, mvua_cli_interruptible (), error);
}

static gboolean
load_fields (MvuaEnsemble *ensemble,
             const MvuaFieldKey *key,
             Picture *picture,
             GError **error)
{
  g_autoptr (MvuaFields) fields = mvua_fields_new (ensemble, CACHE_BYTES, 0);
  MvuaMapScene *scene = &picture->scene;

  scene->field = mvua_fields_load (fields, key, mvua_cli_interruptible (), error);
  if (scene->field == NULL)
    return FALSE;
  if (scene->style.wind == MVUA_MAP_WIND_NONE)
    return TRUE;
  scene->u = load_wind (fields, key, "u10", error);
  scene->v = scene->u != NULL ? load_wind (fields, key, "v10", error) : NULL;
  return scene->v != NULL;
}

static void
point_camera (const MvuaRegion *region, Picture *picture)
{
  const MvuaMapBox whole = { -180, -90, 180, 90 };
  const MvuaMapBox box = { region->west, region->south, region->east, region->north };
  const MvuaMapLayout layout =
      mvua_map_layout (&picture->scene, picture->width, picture->height);

  picture->scene.camera = mvua_map_camera_fit (region->whole ? &whole : &box,
                                               layout.map.width, layout.map.height);
}

/* All that the words of the command line mean, and the fields. */
static gboolean
prepare (MvuaEnsemble *ensemble,
         char **argv,
         const Options *options,
         Picture *picture,
         GError **error)
{
  MvuaRegion region = mvua_region_east_africa;
  MvuaFieldKey key;
  int day_hour = DEFAULT_DAY_HOUR;

  if (options->region != NULL && !mvua_region_parse (options->region, &region, error))
    return FALSE;
  if (options->day_hour != NULL && strcmp (options->day_hour, "run") == 0)
    day_hour = MVUA_DAILY_FROM_RUN;
  else if (options->day_hour != NULL)
    day_hour = (int) g_ascii_strtoll (options->day_hour, NULL, 10);
  if (!mvua_show_parse_format (options->output, &picture->format, error) ||
      !mvua_show_parse_size (options->size ? options->size : "1200x900", &picture->width,
                             &picture->height, error) ||
      !mvua_show_parse_key (ensemble, argv[2], argv[3], argv[4], day_hour,
                            options->threshold, &region, &key, error))
    return FALSE;

  const int hours = key.start == MVUA_HOUR_UNKNOWN ? 0 : key.end - key.start;
  g_autofree char *name = g_path_get_basename (mvua_ensemble_get_path (ensemble));
  picture->scene.style = mvua_map_style_new (key.variable, &key.product, hours, NULL);
  picture->scene.basemap = mvua_map_basemap ();
  picture->provenance =
      mvua_ensemble_is_demo (ensemble)
          ? g_strdup_printf (_ ("Made-up data in “%s” · Mvua %s"), name, MVUA_VERSION)
          : g_strdup_printf (_ ("NOAA GEFS, from “%s” · Mvua %s"), name, MVUA_VERSION);
  picture->scene.provenance = picture->provenance;
  if (!apply_style (options, &picture->scene.style, error) ||
      !load_overlay (options->overlay, picture, error) ||
      !load_fields (ensemble, &key, picture, error))
    return FALSE;
  point_camera (&region, picture);
  return TRUE;
}

static int
show (MvuaEnsemble *ensemble, char **argv, const Options *options)
{
  g_auto (Picture) picture = { 0 };
  g_autoptr (GError) error = NULL;

  if (!prepare (ensemble, argv, options, &picture, &error) ||
      !mvua_map_write (&picture.scene, options->output, picture.format, picture.width,
                       picture.height, 1, &error))
    return mvua_cli_fail ("show", error);

  g_auto (GStrv) title = mvua_map_title (&picture.scene);
  for (guint i = 0; title[i] != NULL; i++)
    mvua_cli_line (stdout, "%s", title[i]);
  (void) fflush (stdout);
  const MvuaField *field = picture.scene.field;
  if (field->status != MVUA_STATUS_OK && field->status != MVUA_STATUS_NOT_DEFINED)
    mvua_cli_line (stderr, "mvua show: the field is missing: %s",
                   field->complaint ? field->complaint : "unknown");
  return (field->status != MVUA_STATUS_OK && field->status != MVUA_STATUS_NOT_DEFINED) ||
                 field->absent->len > 0
             ? MVUA_EXIT_GAPS
             : MVUA_EXIT_DONE;
}

/* What the map will need, so that opening a run in a bucket fetches little else. */
static void
expect (char **argv, MvuaCliSource *source, GArray *members)
{
  MvuaMember member;

  if (mvua_member_from_name (argv[2], &member))
    {
      g_array_append_val (members, member);
      source->only_members = members;
    }
  source->first_variable = mvua_variable_by_name (argv[3]);
  source->first_step = (int) g_ascii_strtoll (argv[4], NULL, 10);
}

int
mvua_command_show (int argc, char **argv)
{
  g_auto (Options) options = { .threshold = NAN };
  int status = MVUA_EXIT_FAILED;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      "Where to; .png, .pdf or .svg", "FILE" },
    MVUA_CLI_SOURCE_ENTRIES (&options.source),
    { "region", 0, 0, G_OPTION_ARG_STRING, &options.region,
      "east-africa (default), global or N,W,S,E", "REGION" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options.size, "1200x900 by default", "WxH" },
    { "threshold", 0, 0, G_OPTION_ARG_DOUBLE, &options.threshold,
      "Of a probability, in the unit of the GRIB message", "NUMBER" },
    { "day-hour", 0, 0, G_OPTION_ARG_STRING, &options.day_hour,
      "UTC hour at which days begin, or “run”; 06 by default", "HH" },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &options.scale, "Colours, such as batlow",
      "NAME" },
    { "fill", 0, 0, G_OPTION_ARG_STRING, &options.fill,
      "nearest, smooth (default), contours or none", "FILL" },
    { "isolines", 0, 0, G_OPTION_ARG_NONE, &options.isolines, "Draw isolines", NULL },
    { "wind", 0, 0, G_OPTION_ARG_STRING, &options.wind, "none (default), arrows or barbs",
      "WIND" },
    { "overlay", 0, 0, G_OPTION_ARG_FILENAME, &options.overlay,
      "Lines and places of a GeoJSON file", "FILE" },
    { "utc", 0, 0, G_OPTION_ARG_NONE, &options.utc, "Name UTC before EAT", NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!mvua_cli_parse (&argc, &argv, "SOURCE NODE VARIABLE STEP",
                       "Draws a map: NODE is gep01, mean, p90, probabilities; STEP is in "
                       "hours (12), a day (day2) or a total of rain (0-72).",
                       entries, 4))
    return MVUA_EXIT_USAGE;
  if (options.output == NULL)
    {
      fprintf (stderr, "mvua show: where to?  -o map.png\n");
      return MVUA_EXIT_USAGE;
    }
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  expect (argv, &options.source, members);
  g_autoptr (MvuaEnsemble) ensemble = mvua_cli_open ("show", argv[1], &options.source,
                                                     mvua_cli_interruptible (), &status);
  if (ensemble == NULL)
    return status;
  status = show (ensemble, argv, &options);
  mvua_cli_tell_traffic ("show", ensemble);
  return status;
}
