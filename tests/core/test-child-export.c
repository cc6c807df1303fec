/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* One poisoned message in a run that is decoded in child processes: it costs its field,
 * which is told and marked as rejected, and no other.  MVUA names the command. */

#include "export-fixture.h"

#include <eccodes.h>
#include <sys/wait.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (codes_handle, codes_handle_delete)

/* 2 m temperature in JPEG 2000, not constant: 280 and 281 K in turns. */
static GByteArray *
jpeg_message (MvuaMember member, int step)
{
  MvuaTestMessage message = mvua_test_message_defaults ();
  double values[N_POINTS];
  GByteArray *bytes = g_byte_array_new ();
  const void *octets = NULL;
  size_t size = strlen ("grid_jpeg");

  mvua_test_message_set_field (&message, mvua_variable_by_name ("t2m"), member, step,
                               step);
  g_autoptr (GByteArray) plain = mvua_test_message_encode (&message);
  g_autoptr (codes_handle) handle =
      codes_handle_new_from_message_copy (NULL, plain->data, plain->len);
  for (guint i = 0; i < N_POINTS; i++)
    values[i] = 280 + i % 2;
  g_assert_cmpint (codes_set_double_array (handle, "values", values, N_POINTS), ==, 0);
  g_assert_cmpint (codes_set_string (handle, "packingType", "grid_jpeg", &size), ==, 0);
  g_assert_cmpint (codes_set_double_array (handle, "values", values, N_POINTS), ==, 0);
  g_assert_cmpint (codes_get_message (handle, &octets, &size), ==, 0);
  g_byte_array_append (bytes, octets, (guint) size);
  return bytes;
}

/* The picture is one of signed numbers: ecCodes 2.28 aborts. */
static void
make_abort (GByteArray *bytes)
{
  guint8 *at = memmem (bytes->data, bytes->len, "\xff\x4f\xff\x51", 4);

  g_assert_nonnull (at);
  at[42] |= 0x80;
}

/* The stream ends within its first tile. */
static void
make_undecodable (GByteArray *bytes)
{
  guint8 *at = memmem (bytes->data, bytes->len, "\xff\x93", 2);

  g_assert_nonnull (at);
  at[1] = 0xd9;
}

/* A packing that no child knows. */
static void
make_unknown (GByteArray *bytes)
{
  mvua_test_section (bytes, 5, 0)[10] = 51;
}

static void
write_run (Fixture *self, void (*make_poison) (GByteArray *bytes))
{
  for (guint number = 1; number <= 3; number++)
    for (int step = 0; step <= 12; step += 3)
      {
        const MvuaMember member = perturbed (number);
        g_autoptr (GByteArray) bytes = jpeg_message (member, step);
        g_autofree char *name = noaa_name (member, step);

        if (number == 2 && step == 6)
          make_poison (bytes);
        add_index_line (&self->folder, 0, mvua_variable_by_name ("t2m"), step, step,
                        member, "1");
        g_byte_array_append (self->folder.bytes, bytes->data, bytes->len);
        file_write (&self->folder, name, TRUE);
      }
}

/* All of the run but the poison. */
static void
assert_store (const Fixture *self)
{
  const gint16 n_valid[] = { 3, 3, 2, 3, 3 };

  assert_statuses (self, "gep01/t2m_status", "00000");
  assert_statuses (self, "gep02/t2m_status", "00400");
  assert_statuses (self, "gep03/t2m_status", "00000");
  assert_n_valid (self, "ensemble_stats/mean/t2m_n_valid", n_valid,
                  G_N_ELEMENTS (n_valid));
}

static void
export_with_command (Fixture *self, const char *complaint)
{
  const char *const argv[] = {
    g_getenv ("MVUA"), "export", self->folder.folder, self->store, "--region",
    "global",          NULL
  };
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL,
                               NULL, NULL, NULL, &said, &status, &error));
  g_assert_no_error (error);
  g_test_message ("%s", said);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 3);
  g_assert_nonnull (strstr (said, "Gaps: 1 "));
  g_assert_nonnull (strstr (said, "  gep02 f006 t2m: rejected: "));
  g_assert_nonnull (strstr (said, complaint));
}

typedef struct
{
  void (*make_poison) (GByteArray *bytes);
  const char *complaint;
} Poison;

static const Poison aborts = { make_abort, "died (Aborted)" };
static const Poison undecodable = { make_undecodable, "ecCodes cannot decode it" };
static const Poison unknown = { make_unknown,
                                "packed by template 5.51, which is not read" };

static void
test_poison (Fixture *self, gconstpointer data)
{
  const Poison *poison = data;

  write_run (self, poison->make_poison);
  self->store = g_build_filename (self->out, "command.zarr", NULL);
  export_with_command (self, poison->complaint);
  assert_store (self);
}

/* A window of the viewer asks for fields one by one. */
static void
test_loader (Fixture *self, gconstpointer data)
{
  const Poison *poison = data;

  write_run (self, poison->make_poison);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  MvuaLoader *loader = mvua_loader_new (ensemble);
  const MvuaWindow window = whole_window (ensemble);
  float values[N_POINTS];

  for (int step = 0; step <= 12; step += 3)
    {
      g_autoptr (GError) error = NULL;
      MvuaLoaded loaded;

      g_assert_true (mvua_loader_load (loader, mvua_variable_by_name ("t2m"),
                                       perturbed (2), step, MVUA_HOUR_UNKNOWN, &window,
                                       NULL, values, &loaded, &error));
      g_assert_no_error (error);
      g_assert_cmpint (loaded.status, ==,
                       step == 6 ? MVUA_STATUS_REJECTED : MVUA_STATUS_OK);
      g_assert_true (step == 6 ? isnan (values[0]) : values[1] - values[0] == 1);
      if (step == 6)
        g_assert_nonnull (strstr (loaded.complaint, poison->complaint));
      mvua_loaded_clear (&loaded);
    }
  mvua_loader_free (loader);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/child-export/abort", Fixture, &aborts, set_up, test_poison, tear_down);
  g_test_add ("/child-export/undecodable", Fixture, &undecodable, set_up, test_poison,
              tear_down);
  g_test_add ("/child-export/unknown", Fixture, &unknown, set_up, test_poison, tear_down);
  g_test_add ("/child-export/loader", Fixture, &aborts, set_up, test_loader, tear_down);
  return g_test_run ();
}
