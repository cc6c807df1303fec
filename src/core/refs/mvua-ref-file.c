/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ref-file.h"

#include "mvua-file.h"
#include "mvua-ref-folder.h"
#include "mvua-ref-json.h"
#include "mvua-ref-parquet.h"
#include "mvua-store-file.h"

#include <string.h>

/* What a file is, by how it begins. */
typedef enum
{
  KIND_NONE,
  KIND_JSON,
  KIND_PARQUET,
} Kind;

gboolean
mvua_ref_form_from_name (const char *path, MvuaRefForm *form, GError **error)
{
  static const struct
  {
    const char *suffix;
    MvuaRefForm form;
  } forms[] = {
    { ".json", MVUA_REF_JSON },
    { ".par", MVUA_REF_TABLE },
    { ".parquet", MVUA_REF_TABLE },
    { ".parq", MVUA_REF_FOLDER },
  };
  gsize n = strlen (path);

  while (n > 1 && path[n - 1] == '/')
    n--;
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const gsize n_suffix = strlen (forms[i].suffix);
      if (n > n_suffix && memcmp (path + n - n_suffix, forms[i].suffix, n_suffix) == 0)
        {
          *form = forms[i].form;
          return TRUE;
        }
    }
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "%s: expected a name that ends in .json, .par, .parquet or .parq", path);
  return FALSE;
}

static Kind
find_kind (const char *path)
{
  guint8 bytes[64];
  gsize n = 0;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) ||
      !mvua_file_read (path, 0, sizeof bytes, bytes, &n, NULL) || n < 2)
    return KIND_NONE;
  if (n >= 4 && memcmp (bytes, "PAR1", 4) == 0)
    return KIND_PARQUET;
  if (bytes[0] == 0x1f && bytes[1] == 0x8b)
    return KIND_JSON;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isspace (bytes[i]))
      return bytes[i] == '{' || bytes[i] == '[' ? KIND_JSON : KIND_NONE;
  return KIND_NONE;
}

gboolean
mvua_ref_set_is (const char *path)
{
  return find_kind (path) != KIND_NONE || mvua_ref_folder_is (path);
}

MvuaRefSet *
mvua_ref_set_open (const char *path, GCancellable *cancellable, GError **error)
{
  const Kind kind = find_kind (path);
  gsize n = 0;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return mvua_ref_folder_read (path, cancellable, error);
  char *bytes = mvua_file_read_text (
      path, kind == KIND_PARQUET ? MVUA_REF_PARQUET_LARGEST : MVUA_REF_JSON_LARGEST, &n,
      error);
  if (bytes == NULL)
    return NULL;
  g_autoptr (GBytes) file = g_bytes_new_take (bytes, n);
  return kind == KIND_PARQUET ? mvua_ref_parquet_read (file, path, cancellable, error)
                              : mvua_ref_json_read (file, path, cancellable, error);
}

gboolean
mvua_ref_set_save (const MvuaRefSet *self,
                   const char *path,
                   MvuaRefForm form,
                   GCancellable *cancellable,
                   GError **error)
{
  gsize n = 0;

  if (form == MVUA_REF_FOLDER)
    return mvua_ref_folder_write (self, path, cancellable, error);
  g_autoptr (GBytes) file = form == MVUA_REF_JSON ? mvua_ref_json_write (self)
                                                  : mvua_ref_parquet_write (self, error);
  if (file == NULL)
    return FALSE;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  const void *bytes = g_bytes_get_data (file, &n);
  return mvua_store_file_write (folder, name, bytes, n, TRUE, error);
}
