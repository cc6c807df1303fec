/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaMemberKind:
 * @MVUA_MEMBER_DETERMINISTIC: a single forecast: the message says nothing of an ensemble
 * @MVUA_MEMBER_CONTROL: the unperturbed run, gec00; in no statistic and no probability
 * @MVUA_MEMBER_PERTURBED: gep01 and on
 * @MVUA_MEMBER_MEAN: NOAA's own ensemble mean, geavg
 * @MVUA_MEMBER_SPREAD: NOAA's own spread, gespr
 */
typedef enum
{
  MVUA_MEMBER_DETERMINISTIC,
  MVUA_MEMBER_CONTROL,
  MVUA_MEMBER_PERTURBED,
  MVUA_MEMBER_MEAN,
  MVUA_MEMBER_SPREAD,
} MvuaMemberKind;

/**
 * MvuaMember:
 * @number: of a perturbed member, 1 and on; 0 otherwise
 *
 * A plain value; compare with mvua_member_compare().
 */
typedef struct
{
  guint8 kind; /* MvuaMemberKind */
  guint8 number;
} MvuaMember;

#define MVUA_MEMBER_NAME_SIZE 8

/* "det", "gec00", "gep07", "geavg", "gespr".  Returns: @name */
const char *mvua_member_name (MvuaMember member, char name[MVUA_MEMBER_NAME_SIZE]);

/* FALSE and @member untouched if @name is none of the above. */
gboolean mvua_member_from_name (const char *name, MvuaMember *member);

/* Order: deterministic, control, perturbed by number, mean, spread. */
int mvua_member_compare (MvuaMember a, MvuaMember b);

/**
 * mvua_member_list_parse:
 * @text: "gep01-gep10,gec00"
 *
 * Returns: (transfer full) (element-type MvuaMember) (nullable): sorted, each once;
 *   %NULL with %MVUA_ERROR_USAGE set
 */
GArray *mvua_member_list_parse (const char *text,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
