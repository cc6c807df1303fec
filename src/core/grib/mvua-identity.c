/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-identity.h"

#include "mvua-grid-section.h"

#include <string.h>

/* A product definition template: where its parts begin, in octets from the start of
 * section 4; 0 if it has no such part. */
typedef struct
{
  guint16 number;
  guint16 size;
  guint16 ensemble; /* type of ensemble forecast, number of the perturbation */
  guint16 derived;  /* code table 4.7 */
  guint16 interval; /* end of the overall time interval and what follows */
} ProductTemplate;

/* Octets of @interval, from its start. */
enum
{
  INTERVAL_N_RANGES = 7,
  INTERVAL_STATISTIC = 12,
  INTERVAL_UNIT = 14,
  INTERVAL_LENGTH = 15,
  INTERVAL_SIZE = 24,
};

static const ProductTemplate product_templates[] = {
  { .number = 0, .size = 34 },
  { .number = 1, .size = 37, .ensemble = 34 },
  { .number = 2, .size = 36, .derived = 34 },
  { .number = 8, .size = 34 + INTERVAL_SIZE, .interval = 34 },
  { .number = 11, .size = 37 + INTERVAL_SIZE, .ensemble = 34, .interval = 37 },
  { .number = 12, .size = 36 + INTERVAL_SIZE, .derived = 34, .interval = 36 },
};

static gboolean
unsupported (const MvuaSections *sections, const char *what, guint number, GError **error)
{
  g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_UNSUPPORTED,
               "The message at offset %" G_GUINT64_FORMAT " has %s %u, which is not read",
               sections->start, what, number);
  return FALSE;
}

static gboolean
malformed (const MvuaSections *sections, const char *what, GError **error)
{
  g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
               "The message at offset %" G_GUINT64_FORMAT ": %s", sections->start, what);
  return FALSE;
}

static MvuaRun
read_time (const guint8 *octets)
{
  if (octets[5] > 59 || octets[6] > 59)
    return MVUA_RUN_UNKNOWN;

  const MvuaRun run = mvua_run_from_calendar ((int) mvua_octets_u16 (octets), octets[2],
                                              octets[3], octets[4], octets[5]);
  return run == MVUA_RUN_UNKNOWN ? run : run + octets[6];
}

/* Code table 4.4.  Returns: 0 for months and whatever else has no fixed length */
static gint64
unit_seconds (guint unit)
{
  static const guint32 seconds[] = { 60, 3600, 86400 };

  if (unit < G_N_ELEMENTS (seconds))
    return seconds[unit];
  switch (unit)
    {
    case 10:
      return G_GINT64_CONSTANT (3) * 3600;
    case 11:
      return G_GINT64_CONSTANT (6) * 3600;
    case 12:
      return G_GINT64_CONSTANT (12) * 3600;
    case 13:
      return 1;
    default:
      return 0;
    }
}

static MvuaLevel
read_level (const guint8 *octets)
{
  const guint32 missing = G_MAXUINT32;
  MvuaLevel level = { .type = octets[0] };

  if (level.type == 255 || octets[1] == 255 || mvua_octets_u32 (octets + 2) == missing)
    return level;

  level.value = mvua_octets_s32 (octets + 2);
  /* MvuaLevel counts thousandths. */
  for (int scale = mvua_octets_s8 (octets + 1); scale != 3 && level.value != 0;)
    if (scale < 3)
      {
        if (ABS (level.value) > G_MAXINT64 / 10)
          break;
        level.value *= 10;
        scale++;
      }
    else
      {
        level.value /= 10;
        scale--;
      }
  return level;
}

static gboolean
read_member (const MvuaSections *sections,
             const ProductTemplate *template,
             const guint8 *octets,
             MvuaMember *member,
             GError **error)
{
  *member = (MvuaMember){ .kind = MVUA_MEMBER_DETERMINISTIC };

  if (template->ensemble != 0)
    {
      const guint type = octets[template->ensemble]; /* code table 4.6 */
      const guint number = octets[template->ensemble + 1];

      if (type <= 1)
        member->kind = MVUA_MEMBER_CONTROL;
      else if ((type == 3 || type == 192) && number > 0)
        *member =
            (MvuaMember){ .kind = MVUA_MEMBER_PERTURBED, .number = (guint8) number };
      else
        return unsupported (sections, "type of ensemble forecast", type, error);
    }
  if (template->derived != 0)
    {
      const guint type = octets[template->derived];

      if (type <= 1)
        member->kind = MVUA_MEMBER_MEAN;
      else if (type == 2 || type == 4)
        member->kind = MVUA_MEMBER_SPREAD;
      else
        return unsupported (sections, "derived forecast", type, error);
    }
  return TRUE;
}

/* The window of a statistic over time: given twice, as a length and as its end. */
static gboolean
read_interval (const MvuaSections *sections,
               const guint8 *interval,
               MvuaIdentity *identity,
               GError **error)
{
  const guint n_ranges = interval[INTERVAL_N_RANGES];
  const guint statistic = interval[INTERVAL_STATISTIC];
  const gint64 unit = unit_seconds (interval[INTERVAL_UNIT]);
  const MvuaRun end = read_time (interval);

  if (n_ranges != 1)
    return unsupported (sections, "a number of time ranges of", n_ranges, error);
  if (statistic > MVUA_KIND_MINIMUM)
    return unsupported (sections, "statistical process", statistic, error);
  if (unit == 0)
    return unsupported (sections, "unit of time", interval[INTERVAL_UNIT], error);
  if (end == MVUA_RUN_UNKNOWN)
    return malformed (sections, "the end of its time window is no time", error);

  identity->kind = (MvuaKind) statistic;
  identity->end = end - identity->run;
  if (identity->start + unit * mvua_octets_u32 (interval + INTERVAL_LENGTH) !=
      identity->end)
    return malformed (sections, "the length of its time window contradicts its end",
                      error);
  return TRUE;
}

static gboolean
read_product (const MvuaSections *sections, MvuaIdentity *identity, GError **error)
{
  const guint8 *octets = mvua_sections_get (sections, 4, 9, error);
  const ProductTemplate *template = NULL;

  if (octets == NULL)
    return FALSE;
  const guint number = mvua_octets_u16 (octets + 7);
  for (guint i = 0; i < G_N_ELEMENTS (product_templates); i++)
    if (product_templates[i].number == number)
      template = &product_templates[i];
  if (template == NULL)
    return unsupported (sections, "product definition template", number, error);
  octets = mvua_sections_get (sections, 4, template->size, error);
  if (octets == NULL)
    return FALSE;

  const gint64 unit = unit_seconds (octets[17]);
  if (unit == 0)
    return unsupported (sections, "unit of time", octets[17], error);

  identity->category = octets[9];
  identity->number = octets[10];
  identity->first = read_level (octets + 22);
  identity->second = read_level (octets + 28);
  identity->kind = MVUA_KIND_INSTANT;
  identity->start = identity->end = unit * mvua_octets_s32 (octets + 18);
  return read_member (sections, template, octets, &identity->member, error) &&
         (template->interval == 0 ||
          read_interval (sections, octets + template->interval, identity, error));
}

static gboolean
read_origin (const MvuaSections *sections, MvuaIdentity *identity, GError **error)
{
  const guint8 *octets = mvua_sections_get (sections, 1, 21, error);

  if (octets == NULL)
    return FALSE;
  identity->centre = mvua_octets_u16 (octets + 5);
  identity->run = read_time (octets + 12);
  if (identity->run == MVUA_RUN_UNKNOWN)
    return malformed (sections, "its reference time is no time", error);
  if (sections->at[2] == 0)
    return TRUE;

  octets = mvua_sections_get (sections, 2, 5, error);
  if (octets == NULL)
    return FALSE;
  const gsize size = sections->size[2] - 5;
  identity->is_demo = size >= strlen (MVUA_DEMO_MARK) &&
                      memcmp (octets + 5, MVUA_DEMO_MARK, strlen (MVUA_DEMO_MARK)) == 0;
  return TRUE;
}

static gboolean
same_level (const MvuaLevel *a, const MvuaLevel *b)
{
  return a->type == b->type && a->value == b->value;
}

/* Parameter numbers of 192 and above mean something else at every centre. */
static gboolean
is_variable (const MvuaIdentity *identity, const MvuaVariable *variable)
{
  return identity->discipline == variable->discipline &&
         identity->category == variable->category &&
         identity->number == variable->number && identity->kind == variable->kind &&
         same_level (&identity->first, &variable->first) &&
         same_level (&identity->second, &variable->second) &&
         (variable->number < 192 || identity->centre == 7);
}

gboolean
mvua_identity_read (const MvuaSections *sections, MvuaIdentity *identity, GError **error)
{
  *identity = (MvuaIdentity){ .discipline = sections->discipline };

  if (!read_origin (sections, identity, error) ||
      !mvua_grid_section_read (sections, identity, error) ||
      !read_product (sections, identity, error))
    return FALSE;

  guint n_variables = 0;
  const MvuaVariable *table = mvua_variable_table (&n_variables);
  for (guint i = 0; i < n_variables && identity->variable == NULL; i++)
    if (is_variable (identity, &table[i]))
      identity->variable = &table[i];
  return TRUE;
}

static void
append_window (GString *text, gint64 start, gint64 end)
{
  if (start == end)
    g_string_append_printf (text, "%g h", (double) end / 3600);
  else
    g_string_append_printf (text, "%g-%g h", (double) start / 3600, (double) end / 3600);
}

static void
say_parameter (GString *text, const MvuaIdentity *is, const MvuaVariable *wanted)
{
  if (is->variable != NULL)
    g_string_append_printf (text, "; it is %s, not %s", is->variable->name, wanted->name);
  else
    g_string_append_printf (
        text, "; it is parameter %u,%u,%u at a level of type %u, not %s", is->discipline,
        is->category, is->number, is->first.type, wanted->name);
}

gboolean
mvua_identity_check (const MvuaIdentity *is,
                     const MvuaExpectation *wanted,
                     GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const gboolean start_differs = wanted->start != MVUA_HOUR_UNKNOWN &&
                                 is->start != wanted->start * G_GINT64_CONSTANT (3600);
  const gboolean end_differs = wanted->end != MVUA_HOUR_UNKNOWN &&
                               is->end != wanted->end * G_GINT64_CONSTANT (3600);

  if (is->variable != wanted->variable)
    say_parameter (text, is, wanted->variable);
  if (start_differs || end_differs)
    {
      g_string_append (text, "; its time is ");
      append_window (text, is->start, is->end);
      g_string_append (text, ", not ");
      append_window (text, MAX (wanted->start, 0) * G_GINT64_CONSTANT (3600),
                     wanted->end * G_GINT64_CONSTANT (3600));
    }
  if (mvua_member_compare (is->member, wanted->member) != 0)
    {
      char names[2][MVUA_MEMBER_NAME_SIZE];
      g_string_append_printf (text, "; it is of %s, not %s",
                              mvua_member_name (is->member, names[0]),
                              mvua_member_name (wanted->member, names[1]));
    }
  if (wanted->run != MVUA_RUN_UNKNOWN && is->run != wanted->run)
    {
      char labels[2][MVUA_RUN_TEXT_SIZE];
      g_string_append_printf (text, "; it is of the run %s, not %s",
                              mvua_run_label (is->run, labels[0]),
                              mvua_run_label (wanted->run, labels[1]));
    }
  if (wanted->grid != NULL && !mvua_grid_equal (&is->grid, wanted->grid))
    {
      g_autofree char *its = mvua_grid_describe (&is->grid);
      g_autofree char *ours = mvua_grid_describe (wanted->grid);
      g_string_append_printf (text, "; its grid is %s, not %s", its, ours);
    }
  if (text->len == 0)
    return TRUE;

  g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MISMATCH,
               "Not the message that was asked for: %s", text->str + 2);
  return FALSE;
}
