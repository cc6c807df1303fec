/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* mvua-test-keep FOLDER URL ETAG LENGTH [OFFSET]: keeps zeros, as a range or as an
 * object. */

#include "mvua-cache.h"

int
main (int argc, char **argv)
{
  g_return_val_if_fail (argc == 5 || argc == 6, 2);
  g_autoptr (MvuaCache) cache = mvua_cache_open (argv[1], 0, NULL);
  const gsize length = (gsize) g_ascii_strtoull (argv[4], NULL, 10);
  g_autofree guint8 *zeros = g_malloc0 (length);
  g_autoptr (GBytes) bytes = g_bytes_new_static (zeros, length);

  if (argc == 6)
    mvua_cache_write (cache, argv[2], argv[3], g_ascii_strtoull (argv[5], NULL, 10),
                      zeros, length);
  else
    mvua_cache_put (cache, argv[2], argv[3], bytes);
  return mvua_cache_measure (cache).n_refused != 0;
}
