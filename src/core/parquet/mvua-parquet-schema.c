/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-parquet-schema.h"

#include <string.h>

#define NONE (-1)
#define MAX_NAME 1024

/* An element of the schema: the root, a group or a column.  Numbers that are not there
 * are NONE. */
typedef struct
{
  char *name;
  gint64 physical;
  gint64 repetition;
  gint64 n_children;
  gint64 converted;
  int logical;
  gboolean is_unsigned;
} Element;

void
mvua_parquet_leaf_clear (MvuaParquetLeaf *leaf)
{
  g_clear_pointer (&leaf->name, g_free);
}

static void
clear_element (Element *element)
{
  g_clear_pointer (&element->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Element, clear_element)

/* Names are told to people and compared with theirs, so they are texts. */
static char *
read_name (MvuaThriftReader *reader, MvuaThriftType type)
{
  gsize n;
  const char *name = (const char *) mvua_thrift_reader_get_binary (reader, type, &n);

  if (n > MAX_NAME || !g_utf8_validate_len (name, n, NULL))
    {
      mvua_thrift_reader_fail (reader,
                               "the name of a column is no text of a name's length");
      return g_strdup ("");
    }
  return g_strndup (name, n);
}

/* IntType: of all logical types the only one whose content changes a value. */
static void
read_integer (MvuaThriftReader *reader, MvuaThriftType type, Element *element)
{
  int id = 0;

  mvua_thrift_reader_enter (reader, type);
  while (mvua_thrift_reader_next (reader, &id, &type))
    if (id == 2)
      element->is_unsigned = !mvua_thrift_reader_get_boolean (reader, type);
    else
      mvua_thrift_reader_skip (reader, type);
}

static void
read_logical (MvuaThriftReader *reader, MvuaThriftType type, Element *element)
{
  int id = 0;

  mvua_thrift_reader_enter (reader, type);
  while (mvua_thrift_reader_next (reader, &id, &type))
    {
      element->logical = id;
      if (id == MVUA_LOGICAL_INTEGER)
        read_integer (reader, type, element);
      else
        mvua_thrift_reader_skip (reader, type);
    }
}

static void
read_element (MvuaThriftReader *reader, Element *element)
{
  MvuaThriftType type;
  int id = 0;

  *element = (Element){
    .physical = NONE, .repetition = NONE, .n_children = 0, .converted = NONE
  };
  while (mvua_thrift_reader_next (reader, &id, &type))
    {
      gint64 *number = id == 1   ? &element->physical
                       : id == 3 ? &element->repetition
                       : id == 5 ? &element->n_children
                       : id == 6 ? &element->converted
                                 : NULL;
      if (number != NULL)
        *number = mvua_thrift_reader_get_int (reader, type);
      else if (id == 4)
        {
          g_free (element->name);
          element->name = read_name (reader, type);
        }
      else if (id == 10)
        read_logical (reader, type, element);
      else
        mvua_thrift_reader_skip (reader, type);
    }

  if (element->name == NULL)
    mvua_thrift_reader_fail (reader, "an element of the schema has no name");
  if (element->n_children < 0 || element->n_children > G_MAXINT32)
    mvua_thrift_reader_fail (reader, "an element of the schema has no possible size");
}

/* An element below the root: a column unless it has children. */
static void
read_child (MvuaThriftReader *reader, Element *element)
{
  read_element (reader, element);
  if (element->n_children == 0 &&
      (element->physical < MVUA_PHYSICAL_BOOLEAN ||
       element->physical > MVUA_PHYSICAL_FIXED_LEN_BYTE_ARRAY))
    mvua_thrift_reader_fail (reader, "a column has no type that there is");
}

static gboolean
is_text (const Element *element)
{
  return element->converted == MVUA_CONVERTED_UTF8 ||
         element->converted == MVUA_CONVERTED_ENUM ||
         element->converted == MVUA_CONVERTED_JSON ||
         element->logical == MVUA_LOGICAL_STRING ||
         element->logical == MVUA_LOGICAL_ENUM || element->logical == MVUA_LOGICAL_JSON;
}

/* What each layout becomes; the others have a reason why they do not. */
static const struct
{
  MvuaParquetType type;
  const char *refusal;
} readings[] = {
  [MVUA_PHYSICAL_BOOLEAN] = { MVUA_PARQUET_BOOLEAN, NULL },
  [MVUA_PHYSICAL_INT32] = { MVUA_PARQUET_INT64, NULL },
  [MVUA_PHYSICAL_INT64] = { MVUA_PARQUET_INT64, NULL },
  [MVUA_PHYSICAL_INT96] = { MVUA_PARQUET_BYTES, "it is of the type INT96" },
  [MVUA_PHYSICAL_FLOAT] = { MVUA_PARQUET_DOUBLE, NULL },
  [MVUA_PHYSICAL_DOUBLE] = { MVUA_PARQUET_DOUBLE, NULL },
  [MVUA_PHYSICAL_BYTE_ARRAY] = { MVUA_PARQUET_BYTES, NULL },
  [MVUA_PHYSICAL_FIXED_LEN_BYTE_ARRAY] = { MVUA_PARQUET_BYTES,
                                           "it is of the type FIXED_LEN_BYTE_ARRAY" },
};

static MvuaParquetLeaf
make_leaf (Element *element)
{
  MvuaParquetLeaf leaf = {
    .name = g_steal_pointer (&element->name),
    .physical = (MvuaParquetPhysical) element->physical,
    .type = readings[element->physical].type,
    .refusal = readings[element->physical].refusal,
    .is_optional = element->repetition == MVUA_REPETITION_OPTIONAL,
    .is_unsigned = element->is_unsigned || (element->converted >= MVUA_CONVERTED_UINT_8 &&
                                            element->converted <= MVUA_CONVERTED_UINT_64),
  };

  if (leaf.type == MVUA_PARQUET_BYTES && is_text (element))
    leaf.type = MVUA_PARQUET_TEXT;
  if (element->converted == MVUA_CONVERTED_DECIMAL ||
      element->logical == MVUA_LOGICAL_DECIMAL)
    leaf.refusal = "it holds decimal numbers";
  if (element->repetition == MVUA_REPETITION_REPEATED)
    leaf.refusal = "its values are lists";
  else if (element->repetition != MVUA_REPETITION_OPTIONAL &&
           element->repetition != MVUA_REPETITION_REQUIRED)
    leaf.refusal = "it says neither that its values are required nor that they are not";
  return leaf;
}

/* The columns in a group are not read; the first has its name.  They are as many as it
 * takes to fill it and the groups in it.  Returns: how many elements that were */
static gsize
read_group (MvuaThriftReader *reader, Element *group, gsize n, GArray *leaves)
{
  guint64 n_open = (guint64) group->n_children;
  gsize i;

  for (i = 0; i < n && n_open > 0 && reader->problem == NULL; i++)
    {
      g_auto (Element) element = { 0 };
      read_child (reader, &element);
      n_open += (guint64) element.n_children - 1;
      if (reader->problem == NULL && element.n_children == 0)
        {
          const MvuaParquetLeaf leaf = { .name = g_steal_pointer (&group->name),
                                         .refusal = "it has columns of its own" };
          g_array_append_val (leaves, leaf);
        }
    }
  if (n_open > 0)
    mvua_thrift_reader_fail (reader, "the schema ends within a group");
  return i;
}

void
mvua_parquet_schema_read (MvuaThriftReader *reader, MvuaThriftType type, GArray *leaves)
{
  gsize n = mvua_thrift_reader_get_list (reader, type, MVUA_THRIFT_STRUCT);
  g_auto (Element) root = { 0 };
  gint64 n_top = 0;

  g_array_set_size (leaves, 0);
  if (n == 0)
    mvua_thrift_reader_fail (reader, "the schema is empty");
  if (reader->problem != NULL)
    return;
  read_element (reader, &root);
  n--;
  for (; n > 0 && reader->problem == NULL; n_top++)
    {
      g_auto (Element) element = { 0 };
      read_child (reader, &element);
      n--;
      if (reader->problem != NULL)
        break;
      if (element.n_children > 0)
        n -= read_group (reader, &element, n, leaves);
      else
        {
          const MvuaParquetLeaf leaf = make_leaf (&element);
          g_array_append_val (leaves, leaf);
        }
    }
  if (n_top != root.n_children)
    mvua_thrift_reader_fail (reader, "the schema has not as many columns as it says");
}
