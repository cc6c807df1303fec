/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* mvua-test-serve FOLDER [pages]: serves a folder on the loopback as a bucket does, or as
 * a web server that makes pages of folders.  Prints its URL and stays until it is ended;
 * SIGHUP has it look at the folder again, and say so in another line. */

#include "mvua-test-bucket.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

int
main (int argc, char **argv)
{
  g_return_val_if_fail (argc == 2 || argc == 3, 2);
  sigset_t again;
  int number;

  /* Before there is any thread. */
  sigemptyset (&again);
  sigaddset (&again, SIGHUP);
  sigprocmask (SIG_BLOCK, &again, NULL);
  MvuaTestBucket *bucket = mvua_test_bucket_new ();
  mvua_test_bucket_put_folder (bucket, argv[1]);
  mvua_test_bucket_set_folders (bucket, argc == 3 && strcmp (argv[2], "pages") == 0);
  printf ("%s\n", mvua_test_bucket_get_url (bucket));
  fflush (stdout);
  for (;;)
    if (sigwait (&again, &number) == 0)
      {
        mvua_test_bucket_put_folder (bucket, argv[1]);
        printf ("again\n");
        fflush (stdout);
      }
}
