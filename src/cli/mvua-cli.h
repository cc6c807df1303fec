/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "cli-source.h"

G_BEGIN_DECLS

/* How the command ends. */
enum
{
  MVUA_EXIT_DONE = 0,
  MVUA_EXIT_FAILED = 1,
  MVUA_EXIT_USAGE = 2,
  MVUA_EXIT_GAPS = 3,
  MVUA_EXIT_INTERRUPTED = 130,
};

/* A command's own arguments, its name first.  Returns: how the program ends */
typedef int (*MvuaCommandFunc) (int argc, char **argv);

int mvua_command_cache (int argc, char **argv);
int mvua_command_combine (int argc, char **argv);
int mvua_command_demo (int argc, char **argv);
int mvua_command_export (int argc, char **argv);
int mvua_command_ls (int argc, char **argv);
int mvua_command_point (int argc, char **argv);
int mvua_command_refs (int argc, char **argv);
int mvua_command_show (int argc, char **argv);
int mvua_command_verify (int argc, char **argv);

/**
 * mvua_cli_parse:
 * @synopsis: the arguments as help shows them: "SOURCE OUT"
 * @summary: what the command does
 * @entries: (nullable): its options
 * @n_arguments: how many arguments have to be left after the options
 *
 * Parses the options of a command, whose help it prints for --help (and ends).
 *
 * Returns: %FALSE if it was not well-formed, which has been said
 */
gboolean mvua_cli_parse (int *argc,
                         char ***argv,
                         const char *synopsis,
                         const char *summary,
                         const GOptionEntry *entries,
                         int n_arguments);

/* The same, where the last arguments may be left out. */
gboolean mvua_cli_parse_some (int *argc,
                              char ***argv,
                              const char *synopsis,
                              const char *summary,
                              const GOptionEntry *entries,
                              int n_least,
                              int n_most);

/* Says that the arguments are not what they should be; @how_many: "" or "no more than ".
 * Returns: %FALSE */
gboolean
mvua_cli_expect (const char *command, const char *how_many, const char *synopsis);

/* s3, https, relative or absolute; FALSE with MVUA_ERROR_USAGE set for any other */
gboolean mvua_cli_parse_url (const char *text,
                             MvuaRefUrlForm *form,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Says what went wrong.  Returns: how the program ends */
int mvua_cli_fail (const char *command, const GError *error);

/* Cancelled by Ctrl-C and SIGTERM from now on; (transfer none). */
GCancellable *mvua_cli_interruptible (void);

/* Atomic: whether it was SIGTERM that cancelled it: somebody ended all there is, and did
 * not change their mind. */
const gint *mvua_cli_get_terminated (void);

/* A line on a terminal that is written over, and nothing elsewhere. */
void mvua_cli_progress (const char *text);
void mvua_cli_progress_clear (void);

/* What is said of @n things: "field" of one, "fields" of any other number. */
const char *mvua_cli_word (guint64 n, const char *one, const char *more);

/* "gep01-gep10, gec00"; (transfer full) */
char *mvua_cli_members (const GArray *members);

/* "1:05 left", or "" where it cannot be told. */
char *mvua_cli_time_left (gint64 started, double fraction);

G_END_DECLS
