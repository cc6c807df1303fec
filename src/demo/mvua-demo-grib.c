/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-demo-grib.h"

#include <grib2.h>
#include <string.h>

G_DEFINE_QUARK (mvua_demo_grib_error, mvua_demo_grib_error)

typedef struct
{
  const char *index_name;          /* as NOAA's index calls it, with its level */
  int category, number;            /* code tables 4.1 and 4.2 of discipline 0 */
  int level_type, level;           /* code table 4.5 */
  int binary_scale, decimal_scale; /* as in NOAA's files */
} VariableRow;

static const VariableRow variable_rows[MVUA_DEMO_N_VARIABLES] = {
  [MVUA_DEMO_MSLET] = { "MSLET:mean sea level", 3, 192, 101, 0, 1, 1 },
  [MVUA_DEMO_SP] = { "PRES:surface", 3, 0, 1, 0, 4, 1 },
  [MVUA_DEMO_T2M] = { "TMP:2 m above ground", 0, 0, 103, 2, 0, 1 },
  [MVUA_DEMO_U10] = { "UGRD:10 m above ground", 2, 2, 103, 10, 0, 2 },
  [MVUA_DEMO_V10] = { "VGRD:10 m above ground", 2, 3, 103, 10, 0, 2 },
  [MVUA_DEMO_TP] = { "APCP:surface", 1, 8, 1, 0, 0, 2 },
  [MVUA_DEMO_CAPE] = { "CAPE:surface", 7, 6, 1, 0, 0, 0 },
  [MVUA_DEMO_PWAT] = { "PWAT:entire atmosphere (considered as a single layer)", 1, 3, 200,
                       0, 0, 1 },
};

enum
{
  N_MEMBERS = 30,         /* of the ensemble that is imitated, however few are made */
  ENSEMBLE_PROCESS = 107, /* NCEP's code for GEFS */
  TEST_STATUS = 1,        /* code table 1.3: operational test products */
  PDT_INSTANT = 1,
  PDT_INTERVAL = 11,
  DRT_COMPLEX_DIFFERENCES = 3,
  /* libg2c puts a field into at most 4 bytes a point, or 50,000, then copies it. */
  BYTES_A_POINT = 4,
  BYTES_BESIDE = 51000
};

struct _MvuaDemoGrib
{
  const MvuaDemoGrid *grid;
  GDateTime *run;
  gsize n_points;
  guint8 *message; /* room for the longest */
};

MvuaDemoGrib *
mvua_demo_grib_new (const MvuaDemoGrid *grid, GDateTime *run)
{
  MvuaDemoGrib *self = g_new0 (MvuaDemoGrib, 1);

  self->grid = grid;
  self->run = g_date_time_ref (run);
  self->n_points = grid->ni * grid->nj;
  self->message = g_malloc (self->n_points * BYTES_A_POINT + BYTES_BESIDE);
  return self;
}

void
mvua_demo_grib_free (MvuaDemoGrib *self)
{
  if (self == NULL)
    return;
  g_date_time_unref (self->run);
  g_free (self->message);
  g_free (self);
}

static gboolean
check (g2int status, const char *what, GError **error)
{
  if (status > 0)
    return TRUE;
  g_set_error (error, MVUA_DEMO_GRIB_ERROR, MVUA_DEMO_GRIB_ERROR_ENCODER,
               "libg2c: %s returned %" G_GINT64_FORMAT, what, (gint64) status);
  return FALSE;
}

static gboolean
begin_message (MvuaDemoGrib *self, const MvuaDemoMessage *message, GError **error)
{
  g2int section0[] = { 0, 2 };
  g2int section1[] = {
    7,
    2,
    2,
    1, /* NCEP, its ensemble products; table versions as in NOAA's files */
    1, /* the time is the start of the forecast */
    g_date_time_get_year (self->run),
    g_date_time_get_month (self->run),
    g_date_time_get_day_of_month (self->run),
    g_date_time_get_hour (self->run),
    0,
    0,
    TEST_STATUS,
    message->member > 0 ? 4 : 3, /* code table 1.4: perturbed, control */
  };
  guint8 mark[] = MVUA_DEMO_MARK;

  return check (g2_create (self->message, section0, section1), "g2_create", error) &&
         check (g2_addlocal (self->message, mark, sizeof mark - 1), "g2_addlocal", error);
}

static gboolean
add_grid (MvuaDemoGrib *self, GError **error)
{
  const MvuaDemoGrid *grid = self->grid;
  const double south = grid->north - (double) (grid->nj - 1) * grid->spacing;
  const double east = grid->west + (double) (grid->ni - 1) * grid->spacing;
  const g2int step = (g2int) (grid->spacing * 1e6); /* quarters of a degree are exact */
  g2int section3[] = { 0, (g2int) self->n_points, 0, 0, 0 };
  g2int template3[] = {
    6,
    0,
    0,
    0,
    0,
    0,
    0, /* a sphere of 6,371,229 m */
    (g2int) grid->ni,
    (g2int) grid->nj,
    0,
    G_MAXUINT32, /* no basic angle: 10^-6 degrees */
    (g2int) (grid->north * 1e6),
    (g2int) (grid->west * 1e6),
    48, /* both increments are given */
    (g2int) (south * 1e6),
    (g2int) (east * 1e6),
    step,
    step,
    0,
  };

  return check (g2_addgrid (self->message, section3, template3, NULL, 0), "g2_addgrid",
                error);
}

/* Fills template 4.1, and what 4.11 has more where rain is gathered over an interval. */
static void
fill_product (const MvuaDemoGrib *self, const MvuaDemoMessage *message, g2int *product)
{
  const VariableRow *row = &variable_rows[message->variable];
  const gboolean is_rain = message->variable == MVUA_DEMO_TP;
  g_autoptr (GDateTime) end = g_date_time_add_hours (self->run, message->step);
  const g2int instant[] = {
    row->category,
    row->number,
    4,
    0,
    ENSEMBLE_PROCESS,
    0,
    0,
    1,
    message->start, /* hours */
    row->level_type,
    0,
    row->level,
    255,
    0,
    0,
    message->member > 0 ? 3 : 1, /* code table 4.6: perturbed, low-resolution control */
    message->member,
    N_MEMBERS,
  };
  const g2int interval[] = {
    g_date_time_get_year (end),
    g_date_time_get_month (end),
    g_date_time_get_day_of_month (end),
    g_date_time_get_hour (end),
    0,
    0,
    1,
    0, /* one range, nothing missing */
    1,
    2, /* accumulated from the same start */
    1,
    message->step - message->start,
    255,
    0,
  };

  memcpy (product, instant, sizeof instant);
  if (is_rain)
    memcpy (product + G_N_ELEMENTS (instant), interval, sizeof interval);
}

static gboolean
add_field (MvuaDemoGrib *self,
           const MvuaDemoMessage *message,
           float *field,
           GError **error)
{
  const VariableRow *row = &variable_rows[message->variable];
  const gboolean is_rain = message->variable == MVUA_DEMO_TP;
  g2int product[32] = { 0 };
  g2int packing[18] = { 0, row->binary_scale, row->decimal_scale };

  packing[16] = 2; /* order of differences */
  fill_product (self, message, product);
  return check (g2_addfield (self->message, is_rain ? PDT_INTERVAL : PDT_INSTANT, product,
                             NULL, 0, DRT_COMPLEX_DIFFERENCES, packing, field,
                             (g2int) self->n_points, 255, NULL),
                "g2_addfield", error);
}

gboolean
mvua_demo_grib_append (MvuaDemoGrib *self,
                       const MvuaDemoMessage *message,
                       float *field,
                       GByteArray *bytes,
                       GError **error)
{
  g2int length;

  if (!begin_message (self, message, error) || !add_grid (self, error) ||
      !add_field (self, message, field, error))
    return FALSE;
  length = g2_gribend (self->message);
  if (!check (length, "g2_gribend", error))
    return FALSE;
  g_byte_array_append (bytes, self->message, (guint) length);
  return TRUE;
}

void
mvua_demo_grib_append_index (const MvuaDemoGrib *self,
                             const MvuaDemoMessage *message,
                             guint number,
                             gsize offset,
                             GString *index)
{
  g_autofree char *run = g_date_time_format (self->run, "%Y%m%d%H");

  g_string_append_printf (index, "%u:%" G_GSIZE_FORMAT ":d=%s:%s:", number, offset, run,
                          variable_rows[message->variable].index_name);
  if (message->variable == MVUA_DEMO_TP)
    g_string_append_printf (index, "%d-%d hour acc fcst:", message->start, message->step);
  else if (message->step == 0)
    g_string_append (index, "anl:");
  else
    g_string_append_printf (index, "%d hour fcst:", message->step);
  if (message->member > 0)
    g_string_append_printf (index, "ENS=+%d\n", message->member);
  else
    g_string_append (index, "ENS=low-res ctl\n");
}
