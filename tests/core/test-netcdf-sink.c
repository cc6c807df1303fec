/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The writer of netCDF by itself: two members, t2m and tp at 0 … 12 h, in blocks of two
 * steps; read back with the library alone. */

#include "ensemble-fixture.h"
#include "mvua-sink.h"

#include <netcdf.h>
#include <signal.h>
#include <sys/resource.h>

#define N_STEPS 5
#define BLOCK 2
#define N_ROWS 8
#define N_COLUMNS 12

/* No two values of a test are alike. */
#define VALUE(base, i) ((float) (1000 * (base) + (i)))

#define NC(call) g_assert_cmpstr (nc_strerror (call), ==, nc_strerror (NC_NOERR))

/* A call that gives &error. */
#define DO(call)                                                                         \
  {                                                                                      \
    g_autoptr (GError) error = NULL;                                                     \
    const gboolean done = call;                                                          \
    g_assert_no_error (error);                                                           \
    g_assert_true (done);                                                                \
  }

typedef struct
{
  Folder folder;
  char *out;
  char *path;
  MvuaExportOptions options;
  MvuaEnsemble *ensemble;
  MvuaExportPlan *plan;
  MvuaSchema *schema;
  MvuaSink *sink;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  folder_set_up (&self->folder, NULL);
  for (guint number = 1; number <= 2; number++)
    for (int step = 0; step <= 12; step += 3)
      write_member_step (&self->folder, perturbed (number), step, 2800);
  self->out = g_dir_make_tmp ("mvua-out-XXXXXX", NULL);
  self->path = g_build_filename (self->out, "out", NULL);
  self->options = mvua_export_options_new ();
  self->options.region.whole = TRUE;
  self->options.format = MVUA_EXPORT_NETCDF;
  self->options.layout = (MvuaExportLayout) GPOINTER_TO_INT (data);
  self->ensemble = folder_open (&self->folder);
  self->plan = mvua_export_plan_new (self->ensemble, &self->options, &error);
  g_assert_no_error (error);
  self->plan->block = BLOCK;
  self->schema = mvua_schema_new (self->plan);
  self->sink = mvua_netcdf_sink_new (self->schema);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  mvua_sink_free (self->sink);
  mvua_schema_free (self->schema);
  mvua_export_plan_free (self->plan);
  mvua_ensemble_unref (self->ensemble);
  mvua_export_options_clear (&self->options);
  remove_all (self->out);
  g_free (self->path);
  g_free (self->out);
  folder_tear_down (&self->folder, data);
}

/* Where a variable is in the schema's table of members (or statistics). */
static guint
place_of (const Fixture *self, guint row, const char *variable)
{
  guint v = 0;

  g_assert_true (
      g_ptr_array_find (self->plan->variables, mvua_variable_by_name (variable), &v));
  return row * self->plan->variables->len + v;
}

static void
open_sink (Fixture *self)
{
  DO (self->sink->open (self->sink, self->path, &error));
}

static gboolean
try_block (Fixture *self, MvuaSchemaArray *array, guint block, guint base, GError **error)
{
  const gsize first[] = { block * BLOCK, 0, 0 };
  const gsize count[] = { MIN (BLOCK, N_STEPS - first[0]), N_ROWS, N_COLUMNS };
  float values[BLOCK * N_POINTS];

  for (gsize i = 0; i < count[0] * N_POINTS; i++)
    values[i] = VALUE (base, first[0] * N_POINTS + i);
  return self->sink->write (self->sink, array, first, count, values, error);
}

static void
write_block (Fixture *self, MvuaSchemaArray *array, guint block, guint base)
{
  DO (try_block (self, array, block, base, &error));
}

static void
write_field (Fixture *self, guint member, const char *name, guint block, guint base)
{
  write_block (self, self->schema->fields[place_of (self, member, name)], block, base);
}

static int
open_file (const Fixture *self, const char *name)
{
  g_autofree char *path =
      name != NULL ? g_build_filename (self->path, name, NULL) : g_strdup (self->path);
  int file = -1;

  NC (nc_open (path, NC_NOWRITE, &file));
  return file;
}

static int
write_nothing (Fixture *self)
{
  open_sink (self);
  DO (self->sink->close (self->sink, &error));
  return open_file (self, NULL);
}

static int
group_of (int file, const char *path)
{
  int group = -1;

  NC (nc_inq_grp_full_ncid (file, path, &group));
  return group;
}

static int
variable_of (int group, const char *name)
{
  int variable = NC_GLOBAL;

  if (name != NULL)
    NC (nc_inq_varid (group, name, &variable));
  return variable;
}

/* The dimensions of a variable are @expected, such as "step=5 latitude=8 ". */
static void
assert_shape (int group, const char *name, nc_type expected_type, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  int ids[NC_MAX_VAR_DIMS], n = 0;
  nc_type type = NC_NAT;

  NC (nc_inq_var (group, variable_of (group, name), NULL, &type, &n, ids, NULL));
  for (int d = 0; d < n; d++)
    {
      char dimension[NC_MAX_NAME + 1];
      gsize size = 0;
      NC (nc_inq_dim (group, ids[d], dimension, &size));
      g_string_append_printf (found, "%s=%" G_GSIZE_FORMAT " ", dimension, size);
    }
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpint (type, ==, expected_type);
}

/* Of the group itself where @variable is %NULL. */
static void
assert_attribute (
    int group, const char *variable, const char *name, nc_type expected, gsize n)
{
  nc_type type = NC_NAT;
  gsize found = 0;

  NC (nc_inq_att (group, variable_of (group, variable), name, &type, &found));
  g_assert_cmpint (type, ==, expected);
  g_assert_cmpuint (found, ==, n);
}

static void
assert_text (int group, const char *variable, const char *name, const char *expected)
{
  const gsize n = strlen (expected);
  g_autofree char *text = g_malloc0 (n + 1);

  assert_attribute (group, variable, name, NC_CHAR, n);
  NC (nc_get_att_text (group, variable_of (group, variable), name, text));
  g_assert_cmpstr (text, ==, expected);
}

/* Values of @base in the blocks of the bits of @blocks, NaN in the others; @member: -1
 * where the variable has no such dimension. */
static void
assert_field (int group, const char *name, int member, guint blocks, guint base)
{
  const gsize first[] = { (gsize) MAX (member, 0), 0, 0, 0 };
  const gsize count[] = { 1, N_STEPS, N_ROWS, N_COLUMNS };
  const guint skip = member < 0 ? 1 : 0;
  float values[N_STEPS * N_POINTS];

  NC (nc_get_vara_float (group, variable_of (group, name), first + skip, count + skip,
                         values));
  for (gsize i = 0; i < N_STEPS * N_POINTS; i++)
    if (blocks >> i / N_POINTS / BLOCK & 1)
      g_assert_cmpfloat (values[i], ==, VALUE (base, i));
    else
      g_assert_true (isnan (values[i]));
}

static gpointer
write_gep02_rain (gpointer data)
{
  Fixture *self = data;

  for (guint block = 0; block < 3; block++)
    {
      write_field (self, 1, "tp", block, 3);
      g_assert_cmpuint (self->sink->get_n_bytes (self->sink), >, 0);
    }
  return NULL;
}

/* Two threads write at once. */
static void
test_tree_values (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const guint t2m = place_of (self, 0, "t2m");
  gint8 statuses[N_STEPS];
  gint64 run = 0;

  open_sink (self);
  GThread *thread = g_thread_new ("write", write_gep02_rain, self);
  for (guint block = 0; block < 3; block++)
    write_field (self, 0, "t2m", block, 1);
  write_field (self, 0, "tp", 2, 2);
  write_block (self, self->schema->statistics[t2m], 1, 4);
  write_block (self, self->schema->probabilities[0], 0, 5);
  g_thread_join (thread);
  /* Known only while the fields are loaded. */
  json_object_object_add (self->schema->fields[t2m]->attributes, "late",
                          json_object_new_int (3));
  ((gint8 *) self->schema->statuses[t2m]->data)[3] = MVUA_STATUS_REJECTED;
  DO (self->sink->close (self->sink, &error));

  const int file = open_file (self, NULL);
  const int gep01 = group_of (file, "gep01");
  assert_attribute (gep01, "t2m", "late", NC_INT, 1);
  assert_field (gep01, "t2m", -1, 7, 1);
  assert_field (gep01, "tp", -1, 4, 2);
  assert_field (group_of (file, "gep02"), "tp", -1, 7, 3);
  assert_field (group_of (file, "gep02"), "t2m", -1, 0, 0);
  assert_field (group_of (file, "ensemble_stats/mean"), "t2m", -1, 2, 4);
  assert_field (group_of (file, "probabilities"), "prob_gt_5mm", -1, 1, 5);

  NC (nc_get_var (gep01, variable_of (gep01, "t2m_status"), statuses));
  g_assert_true (statuses[2] == MVUA_STATUS_OK && statuses[3] == MVUA_STATUS_REJECTED);
  NC (nc_get_var (gep01, variable_of (gep01, "time"), &run));
  g_assert_cmpint (run, ==, mvua_ensemble_get_run (self->ensemble));
  NC (nc_close (file));
}

static void
test_tree_layout (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const groups[] = { "gep01", "gep02", "ensemble_stats/mean",
                                        "ensemble_stats/std", "probabilities" };
  const int file = write_nothing (self);

  for (guint g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      const int group = group_of (file, groups[g]);
      int n_own = 0;
      /* Dimensions of its own: members may have different steps. */
      NC (nc_inq_dimids (group, &n_own, NULL, 0));
      g_assert_cmpint (n_own, ==, 4);
      assert_shape (group, "step", NC_INT64, "step=5 ");
      assert_shape (group, "time", NC_INT64, "");
      assert_text (group, "step", "dtype", "timedelta64[ns]");
    }
  const int gep01 = group_of (file, "gep01");
  assert_shape (gep01, "t2m", NC_FLOAT, "step=5 latitude=8 longitude=12 ");
  assert_shape (gep01, "t2m_status", NC_BYTE, "step=5 ");
  assert_shape (gep01, "latitude", NC_DOUBLE, "latitude=8 ");

  assert_text (file, NULL, "title", "GEFS Ensemble Forecast Data");
  assert_text (gep01, NULL, "member", "gep01");
  assert_attribute (gep01, "t2m_status", "flag_values", NC_BYTE, MVUA_N_STATUSES);
  assert_attribute (group_of (file, "probabilities"), NULL, "thresholds", NC_DOUBLE,
                    self->options.thresholds->len);
  NC (nc_close (file));
}

/* Fields are compressed by the block and know what is missing; the rest is plain.
 * Whoever else uses the library finds its settings as they were. */
static void
test_tree_storage (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  gsize chunk[3] = { 0 };
  int storage = -1, shuffle = 0, deflate = 0, level = 0;
  float fill = 0, preemption = 0;
  gsize size = 0, slots = 0;

  NC (nc_set_chunk_cache (123456, 77, 0.5F));
  const int file = write_nothing (self);
  NC (nc_get_chunk_cache (&size, &slots, &preemption));
  g_assert_true (size == 123456 && slots == 77 && preemption == 0.5F);
  const int gep01 = group_of (file, "gep01");
  const int t2m = variable_of (gep01, "t2m");
  const int status = variable_of (gep01, "t2m_status");

  NC (nc_inq_var_chunking (gep01, t2m, &storage, chunk));
  g_assert_cmpint (storage, ==, NC_CHUNKED);
  g_assert_true (chunk[0] == BLOCK && chunk[1] == N_ROWS && chunk[2] == N_COLUMNS);
  NC (nc_inq_var_deflate (gep01, t2m, &shuffle, &deflate, &level));
  g_assert_true (shuffle && deflate && level == 1);
  NC (nc_get_att_float (gep01, t2m, "_FillValue", &fill));
  g_assert_true (isnan (fill));
  NC (nc_inq_var_chunking (gep01, status, &storage, NULL));
  g_assert_cmpint (storage, ==, NC_CONTIGUOUS);
  g_assert_cmpint (nc_inq_att (gep01, status, "_FillValue", NULL, NULL), ==, NC_ENOTATT);
  NC (nc_close (file));
}

static void
test_attribute_types (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *name, *json;
    nc_type type;
    gsize n;
    double first;
  } cases[] = {
    { "small", "-7", NC_INT, 1, -7 },
    { "large", "5000000000", NC_INT64, 1, 5e9 },
    { "real", "0.1", NC_DOUBLE, 1, 0.1 },
    { "whole", "2.0", NC_DOUBLE, 1, 2 },
    { "ints", "[-1, 2, 3]", NC_INT, 3, -1 },
    { "reals", "[1, 2.5]", NC_DOUBLE, 2, 1 },
    { "texts", "[\"a\", \"\"]", NC_STRING, 2, 0 },
    { "nothing", "[]", NC_INT, 0, 0 },
    { "text", "\"3–6 h\"", NC_CHAR, 7, 0 },
    { "empty", "\"\"", NC_CHAR, 0, 0 },
  };
  MvuaSchemaArray *array = self->schema->fields[place_of (self, 0, "t2m")];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    json_object_object_add (array->attributes, cases[i].name,
                            json_tokener_parse (cases[i].json));
  const int file = write_nothing (self);
  const int group = group_of (file, "gep01");
  const int t2m = variable_of (group, "t2m");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double found[3] = { 0 };
      assert_attribute (group, "t2m", cases[i].name, cases[i].type, cases[i].n);
      if (cases[i].type != NC_CHAR && cases[i].type != NC_STRING)
        NC (nc_get_att_double (group, t2m, cases[i].name, found));
      g_assert_cmpfloat (found[0], ==, cases[i].first);
    }
  assert_text (group, "t2m", "text", "3–6 h");
  NC (nc_close (file));
}

static void
test_variables (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  gint32 numbers[2];
  gint8 statuses[2][N_STEPS];

  g_assert_cmpuint (self->plan->statistics->len, ==, 2); /* mean and std alone */
  open_sink (self);
  write_field (self, 0, "t2m", 0, 1);
  write_field (self, 1, "t2m", 2, 2);
  write_block (self, self->schema->statistics[place_of (self, 0, "t2m")], 0, 3);
  write_block (self, self->schema->statistics[place_of (self, 1, "t2m")], 1, 4);
  ((gint8 *) self->schema->statuses[place_of (self, 1, "t2m")]->data)[2] =
      MVUA_STATUS_MISSING;
  DO (self->sink->close (self->sink, &error));

  int file = open_file (self, "ensemble_t2m.nc");
  assert_shape (file, "t2m", NC_FLOAT, "member=2 step=5 latitude=8 longitude=12 ");
  assert_shape (file, "t2m_status", NC_BYTE, "member=2 step=5 ");
  assert_shape (file, "member", NC_INT, "member=2 ");
  assert_text (file, NULL, "title", "GEFS Ensemble Forecast Data");
  assert_field (file, "t2m", 0, 1, 1);
  assert_field (file, "t2m", 1, 4, 2);
  NC (nc_get_var (file, variable_of (file, "member"), numbers));
  g_assert_true (numbers[0] == 1 && numbers[1] == 2);
  NC (nc_get_var (file, variable_of (file, "t2m_status"), statuses));
  g_assert_cmpint (statuses[1][2], ==, MVUA_STATUS_MISSING);
  NC (nc_close (file));

  file = open_file (self, "ensemble_mean_t2m.nc");
  assert_field (file, "t2m", -1, 1, 3);
  assert_attribute (file, NULL, "n_members", NC_INT, 1);
  NC (nc_close (file));
  file = open_file (self, "ensemble_std_t2m.nc");
  assert_field (file, "t2m", -1, 2, 4);
  NC (nc_close (file));
}

/* Places where nothing can be made, whoever asks. */
static void
test_unwritable (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *there = g_build_filename (self->out, "there", NULL);
  g_autofree char *below = g_build_filename (there, "below", NULL);
  const char *const paths[] = { "/nowhere/at/all", "/proc/out", below, there };

  g_assert_true (g_file_set_contents (there, "old", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (MvuaSink) sink = mvua_netcdf_sink_new (self->schema);
      g_autoptr (GError) error = NULL;
      g_assert_false (sink->open (sink, paths[i], &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
      g_assert_nonnull (strstr (error->message, paths[i]));
    }
}

/* No file can grow beyond so many octets, as if the disk were full then. */
static void
limit_files (rlim_t n_bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (n_bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* What failed once is no whole output, although there is room again. */
static void
test_failed_write (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaSchemaArray *array = self->schema->fields[place_of (self, 0, "t2m")];
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  signal (SIGXFSZ, SIG_IGN);
  open_sink (self);
  write_block (self, array, 0, 1);
  limit_files (100);
  g_assert_false (try_block (self, array, 1, 1, &error));
  limit_files (RLIM_INFINITY);
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, self->path));
  g_assert_nonnull (strstr (error->message, "t2m"));
  g_clear_error (&error);
  g_assert_false (self->sink->close (self->sink, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, self->path));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
    MvuaExportLayout layout;
  } tests[] = {
    { "/netcdf-sink/tree/values", test_tree_values, MVUA_EXPORT_TREE },
    { "/netcdf-sink/tree/layout", test_tree_layout, MVUA_EXPORT_TREE },
    { "/netcdf-sink/tree/storage", test_tree_storage, MVUA_EXPORT_TREE },
    { "/netcdf-sink/tree/attributes", test_attribute_types, MVUA_EXPORT_TREE },
    { "/netcdf-sink/tree/unwritable", test_unwritable, MVUA_EXPORT_TREE },
    { "/netcdf-sink/tree/failed-write", test_failed_write, MVUA_EXPORT_TREE },
    { "/netcdf-sink/variables/values", test_variables, MVUA_EXPORT_VARIABLES },
    { "/netcdf-sink/variables/unwritable", test_unwritable, MVUA_EXPORT_VARIABLES },
    { "/netcdf-sink/variables/failed-write", test_failed_write, MVUA_EXPORT_VARIABLES },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GINT_TO_POINTER (tests[i].layout), set_up,
                tests[i].test, tear_down);
  return g_test_run ();
}
