/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-groups.h"

#include "mvua-bits.h"

static uint64_t
whole_octets (uint64_t bits)
{
  return (bits + 7) / 8 * 8;
}

static uint64_t
n_bits (const MvuaPacking *packing)
{
  return (uint64_t) packing->n_data * 8;
}

static uint32_t
table_entry (const MvuaPacking *packing, uint64_t table, uint32_t index, unsigned width)
{
  return mvua_bits_get (packing->data, packing->n_data, table + (uint64_t) index * width,
                        width);
}

static uint64_t
group_length (const MvuaGroups *self, uint32_t group)
{
  const MvuaPacking *packing = self->packing;

  if (group == packing->n_groups - 1)
    return packing->last_length;
  return packing->length_reference +
         (uint64_t) packing->length_increment *
             table_entry (packing, self->lengths, group, packing->length_bits);
}

static MvuaUnpackStatus
check_ranges (const MvuaPacking *packing)
{
  const unsigned most_bits = packing->missing_management > 0 ? 31 : 32;

  if (packing->bits > most_bits || packing->width_bits > 32 ||
      packing->length_bits > 32 || packing->missing_management > 2)
    return MVUA_UNPACK_UNSUPPORTED;
  if (packing->data_template == 2)
    return MVUA_UNPACK_OK;
  if (packing->order < 1 || packing->order > 2 || packing->extra_octets < 1 ||
      packing->extra_octets > 8)
    return MVUA_UNPACK_UNSUPPORTED;
  return MVUA_UNPACK_OK;
}

static uint64_t
octets_at (const uint8_t *octets, unsigned n)
{
  uint64_t value = 0;

  for (unsigned i = 0; i < n; i++)
    value = value << 8 | octets[i];
  return value;
}

/* The extra descriptors of template 7.3: the first values, and the overall minimum of
 * the differences as sign and magnitude. */
static MvuaUnpackStatus
read_descriptors (MvuaGroups *self)
{
  const MvuaPacking *packing = self->packing;
  const unsigned size = packing->extra_octets;

  if (packing->n_data < (size_t) size * (packing->order + 1))
    return MVUA_UNPACK_TRUNCATED;

  self->n_firsts = packing->order;
  for (unsigned i = 0; i < packing->order; i++)
    self->firsts[i] = octets_at (packing->data + (size_t) i * size, size);

  const uint64_t minimum =
      octets_at (packing->data + (size_t) packing->order * size, size);
  const uint64_t sign = (uint64_t) 1 << (8 * size - 1);
  self->minimum = minimum & sign ? -(minimum & ~sign) : minimum;
  self->references = (uint64_t) 8 * size * (packing->order + 1);
  return MVUA_UNPACK_OK;
}

MvuaUnpackStatus
mvua_groups_open (MvuaGroups *self, const MvuaPacking *packing)
{
  *self = (MvuaGroups){ .packing = packing };

  MvuaUnpackStatus status = check_ranges (packing);
  if (status == MVUA_UNPACK_OK && packing->data_template == 3)
    status = read_descriptors (self);
  if (status != MVUA_UNPACK_OK)
    return status;

  /* No group is empty; this also bounds the walk where the tables take no bits. */
  if (packing->n_groups > packing->n_packed)
    return MVUA_UNPACK_MALFORMED;

  const uint64_t n = packing->n_groups;
  self->widths = self->references + whole_octets (n * packing->bits);
  self->lengths = self->widths + whole_octets (n * packing->width_bits);
  self->values = self->lengths + whole_octets (n * packing->length_bits);
  if (self->values > n_bits (packing))
    return MVUA_UNPACK_TRUNCATED;

  uint64_t sum = 0;
  for (uint32_t group = 0; group < packing->n_groups; group++)
    sum += group_length (self, group);
  self->is_open = sum == packing->n_packed;
  return self->is_open ? MVUA_UNPACK_OK : MVUA_UNPACK_MALFORMED;
}

static MvuaUnpackStatus
next_group (MvuaGroups *self)
{
  const MvuaPacking *packing = self->packing;

  if (self->group >= packing->n_groups)
    return MVUA_UNPACK_MALFORMED;

  const uint64_t width =
      packing->width_reference +
      (uint64_t) table_entry (packing, self->widths, self->group, packing->width_bits);
  if (width > 32 || (packing->missing_management > 0 && width > 31))
    return MVUA_UNPACK_UNSUPPORTED;

  self->width = (unsigned) width;
  self->reference = table_entry (packing, self->references, self->group, packing->bits);
  self->left = (uint32_t) group_length (self, self->group);
  self->group++;
  return MVUA_UNPACK_OK;
}

/* A group of width 0 repeats its reference, and is missing as a whole where that is
 * one of the reserved values. */
static void
fill (const MvuaGroups *self, int64_t *restrict values, size_t n)
{
  const MvuaPacking *packing = self->packing;
  const uint32_t all_ones = (uint32_t) (((uint64_t) 1 << packing->bits) - 1);
  const unsigned managed = packing->missing_management;
  const int missing = (managed >= 1 && self->reference == all_ones) ||
                      (managed == 2 && self->reference + 1 == all_ones);
  const int64_t value = missing ? MVUA_PACKED_MISSING : (int64_t) self->reference;

  for (size_t i = 0; i < n; i++)
    values[i] = value;
}

/* Unpacks @n values of @width bits, from bit @at on, by whole words of eight octets, and
 * perhaps some more, up to @room; stops before a word that would go past that.
 *
 * With @width and @is_managed known when this is compiled, a value costs two shifts by
 * constants, and running over the end of a group spares a second loop for its rest,
 * whose length nothing can predict.  Returns: how many of @values are set */
static inline __attribute__ ((always_inline)) size_t
unpack_words (const uint8_t *octets,
              uint64_t at,
              unsigned width,
              bool is_managed,
              uint32_t reference,
              uint64_t first_reserved,
              int64_t *restrict values,
              size_t n,
              size_t room)
{
  const unsigned in_word = 57 / width < 8 ? 57 / width : 8;
  size_t i = 0;

  for (; i < n && i + in_word <= room; i += in_word, at += (uint64_t) in_word * width)
    {
      const uint64_t word = mvua_bits_load (octets + (at >> 3)) << (at & 7);

      for (unsigned j = 0; j < in_word; j++)
        {
          const uint64_t packed = word << j * width >> (64 - width);
          values[i + j] = is_managed && packed >= first_reserved
                              ? MVUA_PACKED_MISSING
                              : (int64_t) (reference + packed);
        }
    }
  return i;
}

#define UNPACK_WORDS(width)                                                              \
  case (width):                                                                          \
    return reserved == 0                                                                 \
               ? unpack_words (octets, at, width, false, reference, 0, values, n, room)  \
               : unpack_words (octets, at, width, true, reference,                       \
                               ((uint64_t) 1 << (width)) - reserved, values, n, room)

/* The widths of nearly all groups; none of a wider one is done. */
static size_t
unpack_narrow (const uint8_t *octets,
               uint64_t at,
               unsigned width,
               uint32_t reserved,
               uint32_t reference,
               int64_t *restrict values,
               size_t n,
               size_t room)
{
  switch (width)
    {
      UNPACK_WORDS (1);
      UNPACK_WORDS (2);
      UNPACK_WORDS (3);
      UNPACK_WORDS (4);
      UNPACK_WORDS (5);
      UNPACK_WORDS (6);
      UNPACK_WORDS (7);
      UNPACK_WORDS (8);
      UNPACK_WORDS (9);
      UNPACK_WORDS (10);
      UNPACK_WORDS (11);
      UNPACK_WORDS (12);
      UNPACK_WORDS (13);
      UNPACK_WORDS (14);
    default:
      return 0;
    }
}

/* The next @n values of a group.  The highest @reserved values of a width stand for
 * missing ones.  What lies behind @values, up to @room, may be overwritten. */
static void
unpack (const MvuaGroups *self,
        int64_t *restrict values,
        size_t n,
        size_t room,
        uint32_t reserved)
{
  const MvuaPacking *packing = self->packing;
  const uint8_t *octets = packing->data;
  const unsigned width = self->width;
  const int64_t reference = self->reference;
  const uint64_t first_reserved = ((uint64_t) 1 << width) - reserved;
  uint64_t at = self->values;
  size_t i = 0;

  /* Every word begins before the last value that is wanted has ended. */
  if (((at + (uint64_t) n * width) >> 3) + 8 <= packing->n_data)
    {
      i = unpack_narrow (octets, at, width, reserved, self->reference, values, n, room);
      at += (uint64_t) i * width;
      for (; i < n; i++, at += width)
        {
          const uint32_t packed = mvua_bits_peek (octets, at, width);
          values[i] = packed < first_reserved ? reference + packed : MVUA_PACKED_MISSING;
        }
    }

  /* Near the end of the data eight octets cannot be read at once. */
  for (; i < n; i++, at += width)
    {
      const uint32_t packed = mvua_bits_get (octets, packing->n_data, at, width);
      values[i] = packed < first_reserved ? reference + packed : MVUA_PACKED_MISSING;
    }
}

static void
undo_order_1 (MvuaGroups *self, int64_t *restrict values, size_t n)
{
  uint64_t last = self->last;

  for (size_t i = 0; i < n; i++)
    if (values[i] != MVUA_PACKED_MISSING)
      {
        last += (uint64_t) values[i] + self->minimum;
        values[i] = (int64_t) last;
      }
  self->last = last;
}

static void
undo_order_2 (MvuaGroups *self, int64_t *restrict values, size_t n)
{
  const uint64_t minimum = self->minimum;
  uint64_t difference = self->difference;
  uint64_t last = self->last;

  if (self->packing->missing_management == 0)
    for (size_t i = 0; i < n; i++)
      {
        difference += (uint64_t) values[i] + minimum;
        last += difference;
        values[i] = (int64_t) last;
      }
  else
    for (size_t i = 0; i < n; i++)
      if (values[i] != MVUA_PACKED_MISSING)
        {
          difference += (uint64_t) values[i] + minimum;
          last += difference;
          values[i] = (int64_t) last;
        }
  self->difference = difference;
  self->last = last;
}

/* The first one or two values that are not missing are replaced by those that the
 * descriptors give.  Returns: how many of @values were dealt with */
static size_t
put_firsts (MvuaGroups *self, int64_t *restrict values, size_t n)
{
  const unsigned order = self->packing->order;
  size_t i = 0;

  for (; i < n && self->n_firsts > 0; i++)
    if (values[i] != MVUA_PACKED_MISSING)
      {
        const uint64_t given = self->firsts[order - self->n_firsts];
        self->difference = given - self->last;
        self->last = given;
        values[i] = (int64_t) given;
        self->n_firsts--;
      }
  return i;
}

MvuaUnpackStatus
mvua_groups_read (MvuaGroups *self, int64_t *restrict values, size_t n)
{
  const MvuaPacking *packing = self->packing;

  for (size_t done = 0; done < n;)
    {
      if (self->left == 0)
        {
          const MvuaUnpackStatus status = next_group (self);
          if (status != MVUA_UNPACK_OK)
            return status;
          continue;
        }

      const size_t take = n - done < self->left ? n - done : self->left;
      const uint64_t bits = (uint64_t) take * self->width;
      if (self->values + bits > n_bits (packing))
        return MVUA_UNPACK_TRUNCATED;
      if (self->width == 0)
        fill (self, values + done, take);
      else
        unpack (self, values + done, take, n - done, packing->missing_management);
      self->values += bits;
      self->left -= (uint32_t) take;
      self->n_taken += take;
      done += take;
    }

  if (packing->data_template == 3)
    {
      const size_t given = put_firsts (self, values, n);
      if (packing->order == 1)
        undo_order_1 (self, values + given, n - given);
      else
        undo_order_2 (self, values + given, n - given);
    }
  return MVUA_UNPACK_OK;
}

MvuaUnpackStatus
mvua_groups_skip (MvuaGroups *self, uint64_t n)
{
  while (n > 0)
    {
      if (self->left == 0)
        {
          const MvuaUnpackStatus status = next_group (self);
          if (status != MVUA_UNPACK_OK)
            return status;
          continue;
        }

      const uint32_t take = n < self->left ? (uint32_t) n : self->left;
      self->values += (uint64_t) take * self->width;
      self->left -= take;
      self->n_taken += take;
      n -= take;
    }
  return MVUA_UNPACK_OK;
}
