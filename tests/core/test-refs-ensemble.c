/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A reference set opens as an ensemble: what it says of each message, what is made of it
 * where it says something wrong, and where messages are read from. */

#include "ensemble-fixture.h"
#include "mvua-ref-variable.h"
#include "mvua-test-server.h"

#define RUN G_GINT64_CONSTANT (1758153600) /* 2025-09-18 00Z */

typedef struct
{
  Folder folder;
  GString *refs; /* the set, without its beginning and its end */
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  folder_set_up (&self->folder, data);
  self->refs = g_string_new ("\".zgroup\":\"{}\"");
  self->path = g_build_filename (self->folder.folder, "set.json", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_string_free (self->refs, TRUE);
  g_free (self->path);
  folder_tear_down (&self->folder, data);
}

G_GNUC_PRINTF (2, 3)
static void
add (Fixture *self, const char *format, ...)
{
  va_list arguments;

  g_string_append (self->refs, ",\n");
  va_start (arguments, format);
  g_string_append_vprintf (self->refs, format, arguments);
  va_end (arguments);
}

/* An array whose chunks are messages; @shape: of the leading dimensions */
static void
add_grib (Fixture *self, const char *path, const char *shape, const char *dims)
{
  g_autofree char *ones = g_strdup (shape);

  for (char *c = ones; *c != '\0'; c++)
    if (g_ascii_isdigit (*c))
      *c = '1';
  add (self,
       "\"%s/.zarray\":{\"zarr_format\":2,\"shape\":[%s8,12],\"chunks\":[%s8,12],"
       "\"dtype\":\"<f8\",\"compressor\":null,\"fill_value\":NaN,"
       "\"filters\":[{\"id\":\"grib\",\"var\":\"x\",\"dtype\":\"float64\"}]}",
       path, shape, ones);
  add (self, "\"%s/.zattrs\":{\"_ARRAY_DIMENSIONS\":[%s\"latitude\",\"longitude\"]}",
       path, dims);
}

/* A coordinate of doubles; @dim: %NULL for none */
static void
add_coordinate (
    Fixture *self, const char *path, const char *dim, const char *units, guint n, ...)
{
  g_autofree double *values = g_new (double, n);
  va_list arguments;

  va_start (arguments, n);
  for (guint i = 0; i < n; i++)
    values[i] = va_arg (arguments, double);
  va_end (arguments);
  g_autofree char *coded = g_base64_encode ((const guchar *) values, n * sizeof *values);
  g_autofree char *shape = dim != NULL ? g_strdup_printf ("%u", n) : g_strdup ("");
  add (self,
       "\"%s/"
       ".zarray\":{\"zarr_format\":2,\"shape\":[%s],\"chunks\":[%s],\"dtype\":\"<f8\","
       "\"compressor\":null,\"fill_value\":null,\"filters\":null}",
       path, shape, shape);
  add (self, "\"%s/.zattrs\":{\"units\":\"%s\",\"_ARRAY_DIMENSIONS\":[%s%s%s]}", path,
       units, dim ? "\"" : "", dim ? dim : "", dim ? "\"" : "");
  add (self, "\"%s/0\":\"base64:%s\"", path, coded);
}

static MvuaEnsemble *
try_open (Fixture *self, const MvuaEnsembleOptions *options, GError **error)
{
  g_autofree char *text =
      g_strdup_printf ("{\"version\":1,\"refs\":{%s}}", self->refs->str);

  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
  return mvua_ensemble_open (self->path, options, NULL, error);
}

static MvuaEnsemble *
open_set (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = try_open (self, NULL, &error);

  g_assert_no_error (error);
  return ensemble;
}

static void
assert_refused (Fixture *self, const MvuaEnsembleOptions *options, const char *complaint)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (try_open (self, options, &error));
  if (strstr (error->message, complaint) == NULL)
    g_error ("“%s” does not say “%s”", error->message, complaint);
}

/* A file of one message: t2m, or the bucket of rain that ends at the step. */
static gsize
write_message (
    Fixture *self, const char *variable, guint member, int step, const char *name)
{
  const gboolean is_rain = strcmp (variable, "tp") == 0;

  file_add (&self->folder, variable, perturbed (member),
            is_rain ? (step - 1) / 6 * 6 : step, step, (int) (100 * member) + step);
  const gsize n = self->folder.bytes->len;
  file_write (&self->folder, name, FALSE);
  return n;
}

/* As kerchunk's trees are kept: valid_times, steps of each, a time that is the time of
 * validity once more, and the statistic and the level in the path. */
static void
add_old_tree (Fixture *self)
{
  static const char *const paths[] = { "t2m/instant/heightAboveGround",
                                       "tp/accum/surface" };

  for (guint p = 0; p < G_N_ELEMENTS (paths); p++)
    {
      const char *name = p == 0 ? "t2m" : "tp";
      g_autofree char *array = g_strdup_printf ("%s/%s", paths[p], name);
      g_autofree char *step = g_strconcat (paths[p], "/step", NULL);
      g_autofree char *time = g_strconcat (paths[p], "/time", NULL);
      g_autofree char *valid = g_strconcat (paths[p], "/valid_time", NULL);

      add_grib (self, array, "3,", "\"valid_times\",");
      add_coordinate (self, step, "valid_times", "hours", 3, 0.0, 3.0, 6.0);
      add_coordinate (self, time, "valid_times", "seconds since 1970-01-01T00:00:00", 3,
                      (double) RUN, RUN + 10800.0, RUN + 21600.0);
      add_coordinate (self, valid, "valid_times", "seconds since 1970-01-01T00:00:00", 3,
                      (double) RUN, RUN + 10800.0, RUN + 21600.0);
      for (int i = p == 0 ? 0 : 1; i < 3; i++)
        {
          g_autofree char *file = g_strdup_printf ("%s-%d", name, i);
          const gsize n = write_message (self, name, 4, 3 * i, file);
          add (self, "\"%s/%d.0.0\":[\"%s\",0,%" G_GSIZE_FORMAT "]", array, i, file, n);
        }
    }
}

static void
test_old_tree (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_old_tree (self);
  /* Such a tree has members in names alone, or in a number. */
  add_coordinate (self, "t2m/instant/heightAboveGround/number", NULL, "1", 1, 4.0);
  add_coordinate (self, "tp/accum/surface/number", NULL, "1", 1, 4.0);
  g_autoptr (MvuaEnsemble) ensemble = open_set (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  g_assert_cmpint (mvua_ensemble_get_run (ensemble), ==, RUN);
  g_assert_cmpuint (mvua_ensemble_get_members (ensemble)->len, ==, 1);
  g_assert_cmpuint (mvua_ensemble_get_steps (ensemble)->len, ==, 3);
  g_assert_cmpuint (mvua_ensemble_get_n_messages (ensemble), ==, 5);
  g_assert_cmpuint (mvua_ensemble_get_notes (ensemble)->len, ==, 0);
  assert_loads (loader, "t2m", perturbed (4), 0, 400);
  assert_loads (loader, "t2m", perturbed (4), 6, 406);
  assert_loads (loader, "tp", perturbed (4), 3, 403);
  assert_loads (loader, "tp", perturbed (4), 6, 406);
  assert_lacks (loader, "tp", perturbed (4), 0, MVUA_STATUS_NOT_DEFINED, NULL);
}

/* Two leading dimensions, and a number for each member: 0 is the control. */
static void
test_numbers (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_grib (self, "t2m", "2,2,", "\"number\",\"step\",");
  add_coordinate (self, "number", "number", "1", 2, 2.0, 7.0);
  add_coordinate (self, "step", "step", "days", 2, 0.0, 0.25);
  add_coordinate (self, "time", NULL, "seconds since 1970-01-01T00:00:00", 1,
                  (double) RUN);
  for (guint i = 0; i < 4; i++)
    {
      const guint member = i < 2 ? 2 : 7;
      g_autofree char *file = g_strdup_printf ("m%u", i);
      const gsize n = write_message (self, "t2m", member, 6 * (int) (i % 2), file);
      add (self, "\"t2m/%u.%u.0.0\":[\"%s\",0,%" G_GSIZE_FORMAT "]", i / 2, i % 2, file,
           n);
    }
  g_autoptr (MvuaEnsemble) ensemble = open_set (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  g_assert_cmpuint (mvua_ensemble_get_n_messages (ensemble), ==, 4);
  assert_loads (loader, "t2m", perturbed (2), 0, 200);
  assert_loads (loader, "t2m", perturbed (2), 6, 206);
  assert_loads (loader, "t2m", perturbed (7), 6, 706);
}

/* Nothing but names of files: each tells member, step and run. */
static void
test_names_alone (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_grib (self, "gep03/2t", "2,", "\"x\",");
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *name =
          g_strdup_printf ("gefs.20250918/00/gep03.t00z.pgrb2s.0p25.f%03d", 9 + 3 * i);
      const gsize n = write_message (self, "t2m", 3, 9 + 3 * i, name);
      add (self, "\"gep03/2t/%d.0.0\":[\"%s\",0,%" G_GSIZE_FORMAT "]", i, name, n);
    }
  g_autoptr (MvuaEnsemble) ensemble = open_set (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  g_assert_cmpint (mvua_ensemble_get_run (ensemble), ==, RUN);
  g_assert_cmpstr (mvua_ensemble_get_product (ensemble), ==, "pgrb2s.0p25");
  assert_loads (loader, "t2m", perturbed (3), 9, 309);
  assert_loads (loader, "t2m", perturbed (3), 12, 312);
}

/* A set that names one member's message as another's gives neither. */
static void
test_wrong_member (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_grib (self, "gep01/t2m", "1,", "\"step\",");
  add_coordinate (self, "gep01/step", "step", "hours", 1, 3.0);
  const gsize n = write_message (self, "t2m", 2, 3, "gep02.t00z.pgrb2s.0p25.f003");
  add (self,
       "\"gep01/t2m/0.0.0\":[\"gep02.t00z.pgrb2s.0p25.f003\",0,%" G_GSIZE_FORMAT "]", n);
  g_autoptr (MvuaEnsemble) ensemble = open_set (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  g_assert_cmpuint (count_notes (ensemble, "named for another member"), ==, 1);
  assert_lacks (loader, "t2m", perturbed (1), 3, MVUA_STATUS_REJECTED, "gep02");
  g_assert_false (mvua_ensemble_has_file (ensemble, perturbed (2), 3));
}

/* Steps that count chunks, or that are of another step, and variables of another name. */
static void
test_wrong_step_and_variable (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_grib (self, "gep01/t2m", "2,", "\"step\",");
  add_grib (self, "gep01/d2m", "2,", "\"step\",");
  add_coordinate (self, "gep01/step", "step", "hours", 2, 0.0, 1.0);
  const gsize first = write_message (self, "t2m", 1, 0, "zero");
  const gsize n = write_message (self, "t2m", 1, 3, "three");
  add (self, "\"gep01/t2m/0.0.0\":[\"zero\",0,%" G_GSIZE_FORMAT "]", first);
  add (self, "\"gep01/t2m/1.0.0\":[\"three\",0,%" G_GSIZE_FORMAT "]", n);
  add (self, "\"gep01/d2m/0.0.0\":[\"zero\",0,%" G_GSIZE_FORMAT "]", first);
  g_autoptr (MvuaEnsemble) ensemble = open_set (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  assert_loads (loader, "t2m", perturbed (1), 0, 100);
  assert_lacks (loader, "t2m", perturbed (1), 1, MVUA_STATUS_REJECTED, "3 h");
  assert_lacks (loader, "d2m", perturbed (1), 0, MVUA_STATUS_REJECTED, "");
}

/* Offsets and lengths that lead nowhere. */
static void
test_wrong_places (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_grib (self, "gep01/t2m", "5,", "\"step\",");
  add_coordinate (self, "gep01/step", "step", "hours", 5, 3.0, 6.0, 9.0, 12.0, 15.0);
  const gsize n = write_message (self, "t2m", 1, 3, "three");
  add (self, "\"gep01/t2m/0.0.0\":[\"three\",0,%" G_GSIZE_FORMAT "]", n);
  add (self, "\"gep01/t2m/1.0.0\":[\"three\",1,%" G_GSIZE_FORMAT "]", n - 1);
  add (self, "\"gep01/t2m/2.0.0\":[\"three\",0,4611686018427387904]");
  add (self, "\"gep01/t2m/3.0.0\":[\"nowhere\",0,100]");
  add (self, "\"gep01/t2m/4.0.0\":[\"three\",4611686018427387904,1000]");
  g_autoptr (MvuaEnsemble) ensemble = open_set (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  assert_loads (loader, "t2m", perturbed (1), 3, 103);
  assert_lacks (loader, "t2m", perturbed (1), 6, MVUA_STATUS_REJECTED, "three");
  assert_lacks (loader, "t2m", perturbed (1), 9, MVUA_STATUS_REJECTED, "bytes");
  assert_lacks (loader, "t2m", perturbed (1), 12, MVUA_STATUS_MISSING, "nowhere");
  assert_lacks (loader, "t2m", perturbed (1), 15, MVUA_STATUS_MISSING, "three");
}

/* A message that has moved within its file since the set was made is found again. */
static void
test_moved (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_grib (self, "gep01/t2m", "1,", "\"step\",");
  add_coordinate (self, "gep01/step", "step", "hours", 1, 3.0);
  file_add (&self->folder, "tp", perturbed (1), 0, 3, 1);
  const guint offset = self->folder.bytes->len;
  file_add (&self->folder, "t2m", perturbed (1), 3, 3, 77);
  add (self, "\"gep01/t2m/0.0.0\":[\"file\",0,%u]", self->folder.bytes->len - offset);
  file_write (&self->folder, "file", FALSE);
  g_autoptr (MvuaEnsemble) ensemble = open_set (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  assert_loads (loader, "t2m", perturbed (1), 3, 77);
}

/* What is not one message on its whole grid, not of a known step, or in the set itself.
 */
static void
test_left_out (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const gsize n = write_message (self, "t2m", 1, 3, "three");

  add_grib (self, "gep01/t2m", "3,", "\"step\",");
  add_coordinate (self, "gep01/step", "step", "hours", 3, 3.0, 1.5, -3.0);
  for (guint i = 0; i < 3; i++)
    add (self, "\"gep01/t2m/%u.0.0\":[\"three\",0,%" G_GSIZE_FORMAT "]", i, n);
  add (self, "\"gep01/t2m/7.0.0\":[\"three\",0,%" G_GSIZE_FORMAT "]", n);
  add (self,
       "\"gep01/sp/.zarray\":{\"zarr_format\":2,\"shape\":[2,8,12],\"chunks\":[1,4,12],"
       "\"filters\":[{\"id\":\"grib\"}]}");
  add (self, "\"gep01/sp/0.1.0\":[\"three\",0,%" G_GSIZE_FORMAT "]", n);
  add_grib (self, "gep01/cape", "1,", "\"step\",");
  add (self, "\"gep01/cape/0.0.0\":\"inline\"");
  add_grib (self, "gep01/absv", "1,", "\"step\",");
  add (self, "\"gep01/absv/0.0.0\":[\"three\",0,%" G_GSIZE_FORMAT "]", n);
  add_grib (self, "gep01/u10", "3,", "\"step\",");
  add (self, "\"gep01/u10/0.0.0\":[\"gs://b/c\",0,%" G_GSIZE_FORMAT "]", n);
  g_autoptr (MvuaEnsemble) ensemble = open_set (self);

  g_assert_cmpuint (mvua_ensemble_get_n_messages (ensemble), ==, 1);
  g_assert_cmpuint (mvua_ensemble_get_n_unknown (ensemble), ==, 1);
  g_assert_cmpuint (
      count_notes (ensemble, "Left out: 2 messages, such as gep01/t2m/1.0.0"), ==, 1);
  g_assert_cmpuint (count_notes (ensemble, "gep01/sp/0.1.0: a chunk is not one message"),
                    ==, 1);
  g_assert_cmpuint (count_notes (ensemble, "gep01/cape/0.0.0: the message is in the set"),
                    ==, 1);
  g_assert_cmpuint (count_notes (ensemble, "does not know: absv"), ==, 1);
  g_assert_cmpuint (count_notes (ensemble, "gs://b/c"), ==, 1);
}

static void
test_whole_files (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_message (self, "t2m", 1, 3, "three");
  add_grib (self, "gep01/t2m", "2,", "\"step\",");
  add_coordinate (self, "gep01/step", "step", "hours", 2, 3.0, 6.0);
  add (self, "\"gep01/t2m/0.0.0\":[\"three\"]");
  add (self, "\"gep01/t2m/1.0.0\":[\"nowhere\"]");
  g_autoptr (MvuaEnsemble) ensemble = open_set (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  assert_loads (loader, "t2m", perturbed (1), 3, 103);
  g_assert_cmpuint (count_notes (ensemble, "whole files"), ==, 1);
}

/* Of several runs one has to be chosen, and the others are no part of it. */
static void
test_runs (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaEnsembleOptions wanted = { .run = RUN };
  const MvuaEnsembleOptions other = { .run = RUN + 3600 };
  const gsize n = write_message (self, "t2m", 1, 3, "three");
  g_autoptr (GError) error = NULL;

  add_grib (self, "gep01/t2m", "2,", "\"time\",");
  add_coordinate (self, "gep01/step", NULL, "hours", 1, 3.0);
  add_coordinate (self, "gep01/time", "time", "hours since 2025-09-18", 2, 0.0, 6.0);
  for (guint i = 0; i < 2; i++)
    add (self, "\"gep01/t2m/%u.0.0\":[\"three\",0,%" G_GSIZE_FORMAT "]", i, n);
  assert_refused (self, NULL, "holds 2 runs: 2025-09-18/00, 2025-09-18/06");
  assert_refused (self, &other, "nothing of the run that was asked for");
  g_autoptr (MvuaEnsemble) ensemble = try_open (self, &wanted, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mvua_ensemble_get_n_messages (ensemble), ==, 1);
  g_assert_cmpuint (count_notes (ensemble, "1 messages of other runs"), ==, 1);
}

/* Where nothing tells the run, the message does. */
static void
test_run_of_message (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const gsize n = write_message (self, "t2m", 1, 3, "three");

  add_grib (self, "gep01/t2m", "1,", "\"step\",");
  add_coordinate (self, "gep01/step", "step", "hours", 1, 3.0);
  add (self, "\"gep01/t2m/0.0.0\":[\"three\",0,%" G_GSIZE_FORMAT "]", n);
  g_autoptr (MvuaEnsemble) ensemble = open_set (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  g_assert_cmpint (mvua_ensemble_get_run (ensemble), ==, RUN);
  assert_loads (loader, "t2m", perturbed (1), 3, 103);
}

/* s3:// of NOAA's bucket by way of a mirror, beside a file that is here. */
static void
test_bucket (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  const MvuaRemoteOptions remote_options = { .base_url =
                                                 mvua_test_server_get_url (server) };
  g_autoptr (MvuaRemote) remote = mvua_remote_new (&remote_options, NULL);
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN, .remote = remote };
  g_autoptr (GError) error = NULL;

  mvua_test_server_set_folder (server, self->folder.folder);
  const gsize n = write_message (self, "t2m", 1, 3, "far/three");
  const gsize n_near = write_message (self, "t2m", 1, 6, "near");
  add_grib (self, "gep01/t2m", "3,", "\"step\",");
  add_coordinate (self, "gep01/step", "step", "hours", 3, 3.0, 6.0, 9.0);
  add (self,
       "\"gep01/t2m/0.0.0\":[\"s3://noaa-gefs-pds/far/three\",0,%" G_GSIZE_FORMAT "]", n);
  add (self, "\"gep01/t2m/1.0.0\":[\"near\",0,%" G_GSIZE_FORMAT "]", n_near);
  add (self, "\"gep01/t2m/2.0.0\":[\"s3://noaa-gefs-pds/not-there\",0,100]");
  assert_refused (self, NULL, "no way to a network");
  g_autoptr (MvuaEnsemble) ensemble = try_open (self, &options, &error);
  g_assert_no_error (error);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  g_assert_true (mvua_ensemble_get_reader (ensemble)->is_remote);
  g_assert_true (mvua_ensemble_get_remote (ensemble) == remote);
  assert_loads (loader, "t2m", perturbed (1), 3, 103);
  const guint n_requests = mvua_test_server_count (server).n_requests;
  assert_loads (loader, "t2m", perturbed (1), 6, 106);
  g_assert_cmpuint (mvua_test_server_count (server).n_requests, ==, n_requests);
  assert_lacks (loader, "t2m", perturbed (1), 9, MVUA_STATUS_MISSING, "not-there");
}

static void
test_variables (void)
{
  static const struct
  {
    const char *path;
    const char *attributes;
    const char *name;
  } arrays[] = {
    { "gep01/t2m", NULL, "t2m" },
    { "2t", NULL, "t2m" },
    { "gep01/tp_bucket", NULL, "tp" },
    { "tp/accum/surface/tp", NULL, "tp" },
    { "tp/instant/surface/tp", NULL, NULL },
    { "cape/instant/surface/cape", NULL, "cape" },
    { "cape/instant/pressureFromGroundLayer/cape", NULL, "cape180" },
    { "cin/instant/pressureFromGroundLayer/cin", NULL, "cin180" },
    { "gh/instant/cloudCeiling/gh", NULL, "ceil" },
    { "gh/instant/isobaricInhPa/gh", NULL, NULL },
    { "ulwrf/avg/nominalTop/ulwrf", NULL, "ulwrf_toa" },
    { "ulwrf/avg/surface/ulwrf", NULL, "ulwrf" },
    { "unknown", "{\"GRIB_shortName\":\"10u\"}", "u10" },
    { "x", "{\"GRIB_shortName\":\"sp\",\"GRIB_typeOfLevel\":\"meanSea\"}", NULL },
    { "sde", "{\"GRIB_typeOfLevel\":\"surface\",\"GRIB_stepType\":\"instant\"}", "snod" },
    { "st", "{\"GRIB_typeOfLevel\":\"depthBelowLandLayer\"}", "tsoil" },
    { "gep01/absv", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      static const char zarray[] = "{\"zarr_format\":2,\"shape\":[],\"chunks\":[]}";
      const char *attributes = arrays[i].attributes;
      g_autoptr (MvuaRefArray) array =
          mvua_ref_array_new (arrays[i].path, zarray, strlen (zarray), attributes,
                              attributes ? strlen (attributes) : 0, NULL);
      const MvuaVariable *variable = mvua_ref_variable_find (array);

      g_assert_cmpstr (variable != NULL ? variable->name : NULL, ==, arrays[i].name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                  \
  g_test_add ("/refs-ensemble/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("old-tree", test_old_tree);
  ADD ("numbers", test_numbers);
  ADD ("names-alone", test_names_alone);
  ADD ("wrong-member", test_wrong_member);
  ADD ("wrong-step-and-variable", test_wrong_step_and_variable);
  ADD ("wrong-places", test_wrong_places);
  ADD ("moved", test_moved);
  ADD ("left-out", test_left_out);
  ADD ("whole-files", test_whole_files);
  ADD ("runs", test_runs);
  ADD ("run-of-message", test_run_of_message);
  ADD ("bucket", test_bucket);
  g_test_add_func ("/refs-ensemble/variables", test_variables);
  return g_test_run ();
}
