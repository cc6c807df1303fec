/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-unpack.h"

#include "mvua-bits.h"
#include "mvua-groups.h"
#include "mvua-lines.h"

#include <math.h>
#include <string.h>

/* v = (X · 2^E + R) · d */
typedef struct
{
  double binary;
  double reference;
  double decimal;
} Scale;

typedef struct
{
  const MvuaPacking *packing;
  MvuaLines lines;
  Scale scale;
  MvuaGroups groups;
  uint64_t n_read; /* packed values so far */
  bool is_dense;   /* there is no missing value */
  int64_t *scratch;
  float *values;
} Unpacker;

/* 1 divided by 10 so often, not the power: the two differ in the last bits, and
 * ecCodes divides. */
static double
decimal_factor (int decimal_scale)
{
  double factor = 1;

  for (; decimal_scale > 0; decimal_scale--)
    factor /= 10;
  for (; decimal_scale < 0; decimal_scale++)
    factor *= 10;
  return factor;
}

static inline float
scaled (const Scale *scale, int64_t packed)
{
  return (float) (((double) packed * scale->binary + scale->reference) * scale->decimal);
}

/* The same of @n values, if all are of less than 2^51; otherwise what was written is
 * void.  Compilers have no vector instruction that makes doubles of 64-bit integers,
 * but such small ones can be added to the mantissa of 1.5 · 2^52, which is exact too. */
static bool
emit_small (const Scale *scale,
            const int64_t *restrict packed,
            float *restrict to,
            size_t n)
{
  const Scale s = *scale;
  uint64_t any = 0;

  for (size_t i = 0; i < n; i++)
    {
      const uint64_t bits = (uint64_t) packed[i] + 0x4338000000000000u;
      double sum;

      any |= (uint64_t) packed[i] + ((uint64_t) 1 << 51);
      memcpy (&sum, &bits, sizeof sum);
      to[i] = (float) (((sum - 0x1.8p52) * s.binary + s.reference) * s.decimal);
    }
  return any >> 52 == 0;
}

static void
emit (const Unpacker *self, const MvuaSegment *segment)
{
  const int64_t *packed = self->scratch + segment->from;
  float *to = self->values + segment->to;

  if (self->is_dense && segment->step == 1 &&
      emit_small (&self->scale, packed, to, segment->n))
    return;
  for (uint32_t i = 0; i < segment->n; i++)
    to[(ptrdiff_t) i * segment->step] =
        packed[i] == MVUA_PACKED_MISSING ? NAN : scaled (&self->scale, packed[i]);
}

static bool
is_present (const MvuaPacking *packing, uint64_t point)
{
  return packing->bitmap[point >> 3] >> (7 - (point & 7)) & 1;
}

static uint32_t
count_present (const MvuaPacking *packing, uint64_t first, uint32_t n)
{
  uint32_t count = 0;

  if (packing->bitmap == NULL)
    return n;
  for (uint32_t i = 0; i < n;)
    if (((first + i) & 7) == 0 && n - i >= 8)
      {
        count += (uint32_t) __builtin_popcount (packing->bitmap[(first + i) >> 3]);
        i += 8;
      }
    else
      count += is_present (packing, first + i++);
  return count;
}

/* Spreads the @n_present values at the start of a line over its points, from the end
 * so that none is overwritten before it has moved. */
static void
spread (const MvuaPacking *packing,
        uint64_t first,
        uint32_t n_present,
        int64_t *line,
        uint32_t n)
{
  if (packing->bitmap == NULL)
    return;
  for (uint32_t i = n; i-- > 0;)
    line[i] = is_present (packing, first + i) ? line[--n_present] : MVUA_PACKED_MISSING;
}

/* Simple packing is addressed directly: what is not wanted costs nothing. */
static MvuaUnpackStatus
read_simple (Unpacker *self, uint32_t n, bool wanted)
{
  const MvuaPacking *packing = self->packing;
  const unsigned width = packing->bits;
  uint64_t at = self->n_read * width;

  if (!wanted)
    return MVUA_UNPACK_OK;
  if (at + (uint64_t) n * width > (uint64_t) packing->n_data * 8)
    return MVUA_UNPACK_TRUNCATED;

  const bool whole = ((at + (uint64_t) n * width) >> 3) + 8 <= packing->n_data;
  if (whole)
    for (uint32_t i = 0; i < n; i++, at += width)
      self->scratch[i] = mvua_bits_peek (packing->data, at, width);
  else
    for (uint32_t i = 0; i < n; i++, at += width)
      self->scratch[i] = mvua_bits_get (packing->data, packing->n_data, at, width);
  return MVUA_UNPACK_OK;
}

static MvuaUnpackStatus
read_values (Unpacker *self, uint32_t n, bool wanted)
{
  MvuaUnpackStatus status;

  if (self->n_read + n > self->packing->n_packed)
    return MVUA_UNPACK_MALFORMED;
  if (self->packing->data_template == 0)
    status = read_simple (self, n, wanted);
  else
    status = mvua_groups_read (&self->groups, self->scratch, n);
  self->n_read += n;
  return status;
}

static MvuaUnpackStatus
unpack_lines (Unpacker *self)
{
  const MvuaLines *lines = &self->lines;
  const uint32_t length = lines->line_length;
  uint32_t left = lines->along_j ? lines->cut->n_columns : lines->cut->n_rows;

  for (uint32_t line = 0; line < lines->n_lines && left > 0; line++)
    {
      const uint64_t first = (uint64_t) line * length;
      const uint32_t n = count_present (self->packing, first, length);
      const ptrdiff_t at = mvua_lines_place (lines, line);
      const MvuaUnpackStatus status = read_values (self, n, at >= 0);
      MvuaSegment segments[2];

      if (status != MVUA_UNPACK_OK)
        return status;
      if (at < 0)
        continue;

      spread (self->packing, first, n, self->scratch, length);
      const unsigned n_segments = mvua_lines_cut (lines, line, at, segments);
      for (unsigned s = 0; s < n_segments; s++)
        emit (self, &segments[s]);
      left--;
    }
  return MVUA_UNPACK_OK;
}

/* Packed values down to the last line of the window. */
static uint64_t
count_needed (const Unpacker *self)
{
  const MvuaLines *lines = &self->lines;
  uint32_t left = lines->along_j ? lines->cut->n_columns : lines->cut->n_rows;
  uint64_t n = 0;

  for (uint32_t line = 0; line < lines->n_lines && left > 0; line++)
    {
      n += count_present (self->packing, (uint64_t) line * lines->line_length,
                          lines->line_length);
      left -= mvua_lines_place (lines, line) >= 0;
    }
  return n;
}

/* Goes on to where the window ends, past what is there.  Tables that are not whole tell
 * nothing of that. */
static void
measure_rest (Unpacker *self)
{
  const uint64_t n = count_needed (self);

  if (self->packing->data_template == 0)
    self->n_read = n;
  else if (self->groups.is_open &&
           mvua_groups_skip (&self->groups, n - self->groups.n_taken) != MVUA_UNPACK_OK)
    self->groups.values = 0;
}

/* A field of one value everywhere, but for what the bitmap leaves out. */
static void
fill_constant (Unpacker *self, float value)
{
  const MvuaLines *lines = &self->lines;
  const uint32_t length = lines->line_length;

  for (uint32_t line = 0; line < lines->n_lines; line++)
    {
      const ptrdiff_t at = mvua_lines_place (lines, line);
      MvuaSegment segments[2];
      const unsigned n_segments = at < 0 ? 0 : mvua_lines_cut (lines, line, at, segments);

      for (unsigned s = 0; s < n_segments; s++)
        for (uint32_t i = 0; i < segments[s].n; i++)
          {
            const uint64_t point = (uint64_t) line * length + segments[s].from + i;
            const bool there =
                self->packing->bitmap == NULL || is_present (self->packing, point);
            self->values[segments[s].to + (ptrdiff_t) i * segments[s].step] =
                there ? value : NAN;
          }
    }
}

static MvuaUnpackStatus
check_cut (const MvuaPacking *packing, const MvuaCut *cut)
{
  const uint64_t n_points = (uint64_t) cut->ni * cut->nj;

  if ((cut->scanning & ~(unsigned) MVUA_SCAN_ALL) != 0 || packing->data_template < 0 ||
      packing->data_template > 3 || packing->data_template == 1 || packing->bits > 32)
    return MVUA_UNPACK_UNSUPPORTED;
  if (n_points == 0 || cut->row + (uint64_t) cut->n_rows > cut->nj ||
      cut->column >= cut->ni || cut->n_columns > cut->ni || packing->n_packed > n_points)
    return MVUA_UNPACK_MALFORMED;
  if (packing->bitmap == NULL)
    return packing->n_packed == n_points ? MVUA_UNPACK_OK : MVUA_UNPACK_MALFORMED;
  if (packing->n_bitmap < (n_points + 7) / 8)
    return MVUA_UNPACK_MALFORMED;

  uint64_t n_present = 0;
  const uint32_t length = mvua_lines_lay_out (cut).line_length;
  for (uint64_t first = 0; first < n_points; first += length)
    n_present += count_present (packing, first, length);
  return n_present == packing->n_packed ? MVUA_UNPACK_OK : MVUA_UNPACK_MALFORMED;
}

MvuaUnpackStatus
mvua_kernel_unpack (const MvuaPacking *packing,
                    const MvuaCut *cut,
                    int64_t *restrict scratch,
                    float *restrict values,
                    size_t *n_used)
{
  const double decimal = decimal_factor (packing->decimal_scale);
  Unpacker self = {
    .packing = packing,
    .lines = mvua_lines_lay_out (cut),
    .scale = { ldexp (1, packing->binary_scale), packing->reference, decimal },
    .is_dense = packing->bitmap == NULL && packing->missing_management == 0,
    .scratch = scratch,
    .values = values,
  };

  *n_used = 0;
  MvuaUnpackStatus status = check_cut (packing, cut);
  if (status != MVUA_UNPACK_OK)
    return status;

  const bool grouped = packing->data_template != 0;
  if (grouped ? packing->n_groups == 0 : packing->bits == 0)
    {
      const bool is_scaled = grouped && packing->constant_is_scaled;
      fill_constant (&self, (float) (packing->reference * (is_scaled ? decimal : 1)));
      return MVUA_UNPACK_OK;
    }

  if (grouped)
    status = mvua_groups_open (&self.groups, packing);
  if (status == MVUA_UNPACK_OK)
    status = unpack_lines (&self);
  if (status == MVUA_UNPACK_TRUNCATED)
    measure_rest (&self);
  *n_used =
      (size_t) (((grouped ? self.groups.values : self.n_read * packing->bits) + 7) / 8);
  return status;
}
