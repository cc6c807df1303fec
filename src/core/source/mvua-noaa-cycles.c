/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Which cycles there are, and how far each has come. */

#include "mvua-noaa.h"

#include "mvua-error.h"

#include <string.h>

#define DAY 86400
#define CYCLE ((gint64) MVUA_CYCLE_HOURS * 3600)
#define FIRST_DAY_STEP 24
#define RECENT_DAYS 3
/* Before that the day's first step is never there. */
#define FIRST_DAY_AGE ((gint64) 3 * 3600)
/* After so long nothing is waited for. */
#define SETTLED ((gint64) 12 * 3600)
/* All members of a step come within this. */
#define STRAGGLING 600
#define STRAGGLING_STEPS 6

static gboolean
is_expected (const MvuaNoaaFile *file)
{
  return file->name.member.kind == MVUA_MEMBER_PERTURBED &&
         file->name.member.number <= MVUA_PRODUCT_N_MEMBERS &&
         file->name.step <= MVUA_PRODUCT_LAST_STEP &&
         file->name.step % MVUA_PRODUCT_STEP == 0 && !file->is_empty;
}

void
mvua_noaa_measure_files (MvuaNoaaCycle *cycle, const GArray *files)
{
  guint n_members[MVUA_PRODUCT_N_STEPS] = { 0 };

  cycle->is_measured = TRUE;
  cycle->n_files = 0;
  cycle->n_expected = MVUA_PRODUCT_N_MEMBERS * MVUA_PRODUCT_N_STEPS;
  cycle->last_step = -1;
  cycle->newest = 0;
  for (guint i = 0; i < files->len; i++)
    {
      const MvuaNoaaFile *file = &g_array_index (files, MvuaNoaaFile, i);
      if (!is_expected (file))
        continue;
      cycle->n_files++;
      cycle->newest = MAX (cycle->newest, file->modified);
      n_members[file->name.step / MVUA_PRODUCT_STEP]++;
    }
  for (int s = 0; s < MVUA_PRODUCT_N_STEPS; s++)
    if (n_members[s] == MVUA_PRODUCT_N_MEMBERS)
      cycle->last_step = s * MVUA_PRODUCT_STEP;
}

gboolean
mvua_noaa_measure_cycle (MvuaBucket *bucket,
                         MvuaNoaaCycle *cycle,
                         MvuaPriority priority,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GArray) files =
      mvua_noaa_list_run (bucket, cycle->run, NULL, 0, priority, cancellable, error);

  if (files == NULL)
    return FALSE;
  mvua_noaa_measure_files (cycle, files);
  return TRUE;
}

/* "gefs.YYYYMMDD/" of the day that @time is in */
static char *
day_prefix (gint64 time)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (time);

  return g_date_time_format (day, "gefs.%Y%m%d/");
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const MvuaRun run = ((const MvuaNoaaCycle *) a)->run;
  const MvuaRun other = ((const MvuaNoaaCycle *) b)->run;

  return (run < other) - (run > other);
}

/* Adds the cycles of one day, "gefs.YYYYMMDD/". */
static gboolean
list_day (MvuaBucket *bucket,
          const char *prefix,
          GArray *cycles,
          MvuaPriority priority,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GPtrArray) objects = mvua_bucket_new_objects ();
  g_autoptr (GPtrArray) folders = mvua_bucket_new_prefixes ();

  if (!mvua_bucket_list (bucket, prefix, "/", objects, folders, priority, cancellable,
                         error))
    return FALSE;
  for (guint i = 0; i < folders->len; i++)
    {
      const char *hour = (const char *) g_ptr_array_index (folders, i) + strlen (prefix);
      MvuaNoaaCycle cycle = { .run = MVUA_RUN_UNKNOWN };
      if (strlen (hour) == 3 && hour[2] == '/')
        cycle.run = mvua_run_from_digits (prefix + strlen ("gefs."), hour);
      if (cycle.run != MVUA_RUN_UNKNOWN &&
          mvua_run_hour (cycle.run) % MVUA_CYCLE_HOURS == 0)
        g_array_append_val (cycles, cycle);
    }
  return TRUE;
}

GArray *
mvua_noaa_list_cycles (MvuaBucket *bucket,
                       gint64 now,
                       guint n_days,
                       MvuaPriority priority,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GArray) cycles = g_array_new (FALSE, FALSE, sizeof (MvuaNoaaCycle));

  for (guint d = 0; d < n_days; d++)
    {
      g_autofree char *prefix = day_prefix (now - (gint64) d * DAY);
      if (!list_day (bucket, prefix, cycles, priority, cancellable, error))
        return NULL;
    }
  g_array_sort (cycles, compare_newest_first);
  return g_steal_pointer (&cycles);
}

/* A search for the latest run. */
typedef struct
{
  MvuaBucket *bucket;
  gint64 now;
  MvuaPriority priority;
  GCancellable *cancellable;
  MvuaRun tried[2];
  MvuaRun run; /* found so far: the newest with any file of a member */
  GArray *files;
} Search;

/* Returns: 1 if that is the latest, 0 if it is not, -1 with @error set */
static int
try_run (Search *self, MvuaRun run, GError **error)
{
  guint n_there = 0;
  guint n_files = 0;

  if (run == self->tried[0] || run == self->tried[1])
    return 0;
  g_autoptr (GArray) files = mvua_noaa_list_run (
      self->bucket, run, NULL, 0, self->priority, self->cancellable, error);
  if (files == NULL)
    return -1;
  for (guint i = 0; i < files->len; i++)
    {
      const MvuaNoaaFile *file = &g_array_index (files, MvuaNoaaFile, i);
      n_files += is_expected (file);
      n_there += is_expected (file) && file->name.step == FIRST_DAY_STEP;
    }

  const gboolean is_latest =
      n_there > MVUA_PRODUCT_N_MEMBERS / 2 || (n_there > 0 && self->now - run >= SETTLED);
  if (is_latest || (n_files > 0 && self->files == NULL))
    {
      g_clear_pointer (&self->files, g_array_unref);
      self->files = g_steal_pointer (&files);
      self->run = run;
    }
  return is_latest;
}

/* The cycles of one day; as try_run() */
static int
try_day (Search *self, const char *prefix, GError **error)
{
  g_autoptr (GArray) cycles = g_array_new (FALSE, FALSE, sizeof (MvuaNoaaCycle));

  if (!list_day (self->bucket, prefix, cycles, self->priority, self->cancellable, error))
    return -1;
  g_array_sort (cycles, compare_newest_first);
  for (guint i = 0; i < cycles->len; i++)
    {
      const int found =
          try_run (self, g_array_index (cycles, MvuaNoaaCycle, i).run, error);
      if (found != 0)
        return found;
    }
  return 0;
}

static int
compare_texts_backwards (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) b, *(const char *const *) a);
}

/* The newest days of all that there are; as try_run() */
static int
try_all_days (Search *self, GError **error)
{
  g_autoptr (GPtrArray) objects = mvua_bucket_new_objects ();
  g_autoptr (GPtrArray) days = mvua_bucket_new_prefixes ();
  guint n_tried = 0;

  if (!mvua_bucket_list (self->bucket, "gefs.", "/", objects, days, self->priority,
                         self->cancellable, error))
    return -1;
  g_ptr_array_sort (days, compare_texts_backwards);
  for (guint i = 0; i < days->len && n_tried < RECENT_DAYS; i++)
    {
      const char *prefix = g_ptr_array_index (days, i);
      if (strlen (prefix) != strlen ("gefs.YYYYMMDD/") ||
          mvua_run_from_digits (prefix + strlen ("gefs."), "00") == MVUA_RUN_UNKNOWN)
        continue;
      const int found = try_day (self, prefix, error);
      if (found != 0)
        return found;
      n_tried++;
    }
  return 0;
}

static int
search (Search *self, GError **error)
{
  const MvuaRun newest = self->now - self->now % CYCLE;
  int found = try_run (self, newest, error);

  self->tried[0] = newest;
  if (found == 0)
    found = try_run (self, newest - CYCLE, error);
  self->tried[1] = newest - CYCLE;
  for (guint d = 0; d < RECENT_DAYS && found == 0; d++)
    {
      g_autofree char *prefix = day_prefix (self->now - (gint64) d * DAY);
      found = try_day (self, prefix, error);
    }
  if (found == 0 && self->files == NULL)
    found = try_all_days (self, error);
  return found;
}

static gboolean
find_by_all (Search *self, MvuaRun *run, GArray **files, GError **error)
{
  const int found = search (self, error);

  if (found == 0 && self->files == NULL)
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE, "There is no run of GEFS in %s",
                 mvua_bucket_get_base_url (self->bucket));
  if (found < 0 || self->files == NULL)
    return FALSE;
  *run = self->run;
  *files = g_steal_pointer (&self->files);
  return TRUE;
}

typedef enum
{
  SIGHT_NO,
  SIGHT_YES,
  SIGHT_UNSURE,
} Sight;

/* What a few members' files say of more than half of all members: step 24 of the others
 * is there a while after theirs, or when they are steps ahead; it is not while these are
 * steps behind.  In between only a look at all of them tells. */
static Sight
judge_few (const GArray *files, MvuaRun run, gint64 now)
{
  gint64 modified = 0;
  int last = -1;

  for (guint i = 0; i < files->len; i++)
    {
      const MvuaNoaaFile *file = &g_array_index (files, MvuaNoaaFile, i);
      if (file->is_empty)
        continue;
      last = MAX (last, file->name.step);
      if (file->name.step == FIRST_DAY_STEP)
        modified = modified == 0 ? file->modified : MIN (modified, file->modified);
    }
  if (last <= FIRST_DAY_STEP - STRAGGLING_STEPS)
    return SIGHT_NO;
  if (last >= FIRST_DAY_STEP &&
      (now - run >= SETTLED || last >= FIRST_DAY_STEP + STRAGGLING_STEPS ||
       (modified > 0 && now - modified >= STRAGGLING)))
    return SIGHT_YES;
  return SIGHT_UNSURE;
}

/* In a request or two for each member: the newer one of the two newest cycles by the
 * clock, those left out that have hardly begun.  @files: (out): %NULL if that does not
 * tell.  Returns: %FALSE with @error set */
static gboolean
find_by_few (const Search *self,
             const MvuaMember *members,
             guint n_members,
             MvuaRun *run,
             GArray **files,
             GError **error)
{
  const MvuaRun begun = self->now - FIRST_DAY_AGE;
  const MvuaRun newest = begun - begun % CYCLE;

  *files = NULL;
  for (guint i = 0; i < 2; i++)
    {
      const MvuaRun tried = newest - i * CYCLE;
      g_autoptr (GArray) found =
          mvua_noaa_list_run (self->bucket, tried, members, n_members, self->priority,
                              self->cancellable, error);
      if (found == NULL)
        return FALSE;
      const Sight sight = judge_few (found, tried, self->now);
      if (sight == SIGHT_NO)
        continue;
      *run = tried;
      if (sight == SIGHT_YES)
        *files = g_steal_pointer (&found);
      return TRUE;
    }
  return TRUE;
}

static void
keep_members (GArray *files, const MvuaMember *members, guint n_members)
{
  for (guint i = files->len; i-- > 0;)
    {
      const MvuaMember member = g_array_index (files, MvuaNoaaFile, i).name.member;
      gboolean is_wanted = FALSE;

      for (guint m = 0; m < n_members; m++)
        is_wanted |= mvua_member_compare (members[m], member) == 0;
      if (!is_wanted)
        g_array_remove_index (files, i);
    }
}

gboolean
mvua_noaa_find_latest (MvuaBucket *bucket,
                       gint64 now,
                       const MvuaMember *members,
                       guint n_members,
                       MvuaRun *run,
                       GArray **files,
                       MvuaPriority priority,
                       GCancellable *cancellable,
                       GError **error)
{
  Search self = { .bucket = bucket,
                  .now = now,
                  .priority = priority,
                  .cancellable = cancellable,
                  .tried = { MVUA_RUN_UNKNOWN, MVUA_RUN_UNKNOWN },
                  .run = MVUA_RUN_UNKNOWN };
  g_autoptr (GArray) found = NULL;
  gboolean is_done =
      members == NULL || find_by_few (&self, members, n_members, run, &found, error);

  if (is_done && found == NULL)
    {
      is_done = find_by_all (&self, run, &found, error);
      if (is_done && members != NULL)
        keep_members (found, members, n_members);
    }
  if (is_done && files != NULL)
    *files = g_steal_pointer (&found);
  g_clear_pointer (&self.files, g_array_unref);
  return is_done;
}
