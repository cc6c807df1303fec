/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-field-maker.h"

#include "mvua-coverage.h"
#include "mvua-field-source.h"
#include "mvua-rain-series.h"
#include "mvua-statistics.h"

#include <math.h>
#include <string.h>

#define STEP_HOURS 3 /* of windows of rain */

struct _MvuaFieldMaker
{
  MvuaEnsemble *ensemble;
  MvuaLoader *loader;
  GArray *members;
};

guint
mvua_make_key_hash (gconstpointer key)
{
  const MvuaMakeKey *self = key;

  return mvua_field_key_hash (&self->field) * 2 + (self->is_published ? 1 : 0);
}

gboolean
mvua_make_key_equal (gconstpointer a, gconstpointer b)
{
  const MvuaMakeKey *one = a;
  const MvuaMakeKey *other = b;

  return one->is_published == other->is_published &&
         mvua_field_key_equal (&one->field, &other->field);
}

void
mvua_made_clear (MvuaMade *self)
{
  g_clear_pointer (&self->field, mvua_field_unref);
}

/* The perturbed ones; without any, whatever there is. */
static GArray *
list_members (const MvuaEnsemble *ensemble)
{
  g_autoptr (GArray) expected = mvua_ensemble_expected_members (ensemble);
  GArray *members = g_array_new (FALSE, FALSE, sizeof (MvuaMember));

  for (guint i = 0; i < expected->len; i++)
    if (g_array_index (expected, MvuaMember, i).kind == MVUA_MEMBER_PERTURBED)
      g_array_append_val (members, g_array_index (expected, MvuaMember, i));
  if (members->len == 0)
    g_array_append_vals (members, expected->data, expected->len);
  return members;
}

MvuaFieldMaker *
mvua_field_maker_new (MvuaEnsemble *ensemble)
{
  MvuaFieldMaker *self = g_new0 (MvuaFieldMaker, 1);

  self->ensemble = ensemble;
  self->loader = mvua_loader_new (ensemble);
  self->members = list_members (ensemble);
  return self;
}

void
mvua_field_maker_free (MvuaFieldMaker *self)
{
  mvua_loader_free (self->loader);
  g_array_unref (self->members);
  g_free (self);
}

MvuaLoader *
mvua_field_maker_get_loader (MvuaFieldMaker *self)
{
  return self->loader;
}

const GArray *
mvua_field_maker_get_members (const MvuaFieldMaker *self)
{
  return self->members;
}

static gboolean
is_window_of_rain (const MvuaFieldKey *key)
{
  /* One that ends with the run's own step is not defined, which is no mistake. */
  return mvua_variable_is_rain (key->variable) && key->start < key->end &&
         key->start % STEP_HOURS == 0 && key->end % STEP_HOURS == 0 &&
         (key->start >= 0 || key->end == 0);
}

gboolean
mvua_field_maker_check (const MvuaFieldMaker *self,
                        const MvuaFieldKey *key,
                        GError **error)
{
  const MvuaGrid *grid = mvua_ensemble_get_grid (self->ensemble);
  const MvuaWindow *window = &key->window;

  if (key->start != MVUA_HOUR_UNKNOWN && !is_window_of_rain (key))
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE, "There is no %s of %d to %d h",
                 key->variable->name, key->start, key->end);
  else if (window->n_rows == 0 || window->n_columns == 0 || window->row >= grid->n_rows ||
           window->n_rows > grid->n_rows - window->row ||
           window->column >= grid->n_columns || window->n_columns > grid->n_columns ||
           (!grid->wraps && window->n_columns > grid->n_columns - window->column))
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                 "The window is no part of the grid of %s",
                 mvua_ensemble_get_path (self->ensemble));
  else if (key->product.kind != MVUA_PRODUCT_MEMBER &&
           self->members->len > MVUA_KERNEL_MAX_MEMBERS)
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                 "%u members are more than the %d that statistics are of",
                 self->members->len, MVUA_KERNEL_MAX_MEMBERS);
  else
    return TRUE;
  return FALSE;
}

MvuaMakeKey
mvua_make_key_of (const MvuaFieldKey *key)
{
  return (MvuaMakeKey){ .field = *key,
                        .is_published = key->product.kind == MVUA_PRODUCT_MEMBER &&
                                        key->start == MVUA_HOUR_UNKNOWN };
}

static const MvuaReference *
choose (MvuaFieldMaker *self, const MvuaFieldKey *key, int start)
{
  guint n = 0;

  return mvua_loader_choose (self->loader, key->variable, key->product.member, key->end,
                             start, &n);
}

gboolean
mvua_field_maker_is_message (MvuaFieldMaker *self, const MvuaMakeKey *key)
{
  return key->is_published && choose (self, &key->field, key->field.start) != NULL;
}

/* The bucket that starts at @start and ends at the end of @key; the one that is taken for
 * want of another has one key only.  Returns: %FALSE if there is none */
static gboolean
find_bucket (MvuaFieldMaker *self, const MvuaFieldKey *key, int start, MvuaMakeKey *found)
{
  const MvuaReference *reference = choose (self, key, start);

  if (reference == NULL)
    return FALSE;
  *found = (MvuaMakeKey){ .field = *key, .is_published = TRUE };
  found->field.start = reference == choose (self, key, MVUA_HOUR_UNKNOWN)
                           ? MVUA_HOUR_UNKNOWN
                           : reference->start;
  return TRUE;
}

static void
list_buckets (MvuaFieldMaker *self, const MvuaFieldKey *key, GArray *parts)
{
  g_autoptr (GArray) steps =
      mvua_rain_window_steps (self->loader, key->variable, key->product.member,
                              (MvuaHours){ key->start, key->end });

  for (guint i = 0; i < steps->len; i++)
    {
      MvuaFieldKey bucket = *key;
      MvuaMakeKey part;

      bucket.end = g_array_index (steps, int, i);
      if (find_bucket (self, &bucket, mvua_rain_usual_start (bucket.end), &part) ||
          find_bucket (self, &bucket, bucket.end - STEP_HOURS, &part))
        g_array_append_val (parts, part);
    }
}

/* Whether the source has what would otherwise be made of the members. */
static gboolean
is_stored (MvuaFieldMaker *self, const MvuaFieldKey *key)
{
  MvuaFieldSource *source = mvua_ensemble_get_field_source (self->ensemble);

  return source != NULL && key->product.kind != MVUA_PRODUCT_MEMBER &&
         source->has_derived (source, key, self->members);
}

GArray *
mvua_field_maker_list_parts (MvuaFieldMaker *self, const MvuaMakeKey *key)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (MvuaMakeKey));
  MvuaFieldKey part = key->field;

  if (key->is_published || is_stored (self, &key->field))
    return parts;
  if (key->field.product.kind == MVUA_PRODUCT_MEMBER)
    {
      list_buckets (self, &key->field, parts);
      return parts;
    }
  for (guint i = 0; i < self->members->len; i++)
    {
      part.product = mvua_product_member (g_array_index (self->members, MvuaMember, i));
      const MvuaMakeKey made = mvua_make_key_of (&part);
      g_array_append_val (parts, made);
    }
  return parts;
}

/* Takes over the complaint. */
static void
settle_member (MvuaField *field, MvuaLoaded *loaded)
{
  field->status = loaded->status;
  field->complaint = g_steal_pointer (&loaded->complaint);
  field->n_members = loaded->status == MVUA_STATUS_OK;
  if (loaded->status == MVUA_STATUS_OK)
    field->start = loaded->start;
  else
    g_array_append_val (field->absent, field->key.product.member);
  mvua_loaded_clear (loaded);
}

static gboolean
load_message (MvuaFieldMaker *self,
              const MvuaMakeKey *key,
              const MvuaReading *reading,
              MvuaMade *made,
              GError **error)
{
  const MvuaFieldKey *wanted = &key->field;
  MvuaLoaded loaded;

  if (!mvua_loader_load (self->loader, wanted->variable, wanted->product.member,
                         wanted->end, wanted->start, &wanted->window, reading,
                         made->field->values, &loaded, error))
    return FALSE;
  made->decimals = loaded.decimals;
  made->is_lasting =
      loaded.status != MVUA_STATUS_MISSING || !mvua_field_maker_is_message (self, key);
  settle_member (made->field, &loaded);
  return TRUE;
}

/* The buckets of a window, for the series of rain. */
typedef struct
{
  MvuaFieldMaker *maker;
  const MvuaFieldKey *key;
  const MvuaMade *parts;
  guint n_parts;
} Buckets;

static gboolean
give_bucket (
    int step, int start, float *values, MvuaLoaded *loaded, gpointer data, GError **error)
{
  const Buckets *self = data;
  MvuaFieldKey key = *self->key;
  MvuaMakeKey wanted;

  key.end = step;
  /* What is not there takes no reading, and the loader tells why. */
  if (!find_bucket (self->maker, &key, start, &wanted))
    return mvua_loader_load (self->maker->loader, key.variable, key.product.member, step,
                             start, &key.window, NULL, values, loaded, error);

  for (guint i = 0; i < self->n_parts; i++)
    {
      const MvuaField *bucket = self->parts[i].field;

      if (!mvua_field_key_equal (&bucket->key, &wanted.field))
        continue;
      *loaded = (MvuaLoaded){ .status = bucket->status,
                              .start = bucket->start,
                              .decimals = self->parts[i].decimals,
                              .complaint = g_strdup (bucket->complaint) };
      memcpy (values, bucket->values, bucket->n_points * sizeof *values);
      return TRUE;
    }
  g_assert_not_reached ();
}

static gboolean
sum_buckets (MvuaFieldMaker *self,
             const MvuaFieldKey *key,
             const MvuaMade *parts,
             guint n_parts,
             MvuaMade *made,
             GError **error)
{
  const MvuaHours hours = { key->start, key->end };
  Buckets buckets = { self, key, parts, n_parts };
  MvuaLoaded loaded;
  g_autoptr (GArray) steps =
      mvua_rain_window_steps (self->loader, key->variable, key->product.member, hours);
  g_autoptr (MvuaRainSeries) series = mvua_rain_series_new_from (
      give_bucket, &buckets, mvua_window_n_points (&key->window), error);

  if (series == NULL)
    return FALSE;
  if (!mvua_rain_series_window (series, hours, steps, made->field->values, &loaded,
                                error))
    {
      mvua_loaded_clear (&loaded);
      return FALSE;
    }
  settle_member (made->field, &loaded);
  return TRUE;
}

/* The start that most of the members' windows have: a bucket as it was published may be
 * shorter in some. */
static int
usual_window_start (const MvuaMade *parts, guint n_parts)
{
  int usual = MVUA_HOUR_UNKNOWN;
  guint most = 0;

  for (guint i = 0; i < n_parts; i++)
    {
      guint n = 0;
      if (parts[i].field == NULL || parts[i].field->status != MVUA_STATUS_OK)
        continue;
      for (guint other = 0; other < n_parts; other++)
        n += parts[other].field != NULL && parts[other].field->status == MVUA_STATUS_OK &&
             parts[other].field->start == parts[i].field->start;
      if (n > most)
        {
          most = n;
          usual = parts[i].field->start;
        }
    }
  return usual;
}

/* Puts the members that take part into @members, the others among the absent. */
static void
gather (MvuaFieldMaker *self,
        const MvuaMade *parts,
        guint n_parts,
        MvuaField *field,
        const float *members[MVUA_KERNEL_MAX_MEMBERS])
{
  const int start = usual_window_start (parts, n_parts);
  const gboolean is_rain = mvua_variable_is_rain (field->key.variable);

  field->n_wanted = n_parts;
  field->status = MVUA_STATUS_NOT_DEFINED;
  for (guint i = 0; i < n_parts; i++)
    {
      const MvuaField *part = parts[i].field;

      if (part == NULL)
        continue;
      if (part->status == MVUA_STATUS_OK && (!is_rain || part->start == start))
        {
          members[field->n_members++] = part->values;
          continue;
        }
      g_array_append_val (field->absent, g_array_index (self->members, MvuaMember, i));
      if (field->status == MVUA_STATUS_NOT_DEFINED)
        {
          field->status = part->status;
          g_free (field->complaint);
          field->complaint = g_strdup (part->complaint);
        }
    }
  if (field->n_members > 0)
    {
      field->status = MVUA_STATUS_OK;
      field->start = start;
      g_clear_pointer (&field->complaint, g_free);
    }
}

static void
derive (MvuaFieldMaker *self, const MvuaMade *parts, guint n_parts, MvuaField *field)
{
  const MvuaProduct *product = &field->key.product;
  const float *members[MVUA_KERNEL_MAX_MEMBERS];
  const double quantile = product->statistic.percent / 100.0;
  MvuaStatistics out = { .quantiles = &quantile, .percentiles = &field->values };
  float **const places[] = { [MVUA_STATISTIC_MEAN] = &out.mean,
                             [MVUA_STATISTIC_STD] = &out.std,
                             [MVUA_STATISTIC_MIN] = &out.min,
                             [MVUA_STATISTIC_MAX] = &out.max };

  gather (self, parts, n_parts, field, members);
  if (field->n_members == 0)
    return;
  if (product->kind == MVUA_PRODUCT_PROBABILITY)
    {
      mvua_kernel_exceedance (members, field->n_members, field->n_points,
                              product->threshold, field->values);
      return;
    }
  if (product->statistic.kind == MVUA_STATISTIC_PERCENTILE)
    out.n_quantiles = 1;
  else
    *places[product->statistic.kind] = field->values;
  mvua_kernel_statistics (members, field->n_members, field->n_points, &out);
}

static gboolean
load_stored (MvuaFieldMaker *self,
             const MvuaFieldKey *key,
             MvuaMade *made,
             GError **error)
{
  MvuaFieldSource *source = mvua_ensemble_get_field_source (self->ensemble);
  MvuaField *field = made->field;
  MvuaLoaded loaded = { 0 };
  guint64 n_read = 0;

  if (!source->load_derived (source, key, field->values, &loaded, &n_read, error))
    return FALSE;
  field->status = loaded.status;
  field->complaint = g_steal_pointer (&loaded.complaint);
  field->n_wanted = self->members->len;
  field->start = key->start != MVUA_HOUR_UNKNOWN ? key->start : key->end;
  made->is_lasting = field->status == MVUA_STATUS_OK;
  if (made->is_lasting)
    field->n_members = self->members->len;
  else
    {
      for (gsize i = 0; i < field->n_points; i++)
        field->values[i] = NAN;
      g_array_append_vals (field->absent, self->members->data, self->members->len);
    }
  return TRUE;
}

/* Of the parts, or of what lies in the source. */
static gboolean
fill_in (MvuaFieldMaker *self,
         const MvuaMakeKey *key,
         const MvuaMade *parts,
         guint n_parts,
         const MvuaReading *reading,
         MvuaMade *made,
         GError **error)
{
  if (key->field.product.kind != MVUA_PRODUCT_MEMBER)
    {
      if (n_parts == 0 && is_stored (self, &key->field))
        return load_stored (self, &key->field, made, error);
      derive (self, parts, n_parts, made->field);
      return TRUE;
    }
  return key->is_published ? load_message (self, key, reading, made, error)
                           : sum_buckets (self, &key->field, parts, n_parts, made, error);
}

gboolean
mvua_field_maker_make (MvuaFieldMaker *self,
                       const MvuaMakeKey *key,
                       const MvuaMade *parts,
                       guint n_parts,
                       const MvuaReading *reading,
                       MvuaMade *made,
                       GError **error)
{
  MvuaField *field = mvua_field_new (&key->field, mvua_ensemble_get_grid (self->ensemble),
                                     mvua_ensemble_get_run (self->ensemble), error);

  *made = (MvuaMade){ .field = field, .decimals = G_MININT, .is_lasting = TRUE };
  if (field == NULL)
    return FALSE;
  field->is_demo = mvua_ensemble_is_demo (self->ensemble);
  for (guint i = 0; i < n_parts; i++)
    made->is_lasting = made->is_lasting && parts[i].is_lasting;

  if (!fill_in (self, key, parts, n_parts, reading, made, error))
    {
      mvua_made_clear (made);
      return FALSE;
    }
  mvua_field_seal (field);
  return TRUE;
}
