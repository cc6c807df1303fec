/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-text.h"

#include <glib/gi18n.h>
#include <math.h>

char *
mvua_export_text_duration (double seconds)
{
  const int whole = (int) CLAMP (ceil (seconds), 1, 1e6);

  if (whole < 60)
    return g_strdup_printf (C_ ("duration", "%d s"), whole);
  if (whole < 3600)
    return g_strdup_printf (C_ ("duration", "%d min %d s"), whole / 60, whole % 60);
  return g_strdup_printf (C_ ("duration", "%d h %d min"), whole / 3600,
                          whole % 3600 / 60);
}

char *
mvua_export_text_estimate (const MvuaExportEstimate *estimate,
                           gboolean is_of_fields,
                           double seconds,
                           guint64 n_bytes_free)
{
  const guint n = estimate->n_messages;
  g_autofree char *messages =
      is_of_fields ? g_strdup_printf (ngettext ("%'u field", "%'u fields", n), n)
                   : g_strdup_printf (ngettext ("%'u message", "%'u messages", n), n);
  g_autofree char *read = g_format_size (estimate->n_bytes_to_read);
  g_autofree char *write = g_format_size (estimate->n_bytes_to_write);
  g_autofree char *time = mvua_export_text_duration (seconds);

  if (n_bytes_free == G_MAXUINT64)
    /* Translators: "19,440 messages", "5.1 GB", "850 MB", "1 min 40 s" */
    return g_strdup_printf (_ ("%s, %s to read; about %s to write in about %s"), messages,
                            read, write, time);
  g_autofree char *room = g_format_size (n_bytes_free);
  /* Translators: as above, and "120 GB" */
  return g_strdup_printf (_ ("%s, %s to read; about %s to write in about %s; %s free"),
                          messages, read, write, time, room);
}

char *
mvua_export_text_progress (const MvuaExportMoment *moment, double seconds_left)
{
  char name[MVUA_MEMBER_NAME_SIZE];
  g_autofree char *left = NULL;

  if (moment->variable == NULL)
    return g_strdup (_ ("Starting…"));
  if (moment->n_done >= moment->n_fields)
    return g_strdup_printf (ngettext ("%'u field loaded; finishing…",
                                      "%'u fields loaded; finishing…", moment->n_done),
                            moment->n_done);
  mvua_member_name (moment->member, name);
  if (seconds_left < 0)
    /* Translators: "gep07 t2m 45 h · 1,234 of 4,860 fields" */
    return g_strdup_printf (_ ("%s %s %d h · %'u of %'u fields"), name,
                            moment->variable->name, moment->step, moment->n_done,
                            moment->n_fields);
  left = mvua_export_text_duration (seconds_left);
  /* Translators: "gep07 t2m 45 h · 1,234 of 4,860 fields · 2 min 10 s left" */
  return g_strdup_printf (_ ("%s %s %d h · %'u of %'u fields · %s left"), name,
                          moment->variable->name, moment->step, moment->n_done,
                          moment->n_fields, left);
}

char *
mvua_export_text_refs (guint n_messages)
{
  return g_strdup_printf (
      ngettext ("%'u message, referred to where it lies; nothing is decoded",
                "%'u messages, referred to where they lie; nothing is decoded",
                n_messages),
      n_messages);
}

char *
mvua_export_text_indexes (guint n_done, guint n_files)
{
  if (n_files == 0)
    return g_strdup (_ ("Starting…"));
  return g_strdup_printf (
      ngettext ("%'u of %'u index read", "%'u of %'u indexes read", n_files), n_done,
      n_files);
}

char *
mvua_export_text_refs_result (const MvuaExportReport *report,
                              guint n_files,
                              double seconds)
{
  const guint n_ok = report->n_fields - report->gaps->len;
  const guint n_gaps = report->gaps->len;
  g_autofree char *time = mvua_export_text_duration (seconds);
  g_autofree char *messages =
      g_strdup_printf (ngettext ("%'u message", "%'u messages", n_ok), n_ok);
  g_autofree char *files =
      g_strdup_printf (ngettext ("%'u file", "%'u files", n_files), n_files);
  g_autofree char *gaps =
      g_strdup_printf (ngettext ("%'u missing", "%'u missing", n_gaps), n_gaps);

  if (n_gaps == 0)
    /* Translators: "19,440 messages", "2,430 files", "4 s" */
    return g_strdup_printf (_ ("References to %s in %s, in %s"), messages, files, time);
  /* Translators: "19,428 messages", "2,430 files", "12 missing", "4 s" */
  return g_strdup_printf (_ ("References to %s in %s, %s, in %s"), messages, files, gaps,
                          time);
}

char *
mvua_export_text_cutting (const MvuaSubsetReport *report, double seconds_left)
{
  const guint n_done = report->n_fetched + report->n_kept + report->n_absent;
  g_autofree char *fetched = g_format_size (report->n_bytes);
  g_autofree char *left = NULL;

  if (report->is_waiting)
    return g_strdup (_ ("Another export has the same cut out; waiting for it"));
  if (report->n_files == 0)
    return g_strdup (_ ("Starting…"));
  if (seconds_left < 0)
    return g_strdup_printf (
        /* Translators: files that NOAA's server has cut a region out of, and bytes */
        ngettext ("%'u of %'u file cut out, %s", "%'u of %'u files cut out, %s",
                  report->n_files),
        n_done, report->n_files, fetched);
  left = mvua_export_text_duration (seconds_left);
  return g_strdup_printf (
      /* Translators: as above, and a time such as "23 min 10 s" */
      ngettext ("%'u of %'u file cut out, %s · %s left",
                "%'u of %'u files cut out, %s · %s left", report->n_files),
      n_done, report->n_files, fetched, left);
}

static const char *
name_status (MvuaStatus status)
{
  switch (status)
    {
    case MVUA_STATUS_NOT_PUBLISHED:
      return C_ ("field", "not published");
    case MVUA_STATUS_REJECTED:
      return C_ ("field", "rejected");
    case MVUA_STATUS_MISSING:
    case MVUA_STATUS_OK:
    case MVUA_STATUS_NOT_DEFINED:
    default:
      return C_ ("field", "missing");
    }
}

static gboolean
is_alike (const MvuaGap *a, const MvuaGap *b)
{
  return mvua_member_compare (a->member, b->member) == 0 && a->step == b->step &&
         a->status == b->status && g_strcmp0 (a->complaint, b->complaint) == 0;
}

/* Returns: the gap after those that the line is of */
static guint
add_gap_line (GStrvBuilder *lines, const GArray *gaps, guint first)
{
  const MvuaGap *one = &g_array_index (gaps, MvuaGap, first);
  g_autoptr (GString) variables = g_string_new (NULL);
  char name[MVUA_MEMBER_NAME_SIZE];
  guint end = first;

  for (; end < gaps->len && is_alike (&g_array_index (gaps, MvuaGap, end), one); end++)
    g_string_append_printf (variables, "%s%s", end > first ? ", " : "",
                            g_array_index (gaps, MvuaGap, end).variable->name);
  mvua_member_name (one->member, name);
  g_autofree char *line =
      one->complaint != NULL
          /* Translators: "gep07, 3 h, t2m, tp: missing (no file of gep07 f003)" */
          ? g_strdup_printf (_ ("%s, %d h, %s: %s (%s)"), name, one->step, variables->str,
                             name_status (one->status), one->complaint)
          : g_strdup_printf (_ ("%s, %d h, %s: %s"), name, one->step, variables->str,
                             name_status (one->status));
  g_strv_builder_add (lines, line);
  return end;
}

GStrv
mvua_export_text_gaps (const MvuaExportReport *report)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  for (guint at = 0; report->gaps != NULL && at < report->gaps->len;)
    at = add_gap_line (lines, report->gaps, at);
  return g_strv_builder_end (lines);
}

static void
add_line (GStrvBuilder *lines, char *line)
{
  g_strv_builder_add (lines, line);
  g_free (line);
}

/* (transfer full): how a field looks odd, in one way */
static char *
describe_oddity (const MvuaFinding *finding, MvuaOddity oddity)
{
  char name[MVUA_MEMBER_NAME_SIZE];

  switch (oddity)
    {
    case MVUA_ODDITY_CONSTANT:
      return g_strdup (C_ ("field", "all values are the same"));
    case MVUA_ODDITY_ABSENT:
      return g_strdup (C_ ("field", "it has no value at all"));
    case MVUA_ODDITY_EQUAL:
      /* Translators: the name of another member, "gep03" */
      return g_strdup_printf (C_ ("field", "it has the values of %s"),
                              mvua_member_name (finding->equal_to, name));
    case MVUA_ODDITY_OUTSIDE:
      {
        const guint n = (guint) MIN (finding->n_outside, G_MAXUINT);
        return g_strdup_printf (ngettext ("%'u value outside the plausible range",
                                          "%'u values outside the plausible range", n),
                                n);
      }
    case MVUA_ODDITY_RAIN:
    default:
      return g_strdup (C_ ("field", "its two buckets contradict each other"));
    }
}

GStrv
mvua_export_text_findings (const MvuaExportReport *report)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  for (guint i = 0; report->findings != NULL && i < report->findings->len; i++)
    {
      const MvuaFinding *finding = &g_array_index (report->findings, MvuaFinding, i);
      g_autoptr (GString) what = g_string_new (NULL);
      char name[MVUA_MEMBER_NAME_SIZE];

      for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
        if ((finding->oddities & 1u << bit) != 0)
          {
            g_autofree char *one = describe_oddity (finding, (MvuaOddity) (1u << bit));
            g_string_append_printf (what, "%s%s", what->len > 0 ? ", " : "", one);
          }
      add_line (lines,
                g_strdup_printf (_ ("%s, %d h, %s: %s"),
                                 mvua_member_name (finding->member, name), finding->step,
                                 finding->variable->name, what->str));
    }
  return g_strv_builder_end (lines);
}

/* How many fields look odd in ways that are told of nowhere else. */
static void
add_counts (GStrvBuilder *lines, const MvuaExportReport *report)
{
  const guint n_constant = report->n_found[0];
  const guint n_absent = report->n_found[1];
  const guint n_equal = report->n_found[2];

  if (n_constant > 0)
    add_line (lines,
              g_strdup_printf (ngettext ("%'u field has the same value everywhere.",
                                         "%'u fields have the same value everywhere.",
                                         n_constant),
                               n_constant));
  if (n_absent > 0)
    add_line (lines,
              g_strdup_printf (ngettext ("%'u field was decoded and has no value at all.",
                                         "%'u fields were decoded and have no value at "
                                         "all.",
                                         n_absent),
                               n_absent));
  if (n_equal > 0)
    add_line (lines, g_strdup_printf (
                         ngettext ("%'u field is the same as that of another member.",
                                   "%'u fields are the same as those of another member.",
                                   n_equal),
                         n_equal));
}

GStrv
mvua_export_text_notes (MvuaEnsemble *ensemble, const MvuaExportReport *report)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_autoptr (GPtrArray) healed = mvua_ensemble_dup_healed (ensemble);

  for (guint i = 0; i < healed->len; i++)
    add_line (lines, g_strdup_printf (
                         _ ("The index of %s is out of date; the file itself was read."),
                         (const char *) g_ptr_array_index (healed, i)));
  if (report->n_rain_suspect > 0)
    add_line (lines, g_strdup_printf (
                         ngettext ("In %'u field of rain the two buckets contradict each "
                                   "other (lowest %.2f mm).",
                                   "In %'u fields of rain the two buckets contradict "
                                   "each other (lowest %.2f mm).",
                                   report->n_rain_suspect),
                         report->n_rain_suspect, report->lowest_rain));
  const guint n_implausible = (guint) MIN (report->n_implausible, G_MAXUINT);
  if (n_implausible > 0)
    add_line (lines,
              g_strdup_printf (
                  ngettext ("%'u value lies outside the plausible range; it was kept as "
                            "it is.",
                            "%'u values lie outside the plausible range; they were kept "
                            "as they are.",
                            n_implausible),
                  n_implausible));
  add_counts (lines, report);
  return g_strv_builder_end (lines);
}

char *
mvua_export_text_result (const MvuaExportReport *report, double seconds)
{
  const guint n_ok = report->n_fields - report->gaps->len;
  const guint n_gaps = report->gaps->len;
  g_autofree char *size = g_format_size (report->n_bytes_written);
  g_autofree char *time = mvua_export_text_duration (seconds);
  g_autofree char *fields =
      g_strdup_printf (ngettext ("%'u field", "%'u fields", n_ok), n_ok);

  if (n_gaps == 0)
    /* Translators: "4,860 fields", "850 MB", "1 min 40 s" */
    return g_strdup_printf (_ ("%s, %s, in %s"), fields, size, time);
  g_autofree char *gaps =
      g_strdup_printf (ngettext ("%'u missing", "%'u missing", n_gaps), n_gaps);
  /* Translators: "4,860 fields", "12 missing", "850 MB", "1 min 40 s" */
  return g_strdup_printf (_ ("%s, %s, %s, in %s"), fields, gaps, size, time);
}
