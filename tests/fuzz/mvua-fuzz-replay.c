/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A fuzz target as a test.  Besides:
 *   replay-NAME --write FOLDER     puts the seeds there, for a fuzzer to begin with
 *   replay-NAME FILE …             runs these alone, to look at a finding
 */

#include "mvua-fuzz-memory.h"
#include "mvua-fuzz.h"

#include <glib/gstdio.h>
#include <string.h>

/* Runs of spoilt seeds, in all; and how many cuts of one seed there are at most. */
#define N_SPOILT 4000
#define MOST_CUTS 256

/* As much as any target may ask for at once (tests/fuzz/run). */
#define MOST_MEMORY (64u << 20)

typedef struct
{
  char *name;
  guint8 *data;
  gsize n;
} Seed;

struct _MvuaFuzzSeeds
{
  GArray *seeds; /* of Seed */
};

static void
clear_seed (gpointer data)
{
  Seed *seed = data;

  g_free (seed->name);
  g_free (seed->data);
}

void
mvua_fuzz_seeds_add_with (MvuaFuzzSeeds *self,
                          const char *name,
                          const void *options,
                          gsize n_options,
                          const void *data,
                          gsize n)
{
  Seed seed = { g_strdup (name), g_malloc (n_options + n + 1), n_options + n };

  for (guint i = 0; i < self->seeds->len; i++)
    g_assert_cmpstr (g_array_index (self->seeds, Seed, i).name, !=, name);
  if (n_options > 0)
    memcpy (seed.data, options, n_options);
  if (n > 0)
    memcpy (seed.data + n_options, data, n);
  g_array_append_val (self->seeds, seed);
}

void
mvua_fuzz_seeds_add (MvuaFuzzSeeds *self, const char *name, const void *data, gsize n)
{
  mvua_fuzz_seeds_add_with (self, name, NULL, 0, data, n);
}

/* A copy that ends where the input does: what reads on is seen by the sanitizers, and
 * often by the allocator. */
static gboolean
run (const guint8 *data, gsize n)
{
  g_autofree guint8 *copy = g_malloc (MAX (n, 1));

  if (n > 0)
    memcpy (copy, data, n);
  mvua_fuzz_bound_memory (MOST_MEMORY);
  const gboolean is_good = mvua_fuzz_one (copy, n);
  mvua_fuzz_bound_memory (G_MAXSIZE);
  return is_good;
}

static const Seed *
nth (const MvuaFuzzSeeds *self, guint i)
{
  return &g_array_index (self->seeds, Seed, i);
}

static void
test_seeds (gconstpointer data)
{
  const MvuaFuzzSeeds *self = data;

  g_assert_cmpuint (self->seeds->len, >, 0);
  for (guint i = 0; i < self->seeds->len; i++)
    if (!run (nth (self, i)->data, nth (self, i)->n))
      g_error ("The seed “%s” was refused", nth (self, i)->name);
}

static void
test_cut (gconstpointer data)
{
  const MvuaFuzzSeeds *self = data;

  for (guint i = 0; i < self->seeds->len; i++)
    {
      const Seed *seed = nth (self, i);
      for (gsize n = 0; n < seed->n; n += 1 + seed->n / MOST_CUTS)
        run (seed->data, n);
    }
}

static guint8
any_octet (GRand *rand)
{
  static const guint8 telling[] = { 0, 1, 0x7f, 0x80, 0xfe, 0xff };

  return g_rand_boolean (rand)
             ? telling[g_rand_int_range (rand, 0, (gint32) sizeof telling)]
             : (guint8) g_rand_int_range (rand, 0, 256);
}

/* A few octets of a seed are others; it is the same ones each time. */
static void
test_spoilt (gconstpointer data)
{
  const MvuaFuzzSeeds *self = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20250918);

  for (guint i = 0; i < N_SPOILT; i++)
    {
      const Seed *seed = nth (self, i % self->seeds->len);
      g_autofree guint8 *spoilt = g_memdup2 (seed->data, seed->n);
      for (int n = g_rand_int_range (rand, 1, 5); n > 0 && seed->n > 0; n--)
        spoilt[g_rand_int (rand) % seed->n] = any_octet (rand);
      run (spoilt, seed->n);
    }
}

static void
run_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize n = 0;

  if (!g_file_get_contents (path, &bytes, &n, &error))
    g_error ("%s", error->message);
  g_test_message ("%s", path);
  run ((const guint8 *) bytes, n);
}

static void
test_regression (gconstpointer path)
{
  run_file (path);
}

/* One test a file, by its name. */
static void
add_regressions (const char *target, GPtrArray *paths)
{
  g_autofree char *folder =
      g_test_build_filename (G_TEST_DIST, "fuzz", "regressions", target, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *test = g_strdup_printf ("/fuzz/%s/regressions/%s", target, name);
      char *path = g_build_filename (folder, name, NULL);
      g_ptr_array_add (paths, path);
      g_test_add_data_func (test, path, test_regression);
    }
}

static int
write_seeds (const MvuaFuzzSeeds *self, const char *folder)
{
  for (guint i = 0; i < self->seeds->len; i++)
    {
      const Seed *seed = nth (self, i);
      g_autofree char *path = g_build_filename (folder, seed->name, NULL);
      g_autoptr (GError) error = NULL;
      if (!g_file_set_contents (path, (const char *) seed->data, (gssize) seed->n,
                                &error))
        g_error ("%s", error->message);
    }
  return 0;
}

static int
run_tests (MvuaFuzzSeeds *seeds, const char *target)
{
  static const struct
  {
    const char *name;
    void (*func) (gconstpointer data);
  } tests[] = { { "seeds", test_seeds }, { "cut", test_cut }, { "spoilt", test_spoilt } };
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *name = g_strdup_printf ("/fuzz/%s/%s", target, tests[i].name);
      g_test_add_data_func (name, seeds, tests[i].func);
    }
  add_regressions (target, paths);
  return g_test_run ();
}

int
main (int argc, char **argv)
{
  g_autofree char *program = g_path_get_basename (argv[0]);
  const char *target = program + strlen ("replay-");
  MvuaFuzzSeeds seeds = { g_array_new (FALSE, FALSE, sizeof (Seed)) };
  int status = 0;

  g_assert_true (g_str_has_prefix (program, "replay-"));
  g_test_init (&argc, &argv, NULL);
  LLVMFuzzerInitialize (&argc, &argv);
  g_array_set_clear_func (seeds.seeds, clear_seed);
  mvua_fuzz_make_seeds (&seeds);
  if (argc > 2 && g_str_equal (argv[1], "--write"))
    status = write_seeds (&seeds, argv[2]);
  else if (argc > 1)
    for (int i = 1; i < argc; i++)
      run_file (argv[i]);
  else
    status = run_tests (&seeds, target);
  g_array_unref (seeds.seeds);
  return status;
}
